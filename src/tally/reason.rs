//! Defines why a position is not counted. Checks positions by proxy: for how many others one participant
//! answers, and who answers for whom.

use std::collections::BTreeMap;

use crate::record::path::Owner;
use crate::record::track::Proxies;
use crate::register::records::PositionFile;
use crate::value::id::ParticipantId;
use crate::value::sentence::all_of;
use crate::value::words;

words! {
    /// Why a position file is not counted. If several reasons apply, the first of this order is given. What
    /// came after the close is late, whatever else it is.
    pub enum NotCountedReason {
        /// First committed after the close.
        Late = "late",
        /// The file cannot be read.
        Unreadable = "unreadable",
        /// Its owner is not on the participant list.
        UnknownParticipant = "unknown-participant",
        /// The charter has no such group.
        UnknownGroup = "unknown-group",
        /// A participant's file on a track that counts groups, or a group's on one that does not.
        NotAUnit = "not-a-unit",
        /// Given for a call on another track of the same proposal.
        OtherTrack = "other-track",
        /// Its owner has no seat in the electorate.
        NotInElectorate = "not-in-electorate",
        /// A chair excluded its owner, the participant with the seat, or the proxy who gave it.
        Excluded = "excluded",
        /// The member with the seat answered, or another alternate.
        Alternate = "alternate",
        /// The same person answered under another id.
        Duplicate = "duplicate",
        /// It was withdrawn.
        Withdrawn = "withdrawn",
        /// It says that an answer will come later.
        Hold = "hold",
        /// The track has no such position.
        UnknownPosition = "unknown-position",
        /// The position needs an objection, and its owner has none.
        WithoutObjection = "without-objection",
        /// Given with another's authority, which the track does not allow: at all, for so many, for
        /// oneself, or in a circle.
        Proxy = "proxy",
        /// Given on a revision that is unknown, or later than the call's.
        OtherRevision = "other-revision",
        /// A material revision came after it.
        Expired = "expired",
    }
}

impl NotCountedReason {
    /// The same in plain words, after a number or alone.
    pub fn in_words(self) -> &'static str {
        match self {
            NotCountedReason::Late => "late",
            NotCountedReason::Unreadable => "cannot be read",
            NotCountedReason::UnknownParticipant => "not a participant",
            NotCountedReason::UnknownGroup => "unknown group",
            NotCountedReason::NotAUnit => "not counted on this track",
            NotCountedReason::NotInElectorate => "not in the electorate",
            NotCountedReason::Excluded => "excluded by a chair",
            NotCountedReason::OtherTrack => "given on another track",
            NotCountedReason::Alternate => "alternate, the seat has an answer",
            NotCountedReason::Duplicate => "second file of one participant",
            NotCountedReason::Withdrawn => "withdrawn",
            NotCountedReason::Hold => "answer pending",
            NotCountedReason::UnknownPosition => "unknown position",
            NotCountedReason::WithoutObjection => "without the required objection",
            NotCountedReason::Proxy => "proxy not allowed",
            NotCountedReason::OtherRevision => "given on another revision",
            NotCountedReason::Expired => "given before the text changed",
        }
    }

    /// Whether no finding says that a position is not counted for this reason, and its author does not know it.
    pub fn is_found_nowhere_else(self) -> bool {
        matches!(
            self,
            NotCountedReason::NotAUnit
                | NotCountedReason::NotInElectorate
                | NotCountedReason::Excluded
                | NotCountedReason::OtherTrack
                | NotCountedReason::Alternate
                | NotCountedReason::OtherRevision
                | NotCountedReason::Expired
        )
    }

    /// Whether a participant or group whose file is not counted for this reason said something before the
    /// close. A missing answer has a meaning only if nothing was said: who spoke and is not counted has
    /// no answer, and no more.
    pub fn spoke(self) -> bool {
        !matches!(
            self,
            NotCountedReason::Late
                | NotCountedReason::OtherTrack
                | NotCountedReason::Alternate
                | NotCountedReason::Duplicate
        )
    }
}

/// Why a position by proxy is not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ProxyFault {
    /// The track allows none.
    Forbidden,
    /// A participant is named as their own proxy.
    Own,
    /// These answer for one another in a circle, each for the one before.
    Circle(Vec<ParticipantId>),
    /// The proxy answers for this many, and the track allows fewer.
    TooMany {
        /// How many they answer for.
        held: u64,
        /// How many the track allows.
        most: u64,
    },
}

/// Who answers for whom in a call.
#[derive(Debug, Default)]
pub(crate) struct ByProxy {
    /// The proxy of each participant who has one.
    of: BTreeMap<ParticipantId, ParticipantId>,
    /// For how many owners each proxy answers.
    held: BTreeMap<ParticipantId, u64>,
}

/// Whose position a file is and who gave it, if it is by proxy. A withdrawn position is not an answer.
pub(crate) fn by_proxy(file: &PositionFile) -> Option<(&Owner, &ParticipantId)> {
    let position = file.position.as_ref().filter(|read| !read.withdrawn)?;
    Some((&file.owner, position.proxy.as_ref()?))
}

impl ByProxy {
    /// Looks through the owners of positions by proxy, each with their proxy.
    pub(crate) fn of<'p>(given: impl Iterator<Item = (&'p Owner, &'p ParticipantId)>) -> Self {
        let mut found = Self::default();
        for (owner, proxy) in given {
            *found.held.entry(proxy.clone()).or_insert(0) += 1;
            if let Owner::Participant(holder) = owner {
                found.of.insert(holder.clone(), proxy.clone());
            }
        }
        found
    }

    /// What is wrong with the position that `proxy` gave for `owner`.
    pub(crate) fn fault(
        &self,
        rule: Proxies,
        owner: &Owner,
        proxy: &ParticipantId,
    ) -> Option<ProxyFault> {
        if rule == Proxies::Forbidden {
            return Some(ProxyFault::Forbidden);
        }
        if let Owner::Participant(holder) = owner {
            if holder == proxy {
                return Some(ProxyFault::Own);
            }
            if let Some(circle) = self.circle(holder) {
                return Some(ProxyFault::Circle(circle));
            }
        }
        let held = self.held.get(proxy).copied().unwrap_or(0);
        match rule {
            Proxies::AtMost(most) if held > most => Some(ProxyFault::TooMany { held, most }),
            _ => None,
        }
    }

    /// The circle that a participant is in: their proxy, the proxy of that one, and so on back to them.
    fn circle(&self, from: &ParticipantId) -> Option<Vec<ParticipantId>> {
        let mut circle = vec![from.clone()];
        let mut next = self.of.get(from)?;
        while next != from {
            if circle.contains(next) {
                return None;
            }
            circle.push(next.clone());
            next = self.of.get(next)?;
        }
        Some(circle)
    }
}

impl ProxyFault {
    /// What is wrong, as a sentence without its full stop.
    pub(crate) fn sentence(&self, track: &str, proxy: &ParticipantId) -> String {
        match self {
            ProxyFault::Forbidden => format!("track {track} does not allow proxies"),
            ProxyFault::Own => format!("{proxy} cannot be their own proxy"),
            ProxyFault::Circle(all) => {
                let names = all_of(all.iter().map(ParticipantId::as_str));
                format!("{names} answer for each other in a circle")
            }
            ProxyFault::TooMany { held, most } => format!(
                "{proxy} answers for {held} others by proxy, but track {track} allows {most}"
            ),
        }
    }
}
