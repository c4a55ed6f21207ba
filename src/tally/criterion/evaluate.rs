//! Evaluates a rule on a ballot. Every comparison is evaluated, also after one that is not met, so that all of these
//! are reported. Also finds the rules that only need time, and those that only need objections to be closed.

use serde::Serialize;

use super::Criterion;
use super::ballot::Ballot;
use super::count::{CountContext, Place, each_place};
use super::grammar::{
    Alternatives, Bracket, ClassWord, Clause, ComparisonNode, Conjunct, CountSubject, Measure,
    Places, Quantity, Reach, Relation, Scope,
};
use super::reading::{read, short_by};
use super::words::{self, Number};
use crate::value::class::CountsAs;
use crate::value::ratio::Fraction;

/// The result of the rule on this ballot. Numbers are whole and exact; a share of an empty base is not met.
pub fn evaluate(criterion: &Criterion, ballot: &Ballot) -> RuleResult {
    let whole = Place::whole(ballot);
    verdict(
        &criterion.root,
        CountContext::of(ballot, &whole),
        ScopeContext::Nothing,
    )
}

fn verdict(
    parts: &Alternatives,
    setting: CountContext<'_>,
    around: ScopeContext<'_>,
) -> RuleResult {
    let mut found = Found(Vec::new());
    let met = found.alternatives(parts, setting, around);
    let comparisons = found.0;
    RuleResult { met, comparisons }
}

/// The scope around a comparison.
#[derive(Clone, Copy)]
enum ScopeContext<'a> {
    Nothing,
    /// A bracket with this scope of named places, which is shown with the comparison.
    Named(&'a Scope),
    /// A bracket that is evaluated once per place, which is shown above the comparison.
    Place,
}

/// The comparisons that were evaluated so far.
struct Found(Vec<Comparison>);

impl Found {
    fn alternatives(
        &mut self,
        parts: &Alternatives,
        at: CountContext<'_>,
        around: ScopeContext<'_>,
    ) -> bool {
        let mut met = false;
        for part in &parts.conjuncts {
            met |= self.conjunct(part, at, around);
        }
        met
    }

    fn conjunct(
        &mut self,
        parts: &Conjunct,
        at: CountContext<'_>,
        around: ScopeContext<'_>,
    ) -> bool {
        let mut met = true;
        for part in &parts.clauses {
            met &= match part {
                Clause::Bracket(inner) => self.bracket(inner, at, around),
                Clause::Test(test) => self.add(comparison(test, at, around)),
            };
        }
        met
    }

    fn bracket(
        &mut self,
        bracket: &Bracket,
        at: CountContext<'_>,
        around: ScopeContext<'_>,
    ) -> bool {
        let inner = &bracket.inner;
        let Some(scope) = &bracket.scope else {
            return self.alternatives(inner, at, around);
        };
        if let Places::Named(names) = &scope.places {
            let place = Place::together(at.ballot, &scope.dimension, names);
            return self.alternatives(inner, at.at(&place), ScopeContext::Named(scope));
        }
        let look = |here: CountContext<'_>| bracket_within(bracket, here);
        self.add(over(
            scope,
            bracket.to_string(),
            Relation::AtLeast,
            at,
            look,
        ))
    }

    /// Adds one, and says whether it is met.
    fn add(&mut self, comparison: Comparison) -> bool {
        let met = comparison.met;
        self.0.push(comparison);
        met
    }
}

fn comparison(
    test: &ComparisonNode,
    setting: CountContext<'_>,
    around: ScopeContext<'_>,
) -> Comparison {
    let Some(scope) = &test.scope else {
        return whole_comparison(test, setting, around);
    };
    if let Places::Named(names) = &scope.places {
        let place = Place::together(setting.ballot, &scope.dimension, names);
        return whole_comparison(test, setting.at(&place), ScopeContext::Nothing);
    }
    let look = |here: CountContext<'_>| within(test, here);
    over(scope, test.to_string(), test.relation, setting, look)
}

