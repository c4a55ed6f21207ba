//! Reads what a row says of a participant, for the participant list. Empty cells change nothing.

use crate::act::intake::cell_text::Cells;
use crate::act::intake::import_context::RosterContext;
use crate::act::intake::row_participant::{addresses, logins, stated};
use crate::act::participant::{changed, keys};
use crate::record::address::is_address;
use crate::record::column::Column;
use crate::record::dimension::OwnValues;
use crate::record::edit::Edit;
use crate::record::participant::{HEAVIEST, Participant};
use crate::record::path::RecordPath;
use crate::record::table::{folded, items};
use crate::value::account;
use crate::value::did_you_mean;
use crate::value::id::{
    DimensionValue, GroupId, ParticipantId, RegionId, StandingName, WeightName, slug,
};
use crate::value::sentence::{all_of, any_of};
use crate::value::text::{same, shortened};

/// Memberships that are known even where no track names them.
const STANDINGS: [&str; 4] = ["member", "alternate", "liaison", "observer"];

/// The participant as the row has them: the recorded one with the changes of the row, or a new one.
/// `None` where the row does not say enough; the cells say what is missing.
pub(super) fn participant(
    ground: &RosterContext<'_>,
    id: &ParticipantId,
    name: &str,
    cells: &mut Cells<'_>,
) -> Option<Participant> {
    let old = ground.register.participants.get(id);
    let group = group(ground, cells);
    let mut who = match (old, group) {
        (Some(old), group) => Participant {
            group: group
                .filter(|group| !old.is_in(group))
                .unwrap_or_else(|| old.group.clone()),
            ..old.clone()
        },
        (None, Some(group)) => Participant::new(name.to_owned(), group),
        (None, None) => {
            if !cells.has(&Column::Group) {
                cells.refuse(
                    format!("{id} is new, and the group is missing"),
                    "fill in a column \"group\"",
                );
            }
            return None;
        }
    };
    // A row with an id means that participant, so its name is their name.
    let by_id = cells
        .text(&Column::Participant)
        .is_some_and(|typed| typed == id.as_str());
    if let Some(name) = cells.line(&Column::Name).filter(|_| by_id) {
        who.name = name;
    }
    let standing = standings(ground, cells);
    if !standing.is_empty() {
        who.memberships.standing = standing;
    }
    who.affiliation = affiliation(ground, cells).or(who.affiliation);
    who.region = region(ground, cells).or(who.region);
    let accounts = accounts(ground, &who, cells);
    join(&mut who.accounts, accounts);
    join(&mut who.emails, addresses(cells));
    for typed in other_names(ground, id, &who, cells) {
        match is_address(&typed) {
            true => who.emails.push(typed),
            false => who.known_as.push(typed),
        }
    }
    let also = cells.parsed(&Column::Also, "former ids", |text| {
        let ids = items(text).into_iter();
        ids.map(|id| ParticipantId::parse(&id).ok())
            .collect::<Option<Vec<_>>>()
    });
    for former in also.unwrap_or_default() {
        if !who.also.contains(&former) {
            who.also.push(former);
        }
    }
    let names = cells.text(&Column::KnownAs).unwrap_or_default();
    let names = names.split(';').map(|name| name.trim().to_owned());
    join(
        &mut who.known_as,
        names.filter(|name| !name.is_empty()).collect(),
    );
    weights(ground, cells, &mut who.weight);
    dimensions(ground, cells, &mut who.dimensions);
    who.alternate_for = holder(ground, cells).or(who.alternate_for);
    who.suspended = cells.line(&Column::Suspended).or(who.suspended);
    interests(ground, cells, &mut who);
    Some(who)
}

/// Names in the row that do not mean this participant yet: the table's own id for them, and what the map
/// explains. The next table with the same names finds them by these.
fn other_names(
    ground: &RosterContext<'_>,
    id: &ParticipantId,
    who: &Participant,
    cells: &mut Cells<'_>,
) -> Vec<String> {
    let typed = cells.line(&Column::Participant);
    let typed = typed.map(|typed| typed.strip_prefix('@').unwrap_or(&typed).to_owned());
    let name = cells.line(&Column::Name);
    let name = name.filter(|name| ground.mapping.participant(name).is_some());
    let ids = || who.also.iter().chain([id]).map(ParticipantId::as_str);
    let is_new = |typed: &String| !who.names().chain(ids()).any(|own| same(own, typed));
    typed.into_iter().chain(name).filter(is_new).collect()
}

