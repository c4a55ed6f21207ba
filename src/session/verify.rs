//! Verifies decisions: recomputes each from its inputs, and checks the commits of the history around it.

use std::collections::BTreeMap;

use crate::git::{PutAside, Repository, Strictness};
use crate::procedure::decision::Verified;
use crate::procedure::hand::ByAnother;
use crate::record::path::RecordPath;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::session::decisions::ProposalDecisions;
use crate::session::error::Error;
use crate::session::first_parent::of_history;
use crate::session::hands;
use crate::session::history::{self, HistoryResult, JudgeMode};
use crate::session::opened::{register, whole_history};
use crate::session::remembered::remember;
use crate::session::without_record::say_what_differs;
use crate::value::code;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ProposalId;

/// The result of verifying decisions.
#[derive(Debug)]
pub struct Verification {
    /// Every decision, in the order of proposals and calls; after them those that were recorded once and
    /// removed later.
    pub decisions: Vec<Verified>,
    /// The result of walking the commits.
    pub walked: HistoryResult,
    /// The records that were committed by another person than their owner.
    pub by_another: Vec<ByAnother>,
    /// For each decision that counted some of these, whether it would differ without them.
    pub without: Vec<String>,
}

impl Verification {
    /// The findings, of decisions first. Without findings, all decisions are verified.
    pub fn findings(&self) -> Vec<Finding> {
        let of_decisions = self.decisions.iter().flat_map(|one| &one.findings);
        of_decisions.chain(&self.walked.findings).cloned().collect()
    }
}

/// Recomputes every decision in one state, or those on one proposal, and checks the commits before it. It
/// takes the repository, because it reads every object strictly: the bytes of each must match its name.
///
/// # Errors
/// A part of the history is missing, or the repository cannot be read. A decision that recomputes to
/// something else is not an error, but a finding.
///
/// ```
/// # use std::path::Path;
/// use plenary::register::snapshot::Moment;
/// use plenary::session;
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// # if repository.has_git() && repository.history_complete().is_err() { return Ok(()); }
/// let verification = session::verify(repository, &Moment::WorkTree, None)?;
/// assert_eq!(verification.decisions.len(), 1);
/// assert!(verification.findings().is_empty());
/// # Ok::<(), session::Error>(())
/// ```
pub fn verify(
    repository: Repository,
    moment: &Moment,
    wanted: Option<&ProposalId>,
) -> Result<Verification, Error> {
    let repository = &repository.with_strictness(Strictness::Strict);
    if repository.has_git() {
        whole_history(repository)?;
    }
    let tip = tip(repository, moment)?;
    let (mut walked, removed) = match &tip {
        Some(tip) => walked(repository, moment, tip, wanted)?,
        None => (HistoryResult::default(), Vec::new()),
    };
    let without = say_what_differs(repository, moment, &mut walked)?;
    let (mut decisions, mut results) = (Vec::new(), Vec::new());
    let mut asides = BTreeMap::new();
    for name in repository.decided(moment)? {
        let Ok(id) = ProposalId::parse(&name) else {
            continue;
        };
        if wanted.is_none_or(|wanted| *wanted == id) {
            let present = register(repository, moment, &Extent::Proposal(id.clone()))?;
            let of_proposal = ProposalDecisions {
                repository,
                id: &id,
                present: &present,
                tip: tip.as_ref(),
                walked: &walked,
            };
            let of_proposal = of_proposal.recomputed()?;
            for verified in &of_proposal {
                let aside = put_aside(repository, tip.as_ref(), &present, verified)?;
                asides.extend(aside.map(|aside| (aside.merge.commit.clone(), aside)));
            }
            results.extend(of_proposal.iter().filter_map(|one| result(&present, one)));
            decisions.extend(of_proposal);
        }
    }
    if let Moment::Commit(commit) = moment {
        remember(repository, commit, results);
    }
    if let Some(tip) = &tip {
        let explained = asides.values().map(|aside| of_history(aside, tip));
        walked.findings.extend(explained);
    }
    decisions.extend(removed);
    Ok(Verification {
        decisions,
        by_another: of_proposal(walked.by_another(), wanted),
        walked,
        without,
    })
}

/// Recomputes the decision of one call; `None` where there is none.
pub(crate) fn decision(
    repository: Repository,
    moment: &Moment,
    id: &ProposalId,
    n: u32,
) -> Result<Option<Verified>, Error> {
    let repository = &repository.with_strictness(Strictness::Strict);
    if repository.has_git() {
        repository.history_complete()?;
    }
    let tip = tip(repository, moment)?;
    let walked = match &tip {
        Some(tip) => hands::until(repository, tip)?,
        None => HistoryResult::default(),
    };
    let present = register(repository, moment, &Extent::Proposal(id.clone()))?;
    let of_proposal = ProposalDecisions {
        repository,
        id,
        present: &present,
        tip: tip.as_ref(),
        walked: &walked,
    };
    let verified = of_proposal.decision(n)?;
    if let Moment::Commit(commit) = moment {
        let result = verified.as_ref().and_then(|one| result(&present, one));
        remember(repository, commit, result);
    }
    Ok(verified)
}

