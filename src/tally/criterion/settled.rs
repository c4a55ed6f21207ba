//! Finds whether answers that can still be given can change the result of a rule. A comparison of units is judged
//! exactly: each unit adds the least and the most that any answer of its own can add. What depends on several
//! comparisons together, on limits, objections, comments or people is taken as open if it is not certain.

use std::collections::{BTreeMap, BTreeSet};

use super::Criterion;
use super::ballot::{Answer, Ballot, Unit, speaks_of};
use super::count::{
    CountContext, Place, Silence, admitted, counts_units, each_place, is_presence, kinds, weight,
};
use super::grammar::{
    Alternatives, Amount, Bracket, Clause, ComparisonNode, Conjunct, CountSubject, CountWord,
    Dimension, Measure, Places, Quantity, Reach, Relation, Scope,
};
use super::reading::read;
use crate::value::class::CountsAs;
use crate::value::id::PositionName;

/// What can still happen until the announced close.
#[derive(Debug, Clone, Default)]
pub struct StillPossible {
    /// The places in the ballot of the units that can still answer.
    pub answers: BTreeSet<usize>,
    /// The days that the call will have been open.
    pub days_open: u64,
    /// The most days that the text can be unchanged.
    pub days_unchanged: u64,
    /// Whether it can become known who was present.
    pub presence: bool,
}

/// The result of the rule, if no answer can change it. `None` if an answer may change it.
pub fn settled(criterion: &Criterion, ballot: &Ballot, possible: &StillPossible) -> Option<bool> {
    let whole = Place::whole(ballot);
    let answers = answers_of(criterion);
    let mut variants = BTreeMap::new();
    for (n, unit) in ballot.units.iter().enumerate() {
        let can_answer = possible.answers.contains(&n);
        let all = variants_of(unit, can_answer.then_some(&answers), possible.presence);
        variants.insert(std::ptr::from_ref(unit), all);
    }
    let outlook = Outlook { possible, variants };
    outlook.alternatives(&criterion.root, CountContext::of(ballot, &whole))
}

/// Every answer that the positions of the track make possible. Nobody is recused on a track without such a position.
fn answers_of(criterion: &Criterion) -> Vec<Answer> {
    let positions = &criterion.positions;
    let recuses = |(_, class): &(PositionName, CountsAs)| *class == CountsAs::Recused;
    let can_recuse = positions.iter().any(recuses);
    let all = kinds(positions, Silence::MeansNothing).into_iter();
    let answers = all.map(|unit| unit.answer);
    let mut answers: Vec<Answer> = answers
        .filter(|answer| can_recuse || *answer != Answer::Recused)
        .collect();
    answers.dedup();
    answers
}

/// What a unit can be at the close. With an answer, another participant can speak for it: an alternate who was not
/// present, or who is an author.
fn variants_of(unit: &Unit, answers: Option<&Vec<Answer>>, presence: bool) -> Vec<Unit> {
    let own = [unit.answer.clone()];
    let can_answer = answers.is_some();
    let answers = own.iter().chain(answers.into_iter().flatten());
    let both = |now: bool, can_change: bool| match can_change {
        true => vec![true, false],
        false => vec![now],
    };
    let mut all = Vec::new();
    for answer in answers {
        for stale in both(unit.stale, can_answer) {
            for present in both(unit.present, presence || can_answer && unit.present) {
                for author in both(unit.author, can_answer && !unit.author) {
                    all.push(Unit {
                        answer: answer.clone(),
                        stale,
                        present,
                        author,
                        ..unit.clone()
                    });
                }
            }
        }
    }
    all
}

struct Outlook<'o> {
    possible: &'o StillPossible,
    variants: BTreeMap<*const Unit, Vec<Unit>>,
}

/// The least and the most that something can come to.
#[derive(Debug, Clone, Copy, Default)]
struct Range {
    least: i128,
    most: i128,
}

impl Range {
    fn of(least: u64, most: u64) -> Self {
        Self {
            least: i128::from(least),
            most: i128::from(most),
        }
    }

    fn plus(self, other: Range) -> Self {
        Self {
            least: self.least.saturating_add(other.least),
            most: self.most.saturating_add(other.most),
        }
    }

    /// The range of several values.
    fn over(values: impl Iterator<Item = i128>) -> Self {
        let mut values = values.peekable();
        let first = values.peek().copied().unwrap_or_default();
        values.fold(
            Self {
                least: first,
                most: first,
            },
            |range, value| Self {
                least: range.least.min(value),
                most: range.most.max(value),
            },
        )
    }

    /// Whether every value in it compares with 0 in this way, or none does.
    fn holds(self, relation: Relation) -> Option<bool> {
        let at = |value: i128| relation.holds(value.cmp(&0));
        let crosses = relation == Relation::Exactly && self.least < 0 && self.most > 0;
        match (at(self.least), at(self.most)) {
            _ if crosses => None,
            (true, true) => Some(true),
            (false, false) => Some(false),
            _ => None,
        }
    }
}

