//! Imports a table of positions, and of participants where that is asked for: row by row, in one
//! pending commit.

mod cell_text;
mod draft_records;
mod headings;
mod import_context;
mod mail;
mod mail_reading;
mod mail_sender;
mod mail_topic;
mod people;
mod position_cells;
mod roster;
mod row_participant;
mod several_groups;
mod table_shape;

use std::collections::BTreeSet;

use cell_text::{Cells, Fault};
use draft_records::{DraftRecords, aside, draft, settle};
use headings::{Headings, Layout};
use import_context::{Ground, ImportContext, RosterContext};
pub use mail::{ImportMail, mail};
use row_participant::{RowSubject, addresses, code, logins, named, who};

use crate::act::actor::Actor;
use crate::act::proposal_state::entry;
use crate::act::refusal::Refusal;
use crate::procedure::intake::{Received, RowOutcome};
use crate::procedure::names::uncounted;
use crate::procedure::rights::{About, Deed};
use crate::record::charter::Charter;
use crate::record::column::{ChartersOwn, Column};
use crate::record::import_map::ImportMap;
use crate::record::participant::Participant;
use crate::record::path::{Owner, RecordPath};
use crate::record::table::{Encoding, Row, Table, folded};
use crate::record::table_form;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::command::HostingService;
use crate::value::id::{GroupId, ParticipantId, ProposalId, RevisionName};
use crate::value::sentence::{all_of, capital, first_of, form, many, many_of};
use crate::value::text::shortened;

/// What is taken out of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportMode {
    /// Positions of people who are on the participant list.
    Positions,
    /// The participant list as well: new participants are added, others are changed.
    PositionsAndRoster,
    /// The participant list alone.
    Roster,
}

/// A table of participants to be imported.
#[derive(Debug, Clone)]
pub struct ImportRoster {
    /// The table, as [`table`] reads it.
    pub table: Table,
    /// What its headings and words mean.
    pub mapping: ImportMap,
    /// The hosting service of accounts that do not name one.
    pub service: Option<HostingService>,
}

/// A table to be imported.
#[derive(Debug, Clone)]
pub struct ImportTable {
    /// The proposal.
    pub proposal: ProposalId,
    /// The table, as [`table`] reads it.
    pub table: Table,
    /// What its headings and words mean.
    pub mapping: ImportMap,
    /// What is taken out of it.
    pub take: ImportMode,
    /// The revision that was read, for rows that do not say it.
    pub on: Option<RevisionName>,
    /// Who enters the positions, where that is not the actor: a chair or a secretary.
    pub relayed_by: Option<ParticipantId>,
    /// When it was received, for rows that do not say it.
    pub received: Option<Instant>,
    /// Where it can be seen, for rows that do not say it.
    pub evidence: Option<String>,
    /// The hosting service of accounts that do not name one.
    pub service: Option<HostingService>,
}

/// Says which entries of a map the table does not use: they are typing errors, or of another table.
pub fn unused(mapping: &ImportMap, table: &Table) -> Option<String> {
    let words = mapping.unused(table);
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("\"{}\"", shortened(word, 40)))
        .collect();
    let listed = first_of(words.iter().map(String::as_str));
    (!words.is_empty())
        .then(|| format!("The map has words that the table does not have: {listed}."))
}

/// The result of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// The result of each row that is not empty, by number.
    pub rows: Vec<Received>,
    /// What the secretary should know about the table as a whole.
    pub notes: Vec<String>,
    /// What the accepted rows change; `None` where no row is accepted.
    pub entry: Option<PendingCommit>,
}

/// Reads the bytes of a table. The separator of its cells is found by its headings.
///
/// # Errors
/// It is not a table of text.
pub fn table(register: &Register, bytes: &[u8], mapping: &ImportMap) -> Result<Table, Refusal> {
    let charter = register.charter.as_deref();
    let headings = Headings {
        mapping,
        added: ChartersOwn::of(charter),
        proposal: Vec::new(),
        words: None,
    };
    table_form::read(bytes, mapping.encoding, |row| headings.in_row(row))
        .map(|table| headings.upright(table))
        .map_err(|fault| Refusal::usage(format!("the table {fault}"), fault.hint()))
}

/// Judges every row of a table, and puts what the accepted rows change into one pending commit.
///
/// # Errors
/// The actor cannot enter positions of others, the proposal cannot be read, the table has no headings.
pub fn intake(
    register: &Register,
    input: &ImportTable,
    actor: &Actor,
    now: Instant,
) -> Result<Intake, Refusal> {
    let ground = ImportContext::of(register, input, actor, now)?;
    judged(Ground::Positions(Box::new(ground)), &input.table, actor)
}

