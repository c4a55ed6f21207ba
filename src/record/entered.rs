//! That somebody else typed what a record says: who, when it was given, and where that can be seen.

use crate::record::described::Part;
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Way};
use crate::record::shape::{KeyShape, Shape};
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
    fn entered(self, keys: &mut Keys<'_>) -> Option<Entered> {
        let by = keys.name(self.by, ParticipantId::parse);
        let received = keys.instant(self.received);
        let evidence = keys.text(self.evidence);
        Some(Entered {
            by: by?,
            received,
            evidence,
        })
    }

    /// Whether the moment is a key that the record has anyway.
    fn has_own_received(self) -> bool {
        self.received == RECORD.received
    }

    /// Writes the keys into a record that is there.
    pub(crate) fn write(self, sheet: &mut Sheet, entered: Option<&Entered>) {
        let Some(entered) = entered else { return };
        sheet
            .text(self.by, entered.by.as_str())
            .maybe_instant(self.received, entered.received)
            .maybe_text(self.evidence, entered.evidence.as_deref());
    }
}

impl Part<Option<Entered>> for Names {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Option<Entered>> {
        Some(self.entered(keys))
    }

    fn write(&self, entered: &Option<Entered>, sheet: &mut Sheet) {
        // When a record was received is a key of its own, whoever typed it.
        let entered = entered.clone().map(|entered| Entered {
            received: entered.received.filter(|_| !self.has_own_received()),
            ..entered
        });
        Names::write(*self, sheet, entered.as_ref());
    }

    fn people_mut(&self, entered: &mut Option<Entered>, way: &Way<'_>, each: &mut Each<'_>) {
        if let Some(entered) = entered {
            each(&mut entered.by, &way.key(self.by));
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let key = |name, shape, says: &str| KeyShape::new(name, shape, false, says);
        let received = key(
            self.received,
            Shape::Instant,
            "When the participant gave it.",
        );
        let mut keys = vec![key(self.by, Shape::Id, says)];
        if !self.has_own_received() {
            keys.push(received);
        }
        keys.push(key(self.evidence, Shape::Text, "Where that can be seen."));
        keys
    }
}
