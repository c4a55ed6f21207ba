//! Writes the agenda of a meeting: statements of interest to update, what is left of the last meeting, the
//! open proposals by stage, the deadlines until the meeting, and the appeals.

use crate::tally::objection::word_of_json;
use crate::value::sentence::many_of;
use serde::Serialize;

use crate::procedure::decision_status::open_appeals;
use crate::procedure::names::people;
use crate::procedure::rights::{About, Deed, may};
use crate::procedure::stage::{Phase, phase, since};
use crate::procedure::task::{Priority, Task, TaskKind, of_proposal, of_register};
use crate::record::call::Call;
use crate::record::proposal::Proposal;
use crate::register::interests::faults;
use crate::register::records::{ProposalRecords, Register};
use crate::render::page::{Facts, Page};
use crate::report::meetings::LastMeeting;
use crate::report::task::{TaskRow, due_by};
use crate::report::words::{LocalOffset, moment};
use crate::tally::Tally;
use crate::tally::objection::{ObjectionState, TrackedObjection};
use crate::value::clock::Instant;
use crate::value::id::{
    GroundName, LevelName, ObjectionId, ParticipantId, ProposalId, RegisterId, RevisionName,
};
use crate::value::text::shortened;

/// An agenda.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Agenda {
    format: u32,
    register: Option<RegisterId>,
    body: String,
    date: String,
    now: Instant,
    statements: Vec<StatementToUpdate>,
    last_meeting: Option<LastMeeting>,
    proposals: Vec<Item>,
    due: Vec<TaskRow>,
    appeals: Vec<Heard>,
    #[serde(skip)]
    end: Instant,
    #[serde(skip)]
    offset: LocalOffset,
}

/// A statement of interest that its participant must update.
#[derive(Debug, Clone, Serialize)]
struct StatementToUpdate {
    participant: ParticipantId,
    owed: String,
}

/// An open appeal.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Heard {
    proposal: ProposalId,
    call: u32,
    appellant: ParticipantId,
    ground: Option<GroundName>,
    problem: String,
    heard_by: Vec<ParticipantId>,
}

impl Agenda {
    /// The agenda for the meeting of `date`, which ends at `end`, from a whole register and without a
    /// tally.
    pub fn of(
        register: &Register,
        date: &str,
        end: Instant,
        now: Instant,
        offset: LocalOffset,
    ) -> Self {
        let charter = register.charter.as_ref();
        let statements = faults(register, end).into_iter();
        let proposals = register.proposals.iter();
        let proposals = proposals.filter_map(|(id, folder)| Item::of(id, folder, now));
        let mut proposals: Vec<Item> = proposals.collect();
        proposals.sort_by(|a, b| a.order().cmp(&b.order()));
        Self {
            format: 2,
            register: charter.map(|charter| charter.register.clone()),
            body: charter.map_or(String::new(), |charter| charter.name.clone()),
            date: date.to_owned(),
            now,
            statements: statements
                .map(|(participant, owed)| StatementToUpdate { participant, owed })
                .collect(),
            last_meeting: LastMeeting::of(register, date, now),
            proposals,
            due: due_lines(register, end, now),
            appeals: heard(register),
            end,
            offset,
        }
    }

    /// The proposals on the agenda: those without a decision.
    pub fn proposals(&self) -> Vec<ProposalId> {
        let items = self.proposals.iter();
        items.map(|item| item.proposal.clone()).collect()
    }

    /// Adds what the tally of a proposal says: who must act on each objection.
    pub fn count(&mut self, register: &Register, tally: &Tally) {
        let mut items = self.proposals.iter_mut();
        if let Some(item) = items.find(|item| item.proposal == tally.proposal) {
            item.count(register, tally);
        }
    }

