//! `plenary appeal`: contests how a decision came about.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::act::appeal::{Open as Act, answer, close, open, withdraw};
use crate::cli::arguments::{Reading, WriteAs, name};
use crate::cli::ask::{self, Prose, UNWRITTEN};
use crate::cli::command::prose::prose;
use crate::cli::command::word::word;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::procedure::names::people;
use crate::procedure::rights::{About, Deed, may};
use crate::record::ruling::Value;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::report::afterwards::Appeals;
use crate::value::id::{GroundName, ProposalId};

const PROBLEM: Prose<'static> = Prose {
    what: "the problem",
    flag: "--problem-file",
    template: "What went wrong on the way to the decision.",
};
const ASKS: Prose<'static> = Prose {
    what: "what you ask for",
    flag: "--asks-file",
    template: "What you ask those for who hear the appeal.",
};
const ANSWER: Prose<'static> = Prose {
    what: "the answer",
    flag: "--text-file",
    template: "",
};
const REASON: Prose<'static> = Prose {
    what: "the reason",
    flag: "--reason-file",
    template: "",
};

/// Take part: contest how a decision came about, and rule on such appeals
///
/// An appeal is about how a decision came about, not about whether it is a good one.
#[derive(Debug, Subcommand)]
pub(crate) enum Appeal {
    Open(Open),
    Withdraw(Withdraw),
    Answer(Answer),
    Close(Close),
    Show(Show),
}

/// Appeal against the last decision on a proposal
///
/// Anybody on the roster may appeal, once for each decision, until the day that the decision names.
#[derive(Debug, Args)]
pub(crate) struct Open {
    /// The proposal
    proposal: String,
    /// On which of the track's grounds, where it names any
    #[arg(long, value_name = "GROUND", value_parser = name(GroundName::parse))]
    ground: Option<GroundName>,
    /// What went wrong
    #[arg(long, value_name = "TEXT", conflicts_with = "problem_file")]
    problem: Option<String>,
    /// A file that says what went wrong
    #[arg(long, value_name = "FILE")]
    problem_file: Option<PathBuf>,
    /// What you ask for
    #[arg(long, value_name = "TEXT", conflicts_with = "asks_file")]
    asks: Option<String>,
    /// A file that says what you ask for
    #[arg(long, value_name = "FILE")]
    asks_file: Option<PathBuf>,
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
    #[arg(value_parser = word(Value::WORDS))]
    value: Value,
    /// Why
    #[arg(long, value_name = "TEXT", conflicts_with = "reason_file")]
    reason: Option<String>,
    /// A file that says why
    #[arg(long, value_name = "FILE")]
    reason_file: Option<PathBuf>,
    #[command(flatten)]
    how: WriteAs,
}

/// The appeals on a proposal, with their answers and rulings
///
/// Every appeal, whether it was ruled on or not.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    reading: Reading,
}

impl Appeal {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Appeal::Open(command) => command.run(context),
            Appeal::Withdraw(command) => command.run(context),
            Appeal::Answer(command) => command.run(context),
            Appeal::Close(command) => command.run(context),
            Appeal::Show(command) => command.run(context),
        }
    }
}

/// The proposal, and the whole register: later decisions stand in other folders.
fn whole(desk: &Desk, typed: &str) -> Result<(ProposalId, Register), Failure> {
    Ok((desk.proposal(typed)?, desk.register(&Extent::Everything)?))
}

impl Open {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let problem = prose(context, self.problem.as_deref(), self.problem_file.as_ref())?;
        let asks = prose(context, self.asks.as_deref(), self.asks_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (proposal, register) = whole(&desk, &self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let mut input = Act {
            proposal,
            ground: self.ground,
            problem: UNWRITTEN.to_owned(),
            asks: UNWRITTEN.to_owned(),
        };
        if problem.is_none() || asks.is_none() {
            open(&register, &input, &actor, context.now())?;
        }
        let texts = ask::proses(context, [PROBLEM, ASKS], [problem, asks])?;
        [input.problem, input.asks] = texts.map(Option::unwrap_or_default);
        let (n, entry) = open(&register, &input, &actor, context.now())?;
        let id = &input.proposal;
        let about = About::proposal(&register, id).call(n);
        let free = people(&may(Deed::RuleOnAppeal, &about.of(&actor.id)));
        let page = Page::new()
            .line(format!("The decision on {id}, call {n}, is appealed."))
            .line(format!(
                "It is heard by {free}; the decision stands meanwhile."
            ));
        desk.land(context, &register, &entry, &self.how, page)
    }
}

impl Withdraw {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (id, register) = whole(&desk, &self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let entry = withdraw(&register, &id, self.reason.as_deref(), &actor)?;
        let page = Page::new().line(format!("The appeal of {} is taken back.", actor.id));
        desk.land(context, &register, &entry, &self.how, page)
    }
}

impl Answer {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let text = prose(context, self.text.as_deref(), self.text_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (id, register) = whole(&desk, &self.proposal)?;
        let who = name::participant(&self.who, &register)?;
        let actor = desk.actor(context, &register, &self.how)?;
        if text.is_none() {
            answer(&register, &id, &who, UNWRITTEN, &actor, context.now())?;
        }
        let text = ask::prose(context, ANSWER, text)?.unwrap_or_default();
        let entry = answer(&register, &id, &who, &text, &actor, context.now())?;
        let page = Page::new().line(format!("The appeal of {who} is answered."));
        desk.land(context, &register, &entry, &self.how, page)
    }
}

impl Close {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reason = prose(context, self.reason.as_deref(), self.reason_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (id, register) = whole(&desk, &self.proposal)?;
        let who = name::participant(&self.who, &register)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let ended = |reason: &str, now| {
            let value = self.value;
            close(&register, &id, &who, value, reason, &actor, now)
        };
        if reason.is_none() {
            ended(UNWRITTEN, context.now())?;
        }
        let reason = ask::prose(context, REASON, reason)?.unwrap_or_default();
        let entry = ended(&reason, context.now())?;
        let page = Page::new().line(format!("The appeal of {who}: {}.", self.value.word()));
        let page = match self.value.reverses() {
            true => page.line(format!(
                "The decision stands on record and binds no longer; {id} is open again: plenary \
                 call open {id} --closes TIME"
            )),
            false => page.line("The decision stands."),
        };
        desk.land(context, &register, &entry, &self.how, page)
    }
}

impl Show {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        let extent = Extent::Proposal(id.clone());
        context.remark_uncommitted(&repository, &self.reading, &extent)?;
        let register = context.register(&repository, &moment, &extent)?;
        let report = Appeals::of(&register, &id);
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
