//! Fetches the three states of the register that a tally reads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::git::Repository;
use crate::record::call::Call;
use crate::record::decision::Decision;
use crate::record::path::RecordPath;
use crate::register::people::People;
use crate::register::records::{ProposalRecords, Register};
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{Extent, Moment, PathChange, Snapshot};
use crate::register::tally_inputs::{
    CloseEvidence, ClosingCommit, InputBasis, InputPlan, RevisionAtCommit, TallyInputs, plan,
};
use crate::session::error::{Error, ErrorKind};
use crate::session::opened::part;
use crate::session::rosters::Rosters;
use crate::tally::TallyError;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{ProposalId, RevisionName};
use crate::value::sentence::all_of;

/// Which call of a proposal is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallSelector {
    /// The last that was not withdrawn.
    Current,
    /// The one with this number.
    Number(u32),
    /// None: the proposal as a new call would ask about it.
    New,
}

impl From<Option<u32>> for CallSelector {
    fn from(number: Option<u32>) -> Self {
        number.map_or(CallSelector::Current, CallSelector::Number)
    }
}

/// The inputs of a proposal's tally in the state `moment`, asked at `now`. For a decided call, now is the
/// time of the decision.
pub(crate) fn moments(
    repository: &Repository,
    moment: &Moment,
    proposal: &ProposalId,
    which: CallSelector,
    now: Instant,
) -> Result<TallyInputs, Error> {
    let extent = Extent::Proposal(proposal.clone());
    let asked = part(repository, moment, &extent)?;
    let mut rosters = Rosters::beside(&asked);
    of_one_of_many(repository, asked, proposal, which, now, &mut rosters)
}

/// The states that a decision was computed from, as its `pins` name them. In a register that is part of
/// another project they name no commit: then it is the state asked for, without the decision.
pub(crate) fn pinned_inputs(
    repository: &Repository,
    present: &Register,
    (id, n): (&ProposalId, u32),
    decision: &Decision,
) -> Result<TallyInputs, Error> {
    let (which, at) = (CallSelector::Number(n), decision.judgement.at);
    match &decision.pins.inputs {
        Some(commit) => moments(repository, &Moment::Commit(commit.clone()), id, which, at),
        None => of_register(repository, present.before_decision(id, n), id, which, at),
    }
}

/// The inputs of a register that is already read.
pub(crate) fn of_register(
    repository: &Repository,
    asked: Register,
    proposal: &ProposalId,
    which: CallSelector,
    now: Instant,
) -> Result<TallyInputs, Error> {
    let mut rosters = Rosters::default();
    of_one_of_many(repository, asked, proposal, which, now, &mut rosters)
}

/// The same for many proposals in turn: a participant list that was read for one is not read again.
pub(crate) fn of_one_of_many(
    repository: &Repository,
    asked: Register,
    proposal: &ProposalId,
    which: CallSelector,
    now: Instant,
    rosters: &mut Rosters,
) -> Result<TallyInputs, Error> {
    let Some(folder) = asked.proposals.get(proposal) else {
        return Ok(TallyInputs::all_as_asked(asked, proposal, now));
    };
    let call = call(folder, proposal, which)?;
    let decided = call
        .and_then(|n| folder.decision(n))
        .map(|decision| decision.judgement.at);
    let now = decided.unwrap_or(now);
    if !repository.has_git() {
        return Ok(TallyInputs {
            call,
            ..TallyInputs::all_as_asked(asked, proposal, now)
        });
    }
    let plan = plan(folder, call, now);
    if let Some(lack) = lack(repository, &plan)? {
        return Err(lack.into());
    }
    InputFetcher {
        repository,
        proposal,
        now,
        rosters,
    }
    .fetch(asked, &plan)
}

/// The inputs of a call that is about to be opened: everything is as it is now, as if its record were
/// written.
pub(crate) fn about_to_open(
    repository: &Repository,
    mut asked: Register,
    proposal: &ProposalId,
    (n, call): (u32, Call),
    now: Instant,
) -> Result<TallyInputs, Error> {
    if let Some(folder) = asked.proposals.get_mut(proposal) {
        let folder = Arc::make_mut(folder);
        folder.calls.entry(n).or_default().call = Some(call);
    }
    let moments = of_register(repository, asked, proposal, CallSelector::New, now)?;
    Ok(TallyInputs {
        call: Some(n),
        ..moments
    })
}

/// A commit that the call names and that is not here: by a slip, by hand, or because the clone is not
/// complete. It concerns the one proposal alone.
fn lack(repository: &Repository, plan: &InputPlan) -> Result<Option<TallyError>, Error> {
    let closing = match &plan.closing {
        ClosingCommit::Recorded(commit) => Some(commit),
        ClosingCommit::AsAsked | ClosingCommit::ByDate(_) => None,
    };
    for (key, commit) in [("frozen", plan.frozen.as_ref()), ("close.commit", closing)] {
        if let (Some(n), Some(commit)) = (plan.call, commit)
            && !repository.has_commit(commit)?
        {
            return Ok(Some(TallyError::NoCommit(n, key, commit.clone())));
        }
    }
    Ok(None)
}

