//! What one participant did in a call in which they had a seat, and its mark.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::path::Owner;
use crate::render::site::mark::Mark;
use crate::report::site::marks::Marks;
use crate::tally::Tally;
use crate::tally::count_positions::Counted;
use crate::value::class::CountsAs;
use crate::value::id::{ParticipantId, PositionName};

/// What a participant did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "result", content = "position")]
pub(crate) enum Answered {
    /// This position is counted.
    Gave(PositionName),
    /// They were recused.
    Recused,
    /// Nothing is counted.
    NoAnswer,
}

impl Answered {
    /// What somebody did; nothing where they had no seat, as the call fixed the participant list.
    pub(crate) fn of(
        tally: &Tally,
        counted: &BTreeMap<&Owner, &Counted>,
        who: &ParticipantId,
    ) -> Option<Self> {
        tally.electorate.seat_of(who)?;
        let owner = Owner::Participant(who.clone());
        Some(match counted.get(&owner) {
            Some(file) if file.class == CountsAs::Recused => Self::Recused,
            Some(file) => Self::Gave(file.position.clone()),
            None if tally.voice_of(&owner).is_none() => Self::Recused,
            None => Self::NoAnswer,
        })
    }

    /// The same in words.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Gave(position) => position.to_string(),
            Self::Recused => "recused".to_owned(),
            Self::NoAnswer => "no answer".to_owned(),
        }
    }

    /// Its mark among those of the track.
    pub(crate) fn mark<'m>(&self, marks: &'m Marks) -> Option<&'m Mark> {
        match self {
            Self::Gave(position) => marks.of_position(position),
            Self::Recused => marks.recused(),
            Self::NoAnswer => marks.silent(),
        }
    }
}
