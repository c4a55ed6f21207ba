//! What a reader of a verdict needs beside its numbers: each comparison in plain words, where it
//! is taken, and what is counted in it.

use serde::Serialize;

use crate::value::class::CountUnit;

use super::Criterion;
use super::explain::{Speaker, place};
use super::grammar::{
    Alternatives, Bracket, Clause, CountWord, Dimension, Places, Quantity, Scope, Test, What,
};
use super::verdict::Comparison;
use super::vocabulary::Vocabulary;

/// A comparison in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Description {
    /// The comparison in plain words, with the place that it is taken in.
    pub words: String,
    /// The place or places, as the rule writes them; none for the whole electorate.
    pub scope: Option<String>,
    /// What is counted: `participants`, `affiliations`, `groups`, `houses`, `regions`, `objections`,
    /// `days`, or the name of a weight. Where places are looked at one by one, what is counted in
    /// each; of a bracket, `comparisons`.
    pub unit: String,
}

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
    use super::describe;
    use crate::tally::criterion::evaluate;
    use crate::tally::criterion::fixture::{ballot, no, rule, vocabulary, yes};

    /// Words, scope and unit of every comparison.
    fn described(text: &str) -> Vec<(String, Option<String>, String)> {
        let ballot = ballot([("permanent", "north", yes()), ("p-members", "south", no())]);
        let rule = rule(text);
        let mut comparisons = evaluate(&rule, &ballot).comparisons;
        describe(&rule, &vocabulary(), &mut comparisons);
        let inner = comparisons.iter().flat_map(|each| &each.within);
        let inner = inner.flat_map(|place| &place.comparisons);
        let all = comparisons.iter().chain(inner);
        all.map(|each| {
            let described = each.described.clone().unwrap();
            (described.words, described.scope, described.unit)
        })
        .collect()
    }

    #[test]
    fn each_comparison_gets_its_own_words() {
        let one = |words: &str, scope: Option<&str>, unit: &str| {
            (words.to_owned(), scope.map(str::to_owned), unit.to_owned())
        };
        assert_eq!(
            described("yes >= 9 and no == 0 in group permanent and days-open >= 7"),
            [
                one(
                    "at least 9 participants are in position yes",
                    None,
                    "participants"
                ),
                one(
                    "in group permanent, no participant is in position no",
                    Some("group permanent"),
                    "participants"
                ),
                one(
                    "the number of days since the opening is at least 7",
                    None,
                    "days"
                ),
            ]
        );
        assert_eq!(
            described("(yes by population >= 1 or open-objections == 0) in group permanent"),
            [
                one(
                    "in group permanent, the sum of population of those in position yes is at least 1",
                    Some("group permanent"),
                    "population"
                ),
                one(
                    "in group permanent, no objection is open",
                    Some("group permanent"),
                    "objections"
                ),
            ]
        );
        let inside = [
            one(
                "at least 1 participant is in position yes",
                None,
                "participants",
            ),
            one("at least 1 group has a participant for", None, "groups"),
        ];
        let mut expected = vec![one(
            "in each group that has a seat, (at least 1 participant is in position yes, and at \
             least 1 group has a participant for)",
            Some("each group"),
            "comparisons",
        )];
        expected.extend(inside.clone());
        expected.extend(inside);
        assert_eq!(
            described("(yes >= 1 and groups with for >= 1) in each group"),
            expected
        );
    }
}
