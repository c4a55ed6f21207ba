//! Shows one participant their tasks, what became of their objections, and their records: entry in the
//! participant list, positions, statements.

use serde::Serialize;

use crate::procedure::stage::{Phase, phase};
use crate::procedure::task::{Task, counted, of_proposal, of_register};
use crate::register::records::{ProposalRecords, Register};
use crate::render::grid::{DropPriority, Rows, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Page, Step};
use crate::report::on_record::{
    Entry, ObjectionOutcome, OwnPosition, Statement, fates, given, statements,
};
use crate::report::task::TaskRow;
use crate::report::who::with_id;
use crate::report::words::{LocalOffset, keepers, moment, owns};
use crate::tally::Tally;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::did_you_mean::nearest;
use crate::value::id::{ParticipantId, ProposalId, RegisterId};
use crate::value::sentence::any_of;
use crate::value::sentence::capital;

/// What concerns one person.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Mine {
    format: u32,
    register: Option<RegisterId>,
    participant: ParticipantId,
    /// Their entry in the participant list; none where they have none.
    entry: Option<Entry>,
    now: Instant,
    needs: Vec<TaskRow>,
    #[serde(skip)]
    tasks: Vec<Task>,
    objections: Vec<ObjectionOutcome>,
    positions: Vec<OwnPosition>,
    statements: Vec<Statement>,
    #[serde(skip)]
    stranger: Vec<String>,
    #[serde(skip)]
    offset: LocalOffset,
}

impl Mine {
    /// What a register that was read whole says of `who` without a tally.
    pub fn of(register: &Register, who: &ParticipantId, now: Instant, offset: LocalOffset) -> Self {
        let who = register.known_as(who).unwrap_or(who);
        let entry = Entry::of(register, who, now);
        let tasks = match entry.is_some() {
            true => of_register(register, now),
            false => Vec::new(),
        };
        let needs = needs(&tasks, who, now);
        Self {
            format: 2,
            register: register.charter.as_ref().map(|c| c.register.clone()),
            participant: who.clone(),
            stranger: stranger(register, who, entry.is_some()),
            entry,
            now,
            needs,
            tasks,
            objections: fates(register, who, now),
            positions: given(register, who),
            statements: statements(register, who),
            offset,
        }
    }

    /// The proposals that need a tally: those that are not decided, and those on which this
    /// participant has a position.
    pub fn to_count(&self, register: &Register) -> Vec<ProposalId> {
        let counts = |folder: &ProposalRecords| {
            let mut files = folder.positions.values();
            let open = self.entry.is_some() && phase(folder, self.now) != Phase::Decided;
            open || files.any(|file| owns(register, &self.participant, &file.owner))
        };
        let proposals = register.proposals.iter();
        let counted = proposals.filter(|(_, folder)| counts(folder));
        counted.map(|(id, _)| id.clone()).collect()
    }

    /// Adds what the tally of a proposal says: the tasks of this participant, and whether their
    /// positions are counted.
    pub fn count(&mut self, register: &Register, tally: &Tally) {
        for given in &mut self.positions {
            given.count(tally);
        }
        if self.entry.is_some() {
            counted(&mut self.tasks, of_proposal(register, tally));
            self.needs = needs(&self.tasks, &self.participant, self.now);
        }
    }

    /// The screen for people.
    pub fn page(&self) -> Page {
        let who = match &self.entry {
            Some(entry) => with_id(Some(&entry.name), self.participant.as_str()),
            None => self.participant.to_string(),
        };
        let title = match (&self.entry, self.needs.len()) {
            (None, _) => "Not a participant".to_owned(),
            (Some(_), 0) => "You have no open tasks".to_owned(),
            (Some(_), tasks) => format!("Your tasks ({tasks})"),
        };
        let objections = match self.objections.as_slice() {
            [] => Page::new(),
            some => Page::new()
                .heading("Your objections")
                .each(some.iter().map(|fate| fate.page(self.now, self.offset))),
        };
        let steps = self.needs.iter().map(|need| self.step(need));
        Page::new()
            .title_aside(title, who)
            .lines(&self.stranger)
            .steps(steps)
            .gap()
            .part(objections)
            .then(self.records())
    }

    fn step(&self, need: &TaskRow) -> Step {
        let advised = need.is_advised() && !need.kind.is_personal();
        let what = match advised {
            true => format!("Recommended: {}", need.what),
            false => capital(&need.what),
        };
        let what = match &need.proposal {
            Some(proposal) => format!("{proposal}: {what}"),
            None => what,
        };
        let what = match need.due {
            Some(due) if need.overdue => {
                let due = moment(due, self.now, LocalOffset::Hidden);
                StyledText::from(what)
                    .then(". ")
                    .and(Style::Bad, format!("OVERDUE since {due}"))
            }
            Some(due) => {
                let due = moment(due, self.now, self.offset);
                format!("{what}. Until {due}").into()
            }
            None => what.into(),
        };
        Step {
            what,
            who: StyledText::default(),
            ..need.step()
        }
    }

