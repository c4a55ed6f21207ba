//! The position that a row gives.

use std::collections::BTreeSet;

use crate::act::intake::cells::Cells;
use crate::act::intake::ground::Ground;
use crate::act::intake::people::{Found, People};
use crate::record::column::Column;
use crate::record::path::Owner;
use crate::record::position;
use crate::record::position::{HOLD, Position};
use crate::record::sheet::quoted;
use crate::tally::closing::is_backed;
use crate::value::class::Class;
use crate::value::id::{ObjectionId, ParticipantId, PositionName, RevisionName};
use crate::value::suggest;
use crate::value::text::shortened;

/// A position that a row gives, with what it leaves to be found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) position: Position,
    /// Whether the row, or whoever brings it in, says which revision was read.
    pub(super) says_revision: bool,
    /// Whose rows must be taken for this one to be right.
    pub(super) rests_on: BTreeSet<ParticipantId>,
}

/// The columns that mean nothing without a position.
const OF_A_POSITION: [Column; 4] = [
    Column::Reason,
    Column::About,
    Column::Problem,
    Column::Resolve,
];

/// Reads the position of a row; nothing where it gives none.
pub(super) fn given(
    ground: &Ground<'_>,
    people: &People<'_>,
    objectors: &BTreeSet<ParticipantId>,
    owner: &Owner,
    cells: &mut Cells<'_>,
) -> Option<Given> {
    let Some(word) = cells.text(&Column::Position) else {
        if let Some(column) = OF_A_POSITION.iter().find(|column| cells.has(column)) {
            let called = cells.layout.called(column);
            cells.refuse(
                format!("the {called} says something, and no position is given"),
                "",
            );
        }
        return None;
    };
    let name = answer(ground, &word, cells);
    let mut rests_on = BTreeSet::new();
    let own_on = on(ground, cells).or(ground.input.on);
    let position = Position {
        track: ground.elsewhere(),
        on: own_on.or(ground.current),
        reason: cells.prose(&Column::Reason),
        interest: cells.prose(&Column::Interest),
        joins: joins(ground, objectors, cells, &mut rests_on),
        until: cells.instant(&Column::Until),
        relayed_by: ground.entered_by(owner).cloned(),
        received: cells.instant(&Column::Received).or(ground.input.received),
        evidence: cells
            .line(&Column::Evidence)
            .or(ground.input.evidence.clone()),
        proxy: proxy(ground, people, cells, &mut rests_on),
        withdrawn: cells.flag(&Column::Withdrawn),
        about: cells.line(&Column::About),
        problem: cells.prose(&Column::Problem),
        resolve: cells.prose(&Column::Resolve),
        ..Position::new(name?)
    };
    checked(ground, &position, cells);
    must_have_objection(ground, &position, owner, cells);
    Some(Given {
        position,
        says_revision: own_on.is_some(),
        rests_on,
    })
}

/// Which of the track's positions a word means.
fn answer(ground: &Ground<'_>, word: &str, cells: &mut Cells<'_>) -> Option<PositionName> {
    let track = ground.track;
    let names = || {
        track
            .positions
            .iter()
            .map(|position| position.name.as_str())
    };
    if let Some(name) = ground.input.mapping.position(word) {
        if name.as_str() == HOLD || track.position(name).is_some() {
            return Some(name.clone());
        }
        let sentence = format!(
            "the map says that this is {name}, and the track {} has no such position",
            track.id
        );
        cells.refuse(
            sentence,
            format!("the positions are {}", suggest::listed(names())),
        );
        return None;
    }
    if word.eq_ignore_ascii_case(HOLD) {
        return PositionName::parse(HOLD).ok();
    }
    let positions: Vec<(&str, Class)> = track
        .positions
        .iter()
        .map(|position| (position.name.as_str(), position.class))
        .collect();
    if let Some(name) = position::synonym(word, &positions) {
        return PositionName::parse(name).ok();
    }
    let shown = shortened(word, 60);
    let first = word.split_whitespace().next().unwrap_or(word);
    let meant = position::meant(word, &positions).or_else(|| position::synonym(first, &positions));
    match meant {
        Some(meant) => cells.ask(
            format!(
                "\"{shown}\" is no position of the track {}; {meant} may be meant",
                track.id
            ),
            format!("in the map: [positions] {} = \"{meant}\"", quoted(word)),
        ),
        None => cells.refuse(
            format!("\"{shown}\" is no position of the track {}", track.id),
            format!("the positions are {}", suggest::listed(names())),
        ),
    }
    None
}

