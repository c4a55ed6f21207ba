//! Describes one finding of a check: its code, place, sentence and hint.

use crate::value::code::{CheckCode, Severity};
use crate::value::digest::CommitId;

/// Where in a register something was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct SourceLocation {
    /// The path from the register's root, with `/`.
    pub path: String,
    /// The line, from 1, where one can be named.
    pub line: Option<u32>,
    /// The column in characters, from 1, where one can be named.
    pub column: Option<u32>,
}

impl SourceLocation {
    /// A whole file.
    pub fn file(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: None,
            column: None,
        }
    }

    /// A spot in a file; line and column count from 1.
    pub fn spot(path: impl Into<String>, line: u32, column: u32) -> Self {
        Self {
            path: path.into(),
            line: Some(line),
            column: Some(column),
        }
    }

    /// The spot that the byte offset `at` of `content` is: line and column count from 1, columns
    /// in characters.
    pub fn at(path: impl Into<String>, content: &str, at: usize) -> Self {
        let mut end = at.min(content.len());
        while !content.is_char_boundary(end) {
            end -= 1;
        }
        let before = &content[..end];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[start..].chars().count() + 1;
        let whole = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self::spot(path, whole(line), whole(column))
    }
}

impl std::fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        Ok(())
    }
}

/// A commit on the main branch that broke a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The commit.
    pub commit: CommitId,
    /// The rule.
    pub rule: &'static CheckCode,
}

/// One error or warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The code of the check.
    pub code: &'static CheckCode,
    /// Where it was found.
    pub place: SourceLocation,
    /// What was found and what is expected, without a full stop.
    pub sentence: String,
    /// What to type, or to do, instead.
    pub hint: Option<String>,
    /// Whether the reader wants its code to be an error.
    pub denied: bool,
    /// The commit that it is about, where it is about one.
    pub violation: Option<Violation>,
}

impl Finding {
    /// A finding without a hint.
    pub fn new(
        code: &'static CheckCode,
        place: SourceLocation,
        sentence: impl Into<String>,
    ) -> Self {
        Self {
            code,
            place,
            sentence: sentence.into(),
            hint: None,
            denied: false,
            violation: None,
        }
    }

    /// The same finding with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// How bad it is: by its code, or an error if the reader says so.
    pub fn severity(&self) -> Severity {
        match self.denied {
            true => Severity::Error,
            false => self.code.severity,
        }
    }

    /// The order in which findings are shown: by place, then code, then sentence.
    pub fn order(&self) -> (&SourceLocation, &'static str, &str) {
        (&self.place, self.code.id, &self.sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::SourceLocation;

    #[test]
    fn an_offset_becomes_line_and_column_in_characters() {
        let text = "aé = 1\nnext";
        assert_eq!(SourceLocation::at("p", text, 0).to_string(), "p:1:1");
        assert_eq!(SourceLocation::at("p", text, 3).to_string(), "p:1:3");
        assert_eq!(SourceLocation::at("p", text, 2).to_string(), "p:1:2");
        assert_eq!(SourceLocation::at("p", text, 8).to_string(), "p:2:1");
        assert_eq!(SourceLocation::at("p", text, 99).to_string(), "p:2:5");
    }
}
