//! Finds rules that an electorate can never meet, whatever it answers. Every rule found here cannot be met;
//! a rule that is not found can still be impossible for reasons that only combined answers show.

use super::Criterion;
use super::at_most;
use super::ballot::{Answer, Ballot, Unit, speaks_of};
use super::count::{
    CountContext, Place, Silence, admitted, covers, each_place, kinds, places, weight,
};
use super::grammar::{
    Alternatives, Amount, Bracket, ClassWord, Clause, ComparisonNode, Conjunct, CountKind,
    CountSubject, Measure, Places, Quantity, Relation, Scope,
};
use super::reading::Bound;
use super::words;
use crate::value::class::CountsAs;
use crate::value::id::PositionName;

/// Why no answers can meet the rule in this electorate, with the arithmetic; `None` if some can.
/// Objections and days are taken to be as the rule needs them, and anybody can be present, absent or
/// stale.
pub fn unreachable(criterion: &Criterion, ballot: &Ballot) -> Option<String> {
    let whole = Place::whole(ballot);
    let setting = CountContext::of(ballot, &whole);
    let judge = ReachabilityCheck {
        kinds: kinds_of(&criterion.positions, ballot),
    };
    judge.alternatives(&criterion.root, setting)
}

/// The kinds of units that the positions of a track, and the answers given, make possible.
fn kinds_of(positions: &[(PositionName, CountsAs)], ballot: &Ballot) -> Vec<Unit> {
    let mut positions = positions.to_vec();
    for unit in &ballot.units {
        if let Answer::Given(name, class) | Answer::SilentAs(name, class) = &unit.answer
            && !positions
                .iter()
                .any(|(known, as_class)| known == name && as_class == class)
        {
            positions.push((name.clone(), *class));
        }
    }
    let recused = CountSubject::Class(ClassWord::Recused);
    let may_recuse = positions
        .iter()
        .any(|(_, class)| *class == CountsAs::Recused)
        || ballot.units.iter().any(|unit| unit.is(&recused));
    let mut kinds = kinds(&positions, Silence::MayMeanAnything);
    if !may_recuse {
        kinds.retain(|unit| !unit.is(&recused));
    }
    kinds
}

struct ReachabilityCheck {
    kinds: Vec<Unit>,
}

/// The least and the most that a quantity can be. Not every number between them must be possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CountRange {
    low: u64,
    high: u64,
}

impl ReachabilityCheck {
    fn alternatives(&self, parts: &Alternatives, setting: CountContext<'_>) -> Option<String> {
        let reasons: Option<Vec<String>> = parts
            .conjuncts
            .iter()
            .map(|part| self.conjunct(part, setting))
            .collect();
        reasons.map(|reasons| reasons.join(", and "))
    }

    fn conjunct(&self, parts: &Conjunct, setting: CountContext<'_>) -> Option<String> {
        parts.clauses.iter().find_map(|clause| match clause {
            Clause::Bracket(bracket) => self.bracket(bracket, setting),
            Clause::Test(test) => self.test(test, setting),
        })
    }

    fn bracket(&self, bracket: &Bracket, setting: CountContext<'_>) -> Option<String> {
        let look = |here: CountContext<'_>| self.alternatives(&bracket.inner, here);
        in_scope(bracket.scope.as_ref(), setting, look)
    }

