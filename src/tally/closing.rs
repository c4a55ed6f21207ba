//! Separates records from before the close of a call from later ones, and finds the late ones that a chair lets
//! count.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::record::call::Call;
use crate::record::objection::Objection;
use crate::record::path::Owner;
use crate::register::records::{FiledObjection, PositionFile, ProposalRecords, Register};
use crate::register::tally_inputs::{InputBasis, TallyInputs};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ProposalId};

/// The close of the call that is tallied, if the records show it.
#[derive(Clone, Copy)]
pub(crate) struct Closing<'m> {
    moments: &'m TallyInputs,
    folder: &'m ProposalRecords,
    /// The proposal's records at the close; `None` if there were none, or if everything is read at the time asked
    /// for.
    then: Option<&'m ProposalRecords>,
    call: Option<&'m Call>,
}

/// A position file at one time.
pub(crate) struct Given<'m> {
    pub(crate) path: &'m str,
    pub(crate) file: &'m PositionFile,
    /// The register that has it so.
    pub(crate) register: &'m Register,
    /// Whether it counts as given by the close.
    pub(crate) in_time: bool,
}

impl<'m> Closing<'m> {
    /// The close of the moments' call. `folder` is the proposal's at the moment asked for.
    pub(crate) fn of(
        moments: &'m TallyInputs,
        folder: &'m ProposalRecords,
        proposal: &ProposalId,
    ) -> Self {
        let closing = moments.closing.as_ref();
        Self {
            moments,
            folder,
            then: closing.and_then(|closing| closing.proposals.get(proposal).map(Arc::as_ref)),
            call: moments.call(folder),
        }
    }

    /// Whether a chair lets the file at `path` count, as it is now, although it is late.
    pub(crate) fn admits(&self, path: &str) -> bool {
        let bytes = self.moments.asked.bytes(path);
        self.call.is_some_and(|call| call.admits(path, bytes))
    }

    /// Every position file: as it was at the close, or as it is now if a chair lets that count; and after it, as it
    /// became since.
    pub(crate) fn positions(&self) -> Vec<Given<'m>> {
        let moments = self.moments;
        let now = |(path, file): (&'m String, &'m PositionFile), in_time| Given {
            path,
            file,
            register: &moments.asked,
            in_time,
        };
        let Some(closing) = &moments.closing else {
            let received = |file: &PositionFile| file.position.as_ref()?.received;
            let in_time = |(path, file): (&'m String, &'m PositionFile)| {
                !self.is_received_late(received(file)) || self.admits(path)
            };
            let all = self.folder.positions.iter();
            return all.map(|each| now(each, in_time(each))).collect();
        };
        let then = self.then.into_iter().flat_map(|then| &then.positions);
        let replaced = |path| self.admits(path) && self.folder.positions.contains_key(path);
        let mut all: Vec<Given<'m>> = then
            .filter(|(path, _)| !replaced(path.as_str()))
            .map(|(path, file)| Given {
                path,
                file,
                register: closing,
                in_time: true,
            })
            .collect();
        for each in &self.folder.positions {
            let admitted = self.admits(each.0);
            if admitted || closing.bytes(each.0) != moments.asked.bytes(each.0) {
                all.push(now(each, admitted));
            }
        }
        all.sort_by_key(|given| (given.path, !given.in_time));
        all
    }

    /// Whether a chair lets a late objection count. One in a late position that counts keeps counting when its
    /// objector replies, which gives it a file of its own.
    pub(crate) fn admits_objection(&self, id: &ObjectionId, raised: &FiledObjection) -> bool {
        let owner = Owner::Participant(id.participant.clone());
        let brought = || self.folder.position_of(&owner);
        self.admits(&raised.path)
            || id.is_in_position() && brought().is_some_and(|(path, _)| self.admits(path))
    }

    /// Without history, a record is late only if it says that it was received after the close.
    fn is_received_late(&self, received: Option<Instant>) -> bool {
        let closes = self.call.map(Call::closing);
        self.moments.basis == InputBasis::Carried
            && closes.zip(received).is_some_and(|(c, r)| r > c)
    }

    /// Whether an objection was raised after the close: newly, from a comment, or after it had been withdrawn.
    pub(crate) fn is_raised_late(&self, id: &ObjectionId, raised: &FiledObjection) -> bool {
        if self.moments.closing.is_none() {
            return self.is_received_late(raised.objection.received);
        }
        let then = self.then.and_then(|then| then.objections.get(id));
        then.is_none_or(|then| is_live(&raised.objection) && !is_live(&then.objection))
    }

    /// The objections that were live at the close, and the late ones that a chair lets count.
    pub(crate) fn live(&self) -> BTreeSet<&'m ObjectionId> {
        let then = match self.moments.closing {
            Some(_) => self.then,
            None => Some(self.folder),
        };
        let then = then.into_iter().flat_map(live);
        let in_time = then.filter(|(_, raised)| !self.is_received_late(raised.objection.received));
        let admitted = live(self.folder).filter(|(id, raised)| self.admits_objection(id, raised));
        in_time.chain(admitted).map(|(id, _)| id).collect()
    }
}

/// The objections of a folder that are live, with where they are written.
pub(crate) fn live(
    folder: &ProposalRecords,
) -> impl Iterator<Item = (&ObjectionId, &FiledObjection)> {
    let all = folder.objections.iter();
    all.filter(|(_, raised)| is_live(&raised.objection))
}

/// Whether it is an objection and not withdrawn. A comment is not an objection.
pub(crate) fn is_live(objection: &Objection) -> bool {
    objection.blocking && !objection.withdrawn
}

/// Whether a position that needs an objection has one among those that are `live`: raised by its participant or a
/// representative of its group, or joined.
pub(crate) fn is_backed(
    register: &Register,
    live: &BTreeSet<&ObjectionId>,
    owner: &Owner,
    joins: &[ObjectionId],
) -> bool {
    let raised = |id: &&ObjectionId| match owner {
        Owner::Participant(by) => id.participant == *by,
        Owner::Group(group) => {
            let who = register.participant(&id.participant);
            who.is_some_and(|who| who.is_in(group))
        }
    };
    joins.iter().any(|id| live.contains(id)) || live.iter().any(raised)
}
