//! Whose records and whose turns: what several screens ask of a register about one person.

use crate::procedure::rights::{About, Deed, Office, may};
use crate::record::path::Owner;
use crate::register::records::Register;
use crate::value::id::ParticipantId;

/// Whether a position file of `owner` is this person's: their own, or that of a group for which
/// they speak.
pub(crate) fn owns(register: &Register, who: &ParticipantId, owner: &Owner) -> bool {
    match owner {
        Owner::Participant(id) => id == who,
        Owner::Group(id) => {
            let charter = register.charter.as_ref();
            let group = charter.and_then(|charter| charter.group(id));
            group.is_some_and(|group| group.representatives.contains(who))
        }
    }
}

/// The names of those who keep the records, with their addresses: to whom somebody writes who
/// types no commands.
pub(crate) fn keepers(register: &Register) -> Vec<String> {
    let about = About::register(register);
    let secretaries = about.holders(Office::Secretaries);
    let keepers = match secretaries.is_empty() {
        true => may(Deed::EnterForAnother, &about),
        false => secretaries,
    };
    keepers.iter().map(|id| addressed(register, id)).collect()
}

/// A person's name with their address, as far as the roster has them.
pub(crate) fn addressed(register: &Register, id: &ParticipantId) -> String {
    let Some(who) = register.participant(id) else {
        return id.to_string();
    };
    match who.emails.first() {
        Some(email) => format!("{} <{email}>", who.name),
        None => format!("{} ({id})", who.name),
    }
}
