//! What must hold: register in, findings out.

pub mod change;
pub mod decision;
mod provenance;
pub mod tree;

pub use change::change;
pub use provenance::committed_before_received;
pub use tree::{changed, tree, tree_at};
