//! Reads the position of a row, and decides what it changes in the recorded one. A position that its
//! owner gave or withdrew in person is never overwritten by an import.

use crate::act::intake::cell_text::Cells;
use crate::act::intake::import_context::ImportContext;
use crate::act::position::cleared;
use crate::record::answer_words::WordMeaning;
use crate::record::canonical_toml::quoted;
use crate::record::column::Column;
use crate::record::edit::Edit;
use crate::record::path::Owner;
use crate::record::position::{FurtherWords, Position, is_pending};
use crate::register::records::PositionFile;
use crate::tally::closing::is_backed;
use crate::value::id::{ObjectionId, ParticipantId, PositionName, RevisionName};
use crate::value::sentence::{any_of, first_of};
use crate::value::text::shortened;

/// A position that a row gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowPosition {
    pub(super) position: Position,
    /// Whether the row or the command says which revision was read.
    pub(super) says_revision: bool,
}

/// The columns that mean nothing without a position.
const OF_A_POSITION: [Column; 4] = [
    Column::Reason,
    Column::About,
    Column::Problem,
    Column::Resolve,
];

/// Reads the position of a row; `None` where it has none.
pub(super) fn given(
    ground: &ImportContext<'_>,
    owner: &Owner,
    cells: &mut Cells<'_>,
) -> Option<RowPosition> {
    let Some(word) = cells.answer() else {
        without_position(cells);
        return None;
    };
    let name = answer(ground, &word, cells);
    let own_on = on(ground, cells).or(ground.input.on);
    let (track, reason) = (ground.elsewhere(), cells.prose(&Column::Reason));
    let further = FurtherWords {
        interest: cells.prose(&Column::Interest),
        joins: joins(ground, cells),
        until: cells.instant(&Column::Until),
        relayed_by: ground.entered_by(owner).cloned(),
        received: cells.instant(&Column::Received).or(ground.input.received),
        evidence: cells
            .line(&Column::Evidence)
            .or(ground.input.evidence.clone()),
        proxy: proxy(ground, cells),
        withdrawn: cells.flag(&Column::Withdrawn),
        about: cells.line(&Column::About),
        problem: cells.prose(&Column::Problem),
        resolve: cells.prose(&Column::Resolve),
    };
    let position = Position {
        track,
        on: own_on.or(ground.current),
        reason,
        further: further.into(),
        ..Position::new(name?)
    };
    checked(ground, &position, cells);
    must_have_objection(ground, &position, owner, cells);
    Some(RowPosition {
        position,
        says_revision: own_on.is_some(),
    })
}

/// Refuses words of a participant that would be lost, because no position is with them.
fn without_position(cells: &mut Cells<'_>) {
    if let Some(column) = OF_A_POSITION.iter().find(|column| cells.has(column)) {
        let called = cells.layout.called(column);
        cells.refuse(
            format!("the {called} has a text, but the position is missing"),
            "fill in the position, or empty that cell",
        );
    }
}

/// The position of the track that a word means; `None` where it means no answer, or where the cells say
/// what is wrong.
fn answer(ground: &ImportContext<'_>, word: &str, cells: &mut Cells<'_>) -> Option<PositionName> {
    let track = ground.track;
    let words = track.answer_words();
    let all = || any_of(words.names());
    if let Some(name) = ground.input.mapping.position(word) {
        if let Some(why) = words.contradiction(word, Some(name)) {
            cells.refuse(format!("the map cannot say this: {why}"), "remove the line");
            return None;
        }
        if is_pending(name.as_str()) || track.position(name).is_some() {
            return Some(name.clone());
        }
        let sentence = format!(
            "\"{name}\" in the map is not a position on track {}",
            track.id
        );
        cells.refuse(sentence, format!("positions: {}", all()));
        return None;
    }
    let shown = shortened(word, 60);
    let unknown = format!("\"{shown}\" is not a position on track {}", track.id);
    match words.meaning(word) {
        WordMeaning::Position(name) => return Some(name),
        WordMeaning::NoAnswer => without_position(cells),
        WordMeaning::Perhaps(meant) => cells.ask(
            format!("{unknown}; did you mean {meant}?"),
            format!(
                "if so, write in the map: [positions] {} = \"{meant}\"",
                quoted(word)
            ),
        ),
        WordMeaning::Unknown => cells.refuse(unknown, format!("positions: {}", all())),
    }
    None
}

/// The revision that the row says was read.
fn on(ground: &ImportContext<'_>, cells: &mut Cells<'_>) -> Option<RevisionName> {
    let on = cells.parsed(&Column::On, "a revision such as r1", |text| {
        RevisionName::parse(&text.to_lowercase())
    })?;
    let known = ground.proposal.revision(on).is_some();
    let in_question = ground.current.is_none_or(|current| on <= current);
    if !known || !in_question {
        let id = &ground.input.proposal;
        let sentence = match known {
            true => format!("{on} is later than the revision of the call"),
            false => format!("{on} is not a revision of {id}"),
        };
        cells.refuse(sentence, "");
    }
    Some(on)
}

