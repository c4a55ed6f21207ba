//! Whose records and whose turns: what several screens ask of a register about one person.

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
    use crate::record::charter::SECRETARY;
    let Some(charter) = &register.charter else {
        return Vec::new();
    };
    let secretaries = charter.holders(SECRETARY);
    let chairs: Vec<ParticipantId> = charter.chairs().cloned().collect();
    let keepers = if secretaries.is_empty() {
        chairs.as_slice()
    } else {
        secretaries
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
