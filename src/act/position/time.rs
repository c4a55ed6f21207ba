//! When a position is given: in time, late, or only held.

use crate::act::position::{Answer, Authority, For, Give};
use crate::act::refusal::Refusal;
use crate::act::target::undecided_call;
use crate::record::call::Call;
use crate::record::position::HOLD;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// A hold ends by itself, at a moment that is still to come; nothing else ends.
pub(super) fn must_end_if_held(input: &Give, now: Instant) -> Result<(), Refusal> {
    let held = matches!(&input.answer, Answer::Given(name) if name.as_str() == HOLD);
    let flag = "--until 2026-05-15T00:00Z";
    match (held, input.until) {
        (true, Some(until)) if until <= now => Err(Refusal::usage(
            format!("the hold would end at {until}, which is not after now ({now})"),
            flag,
        )),
        (true, None) => Err(Refusal::usage(
            "a hold says until when, and ends then by itself",
            flag,
        )),
        (false, Some(_)) => Err(Refusal::usage(
            "only a hold ends by itself",
            format!(
                "leave out --until, or plenary hold {} {flag}",
                input.proposal
            ),
        )),
        _ => Ok(()),
    }
}

/// After the close a position would be set aside as late, so it is not taken; but for what was
/// given in time and is only typed now, which a chair may admit.
pub(super) fn must_be_in_time(
    input: &Give,
    call: Option<(u32, &Call)>,
    now: Instant,
) -> Result<(), Refusal> {
    let Some((n, call)) = call.filter(|(_, call)| !call.is_open(now)) else {
        return Ok(());
    };
    let (id, closed) = (&input.proposal, call.closing());
    let relayed = matches!(input.of, For::Participant(_)) && input.authority == Authority::Own;
    if relayed && input.received.is_some_and(|received| received < closed) {
        return Ok(());
    }
    let hint = match relayed {
        true => "--received TIME, if it was given before the close; a chair may then admit it",
        false => "tell the chairs, who alone may admit it",
    };
    Err(Refusal::rules(
        format!("call {n} on {id} closed at {closed}, and a position given now would be late"),
        hint,
    ))
}

/// The call after whose close a position given at `now` would land, where there is one.
pub fn late_for(register: &Register, id: &ProposalId, now: Instant) -> Option<u32> {
    let (n, call) = undecided_call(register.proposals.get(id)?)?;
    (!call.is_open(now)).then_some(n)
}
