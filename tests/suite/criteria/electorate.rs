//! Makes a track and electorates of all kinds, for the tests of the rule language.

use std::collections::BTreeMap;
use std::fmt::Debug;

use plenary::record::track::AtMost;
use plenary::tally::criterion::{
    Answer, Ballot, Criterion, ObjectionMark, PersonMark, Unit, Vocabulary, parse,
};
use plenary::value::class::{CountUnit, CountsAs};
use plenary::value::dimension::{Dimension, OwnPlaces};
use plenary::value::id::{
    DimensionName, DimensionValue, GroupId, HouseId, ParticipantId, PositionName, RegionId,
    WeightName,
};
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::{select, subsequence};

/// The value of a result that must be one.
pub(super) fn sound<T, E: Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => unreachable!("{error:?}"),
    }
}

pub(super) const POSITIONS: [(&str, CountsAs); 4] = [
    ("yes", CountsAs::For),
    ("no", CountsAs::Against),
    ("abstain", CountsAs::Neutral),
    ("recuse", CountsAs::Recused),
];
pub(super) const GROUPS: [&str; 3] = ["alpha", "beta", "gamma"];
pub(super) const HOUSES: [&str; 2] = ["north", "south"];
pub(super) const REGIONS: [&str; 2] = ["africa", "asia"];
pub(super) const FAMILIES: [&str; 2] = ["acme", "zenith"];
/// A dimension of the charter's own, with its values.
pub(super) const OWN: &str = "income-class";
pub(super) const INCOMES: [&str; 3] = ["low", "middle", "high"];

pub(super) fn position(name: &str) -> PositionName {
    sound(PositionName::parse(name))
}

pub(super) fn groups(names: &[&str]) -> Vec<GroupId> {
    names
        .iter()
        .map(|name| sound(GroupId::parse(name)))
        .collect()
}

pub(super) fn houses(names: &[&str]) -> Vec<HouseId> {
    names
        .iter()
        .map(|name| sound(HouseId::parse(name)))
        .collect()
}

fn regions(names: &[&str]) -> Vec<RegionId> {
    names
        .iter()
        .map(|name| sound(RegionId::parse(name)))
        .collect()
}

pub(super) fn own_dimension() -> DimensionName {
    sound(DimensionName::parse(OWN))
}

fn own(names: &[&str]) -> OwnPlaces {
    let values = names.iter().map(|name| sound(DimensionValue::parse(name)));
    let values: Vec<DimensionValue> = values.collect();
    let dimension = own_dimension();
    values.iter().map(|value| (&dimension, value)).collect()
}

fn families(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(super) fn votes() -> WeightName {
    sound(WeightName::parse("votes"))
}

pub(super) fn vocabulary() -> Vocabulary {
    vocabulary_of(&POSITIONS)
}

pub(super) fn vocabulary_of(positions: &[(&str, CountsAs)]) -> Vocabulary {
    Vocabulary {
        positions: positions
            .iter()
            .map(|(name, class)| (position(name), *class))
            .collect(),
        groups: groups(&GROUPS),
        houses: houses(&HOUSES),
        regions: regions(&REGIONS),
        affiliations: families(&FAMILIES),
        own: own(&INCOMES),
        personal: Vec::new(),
        weights: vec![votes()],
        count: CountUnit::Participants,
        at_most: None,
    }
}

/// The rule, which must be sound.
pub(super) fn rule(text: &str) -> Criterion {
    match parse(text, &vocabulary()) {
        Ok(rule) => rule,
        Err(faults) => unreachable!("{text}: {faults:?}"),
    }
}

pub(super) fn given(name: &str) -> Answer {
    let class = POSITIONS.iter().find(|(known, _)| *known == name);
    match class {
        Some((name, class)) => Answer::Given(position(name), *class),
        None => unreachable!("{name}"),
    }
}

/// A unit of no place.
pub(super) fn unit(answer: Answer) -> Unit {
    Unit {
        name: "somebody".to_owned(),
        groups: vec![],
        houses: vec![],
        regions: vec![],
        affiliations: vec![],
        own: OwnPlaces::default(),
        answer,
        weights: BTreeMap::new(),
        stale: false,
        present: false,
        author: false,
        author_family: false,
    }
}

pub(super) fn answers() -> BoxedStrategy<Answer> {
    prop_oneof![
        2 => Just(Answer::Silent),
        6 => select(vec!["yes", "no", "abstain"]).prop_map(given),
        1 => select(vec!["yes", "no", "abstain"]).prop_map(|name| match given(name) {
            Answer::Given(name, class) => Answer::SilentAs(name, class),
            other => other,
        }),
        1 => select(vec![CountsAs::For, CountsAs::Against, CountsAs::Neutral]).prop_map(Answer::InClass),
        1 => Just(Answer::Split),
        1 => Just(Answer::Recused),
    ]
    .boxed()
}

/// Mostly one place, sometimes none or several.
fn some(names: &'static [&'static str]) -> BoxedStrategy<Vec<&'static str>> {
    prop_oneof![
        4 => select(names.to_vec()).prop_map(|name| vec![name]),
        1 => subsequence(names.to_vec(), 0..=names.len()),
    ]
    .boxed()
}

