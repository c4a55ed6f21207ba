//! Every kind of unit that can sit in an electorate of some track, and how the sets of units
//! that rules speak of lie to one another: found out by asking of each kind whether it is meant.

use std::collections::BTreeMap;

use crate::value::class::Class;
use crate::value::id::PositionName;

use super::ballot::{Answer, Unit};
use super::count::{counts_units, speaks_of};
use super::grammar::{Quantity, Reach, Term, What};

/// Whether units whose silence stands for a position are among the kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    MeansNothing,
    MayMeanAnything,
}

/// One unit of every kind: of every answer, stale or not, present or not.
pub(super) fn kinds(positions: &[(PositionName, Class)], silence: Silence) -> Vec<Unit> {
    let mut answers = vec![Answer::Silent, Answer::Split, Answer::Recused];
    for (name, class) in positions {
        answers.push(Answer::Given(name.clone(), *class));
        if *class != Class::Recused {
            answers.push(Answer::InClass(*class));
        }
        if silence == Silence::MayMeanAnything && *class != Class::Recused {
            answers.push(Answer::SilentAs(name.clone(), *class));
        }
    }
    let mut kinds = Vec::with_capacity(answers.len() * 4);
    for answer in answers {
        for (stale, present) in [(false, false), (false, true), (true, false), (true, true)] {
            kinds.push(kind(answer.clone(), stale, present));
        }
    }
    kinds
}

fn kind(answer: Answer, stale: bool, present: bool) -> Unit {
    Unit {
        name: String::new(),
        groups: Vec::new(),
        houses: Vec::new(),
        regions: Vec::new(),
        affiliations: Vec::new(),
        answer,
        weights: BTreeMap::new(),
        stale,
        present,
        author: false,
        author_family: false,
    }
}

/// Whether some unit could be meant by both terms.
pub(super) fn overlap(one: &Term, other: &Term, kinds: &[Unit]) -> bool {
    let (What::Units(one), What::Units(other)) = (&one.what, &other.what) else {
        return false;
    };
    kinds.iter().any(|unit| unit.is(one) && unit.is(other))
}

/// Whether every unit that `part` counts is counted by `whole` as well, with the same weight, in
/// whatever place the two are taken.
pub(super) fn covers(whole: &Quantity, part: &Quantity, kinds: &[Unit]) -> bool {
    let weight = |quantity: &Quantity| quantity.weight.as_ref().map(|name| name.text.clone());
    let reach = whole.reach == Reach::Everywhere || part.reach == Reach::Here;
    let besides = whole.besides.is_none() || whole.besides == part.besides;
    counts_units(whole)
        && counts_units(part)
        && reach
        && besides
        && weight(whole) == weight(part)
        && kinds
            .iter()
            .all(|unit| !speaks_of(&part.terms, unit) || speaks_of(&whole.terms, unit))
}

#[cfg(test)]
mod tests {
    use super::{Silence, covers, kinds};
    use crate::tally::criterion::fixture::{quantity, vocabulary};

    #[test]
    fn how_sets_lie_to_one_another() {
        let vocabulary = vocabulary();
        let all = kinds(&vocabulary.positions, Silence::MayMeanAnything);
        let given = kinds(&vocabulary.positions, Silence::MeansNothing);
        for (whole, part, expected) in [
            ("cast", "for", true),
            ("for", "cast", false),
            ("cast", "yes + no", true),
            ("members", "silent", true),
            ("members", "recused", false),
            ("all members", "for", true),
            ("members", "all for", false),
            ("members by votes", "for", false),
            ("members besides authors", "for", false),
            ("members", "for besides authors", true),
            ("seats", "present", true),
            ("for", "for", true),
            ("members", "open-objections", false),
        ] {
            let found = covers(&quantity(whole), &quantity(part), &all);
            assert_eq!(found, expected, "{whole} covers {part}");
        }
        let (answered, yes) = (quantity("answered"), quantity("yes"));
        assert!(covers(&answered, &yes, &given));
        assert!(!covers(&answered, &yes, &all));
        assert!(!covers(&answered, &quantity("no"), &all));
    }
}