/// The objections that the row joins. An unknown one can be raised by another row of the table, and is
/// then the objection of that row.
fn joins(ground: &ImportContext<'_>, cells: &mut Cells<'_>) -> Vec<ObjectionId> {
    let mut joins = Vec::new();
    for typed in cells.items(&Column::Joins) {
        let id = ObjectionId::parse(&typed);
        match id {
            Some(id) if ground.folder.objections.contains_key(&id) => joins.push(id),
            Some(id) if ground.objectors.contains(&id.participant) => {
                cells.rests_on.insert(id.participant.clone());
                joins.push(ObjectionId::in_position(&id.participant));
            }
            _ => {
                let shown = shortened(&typed, 60);
                let known = ground.folder.objections.keys().map(ToString::to_string);
                let known: Vec<String> = known.collect();
                let hint = match known.is_empty() {
                    true => "the proposal has no objections".to_owned(),
                    false => {
                        let known = first_of(known.iter().map(String::as_str));
                        format!("objections: {known}")
                    }
                };
                cells.refuse(
                    format!(
                        "\"{shown}\" is not an objection on {}",
                        ground.input.proposal
                    ),
                    hint,
                );
            }
        }
    }
    joins.sort();
    joins.dedup();
    joins
}

fn proxy(ground: &ImportContext<'_>, cells: &mut Cells<'_>) -> Option<ParticipantId> {
    let typed = cells.text(&Column::Proxy)?;
    if !ground.track.proxies.are_allowed() {
        cells.refuse(
            format!("track {} does not allow proxies", ground.track.id),
            "",
        );
    }
    ground.people.one(&typed, "proxy", cells)
}

/// Refuses what a position file cannot say.
fn checked(ground: &ImportContext<'_>, position: &Position, cells: &mut Cells<'_>) {
    match (position.is_pending(), position.until) {
        (true, None) => cells.refuse(
            "a pending answer needs a time at which it is due",
            "fill in a column \"until\"",
        ),
        (false, Some(_)) => cells.refuse(
            "\"until\" is only allowed with the position \"pending\"",
            "empty that cell",
        ),
        _ => {}
    }
    if let Some(received) = position.received.filter(|at| *at > ground.now) {
        cells.refuse(
            format!("\"received\" is in the future: {}", received.long()),
            "write the time at which you received it",
        );
    }
    let made = position.on.and_then(|on| ground.proposal.revision(on));
    if let (Some(received), Some(made)) = (position.received, made)
        && received < made.at
    {
        cells.ask(
            format!("\"received\" is before revision {} was made: {}", made.name, received.long()),
            "write the time at which it was given, or the revision that was read in a column \"on\"",
        );
    }
    match (&position.problem, &position.resolve) {
        (Some(_), None) => cells.refuse(
            "the objection does not say what would settle it",
            "fill in a column \"resolve\"; put a remark in the reason",
        ),
        (None, None) if position.about.is_none() => {}
        (None, _) => cells.refuse(
            "the objection does not say what the problem is",
            "fill in a column \"problem\"",
        ),
        (Some(_), Some(_)) => {}
    }
}

/// A position that needs an objection is refused without one.
fn must_have_objection(
    ground: &ImportContext<'_>,
    position: &Position,
    owner: &Owner,
    cells: &mut Cells<'_>,
) {
    let allowed = ground.track.position(&position.position);
    let needed = allowed.is_some_and(|allowed| allowed.needs_objection);
    if !needed || position.problem.is_some() {
        return;
    }
    // An unknown objection is raised by another row.
    let brought = |id: &ObjectionId| !ground.folder.objections.contains_key(id);
    let backed = is_backed(ground.register, &ground.live, owner, &position.joins);
    if !backed && !position.joins.iter().any(brought) {
        cells.refuse(
            format!(
                "\"{}\" needs an objection, and the row has none",
                position.position
            ),
            "fill in \"about\", \"problem\" and \"resolve\", or \"joins\" with the id of an objection",
        );
    }
}

/// What becomes of a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// It is already recorded.
    None,
    /// It is written; `does` says what changes.
    Written {
        does: String,
        path: String,
        bytes: Vec<u8>,
    },
    /// It cannot be written; the cells say why.
    Open,
}

/// What a position changes in the recorded one of `owner`.
pub(super) fn change(
    ground: &ImportContext<'_>,
    owner: &Owner,
    given: &RowPosition,
    cells: &mut Cells<'_>,
) -> Change {
    let new = &given.position;
    let Some((path, file)) = ground.filed(owner) else {
        let does = if new.withdrawn { "withdraws" } else { "gives" };
        let does = format!("{does} {}", new.position);
        return written(ground, owner, new, None, does);
    };
    let Some(old) = &file.position else {
        cells.refuse(
            format!("{path} cannot be read"),
            "to see what is wrong: plenary check",
        );
        return Change::Open;
    };
    if is_same(ground, owner, old, given) {
        return match later_provenance(old, new) {
            false => Change::None,
            true => written(
                ground,
                owner,
                new,
                Some(file),
                "adds when and where it was received".to_owned(),
            ),
        };
    }
    // A position for a call on another track can be overwritten.
    let elsewhere = old.track.is_some() && old.track != new.track;
    if !elsewhere && kept(ground, owner, old, given, cells) {
        return Change::Open;
    }
    let does = match (new.withdrawn, old.position == new.position) {
        (true, _) => format!("withdraws {}", old.position),
        (false, true) => format!("adds to {}", new.position),
        (false, false) => format!("changes {} to {}", old.position, new.position),
    };
    written(ground, owner, new, Some(file), does)
}

