//! Tests the rule language from outside: properties, boundaries, and rules of real bodies.

mod electorate;
mod model;

use std::collections::BTreeMap;

use electorate::{
    ballots, given, groups, houses, marks, position, rule, sound, unit, vocabulary, vocabulary_of,
    votes,
};
use plenary::tally::criterion::{
    Answer, Ballot, Comparison, Criterion, ObjectionMark, StillPossible, Unit, evaluate, explain,
    parse, settled, unreachable,
};
use plenary::value::class::{CountUnit, CountsAs};
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, ProptestConfig, Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use proptest::{prop_assert, prop_assert_eq, proptest};

// Rules of real bodies.

/// The rules that the design of this language began with.
const FIRST: &[&str] = &[
    "yes >= 2/3 of eligible in each house or yes >= 3/4 of eligible in any house and yes > 1/2 of eligible in each house",
    "yes >= 9 and no == 0 in group permanent",
    "yes >= 2/3 of cast in group p-members and no <= 1/4 of cast",
    "yes >= 55% of eligible and (yes by population >= 65% of eligible by population or against + abstain + silent < 4)",
    "yes + no-objection >= 2/3 of eligible and yes >= 1 and discuss == 0",
    "silent <= 2 and approve > silent and open-objections == 0",
    "support >= 3 and object <= 1",
    "affiliations with for >= 3",
    "eligible <= 1/3 of all eligible in each group",
    "(for > 1/2 of cast or cast == 0) in each group",
    "affiliations with support besides author-families >= 1",
    "for > 1/2 of present",
    "groups with for >= 3",
    "answered >= 1/2 of eligible",
    "answered >= 1 in every group",
    "against == 0 and maintained-objections == 0",
    "for >= 4/5 of cast and (for > 1/2 of cast or cast == 0) in each group and open-objections == 0",
    "for > 1/2 of cast",
];

/// Rules by which public bodies have decided.
const DECIDED: &[&str] = &[
    "yes by votes > 66% of answered by votes",
    "answered by votes > 1/2 of eligible by votes",
    "yes by votes > no by votes",
    "yes by votes > 1/2 of answered by votes",
    "yes by votes > 1/2 of eligible by votes",
    "yes > 1/2 of eligible in each house",
    "yes > 1/3 of eligible in each house or yes > 2/3 of eligible in any house",
    "support >= 3 and object <= 1",
    "petition >= 1",
    "yes >= 66% of cast",
    "yes > no",
    "yes > 1/2 of answered",
    "yes > 1/2 of cast",
    "option-2 > option-1",
    "candidate-a > 1/2 of answered",
    "candidate-b > 1/2 of answered",
    "candidate-c > 1/2 of answered",
    "yes >= 2/3 of cast",
    "yes >= 9 and no == 0 in group permanent",
    "yes >= 9",
    "in-favor >= 51% of eligible",
    "yes >= 3 and yes > no",
    "over >= 48 and over > 3/4 of cast",
    "over >= 48",
    "over >= 48 and over > 1/2 of cast",
    "over >= 49 and over > 1/2 of cast",
    "over >= 49",
    "over >= 45 and over > 1/2 of cast",
    "over >= 45",
    "over >= 46 and over > 1/2 of cast",
    "over >= 46",
    "over >= 48 and over >= 1/2 of cast and over > under",
    "over >= 49 and over >= 1/2 of cast and over > under",
    "over >= 45 and over >= 1/2 of cast and over > under",
    "yes >= 1 and discuss == 0",
    "yes + no-objection >= 2/3 of eligible and yes >= 1 and discuss == 0",
    "for >= 2/3 of cast in group p-members and against <= 1/4 of cast",
    "yes == eligible and objections == 0",
    "for > 2/3 of cast",
    "against > 2/3 of cast",
];

