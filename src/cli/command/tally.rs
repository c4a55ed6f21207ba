//! `plenary tally`: the count, and which criteria are met.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::register::snapshot::{Extent, Moment};
use crate::report::tally::TallyReport;
use crate::session::{self, Tallied};

/// See: the count, and which criteria are met
///
/// Every number with its base in words.
#[derive(Debug, Args)]
pub(crate) struct Tally {
    /// The proposal
    proposal: String,
    /// The call, by number; the last that was not withdrawn where none is named
    #[arg(long, value_name = "N")]
    call: Option<u32>,
    #[command(flatten)]
    reading: Reading,
}

impl Tally {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Proposal(id.clone()))?;
        let Tallied {
            moments,
            tally: counted,
        } = session::tally(&repository, &moment, &id, self.call.into(), context.now())?;
        let commit = match moment {
            Moment::Commit(commit) => Some(commit),
            Moment::WorkTree => None,
        };
        let report = TallyReport::of(&counted, commit);
        let report = match moments.folder(&id) {
            Some(folder) => report.after_others(folder, context.now()),
            None => report,
        };
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
