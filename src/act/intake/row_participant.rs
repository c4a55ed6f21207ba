//! Finds the owner of a row.

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

/// The owner of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowSubject {
    /// A participant or a group.
    Owner(Owner),
    /// A new participant, with the name in the row.
    New(ParticipantId, String),
    /// Not known; the cells say why.
    Unknown,
}

/// A name in a row, and whom it means.
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

/// Finds the owner of a row by id, former id, email address, account or name.
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

/// What the row says of the participant next to the id.
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
                format!("{id} (from the map) is not on the participant list"),
                format!("to add participants too, use --roster; to add one: plenary participant add {id}"),
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
        None => format!("groups: {}", any_of(ids())),
    };
    let shown = shortened(typed, 60);
    cells.refuse(format!("\"{shown}\" is not a group of the charter"), hint);
    RowSubject::Unknown
}

/// The participant of an id, where nothing else in the row means another participant.
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
    let sentence = match &clue.found {
        Lookup::One(other) => {
            format!("the row names two participants: {id}, and \"{shown}\", who is {other}")
        }
        _ => format!("the row names two participants: {id} and \"{shown}\""),
    };
    cells.ask(sentence, "keep one of them in the row");
}

/// A new participant whose id the row gives; refused where the row means a known participant.
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
            format!(
                "{id} is not on the participant list, but {other} is, with nearly the same name"
            ),
            "if they are two people, fill in a column \"name\"",
        );
        return RowSubject::Unknown;
    }
    let name = cells.line(&Column::Name).unwrap_or_else(|| id.to_string());
    RowSubject::New(id.clone(), name)
}

/// The one participant whom all names in the row mean.
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
                format!("\"{shown}\" can mean several participants: {ids}"),
                "put the id in a column \"participant\"",
            );
            RowSubject::Unknown
        }
    }
}

/// A participant of that name with other email addresses than the row can be another person.
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
            format!("the name is that of {id}, but their email address is not {shown}"),
            "put the id in a column \"participant\", or add the address to the participant",
        );
        return RowSubject::Unknown;
    }
    RowSubject::Owner(Owner::Participant(id.clone()))
}

/// An unknown name: a new participant where the participant list is imported as well.
fn unknown(ground: &ImportContext<'_>, typed: Option<String>, cells: &mut Cells<'_>) -> RowSubject {
    let name = cells.line(&Column::Name).or(typed);
    let Some(name) = name.or_else(|| cells.items(&Column::Emails).into_iter().next()) else {
        cells.refuse("the row has no participant", "");
        return RowSubject::Unknown;
    };
    let shown = shortened(&name, 60);
    if let Some(meant) = ground
        .people
        .probably(&name)
        .filter(|meant| !ground.takes_roster() || ground.people.resembling(&name) == Some(meant))
    {
        cells.ask(
            format!("no participant has the name \"{shown}\"; did you mean {meant}?"),
            format!(
                "if so, write in the map: [participants] {} = \"{meant}\"",
                quoted(&name)
            ),
        );
        return RowSubject::Unknown;
    }
    if ground.input.take == ImportMode::Positions {
        cells.ask(
            format!("no participant has the name \"{shown}\""),
            format!(
                "say who it is in the map: [participants] {} = \"ID\". To add participants too, use \
                 --roster",
                quoted(&name)
            ),
        );
        return RowSubject::Unknown;
    }
    match new_id(&name) {
        Some(id) if !ground.people.is_known(&id) => RowSubject::New(id, name),
        taken => {
            let sentence = match taken {
                Some(id) => format!("\"{shown}\" is new, but the id {id} is already used"),
                None => {
                    format!("\"{shown}\" is new, and the name has no letters that an id can use")
                }
            };
            cells.ask(sentence, "put an id in a column \"participant\"");
            RowSubject::Unknown
        }
    }
}
