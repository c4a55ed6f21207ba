//! The check codes: a list of all, and the page of one.

use serde::Serialize;

use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::value::code::{self, Code, Severity};

/// All check codes.
#[derive(Debug, Clone, Serialize)]
pub struct Codes {
    format: u32,
    codes: Vec<CodeLine>,
}

/// A check code in a line.
#[derive(Debug, Clone, Serialize)]
struct CodeLine {
    code: &'static str,
    name: &'static str,
    severity: Severity,
    title: &'static str,
}

/// One check code with its page.
#[derive(Debug, Clone, Serialize)]
pub struct CodePage {
    format: u32,
    #[serde(flatten)]
    line: CodeLine,
    page: &'static str,
}

impl CodeLine {
    fn of(code: &'static Code) -> Self {
        Self {
            code: code.id,
            name: code.name,
            severity: code.severity,
            title: code.title,
        }
    }

    fn severity(&self) -> Text {
        match self.severity {
            Severity::Error => Ink::Bad.on("error"),
            Severity::Warning => Ink::Attention.on("warning"),
        }
    }
}

impl Codes {
    /// All codes of this program, by family and number.
    pub fn all() -> Self {
        Self {
            format: 1,
            codes: code::ALL.iter().copied().map(CodeLine::of).collect(),
        }
    }

    /// The list for people.
    pub fn page(&self) -> Page {
        let columns = [
            Column::new("code").keep(Keep::Always),
            Column::new("name").keep(Keep::High),
            Column::new("severity"),
            Column::sentence("what it says").keep(Keep::High),
        ];
        let table = self.codes.iter().fold(Table::new(columns), |table, each| {
            let row: [Text; 4] = [
                each.code.into(),
                each.name.into(),
                each.severity(),
                each.title.into(),
            ];
            table.row(row)
        });
        Page::new()
            .table(table)
            .gap()
            .line("plenary explain CODE shows what one of them means and what to do about it.")
    }
}

impl CodePage {
    /// The page of a code.
    pub fn of(code: &'static Code) -> Self {
        Self {
            format: 1,
            line: CodeLine::of(code),
            page: code.page,
        }
    }

    /// The page for people: its Markdown, as it is written.
    pub fn page(&self) -> Page {
        let CodeLine { code, name, .. } = &self.line;
        let page = Page::new()
            .title_aside(format!("{code} {name}"), self.line.severity())
            .line(self.line.title)
            .gap();
        page.verbatim("", self.page)
    }
}
