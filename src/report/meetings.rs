//! Shows the meetings of a register: the list of all, those about one proposal, and one in full with
//! attendance, action items and calls.

use crate::value::sentence::many;
use serde::Serialize;

use crate::record::charter::Group;
use crate::record::meeting::{ActionItem, Meeting};
use crate::record::path::RecordPath;
use crate::register::records::Register;
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Facts, Page};
use crate::report::calls;
use crate::report::words::{self, LocalOffset, moment};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{GroupId, ParticipantId, ProposalId, RegisterId};

/// All meetings, newest first.
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
            let add = Command::new("meeting add").with(Placeholder::Date);
            return Page::new().line(format!("No meetings recorded. To record one: {add}"));
        }
        let table = Table::of(&self.meetings)
            .words("meeting", DropPriority::Always, |line| &line.date)
            .numbers("present", DropPriority::High, |line| {
                words::cell(line.present)
            })
            .numbers("apologies", DropPriority::Normal, |line| {
                words::cell(line.apologies)
            })
            .sentences("proposals", DropPriority::Normal, |line| {
                words::listed(&line.proposals)
            })
            .sentences("action items", DropPriority::Always, MeetingLine::items)
            .sentences("minutes", DropPriority::Low, |line| {
                words::listed(&line.minutes)
            });
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

    fn items(&self) -> String {
        let overdue = match self.overdue {
            0 => String::new(),
            overdue => format!(", {overdue} overdue"),
        };
        match self.actions {
            0 => String::new(),
            all => format!("{} of {all} open{overdue}", self.open),
        }
    }
}

/// The proposals of the meeting's record, and those with a call that names the meeting.
fn about(register: &Register, date: &str, meeting: &Meeting) -> Vec<ProposalId> {
    let mut all = meeting.proposals.clone();
    for (id, _, _) in register.calls_at(date) {
        if !all.contains(id) {
            all.push(id.clone());
        }
    }
    all
}

/// A meeting about a proposal, or one that a call on it names.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MeetingAbout {
    date: String,
    calls: Vec<u32>,
    present: usize,
    minutes: Vec<String>,
}

impl MeetingAbout {
    /// The meetings about a proposal, oldest first.
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

    /// The meetings as a part of a larger page; nothing if there are none.
    pub(crate) fn page_of_all(all: &[Self]) -> Page {
        if all.is_empty() {
            return Page::new();
        }
        let heading = format!("Meetings ({})", all.len());
        let table = Table::of(all)
            .words(heading, DropPriority::Always, |each| &each.date)
            .words("call", DropPriority::Normal, |each| {
                words::listed(&each.calls)
            })
            .numbers("present", DropPriority::Normal, |each| {
                words::cell(each.present)
            })
            .sentences("minutes", DropPriority::High, |each| {
                words::listed(&each.minutes)
            });
        Page::new().table(table)
    }
}

/// A meeting in full.
#[derive(Debug, Clone, Serialize)]
pub struct ShowMeeting {
    format: u32,
    register: Option<RegisterId>,
    date: String,
    present: Vec<ParticipantId>,
    groups: Vec<Attendance>,
    apologies: Vec<ParticipantId>,
    minutes: Vec<String>,
    proposals: Vec<ProposalId>,
    actions: Vec<Item>,
    calls: Vec<CallThere>,
}

/// Who of a group was present.
#[derive(Debug, Clone, Serialize)]
struct Attendance {
    group: Option<GroupId>,
    name: String,
    participants: usize,
    present: Vec<ParticipantId>,
}

/// An action item.
#[derive(Debug, Clone, Serialize)]
struct Item {
    /// Its number in the record.
    n: usize,
    #[serde(flatten)]
    item: ActionItem,
    overdue: bool,
}

/// A call that names the meeting, with its status.
#[derive(Debug, Clone, Serialize)]
struct CallThere {
    proposal: ProposalId,
    call: u32,
    state: String,
}

impl ShowMeeting {
    /// The meeting on `date`; `None` if no meeting is recorded.
    pub fn of(register: &Register, date: &str, now: Instant) -> Option<Self> {
        let meeting = register.meetings.get(date)?;
        Some(Self {
            format: 1,
            register: register.charter.as_ref().map(|c| c.register.clone()),
            date: date.to_owned(),
            present: meeting.present.clone(),
            groups: by_group(register, meeting),
            apologies: meeting.apologies.clone(),
            minutes: register.minutes(date),
            proposals: meeting.proposals.clone(),
            actions: items(meeting, now),
            calls: calls_there(register, date, now),
        })
    }

    /// The meeting for people.
    pub fn page(&self) -> Page {
        let facts = Facts::default()
            .fact("Present", many(self.present.len(), "participant"))
            .filled("Apologies", words::listed(&self.apologies))
            .filled("Minutes", words::listed(&self.minutes))
            .filled("Proposals", words::listed(&self.proposals));
        Page::new()
            .title(format!("Meeting of {}", self.date))
            .facts(facts)
            .gap()
            .table(self.attendance())
            .gap()
            .then(self.action_part())
            .gap()
            .then(self.call_part())
    }

    fn attendance(&self) -> Rows<&Attendance> {
        Table::of(&self.groups)
            .sentences("Group", DropPriority::Always, |each| &each.name)
            .numbers("present", DropPriority::Always, |each| {
                match each.present.len() {
                    0 => Style::Attention.on("none"),
                    some => some.into(),
                }
            })
            .numbers("participants", DropPriority::Normal, |each| {
                each.participants
            })
            .sentences("who", DropPriority::High, |each| {
                words::listed(&each.present)
            })
    }

