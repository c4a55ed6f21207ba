//! Says a rule in plain words, so that rule and prose always agree. Describes each comparison of a result
//! in the same words: where it is taken, and what it counts.

use super::Criterion;
use super::ballot::Unit;
use super::count::{Silence, covers, kinds};
use super::evaluate::{Comparison, Description};
use super::grammar::{
    Alternatives, Amount, Bracket, ClassWord, Clause, ComparisonNode, Conjunct, CountSubject,
    CountWord, Dimension, Measure, Places, Quantity, Reach, Relation, Scope,
};
use super::vocabulary::Vocabulary;
use super::words::{self, Number};
use crate::value::class::CountUnit;

/// The rule in plain words, as a clause that completes "it is met if …".
pub fn explain(criterion: &Criterion, vocabulary: &Vocabulary) -> String {
    RuleExplainer::of(criterion, vocabulary).alternatives(&criterion.root)
}

/// Says the parts of one rule.
struct RuleExplainer {
    count: CountUnit,
    kinds: Vec<Unit>,
}

impl RuleExplainer {
    /// For the rules of a track.
    fn of(criterion: &Criterion, vocabulary: &Vocabulary) -> Self {
        Self {
            count: vocabulary.count,
            kinds: kinds(&criterion.positions, Silence::MayMeanAnything),
        }
    }

    fn alternatives(&self, parts: &Alternatives) -> String {
        if let [only] = parts.conjuncts.as_slice() {
            return self.conjunct(only);
        }
        let said: Vec<String> = parts
            .conjuncts
            .iter()
            .map(|part| match part.clauses.len() {
                1 => self.conjunct(part),
                _ => format!("({})", self.conjunct(part)),
            })
            .collect();
        format!("either {}", said.join(", or "))
    }

    fn conjunct(&self, parts: &Conjunct) -> String {
        let said: Vec<String> = parts.clauses.iter().map(|part| self.clause(part)).collect();
        match said.as_slice() {
            [one] => one.clone(),
            [first @ .., last] => format!("{}, and {last}", first.join(", ")),
            [] => String::new(),
        }
    }

    fn clause(&self, clause: &Clause) -> String {
        match clause {
            Clause::Test(test) => format!("{}{}", place(test.scope.as_ref()), self.test(test)),
            Clause::Bracket(bracket) => self.bracket(bracket),
        }
    }

    /// A bracket, with the place in which it is taken.
    fn bracket(&self, bracket: &Bracket) -> String {
        let place = place(bracket.scope.as_ref());
        format!("{place}({})", self.alternatives(&bracket.inner))
    }

    /// A comparison, without its place.
    fn test(&self, test: &ComparisonNode) -> String {
        let subject = &test.subject;
        match (&test.amount, subject.what()) {
            (Amount::Number(n), Some(Measure::Units(_))) if subject.weight.is_none() => {
                self.so_many_units(subject, test.relation, *n)
            }
            (Amount::Number(n), Some(Measure::Places(dimension, who))) => {
                self.so_many_places(dimension, who, subject, test.relation, *n)
            }
            (Amount::Number(n), Some(Measure::Count(word))) => {
                so_many_things(*word, subject, test.relation, *n)
            }
            (Amount::Share(fraction, base), Some(Measure::Units(_)))
                if self.is_part(subject, base) =>
            {
                let more = share_words(test.relation);
                let units = words::those(&base.terms);
                let are = words::predicate(&subject.terms, Number::Many);
                let (base, subject) = (aside(base), aside(subject));
                let subject = if subject == base {
                    String::new()
                } else {
                    subject
                };
                format!("{more} {fraction} of {units}{base} {are}{subject}")
            }
            _ => self.compared(test),
        }
    }

    /// Whether "a share of these are those" is what a share of the base means.
    fn is_part(&self, subject: &Quantity, base: &Quantity) -> bool {
        subject.weight.is_none()
            && !is_everybody(subject)
            && subject.reach == base.reach
            && subject.besides == base.besides
            && covers(base, subject, &self.kinds)
    }

    fn so_many_units(&self, subject: &Quantity, relation: Relation, n: u64) -> String {
        let (many, number) = so_many(relation, n);
        if let (true, [term]) = (many == NONE, subject.terms.as_slice())
            && matches!(
                term.what,
                Measure::Units(CountSubject::Class(ClassWord::Silent))
            )
        {
            let unit = self.units(Number::One);
            return format!("every eligible {unit} has answered{}", aside(subject));
        }
        let are = words::predicate(&subject.terms, number);
        format!("{many} {} {are}{}", self.units(number), aside(subject))
    }

