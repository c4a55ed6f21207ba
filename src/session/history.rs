//! Checks every commit on the main branch like a pull request, from the first to the last, each by the
//! state before it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::check;
use crate::check::change::{self, Change, EntryPoint, FirstCommits, Submitter};
use crate::git::{MainStep, Repository};
use crate::procedure::hand::{self, ByAnother, OriginUnverified};
use crate::record::charter::Identity;
use crate::record::path::RecordPath;
use crate::register::snapshot::{CommitAddresses, MainCommit, PathChange, is_roster};
use crate::session::acknowledged::{self, Acknowledged};
use crate::session::by_history::by_history;
use crate::session::error::Error;
use crate::session::fixed_charters::with_fixed;
use crate::session::merges::{called, found, of_merge};
use crate::session::opened::whole_history;
use crate::session::past_state::{PastState, of_chairs};
use crate::session::walked_line::Walked;
use crate::value::clock::Instant;
use crate::value::code::{self, Severity};
use crate::value::digest::CommitId;
use crate::value::finding::Finding;

/// Whether commits are checked, or only walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JudgeMode {
    /// Each by the state before it.
    Done,
    /// They are walked to find who committed the records.
    OfHands,
    /// The history is that of another project, and says nothing of this register's.
    LeftAside,
}

/// The result of walking a history.
#[derive(Debug, Default)]
pub struct HistoryResult {
    /// How many commits were checked.
    pub landings: usize,
    /// Every decision that a commit removed, with that commit.
    pub removed: Vec<(String, CommitId)>,
    /// What they broke, oldest commit first.
    pub findings: Vec<Finding>,
    /// Those of the findings that a chair acknowledged; they are not among the others.
    pub acknowledged: Vec<Acknowledged>,
    /// The proof of the submitter that the charter requires and no history contains.
    pub unproven: Option<OriginUnverified>,
    /// The records that were committed by another person, where the email addresses of commits are not a
    /// proof, each with the number of its commit.
    by_another: Vec<(usize, ByAnother)>,
    /// The number of each main-branch commit, from the first.
    order: BTreeMap<CommitId, usize>,
    /// The commits that changed each decision, oldest first.
    of_decisions: BTreeMap<String, Vec<CommitId>>,
}

impl HistoryResult {
    /// The records that were committed under another email address than that of their owner.
    pub fn by_another(&self) -> Vec<ByAnother> {
        let all = self.by_another.iter();
        all.map(|(_, one)| one.clone()).collect()
    }

    /// Whether a commit is on the main branch, up to the last one walked.
    pub(crate) fn has(&self, commit: &CommitId) -> bool {
        self.order.contains_key(commit)
    }

    /// The commits that changed the decision at a path, oldest first.
    pub(crate) fn of_decision(&self, path: &str) -> &[CommitId] {
        self.of_decisions.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether a main-branch commit is not after another.
    pub(crate) fn is_until(&self, commit: &CommitId, last: &CommitId) -> bool {
        let place = |commit| self.order.get(commit);
        place(commit).is_some_and(|place_of| place(last).is_some_and(|last| place_of <= last))
    }

    /// The same up to a commit; empty where it is not a main-branch commit.
    pub(crate) fn by_another_until(&self, landing: &CommitId) -> Vec<ByAnother> {
        let Some(last) = self.order.get(landing) else {
            return Vec::new();
        };
        let until = self.by_another.iter().filter(|(n, _)| n <= last);
        until.map(|(_, one)| one.clone()).collect()
    }
}

/// Walks every main-branch commit up to `tip`, and checks each like a pull request, by the state before it.
///
/// # Errors
/// A part of the history is missing, or the repository cannot be read. What a commit broke is not an error,
/// but a finding.
///
/// ```
/// use plenary::session;
///
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/founded.rs"));
/// # fn main() -> Result<(), session::Error> {
/// # let (_folder, repository) = founded();
/// let walked = session::walk(&repository, &repository.head()?)?;
/// assert_eq!(walked.landings, 2);
/// assert!(walked.findings.is_empty());
/// # Ok(())
/// # }
/// ```
pub fn walk(repository: &Repository, tip: &CommitId) -> Result<HistoryResult, Error> {
    whole_history(repository)?;
    walked(repository, tip, JudgeMode::Done)
}

/// Walks every main-branch commit up to `tip`, and checks it as far as `mode` says.
pub(crate) fn walked(
    repository: &Repository,
    tip: &CommitId,
    judging: JudgeMode,
) -> Result<HistoryResult, Error> {
    let mut fold = HistoryFold {
        repository,
        state: PastState::new(),
        line: Vec::new(),
        newest: None,
        committed: FirstCommits::new(),
        walked: HistoryResult::default(),
    };
    repository.walk_line(tip, |step| fold.step(step, judging))?;
    let mut walked = fold.walked;
    let (left, acknowledged) = acknowledged::apart(walked.findings, fold.state.files());
    (walked.findings, walked.acknowledged) = (left, acknowledged);
    Ok(walked)
}

/// The state after the commits so far.
struct HistoryFold<'f> {
    repository: &'f Repository,
    state: PastState,
    /// The commits so far, each with its committer's date.
    line: Vec<(CommitId, Instant)>,
    /// The newest of these dates.
    newest: Option<Instant>,
    /// When the records that others answer were first committed.
    committed: FirstCommits,
    walked: HistoryResult,
}

