//! A meeting: who was present, its minutes, and what was to be done after it.

use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};

/// Something to be done after a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionItem {
    /// What.
    pub action: String,
    /// By whom.
    pub owner: ParticipantId,
    /// By when.
    pub due: Option<Instant>,
    /// When it was done.
    pub done: Option<Instant>,
}

impl ActionItem {
    /// Whether it should have been done by `now`, and was not.
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.done.is_none() && self.due.is_some_and(|due| due < now)
    }

    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("action", &self.action)
            .text("owner", self.owner.as_str())
            .maybe_instant("due", self.due)
            .maybe_instant("done", self.done);
        sheet
    }
}

/// What a meeting's file says; its date is its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Who was there.
    pub present: Vec<ParticipantId>,
    /// Who sent apologies.
    pub apologies: Vec<ParticipantId>,
    /// Where the minutes are, if not in the file beside it.
    pub minutes: Option<String>,
    /// The proposals that were spoken about.
    pub proposals: Vec<ProposalId>,
    /// What is to be done.
    pub actions: Vec<ActionItem>,
}

impl Meeting {
    /// Reads a meeting.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, meeting)
    }

    /// The record in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .list("present", &self.present)
            .maybe_list("apologies", &self.apologies)
            .maybe_text("minutes", self.minutes.as_deref())
            .maybe_list("proposals", &self.proposals);
        for action in &self.actions {
            sheet.item("action").append(action.sheet());
        }
        sheet
    }
}

fn meeting(keys: &mut Keys<'_>) -> Option<Meeting> {
    if !keys.has("present") {
        keys.missing("present", "[\"ruth-adeyemi\"]");
    }
    let present = keys.names("present", ParticipantId::parse);
    let apologies = keys.names("apologies", ParticipantId::parse);
    let minutes = keys.text("minutes");
    let proposals = keys.names("proposals", ProposalId::parse);
    let actions = keys.tables("action", action);
    Some(Meeting {
        present,
        apologies,
        minutes,
        proposals,
        actions,
    })
}

fn action(keys: &mut Keys<'_>) -> Option<ActionItem> {
    let action = keys.need_text("action");
    let owner = keys.need_name("owner", ParticipantId::parse);
    let due = keys.instant("due");
    let done = keys.instant("done");
    Some(ActionItem {
        action: action?,
        owner: owner?,
        due,
        done,
    })
}
