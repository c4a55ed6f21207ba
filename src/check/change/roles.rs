//! Who may do what to which record, by the charter and the proposal as they were before the change.

use crate::check::change::ground::Ground;
use crate::procedure::handling;
use crate::record::charter::SECRETARY;
use crate::record::track::Track;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};

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

    /// Those who answer objections.
    pub(super) fn responders(&self, id: &ProposalId) -> Vec<&ParticipantId> {
        let folder = self.folder(id);
        handling::responders(
            self.charter,
            folder.and_then(|folder| folder.proposal.as_ref()),
        )
    }

    /// The track by whose rules a proposal is decided.
    pub(super) fn track(&self, id: &ProposalId) -> Option<&Track> {
        handling::track(self.charter, self.folder(id)?)
    }

    /// Those who dispose of an objection.
    pub(super) fn disposers(&self, id: &ProposalId, of: &ObjectionId) -> Vec<&ParticipantId> {
        handling::disposers(self.charter, self.track(id), of)
    }

    /// Those who report on a decision: authors, shepherd, chairs and secretaries.
    pub(super) fn reporters(&self, id: &ProposalId) -> Vec<&ParticipantId> {
        let mut all = self.editors(id);
        all.extend(self.charter.holders(SECRETARY));
        all
    }
}