fn accounts(ground: &RosterContext<'_>, who: &Participant, cells: &mut Cells<'_>) -> Vec<String> {
    let mut accounts = Vec::new();
    let typed = logins(cells).into_iter();
    for typed in typed.filter(|typed| !who.names().any(|own| same(own, typed))) {
        match account::read(&typed, ground.service) {
            Ok(account) => accounts.push(account),
            Err(fault) if typed.contains(':') => cells.refuse(fault.sentence, fault.hint),
            Err(fault) => cells.refuse(
                fault.sentence,
                format!(
                    "{}; or for all of them, in the map: service = \"github\"",
                    fault.hint
                ),
            ),
        }
    }
    accounts
}

fn join(all: &mut Vec<String>, new: Vec<String>) {
    for item in new {
        if !all.iter().any(|known| same(known, &item)) {
            all.push(item);
        }
    }
}

/// The group by its id or its name; the only one, where the charter has no other.
fn group(ground: &RosterContext<'_>, cells: &mut Cells<'_>) -> Option<GroupId> {
    let groups = &ground.charter.groups;
    let Some(typed) = cells.text(&Column::Group) else {
        return match groups.as_slice() {
            [only] => Some(only.id.clone()),
            _ => None,
        };
    };
    let typed = ground.mapping.meaning(&Column::Group, typed);
    let wanted = folded(&typed);
    let found = groups
        .iter()
        .find(|group| wanted == group.id.as_str() || wanted == folded(&group.name));
    if let Some(group) = found {
        return Some(group.id.clone());
    }
    let shown = shortened(&typed, 60);
    let ids = || groups.iter().map(|group| group.id.as_str());
    let names = groups
        .iter()
        .flat_map(|group| [group.id.as_str(), &group.name]);
    match did_you_mean::nearest(&typed, names) {
        Some(meant) => cells.ask(
            format!("\"{shown}\" is not a group of the charter; did you mean \"{meant}\"?"),
            format!("if so, write \"{meant}\" in the table"),
        ),
        None => cells.refuse(
            format!("\"{shown}\" is not a group of the charter"),
            format!("groups: {}", any_of(ids())),
        ),
    }
    None
}

fn standings(ground: &RosterContext<'_>, cells: &mut Cells<'_>) -> Vec<StandingName> {
    let mut standings = Vec::new();
    let typed = stated(cells, &Column::Standing).map_or(Vec::new(), |text| items(&text));
    for typed in typed {
        let typed = ground.mapping.meaning(&Column::Standing, typed);
        let shown = shortened(&typed, 60);
        let Ok(standing) = StandingName::parse(&slug(&typed)) else {
            cells.refuse(
                format!("\"{shown}\" is not a valid membership name"),
                "use lower-case letters, digits and hyphens",
            );
            continue;
        };
        let tracks = ground.charter.tracks.iter();
        let known = || {
            let named = tracks
                .clone()
                .flat_map(|track| track.electorate.iter().map(StandingName::as_str));
            named.chain(STANDINGS)
        };
        let is_known = known().any(|known| known == standing.as_str());
        match did_you_mean::nearest(standing.as_str(), known()) {
            Some(meant) if !is_known => cells.ask(
                format!("no track counts the membership \"{shown}\"; did you mean \"{meant}\"?"),
                format!("if so, write \"{meant}\" in the table"),
            ),
            _ => standings.push(standing),
        }
    }
    standings
}

/// An organisation of the charter by its id or its name, or else a plain name.
fn affiliation(ground: &RosterContext<'_>, cells: &mut Cells<'_>) -> Option<String> {
    let typed = stated(cells, &Column::Affiliation)?;
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let typed = ground.mapping.meaning(&Column::Affiliation, typed);
    let wanted = folded(&typed);
    let known = ground
        .charter
        .organizations
        .iter()
        .find(|known| wanted == known.id.as_str() || wanted == folded(&known.name));
    Some(known.map_or(typed, |known| known.id.to_string()))
}

