//! What chairs do with a call: they open, extend, withdraw and close it, and admit late positions.

pub mod admit;
pub mod open;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::instant;
use crate::act::proposal_state::{File, entry, proposal, said};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::attribution::Attribution;
use crate::record::call::{Call, Close, Extension};
use crate::record::charter::Charter;
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::{Instant, distance};
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// The call that is neither decided nor withdrawn.
fn undecided<'f>(folder: &'f ProposalRecords, id: &ProposalId) -> Result<(u32, &'f Call), Refusal> {
    folder.undecided_call().ok_or_else(|| {
        Refusal::rules(
            format!("there is no call on {id} that waits for its decision"),
            format!("plenary status {id}"),
        )
    })
}

/// The record of a call, to be changed in place.
fn edited(register: &Register, id: &ProposalId, n: u32) -> Result<File, Refusal> {
    File::of(register, &RecordPath::Call(id.clone(), n))
}

/// The entry of an act on one call.
fn changed(verb: &str, id: &ProposalId, n: u32, file: File, actor: &Actor) -> PendingCommit {
    let subject = format!("{verb} call {n} on {id}");
    entry(
        [file.finish()],
        subject,
        &[("Proposal", id), ("Call", &n), ("By", &actor.id)],
    )
}

fn act(actor: &Actor, at: Instant, reason: String) -> Attribution {
    Attribution {
        by: actor.id.clone(),
        at,
        reason,
    }
}

/// A later close.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Extend {
    /// New closing time, such as 2026-05-28T23:59Z
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub closes: Instant,
    /// Reason
    #[arg(long, value_name = "TEXT")]
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
    id: &ProposalId,
    input: &Extend,
    actor: &Actor,
    now: Instant,
) -> Result<(u32, PendingCommit), Refusal> {
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
    must_be_later(id, input, (n, call), now)?;
    must_be_in_window(governing, id, input, (n, call))?;
    let reason = said(&input.reason, "the reason", "--reason")?;
    let mut file = edited(register, id, n)?;
    let extension = Extension {
        closes: input.closes,
        act: act(actor, now, reason),
    };
    file.edit.push("extension", extension.sheet());
    Ok((n, changed("Extend", id, n, file, actor)))
}

fn must_be_later(
    id: &ProposalId,
    input: &Extend,
    (n, call): (u32, &Call),
    now: Instant,
) -> Result<(), Refusal> {
    let (closes, present) = (input.closes, call.closing());
    if closes > present && closes > now {
        return Ok(());
    }
    Err(Refusal::usage(
        format!("call {n} on {id} is open until {present} already, and {closes} is not later"),
        format!("--closes with a moment after {present}"),
    ))
}

fn must_be_in_window(
    governing: &Charter,
    id: &ProposalId,
    input: &Extend,
    (n, call): (u32, &Call),
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
            "call {n} on {id} would be open for {length}, and the track {} takes {max} at most, \
             counted from the opening",
            call.track
        ),
        format!("the latest close is {latest}"),
    ))
}

/// Takes the undecided call of a proposal back, for a reason.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no call waits for its decision,
/// and without a reason.
pub fn withdraw(
    register: &Register,
    id: &ProposalId,
    reason: &str,
    actor: &Actor,
    now: Instant,
) -> Result<(u32, PendingCommit), Refusal> {
    let (folder, _) = proposal(register, id)?;
    actor.must(Deed::WithdrawCall, &About::proposal(register, id))?;
    let (n, _) = undecided(folder, id)?;
    let reason = said(reason, "the reason", "--reason")?;
    let mut file = edited(register, id, n)?;
    file.edit
        .set_table("withdrawal", act(actor, now, reason).sheet());
    Ok((n, changed("Withdraw", id, n, file, actor)))
}

/// Records the close of a call: `closing` is the last landing that was in time.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no call waits for its decision,
/// before its closing time, and where its close is recorded.
pub fn close(
    register: &Register,
    id: &ProposalId,
    closing: Option<CommitId>,
    actor: &Actor,
    now: Instant,
) -> Result<(u32, PendingCommit), Refusal> {
    let (folder, _) = proposal(register, id)?;
    actor.must(Deed::CloseCall, &About::proposal(register, id))?;
    let (n, call) = undecided(folder, id)?;
    if now < call.closing() {
        return Err(Refusal::pending(
            format!("call {n} on {id} is open until {}", call.closing()),
            format!(
                "a call closes when it was announced to close; one that shall end sooner is taken \
                 back: plenary call withdraw {id} --reason REASON"
            ),
        ));
    }
    if call.close.is_some() {
        return Err(Refusal::rules(
            format!("the close of call {n} on {id} is recorded already"),
            format!("plenary decide {id} --designation LEVEL --sign-off"),
        ));
    }
    let mut file = edited(register, id, n)?;
    let close = Close {
        commit: closing,
        by: actor.id.clone(),
        at: now,
    };
    file.edit.set_table("close", close.sheet());
    Ok((n, changed("Close", id, n, file, actor)))
}
