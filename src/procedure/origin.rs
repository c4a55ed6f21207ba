//! Where a change comes from, as far as anybody can tell.

use std::collections::BTreeSet;

use crate::value::id::ParticipantId;

/// Who submitted a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// These participants, all of them together.
    Known(BTreeSet<ParticipantId>),
    /// Somebody whom the roster does not know, by account or address.
    Stranger(String),
    /// Nobody said who, or nothing asks.
    Unverified,
}

/// A proof that a charter asks for and that could not be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unproven {
    /// Signatures are not checked.
    Signature,
    /// A history does not say which account submitted a landing.
    AccountInHistory,
}

impl Unproven {
    /// In a sentence, without its full stop.
    pub fn sentence(self) -> &'static str {
        match self {
            Unproven::Signature => {
                "the charter asks for signatures of who submits, which this program does not check \
                 yet, so who submitted is not proven"
            }
            Unproven::AccountInHistory => {
                "the charter takes accounts at the forge as proof of who submits, which no history \
                 tells: whose records changed by whose hand was for the check of each request"
            }
        }
    }
}
