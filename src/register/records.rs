//! The register: every record of one moment by its identity, references joined, faults kept
//! beside.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::call::Call;
use crate::record::charter::Charter;
use crate::record::decision::Decision;
use crate::record::handling::Handling;
use crate::record::meeting::Meeting;
use crate::record::objection::Objection;
use crate::record::participant::Participant;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::track::Outcome;
use crate::register::snapshot::Snapshot;
use crate::value::digest::TextDigest;
use crate::value::finding::Finding;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// A position file: whose it is, and what it says if it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionFile {
    /// Whose answer it is.
    pub owner: Owner,
    /// What it says; `None` where it cannot be read.
    pub position: Option<Position>,
}

/// An objection, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The file that it stands in.
    pub path: String,
    /// What it says.
    pub objection: Objection,
}

/// One call of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallFolder {
    /// What `call.toml` says, where it is there and can be read.
    pub call: Option<Call>,
    /// What `decision.toml` says, where it is there and can be read.
    pub decision: Option<Decision>,
}

/// One proposal with everything filed under it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folder {
    /// What `proposal.toml` says, where it is there and can be read.
    pub proposal: Option<Proposal>,
    /// Every position file by its path.
    pub positions: BTreeMap<String, PositionFile>,
    /// Every objection, those that position files carry among them.
    pub objections: BTreeMap<ObjectionId, Raised>,
    /// What was done with each objection.
    pub handling: BTreeMap<ObjectionId, Handling>,
    /// The calls by their number.
    pub calls: BTreeMap<u32, CallFolder>,
}

/// All records of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The files that it was read from.
    pub snapshot: Snapshot,
    /// The charter, where it can be read.
    pub charter: Option<Charter>,
    /// The roster.
    pub participants: BTreeMap<ParticipantId, Participant>,
    /// The meetings by date.
    pub meetings: BTreeMap<String, Meeting>,
    /// The proposals that the snapshot holds.
    pub proposals: BTreeMap<ProposalId, Folder>,
    /// Every fault that reading the records found, by place.
    pub findings: Vec<Finding>,
}

impl Register {
    /// Reads every record of a snapshot.
    pub fn read(snapshot: Snapshot) -> Self {
        let mut register = Self {
            charter: None,
            participants: BTreeMap::new(),
            meetings: BTreeMap::new(),
            proposals: BTreeMap::new(),
            findings: Vec::new(),
            snapshot,
        };
        let files = std::mem::take(&mut register.snapshot.files);
        for (path, content) in &files {
            if let (Some(Ok(record)), Some(bytes)) = (RecordPath::identify(path), content.bytes()) {
                register.file(path, record, bytes);
            }
        }
        register.snapshot.files = files;
        register.lift_carried_objections();
        register.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        register
    }

    fn file(&mut self, path: &str, record: RecordPath, bytes: &[u8]) {
        match record {
            RecordPath::Charter => self.charter = self.kept(Charter::read(path, bytes)),
            RecordPath::Participant(id) => {
                if let Some(participant) = self.kept(Participant::read(path, bytes)) {
                    self.participants.insert(id, participant);
                }
            }
            RecordPath::Meeting(date) => {
                if let Some(meeting) = self.kept(Meeting::read(path, bytes)) {
                    self.meetings.insert(date, meeting);
                }
            }
            RecordPath::AllowedSigners
            | RecordPath::Text(..)
            | RecordPath::Manifest(..)
            | RecordPath::Signature(..) => {}
            in_folder => self.file_in_folder(path, in_folder, bytes),
        }
    }

    fn file_in_folder(&mut self, path: &str, record: RecordPath, bytes: &[u8]) {
        let Some(id) = record.proposal().cloned() else {
            return;
        };
        let mut folder = self.proposals.remove(&id).unwrap_or_default();
        match record {
            RecordPath::Proposal(_) => folder.proposal = self.kept(Proposal::read(path, bytes)),
            RecordPath::Position(_, owner) => {
                let position = self.kept(Position::read(path, bytes));
                folder
                    .positions
                    .insert(path.to_owned(), PositionFile { owner, position });
            }
            RecordPath::Objection(_, of) => {
                if let Some(objection) = self.kept(Objection::read(path, bytes)) {
                    folder.objections.insert(
                        of,
                        Raised {
                            path: path.to_owned(),
                            objection,
                        },
                    );
                }
            }
            RecordPath::Handling(_, of) => {
                if let Some(handling) = self.kept(Handling::read(path, bytes)) {
                    folder.handling.insert(of, handling);
                }
            }
            RecordPath::Call(_, n) => {
                folder.calls.entry(n).or_default().call = self.kept(Call::read(path, bytes));
            }
            RecordPath::Decision(_, n) => {
                folder.calls.entry(n).or_default().decision =
                    self.kept(Decision::read(path, bytes));
            }
            _ => {}
        }
        self.proposals.insert(id, folder);
    }

    fn kept<T>(&mut self, read: Result<T, Vec<Finding>>) -> Option<T> {
        match read {
            Ok(record) => Some(record),
            Err(findings) => {
                self.findings.extend(findings);
                None
            }
        }
    }

