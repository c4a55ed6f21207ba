//! Brings in a table of positions, and of participants where that is asked for: row by row, in one
//! entry.

mod cells;
mod draft;
mod given;
mod ground;
mod mail;
mod people;
mod roster;
mod who;

use std::collections::BTreeSet;

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::target::entry;
use crate::procedure::intake::{Arrival, Verdict};
use crate::procedure::names::uncounted;
use crate::record::charter::Charter;
use crate::record::column::{Column, Mapping};
use crate::record::participant::Participant;
use crate::record::path::{Owner, RecordPath};
use crate::record::table::{Encoding, Row, Table};
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ParticipantId, ProposalId, RevisionName};
use cells::{Cells, Fault, Headings, Layout};
use draft::{Draft, aside, draft, settle};
use ground::Ground;
pub use mail::{BringMail, mail};
use people::People;
use who::{Who, named, who};

/// What is taken out of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// Positions of people who are on the roster.
    Positions,
    /// The roster as well: who is new joins it, and what the table says of others changes it.
    PositionsAndRoster,
}

/// A table to be brought in.
#[derive(Debug, Clone)]
pub struct Bring {
    /// The proposal.
    pub proposal: ProposalId,
    /// The table, as [`table`] reads it.
    pub table: Table,
    /// What its headings and words mean.
    pub mapping: Mapping,
    /// What is taken out of it.
    pub take: Take,
    /// The revision that was read, for rows that do not say it.
    pub on: Option<RevisionName>,
    /// Who relays what the table says, where that is not the actor: a chair or a secretary.
    pub relayed_by: Option<ParticipantId>,
    /// When it was received, for rows that do not say it.
    pub received: Option<Instant>,
    /// Where it can be seen, for rows that do not say it.
    pub evidence: Option<String>,
}

/// What a table comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// What became of each row that has anything in it, by number.
    pub rows: Vec<Arrival>,
    /// What somebody should know of the table as a whole.
    pub notes: Vec<String>,
    /// What the accepted rows change; nothing where there are none.
    pub entry: Option<Entry>,
}

/// Reads the bytes of a table. The sign between its cells is found by its headings.
///
/// # Errors
/// What is no table of text.
pub fn table(register: &Register, bytes: &[u8], mapping: &Mapping) -> Result<Table, Refusal> {
    let weights = register
        .charter
        .as_ref()
        .map_or(&[][..], |charter| &charter.weights);
    let headings = Headings { mapping, weights };
    Table::read(bytes, |row| headings.in_row(row))
        .map_err(|fault| Refusal::usage(format!("the table {fault}"), fault.hint()))
}

/// Judges every row of a table, and puts what the accepted ones change into one entry.
///
/// # Errors
/// Who may not relay, a proposal that cannot be read, a table without headings.
pub fn intake(
    register: &Register,
    input: &Bring,
    actor: &Actor,
    now: Instant,
) -> Result<Intake, Refusal> {
    let ground = Ground::of(register, input, actor, now)?;
    let headings = Headings {
        mapping: &input.mapping,
        weights: &ground.charter.weights,
    };
    let layout = Layout::of(&input.table, &headings, input.take)?;
    let mut drafts = drafts(&ground, &layout);
    settle(&mut drafts);
    let entry = brought(&ground, actor, &mut drafts);
    Ok(Intake {
        notes: notes(&ground, &layout, &drafts, entry.as_ref()),
        rows: drafts.into_iter().map(Draft::arrival).collect(),
        entry,
    })
}

/// A row whose owner was looked for, with the faults that this has found.
struct Met<'t> {
    row: &'t Row,
    named: String,
    who: Who,
    faults: Vec<Fault>,
}