    fn so_many_places(
        &self,
        dimension: &Dimension,
        who: &CountSubject,
        subject: &Quantity,
        relation: Relation,
        n: u64,
    ) -> String {
        let (many, number) = so_many(relation, n);
        let places = words::places_of(dimension, number);
        let have = number.pick("has", "have");
        let (one, is) = (self.one(), words::is(who));
        format!("{many} {places} {have} {one} {is}{}", aside(subject))
    }

    /// Any other comparison, as one of two numbers.
    fn compared(&self, test: &ComparisonNode) -> String {
        if let Some(said) = self.units_compared(test) {
            return said;
        }
        let subject = self.number_of(&test.subject);
        let more = share_words(test.relation);
        match &test.amount {
            Amount::Number(n) => format!("{subject} is {more} {n}"),
            Amount::Quantity(other) => format!("{subject} is {more} {}", self.number_of(other)),
            Amount::Share(fraction, base) => {
                format!("{subject} is {more} {fraction} of {}", self.number_of(base))
            }
        }
    }

    /// A comparison of units with units, or with a share of units, in shorter words.
    fn units_compared(&self, test: &ComparisonNode) -> Option<String> {
        let (subject, other) = match &test.amount {
            Amount::Quantity(other) | Amount::Share(_, other) => (&test.subject, other),
            Amount::Number(_) => return None,
        };
        let are_units = |quantity: &Quantity| {
            quantity.weight.is_none() && matches!(quantity.what(), Some(Measure::Units(_)))
        };
        let alike = subject.reach == other.reach && subject.besides == other.besides;
        if !alike || !are_units(subject) || !are_units(other) || is_everybody(subject) {
            return None;
        }
        let (units, who) = (self.units(Number::Many), self.who());
        let is = words::predicate(&subject.terms, Number::Many);
        let aside = aside(subject);
        match (&test.amount, test.relation) {
            (Amount::Share(fraction, _), relation) => {
                let (more, those) = (share_words(relation), words::those(&other.terms));
                Some(format!(
                    "the {units} {who} {is} are {more} {fraction} of {those}{aside}"
                ))
            }
            (_, Relation::MoreThan | Relation::LessThan) if !is_everybody(other) => {
                let more = match test.relation {
                    Relation::MoreThan => "more",
                    _ => "fewer",
                };
                let others = words::predicate(&other.terms, Number::Many);
                Some(format!("{more} {units} {is} than {others}{aside}"))
            }
            _ => None,
        }
    }

    fn who(&self) -> &'static str {
        match self.count {
            CountUnit::Participants | CountUnit::None => "who",
            CountUnit::Affiliations | CountUnit::Groups => "that",
        }
    }

    fn number_of(&self, quantity: &Quantity) -> String {
        let number = match quantity.what() {
            Some(Measure::Units(CountSubject::Class(ClassWord::Eligible | ClassWord::Seats)))
                if quantity.weight.is_none() && quantity.terms.len() == 1 =>
            {
                let besides = words::left_out(quantity.besides);
                format!("the number of {}{besides}", words::those(&quantity.terms))
            }
            Some(Measure::Units(_)) if quantity.weight.is_none() => {
                let units = self.units(Number::Many);
                let are = words::predicate(&quantity.terms, Number::Many);
                let besides = words::left_out(quantity.besides);
                let who = self.who();
                format!("the number of {units} {who} {are}{besides}")
            }
            Some(Measure::Units(_)) => format!("the sum of the {}", words::counted(quantity)),
            _ => format!("the number of {}", words::counted(quantity)),
        };
        match quantity.reach {
            Reach::Here => number,
            Reach::Everywhere => format!("{number} in the whole electorate"),
        }
    }

    fn units(&self, number: Number) -> &'static str {
        match self.count {
            CountUnit::Participants | CountUnit::None => number.pick("participant", "participants"),
            CountUnit::Affiliations => number.pick("organisation", "organisations"),
            CountUnit::Groups => number.pick("group", "groups"),
        }
    }

    fn one(&self) -> &'static str {
        match self.count {
            CountUnit::Participants | CountUnit::None => "a participant who",
            CountUnit::Affiliations => "an organisation that",
            CountUnit::Groups => "a group that",
        }
    }
}

/// Whether a quantity begins with the whole electorate.
fn is_everybody(quantity: &Quantity) -> bool {
    matches!(
        quantity.what(),
        Some(Measure::Units(CountSubject::Class(
            ClassWord::Eligible | ClassWord::Seats
        )))
    )
}

