//! Finds positions that their track does not have or does not count, and missing reasons if two records differ.

use std::collections::BTreeSet;

use crate::check::tree::context::{CheckContext, CheckedProposal, FindingSink, PendingFinding};
use crate::record::answer_words::WordMeaning;
use crate::record::call::Call;
use crate::record::handling::DispositionKind;
use crate::record::path::{CHARTER, Owner, RecordPath};
use crate::record::position::is_pending;
use crate::record::reader;
use crate::record::track::Track;
use crate::register::records::PositionFile;
use crate::tally::closing::{is_backed, live};
use crate::tally::reason::{self, ByProxy};
use crate::value::id::{ObjectionId, ParticipantId, PositionName};
use crate::value::sentence::{any_of, capital};
use crate::value::{code, text};

/// Positions that the proposal's track does not have, until it is decided: words of other bodies, other letters,
/// typing errors.
pub(super) fn of_the_track(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let nameless = nameless(scene);
    for case in scene.proposals().filter(|case| !case.is_settled()) {
        for (path, file) in &case.folder.positions {
            let tracks = case.tracks_of(file.position.as_ref());
            let Some(track) = tracks.first().filter(|track| !track.positions.is_empty()) else {
                continue;
            };
            let Some(word) = written(scene, path, file, &nameless) else {
                continue;
            };
            let has =
                |name: &PositionName| tracks.iter().any(|track| track.position(name).is_some());
            let known = PositionName::parse(&word)
                .is_ok_and(|name| is_pending(name.as_str()) || has(&name));
            if !known {
                found.note(path, || unknown(&word, track).because(case.path()));
            }
        }
    }
}

/// The files in which reading found a word that is not a valid name of a position.
fn nameless<'r>(scene: &CheckContext<'r>) -> BTreeSet<&'r str> {
    let findings = scene.register.findings.iter();
    findings
        .filter(|finding| finding.code == code::S130)
        .map(|finding| finding.place.path.as_str())
        .collect()
}

/// The word in the file, even if it is not a valid name of a position.
fn written(
    scene: &CheckContext<'_>,
    path: &str,
    file: &PositionFile,
    nameless: &BTreeSet<&str>,
) -> Option<String> {
    if let Some(position) = &file.position {
        return Some(position.position.to_string());
    }
    let bytes = scene
        .register
        .bytes(path)
        .filter(|_| nameless.contains(path))?;
    Some(reader::plain(bytes)?.get("position")?.as_str()?.to_owned())
}

/// A word that is not a position.
fn unknown(word: &str, track: &Track) -> PendingFinding {
    let words = track.answer_words();
    let shown = text::shortened(word, 60);
    let fault = PendingFinding::new(format!(
        "\"{shown}\" is not a position on track {}",
        track.id
    ))
    .key("position")
    .because(CHARTER);
    let line = |meant: &PositionName| format!("position = \"{meant}\"");
    let possible = || format!("possible positions: {}", any_of(words.names()));
    match words.meaning(word) {
        WordMeaning::Position(meant) => fault.hint(line(&meant)),
        WordMeaning::Perhaps(meant) => fault.hint(format!(
            "did you mean: {}? {}",
            line(&meant),
            capital(&possible())
        )),
        WordMeaning::NoAnswer | WordMeaning::Unknown => fault.hint(possible()),
    }
}

/// Positions that count only with an objection, without one.
pub(super) fn without_objection(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals().filter(|case| !case.is_settled()) {
        let live: BTreeSet<&ObjectionId> = live(case.folder).map(|(id, _)| id).collect();
        let unread = unread(scene, &case);
        for (path, file) in &case.folder.positions {
            let Some(position) = &file.position else {
                continue;
            };
            let tracks = case.tracks_of(Some(position));
            let allowed = tracks
                .iter()
                .find_map(|track| track.position(&position.position));
            let needs = allowed.is_some_and(|allowed| allowed.needs_objection);
            let backed = position.carries_objection()
                || is_backed(scene.register, &live, &file.owner, &position.joins)
                || matches!(&file.owner, Owner::Participant(who) if unread.contains(who));
            if needs && !backed && !position.withdrawn {
                found.note(path, || {
                    let (sentence, hint) = needs_objection(&position.position, &file.owner);
                    PendingFinding::new(sentence)
                        .key("position")
                        .hint(hint)
                        .because(format!("proposals/{}/objections/", case.id))
                });
            }
        }
    }
}

/// That a position counts only with an objection, and what to do.
pub(in crate::check) fn needs_objection(
    position: &PositionName,
    owner: &Owner,
) -> (String, &'static str) {
    (
        format!("\"{position}\" needs an objection, but {owner} has not raised or joined one"),
        "add about, problem and resolve to this file, or join one: joins = [\"OBJECTION\"]",
    )
}

