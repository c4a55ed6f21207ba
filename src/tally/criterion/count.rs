//! Counts a quantity in a place: the whole electorate, or the part of it in a scope. Also lists every kind of unit that an
//! electorate can have, to find out whether one set of units in a rule is part of another.

use std::collections::{BTreeMap, BTreeSet};

use super::at_most;
use super::ballot::{Answer, Ballot, ObjectionMark, PersonMark, Unit, speaks_of};
use super::grammar::{
    ClassWord, CountSubject, CountWord, Dimension, Exclusion, Measure, Name, Places, Quantity,
    Reach, Scope, Term,
};
use super::words;
use crate::value::class::CountsAs;
use crate::value::id::PositionName;

/// What a comparison is evaluated against.
#[derive(Clone, Copy)]
pub(super) struct CountContext<'a> {
    pub(super) ballot: &'a Ballot,
    /// The whole electorate.
    pub(super) whole: &'a Place<'a>,
    /// The place of the scope.
    pub(super) here: &'a Place<'a>,
}

impl<'a> CountContext<'a> {
    /// A ballot in the whole electorate.
    pub(super) fn of(ballot: &'a Ballot, whole: &'a Place<'a>) -> Self {
        CountContext {
            ballot,
            whole,
            here: whole,
        }
    }

    /// The same ballot in another place.
    pub(super) fn at(self, here: &'a Place<'a>) -> Self {
        CountContext { here, ..self }
    }

    /// Where a quantity is counted.
    pub(super) fn place(self, quantity: &Quantity) -> &'a Place<'a> {
        match quantity.reach {
            Reach::Here => self.here,
            Reach::Everywhere => self.whole,
        }
    }
}

/// The number of a quantity: units, weight, places, objections, comments, people or days. A unit in two terms of a sum counts once.
pub(super) fn count(quantity: &Quantity, setting: CountContext<'_>) -> u64 {
    count_in(quantity, setting.ballot, setting.place(quantity))
}

/// The same only for units that `base` counts, too.
pub(super) fn count_among(base: &Quantity, quantity: &Quantity, setting: CountContext<'_>) -> u64 {
    let place = setting.place(quantity);
    let both = Place {
        units: admitted(base, place)
            .filter(|unit| speaks_of(&base.terms, unit))
            .collect(),
        ..place.clone()
    };
    count_in(quantity, setting.ballot, &both)
}

fn count_in(quantity: &Quantity, ballot: &Ballot, place: &Place<'_>) -> u64 {
    match quantity.what() {
        None => 0,
        Some(Measure::Count(CountWord::DaysOpen)) => ballot.days_open,
        Some(Measure::Count(CountWord::DaysUnchanged)) => ballot.days_unchanged,
        Some(Measure::Count(CountWord::FailedCalls)) => ballot.failed_calls,
        Some(Measure::Count(_)) => things(&quantity.terms, place),
        Some(Measure::Places(dimension, who)) => {
            places(dimension, who, quantity, place).len() as u64
        }
        Some(Measure::Units(_)) => units(quantity, ballot, place),
    }
}

/// Whether a quantity counts those who are present, and nobody else.
pub(super) fn is_presence(quantity: &Quantity) -> bool {
    let present = CountSubject::Class(ClassWord::Present);
    let mut terms = quantity.terms.iter();
    terms.all(|term| matches!(&term.what, Measure::Units(who) if *who == present))
}

/// Whether a quantity counts units, and not places, objections, comments, people or days.
pub(super) fn counts_units(quantity: &Quantity) -> bool {
    let mut terms = quantity.terms.iter();
    terms.all(|term| matches!(term.what, Measure::Units(_)))
}

fn units(quantity: &Quantity, ballot: &Ballot, place: &Place<'_>) -> u64 {
    if let Some(limit) = ballot.limit(quantity) {
        return at_most::count(limit, &quantity.terms, admitted(quantity, place));
    }
    let counted = admitted(quantity, place).filter(|unit| speaks_of(&quantity.terms, unit));
    counted.fold(0, |sum, unit| sum.saturating_add(weight(quantity, unit)))
}

/// The units of a place that a quantity does not leave out.
pub(super) fn admitted<'p>(
    quantity: &Quantity,
    place: &'p Place<'_>,
) -> impl Iterator<Item = &'p Unit> {
    let besides = quantity.besides;
    let units = place.units.iter().copied();
    units.filter(move |unit| match besides {
        None => true,
        Some(Exclusion::Authors) => !unit.author,
        Some(Exclusion::AuthorFamilies) => !unit.author && !unit.author_family,
    })
}

/// What a unit adds to a quantity that counts it.
pub(super) fn weight(quantity: &Quantity, unit: &Unit) -> u64 {
    match &quantity.weight {
        None => 1,
        Some(name) => unit.weights.get(name.text.as_str()).copied().unwrap_or(0),
    }
}

