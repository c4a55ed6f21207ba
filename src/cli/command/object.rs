//! `plenary object`, `comment`, `join` and `reply`: what participants do with objections. They
//! raise a problem, join somebody else's, and say what they make of the response.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::act::actor::{Actor, Behalf};
use crate::act::arguments::Why;
use crate::act::object::{Blocking, Joining, RaiseObjection, join, object};
use crate::act::reply::{Reply as Act, reply};
use crate::cli::arguments::{OnBehalf, WriteAs};
use crate::cli::ask::{self, Choice, DRY_RUN, Prose, Question};
use crate::cli::command::asked;
use crate::cli::command::write_session::WriteSession;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::record::objection::ObjectorReply;
use crate::register::snapshot::Extent;
use crate::value::id::ProposalId;

/// A problem that is raised.
#[derive(Debug, Args)]
pub(crate) struct Raised {
    /// The proposal
    #[arg(required = true)]
    proposal: Option<String>,
    #[command(flatten)]
    input: RaiseObjection,
    #[command(flatten)]
    behalf: OnBehalf,
    /// What would resolve it
    #[arg(long, value_name = "TEXT", conflicts_with = "resolve_file")]
    resolve: Option<String>,
    /// A file that says what would resolve it
    #[arg(long, value_name = "FILE")]
    resolve_file: Option<PathBuf>,
    #[command(flatten)]
    how: WriteAs,
}

/// Take part: join somebody else's objection with your position, or leave it
///
/// Your own position says that it supports the objection; it counts as long as the position does.
#[derive(Debug, Args)]
pub(crate) struct Join {
    /// The objection, as carla-nunes.cost
    objection: String,
    /// Join it no longer
    #[arg(long)]
    leave: bool,
    /// The proposal, where several have an objection of this id
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    behalf: OnBehalf,
    #[command(flatten)]
    how: WriteAs,
}

/// Take part: say what you make of the response to your objection, or take it back
///
/// Only the objector replies.
#[derive(Debug, Args)]
pub(crate) struct Reply {
    /// Your objection, as carla-nunes.cost
    #[arg(required = true)]
    objection: Option<String>,
    /// What you make of the response
    #[arg(required = true)]
    answer: Option<ReplyArg>,
    #[command(flatten)]
    why: Why,
    /// The proposal, where several have an objection of this id
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    behalf: OnBehalf,
    #[command(flatten)]
    how: WriteAs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReplyArg {
    /// The response settles it
    Satisfied,
    /// You have read the response and keep the objection
    Maintained,
    /// You take the objection back
    Withdrawn,
}

impl Raised {
    /// Raises it: as an objection, which holds a decision up, or as a comment.
    pub(super) fn raise(
        self,
        blocking: Blocking,
        context: &mut Context<'_>,
    ) -> Result<Exit, Failure> {
        let mut input = self.input;
        (input.blocking, input.resolve) = (blocking, self.resolve);
        asked::put_words(context, &mut input.resolve, self.resolve_file.as_ref())?;
        asked::put_words(context, &mut input.problem, input.problem_file.as_ref())?;
        let (desk, id) = asked::proposal(context, self.proposal.as_deref(), self.how)?;
        let actor = desk.actor(context)?;
        input.about = ask::line(context, "what it is about", "--about", input.about)?;
        let whose = (&actor, &self.behalf.known(&desk.register)?);
        ask_words(context, &desk, &id, &mut input, whose)?;
        let (of, entry) = object(&desk.register, &id, &input, whose, context.now())?;
        let what = match input.blocking {
            Blocking::Objection => "objection",
            Blocking::Comment => "comment",
        };
        let said = format!("The {what} {of} to {id} is raised.");
        desk.land_saying(context, &entry, said)
    }
}

/// Asks for the texts that are owed and missing; who may not raise it is told before.
fn ask_words(
    context: &mut Context<'_>,
    desk: &WriteSession,
    id: &ProposalId,
    input: &mut RaiseObjection,
    whose: (&Actor, &Behalf),
) -> Result<(), Failure> {
    let owes_resolve = input.blocking == Blocking::Objection;
    let problem = input.problem.take().filter(|text| !text.is_empty());
    input.problem.clone_from(&problem);
    let whole = problem.is_some() && (input.resolve.is_some() || !owes_resolve);
    if whole || !ask::possible(context) {
        return Ok(());
    }
    let mut tried = input.clone();
    tried.problem.get_or_insert_with(|| DRY_RUN.to_owned());
    tried.resolve.get_or_insert_with(|| DRY_RUN.to_owned());
    object(&desk.register, id, &tried, whose, context.now())?;
    let template = asked::beside_proposal(&desk.register, id);
    let problem_asked = Prose::new("the problem: why it matters", "--problem-file", &template);
    if !owes_resolve {
        input.problem = ask::prose(context, problem_asked, problem)?;
        return Ok(());
    }
    let resolve_asked = Prose::new(
        "what would resolve it",
        "--resolve-file",
        problem.as_deref().unwrap_or_default(),
    );
    let given = [input.problem.take(), input.resolve.take()];
    [input.problem, input.resolve] = ask::proses(context, [problem_asked, resolve_asked], given)?;
    Ok(())
}

impl Join {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let proposal = self.proposal.as_deref();
        let (desk, at) = WriteSession::on_objection(context, &self.objection, proposal, self.how)?;
        let actor = desk.actor(context)?;
        let (what, so) = match self.leave {
            false => (Joining::Join, ""),
            true => (Joining::Leave, " no longer"),
        };
        let behalf = self.behalf.known(&desk.register)?;
        let whose = (&actor, &behalf);
        let entry = join(&desk.register, &at, what, whose, context.now())?;
        let said = format!("Your position joins {}{so}.", at.1);
        desk.land_saying(context, &entry, said)
    }
}

