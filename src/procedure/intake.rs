//! Names the result of each row of an imported table.

use std::collections::BTreeMap;

/// The result of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowOutcome {
    /// It cannot be imported as it is.
    Refused,
    /// It can mean several things, and a person must say which.
    NeedsAPerson,
    /// It changes the register.
    Accepted,
    /// The register already has it.
    Unchanged,
    /// It repeats an earlier row of the same participant.
    Duplicate,
    /// It is not a participant's row: a total or a note.
    SetAside,
}

impl RowOutcome {
    /// Every result, first those that a person must look at.
    pub const ALL: [RowOutcome; 6] = [
        RowOutcome::Refused,
        RowOutcome::NeedsAPerson,
        RowOutcome::Accepted,
        RowOutcome::Unchanged,
        RowOutcome::Duplicate,
        RowOutcome::SetAside,
    ];

    /// The result in words.
    pub fn in_words(self) -> &'static str {
        match self {
            RowOutcome::Refused => "refused",
            RowOutcome::NeedsAPerson => "needs review",
            RowOutcome::Accepted => "accepted",
            RowOutcome::Unchanged => "unchanged",
            RowOutcome::Duplicate => "duplicate",
            RowOutcome::SetAside => "ignored",
        }
    }

    /// Whether the row prevents the import.
    pub fn is_open(self) -> bool {
        matches!(self, RowOutcome::Refused | RowOutcome::NeedsAPerson)
    }
}

/// A row with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Received {
    /// The row's number in the table, from 1.
    pub row: usize,
    /// The name of the participant in the row.
    pub named: String,
    /// The participant's id, or `@` and the group's; none if it is not certain who is meant.
    pub participant: Option<String>,
    /// The result.
    pub verdict: RowOutcome,
    /// What it changes, or why it changes nothing.
    pub because: String,
    /// What to type; can be empty.
    pub hint: String,
}

/// How many rows have each result; results without rows are left out.
pub fn counted(rows: &[Received]) -> BTreeMap<RowOutcome, usize> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row.verdict).or_insert(0) += 1;
    }
    counts
}
