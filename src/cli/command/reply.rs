//! `plenary reply`: what an objector makes of the response.

use clap::{Args, ValueEnum};

use crate::act::reply::{Reply as Act, reply};
use crate::cli::arguments::WriteAs;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::record::objection::Answer;
use crate::render::page::Page;

/// Only the objector replies.
#[derive(Debug, Args)]
pub(crate) struct Reply {
    /// Your objection, as carla-nunes.cost
    objection: String,
    /// What you make of the response
    answer: Word,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The proposal, where several have an objection of this id
    #[arg(long)]
    proposal: Option<String>,
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
        let desk = Desk::open(context)?;
        let (proposal, of, register) =
            desk.with_objection(&self.objection, self.proposal.as_deref())?;
        let actor = desk.actor(context, &register, &self.how)?;
        let (act, said) = match self.answer {
            Word::Satisfied => (Act::Answer(Answer::Satisfied), "settled for its objector"),
            Word::Maintained => (Act::Answer(Answer::Maintained), "maintained"),
            Word::Withdrawn => (Act::Withdraw, "withdrawn"),
        };
        let entry = reply(
            &register,
            &proposal,
            &of,
            act,
            self.reason.as_deref(),
            &actor,
        )?;
        let page = Page::new().line(format!("{of} is {said}."));
        desk.land(context, &register, &entry, &self.how, page)
    }
}
