//! A review: a decision is looked at again, and something comes of it.

use crate::act::actor::Actor;
use crate::act::implement::{added, binding};
use crate::act::refusal::Refusal;
use crate::act::target::{charter, proposal, said};
use crate::procedure::rights::{About, Deed};
use crate::record::act::Act;
use crate::record::follow_up::{Review, Upshot};
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// A review to be recorded.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// What came of it.
    pub upshot: Upshot,
    /// Why.
    pub reason: String,
    /// When the decision is to be looked at the next time; where nothing is said, the track's
    /// span from now, if it has one.
    pub next: Option<Instant>,
}

/// Adds a review of the last decision; gives when the next one is due.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no decision is in force,
/// without a reason, and where the next review would not be later.
pub fn review(
    register: &Register,
    id: &ProposalId,
    input: &Reviewed,
    actor: &Actor,
    now: Instant,
) -> Result<(Option<Instant>, Entry), Refusal> {
    proposal(register, id)?;
    let charter = charter(register)?;
    let (n, decision) = binding(register, id, now)?;
    actor.must(Deed::Review, &About::proposal(register, id).call(n))?;
    if let Some(next) = input.next.filter(|next| *next <= now) {
        return Err(Refusal::usage(
            format!("the next review would be due at {next}, which is not after now ({now})"),
            "--next 2028-05-21T23:59Z",
        ));
    }
    let track = charter.track(&decision.matter.track);
    let usual = track.and_then(|track| track.review);
    let next = input.next.or(usual.map(|span| span.after(now)));
    let review = Review {
        upshot: input.upshot,
        act: Act {
            by: actor.id.clone(),
            at: now,
            reason: said(&input.reason, "the reason", "--reason")?,
        },
        next,
    };
    let subject = format!("Review {id}: {}", input.upshot.word());
    let entry = added(register, id, n, ("review", review.sheet()), subject, actor)?;
    Ok((next, entry))
}
