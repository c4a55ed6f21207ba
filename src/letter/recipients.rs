//! Finds who gets a letter, and whose answer they would give.

use crate::letter::links::LetterSources;
use crate::record::path::Owner;
use crate::tally::count_positions::UnitName;
use crate::value::class::CountUnit;
use crate::value::id::ParticipantId;

/// Who gets a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipients {
    /// Only these participants, if any are named; else everybody who can answer.
    pub named: Option<Vec<ParticipantId>>,
    /// Those of them who get none.
    pub without: LeftOut,
}

/// Who gets no letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// Nobody is left out.
    Nobody,
    /// Those with a counted answer on the present text.
    Current,
    /// Those with a counted answer.
    Counted,
}

/// A participant, and the owner of the answer that they would give.
pub(super) type Recipient = (ParticipantId, Owner);

impl Recipients {
    /// All of them.
    pub(super) fn people(&self, sources: &LetterSources<'_>) -> Vec<Recipient> {
        let mut people = match &self.named {
            Some(named) => named
                .iter()
                .flat_map(|who| answers_of(sources, who))
                .collect(),
            None => entitled(sources),
        };
        people.retain(|(_, owner)| !self.without.has(sources, owner));
        people
    }

    /// What the sender should know of the participants who were named.
    pub(super) fn notes(&self, sources: &LetterSources<'_>) -> Vec<String> {
        let people = self.people(sources);
        let note = |who: &ParticipantId| match people.iter().find(|(other, _)| who == other) {
            None => Some(format!("{who} has answered, so there is no letter.")),
            Some((_, Owner::Participant(who)))
                if sources.tally.electorate.seat_of(who).is_none()
                    || sources.tally.track.count == CountUnit::Groups =>
            {
                Some(format!(
                    "{who} has no seat: their answer is shown but not counted."
                ))
            }
            Some(_) => None,
        };
        self.named.iter().flatten().filter_map(note).collect()
    }
}

impl LeftOut {
    /// Whether the answer of an owner is one of these. The answer of an alternate is one.
    fn has(self, sources: &LetterSources<'_>, owner: &Owner) -> bool {
        let unit = match owner {
            Owner::Participant(who) => UnitName::Seat(who.clone()),
            Owner::Group(group) => UnitName::Group(group.clone()),
        };
        let counted = sources.tally.canvass.counted.iter();
        let mut own = counted.filter(|file| file.unit == unit);
        match self {
            Self::Nobody => false,
            Self::Current => own.any(|file| !file.stale),
            Self::Counted => own.next().is_some(),
        }
    }
}

/// The answers that a participant can give; one of their own if they can give none.
fn answers_of(sources: &LetterSources<'_>, who: &ParticipantId) -> Vec<Recipient> {
    let mut all = entitled(sources);
    all.retain(|(other, _)| who == other);
    match all.is_empty() {
        true => vec![(who.clone(), Owner::Participant(who.clone()))],
        false => all,
    }
}

/// Everybody who can answer: participants with a seat whom no chair excluded, or the representatives of groups.
fn entitled(sources: &LetterSources<'_>) -> Vec<Recipient> {
    let tally = sources.tally;
    if tally.track.count != CountUnit::Groups {
        let seats = tally.electorate.seats.keys();
        let seats = seats.filter(|who| tally.excluded.of_participant(who).is_none());
        let own = |who: &ParticipantId| (who.clone(), Owner::Participant(who.clone()));
        return seats.map(own).collect();
    }
    let groups = tally.charter.groups.iter();
    let speakers = groups.flat_map(|group| {
        let owner = Owner::Group(group.id.clone());
        let speaker = move |who: &ParticipantId| (who.clone(), owner.clone());
        group.representatives.iter().map(speaker)
    });
    speakers.collect()
}