fn names_of_real_bodies() -> plenary::tally::criterion::Vocabulary {
    let mut vocabulary = vocabulary_of(&[
        ("yes", CountsAs::For),
        ("no", CountsAs::Against),
        ("abstain", CountsAs::Neutral),
        ("no-objection", CountsAs::Neutral),
        ("discuss", CountsAs::Against),
        ("approve", CountsAs::For),
        ("support", CountsAs::For),
        ("object", CountsAs::Against),
        ("petition", CountsAs::For),
        ("option-1", CountsAs::For),
        ("option-2", CountsAs::Against),
        ("candidate-a", CountsAs::For),
        ("candidate-b", CountsAs::For),
        ("candidate-c", CountsAs::For),
        ("in-favor", CountsAs::For),
        ("over", CountsAs::For),
        ("under", CountsAs::Against),
    ]);
    vocabulary
        .groups
        .extend(groups(&["permanent", "p-members"]));
    vocabulary
        .weights
        .push(sound(plenary::value::id::WeightName::parse("population")));
    vocabulary
}

#[test]
fn rules_of_real_bodies_are_read_and_explained() {
    let vocabulary = names_of_real_bodies();
    for text in FIRST.iter().chain(DECIDED) {
        let rule = match parse(text, &vocabulary) {
            Ok(rule) => rule,
            Err(faults) => unreachable!("{text}: {faults:?}"),
        };
        assert_eq!(rule.to_string(), *text);
        let words = explain(&rule, &vocabulary);
        assert!(
            !words.is_empty() && !words.contains(">="),
            "{text}: {words}"
        );
    }
}

/// Every rule that the reference shows is a rule of a track with the usual names.
#[test]
fn the_rules_of_the_reference_are_rules() {
    let page = include_str!("../../docs/reference/criteria.md");
    let mut vocabulary = names_of_real_bodies();
    vocabulary.groups.extend(groups(&["business", "technical"]));
    let blocks = page.split("```rule\n").skip(1);
    let rules: Vec<&str> = blocks
        .filter_map(|block| block.split("```").next())
        .flat_map(str::lines)
        .collect();
    assert!(rules.len() > 15, "{rules:?}");
    for text in rules {
        assert!(parse(text, &vocabulary).is_ok(), "{text}");
    }
}

/// `times` units that answered so, of a group and a house.
fn seats(times: usize, answer: &str, group: &str, house: &str) -> Vec<Unit> {
    let answer = match answer {
        "silent" => Answer::Silent,
        "for" => Answer::Given(position("yes"), CountsAs::For),
        name => given(name),
    };
    let seat = Unit {
        groups: groups(&[group]),
        houses: houses(&[house]),
        ..unit(answer)
    };
    vec![seat; times]
}

fn of(parts: Vec<Vec<Unit>>) -> Ballot {
    Ballot {
        units: parts.concat(),
        ..Ballot::default()
    }
}

#[test]
fn decisions_of_public_bodies_come_out_as_they_did() {
    let vocabulary = names_of_real_bodies();
    let met = |text: &str, ballot: &Ballot| evaluate(&sound(parse(text, &vocabulary)), ballot).met;
    let council = "yes >= 9 and no == 0 in group permanent";
    let others = |yes: usize| seats(yes, "yes", "alpha", "north");
    let five = |no: usize| {
        [
            seats(5 - no, "yes", "permanent", "north"),
            seats(no, "no", "permanent", "north"),
        ]
        .concat()
    };
    assert!(met(council, &of(vec![others(4), five(0)])));
    assert!(!met(council, &of(vec![others(3), five(0)])));
    assert!(!met(council, &of(vec![others(10), five(1)])), "a veto");

    // 51 for, 18 against of 87: 18/69 is over a quarter, and 17/32 under two thirds.
    let ballot = "for >= 2/3 of cast in group p-members and against <= 1/4 of cast";
    let dis = of(vec![
        seats(17, "for", "p-members", "north"),
        seats(15, "no", "p-members", "north"),
        seats(34, "for", "alpha", "north"),
        seats(3, "no", "alpha", "north"),
        seats(18, "abstain", "alpha", "north"),
    ]);
    let verdict = evaluate(&sound(parse(ballot, &vocabulary)), &dis);
    assert!(!verdict.met);
    let numbers: Vec<_> = verdict
        .comparisons
        .iter()
        .map(|c| (c.count, c.base, c.needed, c.short_by))
        .collect();
    assert_eq!(
        numbers,
        [
            (17, Some(32), Some(22), Some(5)),
            (18, Some(69), Some(17), Some(1))
        ]
    );

    let union = "yes >= 55% of eligible and (yes by population >= 65% of eligible by population or against + abstain + silent < 4)";
    let weighing = |units: Vec<Unit>, millions: u64| -> Vec<Unit> {
        let population = sound(plenary::value::id::WeightName::parse("population"));
        let mut units = units;
        for (n, unit) in units.iter_mut().enumerate() {
            let share = if n == 0 { millions } else { 0 };
            unit.weights.insert(population.clone(), share);
        }
        units
    };
    let members = |yes: usize, no: usize| {
        of(vec![
            weighing(seats(yes, "yes", "alpha", "north"), 260),
            weighing(seats(no, "no", "alpha", "north"), 189),
        ])
    };
    let verdict = evaluate(&sound(parse(union, &vocabulary)), &members(24, 3));
    let numbers: Vec<_> = verdict
        .comparisons
        .iter()
        .map(|c| (c.count, c.needed, c.met))
        .collect();
    assert_eq!(
        numbers,
        [
            (24, Some(15), true),
            (260, Some(292), false),
            (3, Some(3), true)
        ]
    );
    assert!(verdict.met, "three members cannot block");
    assert!(!met(union, &members(23, 4)));

    let houses = "yes > 1/3 of eligible in each house or yes > 2/3 of eligible in any house";
    let split = of(vec![
        seats(7, "yes", "alpha", "north"),
        seats(13, "no", "beta", "south"),
    ]);
    assert!(met(houses, &split));
    assert!(!met("yes > 1/2 of eligible in each house", &split));
}

