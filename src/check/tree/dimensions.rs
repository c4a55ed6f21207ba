//! Checks the dimensions of a charter's own: their names, the values that participants have in them, and the totals of
//! those that are personal.

use crate::check::tree::context::{CheckContext, FindingSink, PendingFinding};
use crate::record::charter::Charter;
use crate::record::path::{CHARTER, RecordPath};
use crate::record::totals::GroupTotals;
use crate::register::snapshot::roster_path;
use crate::tally::criterion;
use crate::value::did_you_mean;
use crate::value::dimension::{Dimension, plural};
use crate::value::id::{DimensionName, DimensionValue};
use crate::value::sentence::any_of;

/// Words that pages and files use for the places of other dimensions.
const TAKEN: &[&str] = &["organisation", "organization"];

/// A dimension or a value that the charter does not have: of a participant, of a limit, of totals.
pub(super) fn unknown(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter() else {
        return;
    };
    for (id, who) in scene.register.participants.iter() {
        for (dimension, value) in who.dimensions.iter() {
            if let Some(fault) = unknown_value(charter, (dimension, value)) {
                let way = format!("dimensions/{dimension}");
                found.note(&roster_path(id), || fault.key(way).because(CHARTER));
            }
        }
    }
    for track in &charter.tracks {
        let per = track.at_most.as_ref().map(|limit| &limit.per);
        let own = per.and_then(|per| match per {
            Dimension::Own(own) => Some(own),
            _ => None,
        });
        if let Some(own) = own.filter(|own| charter.dimension(own).is_none()) {
            let way = format!("track/{}/at-most/per", track.id);
            found.note(CHARTER, || unknown_dimension(charter, own).key(way));
        }
    }
    for (path, n, totals) in totals(scene) {
        for (value, _) in &totals.values {
            if let Some(fault) = unknown_value(charter, (&totals.dimension, value)) {
                let way = format!("totals/{n}/values/{value}");
                found.note(&path, || fault.key(way).because(CHARTER));
            }
        }
        if charter.group(&totals.group).is_none() {
            let sentence = format!("\"{}\" is not a group in the charter", totals.group);
            let groups = any_of(charter.groups.iter().map(|group| group.id.as_str()));
            let fault = PendingFinding::new(sentence).hint(format!("possible groups: {groups}"));
            let way = format!("totals/{n}/group");
            found.note(&path, || fault.key(way).because(CHARTER));
        }
    }
}

fn unknown_value(
    charter: &Charter,
    (dimension, value): (&DimensionName, &DimensionValue),
) -> Option<PendingFinding> {
    let Some(own) = charter.dimension(dimension) else {
        return Some(unknown_dimension(charter, dimension));
    };
    if own.value(value).is_some() {
        return None;
    }
    let sentence = format!("\"{value}\" is not a value of {dimension} in the charter");
    Some(PendingFinding::new(sentence).hint(meant(value.as_str(), "values", own.value_names())))
}

fn unknown_dimension(charter: &Charter, name: &DimensionName) -> PendingFinding {
    let known = charter.dimensions.iter().map(|own| own.id.as_str());
    let fault = PendingFinding::new(format!("\"{name}\" is not a dimension in the charter"));
    match charter.dimensions.is_empty() {
        true => fault.hint(format!("add it to the charter: [dimension.{name}]")),
        false => fault.hint(meant(name.as_str(), "dimensions", known)),
    }
}

fn meant<'n>(name: &str, what: &str, known: impl Iterator<Item = &'n str> + Clone) -> String {
    match did_you_mean::nearest(name, known.clone()) {
        Some(meant) => format!("did you mean \"{meant}\"?"),
        None => format!("possible {what}: {}", any_of(known.take(20))),
    }
}