/// Judges every row of a table of participants, and puts what the accepted rows change into one pending
/// commit. No proposal is needed.
///
/// # Errors
/// The actor cannot change the participant list, the charter cannot be read, the table has no headings.
pub fn roster(
    register: &Register,
    input: &ImportRoster,
    actor: &Actor,
    now: Instant,
) -> Result<Intake, Refusal> {
    actor.must(Deed::KeepParticipants, &About::register(register))?;
    let known = (ImportMode::Roster, input.service);
    let ground = RosterContext::of(register, &input.mapping, known, now)?;
    judged(Ground::Roster(ground), &input.table, actor)
}

fn judged(mut ground: Ground<'_>, table: &Table, actor: &Actor) -> Result<Intake, Refusal> {
    let positions = ground.positions();
    let about = |context: &ImportContext<'_>| {
        [context.input.proposal.as_str(), &context.proposal.title].map(folded)
    };
    let headings = Headings {
        mapping: ground.mapping,
        added: ChartersOwn::of(Some(ground.charter)),
        proposal: positions.map(about).into_iter().flatten().collect(),
        words: positions.map(|context| context.track.answer_words()),
    };
    let layout = Layout::of(table, &headings, ground.take)?;
    let mut drafts = drafts(&mut ground, table, &layout);
    if ground
        .charter
        .tracks
        .iter()
        .any(|track| track.several_groups)
    {
        several_groups::join(&mut drafts);
    }
    settle(
        &mut drafts,
        ground.positions().and_then(ImportContext::closes),
    );
    let entry = brought(&ground, actor, &mut drafts);
    Ok(Intake {
        notes: notes(&ground, table, &layout, &drafts, entry.as_ref()),
        rows: drafts.into_iter().map(DraftRecords::arrival).collect(),
        entry,
    })
}

/// A row whose owner was looked up, with the errors that were found.
struct KnownRow<'t> {
    row: &'t Row,
    named: String,
    who: RowSubject,
    faults: Vec<Fault>,
}

/// First finds the owners of all rows, because rows can name one another; then judges each.
fn drafts(ground: &mut Ground<'_>, table: &Table, layout: &Layout) -> Vec<DraftRecords> {
    let times = &ground.mapping.times;
    let cells = |row, faults| Cells {
        row,
        layout,
        times,
        faults,
        rests_on: BTreeSet::new(),
    };
    let (mut met, mut drafts) = (Vec::new(), Vec::new());
    for row in table.rows.iter().skip(layout.first) {
        let mut cells = cells(row, Vec::new());
        let named = named(&mut cells);
        if let Some(why) = aside(ground, layout, row) {
            drafts.push(DraftRecords::set_aside(row.number, named, why));
            continue;
        }
        let who = who(ground, &mut cells);
        if let RowSubject::New(id, name) = &who
            && let Some(group) = some_group(ground)
        {
            let mut new = Participant::new(name.clone(), group);
            new.emails = addresses(&mut cells);
            new.accounts = logins(&mut cells);
            new.known_as.extend(code(&mut cells));
            ground.people.add(id, &new);
        }
        ground.objectors.extend(objector(&who, &cells));
        met.push(KnownRow {
            row,
            named,
            who,
            faults: cells.faults,
        });
    }
    drafts.extend(met.into_iter().map(|met| {
        let cells = cells(met.row, met.faults);
        draft(ground, table, (met.named, met.who), cells)
    }));
    drafts.sort_by_key(|draft| draft.row);
    drafts
}

/// Any group: only the names of a new participant are looked up.
fn some_group(ground: &RosterContext<'_>) -> Option<GroupId> {
    ground.charter.groups.first().map(|group| group.id.clone())
}

/// The participant who raises an objection in this row.
fn objector(who: &RowSubject, cells: &Cells<'_>) -> Option<ParticipantId> {
    let id = match who {
        RowSubject::Owner(Owner::Participant(id)) | RowSubject::New(id, _) => id,
        RowSubject::Owner(Owner::Group(_)) | RowSubject::Unknown => return None,
    };
    cells.has(&Column::Problem).then(|| id.clone())
}

