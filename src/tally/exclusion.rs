//! Finds whom chairs excluded from a call. The seat of an excluded participant is counted like a recused one, whatever
//! was answered in it.

use crate::record::call::{Call, Exclusion};
use crate::record::track::Track;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::electorate::Electorate;
use crate::tally::objection::TrackedObjection;
use crate::value::class::CountUnit;
use crate::value::id::{ParticipantId, ProposalId};

/// Why nobody can be excluded from a call on a track, as a sentence without its full stop.
pub fn forbidden(track: &Track) -> Option<String> {
    let id = &track.id;
    match (track.exclusions, track.count) {
        (false, _) => Some(format!("track {id} has no \"exclusions\"")),
        (true, CountUnit::Groups) => Some(format!("track {id} counts the positions of groups")),
        (true, _) => None,
    }
}

/// Whom chairs excluded from a call, in the order of the entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exclusions(Vec<Exclusion>);

impl Exclusions {
    /// Those of the call that is tallied, as its record was at the close; nobody on a track that does not allow it.
    pub(crate) fn of(moments: &TallyInputs, proposal: &ProposalId, track: &Track) -> Self {
        if forbidden(track).is_some() {
            return Self::default();
        }
        let folder = moments.closing().proposals.get(proposal);
        let call = folder.and_then(|folder| moments.call(folder));
        let excluded = call.into_iter().flat_map(Call::excluded);
        Self(excluded.cloned().collect())
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Exclusion> {
        self.0.iter()
    }

    /// The exclusion of a participant.
    pub fn of_participant(&self, who: &ParticipantId) -> Option<&Exclusion> {
        self.0.iter().find(|entry| entry.participant == *who)
    }

    /// The exclusion of a participant, or of the one in whose seat they answer as an alternate.
    pub fn in_seat(&self, electorate: &Electorate, who: &ParticipantId) -> Option<&Exclusion> {
        let holder = electorate.seat_of(who).map(|seat| &seat.holder);
        self.of_participant(who)
            .or_else(|| self.of_participant(holder?))
    }

    /// Whether rules count an objection or a comment: not if who raised it is excluded.
    pub fn let_count(&self, electorate: &Electorate, raised: &TrackedObjection) -> bool {
        self.in_seat(electorate, &raised.id.participant).is_none()
    }
}
