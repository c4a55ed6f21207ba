//! `plenary challenge`: disputes a draft designation, or takes that back.

use std::path::PathBuf;

use clap::Args;

use crate::act::challenge::{challenge, withdraw};
use crate::cli::arguments::WriteAs;
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::render::page::Page;
use crate::session::{self, Tallied, Which};

/// Take part: dispute a draft designation, or take that back
///
/// Anybody on the roster may dispute the last draft, while the track gives time for it. Each
/// challenge is answered before a decision; `plenary designate PROPOSAL` shows the drafts.
#[derive(Debug, Args)]
pub(crate) struct Challenge {
    /// The proposal
    proposal: String,
    /// Why the draft does not fit what was said
    #[arg(long, value_name = "TEXT", conflicts_with = "reason_file")]
    reason: Option<String>,
    /// A file that says why
    #[arg(long, value_name = "FILE")]
    reason_file: Option<PathBuf>,
    /// Take your last challenge back
    #[arg(long)]
    withdraw: bool,
    #[command(flatten)]
    how: WriteAs,
}

impl Challenge {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reason = prose(context, self.reason.as_deref(), self.reason_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (id, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let now = context.now();
        let Tallied {
            moments,
            tally: counted,
        } = session::tally_of(&desk.repository, register, &id, Which::Current, now)?;
        let (said, entry) = if self.withdraw {
            let (which, entry) = withdraw(&moments, &counted, reason.as_deref(), &actor)?;
            (
                format!("The challenge {which} on {id} is taken back."),
                entry,
            )
        } else {
            let reason = reason.unwrap_or_default();
            let (which, entry) = challenge(&moments, &counted, &reason, &actor)?;
            (format!("The challenge {which} on {id} is filed."), entry)
        };
        let page = Page::new().line(said);
        desk.land(context, &moments.asked, &entry, &self.how, page)
    }
}