/// The pending commit of all rows that are accepted.
fn brought(
    ground: &Ground<'_>,
    actor: &Actor,
    drafts: &mut [DraftRecords],
) -> Option<PendingCommit> {
    let files: Vec<(String, Vec<u8>)> = drafts
        .iter_mut()
        .flat_map(|draft| std::mem::take(&mut draft.files))
        .collect();
    if files.is_empty() {
        return None;
    }
    let is_position = |(path, _): &&(String, Vec<u8>)| path.contains("/positions/");
    let positions = files.iter().filter(is_position).count();
    let participants = many(files.len() - positions, "participant");
    let Some(context) = ground.positions() else {
        let subject = format!("Import {participants}");
        return Some(entry(files, subject, &[("By", &actor.id)]));
    };
    let id = &context.input.proposal;
    let subject = match (positions, files.len() - positions) {
        (positions, 0) => format!("Import {} on {id}", many(positions, "position")),
        (0, _) => format!("Import {participants}"),
        (positions, _) => format!(
            "Import {} on {id} and {participants}",
            many(positions, "position")
        ),
    };
    let trailers: &[(&str, &dyn std::fmt::Display)] = &[
        ("Proposal", id),
        ("By", &actor.id),
        ("Relayed-By", &context.relayer),
    ];
    Some(entry(files, subject, trailers))
}

fn notes(
    ground: &Ground<'_>,
    table: &Table,
    layout: &Layout,
    drafts: &[DraftRecords],
    entry: Option<&PendingCommit>,
) -> Vec<String> {
    let mut notes = Vec::new();
    let name = table.encoding.name();
    match table.encoding.is_guess {
        false if table.encoding == Encoding::UTF_8 => {}
        false => notes.push(format!("The table was read as {name}.")),
        true => notes.push(format!(
            "The table is not UTF-8, so it was read as {name}. If letters are wrong, save it again as UTF-8, \
             or write its encoding in the map: encoding = \"…\"."
        )),
    }
    if table.is_turned {
        notes.push(
            "The table has a column for each participant: its rows here are its columns."
                .to_owned(),
        );
    }
    if !layout.surplus.is_empty() {
        let columns = all_of(layout.surplus.iter().map(String::as_str));
        notes.push(format!("Columns not read: {columns}."));
    }
    let above = table.rows.iter().take(layout.first.saturating_sub(1));
    let above: Vec<usize> = above.map(|row| row.number).collect();
    notes.extend(of_rows(&above, "above the headings not read"));
    notes.extend(of_rows(
        &table.marked,
        "without their invisible marks, such as those for right-to-left text",
    ));
    if layout.first == 0 {
        notes.push("The table has no headings: every row was read as a participant.".to_owned());
    }
    match ground.positions() {
        Some(context) => notes.extend(on_call(context, drafts)),
        None => notes.extend(unused(ground.mapping, table)),
    }
    notes.extend(without_vote(ground.charter, entry));
    notes
}

/// What a call on the proposal makes of the table.
fn on_call(ground: &ImportContext<'_>, drafts: &[DraftRecords]) -> Vec<String> {
    let mut notes = Vec::new();
    if ground.takes_roster() && ground.folder.current_call().is_some() && ground.closed.is_none() {
        notes.push(
            "Changes of the participant list do not affect this call: the list was fixed when it \
             opened."
                .to_owned(),
        );
    }
    let written_up =
        |draft: &&DraftRecords| draft.is_written_up && draft.verdict == RowOutcome::Accepted;
    let late = drafts.iter().filter(written_up).count();
    if let Some(command) = ground.admission().filter(|_| late > 0) {
        notes.push(format!(
            "{} received before the close, but imported after it. They count only if a chair accepts \
             them: {command}",
            many_of(late, "position was", "positions were")
        ));
    }
    notes
}

/// What is said of some rows; `None` where there are none.
fn of_rows(rows: &[usize], said: &str) -> Option<String> {
    let numbers: Vec<String> = rows.iter().map(usize::to_string).collect();
    let listed = first_of(numbers.iter().map(String::as_str));
    let rows = form(rows.len() == 1, "Row", "Rows");
    (!numbers.is_empty()).then(|| format!("{rows} {said}: {listed}."))
}

/// New participants with a membership that no track counts.
fn without_vote(charter: &Charter, entry: Option<&PendingCommit>) -> Vec<String> {
    let files = entry.into_iter().flat_map(|entry| &entry.files);
    let brought: Vec<(ParticipantId, Participant)> = files
        .filter_map(|(path, bytes)| match RecordPath::identify(path) {
            Some(Ok(RecordPath::Participant(id))) => {
                Some((id, Participant::read(path, bytes).ok()?))
            }
            _ => None,
        })
        .collect();
    let sentences = uncounted(charter, brought.iter().map(|(id, who)| (id, who)));
    sentences
        .into_iter()
        .map(|said| format!("{}.", capital(&said)))
        .collect()
}
