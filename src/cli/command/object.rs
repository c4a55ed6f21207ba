//! `plenary object`, `comment`, `join` and `reply`: what participants do with objections. They
//! raise a problem, support somebody else's objection, and reply to a response.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::act::actor::{Actor, Behalf};
use crate::act::arguments::Why;
use crate::act::object::{Blocking, Joining, RaiseObjection, join, object};
use crate::act::reply::{Reply as Act, reply};
use crate::act::visitor::{Visitor, comment};
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
    /// Proposal
    #[arg(required = true)]
    proposal: Option<String>,
    #[command(flatten)]
    input: RaiseObjection,
    #[command(flatten)]
    behalf: OnBehalf,
    /// Change that would resolve it
    #[arg(long, value_name = "TEXT", conflicts_with = "resolve_file")]
    resolve: Option<String>,
    /// Read the change that would resolve it from a file
    #[arg(long, value_name = "FILE")]
    resolve_file: Option<PathBuf>,
    #[command(flatten)]
    how: WriteAs,
}

/// Raise an objection, which must be closed before a decision
///
/// Any participant can run this. A chair, author or editor must respond, and a chair must close the
/// objection with a reason, before the body can decide.
#[derive(Debug, Args)]
#[command(mut_arg("resolve", |arg| arg.required_unless_present("resolve_file")))]
pub(crate) struct Object {
    #[command(flatten)]
    raised: Raised,
}

/// Raise a comment, which blocks nothing
///
/// Any participant can run this. The comment is recorded and shown. A response is optional, unless the
/// track demands one.
///
/// A secretary can enter the comment of a visitor: a person without a seat who is not a participant. The
/// visitor is shown and counted nowhere.
#[derive(Debug, Args)]
pub(crate) struct Comment {
    #[command(flatten)]
    raised: Raised,
    #[command(flatten)]
    visitor: Visitor,
}

/// Support somebody else's objection, or stop supporting it
///
/// Any participant with a position can run this. Your position then names the objection. Your
/// support counts as long as your position counts.
#[derive(Debug, Args)]
pub(crate) struct Join {
    /// Objection, such as carla-nunes.cost
    objection: String,
    /// Stop supporting it
    #[arg(long)]
    leave: bool,
    /// Proposal, if the id is used on several
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    behalf: OnBehalf,
    #[command(flatten)]
    how: WriteAs,
}

/// Say whether a response settles your objection
///
/// Only the objector can run this. A reply of "satisfied" or "withdrawn" closes the objection for
/// you. With "maintained" it stays open, and a chair must close it before a decision.
#[derive(Debug, Args)]
pub(crate) struct Reply {
    /// Your objection, such as carla-nunes.cost
    #[arg(required = true)]
    objection: Option<String>,
    /// Your reply
    #[arg(required = true)]
    answer: Option<ReplyArg>,
    #[command(flatten)]
    why: Why,
    /// Proposal, if the id is used on several
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    behalf: OnBehalf,
    #[command(flatten)]
    how: WriteAs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReplyArg {
    /// The response settles your objection
    Satisfied,
    /// You read the response and keep the objection
    Maintained,
    /// You withdraw the objection
    Withdrawn,
}

impl Object {
    /// Raises it as an objection, which must be closed before a decision.
    pub(super) fn raise(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (raised, visitor) = (self.raised, Visitor::default());
        raised.raise_as(Blocking::Objection, &visitor, context)
    }
}

impl Raised {
    fn raise_as(
        self,
        blocking: Blocking,
        visitor: &Visitor,
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
        let is_visitor = visitor.visitor.is_some();
        if !is_visitor {
            ask_words(context, &desk, &id, &mut input, whose)?;
        }
        let now = context.now();
        let (of, entry) = match is_visitor {
            true => comment(&desk.register, &id, (&input, visitor), whose, now)?,
            false => object(&desk.register, &id, &input, whose, now)?,
        };
        let said = match (input.blocking, is_visitor) {
            (Blocking::Objection, _) => format!("Objection {of} raised on {id}."),
            (Blocking::Comment, false) => format!("Comment {of} raised on {id}."),
            (Blocking::Comment, true) => {
                let who = &of.participant;
                format!("Comment {of} of the visitor {who} raised on {id}.")
            }
        };
        desk.land_saying(context, &entry, said)
    }
}

impl Comment {
    /// Raises it as a comment: of a participant, or of a visitor.
    pub(super) fn raise(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let Self { raised, visitor } = self;
        raised.raise_as(Blocking::Comment, &visitor, context)
    }
}

/// Asks for the required texts that are missing. Before that, it refuses people who cannot raise it.
fn ask_words(
    context: &mut Context<'_>,
    desk: &WriteSession,
    id: &ProposalId,
    input: &mut RaiseObjection,
    whose: (&Actor, &Behalf),
) -> Result<(), Failure> {
    let needs_resolve = input.blocking == Blocking::Objection;
    let problem = input.problem.take().filter(|text| !text.is_empty());
    input.problem.clone_from(&problem);
    let whole = problem.is_some() && (input.resolve.is_some() || !needs_resolve);
    if whole || !ask::possible(context) {
        return Ok(());
    }
    let mut tried = input.clone();
    tried.problem.get_or_insert_with(|| DRY_RUN.to_owned());
    tried.resolve.get_or_insert_with(|| DRY_RUN.to_owned());
    object(&desk.register, id, &tried, whose, context.now())?;
    let template = asked::beside_proposal(&desk.register, id);
    let problem_asked = Prose::new(
        "the problem and why it matters",
        "--problem-file",
        &template,
    );
    if !needs_resolve {
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
        let what = match self.leave {
            false => Joining::Join,
            true => Joining::Leave,
        };
        let behalf = self.behalf.known(&desk.register)?;
        let whose = (&actor, &behalf);
        let entry = join(&desk.register, &at, what, whose, context.now())?;
        let of = &at.1;
        let said = match (
            self.leave,
            behalf.of.as_ref().filter(|who| **who != actor.id),
        ) {
            (false, None) => format!("You now support objection {of}."),
            (true, None) => format!("You no longer support objection {of}."),
            (false, Some(who)) => format!("{who} now supports objection {of}."),
            (true, Some(who)) => format!("{who} no longer supports objection {of}."),
        };
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
        let of = &at.1;
        let (act, said) = match word(context, self.answer)? {
            ReplyArg::Satisfied => (
                Act::Answer(ObjectorReply::Satisfied),
                format!("Objection {of}: {owner} is satisfied."),
            ),
            ReplyArg::Maintained => (
                Act::Answer(ObjectorReply::Maintained),
                format!("Objection {of} maintained."),
            ),
            ReplyArg::Withdrawn => (Act::Withdraw, format!("Objection {of} withdrawn.")),
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
        desk.land_saying(context, &entry, said)
    }
}

/// The reply that was typed or chosen.
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
    let question = Question::new("reply", "what it means", instead);
    ask::choose(context, question, &choices)
}
