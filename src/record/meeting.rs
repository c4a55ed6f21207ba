//! Reads and writes meetings: who was present, the minutes, and the action items.

use serde::Serialize;

use crate::record::described::{key, record};
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};

record! {
    /// An action item.
    #[derive(Serialize)]
    pub struct ActionItem {
        /// What.
        pub action: String = key("action"),
        /// By whom.
        pub owner: ParticipantId = key("owner"),
        /// When it is due.
        pub due: Option<Instant> = key("due"),
        /// When it was done.
        pub done: Option<Instant> = key("done"),
    }
}

impl ActionItem {
    /// Whether it should have been done by `now`, and was not.
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.done.is_none() && self.due.is_some_and(|due| due < now)
    }
}

record! {
    /// What a meeting's file says; its date is its name.
    pub struct Meeting {
        /// Who was there.
        pub present: Vec<ParticipantId> = key("present").needed("[\"ruth-adeyemi\"]"),
        /// Who sent apologies.
        pub apologies: Vec<ParticipantId> = key("apologies"),
        /// A link to the minutes, if they are not in the file next to it.
        pub minutes: Option<String> = key("minutes"),
        /// The proposals that were discussed.
        pub proposals: Vec<ProposalId> = key("proposals"),
        /// The action items.
        pub actions: Vec<ActionItem> = key("action"),
    }
}
