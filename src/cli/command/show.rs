//! `plenary show`: a proposal, an objection or a participant, whole.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::find;
use crate::cli::name;
use crate::git::Repository;
use crate::register::snapshot::{Extent, Moment};
use crate::report::show::{ShowObjection, ShowParticipant, ShowProposal};
use crate::session::{self, Tallied, Which, hands};
use crate::value::id::{ObjectionId, ProposalId};

/// Everything on record of one thing.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// A proposal, an objection such as carla-nunes.cost, or a participant
    id: String,
    #[command(flatten)]
    reading: Reading,
}

impl Show {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let proposals = repository.proposals(&moment)?;
        if self.id.contains('.') {
            match find::objection(&repository, &moment, &self.id) {
                Ok((id, of)) => objection(context, &repository, &moment, &id, &of)?,
                // A name can have a full stop, too.
                Err(none) => participant(context, &repository, &moment, &self.id, none)?,
            }
            return Ok(Exit::Done);
        }
        match name::proposal(&self.id, &proposals) {
            Ok(id) => {
                let extent = Extent::Proposal(id.clone());
                context.remark_uncommitted(&repository, &self.reading, &extent)?;
                proposal(context, &repository, &moment, &id)?;
            }
            Err(no_proposal) => {
                participant(context, &repository, &moment, &self.id, no_proposal)?;
            }
        }
        Ok(Exit::Done)
    }
}

fn proposal(
    context: &mut Context<'_>,
    repository: &Repository,
    moment: &Moment,
    id: &ProposalId,
) -> Result<(), Failure> {
    let Tallied {
        moments,
        tally: counted,
    } = session::tally(repository, moment, id, Which::Current, context.now())?;
    let report = ShowProposal::of(&moments, &counted);
    let folder = moments.folder(id);
    let report = match folder.filter(|folder| folder.last_decision().is_some()) {
        Some(folder) => {
            let whole = context.register(repository, moment, &Extent::Everything)?;
            let hands = hands::of_register(repository, &moments.asked)?;
            let report = report.among(&whole, context.now());
            report.committed(folder, &hands)
        }
        None => report,
    };
    context.show(&report, || report.page())
}

fn objection(
    context: &mut Context<'_>,
    repository: &Repository,
    moment: &Moment,
    id: &ProposalId,
    of: &ObjectionId,
) -> Result<(), Failure> {
    let counted = session::tally(repository, moment, id, Which::Current, context.now())?.tally;
    let followed = counted
        .objections
        .iter()
        .find(|followed| followed.id == *of);
    let followed = followed.ok_or_else(|| {
        let sentence = format!("the objection {of} to {id} cannot be read");
        Failure::new(Exit::CannotCheck, sentence, "plenary check")
    })?;
    let report = ShowObjection::of(id, followed);
    context.show(&report, || report.page())
}

/// What was typed is no proposal, or no objection: it may be a participant. If it is neither, those
/// that it resembles are the better answer.
fn participant(
    context: &mut Context<'_>,
    repository: &Repository,
    moment: &Moment,
    typed: &str,
    no_other: Failure,
) -> Result<(), Failure> {
    let roster = context.register(repository, moment, &Extent::Roster)?;
    let Ok(id) = name::participant(typed, &roster) else {
        return Err(no_other);
    };
    let everything = context.register(repository, moment, &Extent::Everything)?;
    match ShowParticipant::of(&everything, &id) {
        Some(report) => context.show(&report, || report.page()),
        None => Err(no_other),
    }
}
