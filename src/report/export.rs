//! Exports the positions of a call, and on request the participant list, in a form that can be
//! imported again.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::record::column::{ALL, ChartersOwn, Column};
use crate::record::participant::Participant;
use crate::record::path::Owner;
use crate::record::position::Position;
use crate::record::table;
use crate::record::table_form::{Record, records};
use crate::register::records::{FiledObjection, ProposalRecords};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::closing::{Closing, Given};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{
    GroupId, ObjectionId, ParticipantId, PositionName, ProposalId, RegisterId, RevisionName,
};

/// Whether the participant list goes with the positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Positions alone.
    Positions,
    /// All participants, with or without a position.
    PositionsAndRoster,
}

/// An export. The keys of its JSON are in the order of its fields.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Export {
    format: u32,
    register: Option<RegisterId>,
    proposal: ProposalId,
    call: Option<u32>,
    revision: Option<RevisionName>,
    commit: Option<CommitId>,
    positions: Vec<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    participants: Option<Vec<Person>>,
    left_out: Vec<LeftOut>,
    /// Whether a table has the reasons, and columns without a word.
    #[serde(skip)]
    all_columns: bool,
    /// The columns that the charter adds.
    #[serde(skip)]
    added: Vec<Column>,
}

/// One position.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Answer {
    /// The participant's id, or `@` and the group's.
    participant: String,
    name: Option<String>,
    group: Option<GroupId>,
    position: PositionName,
    on: Option<RevisionName>,
    reason: Option<String>,
    interest: Option<String>,
    joins: Vec<ObjectionId>,
    until: Option<Instant>,
    withdrawn: bool,
    received: Option<Instant>,
    evidence: Option<String>,
    proxy: Option<ParticipantId>,
    about: Option<String>,
    problem: Option<String>,
    resolve: Option<String>,
    relayed_by: Option<ParticipantId>,
}

/// One participant.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Person {
    participant: ParticipantId,
    #[serde(flatten)]
    who: Participant,
}

/// A file that is not in the export, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LeftOut {
    path: String,
    reason: &'static str,
}

impl Export {
    /// The positions of a call as it counts them: those at its close, or at the moment asked for
    /// while it is open, and the participant list that governs it. `commit` is the commit asked for,
    /// if there is one. `None` if the proposal does not exist.
    pub fn of(
        moments: &TallyInputs,
        id: &ProposalId,
        give: ExportFormat,
        commit: Option<CommitId>,
    ) -> Option<Self> {
        let folder = moments.folder(id)?;
        let governing = moments.frozen();
        let charter = governing.charter.as_ref();
        let proposal = folder.proposal.as_ref();
        let latest = proposal.and_then(|proposal| proposal.latest());
        let revision = moments.call(folder).map(|call| call.revision);
        let mut gathered = ExportRows::of(moments, id, folder);
        gathered.leave_objections(folder);
        let people = governing.participants.iter();
        gathered.left_out.sort();
        Some(Self {
            format: 1,
            register: charter.map(|charter| charter.register.clone()),
            proposal: id.clone(),
            call: moments.call,
            revision: revision.or(latest.map(|revision| revision.name)),
            commit,
            positions: gathered.answers,
            participants: (give == ExportFormat::PositionsAndRoster)
                .then(|| people.map(|(id, who)| Person::of(id, who)).collect()),
            left_out: gathered.left_out,
            all_columns: true,
            added: ChartersOwn::of(charter.map(|charter| &**charter))
                .columns()
                .collect(),
        })
    }

    /// The same with the ids of participants alone, and without where their words came from.
    #[must_use]
    pub fn without_names(mut self) -> Self {
        for answer in &mut self.positions {
            (answer.name, answer.evidence) = (None, None);
        }
        self
    }

    /// The same as a short table: without the reasons, which are most of its bytes, and without columns that are empty.
    #[must_use]
    pub(crate) fn short(self) -> Self {
        Self {
            all_columns: false,
            ..self
        }
    }

    /// Files that are not in the export, by path.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The export as a table that `plenary import csv` reads: the records of its JSON.
    pub fn csv(&self) -> String {
        let columns = self.columns();
        let columns: Vec<String> = columns.iter().map(ToString::to_string).collect();
        let records = serde_json::to_value(self)
            .ok()
            .and_then(|own| records(&own));
        let cell = |record: &Record, column| record.get(column).cloned().unwrap_or_default();
        let row = |record: Record| columns.iter().map(|column| cell(&record, column)).collect();
        let rows = records.into_iter().flatten().map(row);
        let rows: Vec<Vec<String>> = std::iter::once(columns.clone()).chain(rows).collect();
        match self.all_columns {
            true => table::written(&rows),
            false => table::written(without_empty_columns(&rows)),
        }
    }

    fn columns(&self) -> Vec<Column> {
        let with_roster = self.participants.is_some();
        let of_people = [Column::Participant, Column::Name, Column::Group];
        let mut columns: Vec<Column> = ALL
            .iter()
            .map(|(column, ..)| column.clone())
            .filter(|column| with_roster || !column.is_of_roster() || of_people.contains(column))
            .filter(|column| self.all_columns || *column != Column::Reason)
            .collect();
        if with_roster {
            columns.extend(self.added.iter().cloned());
        }
        columns.sort();
        columns
    }
}

