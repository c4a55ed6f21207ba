//! Judges each row of a table, and then rows together: several of one participant, and rows that depend
//! on others. Rows of totals, notes, and rows that the map skips are ignored.

use std::collections::{BTreeMap, BTreeSet};

use crate::act::intake::cell_text::{Cells, Fault};
use crate::act::intake::headings::Layout;
use crate::act::intake::import_context::{Ground, ImportContext, RosterContext};
use crate::act::intake::people::Lookup;
use crate::act::intake::position_cells::{Change, change, given};
use crate::act::intake::roster;
use crate::act::intake::row_participant::RowSubject;
use crate::procedure::intake::{Received, RowOutcome};
use crate::record::column::Column;
use crate::record::participant::Participant;
use crate::record::path::Owner;
use crate::record::position::{FurtherWords, Position};
use crate::record::reader::LARGEST;
use crate::record::table::{Row, Table, folded};
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;
use crate::value::sentence::all_of;
use crate::value::text::composed;

/// What a row says, without when and where it was received. Two rows of one participant must agree in
/// this, or a person must say which of them counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ParsedCells {
    position: Option<Position>,
    pub(super) participant: Option<Participant>,
}

/// A row that is being judged.
pub(super) struct DraftRecords {
    pub(super) row: usize,
    pub(super) named: String,
    pub(super) owner: Option<Owner>,
    pub(super) verdict: RowOutcome,
    pub(super) because: Vec<String>,
    pub(super) hints: Vec<String>,
    pub(super) said: ParsedCells,
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Whether its position was received before the close of a call that is now closed.
    pub(super) is_written_up: bool,
    /// When the row says that its position was received.
    received: Option<Instant>,
    /// Participants whose rows must be accepted too.
    pub(super) rests_on: BTreeSet<ParticipantId>,
}

impl DraftRecords {
    /// A row that is ignored.
    pub(super) fn set_aside(row: usize, named: String, why: &str) -> Self {
        Self {
            because: vec![why.to_owned()],
            ..Self::empty(row, named, RowOutcome::SetAside)
        }
    }

    fn empty(row: usize, named: String, verdict: RowOutcome) -> Self {
        Self {
            row,
            named,
            owner: None,
            verdict,
            because: Vec::new(),
            hints: Vec::new(),
            said: ParsedCells {
                position: None,
                participant: None,
            },
            files: Vec::new(),
            is_written_up: false,
            received: None,
            rests_on: BTreeSet::new(),
        }
    }

    /// Refuses the row, or leaves it to a person.
    pub(super) fn stopped(&mut self, verdict: RowOutcome, why: String, hint: String) {
        if !self.verdict.is_open() {
            (self.because, self.hints) = (Vec::new(), Vec::new());
        }
        self.verdict = verdict;
        self.because.push(why);
        self.hints.push(hint);
        self.files = Vec::new();
    }

    /// Writes the participant with further groups.
    pub(super) fn rewrite(&mut self, who: &Participant, groups: &[String]) {
        let groups = all_of(groups.iter().map(String::as_str));
        let at = self.because.len().min(1);
        self.because.insert(at, format!("and to {groups}"));
        if let Some((_, bytes)) = self.files.first_mut() {
            *bytes = who.sheet().finish().into_bytes();
        }
        self.said.participant = Some(who.clone());
    }

    /// Gives way to a row of the same participant that was received later, or before the close.
    fn yields(&mut self, to: usize, closes: Option<Instant>) {
        let late = self.received.zip(closes).filter(|(at, closes)| at > closes);
        let (verdict, why) = match late {
            Some((at, _)) => (
                RowOutcome::SetAside,
                format!(
                    "it was received after the close ({}); row {to} counts",
                    at.long()
                ),
            ),
            None => (RowOutcome::Duplicate, format!("row {to} is later")),
        };
        self.verdict = RowOutcome::Unchanged;
        self.stopped(verdict, why, String::new());
    }