impl HistoryFold<'_> {
    fn step(&mut self, step: MainStep, judging: JudgeMode) -> Result<(), Error> {
        let landing = &step.landing;
        self.decisions(landing, &step.moved);
        let n = self.walked.order.len();
        self.walked.order.insert(landing.commit.clone(), n);
        if judging == JudgeMode::LeftAside {
            return Ok(());
        }
        self.hands(&step)?;
        if judging == JudgeMode::Done {
            self.judged(&step)?;
        }
        self.line.push((landing.commit.clone(), landing.at));
        self.newest = self.newest.max(Some(landing.at));
        self.state.landed(step.moved, judging == JudgeMode::Done);
        Ok(())
    }

    fn decisions(&mut self, landing: &MainCommit, moved: &[PathChange]) {
        let commit = &landing.commit;
        let is_one = |path: &str| {
            let record = RecordPath::identify(path);
            matches!(record, Some(Ok(RecordPath::Decision(..))))
        };
        for file in moved.iter().filter(|file| is_one(&file.path)) {
            let path = file.path.clone();
            if file.after.is_none() {
                self.walked.removed.push((path.clone(), commit.clone()));
            }
            let of_it = self.walked.of_decisions.entry(path).or_default();
            of_it.push(commit.clone());
        }
    }

    fn judged(&mut self, step: &MainStep) -> Result<(), Error> {
        self.state.settle();
        self.walked.landings += 1;
        let (landing, moved, parents) = (&step.landing, step.moved.as_slice(), step.parents);
        let merged = of_merge(self.repository, (landing, parents), moved)?;
        self.walked.findings.extend(merged);
        if !moved.is_empty() && self.state.rules.charter.is_some() {
            self.judge(step)?;
        }
        // What a merge brings was committed before, in its branch.
        if parents < 2 {
            self.committed
                .extend(change::first_commits(moved, landing.at));
        }
        Ok(())
    }

    /// Finds whose records it brought, and who committed them.
    fn hands(&mut self, step: &MainStep) -> Result<(), Error> {
        let moved = step.moved.as_slice();
        if moved.iter().all(|moved| is_roster(&moved.path)) {
            return Ok(());
        }
        self.state.settle();
        if !hand::is_asked(&self.state.rules) {
            return Ok(());
        }
        let n = self.walked.order.len().saturating_sub(1);
        let by = self.addresses(step)?;
        let others = hand::by_another(&self.state.rules, moved, &by.authors);
        let others = others.into_iter().map(|one| (n, one));
        self.walked.by_another.extend(others);
        Ok(())
    }

    /// Who wrote and who committed what a commit brought.
    fn addresses<'s>(&self, step: &'s MainStep) -> Result<Cow<'s, CommitAddresses>, Error> {
        Ok(match &step.by {
            Some(by) => Cow::Borrowed(by),
            None => {
                let landing = &step.landing.commit;
                Cow::Owned(self.repository.addresses(landing, &step.moved)?)
            }
        })
    }

    fn judge(&mut self, step: &MainStep) -> Result<(), Error> {
        let (landing, moved) = (&step.landing, step.moved.as_slice());
        let identity = self
            .state
            .rules
            .charter
            .as_ref()
            .map(|charter| charter.identity);
        let submitter = Submitter {
            by: match identity {
                Some(Identity::Author) => self.addresses(step)?.into_owned(),
                _ => CommitAddresses::default(),
            },
            ..Submitter::default()
        };
        let before = self.state.before(moved);
        let change = Change {
            moved,
            outside: &[],
            submitter: &submitter,
            committed: &self.committed,
            door: EntryPoint::Landing,
            now: landing.at,
        };
        let judged = check::change(&before, &change);
        self.state.take_back(before);
        self.walked.unproven = judged.unproven.or(self.walked.unproven);
        let walked = Walked(&self.line, &self.walked.order);
        // A date can only matter if an earlier commit has a later one.
        let at = Some(landing.at).filter(|at| self.newest.is_some_and(|newest| *at < newest));
        let by_history = by_history(self.repository, &walked, moved, at)?;
        let calls = self.calls(landing, moved)?;
        let faults = judged.findings.into_iter().chain(by_history).chain(calls);
        for fault in faults.filter(|fault| fault.severity() == Severity::Error) {
            let (commit, broken) = (called(landing), fault.code);
            let sentence = format!(
                "{commit} broke {} {}: {}",
                broken.id, broken.name, fault.sentence
            );
            let finding = found(landing, (code::H305, broken), &fault.place.path, sentence);
            self.walked.findings.push(finding);
        }
        Ok(())
    }

    /// The errors in the calls that a commit brings and in what chairs do in them, each by the charter at
    /// which its call is fixed. An error in the answer of a participant is left out: such an answer is not
    /// counted until somebody corrects it.
    fn calls(&mut self, landing: &MainCommit, moved: &[PathChange]) -> Result<Vec<Finding>, Error> {
        let paths: BTreeSet<String> = moved.iter().filter_map(of_chairs).collect();
        if paths.is_empty() {
            return Ok(Vec::new());
        }
        let after = self.state.after(moved);
        let after = with_fixed(self.repository, Cow::Owned(after))?.into_owned();
        let found = check::in_calls(&after, &paths, landing.at);
        self.state.take_back(after);
        Ok(found)
    }
}
