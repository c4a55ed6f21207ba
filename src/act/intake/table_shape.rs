//! Reads tables of other shapes than one row with one answer for each participant: turned ones, and those with a
//! column for each position. Asks what nobody should guess about a row.

use crate::act::intake::ImportMode;
use crate::act::intake::cell_text::{Cells, yes_or_no};
use crate::act::intake::headings::Headings;
use crate::record::answer_words::WordMeaning;
use crate::record::canonical_toml::quoted;
use crate::record::column::Column;
use crate::record::table::{TOP, Table};
use crate::value::sentence::all_of;
use crate::value::text::shortened;

impl Headings<'_> {
    /// Whether a heading is one position of several, each with a column for marks.
    pub(super) fn is_option(&self, heading: &str) -> bool {
        let words = self.words.as_ref().filter(|_| !heading.is_empty());
        words.is_some_and(|words| {
            let meaning = words.meaning(heading);
            matches!(meaning, WordMeaning::Position(_)) || self.mapping.position(heading).is_some()
        })
    }

    /// The table with its columns as rows, where the map or its headings say that it is turned.
    pub(super) fn upright(&self, table: Table) -> Table {
        let is_clear = |table: &Table| {
            let mut top = table.rows.iter().take(TOP).map(|row| self.read(row));
            top.any(|read| read.suffices(table, ImportMode::Positions))
        };
        let asked = self.mapping.turned || (table.rows.len() <= TOP && !is_clear(&table));
        let mut turned = asked.then(|| table.turned()).flatten();
        if let Some(row) = turned.as_mut().and_then(|turned| turned.rows.first_mut())
            && self.mapping.turned
            && !self.read(row).columns.keys().any(Column::identifies)
            && let Some(corner) = row.cells.first_mut()
        {
            "participant".clone_into(corner);
        }
        let turned = turned.filter(|turned| self.mapping.turned || is_clear(turned));
        turned.unwrap_or(table)
    }
}

impl Cells<'_> {
    /// The word for a position: that in its column, or the heading of the one column with a mark.
    pub(super) fn answer(&mut self) -> Option<String> {
        let mut marked = Vec::new();
        for at in &self.layout.options {
            let heading = self.layout.headings.get(*at).map_or("", String::as_str);
            let cell = shortened(self.row.cell(*at), 60);
            match yes_or_no(&cell) {
                Some(true) => marked.push(heading),
                None if !cell.is_empty() => self.ask(
                    format!("\"{cell}\" in the column \"{heading}\" is not a mark"),
                    "mark one position with x, TRUE or 1",
                ),
                _ => {}
            }
        }
        if marked.len() > 1 {
            let several = all_of(marked.iter().copied());
            self.ask(
                format!("the row marks several positions: {several}"),
                "mark one",
            );
            return None;
        }
        let marked = marked.first().map(|heading| (*heading).to_owned());
        marked.or_else(|| self.text(&Column::Position))
    }

    /// Asks what cannot be read: words in an encoding that is a guess, or columns that often say who counts.
    /// Returns whether the row can be read at all.
    pub(super) fn ask_what_it_is(&mut self, table: &Table) -> bool {
        let mut cells = self.row.cells.iter().filter(|cell| !cell.is_ascii());
        if let Some(cell) = cells.next().filter(|_| table.is_doubtful(self.row)) {
            let (name, shown) = (table.encoding.name(), shortened(cell, 60));
            self.faults.clear();
            self.ask(
                format!("the table is not UTF-8; if it is {name}, the row has \"{shown}\""),
                format!("if that is right, write in the map: encoding = \"{name}\""),
            );
            return false;
        }
        let (row, layout) = (self.row, self.layout);
        let said = |place: &&usize| !row.cell(**place).is_empty();
        for place in layout.questions.iter().filter(said) {
            let heading = layout.headings.get(*place).map_or("", String::as_str);
            let (shown, quoted) = (shortened(row.cell(*place), 60), quoted(heading));
            self.ask(
                format!("the column \"{heading}\" has \"{shown}\", and is not read"),
                format!(
                    "say in the map what it is, such as: [columns] standing = {quoted}, or that it does not \
                     matter: ignore = [{quoted}]"
                ),
            );
        }
        true
    }
}
