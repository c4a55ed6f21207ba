//! `plenary appeal`: contests how a decision came about.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::act::appeal::{Open as Opened, answer, close, open, withdraw};
use crate::act::arguments::{Why, word};
use crate::cli::arguments::{OfProposal, WriteAs};
use crate::cli::ask::{self, DRY_RUN, Prose};
use crate::cli::command::asked;
use crate::cli::command::write_session::{View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::procedure::names::people;
use crate::procedure::rights::{About, Deed, may};
use crate::record::appeal::RulingKind;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::report::afterwards::Appeals;

const PROBLEM: Prose<'static> = Prose::new(
    "the problem",
    "--problem-file",
    "What went wrong on the way to the decision.",
);
const ASKS: Prose<'static> = Prose::new(
    "what you ask for",
    "--asks-file",
    "What you ask those for who hear the appeal.",
);
const ANSWER: Prose<'static> = Prose::new("the answer", "--text-file", "");
const REASON: Prose<'static> = Prose::new("the reason", "--reason-file", "");

/// Take part: contest how a decision came about, and rule on such appeals
///
/// An appeal is about how a decision came about, not about whether it is a good one.
#[derive(Debug, Subcommand)]
pub(crate) enum Appeal {
    Open(Open),
    Withdraw(Withdraw),
    Answer(Answer),
    Close(Close),
    /// The appeals on a proposal, with their answers and rulings
    ///
    /// Every appeal, whether it was ruled on or not.
    Show(OfProposal),
}

/// Appeal against the last decision on a proposal
///
/// Anybody on the roster may appeal, once for each decision, until the day that the decision names.
#[derive(Debug, Args)]
pub(crate) struct Open {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    input: Opened,
    #[command(flatten)]
    how: WriteAs,
}

/// Take your appeal back
///
/// Only the appellant takes an appeal back.
#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// The proposal
    proposal: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Answer an appeal while it is heard
///
/// For those who hear appeals: the role that the track names, else the chairs who did not decide.
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// The proposal
    proposal: String,
    /// Whose appeal
    who: String,
    /// The answer
    #[arg(required_unless_present = "text_file", conflicts_with = "text_file")]
    text: Option<String>,
    /// A file that holds the answer
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    #[command(flatten)]
    how: WriteAs,
}

/// Rule on an appeal; one that is upheld or remanded takes the decision back to the group
///
/// For those who hear appeals: the role that the track names, else the chairs who did not decide.
#[derive(Debug, Args)]
pub(crate) struct Close {
    /// The proposal
    proposal: String,
    /// Whose appeal
    who: String,
    /// How it ends: upheld, dismissed, remanded or withdrawn
    #[arg(value_parser = word(RulingKind::WORDS))]
    value: RulingKind,
    #[command(flatten)]
    why: Why,
    #[command(flatten)]
    how: WriteAs,
}

impl Appeal {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Appeal::Open(command) => command.run(context),
            Appeal::Withdraw(command) => command.run(context),
            Appeal::Answer(command) => command.run(context),
            Appeal::Close(command) => command.run(context),
            Appeal::Show(asked) => show(context, &asked),
        }
    }
}

impl Open {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut input = self.input;
        asked::put_words(context, &mut input.problem, input.problem_file.as_ref())?;
        asked::put_words(context, &mut input.asks, input.asks_file.as_ref())?;
        let (desk, id) = WriteSession::on_decision(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        if input.problem.is_none() || input.asks.is_none() {
            let unwritten = || Some(DRY_RUN.to_owned());
            let tried = Opened {
                problem: unwritten(),
                asks: unwritten(),
                ..input.clone()
            };
            open(&desk.register, &id, &tried, &actor, context.now())?;
        }
        let given = [input.problem.take(), input.asks.take()];
        [input.problem, input.asks] = ask::proses(context, [PROBLEM, ASKS], given)?;
        let (n, entry) = open(&desk.register, &id, &input, &actor, context.now())?;
        let about = About::proposal(&desk.register, &id).call(n);
        let free = people(&may(Deed::RuleOnAppeal, &about.of(&actor.id)));
        let page = Page::new()
            .line(format!("The decision on {id}, call {n}, is appealed."))
            .line(format!(
                "It is heard by {free}; the decision stands meanwhile."
            ));
        desk.land(context, &entry, page)
    }
}

impl Withdraw {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, id) = WriteSession::on_decision(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let entry = withdraw(&desk.register, &id, self.reason.as_deref(), &actor)?;
        let said = format!("The appeal of {} is taken back.", actor.id);
        desk.land_saying(context, &entry, said)
    }
}

impl Answer {
    fn run(mut self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        asked::put_words(context, &mut self.text, self.text_file.as_ref())?;
        let (desk, id) = WriteSession::on_decision(context, &self.proposal, self.how)?;
        let who = name::participant(&self.who, &desk.register)?;
        let actor = desk.actor(context)?;
        let entry = ask::carried_out(context, ANSWER, self.text, |text, now| {
            answer(&desk.register, &id, &who, text, &actor, now)
        })?;
        desk.land_saying(context, &entry, format!("The appeal of {who} is answered."))
    }
}

impl Close {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let mut why = self.why;
        asked::why(context, &mut why)?;
        let (desk, id) = WriteSession::on_decision(context, &self.proposal, self.how)?;
        let who = name::participant(&self.who, &desk.register)?;
        let actor = desk.actor(context)?;
        let entry = ask::carried_out(context, REASON, why.reason, |reason, now| {
            close(&desk.register, &id, &who, self.value, reason, &actor, now)
        })?;
        let page = Page::new().line(format!("The appeal of {who}: {}.", self.value.word()));
        let page = match self.value.reverses() {
            true => page.line(format!(
                "The decision stands on record and binds no longer; {id} is open again: plenary \
                 call open {id} --closes TIME"
            )),
            false => page.line("The decision stands."),
        };
        desk.land(context, &entry, page)
    }
}

fn show(context: &mut Context<'_>, asked: &OfProposal) -> Result<Exit, Failure> {
    let (view, id) = View::of_proposal(context, asked)?;
    let register = view.register(&Extent::Proposal(id.clone()))?;
    let report = Appeals::of(&register, &id);
    context.show(&report, || report.page())
}