/// Rows below their headings, without the columns in which no row has a word.
fn without_empty_columns(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let below = rows.get(1..).unwrap_or_default();
    let has_words = |column: usize| {
        below
            .iter()
            .any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()))
    };
    let short = |row: &Vec<String>| {
        let cells = row.iter().enumerate();
        let cells = cells.filter(|(column, _)| has_words(*column));
        cells.map(|(_, cell)| cell.clone()).collect()
    };
    rows.iter().map(short).collect()
}

/// The positions that were found, and the files that are left out.
struct ExportRows {
    answers: Vec<Answer>,
    left_out: Vec<LeftOut>,
    /// The files of objections that are exported with a position.
    carried: BTreeSet<String>,
}

impl ExportRows {
    fn of(moments: &TallyInputs, id: &ProposalId, folder: &ProposalRecords) -> Self {
        let mut gathered = Self {
            answers: Vec::new(),
            left_out: Vec::new(),
            carried: BTreeSet::new(),
        };
        let mut seen: BTreeSet<Owner> = BTreeSet::new();
        let mut files = in_time(moments, id, folder, &mut gathered.left_out);
        // The file under a present id goes before one under a former id.
        files.sort_by_key(|given| (!given.file.is_under_present_id(given.path), given.path));
        for Given { path, file, .. } in files {
            let Some(position) = &file.position else {
                gathered.leave(path, "unreadable");
                continue;
            };
            match seen.insert(file.owner.clone()) {
                true => gathered.take(moments, folder, path, &file.owner, position),
                false => gathered.leave(path, "duplicate"),
            }
        }
        gathered
            .answers
            .sort_by(|a, b| a.participant.cmp(&b.participant));
        gathered
    }

    fn leave(&mut self, path: &str, reason: &'static str) {
        let path = path.to_owned();
        self.left_out.push(LeftOut { path, reason });
    }

    fn take(
        &mut self,
        moments: &TallyInputs,
        folder: &ProposalRecords,
        path: &str,
        owner: &Owner,
        position: &Position,
    ) {
        let raised = raised(folder, owner).filter(|_| !position.carries_objection());
        self.carried
            .extend(raised.map(|raised| raised.path.clone()));
        self.carried.insert(path.to_owned());
        let objection = raised.map(|raised| &raised.objection);
        let on = moments.given_on.get(path).copied();
        let (name, group) = whose(moments, owner);
        self.answers.push(Answer {
            participant: owner.to_string(),
            name,
            group,
            position: position.position.clone(),
            on: position.on.or(on),
            reason: position.reason.clone(),
            interest: position.interest.clone(),
            joins: position.joins.clone(),
            until: position.until,
            withdrawn: position.withdrawn,
            received: position.received,
            evidence: position.evidence.clone(),
            proxy: position.proxy.clone(),
            about: objection.map_or(position.about.clone(), |raised| Some(raised.about.clone())),
            problem: objection.map_or(position.problem.clone(), |r| Some(r.problem.clone())),
            resolve: objection.map_or(position.resolve.clone(), |raised| raised.resolve.clone()),
            relayed_by: position.relayed_by.clone(),
        });
    }

    /// A row has room for one objection; the others, comments, and those of people without a
    /// position are not in the table.
    fn leave_objections(&mut self, folder: &ProposalRecords) {
        for raised in folder.objections.values() {
            if !self.carried.contains(&raised.path) {
                self.leave(&raised.path, "objection");
            }
        }
    }
}

/// The position files that the call counts; late ones are left out.
fn in_time<'m>(
    moments: &'m TallyInputs,
    id: &ProposalId,
    folder: &'m ProposalRecords,
    left_out: &mut Vec<LeftOut>,
) -> Vec<Given<'m>> {
    let all = Closing::of(moments, folder, id).positions();
    let (files, late): (Vec<_>, Vec<_>) = all.into_iter().partition(|given| given.in_time);
    left_out.extend(late.iter().map(|given| LeftOut {
        path: given.path.to_owned(),
        reason: "late",
    }));
    files
}

/// The first objection of a participant that has a file of its own and is not withdrawn.
fn raised<'f>(folder: &'f ProposalRecords, owner: &Owner) -> Option<&'f FiledObjection> {
    let Owner::Participant(by) = owner else {
        return None;
    };
    let mut own = folder.objections.iter().filter(|(id, raised)| {
        let kept = raised.objection.blocking && !raised.objection.withdrawn;
        id.participant == *by && kept
    });
    own.next().map(|(_, raised)| raised)
}

fn whose(moments: &TallyInputs, owner: &Owner) -> (Option<String>, Option<GroupId>) {
    let register = moments.frozen();
    match owner {
        Owner::Participant(id) => register
            .participant(id)
            .map(|who| (who.name.clone(), who.group.clone()))
            .unzip(),
        Owner::Group(id) => {
            let charter = register.charter.as_ref();
            let group = charter.and_then(|charter| charter.group(id));
            (group.map(|group| group.name.clone()), Some(id.clone()))
        }
    }
}

impl Person {
    fn of(id: &ParticipantId, who: &Participant) -> Self {
        Self {
            participant: id.clone(),
            who: who.clone(),
        }
    }
}