/// The revision that the row says was read.
fn on(ground: &Ground<'_>, cells: &mut Cells<'_>) -> Option<RevisionName> {
    let on = cells.parsed(&Column::On, "a revision such as r1", |text| {
        RevisionName::parse(&text.to_lowercase())
    })?;
    let known = ground.proposal.revision(on).is_some();
    let in_question = ground.current.is_none_or(|current| on <= current);
    if !known || !in_question {
        let id = &ground.input.proposal;
        let sentence = match known {
            true => format!("{on} is later than the revision that is asked about"),
            false => format!("{id} has no revision {on}"),
        };
        cells.refuse(sentence, "");
    }
    Some(on)
}

/// The objections that the row joins. One that is not here by its id may be brought by another row
/// of the table, and is then that row's.
fn joins(
    ground: &Ground<'_>,
    objectors: &BTreeSet<ParticipantId>,
    cells: &mut Cells<'_>,
    rests_on: &mut BTreeSet<ParticipantId>,
) -> Vec<ObjectionId> {
    let mut joins = Vec::new();
    for typed in cells.items(&Column::Joins) {
        let id = ObjectionId::parse(&typed);
        match id {
            Some(id) if ground.folder.objections.contains_key(&id) => joins.push(id),
            Some(id) if objectors.contains(&id.participant) => {
                rests_on.insert(id.participant.clone());
                joins.push(ObjectionId::in_position(&id.participant));
            }
            _ => {
                let shown = shortened(&typed, 60);
                let known: Vec<String> = ground
                    .folder
                    .objections
                    .keys()
                    .map(ToString::to_string)
                    .collect();
                let known = suggest::listed(known.iter().map(String::as_str).take(12));
                cells.refuse(
                    format!("there is no objection \"{shown}\""),
                    format!("there is {known}"),
                );
            }
        }
    }
    joins.sort();
    joins.dedup();
    joins
}

fn proxy(
    ground: &Ground<'_>,
    people: &People<'_>,
    cells: &mut Cells<'_>,
    rests_on: &mut BTreeSet<ParticipantId>,
) -> Option<ParticipantId> {
    let typed = cells.text(&Column::Proxy)?;
    let shown = shortened(&typed, 60);
    if !ground.track.proxies.are_allowed() {
        cells.refuse(
            format!("the track {} allows no proxies", ground.track.id),
            "",
        );
    }
    match people.find(&typed) {
        Found::One(id) => {
            if !people.is_on_roster(&id) {
                rests_on.insert(id.clone());
            }
            Some(id)
        }
        _ => {
            cells.ask(
                format!("\"{shown}\", the proxy, is not one participant"),
                "write the id",
            );
            None
        }
    }
}

/// What a position file may not say.
fn checked(ground: &Ground<'_>, position: &Position, cells: &mut Cells<'_>) {
    match (position.is_hold(), position.until) {
        (true, None) => cells.refuse("a hold does not say until when", "a column \"until\""),
        (false, Some(_)) => cells.refuse("\"until\" stands beside a position that is no hold", ""),
        _ => {}
    }
    if let Some(received) = position.received.filter(|at| *at > ground.now) {
        cells.refuse(
            format!("it was received at {received}, which is yet to come"),
            "",
        );
    }
    match (&position.problem, &position.resolve) {
        (Some(_), None) => cells.refuse(
            "the objection does not say what would resolve it",
            "a column \"resolve\"; a remark that asks for nothing belongs into the reason",
        ),
        (None, None) if position.about.is_none() => {}
        (None, _) => cells.refuse(
            "the objection does not say what the problem is",
            "a column \"problem\"",
        ),
        (Some(_), Some(_)) => {}
    }
}

/// A position that needs an objection is refused without one.
fn must_have_objection(
    ground: &Ground<'_>,
    position: &Position,
    owner: &Owner,
    cells: &mut Cells<'_>,
) {
    let allowed = ground.track.position(&position.position);
    let needed = allowed.is_some_and(|allowed| allowed.needs_objection);
    if !needed || position.problem.is_some() {
        return;
    }
    // One that is not here yet is brought by another row.
    let brought = |id: &ObjectionId| !ground.folder.objections.contains_key(id);
    let backed = is_backed(ground.register, &ground.live, owner, &position.joins);
    if !backed && !position.joins.iter().any(brought) {
        cells.refuse(
            format!(
                "the position {} needs an objection, and the row brings none",
                position.position
            ),
            "columns \"about\", \"problem\" and \"resolve\", or \"joins\" with the id of another's",
        );
    }
}
