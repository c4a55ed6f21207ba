//! Checks a register: records in, findings out.

pub mod change;
pub mod decision;
pub mod tree;

pub use change::change;
pub use tree::{changed, committed_before_received, in_calls, tree, tree_at};

#[cfg(test)]
mod tests;