impl Outlook<'_> {
    fn alternatives(&self, parts: &Alternatives, at: CountContext<'_>) -> Option<bool> {
        either(parts.conjuncts.iter().map(|part| self.conjunct(part, at)))
    }

    fn conjunct(&self, parts: &Conjunct, at: CountContext<'_>) -> Option<bool> {
        let clauses = parts.clauses.iter().map(|clause| match clause {
            Clause::Bracket(bracket) => self.bracket(bracket, at),
            Clause::Test(test) => {
                in_scope(test.scope.as_ref(), at, |here| self.comparison(test, here))
            }
        });
        either(clauses.map(|met| met.map(|met| !met))).map(|unmet| !unmet)
    }

    fn bracket(&self, bracket: &Bracket, at: CountContext<'_>) -> Option<bool> {
        in_scope(bracket.scope.as_ref(), at, |here| {
            self.alternatives(&bracket.inner, here)
        })
    }

    fn comparison(&self, test: &ComparisonNode, at: CountContext<'_>) -> Option<bool> {
        let (subject, relation) = (&test.subject, test.relation);
        let sides = sides(test);
        let is_limited = |side: &Quantity| counts_units(side) && at.ballot.limit(side).is_some();
        if sides.iter().any(|side| is_limited(side)) {
            let is_fixed = self.possible.answers.is_empty() && !self.possible.presence;
            let is_known = is_fixed && sides.iter().all(|side| counts_units(side));
            return is_known.then(|| read(test, at).met);
        }
        match &test.amount {
            Amount::Number(number) => {
                let range = self.difference(&[(subject, 1)], at)?;
                let number = i128::from(*number).saturating_neg();
                range
                    .plus(Range {
                        least: number,
                        most: number,
                    })
                    .holds(relation)
            }
            Amount::Quantity(other) => match is_presence(other) {
                true => self
                    .among(other, &[(subject, 1), (other, -1)], at)?
                    .holds(relation),
                false => self
                    .difference(&[(subject, 1), (other, -1)], at)?
                    .holds(relation),
            },
            Amount::Share(fraction, base) => {
                let bases = self.difference(&[(base, 1)], at)?;
                let (numerator, denominator) = fraction.parts();
                let sides = [
                    (subject, i128::from(denominator)),
                    (base, i128::from(numerator).saturating_neg()),
                ];
                let only_both = is_presence(base) || is_presence(subject) && counts_units(base);
                let range = match only_both {
                    true => self.among(base, &sides, at)?,
                    false => self.difference(&sides, at)?,
                };
                // A share of an empty base is not met.
                match (bases.least > 0, bases.most > 0) {
                    (_, false) => Some(false),
                    (true, true) => range.holds(relation),
                    (false, true) => range.holds(relation).filter(|met| !met),
                }
            }
        }
    }

    /// The sum of quantities, each times a number.
    fn difference(&self, sides: &[(&Quantity, i128)], at: CountContext<'_>) -> Option<Range> {
        let always = |_: &Unit| true;
        self.sum(sides, &always, at)
    }

    /// The same, where the first quantity only counts units that `base` counts, too.
    fn among(
        &self,
        base: &Quantity,
        sides: &[(&Quantity, i128)],
        at: CountContext<'_>,
    ) -> Option<Range> {
        let both = |unit: &Unit| is_admitted(base, unit) && speaks_of(&base.terms, unit);
        self.sum(sides, &both, at)
    }

    fn sum(
        &self,
        sides: &[(&Quantity, i128)],
        first_counts: &dyn Fn(&Unit) -> bool,
        at: CountContext<'_>,
    ) -> Option<Range> {
        let mut total = Range::default();
        let mut of_units: Vec<Side<'_>> = Vec::new();
        for (n, (quantity, times)) in sides.iter().enumerate() {
            match quantity.what() {
                Some(Measure::Units(_)) => {
                    of_units.push(Side::of(quantity, *times, n == 0, at.place(quantity)));
                }
                _ => total = total.plus(scaled(self.things(quantity, at), *times)),
            }
        }
        for unit in at.whole.units.iter().copied() {
            let variants = self.variants.get(&std::ptr::from_ref(unit))?.iter();
            let worth = |variant: &Unit| {
                let sides = of_units.iter();
                let counted = sides.filter(|side| {
                    side.counts(unit, variant) && (!side.is_first || first_counts(variant))
                });
                counted.fold(0, |sum: i128, side| {
                    let worth = i128::from(weight(side.quantity, variant));
                    sum.saturating_add(worth.saturating_mul(side.times))
                })
            };
            total = total.plus(Range::over(variants.map(worth)));
        }
        Some(total)
    }

    /// What counts something else than units: places, days, objections, comments and people.
    fn things(&self, quantity: &Quantity, at: CountContext<'_>) -> Range {
        let ballot = at.ballot;
        match quantity.what() {
            None => Range::default(),
            Some(Measure::Count(CountWord::DaysOpen)) => Range::of(
                ballot.days_open,
                self.possible.days_open.max(ballot.days_open),
            ),
            Some(Measure::Count(CountWord::DaysUnchanged)) => {
                let most = self.possible.days_unchanged.max(ballot.days_unchanged);
                Range::of(ballot.days_unchanged, most)
            }
            Some(Measure::Count(CountWord::FailedCalls)) => {
                Range::of(ballot.failed_calls, ballot.failed_calls)
            }
            Some(Measure::Places(dimension, who)) => self.places(dimension, who, quantity, at),
            Some(Measure::Count(_) | Measure::Units(_)) => Range::of(0, u64::MAX),
        }
    }

    fn places(
        &self,
        dimension: &Dimension,
        who: &CountSubject,
        quantity: &Quantity,
        at: CountContext<'_>,
    ) -> Range {
        let place = at.place(quantity);
        let (mut always, mut maybe) = (BTreeSet::new(), BTreeSet::new());
        for unit in place.units.iter().copied() {
            let Some(variants) = self.variants.get(&std::ptr::from_ref(unit)) else {
                continue;
            };
            let counts = |variant: &Unit| is_admitted(quantity, variant) && variant.is(who);
            let names = || {
                let names = unit.places(dimension).into_iter();
                names.filter(|name| !place.excludes(dimension, name))
            };
            if variants.iter().any(counts) {
                maybe.extend(names());
            }
            if variants.iter().all(counts) {
                always.extend(names());
            }
        }
        Range::of(always.len() as u64, maybe.len() as u64)
    }
}