    /// The agenda for people.
    pub fn page(&self) -> Page {
        let page = Page::new()
            .title(format!("Agenda for {}, {}", self.date, self.body))
            .line(format!("As of {}.", self.now.long()))
            .gap();
        let closes = |item: &Item| item.closes.is_some_and(|closes| closes <= self.end);
        let is = |phase: Phase| move |item: &Item| item.stage == phase;
        let open = is(Phase::Open);
        let parts = Page::new()
            .part(self.statements_page())
            .part(self.meeting_page())
            .part(
                self.stage_page("Calls that close before the meeting ends", |item| {
                    open(item) && closes(item)
                }),
            )
            .part(self.stage_page("Calls that are closed, decision needed", is(Phase::Over)))
            .part(self.stage_page("Draft designations", is(Phase::Designated)))
            .part(self.stage_page("Calls that stay open", |item| open(item) && !closes(item)))
            .part(self.stage_page("In discussion", is(Phase::Discussion)))
            .part(self.due_page())
            .part(self.appeals_page());
        match parts.blocks.is_empty() {
            true => page.line("No items on the agenda."),
            false => page.then(parts),
        }
    }

    fn statements_page(&self) -> Page {
        let items = self.statements.iter();
        let items = items.map(|each| format!("{}: {}", each.participant, each.owed));
        listed("Statements of interest to update", items)
    }

    fn meeting_page(&self) -> Page {
        let meeting = self.last_meeting.iter();
        Page::new().each(meeting.map(|meeting| meeting.page(self.now, self.offset)))
    }

    fn stage_page(&self, heading: &str, wanted: impl Fn(&Item) -> bool) -> Page {
        let items: Vec<&Item> = self.proposals.iter().filter(|item| wanted(item)).collect();
        if items.is_empty() {
            return Page::new();
        }
        let parts = items
            .iter()
            .map(|item| item.page(self.now, self.offset).gap());
        Page::new()
            .heading(format!("{heading} ({})", items.len()))
            .each(parts)
    }

    fn due_page(&self) -> Page {
        let items = self.due.iter();
        let items = items.map(|due| in_words(due, self.now, self.offset));
        listed(&format!("Deadlines until {}", self.date), items)
    }

    fn appeals_page(&self) -> Page {
        match self.appeals.as_slice() {
            [] => Page::new(),
            some => Page::new()
                .heading("Appeals")
                .each(some.iter().map(Heard::page)),
        }
    }
}

/// Items under a heading; nothing if there are no items.
fn listed(heading: &str, items: impl ExactSizeIterator<Item = String>) -> Page {
    match items.len() {
        0 => Page::new(),
        _ => Page::new().heading(heading).bullets(items),
    }
}

fn in_words(due: &TaskRow, now: Instant, offset: LocalOffset) -> String {
    let overdue = if due.overdue { "OVERDUE, " } else { "" };
    let proposal = due.proposal.as_ref();
    let proposal = proposal.map_or(String::new(), |id| format!("{id}: "));
    let whose = match due.who_in_words.as_str() {
        "" => String::new(),
        whose => format!(" ({whose})"),
    };
    let at = due.at().map(|at| moment(at, now, offset));
    let at = at.unwrap_or_default();
    let command = due.command.as_ref();
    let command = command.map_or(String::new(), |it| format!("{}: {it}", due.choices()));
    format!("{proposal}{}{whose}, {overdue}{at}{command}", due.what)
}

impl Heard {
    fn page(&self) -> Page {
        let heard_by = match self.heard_by.as_slice() {
            [] => "nobody: everybody who could hear it has a conflict of interest".to_owned(),
            some => people(some),
        };
        let facts = Facts::default()
            .fact("Appeal of", &self.appellant)
            .fact("Against", format!("{}, call {}", self.proposal, self.call))
            .given("Ground", self.ground.as_ref())
            .filled("Problem", shortened(&self.problem, 200))
            .fact("Who can hear it", heard_by);
        Page::new().facts(facts)
    }
}

/// The deadlines until the end of the meeting that have no part of their own.
fn due_lines(register: &Register, end: Instant, now: Instant) -> Vec<TaskRow> {
    let elsewhere = [
        TaskKind::CallCloses,
        TaskKind::Decision,
        TaskKind::Action,
        TaskKind::Ruling,
    ];
    let due = due_by(of_register(register, now), end);
    let due = due.filter(|task| !elsewhere.contains(&task.kind));
    due.map(|task| TaskRow::dated(&task, now)).collect()
}

