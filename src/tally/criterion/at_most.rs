//! Limits how many answers of one place count, if the track has such a limit: "at most 2 of one organisation".
//!
//! The limit is for answers for and against together. If those of one place disagree, the number that counts is divided
//! between the two in proportion and rounded down. So with a limit of 1, people of one organisation who disagree count
//! for neither side, as on a track that counts organisations.

use std::collections::BTreeMap;

use super::ballot::{Ballot, Unit, speaks_of};
use super::grammar::{ClassWord, CountSubject, Measure, Term};
use super::words::{self, Number};
use crate::record::track::AtMost;
use crate::value::class::CountsAs;

/// Units of one place, by the side that they are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Sides {
    /// How many are for.
    #[serde(rename = "for")]
    pub in_favour: u64,
    /// How many are against.
    pub against: u64,
}

impl Sides {
    /// Both together.
    pub fn cast(self) -> u64 {
        self.in_favour.saturating_add(self.against)
    }

    fn of(&mut self, class: CountsAs) -> &mut u64 {
        match class {
            CountsAs::For => &mut self.in_favour,
            _ => &mut self.against,
        }
    }

    /// How many of these count, if `all` were given.
    fn within(self, limit: &AtMost, all: Sides) -> Self {
        let (most, cast) = (limit.positions, all.cast());
        let share = |part: u64| match (limit.each_side, cast > most) {
            (true, _) => part.min(most),
            (false, true) => part.saturating_mul(most).checked_div(cast).unwrap_or(0),
            (false, false) => part,
        };
        Self {
            in_favour: share(self.in_favour),
            against: share(self.against),
        }
    }
}

impl AtMost {
    /// The limit, as a sentence.
    pub fn in_words(&self) -> String {
        let (most, number) = (self.positions, Number::of(self.positions));
        let positions = number.pick("position", "positions");
        let counted = match self.each_side {
            true => format!("{most} {positions} for and {most} {positions} against"),
            false => format!("{most} {positions} for or against"),
        };
        let count = match self.each_side {
            true => "count",
            false => number.pick("counts", "count"),
        };
        let place = words::places_of(&self.per, Number::One);
        format!("At most {counted} of one {place} {count}.")
    }

    /// The limit with what it does to places in disagreement, in sentences.
    pub fn explained(&self) -> String {
        let limit = self.in_words();
        match self.each_side {
            true => limit,
            false => format!(
                "{limit} If they disagree, this number is divided between the two sides in proportion, and \
                 rounded down."
            ),
        }
    }
}

/// A place with more answers for and against than count.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct OverLimit {
    /// The place.
    pub place: String,
    /// What its units answered.
    pub given: Sides,
    /// What counts in the whole electorate.
    pub counted: Sides,
}

impl OverLimit {
    /// What counts, as a sentence: "acme: 4 are for, and 2 of them count."
    pub fn in_words(&self) -> String {
        let Self {
            place,
            given,
            counted,
        } = self;
        let are = |number: u64| Number::of(number).pick("is", "are");
        let one_side = |number: u64, side: &str| {
            let count = Number::of(counted.cast()).pick("counts", "count");
            let (are, counted) = (are(number), counted.cast());
            format!("{place}: {number} {are} {side}, and {counted} of them {count}.")
        };
        match (given.in_favour, given.against) {
            (number, 0) => one_side(number, "for"),
            (0, number) => one_side(number, "against"),
            (many, others) => format!(
                "{place}: {many} {} for and {others} {} against. They count as {} for and {} against.",
                are(many),
                are(others),
                counted.in_favour,
                counted.against,
            ),
        }
    }
}

/// The places of a ballot with more answers for and against than count, by name.
pub fn over_limit(ballot: &Ballot) -> Vec<OverLimit> {
    let Some(limit) = &ballot.at_most else {
        return Vec::new();
    };
    let mut places: BTreeMap<_, Sides> = BTreeMap::new();
    for unit in &ballot.units {
        if let Some(class) = side(unit) {
            *places.entry(place(limit, unit)).or_default().of(class) += 1;
        }
    }
    let all = places.into_iter().map(|((_, place), given)| OverLimit {
        place: place.to_owned(),
        given,
        counted: given.within(limit, given),
    });
    all.filter(|each| each.counted != each.given).collect()
}

