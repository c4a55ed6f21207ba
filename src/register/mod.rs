//! All records of one moment, joined.

mod decided;
pub mod entry;
pub mod folder;
pub mod freeze;
pub mod interests;
pub mod life;
mod part;
pub mod people;
pub mod records;
#[cfg(test)]
pub(crate) mod sample;
pub mod snapshot;
