//! `plenary log`: the decisions, newest first.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::register::snapshot::Extent;
use crate::report::log::Log as Report;
use crate::session::hands;

/// What the group decided, and what that replaced.
#[derive(Debug, Args)]
pub(crate) struct Log {
    #[command(flatten)]
    reading: Reading,
}

impl Log {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let register = context.register(&repository, &moment, &Extent::Everything)?;
        let hands = hands::of_register(&repository, &register)?;
        let report = Report::of(&register, context.now()).committed(&register, &hands);
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