/// Positions by proxy in which a participant answers for themselves, in a circle, or for too many. Proxies on a
/// track without them are found in the change that adds them.
pub(super) fn by_proxy(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals().filter(|case| !case.is_settled()) {
        let files = &case.folder.positions;
        let given = ByProxy::of(files.values().filter_map(reason::by_proxy));
        for (path, file) in files {
            let Some((owner, by)) = reason::by_proxy(file) else {
                continue;
            };
            let tracks = case.tracks_of(file.position.as_ref());
            let Some(track) = tracks.first().filter(|track| track.proxies.are_allowed()) else {
                continue;
            };
            if let Some(fault) = given.fault(track.proxies, owner, by) {
                found.note(path, || {
                    PendingFinding::new(fault.sentence(track.id.as_str(), by))
                        .key("proxy")
                        .hint("let the participant answer, or name another proxy")
                        .because(format!("proposals/{}/positions/", case.id))
                });
            }
        }
    }
}

/// Whose objections cannot be read, which is another finding.
fn unread(scene: &CheckContext<'_>, case: &CheckedProposal<'_>) -> BTreeSet<ParticipantId> {
    let folder = format!("proposals/{}/objections/", case.id);
    let filed = scene.register.snapshot.files.under(&folder);
    let filed = filed.filter_map(|(path, _)| match scene.register.identify(path) {
        Some(Ok(RecordPath::Objection(_, of))) => Some(of),
        _ => None,
    });
    filed
        .filter(|of| !case.folder.objections.contains_key(of))
        .map(|of| of.participant)
        .collect()
}

/// Objections closed as withdrawn that their objector did not withdraw, without evidence.
pub(super) fn withdrawn_by_others(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals() {
        for (of, handling) in &case.folder.handling {
            let withdrawn = handling.disposition.as_ref().filter(|disposition| {
                disposition.value == DispositionKind::Withdrawn && disposition.evidence.is_none()
            });
            let Some((_, raised)) = withdrawn.zip(case.folder.objections.get(of)) else {
                continue;
            };
            if !raised.objection.withdrawn {
                found.note(&case.handling_path(of), || {
                    PendingFinding::new(format!(
                        "objection {of} is closed as withdrawn, but its objector has not withdrawn it"
                    ))
                    .key("disposition/value")
                    .hint("add withdrawn = true to the file of the objector, or evidence = \"TEXT\" here")
                    .because(&raised.path)
                });
            }
        }
    }
}

/// Objections that are closed with a word for comments. A comment that its author makes an objection after it was
/// closed is one.
pub(super) fn closed_as_comments(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals() {
        for (of, handling) in &case.folder.handling {
            let ended = handling.disposition.as_ref().map(|ended| ended.value);
            let ended = ended.filter(|kind| kind.is_of_comments_alone());
            let Some((kind, raised)) = ended.zip(case.folder.objections.get(of)) else {
                continue;
            };
            if raised.objection.blocking {
                let allowed = DispositionKind::all_of(true);
                found.note(&case.handling_path(of), || {
                    PendingFinding::new(format!(
                        "{of} is an objection: it cannot be closed as {}, which is for comments",
                        kind.word()
                    ))
                    .key("disposition/value")
                    .hint(format!(
                        "use {}; if it was a comment when it was closed, raise a new objection",
                        any_of(allowed.iter().map(|kind| kind.word()))
                    ))
                    .because(&raised.path)
                });
            }
        }
    }
}

/// Designations without a reason that differ from the computed level, or that have none.
pub(super) fn departing_designations(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, filed) in scene.calls() {
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
        found.note(&case.decision_path(n), || {
            let designation = &judged.designation;
            PendingFinding::new(match computed {
                Some(level) => format!(
                    "the designation {designation} differs from the computed level {level} without \
                     a reason"
                ),
                None => format!("the designation {designation} needs a reason: no computed level"),
            })
            .key("designation")
            .hint("add reason = \"TEXT\"")
        });
    }
}

/// Undecided calls on another track than the proposal's own, without a reason. None is needed if the charter says
/// which track comes after which.
pub(super) fn other_tracks(scene: &CheckContext<'_>, found: &mut FindingSink) {
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
            let known = charter.and_then(|charter| Some((charter, charter.track(&call.track)?)));
            let ordered = known.is_none_or(|(charter, track)| charter.orders(track, &read.track));
            let reason = call.track_reason.as_deref();
            let said = reason.is_some_and(|reason| !reason.trim().is_empty());
            if call.track == read.track || ordered || said {
                continue;
            }
            found.note(&case.call_path(*n), || {
                PendingFinding::new(format!(
                    "the call is on track {}, but the proposal is on track {}, without a reason",
                    call.track, read.track
                ))
                .key("track")
                .hint("add track-reason = \"TEXT\"")
                .because(case.path())
            });
        }
    }
}
