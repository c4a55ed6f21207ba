//! Checks what participant list and charter name: participants, groups, organisations, regions, weights, required
//! statements of interest, and the roles that a track needs. Whether a statement is too old depends on the day,
//! so it is not checked here.

use crate::value::sentence::{all_of, any_of};
use std::collections::BTreeSet;

use crate::check::tree::context::{CheckContext, CheckedProposal, FindingSink, PendingFinding};
use crate::check::tree::designations;
use crate::procedure::names::uncounted_standing;
use crate::procedure::rights::{self, About, Deed};
use crate::record::charter::{CHAIR, Charter};
use crate::record::mentions::{Mentions, Way};
use crate::record::path::{CHARTER, Owner, RecordPath};
use crate::record::track::Track;
use crate::register::snapshot::roster_path;
use crate::tally::electorate;
use crate::tally::electorate::Electorate;
use crate::value::class::CountUnit;
use crate::value::dimension::Dimension;
use crate::value::id::{GroupId, HouseId, ParticipantId, StandingName, WeightName};
use crate::value::{did_you_mean, text};

/// Names in records that are not on the participant list. A named record of a participant, such as a joined
/// objection, is checked elsewhere.
pub(super) fn participants(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let mut mention = |path: &str, who: &ParticipantId, way: &Way<'_>| {
        if way.is_of_record() || scene.knows(who) {
            return;
        }
        found.note(path, || {
            let hint = match scene.nearest_participant(who.as_str()) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("add the participant: plenary participant add {who}"),
            };
            let fault = PendingFinding::new(format!("\"{who}\" is not a participant"))
                .hint(hint)
                .because(roster_path(who));
            match way {
                Way::Record => fault,
                way => fault.key(way.to_string()),
            }
        });
    };
    in_record(CHARTER, scene.charter(), &mut mention);
    for (id, participant) in scene.register.participants.iter() {
        in_record(&roster_path(id), Some(participant), &mut mention);
    }
    for (date, meeting) in scene.register.meetings.iter() {
        let path = RecordPath::Meeting(date.clone()).to_string();
        in_record(&path, Some(meeting), &mut mention);
    }
    for file in &scene.files {
        in_record(file.path, file.record.as_ref().ok(), &mut mention);
    }
    for case in scene.proposals() {
        in_proposal(&case, &mut mention);
    }
}

/// What is done with a name in a record: the path of the record, the name, the key.
type MentionVisitor<'m> = dyn FnMut(&str, &ParticipantId, &Way<'_>) + 'm;

fn in_record<T: Mentions + Clone>(
    path: &str,
    record: Option<&T>,
    mention: &mut MentionVisitor<'_>,
) {
    if let Some(record) = record {
        record.people(&mut |who, way| mention(path, who, way));
    }
}

fn in_proposal(case: &CheckedProposal<'_>, mention: &mut MentionVisitor<'_>) {
    in_record(&case.path(), case.folder.proposal.as_ref(), mention);
    for (path, file) in &case.folder.positions {
        in_record(path, file.position.as_ref(), mention);
    }
    for raised in case.folder.objections.values() {
        in_record(&raised.path, Some(&raised.objection), mention);
    }
    for (of, handling) in &case.folder.handling {
        in_record(&case.handling_path(of), Some(handling), mention);
    }
    for (n, call) in &case.folder.calls {
        in_record(&case.decision_path(*n), call.decision.as_deref(), mention);
        in_record(&case.call_path(*n), call.call.as_ref(), mention);
        for (of, ruling) in &call.rulings {
            let path = designations::ruling_path(case, *n, of);
            in_record(&path, Some(ruling), mention);
        }
        for (k, erratum) in &call.errata {
            let path = RecordPath::Erratum(case.id.clone(), *n, *k).to_string();
            in_record(&path, Some(erratum), mention);
        }
        let path = RecordPath::FollowUp(case.id.clone(), *n).to_string();
        in_record(&path, call.follow_up.as_ref(), mention);
        let path = RecordPath::Asked(case.id.clone(), *n).to_string();
        in_record(&path, call.asked.as_ref(), mention);
        let path = RecordPath::Totals(case.id.clone(), *n).to_string();
        in_record(&path, call.totals.as_ref(), mention);
        let path = RecordPath::Designation(case.id.clone(), *n).to_string();
        in_record(&path, call.designation.as_ref(), mention);
    }
}