/// Whether the file says all that the row says.
fn is_same(ground: &ImportContext<'_>, owner: &Owner, old: &Position, given: &RowPosition) -> bool {
    let new = &given.position;
    let text =
        |old: &Option<String>, new: &Option<String>| new.is_none() || trimmed(old) == trimmed(new);
    let on = match given.says_revision {
        true => old.on == new.on,
        false => old.on.is_none() || old.on == new.on,
    };
    old.position == new.position
        && old.track == new.track
        && old.withdrawn == new.withdrawn
        && on
        && text(&old.reason, &new.reason)
        && text(&old.interest, &new.interest)
        && (new.joins.is_empty() || old.joins == new.joins)
        && (new.until.is_none() || old.until == new.until)
        && (new.proxy.is_none() || old.proxy == new.proxy)
        && (new.problem.is_none() || carries(old, new) || has_raised(ground, owner, new))
}

fn trimmed(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("").trim()
}

/// Whether the owner has raised the row's objection in a file of its own.
fn has_raised(ground: &ImportContext<'_>, owner: &Owner, new: &Position) -> bool {
    let Owner::Participant(by) = owner else {
        return false;
    };
    ground.folder.objections.iter().any(|(id, raised)| {
        id.participant == *by
            && !id.is_in_position()
            && raised.objection.problem.trim() == trimmed(&new.problem)
            && trimmed(&raised.objection.resolve) == trimmed(&new.resolve)
    })
}

/// Whether the position's file has the row's objection.
fn carries(old: &Position, new: &Position) -> bool {
    trimmed(&old.problem) == trimmed(&new.problem) && trimmed(&old.resolve) == trimmed(&new.resolve)
}

/// Whether the row says when or where a position was received, and the file says something else.
fn later_provenance(old: &Position, new: &Position) -> bool {
    old.relayed_by.is_some()
        && ((new.received.is_some() && new.received != old.received)
            || (new.evidence.is_some() && new.evidence != old.evidence))
}

/// Whether the recorded position stays and a person must look; the cells say why.
fn kept(
    ground: &ImportContext<'_>,
    owner: &Owner,
    old: &Position,
    given: &RowPosition,
    cells: &mut Cells<'_>,
) -> bool {
    let (id, new) = (&ground.input.proposal, &given.position);
    let own_way = match owner {
        Owner::Participant(who) => format!("plenary position {id} {} --for {who}", new.position),
        Owner::Group(group) => format!("plenary position {id} {} --group {group}", new.position),
    };
    let relayed_to_oneself = ground.entered_by(owner).is_none();
    let renewed = old.position == new.position && !given.says_revision && old.on < new.on;
    if old.withdrawn && !new.withdrawn {
        cells.ask(
            format!("{owner} has withdrawn {}", old.position),
            format!("to give it again: {own_way}"),
        );
    } else if let (true, Some(on)) = (renewed && old.on.is_some(), new.on) {
        cells.ask(
            format!(
                "{owner} gave {} on an earlier revision; the row does not say which one was read",
                old.position
            ),
            format!("fill in a column \"on\", or use --on {on} for all rows"),
        );
    } else if old.relayed_by.is_none() && !relayed_to_oneself {
        cells.ask(
            format!(
                "{owner} gave {} in person; the row says something else",
                old.position
            ),
            format!("if the row is later: {own_way}"),
        );
    } else if old
        .received
        .zip(new.received)
        .is_some_and(|(old, new)| new < old)
    {
        cells.ask(
            format!("the recorded position of {owner} was received later than this one"),
            "leave out the row",
        );
    } else {
        return false;
    }
    true
}

fn written(
    ground: &ImportContext<'_>,
    owner: &Owner,
    new: &Position,
    file: Option<&PositionFile>,
    does: String,
) -> Change {
    let path = ground.path(owner);
    let before = file.and_then(|file| file.position.as_ref());
    let same_file = file.is_some_and(|file| file.owner == *owner);
    let bytes = ground.register.bytes(&path).filter(|_| same_file);
    let open = bytes.and_then(Edit::open);
    // An objection that has a file of its own is not raised again.
    let mut new = new.clone();
    if new.problem.is_some() && has_raised(ground, owner, &new) {
        let words = &mut *new;
        (words.about, words.problem, words.resolve) = (None, None, None);
    }
    let bytes = match open {
        None => new.sheet().finish().into_bytes(),
        Some(edit) => {
            let mut edit = cleared(edit, before, &new.position);
            edit.set(new.sheet());
            edit.finish()
        }
    };
    Change::Written { does, path, bytes }
}
