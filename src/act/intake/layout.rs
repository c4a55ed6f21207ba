//! Which column of a table is what: found by its headings, and by a map where they do not say it.

use std::collections::BTreeMap;

use crate::act::intake::Take;
use crate::act::refusal::Refusal;
use crate::record::column::{Column, Fit, Mapping};
use crate::record::sheet::quoted;
use crate::record::table::{Row, TOP, Table, folded};
use crate::value::id::WeightName;
use crate::value::suggest;
use crate::value::text::shortened;

/// Where the rows begin, and where each column stands in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// The place of each column, from 0.
    pub(super) columns: BTreeMap<Column, usize>,
    /// The place among the table's rows of the first one below the headings.
    pub(super) first: usize,
    /// The headings of columns that are not read.
    pub(super) surplus: Vec<String>,
    headings: Vec<String>,
}

/// The headings that a row may be.
pub(super) struct Headings<'m> {
    pub(super) mapping: &'m Mapping,
    pub(super) weights: &'m [WeightName],
}

/// What a row is, read as headings.
#[derive(Default)]
struct Read {
    columns: BTreeMap<Column, (usize, Fit)>,
    /// Columns for which two headings stand, with both.
    doubted: Vec<(Column, usize, usize)>,
    /// Headings of the map that are not there.
    missing: Vec<(Column, String)>,
}

impl Headings<'_> {
    /// How many cells of a row are headings.
    pub(super) fn in_row(&self, row: &Row) -> usize {
        self.read(row).columns.len()
    }

    fn read(&self, row: &Row) -> Read {
        let mut read = Read::default();
        let cells: Vec<String> = row.cells.iter().map(|cell| folded(cell)).collect();
        let mut mapped = Vec::new();
        for (column, heading) in &self.mapping.columns {
            let wanted = folded(heading);
            let mut found = cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| **cell == wanted);
            match (found.next(), found.next()) {
                (None, _) => read.missing.push((column.clone(), heading.clone())),
                (Some((at, _)), again) => {
                    mapped.push(at);
                    read.columns.insert(column.clone(), (at, Fit::Own));
                    let twice = again.map(|(again, _)| (column.clone(), at, again));
                    read.doubted.extend(twice);
                }
            }
        }
        for (at, cell) in cells.iter().enumerate() {
            let known = Column::of_heading(cell, self.weights);
            let known = known.filter(|(column, _)| {
                !mapped.contains(&at) && self.mapping.heading(column).is_none()
            });
            if let Some((column, fit)) = known {
                read.note(column, at, fit);
            }
        }
        read
    }
}

impl Read {
    /// A column's own heading goes before other words for it.
    fn note(&mut self, column: Column, at: usize, fit: Fit) {
        match self.columns.get(&column) {
            Some((_, before)) if *before < fit => {}
            Some((other, before)) if *before == fit => {
                self.doubted.push((column, *other, at));
            }
            _ => {
                self.doubted.retain(|(doubted, ..)| *doubted != column);
                self.columns.insert(column, (at, fit));
            }
        }
    }

    /// Whether a table can be read by these headings: who, and what of them.
    fn suffices(&self, take: Take) -> bool {
        let has = |test: fn(&Column) -> bool| self.columns.keys().any(test);
        let of_roster = |column: &Column| column.is_of_roster() && *column != Column::Participant;
        has(Column::identifies)
            && (has(|column| *column == Column::Position)
                || (take == Take::PositionsAndRoster && has(of_roster)))
    }
}

