//! Where in a text a comment belongs, as far as its own words say so: to fill columns, and to sort
//! by.

use serde::Serialize;

/// The words of what a comment is about, told apart. Nothing of them is lost: what names neither a
/// line nor a figure is the clause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(super) struct Place {
    /// Numbers of lines: `17`, `3-5`.
    pub(super) line: String,
    /// Which clause, or whatever else was said.
    pub(super) clause: String,
    /// Which paragraph, figure, table, note or example.
    pub(super) paragraph: String,
}

const LINE: &[&str] = &["line", "lines"];
const PARAGRAPH: &[&str] = &[
    "paragraph",
    "paragraphs",
    "para",
    "para.",
    "figure",
    "figures",
    "fig",
    "fig.",
    "table",
    "tables",
    "note",
    "example",
];

/// Which column a part of the words belongs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Line,
    Clause,
    Paragraph,
}

impl Place {
    /// The place that `about` names, in parts that commas or semicolons tell apart.
    pub(super) fn of(about: &str) -> Self {
        let mut place = Self::default();
        let mut last = Part::Clause;
        let parts = about.split(", ").flat_map(|part| part.split("; "));
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            let (kind, words) = sorted(part, last);
            let column = match kind {
                Part::Line => &mut place.line,
                Part::Clause => &mut place.clause,
                Part::Paragraph => &mut place.paragraph,
            };
            if !column.is_empty() {
                column.push_str(", ");
            }
            column.push_str(words);
            last = kind;
        }
        place
    }
}

/// The column of a part, and its words there. A number goes with the part before it, as in
/// "lines 3, 5 and 9".
fn sorted(part: &str, last: Part) -> (Part, &str) {
    if part.starts_with(|c: char| c.is_ascii_digit()) {
        return (last, part);
    }
    let (word, rest) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
    let (word, rest) = (word.to_lowercase(), rest.trim_start());
    if LINE.contains(&word.as_str()) && rest.starts_with(|c: char| c.is_ascii_digit()) {
        return (Part::Line, rest);
    }
    if PARAGRAPH.contains(&word.as_str()) && is_number(rest) {
        return (Part::Paragraph, part);
    }
    (Part::Clause, part)
}

/// Whether some words begin with a number such as `2`, `A.1` or `B`.
fn is_number(rest: &str) -> bool {
    let word = rest.split_whitespace().next().unwrap_or("");
    word.chars().any(|c| c.is_ascii_digit()) || word.chars().count() == 1
}

/// A part of a sort key: numbers by their size, and before letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Piece {
    /// How many digits, without leading zeros, and the digits.
    Number(usize, String),
    /// Anything between numbers, in small letters.
    Words(String),
}

/// What to sort a place by: §2 stands before §10, and 2.9 before 2.10.
pub(super) fn key(about: &str) -> Vec<Piece> {
    let about = about.trim().trim_start_matches('§').trim_start();
    let is_digit = |c: char| c.is_ascii_digit();
    let mut rest = about;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let digits = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        if !number.is_empty() {
            let number = number.trim_start_matches('0');
            pieces.push(Piece::Number(number.len(), number.to_owned()));
        }
        let words = after.find(is_digit).unwrap_or(after.len());
        let (words, after) = after.split_at(words);
        if !words.is_empty() {
            pieces.push(Piece::Words(words.to_lowercase()));
        }
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Place, key};

    #[test]
    fn lines_and_figures_go_where_they_belong_and_nothing_is_lost() {
        for (about, line, clause, paragraph) in [
            ("§4 storage cost", "", "§4 storage cost", ""),
            ("line 17", "17", "", ""),
            (
                "3.1, Table A.1; Lines 3, 5 and 9",
                "3, 5 and 9",
                "3.1",
                "Table A.1",
            ),
            ("Section 4, retention", "", "Section 4, retention", ""),
            ("Annex B, fig. 2", "", "Annex B", "fig. 2"),
            ("table of contents", "", "table of contents", ""),
            ("line of sight", "", "line of sight", ""),
            ("", "", "", ""),
        ] {
            let place = Place::of(about);
            let said = [&place.line, &place.clause, &place.paragraph];
            assert_eq!(said, [line, clause, paragraph], "{about}");
        }
    }

    #[test]
    fn numbers_are_sorted_by_their_size() {
        let sorted = [
            "",
            "§1",
            "2",
            "§2 storage",
            "2.9",
            "§ 2.10",
            "§10",
            "§010a",
            "99999999999999999999999999",
            "100000000000000000000000000",
            "annex 2",
            "Annex 10",
            "Cost",
        ];
        for pair in sorted.windows(2) {
            assert!(key(pair[0]) < key(pair[1]), "{pair:?}");
        }
    }
}
