//! An act of somebody in a role: who did it, when, and why. All three are owed.

use crate::record::keys::Keys;
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::ParticipantId;

/// Who did something, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Who.
    pub by: ParticipantId,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: String,
}

impl Act {
    /// The keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("by", self.by.as_str())
            .instant("at", self.at)
            .prose("reason", &self.reason);
        sheet
    }

    /// Takes the three keys; each that is missing is a fault.
    pub(crate) fn keys(keys: &mut Keys<'_>) -> Option<Self> {
        let by = keys.need_name("by", ParticipantId::parse);
        let at = keys.need_instant("at");
        let reason = keys
            .text("reason")
            .filter(|reason| !reason.trim().is_empty());
        if reason.is_none() {
            let sentence = "this act has no reason, and one is owed";
            keys.fault(code::S127, "reason", sentence, "reason = '''…'''");
        }
        Some(Self {
            by: by?,
            at: at?,
            reason: reason?,
        })
    }
}