impl Reply {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut why = self.why;
        asked::why(context, &mut why)?;
        let desk = WriteSession::open(context, Extent::Roster, self.how.clone())?;
        let behalf = self.behalf.known(&desk.register)?;
        let actor = desk.actor(context)?;
        let (typed, proposal) = (self.objection.as_deref(), self.proposal.as_deref());
        let owner = behalf.of.as_ref().unwrap_or(&actor.id);
        let (desk, at) = asked::objection(context, typed, proposal, self.how, |_, id, raised| {
            id.participant == *owner && !raised.objection.withdrawn
        })?;
        let (act, said) = match word(context, self.answer)? {
            ReplyArg::Satisfied => (
                Act::Answer(ObjectorReply::Satisfied),
                "settled for its objector",
            ),
            ReplyArg::Maintained => (Act::Answer(ObjectorReply::Maintained), "maintained"),
            ReplyArg::Withdrawn => (Act::Withdraw, "withdrawn"),
        };
        let replied = |reason: Option<&str>, now| {
            let whose = (&actor, &behalf);
            reply(&desk.register, &at, (act, reason), whose, now)
        };
        replied(None, context.now())?;
        let template = asked::beside_objection(&desk.register, &at);
        let asked = Prose::new("the reason", "--reason-file", &template);
        let reason = ask::offer_prose(context, asked, why.reason)?;
        let entry = replied(reason.as_deref(), context.now())?;
        desk.land_saying(context, &entry, format!("{} is {said}.", at.1))
    }
}

/// The answer that was typed, or is chosen.
fn word(context: &mut Context<'_>, given: Option<ReplyArg>) -> Result<ReplyArg, Failure> {
    if let Some(given) = given {
        return Ok(given);
    }
    let choice = |word: &ReplyArg| {
        let shown = word.to_possible_value()?;
        let means = shown.get_help().map(ToString::to_string);
        let means = means.unwrap_or_default();
        Some(Choice::new(*word, shown.get_name(), means))
    };
    let choices: Vec<_> = ReplyArg::value_variants()
        .iter()
        .filter_map(choice)
        .collect();
    let instead = "plenary reply OBJECTION VALUE";
    let question = Question::new("answer", "what it says", instead);
    ask::choose(context, question, &choices)
}
