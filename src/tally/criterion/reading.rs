//! The numbers of one comparison in one place.

use super::count::{Setting, count, count_among, counts_units, is_presence};
use super::grammar::{Amount, Quantity, Relation, Test};
use super::needed::{Bound, short_by};
use super::place::Place;
use super::words;
use crate::value::ratio::Fraction;

/// The numbers of a comparison in one place.
pub(super) struct Reading {
    pub(super) count: u64,
    pub(super) base: Option<u64>,
    pub(super) needed: Option<u64>,
    /// The share of the base that the rule asks for.
    pub(super) share: Option<Fraction>,
    pub(super) met: bool,
    /// The base that is empty.
    pub(super) empty: Option<Empty>,
    pub(super) short_by: Option<u64>,
    pub(super) base_words: Option<String>,
}

/// Counts both sides of a comparison in the place that the setting looks at.
pub(super) fn read(test: &Test, setting: Setting<'_>) -> Reading {
    let found = subject(test, setting);
    match &test.amount {
        Amount::Number(number) => measured(test.relation, found, Bound::Number(*number)),
        Amount::Quantity(other) => {
            let bound = Bound::Number(count(other, setting));
            measured(test.relation, found, bound)
        }
        Amount::Share(fraction, base) => {
            let number = count(base, setting);
            let reading = match number {
                0 => not_evaluable(found, base, setting.place(base)),
                _ => measured(test.relation, found, Bound::Share(*fraction, number)),
            };
            let place = setting.here.name();
            Reading {
                base: Some(number),
                base_words: Some(words::base(base, number, &place)),
                share: Some(*fraction),
                ..reading
            }
        }
    }
}

/// Presence and votes are taken over the same people: who is compared with those present must be
/// present, and those present are a share only of units that the base counts.
fn subject(test: &Test, setting: Setting<'_>) -> u64 {
    let subject = &test.subject;
    match &test.amount {
        Amount::Quantity(base) | Amount::Share(_, base) if is_presence(base) => {
            count_among(base, subject, setting)
        }
        Amount::Share(_, base) if is_presence(subject) && counts_units(base) => {
            count_among(base, subject, setting)
        }
        _ => count(subject, setting),
    }
}

fn measured(relation: Relation, count: u64, bound: Bound) -> Reading {
    let met = bound.met(relation, count);
    let needed = bound.needed(relation);
    Reading {
        count,
        base: None,
        needed,
        share: None,
        met,
        empty: None,
        short_by: if met {
            None
        } else {
            short_by(relation, count, needed)
        },
        base_words: None,
    }
}

/// A base that is empty, and where.
pub(super) struct Empty {
    pub(super) base: String,
    /// The place or places; empty for the whole electorate.
    pub(super) place: String,
}

fn not_evaluable(count: u64, base: &Quantity, place: &Place<'_>) -> Reading {
    Reading {
        count,
        base: None,
        needed: None,
        share: None,
        met: false,
        empty: Some(Empty {
            base: base.to_string(),
            place: place.name(),
        }),
        short_by: None,
        base_words: None,
    }
}
