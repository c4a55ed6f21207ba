//! What the objector says to a response: satisfied, maintained, or withdrawn.

use crate::act::actor::Actor;
use crate::act::behalf::{self, Behalf};
use crate::act::refusal::Refusal;
use crate::act::respond::must_be_later;
use crate::act::target::{entry, must_be_undecided, objection, proposal, said};
use crate::record::act::REPLY_ENTERED;
use crate::record::edit::Edit;
use crate::record::handling::Handling;
use crate::record::objection::Answer;
use crate::record::path::RecordPath;
use crate::record::sheet::Sheet;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ProposalId};

/// What the objector says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// What they make of the response.
    Answer(Answer),
    /// They take the objection back.
    Withdraw,
}

/// A reply to be recorded.
#[derive(Debug, Clone)]
pub struct Replied<'r> {
    /// The proposal.
    pub proposal: &'r ProposalId,
    /// The objection.
    pub objection: &'r ObjectionId,
    /// What the objector says.
    pub reply: Reply,
    /// Why.
    pub reason: Option<&'r str>,
    /// For whom it is entered, where it is not the actor's own.
    pub behalf: &'r Behalf,
}

/// Writes the reply into the objector's own file. An objection that a position file carries gets
/// a file of its own, because a position has no place for the reply.
///
/// # Errors
/// Refused where it is not an objection of theirs, where it was withdrawn, where there is no
/// response to reply to, and where the proposal is decided.
pub fn reply(
    register: &Register,
    input: &Replied<'_>,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    let (id, of, reply) = (input.proposal, input.objection, input.reply);
    let (folder, _) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let raised = objection(register, folder, id, of)?;
    let (owner, entered) = behalf::owner(register, id, input.behalf, actor, now)?;
    if of.participant != owner {
        return Err(Refusal::rules(
            format!("{of} is not an objection of {owner}"),
            format!(
                "only {} replies to it or takes it back; a chair or secretary enters what they said \
                 with --for {}",
                of.participant, of.participant
            ),
        ));
    }
    if raised.objection.withdrawn {
        return Err(Refusal::rules(
            format!("{of} was withdrawn"),
            "raise a new one with plenary object",
        ));
    }
    if matches!(reply, Reply::Answer(_)) {
        must_be_answered(folder, of, now)?;
    }
    let reason = input
        .reason
        .map(|text| said(text, "the reason", "--reason"))
        .transpose()?;
    let path = register.path(&RecordPath::Objection(id.clone(), of.clone()));
    let own = register.bytes(&path).map(<[u8]>::to_vec);
    let text = own.unwrap_or_else(|| raised.objection.sheet().finish().into_bytes());
    let mut edit = Edit::open(&text)
        .ok_or_else(|| Refusal::rules(format!("{path} cannot be read"), "plenary check"))?;
    if matches!(reply, Reply::Answer(_)) {
        edit.remove(&["answer-reason"]);
    }
    edit.remove(&REPLY_ENTERED.all());
    let mut sheet = said_in_reply(reply, reason.as_deref(), now);
    REPLY_ENTERED.write(&mut sheet, entered.as_ref());
    edit.set(sheet);
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

/// Refuses a reply to nothing: there must be a response, and a later one where the objection was
/// reopened.
fn must_be_answered(folder: &Folder, of: &ObjectionId, now: Instant) -> Result<(), Refusal> {
    let handling = folder.handling.get(of);
    if handling.is_some_and(|handling| handling.fresh_responses().next().is_some()) {
        return must_be_later(handling, of, now);
    }
    let since = match handling.and_then(Handling::reopened) {
        Some(_) => " since it was reopened",
        None => "",
    };
    Err(Refusal::rules(
        format!("{of} has no response to reply to{since}"),
        format!("to take the objection back: plenary reply {of} withdrawn"),
    ))
}

fn said_in_reply(reply: Reply, reason: Option<&str>, now: Instant) -> Sheet {
    let mut sheet = Sheet::new();
    match reply {
        Reply::Answer(answer) => {
            sheet
                .text("answer", answer.word())
                .instant("answer-at", now)
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
