//! Makes the hints that several acts give.

use std::fmt::Display;

use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::ProposalId;

/// How to see what is wrong with the register.
pub(crate) fn checked() -> Hint {
    Hint::run("to see what is wrong", Command::new("check"))
}

/// How to see the state of a proposal.
pub(crate) fn status(id: &ProposalId) -> Hint {
    Hint::run("to see its state", Command::new("status").with(id))
}

/// How to see a record.
pub(crate) fn shown(what: impl Display) -> Hint {
    Hint::run("to see it", Command::new("show").with(what))
}

/// How to see everybody on the participant list.
pub(crate) fn participants() -> Hint {
    Hint::run("to see the participants", Command::new("participant list"))
}

/// The command that raises an objection.
pub(crate) fn raise(id: &ProposalId) -> Command {
    Command::new("object")
        .with(id)
        .option("--about", Placeholder::Text)
        .option("--problem", Placeholder::Text)
        .option("--resolve", Placeholder::Text)
}

/// The command that proposes what replaces a decided proposal.
pub(crate) fn replace(id: &ProposalId) -> Command {
    Command::new("propose")
        .with(Placeholder::Title)
        .option("--text", Placeholder::File)
        .option("--supersedes", id)
}
