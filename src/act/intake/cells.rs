//! The cells of one row, taken one by one, with every fault that they have.

use crate::act::intake::layout::Layout;
use crate::act::target::tidy;
use crate::procedure::intake::Verdict;
use crate::record::column::Column;
use crate::record::table::{Row, bare, items};
use crate::value::clock::Instant;
use crate::value::text::{hostile_in, named, shortened};

/// Why a row cannot be taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Refused, or in need of a person.
    pub(super) verdict: Verdict,
    pub(super) sentence: String,
    pub(super) hint: String,
}

/// The cells of a row.
pub(super) struct Cells<'t> {
    pub(super) row: &'t Row,
    pub(super) layout: &'t Layout,
    /// The offset of times that do not say theirs.
    pub(super) offset: Option<&'t str>,
    pub(super) faults: Vec<Fault>,
}

impl Cells<'_> {
    /// Notes that the row cannot be taken.
    pub(super) fn refuse(&mut self, sentence: impl Into<String>, hint: impl Into<String>) {
        self.note(Verdict::Refused, sentence.into(), hint.into());
    }

    /// Notes that somebody has to say what the row means.
    pub(super) fn ask(&mut self, sentence: impl Into<String>, hint: impl Into<String>) {
        self.note(Verdict::NeedsAPerson, sentence.into(), hint.into());
    }

    fn note(&mut self, verdict: Verdict, sentence: String, hint: String) {
        let fault = Fault {
            verdict,
            sentence,
            hint,
        };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// What stands in a column, without the apostrophe that keeps a spreadsheet from computing it;
    /// nothing where the cell is empty or the table has no such column.
    pub(super) fn text(&mut self, column: &Column) -> Option<String> {
        let at = *self.layout.columns.get(column)?;
        let cell = bare(self.row.cell(at)).trim().to_owned();
        let hostile = hostile_in(&cell).next();
        if let Some((_, c, _)) = hostile {
            let called = self.layout.called(column);
            let sentence = format!(
                "{} stands in the {called} and may not stand in a record",
                named(c)
            );
            self.refuse(sentence, "remove the character");
            return None;
        }
        Some(cell).filter(|cell| !cell.is_empty())
    }

    /// Whether anything stands in a column.
    pub(super) fn has(&self, column: &Column) -> bool {
        let at = self.layout.columns.get(column);
        at.is_some_and(|at| !self.row.cell(*at).is_empty())
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

    /// The items of a cell that may hold several.
    pub(super) fn items(&mut self, column: &Column) -> Vec<String> {
        self.text(column).map_or(Vec::new(), |text| items(&text))
    }

    /// Something that `read` makes of the words; `expected` says what should have stood there.
    pub(super) fn parsed<T>(
        &mut self,
        column: &Column,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(column)?;
        let parsed = read(&text);
        if parsed.is_none() {
            let called = self.layout.called(column);
            let shown = shortened(&text, 60);
            self.refuse(
                format!("\"{shown}\" stands in the {called}, and {expected} was expected"),
                "",
            );
        }
        parsed
    }

    /// A moment. One that does not say its offset has the map's.
    pub(super) fn instant(&mut self, column: &Column) -> Option<Instant> {
        let text = self.text(column)?;
        let fault = match Instant::parse(&text) {
            Ok(at) => return Some(at),
            Err(fault) => fault,
        };
        let local = self.offset.and_then(|offset| local(&text, offset));
        if local.is_none() {
            let called = self.layout.called(column);
            let shown = shortened(&text, 60);
            self.refuse(
                format!("the time \"{shown}\" in the {called} {fault}"),
                "write 2026-05-21T23:59Z; in the map, offset = \"+02:00\" speaks for times as 2026-05-21 23:59",
            );
        }
        local
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, column: &Column) -> bool {
        let read = |text: &str| match text.to_lowercase().as_str() {
            "true" | "yes" | "1" | "x" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        };
        self.parsed(column, "true or false", read).unwrap_or(false)
    }
}

/// A local time as spreadsheets write it: `2026-05-21 23:59`, the seconds optional.
fn local(text: &str, offset: &str) -> Option<Instant> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let time = time.trim();
    // Spreadsheets leave out the zero before the hour.
    let zero = if time.find(':') == Some(1) { "0" } else { "" };
    Instant::parse(&format!("{date}T{zero}{time}{offset}")).ok()
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn local_times_have_the_offset_of_the_map() {
        let at = |text: &str| local(text, "+02:00").map(|at| at.to_string());
        let expected = Some("2026-05-21T07:05:00Z".to_owned());
        for text in ["2026-05-21 9:05", "2026-05-21 09:05:00", "2026-05-21T09:05"] {
            assert_eq!(at(text), expected, "{text}");
        }
        assert_eq!(at("21.5.2026 9:05"), None);
        assert_eq!(at("2026-05-21"), None);
    }
}
