//! What must hold: register in, findings out.

pub mod decision;
pub mod tree;

pub use tree::{changed, tree};
