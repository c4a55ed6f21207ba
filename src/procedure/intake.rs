//! What became of each row of a table that is brought in.

use std::collections::BTreeMap;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowOutcome {
    /// It cannot be taken as it stands.
    Refused,
    /// It may mean several things, and somebody has to say which.
    NeedsAPerson,
    /// It changes the register.
    Accepted,
    /// The register says so already.
    Unchanged,
    /// It says again what an earlier row of the same participant says.
    Duplicate,
    /// It is nobody's: a total, a note.
    SetAside,
}

impl RowOutcome {
    /// Every verdict, those that somebody has to look at first.
    pub const ALL: [RowOutcome; 6] = [
        RowOutcome::Refused,
        RowOutcome::NeedsAPerson,
        RowOutcome::Accepted,
        RowOutcome::Unchanged,
        RowOutcome::Duplicate,
        RowOutcome::SetAside,
    ];

    /// How a sentence names it.
    pub fn in_words(self) -> &'static str {
        match self {
            RowOutcome::Refused => "refused",
            RowOutcome::NeedsAPerson => "needs a person",
            RowOutcome::Accepted => "accepted",
            RowOutcome::Unchanged => "unchanged",
            RowOutcome::Duplicate => "duplicate",
            RowOutcome::SetAside => "set aside",
        }
    }

    /// Whether the row keeps the table from being written.
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
    /// How the row names the participant.
    pub named: String,
    /// The participant's id, or `@` and the group's; none where nobody is meant for certain.
    pub participant: Option<String>,
    /// What became of it.
    pub verdict: RowOutcome,
    /// What it does, or why it does nothing.
    pub because: String,
    /// What to type; may be empty.
    pub hint: String,
}

/// How many rows there are of each verdict, verdicts without rows left out.
pub fn counted(rows: &[Received]) -> BTreeMap<RowOutcome, usize> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row.verdict).or_insert(0) += 1;
    }
    counts
}