    /// The result for the report.
    pub(super) fn arrival(self) -> Received {
        let mut hints = self.hints;
        hints.retain(|hint| !hint.is_empty());
        hints.dedup();
        Received {
            row: self.row,
            named: self.named,
            participant: self.owner.map(|owner| owner.to_string()),
            verdict: self.verdict,
            because: self.because.join("; "),
            hint: hints.join("; "),
        }
    }
}

/// Judges one row of a participant or a group.
pub(super) fn draft(
    ground: &Ground<'_>,
    table: &Table,
    (named, who): (String, RowSubject),
    mut cells: Cells<'_>,
) -> DraftRecords {
    let mut draft = DraftRecords::empty(cells.row.number, named, RowOutcome::Unchanged);
    let (owner, name) = match who {
        RowSubject::Owner(owner) => (Some(owner), None),
        RowSubject::New(id, name) => (Some(Owner::Participant(id)), Some(name)),
        RowSubject::Unknown => (None, None),
    };
    draft.owner.clone_from(&owner);
    let is_readable = cells.ask_what_it_is(table);
    if let Some(owner) = owner.filter(|_| is_readable) {
        roster_of(ground, &owner, name, &mut draft, &mut cells);
        if let Some(context) = ground.positions() {
            position_of(context, &owner, &mut draft, &mut cells);
        }
        if draft.because.is_empty() && draft.said.position.is_none() && !ground.takes_roster() {
            draft.verdict = RowOutcome::SetAside;
            draft.because.push("the row has no position".to_owned());
        }
    }
    if let Some((path, bytes)) = draft.files.iter().find(|(_, bytes)| bytes.len() > LARGEST) {
        cells.refuse(
            format!(
                "{path} would have {} bytes; a record can have at most {LARGEST}",
                bytes.len()
            ),
            "publish long texts elsewhere, and put a link into the reason",
        );
    }
    draft.rests_on = cells.rests_on;
    judged(draft, cells.faults)
}

fn judged(mut draft: DraftRecords, faults: Vec<Fault>) -> DraftRecords {
    let worst = faults.iter().map(|fault| fault.verdict).min();
    match worst {
        Some(verdict) => {
            for fault in faults {
                draft.stopped(verdict, fault.sentence, fault.hint);
            }
        }
        None if !draft.files.is_empty() => draft.verdict = RowOutcome::Accepted,
        None if draft.because.is_empty() => {
            draft.because.push("already recorded".to_owned());
        }
        None => {}
    }
    draft
}

fn roster_of(
    ground: &RosterContext<'_>,
    owner: &Owner,
    name: Option<String>,
    draft: &mut DraftRecords,
    cells: &mut Cells<'_>,
) {
    let (Owner::Participant(id), true) = (owner, ground.takes_roster()) else {
        return;
    };
    let name = name.or_else(|| cells.line(&Column::Name));
    let name = name.unwrap_or_else(|| draft.named.clone());
    let read = roster::participant(ground, id, &composed(&name), cells);
    let Some(new) = read else { return };
    if let Some((does, path, bytes)) = roster::filed(ground, id, &new) {
        draft.because.push(does);
        draft.files.push((path, bytes));
    }
    draft.said.participant = Some(new);
}

fn position_of(
    ground: &ImportContext<'_>,
    owner: &Owner,
    draft: &mut DraftRecords,
    cells: &mut Cells<'_>,
) {
    let Some(given) = given(ground, owner, cells) else {
        return;
    };
    let of_row = cells.has(&Column::Received);
    draft.received = given.position.received.filter(|_| of_row);
    if let Change::Written { does, path, bytes } = change(ground, owner, &given, cells) {
        draft.is_written_up = ground.is_written_up(&given.position);
        if let Some(why) = ground.closed.as_ref().filter(|_| !draft.is_written_up) {
            cells.refuse(&why.sentence, why.hint.to_string());
        }
        draft.because.push(does);
        let not_counted = ground.not_counted(owner);
        let said = not_counted.filter(|_| !given.position.withdrawn);
        draft.because.extend(said);
        draft.files.push((path, bytes));
    }
    let further = FurtherWords {
        received: None,
        evidence: None,
        ..FurtherWords::clone(&given.position)
    };
    draft.said.position = Some(Position {
        further: further.into(),
        ..given.position
    });
}

