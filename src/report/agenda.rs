//! An agenda for a meeting: what is to be brought up to date, what is left of the last meeting,
//! the proposals by where they stand, what is due until then, and the appeals.

mod item;
mod meeting;

use serde::Serialize;

use crate::procedure::names::people;
use crate::procedure::phase::Phase;
use crate::procedure::rights::{About, Deed, may};
use crate::procedure::standing::open_appeals;
use crate::procedure::task::{Task, TaskKind, of_register};
use crate::register::interests::faults;
use crate::register::records::Register;
use crate::render::page::Page;
use crate::report::task::TaskRow;
use crate::report::when::{LocalOffset, moment};
use crate::report::words;
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::id::{GroundName, ParticipantId, ProposalId, RegisterId};
use item::Item;
use meeting::LastMeeting;

/// An agenda.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Agenda {
    format: u32,
    register: Option<RegisterId>,
    body: String,
    date: String,
    now: Instant,
    statements: Vec<StatementOwed>,
    last_meeting: Option<LastMeeting>,
    proposals: Vec<Item>,
    due: Vec<TaskRow>,
    appeals: Vec<Heard>,
    #[serde(skip)]
    end: Instant,
    #[serde(skip)]
    offset: LocalOffset,
}

/// A statement of interest to be brought up to date.
#[derive(Debug, Clone, Serialize)]
struct StatementOwed {
    participant: ParticipantId,
    owed: String,
}

/// An appeal that is being heard.
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
    /// The agenda for the meeting of `date`, which ends at `end`, as a register that was read
    /// whole says it without a tally.
    pub fn of(
        register: &Register,
        date: &str,
        end: Instant,
        now: Instant,
        offset: LocalOffset,
    ) -> Self {
        let charter = register.charter.as_ref();
        let statements = faults(register, end).into_iter();
        let mut proposals: Vec<Item> = register
            .proposals
            .iter()
            .filter_map(|(id, folder)| Item::of(id, folder, now))
            .collect();
        proposals.sort_by(|a, b| a.order().cmp(&b.order()));
        Self {
            format: 2,
            register: charter.map(|charter| charter.register.clone()),
            body: charter.map_or(String::new(), |charter| charter.name.clone()),
            date: date.to_owned(),
            now,
            statements: statements
                .map(|(participant, owed)| StatementOwed { participant, owed })
                .collect(),
            last_meeting: LastMeeting::of(register, date, now),
            proposals,
            due: due_lines(register, end, now),
            appeals: heard(register),
            end,
            offset,
        }
    }

    /// The proposals that are on the agenda: those that nobody has decided.
    pub fn proposals(&self) -> Vec<ProposalId> {
        self.proposals
            .iter()
            .map(|item| item.id().clone())
            .collect()
    }

    /// Adds what the tally of a proposal says: whose turn each objection is.
    pub fn count(&mut self, register: &Register, tally: &Tally) {
        let mut items = self.proposals.iter_mut();
        let item = items.find(|item| *item.id() == tally.proposal);
        if let Some(item) = item {
            item.count(register, tally);
        }
    }

    /// The agenda for people.
    pub fn page(&self) -> Page {
        let page = Page::new()
            .title(format!("Agenda of {}, {}", self.date, self.body))
            .line(format!("Times as of {}.", self.now.long()))
            .gap();
        let parts = [
            self.statements_page(),
            self.meeting_page(),
            self.stage_page("Calls that close before the meeting ends", |item| {
                item.phase() == Phase::Open && item.closes_by(self.end)
            }),
            self.stage_page("Over, and waiting for a decision", |item| {
                item.phase() == Phase::Over
            }),
            self.stage_page("Draft designations", |item| {
                item.phase() == Phase::Designated
            }),
            self.stage_page("Calls that stay open", |item| {
                item.phase() == Phase::Open && !item.closes_by(self.end)
            }),
            self.stage_page("In discussion", |item| item.phase() == Phase::Discussion),
            self.due_page(),
            self.appeals_page(),
        ];
        let mut parts = parts.into_iter().flatten().peekable();
        if parts.peek().is_none() {
            return page.line("Nothing is on the agenda.");
        }
        parts.fold(page, |page, part| page.then(part).gap())
    }

    fn statements_page(&self) -> Option<Page> {
        if self.statements.is_empty() {
            return None;
        }
        let items = self
            .statements
            .iter()
            .map(|each| format!("{}: {}", each.participant, each.owed));
        Some(
            Page::new()
                .heading("Statements of interest to bring up to date")
                .bullets(items),
        )
    }

    fn meeting_page(&self) -> Option<Page> {
        let meeting = self.last_meeting.as_ref()?;
        Some(meeting.page(self.now, self.offset))
    }

    fn stage_page(&self, heading: &str, wanted: impl Fn(&Item) -> bool) -> Option<Page> {
        let items: Vec<&Item> = self.proposals.iter().filter(|item| wanted(item)).collect();
        if items.is_empty() {
            return None;
        }
        let page = Page::new().heading(format!("{heading} ({})", items.len()));
        let parts = items.into_iter();
        Some(parts.fold(page, |page, item| {
            page.then(item.page(self.now, self.offset)).gap()
        }))
    }

    fn due_page(&self) -> Option<Page> {
        if self.due.is_empty() {
            return None;
        }
        let items = self
            .due
            .iter()
            .map(|due| in_words(due, self.now, self.offset));
        Some(
            Page::new()
                .heading(format!("Due until {}", self.date))
                .bullets(items),
        )
    }

    fn appeals_page(&self) -> Option<Page> {
        if self.appeals.is_empty() {
            return None;
        }
        let page = Page::new().heading("Appeals");
        let appeals = self.appeals.iter();
        Some(appeals.fold(page, |page, appeal| page.then(appeal.page())))
    }
}

