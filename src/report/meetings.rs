//! The meetings of a register: all of them, and those that a proposal was spoken about at.

use serde::Serialize;

use crate::record::meeting::Meeting;
use crate::register::records::Register;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::Text;
use crate::render::page::Page;
use crate::report::words;
use crate::value::clock::Instant;
use crate::value::id::{ProposalId, RegisterId};

/// All meetings, the last first.
#[derive(Debug, Clone, Serialize)]
pub struct Meetings {
    format: u32,
    register: Option<RegisterId>,
    meetings: Vec<MeetingLine>,
}

/// A meeting in brief.
#[derive(Debug, Clone, Serialize)]
struct MeetingLine {
    date: String,
    present: usize,
    apologies: usize,
    proposals: Vec<ProposalId>,
    minutes: Vec<String>,
    actions: usize,
    open: usize,
    overdue: usize,
}

impl Meetings {
    /// The meetings as they are at a moment.
    pub fn of(register: &Register, now: Instant) -> Self {
        let lines = register.meetings.iter().rev();
        Self {
            format: 1,
            register: register.charter.as_ref().map(|c| c.register.clone()),
            meetings: lines
                .map(|(date, meeting)| MeetingLine::of(register, date, meeting, now))
                .collect(),
        }
    }

    /// The meetings for people.
    pub fn page(&self) -> Page {
        if self.meetings.is_empty() {
            return Page::new().line("No meeting is on record.");
        }
        let columns = [
            Column::new("meeting").keep(Keep::Always),
            Column::number("present").keep(Keep::High),
            Column::number("apologies"),
            Column::sentence("proposals"),
            Column::sentence("action items").keep(Keep::High),
            Column::sentence("minutes").keep(Keep::Low),
        ];
        let table = self
            .meetings
            .iter()
            .fold(Table::new(columns), |table, line| table.row(line.row()));
        Page::new().table(table)
    }
}

impl MeetingLine {
    fn of(register: &Register, date: &str, meeting: &Meeting, now: Instant) -> Self {
        let open = || meeting.actions.iter().filter(|item| item.done.is_none());
        Self {
            date: date.to_owned(),
            present: meeting.present.len(),
            apologies: meeting.apologies.len(),
            proposals: about(register, date, meeting),
            minutes: register.minutes(date),
            actions: meeting.actions.len(),
            open: open().count(),
            overdue: open().filter(|item| item.is_overdue(now)).count(),
        }
    }

    fn row(&self) -> [Text; 6] {
        let overdue = match self.overdue {
            0 => String::new(),
            overdue => format!(", {overdue} overdue"),
        };
        let items = match self.actions {
            0 => String::new(),
            all => format!("{} of {all} open{overdue}", self.open),
        };
        [
            (&self.date).into(),
            words::cell(whole(self.present)).into(),
            words::cell(whole(self.apologies)).into(),
            words::listed(&self.proposals).into(),
            items.into(),
            words::listed(&self.minutes).into(),
        ]
    }
}

fn whole(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The proposals that its record names, and those with a call that names the meeting.
fn about(register: &Register, date: &str, meeting: &Meeting) -> Vec<ProposalId> {
    let mut all = meeting.proposals.clone();
    for (id, _, _) in register.calls_at(date) {
        if !all.contains(id) {
            all.push(id.clone());
        }
    }
    all
}

/// A meeting at which a proposal was spoken about, or that one of its calls names.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MeetingAbout {
    date: String,
    calls: Vec<u32>,
    present: usize,
    minutes: Vec<String>,
}

impl MeetingAbout {
    /// The meetings about a proposal, the first first.
    pub(crate) fn all(register: &Register, proposal: &ProposalId) -> Vec<Self> {
        let about = |(date, meeting): (&String, &Meeting)| {
            let calls: Vec<u32> = register
                .calls_at(date)
                .filter(|(id, _, _)| *id == proposal)
                .map(|(_, n, _)| n)
                .collect();
            (!calls.is_empty() || meeting.proposals.contains(proposal)).then(|| Self {
                date: date.clone(),
                calls,
                present: meeting.present.len(),
                minutes: register.minutes(date),
            })
        };
        register.meetings.iter().filter_map(about).collect()
    }

    /// The meetings as a part of a larger page; nothing where there are none.
    pub(crate) fn page_of_all(all: &[Self]) -> Page {
        if all.is_empty() {
            return Page::new();
        }
        let columns = [
            Column::new(format!("Meetings ({})", all.len())).keep(Keep::Always),
            Column::new("of call"),
            Column::number("present"),
            Column::sentence("minutes").keep(Keep::High),
        ];
        let row = |each: &Self| -> [Text; 4] {
            [
                (&each.date).into(),
                words::listed(&each.calls).into(),
                words::cell(whole(each.present)).into(),
                words::listed(&each.minutes).into(),
            ]
        };
        let table = all
            .iter()
            .fold(Table::new(columns), |table, each| table.row(row(each)));
        Page::new().table(table)
    }
}
