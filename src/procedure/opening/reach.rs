//! Whether the rules of a call can be met at all by the electorate that it would freeze: what can
//! never be met is told before anybody answers.

use crate::procedure::names::{done_by, people};
use crate::procedure::obstacle::{Obstacle, ObstacleKind, obstacle};
use crate::procedure::rights::{About, Deed, may};
use crate::record::track::Outcome;
use crate::register::records::Register;
use crate::tally::criterion;
use crate::tally::{Tally, TestedGate, TestedLevel};
use crate::value::command::{Command, Placeholder};

const HINT: &str =
    "the charter says what is needed; to see who is on the roster: plenary participant list";

/// Why no answers could ever adopt: nobody is asked, a gate can never be met, or no level that
/// adopts can.
pub fn out_of_reach(register: &Register, before: &Tally) -> Vec<Obstacle> {
    if let Some(empty) = electorate(register, before) {
        return vec![empty];
    }
    let gates = before.gates.iter().filter_map(|each| gate(before, each));
    gates.chain(adopting(before)).collect()
}

/// An electorate of nobody.
pub fn electorate(register: &Register, before: &Tally) -> Option<Obstacle> {
    if !before.electorate.seats.is_empty() {
        return None;
    }
    let standings = before.track.electorate.iter().map(|s| s.as_str());
    let listed = crate::value::suggest::listed(standings);
    let keepers = may(Deed::KeepParticipants, &About::register(register));
    let add = Command::new("participant add").with(Placeholder::Name);
    Some(obstacle(
        ObstacleKind::Call,
        format!(
            "nobody on the roster stands as {listed}, so nobody could answer a call on {}",
            before.proposal
        ),
        done_by(people(&keepers), add),
    ))
}

/// A gate that can never be met. A group that its rule names and that has no member is such a case.
pub fn gate(before: &Tally, gate: &TestedGate) -> Option<Obstacle> {
    let why = why_never(before, &gate.criterion)?;
    Some(never(before, "gate", gate.name.as_str(), &why))
}

/// The levels that adopt, where none of them can ever hold: a call by which nobody could adopt.
pub fn adopting(before: &Tally) -> Vec<Obstacle> {
    let adopts = |level: &&TestedLevel| level.outcome == Outcome::Adopted;
    let adopting = before.levels.iter().filter(adopts);
    let all: Option<Vec<Obstacle>> = adopting
        .map(|level| {
            let why = why_never(before, level.criterion.as_deref()?)?;
            Some(never(before, "level", level.name.as_str(), &why))
        })
        .collect();
    all.unwrap_or_default()
}

fn why_never(before: &Tally, rule: &str) -> Option<String> {
    let rule = criterion::parse(rule, &before.vocabulary).ok()?;
    criterion::unreachable(&rule, &before.ballot)
}

fn never(before: &Tally, list: &str, name: &str, why: &str) -> Obstacle {
    let sentence = format!(
        "the {list} {name} of the track {} can never be met by this electorate: {why}",
        before.track.id
    );
    obstacle(ObstacleKind::Call, sentence, HINT)
}
