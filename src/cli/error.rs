//! What went wrong, folded at the edge: sentences with hints, and the exit code that goes with
//! them.

use crate::act::refusal::{Kind, Reason, Refusal};
use crate::cli::exit::Exit;
use crate::git::{GitError, GitErrorKind};
use crate::tally::NoTally;
use crate::value::finding::Finding;

/// Why a command did not do what it was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// How the command ends.
    pub(crate) exit: Exit,
    /// The faults, in order.
    pub(crate) faults: Vec<Reason>,
    /// Faults of records, each at its place.
    pub(crate) findings: Vec<Finding>,
}

impl Failure {
    /// One fault.
    pub(crate) fn new(exit: Exit, sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        let fault = Reason {
            sentence: sentence.into(),
            hint: hint.into(),
        };
        Self {
            exit,
            faults: vec![fault],
            findings: Vec::new(),
        }
    }

    /// The words of the command are off.
    pub(crate) fn usage(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Exit::Usage, sentence, hint)
    }

    /// It cannot be done, because of these faults of records.
    pub(crate) fn of_records(exit: Exit, sentence: &str, findings: Vec<Finding>) -> Self {
        Self {
            findings,
            ..Self::new(exit, sentence, "to read more of each: plenary explain CODE")
        }
    }
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        let exit = match error.kind {
            GitErrorKind::UnknownRevision => Exit::Usage,
            GitErrorKind::Busy | GitErrorKind::Moved => Exit::Busy,
            GitErrorKind::Refused => Exit::Findings,
            GitErrorKind::NotARepository
            | GitErrorKind::NotARegister
            | GitErrorKind::NoCommits
            | GitErrorKind::CannotCheck
            | GitErrorKind::Outside => Exit::CannotCheck,
        };
        Failure::new(exit, error.sentence, error.hint.unwrap_or_default())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let exit = match refusal.kind {
            Kind::Rules => Exit::Findings,
            Kind::Usage => Exit::Usage,
            Kind::Pending => Exit::Pending,
        };
        Failure {
            exit,
            faults: refusal.reasons,
            findings: Vec::new(),
        }
    }
}

impl From<NoTally> for Failure {
    fn from(why: NoTally) -> Self {
        match why {
            NoTally::NoProposal(id) => Failure::usage(
                format!("there is no proposal {id} at that moment"),
                "--at REV",
            ),
            NoTally::NoTrack(id) => Failure::new(
                Exit::CannotCheck,
                format!("the charter in force has no track {id}"),
                "plenary charter show",
            ),
            NoTally::NoCall(n) => Failure::new(
                Exit::CannotCheck,
                format!("the record of call {n} is missing or cannot be read"),
                "plenary check",
            ),
            NoTally::Faults(findings) if findings.is_empty() => Failure::new(
                Exit::CannotCheck,
                "the charter or the proposal is missing or cannot be read",
                "plenary check",
            ),
            NoTally::Faults(findings) => Failure::of_records(
                Exit::CannotCheck,
                "records that every number rests on have faults, so there is no tally",
                findings,
            ),
        }
    }
}
