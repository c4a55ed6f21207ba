//! `plenary export`: the positions of a call, to be worked with elsewhere or brought in again.

use clap::{Args, Subcommand};

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::register::snapshot::{Extent, Moment};
use crate::render::json::json;
use crate::report::export::{Export as Report, Give};
use crate::session::moments::moments;

/// In which form.
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// A table for spreadsheets, which `plenary intake csv` reads
    Csv(What),
    /// JSON for programs
    Json(What),
}

/// The positions as the call counts them, those that came too late left out.
#[derive(Debug, Args)]
pub(crate) struct What {
    /// The proposal
    proposal: String,
    /// The call, by number; the last that was not withdrawn where none is named
    #[arg(long, value_name = "N")]
    call: Option<u32>,
    /// Everybody on the roster that governs the call, with or without a position
    #[arg(long)]
    roster: bool,
    #[command(flatten)]
    reading: Reading,
}

impl Export {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (what, as_table) = match self {
            Export::Csv(what) => (what, true),
            Export::Json(what) => (what, false),
        };
        let export = what.export(context)?;
        let left = export.left_out().len();
        if left > 0 {
            context.remark(&format!(
                "files that are not in the export: {left}; plenary export json lists them under \"left-out\""
            ))?;
        }
        let text = if as_table {
            export.csv()
        } else {
            json(&export)
        };
        context.print(&text)?;
        Ok(Exit::Done)
    }
}

impl What {
    fn export(self, context: &mut Context<'_>) -> Result<Report, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Proposal(id.clone()))?;
        let moments = moments(&repository, &moment, &id, self.call.into(), context.now())?;
        let give = match self.roster {
            true => Give::PositionsAndRoster,
            false => Give::Positions,
        };
        let commit = match moment {
            Moment::Commit(commit) => Some(commit),
            Moment::WorkTree => None,
        };
        Report::of(&moments, &id, give, commit).ok_or_else(|| {
            Failure::usage(
                format!("there is no proposal {id} at that moment"),
                "--at REV",
            )
        })
    }
}
