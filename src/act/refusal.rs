//! Says what was asked for and cannot be done, with every reason and what to do about each.

use crate::procedure::blocker::Blocker;
use crate::value::hint::Hint;

/// Why something is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The rules of the charter or the procedure refuse it.
    Rules,
    /// The command was typed wrong: an unknown name, a missing reason.
    Usage,
    /// It is only too early.
    Pending,
    /// Exactly this is recorded already, so there is nothing to do.
    Recorded,
}

/// One reason, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What is wrong, without a full stop.
    pub sentence: String,
    /// What to do about it, and who can; may be empty.
    pub hint: Hint,
}

/// A refusal with every reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why it is refused.
    pub kind: Kind,
    /// What cannot be done, where there are several reasons: they are numbered below it.
    pub headline: Option<String>,
    /// The reasons; never empty.
    pub reasons: Vec<Reason>,
}

impl Refusal {
    /// The rules refuse it.
    pub fn rules(sentence: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self::of(Kind::Rules, sentence, hint)
    }

    /// The command was typed wrong.
    pub fn usage(sentence: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self::of(Kind::Usage, sentence, hint)
    }

    /// It is only too early.
    pub fn pending(sentence: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self::of(Kind::Pending, sentence, hint)
    }

    /// Exactly this is recorded already.
    pub fn recorded(sentence: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self::of(Kind::Recorded, sentence, hint)
    }

    fn of(kind: Kind, sentence: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self {
            kind,
            headline: None,
            reasons: vec![Reason::new(sentence, hint)],
        }
    }

    /// Refuses with all of these reasons; refuses nothing where there are none. `headline` makes the
    /// sentence above several of them from their number.
    ///
    /// # Errors
    /// There is a reason.
    pub fn of_all(
        kind: Kind,
        reasons: Vec<Reason>,
        headline: impl FnOnce(usize) -> String,
    ) -> Result<(), Self> {
        let headline = match reasons.len() {
            0 => return Ok(()),
            1 => None,
            several => Some(headline(several)),
        };
        Err(Self {
            kind,
            headline,
            reasons,
        })
    }
}

impl Reason {
    /// A reason with what to do about it.
    pub fn new(sentence: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self {
            sentence: sentence.into(),
            hint: hint.into(),
        }
    }
}

impl From<Blocker> for Reason {
    fn from(blocker: Blocker) -> Self {
        Self::new(blocker.sentence, blocker.hint)
    }
}

impl From<Blocker> for Refusal {
    fn from(blocker: Blocker) -> Self {
        let kind = match blocker.waits {
            true => Kind::Pending,
            false => Kind::Rules,
        };
        Self {
            kind,
            headline: None,
            reasons: vec![blocker.into()],
        }
    }
}
