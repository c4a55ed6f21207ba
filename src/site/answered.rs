//! What one participant did in a call in which they had a seat, and its mark.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::path::Owner;
use crate::render::site::mark::Mark;
use crate::site::marks::{EXPIRED, Marks};
use crate::tally::Tally;
use crate::tally::count_positions::Counted;
use crate::tally::reason::NotCountedReason;
use crate::value::class::CountsAs;
use crate::value::id::{ParticipantId, PositionName};

/// What a participant did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "result")]
pub(crate) enum Answered {
    /// This position is counted.
    #[serde(rename_all = "kebab-case")]
    Gave {
        /// Which.
        position: PositionName,
        /// Whether it was given on an earlier material revision.
        #[serde(skip_serializing_if = "is_false")]
        earlier_text: bool,
    },
    /// They were recused.
    Recused,
    /// Nothing is counted.
    #[serde(rename_all = "kebab-case")]
    NoAnswer {
        /// Whether an answer on an earlier material revision expired.
        #[serde(skip_serializing_if = "is_false")]
        earlier_text: bool,
    },
}

/// Serde asks with a reference.
fn is_false(flag: &bool) -> bool {
    !flag
}

/// What is written for those who were recused, and for those without an answer; no position has such a name.
const RECUSED: &str = "(recused)";
const NO_ANSWER: &str = "(no answer)";
/// What is written after an answer on an earlier text.
const EARLIER: &str = " (earlier text)";

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
            Some(file) => Self::Gave {
                position: file.position.clone(),
                earlier_text: file.stale,
            },
            None if tally.voice_of(&owner).is_none() => Self::Recused,
            None => {
                let mut files = tally.canvass.set_aside.iter();
                Self::NoAnswer {
                    earlier_text: files.any(|file| {
                        file.reason == NotCountedReason::Expired && file.owner == owner
                    }),
                }
            }
        })
    }

    /// The position that is counted.
    pub(crate) fn position(&self) -> Option<&PositionName> {
        match self {
            Self::Gave { position, .. } => Some(position),
            Self::Recused | Self::NoAnswer { .. } => None,
        }
    }

    fn is_on_earlier_text(&self) -> bool {
        match self {
            Self::Gave { earlier_text, .. } | Self::NoAnswer { earlier_text } => *earlier_text,
            Self::Recused => false,
        }
    }

    /// The same as a word of a file.
    pub(crate) fn written(&self) -> String {
        let answer = match self {
            Self::Gave { position, .. } => position.as_str(),
            Self::Recused => RECUSED,
            Self::NoAnswer { .. } => NO_ANSWER,
        };
        let earlier = if self.is_on_earlier_text() {
            EARLIER
        } else {
            ""
        };
        format!("{answer}{earlier}")
    }

    /// Reads it again.
    pub(crate) fn read(written: &str) -> Option<Self> {
        let without = written.strip_suffix(EARLIER);
        let earlier_text = without.is_some();
        Some(match without.unwrap_or(written) {
            RECUSED => Self::Recused,
            NO_ANSWER => Self::NoAnswer { earlier_text },
            position => Self::Gave {
                position: PositionName::parse(position).ok()?,
                earlier_text,
            },
        })
    }

    /// The same in words.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Gave {
                position,
                earlier_text: true,
            } => format!("{position}, on an earlier text"),
            Self::Gave { position, .. } => position.to_string(),
            Self::Recused => "recused".to_owned(),
            Self::NoAnswer { earlier_text: true } => EXPIRED.to_owned(),
            Self::NoAnswer { .. } => "no answer".to_owned(),
        }
    }

    /// Its mark among those of the track.
    pub(crate) fn mark<'m>(&self, marks: &'m Marks) -> Option<&'m Mark> {
        let of_now = match self {
            Self::Gave { position, .. } => marks.of_position(position),
            Self::Recused => marks.recused(),
            Self::NoAnswer { .. } => marks.silent(),
        };
        match self.is_on_earlier_text() {
            true => marks.on_earlier_text(of_now?),
            false => of_now,
        }
    }
}