    fn records(&self) -> Page {
        let page = Page::new().heading("Your records");
        let page = match &self.entry {
            Some(entry) => page.facts(entry.facts()),
            None => page,
        };
        let page = match self.positions.is_empty() {
            true => page.line("No positions."),
            false => page.gap().table(self.position_table()),
        };
        match self.statements.as_slice() {
            [] => page,
            some => page.gap().bullets(some.iter().map(Statement::in_words)),
        }
    }

    fn position_table(&self) -> Rows<&OwnPosition> {
        Table::of(&self.positions)
            .words("proposal", DropPriority::Always, |given| &given.proposal)
            .words("position", DropPriority::Always, |given| {
                match &given.position {
                    Some(position) => position.to_string(),
                    None => "cannot be read".to_owned(),
                }
            })
            .words("revision", DropPriority::Normal, |given| given.on.as_ref())
            .sentences("counted", DropPriority::Always, OwnPosition::judged)
            .sentences("decision", DropPriority::Always, |given| &given.stage)
    }
}

/// What `who` must do, by end, each once.
fn needs(tasks: &[Task], who: &ParticipantId, now: Instant) -> Vec<TaskRow> {
    let mut mine: Vec<&Task> = tasks.iter().filter(|task| task.waits_for(who)).collect();
    mine.sort_by_key(|task| (task.due.is_none(), task.due));
    let what = |task: &Task| (task.proposal.clone(), task.command.clone());
    let mut shown: Vec<&Task> = Vec::new();
    for task in mine {
        if task.command.is_none() || !shown.iter().any(|other| what(other) == what(task)) {
            shown.push(task);
        }
    }
    let rows = shown.into_iter();
    rows.map(|task| TaskRow::to_you(task, now)).collect()
}

/// For somebody who is not a participant: that they are not, and who can add them.
fn stranger(register: &Register, who: &ParticipantId, is_known: bool) -> Vec<String> {
    if is_known {
        return Vec::new();
    }
    let names = register.participants.keys().map(ParticipantId::as_str);
    let meant = nearest(who.as_str(), names).map(|name| format!(" Did you mean {name}?"));
    let meant = meant.unwrap_or_default();
    let charter = register.charter.as_ref();
    let body = charter.map_or("this register", |charter| charter.name.as_str());
    let add = Command::new("participant add").with(who);
    let keepers = keepers(register);
    let keepers = any_of(keepers.iter().map(String::as_str));
    vec![
        format!("{who} is not a participant of {body}, so they have no tasks.{meant}"),
        format!("To add them, write to {keepers}. They run: {add}"),
    ]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Mine;
    use crate::blessed::screen;
    use crate::register::records::Register;
    use crate::report::sample::{HOSTILE, OPEN, at, counted, harmless, on, retention};
    use crate::report::words::LocalOffset;
    use crate::value::id::ParticipantId;

    fn mine(who: &str, edit: impl Fn(&mut Register)) -> Mine {
        let mut moments = retention().open();
        edit(&mut moments.asked);
        let tally = counted(&moments, "retention");
        let who = ParticipantId::parse(who).unwrap();
        let mut mine = Mine::of(&moments.asked, &who, at(OPEN), LocalOffset::Hidden);
        for id in mine.to_count(&moments.asked) {
            assert_eq!(id, tally.proposal);
            mine.count(&moments.asked, &tally);
        }
        mine
    }

    #[test]
    fn each_sees_what_waits_for_them() {
        let waits = |who: &str| on(100, &mine(who, |_| {}).page());
        let silent = waits("dora-wu");
        screen("report/mine/each_sees_what_waits_for_them-1", &silent);
        let expired = waits("zoe-adler");
        screen("report/mine/each_sees_what_waits_for_them-2", &expired);
        let chair = waits("maya-chen");
        screen("report/mine/each_sees_what_waits_for_them-chair", &chair);
        assert!(!chair.contains("plenary position"), "{chair}");
        let author = waits("biz-1");
        screen("report/mine/each_sees_what_waits_for_them-3", &author);
        screen(
            "report/mine/each_sees_what_waits_for_them-nothing",
            &waits("reg-1"),
        );
    }

    #[test]
    fn a_stranger_is_told_so() {
        let page = on(100, &mine("dora-wo", |_| {}).page());
        screen("report/mine/a_stranger_is_told_so", &page);
    }

    #[test]
    fn words_meant_to_do_harm_do_none_at_any_width() {
        for words in HOSTILE {
            let words: &str = words;
            let mine = mine("carla-nunes", |register| {
                let folder = register.proposals.values_mut().next();
                let folder = Arc::make_mut(folder.unwrap());
                for raised in folder.objections.values_mut() {
                    words.clone_into(&mut raised.objection.about);
                }
                for who in Arc::make_mut(&mut register.participants).values_mut() {
                    words.clone_into(&mut who.name);
                    who.suspended = Some(words.to_owned());
                }
            });
            harmless(&mine.page());
        }
        for width in 30..=100 {
            on(width, &mine("carla-nunes", |_| {}).page());
        }
    }
}
