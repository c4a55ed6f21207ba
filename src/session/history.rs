//! Checks every commit on the main branch like a pull request, from the first to the last, each by the
//! state before it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::check;
use crate::check::change::{self, Answering, Change, EntryPoint, FirstCommits, Submitter};
use crate::git::{MainStep, Repository};
use crate::procedure::hand::{self, ByAnother, OriginUnverified};
use crate::record::charter::{Charter, Identity};
use crate::record::path::{Owner, RecordPath};
use crate::register::records::Register;
use crate::register::snapshot::{
    CommitAddresses, Content, Extent, MainCommit, Moment, PathChange, Snapshot, folder,
};
use crate::session::acknowledged::{self, Acknowledged};
use crate::session::by_history::by_history;
use crate::session::change::proposal_of;
use crate::session::error::Error;
use crate::session::fixed_charters::with_fixed;
use crate::session::merges::{called, found, of_merge};
use crate::session::opened::whole_history;
use crate::session::walked_line::Walked;
use crate::value::clock::Instant;
use crate::value::code::{self, Severity};
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::id::ProposalId;

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
}

impl HistoryResult {
    /// The records that were committed under another email address than that of their owner.
    pub fn by_another(&self) -> Vec<ByAnother> {
        let all = self.by_another.iter();
        all.map(|(_, one)| one.clone()).collect()
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
        files: BTreeMap::new(),
        rules: rules(BTreeMap::new()),
        moved_rules: false,
        kept: BTreeMap::new(),
        line: Vec::new(),
        newest: None,
        committed: FirstCommits::new(),
        walked: HistoryResult::default(),
    };
    repository.walk_line(tip, |step| fold.step(step, judging))?;
    let mut walked = fold.walked;
    let (left, acknowledged) = acknowledged::apart(walked.findings, &fold.files);
    (walked.findings, walked.acknowledged) = (left, acknowledged);
    Ok(walked)
}

