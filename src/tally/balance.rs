//! The balance of a tally: who answered, who spoke without an answer, who is silent, and who has
//! the most answers.

use std::collections::BTreeMap;

use crate::tally::Tally;
use crate::tally::criterion::Ballot;
use crate::tally::voice::{PlaceVoices, Voice};

/// Places by their voice, by name. Places of which everybody is recused are in no list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Breadth {
    /// Places with at least one counted answer.
    pub answered: Vec<String>,
    /// Places that spoke in time, and have no counted answer.
    pub spoke: Vec<String>,
    /// Places that said nothing.
    pub silent: Vec<String>,
}

/// A family's part in a tally.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Share {
    /// The family.
    pub family: String,
    /// How many of its units answered.
    pub answered: u64,
}

/// The balance of a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// By group, in the charter's order, but silent ones charged with the public interest first.
    pub groups: Breadth,
    /// By region.
    pub regions: Breadth,
    /// By family.
    pub families: Breadth,
    /// The family with the most units that answered, the first by name among equals.
    pub largest: Option<Share>,
}

/// Weighs a tally.
pub fn balance(tally: &Tally) -> Balance {
    let (ballot, voices) = (&tally.ballot, &tally.voices);
    Balance {
        groups: group_breadth(tally),
        regions: breadth(&ballot.regions, &voices.regions),
        families: breadth(&ballot.affiliations, &voices.families),
        largest: largest(ballot),
    }
}

/// The groups by their voice; among those without a counted answer, groups charged with the public
/// interest come first.
pub fn group_breadth(tally: &Tally) -> Breadth {
    let mut groups = breadth(&tally.ballot.groups, &tally.voices.groups);
    let is_public = |name: &String| {
        let mut groups = tally.charter.groups.iter();
        groups.any(|group| group.public_interest && group.id.as_str() == name)
    };
    groups.silent.sort_by_key(|name| !is_public(name));
    groups.spoke.sort_by_key(|name| !is_public(name));
    groups
}

fn breadth<T: ToString>(names: &[T], voices: &PlaceVoices) -> Breadth {
    let mut breadth = Breadth::default();
    for name in names.iter().map(ToString::to_string) {
        match voices.get(&name) {
            Some(Voice::Answered) => breadth.answered.push(name),
            Some(Voice::Spoke) => breadth.spoke.push(name),
            Some(Voice::Silent) => breadth.silent.push(name),
            None => {}
        }
    }
    breadth
}

fn largest(ballot: &Ballot) -> Option<Share> {
    let mut shares: BTreeMap<&str, u64> = BTreeMap::new();
    let answered = ballot.units.iter().filter(|unit| unit.answer.is_given());
    for family in answered.flat_map(|unit| &unit.affiliations) {
        *shares.entry(family).or_default() += 1;
    }
    let largest = shares
        .into_iter()
        .max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0)));
    largest.map(|(family, answered)| Share {
        family: family.to_owned(),
        answered,
    })
}
