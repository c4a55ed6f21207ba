//! Finds who gets a letter, and whose answer they would give.

use crate::letter::links::LetterSources;
use crate::record::path::Owner;
use crate::tally::count_positions::{Counted, UnitName};
use crate::value::class::CountUnit;
use crate::value::id::ParticipantId;

/// Who gets a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipients {
    /// Everybody who can answer and has not, or has answered on an earlier revision.
    Missing,
    /// Everybody whose answer is not counted: there is none, or it has expired.
    Owing,
    /// Everybody who can answer.
    All,
    /// These participants.
    These(Vec<ParticipantId>),
    /// Those of these participants whose answer is not counted.
    OwingOf(Vec<ParticipantId>),
}

/// A participant, and the owner of the answer that they would give.
pub(super) type Recipient = (ParticipantId, Owner);

impl Recipients {
    /// All of them.
    pub(super) fn people(&self, sources: &LetterSources<'_>) -> Vec<Recipient> {
        let named = |named: &[ParticipantId]| -> Vec<Recipient> {
            named
                .iter()
                .flat_map(|who| answers_of(sources, who))
                .collect()
        };
        let mut people = match self {
            Self::These(those) | Self::OwingOf(those) => named(those),
            Self::Missing | Self::Owing | Self::All => entitled(sources),
        };
        match self {
            Self::Missing => {
                people.retain(|(_, owner)| !is_counted(sources, owner, |file| !file.stale))
            }
            Self::Owing | Self::OwingOf(_) => {
                people.retain(|(_, owner)| !is_counted(sources, owner, |_| true));
            }
            Self::All | Self::These(_) => {}
        }
        people
    }

    /// What the sender should know of the participants who were named.
    pub(super) fn notes(&self, sources: &LetterSources<'_>) -> Vec<String> {
        let (Self::These(named) | Self::OwingOf(named)) = self else {
            return Vec::new();
        };
        let uncounted = named.iter().filter(|who| !has_seat(sources, who));
        let uncounted = uncounted
            .map(|who| format!("{who} has no seat: their answer is shown but not counted."));
        let asked = self.people(sources);
        let left_out = named
            .iter()
            .filter(|who| !asked.iter().any(|(other, _)| other == *who));
        let left_out = left_out.map(|who| format!("{who} has answered, so there is no letter."));
        uncounted.chain(left_out).collect()
    }
}

fn has_seat(sources: &LetterSources<'_>, who: &ParticipantId) -> bool {
    match sources.tally.track.count {
        CountUnit::Groups => !spoken_for(sources, who).is_empty(),
        _ => sources.tally.electorate.seat_of(who).is_some(),
    }
}

/// The answers that a participant can give.
fn answers_of(sources: &LetterSources<'_>, who: &ParticipantId) -> Vec<Recipient> {
    let by_group = sources.tally.track.count == CountUnit::Groups;
    match spoken_for(sources, who) {
        groups if by_group && !groups.is_empty() => groups,
        _ => vec![(who.clone(), Owner::Participant(who.clone()))],
    }
}

/// Everybody who can answer: participants with a seat, or the representatives of groups.
fn entitled(sources: &LetterSources<'_>) -> Vec<Recipient> {
    let tally = sources.tally;
    if tally.track.count != CountUnit::Groups {
        let seats = tally.electorate.seats.keys();
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

fn spoken_for(sources: &LetterSources<'_>, who: &ParticipantId) -> Vec<Recipient> {
    let mut entitled = entitled(sources);
    entitled.retain(|(other, _)| who == other);
    entitled
}

/// Whether such an answer is counted. The answer of an alternate is one.
fn is_counted(sources: &LetterSources<'_>, owner: &Owner, fits: fn(&Counted) -> bool) -> bool {
    let unit = match owner {
        Owner::Participant(who) => UnitName::Seat(who.clone()),
        Owner::Group(group) => UnitName::Group(group.clone()),
    };
    let mut counted = sources.tally.canvass.counted.iter();
    counted.any(|file| file.unit == unit && fits(file))
}
