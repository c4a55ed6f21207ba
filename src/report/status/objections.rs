//! Objections and comments on the chair's screen: a line each.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::procedure::phase::Stage;
use crate::register::freeze::Moments;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::objection::{Followed, State};
use crate::value::clock::{Instant, distance};
use crate::value::id::{GroupId, ObjectionId, ParticipantId, RevisionName};

/// An objection or a comment, in brief.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ObjectionLine {
    id: ObjectionId,
    about: String,
    blocking: bool,
    state: &'static str,
    /// For a duplicate: the objection that it is part of.
    original: Option<ObjectionId>,
    on: Option<RevisionName>,
    /// When something was last done with it: a response, or its disposition.
    handled: Option<Instant>,
    joined_by: Vec<ParticipantId>,
    joined_in_groups: usize,
    on_roster: bool,
    late: bool,
    #[serde(skip)]
    stands: State,
    #[serde(skip)]
    since: Option<String>,
}

/// Every objection and comment: those first that hold a decision up.
pub(crate) fn lines(moments: &Moments, tally: &Tally, stage: Stage) -> Vec<ObjectionLine> {
    // The tally of a decided call does not know what time it is.
    let now = match stage {
        Stage::Decided(..) => None,
        _ => Some(tally.now),
    };
    let mut lines: Vec<ObjectionLine> = tally
        .objections
        .iter()
        .map(|followed| line(moments, now, followed))
        .collect();
    lines.sort_by_key(|line| !line.blocking);
    lines
}

fn line(moments: &Moments, now: Option<Instant>, followed: &Followed) -> ObjectionLine {
    let handled = handled(followed);
    let objection = &followed.objection;
    ObjectionLine {
        id: followed.id.clone(),
        about: objection.about.clone(),
        blocking: objection.blocking,
        state: followed.state.in_words(),
        original: followed.original.as_ref().map(|(id, _)| id.clone()),
        on: objection.on,
        handled,
        joined_in_groups: groups(moments, &followed.joined_by),
        joined_by: followed.joined_by.clone(),
        on_roster: followed.on_roster,
        late: followed.late,
        stands: followed.state,
        since: handled.map(|at| match now {
            Some(now) => format!("{} ago", distance(at, now)),
            None => at.date(),
        }),
    }
}

fn handled(followed: &Followed) -> Option<Instant> {
    let handling = &followed.handling;
    let disposed = followed.disposition().map(|ended| ended.at);
    let answered = handling.responses.last().map(|response| response.at);
    disposed.or(answered.max(handling.reopened()))
}

fn groups(moments: &Moments, people: &[ParticipantId]) -> usize {
    let group = |who| {
        [moments.frozen(), &moments.asked]
            .into_iter()
            .find_map(|r| r.participant(who))
    };
    let groups: BTreeSet<&GroupId> = people
        .iter()
        .filter_map(group)
        .map(|who| &who.group)
        .collect();
    groups.len()
}

/// The objections on the chair's screen; nothing where there are none.
pub(crate) fn page(lines: &[ObjectionLine]) -> Page {
    match lines {
        [] => Page::new(),
        lines => Page::new().table(table(lines)).gap(),
    }
}

fn table(lines: &[ObjectionLine]) -> Table {
    let blocking = lines.iter().filter(|line| line.blocking).count();
    let heading = format!("Objections ({blocking})");
    let columns = [
        Column::new(heading).keep(Keep::Always),
        Column::sentence("about"),
        Column::new("state").keep(Keep::High),
        Column::new("on"),
        Column::new("handled"),
        Column::new("joined by"),
    ];
    lines
        .iter()
        .fold(Table::new(columns), |table, line| table.row(line.row()))
}

impl ObjectionLine {
    fn row(&self) -> [Text; 6] {
        [
            self.id.to_string().into(),
            (&self.about).into(),
            self.state(),
            self.on.map(|on| on.to_string()).unwrap_or_default().into(),
            self.since.clone().unwrap_or_default().into(),
            self.joined().into(),
        ]
    }

    fn state(&self) -> Text {
        let state = match (self.stands, self.blocking) {
            (State::Open, true) => Ink::Bad.on("OPEN, no response"),
            (_, true) => Text::from(self.words()),
            (_, false) => Text::from(format!("comment; {}", self.words())),
        };
        let late = if self.late { "; late" } else { "" };
        let stranger = if self.on_roster {
            ""
        } else {
            "; not on the roster, not counted"
        };
        state.then(late).then(stranger)
    }

    /// The state in words; of one that waits for its objector's reply, how long it has waited, and
    /// of a duplicate, of which.
    fn words(&self) -> String {
        match (self.stands, &self.since) {
            (State::Disposed(_), _) if self.original.is_some() => {
                let original = self.original.iter().map(ToString::to_string);
                format!("{} of {}", self.state, original.collect::<String>())
            }
            (State::Answered, Some(since)) => format!("answered {since}, no reply since"),
            _ => self.state.to_owned(),
        }
    }

    fn joined(&self) -> String {
        match (self.joined_by.len(), self.joined_in_groups) {
            (0, _) => String::new(),
            (people, 0 | 1) => people.to_string(),
            (people, groups) => format!("{people} in {}", words::many(groups, "group")),
        }
    }
}