fn in_words(due: &TaskRow, now: Instant, offset: LocalOffset) -> String {
    let overdue = if due.is_overdue() { "OVERDUE, " } else { "" };
    let proposal = match due.proposal() {
        "" => String::new(),
        id => format!("{id}: "),
    };
    let whose = match due.who_in_words() {
        "" => String::new(),
        whose => format!(" ({whose})"),
    };
    let at = due
        .at()
        .map(|at| moment(at, now, offset))
        .unwrap_or_default();
    let command = due.command();
    let command = command.map_or(String::new(), |it| format!("{}: {it}", due.choices()));
    format!("{proposal}{}{whose}, {overdue}{at}{command}", due.what())
}

impl Heard {
    fn page(&self) -> Page {
        let ground = self.ground.as_ref().map(ToString::to_string);
        let heard_by = match self.heard_by.as_slice() {
            [] => "nobody whom the charter names is free to hear it".to_owned(),
            some => people(some),
        };
        let facts = words::said([
            ("Appeal of", self.appellant.to_string()),
            ("Against", format!("{}, call {}", self.proposal, self.call)),
            ("Ground", ground.unwrap_or_default()),
            ("Problem", crate::value::text::shortened(&self.problem, 200)),
            ("Heard by", heard_by),
        ]);
        Page::new().facts(facts)
    }
}

/// What is due until the end of the meeting, but for what stands in a part of its own.
fn due_lines(register: &Register, end: Instant, now: Instant) -> Vec<TaskRow> {
    let elsewhere = [
        TaskKind::CallCloses,
        TaskKind::Decision,
        TaskKind::Action,
        TaskKind::Ruling,
    ];
    let dated = |task: &Task| task.due.is_some() || task.kind.has_no_end();
    let by_then = |task: &Task| task.at().is_some_and(|at| at <= end);
    let all = of_register(register, now).into_iter();
    all.filter(|task| dated(task) && by_then(task) && !elsewhere.contains(&task.kind))
        .map(|task| TaskRow::dated(&task, now))
        .collect()
}

fn heard(register: &Register) -> Vec<Heard> {
    let mut all = Vec::new();
    for (id, folder) in &register.proposals {
        for (n, filed) in &folder.calls {
            for appellant in open_appeals(folder, *n) {
                let Some(appeal) = filed.appeals.get(&appellant) else {
                    continue;
                };
                let about = About::proposal(register, id).call(*n);
                all.push(Heard {
                    proposal: id.clone(),
                    call: *n,
                    ground: appeal.ground.clone(),
                    problem: appeal.problem.clone(),
                    heard_by: may(Deed::RuleOnAppeal, &about.of(&appellant)),
                    appellant,
                });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::Agenda;
    use crate::blessed::screen;
    use crate::report::sample::{HOSTILE, OPEN, at, counted, harmless, on, retention};
    use crate::report::when::LocalOffset;

    fn agenda(words: Option<&str>) -> Agenda {
        let files = retention().with(
            "meetings/2026-05-10.toml",
            "present = [\"maya-chen\"]\nproposals = []\n\n[[action]]\naction = \"Count again\"\n\
             owner = \"tomas-ruiz\"\n",
        );
        let mut moments = files.open();
        let folder = moments.asked.proposals.values_mut().next().unwrap();
        if let (Some(words), Some(proposal)) = (words, &mut folder.proposal) {
            words.clone_into(&mut proposal.title);
            proposal.public_interest = Some(words.to_owned());
            for raised in folder.objections.values_mut() {
                words.clone_into(&mut raised.objection.about);
                words.clone_into(&mut raised.objection.problem);
            }
            for meeting in moments.asked.meetings.values_mut() {
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
        // Those that were disposed of, and comments, are not on it.
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
        assert!(on(100, &page).ends_with("Nothing is on the agenda.\n"));
    }
}