/// Every entry of totals, with its file and its place there.
fn totals<'s, 'r: 's>(
    scene: &'s CheckContext<'r>,
) -> impl Iterator<Item = (String, usize, &'r GroupTotals)> + 's {
    scene.calls().flat_map(|(case, n, call)| {
        let path = RecordPath::Totals(case.id.clone(), n).to_string();
        let all = call.totals.iter().flat_map(|filed| &filed.totals);
        let all = all.enumerate();
        all.map(move |(n, totals)| (path.clone(), n, totals))
    })
}

/// A personal dimension with a participant or in a limit, and totals of one that is not personal.
pub(super) fn personal(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter() else {
        return;
    };
    let is_personal = |name: &DimensionName| charter.dimension(name).is_some_and(|it| it.personal);
    for (id, who) in scene.register.participants.iter() {
        for (dimension, _) in who.dimensions.iter().filter(|(name, _)| is_personal(name)) {
            found.note(&roster_path(id), || {
                PendingFinding::new(format!(
                    "{dimension} is personal, so no file can say which value {id} has"
                ))
                .key(format!("dimensions/{dimension}"))
                .hint("remove it here, and enter totals of the group: plenary call totals --help")
                .because(CHARTER)
            });
        }
    }
    for track in &charter.tracks {
        let per = track.at_most.as_ref().map(|limit| &limit.per);
        if let Some(Dimension::Own(own)) =
            per.filter(|per| matches!(per, Dimension::Own(own) if is_personal(own)))
        {
            found.note(CHARTER, || {
                PendingFinding::new(format!("{own} is personal, so it cannot limit what counts"))
                    .key(format!("track/{}/at-most/per", track.id))
                    .hint("per = \"affiliation\"")
            });
        }
    }
    let open = |name: &DimensionName| charter.dimension(name).is_some_and(|it| !it.personal);
    for (path, n, totals) in totals(scene) {
        if open(&totals.dimension) {
            found.note(&path, || {
                let dimension = &totals.dimension;
                PendingFinding::new(format!("{dimension} is not personal, so it has no totals"))
                    .key(format!("totals/{n}/dimension"))
                    .hint("write it with each participant: plenary participant set --help")
                    .because(CHARTER)
            });
        }
    }
}

/// Totals of more people than a group has. A group can lose people after a call, so only calls without a decision are
/// checked; the balance never shows such totals.
pub(super) fn too_many(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, call) in scene.calls().filter(|(_, _, call)| call.decision.is_none()) {
        let path = RecordPath::Totals(case.id.clone(), n).to_string();
        let filed = call.totals.iter().flat_map(|filed| &filed.totals);
        for (k, totals) in filed.enumerate() {
            let people = scene.register.participants.values();
            let people = people.filter(|who| who.is_in(&totals.group)).count();
            let (sum, group) = (totals.sum(), &totals.group);
            if sum > u64::try_from(people).unwrap_or(u64::MAX) {
                found.note(&path, || {
                    PendingFinding::new(format!(
                        "the totals are of {sum} people, and group {group} has {people}"
                    ))
                    .key(format!("totals/{k}/values"))
                    .hint("count only people with a seat in the group")
                });
            }
        }
    }
}

/// Names of dimensions and values that a rule could not tell from something else.
pub(super) fn names(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter() else {
        return;
    };
    for (n, own) in charter.dimensions.iter().enumerate() {
        let name = own.id.as_str();
        let others = charter.dimensions.iter().take(n);
        let is_other = others
            .map(|other| plural(other.id.as_str()))
            .any(|it| it == name);
        let what = [name, &plural(name)]
            .into_iter()
            .find_map(|name| taken(charter, name));
        let what = what.or(is_other.then_some("the plural of another dimension"));
        if let Some(what) = what {
            found.note(CHARTER, || {
                clash(name, what, "dimension").key(format!("dimension/{name}"))
            });
        }
        for value in own.value_names().filter(|value| criterion::is_word(value)) {
            let way = format!("dimension/{name}/values/{value}");
            found.note(CHARTER, || {
                clash(value, "a word of the rule language", "value").key(way)
            });
        }
    }
}

fn clash(name: &str, what: &str, kind: &str) -> PendingFinding {
    PendingFinding::new(format!(
        "\"{name}\" is {what}, so it cannot be the name of a {kind}"
    ))
    .hint(format!("choose another name, such as \"{name}-1\""))
}

/// What a name means already.
fn taken(charter: &Charter, name: &str) -> Option<&'static str> {
    let mut positions = charter.tracks.iter().flat_map(|track| &track.positions);
    let is_group = charter.groups.iter().any(|group| group.id.as_str() == name);
    let is_house = charter.houses().iter().any(|house| house.as_str() == name);
    let is_of_pages = TAKEN
        .iter()
        .any(|word| *word == name || plural(word) == name);
    let all = [
        (criterion::is_word(name), "a word of the rule language"),
        (is_group, "a group of the charter"),
        (is_house, "a house of the charter"),
        (
            positions.any(|position| position.name.as_str() == name),
            "a position of a track",
        ),
        (is_of_pages, "a word for organisations"),
    ];
    let found = all.into_iter().find(|(is_so, _)| *is_so);
    found.map(|(_, what)| what)
}
