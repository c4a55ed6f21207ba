//! `plenary status` and `show`: shows one proposal with its next steps, and everything recorded about
//! one proposal, objection or participant.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::{OfProposal, Reading};
use crate::cli::command::refs::accounts;
use crate::cli::command::write_session::View;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::procedure::intake::RowOutcome;
use crate::register::records::ProposalRecords;
use crate::register::snapshot::{Extent, Moment};
use crate::report::show::{ShowObjection, ShowParticipant, ShowProposal};
use crate::report::status::{InFlight, Request, Status as Report, StatusDetail};
use crate::session::requests::judge;
use crate::session::{CallSelector, Tallied, hands};
use crate::value::id::{ObjectionId, ProposalId};

/// Show one proposal: answers, objections, next steps
///
/// Anybody can run this. It shows the state of the proposal, who answered, what the rules give now,
/// and who must do what next.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// Show every rule with its numbers
    #[arg(long)]
    full: bool,
    /// Name everybody: each seat with its answer, and who is not counted and why
    #[arg(long = "who")]
    names: bool,
    /// Also show pull requests not merged yet, such as 'refs/pull/*' (not counted)
    #[arg(long, value_name = "REFS", conflicts_with = "worktree")]
    inflight: Option<String>,
    /// File with the account of each one: "refs/pull/7" = "github:ruth-a"
    #[arg(long, value_name = "FILE.toml", requires = "inflight")]
    actor_map: Option<PathBuf>,
    #[command(flatten)]
    asked: OfProposal,
}

/// Show a proposal, objection or participant in full
///
/// Anybody can run this.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Proposal, objection such as carla-nunes.cost, or participant
    id: String,
    #[command(flatten)]
    reading: Reading,
}

impl Status {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (view, id) = View::of_proposal(context, &self.asked)?;
        let Tallied { moments, tally } = view.tally(context, &id, CallSelector::Current)?;
        let (now, offset) = (context.now(), context.offset());
        // A decision can be superseded by one in another folder, and the parts of a package are in theirs.
        let folder = moments.folder(&id);
        let is_elsewhere = |folder: &ProposalRecords| {
            let own = folder.proposal.as_ref();
            folder.last_decision().is_some() || own.is_some_and(|read| !read.parts.is_empty())
        };
        let whole = match folder.is_some_and(is_elsewhere) {
            true => Some(view.register(&Extent::Everything)?),
            false => None,
        };
        let register = whole.as_ref().unwrap_or(&moments.asked);
        let report = Report::of(register, &moments, &tally, now, offset);
        let report = match &self.inflight {
            Some(pattern) => report.with_in_flight(self.in_flight(context, &view, pattern, &id)?),
            None => report,
        };
        let detail = StatusDetail {
            rules: self.full,
            names: self.names,
        };
        let report = report.in_detail(detail);
        context.show(&report, || report.page())
    }

    /// The pull requests for this proposal that are not merged, each checked alone.
    fn in_flight(
        &self,
        context: &mut Context<'_>,
        view: &View,
        pattern: &str,
        id: &ProposalId,
    ) -> Result<InFlight, Failure> {
        let accounts = accounts(context, self.actor_map.as_ref())?;
        let repository = &view.repository;
        let base = match &view.moment {
            Moment::Commit(commit) => commit.clone(),
            Moment::WorkTree => repository.head()?,
        };
        let register = view.register(&Extent::Roster)?;
        let mut requests = Vec::new();
        for reference in repository.references(pattern)? {
            let around = (&base, &reference);
            let judged = judge(repository, &register, around, &accounts, context.now())?;
            let elsewhere = !judged.touches(id);
            if judged.verdict == RowOutcome::Unchanged || elsewhere {
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

impl Show {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let view = View::open(context, &self.reading)?;
        let proposals = view.repository.proposals(&view.moment)?;
        if self.id.contains('.') {
            return match name::find_objection(&view.repository, &view.moment, &self.id) {
                Ok((id, of)) => objection(context, &view, &id, &of),
                // The id of a participant can have a full stop, too.
                Err(none) => participant(context, &view, &self.id, none),
            };
        }
        match name::proposal(&self.id, &proposals) {
            Ok(id) => {
                let extent = Extent::Proposal(id.clone());
                context.remark_uncommitted(&view.repository, &self.reading, &extent)?;
                proposal(context, &view, &id)
            }
            Err(no_proposal) => participant(context, &view, &self.id, no_proposal),
        }
    }
}

fn proposal(context: &mut Context<'_>, view: &View, id: &ProposalId) -> Result<Exit, Failure> {
    let Tallied { moments, tally } = view.tally(context, id, CallSelector::Current)?;
    let report = ShowProposal::of(&moments, &tally);
    let folder = moments.folder(id);
    let report = match folder.filter(|folder| folder.last_decision().is_some()) {
        Some(folder) => {
            let whole = view.register(&Extent::Everything)?;
            let hands = hands::of_register(&view.repository, &moments.asked)?;
            let report = report.among(&whole, context.now());
            report.committed(folder, &hands)
        }
        None => report,
    };
    context.show(&report, || report.page())
}

fn objection(
    context: &mut Context<'_>,
    view: &View,
    id: &ProposalId,
    of: &ObjectionId,
) -> Result<Exit, Failure> {
    let Tallied { moments, tally } = view.tally(context, id, CallSelector::Current)?;
    let mut all = tally.objections.iter();
    let followed = all.find(|followed| followed.id == *of).ok_or_else(|| {
        let sentence = format!("the objection {of} on {id} cannot be read");
        Failure::new(Exit::CannotCheck, sentence, "plenary check")
    })?;
    let report = ShowObjection::of(id, followed).with_names(&moments.asked);
    context.show(&report, || report.page())
}

/// Shows a participant, if what was typed is not a proposal and not an objection. If it is not a
/// participant either, similar proposals or objections are the better answer.
fn participant(
    context: &mut Context<'_>,
    view: &View,
    typed: &str,
    no_other: Failure,
) -> Result<Exit, Failure> {
    let roster = view.register(&Extent::Roster)?;
    let Ok(id) = name::participant(typed, &roster) else {
        return Err(no_other);
    };
    let (everything, now) = (view.register(&Extent::Everything)?, context.now());
    match ShowParticipant::of(&everything, &id, now) {
        Some(report) => context.show(&report, || report.page()),
        None => Err(no_other),
    }
}
