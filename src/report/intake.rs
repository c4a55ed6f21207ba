//! What a table that is brought in comes to, row by row.

use serde::Serialize;

use crate::procedure::intake::{Arrival, Verdict, counted};
use crate::record::table::{Encoding, Table};
use crate::render::grid::{Column, Keep, Table as Grid};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::report::words;
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// The most rows of one verdict that are listed for people; programs get all.
const LISTED: usize = 100;

/// Whether the accepted rows were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was only looked at.
    Looked,
    /// They landed on a branch.
    Landed(CommitId, String),
    /// They are in the work tree and staged, and their message is this.
    Staged(String),
    /// They were not written, because other rows need to be looked at first.
    Withheld,
    /// There was nothing to write.
    Nothing,
}

/// What a row of the report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A row of a table.
    Row,
    /// A mail.
    Mail,
}

impl Unit {
    fn word(self) -> &'static str {
        match self {
            Unit::Row => "row",
            Unit::Mail => "mail",
        }
    }
}

/// What is brought in.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct IntakeReport {
    format: u32,
    proposal: ProposalId,
    /// Whether anything was written.
    written: bool,
    commit: Option<CommitId>,
    unit: Unit,
    /// Of a table; nothing of mails, each of which says its own.
    #[serde(flatten)]
    layout: Option<Layout>,
    counts: Counts,
    rows: Vec<Arrival>,
    notes: Vec<String>,
    #[serde(skip)]
    outcome: Outcome,
}

#[derive(Debug, Clone, Serialize)]
struct Layout {
    encoding: Encoding,
    separator: char,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Counts {
    read: usize,
    accepted: usize,
    unchanged: usize,
    duplicate: usize,
    needs_a_person: usize,
    refused: usize,
    set_aside: usize,
    empty: usize,
}

impl Counts {
    fn of(rows: &[Arrival], empty: usize) -> Self {
        let counts = counted(rows);
        let of = |verdict: Verdict| counts.get(&verdict).copied().unwrap_or(0);
        Self {
            read: rows.len(),
            accepted: of(Verdict::Accepted),
            unchanged: of(Verdict::Unchanged),
            duplicate: of(Verdict::Duplicate),
            needs_a_person: of(Verdict::NeedsAPerson),
            refused: of(Verdict::Refused),
            set_aside: of(Verdict::SetAside),
            empty,
        }
    }
}

impl IntakeReport {
    /// The report of a table, and of what was done with it.
    pub fn of(
        proposal: &ProposalId,
        table: &Table,
        rows: Vec<Arrival>,
        notes: Vec<String>,
        outcome: Outcome,
    ) -> Self {
        let commit = match &outcome {
            Outcome::Landed(commit, _) => Some(commit.clone()),
            _ => None,
        };
        Self {
            format: 1,
            proposal: proposal.clone(),
            written: matches!(outcome, Outcome::Landed(..) | Outcome::Staged(_)),
            commit,
            unit: Unit::Row,
            layout: Some(Layout {
                encoding: table.encoding,
                separator: table.separator,
            }),
            counts: Counts::of(&rows, table.empty),
            rows,
            notes,
            outcome,
        }
    }

    /// The report of mails, and of what was done with them.
    pub fn of_mails(
        proposal: &ProposalId,
        mails: Vec<Arrival>,
        notes: Vec<String>,
        outcome: Outcome,
    ) -> Self {
        let none = Table {
            encoding: Encoding::Utf8,
            separator: ',',
            rows: Vec::new(),
            empty: 0,
        };
        Self {
            unit: Unit::Mail,
            layout: None,
            ..Self::of(proposal, &none, mails, notes, outcome)
        }
    }

    /// The report for people: what somebody has to look at first.
    pub fn page(&self) -> Page {
        let mut page = Page::new().table(self.grid());
        for verdict in Verdict::ALL {
            let more = self.of_verdict(verdict).count().saturating_sub(LISTED);
            if more > 0 {
                let said = verdict.in_words();
                page = page.line(format!(
                    "And {more} more: {said}. --format json lists them."
                ));
            }
        }
        let page = self.notes.iter().fold(page.gap(), Page::line);
        page.line(self.sum()).line(self.done())
    }

    fn of_verdict(&self, verdict: Verdict) -> impl Iterator<Item = &Arrival> {
        self.rows.iter().filter(move |row| row.verdict == verdict)
    }

    fn grid(&self) -> Grid {
        let columns = [
            Column::number(self.unit.word()).keep(Keep::Always),
            Column::new("participant").keep(Keep::High),
            Column::new("verdict").keep(Keep::Always),
            Column::sentence("what it does, or why not").keep(Keep::Always),
            Column::sentence("what to do").keep(Keep::High),
        ];
        let listed = Verdict::ALL.into_iter();
        let listed = listed.flat_map(|verdict| self.of_verdict(verdict).take(LISTED));
        listed.fold(Grid::new(columns), |grid, row| grid.row(cells(row)))
    }

    /// Nothing is dropped silently: every row of the table is in one of these numbers.
    fn sum(&self) -> String {
        let counts = counted(&self.rows);
        let parts: Vec<String> = Verdict::ALL
            .iter()
            .filter_map(|verdict| Some((verdict, counts.get(verdict)?)))
            .map(|(verdict, count)| format!("{count} {}", verdict.in_words()))
            .collect();
        let read = words::many(self.rows.len(), self.unit.word());
        let empty = match self.counts.empty {
            0 => String::new(),
            empty => format!("; {empty} more with nothing in them"),
        };
        match parts.is_empty() {
            true if self.unit == Unit::Mail => format!("Read {read}."),
            true => format!("Read {read} below the headings{empty}."),
            false => format!("Read {read}: {}{empty}.", parts.join(", ")),
        }
    }

    fn done(&self) -> Text {
        let open = self.counts.refused + self.counts.needs_a_person;
        let accepted = words::many(self.counts.accepted, self.unit.word());
        match &self.outcome {
            Outcome::Landed(commit, branch) => Ink::Good
                .on(format!("Recorded on {branch} as {}", commit.short()))
                .then(format!(": {accepted}.")),
            Outcome::Staged(message) => format!(
                "Written and staged; the commit is yours to make, with this message: {}",
                message.trim()
            )
            .into(),
            Outcome::Withheld => Ink::Bad.on("Nothing was written").then(format!(
                ", because of {} that somebody has to look at; --partial writes the accepted ones \
                 all the same.",
                words::many(open, self.unit.word())
            )),
            Outcome::Nothing if open > 0 => {
                format!("Nothing was written: no {} is accepted.", self.unit.word()).into()
            }
            Outcome::Nothing => {
                "Nothing was written: the register says all of this already.".into()
            }
            Outcome::Looked if self.counts.accepted == 0 => "There is nothing to write.".into(),
            Outcome::Looked if open > 0 => {
                format!("Nothing was written; --write --partial writes {accepted}.").into()
            }
            Outcome::Looked => format!("Nothing was written; --write writes {accepted}.").into(),
        }
    }
}

fn cells(row: &Arrival) -> [Text; 5] {
    let ink = match row.verdict {
        Verdict::Refused => Ink::Bad,
        Verdict::NeedsAPerson => Ink::Attention,
        Verdict::Accepted => Ink::Good,
        Verdict::Unchanged | Verdict::Duplicate | Verdict::SetAside => Ink::Dim,
    };
    let who = row.participant.as_ref().unwrap_or(&row.named);
    [
        row.row.into(),
        who.into(),
        ink.on(row.verdict.in_words()),
        (&row.because).into(),
        (&row.hint).into(),
    ]
}
