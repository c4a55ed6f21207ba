//! Takes a call back: nothing that was given is lost, and a new call may be opened.

use crate::act::actor::Actor;
use crate::act::call::{act, changed, edited, undecided};
use crate::act::refusal::Refusal;
use crate::act::target::{proposal, said};
use crate::procedure::rights::{About, Deed};
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

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
) -> Result<(u32, Entry), Refusal> {
    let (folder, _) = proposal(register, id)?;
    actor.must(Deed::WithdrawCall, &About::proposal(register, id))?;
    let (n, _) = undecided(folder, id)?;
    let reason = said(reason, "the reason", "--reason")?;
    let mut edit = edited(register, id, n)?;
    edit.set_table("withdrawal", act(actor, now, reason).sheet());
    Ok((n, changed("Withdraw", id, n, edit, actor)))
}
