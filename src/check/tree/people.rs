//! Participants, groups, organisations and weights that records name and that are not there.

use std::collections::BTreeSet;

use crate::check::tree::afterwards;
use crate::check::tree::found::{Fault, Found};
use crate::check::tree::scene::{Case, Scene};
use crate::procedure::uncounted;
use crate::record::charter::Charter;
use crate::record::path::{CHARTER, Owner, RecordPath};
use crate::record::track::Track;
use crate::register::snapshot::roster_path;
use crate::tally::electorate::Electorate;
use crate::value::id::{GroupId, ParticipantId, StandingName, WeightName};
use crate::value::suggest;

/// A name of a participant in a record: the path, the way to the key, the name.
pub(super) type Mention<'m> = dyn FnMut(&str, String, &ParticipantId) + 'm;

/// Names that are not on the roster, wherever records name somebody.
pub(super) fn participants(scene: &Scene<'_>, found: &mut Found) {
    let mut mention = |path: &str, way: String, who: &ParticipantId| {
        if !scene.knows(who) {
            found.note(path, || {
                let hint = match scene.nearest_participant(who.as_str()) {
                    Some(meant) => format!("did you mean \"{meant}\"?"),
                    None => format!("plenary participant add {who}"),
                };
                let fault = Fault::new(format!("\"{who}\" is nobody on the roster"))
                    .hint(hint)
                    .because(roster_path(who));
                match way.as_str() {
                    "" => fault,
                    way => fault.key(way),
                }
            });
        }
    };
    in_charter(scene, &mut mention);
    in_roster(scene, &mut mention);
    in_file_names(scene, &mut mention);
    for case in scene.proposals() {
        in_proposal(&case, &mut mention);
        in_positions(&case, &mut mention);
        in_objections(&case, &mut mention);
        in_handling(&case, &mut mention);
        in_calls(&case, &mut mention);
        afterwards::people(&case, &mut mention);
        in_designations(&case, &mut mention);
    }
}

fn each(path: &str, key: &str, names: &[ParticipantId], mention: &mut Mention<'_>) {
    for (n, who) in names.iter().enumerate() {
        mention(path, format!("{key}/{n}"), who);
    }
}

fn in_charter(scene: &Scene<'_>, mention: &mut Mention<'_>) {
    let Some(charter) = scene.charter() else {
        return;
    };
    for (role, holders) in &charter.roles {
        each(CHARTER, &format!("roles/{role}"), holders, mention);
    }
    for track in &charter.tracks {
        for (role, holders) in &track.roles {
            let key = format!("track/{}/roles/{role}", track.id);
            each(CHARTER, &key, holders, mention);
        }
    }
    for (n, group) in charter.groups.iter().enumerate() {
        let key = format!("group/{n}/representatives");
        each(CHARTER, &key, &group.representatives, mention);
    }
}

fn in_roster(scene: &Scene<'_>, mention: &mut Mention<'_>) {
    for (id, participant) in &scene.register.participants {
        if let Some(holder) = &participant.alternate_for {
            mention(&roster_path(id), "alternate-for".to_owned(), holder);
        }
    }
    for (date, meeting) in &scene.register.meetings {
        let path = RecordPath::Meeting(date.clone()).to_string();
        each(&path, "present", &meeting.present, mention);
        each(&path, "apologies", &meeting.apologies, mention);
        for (n, action) in meeting.actions.iter().enumerate() {
            mention(&path, format!("action/{n}/owner"), &action.owner);
        }
    }
}

fn in_file_names(scene: &Scene<'_>, mention: &mut Mention<'_>) {
    for file in &scene.files {
        match &file.record {
            Ok(RecordPath::Position(_, Owner::Participant(who))) => {
                mention(file.path, String::new(), who);
            }
            Ok(RecordPath::Objection(_, of)) => mention(file.path, String::new(), &of.participant),
            Ok(RecordPath::Challenge(_, _, of)) => {
                mention(file.path, String::new(), &of.participant)
            }
            Ok(
                RecordPath::Signature(_, _, who)
                | RecordPath::SignOff(_, _, who)
                | RecordPath::Minority(_, _, who)
                | RecordPath::Appeal(_, _, who)
                | RecordPath::Ruling(_, _, who),
            ) => mention(file.path, String::new(), who),
            _ => {}
        }
    }
}

fn in_proposal(case: &Case<'_>, mention: &mut Mention<'_>) {
    let Some(proposal) = &case.folder.proposal else {
        return;
    };
    each(&case.path(), "authors", &proposal.authors, mention);
    if let Some(shepherd) = &proposal.shepherd {
        mention(&case.path(), "shepherd".to_owned(), shepherd);
    }
    if let Some(next) = &proposal.next {
        mention(&case.path(), "next/owner".to_owned(), &next.owner);
    }
}

fn in_positions(case: &Case<'_>, mention: &mut Mention<'_>) {
    for (path, file) in &case.folder.positions {
        let Some(position) = &file.position else {
            continue;
        };
        if let Some(who) = &position.relayed_by {
            mention(path, "relayed-by".to_owned(), who);
        }
        if let Some(who) = &position.proxy {
            mention(path, "proxy".to_owned(), who);
        }
    }
}

fn in_objections(case: &Case<'_>, mention: &mut Mention<'_>) {
    for raised in case.folder.objections.values() {
        let objection = &raised.objection;
        for (key, entered) in [
            ("relayed-by", &objection.entered),
            ("reply-relayed-by", &objection.reply_entered),
        ] {
            if let Some(entered) = entered {
                mention(&raised.path, key.to_owned(), &entered.by);
            }
        }
    }
}

