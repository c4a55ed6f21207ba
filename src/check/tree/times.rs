//! Times of calls: in order, and within the track's window; and positions that were committed before the
//! close of their call and say that they were received after it.

use crate::check::tree::context::{CheckContext, CheckedProposal, FindingSink, PendingFinding};
use crate::record::call::Call;
use crate::record::path::CHARTER;
use crate::record::reader::KeyPositions;
use crate::register::tally_inputs::TallyInputs;
use crate::value::clock::{Instant, distance};
use crate::value::code;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ProposalId;

/// Extensions that end no later than before or were made too late, and closes recorded too early.
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
                let later = extension.closes;
                PendingFinding::new(format!(
                    "the extension ends at {later}, and the call was already open until {closes}"
                ))
                .key(format!("extension/{n}/closes"))
                .hint("an extension ends later than what it extends")
            });
        }
        if extension.act.at >= closes {
            found.note(path, || {
                let at = extension.act.at;
                PendingFinding::new(format!(
                    "the call was extended at {at}, when it had closed at {closes}"
                ))
                .key(format!("extension/{n}/at"))
                .hint("a call is extended while it is open; afterwards, open a new one")
            });
        }
        closes = extension.closes;
    }
}

fn close(found: &mut FindingSink, path: &str, call: &Call) {
    let closes = call.closing();
    if let Some(close) = call.close.as_ref().filter(|close| close.at < closes) {
        found.note(path, || {
            let at = close.at;
            PendingFinding::new(format!(
                "the close was recorded at {at}, and the call was open until {closes}"
            ))
            .key("close/at")
            .hint("a close is recorded when the time is over; a call that shall end sooner is withdrawn")
        });
    }
}

/// Positions in a call that is open, which say that they were received after its close.
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

/// Calls that run, and are shorter or longer than their track allows. A call that was decided was
/// judged by the charter of its day, which may have had another window.
pub(super) fn windows(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals().filter(|case| !case.is_settled()) {
        if let Some((n, call)) = case.folder.current_call() {
            window(scene, found, &case, n, call);
        }
    }
}

fn window(
    scene: &CheckContext<'_>,
    found: &mut FindingSink,
    case: &CheckedProposal<'_>,
    n: u32,
    call: &Call,
) {
    let track = scene
        .charter()
        .and_then(|charter| charter.track(&call.track));
    let Some(track) = track else { return };
    let (opens, closes, window) = (call.opens, call.closing(), track.window);
    if window.allows(opens, closes) {
        return;
    }
    let way = match call.extensions.len() {
        0 => "closes".to_owned(),
        more => format!("extension/{}/closes", more - 1),
    };
    let too_short = window.min.filter(|min| closes < min.after(opens));
    found.note(&case.call_path(n), || {
        PendingFinding::new(format!(
            "the call is open for {}, and the track \"{}\" allows {window}",
            distance(opens, closes),
            track.id
        ))
        .key(way)
        .hint(match (too_short, window.max) {
            (Some(min), _) => format!("closes = {} or later", min.after(opens)),
            (None, Some(max)) => format!("closes = {} or sooner", max.after(opens)),
            (None, None) => "move the closing time".to_owned(),
        })
        .because(CHARTER)
    });
}

/// Such positions, as the last commit before the close has them. Nothing where no such commit is
/// known.
pub fn committed_before_received(moments: &TallyInputs, proposal: &ProposalId) -> Vec<Finding> {
    let call = moments
        .folder(proposal)
        .and_then(|folder| moments.call(folder));
    let (Some(closing), Some(call)) = (&moments.closing, call) else {
        return Vec::new();
    };
    let then = closing.proposals.get(proposal);
    let files = then.into_iter().flat_map(|folder| &folder.positions);
    let late = files.filter_map(|(path, file)| {
        let received = file.position.as_ref()?.received?;
        (received > call.closing()).then_some((path, received))
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
    format!(
        "this says that it was received at {received}, after the close at {closes}, and it was \
         committed before the close"
    )
}

/// What to do about it.
const HINT: &str = "received = the time at which the participant gave it";