/// What is not a unit, so many of them.
fn so_many_things(word: CountWord, subject: &Quantity, relation: Relation, n: u64) -> String {
    let (many, number) = so_many(relation, n);
    let aside = aside(subject);
    match word {
        CountWord::DaysOpen | CountWord::DaysUnchanged => {
            let days = number.pick("day has", "days have");
            match word {
                CountWord::DaysOpen => format!("{many} {days} passed since the opening"),
                _ => format!("{many} {days} passed without a material change"),
            }
        }
        CountWord::FailedCalls => {
            let calls = number.pick("earlier call", "earlier calls");
            format!("{many} {calls} on this text failed")
        }
        CountWord::Unanswered if many == NONE && subject.terms.len() == 1 => {
            format!("every open objection has a response{aside}")
        }
        CountWord::Undisposed if many == NONE && subject.terms.len() == 1 => {
            format!("every objection is closed or withdrawn{aside}")
        }
        CountWord::UnansweredComments if many == NONE && subject.terms.len() == 1 => {
            format!("every comment has a response{aside}")
        }
        _ => {
            let noun = words::noun(word.kind(), number);
            let are = words::things_are(&subject.terms, number);
            format!("{many} {noun} {are}{aside}")
        }
    }
}

/// What a quantity of zero begins with.
const NONE: &str = "no";

/// "at least 9" or "no", and the grammatical number of what follows.
fn so_many(relation: Relation, n: u64) -> (String, Number) {
    let word = match (relation, n) {
        (Relation::Exactly | Relation::AtMost, 0) | (Relation::LessThan, 1) => {
            return (NONE.to_owned(), Number::One);
        }
        (Relation::LessThan, _) => "fewer than",
        _ => share_words(relation),
    };
    (format!("{word} {n}"), Number::of(n))
}

fn share_words(relation: Relation) -> &'static str {
    match relation {
        Relation::AtLeast => "at least",
        Relation::MoreThan => "more than",
        Relation::AtMost => "at most",
        Relation::LessThan => "less than",
        Relation::Exactly => "exactly",
    }
}

/// Whom a quantity leaves out, and whether it counts in the whole electorate.
fn aside(quantity: &Quantity) -> String {
    let whole = match quantity.reach {
        Reach::Here => "",
        Reach::Everywhere => " in the whole electorate",
    };
    format!("{whole}{}", words::left_out(quantity.besides))
}

/// Where a comparison is taken, before the comparison.
pub(super) fn place(scope: Option<&Scope>) -> String {
    let Some(scope) = scope else {
        return String::new();
    };
    let one = words::places_of(&scope.dimension, Number::One);
    let many = words::places_of(&scope.dimension, Number::Many);
    match &scope.places {
        Places::Each => format!("in each {one} with a seat, "),
        Places::Every => format!("in every {one} of the charter, "),
        Places::Any => format!("in at least 1 {one}, "),
        Places::AtLeast(n) => format!("in at least {n} {}, ", Number::of(*n).pick(&one, &many)),
        Places::Named(names) => match names.as_slice() {
            [name] => format!("in {one} {}, ", name.text),
            _ => {
                let names: Vec<String> = names.iter().map(|name| name.text.clone()).collect();
                format!("in {many} {} together, ", words::both(&names))
            }
        },
    }
}

/// Describes every comparison of an evaluated rule, also those of brackets in each place.
pub fn describe(criterion: &Criterion, vocabulary: &Vocabulary, comparisons: &mut [Comparison]) {
    let describer = Describer {
        speaker: RuleExplainer::of(criterion, vocabulary),
        count: vocabulary.count,
    };
    let mut all = comparisons.iter_mut();
    describer.alternatives(&criterion.root, None, &mut all);
}

struct Describer {
    speaker: RuleExplainer,
    count: CountUnit,
}

type Rest<'c> = std::slice::IterMut<'c, Comparison>;

impl Describer {
    /// In the order in which a rule is evaluated. `around` is the bracket of named places that contains
    /// them.
    fn alternatives(&self, parts: &Alternatives, around: Option<&Scope>, all: &mut Rest<'_>) {
        for clause in parts.conjuncts.iter().flat_map(|part| &part.clauses) {
            match clause {
                Clause::Bracket(bracket) => self.bracket(bracket, around, all),
                Clause::Test(test) => {
                    if let Some(comparison) = all.next() {
                        comparison.described = Some(self.test(test, around));
                    }
                }
            }
        }
    }

    fn bracket(&self, bracket: &Bracket, around: Option<&Scope>, all: &mut Rest<'_>) {
        let Some(scope) = &bracket.scope else {
            return self.alternatives(&bracket.inner, around, all);
        };
        if let Places::Named(_) = scope.places {
            return self.alternatives(&bracket.inner, Some(scope), all);
        }
        let Some(comparison) = all.next() else { return };
        comparison.described = Some(Description {
            words: self.speaker.bracket(bracket),
            scope: Some(scope.to_string()),
            unit: "comparisons".to_owned(),
        });
        for place in &mut comparison.within {
            let mut inner = place.comparisons.iter_mut();
            self.alternatives(&bracket.inner, None, &mut inner);
        }
    }

