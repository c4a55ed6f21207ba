//! All records of one moment, joined.

mod decided;
pub mod difference;
pub mod entry;
pub mod folder;
pub mod freeze;
pub mod interests;
mod known;
pub mod landing;
pub mod life;
pub mod meetings;
pub mod merging;
mod part;
pub mod people;
pub mod records;
#[cfg(test)]
pub(crate) mod sample;
pub mod snapshot;