/// The quantities that are compared.
fn sides(test: &ComparisonNode) -> Vec<&Quantity> {
    let other = match &test.amount {
        Amount::Number(_) => None,
        Amount::Quantity(other) | Amount::Share(_, other) => Some(other),
    };
    std::iter::once(&test.subject).chain(other).collect()
}

/// One quantity of units in a comparison.
struct Side<'s> {
    quantity: &'s Quantity,
    times: i128,
    is_first: bool,
    /// The units of its place; `None` for the whole electorate.
    inside: Option<BTreeSet<*const Unit>>,
}

impl<'s> Side<'s> {
    fn of(quantity: &'s Quantity, times: i128, is_first: bool, place: &Place<'_>) -> Self {
        let pointers = || place.units.iter().map(|unit| std::ptr::from_ref(*unit));
        let is_part = place.named.is_some() && quantity.reach == Reach::Here;
        Self {
            quantity,
            times,
            is_first,
            inside: is_part.then(|| pointers().collect()),
        }
    }

    fn counts(&self, unit: &Unit, variant: &Unit) -> bool {
        let inside = self.inside.as_ref();
        inside.is_none_or(|inside| inside.contains(&std::ptr::from_ref(unit)))
            && is_admitted(self.quantity, variant)
            && speaks_of(&self.quantity.terms, variant)
    }
}

/// Whether a quantity does not leave this unit out.
fn is_admitted(quantity: &Quantity, unit: &Unit) -> bool {
    let alone = Place {
        units: vec![unit],
        ..Place::default()
    };
    admitted(quantity, &alone).next().is_some()
}

fn scaled(range: Range, times: i128) -> Range {
    let ends = [range.least, range.most].map(|end| end.saturating_mul(times));
    Range::over(ends.into_iter())
}

/// Whether one of them is certainly met, or certainly none is.
fn either(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.collect();
    match parts.contains(&Some(true)) {
        true => Some(true),
        false => parts.iter().all(Option::is_some).then_some(false),
    }
}

/// The result in the places of a scope.
fn in_scope(
    scope: Option<&Scope>,
    at: CountContext<'_>,
    look: impl Fn(CountContext<'_>) -> Option<bool>,
) -> Option<bool> {
    let Some(scope) = scope else {
        return look(at);
    };
    if let Places::Named(names) = &scope.places {
        let place = Place::together(at.ballot, &scope.dimension, names);
        return look(at.at(&place));
    }
    let places = each_place(scope, at.ballot);
    let needed = scope.places.needed(places.len() as u64);
    let found: Vec<Option<bool>> = places.iter().map(|place| look(at.at(place))).collect();
    let met = found.iter().filter(|met| **met == Some(true)).count() as u64;
    let can_be_met = found.iter().filter(|met| **met != Some(false)).count() as u64;
    match places.is_empty() {
        true => Some(false),
        false if met >= needed => Some(true),
        false => (can_be_met < needed).then_some(false),
    }
}
