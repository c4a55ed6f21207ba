//! Shows what an import does, row by row, for tables and mails, and for pull requests that give positions.
//!
//! The first line is the answer: what was committed, or what can be. Nothing of the input is left out: each row
//! has a result, and the numbers add up.

use crate::value::sentence::{form, many};
use serde::Serialize;

use crate::procedure::intake::{Received, RowOutcome, counted};
use crate::record::table::{Encoding, Table};
use crate::render::grid::{DropPriority, Rows, Table as Grid};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
use crate::report::check::MendedFile;
use crate::report::words;
use crate::value::digest::CommitId;
use crate::value::id::{ParticipantId, ProposalId};

/// The most rows of one result that people see; programs get all.
const LISTED: usize = 100;

/// Whether the accepted rows were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was only looked at.
    Looked,
    /// They were committed on a branch.
    Landed(CommitId, String),
    /// They are written and staged, and the commit message is this.
    Staged(String),
    /// They were not written, because other rows need attention first.
    Withheld,
    /// No row was to be written.
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

/// An import with its results.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct IntakeReport {
    format: u32,
    /// None where only participants were imported.
    proposal: Option<ProposalId>,
    /// Whether anything was written.
    written: bool,
    commit: Option<CommitId>,
    unit: Unit,
    /// How the table is encoded; none for mails, since each has its own encoding.
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
        proposal: Option<&ProposalId>,
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
            proposal: proposal.cloned(),
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
        let none = Table::of(Vec::new());
        Self {
            unit: Unit::Mail,
            layout: None,
            ..Self::of(Some(proposal), &none, mails, notes, outcome)
        }
    }

    /// The report for people: the answer, then the rows, those that need attention first.
    pub fn page(&self) -> Page {
        let more = RowOutcome::ALL.into_iter().filter_map(|verdict| {
            let more = self.of_verdict(verdict).count().saturating_sub(LISTED);
            let said = verdict.in_words();
            (more > 0).then(|| {
                let more = many(more, &format!("more {}", self.unit.word()));
                format!("{more} ({said}). To list all, add --format json")
            })
        });
        Page::new()
            .line(self.done())
            .line(self.sum())
            .lines(&self.notes)
            .gap()
            .table(self.grid())
            .lines(more)
    }

    fn of_verdict(&self, verdict: RowOutcome) -> impl Iterator<Item = &Received> {
        self.rows.iter().filter(move |row| row.verdict == verdict)
    }

    fn grid(&self) -> Rows<&Received> {
        let listed = RowOutcome::ALL.into_iter();
        let listed = listed.flat_map(|verdict| self.of_verdict(verdict).take(LISTED));
        let rows = Grid::of(listed)
            .numbers(self.unit.word(), DropPriority::Always, |row| row.row)
            .words("participant", DropPriority::Always, |row| {
                row.participant.as_ref().unwrap_or(&row.named)
            });
        let has_steps = self.rows.iter().any(|row| !row.hint.is_empty());
        judged(rows, has_steps, |row| {
            (row.verdict, &row.because, &row.hint)
        })
    }

    /// Every row of the table is in one of these numbers.
    fn sum(&self) -> String {
        let counts = counted(&self.rows);
        let parts = tallied(|verdict| counts.get(&verdict).copied().unwrap_or(0));
        let read = many(self.rows.len(), self.unit.word());
        let empty = match self.counts.empty {
            0 => String::new(),
            empty => format!(", {empty} empty"),
        };
        match parts.is_empty() {
            true if self.unit == Unit::Mail => format!("Read {read}."),
            true => format!("Read {read} below the headings{empty}."),
            false => format!("Read {read}: {parts}{empty}."),
        }
    }

    fn done(&self) -> StyledText {
        let open = self.counts.refused + self.counts.needs_a_person;
        let unit = self.unit.word();
        let accepted = many(self.counts.accepted, unit);
        match &self.outcome {
            Outcome::Landed(commit, branch) => Style::Good
                .on(format!("Committed {} on {branch}", commit.short()))
                .then(format!(": {accepted}.")),
            Outcome::Staged(message) => format!(
                "Written and staged, not committed: {accepted}. Commit with this message: {}",
                message.trim()
            )
            .into(),
            Outcome::Withheld => Style::Bad.on("Nothing written").then(format!(
                ": {} {} attention first. To commit the accepted {unit}s anyway, add --partial",
                many(open, unit),
                form(open == 1, "needs", "need")
            )),
            Outcome::Nothing | Outcome::Looked if self.counts.accepted == 0 => {
                match (self.rows.len(), open) {
                    (0, _) => format!("Nothing to write: there are no {unit}s.").into(),
                    (_, 0) if self.counts.unchanged == 0 => {
                        format!("Nothing to write: no {unit} has a position.").into()
                    }
                    (_, 0) => format!("Nothing to write: all {unit}s are already recorded.").into(),
                    (_, _) => {
                        let need = form(open == 1, "needs", "need");
                        format!("Nothing to write: {} {need} attention.", many(open, unit)).into()
                    }
                }
            }
            Outcome::Nothing => "Nothing to write.".into(),
            Outcome::Looked if open > 0 => {
                format!("Dry run. To commit {accepted}, add --write --partial").into()
            }
            Outcome::Looked => format!("Dry run. To commit {accepted}, add --write").into(),
        }
    }
}

