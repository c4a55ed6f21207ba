//! Plain values of history: the files of a register at one moment, landings with what each moved,
//! what merging one commit into another would bring, and what two texts differ in, line by line.

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
pub struct MainCommit {
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
pub struct PathChange {
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

/// How two sides contradict one another at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictKind {
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
    pub clash: ConflictKind,
}

/// What merging another state into this one would bring.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergeResult {
    /// The files of the register that would change here, by path.
    pub moved: Vec<PathChange>,
    /// Where people would have to say what is to hold.
    pub conflicts: Vec<Conflict>,
    /// What else would change beside the register: names, at most a few.
    pub outside: Vec<String>,
    /// The addresses of the authors of what would be merged. A commit that only merges has no
    /// author of its own, unless something is in it that neither side had.
    pub authors: BTreeSet<String>,
}

/// What a line of a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffSide {
    /// It stands in both texts.
    Both,
    /// It stands in the first text only.
    Removed,
    /// It stands in the second text only.
    Added,
    /// It says where in the two texts the lines that follow stand.
    Place,
    /// It says of the line before it that no line feed ends it.
    Unended,
}

impl DiffSide {
    /// The sign that leads such a line where differences are written out.
    pub fn sign(self) -> &'static str {
        match self {
            DiffSide::Both => " ",
            DiffSide::Removed => "-",
            DiffSide::Added => "+",
            DiffSide::Place => "@",
            DiffSide::Unended => "\\",
        }
    }
}

impl DiffLine {
    /// The line as differences are written out: behind its sign, but for one that says a place.
    pub fn written(&self) -> String {
        match self.side {
            DiffSide::Place => self.text.clone(),
            side => format!("{}{}", side.sign(), self.text),
        }
    }
}

impl serde::Serialize for DiffSide {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.sign())
    }
}

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DiffLine {
    /// What it is.
    #[serde(rename = "sign")]
    pub side: DiffSide,
    /// What it says, without sign and line feed; a carriage return before that stays. Bytes that
    /// are no text are written as `\x` and two digits.
    pub text: String,
}

/// What two texts differ in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Nothing: they are the same to the byte.
    None,
    /// These lines, with some that did not change around them.
    Lines(Vec<DiffLine>),
    /// At least one of them is no text, having a byte 0 in it: how many bytes each has.
    Bytes(usize, usize),
}

impl Difference {
    /// How many lines of one kind there are.
    pub fn count(&self, side: DiffSide) -> usize {
        match self {
            Difference::Lines(lines) => lines.iter().filter(|line| line.side == side).count(),
            Difference::None | Difference::Bytes(..) => 0,
        }
    }
}
