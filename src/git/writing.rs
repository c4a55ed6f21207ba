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

/// Whose work a commit carries that somebody else makes, and when they made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authored {
    /// Who.
    pub author: Identity,
    /// When.
    pub at: Instant,
    /// Their clock, in minutes east of UTC.
    pub offset: i32,
}

/// The circumstances of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// Who commits; the author as well where `authored` names no other.
    pub author: Identity,
    /// The date of the commit.
    pub now: Instant,
    /// How far it goes.
    pub how: How,
    /// Whose work it is, where that is not whoever commits.
    pub authored: Option<Authored>,
    /// The commit from which the entry was made; `None` where there was none yet.
    pub base: Option<CommitId>,
}
