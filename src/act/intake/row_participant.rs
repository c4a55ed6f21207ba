//! Whose row it is.

use std::collections::BTreeSet;

use crate::act::intake::ImportMode;
use crate::act::intake::cell_text::Cells;
use crate::act::intake::import_context::ImportContext;
use crate::act::intake::people::{Lookup, new_id};
use crate::record::canonical_toml::quoted;
use crate::record::column::Column;
use crate::record::path::Owner;
use crate::value::id::{GroupId, ParticipantId};
use crate::value::sentence::any_of;
use crate::value::text::shortened;
use crate::value::{did_you_mean, text};

/// Whose row it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowSubject {
    /// A participant's, who may be new, or a group's.
    Owner(Owner),
    /// A new participant's, with the name by which the row has them.
    New(ParticipantId, String),
    /// Not known; the cells say why.
    Unknown,
}

/// By what a row names somebody, and whom that means.
struct NameMatch {
    typed: String,
    found: Lookup,
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
pub(super) fn who(ground: &ImportContext<'_>, cells: &mut Cells<'_>) -> RowSubject {
    let typed = cells.text(&Column::Participant);
    if let Some(typed) = &typed {
        if let Some(owner) = ground.input.mapping.participant(typed) {
            return mapped(ground, cells, owner);
        }
        if let Some(named) = typed.strip_prefix('@') {
            let group = ground
                .charter
                .groups
                .iter()
                .any(|group| group.id.as_str() == named);
            if group || matches!(ground.people.find(named), Lookup::Nobody) {
                return group_named(ground, cells, named);
            }
        }
    }
    let clues = clues(ground, cells);
    let by_id = typed
        .as_deref()
        .and_then(|typed| match ground.people.find(typed) {
            Lookup::One(id) => Some(id),
            Lookup::Several(_) | Lookup::Nobody => None,
        });
    let new = typed
        .as_deref()
        .and_then(|typed| ParticipantId::parse(typed).ok());
    match (by_id, new) {
        (Some(id), _) => agreed(&id, &clues, cells),
        (None, Some(id)) if ground.takes_roster() && !is_several(ground, typed.as_deref()) => {
            with_new_id(ground, &id, &clues, cells)
        }
        _ => by_clues(ground, typed, &clues, cells),
    }
}

fn is_several(ground: &ImportContext<'_>, typed: Option<&str>) -> bool {
    typed.is_some_and(|typed| matches!(ground.people.find(typed), Lookup::Several(_)))
}

/// What the row says of the participant beside the id.
fn clues(ground: &ImportContext<'_>, cells: &mut Cells<'_>) -> Vec<NameMatch> {
    let mut typed = cells.items(&Column::Emails);
    typed.extend(cells.items(&Column::Accounts));
    typed.extend(cells.line(&Column::Name));
    let mapping = &ground.input.mapping;
    let clue = |typed: String| NameMatch {
        found: match mapping.participant(&typed) {
            Some(Owner::Participant(id)) => ground.people.find(id.as_str()),
            _ => ground.people.find(&typed),
        },
        typed,
    };
    typed.into_iter().map(clue).collect()
}

fn mapped(ground: &ImportContext<'_>, cells: &mut Cells<'_>, owner: &Owner) -> RowSubject {
    let id = match owner {
        Owner::Group(group) => return group_named(ground, cells, group.as_str()),
        Owner::Participant(id) => id,
    };
    match ground.people.find(id.as_str()) {
        Lookup::One(id) => RowSubject::Owner(Owner::Participant(id)),
        _ if ground.takes_roster() => {
            let name = cells
                .line(&Column::Name)
                .or(cells.line(&Column::Participant));
            RowSubject::New(id.clone(), name.unwrap_or_else(|| id.to_string()))
        }
        _ => {
            cells.refuse(
                format!("the map says that this is {id}, who is not on the roster"),
                format!("plenary participant add {id}, or bring in the roster as well: --roster"),
            );
            RowSubject::Unknown
        }
    }
}

fn group_named(ground: &ImportContext<'_>, cells: &mut Cells<'_>, typed: &str) -> RowSubject {
    let known = GroupId::parse(typed).ok();
    let known = known.filter(|id| ground.charter.group(id).is_some());
    if let Some(group) = known {
        return RowSubject::Owner(Owner::Group(group));
    }
    let ids = || ground.charter.groups.iter().map(|group| group.id.as_str());
    let hint = match did_you_mean::nearest(typed, ids()) {
        Some(meant) => format!("did you mean @{meant}?"),
        None => format!("its groups are {}", any_of(ids())),
    };
    let shown = shortened(typed, 60);
    cells.refuse(format!("the charter has no group \"{shown}\""), hint);
    RowSubject::Unknown
}

/// The participant of an id, where nothing beside it means somebody else.
fn agreed(id: &ParticipantId, clues: &[NameMatch], cells: &mut Cells<'_>) -> RowSubject {
    let other = clues.iter().find(|clue| match &clue.found {
        Lookup::One(other) => other != id,
        Lookup::Several(others) => !others.contains(id),
        Lookup::Nobody => false,
    });
    match other {
        Some(clue) => {
            contradiction(cells, id, clue);
            RowSubject::Unknown
        }
        None => RowSubject::Owner(Owner::Participant(id.clone())),
    }
}

fn contradiction(cells: &mut Cells<'_>, id: &ParticipantId, clue: &NameMatch) {
    let shown = shortened(&clue.typed, 60);
    let other = match &clue.found {
        Lookup::One(other) => other.to_string(),
        _ => "somebody else".to_owned(),
    };
    cells.ask(
        format!("the row names {id}, and \"{shown}\", who is {other}"),
        "leave one of them in the row",
    );
}

/// A new participant whose id the row gives: nobody who is on the roster already.
fn with_new_id(
    ground: &ImportContext<'_>,
    id: &ParticipantId,
    clues: &[NameMatch],
    cells: &mut Cells<'_>,
) -> RowSubject {
    let on_roster = |clue: &&NameMatch| match &clue.found {
        Lookup::One(other) => ground.people.is_on_roster(other),
        Lookup::Several(others) => others.iter().any(|other| ground.people.is_on_roster(other)),
        Lookup::Nobody => false,
    };
    if let Some(clue) = clues.iter().find(on_roster) {
        contradiction(cells, id, clue);
        return RowSubject::Unknown;
    }
    let alike = ground
        .people
        .resembling(id.as_str())
        .filter(|other| ground.people.is_on_roster(other));
    if let (Some(other), None) = (alike, cells.line(&Column::Name)) {
        cells.ask(
            format!("{id} is not on the roster, and {other} is, whose name is nearly the same"),
            "give a name beside the id, if they are two",
        );
        return RowSubject::Unknown;
    }
    let name = cells.line(&Column::Name).unwrap_or_else(|| id.to_string());
    RowSubject::New(id.clone(), name)
}

/// The one participant whom all clues mean that mean anybody.
fn by_clues(
    ground: &ImportContext<'_>,
    typed: Option<String>,
    clues: &[NameMatch],
    cells: &mut Cells<'_>,
) -> RowSubject {
    let mut sets: Vec<BTreeSet<ParticipantId>> = Vec::new();
    let first = typed.as_deref().map(|typed| ground.people.find(typed));
    for found in first.iter().chain(clues.iter().map(|clue| &clue.found)) {
        match found {
            Lookup::One(id) => sets.push(BTreeSet::from([id.clone()])),
            Lookup::Several(ids) => sets.push(ids.clone()),
            Lookup::Nobody => {}
        }
    }
    let all: BTreeSet<ParticipantId> = sets.iter().flatten().cloned().collect();
    let in_all = |id: &&ParticipantId| sets.iter().all(|set| set.contains(*id));
    let agreed: Vec<&ParticipantId> = all.iter().filter(in_all).collect();
    match agreed.as_slice() {
        [one] => confirmed(ground, one, clues, cells),
        [] if all.is_empty() => unknown(ground, typed, cells),
        _ => {
            let shown = named(cells);
            let ids = any_of(all.iter().map(ParticipantId::as_str).take(12));
            cells.ask(
                format!("\"{shown}\" may be {ids}"),
                "put the id into a column \"participant\"",
            );
            RowSubject::Unknown
        }
    }
}

/// Somebody of that name has other addresses than the row: that may be another person.
fn confirmed(
    ground: &ImportContext<'_>,
    id: &ParticipantId,
    clues: &[NameMatch],
    cells: &mut Cells<'_>,
) -> RowSubject {
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
        return RowSubject::Unknown;
    }
    RowSubject::Owner(Owner::Participant(id.clone()))
}