/// Visitors with an address or an account: nobody needs them, and the history keeps them.
pub(super) fn visitors(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let visitors = scene.register.participants.iter();
    for (id, who) in visitors.filter(|(_, who)| who.is_visitor()) {
        let keys = [("emails", &who.emails), ("accounts", &who.accounts)];
        for (key, _) in keys.into_iter().filter(|(_, all)| !all.is_empty()) {
            found.note(&roster_path(id), || {
                PendingFinding::new(format!("the visitor {id} has {key}"))
                    .key(key)
                    .hint(format!("remove {key}, or give {id} another membership"))
            });
        }
    }
}

/// Groups that the charter does not have, of participants and of groups' own positions.
pub(super) fn groups(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter() else {
        return;
    };
    if let Some(group) = charter
        .visitors
        .as_ref()
        .filter(|id| charter.group(id).is_none())
    {
        found.note(CHARTER, || unknown_group(charter, group).key("visitors"));
    }
    let houses = charter.houses();
    for (n, house) in charter.house_names.iter().enumerate() {
        if !houses.contains(&house.id) {
            let way = format!("house/{n}/id");
            found.note(CHARTER, || unknown_house(&houses, &house.id).key(way));
        }
    }
    for (id, participant) in scene.register.participants.iter() {
        if charter.group(&participant.group).is_none() {
            found.note(&roster_path(id), || {
                unknown_group(charter, &participant.group).key("group")
            });
        }
        let of_terms = participant.memberships.terms.iter();
        let of_terms = of_terms.filter_map(|term| term.group.as_ref());
        for group in of_terms.filter(|group| charter.group(group).is_none()) {
            found.note(&roster_path(id), || {
                unknown_group(charter, group).key("membership")
            });
        }
    }
    for case in scene.proposals().filter(|case| !case.is_settled()) {
        for (path, file) in &case.folder.positions {
            if let Owner::Group(group) = &file.owner
                && charter.group(group).is_none()
            {
                found.note(path, || unknown_group(charter, group));
            }
        }
    }
}

/// A house in which no group is.
fn unknown_house(houses: &[HouseId], house: &HouseId) -> PendingFinding {
    let fault = PendingFinding::new(format!("no group is in the house \"{house}\""));
    match did_you_mean::nearest(house.as_str(), houses.iter().map(HouseId::as_str)) {
        Some(meant) => fault.hint(format!("did you mean \"{meant}\"?")),
        None => fault.hint("write it as the house of a [[group]], or remove the table"),
    }
}

fn unknown_group(charter: &Charter, group: &GroupId) -> PendingFinding {
    let fault =
        PendingFinding::new(format!("\"{group}\" is not a group in the charter")).because(CHARTER);
    let names = || charter.groups.iter().map(|group| group.id.as_str());
    match did_you_mean::nearest(group.as_str(), names()) {
        Some(meant) => fault.hint(format!("did you mean \"{meant}\"?")),
        None => fault.hint(format!("possible groups: {}", any_of(names().take(20)))),
    }
}

/// Weights that the charter does not declare, and seats without a weight that a rule adds up.
pub(super) fn weights(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter() else {
        return;
    };
    for (id, participant) in scene.register.participants.iter() {
        for (name, _) in &participant.weight {
            if !charter.weights.contains(name) {
                found.note(&roster_path(id), || undeclared(charter, name));
            }
        }
    }
    for track in &charter.tracks {
        for weight in added_up(charter, track) {
            let electorate = Electorate::of(charter, scene.register, track, None);
            let seats = electorate.seats.iter();
            for (id, _) in seats.filter(|(_, seat)| !seat.weights.contains_key(weight)) {
                found.note(&roster_path(id), || {
                    PendingFinding::new(format!(
                        "the weight \"{weight}\" is missing, but a rule on track {} adds it up",
                        track.id
                    ))
                    .hint(format!("add it: weight = {{ {weight} = NUMBER }}"))
                    .because(CHARTER)
                });
            }
        }
    }
}

