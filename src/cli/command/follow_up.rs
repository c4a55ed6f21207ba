//! `plenary implement` and `review`: how far a decision is carried out, what its addressee says,
//! and that it was looked at again.

use clap::{Args, Subcommand};

use crate::act::follow_up::{Answered, Reported, Reviewed, answer, report, review};
use crate::cli::arguments::{OfProposal, WriteAs};
use crate::cli::ask::{self, Prose};
use crate::cli::command::asked;
use crate::cli::command::write_session::{View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::record::follow_up::ReviewResult;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::report::afterwards::Implementation;

const REPORT: Prose<'static> = Prose::new(
    "the report",
    "--text-file",
    "What was done, and what is left.",
);
const ANSWER: Prose<'static> = Prose::new(
    "the answer",
    "--text-file",
    "The words of those who answered.",
);
const REASON: Prose<'static> = Prose::new(
    "the reason",
    "--reason-file",
    "What was looked at, and why this came of it.",
);

/// Chair: report how a decision is carried out, and what its addressee says
///
/// Only an adopted decision that binds is carried out.
#[derive(Debug, Subcommand)]
pub(crate) enum Implement {
    Report(Report),
    Answer(Answer),
    /// Reports, answers and reviews
    ///
    /// For each decision on the proposal.
    Show(OfProposal),
}

/// Report how far the decision is carried out
///
/// For authors, the shepherd, chairs and secretaries.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    input: Reported,
    #[command(flatten)]
    how: WriteAs,
}

/// Record what those answer whom the decision is addressed to
///
/// For chairs and secretaries, who record what others wrote to the group.
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    input: Answered,
    #[command(flatten)]
    how: WriteAs,
}

/// Chair: record that a decision was looked at again
///
/// A review changes nothing by itself: what is to be revised or ended needs a proposal that
/// supersedes it.
#[derive(Debug, Args)]
pub(crate) struct Review {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    input: Reviewed,
    #[command(flatten)]
    how: WriteAs,
}

impl Implement {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Implement::Report(command) => command.run(context),
            Implement::Answer(command) => command.run(context),
            Implement::Show(asked) => show(context, &asked),
        }
    }
}

impl Report {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut input = self.input;
        asked::put_words(context, &mut input.text, input.text_file.as_ref())?;
        let (desk, id) = WriteSession::on_decision(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let entry = ask::carried_out(context, REPORT, input.text.take(), |text, now| {
            input.text = Some(text.to_owned());
            report(&desk.register, &id, &input, &actor, now)
        })?;
        let progress = input.progress.word().replace('-', " ");
        desk.land_saying(context, &entry, format!("Reported on {id}: {progress}."))
    }
}

impl Answer {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut input = self.input;
        asked::put_words(context, &mut input.text, input.text_file.as_ref())?;
        let (desk, id) = WriteSession::on_decision(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let entry = ask::carried_out(context, ANSWER, input.text.take(), |text, now| {
            input.text = Some(text.to_owned());
            answer(&desk.register, &id, &input, &actor, now)
        })?;
        let said = format!("An answer to {id} is recorded: {}.", input.verdict.word());
        desk.land_saying(context, &entry, said)
    }
}

fn show(context: &mut Context<'_>, asked: &OfProposal) -> Result<Exit, Failure> {
    let (view, id) = View::of_proposal(context, asked)?;
    let register = view.register(&Extent::Everything)?;
    let report = Implementation::of(&register, &id, context.now());
    context.show(&report, || report.page())
}

impl Review {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut input = self.input;
        asked::why(context, &mut input.why)?;
        let (desk, id) = WriteSession::on_decision(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let (next, entry) =
            ask::carried_out(context, REASON, input.why.reason.take(), |why, now| {
                input.why.reason = Some(why.to_owned());
                review(&desk.register, &id, &input, &actor, now)
            })?;
        let upshot = input.upshot.word().replace('-', " ");
        let again = match next {
            Some(next) => format!("It is to be looked at again by {}.", next.long()),
            None => "No further review is set.".to_owned(),
        };
        let page = Page::new().line(format!("The decision on {id} was reviewed: {upshot}."));
        let page = match input.upshot {
            ReviewResult::Kept => page,
            ReviewResult::ToRevise | ReviewResult::ToEnd => page.line(format!(
                "Next: plenary propose TITLE --text FILE --supersedes {id}"
            )),
        };
        desk.land(context, &entry, page.line(again))
    }
}