/// The places of rows with the same owner, where there are several. Rows that were joined with another are left out.
pub(super) fn of_one_owner(drafts: &[DraftRecords]) -> Vec<Vec<usize>> {
    let mut of_owner: BTreeMap<&Owner, Vec<usize>> = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        if let (Some(owner), true) = (&draft.owner, draft.verdict != RowOutcome::Duplicate) {
            of_owner.entry(owner).or_default().push(at);
        }
    }
    let all = of_owner.into_values();
    all.filter(|places| places.len() > 1).collect()
}

/// Judges the rows together. `closes` is the time at which a call that is over closed.
pub(super) fn settle(drafts: &mut [DraftRecords], closes: Option<Instant>) {
    for places in of_one_owner(drafts) {
        one_of(drafts, &places, closes);
    }
    loop {
        let unsupported = unsupported(drafts);
        if unsupported.is_empty() {
            return;
        }
        for (at, missing) in unsupported {
            if let Some(draft) = drafts.get_mut(at) {
                let why = format!("it names {missing}, whose own row is not accepted");
                draft.stopped(RowOutcome::Refused, why, String::new());
            }
        }
    }
}

/// Of several rows of one participant that say the same, the first counts; else the latest before the close.
/// Where that is not known, none counts until a person has said which.
fn one_of(drafts: &mut [DraftRecords], places: &[usize], closes: Option<Instant>) {
    let rows: Vec<&DraftRecords> = places.iter().filter_map(|at| drafts.get(*at)).collect();
    let numbers: Vec<usize> = rows.iter().map(|draft| draft.row).collect();
    let agree = rows.windows(2).all(|pair| match pair {
        [one, other] => {
            one.said == other.said && !one.verdict.is_open() && !other.verdict.is_open()
        }
        _ => true,
    });
    let latest = latest(&rows, closes);
    for (n, at) in places.iter().enumerate() {
        let Some(draft) = drafts.get_mut(*at) else {
            continue;
        };
        match (agree, latest) {
            (true, _) if n > 0 => {
                let why = format!("row {} says the same", first(&numbers));
                draft.stopped(RowOutcome::Duplicate, why, String::new());
            }
            (true, _) => {}
            (false, Some(latest)) if draft.row == latest => {}
            (false, Some(latest)) => draft.yields(latest, closes),
            (false, None) if !draft.verdict.is_open() => {
                let others = numbers.iter().filter(|number| **number != draft.row);
                let others: Vec<String> = others.map(usize::to_string).collect();
                let (one, names) = (others.len() == 1, all_of(others.iter().map(String::as_str)));
                let why = match one {
                    true => format!("row {names} has another answer of the same participant"),
                    false => format!("rows {names} have other answers of the same participant"),
                };
                let hint = "keep only the row that counts".to_owned();
                draft.stopped(RowOutcome::NeedsAPerson, why, hint);
            }
            (false, None) => {}
        }
    }
}

/// The number of the row that was received last before the close; `None` where a time is missing, two are the
/// same, or the rows say different things about the participant.
fn latest(rows: &[&DraftRecords], closes: Option<Instant>) -> Option<usize> {
    let about = |draft: &&DraftRecords| draft.said.participant.clone();
    let same = rows.iter().map(about).collect::<Vec<_>>();
    let same = same.windows(2).all(|pair| pair.first() == pair.last());
    let timed: Option<Vec<(Instant, usize)>> = rows
        .iter()
        .map(|draft| Some((draft.received?, draft.row)))
        .collect();
    let mut timed = timed.filter(|_| same)?;
    timed.retain(|(at, _)| closes.is_none_or(|closes| *at <= closes));
    let (last, row) = timed.iter().max()?;
    let is_one = timed.iter().filter(|(at, _)| at == last).count() == 1;
    is_one.then_some(*row)
}

