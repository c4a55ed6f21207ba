//! Checks the rules of the charter: each can be read and can be met, and no name in the register is a word of the
//! rule language.

use std::collections::BTreeMap;

use crate::check::tree::context::{CheckContext, FindingSink, PendingFinding, Rule};
use crate::record::charter::Charter;
use crate::record::path::CHARTER;
use crate::record::position::is_pending;
use crate::record::track::Track;
use crate::register::snapshot::roster_path;
use crate::tally::criterion::{self, Ballot, Criterion, RuleFault, Unit};
use crate::tally::electorate::{Electorate, Families, Seat, own_dimensions, regions};
use crate::tally::objection::person_of;
use crate::value::class::CountUnit;
use crate::value::id::TrackId;

/// Rules that are not valid.
pub(super) fn unreadable(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for rule in scene.rules() {
        for fault in rule.read.as_ref().err().into_iter().flatten() {
            found.note(CHARTER, || at(rule, fault));
        }
    }
}

/// Shares whose base can be empty: then the rule is not met.
pub(super) fn empty_bases(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for rule in scene.rules() {
        let warnings = rule.read.as_ref().map(Criterion::warnings);
        for warning in warnings.unwrap_or_default() {
            found.note(CHARTER, || at(rule, &warning));
        }
    }
}

fn at(rule: &Rule<'_>, fault: &RuleFault) -> PendingFinding {
    let made = PendingFinding::new(&fault.sentence).inside(&rule.way, fault.at);
    match &fault.hint {
        Some(hint) => made.hint(hint),
        None => made,
    }
}

/// Rules that the present participants can never meet. Nothing is reported while the electorate is empty.
pub(super) fn unreachable(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let mut ballots: BTreeMap<&TrackId, Ballot> = BTreeMap::new();
    for rule in scene.rules() {
        let Ok(read) = &rule.read else { continue };
        let ballot = ballots
            .entry(&rule.track.id)
            .or_insert_with(|| unanswered(rule.charter, scene, rule.track));
        if ballot.units.is_empty() {
            continue;
        }
        if let Some(why) = criterion::unreachable(read, ballot) {
            found.note(CHARTER, || {
                PendingFinding::new(format!("{} cannot be met: {why}", rule.title))
                    .inside(&rule.way, 0)
                    .hint("to see the participants: plenary participant list")
                    .because("participants/")
            });
        }
    }
}

/// The electorate of a track before any answer. Nobody is an author here, because the rule is checked for all
/// proposals at once.
fn unanswered(charter: &Charter, scene: &CheckContext<'_>, track: &Track) -> Ballot {
    let electorate = Electorate::of(charter, scene.register, track, None);
    let mut units: BTreeMap<String, Unit> = BTreeMap::new();
    for seat in electorate.seats.values() {
        let name = match track.count {
            CountUnit::Participants | CountUnit::None => seat.holder.to_string(),
            CountUnit::Affiliations => seat.own_family(),
            CountUnit::Groups => seat
                .groups
                .first()
                .map_or_else(String::new, ToString::to_string),
        };
        let unit = units.entry(name.clone()).or_insert_with(|| empty(name));
        sit(unit, seat, track.count);
    }
    let register = scene.register;
    let people = register.participants.iter();
    let people = people.filter(|(_, who)| !who.is_visitor());
    let people = people.map(|(id, _)| person_of(Some(charter), Some(register), &electorate, id));
    Ballot {
        people: people.collect(),
        units: units.into_values().collect(),
        groups: charter
            .groups
            .iter()
            .map(|group| group.id.clone())
            .collect(),
        houses: charter.houses(),
        regions: regions(scene.register),
        affiliations: Families::of(charter, scene.register).all(),
        own: own_dimensions(charter),
        at_most: track.at_most.clone(),
        ..Ballot::default()
    }
}

fn empty(name: String) -> Unit {
    Unit {
        name,
        ..Unit::default()
    }
}

/// Adds one seat to a unit: a unit counts in every place with a seat of it, and has their weights together. A group
/// has no region and no affiliation.
fn sit(unit: &mut Unit, seat: &Seat, count: CountUnit) {
    seat.groups
        .iter()
        .for_each(|group| add(&mut unit.groups, group));
    seat.houses
        .iter()
        .for_each(|house| add(&mut unit.houses, house));
    if count != CountUnit::Groups {
        seat.region
            .iter()
            .for_each(|region| add(&mut unit.regions, region));
        seat.own
            .iter()
            .for_each(|(name, value)| unit.own.add(name, value));
        match count {
            CountUnit::Affiliations => add(&mut unit.affiliations, &seat.own_family()),
            _ => seat
                .family
                .iter()
                .for_each(|family| add(&mut unit.affiliations, family)),
        }
    }
    for (weight, n) in &seat.weights {
        let sum = unit.weights.entry(weight.clone()).or_insert(0);
        *sum = sum.saturating_add(*n);
    }
}

fn add<T: Clone + PartialEq>(all: &mut Vec<T>, one: &T) {
    if !all.contains(one) {
        all.push(one.clone());
    }
}

/// Positions, groups, houses and regions whose name is a word of the rule language, so that no rule can use them.
pub(super) fn names(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let mut name = |path: &str, way: String, what: &str, name: &str| {
        if criterion::is_word(name) || (what == "position" && is_pending(name)) {
            found.note(path, || {
                PendingFinding::new(format!(
                    "\"{name}\" is a reserved word, so it cannot be the name of a {what}"
                ))
                .key(way)
                .hint(format!("choose another name, such as \"{name}-1\""))
            });
        }
    };
    for (id, participant) in scene.register.participants.iter() {
        if let Some(region) = &participant.region {
            let way = "region".to_owned();
            name(&roster_path(id), way, "region", region.as_str());
        }
    }
    let Some(charter) = scene.charter() else {
        return;
    };
    for (n, group) in charter.groups.iter().enumerate() {
        name(CHARTER, format!("group/{n}/id"), "group", group.id.as_str());
        if let Some(house) = &group.house {
            name(CHARTER, format!("group/{n}/house"), "house", house.as_str());
        }
    }
    for track in &charter.tracks {
        for position in &track.positions {
            let way = format!("track/{}/positions/{}", track.id, position.name);
            name(CHARTER, way, "position", position.name.as_str());
        }
    }
}
