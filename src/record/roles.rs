//! Who holds which role: in a charter, and on a track that gives a role to others.

use crate::record::described::Part;
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Way, people};
use crate::record::shape::{KeyShape, Shape};
use crate::record::sheet::Sheet;
use crate::value::id::{ParticipantId, RoleName};

/// Roles with their holders, in the order in which they are written.
pub type Roles = Vec<(RoleName, Vec<ParticipantId>)>;

/// A table of roles, each with the ids of its holders.
pub(crate) struct RoleTable;

impl Part<Roles> for RoleTable {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Roles> {
        Some(keys.table("roles", roles).unwrap_or_default())
    }

    fn write(&self, _: &Roles, _: &mut Sheet) {}

    fn write_tables(&self, roles: &Roles, sheet: &mut Sheet) {
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
pub(crate) fn named<'r>(roles: &'r Roles, role: &str) -> Option<&'r [ParticipantId]> {
    let found = roles.iter().find(|(name, _)| name.as_str() == role);
    found.map(|(_, holders)| holders.as_slice())
}
