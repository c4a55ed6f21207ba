//! Reads and writes participants: everybody on the participant list.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Day, Part, key, prose, record};
use crate::record::dimension::{OwnValues, ValuesOfDimensions, inline};
use crate::record::keys::Keys;
use crate::record::membership::StandingsAndTerms;
pub use crate::record::membership::{Memberships, Phase, Term};
use crate::record::shape::{KeyShape, Shape};
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::{GroupId, ParticipantId, RegionId, StandingName, WeightName};

/// The largest weight that a participant can have: sums of a million of them still fit.
pub const HEAVIEST: u64 = 1_000_000_000_000;

/// Memberships of people who take part without being counted. Any other membership that no track counts is
/// probably a typing error, or another body's word for one that is counted.
pub const UNCOUNTED: &[&str] = &[
    "officer",
    "staff",
    "observer",
    "liaison",
    "alternate",
    "adviser",
    "advisor",
    "advisory",
    "guest",
    "expert",
    "emeritus",
    "secretariat",
    VISITOR,
];

/// The membership of people who comment and are otherwise no participants.
pub const VISITOR: &str = "visitor";

/// Other programs read weights by their names.
fn by_name<S: Serializer>(all: &[(WeightName, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    let all: BTreeMap<_, _> = all.iter().map(|(name, weight)| (name, weight)).collect();
    all.serialize(serializer)
}

record! {
    /// A participant.
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub struct Participant {
        /// The name for people.
        pub name: String = key("name"),
        /// The group in which this participant counts, unless a membership names another.
        pub group: GroupId = key("group"),
        /// The memberships; by default `member`.
        #[serde(flatten)]
        pub memberships: Memberships = StandingsAndTerms,
        /// The organisation that the participant works for: an id of the charter, or a plain name.
        pub affiliation: Option<String> = key("affiliation"),
        /// The region in which the participant counts.
        pub region: Option<RegionId> = key("region"),
        /// The values in the dimensions of the charter's own.
        #[serde(skip_serializing_if = "OwnValues::is_empty")]
        pub dimensions: OwnValues = ValuesOfDimensions,
        /// Accounts at hosting services that can submit for this participant: `github:ruth-a`.
        pub accounts: Vec<String> = key("accounts"),
        /// Email addresses; the first is the main one.
        pub emails: Vec<String> = key("emails").own(),
        /// Former ids.
        pub also: Vec<ParticipantId> = FormerIds,
        /// Other names that mean this participant: member numbers, logins, spellings.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub known_as: Vec<String> = key("known-as"),
        /// Weights that the charter declares.
        #[serde(serialize_with = "by_name")]
        pub weight: Vec<(WeightName, u64)> = Weights,
        /// In whose seat this participant counts, while its holder has no position.
        pub alternate_for: Option<ParticipantId> = key("alternate-for"),
        /// Why this participant is suspended.
        pub suspended: Option<String> = key("suspended"),
        /// The statement of interest: whom and what the participant represents.
        pub interests: Option<String> = prose("interests").own(),
        /// The day of that statement, as a date.
        pub interests_updated: Option<String> = Day(key("interests-updated").own()),
    }
}

impl Participant {
    /// Every name of this participant except ids: name, email addresses, accounts with and without their
    /// hosting service, and other names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let logins = self
            .accounts
            .iter()
            .filter_map(|account| account.split_once(':'));
        let whole = self
            .emails
            .iter()
            .chain(&self.accounts)
            .chain(&self.known_as);
        std::iter::once(self.name.as_str())
            .chain(whole.map(String::as_str))
            .chain(logins.map(|(_, login)| login))
    }

    /// The groups in which one of these memberships counts at a time; at any time if none is given.
    pub fn groups(&self, standings: &[StandingName], at: Option<Instant>) -> Vec<&GroupId> {
        self.memberships.groups(standings, &self.group, at)
    }

    /// The groups at a time: their own first, and then those in which they have another membership.
    pub fn groups_at(&self, at: Instant) -> Vec<&GroupId> {
        let mut groups = vec![&self.group];
        let further = self.groups(&self.memberships.at(at), Some(at));
        groups.extend(further.into_iter().filter(|group| **group != self.group));
        groups
    }

    /// Whether this participant has or had a membership in a group.
    pub fn is_in(&self, group: &GroupId) -> bool {
        let terms = self.memberships.terms.iter();
        self.group == *group
            || terms
                .filter_map(|term| term.group.as_ref())
                .any(|it| it == group)
    }

    /// Whether this is only a visitor: shown, answered, and counted nowhere.
    pub fn is_visitor(&self) -> bool {
        let mut standings = self.memberships.names();
        self.memberships.names().next().is_some()
            && standings.all(|standing| standing.as_str() == VISITOR)
    }

    /// A participant with only a name and a group.
    pub fn new(name: String, group: GroupId) -> Self {
        Self {
            name,
            group,
            memberships: Memberships::default(),
            affiliation: None,
            region: None,
            dimensions: OwnValues::default(),
            accounts: Vec::new(),
            emails: Vec::new(),
            also: Vec::new(),
            known_as: Vec::new(),
            weight: Vec::new(),
            alternate_for: None,
            suspended: None,
            interests: None,
            interests_updated: None,
        }
    }
}

/// Former ids, which mean only the participant of the record.
struct FormerIds;

impl Part<Vec<ParticipantId>> for FormerIds {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Vec<ParticipantId>> {
        Some(keys.names("also", ParticipantId::parse))
    }

    fn write(&self, also: &Vec<ParticipantId>, sheet: &mut CanonicalToml) {
        sheet.maybe_list("also", also);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let list = Shape::List(Box::new(Shape::Id));
        vec![KeyShape::new("also", list, false, says)]
    }
}

/// A table of whole numbers by the names of weights.
struct Weights;

impl Part<Vec<(WeightName, u64)>> for Weights {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Vec<(WeightName, u64)>> {
        Some(keys.table("weight", weights).unwrap_or_default())
    }

    fn write(&self, weight: &Vec<(WeightName, u64)>, sheet: &mut CanonicalToml) {
        let items = weight.iter().map(|(name, n)| format!("{name} = {n}"));
        inline(sheet, "weight", items);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let numbers = Shape::Named(Box::new(Shape::Whole));
        vec![KeyShape::new("weight", numbers, false, says)]
    }
}

fn weights(keys: &mut Keys<'_>) -> Vec<(WeightName, u64)> {
    keys.each(|entry| {
        let weight = entry.whole();
        if weight.is_some_and(|weight| weight > HEAVIEST) {
            let sentence = format!("the weight \"{}\" is larger than {HEAVIEST}", entry.key());
            entry.fault(code::S114, sentence, "write it in a larger unit");
        }
        Some((
            entry.name(WeightName::parse)?,
            weight.filter(|weight| *weight <= HEAVIEST)?,
        ))
    })
}
