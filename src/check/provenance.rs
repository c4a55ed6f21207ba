//! Positions that were committed before the close of their call and say that they were received after
//! it.

use crate::record::reader::Places;
use crate::register::freeze::Moments;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::finding::{Finding, Place};
use crate::value::id::ProposalId;

/// Such positions, as the last commit before the close has them. Nothing where no such commit is
/// known.
pub fn committed_before_received(moments: &Moments, proposal: &ProposalId) -> Vec<Finding> {
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
        let place = Places::of(path, closing.bytes(path).unwrap_or_default()).at("received");
        found(place, received, call.closing())
    })
    .collect()
}

fn found(place: Place, received: Instant, closes: Instant) -> Finding {
    Finding::new(code::S135, place, sentence(received, closes)).hint(HINT)
}

/// What is wrong.
pub(super) fn sentence(received: Instant, closes: Instant) -> String {
    format!(
        "this says that it was received at {received}, after the close at {closes}, and it was \
         committed before the close"
    )
}

/// What to do about it.
pub(super) const HINT: &str = "received = the time at which the participant gave it";
