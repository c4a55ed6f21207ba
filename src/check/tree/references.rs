//! Finds references to records that are missing.

use crate::check::tree::context::{CheckContext, CheckedProposal, FindingSink, PendingFinding};
use crate::record::path::{CHARTER, RecordPath};
use crate::value::id::{ObjectionId, ProposalId, RevisionName, TrackId};
use crate::value::sentence::any_of;
use crate::value::{did_you_mean, text};

/// Tracks that the charter does not have: of proposals and undecided calls, and those that must adopt first.
pub(super) fn tracks(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter() else {
        return;
    };
    let names: Vec<&str> = charter
        .tracks
        .iter()
        .map(|track| track.id.as_str())
        .collect();
    let mut named = |path: &str, way: String, id: &TrackId| {
        found.note(path, || unknown_track(id, &names).key(way));
    };
    for track in &charter.tracks {
        let after = track.after.as_ref();
        if let Some(after) = after.filter(|after| charter.track(&after.track).is_none()) {
            named(CHARTER, format!("track/{}/after", track.id), &after.track);
        }
    }
    for case in scene.proposals().filter(|case| !case.is_settled()) {
        let mut asked = |path: &str, id: Option<&TrackId>| {
            if let Some(id) = id.filter(|id| case.track(id).is_none()) {
                named(path, "track".to_owned(), id);
            }
        };
        let own = case.folder.proposal.as_ref();
        asked(&case.path(), own.map(|proposal| &proposal.track));
        if let Some((n, call)) = case.folder.current_call() {
            asked(&case.call_path(n), Some(&call.track));
        }
        for (path, file) in &case.folder.positions {
            let said = file.position.as_ref();
            asked(path, said.and_then(|said| said.track.as_ref()));
        }
    }
}

fn unknown_track(id: &TrackId, names: &[&str]) -> PendingFinding {
    let fault =
        PendingFinding::new(format!("\"{id}\" is not a track in the charter")).because(CHARTER);
    match did_you_mean::nearest(id.as_str(), names.iter().copied()) {
        Some(meant) => fault.hint(format!("did you mean \"{meant}\"?")),
        None => fault.hint(format!(
            "possible tracks: {}",
            any_of(names.iter().copied())
        )),
    }
}

/// Rivals of a proposal, and proposals that it or its decision supersedes.
pub(super) fn proposals(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals() {
        if let Some(proposal) = &case.folder.proposal {
            named_proposals(
                scene,
                found,
                &case,
                &case.path(),
                "rivals",
                &proposal.rivals,
            );
            let replaced = &proposal.supersedes;
            named_proposals(scene, found, &case, &case.path(), "supersedes", replaced);
            named_proposals(scene, found, &case, &case.path(), "parts", &proposal.parts);
        }
        for (n, filed) in &case.folder.calls {
            if let Some(decision) = &filed.decision {
                let (path, replaced) = (case.decision_path(*n), &decision.matter.supersedes);
                named_proposals(scene, found, &case, &path, "supersedes", replaced);
            }
        }
    }
}

/// Parts that are packages themselves: then a package could contain itself.
pub(super) fn nested(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let is_package = |id: &ProposalId| {
        let folder = scene.register.proposals.get(id);
        let part = folder.and_then(|folder| folder.proposal.as_ref());
        part.is_some_and(|part| !part.parts.is_empty())
    };
    for case in scene.proposals() {
        let own = case.folder.proposal.iter();
        let parts = own.flat_map(|read| read.parts.iter().enumerate());
        for (n, id) in parts.filter(|(_, id)| *id != case.id && is_package(id)) {
            found.note(&case.path(), || {
                PendingFinding::new(format!("{id} is a package itself, and cannot be a part"))
                    .key(format!("parts/{n}"))
                    .hint("name its parts instead")
            });
        }
    }
}

fn named_proposals(
    scene: &CheckContext<'_>,
    found: &mut FindingSink,
    case: &CheckedProposal<'_>,
    path: &str,
    key: &str,
    ids: &[ProposalId],
) {
    let known = scene.register.proposal_names();
    for (n, id) in ids.iter().enumerate() {
        let way = format!("{key}/{n}");
        if id == case.id {
            found.note(path, || {
                PendingFinding::new(format!("the proposal names itself in \"{key}\""))
                    .key(way)
                    .hint("name the other proposal, or remove the line")
            });
        } else if !known.contains(id.as_str()) {
            found.note(path, || unknown_proposal(scene, id, Some(case)).key(way));
        }
    }
}

/// A proposal that is missing; the one that names it is not suggested.
fn unknown_proposal(
    scene: &CheckContext<'_>,
    id: &ProposalId,
    by: Option<&CheckedProposal<'_>>,
) -> PendingFinding {
    let known = scene.register.proposal_names().iter().map(String::as_str);
    let meant = did_you_mean::nearest(id.as_str(), known);
    let meant = meant.filter(|meant| by.is_none_or(|case| *meant != case.id.as_str()));
    let fault = PendingFinding::new(format!("proposal \"{id}\" is missing"));
    match meant {
        Some(meant) => fault.hint(format!("did you mean \"{meant}\"?")),
        None => fault.hint("name a folder in proposals/"),
    }
}

/// Proposals on the agenda of a meeting.
pub(super) fn of_meetings(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let known = scene.register.proposal_names();
    for (date, meeting) in scene.register.meetings.iter() {
        let path = RecordPath::Meeting(date.clone()).to_string();
        let ids = meeting.proposals.iter().enumerate();
        for (n, id) in ids.filter(|(_, id)| !known.contains(id.as_str())) {
            found.note(&path, || {
                unknown_proposal(scene, id, None).key(format!("proposals/{n}"))
            });
        }
    }
}

