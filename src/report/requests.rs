//! Requests that give positions: what became of each.

use serde::Serialize;

use crate::procedure::intake::Verdict;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::report::words;
use crate::value::digest::CommitId;
use crate::value::id::ParticipantId;

/// One request.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// Its reference.
    pub request: String,
    /// Who submits it, where that is certain.
    pub participant: Option<ParticipantId>,
    /// What became of it.
    pub verdict: Verdict,
    /// What it does, or why it is not taken.
    pub because: String,
    /// What to do; may be empty.
    pub hint: String,
    /// The files that it brings.
    pub files: Vec<String>,
    /// The commit in which it landed.
    pub commit: Option<CommitId>,
}

impl Row {
    /// Whether somebody has to look at it.
    pub fn is_open(&self) -> bool {
        self.verdict.is_open()
    }
}

/// Requests, in the order in which they were judged.
#[derive(Debug, Clone, Serialize)]
pub struct Requests {
    format: u32,
    pattern: String,
    written: bool,
    requests: Vec<Row>,
    #[serde(skip)]
    asked_to_write: bool,
}

impl Requests {
    /// The report of the requests that a pattern names; `write` says whether they were to land.
    pub fn of(pattern: String, requests: Vec<Row>, write: bool) -> Self {
        Self {
            format: 1,
            pattern,
            written: requests.iter().any(|row| row.commit.is_some()),
            requests,
            asked_to_write: write,
        }
    }

    /// The report for people.
    pub fn page(&self) -> Page {
        if self.requests.is_empty() {
            let said = format!(
                "No reference fits {}; fetch the requests first.",
                self.pattern
            );
            return Page::new().line(said);
        }
        let columns = [
            Column::new("request").keep(Keep::Always),
            Column::new("participant").keep(Keep::High),
            Column::new("verdict").keep(Keep::Always),
            Column::sentence("what it does, or why not").keep(Keep::Always),
            Column::sentence("what to do").keep(Keep::High),
        ];
        let rows = self.requests.iter();
        let grid = rows.fold(Table::new(columns), |grid, row| grid.row(cells(row)));
        let of = |verdict: Verdict| {
            let same = self.requests.iter().filter(|row| row.verdict == verdict);
            same.count()
        };
        let counts = Verdict::ALL.iter().filter(|verdict| of(**verdict) > 0);
        let counts: Vec<String> = counts
            .map(|verdict| format!("{} {}", of(*verdict), verdict.in_words()))
            .collect();
        let read = words::many(self.requests.len(), "request");
        Page::new()
            .table(grid)
            .gap()
            .line(format!("Read {read}: {}.", counts.join(", ")))
            .line(self.done(of(Verdict::Accepted)))
    }

    fn done(&self, accepted: usize) -> String {
        let many = words::many(accepted, "request");
        match (self.asked_to_write, accepted) {
            (_, 0) => "There is nothing to land.".to_owned(),
            (true, _) => format!("Landed {many}, a commit each."),
            (false, _) => format!("Nothing was written; --write lands {many}."),
        }
    }
}

fn cells(row: &Row) -> [Text; 5] {
    let ink = match row.verdict {
        Verdict::Refused => Ink::Bad,
        Verdict::NeedsAPerson => Ink::Attention,
        Verdict::Accepted => Ink::Good,
        Verdict::Unchanged | Verdict::Duplicate | Verdict::SetAside => Ink::Dim,
    };
    let who = row.participant.as_ref().map_or("", |who| who.as_str());
    [
        (&row.request).into(),
        who.into(),
        ink.on(row.verdict.in_words()),
        (&row.because).into(),
        (&row.hint).into(),
    ]
}
