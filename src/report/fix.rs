//! What was mended, each change shown, and what is left for a person.

use serde::Serialize;

use crate::register::snapshot::{Difference, Side};
use crate::render::finding;
use crate::render::page::Page;
use crate::value::finding::Finding;

/// Whether files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// They are.
    Written,
    /// Only shown.
    Shown,
}

/// A file that was mended.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MendedFile {
    /// The path that it had.
    pub path: String,
    /// The path that it has now.
    pub now: String,
    /// What was wrong.
    pub done: Vec<String>,
    /// What changed in it.
    #[serde(skip)]
    pub difference: Difference,
}

/// What came of mending.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Mending<'f> {
    written: bool,
    mended: Vec<MendedFile>,
    #[serde(flatten)]
    left: finding::FindingsJson<'f>,
    #[serde(skip)]
    findings: &'f [Finding],
}

impl<'f> Mending<'f> {
    /// The files that were mended, and the findings that are left in those that were looked at.
    pub fn of(doing: Doing, mended: Vec<MendedFile>, findings: &'f [Finding]) -> Self {
        Self {
            written: doing == Doing::Written,
            mended,
            left: finding::findings_json(findings),
            findings,
        }
    }

    /// The page for people.
    pub fn page(&self) -> Page {
        let mut page = Page::new();
        for file in &self.mended {
            let title = match file.path == file.now {
                true => file.path.clone(),
                false => format!("{} → {}", file.path, file.now),
            };
            page = page.heading(title).bullets(file.done.iter().cloned());
            if let Difference::Lines(lines) = &file.difference {
                let lines = lines.iter().map(|line| match line.side {
                    Side::Place => line.text.clone(),
                    side => format!("{}{}", side.sign(), line.text),
                });
                page = page.difference("", lines.collect::<Vec<_>>().join("\n"));
            }
        }
        page = page.line(self.summary());
        match self.findings.is_empty() {
            true => page,
            false => page
                .heading("What still needs a person")
                .then(finding::page(self.findings)),
        }
    }

    fn summary(&self) -> String {
        let files = match self.mended.len() {
            0 => return "Nothing was found that can be mended without guessing.".to_owned(),
            1 => "1 file".to_owned(),
            n => format!("{n} files"),
        };
        match self.written {
            true => format!("{files} mended in the work tree; look at them, and commit them."),
            false => format!("{files} can be mended; nothing was written."),
        }
    }
}
