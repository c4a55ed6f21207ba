//! A track, its rules and small electorates, for the tests of this room.

use super::grammar::{Amount, Clause, Quantity};
use super::{Answer, Ballot, Criterion, RuleFault, Unit, Vocabulary, parse};
use crate::value::class::{CountUnit, CountsAs};
use crate::value::dimension::OwnPlaces;
use crate::value::id::{
    DimensionName, DimensionValue, GroupId, HouseId, PositionName, RegionId, WeightName,
};

/// A track of participants with the positions yes, no, abstain and recuse, in three groups;
/// the group `empty` has no seat.
pub(super) fn vocabulary() -> Vocabulary {
    let position = |name: &str, class| (PositionName::parse(name).unwrap(), class);
    Vocabulary {
        positions: vec![
            position("yes", CountsAs::For),
            position("no", CountsAs::Against),
            position("abstain", CountsAs::Neutral),
            position("recuse", CountsAs::Recused),
        ],
        groups: groups(),
        houses: houses(),
        regions: vec![RegionId::parse("africa").unwrap()],
        affiliations: vec!["example".to_owned()],
        own: incomes(),
        personal: vec![DimensionName::parse("gender").unwrap()],
        weights: vec![
            WeightName::parse("votes").unwrap(),
            WeightName::parse("population").unwrap(),
        ],
        count: CountUnit::Participants,
        at_most: None,
    }
}

/// The dimension `income-class` with the values high and low.
fn incomes() -> OwnPlaces {
    let name = DimensionName::parse("income-class").unwrap();
    let values = ["high", "low"].map(|value| DimensionValue::parse(value).unwrap());
    values.iter().map(|value| (&name, value)).collect()
}

fn groups() -> Vec<GroupId> {
    ["permanent", "p-members", "empty"]
        .map(|name| GroupId::parse(name).unwrap())
        .to_vec()
}

fn houses() -> Vec<HouseId> {
    ["north", "south"]
        .map(|name| HouseId::parse(name).unwrap())
        .to_vec()
}

/// The rule, which must be valid.
pub(super) fn rule(text: &str) -> Criterion {
    match parse(text, &vocabulary()) {
        Ok(rule) => rule,
        Err(faults) => panic!("{text}: {faults:?}"),
    }
}

/// The errors of the rule, which must have some.
pub(super) fn faults(text: &str) -> Vec<RuleFault> {
    match parse(text, &vocabulary()) {
        Ok(rule) => panic!("{text} is read as {rule}"),
        Err(faults) => faults,
    }
}

/// What the hint of an error shows first in quotation marks.
pub(super) fn instead(fault: &RuleFault) -> Option<&str> {
    fault.hint.as_deref()?.split('"').nth(1)
}

/// Rules as people read their errors: each rule, then the place, the sentence and the hint of each error.
pub(super) fn page<'a>(
    rules: impl IntoIterator<Item = &'a str>,
    vocabulary: &Vocabulary,
) -> String {
    let rules = rules.into_iter();
    let block = |text| match parse(text, vocabulary) {
        Ok(rule) => panic!("{text} is read as {rule}"),
        Err(faults) => block(text, faults),
    };
    rules.map(block).collect()
}

/// One rule of such a page.
pub(super) fn block(text: &str, faults: Vec<RuleFault>) -> String {
    let mut block = format!("rule: {text}\n");
    for fault in faults {
        block.push_str(&format!("  {}: {}\n", fault.at, fault.sentence));
        let hint = fault.hint.map(|hint| format!("  hint: {hint}\n"));
        block.push_str(&hint.unwrap_or_default());
    }
    block + "\n"
}

/// The quantity, read without checking whether a rule can use it.
pub(super) fn quantity(text: &str) -> Quantity {
    let (root, faults) = super::parse::parse(&format!("{text} >= 1"), &vocabulary());
    assert_eq!(faults, [], "{text}");
    match root.conjuncts[0].clauses[0].clone() {
        Clause::Test(test) => {
            assert!(matches!(test.amount, Amount::Number(1)));
            test.subject
        }
        Clause::Bracket(_) => panic!("{text} is a bracket"),
    }
}

/// The position `yes`, given.
pub(super) fn yes() -> Answer {
    Answer::Given(PositionName::parse("yes").unwrap(), CountsAs::For)
}

/// The position `no`, given.
pub(super) fn no() -> Answer {
    Answer::Given(PositionName::parse("no").unwrap(), CountsAs::Against)
}

/// The position `abstain`, given.
pub(super) fn abstain() -> Answer {
    Answer::Given(PositionName::parse("abstain").unwrap(), CountsAs::Neutral)
}

/// A unit of a group and a house; empty for none.
pub(super) fn unit(group: &str, house: &str, answer: Answer) -> Unit {
    Unit {
        name: "somebody".to_owned(),
        groups: GroupId::parse(group).into_iter().collect(),
        houses: HouseId::parse(house).into_iter().collect(),
        answer,
        ..Unit::default()
    }
}

/// An electorate of units, each with its group, house and answer.
pub(super) fn ballot<const N: usize>(units: [(&str, &str, Answer); N]) -> Ballot {
    Ballot {
        units: units.map(|(g, h, answer)| unit(g, h, answer)).to_vec(),
        groups: groups(),
        houses: houses(),
        ..Ballot::default()
    }
}
