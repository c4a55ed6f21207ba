//! Finds whether the answers that are still missing can change the result of an open call. Answers that were given are
//! taken as final.

use std::collections::BTreeSet;

use crate::record::call::Call;
use crate::tally::Tally;
use crate::tally::count_positions::UnitName;
use crate::tally::criterion::{self, StillPossible};
use crate::value::class::CountUnit;

/// What can still answer, by the names of its units: a unit without a counted position, or an organisation with such a
/// seat.
pub fn can_answer(tally: &Tally) -> BTreeSet<String> {
    let counted: BTreeSet<&UnitName> = tally
        .canvass
        .counted
        .iter()
        .map(|each| &each.unit)
        .collect();
    let of_group = |name: &str| {
        let mut groups = counted.iter();
        groups.any(|unit| matches!(unit, UnitName::Group(group) if group.as_str() == name))
    };
    let seats = tally.electorate.seats.values();
    let seats = seats.filter(|seat| tally.excluded.of_participant(&seat.holder).is_none());
    let missing = seats.filter(|seat| !counted.contains(&UnitName::Seat(seat.holder.clone())));
    match tally.track.count {
        CountUnit::Groups => {
            let units = tally.ballot.units.iter();
            let units = units.filter(|unit| !of_group(&unit.name));
            units.map(|unit| unit.name.clone()).collect()
        }
        CountUnit::Affiliations => missing.map(|seat| seat.own_family()).collect(),
        CountUnit::Participants | CountUnit::None => {
            missing.map(|seat| seat.holder.to_string()).collect()
        }
    }
}

/// Whether no answer that is still missing can change a requirement or the computed level. What is not certain can
/// change.
pub fn is_settled(tally: &Tally, call: &Call) -> bool {
    let possible = possible(tally, call);
    let result = |text: &str| {
        let rule = criterion::parse(text, &tally.vocabulary).ok()?;
        criterion::settled(&rule, &tally.ballot, &possible)
    };
    let mut gates = tally.gates.iter();
    if tally.track.count == CountUnit::None || !gates.all(|gate| result(&gate.criterion).is_some())
    {
        return false;
    }
    for level in &tally.levels {
        match level.criterion.as_deref().map_or(Some(true), result) {
            Some(true) => return true,
            Some(false) => {}
            None => return false,
        }
    }
    true
}

fn possible(tally: &Tally, call: &Call) -> StillPossible {
    let missing = can_answer(tally);
    let units = tally.ballot.units.iter().enumerate();
    let open = units.filter(|(_, unit)| missing.contains(&unit.name));
    let rest = tally.as_of.days_until(call.announced()).saturating_add(1);
    let meeting = tally.meeting.as_ref();
    StillPossible {
        answers: open.map(|(n, _)| n).collect(),
        days_open: call.opens.days_until(call.announced()),
        days_unchanged: tally.ballot.days_unchanged.saturating_add(rest),
        presence: meeting.is_some_and(|meeting| meeting.record.is_none()),
    }
}
