//! Shows the dimensions of a charter's own in a balance: the places of each, and the totals of those that are personal.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::dimension::OwnDimension;
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::StyledText;
use crate::render::page::Page;
use crate::tally::Tally;
use crate::tally::criterion::Unit;
use crate::tally::totals::{DimensionTotals, FEWEST, TotalsRow};
use crate::tally::voice::Voice;
use crate::value::class::CountUnit;
use crate::value::id::{DimensionName, DimensionValue, GroupId};
use crate::value::sentence::all_of;

/// What is shown for people without a value.
pub(crate) const NOT_DECLARED: &str = "not declared";

/// One value of a dimension in a tally, or those without one.
pub(crate) struct ValueUnits<'t> {
    /// The value; none for those without one.
    pub(crate) value: Option<&'t DimensionValue>,
    /// Its name for people.
    pub(crate) name: &'t str,
    /// Who has it.
    pub(crate) units: Vec<&'t Unit>,
    /// What they said.
    pub(crate) voice: Option<Voice>,
}

/// The dimensions of the charter that the units of a tally have values in.
pub(crate) fn open_dimensions(tally: &Tally) -> impl Iterator<Item = &OwnDimension> {
    let has_people = tally.track.count != CountUnit::Groups;
    let all = tally.charter.open_dimensions();
    all.filter(move |_| has_people)
}

/// The units of a tally by their values in a dimension, in the charter's order; last those without a value. A value
/// without a seat is left out.
pub(crate) fn by_value<'t>(tally: &'t Tally, own: &'t OwnDimension) -> Vec<ValueUnits<'t>> {
    let units = &tally.ballot.units;
    let voices = &tally.voices;
    let of_value = |(value, name): &'t (DimensionValue, String)| ValueUnits {
        value: Some(value),
        name,
        units: units
            .iter()
            .filter(|unit| unit.own.values(&own.id).contains(value))
            .collect(),
        voice: voices
            .own
            .get(&own.id)
            .and_then(|voices| voices.get(value.as_str()).copied()),
    };
    let without = units
        .iter()
        .filter(|unit| unit.own.values(&own.id).is_empty());
    let without: Vec<&Unit> = without.collect();
    let said = without
        .iter()
        .filter_map(|unit| voices.units.get(&unit.name));
    let last = ValueUnits {
        value: None,
        name: NOT_DECLARED,
        voice: said.copied().max(),
        units: without,
    };
    let all = own.values.iter().map(of_value).chain([last]);
    all.filter(|each| !each.units.is_empty()).collect()
}

/// The totals of a personal dimension in a call. A number that is hidden is `null`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PersonalTotals {
    dimension: DimensionName,
    name: String,
    groups: Vec<GroupNumbers>,
    /// Groups whose totals are above their seats.
    not_shown: Vec<GroupId>,
    #[serde(skip)]
    values: Vec<String>,
}

/// The numbers of a group, or of all groups together.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct GroupNumbers {
    group: Option<GroupId>,
    name: String,
    seats: u64,
    values: BTreeMap<DimensionValue, Option<u64>>,
    not_declared: Option<u64>,
    #[serde(skip)]
    cells: Vec<Option<u64>>,
}

impl PersonalTotals {
    /// Those of every personal dimension of the charter.
    pub(crate) fn all(tally: &Tally, found: Vec<DimensionTotals>) -> Vec<Self> {
        found
            .into_iter()
            .map(|totals| Self::of(tally, totals))
            .collect()
    }

    fn of(tally: &Tally, found: DimensionTotals) -> Self {
        let own = found.dimension;
        let numbers = |row: TotalsRow| {
            let group = row.group.as_ref();
            let known = group.and_then(|group| tally.charter.group(group));
            let cells = own.values.iter().map(|(value, _)| value.clone());
            GroupNumbers {
                name: known.map_or("All groups".to_owned(), |known| known.name.clone()),
                group: row.group.clone(),
                seats: row.seats,
                values: cells.zip(row.cells.iter().copied()).collect(),
                not_declared: row.cells.last().copied().flatten(),
                cells: row.cells,
            }
        };
        Self {
            groups: found.rows.into_iter().map(numbers).collect(),
            not_shown: found.too_many,
            values: own.values.iter().map(|(_, name)| name.clone()).collect(),
            dimension: own.id,
            name: own.name,
        }
    }

    /// The table, a row for each group.
    pub(crate) fn page(&self) -> Page {
        let too_many = all_of(self.not_shown.iter().map(GroupId::as_str));
        let too_many = (!self.not_shown.is_empty()).then(|| {
            format!("The totals of {too_many} are of more people than there are seats. They are not shown.")
        });
        if self.groups.is_empty() {
            let name = &self.name;
            return Page::new()
                .line(format!("{name}: no totals were entered for this call."))
                .lines(too_many)
                .gap();
        }
        let mut columns = vec![
            Column::sentence(self.name.as_str()),
            Column::number("seats").keep(DropPriority::High),
        ];
        let named = self.values.iter().map(String::as_str);
        let named = named.chain([NOT_DECLARED]);
        columns.extend(named.map(|name| Column::number(name).keep(DropPriority::Always)));
        let mut table = Table::new(columns);
        for group in &self.groups {
            let numbers = group.cells.iter().map(|cell| match cell {
                Some(number) => StyledText::from(number.to_string()),
                None => StyledText::from("hidden"),
            });
            let first = [group.name.as_str().into(), group.seats.into()];
            table = table.row(
                first
                    .into_iter()
                    .chain(numbers)
                    .collect::<Vec<StyledText>>(),
            );
        }
        let is_hidden = self.groups.iter().any(|group| group.cells.contains(&None));
        let hidden = is_hidden.then(|| {
            format!("hidden = fewer than {FEWEST} people, or a number from which fewer could be computed")
        });
        Page::new().table(table).lines(hidden).lines(too_many).gap()
    }
}
