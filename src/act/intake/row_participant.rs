//! Finds the owner of a row.

use std::collections::BTreeSet;

use crate::act::intake::cell_text::Cells;
use crate::act::intake::import_context::RosterContext;
use crate::act::intake::people::{Lookup, look, new_id};
use crate::record::address::{self, is_address};
use crate::record::canonical_toml::quoted;
use crate::record::charter::Group;
use crate::record::column::Column;
use crate::record::path::Owner;
use crate::record::table::{folded, items};
use crate::value::id::{GroupId, ParticipantId, slug};
use crate::value::sentence::any_of;
use crate::value::text::shortened;
use crate::value::{account, did_you_mean, text};

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

/// Finds the owner of a row: by the map, or by id, former id, email address, account or name.
pub(super) fn who(ground: &RosterContext<'_>, cells: &mut Cells<'_>) -> RowSubject {
    let typed = cells.text(&Column::Participant);
    let clues = clues(ground, cells);
    let named = typed.iter().chain(clues.iter().map(|clue| &clue.typed));
    let owners: BTreeSet<&Owner> = named
        .filter_map(|name| ground.mapping.participant(name))
        .collect();
    match Vec::from_iter(owners).as_slice() {
        [] => {}
        [owner] => return mapped(ground, cells, owner),
        [one, other, ..] => {
            let sentence = format!("by the map, the row names two participants: {one} and {other}");
            cells.ask(sentence, "keep one of them in the row");
            return RowSubject::Unknown;
        }
    }
    if let Some(named) = typed.as_deref().and_then(|typed| typed.strip_prefix('@')) {
        let is = |group: &Group| group.id.as_str() == named;
        let nobody = || ground.people.find(named) == Lookup::Nobody;
        if ground.charter.groups.iter().any(is) || (!ground.takes_roster() && nobody()) {
            return group_named(ground, cells, named);
        }
    }
    let typed = typed.map(|typed| bare_login(&typed).to_owned());
    let found = typed.as_deref().map(|typed| ground.people.find(typed));
    let new = typed.as_deref().map(ParticipantId::parse);
    match (found, new) {
        (Some(Lookup::One(id)), _) => agreed(ground, &id, &clues, cells),
        (Some(Lookup::Nobody), Some(Ok(id))) if ground.takes_roster() => {
            with_new_id(ground, &id, &clues, cells)
        }
        _ => by_clues(ground, typed, &clues, cells),
    }
}

/// What the row says of the participant next to the id.
fn clues(ground: &RosterContext<'_>, cells: &mut Cells<'_>) -> Vec<NameMatch> {
    let mut typed = addresses(cells);
    typed.extend(logins(cells));
    let clue = |typed: String| NameMatch {
        found: ground.people.find(&typed),
        typed,
    };
    let mut clues: Vec<NameMatch> = typed.into_iter().map(clue).collect();
    // Two people with two numbers can have one name.
    let has_number = ground.takes_roster() && code(cells).is_some();
    let name = cells.line(&Column::Name).map(clue);
    clues.extend(name.map(|name| match &name.found {
        Lookup::One(id) if has_number && !ground.people.is_on_roster(id) => NameMatch {
            found: Lookup::Nobody,
            ..name
        },
        _ => name,
    }));
    clues
}

/// What the participant's column has, where it is an id of the table's own: a login, a number.
pub(super) fn code(cells: &mut Cells<'_>) -> Option<String> {
    let typed = cells.text(&Column::Participant)?;
    let is_code = |text: &str| !text.contains([' ', '@', ':', '\n']);
    Some(bare_login(&typed).to_owned()).filter(|typed| is_code(typed))
}

fn bare_login(typed: &str) -> &str {
    typed.strip_prefix('@').unwrap_or(typed)
}

