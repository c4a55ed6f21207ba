//! Finds which column of a table is what, by its headings or by a map, and reads the cells of one row
//! with every error that they have.

use std::collections::{BTreeMap, BTreeSet};

use crate::act::intake::ImportMode;
use crate::act::proposal_state::tidy;
use crate::act::refusal::Refusal;
use crate::procedure::intake::RowOutcome;
use crate::record::canonical_toml::quoted;
use crate::record::column::{Column, ColumnMatch, ImportMap, name_parts};
use crate::record::table::{Row, TOP, Table, bare, folded, items};
use crate::value::clock::Instant;
use crate::value::command::HostingService;
use crate::value::id::{ParticipantId, WeightName};
use crate::value::sentence::all_of;
use crate::value::text::{hostile_in, named, shortened};
use crate::value::{account, did_you_mean};

/// Where the rows begin, and the place of each column in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// The place of each column, from 0.
    pub(super) columns: BTreeMap<Column, usize>,
    /// Further places of columns whose text is in several cells, in the order of their texts.
    joined: Vec<(Column, usize)>,
    /// The place among the table's rows of the first one below the headings.
    pub(super) first: usize,
    /// The headings of columns that are not read.
    pub(super) surplus: Vec<String>,
    headings: Vec<String>,
}

/// The headings that a row can be.
pub(super) struct Headings<'m> {
    pub(super) mapping: &'m ImportMap,
    pub(super) weights: &'m [WeightName],
}

