//! Finds when that was done what acts answer: in the records as they are after a change, or, for a record
//! without a time of its own, in the history.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::change::context::{ChangeContext, RecordChange};
use crate::record::call::Call;
use crate::record::decision::Decision;
use crate::record::designation::{Challenge, Designation};
use crate::record::handling::Handling;
use crate::record::mentions::Mentions;
use crate::record::objection::Objection;
use crate::record::path::{Owner, RecordPath};
use crate::record::proposal::Proposal;
use crate::record::reader::Read;
use crate::register::records::ProposalRecords;
use crate::register::snapshot::PathChange;
use crate::value::clock::Instant;
use crate::value::id::{ChallengeId, ObjectionId, ProposalId, RevisionName};

/// When records were first committed, by path; only those that others answer and that need no time of
/// their own.
pub(crate) type FirstCommits = BTreeMap<String, Instant>;

/// The records among `moved` that are new and that others answer, committed at `at`.
pub(crate) fn first_commits(moved: &[PathChange], at: Instant) -> FirstCommits {
    use RecordPath::{Appeal, Challenge, Objection, Position};
    let is_answered = |moved: &&PathChange| {
        let record = RecordPath::identify(&moved.path);
        let kind = matches!(
            record,
            Some(Ok(Position(..)
                | Objection(..)
                | Challenge(..)
                | Appeal(..)))
        );
        kind && moved.before.is_none() && moved.after.is_some()
    };
    let new = moved.iter().filter(is_answered);
    new.map(|moved| (moved.path.clone(), at)).collect()
}

/// The records whose times are compared with those of other answers: of objections, and of decisions.
#[derive(Debug, Default)]
pub(crate) struct Answering {
    objections: BTreeSet<ObjectionId>,
    is_decision: bool,
}

impl Answering {
    /// Those that a change has.
    pub(crate) fn of(moved: &[PathChange]) -> Self {
        let mut all = Self::default();
        for moved in moved {
            match RecordPath::identify(&moved.path) {
                Some(Ok(RecordPath::Handling(_, of) | RecordPath::Objection(_, of))) => {
                    all.objections.insert(of);
                }
                Some(Ok(RecordPath::Decision(..))) => all.is_decision = true,
                _ => {}
            }
        }
        all
    }

    /// Whether there are none.
    pub(crate) fn is_nothing(&self) -> bool {
        !self.is_decision && self.objections.is_empty()
    }

    /// Whether their times are compared with one in the record at `path`.
    pub(crate) fn answer(&self, path: &str) -> bool {
        use RecordPath::{Handling, Objection, Position};
        match RecordPath::identify(path) {
            Some(Ok(Objection(_, of))) => self.objections.contains(&of),
            Some(Ok(Handling(_, of))) => self.is_decision || self.objections.contains(&of),
            Some(Ok(Position(_, Owner::Participant(who)))) => {
                self.objections.contains(&ObjectionId::in_position(&who))
            }
            _ => false,
        }
    }
}

/// When what acts answer was done: as it is after the change.
pub(super) struct Causes<'c, 'g>(pub(super) &'c ChangeContext<'g>);

impl Causes<'_, '_> {
    /// A record after the change: as the change has it, else as it was.
    pub(super) fn record<T: Mentions + Clone>(
        &self,
        record: &RecordPath,
        read: fn(&str, &[u8]) -> Read<T>,
        before: impl FnOnce(&ProposalRecords) -> Option<&T>,
    ) -> Option<T> {
        match self.piece(record) {
            Some(piece) => piece.read_after(read),
            None => before(self.0.folder(record.proposal()?)?).cloned(),
        }
    }

    fn piece(&self, record: &RecordPath) -> Option<&RecordChange<'_>> {
        self.0.pieces.iter().find(|piece| piece.record == *record)
    }

    /// When a record without a time of its own was first committed. One that comes with this change has no
    /// such time yet, and the register of another project has a history that says nothing of it.
    pub(super) fn committed(&self, record: &RecordPath) -> Option<Instant> {
        let folder = self.0.folder(record.proposal()?)?;
        let mut calls = folder
            .calls
            .values()
            .filter_map(|filed| filed.call.as_ref());
        let is_carried = calls.any(|call| call.frozen.is_none());
        let path = self.0.before.path(record);
        (!is_carried).then(|| self.0.change.committed.get(&path).copied())?
    }

    pub(super) fn revised(&self, id: &ProposalId, name: Option<RevisionName>) -> Option<Instant> {
        let record = RecordPath::Proposal(id.clone());
        let proposal = self.record(&record, Proposal::read, |folder| folder.proposal.as_ref())?;
        let revision = match name {
            Some(name) => proposal.revision(name),
            None => proposal.revisions.first(),
        };
        revision.map(|revision| revision.at)
    }

    pub(super) fn call_of(&self, id: &ProposalId, n: u32) -> Option<Call> {
        let record = RecordPath::Call(id.clone(), n);
        self.record(&record, Call::read, |folder| {
            folder.calls.get(&n)?.call.as_ref()
        })
    }

    pub(super) fn handling_of(&self, id: &ProposalId, of: &ObjectionId) -> Option<Handling> {
        let record = RecordPath::Handling(id.clone(), of.clone());
        self.record(&record, Handling::read, |folder| folder.handling.get(of))
    }

    pub(super) fn raised(&self, id: &ProposalId, of: &ObjectionId) -> Option<Instant> {
        let record = RecordPath::Objection(id.clone(), of.clone());
        let filed = self
            .0
            .folder(id)
            .and_then(|folder| folder.objections.get(of));
        let objection = match self.piece(&record) {
            Some(piece) => piece.read_after(Objection::read),
            None => filed.map(|filed| filed.objection.clone()),
        };
        let received = objection.and_then(|objection| objection.received);
        let path = filed.map(|filed| &filed.path);
        let in_file = path.and_then(|path| RecordPath::identify(path)?.ok());
        received.or_else(|| self.committed(in_file.as_ref()?))
    }

    pub(super) fn designation_of(&self, id: &ProposalId, n: u32) -> Option<Designation> {
        let record = RecordPath::Designation(id.clone(), n);
        self.record(&record, Designation::read, |folder| folder.designation(n))
    }

    pub(super) fn draft(&self, id: &ProposalId, n: u32, draft: u32) -> Option<Instant> {
        let designation = self.designation_of(id, n)?;
        let draft = usize::try_from(draft).ok()?.checked_sub(1)?;
        designation.drafts.get(draft).map(|draft| draft.act.at)
    }

    pub(super) fn challenged(&self, id: &ProposalId, n: u32, of: &ChallengeId) -> Option<Instant> {
        let record = RecordPath::Challenge(id.clone(), n, of.clone());
        let challenge = self.record(&record, Challenge::read, |folder| {
            folder.calls.get(&n)?.challenges.get(of)
        })?;
        challenge.at.or_else(|| self.committed(&record))
    }

    /// When the decision of a call was made.
    pub(super) fn decided(&self, id: &ProposalId, n: u32) -> Option<Instant> {
        let record = RecordPath::Decision(id.clone(), n);
        let decision = self.record(&record, Decision::read, |folder| folder.decision(n));
        decision.map(|decision| decision.judgement.at)
    }
}
