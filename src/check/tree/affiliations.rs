//! Organisations and regions of participants: unknown ones, and spellings that make two of one.

use crate::check::tree::found::{Fault, Found};
use crate::check::tree::scene::Scene;
use crate::record::charter::Charter;
use crate::record::path::CHARTER;
use crate::record::track::Track;
use crate::register::snapshot::roster_path;
use crate::tally::electorate;
use crate::value::class::CountUnit;
use crate::value::{suggest, text};

/// Affiliations of electors that are no organisation of the charter, where families are counted: a
/// slip of the pen would make two of one.
pub(super) fn organizations(scene: &Scene<'_>, found: &mut Found) {
    let Some(charter) = scene.charter() else {
        return;
    };
    let by_family = |track: &&Track| track.count == CountUnit::Affiliations;
    let Some(track) = charter.tracks.iter().find(by_family) else {
        return;
    };
    let tracks: Vec<&Track> = charter.tracks.iter().filter(by_family).collect();
    for (id, participant) in &scene.register.participants {
        let counted = participant.suspended.is_none()
            && tracks
                .iter()
                .any(|track| participant.stands_as(&track.electorate));
        let Some(affiliation) = participant.affiliation.as_ref().filter(|_| counted) else {
            continue;
        };
        if charter.organization(affiliation).is_none() {
            found.note(&roster_path(id), || {
                unknown_organization(charter, track, affiliation)
            });
        }
    }
}

fn unknown_organization(charter: &Charter, track: &Track, affiliation: &str) -> Fault {
    let names = charter.organizations.iter().map(|o| o.id.as_str());
    let shown = text::shortened(affiliation, 60);
    let fault = Fault::new(format!(
        "\"{shown}\" is no [[organization]] of the charter, and the track \"{}\" counts by organisation",
        track.id
    ))
    .key("affiliation")
    .because(CHARTER);
    match suggest::nearest(affiliation, names) {
        Some(meant) => fault.hint(format!("affiliation = \"{meant}\"")),
        None => fault.hint("add it to the charter as an [[organization]] with id and name"),
    }
}

/// Affiliations that differ from a more usual one only in letter case, spaces or the company's form.
pub(super) fn spellings(scene: &Scene<'_>, found: &mut Found) {
    let Some(charter) = scene.charter() else {
        return;
    };
    for one in electorate::spellings(charter, scene.register) {
        found.note(&roster_path(one.who), || {
            let usual = text::shortened(one.usual, 60);
            Fault::new(one.in_words())
                .key("affiliation")
                .hint(format!(
                    "affiliation = \"{usual}\", unless they are two organisations"
                ))
                .because("participants/")
                .because(CHARTER)
        });
    }
}

/// Regions that the charter does not list, where it lists any.
pub(super) fn regions(scene: &Scene<'_>, found: &mut Found) {
    let Some(charter) = scene
        .charter()
        .filter(|charter| !charter.regions.is_empty())
    else {
        return;
    };
    for (id, who) in &scene.register.participants {
        let Some(region) = who
            .region
            .as_ref()
            .filter(|own| !charter.regions.contains(own))
        else {
            continue;
        };
        found.note(&roster_path(id), || {
            let names = || charter.regions.iter().map(|known| known.as_str());
            let hint = match suggest::nearest(region.as_str(), names()) {
                Some(meant) => format!("region = \"{meant}\""),
                None => format!("its regions: {}", suggest::listed(names().take(20))),
            };
            Fault::new(format!("the charter has no region \"{region}\""))
                .key("region")
                .hint(hint)
                .because(CHARTER)
        });
    }
}