    fn action_part(&self) -> Page {
        if self.actions.is_empty() {
            return Page::new().line("No action items.");
        }
        let open = self.actions.iter().filter(|each| each.item.done.is_none());
        let heading = format!("Action items ({} open)", open.count());
        let table = Table::of(&self.actions)
            .numbers(heading, DropPriority::Always, |each| each.n)
            .sentences("what", DropPriority::Always, |each| &each.item.action)
            .words("who", DropPriority::Always, |each| &each.item.owner)
            .sentences("status", DropPriority::Always, Item::state);
        Page::new().table(table)
    }

    fn call_part(&self) -> Page {
        if self.calls.is_empty() {
            return Page::new().line("No calls at this meeting.");
        }
        let table = Table::of(&self.calls)
            .words("Calls at this meeting", DropPriority::Always, |each| {
                &each.proposal
            })
            .numbers("call", DropPriority::Always, |each| u64::from(each.call))
            .sentences("status", DropPriority::Always, |each| &each.state);
        Page::new().table(table)
    }
}

impl Item {
    fn state(&self) -> StyledText {
        match (self.item.done, self.item.due) {
            (Some(done), _) => Style::Good.on(format!("done on {}", done.date())),
            (None, Some(due)) if self.overdue => {
                Style::Bad.on(format!("overdue since {}", due.long()))
            }
            (None, Some(due)) => format!("open, due {}", due.long()).into(),
            (None, None) => "open".into(),
        }
    }
}

/// The action items: the overdue first, then the open by due date, then the others.
fn items(meeting: &Meeting, now: Instant) -> Vec<Item> {
    let numbered = meeting.actions.iter().zip(1..);
    let item = |(item, n): (&ActionItem, usize)| Item {
        n,
        overdue: item.is_overdue(now),
        item: item.clone(),
    };
    let mut items: Vec<Item> = numbered.map(item).collect();
    items.sort_by_key(|Item { item, overdue, n }| {
        let rank = (item.done.is_some(), !overdue, item.due.is_none());
        (rank, item.due, *n)
    });
    items
}

/// Who was present, by the groups of the charter, then participants of other groups.
fn by_group(register: &Register, meeting: &Meeting) -> Vec<Attendance> {
    let groups = register.charter.iter().flat_map(|charter| &charter.groups);
    let group_of = |who: &ParticipantId| register.participant(who).map(|who| &who.group);
    let present = |wanted: &dyn Fn(&ParticipantId) -> bool| -> Vec<ParticipantId> {
        let present = meeting.present.iter().filter(|who| wanted(who));
        present.cloned().collect()
    };
    let attendance = |group: &Group| {
        let roster = register.participants.values();
        Attendance {
            group: Some(group.id.clone()),
            name: group.name.clone(),
            participants: roster.filter(|who| who.group == group.id).count(),
            present: present(&|who| group_of(who) == Some(&group.id)),
        }
    };
    let mut all: Vec<Attendance> = groups.map(attendance).collect();
    let rest = present(&|who| !all.iter().any(|each| each.present.contains(who)));
    if !rest.is_empty() {
        all.push(Attendance {
            group: None,
            name: "No group of the charter".to_owned(),
            participants: 0,
            present: rest,
        });
    }
    all
}

fn calls_there(register: &Register, date: &str, now: Instant) -> Vec<CallThere> {
    let calls = register.calls_at(date).filter_map(|(id, n, filed)| {
        Some(CallThere {
            proposal: id.clone(),
            call: n,
            state: calls::state(filed, filed.call.as_ref()?, now),
        })
    });
    calls.collect()
}

/// The last meeting before a date.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LastMeeting {
    date: String,
    /// The address of the minutes, if they are recorded.
    minutes: Option<String>,
    /// The open action items of this meeting and of those before it.
    actions: Vec<OpenAction>,
}

/// An open action item.
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
    pub(crate) fn of(register: &Register, date: &str, now: Instant) -> Option<Self> {
        let before = || register.meetings.range(..date.to_owned());
        let (last, meeting) = before().next_back()?;
        let own = RecordPath::Minutes(last.clone()).to_string();
        let own = register.bytes(&own).map(|_| own);
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
            minutes: meeting.minutes.clone().or(own),
            actions: actions.collect(),
        })
    }

    pub(crate) fn page(&self, now: Instant, offset: LocalOffset) -> Page {
        let minutes = self.minutes.as_deref().unwrap_or("none recorded");
        let page = Page::new()
            .heading(format!("Last meeting, {}", self.date))
            .facts([("Minutes", minutes)]);
        if self.actions.is_empty() {
            return page.line("No open action items.");
        }
        let item = |item: &OpenAction| {
            let (owner, action, of) = (&item.owner, &item.action, &item.meeting);
            let due = item
                .due
                .map(|due| format!(", due {}", moment(due, now, offset)));
            let due = due.unwrap_or_default();
            let overdue = if item.overdue { ", OVERDUE" } else { "" };
            format!("{owner}: {action} (meeting of {of}{due}{overdue})")
        };
        page.line("Open action items:")
            .bullets(self.actions.iter().map(item))
    }
}
