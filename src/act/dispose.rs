//! Disposes of an objection, with a reason that its objector is shown.

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::respond::handling;
use crate::act::target::{charter, entry, must_be_undecided, objection, proposal, said};
use crate::record::handling::{Disposition, Value};
use crate::record::path::RecordPath;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ProposalId};

/// A disposition to be recorded.
#[derive(Debug, Clone)]
pub struct Dispose {
    /// The proposal.
    pub proposal: ProposalId,
    /// The objection.
    pub objection: ObjectionId,
    /// How it ends.
    pub value: Value,
    /// Why.
    pub reason: Option<String>,
    /// For an outweighed one: what else was considered.
    pub alternatives: Option<String>,
    /// For a withdrawn one: where that can be seen.
    pub evidence: Option<String>,
    /// For a duplicate: of which.
    pub of: Option<ObjectionId>,
}

/// Writes the disposition.
pub fn dispose(
    register: &Register,
    input: &Dispose,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    let (id, of) = (&input.proposal, &input.objection);
    let (folder, _) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    actor.must_be_chair(charter(register)?, "dispose of an objection")?;
    let raised = objection(folder, of)?;
    let withdrawn_itself = raised.objection.withdrawn;
    let reason = said(
        input.reason.as_deref().unwrap_or_default(),
        "the reason",
        "--reason",
    )?;
    let alternatives = duties(folder, input, withdrawn_itself)?;
    let disposition = Disposition {
        value: input.value,
        by: actor.id.clone(),
        at: now,
        reason,
        alternatives,
        evidence: input.evidence.clone(),
        of: input.of.clone(),
    };
    let path = RecordPath::Handling(id.clone(), of.clone()).to_string();
    let mut edit = handling(register, &path)?;
    edit.set_table("disposition", disposition.sheet());
    let subject = format!("Dispose of {of} on {id}: {}", input.value.word());
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Objection", of.to_string()),
        ("By", actor.id.to_string()),
    ];
    Ok(entry([(path, edit.finish())], subject, trailers))
}

/// What each disposition owes beside its reason; gives the alternatives.
fn duties(
    folder: &Folder,
    input: &Dispose,
    withdrawn_itself: bool,
) -> Result<Option<String>, Refusal> {
    let of = &input.objection;
    let alternatives = input.alternatives.as_deref();
    let alternatives = alternatives.map(|text| said(text, "the alternatives", "--alternatives"));
    match input.value {
        Value::Outweighed if alternatives.is_none() => Err(Refusal::usage(
            "an outweighed objection must say which alternatives were considered",
            "--alternatives \"…\" or --alternatives-file FILE",
        )),
        Value::Withdrawn if !withdrawn_itself && input.evidence.is_none() => Err(Refusal::rules(
            format!("only {} withdraws {of}, and has not", of.participant),
            "--evidence LINK, if it was said elsewhere",
        )),
        Value::Duplicate => match &input.of {
            None => Err(Refusal::usage(
                "a duplicate must say of which objection",
                "--of OBJECTION",
            )),
            Some(other) if other == of => Err(Refusal::usage(
                format!("{of} cannot be a duplicate of itself"),
                "--of OBJECTION",
            )),
            Some(other) => objection(folder, other).and(alternatives.transpose()),
        },
        _ => alternatives.transpose(),
    }
}
