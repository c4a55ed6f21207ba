//! The check codes: a list of all, and the page of one.

use serde::Serialize;

use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::report::manual;
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
            .line("To see what one of them means and what to do about it: plenary explain CODE")
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

    /// The page for people.
    pub fn page(&self) -> Page {
        manual::page(self.page)
    }
}

#[cfg(test)]
mod tests {
    use super::{CodePage, Codes};
    use crate::render::json::json;
    use crate::report::sample::on;
    use crate::value::code;

    #[test]
    fn every_code_is_listed_with_what_it_says() {
        let page = on(200, &Codes::all().page());
        for each in code::ALL {
            let mut lines = page.lines();
            let line = lines.find(|line| line.starts_with(each.id)).unwrap();
            assert!(
                line.contains(each.name) && line.ends_with(each.title),
                "{line}"
            );
        }
    }

    #[test]
    fn a_code_has_a_page_and_a_face_for_programs() {
        let code = code::find("unknown-key").unwrap();
        let report = CodePage::of(code);
        let page = on(60, &report.page());
        assert!(
            page.starts_with("S102 unknown-key\n\nError. A key"),
            "{page}"
        );
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(value["code"], "S102");
        assert_eq!(value["severity"], "error");
        assert_eq!(value["page"], code.page);
    }
}