fn region(ground: &RosterContext<'_>, cells: &mut Cells<'_>) -> Option<RegionId> {
    let typed = ground
        .mapping
        .meaning(&Column::Region, stated(cells, &Column::Region)?);
    cells.parsed(&Column::Region, "the name of a region", |_| {
        RegionId::parse(&slug(&typed)).ok()
    })
}

/// A value of each dimension of the charter's own, by its name in rules or its name for people.
fn dimensions(ground: &RosterContext<'_>, cells: &mut Cells<'_>, values: &mut OwnValues) {
    for own in ground.charter.open_dimensions() {
        let column = Column::Own(own.id.clone());
        let Some(typed) = stated(cells, &column) else {
            continue;
        };
        let wanted = folded(&ground.mapping.meaning(&column, typed));
        let is_meant =
            |value: &DimensionValue, name: &str| wanted == value.as_str() || wanted == folded(name);
        let known = own.values.iter();
        let found = known.clone().find(|(value, name)| is_meant(value, name));
        if let Some((value, _)) = found {
            values.put(&own.id, value);
            continue;
        }
        let shown = shortened(&wanted, 60);
        let names = known.flat_map(|(value, name)| [value.as_str(), name]);
        let sentence = format!("\"{shown}\" is not a value of {}", own.id);
        match did_you_mean::nearest(&wanted, names) {
            Some(meant) => cells.ask(
                format!("{sentence}; did you mean \"{meant}\"?"),
                format!("if so, write \"{meant}\" in the table"),
            ),
            None => cells.refuse(sentence, format!("values: {}", any_of(own.value_names()))),
        }
    }
}

fn weights(
    ground: &RosterContext<'_>,
    cells: &mut Cells<'_>,
    weights: &mut Vec<(WeightName, u64)>,
) {
    for name in &ground.charter.weights {
        let column = Column::Weight(name.clone());
        let expected = format!("a whole number up to {HEAVIEST}");
        let weight = cells.parsed(&column, &expected, |text| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse()
                .ok()
                .filter(|weight| digits && *weight <= HEAVIEST)
        });
        let Some(weight) = weight else { continue };
        match weights.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = weight,
            None => weights.push((name.clone(), weight)),
        }
    }
}

fn holder(ground: &RosterContext<'_>, cells: &mut Cells<'_>) -> Option<ParticipantId> {
    let typed = stated(cells, &Column::AlternateFor)?;
    ground.people.one(&typed, "holder of the seat", cells)
}

fn interests(ground: &RosterContext<'_>, cells: &mut Cells<'_>, who: &mut Participant) {
    let said = cells.prose(&Column::Interests);
    let day = cells.parsed(
        &Column::InterestsUpdated,
        "a day such as 2026-05-01",
        |text| {
            let midnight = crate::value::clock::Instant::parse(&format!("{text}T00:00Z")).ok()?;
            Some(midnight.date()).filter(|day| day == text)
        },
    );
    let is_new =
        said.is_some() && said.as_deref().map(str::trim) != who.interests.as_deref().map(str::trim);
    if is_new {
        who.interests = said;
        who.interests_updated = Some(ground.now.date());
    }
    who.interests_updated = day.or(who.interests_updated.take());
}

/// The participant's file, and what it changes in the participant list; `None` where nothing changes.
pub(super) fn filed(
    ground: &RosterContext<'_>,
    id: &ParticipantId,
    new: &Participant,
) -> Option<(String, String, Vec<u8>)> {
    let path = RecordPath::Participant(id.clone()).to_string();
    let Some(old) = ground.register.participants.get(id) else {
        let does = format!("adds the participant to group {}", new.group);
        return Some((does, path, new.sheet().finish().into_bytes()));
    };
    if new == old {
        return None;
    }
    let edit = ground.register.bytes(&path).and_then(Edit::open);
    let (changed, _) = changed(old, new);
    let named: Vec<&str> = changed.iter().map(|(key, _)| key.as_str()).collect();
    let does = format!("changes the participant: {}", all_of(named));
    let bytes = match edit {
        None => new.sheet().finish().into_bytes(),
        Some(mut edit) => {
            edit.set(keys(&changed));
            edit.finish()
        }
    };
    Some((does, path, bytes))
}
