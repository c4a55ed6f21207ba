//! Takes an objection up again that had been disposed of, on new information.

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::respond::handling;
use crate::act::target::{entry, must_be_undecided, objection, proposal, said};
use crate::procedure::rights::{About, Deed};
use crate::record::act::Act;
use crate::record::handling::Reopening;
use crate::record::path::RecordPath;
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ProposalId};

/// What takes an objection up again.
#[derive(Debug, Clone)]
pub struct Reopen {
    /// The proposal.
    pub proposal: ProposalId,
    /// The objection.
    pub objection: ObjectionId,
    /// Why.
    pub reason: String,
    /// Where the new information is.
    pub evidence: String,
}

/// Moves the disposition into a reopening. The responses stay; the objection is open until a later
/// one.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where the proposal is decided, where
/// the objection is not closed or was withdrawn, and without a reason or new information.
pub fn reopen(
    register: &Register,
    input: &Reopen,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    let (id, of) = (&input.proposal, &input.objection);
    let (folder, _) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let raised = objection(register, folder, id, of)?;
    if raised.objection.withdrawn {
        return Err(Refusal::rules(
            format!("{of} was taken back by its objector"),
            format!(
                "a new one takes its place: plenary object {id} --about TEXT --problem TEXT --resolve TEXT"
            ),
        ));
    }
    let about = About::proposal(register, id).of(&of.participant);
    actor.must(Deed::Reopen, &about)?;
    let ended = folder
        .handling
        .get(of)
        .and_then(|handling| handling.disposition.as_ref());
    let Some(ended) = ended else {
        return Err(Refusal::rules(
            format!("{of} was not disposed of, so there is nothing to reopen"),
            format!("it is open; to respond to it: plenary respond {of} TEXT"),
        ));
    };
    let reopening = Reopening {
        act: Act {
            by: actor.id.clone(),
            at: now,
            reason: said(&input.reason, "the reason", "--reason")?,
        },
        evidence: said(&input.evidence, "the new information", "--evidence")?,
        from: Some(ended.value),
    };
    let path = register.path(&RecordPath::Handling(id.clone(), of.clone()));
    let mut edit = handling(register, &path)?;
    edit.remove(&["disposition"]);
    edit.push("reopening", reopening.sheet());
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Objection", of.to_string()),
        ("By", actor.id.to_string()),
    ];
    Ok(entry(
        [(path, edit.finish())],
        format!("Reopen {of} on {id}"),
        trailers,
    ))
}
