//! All records of one moment, joined.

pub mod entry;
pub mod snapshot;
