//! Whose row it is.

use std::collections::BTreeSet;

use crate::act::intake::Take;
use crate::act::intake::cells::Cells;
use crate::act::intake::ground::Ground;
use crate::act::intake::people::new_id;
use crate::act::intake::people::{Found, People};
use crate::record::column::Column;
use crate::record::path::Owner;
use crate::record::sheet::quoted;
use crate::value::id::{GroupId, ParticipantId};
use crate::value::text::shortened;
use crate::value::{suggest, text};

/// Whose row it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// A participant's, who may be new, or a group's.
    Owner(Owner),
    /// A new participant's, with the name by which the row has them.
    New(ParticipantId, String),
    /// Not known; the cells say why.
    Unknown,
}

/// By what a row names somebody, and whom that means.
struct Clue {
    typed: String,
    found: Found,
}

/// How the row names the participant, for people.
pub(super) fn named(cells: &mut Cells<'_>) -> String {
    let columns = [
        Column::Participant,
        Column::Name,
        Column::Emails,
        Column::Accounts,
    ];
    let typed = columns.iter().find_map(|column| cells.text(column));
    shortened(&typed.unwrap_or_default(), 60)
}

/// Finds whose row it is, by id, former id, address, account or name.
pub(super) fn who(ground: &Ground<'_>, people: &People<'_>, cells: &mut Cells<'_>) -> Who {
    let typed = cells.text(&Column::Participant);
    if let Some(typed) = &typed {
        if let Some(owner) = ground.input.mapping.participant(typed) {
            return mapped(ground, people, cells, owner);
        }
        if let Some(named) = typed.strip_prefix('@') {
            let group = ground
                .charter
                .groups
                .iter()
                .any(|group| group.id.as_str() == named);
            if group || matches!(people.find(named), Found::Nobody) {
                return group_named(ground, cells, named);
            }
        }
    }
    let clues = clues(ground, people, cells);
    let by_id = typed.as_deref().and_then(|typed| match people.find(typed) {
        Found::One(id) => Some(id),
        Found::Several(_) | Found::Nobody => None,
    });
    let new = typed
        .as_deref()
        .and_then(|typed| ParticipantId::parse(typed).ok());
    match (by_id, new) {
        (Some(id), _) => agreed(&id, &clues, cells),
        (None, Some(id)) if ground.takes_roster() && !is_several(people, typed.as_deref()) => {
            with_new_id(people, &id, &clues, cells)
        }
        _ => by_clues(ground, people, typed, &clues, cells),
    }
}

fn is_several(people: &People<'_>, typed: Option<&str>) -> bool {
    typed.is_some_and(|typed| matches!(people.find(typed), Found::Several(_)))
}

/// What the row says of the participant beside the id.
fn clues(ground: &Ground<'_>, people: &People<'_>, cells: &mut Cells<'_>) -> Vec<Clue> {
    let mut typed = cells.items(&Column::Emails);
    typed.extend(cells.items(&Column::Accounts));
    typed.extend(cells.line(&Column::Name));
    let mapping = &ground.input.mapping;
    let clue = |typed: String| Clue {
        found: match mapping.participant(&typed) {
            Some(Owner::Participant(id)) => people.find(id.as_str()),
            _ => people.find(&typed),
        },
        typed,
    };
    typed.into_iter().map(clue).collect()
}

fn mapped(ground: &Ground<'_>, people: &People<'_>, cells: &mut Cells<'_>, owner: &Owner) -> Who {
    let id = match owner {
        Owner::Group(group) => return group_named(ground, cells, group.as_str()),
        Owner::Participant(id) => id,
    };
    match people.find(id.as_str()) {
        Found::One(id) => Who::Owner(Owner::Participant(id)),
        _ if ground.takes_roster() => {
            let name = cells
                .line(&Column::Name)
                .or(cells.line(&Column::Participant));
            Who::New(id.clone(), name.unwrap_or_else(|| id.to_string()))
        }
        _ => {
            cells.refuse(
                format!("the map says that this is {id}, who is not on the roster"),
                format!("plenary participant add {id}, or bring in the roster as well: --roster"),
            );
            Who::Unknown
        }
    }
}

fn group_named(ground: &Ground<'_>, cells: &mut Cells<'_>, typed: &str) -> Who {
    let known = GroupId::parse(typed).ok();
    let known = known.filter(|id| ground.charter.group(id).is_some());
    if let Some(group) = known {
        return Who::Owner(Owner::Group(group));
    }
    let ids = || ground.charter.groups.iter().map(|group| group.id.as_str());
    let hint = match suggest::nearest(typed, ids()) {
        Some(meant) => format!("did you mean @{meant}?"),
        None => format!("its groups are {}", suggest::listed(ids())),
    };
    let shown = shortened(typed, 60);
    cells.refuse(format!("the charter has no group \"{shown}\""), hint);
    Who::Unknown
}

/// The participant of an id, where nothing beside it means somebody else.
fn agreed(id: &ParticipantId, clues: &[Clue], cells: &mut Cells<'_>) -> Who {
    let other = clues.iter().find(|clue| match &clue.found {
        Found::One(other) => other != id,
        Found::Several(others) => !others.contains(id),
        Found::Nobody => false,
    });
    match other {
        Some(clue) => {
            contradiction(cells, id, clue);
            Who::Unknown
        }
        None => Who::Owner(Owner::Participant(id.clone())),
    }
}

