//! The circumstances of a write: whose it is, when, how far it goes.

use super::config::Identity;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;

/// How far a write goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// To a commit on the branch that is checked out.
    Commit,
    /// To the work tree and the index, for people who commit by hand.
    StageOnly,
}

/// The circumstances of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// Author and committer.
    pub author: Identity,
    /// The date of the commit.
    pub now: Instant,
    /// How far it goes.
    pub how: How,
    /// The commit from which the entry was made; `None` where there was none yet.
    pub base: Option<CommitId>,
}
