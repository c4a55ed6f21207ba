//! Counting a quantity in a place.

use std::collections::BTreeSet;

use super::ballot::{Ballot, ObjectionMark, Unit};
use super::grammar::{Besides, ClassWord, CountWord, Dimension, Quantity, Reach, Term, What, Who};
use super::place::Place;

/// What a comparison is evaluated against.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) ballot: &'a Ballot,
    /// The whole electorate.
    pub(super) whole: &'a Place<'a>,
    /// The place that the scope speaks of.
    pub(super) here: &'a Place<'a>,
}

impl<'a> Setting<'a> {
    /// The same ballot, looked at in another place.
    pub(super) fn at(self, here: &'a Place<'a>) -> Self {
        Setting { here, ..self }
    }

    /// Where a quantity is counted.
    pub(super) fn place(self, quantity: &Quantity) -> &'a Place<'a> {
        match quantity.reach {
            Reach::Here => self.here,
            Reach::Everywhere => self.whole,
        }
    }
}

/// How much there is of a quantity: heads, weight, places, objections or days. A unit that two
/// terms of a sum speak of counts once.
pub(super) fn count(quantity: &Quantity, setting: Setting<'_>) -> u64 {
    count_in(quantity, setting.ballot, setting.place(quantity))
}

/// The same of those units alone that `base` counts, too.
pub(super) fn count_among(base: &Quantity, quantity: &Quantity, setting: Setting<'_>) -> u64 {
    let place = setting.place(quantity);
    let both = Place {
        units: admitted(base, place)
            .filter(|unit| speaks_of(&base.terms, unit))
            .collect(),
        ..place.clone()
    };
    count_in(quantity, setting.ballot, &both)
}

fn count_in(quantity: &Quantity, ballot: &Ballot, place: &Place<'_>) -> u64 {
    match quantity.terms.first().map(|term| &term.what) {
        None => 0,
        Some(What::Count(CountWord::DaysOpen)) => ballot.days_open,
        Some(What::Count(CountWord::DaysUnchanged)) => ballot.days_unchanged,
        Some(What::Count(_)) => objections(&quantity.terms, place),
        Some(What::Places(dimension, who)) => places(*dimension, who, quantity, place).len() as u64,
        Some(What::Units(_)) => units(quantity, place),
    }
}

/// Whether a quantity speaks of those who are present, and of nobody else.
pub(super) fn is_presence(quantity: &Quantity) -> bool {
    let present = Who::Class(ClassWord::Present);
    quantity
        .terms
        .iter()
        .all(|term| matches!(&term.what, What::Units(who) if *who == present))
}

/// Whether a quantity counts units, and not places, objections or days.
pub(super) fn counts_units(quantity: &Quantity) -> bool {
    let mut terms = quantity.terms.iter();
    terms.all(|term| matches!(term.what, What::Units(_)))
}

fn units(quantity: &Quantity, place: &Place<'_>) -> u64 {
    let counted = admitted(quantity, place).filter(|unit| speaks_of(&quantity.terms, unit));
    counted.fold(0, |sum, unit| sum.saturating_add(weight(quantity, unit)))
}

/// The units of a place that a quantity does not leave out.
pub(super) fn admitted<'p>(
    quantity: &Quantity,
    place: &'p Place<'_>,
) -> impl Iterator<Item = &'p Unit> {
    let besides = quantity.besides;
    let units = place.units.iter().copied();
    units.filter(move |unit| match besides {
        None => true,
        Some(Besides::Authors) => !unit.author,
        Some(Besides::AuthorFamilies) => !unit.author && !unit.author_family,
    })
}

/// Whether one of the terms speaks of the unit.
pub(super) fn speaks_of(terms: &[Term], unit: &Unit) -> bool {
    terms.iter().any(|term| match &term.what {
        What::Units(who) => unit.is(who),
        What::Count(_) | What::Places(..) => false,
    })
}

/// What a unit adds to a quantity that speaks of it.
pub(super) fn weight(quantity: &Quantity, unit: &Unit) -> u64 {
    match &quantity.weight {
        None => 1,
        Some(name) => unit.weights.get(name.text.as_str()).copied().unwrap_or(0),
    }
}

/// The places of a dimension in which at least one unit is meant.
pub(super) fn places<'p>(
    dimension: Dimension,
    who: &Who,
    quantity: &Quantity,
    place: &'p Place<'_>,
) -> BTreeSet<&'p str> {
    admitted(quantity, place)
        .filter(|unit| unit.is(who))
        .flat_map(|unit| unit.places(dimension))
        .filter(|name| !place.excludes(dimension, name))
        .collect()
}

fn objections(terms: &[Term], place: &Place<'_>) -> u64 {
    let counted = |mark: &&&ObjectionMark| {
        terms.iter().any(|term| match term.what {
            What::Count(word) => is_so(mark, word),
            What::Units(_) | What::Places(..) => false,
        })
    };
    place.objections.iter().filter(counted).count() as u64
}

fn is_so(mark: &ObjectionMark, word: CountWord) -> bool {
    match word {
        CountWord::Objections => true,
        CountWord::Open => mark.open,
        CountWord::Unanswered => mark.unanswered,
        CountWord::Undisposed => mark.undisposed,
        CountWord::Maintained => mark.maintained,
        CountWord::Standing => mark.standing,
        CountWord::DaysOpen | CountWord::DaysUnchanged => false,
    }
}
