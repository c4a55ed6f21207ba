//! Reads every record of one state of the register, joins their references, and keeps the findings of records
//! that cannot be read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::record::acknowledgement::Acknowledgement;
use crate::record::call::Call;
use crate::record::charter::Charter;
use crate::record::meeting::Meeting;
use crate::record::objection::Objection;
use crate::record::participant::Participant;
use crate::record::path::{Owner, PARTICIPANTS, PathFault, RecordPath};
use crate::record::position::Position;
pub use crate::register::folder::{CallFolder, FiledObjection, PositionFile, ProposalRecords};
use crate::register::people::People;
use crate::register::reading::Reading;
use crate::register::recomputed::Recomputed;
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{Content, Snapshot};
use crate::value::calendar::Calendar;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::finding::Finding;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};
use crate::value::text::canonical;

/// All records of one state. Copies share them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The files that it was read from.
    pub snapshot: Snapshot,
    /// The charter, where it can be read.
    pub charter: Option<Arc<Charter>>,
    /// The charters at which undecided calls are fixed, by commit, if somebody fetched those that differ
    /// from the present one.
    pub fixed: Arc<BTreeMap<CommitId, Arc<Charter>>>,
    /// What the clone that it was read from remembers of its decisions.
    pub recomputed: Recomputed,
    /// The participant list.
    pub participants: Arc<BTreeMap<ParticipantId, Participant>>,
    /// The former ids. Every id in the records below is already the present one.
    pub people: People,
    /// The meetings by date.
    pub meetings: Arc<BTreeMap<String, Meeting>>,
    /// The proposals in the snapshot.
    pub proposals: BTreeMap<ProposalId, Arc<ProposalRecords>>,
    /// The paths of records that are not where their present name says: under a former id of their owner, or a
    /// folder deeper.
    pub(super) filed: BTreeMap<RecordPath, String>,
    /// Every finding of reading the records, by place.
    pub findings: Vec<Finding>,
}

impl Register {
    /// Reads every record of a snapshot.
    pub fn read(snapshot: Snapshot) -> Self {
        Self::read_as(snapshot, &People::default())
    }

    /// The charter by which a call is judged.
    pub fn charter_of(&self, call: &Call) -> Option<&Charter> {
        let fixed = call
            .frozen
            .as_ref()
            .and_then(|commit| self.fixed.get(commit));
        fixed.or(self.charter.as_ref()).map(Arc::as_ref)
    }

    /// The days that are not business days.
    pub fn calendar(&self) -> Calendar {
        let calendar = self
            .charter
            .as_ref()
            .map(|charter| charter.calendar.clone());
        calendar.unwrap_or_default()
    }

    /// Reads every record of a snapshot, with the people in it under the ids of a later register.
    pub fn read_as(snapshot: Snapshot, later: &People) -> Self {
        let mut register = Self {
            charter: None,
            fixed: Arc::default(),
            recomputed: Recomputed::default(),
            participants: Arc::default(),
            people: People::default(),
            meetings: Arc::default(),
            proposals: BTreeMap::new(),
            filed: BTreeMap::new(),
            findings: Vec::new(),
            snapshot,
        };
        let files = std::mem::take(&mut register.snapshot.files);
        register.read_participants(&files, later);
        for (path, content) in &files {
            if let (Some(Ok(record)), Some(bytes)) = (RecordPath::identify(path), content.bytes()) {
                register.file(&files, path, record, bytes);
            }
        }
        register.snapshot.files = files;
        register.lift_carried_objections();
        register.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        register
    }

    /// The same register with the folders of more proposals. What is read of these does not depend on other
    /// proposals, so several threads can read some each, for [`Register::and`].
    #[must_use]
    pub fn with_proposals(mut self, folders: SharedFiles) -> Self {
        self.add(folders);
        self
    }

    /// Adds more files in the folders of proposals.
    pub(super) fn add(&mut self, folders: SharedFiles) {
        for (path, content) in &folders {
            if let (Some(Ok(record)), Some(bytes)) = (RecordPath::identify(path), content.bytes()) {
                self.file(&folders, path, record, bytes);
            }
        }
        for id in folders.proposals() {
            if let Some(folder) = self.proposals.get_mut(&id) {
                lift_carried_objections(Arc::make_mut(folder));
            }
        }
        self.snapshot.files.append(folders);
        self.findings.sort_by(|a, b| a.order().cmp(&b.order()));
    }