/// The same of the call that `which` means at `now`.
pub(crate) fn lacking(
    repository: &Repository,
    folder: &ProposalRecords,
    proposal: &ProposalId,
    which: CallSelector,
    now: Instant,
) -> Result<Option<TallyError>, Error> {
    match repository.has_git() {
        true => lack(
            repository,
            &plan(folder, call(folder, proposal, which)?, now),
        ),
        false => Ok(None),
    }
}

fn call(
    folder: &ProposalRecords,
    proposal: &ProposalId,
    which: CallSelector,
) -> Result<Option<u32>, Error> {
    match which {
        CallSelector::New => Ok(None),
        CallSelector::Current => Ok(folder.current_call().map(|(n, _)| n)),
        CallSelector::Number(n) if folder.calls.contains_key(&n) => Ok(Some(n)),
        CallSelector::Number(n) => {
            let known: Vec<String> = folder.calls.keys().map(u32::to_string).collect();
            let hint = match known.is_empty() {
                true => format!("{proposal} has no calls"),
                false => {
                    let known = all_of(known.iter().map(String::as_str));
                    format!("its calls: {known}")
                }
            };
            let sentence = format!("call {n} on {proposal} does not exist");
            Err(Error::new(ErrorKind::NotThere, sentence, hint))
        }
    }
}

struct InputFetcher<'f> {
    repository: &'f Repository,
    proposal: &'f ProposalId,
    now: Instant,
    rosters: &'f mut Rosters,
}

