//! Reads and writes who did something, when and why; who entered a record for another participant; and
//! who has which role, in a charter or on a track.

use serde::Serialize;

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Moved, Part, key, record};
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Way, people};
use crate::record::shape::{KeyShape, Shape};
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::{ParticipantId, RoleName};

record! {
    /// Who did something, when and why.
    #[derive(Serialize)]
    pub struct Attribution {
        /// Who.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
        /// Why.
        pub reason: String = Owed("reason", "the reason is missing"),
    }
}

/// Required prose: the sentence is the error where it is missing.
pub(crate) struct Owed(pub(crate) &'static str, pub(crate) &'static str);

impl Part<String> for Owed {
    fn read(&self, keys: &mut Keys<'_>) -> Option<String> {
        let said = keys.text(self.0).filter(|said| !said.trim().is_empty());
        if said.is_none() {
            let hint = format!("{} = '''…'''", self.0);
            keys.fault(code::S127, self.0, self.1, hint);
        }
        said
    }

    fn write(&self, value: &String, sheet: &mut CanonicalToml) {
        sheet.prose(self.0, value);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new(self.0, Shape::Text, true, says)]
    }
}

/// How something was entered for the participant who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Who entered it.
    pub by: ParticipantId,
    /// When it was received.
    pub received: Option<Instant>,
    /// A link to the source.
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
pub(crate) const ENTERED: Names = Names {
    by: "relayed-by",
    received: "received",
    evidence: "evidence",
};
/// The keys for the reply to a response.
pub(crate) const REPLY_ENTERED: Names = Names {
    by: "reply-relayed-by",
    received: "reply-received",
    evidence: "reply-evidence",
};

impl Names {
    /// All of them, to remove them from a record.
    pub(crate) fn all(self) -> [&'static str; 3] {
        [self.by, self.received, self.evidence]
    }

    /// What the keys say; `None` where the participant entered it.
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

    /// Whether the record has this time as a key of its own.
    fn has_own_received(self) -> bool {
        self.received == ENTERED.received
    }

    /// Writes the keys into an existing record.
    pub(crate) fn write(self, sheet: &mut CanonicalToml, entered: Option<&Entered>) {
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

    fn write(&self, entered: &Option<Entered>, sheet: &mut CanonicalToml) {
        // The time of receipt is a key of its own, also where the participant entered the record.
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
        let received = key(self.received, Shape::Instant, "When it was received.");
        let mut keys = vec![key(self.by, Shape::Id, says)];
        if !self.has_own_received() {
            keys.push(received);
        }
        keys.push(key(
            self.evidence,
            Shape::Text,
            "A link or a note of the source.",
        ));
        keys
    }

    fn moved(&self, _: &Option<Entered>, _: &Option<Entered>) -> Vec<Moved> {
        let by = key(self.by);
        vec![Moved::of(&match self.has_own_received() {
            true => by,
            false => by.reply(),
        })]
    }
}

/// Roles with their holders, in the order in which they are written.
pub type Roles = Vec<(RoleName, Vec<ParticipantId>)>;

/// A table of roles, each with the ids of its holders.
pub(crate) struct RoleTable;

impl Part<Roles> for RoleTable {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Roles> {
        Some(keys.table("roles", roles).unwrap_or_default())
    }

    fn write_tables(&self, roles: &Roles, sheet: &mut CanonicalToml) {
        if !roles.is_empty() {
            let sheet = sheet.table("roles");
            for (role, holders) in roles {
                sheet.list(role.as_str(), holders);
            }
        }
    }

    fn people_mut(&self, roles: &mut Roles, way: &Way<'_>, each: &mut Each<'_>) {
        for (role, holders) in roles {
            people(holders, &way.key("roles").key(role.as_str()), each);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let holders = Shape::List(Box::new(Shape::Id));
        let table = Shape::Named(Box::new(holders));
        vec![KeyShape::new("roles", table, false, says)]
    }
}

fn roles(keys: &mut Keys<'_>) -> Roles {
    keys.each(|entry| {
        Some((
            entry.name(RoleName::parse)?,
            entry.names(ParticipantId::parse),
        ))
    })
}

/// The holders of a role; `None` where the table does not name it.
pub(crate) fn holders<'r>(roles: &'r Roles, role: &str) -> Option<&'r [ParticipantId]> {
    let found = roles.iter().find(|(name, _)| name.as_str() == role);
    found.map(|(_, holders)| holders.as_slice())
}
