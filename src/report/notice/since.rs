//! What became of a call since it was opened, for a notice that is printed again.

use serde::Serialize;

use crate::record::call::Call;
use crate::register::records::CallFolder;
use crate::render::page::Page;
use crate::report::calls::{self, Act};
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;

/// Whether a call takes positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// It is open.
    Positions,
    /// It is over: what was given stands.
    NoMore,
    /// It was withdrawn: nothing in it counts.
    Nothing,
}

/// What became of a call.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Since {
    #[serde(skip)]
    pub(super) takes: Takes,
    state: String,
    first_announced: Instant,
    frozen: Option<CommitId>,
    seats: u64,
    acts: Vec<Act>,
    #[serde(skip)]
    was_put_off: bool,
}

impl Since {
    /// What is on record of a call at `now`.
    pub(super) fn of(filed: &CallFolder, call: &Call, tally: &Tally, now: Instant) -> Self {
        let takes = match (&call.withdrawal, &filed.decision) {
            (Some(_), None) => Takes::Nothing,
            (None, None) if call.is_open(now) => Takes::Positions,
            _ => Takes::NoMore,
        };
        Self {
            takes,
            state: calls::state(filed, call, now),
            first_announced: call.closes,
            frozen: call.frozen.clone(),
            seats: tally.count.seats,
            acts: calls::acts(call),
            was_put_off: !call.extensions.is_empty(),
        }
    }

    /// What stands below the closing time.
    pub(super) fn facts(&self) -> [(&'static str, String); 3] {
        let first = match self.was_put_off {
            true => format!("{}, as first announced", self.first_announced.long()),
            false => String::new(),
        };
        let frozen = self.frozen.as_ref().map_or_else(String::new, |commit| {
            format!("{} seats at {}", self.seats, commit.short())
        });
        [
            ("Put off from", first),
            ("Frozen", frozen),
            ("State", self.state.clone()),
        ]
    }

    /// Everything that was done to the call `n`, with its reasons.
    pub(super) fn page(&self, n: u32) -> Page {
        if self.acts.is_empty() {
            return Page::new();
        }
        let told = |page: Page, act: &Act| page.then(act.page(n));
        self.acts.iter().fold(Page::new(), told).gap()
    }
}