/// The places of a dimension with at least one counted unit.
pub(super) fn places<'p>(
    dimension: &Dimension,
    who: &CountSubject,
    quantity: &Quantity,
    place: &'p Place<'_>,
) -> BTreeSet<&'p str> {
    admitted(quantity, place)
        .filter(|unit| unit.is(who))
        .flat_map(|unit| unit.places(dimension))
        .filter(|name| !place.excludes(dimension, name))
        .collect()
}

/// The objections, comments and participants that one of the terms counts.
fn things(terms: &[Term], place: &Place<'_>) -> u64 {
    let one_is = |is: &dyn Fn(CountWord) -> bool| {
        terms
            .iter()
            .any(|term| matches!(term.what, Measure::Count(word) if is(word)))
    };
    let objections = place.objections.iter();
    let objections = objections.filter(|mark| one_is(&|word| is_objection(mark, word)));
    let comments = place.comments.iter();
    let comments = comments.filter(|mark| one_is(&|word| is_comment(mark, word)));
    let people = place.people.iter();
    let people = people.filter(|person| one_is(&|word| is_person(person, word)));
    (objections.count() + comments.count() + people.count()) as u64
}

fn is_objection(mark: &ObjectionMark, word: CountWord) -> bool {
    match word {
        CountWord::Objections => true,
        CountWord::Open => mark.open,
        CountWord::Unanswered => mark.unanswered,
        CountWord::Undisposed => mark.undisposed,
        CountWord::Maintained => mark.maintained,
        CountWord::Unresolved => mark.standing,
        _ => false,
    }
}

fn is_comment(mark: &ObjectionMark, word: CountWord) -> bool {
    match word {
        CountWord::Comments => true,
        CountWord::OpenComments => mark.open,
        CountWord::UnansweredComments => mark.unanswered,
        _ => false,
    }
}

fn is_person(person: &PersonMark, word: CountWord) -> bool {
    match word {
        CountWord::Spoke => person.spoke,
        CountWord::Asked => person.asked,
        _ => false,
    }
}

/// Some units, objections, comments and participants of a ballot.
#[derive(Debug, Clone, Default)]
pub(super) struct Place<'b> {
    /// The dimension and the names that it was picked by; none for the whole electorate.
    pub(super) named: Option<(Dimension, Vec<String>)>,
    pub(super) units: Vec<&'b Unit>,
    pub(super) objections: Vec<&'b ObjectionMark>,
    pub(super) comments: Vec<&'b ObjectionMark>,
    pub(super) people: Vec<&'b PersonMark>,
}

impl<'b> Place<'b> {
    /// The whole electorate.
    pub(super) fn whole(ballot: &'b Ballot) -> Self {
        Self {
            named: None,
            units: ballot.units.iter().collect(),
            objections: ballot.objections.iter().collect(),
            comments: ballot.comments.iter().collect(),
            people: ballot.people.iter().collect(),
        }
    }

    /// Several places of a dimension, taken together as one.
    pub(super) fn together(ballot: &'b Ballot, dimension: &Dimension, names: &[Name]) -> Self {
        let wanted = |place: &&str| names.iter().any(|name| name.text == *place);
        let inside = |places: Vec<&str>| places.iter().any(wanted);
        let (units, people) = (ballot.units.iter(), ballot.people.iter());
        let (objections, comments) = (ballot.objections.iter(), ballot.comments.iter());
        Self {
            named: Some((
                dimension.clone(),
                names.iter().map(|name| name.text.clone()).collect(),
            )),
            units: units
                .filter(|unit| inside(unit.places(dimension)))
                .collect(),
            objections: objections
                .filter(|mark| inside(mark.places(dimension)))
                .collect(),
            comments: comments
                .filter(|mark| inside(mark.places(dimension)))
                .collect(),
            people: people
                .filter(|person| inside(person.places(dimension)))
                .collect(),
        }
    }

    /// Its name or names; empty for the whole electorate.
    pub(super) fn name(&self) -> String {
        match &self.named {
            Some((_, names)) => words::both(names),
            None => String::new(),
        }
    }

    /// Whether a place of some dimension is outside it, by its name alone.
    pub(super) fn excludes(&self, dimension: &Dimension, place: &str) -> bool {
        match &self.named {
            Some((own, names)) => own == dimension && !names.iter().any(|name| name == place),
            None => false,
        }
    }
}

/// The places of a scope one by one, in the charter's order; other places with a seat follow by name.
pub(super) fn each_place<'b>(scope: &Scope, ballot: &'b Ballot) -> Vec<Place<'b>> {
    let dimension = &scope.dimension;
    let mut by_name = sorted(ballot, dimension);
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for name in ballot.places(dimension) {
        if seen.insert(name) {
            let place = by_name.remove(name);
            found.push(place.unwrap_or_else(|| vacant(dimension, name)));
        }
    }
    let seated = |place: &Place<'_>| !place.units.is_empty();
    if !matches!(scope.places, Places::Every) {
        found.retain(seated);
    }
    found.extend(by_name.into_values().filter(seated));
    found
}

