//! Whether the rules of a call can be met at all by the electorate that it would freeze: what can
//! never be met is told before anybody answers.

use crate::act::refusal::{Kind, Reason, Refusal};
use crate::record::track::Outcome;
use crate::tally::criterion;
use crate::tally::{Tally, TestedLevel};

const HINT: &str =
    "plenary participant list shows who is on the roster; the charter says what is needed";

/// Refuses a call that nobody could answer, of which a gate can never be met, or of which every
/// level that adopts is out of reach. A group that a rule names and that has no member is such a
/// case.
pub(super) fn can_be_met(before: &Tally) -> Result<(), Refusal> {
    if before.electorate.seats.is_empty() {
        let standings: Vec<&str> = before.track.electorate.iter().map(|s| s.as_str()).collect();
        let listed = crate::value::suggest::listed(standings);
        return Err(Refusal::rules(
            format!(
                "nobody on the roster stands as {listed}, so nobody could answer a call on {}",
                before.proposal
            ),
            "plenary participant add NAME …",
        ));
    }
    let mut reasons = gates(before);
    reasons.extend(levels(before));
    match reasons.is_empty() {
        true => Ok(()),
        false => Err(Refusal {
            kind: Kind::Rules,
            reasons,
        }),
    }
}

fn gates(before: &Tally) -> Vec<Reason> {
    let unmet = before.gates.iter().filter_map(|gate| {
        let why = why_never(before, &gate.criterion)?;
        Some(reason(before, "gate", gate.name.as_str(), &why))
    });
    unmet.collect()
}

/// The levels that adopt, where none of them can ever hold.
fn levels(before: &Tally) -> Vec<Reason> {
    let adopts = |level: &&TestedLevel| level.outcome == Outcome::Adopted;
    let adopting = before.levels.iter().filter(adopts);
    let all: Option<Vec<Reason>> = adopting
        .map(|level| {
            let why = why_never(before, level.criterion.as_deref()?)?;
            Some(reason(before, "level", level.name.as_str(), &why))
        })
        .collect();
    all.unwrap_or_default()
}

fn why_never(before: &Tally, rule: &str) -> Option<String> {
    let rule = criterion::parse(rule, &before.vocabulary).ok()?;
    criterion::unreachable(&rule, &before.ballot)
}

fn reason(before: &Tally, list: &str, name: &str, why: &str) -> Reason {
    Reason {
        sentence: format!(
            "the {list} {name} of the track {} can never be met by this electorate: {why}",
            before.track.id
        ),
        hint: HINT.to_owned(),
    }
}
