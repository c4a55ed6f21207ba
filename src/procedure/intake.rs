//! Says for each row of an imported table what happened to it.

use std::collections::BTreeMap;

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowOutcome {
    /// It cannot be imported.
    Refused,
    /// It can mean several things, and a person must decide which.
    NeedsAPerson,
    /// It changes the register.
    Accepted,
    /// The register already has it.
    Unchanged,
    /// It repeats an earlier row of the same participant.
    Duplicate,
    /// It is not an answer: a total, a note.
    SetAside,
}

impl RowOutcome {
    /// Every outcome, those that need attention first.
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

/// A row with its outcome.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Received {
    /// The row's number in the table, from 1.
    pub row: usize,
    /// The name of the participant in the row.
    pub named: String,
    /// The participant's id, or `@` and the group's; none if the row names nobody for certain.
    pub participant: Option<String>,
    /// What happened to it.
    pub verdict: RowOutcome,
    /// What it changes, or why it changes nothing.
    pub because: String,
    /// What to type; can be empty.
    pub hint: String,
}

/// The number of rows of each outcome, without outcomes that no row has.
pub fn counted(rows: &[Received]) -> BTreeMap<RowOutcome, usize> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row.verdict).or_insert(0) += 1;
    }
    counts
}
