//! `plenary agenda`: what a meeting has before it.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::register::snapshot::Extent;
use crate::render::format::Format;
use crate::report::agenda::Agenda as Report;
use crate::session::Tallies;
use crate::value::clock::Instant;

/// See: an agenda for a meeting
///
/// Markdown, where no other form is asked for: to be pasted into an invitation.
#[derive(Debug, Args)]
pub(crate) struct Agenda {
    /// The day of the meeting: 2026-05-21
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Day,
    #[command(flatten)]
    reading: Reading,
}

/// A day, with the moment at which it ends.
#[derive(Debug, Clone)]
struct Day {
    date: String,
    end: Instant,
}

fn day(text: &str) -> Result<Day, String> {
    let end = Instant::parse(&format!("{text}T23:59:59Z"));
    match end {
        Ok(end) if end.date() == text => Ok(Day {
            date: text.to_owned(),
            end,
        }),
        Ok(_) | Err(_) => Err("write the day as 2026-05-21".to_owned()),
    }
}

impl Agenda {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Everything)?;
        let register = context.register(&repository, &moment, &Extent::Everything)?;
        let now = context.now();
        let Day { date, end } = &self.date;
        let mut report = Report::of(&register, date, *end, now, context.offset());
        let mut tallies = Tallies::of(&repository, &register, now);
        for id in report.proposals() {
            // Where there is no tally, the records alone are shown.
            if let Ok(counted) = tallies.tally(&id)? {
                report.count(&register, &counted.tally);
            }
        }
        context.prefer(Format::Markdown);
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