fn heard(register: &Register) -> Vec<Heard> {
    let mut all = Vec::new();
    for (id, folder) in &register.proposals {
        for (n, filed) in &folder.calls {
            let open = open_appeals(folder, *n).into_iter();
            all.extend(open.filter_map(|appellant| {
                let appeal = filed.appeals.get(&appellant)?;
                let about = About::proposal(register, id).call(*n);
                Some(Heard {
                    proposal: id.clone(),
                    call: *n,
                    ground: appeal.ground.clone(),
                    problem: appeal.problem.clone(),
                    heard_by: may(Deed::RuleOnAppeal, &about.of(&appellant)),
                    appellant,
                })
            }));
        }
    }
    all
}

/// One proposal without a decision.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item {
    proposal: ProposalId,
    title: String,
    stage: Phase,
    days: Option<u64>,
    revision: Option<RevisionName>,
    authors: Vec<ParticipantId>,
    shepherd: Option<ParticipantId>,
    call: Option<u32>,
    closes: Option<Instant>,
    draft: Option<LevelName>,
    /// Who outside the body is affected.
    public_interest: Option<String>,
    objections: Vec<Open>,
    next: Option<TaskRow>,
}

/// An objection that is open.
#[derive(Debug, Clone, Serialize)]
struct Open {
    id: ObjectionId,
    about: String,
    problem: String,
    #[serde(serialize_with = "word_of_json")]
    state: &'static str,
    whose: String,
}

impl Item {
    /// The proposal as its records say it; `None` if it is decided.
    fn of(id: &ProposalId, folder: &ProposalRecords, now: Instant) -> Option<Self> {
        let at_phase = phase(folder, now);
        if at_phase == Phase::Decided {
            return None;
        }
        let proposal = folder.proposal.as_ref();
        let call = folder
            .current_call()
            .filter(|_| at_phase != Phase::Discussion);
        let draft = call.and_then(|(n, _)| folder.designation(n)?.latest());
        Some(Self {
            proposal: id.clone(),
            title: proposal.map_or(String::new(), |proposal| proposal.title.clone()),
            stage: at_phase,
            days: since(folder, now).map(|since| since.days_until(now)),
            revision: proposal.and_then(Proposal::latest).map(|last| last.name),
            authors: proposal.map_or(Vec::new(), |proposal| proposal.authors.clone()),
            shepherd: proposal.and_then(|proposal| proposal.shepherd.clone()),
            call: call.map(|(n, _)| n),
            closes: call.map(|(_, call): (u32, &Call)| call.closing()),
            draft: draft.map(|(_, draft)| draft.level.clone()),
            public_interest: proposal.and_then(|proposal| proposal.public_interest.clone()),
            objections: Vec::new(),
            next: None,
        })
    }

    /// By closing time, then by id.
    fn order(&self) -> (bool, Option<Instant>, &ProposalId) {
        (self.closes.is_none(), self.closes, &self.proposal)
    }

    fn count(&mut self, register: &Register, tally: &Tally) {
        let tasks = of_proposal(register, tally);
        let open = tally.undisposed();
        self.objections = open
            .map(|each| Open::of(register, tally, &tasks, each))
            .collect();
        if self.stage == Phase::Over || self.stage == Phase::Designated {
            let first = tasks.iter().find(|task| task.weight != Priority::Advised);
            self.next = first.map(|task| TaskRow::of(task, tally.now));
        }
    }