/// Revisions that a position, an objection or a call names and the proposal does not have.
pub(super) fn revisions(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals() {
        for (path, file) in &case.folder.positions {
            let on = file.position.as_ref().and_then(|position| position.on);
            revision(found, &case, path, "on", on);
        }
        for raised in case.folder.objections.values() {
            revision(found, &case, &raised.path, "on", raised.objection.on);
        }
        for (of, handling) in &case.folder.handling {
            let ended = handling.disposition.as_ref();
            let (path, named) = (case.handling_path(of), ended.and_then(|it| it.revision));
            revision(found, &case, &path, "disposition/revision", named);
        }
        for (n, filed) in &case.folder.calls {
            let named = filed.call.as_ref().map(|call| call.revision);
            revision(found, &case, &case.call_path(*n), "revision", named);
        }
    }
}

fn revision(
    found: &mut FindingSink,
    case: &CheckedProposal<'_>,
    path: &str,
    way: &str,
    named: Option<RevisionName>,
) {
    let (Some(name), Some(proposal)) = (named, &case.folder.proposal) else {
        return;
    };
    if proposal.revision(name).is_some() {
        return;
    }
    found.note(path, || {
        let fault = PendingFinding::new(format!("the proposal has no revision {name}"))
            .key(way)
            .because(case.path());
        match proposal.latest() {
            Some(latest) => fault.hint(format!("its last revision is \"{}\"", latest.name)),
            None => fault,
        }
    });
}

/// Objections that a position joins, or that another objection duplicates.
pub(super) fn objections(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals() {
        for (path, file) in &case.folder.positions {
            let joins = file.position.iter().flat_map(|position| &position.joins);
            for (n, id) in joins.enumerate().filter(|(_, id)| !case.has_objection(id)) {
                found.note(path, || {
                    unknown_objection(&case, id).key(format!("joins/{n}"))
                });
            }
        }
        for (of, handling) in &case.folder.handling {
            let disposition = handling.disposition.as_ref();
            let Some(id) = disposition.and_then(|disposition| disposition.of.as_ref()) else {
                continue;
            };
            let path = case.handling_path(of);
            if id == of {
                found.note(&path, || {
                    PendingFinding::new("the objection is closed as a duplicate of itself")
                        .key("disposition/of")
                        .hint("name the other objection")
                });
            } else if !case.has_objection(id) {
                found.note(&path, || unknown_objection(&case, id).key("disposition/of"));
            } else if let Some(next) = case.folder.original(of).and(case.folder.original(id)) {
                found.note(&path, || chained(&case, id, next));
            }
        }
    }
}

/// A duplicate of a duplicate: then the first leads nowhere, or into a circle.
fn chained(case: &CheckedProposal<'_>, id: &ObjectionId, next: &ObjectionId) -> PendingFinding {
    PendingFinding::new(format!("objection {id} is itself a duplicate of {next}"))
        .key("disposition/of")
        .hint(format!(
            "if {next} is not a duplicate, write: of = \"{next}\""
        ))
        .because(case.handling_path(id))
}

fn unknown_objection(case: &CheckedProposal<'_>, id: &ObjectionId) -> PendingFinding {
    let names: Vec<String> = case
        .folder
        .objections
        .keys()
        .map(|id| id.to_string())
        .collect();
    let wanted = case
        .register
        .path(&RecordPath::Objection(case.id.clone(), id.clone()));
    let fault = PendingFinding::new(format!("objection \"{id}\" is missing")).because(wanted);
    let meant = did_you_mean::nearest(&id.to_string(), names.iter().map(String::as_str));
    let raised = names.iter().map(String::as_str).take(10);
    match meant {
        Some(meant) => fault.hint(format!("did you mean \"{meant}\"?")),
        None if names.is_empty() => fault.hint("this proposal has no objections"),
        None => fault.hint(format!("possible objections: {}", any_of(raised))),
    }
}

/// Meetings that a call names, and late records that count.
pub(super) fn of_calls(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, filed) in scene.calls() {
        let Some(call) = &filed.call else { continue };
        let path = case.call_path(n);
        if let Some(date) = &call.meeting {
            meeting(scene, found, &path, date);
        }
        for (k, admission) in call.admissions.iter().enumerate() {
            if is_admissible(&case, &admission.path) {
                continue;
            }
            found.note(&path, || {
                let shown = text::shortened(&admission.path, 80);
                PendingFinding::new(format!(
                    "\"{shown}\" is not a position or an objection on this proposal"
                ))
                .key(format!("admission/{k}/path"))
                .hint(format!("name a file in proposals/{}/positions/", case.id))
                .because(&admission.path)
            });
        }
    }
}

/// Whether a late record at a path can count: a position on the proposal, or an objection to it.
fn is_admissible(case: &CheckedProposal<'_>, path: &str) -> bool {
    let objection = || match RecordPath::identify(path) {
        Some(Ok(RecordPath::Objection(id, of))) => id == *case.id && case.has_objection(&of),
        _ => false,
    };
    case.folder.positions.contains_key(path) || objection()
}

fn meeting(scene: &CheckContext<'_>, found: &mut FindingSink, path: &str, date: &str) {
    let record = format!("meetings/{date}.toml");
    if scene.has(&record) {
        return;
    }
    found.note(path, || {
        let shown = text::shortened(date, 40);
        let known = scene.register.meetings.keys().map(String::as_str);
        let fault =
            PendingFinding::new(format!("the record of the meeting \"{shown}\" is missing"))
                .key("meeting")
                .because(&record);
        match did_you_mean::nearest(date, known) {
            Some(meant) => fault.hint(format!("did you mean: meeting = \"{meant}\"")),
            None => fault.hint("name a recorded meeting, such as meeting = \"2026-05-14\""),
        }
    });
}
