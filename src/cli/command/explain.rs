//! `plenary explain`: what a check code means.

use clap::Args;

use crate::cli::command::check::known;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::report::codes::CodePage;
use crate::value::code::Code;

/// The page of a code.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code, as S101, or its name, as not-toml
    #[arg(value_parser = known)]
    code: &'static Code,
}

impl Explain {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let report = CodePage::of(self.code);
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
