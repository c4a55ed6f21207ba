//! `plenary status`: where a proposal stands, and what it waits for.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::moments::{Which, moments};
use crate::cli::name;
use crate::register::snapshot::Extent;
use crate::report::status::Status as Report;
use crate::tally::tally;

/// The chair's screen.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    reading: Reading,
}

impl Status {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Proposal(id.clone()))?;
        let moments = moments(&repository, &moment, &id, Which::Current, context.now())?;
        let counted = tally(&moments, &id)?;
        let (now, offset) = (context.now(), context.offset());
        // Only a decision is replaced by another, which stands in another folder.
        let decided = moments
            .folder(&id)
            .and_then(|folder| folder.last_decision());
        let whole = match decided {
            Some(_) => Some(context.register(&repository, &moment, &Extent::Everything)?),
            None => None,
        };
        let register = whole.as_ref().unwrap_or(&moments.asked);
        let report = Report::of(register, &moments, &counted, now, offset);
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