fn whole_comparison(
    test: &ComparisonNode,
    setting: CountContext<'_>,
    around: ScopeContext<'_>,
) -> Comparison {
    let reading = read(test, setting);
    let empty = reading.empty.map(|empty| match around {
        ScopeContext::Nothing | ScopeContext::Named(_) if !empty.place.is_empty() => {
            format!("{} in {}", empty.base, empty.place)
        }
        _ => empty.base,
    });
    Comparison {
        text: match around {
            ScopeContext::Named(scope) => format!("{test} in {scope}"),
            ScopeContext::Nothing | ScopeContext::Place => test.to_string(),
        },
        described: None,
        relation: test.relation,
        count: reading.count,
        base: reading.base,
        needed: reading.needed,
        share: reading.share,
        met: reading.met,
        empty,
        short_by: reading.short_by,
        side: Side::of(&test.subject),
        counted_words: words::counted(&test.subject),
        after_count: words::after_count(&test.subject, reading.count),
        base_words: reading.base_words,
        within: Vec::new(),
    }
}

fn within(test: &ComparisonNode, setting: CountContext<'_>) -> PlaceResult {
    let reading = read(test, setting);
    PlaceResult {
        name: setting.here.name(),
        count: reading.count,
        base: reading.base,
        needed: reading.needed,
        met: reading.met,
        empty: reading.empty.map(|empty| empty.base),
        short_by: reading.short_by,
        base_words: reading.base_words,
        comparisons: Vec::new(),
    }
}

fn bracket_within(bracket: &Bracket, setting: CountContext<'_>) -> PlaceResult {
    let RuleResult { met, comparisons } = verdict(&bracket.inner, setting, ScopeContext::Place);
    let count = comparisons.iter().filter(|each| each.met).count() as u64;
    let base = comparisons.len() as u64;
    let needed = match BooleanShape::of(&bracket.inner) {
        BooleanShape::All => Some(base),
        BooleanShape::One => Some(1),
        BooleanShape::Mixed => None,
    };
    let empty: Vec<String> = comparisons
        .iter()
        .filter_map(|each| each.empty.clone())
        .collect();
    PlaceResult {
        name: setting.here.name(),
        count,
        base: Some(base),
        needed,
        met,
        empty: (!met && !empty.is_empty()).then(|| words::both(&empty)),
        short_by: short_by(Relation::AtLeast, count, needed).filter(|_| !met),
        base_words: None,
        comparisons,
    }
}

/// How the comparisons of a bracket are joined.
enum BooleanShape {
    /// By `and` alone, or there is only one.
    All,
    /// By `or` alone.
    One,
    /// By both, or by brackets.
    Mixed,
}

impl BooleanShape {
    fn of(inner: &Alternatives) -> Self {
        let mut clauses = inner.conjuncts.iter().flat_map(|part| &part.clauses);
        if clauses.any(|clause| matches!(clause, Clause::Bracket(_))) {
            return BooleanShape::Mixed;
        }
        match inner.conjuncts.as_slice() {
            [_] => BooleanShape::All,
            many if many.iter().all(|part| part.clauses.len() == 1) => BooleanShape::One,
            _ => BooleanShape::Mixed,
        }
    }
}

/// Evaluates the places of a scope one by one.
fn over(
    scope: &Scope,
    text: String,
    relation: Relation,
    setting: CountContext<'_>,
    look: impl Fn(CountContext<'_>) -> PlaceResult,
) -> Comparison {
    let places = each_place(scope, setting.ballot);
    let within: Vec<PlaceResult> = places.iter().map(|place| look(setting.at(place))).collect();
    let count = within.iter().filter(|place| place.met).count() as u64;
    let base = within.len() as u64;
    let needed = (base > 0).then(|| scope.places.needed(base));
    let met = needed.is_some_and(|needed| count >= needed);
    Comparison {
        text,
        described: None,
        relation,
        count,
        base: Some(base),
        needed,
        share: None,
        met,
        empty: empty_places(scope, &within).filter(|_| !met),
        short_by: short_by(Relation::AtLeast, count, needed).filter(|_| !met),
        side: None,
        counted_words: format!("{} where it is met", scope.dimension.plural()),
        after_count: None,
        base_words: Some(looked_at(scope, base)),
        within,
    }
}

/// Which base is empty in which places; the places themselves if there is none.
fn empty_places(scope: &Scope, within: &[PlaceResult]) -> Option<String> {
    if within.is_empty() {
        return Some(scope.dimension.plural());
    }
    let mut bases: Vec<(String, Vec<String>)> = Vec::new();
    for place in within {
        let Some(base) = &place.empty else { continue };
        match bases.iter_mut().find(|(found, _)| found == base) {
            Some((_, names)) => names.push(place.name.clone()),
            None => bases.push((base.clone(), vec![place.name.clone()])),
        }
    }
    let parts: Vec<String> = bases
        .iter()
        .map(|(base, names)| format!("{base} in {}", words::both(names)))
        .collect();
    (!parts.is_empty()).then(|| words::both(&parts))
}

fn looked_at(scope: &Scope, number: u64) -> String {
    let (one, many) = (scope.dimension.word(), scope.dimension.plural());
    let places = Number::of(number).pick(one, &many);
    match scope.places {
        Places::Every => format!("of the {number} {places} of the charter"),
        _ => format!("of the {number} {places} with a seat in the electorate"),
    }
}

/// The result of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleResult {
    /// Whether the rule is met.
    pub met: bool,
    /// Every comparison, in the order of the text, whether the result depends on it or not.
    pub comparisons: Vec<Comparison>,
}