    /// A position that carries an objection itself is that participant's objection, unless a file
    /// among the objections has taken its place.
    fn lift_carried_objections(&mut self) {
        for folder in self.proposals.values_mut() {
            for (path, file) in &folder.positions {
                let (Owner::Participant(by), Some(position)) = (&file.owner, &file.position) else {
                    continue;
                };
                if let Some(objection) = carried(position) {
                    let raised = Raised {
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
    }

    /// The bytes of a plain file.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.snapshot
            .files
            .get(path)
            .and_then(|content| content.bytes())
    }

    /// The digest of a plain file.
    pub fn digest(&self, path: &str) -> Option<TextDigest> {
        self.bytes(path).map(TextDigest::of)
    }

    /// The faults of one file.
    pub fn findings_in<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.place.path == path)
    }

    /// The faults of the files that every tally of `proposal` rests on: charter, roster, proposal
    /// and calls. With any of them a denominator might be wrong.
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

    /// Who a name means: a present id, or a former one.
    pub fn known_as(&self, id: &ParticipantId) -> Option<&ParticipantId> {
        if let Some((present, _)) = self.participants.get_key_value(id) {
            return Some(present);
        }
        let former =
            |(_, participant): &(&ParticipantId, &Participant)| participant.also.contains(id);
        self.participants
            .iter()
            .find(former)
            .map(|(present, _)| present)
    }

    /// The participant whose record this name means.
    pub fn participant(&self, id: &ParticipantId) -> Option<&Participant> {
        self.known_as(id)
            .and_then(|present| self.participants.get(present))
    }

    /// The names of all proposals, also of those outside the snapshot's extent.
    pub fn proposal_names(&self) -> &BTreeSet<String> {
        &self.snapshot.proposals
    }

    /// Who signed off the decision of a call: whoever judged it, then those whose signatures
    /// lie beside it, by id. Nobody where there is no decision that can be read.
    pub fn sign_offs(&self, id: &ProposalId, n: u32) -> Vec<ParticipantId> {
        let folder = self.proposals.get(id);
        let Some(decision) = folder.and_then(|folder| folder.decision(n)) else {
            return Vec::new();
        };
        let judge = decision.judgement.by.clone();
        let beside =
            self.snapshot
                .files
                .keys()
                .filter_map(|path| match RecordPath::identify(path)? {
                    Ok(RecordPath::Signature(of, call, by)) if of == *id && call == n => Some(by),
                    _ => None,
                });
        let others: BTreeSet<ParticipantId> = beside.filter(|by| *by != judge).collect();
        std::iter::once(judge).chain(others).collect()
    }

    /// The proposals whose adoption replaced a decision on `id`, by id.
    pub fn superseded_by(&self, id: &ProposalId) -> Vec<ProposalId> {
        let replaces = |folder: &Folder| {
            folder.last_decision().is_some_and(|(_, decision)| {
                let adopted = decision.judgement.outcome == Outcome::Adopted;
                adopted && decision.matter.supersedes.contains(id)
            })
        };
        self.proposals
            .iter()
            .filter(|(_, folder)| replaces(folder))
            .map(|(other, _)| other.clone())
            .collect()
    }

    /// The same register as it was before one call was decided: without its decision, and without
    /// the calls after it. What a decision that pins no commit was made from.
    #[must_use]
    pub fn before_decision(&self, proposal: &ProposalId, n: u32) -> Self {
        let mut register = self.clone();
        register
            .snapshot
            .files
            .retain(|path, _| match RecordPath::identify(path) {
                Some(Ok(RecordPath::Decision(id, call) | RecordPath::Manifest(id, call))) => {
                    id != *proposal || call < n
                }
                Some(Ok(RecordPath::Call(id, call))) => id != *proposal || call <= n,
                _ => true,
            });
        if let Some(folder) = register.proposals.get_mut(proposal) {
            folder.calls.retain(|call, _| *call <= n);
            if let Some(call) = folder.calls.get_mut(&n) {
                call.decision = None;
            }
        }
        register
    }
}

/// The objection that a position carries itself.
pub fn carried(position: &Position) -> Option<Objection> {
    Some(Objection {
        about: position
            .about
            .clone()
            .unwrap_or_else(|| "the proposal".to_owned()),
        problem: position.problem.clone()?,
        resolve: position.resolve.clone(),
        blocking: true,
        kind: None,
        on: position.on,
        answer: None,
        answer_reason: None,
        withdrawn: false,
        withdrawn_reason: None,
    })
}

impl Folder {
    /// The call with the highest number that was not withdrawn.
    pub fn current_call(&self) -> Option<(u32, &Call)> {
        let live = |call: &&Call| call.withdrawal.is_none();
        self.calls
            .iter()
            .rev()
            .find_map(|(n, folder)| Some((*n, folder.call.as_ref().filter(live)?)))
    }

    /// The decision of the call `n`.
    pub fn decision(&self, n: u32) -> Option<&Decision> {
        self.calls.get(&n)?.decision.as_ref()
    }

    /// The decision of the highest call that has one.
    pub fn last_decision(&self) -> Option<(u32, &Decision)> {
        self.calls
            .iter()
            .rev()
            .find_map(|(n, folder)| Some((*n, folder.decision.as_ref()?)))
    }

    /// The position that `owner` filed, by path.
    pub fn position_of(&self, owner: &Owner) -> Option<(&String, &PositionFile)> {
        self.positions.iter().find(|(_, file)| file.owner == *owner)
    }
}
