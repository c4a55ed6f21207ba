//! Joins all records of one state of the register.

mod decided;
pub mod entry;
pub mod folder;
pub mod interests;
pub mod objection_history;
mod partial_register;
pub mod people;
mod proofs;
mod reading;
pub mod recomputed;
pub mod records;
#[cfg(test)]
pub(crate) mod sample;
pub mod shared_files;
pub mod site_history;
pub mod snapshot;
pub mod tally_inputs;
