//! The register: every record of one moment by its identity, references joined, faults kept
//! beside.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::appeal::Appeal;
use crate::record::call::Call;
use crate::record::challenge::Challenge;
use crate::record::charter::Charter;
use crate::record::decision::Decision;
use crate::record::designation::Designation;
use crate::record::follow_up::FollowUp;
use crate::record::handling::Handling;
use crate::record::meeting::Meeting;
use crate::record::minority::Minority;
use crate::record::objection::Objection;
use crate::record::participant::Participant;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::ruling::Ruling;
use crate::record::sign_off::SignOff;
use crate::record::track::Outcome;
pub use crate::register::folder::{CallFolder, Folder, PositionFile, Raised};
use crate::register::snapshot::{Content, Snapshot};
use crate::value::digest::TextDigest;
use crate::value::finding::Finding;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

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

    /// The same register with one file more, which it did not have.
    #[must_use]
    pub fn with_file(mut self, path: String, content: Content) -> Self {
        if let (Some(Ok(record)), Some(bytes)) = (RecordPath::identify(&path), content.bytes()) {
            self.file(&path, record, bytes);
        }
        self.snapshot.files.insert(path, content);
        self.lift_carried_objections();
        self.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        self
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
            | RecordPath::Minutes(_)
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
            in_call => self.file_in_call(path, in_call, bytes, &mut folder),
        }
        self.proposals.insert(id, folder);
    }

    fn file_in_call(&mut self, path: &str, record: RecordPath, bytes: &[u8], folder: &mut Folder) {
        let Some((n, _)) = record.in_call() else {
            return;
        };
        let call = folder.calls.entry(n).or_default();
        match record {
            RecordPath::Call(..) => call.call = self.kept(Call::read(path, bytes)),
            RecordPath::Designation(..) => {
                call.designation = self.kept(Designation::read(path, bytes));
            }
            RecordPath::Challenge(_, _, of) => {
                let read = self.kept(Challenge::read(path, bytes));
                call.challenges.extend(read.map(|read| (of, read)));
            }
            RecordPath::Minority(_, _, by) => {
                let read = self.kept(Minority::read(path, bytes));
                call.minority.extend(read.map(|read| (by, read)));
            }
            RecordPath::Decision(..) => call.decision = self.kept(Decision::read(path, bytes)),
            RecordPath::SignOff(_, _, by) => {
                let read = self.kept(SignOff::read(path, bytes));
                call.sign_offs.extend(read.map(|read| (by, read)));
            }
            RecordPath::Appeal(_, _, by) => {
                let read = self.kept(Appeal::read(path, bytes));
                call.appeals.extend(read.map(|read| (by, read)));
            }
            RecordPath::Ruling(_, _, by) => {
                let read = self.kept(Ruling::read(path, bytes));
                call.rulings.extend(read.map(|read| (by, read)));
            }
            RecordPath::FollowUp(..) => call.follow_up = self.kept(FollowUp::read(path, bytes)),
            _ => {}
        }
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

    /// Who signed off the decision of a call: whoever judged it, then those whose sign-offs of
    /// these very bytes lie beside it, by id. Nobody where there is no decision that can be read.
    pub fn sign_offs(&self, id: &ProposalId, n: u32) -> Vec<ParticipantId> {
        let folder = self.proposals.get(id);
        let Some(decision) = folder.and_then(|folder| folder.decision(n)) else {
            return Vec::new();
        };
        let judge = decision.judgement.by.clone();
        let path = RecordPath::Decision(id.clone(), n).to_string();
        let digest = self.digest(&path);
        let call = folder.and_then(|folder| folder.calls.get(&n));
        let beside = call.into_iter().flat_map(|call| &call.sign_offs);
        let others = beside
            .filter(|(by, sign_off)| **by != judge && Some(&sign_off.sha256) == digest.as_ref())
            .map(|(by, _)| by.clone())
            .collect::<Vec<_>>();
        std::iter::once(judge).chain(others).collect()
    }

    /// The proposals whose adoption replaced a decision on `id`, by id: with all the sign-offs that
    /// they need, and not taken back by an appeal.
    pub fn superseded_by(&self, id: &ProposalId) -> Vec<ProposalId> {
        let replaces = |(other, folder): &(&ProposalId, &Folder)| {
            folder.last_decision().is_some_and(|(n, decision)| {
                let adopted = decision.judgement.outcome == Outcome::Adopted;
                adopted
                    && decision.matter.supersedes.contains(id)
                    && folder.reversals(n).is_empty()
                    && self.is_signed_off(other, n)
            })
        };
        self.proposals
            .iter()
            .filter(replaces)
            .map(|(other, _)| other.clone())
            .collect()
    }

    /// Whether a decision has as many sign-offs as it needs.
    fn is_signed_off(&self, id: &ProposalId, n: u32) -> bool {
        let folder = self.proposals.get(id);
        let decision = folder.and_then(|folder| folder.decision(n));
        let needed = decision.and_then(|decision| decision.afterwards.sign_offs);
        let have = u64::try_from(self.sign_offs(id, n).len()).unwrap_or(u64::MAX);
        have >= needed.unwrap_or(1)
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
                Some(Ok(record)) if record.proposal() == Some(proposal) => {
                    let call = record.in_call().map_or(0, |(call, _)| call);
                    call < n || (call == n && !record.follows_decision())
                }
                _ => true,
            });
        if let Some(folder) = register.proposals.get_mut(proposal) {
            folder.calls.retain(|call, _| *call <= n);
            if let Some(call) = folder.calls.get_mut(&n) {
                call.decision = None;
                call.sign_offs.clear();
                call.appeals.clear();
                call.rulings.clear();
                call.follow_up = None;
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
        received: position.received,
        answer: None,
        answer_at: None,
        answer_reason: None,
        withdrawn: false,
        withdrawn_reason: None,
        entered: None,
        reply_entered: None,
    })
}
