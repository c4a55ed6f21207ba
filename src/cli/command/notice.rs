//! `plenary call notice`: the notice of a call, printed again.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::report::notice::Notice as Report;
use crate::session::{self, Tallied, Which};
use crate::value::id::ProposalId;

/// Print the notice of a call again
///
/// Question, names and numbers are those that the call froze.
#[derive(Debug, Args)]
pub(crate) struct Notice {
    /// The proposal
    proposal: String,
    /// The call, by number; the last that was not withdrawn where none is named
    #[arg(long, value_name = "N")]
    call: Option<u32>,
    #[command(flatten)]
    reading: Reading,
}

impl Notice {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        let extent = Extent::Proposal(id.clone());
        context.remark_uncommitted(&repository, &self.reading, &extent)?;
        let register = context.register(&repository, &moment, &extent)?;
        let last = last(&register, &id).ok_or_else(|| no_call(&id))?;
        let n = self.call.unwrap_or(last);
        let (now, which) = (context.now(), Which::Number(n));
        let Tallied {
            moments,
            tally: counted,
        } = session::tally_of(&repository, register, &id, which, now)?;
        let report = Report::again(&moments, &counted, n, now, context.offset());
        let report = report.ok_or_else(|| no_call(&id))?;
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}

/// The last call that was not withdrawn; where all were, the last of these.
fn last(register: &Register, id: &ProposalId) -> Option<u32> {
    let folder = register.proposals.get(id)?;
    let current = folder.current_call().map(|(n, _)| n);
    current.or_else(|| folder.calls.keys().next_back().copied())
}

fn no_call(id: &ProposalId) -> Failure {
    Failure::usage(
        format!("no call was opened on {id}, so there is no notice"),
        format!("plenary call open {id} --closes TIME"),
    )
}