fn sorted<'b>(ballot: &'b Ballot, dimension: &Dimension) -> BTreeMap<&'b str, Place<'b>> {
    let mut by_name = BTreeMap::new();
    let vacant = |name| move || vacant(dimension, name);
    for unit in &ballot.units {
        for name in distinct(unit.places(dimension)) {
            let place: &mut Place<'_> = by_name.entry(name).or_insert_with(vacant(name));
            place.units.push(unit);
        }
    }
    for mark in &ballot.objections {
        for name in distinct(mark.places(dimension)) {
            let place = by_name.entry(name).or_insert_with(vacant(name));
            place.objections.push(mark);
        }
    }
    for mark in &ballot.comments {
        for name in distinct(mark.places(dimension)) {
            let place = by_name.entry(name).or_insert_with(vacant(name));
            place.comments.push(mark);
        }
    }
    for person in &ballot.people {
        for name in distinct(person.places(dimension)) {
            let place = by_name.entry(name).or_insert_with(vacant(name));
            place.people.push(person);
        }
    }
    by_name
}

fn vacant<'b>(dimension: &Dimension, name: &str) -> Place<'b> {
    Place {
        named: Some((dimension.clone(), vec![name.to_owned()])),
        ..Place::default()
    }
}

fn distinct(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether units without an answer that count as a position are among the kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    MeansNothing,
    MayMeanAnything,
}

/// One unit of every kind: of every answer, stale or not, present or not.
pub(super) fn kinds(positions: &[(PositionName, CountsAs)], silence: Silence) -> Vec<Unit> {
    let mut answers = vec![Answer::Silent, Answer::Split, Answer::Recused];
    for (name, class) in positions {
        answers.push(Answer::Given(name.clone(), *class));
        if *class != CountsAs::Recused {
            answers.push(Answer::InClass(*class));
        }
        if silence == Silence::MayMeanAnything && *class != CountsAs::Recused {
            answers.push(Answer::SilentAs(name.clone(), *class));
        }
    }
    let mut kinds = Vec::with_capacity(answers.len() * 4);
    for answer in answers {
        for (stale, present) in [(false, false), (false, true), (true, false), (true, true)] {
            kinds.push(Unit {
                answer: answer.clone(),
                stale,
                present,
                ..Unit::default()
            });
        }
    }
    kinds
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
    use super::{Silence, covers, each_place, kinds};
    use crate::tally::criterion::ballot::Answer;
    use crate::tally::criterion::fixture::{ballot, quantity, unit, vocabulary};
    use crate::tally::criterion::grammar::{Dimension, Places, Scope, Span};
    use crate::tally::criterion::{Ballot, ObjectionMark};
    use crate::value::id::GroupId;

    fn names(ballot: &Ballot, places: Places) -> Vec<String> {
        let scope = Scope {
            places,
            dimension: Dimension::Group,
            span: Span { start: 0, end: 0 },
        };
        each_place(&scope, ballot)
            .iter()
            .map(|place| place.name())
            .collect()
    }

    #[test]
    fn places_come_in_the_order_of_the_charter() {
        let ballot = ballot([
            ("p-members", "", Answer::Silent),
            ("permanent", "", Answer::Recused),
        ]);
        assert_eq!(names(&ballot, Places::Each), ["permanent", "p-members"]);
        assert_eq!(names(&ballot, Places::Any), ["permanent", "p-members"]);
        assert_eq!(
            names(&ballot, Places::Every),
            ["permanent", "p-members", "empty"]
        );
    }

    #[test]
    fn places_that_are_not_listed_follow_where_they_have_a_seat() {
        let mut ballot = ballot([("zebra", "", Answer::Silent), ("ant", "", Answer::Silent)]);
        ballot.groups.push(GroupId::parse("permanent").unwrap());
        ballot.objections = vec![ObjectionMark {
            groups: vec![GroupId::parse("elsewhere").unwrap()],
            ..ObjectionMark::default()
        }];
        assert_eq!(names(&ballot, Places::Each), ["ant", "zebra"]);
        assert_eq!(
            names(&ballot, Places::Every),
            ["permanent", "p-members", "empty", "ant", "zebra"]
        );
    }

    #[test]
    fn a_place_named_twice_is_one_place() {
        let mut ballot = ballot([]);
        let mut twice = unit("permanent", "", Answer::Silent);
        twice.groups.push(GroupId::parse("permanent").unwrap());
        ballot.units.push(twice);
        let scope = Scope {
            places: Places::Each,
            dimension: Dimension::Group,
            span: Span { start: 0, end: 0 },
        };
        let places = each_place(&scope, &ballot);
        assert_eq!(places.len(), 1);
        assert_eq!(places[0].units.len(), 1);
    }

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
