//! What the objector says to a response: satisfied, maintained, or withdrawn.

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::target::{entry, must_be_undecided, objection, proposal, said};
use crate::record::edit::Edit;
use crate::record::objection::Answer;
use crate::record::path::RecordPath;
use crate::record::sheet::Sheet;
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::id::{ObjectionId, ProposalId};

/// What the objector says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// What they make of the response.
    Answer(Answer),
    /// They take the objection back.
    Withdraw,
}

/// Writes the reply into the objector's own file. An objection that a position file carries gets
/// a file of its own, because a position has no place for the reply.
pub fn reply(
    register: &Register,
    id: &ProposalId,
    of: &ObjectionId,
    reply: Reply,
    reason: Option<&str>,
    actor: &Actor,
) -> Result<Entry, Refusal> {
    let (folder, _) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let raised = objection(folder, of)?;
    if of.participant != actor.id {
        return Err(Refusal::rules(
            format!("{of} is not an objection of {}", actor.id),
            format!("only {} replies to it or takes it back", of.participant),
        ));
    }
    if raised.objection.withdrawn {
        return Err(Refusal::rules(
            format!("{of} was withdrawn"),
            "raise a new one: plenary object",
        ));
    }
    let answered = folder
        .handling
        .get(of)
        .is_some_and(|handling| !handling.responses.is_empty());
    if !answered && matches!(reply, Reply::Answer(_)) {
        return Err(Refusal::rules(
            format!("{of} has no response to reply to"),
            format!("plenary reply {of} withdrawn takes it back"),
        ));
    }
    let reason = reason
        .map(|text| said(text, "the reason", "--reason"))
        .transpose()?;
    let path = RecordPath::Objection(id.clone(), of.clone()).to_string();
    let own = register.bytes(&path).map(<[u8]>::to_vec);
    let text = own.unwrap_or_else(|| raised.objection.sheet().finish().into_bytes());
    let mut edit = Edit::open(&text)
        .ok_or_else(|| Refusal::rules(format!("{path} cannot be read"), "plenary check"))?;
    edit.set(said_in_reply(reply, reason.as_deref()));
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Objection", of.to_string()),
        ("By", actor.id.to_string()),
    ];
    Ok(entry(
        [(path, edit.finish())],
        format!("Reply on {of} to {id}"),
        trailers,
    ))
}

fn said_in_reply(reply: Reply, reason: Option<&str>) -> Sheet {
    let mut sheet = Sheet::new();
    match reply {
        Reply::Answer(answer) => {
            sheet
                .text("answer", answer.word())
                .maybe_prose("answer-reason", reason);
        }
        Reply::Withdraw => {
            sheet
                .flag("withdrawn", true)
                .maybe_prose("withdrawn-reason", reason);
        }
    }
    sheet
}
