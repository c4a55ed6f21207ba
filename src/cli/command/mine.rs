//! `plenary mine`: what waits for somebody, and what is on record of them.

use clap::Args;

use crate::cli::arguments::{Reading, Whose};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::whom::whom;
use crate::register::snapshot::Extent;
use crate::report::mine::Mine as Report;
use crate::session::Tallies;

/// Take part: what waits for you, and what is on record of you
///
/// Also what became of your objections, and whether your positions are counted.
#[derive(Debug, Args)]
pub(crate) struct Mine {
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    reading: Reading,
}

impl Mine {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Everything)?;
        let register = context.register(&repository, &moment, &Extent::Everything)?;
        let who = whom(context, &repository, &register, &self.whose)?;
        let now = context.now();
        let mut report = Report::of(&register, &who, now, context.offset());
        let mut tallies = Tallies::of(&repository, &register, now);
        for id in report.to_count(&register) {
            // Where there is no tally, the records alone are shown.
            if let Ok(counted) = tallies.tally(&id)? {
                report.count(&register, &counted.tally);
            }
        }
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
