//! Who may do what to which record, by the charter and the proposal as they were before the change.

use crate::check::change::ground::Ground;
use crate::record::charter::SECRETARY;
use crate::record::track::Track;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

/// The role whose holders respond to objections to every proposal.
const EDITOR: &str = "editor";

impl Ground<'_> {
    /// Everybody on the roster.
    pub(super) fn everybody(&self) -> Vec<&ParticipantId> {
        self.before.participants.keys().collect()
    }

    /// Chairs and co-chairs.
    pub(super) fn chairs(&self) -> Vec<&ParticipantId> {
        self.charter.chairs().collect()
    }

    /// Those who relay, and keep roster and meetings: chairs and secretaries.
    pub(super) fn keepers(&self) -> Vec<&ParticipantId> {
        let secretaries = self.charter.holders(SECRETARY);
        self.charter.chairs().chain(secretaries).collect()
    }

    /// Those who edit a proposal: its authors, its shepherd, and chairs. A proposal that is not
    /// there yet is anybody's to bring.
    pub(super) fn editors(&self, id: &ProposalId) -> Vec<&ParticipantId> {
        let folder = self.folder(id);
        match folder.and_then(|folder| folder.proposal.as_ref()) {
            Some(proposal) => {
                let authors = proposal.authors.iter().chain(&proposal.shepherd);
                authors.chain(self.charter.chairs()).collect()
            }
            None if folder.is_some() => self.chairs(),
            None => self.everybody(),
        }
    }

    /// Those who answer objections: who edits the proposal, and the editors of all.
    pub(super) fn responders(&self, id: &ProposalId) -> Vec<&ParticipantId> {
        let mut all = self.editors(id);
        all.extend(self.charter.holders(EDITOR));
        all
    }

    /// The track by whose rules a proposal is decided: its running call's, else its own.
    pub(super) fn track(&self, id: &ProposalId) -> Option<&Track> {
        let folder = self.folder(id)?;
        let of_call = folder.current_call().map(|(_, call)| &call.track);
        let own = folder.proposal.as_ref().map(|proposal| &proposal.track);
        self.charter.track(of_call.or(own)?)
    }

    /// Those who dispose of an objection: chairs, and holders of the track's role for it; whoever
    /// raised it only where there is nobody else.
    pub(super) fn disposers(&self, id: &ProposalId, of: &ObjectionId) -> Vec<&ParticipantId> {
        let role = self.track(id).and_then(|track| track.disposes.as_ref());
        let holders = role.map_or(&[][..], |role| self.charter.holders(role.as_str()));
        let all: Vec<_> = self.charter.chairs().chain(holders).collect();
        others(all, &of.participant)
    }

    /// Those who hear an appeal: holders of the track's role for it, else the chairs; the appellant
    /// only where there is nobody else.
    pub(super) fn hearers(
        &self,
        id: &ProposalId,
        n: u32,
        of: &ParticipantId,
    ) -> Vec<&ParticipantId> {
        let decided = self.folder(id).and_then(|folder| folder.decision(n));
        let track = decided.and_then(|decision| self.charter.track(&decision.matter.track));
        let rule = track.and_then(|track| track.appeal.as_ref());
        let all = match rule.and_then(|rule| rule.heard_by.as_ref()) {
            Some(role) => self.charter.holders(role.as_str()).iter().collect(),
            None => self.chairs(),
        };
        others(all, of)
    }

    /// Those who report on a decision: authors, shepherd, chairs and secretaries.
    pub(super) fn reporters(&self, id: &ProposalId) -> Vec<&ParticipantId> {
        let mut all = self.editors(id);
        all.extend(self.charter.holders(SECRETARY));
        all
    }
}

fn others<'r>(all: Vec<&'r ParticipantId>, not: &ParticipantId) -> Vec<&'r ParticipantId> {
    let others: Vec<_> = all.iter().copied().filter(|who| *who != not).collect();
    if others.is_empty() { all } else { others }
}