    /// The same register with the proposals of another one that has the same participants and findings of its
    /// proposals only.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.snapshot.files.append(other.snapshot.files);
        self.proposals.extend(other.proposals);
        self.filed.extend(other.filed);
        self.findings.extend(other.findings);
        self.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        self
    }

    /// The same register with more files.
    #[must_use]
    pub fn with_files(mut self, more: BTreeMap<String, Content>) -> Self {
        let new: Vec<String> = more.keys().cloned().collect();
        let mut files = std::mem::take(&mut self.snapshot.files);
        files.extend(more);
        for path in new {
            let bytes = files.get(&path).and_then(Content::bytes);
            if let (Some(Ok(record)), Some(bytes)) = (RecordPath::identify(&path), bytes) {
                self.file(&files, &path, record, bytes);
            }
        }
        self.snapshot.files = files;
        self.lift_carried_objections();
        self.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        self
    }

    /// The participants come first, because all other records name them.
    fn read_participants(&mut self, files: &SharedFiles, later: &People) {
        let mut read = BTreeMap::new();
        for (path, content) in files.under(PARTICIPANTS) {
            let record = RecordPath::identify(path);
            if let (Some(Ok(RecordPath::Participant(id))), Some(bytes)) = (record, content.bytes())
                && let Some(participant) = self.reading().kept(Participant::read(path, bytes))
            {
                read.insert(id, participant);
            }
        }
        self.people = People::of(&read).seen_from(&read, later);
        let mut participants = BTreeMap::new();
        for (id, participant) in read {
            let present = self.people.settled(id.clone());
            if present != id {
                let path = RecordPath::Participant(id).to_string();
                let record = RecordPath::Participant(present.clone());
                self.filed.insert(record, path);
            }
            let participant = self.people.settled(participant);
            participants.insert(present, participant);
        }
        self.participants = Arc::new(participants);
    }

    fn file(&mut self, files: &SharedFiles, path: &str, record: RecordPath, bytes: &[u8]) {
        let record = self.people.settled(record);
        if self.is_another(files, path, &record) {
            return;
        }
        match record {
            RecordPath::Charter => {
                self.charter = self
                    .reading()
                    .kept(Charter::read(path, bytes))
                    .map(Arc::new);
            }
            RecordPath::Meeting(date) => {
                let read = self.reading().kept(Meeting::read(path, bytes));
                Arc::make_mut(&mut self.meetings).extend(read.map(|read| (date, read)));
            }
            // Who acknowledged what concerns only the findings of the history.
            RecordPath::Acknowledgement(_) => {
                drop(self.reading().kept(Acknowledgement::read(path, bytes)));
            }
            RecordPath::Participant(_)
            | RecordPath::AllowedSigners
            | RecordPath::Text(..)
            | RecordPath::Minutes(_)
            | RecordPath::Manifest(..)
            | RecordPath::Signature(..) => {}
            in_folder => self.file_in_folder(path, in_folder, bytes),
        }
    }

    /// Whether another file is the same record: of two, the one under the present id counts, or else the first
    /// by path. The tally reads every position file itself.
    fn is_another(&mut self, files: &SharedFiles, path: &str, record: &RecordPath) -> bool {
        let can_be_elsewhere = match record {
            RecordPath::Participant(_) => false,
            RecordPath::Position(..) => true,
            _ => self.people.has_former_ids(),
        };
        if !can_be_elsewhere {
            return false;
        }
        if record.is_at(path) {
            return false;
        }
        let other = files.contains_key(&record.to_string()) || self.filed.contains_key(record);
        if !other {
            self.filed.insert(record.clone(), path.to_owned());
        }
        other && !matches!(record, RecordPath::Position(..))
    }

    fn file_in_folder(&mut self, path: &str, record: RecordPath, bytes: &[u8]) {
        let Some(id) = record.proposal().cloned() else {
            return;
        };
        let folder = Arc::make_mut(self.proposals.entry(id).or_default());
        let mut reading = Reading {
            people: &self.people,
            findings: &mut self.findings,
        };
        reading.file_in_folder(path, record, bytes, folder);
    }

    fn lift_carried_objections(&mut self) {
        let folders = self.proposals.values_mut();
        folders.for_each(|folder| lift_carried_objections(Arc::make_mut(folder)));
    }

    fn reading(&mut self) -> Reading<'_> {
        Reading {
            people: &self.people,
            findings: &mut self.findings,
        }
    }

    /// The bytes of a plain file.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.snapshot.files.get(path)?.bytes()
    }

    /// The digest of a plain file.
    pub fn digest(&self, path: &str) -> Option<TextDigest> {
        self.bytes(path).map(TextDigest::of)
    }

    /// The findings of one file.
    pub fn findings_in<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.place.path == path)
    }

    /// The findings of the files that every tally of `proposal` needs: charter, participant list, proposal and
    /// calls. With any of them a base could be wrong.
    pub fn faults_under(&self, proposal: &ProposalId) -> Vec<&Finding> {
        let rests_on = |path: &str| match RecordPath::identify(path) {
            Some(Ok(RecordPath::Charter | RecordPath::Participant(_))) => true,
            Some(Ok(RecordPath::Proposal(id) | RecordPath::Call(id, _))) => id == *proposal,
            _ => false,
        };
        self.findings
            .iter()
            .filter(|finding| rests_on(&finding.place.path))
            .collect()
    }

    /// Finds the owner of every position file with these former ids. A call counts the participants that it
    /// froze: two of them stay two, also if one participant has both ids now.
    pub fn own_positions_as(&mut self, people: &People) {
        if self.people == *people {
            return;
        }
        let folders = self.proposals.values_mut().map(Arc::make_mut);
        for (path, file) in folders.flat_map(|folder| &mut folder.positions) {
            if let Some(Ok(RecordPath::Position(_, owner))) = RecordPath::identify(path) {
                file.owner = people.settled(owner);
            }
        }
    }

    /// Which record is at `path`, with its owner under their present id.
    pub fn identify(&self, path: &str) -> Option<Result<RecordPath, PathFault>> {
        let identified = RecordPath::identify(path)?;
        Some(identified.map(|record| self.people.settled(record)))
    }

    /// The path of a record, or the path to which it will be written.
    pub fn path(&self, record: &RecordPath) -> String {
        let elsewhere = self.filed.get(record).cloned();
        elsewhere.unwrap_or_else(|| record.to_string())
    }

    /// The record of a participant.
    pub fn participant(&self, id: &ParticipantId) -> Option<&Participant> {
        self.participants.get(id)
    }

    /// The names of all proposals, also of those outside the snapshot's extent.
    pub fn proposal_names(&self) -> &BTreeSet<String> {
        &self.snapshot.proposals
    }
}

