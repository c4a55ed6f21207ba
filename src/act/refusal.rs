//! A refusal: what was asked for and cannot be done, why, and what to type instead.

use crate::procedure::blocker::Blocker;

/// What kind of no it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The rules of the charter or the procedure refuse it.
    Rules,
    /// The words of the command are off: a name that is not there, a missing reason.
    Usage,
    /// Nothing is wrong: it is too early.
    Pending,
}

/// One reason with its remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What was found and what was expected, without a full stop.
    pub sentence: String,
    /// Who can do something about it, and what they type; may be empty.
    pub hint: String,
}

/// A refusal with every reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What kind of no it is.
    pub kind: Kind,
    /// The reasons; never empty.
    pub reasons: Vec<Reason>,
}

impl Refusal {
    /// The rules refuse it.
    pub fn rules(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::of(Kind::Rules, sentence, hint)
    }

    /// The words of the command are off.
    pub fn usage(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::of(Kind::Usage, sentence, hint)
    }

    /// Nothing is wrong: it is too early.
    pub fn pending(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::of(Kind::Pending, sentence, hint)
    }

    fn of(kind: Kind, sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            kind,
            reasons: vec![Reason::new(sentence, hint)],
        }
    }

    /// Refuses with all of these reasons; refuses nothing where there are none.
    ///
    /// # Errors
    /// There is a reason.
    pub fn of_all(kind: Kind, reasons: Vec<Reason>) -> Result<(), Self> {
        match reasons.is_empty() {
            true => Ok(()),
            false => Err(Self { kind, reasons }),
        }
    }
}

impl Reason {
    /// A reason with its remedy.
    pub fn new(sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            hint: hint.into(),
        }
    }
}

impl From<Blocker> for Reason {
    fn from(obstacle: Blocker) -> Self {
        Self::new(obstacle.sentence, obstacle.hint)
    }
}

impl From<Blocker> for Refusal {
    fn from(obstacle: Blocker) -> Self {
        let kind = match obstacle.waits {
            true => Kind::Pending,
            false => Kind::Rules,
        };
        Self::of(kind, obstacle.sentence, obstacle.hint)
    }
}
