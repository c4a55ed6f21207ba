//! The check codes: a list of all, and the page of one.
//!
//! The kinds of records, of which each has a schema.
//!
//! A page of the manual, which is written in Markdown, as a page for a terminal. It reads as much
//! of Markdown as the manual of codes uses: headings, paragraphs, fences and tables.

use serde::Serialize;

use crate::record::kind::{self, Kind};
use crate::render::finding;
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::page::Page;
use crate::value::code::{self, CheckCode};

/// All check codes.
#[derive(Debug, Clone, Serialize)]
pub struct Codes {
    format: u32,
    codes: &'static [&'static CheckCode],
}

/// One check code with its page.
#[derive(Debug, Clone, Serialize)]
pub struct CodePage {
    format: u32,
    #[serde(flatten)]
    code: &'static CheckCode,
    page: &'static str,
}

impl Codes {
    /// All codes of this program, by family and number.
    pub fn all() -> Self {
        Self {
            format: 1,
            codes: code::ALL,
        }
    }

    /// The list for people.
    pub fn page(&self) -> Page {
        let table = Table::of(self.codes)
            .words("code", DropPriority::Always, |code| code.id)
            .words("name", DropPriority::High, |code| code.name)
            .words("severity", DropPriority::Normal, |code| {
                finding::severity(code.severity)
            })
            .sentences("what it says", DropPriority::High, |code| code.title);
        Page::new()
            .table(table)
            .gap()
            .line("To see what one of them means and what to do about it: plenary explain CODE")
    }
}

impl CodePage {
    /// The page of a code.
    pub fn of(code: &'static CheckCode) -> Self {
        Self {
            format: 1,
            code,
            page: code.page,
        }
    }

    /// The page for people.
    pub fn page(&self) -> Page {
        manual(self.page)
    }
}

/// The kinds of records.
#[derive(Debug, Clone, Serialize)]
pub struct Schemas {
    format: u32,
    records: &'static [Kind],
}

impl Schemas {
    /// All kinds of records.
    pub fn all() -> Self {
        Self {
            format: 1,
            records: kind::ALL,
        }
    }

    /// The screen.
    pub fn page(&self) -> Page {
        let table = Table::of(self.records)
            .words("record", DropPriority::Always, |kind| kind.name)
            .words("files", DropPriority::High, |kind| kind.files);
        Page::new()
            .table(table)
            .gap()
            .line("To print the schema of one: plenary schema participant")
    }
}

/// The page that `markdown` says.
fn manual(markdown: &str) -> Page {
    let mut page = Page::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        page = match looks(line) {
            Looks::Blank => page.gap(),
            Looks::Heading => page.title(line.trim_start_matches('#').trim()),
            Looks::Fence => {
                let inside = lines
                    .by_ref()
                    .take_while(|line| looks(line) != Looks::Fence);
                page.verbatim("", joined(inside, "\n"))
            }
            like => {
                let mut block = vec![line];
                while let Some(more) = lines.next_if(|line| looks(line) == like) {
                    block.push(more);
                }
                match like {
                    Looks::Table => page.table(table(&block)),
                    _ => page.line(plain(&joined(block.into_iter(), " "))),
                }
            }
        };
    }
    page
}

#[derive(PartialEq, Eq)]
enum Looks {
    Blank,
    Heading,
    Fence,
    Table,
    Words,
}

fn looks(line: &str) -> Looks {
    match line.trim() {
        "" => Looks::Blank,
        line if line.starts_with("```") => Looks::Fence,
        line if line.starts_with("# ") => Looks::Heading,
        line if line.starts_with('|') => Looks::Table,
        _ => Looks::Words,
    }
}

fn joined<'l>(lines: impl Iterator<Item = &'l str>, by: &str) -> String {
    lines.collect::<Vec<_>>().join(by)
}

/// Without the stars of strong words.
fn plain(words: &str) -> String {
    words.replace("**", "")
}

fn table(lines: &[&str]) -> Table {
    let cells = |line: &str| -> Vec<String> {
        let inside = line.trim().trim_matches('|');
        inside.split('|').map(|cell| plain(cell.trim())).collect()
    };
    let rule = |line: &&&str| !line.trim_matches(['|', '-', ' ', ':']).is_empty();
    let mut rows = lines.iter().filter(rule).map(|line| cells(line));
    let columns = rows.next().unwrap_or_default();
    let table = Table::new(columns.into_iter().map(Column::sentence));
    rows.fold(table, Table::row)
}

#[cfg(test)]
mod tests {
    use super::{CodePage, Codes, manual};
    use crate::render::json;
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

    #[test]
    fn headings_paragraphs_fences_and_tables() {
        let text = "# S1 name\n\n**Error.** Two\nlines.\n\n```toml\na = 1\n# b\n```\n\n| key | means |\n|---|---|\n| `a` | one |\n";
        assert_eq!(
            on(40, &manual(text)),
            "S1 name\n\nError. Two lines.\n\n    a = 1\n    # b\n\nkey  means\n`a`  one\n"
        );
    }

    #[test]
    fn every_page_of_a_code_is_shown_whole() {
        for each in code::ALL {
            let shown = on(100, &manual(each.page));
            let words = |text: &str| -> Vec<String> {
                let text = text.replace(['|', '*', '#'], " ");
                let word = |word: &str| !word.starts_with("```") && !word.starts_with("---");
                let words = text.split_whitespace().filter(|each| word(each));
                words.map(str::to_owned).collect()
            };
            assert!(!each.page.is_empty());
            for word in words(each.page) {
                let head: String = word.chars().take(20).collect();
                assert!(shown.contains(&head), "{}: {word}\n{shown}", each.id);
            }
        }
    }
}