/// A position with an objection inside is that participant's objection, unless a file of its own has
/// replaced it.
fn lift_carried_objections(folder: &mut ProposalRecords) {
    // Of two files of one person, the one under the present id comes first.
    let under_former = |(path, file): &(&String, &PositionFile)| !file.is_under_present_id(path);
    let positions = folder.positions.iter();
    let carries = |file: &PositionFile| {
        let position = file.position.as_ref();
        position.is_some_and(Position::carries_objection)
    };
    let mut files: Vec<_> = positions.filter(|(_, file)| carries(file)).collect();
    files.sort_by_key(under_former);
    for (path, file) in files {
        let (Owner::Participant(by), Some(position)) = (&file.owner, &file.position) else {
            continue;
        };
        if let Some(objection) = carried(position) {
            let raised = FiledObjection {
                path: path.clone(),
                objection,
            };
            folder
                .objections
                .entry(ObjectionId::in_position(by))
                .or_insert(raised);
        }
    }
}

/// The objection inside a position.
pub fn carried(position: &Position) -> Option<Objection> {
    let about = position.about.clone();
    let about = about.unwrap_or_else(|| "the proposal".to_owned());
    Some(Objection {
        resolve: position.resolve.clone(),
        on: position.on,
        received: position.received,
        ..Objection::new(about, position.problem.clone()?)
    })
}

impl Register {
    /// The participant with this present or former id.
    pub fn known_as(&self, id: &ParticipantId) -> Option<&ParticipantId> {
        let (present, _) = self.participants.get_key_value(self.people.present(id))?;
        Some(present)
    }

    /// Everybody whom a complete name means: an id or a former one, or else a name, an email address, an
    /// account, a login or another name, also as `@ana`.
    pub fn named(&self, typed: &str) -> Vec<&ParticipantId> {
        let bare = typed.strip_prefix('@').unwrap_or(typed);
        let id = ParticipantId::parse(bare).ok();
        if let Some(one) = id.as_ref().and_then(|id| self.known_as(id)) {
            return vec![one];
        }
        let wanted = canonical(bare);
        if wanted.is_empty() {
            return Vec::new();
        }
        let people = self.participants.iter();
        let meant = people.filter(|(_, who)| who.names().any(|name| canonical(name) == wanted));
        meant.map(|(id, _)| id).collect()
    }
}