impl Layout {
    /// Finds the headings among the first rows of a table: the row with most of them.
    pub(super) fn of(table: &Table, headings: &Headings<'_>, take: Take) -> Result<Self, Refusal> {
        let top = table.rows.iter().take(TOP).enumerate();
        let best = top
            .map(|(at, row)| (at, row, headings.read(row)))
            .max_by_key(|(at, _, read)| (read.columns.len(), std::cmp::Reverse(*at)));
        let Some((at, row, read)) = best else {
            return Err(Refusal::usage("the table has nothing in it", ""));
        };
        if let Some((column, wanted)) = read.missing.first() {
            return Err(missing(row, column, wanted));
        }
        if !read.suffices(take) {
            return Err(insufficient(row, take));
        }
        if let Some((column, one, other)) = read.doubted.first() {
            return Err(doubted(row, column, [*one, *other]));
        }
        let columns = read.columns.into_iter();
        let columns: BTreeMap<Column, usize> = columns
            .filter(|(column, _)| is_read(column, take))
            .map(|(column, (at, _))| (column, at))
            .collect();
        Ok(Self {
            surplus: surplus(table, at, &columns),
            columns,
            first: at + 1,
            headings: row.cells.iter().map(|cell| shortened(cell, 40)).collect(),
        })
    }

    /// A column as its table calls it.
    pub(super) fn called(&self, column: &Column) -> String {
        let at = self.columns.get(column);
        let heading = at.and_then(|at| self.headings.get(*at));
        match heading {
            Some(heading) => format!("column \"{heading}\""),
            None => format!("column \"{column}\""),
        }
    }
}

fn is_read(column: &Column, take: Take) -> bool {
    match column {
        Column::RelayedBy => false,
        column if column.is_of_roster() => take == Take::PositionsAndRoster || column.identifies(),
        _ => true,
    }
}

/// The headings of columns that have something in them and are not read; the headings stand in
/// the row at `at`.
fn surplus(table: &Table, at: usize, columns: &BTreeMap<Column, usize>) -> Vec<String> {
    let below = || table.rows.iter().skip(at);
    let wide = below().map(|row| row.cells.len()).max().unwrap_or(0);
    let is_read = |place: &usize| columns.values().any(|read| read == place);
    let heading = |place: usize| table.rows.get(at).map_or("", |row| row.cell(place));
    (0..wide)
        .filter(|place| !is_read(place) && below().any(|row| !row.cell(*place).is_empty()))
        .map(|place| match heading(place) {
            "" => format!("column {} without a heading", place + 1),
            heading => format!("\"{}\"", shortened(heading, 40)),
        })
        .collect()
}

fn doubted(row: &Row, column: &Column, [one, other]: [usize; 2]) -> Refusal {
    let heading = |at: usize| shortened(row.cell(at), 40);
    let sentence = format!(
        "the columns {} \"{}\" and {} \"{}\" may both be the {column}",
        one + 1,
        heading(one),
        other + 1,
        heading(other)
    );
    let hint = format!(
        "--map MAP.toml with [columns] {column} = {}; rename one of them where both are called so",
        quoted(row.cell(one))
    );
    Refusal::usage(sentence, hint)
}

fn missing(row: &Row, column: &Column, wanted: &str) -> Refusal {
    let headings: Vec<String> = row.cells.iter().map(|cell| shortened(cell, 40)).collect();
    let names = || {
        headings
            .iter()
            .map(String::as_str)
            .filter(|name| !name.is_empty())
    };
    let hint = match suggest::nearest(wanted, names()) {
        Some(meant) => format!("in the map: {column} = {}", quoted(meant)),
        None => format!(
            "row {} has {}",
            row.number,
            suggest::listed(names().take(20))
        ),
    };
    let shown = shortened(wanted, 40);
    Refusal::usage(
        format!(
            "the map says that the {column} is under \"{shown}\", and the table has no such heading"
        ),
        hint,
    )
}

fn insufficient(row: &Row, take: Take) -> Refusal {
    let headings: Vec<String> = row.cells.iter().map(|cell| shortened(cell, 40)).collect();
    let names = headings
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty());
    let what = match take {
        Take::Positions => "a participant and a position",
        Take::PositionsAndRoster => "a participant, and a position or a group",
    };
    Refusal::usage(
        format!("none of the first {TOP} rows has headings for {what}"),
        format!(
            "--map MAP.toml with [columns] participant = \"…\" and position = \"…\"; row {} has {}",
            row.number,
            suggest::listed(names.take(20))
        ),
    )
}