/// The state after the commits so far.
struct HistoryFold<'f> {
    repository: &'f Repository,
    files: BTreeMap<String, Content>,
    /// Charter and participant list of that state, without what changed since they were read.
    rules: Register,
    /// Whether any of them changed.
    moved_rules: bool,
    /// The records of proposals besides answers, as long as neither they nor the rules change.
    kept: BTreeMap<ProposalId, Register>,
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
        self.removed(landing, &step.moved);
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
        self.landed(step.moved, judging);
        Ok(())
    }

    fn removed(&mut self, landing: &MainCommit, moved: &[PathChange]) {
        let gone = moved.iter().filter(|moved| moved.after.is_none());
        for moved in gone {
            if let Some(Ok(RecordPath::Decision(..))) = RecordPath::identify(&moved.path) {
                let removed = (moved.path.clone(), landing.commit.clone());
                self.walked.removed.push(removed);
            }
        }
    }

    fn judged(&mut self, step: &MainStep) -> Result<(), Error> {
        self.settle();
        self.walked.landings += 1;
        let (landing, moved, parents) = (&step.landing, step.moved.as_slice(), step.parents);
        let merged = of_merge(self.repository, (landing, parents), moved)?;
        self.walked.findings.extend(merged);
        if !moved.is_empty() && self.rules.charter.is_some() {
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
        if moved.iter().all(|moved| is_rule(&moved.path)) {
            return Ok(());
        }
        self.settle();
        if !hand::is_asked(&self.rules) {
            return Ok(());
        }
        let n = self.walked.order.len().saturating_sub(1);
        let by = self.addresses(step)?;
        let others = hand::by_another(&self.rules, moved, &by.authors);
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

    /// The state after a commit; only as much of it as is asked for.
    fn landed(&mut self, moved: Vec<PathChange>, judging: JudgeMode) {
        for moved in moved {
            let is_rule = is_rule(&moved.path);
            self.moved_rules |= is_rule;
            if let Some(id) = proposal_of(&moved.path)
                && !is_answer(&moved.path, &id)
            {
                self.kept.remove(&id);
            }
            match moved.after {
                Some(content) if is_rule || judging == JudgeMode::Done => {
                    drop(self.files.insert(moved.path, content));
                }
                _ => drop(self.files.remove(&moved.path)),
            }
        }
    }

    /// Reads charter and participant list again, if they changed since they were read.
    fn settle(&mut self) {
        if !std::mem::take(&mut self.moved_rules) {
            return;
        }
        let files = self.files.iter().filter(|(path, _)| is_rule(path));
        self.kept.clear();
        self.rules = rules(
            files
                .map(|(path, file)| (path.clone(), file.clone()))
                .collect(),
        );
    }

    fn judge(&mut self, step: &MainStep) -> Result<(), Error> {
        let (landing, moved) = (&step.landing, step.moved.as_slice());
        let identity = self.rules.charter.as_ref().map(|charter| charter.identity);
        let submitter = Submitter {
            by: match identity {
                Some(Identity::Author) => self.addresses(step)?.into_owned(),
                _ => CommitAddresses::default(),
            },
            ..Submitter::default()
        };
        let before = self.before(moved);
        let change = Change {
            moved,
            outside: &[],
            submitter: &submitter,
            committed: &self.committed,
            door: EntryPoint::Landing,
            now: landing.at,
        };
        let judged = check::change(&before, &change);
        (self.rules.charter, self.rules.participants) = (before.charter, before.participants);
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
        let mut files = self.part(moved);
        for moved in moved.iter().filter(|moved| !is_rule(&moved.path)) {
            match &moved.after {
                Some(content) => drop(files.insert(moved.path.clone(), content.clone())),
                None => drop(files.remove(&moved.path)),
            }
        }
        let after = self.with_rules(files);
        let after = with_fixed(self.repository, Cow::Owned(after))?.into_owned();
        let found = check::in_calls(&after, &paths, landing.at);
        (self.rules.charter, self.rules.participants) = (after.charter, after.participants);
        Ok(found)
    }

    /// As much of the state before a commit as its check needs.
    fn before(&mut self, moved: &[PathChange]) -> Register {
        let (touched, whole) = (touched(moved), needed_whole(moved));
        let single = touched.first().filter(|_| touched.len() == 1);
        // A former id gives two paths to one record.
        let can_keep = whole.is_empty() && !self.rules.people.has_former_ids();
        let Some(id) = single.filter(|_| can_keep) else {
            return self.with_rules(self.part(moved));
        };
        let mut answers = BTreeMap::new();
        self.answers(id, &Answering::of(moved), &mut answers);
        self.add_moved(moved, &mut answers);
        let kept = match self.kept.get(id) {
            Some(kept) => kept,
            None => {
                let folder = folder(id);
                let files = self.besides_answers(&folder);
                let files = files.map(|(path, content)| (path.clone(), content.clone()));
                let read = Register::read_as(snapshot(files.collect()), &self.rules.people);
                self.kept.entry(id.clone()).or_insert(read)
            }
        };
        answers.retain(|path, _| !kept.snapshot.files.contains_key(path));
        let register = kept.clone().with_files(answers);
        self.lend_rules(register)
    }

    /// As much of the state before a commit as its check needs: of each proposal that it touches its own
    /// records and those of its calls, the positions of holders of a role, who can be recused, and
    /// everything that changed.
    fn part(&self, moved: &[PathChange]) -> BTreeMap<String, Content> {
        let mut files = BTreeMap::new();
        let answering = Answering::of(moved);
        let needed_whole = needed_whole(moved);
        for id in touched(moved) {
            let folder = folder(&id);
            let whole = needed_whole.contains(&id);
            if whole {
                let meetings = self.under("meetings/");
                files.extend(meetings.map(|(path, content)| (path.clone(), content.clone())));
            }
            let mut put = |(path, content): (&String, &Content)| {
                drop(files.insert(path.clone(), content.clone()));
            };
            if whole {
                self.under(&folder).for_each(&mut put);
                continue;
            }
            self.besides_answers(&folder).for_each(&mut put);
            self.answers(&id, &answering, &mut files);
        }
        self.add_moved(moved, &mut files);
        files
    }

    /// Adds the answers on a proposal that the check of a commit needs: the positions of holders of a role, and
    /// what the commit answers.
    fn answers(
        &self,
        id: &ProposalId,
        answering: &Answering,
        files: &mut BTreeMap<String, Content>,
    ) {
        let mut put = |(path, content): (&String, &Content)| {
            drop(files.insert(path.clone(), content.clone()));
        };
        let charter = self.rules.charter.as_ref();
        let holders = charter.map_or_else(Vec::new, Charter::role_holders);
        let of_holders = holders.into_iter().filter_map(|who| {
            let owner = Owner::Participant(who);
            let path = RecordPath::Position(id.clone(), owner).to_string();
            self.files.get_key_value(&path)
        });
        of_holders.for_each(&mut put);
        if !answering.is_nothing() {
            let folder = folder(id);
            let answered = self.under(&folder);
            answered
                .filter(|(path, _)| answering.answer(path))
                .for_each(put);
        }
    }

    /// Adds what the commit changed, as it was before.
    fn add_moved(&self, moved: &[PathChange], files: &mut BTreeMap<String, Content>) {
        files.extend(moved.iter().filter_map(|one| {
            let before = self.files.get(&one.path)?;
            (!is_rule(&one.path)).then(|| (one.path.clone(), before.clone()))
        }));
    }

    /// The files of a folder.
    fn under<'u>(&'u self, folder: &'u str) -> impl Iterator<Item = (&'u String, &'u Content)> {
        let from = (Bound::Included(folder), Bound::Unbounded);
        let inside = self.files.range::<str, _>(from);
        inside.take_while(move |(path, _)| path.starts_with(folder))
    }

    /// The files of a proposal's folder without those of answers, which can be many: they are not even looked at.
    fn besides_answers<'u>(
        &'u self,
        folder: &'u str,
    ) -> impl Iterator<Item = (&'u String, &'u Content)> {
        // "0" is the character after "/".
        let gap = move |(after, before): (&str, &str)| {
            let from = format!("{folder}{after}");
            let until = format!("{folder}{before}/");
            let bounds = (
                Bound::Included(from.as_str()),
                Bound::Excluded(until.as_str()),
            );
            self.files.range::<str, _>(bounds).collect::<Vec<_>>()
        };
        let gaps = [
            ("", "handling"),
            ("handling0", "objections"),
            ("objections0", "positions"),
        ];
        let from = (
            Bound::Included(format!("{folder}positions0")),
            Bound::Unbounded,
        );
        let rest = self.files.range::<String, _>(from);
        let rest = rest.take_while(move |(path, _)| path.starts_with(folder));
        gaps.into_iter().flat_map(gap).chain(rest)
    }

    /// These files with the rules, which are borrowed: a participant list is too large to be copied for
    /// every commit.
    fn with_rules(&mut self, files: BTreeMap<String, Content>) -> Register {
        let register = Register::read_as(snapshot(files), &self.rules.people);
        self.lend_rules(register)
    }

    fn lend_rules(&mut self, mut register: Register) -> Register {
        register.charter = self.rules.charter.take();
        register.participants = std::mem::take(&mut self.rules.participants);
        register
    }
}

