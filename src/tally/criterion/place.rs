//! Where a rule is evaluated: the whole electorate, or the part of it that a scope names.

use std::collections::{BTreeMap, BTreeSet};

use super::ballot::{Ballot, ObjectionMark, Unit};
use super::grammar::{Dimension, Name, Places, Scope};
use super::words;

/// Some units and objections of a ballot.
#[derive(Debug, Clone, Default)]
pub(super) struct Place<'b> {
    /// The dimension and the names that it was picked by; none for the whole electorate.
    pub(super) named: Option<(Dimension, Vec<String>)>,
    pub(super) units: Vec<&'b Unit>,
    pub(super) objections: Vec<&'b ObjectionMark>,
}

impl<'b> Place<'b> {
    /// The whole electorate.
    pub(super) fn whole(ballot: &'b Ballot) -> Self {
        Self {
            named: None,
            units: ballot.units.iter().collect(),
            objections: ballot.objections.iter().collect(),
        }
    }

    /// Several places of a dimension, taken together as one.
    pub(super) fn together(ballot: &'b Ballot, dimension: Dimension, names: &[Name]) -> Self {
        let wanted = |place: &&str| names.iter().any(|name| name.text == *place);
        let units = ballot.units.iter();
        let objections = ballot.objections.iter();
        Self {
            named: Some((
                dimension,
                names.iter().map(|name| name.text.clone()).collect(),
            )),
            units: units
                .filter(|unit| unit.places(dimension).iter().any(wanted))
                .collect(),
            objections: objections
                .filter(|mark| mark.places(dimension).iter().any(wanted))
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

    /// Whether a place of some dimension lies outside it, by its name alone.
    pub(super) fn excludes(&self, dimension: Dimension, place: &str) -> bool {
        match &self.named {
            Some((own, names)) => *own == dimension && !names.iter().any(|name| name == place),
            None => false,
        }
    }
}

/// The places that a scope looks at one by one, in the charter's order; those that the ballot
/// does not list and that have a seat follow by name.
pub(super) fn each<'b>(scope: &Scope, ballot: &'b Ballot) -> Vec<Place<'b>> {
    let dimension = scope.dimension;
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

fn sorted(ballot: &Ballot, dimension: Dimension) -> BTreeMap<&str, Place<'_>> {
    let mut by_name = BTreeMap::new();
    for unit in &ballot.units {
        for name in distinct(unit.places(dimension)) {
            let place = by_name
                .entry(name)
                .or_insert_with(|| vacant(dimension, name));
            place.units.push(unit);
        }
    }
    for mark in &ballot.objections {
        for name in distinct(mark.places(dimension)) {
            let place = by_name
                .entry(name)
                .or_insert_with(|| vacant(dimension, name));
            place.objections.push(mark);
        }
    }
    by_name
}

fn vacant<'b>(dimension: Dimension, name: &str) -> Place<'b> {
    Place {
        named: Some((dimension, vec![name.to_owned()])),
        ..Place::default()
    }
}

fn distinct(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::each;
    use crate::tally::criterion::ballot::Answer;
    use crate::tally::criterion::fixture::{ballot, unit};
    use crate::tally::criterion::grammar::{Dimension, Places, Scope, Span};
    use crate::tally::criterion::{Ballot, ObjectionMark};
    use crate::value::id::GroupId;

    fn names(ballot: &Ballot, places: Places) -> Vec<String> {
        let scope = Scope {
            places,
            dimension: Dimension::Group,
            span: Span { start: 0, end: 0 },
        };
        each(&scope, ballot)
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
        let places = each(&scope, &ballot);
        assert_eq!(places.len(), 1);
        assert_eq!(places[0].units.len(), 1);
    }
}
