//! Records the close of a call: which landing was the last in time.

use crate::act::actor::Actor;
use crate::act::call::{changed, edited, undecided};
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::act::target::proposal;
use crate::procedure::rights::{About, Deed};
use crate::record::call::Close;
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

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
) -> Result<(u32, Entry), Refusal> {
    let (folder, _) = proposal(register, id)?;
    actor.must(Deed::CloseCall, &About::proposal(register, id))?;
    let (n, call) = undecided(folder, id)?;
    if now < call.closing() {
        let reason = Reason {
            sentence: format!("call {n} on {id} is open until {}", call.closing()),
            hint: format!(
                "a call closes when it was announced to close; one that shall end sooner is taken \
                 back: plenary call withdraw {id} --reason REASON"
            ),
        };
        return Err(Refusal {
            kind: Kind::Pending,
            reasons: vec![reason],
        });
    }
    if call.close.is_some() {
        return Err(Refusal::rules(
            format!("the close of call {n} on {id} is recorded already"),
            format!("plenary decide {id} --designation LEVEL --sign-off"),
        ));
    }
    let mut edit = edited(register, id, n)?;
    let close = Close {
        commit: closing,
        by: actor.id.clone(),
        at: now,
    };
    edit.set_table("close", close.sheet());
    Ok((n, changed("Close", id, n, edit, actor)))
}
