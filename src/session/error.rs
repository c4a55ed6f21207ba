//! Says why something could not be read, checked or written: a sentence with a hint, the errors in
//! records behind it, and its kind.

use std::fmt;

use crate::git::{GitError, GitErrorKind};
use crate::tally::TallyError;
use crate::value::command::{Command, Placeholder};
use crate::value::finding::Finding;
use crate::value::hint::Hint;

/// What kind of failure it is; the command line chooses the exit code by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was asked for does not exist: a revision, a proposal, a call.
    NotThere,
    /// It cannot be checked: a shallow clone, a repository or a record that cannot be read.
    CannotCheck,
    /// Another process is writing: the same can succeed later.
    Busy,
    /// The branch moved while the change was prepared: it must be prepared again.
    Moved,
    /// The rules or the state of the repository refuse it; nothing was written.
    Refused,
}

impl ErrorKind {
    /// Every kind, with when it occurs.
    pub const ALL: [(ErrorKind, &'static str); 5] = [
        (
            ErrorKind::NotThere,
            "a revision, a proposal or a call that was asked for does not exist",
        ),
        (
            ErrorKind::CannotCheck,
            "a shallow clone, a repository or a record that cannot be read",
        ),
        (
            ErrorKind::Busy,
            "another process is writing; the same can succeed later",
        ),
        (
            ErrorKind::Moved,
            "the branch moved while the change was prepared; prepare it again",
        ),
        (
            ErrorKind::Refused,
            "the change would bring errors, or the state of the repository allows no write",
        ),
    ];
}

/// Why something could not be done, in words for the person who asked.
///
/// ```
/// use std::path::Path;
/// use plenary::session::{self, ErrorKind};
///
/// let error = session::open(Path::new("/nowhere")).err().expect("no register");
/// assert_eq!(error.kind, ErrorKind::CannotCheck);
/// println!("{error}\nhint: {}", error.hint);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Which kind.
    pub kind: ErrorKind,
    /// What was found, where, and what was expected, without a full stop.
    pub sentence: String,
    /// What to do about it; may be empty.
    pub hint: Hint,
    /// The errors in records that are the reason, each at its place; empty for any other reason.
    pub findings: Vec<Finding>,
}

impl Error {
    /// A failure that is not about single records.
    pub(crate) fn new(kind: ErrorKind, sentence: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self {
            kind,
            sentence: sentence.into(),
            hint: hint.into(),
            findings: Vec::new(),
        }
    }

    /// It cannot be done, because of these errors in records.
    pub(crate) fn of_records(kind: ErrorKind, sentence: &str, findings: Vec<Finding>) -> Self {
        Self {
            findings,
            ..Self::new(kind, sentence, explained())
        }
    }
}

/// Where the codes of findings are explained.
pub(crate) fn explained() -> Hint {
    let command = Command::new("explain").with(Placeholder::Code);
    Hint::run("to read what a code means", command)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Error {}

impl From<GitError> for Error {
    fn from(error: GitError) -> Self {
        let kind = match error.kind {
            GitErrorKind::UnknownRevision => ErrorKind::NotThere,
            GitErrorKind::Busy => ErrorKind::Busy,
            GitErrorKind::Moved => ErrorKind::Moved,
            GitErrorKind::Refused => ErrorKind::Refused,
            GitErrorKind::NotARepository
            | GitErrorKind::NotARegister
            | GitErrorKind::NoCommits
            | GitErrorKind::CannotCheck
            | GitErrorKind::Outside => ErrorKind::CannotCheck,
        };
        Self::new(kind, error.sentence, error.hint.unwrap_or_default())
    }
}

impl From<TallyError> for Error {
    fn from(why: TallyError) -> Self {
        let unreadable = |sentence: String| {
            let hint = Hint::run("to see what is wrong", Command::new("check"));
            Self::new(ErrorKind::CannotCheck, sentence, hint)
        };
        match why {
            TallyError::NoProposal(id) => Self::new(
                ErrorKind::NotThere,
                format!("proposal {id} did not exist at that time"),
                "name another commit with --at",
            ),
            TallyError::NoTrack(id) => Self::new(
                ErrorKind::CannotCheck,
                format!("\"{id}\" is not a track of the charter"),
                Hint::run("to see its tracks", Command::new("charter show")),
            ),
            TallyError::NoCommit(n, key, commit) => Self::new(
                ErrorKind::CannotCheck,
                format!(
                    "call {n} names commit {} under \"{key}\", and this clone does not have it",
                    commit.short()
                ),
                Hint::run("if the clone is not complete", "git fetch --unshallow"),
            ),
            TallyError::NoCall(n) => unreadable(format!("call {n} has no record that can be read")),
            TallyError::Faults(findings) if findings.is_empty() => unreadable(
                "cannot tally: the charter or the proposal is missing or cannot be read".to_owned(),
            ),
            TallyError::Faults(findings) => Self::of_records(
                ErrorKind::CannotCheck,
                "cannot tally: the charter, the participant list or the proposal has errors",
                findings,
            ),
        }
    }
}
