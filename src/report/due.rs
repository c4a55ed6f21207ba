//! What is due, for people, programs and calendars: first what is overdue, then what comes.

use serde::Serialize;

use crate::procedure::task::{Task, of_register};
use crate::register::records::Register;
use crate::render::calendar::{Event, calendar};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::report::task::TaskRow;
use crate::report::words;
use crate::value::clock::{Instant, Span, distance};
use crate::value::digest::TextDigest;
use crate::value::id::{ParticipantId, RegisterId};

/// How many digits of a digest tell one event from another.
const DIGITS: usize = 20;

/// What is due.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DueReport {
    format: u32,
    register: Option<RegisterId>,
    now: Instant,
    within: Span,
    until: Instant,
    #[serde(rename = "for")]
    of: Option<ParticipantId>,
    overdue: Vec<Line>,
    coming: Vec<Line>,
    /// What can be done now, and has no end.
    undated: Vec<Line>,
    #[serde(skip)]
    name: String,
}

/// One thing that is due, with what names its event in a calendar.
#[derive(Debug, Clone, Serialize)]
struct Line {
    #[serde(flatten)]
    task: TaskRow,
    #[serde(skip)]
    mark: String,
}

impl DueReport {
    /// What is overdue at `now`, and what is due within this span of it; for one participant,
    /// where one is named. The register must have been read whole.
    pub fn of(register: &Register, now: Instant, within: Span, of: Option<ParticipantId>) -> Self {
        let until = within.after(now);
        let theirs = |task: &Task| of.as_ref().is_none_or(|who| task.who.includes(who));
        let dated = |task: &Task| task.due.is_some() || task.kind.has_no_end();
        let by_then = |task: &Task| task.at().is_some_and(|at| at <= until);
        let all = of_register(register, now).into_iter();
        let all: Vec<Task> = all
            .filter(|task| dated(task) && by_then(task) && theirs(task))
            .collect();
        let undated = |task: &Task| task.due.is_none() && task.at().is_some_and(|at| at <= now);
        let charter = register.charter.as_ref();
        let lines = |wanted: &dyn Fn(&Task) -> bool| -> Vec<Line> {
            let tasks = all.iter().filter(|task| wanted(task));
            tasks.map(|task| Line::of(task, now)).collect()
        };
        Self {
            format: 2,
            register: charter.map(|charter| charter.register.clone()),
            now,
            within,
            until,
            of,
            overdue: lines(&|task| task.is_overdue(now)),
            coming: lines(&|task| !task.is_overdue(now) && !undated(task)),
            undated: lines(&|task| undated(task)),
            name: charter.map_or(String::new(), |charter| charter.name.clone()),
        }
    }

    /// What is due, for people.
    pub fn page(&self) -> Page {
        let whose = match &self.of {
            Some(who) => format!(" of {who}"),
            None => String::new(),
        };
        let parts = [&self.overdue, &self.coming, &self.undated];
        if parts.iter().all(|part| part.is_empty()) {
            let within = self.within;
            return Page::new().line(format!("Nothing{whose} is due within {within}."));
        }
        let columns = [
            Column::new("due").keep(Keep::Always),
            Column::new("proposal").keep(Keep::Always),
            Column::sentence("what").keep(Keep::High),
            Column::sentence("who").keep(Keep::High),
            Column::sentence("command").keep(Keep::Low),
        ];
        let table = Table::new(columns).sections_called("when");
        let overdue = format!("OVERDUE ({})", self.overdue.len());
        let coming = format!("WITHIN {} ({})", self.within, self.coming.len());
        let table = self.part(table, overdue, &self.overdue);
        let table = self.part(table, coming.to_uppercase(), &self.coming);
        let undated = format!("WITHOUT A DATE ({})", self.undated.len());
        let table = self.part(table, undated, &self.undated);
        let count = words::many_of(self.overdue.len(), "thing is", "things are");
        Page::new()
            .table(table)
            .gap()
            .line(match self.overdue.len() {
                0 => format!("Nothing{whose} is overdue."),
                _ => format!("{count} overdue."),
            })
    }

    fn part(&self, table: Table, name: String, lines: &[Line]) -> Table {
        if lines.is_empty() {
            return table;
        }
        let row = |table: Table, line: &Line| table.row(line.row(self.now));
        lines.iter().fold(table.section(name), row)
    }

    /// What is due, as a calendar.
    pub fn calendar(&self) -> String {
        let register = self.register.as_ref().map_or("", |id| id.as_str());
        let lines = self.overdue.iter().chain(&self.coming);
        let lines = lines.chain(&self.undated);
        let events: Vec<Event> = lines.filter_map(|line| line.event(register)).collect();
        calendar(&self.name, &events)
    }
}

impl Line {
    fn of(task: &Task, now: Instant) -> Self {
        Self {
            task: TaskRow::dated(task, now),
            mark: task.mark(),
        }
    }

    fn row(&self, now: Instant) -> [Text; 5] {
        let when = match (self.task.due(), self.task.at()) {
            (Some(at), _) if at < now => {
                Ink::Attention.on(format!("{}, {} ago", at.date(), distance(at, now)))
            }
            (None, Some(since)) if since <= now => format!("since {}", since.date()).into(),
            (_, Some(at)) => format!("{}, in {}", at.date(), distance(now, at)).into(),
            (_, None) => Text::default(),
        };
        let command = self.task.command();
        [
            when,
            self.task.proposal().into(),
            format!("{}{}", self.task.what(), self.task.choices()).into(),
            self.task.who_in_words().into(),
            command.map(ToString::to_string).unwrap_or_default().into(),
        ]
    }

    /// The event; its name rests on what it is about, not on when it is due, so that a calendar
    /// moves it instead of showing it twice.
    fn event(&self, register: &str) -> Option<Event> {
        let (task, mark) = (&self.task, &self.mark);
        let (proposal, call) = (task.proposal(), task.call().unwrap_or_default());
        let kind = task.kind().word();
        let about = format!("{register}\n{proposal}\n{kind}\n{call}\n{mark}");
        let digest = TextDigest::of(about.as_bytes());
        let digits: String = digest.as_str().chars().take(DIGITS).collect();
        let at = task.at()?;
        let summary = match proposal {
            "" => task.what().to_owned(),
            id => format!("{id}: {}", task.what()),
        };
        let turn = format!("Who: {}{}", task.who_in_words(), task.choices());
        let command = task.command().map(ToString::to_string);
        Some(Event {
            uid: format!("{digits}-{kind}@{register}"),
            stamp: task.since().unwrap_or(at),
            at,
            summary,
            description: std::iter::once(turn).chain(command).collect(),
            category: kind.to_owned(),
        })
    }
}
