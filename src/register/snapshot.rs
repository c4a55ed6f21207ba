//! Defines the plain values of history: the files of one state of a register, commits with their changes, the
//! result of a merge, and the difference of two texts, line by line.

use std::collections::BTreeSet;

use crate::record::path::RecordPath;
use crate::record::path::{CHARTER, PARTICIPANTS};
use crate::register::shared_files::SharedFiles;
pub use crate::register::shared_files::{Content, folder};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{ParticipantId, ProposalId};

/// So many bytes a record can have.
pub const LARGEST_RECORD: u64 = 256 * 1024;
/// So many bytes a proposal's text can have.
pub const LARGEST_TEXT: u64 = 16 * 1024 * 1024;
/// So many bytes a path can have.
pub const LONGEST_PATH: usize = 4096;

/// How much of a register a snapshot has. Charter, `allowed_signers` and the names of all proposals are in every
/// one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// Every file in the folders that a register has, and every file at its root; no other folder, such as source
    /// code next to the register.
    Everything,
    /// Charter and participant list.
    Roster,
    /// Charter, participant list, meetings and the folder of one proposal.
    Proposal(ProposalId),
}

/// The state whose files a snapshot has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// A commit.
    Commit(CommitId),
    /// The files on the disk, in the work tree or in a folder without git.
    WorkTree,
}

impl Moment {
    /// The commit; `None` for files on the disk.
    pub fn commit(&self) -> Option<&CommitId> {
        match self {
            Moment::Commit(commit) => Some(commit),
            Moment::WorkTree => None,
        }
    }
}

/// The files of a register in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Which state.
    pub moment: Moment,
    /// How much of the register.
    pub extent: Extent,
    /// Every file of the extent by its path from the register's root, with `/`.
    pub files: SharedFiles,
    /// The names of all folders in `proposals/`, whatever the extent.
    pub proposals: BTreeSet<String>,
}

/// A file of git attributes outside the register that also applies to its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeFile {
    /// The path from the register's root, with `..` for each folder upwards.
    pub path: String,
    /// How many folders from the top of the repository it is; `None` for the file of the clone alone.
    pub depth: Option<u32>,
    /// The way from its folder to the register, with `/` at the end.
    pub inside: String,
    /// What it contains.
    pub content: Content,
}

/// A commit on the first-parent chain of the register's main branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MainCommit {
    /// Its name.
    pub commit: CommitId,
    /// Its first parent; `None` for the first commit.
    pub parent: Option<CommitId>,
    /// The committer's date, which is free text: only used where no close is recorded, by [`LastBefore`].
    pub at: Instant,
    /// The author's name and address, as written.
    pub author: String,
    /// The first line of the message, as written.
    pub subject: String,
}

/// Finds the last commit before the close of a call, along the main branch from the newest commit back.
///
/// Dates are free text, and do not always follow each other. What was committed after a commit from after
/// the close is late, whatever its own date says: so no later commit changes what was before the close. Commits from
/// before the call was opened do not matter.
#[derive(Debug, Clone)]
pub struct LastBefore<'l> {
    opened: Option<&'l CommitId>,
    closes: Instant,
    last: Option<CommitId>,
    is_opened: bool,
}

impl<'l> LastBefore<'l> {
    /// Begins the walk. `opened` is the commit at which the call was opened.
    pub fn new(opened: Option<&'l CommitId>, closes: Instant) -> Self {
        let (last, is_opened) = (None, false);
        Self {
            opened,
            closes,
            last,
            is_opened,
        }
    }

    /// Adds the next older commit with its committer's date. True if no older one can change the result.
    pub fn is_found_with(&mut self, commit: &CommitId, at: Instant) -> bool {
        match at <= self.closes {
            true => self.last = self.last.take().or_else(|| Some(commit.clone())),
            false if !self.is_opened => self.last = None,
            false => {}
        }
        self.is_opened |= self.opened == Some(commit);
        self.is_opened && self.last.is_some()
    }

    /// The last commit before the close; `None` where all are later.
    pub fn commit(&self) -> Option<&CommitId> {
        self.last.as_ref()
    }
}

/// A change of one file in a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathChange {
    /// The path from the register's root.
    pub path: String,
    /// The content before; `None` where the file did not exist.
    pub before: Option<Content>,
    /// The content after; `None` where the file was removed.
    pub after: Option<Content>,
}

/// The proposals on which a change opens a call.
pub fn newly_called(moved: &[PathChange]) -> impl Iterator<Item = ProposalId> {
    let new = moved.iter().filter(|moved| moved.before.is_none());
    new.filter_map(|moved| match RecordPath::identify(&moved.path)?.ok()? {
        RecordPath::Call(id, _) => Some(id),
        _ => None,
    })
}

/// The proposal whose folder a path is in, for a record or a file that should be one.
pub fn proposal_of(path: &str) -> Option<ProposalId> {
    let (id, _) = path.strip_prefix("proposals/")?.split_once('/')?;
    ProposalId::parse(id).ok()
}

/// Whether a file says who can do what: the charter, or the record of a participant.
pub fn is_roster(path: &str) -> bool {
    path == CHARTER || path.starts_with(PARTICIPANTS)
}

/// The path of a participant's record.
pub fn roster_path(participant: &ParticipantId) -> String {
    format!("participants/{participant}.toml")
}

/// How two sides contradict each other at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictKind {
    /// Both changed the same lines, or added different files with one name.
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
    /// The kind of conflict.
    pub clash: ConflictKind,
}

/// The result of merging another state into this one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergeResult {
    /// The files of the register that would change here, by path.
    pub moved: Vec<PathChange>,
    /// Those of them that both sides changed, in different lines.
    pub of_both: BTreeSet<String>,
    /// The conflicts that people must solve.
    pub conflicts: Vec<Conflict>,
    /// What else would change outside the register: a few names.
    pub outside: Vec<String>,
    /// Who wrote and committed what would be merged.
    pub by: CommitAddresses,
}

/// The email addresses in the commits that change these files. A merge commit has none of its own, unless it has
/// something that neither side had.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommitAddresses {
    /// Those of the authors.
    pub authors: BTreeSet<String>,
    /// Those of the committers of commits that another person wrote.
    pub committers: BTreeSet<String>,
}

/// What a merge commit has at a path where it should have what a branch brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// No file.
    File,
    /// The file of its first parent, without the branch's change.
    Change,
    /// Neither of both.
    Words,
}

/// The kind of a line of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffSide {
    /// It is in both texts.
    Both,
    /// It is only in the first text.
    Removed,
    /// It is only in the second text.
    Added,
    /// It says where in the two texts the following lines are.
    Place,
    /// It says that the line before it has no line feed at its end.
    Unended,
}

impl DiffSide {
    /// The sign at the beginning of such a line.
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
    /// The line with its sign, except for a line that says a place.
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
    /// Its kind.
    #[serde(rename = "sign")]
    pub side: DiffSide,
    /// Its text, without sign and line feed; a carriage return before that stays. Bytes that are not text are
    /// written as `\x` and two digits.
    pub text: String,
}

/// The difference of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Nothing: they are the same to the byte.
    None,
    /// These lines, with some unchanged lines around them.
    Lines(Vec<DiffLine>),
    /// At least one of them is not a text, because it has a byte 0: how many bytes each has.
    Bytes(usize, usize),
}

impl Difference {
    /// The number of lines of one kind.
    pub fn count(&self, side: DiffSide) -> usize {
        match self {
            Difference::Lines(lines) => lines.iter().filter(|line| line.side == side).count(),
            Difference::None | Difference::Bytes(..) => 0,
        }
    }
}
