//! Answers an objection, for the chair or the editors.

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::target::{entry, must_be_undecided, objection, proposal, said};
use crate::procedure::rights::{About, Deed};
use crate::record::edit::Edit;
use crate::record::handling::{Handling, Response};
use crate::record::path::RecordPath;
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ProposalId};

/// Adds a response to what was done with an objection.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such objection or
/// it was withdrawn, where the proposal is decided, and without a text.
pub fn respond(
    register: &Register,
    id: &ProposalId,
    of: &ObjectionId,
    text: &str,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    let (folder, _) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let raised = objection(register, folder, id, of)?;
    let about = About::proposal(register, id).of(&of.participant);
    actor.must(Deed::Respond, &about)?;
    if raised.objection.withdrawn {
        return Err(Refusal::rules(
            format!("{of} was withdrawn by its objector"),
            "nothing is owed",
        ));
    }
    must_be_later(folder.handling.get(of), of, now)?;
    let text = said(text, "the response", "after the objection:")?;
    let response = Response {
        by: actor.id.clone(),
        at: now,
        text,
    };
    let path = register.path(&RecordPath::Handling(id.clone(), of.clone()));
    let mut edit = handling(register, &path)?;
    edit.push("response", response.sheet());
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Objection", of.to_string()),
        ("By", actor.id.to_string()),
    ];
    Ok(entry(
        [(path, edit.finish())],
        format!("Respond to {of} on {id}"),
        trailers,
    ))
}

/// Refuses what would be dated before the objection was reopened, and so pass for older than that.
pub(crate) fn must_be_later(
    handling: Option<&Handling>,
    of: &ObjectionId,
    now: Instant,
) -> Result<(), Refusal> {
    match handling.and_then(Handling::reopened) {
        Some(reopened) if now <= reopened => Err(Refusal::rules(
            format!("{of} was reopened at {reopened}, and it is {now} here"),
            "what is said to a reopened objection must be later: look at the clock, and try again",
        )),
        _ => Ok(()),
    }
}

/// The handling file for editing, empty where there is none yet.
pub(crate) fn handling(register: &Register, path: &str) -> Result<Edit, Refusal> {
    Edit::open(register.bytes(path).unwrap_or_default())
        .ok_or_else(|| Refusal::rules(format!("{path} cannot be read"), "plenary check"))
}