fn judged<'r, R: Copy + 'r>(
    rows: Rows<R>,
    has_steps: bool,
    of: impl Fn(R) -> (RowOutcome, &'r String, &'r String),
) -> Rows<R> {
    let rows = rows
        .words("result", DropPriority::Always, |row| {
            let verdict = of(row).0;
            let ink = match verdict {
                RowOutcome::Refused => Style::Bad,
                RowOutcome::NeedsAPerson => Style::Attention,
                RowOutcome::Accepted => Style::Good,
                RowOutcome::Unchanged | RowOutcome::Duplicate | RowOutcome::SetAside => Style::Dim,
            };
            ink.on(verdict.in_words())
        })
        .sentences("details", DropPriority::Always, |row| of(row).1);
    match has_steps {
        true => rows.sentences("next step", DropPriority::Always, |row| of(row).2),
        false => rows,
    }
}

/// How many there are of each result, in words.
fn tallied(of: impl Fn(RowOutcome) -> usize) -> String {
    let counted = |verdict: RowOutcome| {
        let count = of(verdict);
        (count > 0).then(|| match verdict {
            RowOutcome::NeedsAPerson => {
                format!(
                    "{count} {}",
                    form(count == 1, "needs review", "need review")
                )
            }
            RowOutcome::Duplicate => many(count, "duplicate"),
            other => format!("{count} {}", other.in_words()),
        })
    };
    words::joined(RowOutcome::ALL.map(counted), ", ")
}

/// One pull request.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// Its reference.
    pub request: String,
    /// Who submitted it, if that is certain.
    pub participant: Option<ParticipantId>,
    /// What happened to it.
    pub verdict: RowOutcome,
    /// What it does, or why it is not merged.
    pub because: String,
    /// What to do; may be empty.
    pub hint: String,
    /// The files that it brings.
    pub files: Vec<String>,
    /// Those of them whose typing errors are fixed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<MendedFile>,
    /// The commit that merged it.
    pub commit: Option<CommitId>,
}

impl Row {
    /// Whether it needs attention.
    pub fn is_open(&self) -> bool {
        self.verdict.is_open()
    }
}

/// Pull requests, in the order in which they were checked.
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
    /// The report of the pull requests that match a pattern. `write` says whether to merge them.
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
            let said = format!("No reference matches {pattern}. Fetch the pull requests first.");
            return Page::new().line(said);
        }
        let rows = Grid::of(&self.requests)
            .words("pull request", DropPriority::Always, |row| &row.request)
            .words("participant", DropPriority::Always, |row| {
                row.participant.as_ref()
            });
        let of = |verdict: RowOutcome| {
            let same = self.requests.iter().filter(|row| row.verdict == verdict);
            same.count()
        };
        let read = many(self.requests.len(), "pull request");
        let has_steps = self.requests.iter().any(|row| !row.hint.is_empty());
        let fixed = self.requests.iter().flat_map(|row| &row.fixed);
        Page::new()
            .line(self.done(of(RowOutcome::Accepted)))
            .line(format!("Read {read}: {}.", tallied(of)))
            .gap()
            .table(judged(rows, has_steps, |row| {
                (row.verdict, &row.because, &row.hint)
            }))
            .each(fixed.map(MendedFile::page))
    }

    fn done(&self, accepted: usize) -> String {
        let many = many(accepted, "pull request");
        match (self.asked_to_write, accepted) {
            (_, 0) => "Nothing to merge.".to_owned(),
            (true, 1) => format!("Merged {many}."),
            (true, _) => format!("Merged {many}, one commit each."),
            (false, _) => format!("Dry run. To merge {many}, add --write"),
        }
    }
}