/// Nobody of that name is known: somebody new where the roster is brought in as well.
fn unknown(ground: &ImportContext<'_>, typed: Option<String>, cells: &mut Cells<'_>) -> RowSubject {
    let name = cells.line(&Column::Name).or(typed);
    let Some(name) = name.or_else(|| cells.items(&Column::Emails).into_iter().next()) else {
        cells.refuse("the row names no participant", "");
        return RowSubject::Unknown;
    };
    let shown = shortened(&name, 60);
    if let Some(meant) = ground
        .people
        .probably(&name)
        .filter(|meant| !ground.takes_roster() || ground.people.resembling(&name) == Some(meant))
    {
        cells.ask(
            format!("nobody is known as \"{shown}\"; {meant} may be meant"),
            format!("in the map: [participants] {} = \"{meant}\"", quoted(&name)),
        );
        return RowSubject::Unknown;
    }
    if ground.input.take == ImportMode::Positions {
        cells.ask(
            format!("nobody on the roster is known as \"{shown}\""),
            format!(
                "in the map: [participants] {} = \"ID\"; or bring in the roster as well: --roster",
                quoted(&name)
            ),
        );
        return RowSubject::Unknown;
    }
    match new_id(&name) {
        Some(id) if !ground.people.is_known(&id) => RowSubject::New(id, name),
        taken => {
            let why = match taken {
                Some(id) => format!("the id {id} is somebody else's"),
                None => "no id can be made from the name".to_owned(),
            };
            cells.ask(
                format!("\"{shown}\" is new, and {why}"),
                "put an id into a column \"participant\"",
            );
            RowSubject::Unknown
        }
    }
}