/// One comparison of a rule, or one bracket that is taken in several places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Comparison {
    /// Its canonical text, with its scope.
    pub text: String,
    /// How the count must compare with what is needed. If places are evaluated one by one, how it must compare in each;
    /// for a bracket, `>=`.
    pub relation: Relation,
    /// What was counted; if places are evaluated one by one, those where it is met.
    pub count: u64,
    /// What it is a share of, or how many places were evaluated; none for a comparison with a number or another
    /// quantity.
    pub base: Option<u64>,
    /// The least that is enough; for `<=` and `<` the most that is allowed; none if nothing is enough. For a comparison
    /// with another quantity, what follows from its count now.
    pub needed: Option<u64>,
    /// Whether it is met.
    pub met: bool,
    /// The share of the base that the rule needs; none if it needs a number, or if places are evaluated one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Fraction>,
    /// The comparison in words, if they were asked for.
    #[serde(flatten)]
    pub described: Option<Description>,
    /// The base that is empty, and where, so that this cannot be evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<String>,
    /// How far the count is from what is needed, if it is not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_by: Option<u64>,
    /// The side that was counted, if that is all that was counted.
    #[serde(skip)]
    pub side: Option<Side>,
    /// What was counted, in plain words, such as "for".
    #[serde(skip)]
    pub counted_words: String,
    /// What is said after the number, such as "are for" or "open objections"; none for weights and
    /// places.
    #[serde(skip)]
    pub after_count: Option<String>,
    /// The base in plain words, such as "of the 20 for or against in p-members".
    #[serde(skip)]
    pub base_words: Option<String>,
    /// The same in each place, if places are evaluated one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<PlaceResult>,
}

/// All units for or all against, or those of one position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// How they count.
    pub class: CountsAs,
    /// Their position, if only one is meant.
    pub position: Option<String>,
}

impl Side {
    /// The side that a quantity counts in the place where it is counted, with nothing left out or added.
    fn of(quantity: &Quantity) -> Option<Self> {
        let [term] = quantity.terms.as_slice() else {
            return None;
        };
        let is_whole = quantity.besides.is_none() && quantity.reach == Reach::Here;
        let Measure::Units(subject) = &term.what else {
            return None;
        };
        let side = match subject {
            CountSubject::Class(ClassWord::For) => (CountsAs::For, None),
            CountSubject::Class(ClassWord::Against) => (CountsAs::Against, None),
            CountSubject::Position(name, Some(class)) => (*class, Some(name.clone())),
            CountSubject::Class(_) | CountSubject::Position(_, None) => return None,
        };
        is_whole.then_some(Self {
            class: side.0,
            position: side.1,
        })
    }
}

/// A comparison in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Description {
    /// The comparison in plain words, with its place.
    pub words: String,
    /// The place or places, as the rule writes them; none for the whole electorate.
    pub scope: Option<String>,
    /// What is counted: `participants`, `affiliations`, `groups`, `houses`, `regions`, `objections`,
    /// `days`, or the name of a weight. If places are evaluated one by one, what is counted in each; for a bracket,
    /// `comparisons`.
    pub unit: String,
}

/// The result of a comparison or a bracket in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlaceResult {
    /// The place.
    pub name: String,
    /// What was counted there; of a bracket, its comparisons that are met.
    pub count: u64,
    /// What it is a share of; of a bracket, how many comparisons it has.
    pub base: Option<u64>,
    /// As for [`Comparison::needed`]; of a bracket that has both `and` and `or`, none.
    pub needed: Option<u64>,
    /// Whether it is met there.
    pub met: bool,
    /// The base that is empty there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<String>,
    /// How far the count is from what is needed, if it is not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_by: Option<u64>,
    /// The base in plain words.
    #[serde(skip)]
    pub base_words: Option<String>,
    /// Of a bracket, its comparisons in that place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comparisons: Vec<Comparison>,
}

