//! What is wrong with a rule, and where.

use crate::value::text;

/// A fault of a rule, or a warning about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFault {
    /// Where it stands: an offset in bytes from the start of the rule.
    pub at: usize,
    /// What was found and what was expected.
    pub sentence: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl RuleFault {
    pub(super) fn new(at: usize, sentence: impl Into<String>) -> Self {
        Self {
            at,
            sentence: sentence.into(),
            hint: None,
        }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

/// A word of the rule as a sentence quotes it.
pub(super) fn quoted(word: &str) -> String {
    format!("\"{}\"", text::shortened(word, 64))
}
