//! `plenary due`: what is due, on paper or as a calendar.

use clap::Args;

use crate::cli::arguments::{Reading, Whose};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::register::snapshot::Extent;
use crate::render::format::Format;
use crate::report::due::DueReport;
use crate::value::clock::Span;

/// See: what is due, on paper or as a calendar
///
/// Calls, windows, decisions, rulings, answers, reports, reviews, ends, milestones and action
/// items; with --format ics as a calendar.
#[derive(Debug, Args)]
pub(crate) struct Due {
    /// How far to look ahead, as 60d, 8 weeks or 24 months
    #[arg(long, value_name = "SPAN", default_value = "60d", value_parser = span)]
    within: Span,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    reading: Reading,
}

fn span(text: &str) -> Result<Span, String> {
    let wanted = "a length of time such as 60d, 8 weeks or 24 months was expected";
    Span::parse(text).ok_or_else(|| wanted.to_owned())
}

impl Due {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Everything)?;
        let register = context.register(&repository, &moment, &Extent::Everything)?;
        let of = self.whose.found(&register)?;
        let report = DueReport::of(&register, context.now(), self.within, of);
        match context.format() {
            Format::Ics => context.print(&report.calendar())?,
            _ => context.show(&report, || report.page())?,
        }
        Ok(Exit::Done)
    }
}
