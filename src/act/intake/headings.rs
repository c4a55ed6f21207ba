//! Finds which column of a table is what, by its headings or by a map.

use std::collections::{BTreeMap, BTreeSet};

use crate::act::intake::ImportMode;
use crate::act::refusal::Refusal;
use crate::record::answer_words::AnswerWords;
use crate::record::canonical_toml::quoted;
use crate::record::column::{ChartersOwn, Column, ColumnMatch, is_question, name_parts};
use crate::record::import_map::ImportMap;
use crate::record::table::{Row, TOP, Table, folded};
use crate::value::command::HostingService;
use crate::value::sentence::all_of;
use crate::value::text::shortened;
use crate::value::{account, did_you_mean};

/// Where the rows begin, and the place of each column in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// The place of each column, from 0.
    pub(super) columns: BTreeMap<Column, usize>,
    /// Further places of columns whose text is in several cells, in the order of their texts.
    pub(super) joined: Vec<(Column, usize)>,
    /// The place among the table's rows of the first one below the headings.
    pub(super) first: usize,
    /// The headings of columns that are not read.
    pub(super) surplus: Vec<String>,
    /// Those of them that often say who counts, by place.
    pub(super) questions: Vec<usize>,
    /// Columns for marks, with a position as heading.
    pub(super) options: Vec<usize>,
    pub(super) headings: Vec<String>,
}

/// In so many columns from the left positions are searched as headings.
const MOST_OPTIONS: usize = 1000;

/// The headings that a row can be.
pub(super) struct Headings<'m> {
    pub(super) mapping: &'m ImportMap,
    /// The columns that the charter adds.
    pub(super) added: ChartersOwn<'m>,
    /// The id and the title of the proposal, folded: the heading of its column in a table of several.
    pub(super) proposal: Vec<String>,
    /// The words for positions, which can be headings.
    pub(super) words: Option<AnswerWords<'m>>,
}

/// What a row is, read as headings.
#[derive(Default)]
pub(super) struct Read {
    pub(super) columns: BTreeMap<Column, (usize, ColumnMatch)>,
    joined: Vec<(Column, usize)>,
    /// Columns with two possible headings, and both headings.
    doubted: Vec<(Column, usize, usize)>,
    /// Headings of the map that the table does not have.
    missing: Vec<(Column, String)>,
    /// Columns for marks, with a position as heading.
    pub(super) options: Vec<usize>,
}

impl Headings<'_> {
    /// How many cells of a row are headings.
    pub(super) fn in_row(&self, row: &Row) -> usize {
        self.read(row).columns.len()
    }

    pub(super) fn read(&self, row: &Row) -> Read {
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
                    match read.columns.contains_key(column) {
                        true => read.joined.push((column.clone(), at)),
                        false => {
                            read.columns.insert(column.clone(), (at, ColumnMatch::Own));
                        }
                    }
                    let twice = again.map(|(again, _)| (column.clone(), at, again));
                    read.doubted.extend(twice);
                }
            }
        }
        for (at, cell) in cells.iter().enumerate() {
            let own = self.proposal.contains(cell);
            let own = own.then_some((Column::Position, ColumnMatch::Proposal));
            let known = Column::of_heading(cell, &self.added).or(own);
            let known = known.filter(|(column, _)| {
                !mapped.contains(&at) && self.mapping.heading(column).is_none()
            });
            if let Some((column, fit)) = known {
                read.note(column, at, fit);
            }
        }
        if self.mapping.heading(&Column::Name).is_none() {
            read.note_name_parts(&cells);
        }
        if !read.columns.contains_key(&Column::Position) {
            read.options = (0..row.cells.len().min(MOST_OPTIONS))
                .filter(|at| self.is_option(row.cell(*at)))
                .collect();
            // One alone can be anything: a column "No" has the numbers of rows.
            let is_alone = read.options.len() == 1;
            read.options.retain(|_| !is_alone);
        }
        read
    }
}

impl Read {
    /// The name in two columns, where no other column has the whole of it.
    fn note_name_parts(&mut self, cells: &[String]) {
        let Some([given, surname]) = name_parts(cells) else {
            return;
        };
        let whole = self.columns.get(&Column::Name).map(|(at, _)| *at);
        if whole.is_none_or(|at| at == surname) {
            let fit = (given, ColumnMatch::Other);
            self.columns.insert(Column::Name, fit);
            self.joined.push((Column::Name, surname));
        }
    }

