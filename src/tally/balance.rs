//! The balance of a tally: who was heard and who was not, who dominates, and whether any one
//! family of organisations decides the result.

use std::collections::BTreeMap;

use crate::tally::Tally;
use crate::tally::criterion::{self, Answer, Ballot, Unit};
use crate::value::class::CountUnit;
use crate::value::id::LevelName;

/// Places heard and silent, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Breadth {
    /// Places with at least one member who answered.
    pub heard: Vec<String>,
    /// Places with members of whom none did.
    pub silent: Vec<String>,
}

/// A family's part in a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Families without whose units another level would be computed.
    pub deciding: Vec<(String, Option<LevelName>)>,
}

/// Weighs a tally.
pub fn balance(tally: &Tally) -> Balance {
    let ballot = &tally.ballot;
    let regions = ballot
        .regions
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>();
    Balance {
        groups: group_breadth(tally),
        regions: breadth(ballot, &regions, |unit| {
            unit.regions.iter().map(|id| id.as_str()).collect()
        }),
        families: breadth(ballot, &ballot.affiliations, |unit| {
            unit.affiliations.iter().map(String::as_str).collect()
        }),
        largest: largest(ballot),
        deciding: deciding(tally),
    }
}

/// The groups heard and silent; among the silent ones those charged with the public interest come
/// first.
pub fn group_breadth(tally: &Tally) -> Breadth {
    let names: Vec<String> = tally
        .ballot
        .groups
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut groups = breadth(&tally.ballot, &names, |unit| {
        unit.groups.iter().map(|id| id.as_str()).collect()
    });
    let is_public = |name: &String| {
        let mut groups = tally.charter.groups.iter();
        groups.any(|group| group.public_interest && group.id.as_str() == name)
    };
    groups.silent.sort_by_key(|name| !is_public(name));
    groups
}

fn answered(unit: &Unit) -> bool {
    matches!(
        unit.answer,
        Answer::Given(..) | Answer::InClass(_) | Answer::Split
    )
}

/// Which of some places were heard; places of which everybody is recused are in neither list.
fn breadth<'b>(
    ballot: &'b Ballot,
    places: &[String],
    of: impl Fn(&'b Unit) -> Vec<&'b str>,
) -> Breadth {
    let mut heard: BTreeMap<&str, bool> = BTreeMap::new();
    let members = ballot.units.iter();
    for unit in members.filter(|unit| unit.answer != Answer::Recused) {
        for place in of(unit) {
            *heard.entry(place).or_default() |= answered(unit);
        }
    }
    let these = |wanted: bool| {
        let found = |place: &&String| heard.get(place.as_str()) == Some(&wanted);
        places.iter().filter(found).cloned().collect()
    };
    Breadth {
        heard: these(true),
        silent: these(false),
    }
}

fn largest(ballot: &Ballot) -> Option<Share> {
    let mut shares: BTreeMap<&str, u64> = BTreeMap::new();
    for unit in ballot.units.iter().filter(|unit| answered(unit)) {
        for family in &unit.affiliations {
            *shares.entry(family).or_default() += 1;
        }
    }
    let largest = shares
        .into_iter()
        .max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0)));
    largest.map(|(family, answered)| Share {
        family: family.to_owned(),
        answered,
    })
}

fn deciding(tally: &Tally) -> Vec<(String, Option<LevelName>)> {
    if tally.track.count == CountUnit::None {
        return Vec::new();
    }
    let without = |family: &String| {
        let mut ballot = tally.ballot.clone();
        ballot
            .units
            .retain(|unit| !unit.affiliations.contains(family));
        ballot
            .objections
            .retain(|mark| !mark.affiliations.contains(family));
        (family.clone(), computed(tally, &ballot))
    };
    let heard = tally.ballot.affiliations.iter().filter(|family| {
        tally
            .ballot
            .units
            .iter()
            .any(|unit| answered(unit) && unit.affiliations.contains(family))
    });
    heard
        .map(without)
        .filter(|(_, level)| *level != tally.computed)
        .collect()
}

/// The level that another ballot would give.
fn computed(tally: &Tally, ballot: &Ballot) -> Option<LevelName> {
    let holds = |when: &Option<String>| match when {
        None => true,
        Some(when) => criterion::parse(when, &tally.vocabulary)
            .is_ok_and(|rule| criterion::evaluate(&rule, ballot).met),
    };
    tally
        .levels
        .iter()
        .find(|level| holds(&level.criterion))
        .map(|level| level.name.clone())
}
