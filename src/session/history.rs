//! Every landing of the main branch, judged like a request: a fold from the first to the last, each
//! by the state that the one before it left.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::check;
use crate::check::change::{Change, EntryPoint, Submitter};
use crate::git::Repository;
use crate::procedure::hand::{self, ByAnother, OriginUnverified};
use crate::record::charter::{Charter, Identity};
use crate::record::path::{Owner, RecordPath};
use crate::register::records::Register;
use crate::register::snapshot::{
    Content, Extent, MainCommit, Moment, PathChange, Snapshot, folder,
};
use crate::session::error::Error;
use crate::session::gate::whole_history;
use crate::value::code::{self, CheckCode, Severity};
use crate::value::digest::CommitId;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::{ParticipantId, ProposalId};

/// Whether landings are judged, or only walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JudgeMode {
    /// Each by the state before it.
    Done,
    /// They are walked for whose hand committed the records.
    OfHands,
    /// The history is that of another project, and says nothing of this register's.
    LeftAside,
}

/// What came of walking a history.
#[derive(Debug, Default)]
pub struct HistoryResult {
    /// How many landings were judged.
    pub landings: usize,
    /// Every decision that a landing took away, with that landing.
    pub removed: Vec<(String, CommitId)>,
    /// What they broke, oldest landing first.
    pub findings: Vec<Finding>,
    /// The proof of who submits that no history gives, where the charter asks for one.
    pub unproven: Option<OriginUnverified>,
    /// The records that were committed by another, where the addresses of commits are no proof,
    /// each with the number of its landing.
    by_another: Vec<(usize, ByAnother)>,
    /// The number of each landing, from the first.
    order: BTreeMap<CommitId, usize>,
}

impl HistoryResult {
    /// The records that were committed under the address of another than whose they are.
    pub fn by_another(&self) -> Vec<ByAnother> {
        let all = self.by_another.iter();
        all.map(|(_, one)| one.clone()).collect()
    }

    /// The same up to a landing; none where it is not one.
    pub(crate) fn by_another_until(&self, landing: &CommitId) -> Vec<ByAnother> {
        let Some(last) = self.order.get(landing) else {
            return Vec::new();
        };
        let until = self.by_another.iter().filter(|(n, _)| n <= last);
        until.map(|(_, one)| one.clone()).collect()
    }
}

/// Walks every landing up to the commit `tip`, and judges each like a request, by the state that the
/// one before it left.
///
/// # Errors
/// A part of the history is missing, or the repository cannot be read. What a landing broke is no
/// error, but a finding.
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

/// Walks every landing up to `tip`, and judges it as far as is said.
pub(crate) fn walked(
    repository: &Repository,
    tip: &CommitId,
    judging: JudgeMode,
) -> Result<HistoryResult, Error> {
    let landings: Vec<MainCommit> = repository.landings(tip)?.collect::<Result<_, _>>()?;
    let mut fold = HistoryFold {
        repository,
        files: BTreeMap::new(),
        rules: rules(BTreeMap::new()),
        moved_rules: false,
        walked: HistoryResult::default(),
    };
    for landing in landings.iter().rev() {
        let moved = repository.between(landing.parent.as_ref(), &landing.commit)?;
        fold.removed(landing, &moved);
        let n = fold.walked.order.len();
        fold.walked.order.insert(landing.commit.clone(), n);
        match judging {
            JudgeMode::LeftAside => continue,
            JudgeMode::OfHands => fold.hands(landing, &moved)?,
            JudgeMode::Done => {
                fold.hands(landing, &moved)?;
                fold.judged(landing, &moved)?;
            }
        }
        fold.landed(moved, judging);
    }
    Ok(fold.walked)
}

/// The state that the landings so far have left.
struct HistoryFold<'f> {
    repository: &'f Repository,
    files: BTreeMap<String, Content>,
    /// Charter and roster of that state, but for what moved since they were read.
    rules: Register,
    /// Whether any of them moved.
    moved_rules: bool,
    walked: HistoryResult,
}