fn first(numbers: &[usize]) -> usize {
    numbers.first().copied().unwrap_or_default()
}

/// The accepted rows that depend on a row that is not accepted, with the owner of that one.
fn unsupported(drafts: &[DraftRecords]) -> Vec<(usize, ParticipantId)> {
    if drafts.iter().all(|draft| draft.rests_on.is_empty()) {
        return Vec::new();
    }
    let taken = |draft: &&DraftRecords| {
        matches!(draft.verdict, RowOutcome::Accepted | RowOutcome::Unchanged)
    };
    let owners: BTreeSet<&ParticipantId> = drafts
        .iter()
        .filter(taken)
        .filter_map(|draft| match &draft.owner {
            Some(Owner::Participant(id)) => Some(id),
            _ => None,
        })
        .collect();
    let missing = |(at, draft): (usize, &DraftRecords)| {
        let missing = draft.rests_on.iter().find(|id| !owners.contains(id))?;
        taken(&draft).then(|| (at, missing.clone()))
    };
    drafts.iter().enumerate().filter_map(missing).collect()
}

/// How a row of totals begins, in several languages.
const TOTALS: &str = "total|totals|subtotal|sum|sums|grand total|summe|gesamt|gesamtsumme|insgesamt|somme|\
    total général|totaux|suma|suma total|totales|totale|totali|totaal|totalt|razem|łącznie|celkem|összesen|\
    toplam|yhteensä|итого|всего|разом|σύνολο|الإجمالي|المجموع|סך הכל|合計|总计|合计|總計|합계|कुल|jumlah|tổng";

/// Why a row is ignored; `None` where it can be a row of a participant.
pub(super) fn aside(
    ground: &RosterContext<'_>,
    layout: &Layout,
    row: &Row,
) -> Option<&'static str> {
    let mapping = ground.mapping;
    let identifying = layout
        .columns
        .iter()
        .filter(|(column, _)| column.identifies());
    let named: Vec<&str> = identifying
        .map(|(_, at)| row.cell(*at))
        .filter(|cell| !cell.is_empty())
        .collect();
    let first = row.first();
    let answer = layout.columns.get(&Column::Position);
    let answer = answer.map_or("", |at| row.cell(*at));
    if mapping.skips(first)
        || named
            .iter()
            .chain([&answer])
            .any(|cell| mapping.skips(cell))
    {
        return Some("the map skips it");
    }
    let is_somebody = |name: &&&str| {
        mapping.participant(name).is_some() || ground.people.find(name) != Lookup::Nobody
    };
    if named.iter().find(is_somebody).is_some() {
        return None;
    }
    if mapping.skips_start(first) {
        return Some("the map skips it");
    }
    let said: Vec<&str> = row
        .cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let rest_are_numbers = said.iter().skip(1).all(|cell| is_number(cell));
    let word = folded(first.trim_matches(|c: char| !c.is_alphanumeric()));
    let begins = word.split(' ').next().unwrap_or("");
    let is_total = |word: &str| TOTALS.split('|').any(|own| own == word);
    if is_total(&word) || (is_total(begins) && rest_are_numbers) {
        return Some("it is a row of totals");
    }
    if named.is_empty() && said.iter().all(|cell| is_number(cell)) {
        return Some("it has only numbers and no participant");
    }
    let mut read = layout
        .columns
        .iter()
        .filter(|(column, _)| !column.identifies());
    let is_part_of_answer = read.any(|(_, at)| !row.cell(*at).is_empty());
    if said.len() == 1 && !ground.takes_roster() && !is_part_of_answer && layout.columns.len() > 1 {
        return Some("it has only one cell and no position");
    }
    None
}

fn is_number(cell: &str) -> bool {
    let marks = ['.', ',', '%', ' ', '/', '-', '+', '\u{a0}', '\u{202f}'];
    cell.chars().any(|c| c.is_ascii_digit())
        && cell
            .chars()
            .all(|c| c.is_ascii_digit() || marks.contains(&c))
}
