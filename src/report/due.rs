//! Lists deadlines for people, programs and calendars: first what is overdue, then what comes.

use serde::Serialize;

use crate::procedure::task::Task;
use crate::register::records::Register;
use crate::render::calendar::{Event, calendar};
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
use crate::report::task::{TaskRow, due_by};
use crate::value::clock::{Instant, distance};
use crate::value::digest::TextDigest;
use crate::value::id::{ParticipantId, ProposalId, RegisterId};
use crate::value::span::Span;

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
    overdue: Vec<DueRow>,
    coming: Vec<DueRow>,
    /// What can be done now, and has no end.
    undated: Vec<DueRow>,
    #[serde(skip)]
    name: String,
}

/// One deadline, with what names its event in a calendar.
#[derive(Debug, Clone, Serialize)]
struct DueRow {
    #[serde(flatten)]
    task: TaskRow,
    #[serde(skip)]
    mark: String,
}

impl DueReport {
    /// What is overdue at `now`, and what is due within this span of it; for one participant,
    /// where one is named. `tasks` are all that records show, in their order, and those that only tallies show.
    pub fn of(
        register: &Register,
        tasks: (Vec<Task>, Vec<Task>),
        now: Instant,
        within: Span,
        of: Option<ParticipantId>,
    ) -> Self {
        let until = within.after(now, &register.calendar());
        let theirs = |task: &Task| of.as_ref().is_none_or(|who| task.who.includes(who));
        let due = due_by(tasks.0, until).chain(tasks.1);
        let due: Vec<Task> = due.filter(|task| theirs(task)).collect();
        let undated = |task: &Task| task.due.is_none() && task.at().is_some_and(|at| at <= now);
        let charter = register.charter.as_ref();
        let lines = |wanted: &dyn Fn(&Task) -> bool| -> Vec<DueRow> {
            let tasks = due.iter().filter(|task| wanted(task));
            tasks.map(|task| DueRow::of(task, now)).collect()
        };
        Self {
            format: 2,
            register: charter.map(|charter| charter.register.clone()),
            now,
            within,
            until,
            overdue: lines(&|task| task.is_overdue(now)),
            coming: lines(&|task| !task.is_overdue(now) && !undated(task)),
            undated: lines(&undated),
            name: charter.map_or(String::new(), |charter| charter.name.clone()),
            of,
        }
    }

    /// What is due, for people: how much is overdue, then each deadline.
    pub fn page(&self) -> Page {
        let within = self.within;
        let (overdue, coming) = (self.overdue.len(), self.coming.len());
        let parts = [
            (format!("OVERDUE ({overdue})"), &self.overdue),
            (format!("In the next {within} ({coming})"), &self.coming),
            (
                format!("Without a date ({})", self.undated.len()),
                &self.undated,
            ),
        ];
        if parts.iter().all(|(_, lines)| lines.is_empty()) {
            return Page::new().line(match &self.of {
                Some(who) => format!("No deadlines of {who} in the next {within}."),
                None => format!("No deadlines in the next {within}."),
            });
        }
        let columns = [
            Column::new("due").keep(DropPriority::Always),
            Column::new("proposal").keep(DropPriority::Always),
            Column::sentence("what").keep(DropPriority::Always),
            Column::sentence("who").keep(DropPriority::Always),
            Column::command(),
        ];
        let row = |table: Table, line: &DueRow| table.row(line.row(self.now));
        let filled = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
        let table = Table::new(columns).sections_called("when");
        let table = filled.fold(table, |table, (name, lines)| {
            lines.iter().fold(table.section(name), row)
        });
        Page::new().line(self.sum()).gap().table(table)
    }

    fn sum(&self) -> StyledText {
        match (self.overdue.len(), &self.of) {
            (0, None) => "Nothing is overdue.".into(),
            (0, Some(who)) => format!("Nothing of {who} is overdue.").into(),
            (1, _) => Style::Bad.on("1 deadline is OVERDUE."),
            (n, _) => Style::Bad.on(format!("{n} deadlines are OVERDUE.")),
        }
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

impl DueRow {
    fn of(task: &Task, now: Instant) -> Self {
        Self {
            task: TaskRow::dated(task, now),
            mark: task.mark(),
        }
    }

    fn row(&self, now: Instant) -> [StyledText; 5] {
        let task = &self.task;
        let when = match (task.due, task.at()) {
            (Some(at), _) if at < now => {
                Style::Attention.on(format!("{} ({} ago)", at.date(), distance(at, now)))
            }
            (None, Some(since)) if since <= now => format!("since {}", since.date()).into(),
            (_, Some(at)) => format!("{} (in {})", at.date(), distance(now, at)).into(),
            (_, None) => StyledText::default(),
        };
        [
            when,
            task.proposal.as_ref().into(),
            match task.is_required() {
                true => format!("{}{}", task.what, task.choices()).into(),
                false => task.what.as_str().into(),
            },
            task.who_by_name().into(),
            task.command.as_ref().into(),
        ]
    }

    /// The event. Its name depends on what it is about, not on when it is due, so that a calendar
    /// moves it instead of showing it twice.
    fn event(&self, register: &str) -> Option<Event> {
        let task = &self.task;
        let proposal = task.proposal.as_ref().map_or("", ProposalId::as_str);
        let (kind, call) = (task.kind.word(), task.call.unwrap_or_default());
        let about = format!("{register}\n{proposal}\n{kind}\n{call}\n{}", self.mark);
        let digest = TextDigest::of(about.as_bytes());
        let digits: String = digest.as_str().chars().take(DIGITS).collect();
        let at = task.at()?;
        let summary = match proposal {
            "" => task.what.clone(),
            id => format!("{id}: {}", task.what),
        };
        let who = format!("Who: {}{}", task.who_in_words, task.choices());
        let command = task.command.as_ref().map(ToString::to_string);
        Some(Event {
            uid: format!("{digits}-{kind}@{register}"),
            stamp: task.since.unwrap_or(at),
            at,
            summary,
            description: std::iter::once(who).chain(command).collect(),
            category: kind.to_owned(),
        })
    }
}
