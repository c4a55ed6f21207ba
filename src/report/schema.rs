//! The kinds of records, of which each has a schema.

use serde::Serialize;

use crate::record::kind::{ALL, Kind};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::Text;
use crate::render::page::Page;

/// The kinds of records.
#[derive(Debug, Clone, Serialize)]
pub struct Schemas {
    format: u32,
    records: Vec<Line>,
}

#[derive(Debug, Clone, Serialize)]
struct Line {
    record: &'static str,
    files: &'static str,
}

impl Schemas {
    /// All kinds.
    pub fn all() -> Self {
        let line = |kind: &Kind| Line {
            record: kind.name,
            files: kind.files,
        };
        Self {
            format: 1,
            records: ALL.iter().map(line).collect(),
        }
    }

    /// The list for people.
    pub fn page(&self) -> Page {
        let columns = [
            Column::new("record").keep(Keep::Always),
            Column::new("files").keep(Keep::High),
        ];
        let row =
            |table: Table, line: &Line| table.row([Text::from(line.record), line.files.into()]);
        Page::new()
            .table(self.records.iter().fold(Table::new(columns), row))
            .gap()
            .line("To print the schema of one: plenary schema participant")
    }
}