fn in_handling(case: &Case<'_>, mention: &mut Mention<'_>) {
    for (of, handling) in &case.folder.handling {
        let path = case.handling_path(of);
        for (n, response) in handling.responses.iter().enumerate() {
            mention(&path, format!("response/{n}/by"), &response.by);
        }
        for (n, again) in handling.reopenings.iter().enumerate() {
            mention(&path, format!("reopening/{n}/by"), &again.act.by);
        }
        if let Some(disposition) = &handling.disposition {
            mention(&path, "disposition/by".to_owned(), &disposition.by);
        }
    }
}

fn in_calls(case: &Case<'_>, mention: &mut Mention<'_>) {
    for (n, filed) in &case.folder.calls {
        if let Some(decision) = &filed.decision {
            let path = case.decision_path(*n);
            mention(&path, "by".to_owned(), &decision.judgement.by);
        }
        let Some(call) = &filed.call else { continue };
        let path = case.call_path(*n);
        mention(&path, "by".to_owned(), &call.by);
        for (k, extension) in call.extensions.iter().enumerate() {
            mention(&path, format!("extension/{k}/by"), &extension.act.by);
        }
        for (k, admission) in call.admissions.iter().enumerate() {
            mention(&path, format!("admission/{k}/by"), &admission.act.by);
        }
        if let Some(withdrawal) = &call.withdrawal {
            mention(&path, "withdrawal/by".to_owned(), &withdrawal.by);
        }
        if let Some(close) = &call.close {
            mention(&path, "close/by".to_owned(), &close.by);
        }
    }
}

fn in_designations(case: &Case<'_>, mention: &mut Mention<'_>) {
    for (n, filed) in &case.folder.calls {
        let Some(designation) = &filed.designation else {
            continue;
        };
        let path = RecordPath::Designation(case.id.clone(), *n).to_string();
        for (k, draft) in designation.drafts.iter().enumerate() {
            mention(&path, format!("draft/{k}/by"), &draft.act.by);
        }
        for (k, answer) in designation.answers.iter().enumerate() {
            mention(&path, format!("answer/{k}/by"), &answer.by);
        }
        if let Some(confirmation) = &designation.confirmation {
            mention(&path, "confirmation/by".to_owned(), &confirmation.by);
        }
    }
}

/// Groups that the charter does not have: of participants, and of groups' own positions.
pub(super) fn groups(scene: &Scene<'_>, found: &mut Found) {
    let Some(charter) = scene.charter() else {
        return;
    };
    for (id, participant) in &scene.register.participants {
        if charter.group(&participant.group).is_none() {
            found.note(&roster_path(id), || {
                unknown_group(charter, &participant.group).key("group")
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

fn unknown_group(charter: &Charter, group: &GroupId) -> Fault {
    let fault = Fault::new(format!("the charter has no group \"{group}\"")).because(CHARTER);
    let names = || charter.groups.iter().map(|group| group.id.as_str());
    match suggest::nearest(group.as_str(), names()) {
        Some(meant) => fault.hint(format!("did you mean \"{meant}\"?")),
        None => fault.hint(format!("its groups: {}", suggest::listed(names().take(20)))),
    }
}

/// Weights that the charter does not declare, and electors without a weight that a rule adds up.
pub(super) fn weights(scene: &Scene<'_>, found: &mut Found) {
    let Some(charter) = scene.charter() else {
        return;
    };
    for (id, participant) in &scene.register.participants {
        for (name, _) in &participant.weight {
            if !charter.weights.contains(name) {
                found.note(&roster_path(id), || undeclared(charter, name));
            }
        }
    }
    for track in &charter.tracks {
        for weight in added_up(charter, track) {
            let electorate = Electorate::of(charter, scene.register, track);
            let seats = electorate.seats.iter();
            for (id, _) in seats.filter(|(_, seat)| !seat.weights.contains_key(weight)) {
                found.note(&roster_path(id), || {
                    Fault::new(format!(
                        "the weight \"{weight}\" is missing, and a rule of the track \"{}\" adds it up",
                        track.id
                    ))
                    .hint(format!("weight = {{ {weight} = 1 }}"))
                    .because(CHARTER)
                });
            }
        }
    }
}

fn undeclared(charter: &Charter, name: &WeightName) -> Fault {
    let fault = Fault::new(format!("the charter declares no weight \"{name}\""))
        .key(format!("weight/{name}"))
        .because(CHARTER);
    let declared = || charter.weights.iter().map(WeightName::as_str);
    match suggest::nearest(name.as_str(), declared()) {
        Some(meant) => fault.hint(format!("did you mean \"{meant}\"?")),
        None => fault.hint(format!(
            "weights = [\"{name}\"] in the charter, or leave it out here"
        )),
    }
}

/// Participants without a vote, of whom nothing says that they should have none.
pub(super) fn uncounted(scene: &Scene<'_>, found: &mut Found) {
    let Some(charter) = scene.charter() else {
        return;
    };
    for (id, participant) in &scene.register.participants {
        let Some(standing) = uncounted::standing(charter, participant) else {
            continue;
        };
        found.note(&roster_path(id), || {
            let tracks = charter.tracks.iter().flat_map(|track| &track.electorate);
            let counted: BTreeSet<&str> = tracks.map(StandingName::as_str).collect();
            Fault::new(format!("no track counts the standing \"{standing}\""))
                .key("standing")
                .hint(format!("the tracks count {}", suggest::listed(counted)))
                .because(CHARTER)
        });
    }
}

/// The weights that stand behind `by` in a rule of the track.
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
