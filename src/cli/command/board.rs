//! `plenary board`: all proposals, a line each.

use clap::Args;

use crate::cli::arguments::{Reading, Whose};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::procedure::phase::Phase;
use crate::register::snapshot::Extent;
use crate::report::board::{Board as Report, Wanted};
use crate::session::Tallies;

/// Where every proposal stands, whose turn it is, and what is due.
#[derive(Debug, Args)]
pub(crate) struct Board {
    /// Only the proposals of this workstream
    #[arg(long, value_name = "WORKSTREAM")]
    workstream: Option<String>,
    /// Only those in discussion, open, over, designated or decided
    #[arg(long, value_name = "STAGE", value_parser = phase)]
    stage: Option<Phase>,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    reading: Reading,
}

fn phase(text: &str) -> Result<Phase, String> {
    Phase::parse(text).ok_or_else(|| {
        let names = Phase::WORDS.iter().map(|(word, _)| *word);
        format!("{} was expected", crate::value::suggest::listed(names))
    })
}

impl Board {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Everything)?;
        let register = context.register(&repository, &moment, &Extent::Everything)?;
        let wanted = Wanted {
            workstream: self.workstream,
            phase: self.stage,
            whose: self.whose.found(&register)?,
        };
        let now = context.now();
        let mut report = Report::of(&register, &wanted, now);
        let mut tallies = Tallies::of(&repository, &register, now);
        for id in report.undecided() {
            let counted = tallies.tally(&id)?;
            let counted = counted.as_ref().map(|counted| &counted.tally);
            report.count(&register, &id, counted);
        }
        report.keep_theirs();
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
