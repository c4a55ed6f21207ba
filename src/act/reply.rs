//! Records what is said on an objection: the response, the reply of its objector, and the new
//! information that reopens it.

use clap::Args;

use crate::act::actor::{Actor, Behalf, owner};
use crate::act::arguments::Why;
use crate::act::hints::raise;
use crate::act::proposal_state::{
    File, entry, maybe_said, must_be_undecided, objection, proposal, said, unreadable,
};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{self, About, Deed};
use crate::record::attribution::{Attribution, REPLY_ENTERED};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::edit::Edit;
use crate::record::handling::{Handling, Reopening, Response};
use crate::record::objection::ObjectorReply;
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{ObjectionId, ProposalId};

/// What the objector says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// Whether the response satisfies them.
    Answer(ObjectorReply),
    /// They withdraw the objection.
    Withdraw,
}

/// What reopens an objection.
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

/// Adds a response to an objection.
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
            format!("{of} is withdrawn by its objector"),
            "it needs no response",
        ));
    }
    let handling = folder.handling.get(of);
    must_be_later(handling, of, now)?;
    let response = Response {
        by: actor.id.clone(),
        at: now,
        text: said(text, "the response", "the argument TEXT")?,
    };
    let last = handling.and_then(|handling| handling.fresh_responses().last());
    if last.is_some_and(|last| last.by == response.by && last.text.trim() == response.text.trim()) {
        let sentence = format!("this response to {of} is already recorded");
        return Err(Refusal::recorded(sentence, ""));
    }
    let mut file = File::of(register, &RecordPath::Handling(id.clone(), of.clone()))?;
    file.edit.push("response", response.sheet());
    Ok(entry(
        [file.finish()],
        format!("Respond to objection {of} on {id}"),
        &[("Proposal", id), ("Objection", of), ("By", &actor.id)],
    ))
}

/// Refuses a date before the reopening of the objection: the record would look older than that.
pub(crate) fn must_be_later(
    handling: Option<&Handling>,
    of: &ObjectionId,
    now: Instant,
) -> Result<(), Refusal> {
    match handling.and_then(Handling::reopened) {
        Some(reopened) if now <= reopened => Err(Refusal::rules(
            format!(
                "the time is {}, before the reopening of {of} at {}",
                now.long(),
                reopened.long()
            ),
            "check the clock, then run the same command again",
        )),
        _ => Ok(()),
    }
}

/// Writes the reply, with its reason, into the objector's own file. An objection inside a position file
/// gets a file of its own, because a position has no place for the reply.
///
/// # Errors
/// Refused where it is not their objection, where it is withdrawn, where it has no response, and where
/// the proposal is decided.
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
        let about = About::proposal(register, id).of(&of.participant);
        let who = &of.participant;
        let hint = match rights::denied(Deed::EnterForAnother, &about, &actor.id) {
            None => format!("to enter what {who} replied, add --for {who}"),
            Some(_) => format!("only {who} (objector) can do this"),
        };
        return Err(Refusal::rules(
            format!("{owner} cannot reply to {of}: only its objector, {who}, can"),
            hint,
        ));
    }
    if raised.objection.withdrawn && matches!(reply, Reply::Withdraw) {
        let sentence = format!("{of} is already withdrawn");
        return Err(Refusal::recorded(sentence, ""));
    }
    if raised.objection.withdrawn {
        return Err(Refusal::rules(
            format!("{of} is already withdrawn"),
            Hint::run("to raise a new objection", raise(id)),
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
        said_in_subject(reply, of, id),
        &[("Proposal", id), ("Objection", of), ("By", &actor.id)],
    ))
}

fn said_in_subject(reply: Reply, of: &ObjectionId, id: &ProposalId) -> String {
    match reply {
        Reply::Answer(answer) => format!("Reply on objection {of} on {id}: {}", answer.word()),
        Reply::Withdraw => format!("Withdraw objection {of} on {id}"),
    }
}

/// Refuses a reply where there is no response, or none since the objection was reopened.
fn must_be_answered(
    folder: &ProposalRecords,
    of: &ObjectionId,
    now: Instant,
) -> Result<(), Refusal> {
    let handling = folder.handling.get(of);
    if handling.is_some_and(|handling| handling.fresh_responses().next().is_some()) {
        return must_be_later(handling, of, now);
    }
    let sentence = match handling.and_then(Handling::reopened) {
        Some(_) => format!("{of} has no response yet since it was reopened"),
        None => format!("{of} has no response yet"),
    };
    let command = Command::new("reply").with(of).with("withdrawn");
    let hint = Hint::run("to withdraw the objection", command);
    Err(Refusal::rules(sentence, hint))
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

/// Moves the disposition into a reopening. The responses stay, and the objection needs a new one.
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
            format!("{of} cannot be reopened: its objector has withdrawn it"),
            Hint::run("to raise a new objection", raise(id)),
        ));
    }
    let about = About::proposal(register, id).of(&of.participant);
    actor.must(Deed::Reopen, &about)?;
    let handling = folder.handling.get(of);
    let Some(ended) = handling.and_then(|handling| handling.disposition.as_ref()) else {
        return Err(Refusal::rules(
            format!("{of} is already open"),
            Hint::run(
                "to respond to it",
                Command::new("respond").with(of).with(Placeholder::Text),
            ),
        ));
    };
    let reason = input.why.reason.as_deref().unwrap_or_default();
    let reopening = Reopening {
        act: Attribution {
            by: actor.id.clone(),
            at: now,
            reason: said(reason, "the reason", "--reason")?,
        },
        evidence: said(
            &input.evidence,
            "the link to the new information",
            "--evidence",
        )?,
        from: Some(ended.value),
    };
    let mut file = File::of(register, &RecordPath::Handling(id.clone(), of.clone()))?;
    file.edit.remove(&["disposition"]);
    file.edit.push("reopening", reopening.sheet());
    Ok(entry(
        [file.finish()],
        format!("Reopen objection {of} on {id}"),
        &[("Proposal", id), ("Objection", of), ("By", &actor.id)],
    ))
}