// Boundaries.

/// Ballots of `members` units: so many are for, the others silent, by members and support.
fn electorates(most: u64) -> Vec<(u64, u64, Ballot)> {
    let mut found = Vec::new();
    for members in 0..=most {
        for support in 0..=members {
            let silent = usize::try_from(members - support).unwrap_or(0);
            let yes = usize::try_from(support).unwrap_or(0);
            let units = [
                vec![unit(given("yes")); yes],
                vec![unit(Answer::Silent); silent],
            ];
            found.push((members, support, of(units.to_vec())));
        }
    }
    found
}

/// The least or greatest whole number with this relation to p/q of a base, by trying all of them.
fn needed_by_trying(sign: &str, p: u64, q: u64, base: u64) -> Option<u64> {
    let holds = |count: &u64| stands(sign, count * q, p * base);
    match sign {
        ">=" | ">" => (0..=base + 1).find(holds),
        _ => (0..=base + 1).rev().find(holds),
    }
}

fn stands(sign: &str, left: u64, right: u64) -> bool {
    match sign {
        ">=" => left >= right,
        ">" => left > right,
        "<=" => left <= right,
        "<" => left < right,
        _ => left == right,
    }
}

/// Every share p/q with q up to 20, of every electorate up to 40, with every number for.
#[test]
fn every_threshold_of_every_small_electorate() {
    let electorates = electorates(40);
    let signs = [">=", ">", "<=", "<", "=="];
    let mut looked_at = 0_u32;
    for q in 1..=20_u64 {
        for p in 0..=q {
            // One rule of five comparisons is read and counted faster than five of one.
            let text = signs
                .map(|sign| format!("yes {sign} {p}/{q} of members"))
                .join(" or ");
            let rule = rule(&text);
            for (members, support, ballot) in &electorates {
                let verdict = evaluate(&rule, ballot);
                for (sign, found) in signs.iter().zip(&verdict.comparisons) {
                    let met = *members > 0 && stands(sign, support * q, p * members);
                    let needed = match members {
                        0 => None,
                        _ => needed_by_trying(sign, p, q, *members),
                    };
                    let expected = (met, needed, Some(*members), *support);
                    let found = (found.met, found.needed, found.base, found.count);
                    assert_eq!(found, expected, "{support} {sign} {p}/{q} of {members}");
                    looked_at += 1;
                }
            }
        }
    }
    assert_eq!(looked_at, 861 * 230 * 5);
}

// Properties.

/// A comparison without what depends on the order of places.
type Bare = (
    String,
    u64,
    Option<u64>,
    Option<u64>,
    bool,
    Option<u64>,
    Vec<String>,
);

