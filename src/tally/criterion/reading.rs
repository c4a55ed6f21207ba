//! Computes the numbers of one comparison in one place: what is counted, what is needed, and the difference.

use super::count::{CountContext, Place, count, count_among, counts_units, is_presence};
use super::grammar::{Amount, ComparisonNode, Quantity, Relation};
use super::words;
use crate::value::ratio::Fraction;

/// The numbers of a comparison in one place.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) count: u64,
    pub(super) base: Option<u64>,
    pub(super) needed: Option<u64>,
    /// The share of the base that the rule needs.
    pub(super) share: Option<Fraction>,
    pub(super) met: bool,
    /// The base that is empty.
    pub(super) empty: Option<Empty>,
    pub(super) short_by: Option<u64>,
    pub(super) base_words: Option<String>,
}

/// Counts both sides of a comparison in a place.
pub(super) fn read(test: &ComparisonNode, setting: CountContext<'_>) -> Reading {
    let found = subject(test, setting);
    match &test.amount {
        Amount::Number(number) => measured(test.relation, found, Bound::Number(*number)),
        Amount::Quantity(other) => {
            measured(test.relation, found, Bound::Number(count(other, setting)))
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

/// Presence and answers are counted over the same people: in a comparison with those present, only those present count,
/// and those present are a share only of units that the base counts.
fn subject(test: &ComparisonNode, setting: CountContext<'_>) -> u64 {
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
        needed,
        met,
        short_by: short_by(relation, count, needed).filter(|_| !met),
        ..Reading::default()
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
        empty: Some(Empty {
            base: base.to_string(),
            place: place.name(),
        }),
        ..Reading::default()
    }
}

/// What a count is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// A number.
    Number(u64),
    /// This share of this base.
    Share(Fraction, u64),
}

impl Bound {
    /// Whether a count meets it, by cross-multiplication. The base can be zero: the caller checks before that such a
    /// comparison cannot be evaluated.
    pub(super) fn met(self, relation: Relation, count: u64) -> bool {
        relation.holds(match self {
            Bound::Number(number) => count.cmp(&number),
            Bound::Share(fraction, base) => fraction.compare(count, base),
        })
    }

    /// The least whole number that is enough, or for `<=` and `<` the most that is allowed; none if no whole number is.
    pub(super) fn needed(self, relation: Relation) -> Option<u64> {
        let (floor, ceil) = match self {
            Bound::Number(number) => (number, number),
            Bound::Share(fraction, base) => (fraction.floor_of(base), fraction.ceil_of(base)),
        };
        let needed = match relation {
            Relation::AtLeast => Some(ceil),
            Relation::MoreThan => floor.checked_add(1),
            Relation::AtMost => Some(floor),
            Relation::LessThan => ceil.checked_sub(1),
            Relation::Exactly => Some(floor),
        };
        needed.filter(|needed| self.met(relation, *needed))
    }
}

/// How far a count is from what is needed: too few, or too many.
pub(super) fn short_by(relation: Relation, count: u64, needed: Option<u64>) -> Option<u64> {
    let needed = needed?;
    match relation {
        Relation::AtLeast | Relation::MoreThan => needed.checked_sub(count),
        Relation::AtMost | Relation::LessThan => count.checked_sub(needed),
        Relation::Exactly => Some(needed.abs_diff(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, short_by};
    use crate::tally::criterion::grammar::Relation;
    use crate::value::ratio::Fraction;

    const ALL: [Relation; 5] = [
        Relation::AtLeast,
        Relation::MoreThan,
        Relation::AtMost,
        Relation::LessThan,
        Relation::Exactly,
    ];

    fn needed(bound: Bound) -> [Option<u64>; 5] {
        ALL.map(|relation| bound.needed(relation))
    }

    #[test]
    fn what_numbers_ask_for() {
        let some = |n| Some(n);
        assert_eq!(
            needed(Bound::Number(4)),
            [some(4), some(5), some(4), some(3), some(4)]
        );
        assert_eq!(
            needed(Bound::Number(0)),
            [some(0), some(1), some(0), None, some(0)]
        );
        assert_eq!(Bound::Number(u64::MAX).needed(Relation::MoreThan), None);
    }

    #[test]
    fn what_shares_ask_for() {
        let two_thirds = Fraction::new(2, 3).unwrap();
        assert_eq!(
            needed(Bound::Share(two_thirds, 31)),
            [Some(21), Some(21), Some(20), Some(20), None]
        );
        assert_eq!(
            needed(Bound::Share(two_thirds, 30)),
            [Some(20), Some(21), Some(20), Some(19), Some(20)]
        );
        let third = Fraction::percent(33, "").unwrap();
        assert_eq!(Bound::Share(third, 173).needed(Relation::AtLeast), Some(58));
    }

    #[test]
    fn what_no_count_can_reach_is_not_needed() {
        let large = Fraction::new(1_000_000_000, 1).unwrap();
        assert_eq!(
            needed(Bound::Share(large, u64::MAX)),
            [None, None, Some(u64::MAX), Some(u64::MAX - 1), None]
        );
    }

    #[test]
    fn what_is_missing() {
        assert_eq!(short_by(Relation::AtLeast, 7, Some(9)), Some(2));
        assert_eq!(short_by(Relation::AtMost, 7, Some(5)), Some(2));
        assert_eq!(short_by(Relation::Exactly, 7, Some(9)), Some(2));
        assert_eq!(short_by(Relation::LessThan, 7, None), None);
    }
}