fn contradiction(cells: &mut Cells<'_>, id: &ParticipantId, clue: &Clue) {
    let shown = shortened(&clue.typed, 60);
    let other = match &clue.found {
        Found::One(other) => other.to_string(),
        _ => "somebody else".to_owned(),
    };
    cells.ask(
        format!("the row names {id}, and \"{shown}\", who is {other}"),
        "leave one of them in the row",
    );
}

/// A new participant whose id the row gives: nobody who is on the roster already.
fn with_new_id(
    people: &People<'_>,
    id: &ParticipantId,
    clues: &[Clue],
    cells: &mut Cells<'_>,
) -> Who {
    let on_roster = |clue: &&Clue| match &clue.found {
        Found::One(other) => people.is_on_roster(other),
        Found::Several(others) => others.iter().any(|other| people.is_on_roster(other)),
        Found::Nobody => false,
    };
    if let Some(clue) = clues.iter().find(on_roster) {
        contradiction(cells, id, clue);
        return Who::Unknown;
    }
    let alike = people
        .resembling(id.as_str())
        .filter(|other| people.is_on_roster(other));
    if let (Some(other), None) = (alike, cells.line(&Column::Name)) {
        cells.ask(
            format!("{id} is not on the roster, and {other} is, whose name is nearly the same"),
            "give a name beside the id, if they are two",
        );
        return Who::Unknown;
    }
    let name = cells.line(&Column::Name).unwrap_or_else(|| id.to_string());
    Who::New(id.clone(), name)
}

/// The one participant whom all clues mean that mean anybody.
fn by_clues(
    ground: &Ground<'_>,
    people: &People<'_>,
    typed: Option<String>,
    clues: &[Clue],
    cells: &mut Cells<'_>,
) -> Who {
    let mut sets: Vec<BTreeSet<ParticipantId>> = Vec::new();
    let first = typed.as_deref().map(|typed| people.find(typed));
    for found in first.iter().chain(clues.iter().map(|clue| &clue.found)) {
        match found {
            Found::One(id) => sets.push(BTreeSet::from([id.clone()])),
            Found::Several(ids) => sets.push(ids.clone()),
            Found::Nobody => {}
        }
    }
    let all: BTreeSet<ParticipantId> = sets.iter().flatten().cloned().collect();
    let in_all = |id: &&ParticipantId| sets.iter().all(|set| set.contains(*id));
    let agreed: Vec<&ParticipantId> = all.iter().filter(in_all).collect();
    match agreed.as_slice() {
        [one] => confirmed(ground, one, clues, cells),
        [] if all.is_empty() => unknown(ground, people, typed, cells),
        _ => {
            let shown = named(cells);
            let ids = suggest::listed(all.iter().map(ParticipantId::as_str).take(12));
            cells.ask(
                format!("\"{shown}\" may be {ids}"),
                "put the id into a column \"participant\"",
            );
            Who::Unknown
        }
    }
}

/// Somebody of that name has other addresses than the row: that may be another person.
fn confirmed(
    ground: &Ground<'_>,
    id: &ParticipantId,
    clues: &[Clue],
    cells: &mut Cells<'_>,
) -> Who {
    let theirs = ground.register.participants.get(id);
    let theirs = theirs.map_or(&[][..], |who| &who.emails);
    let same = |typed: &String| theirs.iter().any(|address| text::same(address, typed));
    let given = cells.items(&Column::Emails);
    let mapped = clues
        .iter()
        .any(|clue| ground.input.mapping.participant(&clue.typed).is_some());
    if !given.is_empty() && !theirs.is_empty() && !given.iter().any(same) && !mapped {
        let shown = shortened(&given.join(", "), 60);
        cells.ask(
            format!("the name is that of {id}, whose address on the roster is not {shown}"),
            "put the id into a column \"participant\", or the address into the roster",
        );
        return Who::Unknown;
    }
    Who::Owner(Owner::Participant(id.clone()))
}

/// Nobody of that name is known: somebody new where the roster is brought in as well.
fn unknown(
    ground: &Ground<'_>,
    people: &People<'_>,
    typed: Option<String>,
    cells: &mut Cells<'_>,
) -> Who {
    let name = cells.line(&Column::Name).or(typed);
    let Some(name) = name.or_else(|| cells.items(&Column::Emails).into_iter().next()) else {
        cells.refuse("the row names no participant", "");
        return Who::Unknown;
    };
    let shown = shortened(&name, 60);
    if let Some(meant) = people
        .probably(&name)
        .filter(|meant| !ground.takes_roster() || people.resembling(&name) == Some(meant))
    {
        cells.ask(
            format!("nobody is known as \"{shown}\"; {meant} may be meant"),
            format!("in the map: [participants] {} = \"{meant}\"", quoted(&name)),
        );
        return Who::Unknown;
    }
    if ground.input.take == Take::Positions {
        cells.ask(
            format!("nobody on the roster is known as \"{shown}\""),
            format!(
                "in the map: [participants] {} = \"ID\"; or bring in the roster as well: --roster",
                quoted(&name)
            ),
        );
        return Who::Unknown;
    }
    match new_id(&name) {
        Some(id) if !people.is_known(&id) => Who::New(id, name),
        taken => {
            let why = match taken {
                Some(id) => format!("the id {id} is somebody else's"),
                None => "no id can be made from the name".to_owned(),
            };
            cells.ask(
                format!("\"{shown}\" is new, and {why}"),
                "put an id into a column \"participant\"",
            );
            Who::Unknown
        }
    }
}