fn bare(comparison: &Comparison) -> Bare {
    let mut within: Vec<String> = comparison
        .within
        .iter()
        .map(|place| {
            let inner: Vec<Bare> = place.comparisons.iter().map(bare).collect();
            format!(
                "{} {} {:?} {:?} {} {:?} {inner:?}",
                place.name, place.count, place.base, place.needed, place.met, place.empty
            )
        })
        .collect();
    within.sort();
    let c = comparison;
    (
        c.text.clone(),
        c.count,
        c.base,
        c.needed,
        c.met,
        c.short_by,
        within,
    )
}

fn bares(rule: &Criterion, ballot: &Ballot) -> Vec<Bare> {
    evaluate(rule, ballot)
        .comparisons
        .iter()
        .map(bare)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rules_come_to_what_a_plain_reading_says(model in model::rules(), ballot in ballots(7)) {
        let text = model.text();
        let verdict = evaluate(&rule(&text), &ballot);
        prop_assert_eq!(verdict.met, model.met(&ballot), "{}", text);
        for comparison in &verdict.comparisons {
            prop_assert_eq!(comparison.short_by.is_some() && comparison.met, false, "{}", text);
            prop_assert_eq!(comparison.empty.is_some() && comparison.met, false, "{}", text);
        }
    }

    #[test]
    fn a_rule_is_its_canonical_text(model in model::rules(), ballot in ballots(5)) {
        let vocabulary = vocabulary();
        let first = rule(&model.text());
        let again = rule(&first.to_string());
        prop_assert_eq!(first.to_string(), again.to_string());
        prop_assert_eq!(explain(&first, &vocabulary), explain(&again, &vocabulary));
        prop_assert_eq!(evaluate(&first, &ballot), evaluate(&again, &ballot));
        prop_assert_eq!(first.warnings().len(), again.warnings().len());
        prop_assert_eq!(unreachable(&first, &ballot), unreachable(&again, &ballot));
    }

    #[test]
    fn the_order_of_units_and_places_changes_nothing(
        model in model::rules(),
        (ballot, shuffled) in ballots(7).prop_flat_map(|ballot| (Just(ballot.clone()), shuffled(ballot))),
    ) {
        let rule = rule(&model.text());
        prop_assert_eq!(bares(&rule, &ballot), bares(&rule, &shuffled));
        prop_assert_eq!(evaluate(&rule, &ballot).met, evaluate(&rule, &shuffled).met);
        prop_assert_eq!(unreachable(&rule, &ballot).is_some(), unreachable(&rule, &shuffled).is_some());
    }

    #[test]
    fn more_support_never_fails_a_rule(
        text in monotone(),
        ballot in ballots(8),
        whom in any::<proptest::sample::Index>(),
    ) {
        let rule = rule(&text);
        // A limit divides the answers of a place and rounds down: one more for can leave a divided place with none.
        let ballot = Ballot { at_most: None, ..ballot };
        let mut more = ballot.clone();
        if !more.units.is_empty() {
            let at = whom.index(more.units.len());
            more.units[at].answer = given("yes");
        }
        let (before, after) = (evaluate(&rule, &ballot).met, evaluate(&rule, &more).met);
        prop_assert!(after || !before, "{}", text);
    }

    #[test]
    fn one_more_objection_never_passes_a_rule(text in monotone(), ballot in ballots(6), mark in marks()) {
        let rule = rule(&text);
        let mut more = ballot.clone();
        more.objections.push(mark);
        let (before, after) = (evaluate(&rule, &ballot).met, evaluate(&rule, &more).met);
        prop_assert!(before || !after, "{}", text);
    }

    #[test]
    fn no_text_breaks_the_reading(text in any::<String>()) {
        read(&text)?;
    }

    #[test]
    fn no_words_of_the_language_break_the_reading(words in vec(words(), 0..24), ballot in ballots(3)) {
        let text = words.join(" ");
        if let Some(rule) = read(&text)? {
            evaluate(&rule, &ballot);
            unreachable(&rule, &ballot);
        }
    }

    #[test]
    fn nothing_cut_out_of_a_rule_breaks_the_reading(
        model in model::rules(),
        from in any::<proptest::sample::Index>(),
        count in 1_usize..6,
    ) {
        let text = model.text();
        let mut letters: Vec<char> = text.chars().collect();
        let from = from.index(letters.len());
        letters.drain(from..(from + count).min(letters.len()));
        read(&letters.into_iter().collect::<String>())?;
    }
}

