//! A refusal: what was asked for and cannot be done, why, and what to type instead.

use crate::procedure::obstacle::Obstacle;

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

    fn of(kind: Kind, sentence: impl Into<String>, hint: impl Into<String>) -> Self {
        let reason = Reason {
            sentence: sentence.into(),
            hint: hint.into(),
        };
        Self {
            kind,
            reasons: vec![reason],
        }
    }
}

impl From<Obstacle> for Reason {
    fn from(obstacle: Obstacle) -> Self {
        Self {
            sentence: obstacle.sentence,
            hint: obstacle.hint,
        }
    }
}

impl From<Obstacle> for Refusal {
    fn from(obstacle: Obstacle) -> Self {
        Self {
            kind: if obstacle.waits {
                Kind::Pending
            } else {
                Kind::Rules
            },
            reasons: vec![obstacle.into()],
        }
    }
}