impl InputFetcher<'_> {
    fn fetch(&mut self, mut asked: Register, plan: &InputPlan) -> Result<TallyInputs, Error> {
        let frozen = plan
            .frozen
            .as_ref()
            .map(|commit| self.frozen(&asked, plan.call, commit))
            .transpose()?;
        let tip = self.tip(&asked)?;
        let (closing, basis) = self.closing(&asked.people, tip.as_ref(), plan)?;
        if let Some(Some(frozen)) = &frozen {
            asked.own_positions_as(&frozen.people);
        }
        let given_on = match plan.needs_landings {
            true => self.given_on(&asked, closing.as_ref(), tip.as_ref())?,
            false => BTreeMap::new(),
        };
        Ok(TallyInputs {
            call: plan.call,
            asked,
            frozen: frozen.flatten(),
            closing,
            basis,
            given_on,
            now: self.now,
        })
    }

    /// The commit whose history counts: the one asked for, or the one of the work tree, if there is one.
    fn tip(&self, asked: &Register) -> Result<Option<CommitId>, Error> {
        use crate::git::GitErrorKind::NoCommits;
        match &asked.snapshot.moment {
            Moment::Commit(commit) => Ok(Some(commit.clone())),
            Moment::WorkTree => match self.repository.head() {
                Ok(commit) => Ok(Some(commit)),
                Err(error) if error.kind == NoCommits => Ok(None),
                Err(error) => Err(error.into()),
            },
        }
    }

    /// Charter and participant list of the frozen commit; `None` where that is the state asked for.
    fn frozen(
        &mut self,
        asked: &Register,
        call: Option<u32>,
        commit: &CommitId,
    ) -> Result<Option<Register>, Error> {
        let moment = Moment::Commit(commit.clone());
        if asked.snapshot.moment == moment {
            return Ok(None);
        }
        let roster = self.rosters.of(self.repository, commit, &asked.people)?;
        // Who wrote the proposal is frozen as well.
        let path = RecordPath::Proposal(self.proposal.clone()).to_string();
        let frozen = match self.repository.file(commit, &path)? {
            Some(content) => roster.with_files(BTreeMap::from([(path, content)])),
            None => roster,
        };
        match is_on_another_track(asked, &frozen, self.proposal, call) {
            true => self
                .with_positions(frozen, &moment, &asked.people)
                .map(Some),
            false => Ok(Some(frozen)),
        }
    }

    /// The frozen register with the positions that existed when the call began: on another track than the
    /// proposal's own, they were not given for it.
    fn with_positions(
        &self,
        frozen: Register,
        moment: &Moment,
        people: &People,
    ) -> Result<Register, Error> {
        let extent = Extent::Proposal(self.proposal.clone());
        let all = self.repository.files(moment, &extent)?;
        let positions = all.files.into_iter().filter(|(path, _)| {
            matches!(
                RecordPath::identify(path),
                Some(Ok(RecordPath::Position(..)))
            )
        });
        let mut snapshot = frozen.snapshot;
        snapshot.files.extend(positions);
        Ok(Register::read_as(snapshot, people))
    }

    /// The proposal at a commit. Its participant list is most often one that was read for the call.
    fn state_at(&mut self, commit: &CommitId, people: &People) -> Result<Register, Error> {
        let roster = self.rosters.of(self.repository, commit, people)?;
        let moment = Moment::Commit(commit.clone());
        let own = self.repository.besides_roster(&moment, self.proposal)?;
        let mut then = roster.with_proposals(own.files);
        then.snapshot.extent = own.extent;
        Ok(then)
    }

    fn closing(
        &mut self,
        people: &People,
        tip: Option<&CommitId>,
        plan: &InputPlan,
    ) -> Result<(Option<Register>, InputBasis), Error> {
        let Some(frozen) = plan.frozen.clone() else {
            let basis = if plan.call.is_some() {
                InputBasis::Carried
            } else {
                InputBasis::BeforeCall
            };
            return Ok((None, basis));
        };
        let (closing, found_by) = match (&plan.closing, tip) {
            (ClosingCommit::AsAsked, _) => return Ok((None, InputBasis::Open { frozen })),
            (ClosingCommit::Recorded(commit), _) => (Some(commit.clone()), CloseEvidence::Record),
            (ClosingCommit::ByDate(at), Some(tip)) => {
                let last = self.repository.closing(tip, Some(&frozen), *at)?;
                (last, CloseEvidence::CommitterDates)
            }
            (ClosingCommit::ByDate(_), None) => (None, CloseEvidence::CommitterDates),
        };
        let then = match &closing {
            Some(commit) => self.state_at(commit, people)?,
            None => Register::read_as(before_everything(self.proposal), people),
        };
        Ok((
            Some(then),
            InputBasis::Closed {
                frozen,
                closing,
                found_by,
            },
        ))
    }

    fn given_on(
        &self,
        asked: &Register,
        closing: Option<&Register>,
        tip: Option<&CommitId>,
    ) -> Result<BTreeMap<String, RevisionName>, Error> {
        let counted = closing.unwrap_or(asked);
        let (Some(folder), Some(tip)) = (counted.proposals.get(self.proposal), tip) else {
            return Ok(BTreeMap::new());
        };
        let path = RecordPath::Proposal(self.proposal.clone()).to_string();
        let mut walk = RevisionAtCommit::of(unsaid(folder));
        let from = match &counted.snapshot.moment {
            Moment::Commit(commit) => commit.clone(),
            Moment::WorkTree => {
                let extent = Extent::Proposal(self.proposal.clone());
                let landed = self
                    .repository
                    .files(&Moment::Commit(tip.clone()), &extent)?;
                walk.landing(&moved(&landed, &counted.snapshot), counted.bytes(&path));
                tip.clone()
            }
        };
        for step in self.repository.moves(&from, self.proposal)? {
            if walk.is_done() {
                break;
            }
            let (landing, moved) = step?;
            let proposal = self.repository.file(&landing.commit, &path)?;
            walk.landing(
                &moved,
                proposal.as_ref().and_then(|content| content.bytes()),
            );
        }
        Ok(walk.finish())
    }
}

/// Whether a call is on another track than its proposal was when the call froze it.
fn is_on_another_track(
    asked: &Register,
    frozen: &Register,
    proposal: &ProposalId,
    call: Option<u32>,
) -> bool {
    let folder = asked.proposals.get(proposal);
    let called = folder.and_then(|folder| folder.calls.get(&call?)?.call.as_ref());
    let own = [frozen, asked]
        .into_iter()
        .find_map(|register| register.proposals.get(proposal)?.proposal.as_ref());
    called
        .zip(own)
        .is_some_and(|(called, own)| called.track != own.track)
}

/// The position files that do not say on which revision they were given.
fn unsaid(folder: &ProposalRecords) -> Vec<String> {
    let unsaid = folder.positions.iter().filter(|(_, file)| {
        file.position
            .as_ref()
            .is_some_and(|position| position.on.is_none())
    });
    unsaid.map(|(path, _)| path.clone()).collect()
}

/// What differs between two snapshots, as if it were committed.
fn moved(before: &Snapshot, after: &Snapshot) -> Vec<PathChange> {
    let paths = after
        .files
        .keys()
        .filter(|path| before.files.get(path) != after.files.get(path));
    paths
        .map(|path| PathChange {
            path: path.clone(),
            before: before.files.get(path).cloned(),
            after: after.files.get(path).cloned(),
        })
        .collect()
}

/// A register without any commit.
fn before_everything(proposal: &ProposalId) -> Snapshot {
    Snapshot {
        moment: Moment::WorkTree,
        extent: Extent::Proposal(proposal.clone()),
        files: SharedFiles::default(),
        proposals: BTreeSet::new(),
    }
}
