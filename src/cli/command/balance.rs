//! `plenary balance`: who dominates, who is missing, and on whom the result hangs.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::register::snapshot::Extent;
use crate::report::balance::BalanceReport;
use crate::session;

/// See: who dominates, who is missing, and on whom the result hangs
///
/// Shares of seats and of answers by group, house, region and family of organisations.
#[derive(Debug, Args)]
pub(crate) struct Balance {
    /// The proposal
    proposal: String,
    /// The call, by number; the last that was not withdrawn where none is named
    #[arg(long, value_name = "N")]
    call: Option<u32>,
    #[command(flatten)]
    reading: Reading,
}

impl Balance {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Proposal(id.clone()))?;
        let counted =
            session::tally(&repository, &moment, &id, self.call.into(), context.now())?.tally;
        let report = BalanceReport::of(&counted);
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
