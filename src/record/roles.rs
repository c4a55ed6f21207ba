//! Who holds which role: in a charter, and on a track that gives a role to others.

use crate::record::keys::Keys;
use crate::value::id::{ParticipantId, RoleName};

/// Roles with their holders, in the order in which they are written.
pub type Roles = Vec<(RoleName, Vec<ParticipantId>)>;

/// Reads a table of roles.
pub(crate) fn roles(keys: &mut Keys<'_>) -> Roles {
    keys.each(|entry| {
        Some((
            entry.name(RoleName::parse)?,
            entry.names(ParticipantId::parse),
        ))
    })
}

/// The holders of a role; `None` where the table does not name it.
pub(crate) fn named<'r>(roles: &'r Roles, role: &str) -> Option<&'r [ParticipantId]> {
    let found = roles.iter().find(|(name, _)| name.as_str() == role);
    found.map(|(_, holders)| holders.as_slice())
}
