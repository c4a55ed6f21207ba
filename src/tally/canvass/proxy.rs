//! Positions by proxy: for how many others one participant answers, and who answers for whom.

use std::collections::BTreeMap;

use crate::record::path::Owner;
use crate::record::track::Proxies;
use crate::register::records::PositionFile;
use crate::value::id::ParticipantId;

/// Why a position by proxy is not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ProxyFault {
    /// The track allows none.
    Forbidden,
    /// Somebody is named as their own proxy.
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

/// Whose position a file is, and by whose hand, where it is one by proxy. What was withdrawn is
/// nobody's answer.
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

    /// The circle that somebody is in: their proxy, whose proxy, and so on back to them.
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
            ProxyFault::Forbidden => format!("the track {track} allows no proxies"),
            ProxyFault::Own => format!("{proxy} cannot be their own proxy"),
            ProxyFault::Circle(all) => {
                let names: Vec<&str> = all.iter().map(ParticipantId::as_str).collect();
                format!("{} answer for one another in a circle", names.join(", "))
            }
            ProxyFault::TooMany { held, most } => format!(
                "{proxy} answers for {held} others by proxy, and the track {track} allows {most}"
            ),
        }
    }
}
