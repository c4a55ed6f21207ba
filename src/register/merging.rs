//! What a merge of two states of a register would bring, as plain values.

use std::collections::BTreeSet;

use crate::register::snapshot::Moved;

/// How two sides contradict one another at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// Both changed the same lines, or brought different files under one name.
    Lines,
    /// One removed what the other changed.
    Removed,
    /// One has a file where the other has a folder, a link, or a file of another kind.
    Kind,
}

/// A path that a merge cannot settle by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The path from the register's root.
    pub path: String,
    /// What the matter is.
    pub clash: Clash,
}

/// What merging another state into this one would bring.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merging {
    /// The files of the register that would change here, by path.
    pub moved: Vec<Moved>,
    /// Where people would have to say what is to hold.
    pub conflicts: Vec<Conflict>,
    /// What else would change beside the register: names, at most a few.
    pub outside: Vec<String>,
    /// The addresses of the authors of what would be merged. A commit that only merges has no
    /// author of its own, unless something is in it that neither side had.
    pub authors: BTreeSet<String>,
}