fn undeclared(charter: &Charter, name: &WeightName) -> PendingFinding {
    let fault = PendingFinding::new(format!("\"{name}\" is not a weight in the charter"))
        .key(format!("weight/{name}"))
        .because(CHARTER);
    let declared = || charter.weights.iter().map(WeightName::as_str);
    match did_you_mean::nearest(name.as_str(), declared()) {
        Some(meant) => fault.hint(format!("did you mean \"{meant}\"?")),
        None => fault.hint("add it to weights in the charter, or remove it here"),
    }
}

/// Participants whom no track counts although nothing says that they should not be counted.
pub(super) fn uncounted(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter() else {
        return;
    };
    for (id, participant) in scene.register.participants.iter() {
        let Some(standing) = uncounted_standing(charter, participant) else {
            continue;
        };
        found.note(&roster_path(id), || {
            let tracks = charter.tracks.iter().flat_map(|track| &track.electorate);
            let counted: BTreeSet<&str> = tracks.map(StandingName::as_str).collect();
            PendingFinding::new(format!("no track counts the membership \"{standing}\""))
                .key("standing")
                .hint(format!("the tracks count {}", all_of(counted)))
                .because(CHARTER)
        });
    }
}

/// The weights after `by` in a rule of the track.
fn added_up<'r>(charter: &'r Charter, track: &Track) -> Vec<&'r WeightName> {
    let mut used = Vec::new();
    for (_, _, _, rule) in track.rules() {
        let words: Vec<&str> = rule
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .filter(|word| !word.is_empty())
            .collect();
        let behind_by = words.windows(2).filter(|pair| pair.first() == Some(&"by"));
        used.extend(behind_by.filter_map(|pair| pair.last().copied()));
    }
    let is_used = |weight: &&WeightName| used.contains(&weight.as_str());
    charter.weights.iter().filter(is_used).collect()
}

/// Participants without a statement of interest, or with one that has no date.
pub(super) fn interests(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(within) = scene.charter().and_then(|charter| charter.interests) else {
        return;
    };
    for (id, who) in scene.register.participants.iter() {
        let stated = who.interests.as_deref().map(str::trim);
        let (sentence, key) = match (stated, &who.interests_updated) {
            (Some(""), _) => ("the statement of interest is empty", Some("interests")),
            (Some(_), None) => ("the statement of interest has no date", Some("interests")),
            (None, _) => ("the statement of interest is missing", None),
            (Some(_), Some(_)) => continue,
        };
        found.note(&roster_path(id), || {
            let fault = PendingFinding::new(format!(
                "{sentence} (the charter requires one that is at most {within} old)"
            ))
            .hint(format!(
                "add it: plenary participant set {id} --interests TEXT"
            ))
            .because(CHARTER);
            match key {
                Some(key) => fault.key(key),
                None => fault,
            }
        });
    }
}

/// Tracks on which nobody can decide, close objections by the role for it, or hear an appeal.
pub(super) fn offices(scene: &CheckContext<'_>, found: &mut FindingSink) {
    // A charter without a participant is a preset that was not filled in yet.
    let founded = !scene.register.participants.is_empty();
    let Some(charter) = scene.charter().filter(|_| founded) else {
        return;
    };
    for track in &charter.tracks {
        let about = About::register(scene.register).by_track(&track.id);
        for (key, sentence, hint) in [
            no_chair(&about, track),
            no_closer(&about, track),
            no_hearer(&about, track),
        ]
        .into_iter()
        .flatten()
        {
            let way = format!("track/{}{key}", track.id);
            found.note(CHARTER, || {
                PendingFinding::new(sentence).key(way).hint(hint)
            });
        }
    }
}

