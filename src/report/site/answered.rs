//! What one participant did in a call in which they had a seat, and its mark.

use serde::Serialize;

use crate::record::path::Owner;
use crate::render::site::mark::Mark;
use crate::report::site::marks::Marks;
use crate::tally::Tally;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::id::{ParticipantId, PositionName};

/// What a participant did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "result", content = "position")]
pub(crate) enum Answered {
    /// This position is counted.
    Gave(Given),
    /// They were recused.
    Recused,
    /// Nothing is counted.
    NoAnswer,
}

/// A position that is counted. For programs it is its name alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Given {
    position: PositionName,
    /// Its side; none on a track that counts nothing.
    #[serde(skip)]
    side: Option<CountsAs>,
}

impl Answered {
    /// What somebody did; nothing where they had no seat, as the call fixed the participant list.
    pub(crate) fn of(tally: &Tally, who: &ParticipantId) -> Option<Self> {
        tally.electorate.seat_of(who)?;
        let owner = Owner::Participant(who.clone());
        let mut counted = tally.canvass.counted.iter();
        let file = counted.find(|file| file.owner == owner);
        Some(match file {
            Some(file) if file.class == CountsAs::Recused => Self::Recused,
            Some(file) => {
                let is_counted = tally.track.count != CountUnit::None;
                Self::Gave(Given {
                    position: file.position.clone(),
                    side: is_counted.then_some(file.class),
                })
            }
            None if tally.voice_of(&owner).is_none() => Self::Recused,
            None => Self::NoAnswer,
        })
    }

    /// On which side they were.
    pub(crate) fn side(&self) -> Option<CountsAs> {
        match self {
            Self::Gave(given) => given.side,
            Self::Recused | Self::NoAnswer => None,
        }
    }

    /// The same in words.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Gave(given) => given.position.to_string(),
            Self::Recused => "recused".to_owned(),
            Self::NoAnswer => "no answer".to_owned(),
        }
    }

    /// Its mark among those of the track.
    pub(crate) fn mark<'m>(&self, marks: &'m Marks) -> Option<&'m Mark> {
        match self {
            Self::Gave(given) => marks.of_position(&given.position),
            Self::Recused => marks.recused(),
            Self::NoAnswer => marks.silent(),
        }
    }
}