    /// A column's own heading has priority over other words for it.
    fn note(&mut self, column: Column, at: usize, fit: ColumnMatch) {
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

    /// Whether a table can be read by these headings: they must say who, and what they answered.
    /// A list of names alone says enough for the participant list.
    pub(super) fn suffices(&self, table: &Table, take: ImportMode) -> bool {
        let has = |test: fn(&Column) -> bool| self.columns.keys().any(test);
        let of_roster = |column: &Column| column.is_of_roster() && *column != Column::Participant;
        let answers = has(|column| *column == Column::Position) || !self.options.is_empty();
        has(Column::identifies)
            && match take {
                ImportMode::Positions => answers,
                ImportMode::PositionsAndRoster => answers || has(of_roster) || is_list(table),
                ImportMode::Roster => true,
            }
    }
}

impl Layout {
    /// Finds the headings among the first rows of a table: the row with most of them.
    pub(super) fn of(
        table: &Table,
        headings: &Headings<'_>,
        take: ImportMode,
    ) -> Result<Self, Refusal> {
        let top = table.rows.iter().take(TOP).enumerate();
        let best = top
            .map(|(at, row)| (at, row, headings.read(row)))
            .max_by_key(|(at, _, read)| (read.columns.len(), std::cmp::Reverse(*at)));
        let Some((at, row, read)) = best else {
            return Err(Refusal::usage("the table is empty", ""));
        };
        if let Some((column, wanted)) = read.missing.first() {
            return Err(missing(row, column, wanted));
        }
        if !read.suffices(table, take) {
            let list = Self::of_list(table).filter(|_| take == ImportMode::Roster);
            return list.ok_or_else(|| insufficient(row, take));
        }
        if let Some((column, one, other)) = read.doubted.first() {
            return Err(doubted(row, column, [*one, *other]));
        }
        let columns = read.columns.into_iter();
        let columns: BTreeMap<Column, usize> = columns
            .filter(|(column, _)| is_read(column, take))
            .map(|(column, (at, _))| (column, at))
            .collect();
        let is_ignored =
            |place: &usize| headings.mapping.ignore.contains(&folded(row.cell(*place)));
        let mut unread = unread(table, at, &columns, &read.joined);
        unread.retain(|place| !is_ignored(place) && !read.options.contains(place));
        let (questions, surplus): (Vec<usize>, Vec<usize>) = unread
            .into_iter()
            .partition(|place| is_question(row.cell(*place)));
        Ok(Self {
            surplus: surplus
                .into_iter()
                .map(|place| heading(row, place))
                .collect(),
            questions,
            options: read.options,
            columns,
            joined: read.joined,
            first: at + 1,
            headings: words(row),
        })
    }

    /// The layout of a list of ids, logins or accounts without headings.
    fn of_list(table: &Table) -> Option<Self> {
        let mut ids = table.rows.iter().map(|row| account::of_page(row.first()));
        let is_id = |id: String| account::read(&id, Some(HostingService::Github)).is_ok();
        (is_list(table) && ids.all(is_id)).then(|| Self {
            columns: BTreeMap::from([(Column::Participant, 0)]),
            joined: Vec::new(),
            first: 0,
            surplus: Vec::new(),
            questions: Vec::new(),
            options: Vec::new(),
            headings: Vec::new(),
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

/// Whether a table has only one column.
fn is_list(table: &Table) -> bool {
    let mut others = table.rows.iter().flat_map(|row| row.cells.iter().skip(1));
    others.all(|cell| cell.trim().is_empty())
}

fn words(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| shortened(cell, 40)).collect()
}

fn is_read(column: &Column, take: ImportMode) -> bool {
    match column {
        Column::RelayedBy => false,
        column if column.is_of_roster() => take != ImportMode::Positions || column.identifies(),
        _ => take != ImportMode::Roster,
    }
}

/// The places of columns that are not empty and not read; the headings are in the row at `at`.
fn unread(
    table: &Table,
    at: usize,
    columns: &BTreeMap<Column, usize>,
    joined: &[(Column, usize)],
) -> Vec<usize> {
    let below = || table.rows.iter().skip(at);
    let wide = below().map(|row| row.cells.len()).max().unwrap_or(0);
    let joined = joined.iter().map(|(_, place)| place);
    let read: BTreeSet<&usize> = columns.values().chain(joined).collect();
    (0..wide)
        .filter(|place| !read.contains(place) && below().any(|row| !row.cell(*place).is_empty()))
        .collect()
}

fn heading(row: &Row, place: usize) -> String {
    match row.cell(place) {
        "" => format!("column {} without a heading", place + 1),
        heading => format!("\"{}\"", shortened(heading, 40)),
    }
}

fn doubted(row: &Row, column: &Column, [one, other]: [usize; 2]) -> Refusal {
    let heading = |at: usize| shortened(row.cell(at), 40);
    let sentence = format!(
        "two columns can be the {column}: column {} \"{}\" and column {} \"{}\"",
        one + 1,
        heading(one),
        other + 1,
        heading(other)
    );
    let hint = format!(
        "rename one of them, or say which one is right in a map (--map MAP.toml): [columns] \
         {column} = {}",
        quoted(row.cell(one))
    );
    Refusal::usage(sentence, hint)
}

fn missing(row: &Row, column: &Column, wanted: &str) -> Refusal {
    let headings = words(row);
    let names = || {
        headings
            .iter()
            .map(String::as_str)
            .filter(|name| !name.is_empty())
    };
    let hint = match did_you_mean::nearest(wanted, names()) {
        Some(meant) => format!("write in the map: {column} = {}", quoted(meant)),
        None => format!(
            "the headings in row {} are {}",
            row.number,
            all_of(names().take(20))
        ),
    };
    let shown = shortened(wanted, 40);
    Refusal::usage(
        format!("the table has no heading \"{shown}\", which the map names for the {column}"),
        hint,
    )
}

fn insufficient(row: &Row, take: ImportMode) -> Refusal {
    let headings = words(row);
    let names = headings
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty());
    let what = match take {
        ImportMode::Positions => "participant and position",
        ImportMode::PositionsAndRoster => "participant, and for position or group",
        ImportMode::Roster => "a participant",
    };
    Refusal::usage(
        format!("no row of the first {TOP} has headings for {what}"),
        format!(
            "say which columns they are in a map (--map MAP.toml): [columns] participant = \"…\", \
             position = \"…\". Row {} has {}",
            row.number,
            all_of(names.take(20))
        ),
    )
}
