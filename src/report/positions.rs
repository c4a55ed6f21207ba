//! The position files of a proposal, with their reasons and what became of each.

use serde::Serialize;

use crate::record::path::Owner;
use crate::record::position::Position;
use crate::register::freeze::Moments;
use crate::register::records::{Folder, PositionFile};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::tally::Tally;
use crate::tally::reason::Reason;
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ObjectionId, ParticipantId, PositionName, RevisionName};

/// A position file with what became of it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PositionWhole {
    path: String,
    by: String,
    name: Option<String>,
    group: Option<GroupId>,
    /// None where the file cannot be read.
    position: Option<PositionName>,
    on: Option<RevisionName>,
    withdrawn: bool,
    reason: Option<String>,
    interest: Option<String>,
    joins: Vec<ObjectionId>,
    until: Option<Instant>,
    relayed_by: Option<ParticipantId>,
    received: Option<Instant>,
    evidence: Option<String>,
    proxy: Option<ParticipantId>,
    /// Whether it is counted; none where the tally does not know of it.
    counted: Option<bool>,
    /// Why it is set aside.
    set_aside: Option<&'static str>,
    #[serde(skip)]
    fate: String,
}

/// Every position file at the moment asked for, by path.
pub(crate) fn all(moments: &Moments, folder: &Folder, tally: &Tally) -> Vec<PositionWhole> {
    let whole = |(path, file): (&String, &PositionFile)| one(moments, path, file, tally);
    folder.positions.iter().map(whole).collect()
}

fn one(moments: &Moments, path: &str, file: &PositionFile, tally: &Tally) -> PositionWhole {
    let said = file.position.as_ref();
    let read = |of: fn(&Position) -> &Option<String>| said.and_then(|said| of(said).clone());
    let (name, group) = whose(moments, &file.owner);
    let fate = fate(tally, path);
    let aside = fate.and_then(Result::err);
    PositionWhole {
        path: path.to_owned(),
        by: file.owner.to_string(),
        name,
        group,
        position: said.map(|said| said.position.clone()),
        on: said.and_then(|said| said.on),
        withdrawn: said.is_some_and(|said| said.withdrawn),
        reason: read(|said| &said.reason),
        interest: read(|said| &said.interest),
        joins: said.map_or(Vec::new(), |said| said.joins.clone()),
        until: said.and_then(|said| said.until),
        relayed_by: said.and_then(|said| said.relayed_by.clone()),
        received: said.and_then(|said| said.received),
        evidence: read(|said| &said.evidence),
        proxy: said.and_then(|said| said.proxy.clone()),
        counted: fate.map(|fate| fate.is_ok()),
        set_aside: aside.map(Reason::word),
        fate: match fate {
            None => String::new(),
            Some(Ok(())) => "counted".to_owned(),
            Some(Err(reason)) => format!("set aside: {}", reason.in_words()),
        },
    }
}

/// Whether the file, as it lies here, is counted, or why not; `None` where the tally does not know
/// it. A file that moved after the close is judged twice, as it lies here last.
fn fate(tally: &Tally, path: &str) -> Option<Result<(), Reason>> {
    let mut aside = tally.canvass.set_aside.iter();
    if let Some(file) = aside.rfind(|file| file.path == path) {
        return Some(Err(file.reason));
    }
    let counted = tally.canvass.counted.iter().any(|file| file.path == path);
    counted.then_some(Ok(()))
}

fn whose(moments: &Moments, owner: &Owner) -> (Option<String>, Option<GroupId>) {
    match owner {
        Owner::Participant(id) => {
            let registers = [moments.frozen(), &moments.asked];
            let who = registers.into_iter().find_map(|each| each.participant(id));
            (
                who.map(|who| who.name.clone()),
                who.map(|who| who.group.clone()),
            )
        }
        Owner::Group(id) => {
            let charter = moments.frozen().charter.as_ref();
            let group = charter.and_then(|charter| charter.group(id));
            (group.map(|group| group.name.clone()), Some(id.clone()))
        }
    }
}

/// The positions for people: a table, then the reasons.
pub(crate) fn page(all: &[PositionWhole]) -> Page {
    if all.is_empty() {
        return Page::new().line("No positions.");
    }
    let columns = [
        Column::new(format!("Positions ({})", all.len())).keep(Keep::Always),
        Column::sentence("name"),
        Column::new("group").keep(Keep::Low),
        Column::new("position").keep(Keep::Always),
        Column::new("on"),
        Column::sentence("what became of it").keep(Keep::High),
    ];
    let table = all
        .iter()
        .fold(Table::new(columns), |table, each| table.row(each.row()));
    let page = Page::new().table(table).gap();
    all.iter().fold(page, |page, each| page.then(each.words()))
}

impl PositionWhole {
    fn row(&self) -> [Text; 6] {
        let group = self.group.as_ref().map(ToString::to_string);
        [
            (&self.by).into(),
            self.name.clone().unwrap_or_default().into(),
            group.unwrap_or_default().into(),
            self.answer(),
            self.on.map(|on| on.to_string()).unwrap_or_default().into(),
            (&self.fate).into(),
        ]
    }

    fn answer(&self) -> Text {
        match (&self.position, self.withdrawn) {
            (None, _) => Ink::Bad.on("cannot be read"),
            (Some(position), false) => position.as_str().into(),
            (Some(position), true) => format!("{position}, withdrawn").into(),
        }
    }

    /// What its owner wrote beside the answer, and how it came here.
    fn words(&self) -> Page {
        let answer = self.position.as_ref().map_or("", PositionName::as_str);
        let mut page = Page::new();
        if let Some(reason) = &self.reason {
            page = page.prose(format!("{}, {answer}", self.by), reason);
        }
        if let Some(interest) = &self.interest {
            page = page.prose(format!("{}, interest", self.by), interest);
        }
        match self.provenance() {
            provenance if provenance.is_empty() => page,
            provenance => page.line(format!("{}: {}", self.by, provenance.join("; "))),
        }
    }

    fn provenance(&self) -> Vec<String> {
        let joins: Vec<String> = self.joins.iter().map(ToString::to_string).collect();
        let parts = [
            (!joins.is_empty()).then(|| format!("joins {}", joins.join(", "))),
            self.until.map(|at| format!("on hold until {}", at.long())),
            self.relayed_by
                .as_ref()
                .map(|by| format!("relayed by {by}")),
            self.received.map(|at| format!("received {}", at.long())),
            self.proxy
                .as_ref()
                .map(|by| format!("given by {by} as proxy")),
            self.evidence.as_ref().map(|at| format!("evidence {at}")),
        ];
        parts.into_iter().flatten().collect()
    }
}