pub(super) fn units() -> BoxedStrategy<Unit> {
    let places = (
        some(&GROUPS[..2]),
        some(&HOUSES),
        some(&REGIONS),
        some(&FAMILIES),
        some(&INCOMES),
    );
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (answers(), places, 0_u64..5, flags)
        .prop_map(
            |(answer, (g, h, r, a, o), weight, (stale, present, author, family))| Unit {
                groups: groups(&g),
                houses: houses(&h),
                regions: regions(&r),
                affiliations: families(&a),
                own: own(&o),
                weights: BTreeMap::from([(votes(), weight)]),
                stale,
                present,
                author,
                author_family: family,
                ..unit(answer)
            },
        )
        .boxed()
}

pub(super) fn marks() -> BoxedStrategy<ObjectionMark> {
    let places = (
        some(&GROUPS),
        some(&HOUSES),
        some(&REGIONS),
        some(&FAMILIES),
        some(&INCOMES),
    );
    let flags = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    );
    (places, flags)
        .prop_map(
            |((g, h, r, a, o), (open, unanswered, undisposed, maintained, standing))| {
                ObjectionMark {
                    holder: None,
                    joined_by: Vec::new(),
                    groups: groups(&g),
                    houses: houses(&h),
                    regions: regions(&r),
                    affiliations: families(&a),
                    own: own(&o),
                    open,
                    unanswered,
                    undisposed,
                    maintained,
                    standing,
                }
            },
        )
        .boxed()
}

fn people() -> BoxedStrategy<PersonMark> {
    let places = (
        some(&GROUPS),
        some(&HOUSES),
        some(&REGIONS),
        some(&FAMILIES),
        some(&INCOMES),
    );
    (places, any::<bool>(), any::<bool>())
        .prop_map(|((g, h, r, a, o), spoke, asked)| PersonMark {
            id: sound(ParticipantId::parse("somebody")),
            groups: groups(&g),
            houses: houses(&h),
            regions: regions(&r),
            affiliations: families(&a),
            own: own(&o),
            spoke,
            asked,
        })
        .boxed()
}

/// Mostly none, sometimes a few of one affiliation or of one value of the charter's own dimension.
fn limits() -> BoxedStrategy<Option<AtMost>> {
    let per = select(vec![
        Dimension::Affiliation,
        Dimension::Own(own_dimension()),
    ]);
    let some = (1_u64..4, any::<bool>(), per).prop_map(|(positions, each_side, per)| AtMost {
        positions,
        per,
        each_side,
    });
    prop_oneof![2 => Just(None), 1 => some.prop_map(Some)].boxed()
}

/// A ballot of up to `most` units.
pub(super) fn ballots(most: usize) -> BoxedStrategy<Ballot> {
    (
        vec(units(), 0..=most),
        (vec(marks(), 0..4), vec(marks(), 0..4), vec(people(), 0..6)),
        0_u64..4,
        0_u64..4,
        0_u64..2,
        limits(),
    )
        .prop_map(
            |(
                units,
                (objections, comments, people),
                days_open,
                days_unchanged,
                failed_calls,
                at_most,
            )| {
                Ballot {
                    units,
                    objections,
                    comments,
                    people,
                    days_open,
                    days_unchanged,
                    failed_calls,
                    groups: groups(&GROUPS),
                    houses: houses(&HOUSES),
                    regions: regions(&REGIONS),
                    affiliations: families(&FAMILIES),
                    own: own(&INCOMES),
                    at_most,
                }
            },
        )
        .boxed()
}
