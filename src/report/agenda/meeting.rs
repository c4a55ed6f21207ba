//! What is left of the last meeting: its minutes, and what was to be done after it.

use serde::Serialize;

use crate::record::path::RecordPath;
use crate::register::records::Register;
use crate::render::page::Page;
use crate::report::when::{LocalOffset, moment};
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;

/// The last meeting before another.
#[derive(Debug, Clone, Serialize)]
pub(super) struct LastMeeting {
    date: String,
    /// Where the minutes are; none where there are none on record.
    minutes: Option<String>,
    /// What was not done yet, of this meeting and of those before it.
    actions: Vec<OpenAction>,
}

/// Something that was to be done.
#[derive(Debug, Clone, Serialize)]
struct OpenAction {
    meeting: String,
    action: String,
    owner: ParticipantId,
    due: Option<Instant>,
    overdue: bool,
}

impl LastMeeting {
    /// The last meeting before `date`, with the open action items of all before it.
    pub(super) fn of(register: &Register, date: &str, now: Instant) -> Option<Self> {
        let before = || register.meetings.range(..date.to_owned());
        let (last, meeting) = before().next_back()?;
        let beside = RecordPath::Minutes(last.clone()).to_string();
        let beside = register.bytes(&beside).map(|_| beside);
        let actions = before().flat_map(|(held, meeting)| {
            let open = meeting.actions.iter().filter(|item| item.done.is_none());
            open.map(|item| OpenAction {
                meeting: held.clone(),
                action: item.action.clone(),
                owner: item.owner.clone(),
                due: item.due,
                overdue: item.due.is_some_and(|due| due < now),
            })
        });
        Some(Self {
            date: last.clone(),
            minutes: meeting.minutes.clone().or(beside),
            actions: actions.collect(),
        })
    }

    pub(super) fn page(&self, now: Instant, offset: LocalOffset) -> Page {
        let minutes = self.minutes.as_deref().unwrap_or("none on record");
        let page = Page::new()
            .heading(format!("Last meeting, {}", self.date))
            .facts([("Minutes", minutes)]);
        if self.actions.is_empty() {
            return page.line("No action item is open.");
        }
        let items = self.actions.iter().map(|item| {
            let due = item
                .due
                .map(|due| format!(", by {}", moment(due, now, offset)));
            let overdue = if item.overdue { ", OVERDUE" } else { "" };
            let due = due.unwrap_or_default();
            format!(
                "{}: {} (of {}{due}{overdue})",
                item.owner, item.action, item.meeting
            )
        });
        page.line("Open action items:").bullets(items)
    }
}
