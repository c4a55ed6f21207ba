//! Puts the close of an open call off.

use crate::act::actor::Actor;
use crate::act::call::{act, changed, edited, undecided};
use crate::act::refusal::Refusal;
use crate::act::target::{proposal, said};
use crate::procedure::rights::{About, Deed};
use crate::record::call::{Call, Extension};
use crate::record::charter::Charter;
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::clock::{Instant, distance};
use crate::value::id::ProposalId;

/// A later close.
#[derive(Debug, Clone)]
pub struct Extend {
    /// The proposal.
    pub proposal: ProposalId,
    /// When the call shall close.
    pub closes: Instant,
    /// Why.
    pub reason: String,
}

/// Puts the close of an open call off. `governing` is the charter that the call froze: its window
/// holds for the call as a whole, counted from the opening.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no call is open, where the new
/// close is not later, and where the window of the track does not allow it.
pub fn extend(
    register: &Register,
    governing: &Charter,
    input: &Extend,
    actor: &Actor,
    now: Instant,
) -> Result<(u32, Entry), Refusal> {
    let id = &input.proposal;
    let (folder, _) = proposal(register, id)?;
    actor.must(Deed::ExtendCall, &About::proposal(register, id))?;
    let (n, call) = undecided(folder, id)?;
    if !call.is_open(now) {
        let closed = call.closing();
        return Err(Refusal::rules(
            format!("call {n} on {id} closed at {closed}, and only an open call is extended"),
            format!("to let count what came late: plenary call admit {id} NAME --reason REASON"),
        ));
    }
    must_be_later(input, n, call, now)?;
    must_be_in_window(governing, input, n, call)?;
    let reason = said(&input.reason, "the reason", "--reason")?;
    let mut edit = edited(register, id, n)?;
    let extension = Extension {
        closes: input.closes,
        act: act(actor, now, reason),
    };
    edit.push("extension", extension.sheet());
    Ok((n, changed("Extend", id, n, edit, actor)))
}

fn must_be_later(input: &Extend, n: u32, call: &Call, now: Instant) -> Result<(), Refusal> {
    let (closes, present) = (input.closes, call.closing());
    if closes > present && closes > now {
        return Ok(());
    }
    Err(Refusal::usage(
        format!(
            "call {n} on {} is open until {present} already, and {closes} is not later",
            input.proposal
        ),
        format!("--closes with a moment after {present}"),
    ))
}

fn must_be_in_window(
    governing: &Charter,
    input: &Extend,
    n: u32,
    call: &Call,
) -> Result<(), Refusal> {
    let track = governing.track(&call.track);
    let Some(max) = track.and_then(|track| track.window.max) else {
        return Ok(());
    };
    let latest = max.after(call.opens);
    if input.closes <= latest {
        return Ok(());
    }
    let length = distance(call.opens, input.closes);
    Err(Refusal::rules(
        format!(
            "call {n} on {} would be open for {length}, and the track {} takes {max} at most, \
             counted from the opening",
            input.proposal, call.track
        ),
        format!("the latest close is {latest}"),
    ))
}
