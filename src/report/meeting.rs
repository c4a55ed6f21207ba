//! One meeting: who was present, what is to be done after it, and what was decided on it.

use serde::Serialize;

use crate::record::meeting::{ActionItem, Meeting};
use crate::register::records::Register;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::{Facts, Page};
use crate::report::calls;
use crate::report::words;
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ParticipantId, ProposalId, RegisterId};

/// A meeting with all that hangs on it.
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

/// Something to be done.
#[derive(Debug, Clone, Serialize)]
struct Item {
    /// Its number in the record.
    n: usize,
    action: String,
    owner: ParticipantId,
    due: Option<Instant>,
    done: Option<Instant>,
    overdue: bool,
}

/// A call that names the meeting, and what became of it.
#[derive(Debug, Clone, Serialize)]
struct CallThere {
    proposal: ProposalId,
    call: u32,
    state: String,
}

impl ShowMeeting {
    /// The meeting on `date`; `None` where there is no record of one.
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
        let facts = words::with(
            Facts::default().fact("Present", words::many(self.present.len(), "participant")),
            [
                ("Apologies", words::listed(&self.apologies)),
                ("Minutes", words::listed(&self.minutes)),
                ("Proposals", words::listed(&self.proposals)),
            ],
        );
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

    fn attendance(&self) -> Table {
        let columns = [
            Column::sentence("Group").keep(Keep::Always),
            Column::number("present").keep(Keep::Always),
            Column::number("on the roster"),
            Column::sentence("who").keep(Keep::High),
        ];
        self.groups.iter().fold(Table::new(columns), |table, each| {
            let present = match each.present.len() {
                0 => Ink::Attention.on("none"),
                some => some.to_string().into(),
            };
            table.row([
                (&each.name).into(),
                present,
                each.participants.to_string().into(),
                Text::from(words::listed(&each.present)),
            ])
        })
    }

    fn action_part(&self) -> Page {
        if self.actions.is_empty() {
            return Page::new().line("No action items.");
        }
        let open = self.actions.iter().filter(|item| item.done.is_none());
        let columns = [
            Column::number(format!("Action items ({} open)", open.count())).keep(Keep::Always),
            Column::sentence("what").keep(Keep::Always),
            Column::new("owner").keep(Keep::High),
            Column::sentence("state").keep(Keep::High),
        ];
        let rows = self.actions.iter().map(|item| -> [Text; 4] {
            [
                item.n.to_string().into(),
                (&item.action).into(),
                item.owner.as_str().into(),
                item.state(),
            ]
        });
        Page::new().table(rows.fold(Table::new(columns), Table::row))
    }

    fn call_part(&self) -> Page {
        if self.calls.is_empty() {
            return Page::new().line("No call names this meeting.");
        }
        let columns = [
            Column::new("Calls that name it").keep(Keep::Always),
            Column::number("call").keep(Keep::High),
            Column::sentence("state").keep(Keep::Always),
        ];
        let rows = self.calls.iter().map(|each| -> [Text; 3] {
            [
                each.proposal.as_str().into(),
                u64::from(each.call).into(),
                (&each.state).into(),
            ]
        });
        Page::new().table(rows.fold(Table::new(columns), Table::row))
    }
}

impl Item {
    fn of(n: usize, item: &ActionItem, now: Instant) -> Self {
        Self {
            n,
            action: item.action.clone(),
            owner: item.owner.clone(),
            due: item.due,
            done: item.done,
            overdue: item.is_overdue(now),
        }
    }

    fn state(&self) -> Text {
        match (self.done, self.due) {
            (Some(done), _) => Ink::Good.on(format!("done on {}", done.date())),
            (None, Some(due)) if self.overdue => {
                Ink::Bad.on(format!("overdue since {}", due.long()))
            }
            (None, Some(due)) => format!("open, by {}", due.long()).into(),
            (None, None) => "open".into(),
        }
    }
}

/// The action items: those overdue first, then open ones by when they are due, then the rest.
fn items(meeting: &Meeting, now: Instant) -> Vec<Item> {
    let numbered = meeting.actions.iter().zip(1..);
    let mut items: Vec<Item> = numbered.map(|(item, n)| Item::of(n, item, now)).collect();
    items.sort_by_key(|item| {
        let rank = (item.done.is_some(), !item.overdue, item.due.is_none());
        (rank, item.due, item.n)
    });
    items
}

/// Who was present, by the charter's groups; then those whose group it does not have.
fn by_group(register: &Register, meeting: &Meeting) -> Vec<Attendance> {
    let groups = register.charter.iter().flat_map(|charter| &charter.groups);
    let group_of = |who: &ParticipantId| register.participant(who).map(|who| &who.group);
    let mut all: Vec<Attendance> = groups
        .map(|group| {
            let present = meeting.present.iter();
            let roster = register.participants.values();
            Attendance {
                group: Some(group.id.clone()),
                name: group.name.clone(),
                participants: roster.filter(|who| who.group == group.id).count(),
                present: present
                    .filter(|who| group_of(who) == Some(&group.id))
                    .cloned()
                    .collect(),
            }
        })
        .collect();
    let placed: Vec<&ParticipantId> = all.iter().flat_map(|each| &each.present).collect();
    let rest = meeting.present.iter().filter(|who| !placed.contains(who));
    let rest: Vec<ParticipantId> = rest.cloned().collect();
    if !rest.is_empty() {
        all.push(Attendance {
            group: None,
            name: "in no group of the charter".to_owned(),
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
