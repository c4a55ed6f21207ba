//! `plenary call withdraw`: takes a call back.

use clap::Args;

use crate::act::call::withdraw::withdraw;
use crate::cli::arguments::WriteAs;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::render::page::Page;

/// Take a call back, with a reason; what was given stays
///
/// Positions, objections and answers stay where they are, and a new call may be opened.
#[derive(Debug, Args)]
pub(crate) struct Withdraw {
    /// The proposal
    proposal: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    how: WriteAs,
}

impl Withdraw {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (proposal, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let (n, entry) = withdraw(&register, &proposal, &self.reason, &actor, context.now())?;
        let page = Page::new().line(format!(
            "Call {n} on {proposal} is withdrawn. What was given stays, and a new call may be opened."
        ));
        desk.land(context, &register, &entry, &self.how, page)
    }
}
