//! Why something could not be read, told, judged or written: a sentence with a hint, the faults of
//! records behind it, and its kind.

use std::fmt;

use crate::git::{GitError, GitErrorKind};
use crate::tally::TallyError;
use crate::value::finding::Finding;

/// What kind of failure it is; the command line chooses the exit code by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was asked for is not there: a revision, a proposal, a call.
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
    /// Every kind, with when it comes.
    pub const ALL: [(ErrorKind, &'static str); 5] = [
        (
            ErrorKind::NotThere,
            "a revision, a proposal or a call that was asked for is not there",
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
            "the entry would bring faults, or the state of the repository allows no write",
        ),
    ];
}

/// Why something could not be done, in words for whoever asked.
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
    /// What to type, or to do about it; may be empty.
    pub hint: String,
    /// The faults of records that are the reason, each at its place; empty where it is none of
    /// them.
    pub findings: Vec<Finding>,
}

impl Error {
    /// A failure that is not about single records.
    pub(crate) fn new(
        kind: ErrorKind,
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            sentence: sentence.into(),
            hint: hint.into(),
            findings: Vec::new(),
        }
    }

    /// It cannot be done, because of these faults of records.
    pub(crate) fn of_records(kind: ErrorKind, sentence: &str, findings: Vec<Finding>) -> Self {
        Self {
            findings,
            ..Self::new(kind, sentence, "to read more of each: plenary explain CODE")
        }
    }
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
        let unreadable =
            |sentence: String| Self::new(ErrorKind::CannotCheck, sentence, "plenary check");
        match why {
            TallyError::NoProposal(id) => Self::new(
                ErrorKind::NotThere,
                format!("there is no proposal {id} at that moment"),
                "--at REV",
            ),
            TallyError::NoTrack(id) => Self::new(
                ErrorKind::CannotCheck,
                format!("the charter in force has no track {id}"),
                "plenary charter show",
            ),
            TallyError::NoCall(n) => unreadable(format!(
                "the record of call {n} is missing or cannot be read"
            )),
            TallyError::Faults(findings) if findings.is_empty() => {
                unreadable("the charter or the proposal is missing or cannot be read".to_owned())
            }
            TallyError::Faults(findings) => Self::of_records(
                ErrorKind::CannotCheck,
                "records that every number rests on have faults, so there is no tally",
                findings,
            ),
        }
    }
}
