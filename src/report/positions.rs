//! Shows the position files of a proposal with their reasons, and whether each is counted.

use serde::Serialize;

use crate::record::path::Owner;
use crate::record::position::Position;
use crate::register::records::{PositionFile, ProposalRecords};
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
use crate::report::who::with_id;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::reason::NotCountedReason;
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ObjectionId, ParticipantId, PositionName, RevisionName};

/// A position file, and whether it is counted.
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
    /// Whether it is counted; none if the tally does not know it.
    counted: Option<bool>,
    /// Why it is not counted.
    set_aside: Option<&'static str>,
    #[serde(skip)]
    fate: String,
}

impl PositionWhole {
    /// Every position file at the moment asked for, by path.
    pub(crate) fn all(
        moments: &TallyInputs,
        folder: &ProposalRecords,
        tally: &Tally,
    ) -> Vec<PositionWhole> {
        let whole = |(path, file): (&String, &PositionFile)| one(moments, path, file, tally);
        folder.positions.iter().map(whole).collect()
    }
}

fn one(moments: &TallyInputs, path: &str, file: &PositionFile, tally: &Tally) -> PositionWhole {
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
        set_aside: aside.map(NotCountedReason::word),
        fate: match fate {
            None => String::new(),
            Some(Ok(())) => "counted".to_owned(),
            Some(Err(reason)) => format!("not counted: {}", reason.in_words()),
        },
    }
}

/// Whether the file, as it is here, is counted, or why not; `None` if the tally does not know it.
/// A file that changed after the close is judged twice, as it is here last.
fn fate(tally: &Tally, path: &str) -> Option<Result<(), NotCountedReason>> {
    let mut aside = tally.canvass.set_aside.iter();
    if let Some(file) = aside.rfind(|file| file.path == path) {
        return Some(Err(file.reason));
    }
    let counted = tally.canvass.counted.iter().any(|file| file.path == path);
    counted.then_some(Ok(()))
}

fn whose(moments: &TallyInputs, owner: &Owner) -> (Option<String>, Option<GroupId>) {
    match owner {
        Owner::Participant(id) => {
            let registers = [moments.frozen(), &moments.asked];
            let who = registers.into_iter().find_map(|each| each.participant(id));
            who.map(|who| (who.name.clone(), who.group.clone())).unzip()
        }
        Owner::Group(id) => {
            let charter = moments.frozen().charter.as_ref();
            let group = charter.and_then(|charter| charter.group(id));
            (group.map(|group| group.name.clone()), Some(id.clone()))
        }
    }
}

impl PositionWhole {
    /// The positions for people: a table, then the reasons.
    pub(crate) fn page_of_all(all: &[PositionWhole]) -> Page {
        if all.is_empty() {
            return Page::new().line("No positions.");
        }
        let table = Table::of(all)
            .sentences(
                format!("Positions ({})", all.len()),
                DropPriority::Always,
                |each| with_id(each.name.as_deref(), &each.by),
            )
            .words("group", DropPriority::Low, |each| each.group.as_ref())
            .words("position", DropPriority::Always, PositionWhole::answer)
            .words("on", DropPriority::Normal, |each| each.on.as_ref())
            .sentences("status", DropPriority::Always, |each| &each.fate);
        Page::new()
            .table(table)
            .gap()
            .each(all.iter().map(PositionWhole::words))
    }

    fn answer(&self) -> StyledText {
        match (&self.position, self.withdrawn) {
            (None, _) => Style::Bad.on("cannot be read"),
            (Some(position), false) => position.as_str().into(),
            (Some(position), true) => format!("{position}, withdrawn").into(),
        }
    }

    /// What its author wrote with the position, and how it was recorded.
    fn words(&self) -> Page {
        let by = &self.by;
        let answer = self.position.as_ref().map_or("", PositionName::as_str);
        let provenance = match self.provenance() {
            provenance if provenance.is_empty() => None,
            provenance => Some(format!("{by}: {provenance}")),
        };
        Page::new()
            .said(format!("{by}, {answer}"), self.reason.as_ref())
            .said(format!("{by}, interest"), self.interest.as_ref())
            .lines(provenance)
    }

    fn provenance(&self) -> String {
        let (relayed, proxy) = (self.relayed_by.as_ref(), self.proxy.as_ref());
        let joins = words::listed(&self.joins);
        let parts = [
            (!joins.is_empty()).then(|| format!("joins {joins}")),
            self.until
                .map(|at| format!("answer pending until {}", at.long())),
            relayed.map(|by| format!("entered by {by}")),
            self.received.map(|at| format!("received {}", at.long())),
            proxy.map(|by| format!("given by {by} as proxy")),
            self.evidence.as_ref().map(|at| format!("evidence {at}")),
        ];
        words::joined(parts, ", ")
    }
}