    fn page(&self, now: Instant, offset: LocalOffset) -> Page {
        let closes = self.closes.map(|closes| moment(closes, now, offset));
        let closes_label = match self.stage {
            Phase::Open => "Closes",
            _ => "Closed",
        };
        let revision = self.revision.map(|name| name.to_string());
        let days = self.days.map(|days| many_of(days, "day", "days"));
        let facts = Facts::default()
            .given("Call", self.call.map(|n| n.to_string()))
            .given("Revision", revision)
            .given("In this stage", days)
            .given(closes_label, closes)
            .given("Draft designation", self.draft.as_ref())
            .given("Next", self.next.as_ref().map(TaskRow::line));
        let page = Page::new()
            .subheading(format!("{} ({})", self.title, self.proposal))
            .facts(facts)
            .said(
                "Who outside the body is affected",
                self.public_interest.as_ref(),
            );
        if self.objections.is_empty() {
            return page;
        }
        page.line("Open objections:")
            .bullets(self.objections.iter().map(Open::in_words))
    }
}

impl Open {
    fn of(register: &Register, tally: &Tally, tasks: &[Task], followed: &TrackedObjection) -> Self {
        let mut tasks = tasks.iter().filter(|task| task.kind != TaskKind::Reply);
        let task = tasks.find(|task| task.is_about(&followed.id));
        let objector = &followed.id.participant;
        let about = About::proposal(register, &tally.proposal).of(objector);
        let can_close = || people(&may(Deed::Dispose, &about));
        let whose = task.map_or_else(can_close, Task::whose);
        Self {
            about: followed.objection.about.clone(),
            problem: followed.objection.problem.clone(),
            state: followed.state.in_words(),
            whose: match followed.state {
                ObjectionState::Answered => {
                    format!("{objector} can reply, or {whose} can close it")
                }
                _ => whose,
            },
            id: followed.id.clone(),
        }
    }

    fn in_words(&self) -> String {
        let problem = shortened(&self.problem, 160);
        format!(
            "{} (about {}): {problem} Status: {} ({})",
            self.id, self.about, self.state, self.whose
        )
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Agenda;
    use crate::blessed::screen;
    use crate::report::sample::{HOSTILE, OPEN, at, counted, harmless, on, retention};
    use crate::report::words::LocalOffset;

    fn agenda(words: Option<&str>) -> Agenda {
        let files = retention().with(
            "meetings/2026-05-10.toml",
            "present = [\"maya-chen\"]\nproposals = []\n\n[[action]]\naction = \"Count again\"\n\
         owner = \"tomas-ruiz\"\n",
        );
        let mut moments = files.open();
        let folder = moments.asked.proposals.values_mut().next();
        let folder = Arc::make_mut(folder.unwrap());
        if let (Some(words), Some(proposal)) = (words, &mut folder.proposal) {
            words.clone_into(&mut proposal.title);
            proposal.public_interest = Some(words.to_owned());
            for raised in folder.objections.values_mut() {
                words.clone_into(&mut raised.objection.about);
                words.clone_into(&mut raised.objection.problem);
            }
            for meeting in Arc::make_mut(&mut moments.asked.meetings).values_mut() {
                meeting.minutes = Some(words.to_owned());
                words.clone_into(&mut meeting.actions[0].action);
            }
        }
        let tally = counted(&moments, "retention");
        let end = at("2026-05-22T23:59:59Z");
        let offset = LocalOffset::Seconds(7200);
        let mut agenda = Agenda::of(&moments.asked, "2026-05-22", end, at(OPEN), offset);
        agenda.count(&moments.asked, &tally);
        agenda
    }

    #[test]
    fn an_agenda_names_who_can_act_on_each_objection() {
        let page = on(100, &agenda(None).page());
        screen("report/agenda-objections", &page);
        // Closed objections and comments are not on it.
        for gone in ["biz-1.terms", "reg-1.typo"] {
            assert!(!page.contains(gone), "{page}");
        }
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        for words in HOSTILE {
            harmless(&agenda(Some(words)).page());
        }
    }

    #[test]
    fn an_empty_register_has_an_empty_agenda() {
        let files = retention();
        let mut register = files.register();
        register.proposals.clear();
        let end = at("2026-05-22T23:59:59Z");
        let offset = LocalOffset::Hidden;
        let page = Agenda::of(&register, "2026-05-22", end, at(OPEN), offset).page();
        assert!(on(100, &page).ends_with("No items on the agenda.\n"));
    }
}