impl HistoryFold<'_> {
    fn removed(&mut self, landing: &MainCommit, moved: &[PathChange]) {
        let gone = moved.iter().filter(|moved| moved.after.is_none());
        for moved in gone {
            if let Some(Ok(RecordPath::Decision(..))) = RecordPath::identify(&moved.path) {
                let removed = (moved.path.clone(), landing.commit.clone());
                self.walked.removed.push(removed);
            }
        }
    }

    fn judged(&mut self, landing: &MainCommit, moved: &[PathChange]) -> Result<(), Error> {
        self.settle();
        self.walked.landings += 1;
        let parents = self.repository.parents(&landing.commit)?;
        if parents > 1 {
            self.merge(landing, parents)?;
        }
        if !moved.is_empty() && self.rules.charter.is_some() {
            self.judge(landing, moved)?;
        }
        Ok(())
    }

    /// Whose records it brought by whose hand.
    fn hands(&mut self, landing: &MainCommit, moved: &[PathChange]) -> Result<(), Error> {
        if moved.iter().all(|moved| is_rule(&moved.path)) {
            return Ok(());
        }
        self.settle();
        if !hand::is_asked(&self.rules) {
            return Ok(());
        }
        let n = self.walked.order.len().saturating_sub(1);
        let authors = self.repository.authors(&landing.commit)?;
        let others = hand::by_another(&self.rules, moved, &authors);
        let others = others.into_iter().map(|one| (n, one));
        self.walked.by_another.extend(others);
        Ok(())
    }

    /// The state after a landing; only as much of it as is asked for.
    fn landed(&mut self, moved: Vec<PathChange>, judging: JudgeMode) {
        for moved in moved {
            let is_rule = is_rule(&moved.path);
            self.moved_rules |= is_rule;
            match moved.after {
                Some(content) if is_rule || judging == JudgeMode::Done => {
                    drop(self.files.insert(moved.path, content));
                }
                _ => drop(self.files.remove(&moved.path)),
            }
        }
    }

    /// Reads charter and roster again, where they moved since they were read.
    fn settle(&mut self) {
        if !std::mem::take(&mut self.moved_rules) {
            return;
        }
        let files = self.files.iter().filter(|(path, _)| is_rule(path));
        self.rules = rules(
            files
                .map(|(path, file)| (path.clone(), file.clone()))
                .collect(),
        );
    }

    /// A merge says more of its branch than a comparison with what was there before shows.
    fn merge(&mut self, landing: &MainCommit, parents: usize) -> Result<(), Error> {
        if parents > 2 {
            let sentence = format!("merged {} branches at once", parents - 1);
            self.found(landing, code::H304, "charter.toml", &sentence);
        }
        for path in self.repository.dropped(&landing.commit)? {
            if RecordPath::identify(&path).is_some_and(|record| record.is_ok()) {
                let sentence = "merged a branch that has this record, and left it out";
                self.found(landing, code::H306, &path, sentence);
            }
        }
        Ok(())
    }

    fn judge(&mut self, landing: &MainCommit, moved: &[PathChange]) -> Result<(), Error> {
        let identity = self.rules.charter.as_ref().map(|charter| charter.identity);
        let submitter = Submitter {
            authors: match identity {
                Some(Identity::Author) => self.repository.authors(&landing.commit)?,
                _ => BTreeSet::new(),
            },
            ..Submitter::default()
        };
        let change = Change {
            moved,
            outside: &[],
            submitter: &submitter,
            door: EntryPoint::Landing,
            now: landing.at,
        };
        let before = self.before(moved);
        let judged = check::change(&before, &change);
        (self.rules.charter, self.rules.participants) = (before.charter, before.participants);
        self.walked.unproven = judged.unproven.or(self.walked.unproven);
        let faults = judged.findings.into_iter();
        for fault in faults.filter(|fault| fault.severity() == Severity::Error) {
            let broke = format!(
                "broke {} {}: {}",
                fault.code.id, fault.code.name, fault.sentence
            );
            self.found(landing, code::H305, &fault.place.path, &broke);
        }
        Ok(())
    }

    fn found(&mut self, landing: &MainCommit, code: &'static CheckCode, path: &str, what: &str) {
        let short = landing.commit.short();
        let sentence = format!("the landing {short} of {} {what}", landing.at.date());
        let hint = format!(
            "git show {short} shows it; plenary explain {} says more",
            code.id
        );
        let finding = Finding::new(code, SourceLocation::file(path), sentence);
        self.walked.findings.push(finding.hint(hint));
    }

    /// As much of the state before a landing as it is judged on: the rules, and of each proposal
    /// that it touches the records of its own and of its calls, the positions of those who hold a
    /// role, who may be recused, and whatever moved. The rules are lent to it, since a roster is too
    /// large to be copied for every landing.
    fn before(&mut self, moved: &[PathChange]) -> Register {
        let mut files = BTreeMap::new();
        let holders = self
            .rules
            .charter
            .as_ref()
            .map_or_else(Vec::new, Charter::role_holders);
        for id in touched(moved) {
            let folder = folder(&id);
            let whole = needs_all(moved, &folder);
            let from = (Bound::Included(folder.clone()), Bound::Unbounded);
            let inside = self.files.range(from);
            for (path, content) in inside.take_while(|(path, _)| path.starts_with(&folder)) {
                let rest = path.get(folder.len()..).unwrap_or_default();
                let is_answer = ["positions/", "objections/", "handling/"]
                    .iter()
                    .any(|answers| rest.starts_with(answers));
                if whole || !is_answer || is_of(path, &holders) {
                    files.insert(path.clone(), content.clone());
                }
            }
        }
        files.extend(moved.iter().filter_map(|one| {
            let before = self.files.get(&one.path)?;
            (!is_rule(&one.path)).then(|| (one.path.clone(), before.clone()))
        }));
        let mut register = Register::read_as(snapshot(files), &self.rules.people);
        register.charter = self.rules.charter.take();
        register.participants = std::mem::take(&mut self.rules.participants);
        register
    }
}

/// Whether a file is the position of one of these.
fn is_of(path: &str, who: &[ParticipantId]) -> bool {
    match RecordPath::identify(path) {
        Some(Ok(RecordPath::Position(_, Owner::Participant(id)))) => who.contains(&id),
        _ => false,
    }
}

/// Whether a landing is judged on every record of a proposal: where one of them goes, the others
/// say whether it was one of two.
fn needs_all(moved: &[PathChange], folder: &str) -> bool {
    moved
        .iter()
        .any(|moved| moved.after.is_none() && moved.path.starts_with(folder))
}

fn touched(moved: &[PathChange]) -> BTreeSet<ProposalId> {
    let record = |moved: &PathChange| RecordPath::identify(&moved.path)?.ok();
    let proposals = moved.iter().filter_map(record);
    proposals
        .filter_map(|record| record.proposal().cloned())
        .collect()
}

/// Whether a file says who may do what.
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
