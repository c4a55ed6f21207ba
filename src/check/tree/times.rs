//! Checks the times of calls: their order, and the call length that the track allows. Finds positions that were
//! committed before the close of their call but say that they were received after it.

use crate::check::tree::context::{CheckContext, CheckedProposal, FindingSink, PendingFinding};
use crate::procedure::business_days::unlisted;
use crate::record::call::{Call, Close};
use crate::record::charter::Charter;
use crate::record::path::CHARTER;
use crate::record::reader::KeyPositions;
use crate::record::track::Track;
use crate::register::records::Register;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::exclusion::forbidden;
use crate::value::clock::{Instant, distance};
use crate::value::code;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ProposalId;

/// Extensions that do not end later or were made too late, and closes recorded too early.
pub(super) fn calls_in_order(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, filed) in scene.calls() {
        if let Some(call) = &filed.call {
            extensions(found, &case.call_path(n), call);
            close(found, &case.call_path(n), call);
        }
    }
}

fn extensions(found: &mut FindingSink, path: &str, call: &Call) {
    let mut closes = call.closes;
    for (n, extension) in call.extensions.iter().enumerate() {
        if extension.closes <= closes {
            found.note(path, || {
                let (later, closes) = (extension.closes.long(), closes.long());
                PendingFinding::new(format!(
                    "the extension to {later} is not later than the present close, {closes}"
                ))
                .key(format!("extension/{n}/closes"))
                .hint("choose a later closing time")
            });
        }
        if extension.act.at >= closes {
            found.note(path, || {
                let (at, closes) = (extension.act.at.long(), closes.long());
                PendingFinding::new(format!(
                    "the call was extended on {at}, after its close on {closes}"
                ))
                .key(format!("extension/{n}/at"))
                .hint("extend a call while it is open, or open a new one")
            });
        }
        closes = extension.closes;
    }
}

/// Closes that say that the call ended early, although it did not, or although its track has no rule for that.
pub(super) fn ended_early(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, filed) in scene.calls() {
        if let Some(call) = &filed.call {
            early(found, &case, n, call);
        }
    }
}

/// Exclusions that the track of the call does not allow, that came after its close, or that end no exclusion.
pub(super) fn exclusions(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (case, n, filed) in scene.calls() {
        let call = filed.call.as_ref();
        for (call, k) in call
            .into_iter()
            .flat_map(|call| (0..call.exclusions.len()).map(move |k| (call, k)))
        {
            if let Some((key, sentence)) = wrong_exclusion(&case, call, k) {
                found.note(&case.call_path(n), || {
                    PendingFinding::new(sentence)
                        .key(format!("exclusion/{k}/{key}"))
                        .hint("remove the entry. A chair excludes a participant while the call is open")
                });
            }
        }
    }
}

/// The key that is wrong in the exclusion `k`, and why.
fn wrong_exclusion(
    case: &CheckedProposal<'_>,
    call: &Call,
    k: usize,
) -> Option<(&'static str, String)> {
    let (before, rest) = call.exclusions.split_at_checked(k)?;
    let entry = rest.first()?;
    let who = &entry.participant;
    let track = governing(case, call).map(|(_, track)| track);
    if let Some(why) = track.and_then(forbidden) {
        return Some(("participant", format!("{who} is excluded, but {why}")));
    }
    if entry.act.at > call.closing() {
        let (at, closes) = (entry.act.at.long(), call.closing().long());
        return Some((
            "at",
            format!("{who} was excluded or readmitted on {at}, after the close on {closes}"),
        ));
    }
    let last = before.iter().rfind(|other| other.participant == *who);
    let is_excluded = last.is_some_and(|last| !last.ends);
    (entry.ends && !is_excluded)
        .then(|| ("ends", format!("{who} is readmitted, but was not excluded")))
}

/// The charter and the track that a call froze, as far as they are known.
fn governing<'r>(case: &CheckedProposal<'r>, call: &Call) -> Option<(&'r Charter, &'r Track)> {
    let charter = case.register.charter_of(call)?;
    Some((charter, charter.track(&call.track)?))
}

fn early(found: &mut FindingSink, case: &CheckedProposal<'_>, n: u32, call: &Call) {
    let close = call.close.as_ref().filter(|close| close.early);
    let Some((close, (charter, track))) = close.zip(governing(case, call)) else {
        return;
    };
    let after = track.ends_early.and_then(|rule| rule.after);
    let earliest = after.map(|after| after.after(call.opens, &charter.calendar));
    let at = close.at.long();
    let sentence = match (track.ends_early, earliest) {
        (None, _) => format!(
            "the call ended early, but track {} has no \"ends-early\"",
            track.id
        ),
        (_, Some(earliest)) if close.at < earliest => {
            let earliest = earliest.long();
            format!("the call ended early on {at}, but it cannot end before {earliest}")
        }
        _ if close.at >= call.announced() => {
            let closes = call.announced().long();
            format!("the close of {at} is not early: the closing time was {closes}")
        }
        _ => return,
    };
    found.note(&case.call_path(n), || {
        PendingFinding::new(sentence)
            .key("close/early")
            .hint("remove \"early\", and record the close after the closing time")
    });
}

