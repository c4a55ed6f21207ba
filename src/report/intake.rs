//! What a table that is brought in comes to, row by row.
//!
//! Requests that give positions: what became of each.

use crate::value::sentence::many;
use serde::Serialize;

use crate::procedure::intake::{Received, RowOutcome, counted};
use crate::record::table::{Encoding, Table};
use crate::render::grid::{DropPriority, Rows, Table as Grid};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
use crate::report::words;
use crate::value::digest::CommitId;
use crate::value::id::{ParticipantId, ProposalId};

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
    rows: Vec<Received>,
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
    fn of(rows: &[Received], empty: usize) -> Self {
        let counts = counted(rows);
        let of = |verdict: RowOutcome| counts.get(&verdict).copied().unwrap_or(0);
        Self {
            read: rows.len(),
            accepted: of(RowOutcome::Accepted),
            unchanged: of(RowOutcome::Unchanged),
            duplicate: of(RowOutcome::Duplicate),
            needs_a_person: of(RowOutcome::NeedsAPerson),
            refused: of(RowOutcome::Refused),
            set_aside: of(RowOutcome::SetAside),
            empty,
        }
    }
}

impl IntakeReport {
    /// The report of a table, and of what was done with it.
    pub fn of(
        proposal: &ProposalId,
        table: &Table,
        rows: Vec<Received>,
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
        mails: Vec<Received>,
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
        let more = RowOutcome::ALL.into_iter().filter_map(|verdict| {
            let more = self.of_verdict(verdict).count().saturating_sub(LISTED);
            let said = verdict.in_words();
            (more > 0).then(|| format!("And {more} more: {said}. --format json lists them."))
        });
        Page::new()
            .table(self.grid())
            .lines(more)
            .gap()
            .lines(&self.notes)
            .line(self.sum())
            .line(self.done())
    }

    fn of_verdict(&self, verdict: RowOutcome) -> impl Iterator<Item = &Received> {
        self.rows.iter().filter(move |row| row.verdict == verdict)
    }

    fn grid(&self) -> Rows<&Received> {
        let listed = RowOutcome::ALL.into_iter();
        let listed = listed.flat_map(|verdict| self.of_verdict(verdict).take(LISTED));
        let rows = Grid::of(listed)
            .numbers(self.unit.word(), DropPriority::Always, |row| row.row)
            .words("participant", DropPriority::High, |row| {
                row.participant.as_ref().unwrap_or(&row.named)
            });
        judged(rows, |row| (row.verdict, &row.because, &row.hint))
    }

    /// Nothing is dropped silently: every row of the table is in one of these numbers.
    fn sum(&self) -> String {
        let counts = counted(&self.rows);
        let parts = tallied(|verdict| counts.get(&verdict).copied().unwrap_or(0));
        let read = many(self.rows.len(), self.unit.word());
        let empty = match self.counts.empty {
            0 => String::new(),
            empty => format!("; {empty} more with nothing in them"),
        };
        match parts.is_empty() {
            true if self.unit == Unit::Mail => format!("Read {read}."),
            true => format!("Read {read} below the headings{empty}."),
            false => format!("Read {read}: {parts}{empty}."),
        }
    }

    fn done(&self) -> StyledText {
        let open = self.counts.refused + self.counts.needs_a_person;
        let accepted = many(self.counts.accepted, self.unit.word());
        match &self.outcome {
            Outcome::Landed(commit, branch) => Style::Good
                .on(format!("Recorded on {branch} as {}", commit.short()))
                .then(format!(": {accepted}.")),
            Outcome::Staged(message) => format!(
                "Written and staged; the commit is yours to make, with this message: {}",
                message.trim()
            )
            .into(),
            Outcome::Withheld => Style::Bad.on("Nothing was written").then(format!(
                ", because of {} that somebody has to look at; --partial writes the accepted ones \
                 all the same.",
                many(open, self.unit.word())
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

fn judged<'r, R: Copy + 'r>(
    rows: Rows<R>,
    of: impl Fn(R) -> (RowOutcome, &'r String, &'r String),
) -> Rows<R> {
    rows.words("verdict", DropPriority::Always, |row| {
        let verdict = of(row).0;
        let ink = match verdict {
            RowOutcome::Refused => Style::Bad,
            RowOutcome::NeedsAPerson => Style::Attention,
            RowOutcome::Accepted => Style::Good,
            RowOutcome::Unchanged | RowOutcome::Duplicate | RowOutcome::SetAside => Style::Dim,
        };
        ink.on(verdict.in_words())
    })
    .sentences("what it does, or why not", DropPriority::Always, |row| {
        of(row).1
    })
    .sentences("what to do", DropPriority::High, |row| of(row).2)
}

/// How many there are of each verdict, in words.
fn tallied(of: impl Fn(RowOutcome) -> usize) -> String {
    let counted = |verdict: RowOutcome| {
        let count = of(verdict);
        (count > 0).then(|| format!("{count} {}", verdict.in_words()))
    };
    words::joined(RowOutcome::ALL.map(counted), ", ")
}

/// One request.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// Its reference.
    pub request: String,
    /// Who submits it, where that is certain.
    pub participant: Option<ParticipantId>,
    /// What became of it.
    pub verdict: RowOutcome,
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
            let pattern = &self.pattern;
            let said = format!("No reference fits {pattern}; fetch the requests first.");
            return Page::new().line(said);
        }
        let rows = Grid::of(&self.requests)
            .words("request", DropPriority::Always, |row| &row.request)
            .words("participant", DropPriority::High, |row| {
                row.participant.as_ref()
            });
        let of = |verdict: RowOutcome| {
            let same = self.requests.iter().filter(|row| row.verdict == verdict);
            same.count()
        };
        let read = many(self.requests.len(), "request");
        Page::new()
            .table(judged(rows, |row| (row.verdict, &row.because, &row.hint)))
            .gap()
            .line(format!("Read {read}: {}.", tallied(of)))
            .line(self.done(of(RowOutcome::Accepted)))
    }

    fn done(&self, accepted: usize) -> String {
        let many = many(accepted, "request");
        match (self.asked_to_write, accepted) {
            (_, 0) => "There is nothing to land.".to_owned(),
            (true, _) => format!("Landed {many}, a commit each."),
            (false, _) => format!("Nothing was written; --write lands {many}."),
        }
    }
}
