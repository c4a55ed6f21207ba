//! `plenary reply`: what an objector makes of the response.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::act::reply::{Replied, Reply as Act, reply};
use crate::cli::arguments::{OnBehalf, WriteAs};
use crate::cli::ask::{self, Choice, Prose, Question};
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::command::{asked, template};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::record::objection::Answer;
use crate::register::snapshot::Extent;
use crate::render::page::Page;

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
    answer: Option<Word>,
    /// Why
    #[arg(long, value_name = "TEXT", conflicts_with = "reason_file")]
    reason: Option<String>,
    /// A file that says why
    #[arg(long, value_name = "FILE")]
    reason_file: Option<PathBuf>,
    /// The proposal, where several have an objection of this id
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    behalf: OnBehalf,
    #[command(flatten)]
    how: WriteAs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Word {
    /// The response settles it
    Satisfied,
    /// You have read the response and keep the objection
    Maintained,
    /// You take the objection back
    Withdrawn,
}

impl Reply {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reason = prose(context, self.reason.as_deref(), self.reason_file.as_ref())?;
        let desk = Desk::open(context)?;
        let roster = desk.register(&Extent::Roster)?;
        let behalf = self.behalf.known(&roster)?;
        let actor = desk.actor(context, &roster, &self.how)?;
        let (typed, proposal) = (self.objection.as_deref(), self.proposal.as_deref());
        let (proposal, of, register) =
            asked::objection(context, &desk, typed, proposal, |_, id, raised| {
                id.participant == *behalf.of.as_ref().unwrap_or(&actor.id)
                    && !raised.objection.withdrawn
            })?;
        let (act, said) = match word(context, self.answer)? {
            Word::Satisfied => (Act::Answer(Answer::Satisfied), "settled for its objector"),
            Word::Maintained => (Act::Answer(Answer::Maintained), "maintained"),
            Word::Withdrawn => (Act::Withdraw, "withdrawn"),
        };
        let now = context.now();
        let mut input = Replied {
            proposal: &proposal,
            objection: &of,
            reply: act,
            reason: None,
            behalf: &behalf,
        };
        reply(&register, &input, &actor, now)?;
        let why = Prose {
            what: "the reason",
            flag: "--reason-file",
            template: &template::of_objection(&register, &proposal, &of),
        };
        let reason = ask::offer_prose(context, why, reason)?;
        input.reason = reason.as_deref();
        let entry = reply(&register, &input, &actor, context.now())?;
        let page = Page::new().line(format!("{of} is {said}."));
        desk.land(context, &register, &entry, &self.how, page)
    }
}

/// The answer that was typed, or is chosen.
fn word(context: &mut Context<'_>, given: Option<Word>) -> Result<Word, Failure> {
    if let Some(given) = given {
        return Ok(given);
    }
    let choice = |word: &Word| {
        let shown = word.to_possible_value()?;
        let means = shown.get_help().map(ToString::to_string);
        Some(Choice::new(
            *word,
            shown.get_name(),
            means.unwrap_or_default(),
        ))
    };
    let choices: Vec<_> = Word::value_variants().iter().filter_map(choice).collect();
    let question = Question {
        what: "answer",
        means: "what it says",
        instead: "plenary reply OBJECTION VALUE",
        usual: None,
    };
    ask::choose(context, question, &choices)
}
