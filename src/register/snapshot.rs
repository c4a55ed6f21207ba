//! A snapshot: the files of a register at one moment, as plain values.

use std::collections::{BTreeMap, BTreeSet};

use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{ParticipantId, ProposalId};

/// The most bytes that a record may have.
pub const LARGEST_RECORD: u64 = 256 * 1024;
/// The most bytes that a proposal's text may have.
pub const LARGEST_TEXT: u64 = 16 * 1024 * 1024;
/// The most bytes that a path may have.
pub const LONGEST_PATH: usize = 4096;

/// What stands at a path. Only plain files are ever read as records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A plain file and its bytes.
    Plain(Vec<u8>),
    /// An executable file and its bytes.
    Executable(Vec<u8>),
    /// A symbolic link.
    Link,
    /// A submodule, a device, a socket, a folder too deep to be looked into: nothing with bytes of
    /// its own.
    Other,
    /// A file of so many bytes that it was not read: above [`LARGEST_TEXT`].
    TooLarge(u64),
}

impl Content {
    /// The bytes, where there are any to read.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Content::Plain(bytes) | Content::Executable(bytes) => Some(bytes),
            Content::Link | Content::Other | Content::TooLarge(_) => None,
        }
    }
}

/// How much of a register a snapshot holds. Charter, `allowed_signers` and the names of all
/// proposals are in every one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// Every file in the folders that a register has, and every file beside them at its root; no
    /// other folder, such as source code that lies beside the register.
    Everything,
    /// Charter and roster.
    Roster,
    /// Charter, roster, meetings and the folder of one proposal.
    Proposal(ProposalId),
}

/// The moment whose files a snapshot holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// A commit.
    Commit(CommitId),
    /// The files as they lie in the work tree, or in a bare directory.
    WorkTree,
}

/// The files of a register at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Which moment.
    pub moment: Moment,
    /// How much of the register.
    pub extent: Extent,
    /// Every file of the extent by its path from the register's root, with `/`.
    pub files: BTreeMap<String, Content>,
    /// The names of all folders in `proposals/`, whatever the extent.
    pub proposals: BTreeSet<String>,
}

/// A commit on the first-parent chain of the register's main branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing {
    /// Its name.
    pub commit: CommitId,
    /// Its first parent; `None` for the first landing of all.
    pub parent: Option<CommitId>,
    /// The committer's date, which is free text: only used where no close is recorded.
    pub at: Instant,
    /// The author's name and address, as written.
    pub author: String,
    /// The first line of the message, as written.
    pub subject: String,
}

/// One file of a proposal at a landing, where the landing changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The path from the register's root.
    pub path: String,
    /// What stood there before; `None` where nothing did.
    pub before: Option<Content>,
    /// What stands there since; `None` where nothing does.
    pub after: Option<Content>,
}

/// Whose files these are, for [`Extent::Proposal`] paths: the folder of a proposal.
pub fn folder(proposal: &ProposalId) -> String {
    format!("proposals/{proposal}/")
}

/// The path of a participant's record.
pub fn roster_path(participant: &ParticipantId) -> String {
    format!("participants/{participant}.toml")
}