    fn test(&self, test: &ComparisonNode, setting: CountContext<'_>) -> Option<String> {
        let bare = test.bare();
        let look = |here: CountContext<'_>| {
            let why = self.comparison(&bare, here)?;
            Some(format!("\"{bare}\" {why}"))
        };
        in_scope(test.scope.as_ref(), setting, look)
    }

    /// Completes the sentence "this comparison …".
    fn comparison(&self, test: &ComparisonNode, setting: CountContext<'_>) -> Option<String> {
        let subject = &test.subject;
        let range = self.range(subject, setting);
        match &test.amount {
            Amount::Number(number) => {
                let bound = Bound::Number(*number);
                out_of_reach(test, range, (bound, bound))
            }
            Amount::Share(..) => self.share(test, range, setting),
            Amount::Quantity(other) => self.quantities(test, range, other, setting),
        }
    }

    fn share(
        &self,
        test: &ComparisonNode,
        range: CountRange,
        setting: CountContext<'_>,
    ) -> Option<String> {
        let Amount::Share(fraction, base) = &test.amount else {
            return None;
        };
        let of = self.range(base, setting);
        if of.high == 0 {
            return Some(format!("is a share of {base}, which is always 0"));
        }
        let subject = &test.subject;
        // A base that contains the subject is never smaller than it, and the other way round.
        let held = covers(base, subject, &self.kinds);
        let holds = covers(subject, base, &self.kinds);
        let smallest = of.low.max(1).max(if held { range.high } else { 0 });
        let low = range.low.max(if holds { of.high } else { 0 });
        let bounds = (
            Bound::Share(*fraction, smallest),
            Bound::Share(*fraction, of.high),
        );
        out_of_reach(test, CountRange { low, ..range }, bounds)
    }

    fn quantities(
        &self,
        test: &ComparisonNode,
        range: CountRange,
        other: &Quantity,
        setting: CountContext<'_>,
    ) -> Option<String> {
        let of = self.range(other, setting);
        let bounds = (Bound::Number(of.low), Bound::Number(of.high));
        let held = test.relation == Relation::MoreThan && covers(other, &test.subject, &self.kinds);
        let holds =
            test.relation == Relation::LessThan && covers(&test.subject, other, &self.kinds);
        if held || holds {
            return Some("compares a part with its whole".to_owned());
        }
        out_of_reach(test, range, bounds)
    }

    fn range(&self, quantity: &Quantity, setting: CountContext<'_>) -> CountRange {
        let place = setting.place(quantity);
        let everybody = CountSubject::Class(ClassWord::Seats);
        let (some, all, most) = match quantity.what() {
            None => (false, false, 0),
            Some(Measure::Count(word)) if word.kind() == CountKind::Participants => {
                (true, false, place.people.len() as u64)
            }
            Some(Measure::Count(_)) => (true, false, u64::MAX),
            Some(Measure::Places(dimension, who)) => (
                self.kinds.iter().any(|unit| unit.is(who)),
                self.kinds.iter().all(|unit| unit.is(who)),
                places(dimension, &everybody, quantity, place).len() as u64,
            ),
            Some(Measure::Units(_)) => {
                let kinds = self.kinds.iter();
                let mut spoken_of = kinds.map(|unit| speaks_of(&quantity.terms, unit));
                let (some, all) = (spoken_of.clone().any(|is| is), spoken_of.all(|is| is));
                let sum = |sum: u64, unit| sum.saturating_add(weight(quantity, unit));
                let limit = setting.ballot.limit(quantity);
                let limited = limit.and_then(|limit| {
                    at_most::most(limit, &quantity.terms, admitted(quantity, place))
                });
                let everybody = admitted(quantity, place).fold(0, sum);
                (some, all, limited.unwrap_or(everybody))
            }
        };
        CountRange {
            low: if all { most } else { 0 },
            high: if some { most } else { 0 },
        }
    }
}

fn needs_more(relation: Relation) -> bool {
    matches!(relation, Relation::AtLeast | Relation::MoreThan)
}

/// Why nothing in the range meets the comparison with anything between two bounds.
fn out_of_reach(
    test: &ComparisonNode,
    range: CountRange,
    (least, most): (Bound, Bound),
) -> Option<String> {
    let nearest = match needs_more(test.relation) {
        true => least,
        false => most,
    };
    beyond(range, test.relation, least, most)
        .then(|| arithmetic(&test.subject, range, test.relation, nearest))
}

/// Whether nothing in the range meets the relation with anything from `least` to `most`.
fn beyond(range: CountRange, relation: Relation, least: Bound, most: Bound) -> bool {
    match relation {
        Relation::AtLeast | Relation::MoreThan => !least.met(relation, range.high),
        Relation::AtMost | Relation::LessThan => !most.met(relation, range.low),
        Relation::Exactly => {
            !least.met(Relation::AtLeast, range.high) || !most.met(Relation::AtMost, range.low)
        }
    }
}