/// The same ballot with its units, objections and lists of places in another order.
fn shuffled(ballot: Ballot) -> BoxedStrategy<Ballot> {
    let lists = (
        Just(ballot.units.clone()).prop_shuffle(),
        Just(ballot.objections.clone()).prop_shuffle(),
        Just(ballot.groups.clone()).prop_shuffle(),
        Just(ballot.houses.clone()).prop_shuffle(),
        Just(ballot.regions.clone()).prop_shuffle(),
        Just(ballot.affiliations.clone()).prop_shuffle(),
    );
    lists
        .prop_map(
            move |(units, objections, groups, houses, regions, affiliations)| Ballot {
                units,
                objections,
                groups,
                houses,
                regions,
                affiliations,
                ..ballot.clone()
            },
        )
        .boxed()
}

/// Rules that ask for support, and limit opposition and objections, and do nothing else.
fn monotone() -> BoxedStrategy<String> {
    let floor = (select(vec![">=", ">"]), 0_u64..4, 1_u64..6).prop_flat_map(|(sign, p, q)| {
        select(vec![
            format!("for {sign} {p}"),
            format!("for {sign} {p}/{q} of members"),
            format!("for {sign} {p}/{q} of seats"),
            format!("for {sign} {p}/{q} of cast"),
            format!("for by votes {sign} {p}/{q} of members by votes"),
            format!("for {sign} against"),
            format!("for {sign} silent"),
            format!("{p}/{q} of all seats <= for"),
            format!("groups with for {sign} {p}"),
            format!("for besides authors {sign} {p}"),
        ])
        .prop_filter("a share of those for is at most the whole", move |text| {
            p <= q || !text.contains(" of ")
        })
    });
    let limit =
        (select(vec!["<=", "<", "=="]), 0_u64..4, 1_u64..6).prop_flat_map(|(sign, p, q)| {
            // With ==, only nothing at all is a limit.
            let p = if sign == "==" { 0 } else { p };
            select(vec![
                format!("against {sign} {p}"),
                format!("against {sign} {p}/{q} of seats"),
                format!("against {sign} {p}/{q} of members"),
                format!("objections {sign} {p}"),
                format!("open-objections {sign} {p}"),
                format!("maintained-objections {sign} {p}"),
                format!("undisposed-objections {sign} {p}/{q} of seats"),
            ])
        });
    let place = select(vec![
        "",
        "",
        " in each group",
        " in every group",
        " in any house",
        " in at least 2 regions",
        " in each income-class",
        " in income-class low, high",
        " in group alpha, beta",
    ]);
    let test =
        (prop_oneof![floor, limit], place).prop_map(|(test, place)| format!("{test}{place}"));
    let part = vec(test, 1..4).prop_map(|tests| tests.join(" and "));
    vec(part, 1..3).prop_map(|parts| parts.join(" or ")).boxed()
}

fn words() -> BoxedStrategy<&'static str> {
    select(vec![
        "yes",
        "no",
        "abstain",
        "for",
        "cast",
        "members",
        "seats",
        "silent",
        "objections",
        "days-open",
        "group",
        "groups",
        "house",
        "alpha",
        "north",
        "votes",
        "and",
        "or",
        "in",
        "of",
        "by",
        "with",
        "besides",
        "authors",
        "author-families",
        "all",
        "each",
        "every",
        "any",
        "at",
        "least",
        "(",
        ")",
        "+",
        ",",
        "/",
        "%",
        "1",
        "2",
        "3",
        "1/2 of",
        "50% of",
        "66,7%",
        "0.5",
        ">=",
        ">",
        "<=",
        "<",
        "==",
        "=",
        "!=",
        "≥",
        "&&",
        "yess",
        "majority",
        "a",
        "yes >= 1",
        "no == 0",
        "in each group",
        "18446744073709551616",
    ])
    .boxed()
}

