//! What is said on an objection: the response of a chair or an editor, what its objector says to
//! it, and new information that takes it up again.

use clap::Args;

use crate::act::actor::{Actor, Behalf, owner};
use crate::act::arguments::Why;
use crate::act::proposal_state::{
    File, entry, maybe_said, must_be_undecided, objection, proposal, said, unreadable,
};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::attribution::{Attribution, REPLY_ENTERED};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::edit::Edit;
use crate::record::handling::{Handling, Reopening, Response};
use crate::record::objection::ObjectorReply;
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ProposalId};

/// What the objector says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// What they make of the response.
    Answer(ObjectorReply),
    /// They take the objection back.
    Withdraw,
}

/// What takes an objection up again.
#[derive(Debug, Clone, Args)]
#[group(skip)]
#[command(mut_arg("reason", |arg| arg.required_unless_present("reason_file")))]
pub struct Reopen {
    /// Why.
    #[command(flatten)]
    pub why: Why,
    /// Link to the new information
    #[arg(long, value_name = "LINK")]
    pub evidence: String,
}

/// Adds a response to what was done with an objection.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such objection or
/// it was withdrawn, where the proposal is decided, and without a text.
pub fn respond(
    register: &Register,
    (id, of): &(ProposalId, ObjectionId),
    text: &str,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
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
    let response = Response {
        by: actor.id.clone(),
        at: now,
        text: said(text, "the response", "after the objection:")?,
    };
    let mut file = File::of(register, &RecordPath::Handling(id.clone(), of.clone()))?;
    file.edit.push("response", response.sheet());
    Ok(entry(
        [file.finish()],
        format!("Respond to {of} on {id}"),
        &[("Proposal", id), ("Objection", of), ("By", &actor.id)],
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

/// Writes the reply, with its reason, into the objector's own file. An objection that a position
/// file carries gets a file of its own, because a position has no place for the reply.
///
/// # Errors
/// Refused where it is not an objection of theirs, where it was withdrawn, where there is no
/// response to reply to, and where the proposal is decided.
pub fn reply(
    register: &Register,
    (id, of): &(ProposalId, ObjectionId),
    (reply, reason): (Reply, Option<&str>),
    (actor, behalf): (&Actor, &Behalf),
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    let (folder, _) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let raised = objection(register, folder, id, of)?;
    let (owner, entered) = owner(register, id, behalf, actor, now)?;
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
    let reason = maybe_said(reason, "the reason", "--reason")?;
    let path = register.path(&RecordPath::Objection(id.clone(), of.clone()));
    let own = register.bytes(&path).map(<[u8]>::to_vec);
    let text = own.unwrap_or_else(|| raised.objection.sheet().finish().into_bytes());
    let mut edit = Edit::open(&text).ok_or_else(|| unreadable(&path))?;
    if matches!(reply, Reply::Answer(_)) {
        edit.remove(&["answer-reason"]);
    }
    edit.remove(&REPLY_ENTERED.all());
    let mut sheet = said_in_reply(reply, reason.as_deref(), now);
    REPLY_ENTERED.write(&mut sheet, entered.as_ref());
    edit.set(sheet);
    Ok(entry(
        [(path, edit.finish())],
        format!("Reply on {of} to {id}"),
        &[("Proposal", id), ("Objection", of), ("By", &actor.id)],
    ))
}

/// Refuses a reply to nothing: there must be a response, and a later one where the objection was
/// reopened.
fn must_be_answered(
    folder: &ProposalRecords,
    of: &ObjectionId,
    now: Instant,
) -> Result<(), Refusal> {
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

fn said_in_reply(reply: Reply, reason: Option<&str>, now: Instant) -> CanonicalToml {
    let mut sheet = CanonicalToml::new();
    match reply {
        Reply::Answer(answer) => sheet
            .text("answer", answer.word())
            .instant("answer-at", now)
            .maybe_prose("answer-reason", reason),
        Reply::Withdraw => sheet
            .flag("withdrawn", true)
            .maybe_prose("withdrawn-reason", reason),
    };
    sheet
}

/// Moves the disposition into a reopening. The responses stay; the objection is open until a later
/// one.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where the proposal is decided, where
/// the objection is not closed or was withdrawn, and without a reason or new information.
pub fn reopen(
    register: &Register,
    (id, of): &(ProposalId, ObjectionId),
    input: &Reopen,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
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
    let handling = folder.handling.get(of);
    let Some(ended) = handling.and_then(|handling| handling.disposition.as_ref()) else {
        return Err(Refusal::rules(
            format!("{of} was not disposed of, so there is nothing to reopen"),
            format!("it is open; to respond to it: plenary respond {of} TEXT"),
        ));
    };
    let reason = input.why.reason.as_deref().unwrap_or_default();
    let reopening = Reopening {
        act: Attribution {
            by: actor.id.clone(),
            at: now,
            reason: said(reason, "the reason", "--reason")?,
        },
        evidence: said(&input.evidence, "the new information", "--evidence")?,
        from: Some(ended.value),
    };
    let mut file = File::of(register, &RecordPath::Handling(id.clone(), of.clone()))?;
    file.edit.remove(&["disposition"]);
    file.edit.push("reopening", reopening.sheet());
    Ok(entry(
        [file.finish()],
        format!("Reopen {of} on {id}"),
        &[("Proposal", id), ("Objection", of), ("By", &actor.id)],
    ))
}