fn close(found: &mut FindingSink, path: &str, call: &Call) {
    let closes = call.announced();
    let is_late = |close: &&Close| !close.early && close.at < closes;
    if let Some(close) = call.close.as_ref().filter(is_late) {
        found.note(path, || {
            let (at, closes) = (close.at.long(), closes.long());
            PendingFinding::new(format!(
                "the close was recorded on {at}, but the call was open until {closes}"
            ))
            .key("close/at")
            .hint("record the close after the closing time. To end a call sooner, withdraw it")
        });
    }
}

/// Positions in an open call that say that they were received after its close.
pub(super) fn received(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(now) = scene.now else { return };
    for case in scene.proposals() {
        let call = case
            .folder
            .undecided_call()
            .filter(|(_, call)| call.is_open(now));
        let Some((n, call)) = call else { continue };
        for (path, file) in &case.folder.positions {
            let received = file.position.as_ref().and_then(|read| read.received);
            if let Some(received) = received.filter(|received| *received > call.closing()) {
                found.note(path, || {
                    PendingFinding::new(sentence(received, call.closing()))
                        .key("received")
                        .hint(HINT)
                        .because(case.call_path(n))
                });
            }
        }
    }
}

/// Undecided calls that are shorter or longer than their track allows. A decided call was checked by the charter of
/// its time.
pub(super) fn windows(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals().filter(|case| !case.is_settled()) {
        if let Some((n, call)) = case.folder.current_call() {
            window(found, &case, n, call);
        }
    }
}

fn window(found: &mut FindingSink, case: &CheckedProposal<'_>, n: u32, call: &Call) {
    let Some((charter, track)) = governing(case, call) else {
        return;
    };
    let (opens, closes, window) = (call.opens, call.announced(), track.window);
    if window.allows(opens, closes, &charter.calendar) {
        return;
    }
    let [earliest, latest] = window.bounds(opens, &charter.calendar);
    let way = match call.extensions.len() {
        0 => "closes".to_owned(),
        more => format!("extension/{}/closes", more - 1),
    };
    let too_short = earliest.filter(|earliest| closes < *earliest);
    found.note(&case.call_path(n), || {
        PendingFinding::new(format!(
            "a call of {} is not allowed: track {} allows {window}",
            distance(opens, closes),
            track.id
        ))
        .key(way)
        .hint(match (too_short, latest) {
            (Some(earliest), _) => format!("choose {} or later", earliest.typed()),
            (None, Some(latest)) => format!("choose {} or earlier", latest.typed()),
            (None, None) => "choose another closing time".to_owned(),
        })
        .because(CHARTER)
    });
}

/// Undecided calls with a period in business days that ends after the last holiday of the list.
pub(super) fn holidays(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals().filter(|case| !case.is_settled()) {
        let Some((n, call)) = case.folder.undecided_call() else {
            continue;
        };
        let governing = governing(&case, call);
        let unlisted = governing
            .and_then(|(charter, track)| unlisted(charter, track, call.opens, call.closing()));
        if let Some(sentence) = unlisted {
            found.note(&case.call_path(n), || {
                PendingFinding::new(sentence)
                    .key("track")
                    .hint("add later days to \"holidays\" in charter.toml. They apply to calls that open then")
                    .because(CHARTER)
            });
        }
    }
}

/// Such positions in the last commit before the close, if they still say so. Empty if that commit is not
/// known.
pub fn committed_before_received(moments: &TallyInputs, proposal: &ProposalId) -> Vec<Finding> {
    let call = moments
        .folder(proposal)
        .and_then(|folder| moments.call(folder));
    let (Some(closing), Some(call)) = (&moments.closing, call) else {
        return Vec::new();
    };
    let late = |register: &Register, path: &str| {
        let file = register.proposals.get(proposal)?.positions.get(path)?;
        let received = file.position.as_ref()?.received?;
        (received > call.closing()).then_some(received)
    };
    let then = closing.proposals.get(proposal);
    let paths = then.into_iter().flat_map(|folder| folder.positions.keys());
    let late = paths.filter_map(|path| {
        let received = late(closing, path)?;
        late(&moments.asked, path).map(|_| (path, received))
    });
    late.map(|(path, received)| {
        let place = KeyPositions::of(path, closing.bytes(path).unwrap_or_default()).at("received");
        found(place, received, call.closing())
    })
    .collect()
}

fn found(place: SourceLocation, received: Instant, closes: Instant) -> Finding {
    Finding::new(code::S135, place, sentence(received, closes)).hint(HINT)
}

/// What is wrong.
fn sentence(received: Instant, closes: Instant) -> String {
    let (received, closes) = (received.long(), closes.long());
    format!("received on {received}, after the close on {closes}, but committed before the close")
}

/// What to do about it.
const HINT: &str = "write the time when the participant gave it: received = TIME";
