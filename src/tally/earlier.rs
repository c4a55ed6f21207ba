//! Counts earlier calls on the same text that left the question open: a failed call does not become consensus by
//! repetition.

use crate::record::track::Track;
use crate::register::records::ProposalRecords;
use crate::value::clock::Instant;

/// How many calls on this track before call `n` (all, if there is none) opened at `changed` or later, and have a
/// decision that answers nothing.
pub(super) fn failed_calls(
    folder: &ProposalRecords,
    track: &Track,
    n: Option<u32>,
    changed: Instant,
) -> u64 {
    let earlier = folder
        .calls
        .range(..n.unwrap_or(u32::MAX))
        .map(|(_, filed)| filed);
    let decided = earlier.filter_map(|filed| filed.call.as_ref().zip(filed.decision.as_ref()));
    let failed = decided.filter(|(call, decision)| {
        let here = decision.matter.track == track.id && call.opens >= changed;
        here && !decision.judgement.outcome.is_final()
    });
    failed.count() as u64
}