/// The email addresses of the row.
pub(super) fn addresses(cells: &mut Cells<'_>) -> Vec<String> {
    let Some(typed) = stated(cells, &Column::Emails) else {
        return Vec::new();
    };
    address::addresses(&typed).unwrap_or_else(|wrong| {
        let shown = shortened(&wrong, 60);
        cells.refuse(
            format!("\"{shown}\" is not an email address"),
            "write it like ana@example.org",
        );
        Vec::new()
    })
}

/// The accounts of the row, as they are typed, without what marks them as accounts.
pub(super) fn logins(cells: &mut Cells<'_>) -> Vec<String> {
    let typed = stated(cells, &Column::Accounts).map_or(Vec::new(), |text| items(&text));
    typed.iter().map(|typed| account::of_page(typed)).collect()
}

/// The text of a column where it is not a word for "nothing".
pub(super) fn stated(cells: &mut Cells<'_>, column: &Column) -> Option<String> {
    const NOTHING: &[&str] = &[
        "-", "--", "n/a", "#n/a", "na", "none", "null", "nil", "k.a", "n.a",
    ];
    let text = cells.text(column)?;
    Some(text).filter(|text| !NOTHING.contains(&folded(text).as_str()))
}

fn mapped(ground: &RosterContext<'_>, cells: &mut Cells<'_>, owner: &Owner) -> RowSubject {
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

fn group_named(ground: &RosterContext<'_>, cells: &mut Cells<'_>, typed: &str) -> RowSubject {
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
    let sentence = format!("\"@{shown}\" is neither a participant nor a group of the charter");
    cells.refuse(sentence, hint);
    RowSubject::Unknown
}

/// The participant of an id, where nothing else in the row means another participant.
fn agreed(
    ground: &RosterContext<'_>,
    id: &ParticipantId,
    clues: &[NameMatch],
    cells: &mut Cells<'_>,
) -> RowSubject {
    let other = clues.iter().find(|clue| match &clue.found {
        Lookup::One(other) => other != id,
        Lookup::Several(others) => !others.contains(id),
        Lookup::Nobody => false,
    });
    // Another body can give the same number to another person.
    let is_number =
        |code: &String| code != id.as_str() && code.contains(|c: char| c.is_ascii_digit());
    let number = code(cells).filter(is_number);
    let theirs = ground.register.participants.get(id);
    let known = |name: &String| {
        theirs.is_none_or(|who| who.names().any(|own| look(own) == look(name)))
            || ground.people.resembling(name) == Some(id)
    };
    let name = cells.line(&Column::Name).filter(|name| !known(name));
    match (other, number, name) {
        (Some(clue), ..) => contradiction(cells, id, clue),
        (None, Some(number), Some(name)) => cells.ask(
            format!(
                "{number} is {id}, but the name is \"{}\"",
                shortened(&name, 60)
            ),
            format!(
                "if it is {id}, write in the map: [participants] {} = \"{id}\"",
                quoted(&name)
            ),
        ),
        _ => return RowSubject::Owner(Owner::Participant(id.clone())),
    }
    RowSubject::Unknown
}

fn contradiction(cells: &mut Cells<'_>, id: &ParticipantId, clue: &NameMatch) {
    let shown = shortened(&clue.typed, 60);
    let (who, map) = match &clue.found {
        Lookup::One(other) => (
            format!(", who is {other}"),
            format!(", or write in the map: [participants] {id} = \"{other}\""),
        ),
        _ => Default::default(),
    };
    cells.ask(
        format!("the row names two participants: {id}, and \"{shown}\"{who}"),
        format!("keep one of them in the row{map}"),
    );
}

/// A new participant whose id the row gives; refused where the row means a known participant.
fn with_new_id(
    ground: &RosterContext<'_>,
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
    ground: &RosterContext<'_>,
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
        [one] => confirmed(ground, one, cells),
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

/// A participant of that name with other email addresses than the row, or with another member number, can
/// be another person.
fn confirmed(ground: &RosterContext<'_>, id: &ParticipantId, cells: &mut Cells<'_>) -> RowSubject {
    let owner = RowSubject::Owner(Owner::Participant(id.clone()));
    let Some(theirs) = ground.register.participants.get(id) else {
        return owner;
    };
    let given = addresses(cells);
    let same = |typed: &String| theirs.emails.iter().any(|own| text::same(own, typed));
    if given.iter().any(same) {
        return owner;
    }
    let number = code(cells).filter(|code| {
        let means_them = theirs.names().any(|own| text::same(own, code));
        ground.takes_roster() && !means_them && !theirs.known_as.is_empty()
    });
    let sentence = match number {
        Some(number) => format!("the name is that of {id}, but {number} is not an id of theirs"),
        None if given.is_empty() || theirs.emails.is_empty() => return owner,
        None => {
            let shown = shortened(&given.join(", "), 60);
            format!("the name is that of {id}, but their email address is not {shown}")
        }
    };
    cells.ask(
        sentence,
        "put the id in a column \"participant\", or add the address to the participant",
    );
    RowSubject::Unknown
}

/// An unknown name: a new participant where the participant list is imported as well.
fn unknown(ground: &RosterContext<'_>, typed: Option<String>, cells: &mut Cells<'_>) -> RowSubject {
    let mut names = cells.line(&Column::Name).into_iter().chain(typed);
    let name = names.find(|name| !is_address(name));
    let login = || Some(logins(cells).first()?.rsplit(':').next()?.to_owned());
    let Some(name) = name.or_else(login) else {
        let (sentence, hint) = match named(cells).as_str() {
            "" => ("the row has no participant".to_owned(), ""),
            shown => (
                format!("{shown} is nobody's address"),
                "fill in a column \"name\", or add the address to a participant",
            ),
        };
        cells.refuse(sentence, hint);
        return RowSubject::Unknown;
    };
    let shown = shortened(&name, 60);
    let line = |id: &str| format!("[participants] {} = \"{id}\"", quoted(&name));
    let is_meant = |meant: &ParticipantId| {
        let of_this_table = !ground.people.is_on_roster(meant);
        !ground.takes_roster()
            || (ground.people.resembling(&name) == Some(meant)
                && !(of_this_table && code(cells).is_some()))
    };
    if let Some(meant) = ground.people.probably(&name).filter(is_meant) {
        let own = new_id(&name).filter(|id| ground.takes_roster() && !ground.people.is_known(id));
        let other = own.map_or(String::new(), |id| {
            format!("; if they are two: {}", line(id.as_str()))
        });
        cells.ask(
            format!("no participant has the name \"{shown}\"; did you mean {meant}?"),
            format!("if so, write in the map: {}{other}", line(meant.as_str())),
        );
        return RowSubject::Unknown;
    }
    if !ground.takes_roster() {
        cells.ask(
            format!("no participant has the name \"{shown}\""),
            format!(
                "say who it is in the map: {}. To add participants too, use --roster",
                line("ID")
            ),
        );
        return RowSubject::Unknown;
    }
    let made = code(cells).and_then(|code| new_id(&code));
    match made.or_else(|| new_id(&name)) {
        Some(id) => RowSubject::New(free_id(ground, id), name),
        None => {
            cells.ask(
                format!("\"{shown}\" is new, and it has no letters that an id can use"),
                "fill in a column \"name\"",
            );
            RowSubject::Unknown
        }
    }
}

/// The id, with a number where another participant has it.
fn free_id(ground: &RosterContext<'_>, id: ParticipantId) -> ParticipantId {
    let people = &ground.register.people;
    let is_free = |id: &ParticipantId| !ground.people.is_known(&people.settled(id.clone()));
    let numbered = (2_u32..).map(|n| slug(&format!("{n} {id}")));
    let numbered = numbered.filter_map(|id| ParticipantId::parse(&id).ok());
    let mut all = std::iter::once(id.clone()).chain(numbered);
    all.find(is_free).unwrap_or(id)
}
