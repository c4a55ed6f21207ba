//! When a position is given: in time, late, or only held.

use crate::act::position::{Answer, Authority, For, Give};
use crate::act::refusal::Refusal;
use crate::record::call::Call;
use crate::record::position::HOLD;
use crate::register::records::Register;
use crate::value::clock::Instant;

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
            "leave out --until",
        )),
        _ => Ok(()),
    }
}

/// After the close a position would be set aside as late, so it is not taken; but for what somebody
/// relays with the time at which it was received, which a chair may admit.
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
    if relayed && input.received.is_some_and(|received| received <= now) {
        return Ok(());
    }
    let hint = match relayed {
        true => "--received TIME, when it was given; a chair may then admit it",
        false => "tell the chairs, who alone may admit it",
    };
    Err(Refusal::rules(
        format!("call {n} on {id} closed at {closed}, and a position given now would be late"),
        hint,
    ))
}

/// The call for which a position given at `now` would be late, where there is one. In a register
/// carried inside another project no landing tells, so that the time of receipt does.
pub fn late_for(register: &Register, input: &Give, now: Instant) -> Option<u32> {
    let (n, call) = register.proposals.get(&input.proposal)?.undecided_call()?;
    let in_time = |received: Instant| call.frozen.is_none() && received <= call.closing();
    (!call.is_open(now) && !input.received.is_some_and(in_time)).then_some(n)
}
