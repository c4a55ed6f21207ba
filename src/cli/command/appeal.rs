//! `plenary appeal`: disputes how a decision was made, and rules on such appeals.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::act::appeal::{Open as Opened, answer, close, open, withdraw};
use crate::act::arguments::{Why, word};
use crate::cli::arguments::{OfProposal, WriteAs};
use crate::cli::ask::{self, DRY_RUN, Prose};
use crate::cli::command::asked;
use crate::cli::command::write_session::{Recorded, View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::procedure::names::people;
use crate::procedure::rights::{About, Deed, may};
use crate::record::appeal::RulingKind;
use crate::register::snapshot::Extent;
use crate::report::afterwards::Appeals;

const PROBLEM: Prose<'static> = Prose::new(
    "the problem",
    "--problem-file",
    "What went wrong when the decision was made.",
);
const ASKS: Prose<'static> = Prose::new(
    "what you ask for",
    "--asks-file",
    "What the people who hear the appeal should do.",
);
const ANSWER: Prose<'static> = Prose::new("the answer", "--text-file", "");
const REASON: Prose<'static> = Prose::new("the reason", "--reason-file", "");

/// Appeal against a decision, or rule on an appeal
///
/// Any participant can appeal against a decision. The role that the track names, or else the chairs
/// who did not decide, hear the appeal. An appeal is about how the decision was made, not about
/// whether it is good.
#[derive(Debug, Subcommand)]
pub(crate) enum Appeal {
    Open(Open),
    Withdraw(Withdraw),
    Answer(Answer),
    Close(Close),
    /// Show the appeals on a proposal, with answers and rulings
    ///
    /// Anybody can run this.
    Show(OfProposal),
}

/// Appeal against the latest decision on a proposal
///
/// Any participant can run this, once for each decision, until the day that the decision names. The
/// decision stays in force until there is a ruling.
#[derive(Debug, Args)]
pub(crate) struct Open {
    /// Proposal
    proposal: String,
    #[command(flatten)]
    input: Opened,
    #[command(flatten)]
    how: WriteAs,
}

/// Withdraw your appeal
///
/// Only the appellant can run this.
#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// Proposal
    proposal: String,
    /// Reason
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Answer an appeal before the ruling
///
/// The role that the track names, or else the chairs who did not decide, can run this.
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// Proposal
    proposal: String,
    /// Appellant
    who: String,
    /// Answer
    #[arg(required_unless_present = "text_file", conflicts_with = "text_file")]
    text: Option<String>,
    /// Read the answer from a file
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    #[command(flatten)]
    how: WriteAs,
}

/// Rule on an appeal
///
/// The role that the track names, or else the chairs who did not decide, can run this. If the
/// appeal is upheld or remanded, the decision is no longer in force and the proposal is open again.
#[derive(Debug, Args)]
pub(crate) struct Close {
    /// Proposal
    proposal: String,
    /// Appellant
    who: String,
    /// Ruling: upheld, dismissed, remanded or withdrawn
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
        let free = may(Deed::RuleOnAppeal, &about.of(&actor.id));
        let heard = match free.is_empty() {
            true => {
                "note: nobody can hear this appeal. A chair must name a person for that role in \
                     charter.toml."
                    .to_owned()
            }
            false => {
                let free = people(&free);
                format!("{free} will hear it. The decision stays in force.")
            }
        };
        let said = format!("Appeal on {id}, call {n} recorded.");
        desk.land(context, &entry, Recorded::new(said).line(heard))
    }
}

impl Withdraw {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, id) = WriteSession::on_decision(context, &self.proposal, self.how)?;
        let actor = desk.actor(context)?;
        let entry = withdraw(&desk.register, &id, self.reason.as_deref(), &actor)?;
        let said = format!("Appeal of {} withdrawn.", actor.id);
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
        desk.land_saying(
            context,
            &entry,
            format!("Answer to the appeal of {who} recorded."),
        )
    }
}

impl Close {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        context.seal();
        let mut why = self.why;
        asked::why(context, &mut why)?;
        let (desk, id) = WriteSession::on_decision(context, &self.proposal, self.how)?;
        let who = name::participant(&self.who, &desk.register)?;
        let actor = desk.actor(context)?;
        let entry = ask::carried_out(context, REASON, why.reason, |reason, now| {
            close(&desk.register, &id, &who, self.value, reason, &actor, now)
        })?;
        let said = format!(
            "Ruling on the appeal of {who} recorded: {}.",
            self.value.word()
        );
        let recorded = match self.value.reverses() {
            true => Recorded::new(said)
                .line(format!(
                    "The decision is no longer in force, and stays recorded. {id} is open again."
                ))
                .next("Next", format!("plenary call open {id} --closes TIME")),
            false => Recorded::new(said).line("The decision stays in force."),
        };
        desk.land(context, &entry, recorded)
    }
}

fn show(context: &mut Context<'_>, asked: &OfProposal) -> Result<Exit, Failure> {
    let (view, id) = View::of_proposal(context, asked)?;
    let register = view.register(&Extent::Proposal(id.clone()))?;
    let report = Appeals::of(&register, &id);
    context.show(&report, || report.page())
}
