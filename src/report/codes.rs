//! Shows the check codes: a list of all, and the page of one. Lists the kinds of records that have a
//! schema.
//!
//! The page of a code is written in Markdown. It is read here as far as these pages use Markdown:
//! headings, paragraphs, numbered steps, fences and links.

use serde::Serialize;

use crate::record::kind::{self, Kind};
use crate::render::finding;
use crate::render::grid::{DropPriority, Table};
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
    /// All codes of this program, by letter and number.
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
            .sentences("what happened", DropPriority::High, |code| code.title);
        Page::new().table(table).gap().verbatim(
            "To read what a code means and how to fix it",
            "plenary explain CODE",
        )
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
            .verbatim("To print the schema of one", "plenary schema participant")
    }
}

/// The page that `markdown` says.
fn manual(markdown: &str) -> Page {
    let mut page = Page::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        let mut block = || {
            let mut block = vec![line.trim()];
            while let Some(more) = lines.next_if(|line| looks(line) == Looks::Words) {
                block.push(more.trim());
            }
            plain(&block.join(" "))
        };
        page = match looks(line) {
            Looks::Blank => page.gap(),
            Looks::Title => page.title(line.trim_start_matches('#').trim()),
            Looks::Heading => page.heading(line.trim_start_matches('#').trim()),
            Looks::Fence => {
                let inside = lines
                    .by_ref()
                    .take_while(|line| looks(line) != Looks::Fence);
                page.verbatim("", inside.collect::<Vec<_>>().join("\n"))
            }
            Looks::Step => step(page, &block()),
            Looks::Words => page.line(block()),
        };
    }
    page
}

/// A numbered step. A command at its end has a line of its own, so that it can be copied.
fn step(page: Page, text: &str) -> Page {
    let command = text
        .strip_suffix('`')
        .and_then(|text| text.rsplit_once(": `"));
    match command {
        Some((what, command)) => page.line(format!("{what}:")).verbatim("", command),
        None => page.line(text),
    }
}

#[derive(PartialEq, Eq)]
enum Looks {
    Blank,
    Title,
    Heading,
    Fence,
    Step,
    Words,
}

fn looks(line: &str) -> Looks {
    let line = line.trim();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match line {
        "" => Looks::Blank,
        _ if line.starts_with("```") => Looks::Fence,
        _ if line.starts_with("# ") => Looks::Title,
        _ if line.starts_with("## ") => Looks::Heading,
        _ if number.len() < line.len() && number.starts_with(". ") => Looks::Step,
        _ => Looks::Words,
    }
}

/// Without the stars of strong words, and with each link as words: a code by itself, and any other
/// page of the documentation with its path.
fn plain(words: &str) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some((before, label, target, after)) = link(rest) {
        out.push_str(before);
        out.push_str(label);
        if code::find(label).is_none() {
            out.push_str(&format!(" ({})", from_the_top(target)));
        }
        rest = after;
    }
    out.push_str(rest);
    out.replace("**", "")
}

/// What is before the first link, its label, its target, and what is after it.
fn link(words: &str) -> Option<(&str, &str, &str, &str)> {
    let (label, rest) = words.split_once("](")?;
    let (before, label) = label.rsplit_once('[')?;
    let (target, after) = rest.split_once(')')?;
    Some((before, label, target, after))
}

/// A path that is written as seen from the folder of these pages, as seen from the top.
fn from_the_top(target: &str) -> String {
    match target.strip_prefix("../../../") {
        Some(path) => path.to_owned(),
        None => match target.strip_prefix("../../") {
            Some(path) => format!("docs/{path}"),
            None => format!("docs/reference/{}", target.trim_start_matches("../")),
        },
    }
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
        let page = on(100, &report.page());
        assert!(page.starts_with("S102 unknown-key: "), "{page}");
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(value["code"], "S102");
        assert_eq!(value["severity"], "error");
        assert_eq!(value["former-name"], serde_json::Value::Null);
        assert_eq!(value["page"], code.page);
    }

    #[test]
    fn headings_paragraphs_fences_steps_and_links() {
        let text = "# S1 name: what\n\n**Severity:** error. Two\nlines.\n\n## Example\n\n```toml\na = 1\n# b\n```\n\n1. Do this: `plenary fix`\n2. See [S101](S101.md) and\n   [Audit](../../how-to/audit.md).\n";
        assert_eq!(
            on(70, &manual(text)),
            "S1 name: what\n\nSeverity: error. Two lines.\n\nExample\n\n    a = 1\n    # b\n\n1. Do this:\n    plenary fix\n2. See S101 and Audit (docs/how-to/audit.md).\n"
        );
    }

    #[test]
    fn every_page_of_a_code_is_shown_whole() {
        for each in code::ALL {
            let shown = on(100, &manual(each.page));
            let text = each.page.replace(['*', '#', '[', ']', '(', ')', '`'], " ");
            let shown = shown.replace(['*', '#', '[', ']', '(', ')', '`'], " ");
            for word in text.split_whitespace() {
                let language = ["toml", "text", "yaml", "sh"].contains(&word);
                let head: String = word.trim_start_matches("../").chars().take(20).collect();
                assert!(
                    language || word.contains(".md") || shown.contains(&head),
                    "{}: {word}\n{shown}",
                    each.id
                );
            }
        }
    }
}
