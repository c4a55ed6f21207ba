//! Who may judge: a chair who is free of conflict, or any chair where nobody else is left.

use crate::record::path::Owner;
use crate::register::records::Folder;
use crate::tally::Tally;
use crate::value::class::Class;
use crate::value::id::ParticipantId;

/// What a chair is about to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duty {
    /// Record a decision.
    Decide,
    /// Publish, defend or confirm a designation.
    Designate,
    /// Put a further name under a decision that these have signed off.
    SignOff(Vec<ParticipantId>),
}

impl Duty {
    fn is_done_by(&self, chair: &ParticipantId) -> bool {
        matches!(self, Duty::SignOff(signed) if signed.contains(chair))
    }
}

/// The chairs who are free of conflict and have not done it, in the charter's order.
pub fn free_for<'t>(tally: &'t Tally, folder: &Folder, duty: &Duty) -> Vec<&'t ParticipantId> {
    let chairs = tally.charter.chairs();
    chairs
        .filter(|chair| conflict(tally, folder, chair).is_none() && !duty.is_done_by(chair))
        .collect()
}

/// Why somebody is not free to judge a proposal: its author, or in conflict by their own position.
pub fn conflict(tally: &Tally, folder: &Folder, who: &ParticipantId) -> Option<&'static str> {
    if tally.authors.contains(who) {
        return Some("wrote the proposal");
    }
    let mine = |owner: &Owner| matches!(owner, Owner::Participant(id) if id == who);
    let file = folder.positions.values().find(|file| mine(&file.owner))?;
    let position = file.position.as_ref()?;
    let allowed = tally.track.position(&position.position);
    let recused = allowed.is_some_and(|allowed| allowed.class == Class::Recused);
    if recused && !position.withdrawn {
        return Some("is recused from the proposal");
    }
    position
        .declared_interest()
        .is_some()
        .then_some("declared an interest in the proposal")
}
