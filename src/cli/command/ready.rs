//! `plenary ready`: what still stands before a call or a decision.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::procedure::ready::Stands;
use crate::register::snapshot::Extent;
use crate::report::ready::{Aim, Ready as Report};
use crate::session::{self, Tallied, Which};

/// Chair: what still stands before a call or a decision
///
/// What is not met is what `call open` or `decide` would refuse over. Ends with 0 where all that is
/// required is met, 1 where it is not or the question is answered, 5 where only time is missing.
#[derive(Debug, Args)]
pub(crate) struct Ready {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    reading: Reading,
}

impl Ready {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Proposal(id.clone()))?;
        let now = context.now();
        let everything = context.register(&repository, &moment, &Extent::Everything)?;
        let aim = Aim::of(&everything, &id, now);
        let which = match aim {
            Aim::Call => Which::New,
            Aim::Decision | Aim::Nothing => Which::Current,
        };
        let Tallied {
            moments,
            tally: counted,
        } = session::tally(&repository, &moment, &id, which, now)?;
        let report = Report::of(&everything, aim, &moments, &counted, now);
        context.show(&report, || report.page())?;
        Ok(match report.verdict() {
            Stands::Met | Stands::Advised => Exit::Done,
            Stands::Unmet => Exit::Findings,
            Stands::Waits => Exit::Pending,
        })
    }
}