fn arithmetic(subject: &Quantity, range: CountRange, relation: Relation, bound: Bound) -> String {
    let Some(needed) = bound.needed(relation) else {
        return "needs a number that is not whole".to_owned();
    };
    let of = match bound {
        Bound::Number(_) => String::new(),
        Bound::Share(_, base) => format!(" of {base}"),
    };
    let what = match (&subject.weight, subject.what()) {
        (Some(weight), _) => format!("of {} can answer", weight.text),
        (None, Some(Measure::Places(dimension, _))) => {
            let number = words::Number::of(range.high);
            let places = words::places_of(dimension, number);
            format!("{places} {} a seat", number.pick("has", "have"))
        }
        _ => "can answer".to_owned(),
    };
    match relation {
        Relation::AtLeast | Relation::MoreThan if range.high == 0 => {
            format!("needs {needed}{of}, but none can be counted")
        }
        Relation::AtLeast | Relation::MoreThan => {
            format!("needs {needed}{of}, but only {} {what}", range.high)
        }
        Relation::AtMost | Relation::LessThan => {
            format!(
                "allows at most {needed}{of}, but there are always at least {}",
                range.low
            )
        }
        Relation::Exactly if range.low == range.high => {
            format!(
                "needs exactly {needed}{of}, but there are always {}",
                range.low
            )
        }
        Relation::Exactly => format!(
            "needs exactly {needed}{of}, but there are always {} to {}",
            range.low, range.high
        ),
    }
}

/// Why a comparison or a bracket cannot be met in the places of its scope.
fn in_scope(
    scope: Option<&Scope>,
    setting: CountContext<'_>,
    look: impl Fn(CountContext<'_>) -> Option<String>,
) -> Option<String> {
    let Some(scope) = scope else {
        return look(setting);
    };
    let word = scope.dimension.word();
    let in_place = |place: &Place<'_>| {
        let why = look(setting.at(place))?;
        Some(format!("in {word} {}, {why}", place.name()))
    };
    if let Places::Named(names) = &scope.places {
        return in_place(&Place::together(setting.ballot, &scope.dimension, names));
    }
    let places = each_place(scope, setting.ballot);
    if places.is_empty() {
        return Some(format!("it is taken in {scope}, but no {word} has a seat"));
    }
    let reasons: Vec<String> = places.iter().filter_map(in_place).collect();
    let open = (places.len() - reasons.len()) as u64;
    let needed = scope.places.needed(places.len() as u64);
    if open >= needed {
        return None;
    }
    let first = reasons.into_iter().next();
    Some(match (&scope.places, first) {
        (Places::Each | Places::Every, Some(first)) => first,
        (_, first) => {
            let because = first.map(|first| format!(": {first}")).unwrap_or_default();
            let plural = scope.dimension.plural();
            let total = places.len();
            match open {
                0 => format!("none of the {total} {plural} can meet it{because}"),
                _ => format!(
                    "it must be met in {needed} {plural}, but only {open} of {total} can meet it{because}"
                ),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::unreachable;
    use crate::blessed::screen;
    use crate::tally::criterion::ballot::{Answer, Ballot};
    use crate::tally::criterion::fixture::{ballot, rule};

    /// Five seats: three in `permanent` (house north), two in `p-members` (house south).
    fn five() -> Ballot {
        let seats = [
            ("permanent", "north"),
            ("permanent", "north"),
            ("permanent", "north"),
            ("p-members", "south"),
            ("p-members", "south"),
        ];
        ballot(seats.map(|(group, house)| (group, house, Answer::Silent)))
    }

    #[test]
    fn the_arithmetic_is_shown() {
        let mut page = String::new();
        for text in [
            "yes >= 9",
            "for > 3 in group permanent",
            "yes >= 3 in each group",
            "yes >= 1/2 of all seats in each house",
            "yes >= 4 in any group",
            "groups with for >= 3",
            "answered >= 1 in every group",
            "seats <= 4",
            "seats == 4",
            "for by votes >= 1",
            "for > 100% of cast",
            "for > eligible",
            "yes >= 9 or no > 5",
            "yes >= 1 in each region",
        ] {
            let why = unreachable(&rule(text), &five()).unwrap();
            page.push_str(&format!("rule: {text}\n  {why}\n\n"));
        }
        screen("criterion/unreachable", &page);
    }

    #[test]
    fn what_can_be_met_is_not_called_unreachable() {
        for text in [
            "yes >= 5",
            "yes >= 9 or no == 5",
            "for > 3 in any group or for == 0",
            "yes == 100% of eligible",
            "for > 2/3 of cast in each group",
            "objections >= 1000 and days-open >= 14",
            "recused >= 5",
            "eligible == 0",
            "stale >= 5 and present == 0",
            "unanswered-objections <= 1/2 of objections",
        ] {
            assert_eq!(unreachable(&rule(text), &five()), None, "{text}");
        }
    }
}
