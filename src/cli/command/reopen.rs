//! `plenary reopen`: takes an objection up again that was disposed of.

use std::path::PathBuf;

use clap::Args;

use crate::act::reopen::{Reopen as Act, reopen};
use crate::cli::arguments::WriteAs;
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::render::page::Page;

/// Chair: take an objection up again that was disposed of, on new information
///
/// The objection is open again until it has a new response.
#[derive(Debug, Args)]
pub(crate) struct Reopen {
    /// The objection, as carla-nunes.cost
    objection: String,
    /// Why
    #[arg(
        long,
        value_name = "TEXT",
        required_unless_present = "reason_file",
        conflicts_with = "reason_file"
    )]
    reason: Option<String>,
    /// A file that says why
    #[arg(long, value_name = "FILE")]
    reason_file: Option<PathBuf>,
    /// Where the new information is
    #[arg(long, value_name = "LINK")]
    evidence: String,
    /// The proposal, where several have an objection of this id
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

impl Reopen {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reason = prose(context, self.reason.as_deref(), self.reason_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (proposal, of, register) =
            desk.with_objection(&self.objection, self.proposal.as_deref())?;
        let actor = desk.actor(context, &register, &self.how)?;
        let input = Act {
            proposal,
            objection: of,
            reason: reason.unwrap_or_default(),
            evidence: self.evidence,
        };
        let entry = reopen(&register, &input, &actor, context.now())?;
        let of = &input.objection;
        let page = Page::new()
            .line(format!("{of} is open again."))
            .line(format!("It waits for: plenary respond {of} TEXT"));
        desk.land(context, &register, &entry, &self.how, page)
    }
}