#[cfg(test)]
mod tests {
    use super::evaluate;
    use crate::blessed::screen;
    use crate::tally::criterion::fixture::{abstain, ballot, no, rule, yes};
    use crate::tally::criterion::{Answer, Ballot, Comparison, ObjectionMark, Relation};
    use crate::value::id::{GroupId, WeightName};

    /// Eight seats: five in `permanent` (yes, yes, no, abstain, silent) and three in `p-members`
    /// (yes, recused, silent); nobody in `empty`.
    fn eight() -> Ballot {
        ballot([
            ("permanent", "north", yes()),
            ("permanent", "north", yes()),
            ("permanent", "north", no()),
            ("permanent", "north", abstain()),
            ("permanent", "north", Answer::Silent),
            ("p-members", "south", yes()),
            ("p-members", "south", Answer::Recused),
            ("p-members", "south", Answer::Silent),
        ])
    }

    fn only(text: &str, ballot: &Ballot) -> Comparison {
        let verdict = evaluate(&rule(text), ballot);
        assert_eq!(verdict.comparisons.len(), 1, "{text}");
        assert_eq!(verdict.met, verdict.comparisons[0].met, "{text}");
        verdict.comparisons[0].clone()
    }

    type Numbers = (u64, Option<u64>, Option<u64>, bool, Option<u64>);

    fn numbers(text: &str, ballot: &Ballot) -> Numbers {
        let c = only(text, ballot);
        (c.count, c.base, c.needed, c.met, c.short_by)
    }

    #[test]
    fn what_is_counted_and_what_is_needed() {
        let ballot = eight();
        for (text, expected) in [
            ("yes >= 3", (3, None, Some(3), true, None)),
            ("yes >= 9", (3, None, Some(9), false, Some(6))),
            ("yes > 3", (3, None, Some(4), false, Some(1))),
            ("no <= 0", (1, None, Some(0), false, Some(1))),
            ("no < 0", (1, None, None, false, None)),
            ("no == 0", (1, None, Some(0), false, Some(1))),
            (
                "yes >= 1/2 of eligible",
                (3, Some(7), Some(4), false, Some(1)),
            ),
            ("yes > 2/3 of cast", (3, Some(4), Some(3), true, None)),
            ("yes == 2/3 of cast", (3, Some(4), None, false, None)),
            ("yes == 75% of cast", (3, Some(4), Some(3), true, None)),
            (
                "1/2 of eligible < answered",
                (5, Some(7), Some(4), true, None),
            ),
            ("5 > answered", (5, None, Some(4), false, Some(1))),
            ("yes > silent", (3, None, Some(3), true, None)),
            ("yes == eligible", (3, None, Some(7), false, Some(4))),
            ("eligible >= cast", (7, None, Some(4), true, None)),
            ("yes + abstain >= 4", (4, None, Some(4), true, None)),
            ("recused >= 1", (1, None, Some(1), true, None)),
            ("recuse >= 1", (1, None, Some(1), true, None)),
            ("seats >= 8", (8, None, Some(8), true, None)),
        ] {
            assert_eq!(numbers(text, &ballot), expected, "{text}");
        }
        assert_eq!(only("5 > answered", &ballot).relation, Relation::LessThan);
    }

    #[test]
    fn an_empty_base_is_not_met_and_is_named() {
        let nobody = ballot([("permanent", "", Answer::Silent), ("p-members", "", yes())]);
        for text in [
            "no <= 1/2 of against",
            "no >= 1/2 of against",
            "no == 0% of against",
        ] {
            let found = only(text, &nobody);
            assert_eq!(
                (found.base, found.needed, found.met),
                (Some(0), None, false),
                "{text}"
            );
            assert_eq!(found.empty.as_deref(), Some("against"), "{text}");
            assert_eq!(found.short_by, None, "{text}");
        }
        let found = only("for > 1/2 of cast in group permanent, empty", &nobody);
        assert_eq!(found.empty.as_deref(), Some("cast in permanent and empty"));
        let found = only("for > 1/2 of all against in group permanent", &nobody);
        assert_eq!(found.empty.as_deref(), Some("all against"));
        let found = only("for > 1/2 of cast in each group", &nobody);
        assert_eq!(found.empty.as_deref(), Some("cast in permanent"));
        assert_eq!(found.within[0].empty.as_deref(), Some("cast"));
        assert_eq!(found.within[1].empty, None);
        let found = only("for > 1/2 of cast in any group", &nobody);
        assert_eq!((found.met, found.empty), (true, None));
    }

