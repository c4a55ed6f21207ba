//! `plenary correct`: corrects words of a decision.

use clap::Args;

use crate::act::erratum::{Corrected, correct};
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Prose};
use crate::cli::command::asked;
use crate::cli::command::write_session::WriteSession;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};

const REASON: Prose<'static> = Prose::new(
    "the reason",
    "--reason-file",
    "What is wrong with the words, and how it was noticed.",
);

/// Correct words of a decision
///
/// Chairs can run this. The correction is an erratum, a record of its own: the decision keeps its bytes, and
/// is shown with all its errata. It corrects only the chair's own words. What was decided cannot be
/// corrected.
#[derive(Debug, Args)]
pub(crate) struct Correct {
    /// Proposal
    proposal: String,
    #[command(flatten)]
    input: Corrected,
    #[command(flatten)]
    how: WriteAs,
}

impl Correct {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut input = self.input;
        asked::why(context, &mut input.why)?;
        let (desk, id) = WriteSession::on_decision(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let (k, entry) = ask::carried_out(context, REASON, input.why.reason.take(), |why, now| {
            input.why.reason = Some(why.to_owned());
            correct(&desk.register, &id, &input, &actor, now)
        })?;
        let said =
            format!("Erratum {k} of the decision on {id} recorded. The outcome is the same.");
        desk.land_saying(context, &entry, said)
    }
}
