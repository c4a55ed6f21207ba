//! `plenary matrix`: the comments on a proposal and what became of each, as a table.

use clap::{Args, ValueEnum};

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::register::snapshot::Extent;
use crate::render::format::Format;
use crate::report::matrix::{Layout, Matrix as Report};
use crate::session::{self, Tallied, Which};

/// Which columns the table has.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Columns {
    /// All that is on record
    Plain,
    /// Those of the ISO/IEC template for comments and observations of the secretariat
    Iso,
}

impl From<Columns> for Layout {
    fn from(columns: Columns) -> Self {
        match columns {
            Columns::Plain => Layout::Plain,
            Columns::Iso => Layout::Iso,
        }
    }
}

/// See: the comments and what became of each, as committees table them
///
/// Objections and comments, sorted by what they are about. On a screen they stand one below the
/// other; as csv, html or markdown they are one table.
#[derive(Debug, Args)]
pub(crate) struct Matrix {
    /// The proposal
    proposal: String,
    /// Which columns
    #[arg(long, value_enum, default_value = "plain")]
    layout: Columns,
    #[command(flatten)]
    reading: Reading,
}

impl Matrix {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Proposal(id.clone()))?;
        let Tallied {
            moments,
            tally: counted,
        } = session::tally(&repository, &moment, &id, Which::Current, context.now())?;
        let report = Report::of(&moments, &counted, self.layout.into());
        let format = context.format();
        context.show(&report, || match format {
            Format::Csv | Format::Html | Format::Markdown => report.sheet(),
            Format::Table
            | Format::Lines
            | Format::Json
            | Format::Ics
            | Format::Github
            | Format::Gitlab
            | Format::Sarif => report.page(),
        })?;
        Ok(Exit::Done)
    }
}