    #[test]
    fn a_scope_takes_both_sides_within_it_but_for_all() {
        let ballot = eight();
        for (text, expected) in [
            (
                "yes >= 1/2 of eligible in group p-members",
                (1, Some(2), Some(1), true, None),
            ),
            (
                "yes >= 1/2 of eligible in group p-members, permanent",
                (3, Some(7), Some(4), false, Some(1)),
            ),
            (
                "eligible <= 1/3 of all eligible in house south",
                (2, Some(7), Some(2), true, None),
            ),
            (
                "all yes >= 3 in group p-members",
                (3, None, Some(3), true, None),
            ),
            ("no == 0 in group empty", (0, None, Some(0), true, None)),
        ] {
            assert_eq!(numbers(text, &ballot), expected, "{text}");
        }
    }

    #[test]
    fn places_are_looked_at_one_by_one() {
        let ballot = eight();
        for (text, expected) in [
            (
                "yes >= 2 in each group",
                (1, Some(2), Some(2), false, Some(1)),
            ),
            ("yes >= 1 in each group", (2, Some(2), Some(2), true, None)),
            (
                "yes >= 1 in every group",
                (2, Some(3), Some(3), false, Some(1)),
            ),
            ("yes >= 2 in any group", (1, Some(2), Some(1), true, None)),
            (
                "yes >= 1 in at least 2 groups",
                (2, Some(2), Some(2), true, None),
            ),
            (
                "yes >= 1 in at least 3 groups",
                (2, Some(2), Some(3), false, Some(1)),
            ),
            ("yes >= 1 in each house", (2, Some(2), Some(2), true, None)),
        ] {
            assert_eq!(numbers(text, &ballot), expected, "{text}");
        }
        let found = only("answered >= 1 in every group", &ballot);
        let within: Vec<_> = found
            .within
            .iter()
            .map(|w| (w.name.as_str(), w.count, w.needed, w.met))
            .collect();
        assert_eq!(
            within,
            [
                ("permanent", 4, Some(1), true),
                ("p-members", 1, Some(1), true),
                ("empty", 0, Some(1), false)
            ]
        );
    }

    #[test]
    fn over_no_place_at_all_nothing_is_met() {
        for (scope, empty) in [
            ("each region", "regions"),
            ("any region", "regions"),
            ("at least 1 region", "regions"),
            ("each affiliation", "affiliations"),
            ("every affiliation", "affiliations"),
        ] {
            let found = only(&format!("no == 0 in {scope}"), &eight());
            assert!(!found.met, "{scope}");
            assert_eq!(
                (found.count, found.base, found.needed),
                (0, Some(0), None),
                "{scope}"
            );
            assert_eq!(found.empty.as_deref(), Some(empty), "{scope}");
        }
    }

    #[test]
    fn a_group_of_the_recused_has_a_seat() {
        let ballot = ballot([("permanent", "", yes()), ("p-members", "", Answer::Recused)]);
        let found = only("yes >= 1/2 of eligible in each group", &ballot);
        assert_eq!((found.count, found.base, found.met), (1, Some(2), false));
        assert_eq!(found.empty.as_deref(), Some("eligible in p-members"));
    }

    #[test]
    fn a_bracket_is_evaluated_once_per_place() {
        let ballot = ballot([
            ("permanent", "", yes()),
            ("permanent", "", no()),
            ("p-members", "", Answer::Silent),
        ]);
        let text = "(for > 1/2 of cast or cast == 0) in each group";
        let found = only(text, &ballot);
        assert_eq!(
            (found.count, found.base, found.needed, found.met),
            (1, Some(2), Some(2), false)
        );
        assert_eq!(found.text, text);
        assert_eq!(found.relation, Relation::AtLeast);
        let permanent = &found.within[0];
        assert_eq!(
            (
                permanent.count,
                permanent.base,
                permanent.needed,
                permanent.met
            ),
            (0, Some(2), Some(1), false)
        );
        assert_eq!(permanent.comparisons.len(), 2);
        assert_eq!(permanent.comparisons[0].text, "for > 1/2 of cast");
        assert_eq!(permanent.comparisons[0].short_by, Some(1));
        let members = &found.within[1];
        assert!(members.met);
        assert_eq!(members.empty, None);
        assert_eq!(members.comparisons[0].empty.as_deref(), Some("cast"));
        assert!(members.comparisons[1].met);
    }