    fn test(&self, test: &ComparisonNode, around: Option<&Scope>) -> Description {
        let scope = test.scope.as_ref().or(around);
        Description {
            words: format!("{}{}", place(scope), self.speaker.test(test)),
            scope: scope.map(ToString::to_string),
            unit: self.unit(&test.subject),
        }
    }

    fn unit(&self, quantity: &Quantity) -> String {
        let unit = match (&quantity.weight, quantity.what()) {
            (Some(weight), _) => return weight.text.clone(),
            (None, Some(Measure::Places(dimension, _))) => return dimension.plural(),
            (None, Some(Measure::Count(word))) => words::noun(word.kind(), Number::Many),
            (None, Some(Measure::Units(_)) | None) => match self.count {
                CountUnit::Participants | CountUnit::None => "participants",
                CountUnit::Affiliations => "affiliations",
                CountUnit::Groups => "groups",
            },
        };
        unit.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Description, describe, explain};
    use crate::blessed::screen;
    use crate::tally::criterion::evaluate;
    use crate::tally::criterion::fixture::{ballot, no, rule, vocabulary, yes};

    #[test]
    fn every_rule_is_said_in_plain_words() {
        let comparisons = [
            "for >= 4/5 of cast",
            "yes > 50% of eligible",
            "answered >= 1/2 of eligible",
            "yes >= 9",
            "yes + abstain >= 1",
            "no == 0",
            "silent <= 2",
            "against + abstain + silent < 4",
            "for > against",
            "1/2 of cast < for",
            "silent <= 1/2 of for",
            "yes by population >= 65% of eligible by population",
            "groups with for >= 3",
            "affiliations with yes besides author-families >= 1",
            "open-objections == 0",
            "unanswered-objections <= 1",
            "days-open >= 14",
            "seats >= 5",
        ];
        let places_and_joints = [
            "for >= 4/5 of cast and (for > 1/2 of cast or cast == 0) in each group",
            "yes >= 9 and no == 0 in group permanent, p-members",
            "eligible <= 1/3 of all eligible in each group",
            "answered >= 1 in every group or for >= 1 in at least 2 houses",
            // No answer can have a meaning on the track, and is still not an answer.
            "yes > 1/2 of answered",
        ];
        let mut page = String::new();
        for text in comparisons.into_iter().chain(places_and_joints) {
            let said = explain(&rule(text), &vocabulary());
            page.push_str(&format!("rule: {text}\n  {said}\n\n"));
        }
        screen("criterion/explained", &page);
    }

    /// What every comparison of a rule is called, also those of a bracket's places.
    fn described(text: &str) -> Vec<Description> {
        let ballot = ballot([("permanent", "north", yes()), ("p-members", "south", no())]);
        let rule = rule(text);
        let mut comparisons = evaluate(&rule, &ballot).comparisons;
        describe(&rule, &vocabulary(), &mut comparisons);
        let inner = comparisons.iter().flat_map(|each| &each.within);
        let inner = inner.flat_map(|place| &place.comparisons);
        let all = comparisons.iter().chain(inner);
        all.map(|each| each.described.clone().unwrap()).collect()
    }

    #[test]
    fn each_comparison_gets_its_own_words() {
        let (permanent, each) = (Some("group permanent"), Some("each group"));
        let inside = [(None, "participants"), (None, "groups")];
        let table = [
            (
                "yes >= 9 and no == 0 in group permanent and days-open >= 7",
                vec![
                    (None, "participants"),
                    (permanent, "participants"),
                    (None, "days"),
                ],
            ),
            (
                "(yes by population >= 1 or open-objections == 0) in group permanent",
                vec![(permanent, "population"), (permanent, "objections")],
            ),
            (
                "(yes >= 1 and groups with for >= 1) in each group",
                [&[(each, "comparisons")], &inside[..], &inside].concat(),
            ),
        ];
        let mut page = String::new();
        for (text, expected) in table {
            let found = described(text);
            let facts = found
                .iter()
                .map(|it| (it.scope.as_deref(), it.unit.as_str()));
            assert_eq!(facts.collect::<Vec<_>>(), expected, "{text}");
            page.push_str(&format!("rule: {text}\n"));
            let words = found.iter().map(|it| format!("  {}\n", it.words));
            page.extend(words.chain(["\n".to_owned()]));
        }
        screen("criterion/described", &page);
    }
}