/// The merge that put the inputs of a decision on a side branch.
fn put_aside(
    repository: &Repository,
    tip: Option<&CommitId>,
    present: &Register,
    verified: &Verified,
) -> Result<Option<PutAside>, Error> {
    let mut findings = verified.findings.iter();
    if !findings.any(|finding| finding.code == code::D402) {
        return Ok(None);
    }
    let folder = present.proposals.get(&verified.proposal);
    let decision = folder.and_then(|folder| folder.decision(verified.call));
    let inputs = decision.and_then(|decision| decision.pins.inputs.as_ref());
    match (tip, inputs) {
        (Some(tip), Some(inputs)) => Ok(repository.put_aside(tip, inputs)?),
        _ => Ok(None),
    }
}

/// The digest of a decision that names the commit of its inputs, and whether it is verified.
fn result(present: &Register, verified: &Verified) -> Option<(TextDigest, bool)> {
    if !verified.pinned {
        return None;
    }
    let path = RecordPath::Decision(verified.proposal.clone(), verified.call).to_string();
    Some((present.digest(&path)?, verified.findings.is_empty()))
}

/// Walks the commits, and returns their findings and the decisions that were removed; of one proposal where
/// only that is wanted.
///
/// A register that is part of another project, whose calls name no commit, has no commits of its own to be
/// checked.
fn walked(
    repository: &Repository,
    moment: &Moment,
    tip: &CommitId,
    wanted: Option<&ProposalId>,
) -> Result<(HistoryResult, Vec<Verified>), Error> {
    let judging = match is_carried(repository, moment)? {
        true => JudgeMode::LeftAside,
        false => JudgeMode::Done,
    };
    let mut walked = history::walked(repository, tip, judging)?;
    if let Some(id) = wanted {
        let folder = crate::register::snapshot::folder(id);
        let is_inside = |finding: &Finding| finding.place.path.starts_with(&folder);
        walked.findings.retain(is_inside);
        walked.acknowledged.retain(|one| is_inside(&one.finding));
    }
    let removed = removed(repository, tip, &walked, wanted)?;
    Ok((walked, removed))
}

/// The commit whose history counts; `None` where there is no history.
fn tip(repository: &Repository, moment: &Moment) -> Result<Option<CommitId>, Error> {
    Ok(match (moment, repository.has_git()) {
        (_, false) => None,
        (Moment::Commit(commit), true) => Some(commit.clone()),
        (Moment::WorkTree, true) => Some(repository.head()?),
    })
}

/// The findings in the folder of one proposal, where only that is wanted.
fn of_proposal(mut all: Vec<ByAnother>, wanted: Option<&ProposalId>) -> Vec<ByAnother> {
    if let Some(id) = wanted {
        let folder = crate::register::snapshot::folder(id);
        all.retain(|one| one.path.starts_with(&folder));
    }
    all
}

/// Whether there are calls, and none of them names the commit that governs it.
fn is_carried(repository: &Repository, moment: &Moment) -> Result<bool, Error> {
    let mut calls = 0;
    for name in repository.proposals(moment)? {
        let Ok(id) = ProposalId::parse(&name) else {
            continue;
        };
        let present = Register::read(repository.calls(moment, &id)?);
        let folder = present.proposals.get(&id);
        for call in folder.into_iter().flat_map(|folder| folder.calls.values()) {
            match call.call.as_ref().is_some_and(|call| call.frozen.is_none()) {
                true => calls += 1,
                false => return Ok(false),
            }
        }
    }
    Ok(calls > 0)
}

/// Decisions that were recorded once and removed later: a decision must never be removed.
fn removed(
    repository: &Repository,
    tip: &CommitId,
    walked: &HistoryResult,
    wanted: Option<&ProposalId>,
) -> Result<Vec<Verified>, Error> {
    // For a decision that was removed twice, the last commit counts.
    let gone: BTreeMap<&String, &CommitId> = walked.removed.iter().map(|(p, c)| (p, c)).collect();
    let mut removed = Vec::new();
    for (path, commit) in gone {
        let Some(Ok(RecordPath::Decision(id, n))) = RecordPath::identify(path) else {
            continue;
        };
        if wanted.is_none_or(|wanted| *wanted == id) && repository.file(tip, path)?.is_none() {
            let commit = commit.short();
            let sentence = format!("this decision was removed in commit {commit}");
            let hint = format!("to see who removed it: git show {commit}");
            let place = SourceLocation::file(path.as_str());
            let finding = Finding::new(code::D414, place, sentence).hint(hint);
            removed.push(Verified::of_removed(id, n, finding));
        }
    }
    Ok(removed)
}
