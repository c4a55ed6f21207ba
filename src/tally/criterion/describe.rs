//! What a reader of a verdict needs beside its numbers: each comparison in plain words, where it
//! is taken, and what is counted in it.

use crate::value::class::CountUnit;

use super::Criterion;
use super::explain::{Speaker, place};
use super::grammar::{
    Alternatives, Bracket, Clause, CountWord, Dimension, Places, Quantity, Scope, Test, What,
};
use super::verdict::{Comparison, Description};
use super::vocabulary::Vocabulary;

/// Describes every comparison that evaluating the rule gave, those of brackets in each place with
/// them.
pub fn describe(criterion: &Criterion, vocabulary: &Vocabulary, comparisons: &mut [Comparison]) {
    let describer = Describer {
        speaker: Speaker::of(criterion, vocabulary),
        count: vocabulary.count,
    };
    let mut all = comparisons.iter_mut();
    describer.alternatives(&criterion.root, None, &mut all);
}

struct Describer {
    speaker: Speaker,
    count: CountUnit,
}

type Rest<'c> = std::slice::IterMut<'c, Comparison>;

impl Describer {
    /// In the order in which a rule is evaluated. `around` is the bracket of named places in which
    /// they stand.
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

    fn test(&self, test: &Test, around: Option<&Scope>) -> Description {
        let scope = test.scope.as_ref().or(around);
        Description {
            words: format!("{}{}", place(scope), self.speaker.test(test)),
            scope: scope.map(ToString::to_string),
            unit: self.unit(&test.subject),
        }
    }

    fn unit(&self, quantity: &Quantity) -> String {
        let unit = match (
            &quantity.weight,
            quantity.terms.first().map(|term| &term.what),
        ) {
            (Some(weight), _) => weight.text.as_str(),
            (None, Some(What::Places(dimension, _))) => dimension.plural(),
            (None, Some(What::Count(CountWord::DaysOpen | CountWord::DaysUnchanged))) => "days",
            (None, Some(What::Count(_))) => "objections",
            (None, Some(What::Units(_)) | None) => match self.count {
                CountUnit::Participants | CountUnit::None => "participants",
                CountUnit::Affiliations => Dimension::Affiliation.plural(),
                CountUnit::Groups => Dimension::Group.plural(),
            },
        };
        unit.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Description, describe};
    use crate::blessed::screen;
    use crate::tally::criterion::evaluate;
    use crate::tally::criterion::fixture::{ballot, no, rule, vocabulary, yes};

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