/// Where the check of a commit needs every record of a proposal: if one is removed, the others show
/// whether it was one of two; and what chairs do refers to answers.
fn needed_whole(moved: &[PathChange]) -> BTreeSet<ProposalId> {
    let all = |moved: &&PathChange| moved.after.is_none() || of_chairs(moved).is_some();
    let all = moved.iter().filter(all);
    all.filter_map(|moved| RecordPath::identify(&moved.path)?.ok()?.proposal().cloned())
        .collect()
}

/// The path of a new or changed record that a chair writes in a call.
fn of_chairs(moved: &PathChange) -> Option<String> {
    let record = RecordPath::identify(&moved.path)?.ok()?;
    let of_chairs = matches!(
        record,
        RecordPath::Call(..) | RecordPath::Designation(..) | RecordPath::Handling(..)
    );
    (of_chairs && moved.after.is_some()).then(|| moved.path.clone())
}

fn touched(moved: &[PathChange]) -> BTreeSet<ProposalId> {
    let record = |moved: &PathChange| RecordPath::identify(&moved.path)?.ok();
    let proposals = moved.iter().filter_map(record);
    proposals
        .filter_map(|record| record.proposal().cloned())
        .collect()
}

/// Whether a path is in a folder of answers on a proposal.
fn is_answer(path: &str, id: &ProposalId) -> bool {
    let inside = path.strip_prefix(&folder(id)).unwrap_or(path);
    let folders = ["handling/", "objections/", "positions/"];
    folders.into_iter().any(|folder| inside.starts_with(folder))
}

/// Whether a file says who can do what.
fn is_rule(path: &str) -> bool {
    path == "charter.toml" || path.starts_with("participants/")
}

fn rules(files: BTreeMap<String, Content>) -> Register {
    Register::read(snapshot(files))
}

fn snapshot(files: BTreeMap<String, Content>) -> Snapshot {
    Snapshot {
        moment: Moment::WorkTree,
        extent: Extent::Everything,
        files,
        proposals: BTreeSet::new(),
    }
}