/// Reads a text; if it is not a rule, its errors must point into it and say something.
fn read(text: &str) -> Result<Option<Criterion>, proptest::test_runner::TestCaseError> {
    let vocabulary = vocabulary();
    match parse(text, &vocabulary) {
        Err(faults) => {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                prop_assert!(text.is_char_boundary(fault.at), "{:?} {:?}", text, fault);
                prop_assert!(!fault.sentence.is_empty());
            }
            Ok(None)
        }
        Ok(rule) => {
            prop_assert!(!explain(&rule, &vocabulary).is_empty());
            let again = parse(&rule.to_string(), &vocabulary);
            prop_assert_eq!(
                again.map(|rule| rule.to_string()).ok(),
                Some(rule.to_string())
            );
            Ok(Some(rule))
        }
    }
}

/// Every answer of every unit is tried for each rule that is called unreachable.
#[test]
fn what_is_called_unreachable_cannot_be_met() {
    let mut runner = TestRunner::deterministic();
    let case = (model::rules(), ballots(3));
    let mut answers: Vec<Answer> = ["yes", "no", "abstain"].map(given).to_vec();
    answers.extend([Answer::Silent, Answer::Split, Answer::Recused]);
    answers.push(Answer::SilentAs(position("yes"), CountsAs::For));
    answers.push(Answer::InClass(CountsAs::Against));
    let (mut unreachable_ones, mut met) = (0, 0);
    for _ in 0..6000 {
        let Ok(tree) = case.new_tree(&mut runner) else {
            continue;
        };
        let (model, mut ballot) = tree.current();
        let text = model.text();
        let rule = rule(&text);
        if evaluate(&rule, &ballot).met {
            met += 1;
        }
        if let Some(why) = unreachable(&rule, &ballot) {
            unreachable_ones += 1;
            assert!(!why.is_empty());
            try_all(&rule, &mut ballot, &answers, 0, &text);
        }
    }
    assert!(unreachable_ones > 500, "{unreachable_ones}");
    assert!(met > 500, "{met}");
}

fn try_all(rule: &Criterion, ballot: &mut Ballot, answers: &[Answer], from: usize, text: &str) {
    if from == ballot.units.len() {
        assert!(!evaluate(rule, ballot).met, "{text}: {ballot:?}");
        return;
    }
    for answer in answers {
        ballot.units[from].answer = answer.clone();
        try_all(rule, ballot, answers, from + 1, text);
    }
}

/// Every answer of the units that can still answer is tried for each rule that is called settled, with other objections,
/// comments and days.
#[test]
fn what_is_called_settled_does_not_change() {
    let mut runner = TestRunner::deterministic();
    let case = (model::rules(), ballots(4), ballots(1), any::<u8>());
    let mut answers: Vec<Answer> = ["yes", "no", "abstain"].map(given).to_vec();
    answers.extend([Answer::Silent, Answer::Split, Answer::Recused]);
    answers.push(Answer::InClass(CountsAs::Against));
    let (mut met, mut unmet, mut open) = (0, 0, 0);
    for _ in 0..6000 {
        let Ok(tree) = case.new_tree(&mut runner) else {
            continue;
        };
        let (model, mut ballot, later, some) = tree.current();
        let text = model.text();
        let rule = rule(&text);
        let free = (0..ballot.units.len()).filter(|n| some & (1 << n) != 0);
        let possible = StillPossible {
            answers: free.collect(),
            days_open: ballot.days_open + later.days_open,
            days_unchanged: ballot.days_unchanged + later.days_unchanged,
            presence: false,
        };
        let Some(is) = settled(&rule, &ballot, &possible) else {
            open += 1;
            continue;
        };
        assert_eq!(evaluate(&rule, &ballot).met, is, "{text}: {ballot:?}");
        ballot.days_open = possible.days_open;
        ballot.days_unchanged = possible.days_unchanged;
        ballot.objections = later.objections;
        ballot.comments = later.comments;
        match is {
            true => met += 1,
            false => unmet += 1,
        }
        let free: Vec<usize> = possible.answers.into_iter().collect();
        all_alike(&rule, &mut ballot, (&answers, &free), is, &text);
    }
    assert!(
        met > 300 && unmet > 300 && open > 300,
        "{met} {unmet} {open}"
    );
}

