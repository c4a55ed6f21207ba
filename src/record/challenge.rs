//! A challenge: a participant's dispute of a draft designation. Its path says whose it is, and
//! which draft it disputes.

use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;

/// What the file of a challenge says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Why the draft does not fit what was said.
    pub reason: String,
    /// When it was made; where it is left out, its landing says so.
    pub at: Option<Instant>,
    /// Whether the challenger took it back.
    pub withdrawn: bool,
    /// Why.
    pub withdrawn_reason: Option<String>,
}

impl Challenge {
    /// Reads a challenge.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, challenge)
    }

    /// The record in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .prose("reason", &self.reason)
            .maybe_instant("at", self.at);
        if self.withdrawn {
            sheet.flag("withdrawn", true);
        }
        sheet.maybe_prose("withdrawn-reason", self.withdrawn_reason.as_deref());
        sheet
    }
}

fn challenge(keys: &mut Keys<'_>) -> Option<Challenge> {
    let reason = keys.need_text("reason");
    let at = keys.instant("at");
    let withdrawn = keys.flag("withdrawn").unwrap_or(false);
    let withdrawn_reason = keys.text("withdrawn-reason");
    Some(Challenge {
        reason: reason?,
        at,
        withdrawn,
        withdrawn_reason,
    })
}
