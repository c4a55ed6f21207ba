//! Reasons that are owed where two records differ.

use crate::check::tree::found::{Fault, Found};
use crate::check::tree::scene::Scene;
use crate::record::call::Call;
use crate::record::handling::Value;

/// Objections disposed of as withdrawn that their objector never withdrew, without evidence.
pub(super) fn withdrawn_by_others(scene: &Scene<'_>, found: &mut Found) {
    for case in scene.proposals() {
        for (of, handling) in &case.folder.handling {
            let withdrawn = handling.disposition.as_ref().filter(|disposition| {
                disposition.value == Value::Withdrawn && disposition.evidence.is_none()
            });
            let Some((_, raised)) = withdrawn.zip(case.folder.objections.get(of)) else {
                continue;
            };
            if !raised.objection.withdrawn {
                found.note(&case.handling_path(of), || {
                    Fault::new(format!(
                        "{of} is disposed of as withdrawn, and its objector's file does not say so"
                    ))
                    .key("disposition/value")
                    .hint("withdrawn = true in the objector's own file, or evidence = \"…\" here")
                    .because(&raised.path)
                });
            }
        }
    }
}

/// Designations that depart from the computed level, or stand where there is none, without a
/// reason.
pub(super) fn departing_designations(scene: &Scene<'_>, found: &mut Found) {
    for case in scene.proposals() {
        for (n, filed) in &case.folder.calls {
            let Some(decision) = &filed.decision else {
                continue;
            };
            let (judged, computed) = (&decision.judgement, decision.computed.as_ref());
            let has_reason = judged
                .reason
                .as_ref()
                .is_some_and(|reason| !reason.trim().is_empty());
            if has_reason || computed == Some(&judged.designation) {
                continue;
            }
            found.note(&case.decision_path(*n), || {
                let computed = match computed {
                    Some(level) => format!("the computed level is {level}"),
                    None => "no level is computed".to_owned(),
                };
                Fault::new(format!(
                    "the designation is \"{}\", {computed}, and no reason is given",
                    judged.designation
                ))
                .key("designation")
                .hint("reason = '''…'''")
            });
        }
    }
}

/// Calls under way on another track than the proposal's own, without the reason that is owed where
/// the charter does not say which track comes after which.
pub(super) fn other_tracks(scene: &Scene<'_>, found: &mut Found) {
    let charter = scene.charter();
    for case in scene.proposals() {
        let Some(read) = &case.folder.proposal else {
            continue;
        };
        for (n, filed) in &case.folder.calls {
            let undecided = |call: &&Call| call.withdrawal.is_none() && filed.decision.is_none();
            let Some(call) = filed.call.as_ref().filter(undecided) else {
                continue;
            };
            let track = charter.and_then(|charter| charter.track(&call.track));
            let follows = track.is_none_or(|track| track.after.is_some());
            let reason = call.track_reason.as_deref();
            let said = reason.is_some_and(|reason| !reason.trim().is_empty());
            if call.track == read.track || follows || said {
                continue;
            }
            found.note(&case.call_path(*n), || {
                Fault::new(format!(
                    "the call is on the track \"{}\", the proposal on \"{}\", and no reason is given",
                    call.track, read.track
                ))
                .key("track")
                .hint("track-reason = '''…'''")
                .because(case.path())
            });
        }
    }
}