    #[test]
    fn a_bracket_is_met_in_one_place_by_all_its_comparisons() {
        let ballot = ballot([("permanent", "", yes()), ("p-members", "", no())]);
        assert!(!only("(yes >= 1 and no >= 1) in any group", &ballot).met);
        assert!(
            evaluate(
                &rule("yes >= 1 in any group and no >= 1 in any group"),
                &ballot
            )
            .met
        );
        let found = only("(yes >= 1 and no >= 1) in any group", &ballot);
        assert_eq!(found.within[0].needed, Some(2));
        let found = only(
            "((yes >= 1 or no >= 1) and silent == 0) in each group",
            &ballot,
        );
        assert_eq!(found.within[0].needed, None);
        assert!(found.met);
    }

    #[test]
    fn a_bracket_in_named_places_shows_its_comparisons() {
        let verdict = evaluate(
            &rule("(yes >= 2 and no == 0) in group permanent, empty or yes >= 9"),
            &eight(),
        );
        let texts: Vec<_> = verdict
            .comparisons
            .iter()
            .map(|c| (c.text.as_str(), c.count))
            .collect();
        assert_eq!(
            texts,
            [
                ("yes >= 2 in group permanent, empty", 2),
                ("no == 0 in group permanent, empty", 1),
                ("yes >= 9", 3)
            ]
        );
    }

    #[test]
    fn every_comparison_is_reported_whatever_came_before_it() {
        let verdict = evaluate(
            &rule("yes >= 9 and no == 0 or yes >= 1 and (silent == 0 or abstain == 1) or no >= 5"),
            &eight(),
        );
        let met: Vec<bool> = verdict.comparisons.iter().map(|c| c.met).collect();
        assert_eq!(met, [false, false, true, false, true, false]);
        assert!(verdict.met);
    }

    #[test]
    fn silence_with_a_meaning_counts_and_is_still_silence() {
        let Answer::Given(name, class) = yes() else {
            unreachable!()
        };
        let mut ballot = eight();
        for unit in &mut ballot.units {
            if unit.answer == Answer::Silent {
                unit.answer = Answer::SilentAs(name.clone(), class);
            }
        }
        assert_eq!(only("yes >= 5", &ballot).count, 5);
        assert_eq!(only("cast >= 5", &ballot).count, 6);
        assert_eq!(only("answered >= 1/2 of eligible", &ballot).count, 5);
        assert_eq!(only("silent == 2", &ballot).count, 2);
        assert_eq!(
            only("yes + silent >= 1", &ballot).count,
            5,
            "nobody counts twice"
        );
    }

    #[test]
    fn weights_authors_and_places_with() {
        let mut ballot = eight();
        let votes = WeightName::parse("votes").unwrap();
        for (unit, weight) in ballot.units.iter_mut().zip([10, 20, 5, 1, 1, 3, 100]) {
            unit.weights.insert(votes.clone(), weight);
        }
        ballot.units[1].author = true;
        ballot.units[5].author_family = true;
        for (text, expected) in [
            (
                "yes by votes >= 2/3 of cast by votes",
                (33, Some(38), Some(26), true, None),
            ),
            ("eligible by votes >= 40", (40, None, Some(40), true, None)),
            (
                "yes besides authors >= 3",
                (2, None, Some(3), false, Some(1)),
            ),
            (
                "yes besides author-families >= 2",
                (1, None, Some(2), false, Some(1)),
            ),
            (
                "yes by votes besides authors >= 13",
                (13, None, Some(13), true, None),
            ),
            ("groups with yes >= 2", (2, None, Some(2), true, None)),
            (
                "groups with yes besides author-families >= 2",
                (1, None, Some(2), false, Some(1)),
            ),
            (
                "groups with no >= 1/2 of houses with eligible",
                (1, Some(2), Some(1), true, None),
            ),
            ("houses with seats == 2", (2, None, Some(2), true, None)),
            (
                "groups with yes >= 2 in house north",
                (1, None, Some(2), false, Some(1)),
            ),
        ] {
            assert_eq!(numbers(text, &ballot), expected, "{text}");
        }
    }