/// What a row is, read as headings.
#[derive(Default)]
struct Read {
    columns: BTreeMap<Column, (usize, ColumnMatch)>,
    joined: Vec<(Column, usize)>,
    /// Columns with two possible headings, and both headings.
    doubted: Vec<(Column, usize, usize)>,
    /// Headings of the map that the table does not have.
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
            let known = Column::of_heading(cell, self.weights);
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
    fn suffices(&self, table: &Table, take: ImportMode) -> bool {
        let has = |test: fn(&Column) -> bool| self.columns.keys().any(test);
        let of_roster = |column: &Column| column.is_of_roster() && *column != Column::Participant;
        let has_roster = || has(of_roster) || is_list(table);
        has(Column::identifies)
            && (take == ImportMode::Roster
                || has(|column| *column == Column::Position)
                || (take == ImportMode::PositionsAndRoster && has_roster()))
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
        Ok(Self {
            surplus: surplus(table, at, &columns, &read.joined),
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

/// The headings of columns that are not empty and not read; the headings are in the row at `at`.
fn surplus(
    table: &Table,
    at: usize,
    columns: &BTreeMap<Column, usize>,
    joined: &[(Column, usize)],
) -> Vec<String> {
    let below = || table.rows.iter().skip(at);
    let wide = below().map(|row| row.cells.len()).max().unwrap_or(0);
    let joined = joined.iter().map(|(_, place)| place);
    let read: BTreeSet<&usize> = columns.values().chain(joined).collect();
    let heading = |place: usize| table.rows.get(at).map_or("", |row| row.cell(place));
    (0..wide)
        .filter(|place| !read.contains(place) && below().any(|row| !row.cell(*place).is_empty()))
        .map(|place| match heading(place) {
            "" => format!("column {} without a heading", place + 1),
            heading => format!("\"{}\"", shortened(heading, 40)),
        })
        .collect()
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

/// Why a row cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Refused, or a person must decide.
    pub(super) verdict: RowOutcome,
    pub(super) sentence: String,
    pub(super) hint: String,
}

/// The cells of a row.
pub(super) struct Cells<'t> {
    pub(super) row: &'t Row,
    pub(super) layout: &'t Layout,
    /// The offset of times that do not say it.
    pub(super) offset: Option<&'t str>,
    pub(super) faults: Vec<Fault>,
    /// Participants whose rows must be accepted too.
    pub(super) rests_on: BTreeSet<ParticipantId>,
}

impl Cells<'_> {
    /// Notes that the row is refused.
    pub(super) fn refuse(&mut self, sentence: impl Into<String>, hint: impl Into<String>) {
        self.note(RowOutcome::Refused, sentence.into(), hint.into());
    }

    /// Notes that a person must say what the row means.
    pub(super) fn ask(&mut self, sentence: impl Into<String>, hint: impl Into<String>) {
        self.note(RowOutcome::NeedsAPerson, sentence.into(), hint.into());
    }

    fn note(&mut self, verdict: RowOutcome, sentence: String, hint: String) {
        let fault = Fault {
            verdict,
            sentence,
            hint,
        };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// The text in a column, without the apostrophe that keeps a spreadsheet from computing it; `None`
    /// where the cell is empty or the table has no such column.
    pub(super) fn text(&mut self, column: &Column) -> Option<String> {
        let cell = self.whole(column)?;
        let hostile = hostile_in(&cell).next();
        if let Some((_, c, _)) = hostile {
            let called = self.layout.called(column);
            let sentence = format!("{} in the {called} is not allowed in a record", named(c));
            self.refuse(sentence, "remove the character");
            return None;
        }
        Some(cell).filter(|cell| !cell.is_empty())
    }

    /// The text in all cells of a column.
    fn whole(&self, column: &Column) -> Option<String> {
        let at = *self.layout.columns.get(column)?;
        let cell = |at: usize| bare(self.row.cell(at)).trim();
        let mut whole = cell(at).to_owned();
        for (_, at) in self.layout.joined.iter().filter(|(of, _)| of == column) {
            whole = format!("{whole} {}", cell(*at)).trim().to_owned();
        }
        Some(whole)
    }

    /// Whether a cell in a column is not empty.
    pub(super) fn has(&self, column: &Column) -> bool {
        self.whole(column).is_some_and(|text| !text.is_empty())
    }

    /// Prose, as records have it.
    pub(super) fn prose(&mut self, column: &Column) -> Option<String> {
        self.text(column).map(|text| tidy(&text))
    }

    /// Short words, on one line.
    pub(super) fn line(&mut self, column: &Column) -> Option<String> {
        let text = self.text(column)?;
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The items of a cell that can have several.
    pub(super) fn items(&mut self, column: &Column) -> Vec<String> {
        self.text(column).map_or(Vec::new(), |text| items(&text))
    }

    /// The value that `read` finds in the text; `expected` says what kind of value is needed.
    pub(super) fn parsed<T>(
        &mut self,
        column: &Column,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(column)?;
        let parsed = read(&text);
        if parsed.is_none() {
            let (called, shown) = (self.layout.called(column), shortened(&text, 60));
            let sentence = format!("\"{shown}\" in the {called} is not valid; expected {expected}");
            self.refuse(sentence, "");
        }
        parsed
    }

    /// A time. The map gives the offset of a time that does not say it.
    pub(super) fn instant(&mut self, column: &Column) -> Option<Instant> {
        let text = self.text(column)?;
        let fault = match Instant::parse(&text) {
            Ok(at) => return Some(at),
            Err(fault) => fault,
        };
        let local = self.offset.and_then(|offset| local(&text, offset));
        if local.is_none() {
            let called = self.layout.called(column);
            let shown = shortened(&text, 60);
            self.refuse(
                format!("the time \"{shown}\" in the {called} {fault}"),
                "write it like 2026-05-21T23:59Z, or like 2026-05-21 23:59 with offset = \"+09:00\" in the map",
            );
        }
        local
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, column: &Column) -> bool {
        let read = |text: &str| match text.to_lowercase().as_str() {
            "true" | "yes" | "1" | "x" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        };
        self.parsed(column, "true or false", read).unwrap_or(false)
    }
}

/// A local time as spreadsheets write it: `2026-05-21 23:59`, the seconds optional.
fn local(text: &str, offset: &str) -> Option<Instant> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let time = time.trim();
    // Spreadsheets leave out the zero before the hour.
    let zero = if time.find(':') == Some(1) { "0" } else { "" };
    Instant::parse(&format!("{date}T{zero}{time}{offset}")).ok()
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn local_times_have_the_offset_of_the_map() {
        let at = |text: &str| local(text, "+02:00").map(|at| at.to_string());
        let expected = Some("2026-05-21T07:05:00Z".to_owned());
        for text in ["2026-05-21 9:05", "2026-05-21 09:05:00", "2026-05-21T09:05"] {
            assert_eq!(at(text), expected, "{text}");
        }
        assert_eq!(at("21.5.2026 9:05"), None);
        assert_eq!(at("2026-05-21"), None);
    }
}
