//! Statements of interest on a screen: who owes one that is missing, or has grown old.

use serde::Serialize;

use crate::register::interests::{Owed, Statement};
use crate::render::ink::{Ink, Text};
use crate::value::clock::Span;
use crate::value::id::ParticipantId;

/// The most names that stand in one line.
const NAMES: usize = 12;

/// The statements that a group of people owe.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Statements {
    within: Span,
    people: usize,
    missing: Vec<ParticipantId>,
    older: Vec<ParticipantId>,
}

impl Statements {
    /// What is owed, to be shown.
    pub(crate) fn of(owed: &Owed) -> Self {
        Self {
            within: owed.within,
            people: owed.people,
            missing: owed.missing.clone(),
            older: owed.older.clone(),
        }
    }

    /// One line: `Statements of interest: 2 missing (ann, ben), 1 older than 12 months (cid)`.
    pub(crate) fn line(&self) -> Text {
        let part = |people: &[ParticipantId], what: String| {
            (!people.is_empty()).then(|| format!("{} {what} ({})", people.len(), names(people)))
        };
        let parts = [
            part(&self.missing, "missing".to_owned()),
            part(&self.older, format!("older than {}", self.within)),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        match parts.as_slice() {
            [] => format!(
                "Statements of interest: all {} are there, none older than {}",
                self.people, self.within
            )
            .into(),
            parts => Ink::Attention.on(format!("Statements of interest: {}", parts.join(", "))),
        }
    }
}

/// Names in a line; where there are many, the first of them.
fn names(people: &[ParticipantId]) -> String {
    let shown: Vec<&str> = people.iter().take(NAMES).map(|id| id.as_str()).collect();
    match people.len().saturating_sub(NAMES) {
        0 => shown.join(", "),
        more => format!("{}, and {more} more", shown.join(", ")),
    }
}

/// A statement in a cell of the roster.
pub(crate) fn cell(statement: &Statement) -> Text {
    match statement {
        Statement::Current(day) => day.into(),
        Statement::Older(day) => Ink::Attention.on(format!("{day}, too old")),
        Statement::Missing => Ink::Bad.on("missing"),
    }
}

/// The same in a word, for programs.
pub(crate) fn word(statement: &Statement) -> &'static str {
    match statement {
        Statement::Current(_) => "current",
        Statement::Older(_) => "older",
        Statement::Missing => "missing",
    }
}
