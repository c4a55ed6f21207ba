//! That somebody else typed what a record says: who, when it was given, and where that can be seen.

use crate::record::keys::Keys;
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;

/// How something was entered for the participant who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Who typed it.
    pub by: ParticipantId,
    /// When the participant gave it.
    pub received: Option<Instant>,
    /// Where that can be seen.
    pub evidence: Option<String>,
}

/// The keys that say so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names {
    by: &'static str,
    received: &'static str,
    evidence: &'static str,
}

/// The keys for the whole record.
pub(crate) const RECORD: Names = Names {
    by: "relayed-by",
    received: "received",
    evidence: "evidence",
};
/// The keys for the reply to a response.
pub(crate) const REPLY: Names = Names {
    by: "reply-relayed-by",
    received: "reply-received",
    evidence: "reply-evidence",
};

impl Names {
    /// All of them, for taking them out of a record.
    pub(crate) fn all(self) -> [&'static str; 3] {
        [self.by, self.received, self.evidence]
    }

    /// What the keys say; `None` where nobody else typed it.
    pub(crate) fn read(self, keys: &mut Keys<'_>) -> Option<Entered> {
        let by = keys.name(self.by, ParticipantId::parse);
        let received = keys.instant(self.received);
        let evidence = keys.text(self.evidence);
        Some(Entered {
            by: by?,
            received,
            evidence,
        })
    }

    /// Writes the keys.
    pub(crate) fn write(self, sheet: &mut Sheet, entered: Option<&Entered>) {
        let Some(entered) = entered else { return };
        sheet
            .text(self.by, entered.by.as_str())
            .maybe_instant(self.received, entered.received)
            .maybe_text(self.evidence, entered.evidence.as_deref());
    }
}