/// Whose rows they are first, for rows may speak of one another; then what each comes to.
fn drafts(ground: &Ground<'_>, layout: &Layout) -> Vec<Draft> {
    let offset = ground.input.mapping.offset.as_deref();
    let cells = |row, faults| Cells {
        row,
        layout,
        offset,
        faults,
    };
    let mut people = People::of(ground.register);
    let (mut met, mut drafts) = (Vec::new(), Vec::new());
    let mut objectors = BTreeSet::new();
    for row in ground.input.table.rows.iter().skip(layout.first) {
        let mut cells = cells(row, Vec::new());
        let called = named(&mut cells);
        if let Some(why) = aside(ground, &people, layout, row) {
            drafts.push(Draft::set_aside(row.number, called, why));
            continue;
        }
        let who = who(ground, &people, &mut cells);
        if let Who::New(id, name) = &who
            && let Some(group) = some_group(ground)
        {
            let mut new = Participant::new(name.clone(), group);
            new.emails = cells.items(&Column::Emails);
            new.accounts = cells.items(&Column::Accounts);
            people.add(id, &new);
        }
        if let Some(id) = objector(&who, &cells) {
            objectors.insert(id);
        }
        met.push(Met {
            row,
            named: called,
            who,
            faults: cells.faults,
        });
    }
    drafts.extend(met.into_iter().map(|met| {
        let cells = cells(met.row, met.faults);
        draft(ground, &people, &objectors, (met.named, met.who), cells)
    }));
    drafts.sort_by_key(|draft| draft.row);
    drafts
}

/// Any group: of somebody new only the names are looked up.
fn some_group(ground: &Ground<'_>) -> Option<GroupId> {
    ground.charter.groups.first().map(|group| group.id.clone())
}

/// Who raises an objection in their row.
fn objector(who: &Who, cells: &Cells<'_>) -> Option<ParticipantId> {
    let id = match who {
        Who::Owner(Owner::Participant(id)) | Who::New(id, _) => id,
        Who::Owner(Owner::Group(_)) | Who::Unknown => return None,
    };
    cells.has(&Column::Problem).then(|| id.clone())
}

/// The entry of all rows that are accepted.
fn brought(ground: &Ground<'_>, actor: &Actor, drafts: &mut [Draft]) -> Option<Entry> {
    let id = &ground.input.proposal;
    let files: Vec<(String, Vec<u8>)> = drafts
        .iter_mut()
        .flat_map(|draft| std::mem::take(&mut draft.files))
        .collect();
    if files.is_empty() {
        return None;
    }
    let positions = files
        .iter()
        .filter(|(path, _)| path.contains("/positions/"))
        .count();
    let participants = files.len() - positions;
    let many = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let subject = match (positions, participants) {
        (positions, 0) => format!("Bring in {} on {id}", many(positions, "position")),
        (0, participants) => format!("Bring in {}", many(participants, "participant")),
        (positions, participants) => format!(
            "Bring in {} on {id} and {}",
            many(positions, "position"),
            many(participants, "participant")
        ),
    };
    Some(entry(
        files,
        subject,
        &[
            ("Proposal", &id),
            ("By", &actor.id),
            ("Relayed-By", &ground.relayer),
        ],
    ))
}

fn notes(
    ground: &Ground<'_>,
    layout: &Layout,
    drafts: &[Draft],
    entry: Option<&Entry>,
) -> Vec<String> {
    let table = &ground.input.table;
    let mut notes = Vec::new();
    match table.encoding {
        Encoding::Utf8 => {}
        Encoding::Utf16 => notes.push("The table was read as UTF-16.".to_owned()),
        Encoding::Windows1252 => notes.push(
            "The table is not UTF-8 and was read as Windows-1252: see whether letters with accents \
             are right, or save it again as UTF-8."
                .to_owned(),
        ),
    }
    if !layout.surplus.is_empty() {
        notes.push(format!("Columns not read: {}.", layout.surplus.join(", ")));
    }
    let above: Vec<String> = table
        .rows
        .iter()
        .take(layout.first.saturating_sub(1))
        .map(|row| row.number.to_string())
        .collect();
    if !above.is_empty() {
        notes.push(format!(
            "Not read, because they stand above the headings: rows {}.",
            above.join(", ")
        ));
    }
    if ground.takes_roster() && ground.folder.current_call().is_some() && ground.closed.is_none() {
        notes.push(
            "The call froze the roster when it opened: what changes in the roster now counts from \
             the next call on."
                .to_owned(),
        );
    }
    let written_up = |draft: &&Draft| draft.is_written_up && draft.verdict == Verdict::Accepted;
    let late = drafts.iter().filter(written_up).count();
    if let Some(command) = ground.admission().filter(|_| late > 0) {
        notes.push(format!(
            "{late} of these positions were received by the close and are written down after it. \
             They are late until a chair admits them: {command}"
        ));
    }
    notes.extend(without_vote(ground.charter, entry));
    notes
}

/// Whom the table brings in a standing that no track counts.
fn without_vote(charter: &Charter, entry: Option<&Entry>) -> Vec<String> {
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
        .map(|said| format!("{said}."))
        .collect()
}
