//! A meeting: who was present, its minutes, and what was to be done after it.

use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;

/// Something to be done after a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionItem {
    /// What.
    pub action: String,
    /// By whom.
    pub owner: ParticipantId,
    /// By when.
    pub due: Option<Instant>,
}

/// What a meeting's file says; its date is its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Who was there.
    pub present: Vec<ParticipantId>,
    /// Who sent apologies.
    pub apologies: Vec<ParticipantId>,
    /// Where the minutes are.
    pub minutes: Option<String>,
    /// What is to be done.
    pub actions: Vec<ActionItem>,
}

impl Meeting {
    /// Reads a meeting.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, meeting)
    }
}

fn meeting(keys: &mut Keys<'_>) -> Option<Meeting> {
    if !keys.has("present") {
        keys.missing("present", "[\"ruth-adeyemi\"]");
    }
    let present = keys.names("present", ParticipantId::parse);
    let apologies = keys.names("apologies", ParticipantId::parse);
    let minutes = keys.text("minutes");
    let actions = keys.tables("action", action);
    Some(Meeting {
        present,
        apologies,
        minutes,
        actions,
    })
}

fn action(keys: &mut Keys<'_>) -> Option<ActionItem> {
    let action = keys.need_text("action");
    let owner = keys.need_name("owner", ParticipantId::parse);
    let due = keys.instant("due");
    Some(ActionItem {
        action: action?,
        owner: owner?,
        due,
    })
}
