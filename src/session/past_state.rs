//! Keeps the state of a register while its history is walked, and reads as much of it as the check of a commit
//! needs.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::check::change::Answering;
use crate::record::path::{Owner, RecordPath};
use crate::record::proposal::Proposal;
use crate::register::records::Register;
use crate::register::snapshot::{
    Content, Extent, Moment, PathChange, Snapshot, folder, is_roster, newly_called, proposal_of,
};
use crate::value::id::ProposalId;

/// The state after the commits so far.
pub(super) struct PastState {
    files: BTreeMap<String, Content>,
    /// Charter and participant list of that state, without what changed since they were read.
    pub(super) rules: Register,
    /// Whether any of them changed.
    moved_rules: bool,
    /// The records of proposals besides answers, as long as neither they nor the rules change.
    kept: BTreeMap<ProposalId, Register>,
}

impl PastState {
    /// Before the first commit.
    pub(super) fn new() -> Self {
        Self {
            files: BTreeMap::new(),
            rules: rules(BTreeMap::new()),
            moved_rules: false,
            kept: BTreeMap::new(),
        }
    }

    /// The state after a commit; only charter and participant list where `all` is not asked for.
    pub(super) fn landed(&mut self, moved: Vec<PathChange>, all: bool) {
        for moved in moved {
            let is_rule = is_roster(&moved.path);
            self.moved_rules |= is_rule;
            if let Some(id) = proposal_of(&moved.path)
                && !is_answer(&moved.path, &id)
            {
                self.kept.remove(&id);
            }
            match moved.after {
                Some(content) if is_rule || all => {
                    drop(self.files.insert(moved.path, content));
                }
                _ => drop(self.files.remove(&moved.path)),
            }
        }
    }

    /// Reads charter and participant list again, if they changed since they were read.
    pub(super) fn settle(&mut self) {
        if !std::mem::take(&mut self.moved_rules) {
            return;
        }
        let files = self.files.iter().filter(|(path, _)| is_roster(path));
        self.kept.clear();
        self.rules = rules(
            files
                .map(|(path, file)| (path.clone(), file.clone()))
                .collect(),
        );
    }

    /// As much of the state before a commit as its check needs.
    pub(super) fn before(&mut self, moved: &[PathChange]) -> Register {
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

    /// The same with the commit, without what it changed in the rules.
    pub(super) fn after(&mut self, moved: &[PathChange]) -> Register {
        let mut files = self.part(moved);
        for moved in moved.iter().filter(|moved| !is_roster(&moved.path)) {
            match &moved.after {
                Some(content) => drop(files.insert(moved.path.clone(), content.clone())),
                None => drop(files.remove(&moved.path)),
            }
        }
        self.with_rules(files)
    }

    /// Takes the rules back that were lent to a register.
    pub(super) fn take_back(&mut self, lent: Register) {
        (self.rules.charter, self.rules.participants) = (lent.charter, lent.participants);
    }

    /// All files.
    pub(super) fn files(&self) -> &BTreeMap<String, Content> {
        &self.files
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
        for part in newly_called(moved).flat_map(|id| self.parts_of(&id)) {
            let folder = folder(&part);
            let records = self.besides_answers(&folder);
            files.extend(records.map(|(path, content)| (path.clone(), content.clone())));
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
        let holders = charter.map_or_else(Vec::new, |charter| charter.role_holders());
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

    /// The parts of a package.
    fn parts_of(&self, id: &ProposalId) -> Vec<ProposalId> {
        let path = RecordPath::Proposal(id.clone()).to_string();
        let bytes = self.files.get(&path).and_then(Content::bytes);
        let read = bytes.and_then(|bytes| Proposal::read(&path, bytes).ok());
        read.map_or(Vec::new(), |package| package.parts)
    }

    /// Adds what the commit changed, as it was before.
    fn add_moved(&self, moved: &[PathChange], files: &mut BTreeMap<String, Content>) {
        files.extend(moved.iter().filter_map(|one| {
            let before = self.files.get(&one.path)?;
            (!is_roster(&one.path)).then(|| (one.path.clone(), before.clone()))
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
pub(super) fn of_chairs(moved: &PathChange) -> Option<String> {
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

fn rules(files: BTreeMap<String, Content>) -> Register {
    Register::read(snapshot(files))
}

fn snapshot(files: BTreeMap<String, Content>) -> Snapshot {
    Snapshot {
        moment: Moment::WorkTree,
        extent: Extent::Everything,
        files: files.into_iter().collect(),
        proposals: BTreeSet::new(),
    }
}