fn all_alike(
    rule: &Criterion,
    ballot: &mut Ballot,
    (answers, free): (&[Answer], &[usize]),
    is: bool,
    text: &str,
) {
    let Some((first, rest)) = free.split_first() else {
        assert_eq!(evaluate(rule, ballot).met, is, "{text}: {ballot:?}");
        return;
    };
    for answer in answers {
        ballot.units[*first].answer = answer.clone();
        all_alike(rule, ballot, (answers, rest), is, text);
    }
}

/// Plain rules are settled by the answer that decides them, and not before.
#[test]
fn plain_cases_are_settled_by_the_answer_that_decides() {
    let answered = |yes: usize, no: usize, silent: usize| {
        let mut units = vec![unit(given("yes")); yes];
        units.extend(vec![unit(given("no")); no]);
        units.extend(vec![unit(Answer::Silent); silent]);
        let possible = StillPossible {
            answers: (yes + no..yes + no + silent).collect(),
            ..StillPossible::default()
        };
        (of(vec![units]), possible)
    };
    for (text, (yes, no, silent), is) in [
        ("yes >= 7 and no <= 2", (7, 0, 2), Some(true)),
        ("yes >= 7 and no <= 2", (7, 0, 3), None),
        ("yes >= 7 and no <= 2", (0, 3, 9), Some(false)),
        ("yes > 1/2 of cast", (7, 0, 6), Some(true)),
        ("yes > 1/2 of cast", (6, 0, 6), None),
        ("yes > 1/2 of cast", (0, 6, 6), Some(false)),
        ("yes > no", (4, 0, 3), Some(true)),
        ("yes > no", (3, 0, 3), None),
        ("answered >= 1/2 of seats", (2, 0, 2), Some(true)),
        ("yes >= 2/3 of cast", (0, 0, 0), Some(false)),
        ("yes >= 1 and open-objections == 0", (3, 0, 0), None),
        ("yes >= 4 and open-objections == 0", (3, 0, 0), Some(false)),
    ] {
        let (ballot, possible) = answered(yes, no, silent);
        assert_eq!(
            settled(&rule(text), &ballot, &possible),
            is,
            "{text} {yes} {no} {silent}"
        );
    }
}

/// What an electorate can never meet for reasons of size is found.
#[test]
fn plain_cases_of_the_unreachable_are_found() {
    for members in 0..12_u64 {
        let ballot = of(vec![vec![
            unit(Answer::Silent);
            usize::try_from(members).unwrap_or(0)
        ]]);
        for needed in 1..14 {
            let found = unreachable(&rule(&format!("yes >= {needed}")), &ballot);
            assert_eq!(found.is_some(), needed > members, "{needed} of {members}");
        }
    }
}

// Large numbers.

#[test]
fn weights_as_large_as_they_can_be_are_compared_without_a_fault() {
    let heavy = |answer: &str, weight: u64| Unit {
        weights: BTreeMap::from([(votes(), weight)]),
        ..unit(given(answer))
    };
    let ballot = Ballot {
        units: vec![heavy("yes", u64::MAX / 2), heavy("no", u64::MAX / 2 + 1)],
        ..Ballot::default()
    };
    let met = |text: &str| evaluate(&rule(text), &ballot).met;
    assert!(met("eligible by votes == 18446744073709551615"));
    assert!(!met("yes by votes >= 1/2 of eligible by votes"));
    assert!(met(
        "yes by votes >= 499999999/1000000000 of eligible by votes"
    ));
    assert!(met("no by votes > 50% of eligible by votes"));
    assert!(!met("yes by votes > 1000000000/1 of no by votes"));
}

#[test]
fn a_count_of_nobody_speaks_of_objections_only() {
    let mut vocabulary = vocabulary();
    vocabulary.count = CountUnit::None;
    let rule = sound(parse(
        "open-objections == 0 and days-unchanged >= 7",
        &vocabulary,
    ));
    let mut ballot = Ballot {
        days_unchanged: 7,
        ..Ballot::default()
    };
    assert!(evaluate(&rule, &ballot).met);
    ballot.objections.push(ObjectionMark {
        open: true,
        ..ObjectionMark::default()
    });
    assert!(!evaluate(&rule, &ballot).met);
    assert!(parse("for >= 1", &vocabulary).is_err());
}
