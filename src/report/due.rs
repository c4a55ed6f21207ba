//! What is due, for people, programs and calendars: first what is overdue, then what comes.

use serde::Serialize;

use crate::procedure::due::{Due, DueKind, dues};
use crate::register::records::Register;
use crate::render::calendar::{Event, calendar};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::report::words;
use crate::value::clock::{Instant, Span, distance};
use crate::value::digest::TextDigest;
use crate::value::id::{ParticipantId, ProposalId, RegisterId};

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
    #[serde(skip)]
    name: String,
}

/// One thing that is due.
#[derive(Debug, Clone, Serialize)]
struct Line {
    at: Instant,
    kind: DueKind,
    proposal: Option<ProposalId>,
    call: Option<u32>,
    what: String,
    whose: String,
    people: Vec<ParticipantId>,
    command: Option<String>,
    since: Instant,
    #[serde(skip)]
    mark: String,
}

impl DueReport {
    /// What is overdue at `now`, and what is due within this span of it; for one participant,
    /// where one is named. The register must have been read whole.
    pub fn of(register: &Register, now: Instant, within: Span, of: Option<ParticipantId>) -> Self {
        let until = within.after(now);
        let theirs = |due: &Due| of.as_ref().is_none_or(|who| due.people.contains(who));
        let all = dues(register, now).into_iter();
        let (overdue, coming) = all
            .filter(|due| due.at <= until && theirs(due))
            .partition::<Vec<Due>, _>(|due| due.at < now);
        let charter = register.charter.as_ref();
        let lines = |dues: Vec<Due>| dues.into_iter().map(Line::of).collect();
        Self {
            format: 1,
            register: charter.map(|charter| charter.register.clone()),
            now,
            within,
            until,
            of,
            overdue: lines(overdue),
            coming: lines(coming),
            name: charter.map_or(String::new(), |charter| charter.name.clone()),
        }
    }

    /// What is due, for people.
    pub fn page(&self) -> Page {
        let whose = match &self.of {
            Some(who) => format!(" of {who}"),
            None => String::new(),
        };
        if self.overdue.is_empty() && self.coming.is_empty() {
            let within = self.within;
            return Page::new().line(format!("Nothing{whose} is due within {within}."));
        }
        let columns = [
            Column::new("due").keep(Keep::Always),
            Column::new("proposal").keep(Keep::Always),
            Column::sentence("what").keep(Keep::High),
            Column::sentence("turn of").keep(Keep::High),
            Column::sentence("command").keep(Keep::Low),
        ];
        let table = Table::new(columns).sections_called("when");
        let overdue = format!("OVERDUE ({})", self.overdue.len());
        let coming = format!("WITHIN {} ({})", self.within, self.coming.len());
        let table = self.part(table, overdue, &self.overdue);
        let table = self.part(table, coming.to_uppercase(), &self.coming);
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
        let events: Vec<Event> = lines.map(|line| line.event(register)).collect();
        calendar(&self.name, &events)
    }
}

impl Line {
    fn of(due: Due) -> Self {
        Self {
            at: due.at,
            kind: due.kind,
            proposal: due.proposal,
            call: due.call,
            what: due.what,
            whose: due.whose,
            people: due.people,
            command: due.command,
            since: due.since,
            mark: due.mark,
        }
    }

    fn row(&self, now: Instant) -> [Text; 5] {
        let when = match self.at < now {
            true => Ink::Attention.on(format!(
                "{}, {} ago",
                self.at.date(),
                distance(self.at, now)
            )),
            false => format!("{}, in {}", self.at.date(), distance(now, self.at)).into(),
        };
        [
            when,
            self.proposal.as_ref().map_or("", |id| id.as_str()).into(),
            (&self.what).into(),
            (&self.whose).into(),
            self.command.as_deref().unwrap_or_default().into(),
        ]
    }

    /// The event; its name rests on what it is about, not on when it is due, so that a calendar
    /// moves it instead of showing it twice.
    fn event(&self, register: &str) -> Event {
        let proposal = self.proposal.as_ref().map_or("", |id| id.as_str());
        let call = self.call.unwrap_or_default();
        let kind = self.kind.word();
        let about = format!("{register}\n{proposal}\n{kind}\n{call}\n{}", self.mark);
        let digest = TextDigest::of(about.as_bytes());
        let digits: String = digest.as_str().chars().take(DIGITS).collect();
        let summary = match proposal {
            "" => self.what.clone(),
            id => format!("{id}: {}", self.what),
        };
        let turn = format!("Turn of {}", self.whose);
        Event {
            uid: format!("{digits}-{kind}@{register}"),
            stamp: self.since,
            at: self.at,
            summary,
            description: std::iter::once(turn).chain(self.command.clone()).collect(),
            category: kind.to_owned(),
        }
    }
}
