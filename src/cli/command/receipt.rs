//! `plenary receipt`: what is recorded of somebody on a proposal, and what became of it.

use clap::Args;

use crate::cli::arguments::{Reading, Whose};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::cli::whom::whom;
use crate::git::Repository;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::report::receipts::{Receipts, Sources, everybody};
use crate::session::texts::landings;
use crate::session::{Tallied, Tallies};
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// Take part: what is recorded of you on a proposal, and what became of it
///
/// The whole notice, to be kept or to be mailed to whoever types no commands.
#[derive(Debug, Args)]
pub(crate) struct Receipt {
    /// A proposal, or an objection such as carla-nunes.cost
    id: String,
    #[command(flatten)]
    whose: Whose,
    /// One for everybody who gave a position or raised an objection
    #[arg(long, conflicts_with = "whose")]
    all: bool,
    #[command(flatten)]
    reading: Reading,
}

/// What a receipt is for.
enum For {
    /// What one or more people gave.
    People(Vec<ParticipantId>),
    /// One objection.
    Objection(ObjectionId),
}

impl Receipt {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let register = context.register(&repository, &moment, &Extent::Everything)?;
        let (id, whose) = self.meant(context, &repository, &moment, &register)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Proposal(id.clone()))?;
        let now = context.now();
        let mut tallies = Tallies::of(&repository, &register, now);
        let Tallied {
            moments,
            tally: counted,
        } = tallies.tally(&id)??;
        let landings = landings(&repository, &register, &id)?;
        let sources = Sources {
            register: &register,
            moments: &moments,
            tally: &counted,
            landings: &landings,
            now,
            offset: context.offset(),
        };
        let report = match whose {
            For::People(people) => Receipts::of(&sources, &people),
            For::Objection(objection) => Receipts::of_objection(&sources, &objection),
        };
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }

    fn meant(
        &self,
        context: &Context<'_>,
        repository: &Repository,
        moment: &Moment,
        register: &Register,
    ) -> Result<(ProposalId, For), Failure> {
        if self.id.contains('.') {
            let (id, objection) = name::objection(&self.id, register)?;
            return Ok((id, For::Objection(objection)));
        }
        let id = name::proposal(&self.id, &repository.proposals(moment)?)?;
        let people = match self.all {
            true => everybody(register, &id),
            false => vec![whom(context, repository, register, &self.whose)?],
        };
        Ok((id, For::People(people)))
    }
}
