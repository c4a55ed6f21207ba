//! `plenary join`: joins somebody else's objection, or leaves it.

use clap::Args;

use crate::act::join::{Joining, join};
use crate::cli::arguments::{OnBehalf, WriteAs};
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::render::page::Page;

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

impl Join {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (proposal, of, register) =
            desk.with_objection(&self.objection, self.proposal.as_deref())?;
        let actor = desk.actor(context, &register, &self.how)?;
        let (what, said) = match self.leave {
            false => (Joining::Join, format!("Your position joins {of}.")),
            true => (
                Joining::Leave,
                format!("Your position joins {of} no longer."),
            ),
        };
        let entry = join(
            &register,
            &proposal,
            &of,
            what,
            (&actor, &self.behalf.known(&register)?),
            context.now(),
        )?;
        let page = Page::new().line(said);
        desk.land(context, &register, &entry, &self.how, page)
    }
}
