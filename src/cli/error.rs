//! Says why a command did not do what it was asked for: sentences with hints, and the exit code, one
//! for each way in which a command can end.

use crate::act::refusal::{Kind, Reason, Refusal};
use crate::git::GitError;
use crate::session::error::{Error, ErrorKind, explained};
use crate::tally::TallyError;
use crate::value::finding::Finding;
use crate::value::hint::Hint;

/// Why a command did not do what it was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// How the command ends.
    pub(crate) exit: Exit,
    /// What cannot be done, where there are several reasons: they are numbered below it.
    pub(crate) headline: Option<String>,
    /// The reasons, in order.
    pub(crate) faults: Vec<Reason>,
    /// Errors in records, each at its place.
    pub(crate) findings: Vec<Finding>,
    /// Whether the branch moved while the change was prepared, so that it can be prepared again.
    pub(crate) moved: bool,
}

impl Failure {
    /// A failure for one reason.
    pub(crate) fn new(exit: Exit, sentence: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self {
            exit,
            headline: None,
            faults: vec![Reason::new(sentence, hint)],
            findings: Vec::new(),
            moved: false,
        }
    }

    /// The command was typed wrong.
    pub(crate) fn usage(sentence: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self::new(Exit::Usage, sentence, hint)
    }

    /// It cannot be done, because of these errors in records.
    pub(crate) fn of_records(exit: Exit, sentence: &str, findings: Vec<Finding>) -> Self {
        Self {
            findings,
            ..Self::new(exit, sentence, explained())
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = Exit::from(error.kind);
        Self {
            findings: error.findings,
            moved: error.kind == ErrorKind::Moved,
            ..Self::new(exit, error.sentence, error.hint)
        }
    }
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        Error::from(error).into()
    }
}

impl From<TallyError> for Failure {
    fn from(why: TallyError) -> Self {
        Error::from(why).into()
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let exit = match refusal.kind {
            Kind::Rules => Exit::Findings,
            Kind::Usage => Exit::Usage,
            Kind::Pending => Exit::Pending,
            Kind::Recorded => Exit::Done,
        };
        Failure {
            exit,
            headline: refusal.headline,
            faults: refusal.reasons,
            findings: Vec::new(),
            moved: false,
        }
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, and all is well.
    Done = 0,
    /// A check found something, or the rules refused what was asked for.
    Findings = 1,
    /// The command was typed wrong.
    Usage = 2,
    /// It cannot be checked: a shallow clone, a repository or a record that cannot be read.
    CannotCheck = 3,
    /// Another process is writing, or the branch moved: try again.
    Busy = 4,
    /// Nothing was recorded, because it is too early: a call is open, a time has not passed.
    Pending = 5,
}

impl Exit {
    /// Every way to end, in the order of the numbers.
    pub const ALL: [Exit; 6] = [
        Exit::Done,
        Exit::Findings,
        Exit::Usage,
        Exit::CannotCheck,
        Exit::Busy,
        Exit::Pending,
    ];

    /// The number for the shell.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// What it means, in a few words.
    pub fn meaning(self) -> &'static str {
        match self {
            Exit::Done => "done",
            Exit::Findings => "findings, or refused by the rules",
            Exit::Usage => "usage",
            Exit::CannotCheck => "cannot check",
            Exit::Busy => "busy or moved, try again",
            Exit::Pending => "too early, nothing recorded",
        }
    }
}

impl From<ErrorKind> for Exit {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::NotThere => Exit::Usage,
            ErrorKind::CannotCheck => Exit::CannotCheck,
            ErrorKind::Busy | ErrorKind::Moved => Exit::Busy,
            ErrorKind::Refused => Exit::Findings,
        }
    }
}
