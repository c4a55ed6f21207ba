//! `plenary implement` and `review`: records how a decision is carried out, what its addressee
//! responds, and its reviews.

use clap::{Args, Subcommand};

use crate::act::follow_up::{Answered, Reported, Reviewed, answer, report, review};
use crate::cli::arguments::{OfProposal, WriteAs};
use crate::cli::ask::{self, Prose};
use crate::cli::command::asked;
use crate::cli::command::write_session::{Recorded, View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::record::follow_up::ReviewResult;
use crate::register::snapshot::Extent;
use crate::report::afterwards::Implementation;

const REPORT: Prose<'static> = Prose::new(
    "the report",
    "--text-file",
    "What was done, and what is left to do.",
);
const ANSWER: Prose<'static> =
    Prose::new("the answer", "--text-file", "The words of the addressee.");
const REASON: Prose<'static> = Prose::new(
    "the reason",
    "--reason-file",
    "What was reviewed, and why this is the result.",
);

/// Record how a decision is carried out
///
/// Authors, the shepherd, chairs and secretaries can report. Chairs and secretaries can record the
/// response of the addressee. The decision must be adopted and in force.
#[derive(Debug, Subcommand)]
pub(crate) enum Implement {
    Report(Report),
    Answer(Answer),
    /// Show reports, responses and reviews
    ///
    /// Anybody can run this. It covers every decision on the proposal.
    Show(OfProposal),
}

/// Report how far the decision is carried out
///
/// Authors, the shepherd, chairs and secretaries can run this.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Proposal
    proposal: String,
    #[command(flatten)]
    input: Reported,
    #[command(flatten)]
    how: WriteAs,
}

/// Record the addressee's response
///
/// Chairs and secretaries can run this. The addressee is the party that must respond to the
/// decision.
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// Proposal
    proposal: String,
    #[command(flatten)]
    input: Answered,
    #[command(flatten)]
    how: WriteAs,
}

/// Record the review of a decision
///
/// Chairs can run this. A review does not change the decision. To revise or end it, the body must
/// decide a new proposal that supersedes it.
#[derive(Debug, Args)]
pub(crate) struct Review {
    /// Proposal
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
        desk.land_saying(
            context,
            &entry,
            format!("Report on {id} recorded: {progress}."),
        )
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
        let said = format!("Response to {id} recorded: {}.", input.verdict.word());
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
        let result = input.upshot.word().replace('-', " ");
        let again = match next {
            Some(next) => format!("Next review: {}.", next.long()),
            None => "No further review is set.".to_owned(),
        };
        let recorded = Recorded::new(format!("Review of {id} recorded: {result}."));
        let recorded = match input.upshot {
            ReviewResult::Kept => recorded,
            ReviewResult::ToRevise | ReviewResult::ToEnd => recorded.next(
                "Next",
                format!("plenary propose TITLE --text FILE --supersedes {id}"),
            ),
        };
        desk.land(context, &entry, recorded.line(again))
    }
}