    #[test]
    fn a_family_in_two_groups_counts_in_both_and_once_in_all() {
        let mut ballot = eight();
        ballot.units[0]
            .groups
            .push(GroupId::parse("p-members").unwrap());
        assert_eq!(only("yes >= 1 in group p-members", &ballot).count, 2);
        assert_eq!(
            only("yes >= 1 in group p-members, permanent", &ballot).count,
            3
        );
        assert_eq!(only("yes >= 1", &ballot).count, 3);
        assert_eq!(
            only("groups with yes >= 1 in group permanent", &ballot).count,
            1
        );
    }

    #[test]
    fn objections_and_days() {
        let mark = |group: &str| ObjectionMark {
            groups: GroupId::parse(group).into_iter().collect(),
            ..ObjectionMark::default()
        };
        let mut ballot = eight();
        ballot.days_open = 14;
        ballot.days_unchanged = 3;
        ballot.objections = vec![
            ObjectionMark {
                open: true,
                unanswered: true,
                undisposed: true,
                maintained: true,
                ..mark("permanent")
            },
            ObjectionMark {
                standing: true,
                maintained: true,
                ..mark("p-members")
            },
            mark(""),
        ];
        for (text, count) in [
            ("objections == 3", 3),
            ("open-objections == 1", 1),
            ("unanswered-objections == 1", 1),
            ("undisposed-objections == 1", 1),
            ("maintained-objections == 2", 2),
            ("unresolved-objections == 1", 1),
            ("open-objections + unresolved-objections == 2", 2),
            ("objections == 1 in group permanent", 1),
            ("all objections == 3 in group permanent", 3),
            ("days-open == 14", 14),
            ("days-unchanged == 3 in group permanent", 3),
        ] {
            let found = only(text, &ballot);
            assert_eq!((found.count, found.met), (count, true), "{text}");
        }
        let found = only("days-open >= 14 in each group", &ballot);
        assert!(found.met && found.within.iter().all(|place| place.count == 14));
    }

    #[test]
    fn presence_and_staleness_are_flags() {
        let mut ballot = eight();
        for unit in ballot.units.iter_mut().take(4) {
            unit.present = true;
        }
        ballot.units[2].stale = true;
        assert_eq!(
            numbers("for > 1/2 of present", &ballot),
            (2, Some(4), Some(3), false, Some(1))
        );
        assert_eq!(
            numbers("stale <= 1", &ballot),
            (1, None, Some(1), true, None)
        );
    }

    #[test]
    fn the_words_of_a_comparison() {
        let mut page = String::new();
        for (text, base) in [
            ("for >= 2/3 of cast in group permanent, p-members", 4),
            ("yes by votes >= 2/3 of eligible by votes", 0),
            ("answered >= 1 in every group", 3),
            ("eligible <= 1/3 of all eligible in each group", 2),
        ] {
            let found = only(text, &eight());
            assert_eq!(found.base, Some(base), "{text}");
            page.push_str(&format!("rule: {text}\n"));
            let whole = found.base_words.unwrap_or_default();
            page.push_str(&format!("  {} {whole}\n", found.counted_words));
            for place in found.within {
                let base = place.base_words.unwrap_or_default();
                let line = format!("  {} {base}", place.name);
                page.push_str(&format!("{}\n", line.trim_end()));
            }
            page.push('\n');
        }
        screen("criterion/words_of_comparisons", &page);
    }

    #[test]
    fn the_face_for_programs() {
        let verdict = evaluate(
            &rule("answered >= 5 in each group and cast >= 1 and no <= 1/2 of stale"),
            &eight(),
        );
        let found = serde_json::to_string(&verdict.comparisons).unwrap();
        let expected = concat!(
            r#"[{"text":"answered >= 5 in each group","relation":">=","count":0,"base":2,"needed":2,"met":false,"short-by":2,"within":["#,
            r#"{"name":"permanent","count":4,"base":null,"needed":5,"met":false,"short-by":1},"#,
            r#"{"name":"p-members","count":1,"base":null,"needed":5,"met":false,"short-by":4}]},"#,
            r#"{"text":"cast >= 1","relation":">=","count":4,"base":null,"needed":1,"met":true},"#,
            r#"{"text":"no <= 1/2 of stale","relation":"<=","count":1,"base":0,"needed":null,"met":false,"share":"1/2","empty":"stale"}]"#,
        );
        assert_eq!(found, expected);
    }
}
