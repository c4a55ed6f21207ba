//! `plenary status`: where a proposal stands, and what it waits for.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::command::refs::accounts;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::git::Repository;
use crate::procedure::intake::Verdict;
use crate::register::snapshot::{Extent, Moment};
use crate::report::status::{InFlight, Request, Status as Report};
use crate::session::requests::judge;
use crate::session::{self, Tallied, Which};
use crate::value::id::ProposalId;

/// The chair's screen.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// The proposal
    proposal: String,
    /// Show the requests that have not landed, such as 'refs/pull/*'; none of them is counted
    #[arg(long, value_name = "REFS", conflicts_with = "worktree")]
    inflight: Option<String>,
    /// A file of accounts by reference: "refs/pull/7" = "github:ruth-a"
    #[arg(long, value_name = "FILE.toml", requires = "inflight")]
    actor_map: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

impl Status {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Proposal(id.clone()))?;
        let Tallied {
            moments,
            tally: counted,
        } = session::tally(&repository, &moment, &id, Which::Current, context.now())?;
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
        let report = match &self.inflight {
            Some(pattern) => {
                let in_flight = self.in_flight(context, &repository, (&moment, pattern), &id)?;
                report.with_in_flight(in_flight)
            }
            None => report,
        };
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }

    /// What came for this proposal and has not landed, each judged by itself.
    fn in_flight(
        &self,
        context: &mut Context<'_>,
        repository: &Repository,
        (moment, pattern): (&Moment, &str),
        id: &ProposalId,
    ) -> Result<InFlight, Failure> {
        let accounts = accounts(context, self.actor_map.as_ref())?;
        let base = match moment {
            Moment::Commit(commit) => commit.clone(),
            Moment::WorkTree => repository.head()?,
        };
        let register = context.register(repository, moment, &Extent::Roster)?;
        let mut requests = Vec::new();
        for reference in repository.references(pattern)? {
            let around = (&base, &reference);
            let judged = judge(repository, &register, around, &accounts, context.now())?;
            let elsewhere = !judged.touches(id);
            if judged.verdict == Verdict::Unchanged || elsewhere {
                continue;
            }
            requests.push(Request {
                positions: judged.positions(id),
                request: judged.name,
                because: judged.verdict.is_open().then_some(judged.because),
            });
        }
        Ok(InFlight::of(requests))
    }
}
