//! What chairs do with a call: they open, extend, withdraw and close it, and admit late positions.

pub mod admit;
pub mod close;
pub mod extend;
mod ground;
pub mod open;
pub mod withdraw;

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::target::entry;
use crate::record::act::Act;
use crate::record::call::Call;
use crate::record::edit::Edit;
use crate::record::path::RecordPath;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// The call that is neither decided nor withdrawn.
fn undecided<'f>(folder: &'f Folder, id: &ProposalId) -> Result<(u32, &'f Call), Refusal> {
    folder.undecided_call().ok_or_else(|| {
        Refusal::rules(
            format!("there is no call on {id} that waits for its decision"),
            format!("plenary status {id}"),
        )
    })
}

/// The record of a call, to be changed in place.
fn edited(register: &Register, id: &ProposalId, n: u32) -> Result<Edit, Refusal> {
    let path = RecordPath::Call(id.clone(), n).to_string();
    let edit = register.bytes(&path).and_then(Edit::open);
    edit.ok_or_else(|| Refusal::rules(format!("{path} cannot be read"), "plenary check"))
}

/// The entry of an act on one call.
fn changed(verb: &str, id: &ProposalId, n: u32, edit: Edit, actor: &Actor) -> Entry {
    let path = RecordPath::Call(id.clone(), n).to_string();
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Call", n.to_string()),
        ("By", actor.id.to_string()),
    ];
    let subject = format!("{verb} call {n} on {id}");
    entry([(path, edit.finish())], subject, trailers)
}

fn act(actor: &Actor, at: Instant, reason: String) -> Act {
    Act {
        by: actor.id.clone(),
        at,
        reason,
    }
}
