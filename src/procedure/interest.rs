//! Statements of interest that are owed: where a charter says how old one may be, everybody on the
//! roster owes one.

use crate::record::participant::Participant;
use crate::register::records::Register;
use crate::value::clock::{Instant, Span};
use crate::value::id::ParticipantId;

/// What is wrong with a statement of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owed {
    /// There is none, or it does not say when it was made.
    Missing,
    /// It is of this day, and older than the charter allows.
    Older(String),
}

impl Owed {
    /// What is wrong, in words.
    pub fn in_words(&self) -> String {
        match self {
            Owed::Missing => "missing".to_owned(),
            Owed::Older(day) => format!("of {day}, which is too old"),
        }
    }
}

/// Everybody on the roster who owes a statement of interest at `now`, by id; nobody where the
/// charter asks for none.
pub fn owed(register: &Register, now: Instant) -> Vec<(ParticipantId, Owed)> {
    let charter = register.charter.as_ref();
    let Some(allowed) = charter.and_then(|charter| charter.interests) else {
        return Vec::new();
    };
    let people = register.participants.iter();
    people
        .filter_map(|(id, who)| Some((id.clone(), owed_by(who, allowed, now)?)))
        .collect()
}

fn owed_by(who: &Participant, allowed: Span, now: Instant) -> Option<Owed> {
    let (Some(_), Some(day)) = (&who.interests, &who.interests_updated) else {
        return Some(Owed::Missing);
    };
    let Ok(made) = Instant::parse(&format!("{day}T00:00:00Z")) else {
        return Some(Owed::Missing);
    };
    (allowed.after(made) < now).then(|| Owed::Older(day.clone()))
}
