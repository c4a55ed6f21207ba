//! Whom a name means that somebody typed.

use crate::register::records::Register;
use crate::value::canonical::canonical;
use crate::value::id::ParticipantId;

impl Register {
    /// Whom an id means that somebody typed: a present one, or a former one.
    pub fn known_as(&self, id: &ParticipantId) -> Option<&ParticipantId> {
        let (present, _) = self.participants.get_key_value(self.people.present(id))?;
        Some(present)
    }

    /// Everybody whom a name means, typed whole: an id or a former one, else a name, an address, an
    /// account, a login or another name, as `@ana` too.
    pub fn named(&self, typed: &str) -> Vec<&ParticipantId> {
        let bare = typed.strip_prefix('@').unwrap_or(typed);
        let id = ParticipantId::parse(bare).ok();
        if let Some(one) = id.as_ref().and_then(|id| self.known_as(id)) {
            return vec![one];
        }
        let wanted = canonical(bare);
        if wanted.is_empty() {
            return Vec::new();
        }
        let people = self.participants.iter();
        let meant = people.filter(|(_, who)| who.names().any(|name| canonical(name) == wanted));
        meant.map(|(id, _)| id).collect()
    }
}
