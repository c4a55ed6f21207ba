//! Reads the cells of one row of a table, with every error that they have.

use std::collections::BTreeSet;

use crate::act::intake::headings::Layout;
use crate::act::proposal_state::tidy;
use crate::procedure::intake::RowOutcome;
use crate::record::column::Column;
use crate::record::table::{Row, bare, items};
use crate::value::clock::{Instant, InstantError};
use crate::value::id::ParticipantId;
use crate::value::text::{hostile_in, named, shortened};
use crate::value::written_time::TimeHabit;

/// Why a row cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Refused, or a person must decide.
    pub(super) verdict: RowOutcome,
    pub(super) sentence: String,
    pub(super) hint: String,
}

/// The cells of a row.
pub(super) struct Cells<'t> {
    pub(super) row: &'t Row,
    pub(super) layout: &'t Layout,
    /// What its times leave out.
    pub(super) times: &'t TimeHabit,
    pub(super) faults: Vec<Fault>,
    /// Participants whose rows must be accepted too.
    pub(super) rests_on: BTreeSet<ParticipantId>,
}

impl Cells<'_> {
    /// Notes that the row is refused.
    pub(super) fn refuse(&mut self, sentence: impl Into<String>, hint: impl Into<String>) {
        self.note(RowOutcome::Refused, sentence.into(), hint.into());
    }

    /// Notes that a person must say what the row means.
    pub(super) fn ask(&mut self, sentence: impl Into<String>, hint: impl Into<String>) {
        self.note(RowOutcome::NeedsAPerson, sentence.into(), hint.into());
    }

    fn note(&mut self, verdict: RowOutcome, sentence: String, hint: String) {
        let fault = Fault {
            verdict,
            sentence,
            hint,
        };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// The text in a column, without the apostrophe that keeps a spreadsheet from computing it; `None`
    /// where the cell is empty or the table has no such column.
    pub(super) fn text(&mut self, column: &Column) -> Option<String> {
        let cell = self.whole(column)?;
        let hostile = hostile_in(&cell).next();
        if let Some((_, c, _)) = hostile {
            let called = self.layout.called(column);
            let sentence = format!("{} in the {called} is not allowed in a record", named(c));
            self.refuse(sentence, "remove the character");
            return None;
        }
        Some(cell).filter(|cell| !cell.is_empty())
    }

    /// The text in all cells of a column.
    fn whole(&self, column: &Column) -> Option<String> {
        let at = *self.layout.columns.get(column)?;
        let cell = |at: usize| bare(self.row.cell(at)).trim();
        let mut whole = cell(at).to_owned();
        for (_, at) in self.layout.joined.iter().filter(|(of, _)| of == column) {
            whole = format!("{whole} {}", cell(*at)).trim().to_owned();
        }
        Some(whole)
    }

    /// Whether a cell in a column is not empty.
    pub(super) fn has(&self, column: &Column) -> bool {
        self.whole(column).is_some_and(|text| !text.is_empty())
    }

    /// Prose, as records have it.
    pub(super) fn prose(&mut self, column: &Column) -> Option<String> {
        self.text(column).map(|text| tidy(&text))
    }

    /// Short words, on one line.
    pub(super) fn line(&mut self, column: &Column) -> Option<String> {
        let text = self.text(column)?;
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The items of a cell that can have several.
    pub(super) fn items(&mut self, column: &Column) -> Vec<String> {
        self.text(column).map_or(Vec::new(), |text| items(&text))
    }

    /// The value that `read` finds in the text; `expected` says what kind of value is needed.
    pub(super) fn parsed<T>(
        &mut self,
        column: &Column,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(column)?;
        let parsed = read(&text);
        if parsed.is_none() {
            let (called, shown) = (self.layout.called(column), shortened(&text, 60));
            let sentence = format!("\"{shown}\" in the {called} is not valid; expected {expected}");
            self.refuse(sentence, "");
        }
        parsed
    }

    /// A time. The map has what it leaves out.
    pub(super) fn instant(&mut self, column: &Column) -> Option<Instant> {
        let text = self.text(column)?;
        let fault = match Instant::written(&text, self.times) {
            Ok(at) => return Some(at),
            Err(fault) => fault,
        };
        let called = self.layout.called(column);
        let sentence = format!(
            "the time \"{}\" in the {called} {fault}",
            shortened(&text, 60)
        );
        match fault {
            InstantError::TwoDates => self.ask(sentence, "write in the map: dates = \"day-first\" or \"month-first\""),
            InstantError::TwoHours | InstantError::NoHour => {
                self.ask(sentence, "write it with its offset from UTC");
            }
            _ => self.refuse(
                sentence,
                "write it like 2026-05-21T23:59Z, or like 2026-05-21 23:59 with offset = \"+09:00\" \
                 or zone = \"Europe/Berlin\" in the map",
            ),
        }
        None
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, column: &Column) -> bool {
        self.parsed(column, "true or false", yes_or_no)
            .unwrap_or(false)
    }
}

/// Whether a mark says yes; `None` where it is neither. Spreadsheets write TRUE in the language of their user.
pub(super) fn yes_or_no(mark: &str) -> Option<bool> {
    const YES: &str = "true yes 1 x ✓ ✔ ✅ ☑ ok wahr vrai verdadero vero waar";
    const NO: &str = "false no 0 - ✗ ✘ ☐ falsch faux falso onwaar";
    let mark = mark.to_lowercase();
    let is_one = |all: &str| all.split(' ').any(|own| own == mark);
    match is_one(YES) {
        true => Some(true),
        false => is_one(NO).then_some(false),
    }
}
