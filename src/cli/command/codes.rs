//! `plenary codes`: all check codes.

use clap::Args;

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::report::codes::Codes as Report;

/// Every code with its name and severity.
#[derive(Debug, Args)]
pub(crate) struct Codes {}

impl Codes {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let report = Report::all();
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
