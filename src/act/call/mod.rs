//! Extends, withdraws and closes calls. Opening a call, counting late positions and excluding participants have
//! files of their own.

pub mod admit;
pub mod exclude;
pub mod open;
pub mod totals;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::instant;
use crate::act::hints::status;
use crate::act::proposal_state::{File, entry, proposal, said};
use crate::act::refusal::Refusal;
use crate::procedure::early_end::EarlyEnd;
use crate::procedure::rights::{About, Deed};
use crate::record::attribution::Attribution;
use crate::record::call::{Call, Close, Extension};
use crate::record::charter::Charter;
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::{Instant, distance};
use crate::value::command::{Command, Placeholder};
use crate::value::digest::CommitId;
use crate::value::hint::Hint;
use crate::value::id::ProposalId;

/// The call that is neither decided nor withdrawn.
fn undecided<'f>(folder: &'f ProposalRecords, id: &ProposalId) -> Result<(u32, &'f Call), Refusal> {
    folder
        .undecided_call()
        .ok_or_else(|| Refusal::rules(format!("no call on {id} needs a decision"), status(id)))
}

/// The record of a call, to be changed in place.
fn edited(register: &Register, id: &ProposalId, n: u32) -> Result<File, Refusal> {
    File::of(register, &RecordPath::Call(id.clone(), n))
}

/// The pending commit of an act on one call.
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

/// Sets a later closing time of an open call. `governing` is the charter that the call froze: its call
/// length applies to the call as a whole, counted from the opening.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no call is open, where the new
/// closing time is not later, and where the call length of the track does not allow it.
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
        let closed = call.closing().long();
        return Err(Refusal::rules(
            format!("call {n} on {id} cannot be extended: it closed on {closed}"),
            Hint::run(
                "to count a late position",
                Command::new("call admit")
                    .with(id)
                    .with(Placeholder::Name)
                    .option("--reason", Placeholder::Reason),
            ),
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
    if closes == present {
        let sentence = format!("call {n} on {id} already closes on {}", present.long());
        return Err(Refusal::recorded(sentence, ""));
    }
    let sentence = match closes > present {
        true => format!("the closing time {} is not in the future", closes.long()),
        false => format!("call {n} on {id} already closes on {}", present.long()),
    };
    Err(Refusal::usage(
        sentence,
        "choose a later time with --closes",
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
    let latest = max.after(call.opens, &governing.calendar);
    if input.closes <= latest {
        return Ok(());
    }
    let length = distance(call.opens, input.closes);
    Err(Refusal::rules(
        format!(
            "call {n} on {id} cannot be open for {length}: track {} allows at most {max}",
            call.track
        ),
        format!("the latest closing time is {}", latest.typed()),
    ))
}

/// Withdraws the undecided call of a proposal, for a reason.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no call needs a decision, and
/// without a reason.
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

/// Records the close of a call: `closing` is the last commit on the main branch before the close. `early` says whether
/// the call can end before its closing time, if its track has a rule for that.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where no call needs a decision, before
/// its closing time if it cannot end early, and where its close is recorded.
pub fn close(
    register: &Register,
    id: &ProposalId,
    (closing, early): (Option<CommitId>, Option<&EarlyEnd>),
    actor: &Actor,
    now: Instant,
) -> Result<(u32, PendingCommit), Refusal> {
    let (folder, _) = proposal(register, id)?;
    actor.must(Deed::CloseCall, &About::proposal(register, id))?;
    let (n, call) = undecided(folder, id)?;
    let is_early = now < call.closing();
    if is_early && early != Some(&EarlyEnd::Now) {
        return Err(open_still((id, n, call), early));
    }
    if call.close.is_some() {
        return Err(Refusal::recorded(
            format!("the close of call {n} on {id} is already recorded"),
            Hint::run("to see what comes next", Command::new("ready").with(id)),
        ));
    }
    let mut file = edited(register, id, n)?;
    let close = Close {
        commit: closing,
        by: actor.id.clone(),
        at: now,
        early: is_early,
    };
    file.edit.set_table("close", close.sheet());
    Ok((n, changed("Close", id, n, file, actor)))
}

/// Why a call cannot be closed yet.
fn open_still((id, n, call): (&ProposalId, u32, &Call), early: Option<&EarlyEnd>) -> Refusal {
    let closes = call.closing().long();
    let why = early.map_or_else(String::new, |early| format!(": {}", early.in_words()));
    Refusal::pending(
        format!("call {n} on {id} cannot be closed before {closes}{why}"),
        Hint::run(
            "a call closes at its announced time; to cancel it before",
            Command::new("call withdraw")
                .with(id)
                .option("--reason", Placeholder::Reason),
        ),
    )
}