/// The number of the units that one of the terms counts. An answer for or against is within the limit, unless a term
/// counts its unit for another reason, such as `answered`.
pub(super) fn count<'u>(
    limit: &AtMost,
    terms: &[Term],
    units: impl Iterator<Item = &'u Unit>,
) -> u64 {
    let mut unlimited: u64 = 0;
    let mut places: BTreeMap<_, (Sides, Sides)> = BTreeMap::new();
    for unit in units {
        let is_counted = speaks_of(terms, unit);
        let Some(class) = side(unit) else {
            unlimited += u64::from(is_counted);
            continue;
        };
        let (given, wanted) = places.entry(place(limit, unit)).or_default();
        *given.of(class) += 1;
        let others = terms.iter().filter(|term| !is_cast(term));
        match others.into_iter().any(|term| counts(term, unit)) {
            true => unlimited += 1,
            false => *wanted.of(class) += u64::from(is_counted),
        }
    }
    places
        .into_values()
        .map(|(given, wanted)| wanted.within(limit, given).cast())
        .fold(unlimited, u64::saturating_add)
}

/// The most that the limit lets a sum of answers for and against come to, whatever these units answer; `None` if the
/// limit is not for all terms.
pub(super) fn most<'u>(
    limit: &AtMost,
    terms: &[Term],
    units: impl Iterator<Item = &'u Unit>,
) -> Option<u64> {
    if !terms.iter().all(is_cast) {
        return None;
    }
    let mut places: BTreeMap<_, u64> = BTreeMap::new();
    for unit in units {
        *places.entry(place(limit, unit)).or_default() += 1;
    }
    let most = match limit.each_side {
        true => limit.positions.saturating_mul(2),
        false => limit.positions,
    };
    let each = places.into_values().map(|seats| seats.min(most));
    Some(each.fold(0, u64::saturating_add))
}

/// Whether a unit is for or against.
fn side(unit: &Unit) -> Option<CountsAs> {
    let class = unit.answer.class();
    class.filter(|class| matches!(class, CountsAs::For | CountsAs::Against))
}

/// The place of a unit; it is a place of its own if it has none. The flag keeps apart the two kinds of names.
fn place<'u>(limit: &AtMost, unit: &'u Unit) -> (bool, &'u str) {
    match unit.places(&limit.per).first() {
        Some(name) => (true, name),
        None => (false, &unit.name),
    }
}

/// Whether a term counts nothing but answers for or against.
fn is_cast(term: &Term) -> bool {
    let Measure::Units(who) = &term.what else {
        return false;
    };
    match who {
        CountSubject::Position(_, class) => {
            matches!(class, Some(CountsAs::For | CountsAs::Against))
        }
        CountSubject::Class(word) => {
            matches!(word, ClassWord::For | ClassWord::Against | ClassWord::Cast)
        }
    }
}

fn counts(term: &Term, unit: &Unit) -> bool {
    speaks_of(std::slice::from_ref(term), unit)
}

#[cfg(test)]
mod tests {
    use super::Sides;
    use crate::record::track::AtMost;
    use crate::value::dimension::Dimension;

    fn counted(limit: &AtMost, (in_favour, against): (u64, u64)) -> (u64, u64) {
        let given = Sides { in_favour, against };
        let counted = given.within(limit, given);
        (counted.in_favour, counted.against)
    }

    #[test]
    fn what_counts_is_divided_in_proportion_and_rounded_down() {
        for (positions, given, expected) in [
            (2, (4, 0), (2, 0)),
            (2, (2, 0), (2, 0)),
            (2, (1, 1), (1, 1)),
            (2, (2, 2), (1, 1)),
            (2, (3, 1), (1, 0)),
            (2, (2, 1), (1, 0)),
            (3, (4, 2), (2, 1)),
            (1, (4, 0), (1, 0)),
            (1, (4, 1), (0, 0)),
        ] {
            let limit = AtMost {
                positions,
                per: Dimension::Affiliation,
                each_side: false,
            };
            assert_eq!(counted(&limit, given), expected, "{positions} {given:?}");
        }
    }

    #[test]
    fn each_side_can_have_its_own_limit() {
        let limit = AtMost {
            positions: 1,
            per: Dimension::Affiliation,
            each_side: true,
        };
        assert_eq!(counted(&limit, (3, 0)), (1, 0));
        assert_eq!(counted(&limit, (2, 1)), (1, 1));
    }
}