type Empty = (&'static str, String, String);

/// A track that gives nobody the role of chair.
fn no_chair(about: &About<'_>, track: &Track) -> Option<Empty> {
    let own = track.roles.iter().any(|(role, _)| role.as_str() == CHAIR);
    let nobody = own && rights::in_office(Deed::Decide, about).is_empty();
    nobody.then(|| {
        let sentence = format!("track {} has no chair", track.id);
        ("/roles", sentence, format!("add one: {CHAIR} = [\"NAME\"]"))
    })
}

fn no_closer(about: &About<'_>, track: &Track) -> Option<Empty> {
    let role = track.disposes.as_ref()?;
    let charter = about.register.charter.as_ref()?;
    let holders = charter.holders_on(Some(track), role.as_str());
    holders.is_empty().then(|| {
        let sentence = format!(
            "no participant has the role {role}, which closes objections on track {}",
            track.id
        );
        let hint = format!("add a participant to {role} under [roles]");
        ("/disposes", sentence, hint)
    })
}

fn no_hearer(about: &About<'_>, track: &Track) -> Option<Empty> {
    let unheard = rights::unheard(about)?;
    let sentence = unheard.sentence(&track.id);
    Some(("/appeal", sentence, unheard.hint(about).to_string()))
}

/// Affiliations that are not an organisation in the charter, if organisations are counted: a typing error would
/// make two of one.
pub(super) fn organizations(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter() else {
        return;
    };
    let by_family = |track: &&Track| {
        let limit = track.at_most.as_ref().map(|limit| &limit.per);
        track.count == CountUnit::Affiliations || limit == Some(&Dimension::Affiliation)
    };
    let Some(track) = charter.tracks.iter().find(by_family) else {
        return;
    };
    let tracks: Vec<&Track> = charter.tracks.iter().filter(by_family).collect();
    for (id, participant) in scene.register.participants.iter() {
        let counted = participant.suspended.is_none()
            && tracks
                .iter()
                .any(|track| !participant.groups(&track.electorate, None).is_empty());
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

fn unknown_organization(charter: &Charter, track: &Track, affiliation: &str) -> PendingFinding {
    let names = charter.organizations.iter().map(|o| o.id.as_str());
    let shown = text::shortened(affiliation, 60);
    let fault = PendingFinding::new(format!(
        "\"{shown}\" is not an [[organization]] in the charter, but track {} {}",
        track.id,
        match track.at_most {
            Some(_) => "limits the positions of one organisation",
            None => "counts organisations",
        }
    ))
    .key("affiliation")
    .because(CHARTER);
    match did_you_mean::nearest(affiliation, names) {
        Some(meant) => fault.hint(format!("did you mean: affiliation = \"{meant}\"")),
        None => fault.hint("add an [[organization]] with id and name to the charter"),
    }
}

/// Affiliations that differ from a more frequent one only in letter case, spaces or the company's form.
pub(super) fn spellings(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter() else {
        return;
    };
    for one in electorate::spellings(charter, scene.register) {
        found.note(&roster_path(one.who), || {
            let usual = text::shortened(one.usual, 60);
            PendingFinding::new(one.in_words())
                .key("affiliation")
                .hint(format!(
                    "if both are one organisation, write: affiliation = \"{usual}\""
                ))
                .because("participants/")
                .because(CHARTER)
        });
    }
}

/// Regions that the charter does not list, if it lists any.
pub(super) fn regions(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene
        .charter()
        .filter(|charter| !charter.regions.is_empty())
    else {
        return;
    };
    for (id, who) in scene.register.participants.iter() {
        let Some(region) = who
            .region
            .as_ref()
            .filter(|own| !charter.regions.contains(own))
        else {
            continue;
        };
        found.note(&roster_path(id), || {
            let names = || charter.regions.iter().map(|known| known.as_str());
            let hint = match did_you_mean::nearest(region.as_str(), names()) {
                Some(meant) => format!("did you mean: region = \"{meant}\""),
                None => format!("possible regions: {}", any_of(names().take(20))),
            };
            PendingFinding::new(format!("\"{region}\" is not a region in the charter"))
                .key("region")
                .hint(hint)
                .because(CHARTER)
        });
    }
}
