//! Appeals against how a decision came about: made, answered, ruled on, taken back.

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::target::{entry, proposal, said};
use crate::procedure::names::people;
use crate::procedure::rights::{About, Deed};
use crate::record::act::Act;
use crate::record::appeal::{Appeal, Ended, Value};
use crate::record::edit::Edit;
use crate::record::handling::Response;
use crate::record::path::RecordPath;
use crate::record::sheet::Sheet;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
use crate::value::clock::Instant;
use crate::value::id::{GroundName, ParticipantId, ProposalId};
use crate::value::suggest;

/// An appeal to be made.
#[derive(Debug, Clone)]
pub struct Open {
    /// Against the last decision on this proposal.
    pub proposal: ProposalId,
    /// On which of the track's grounds.
    pub ground: Option<GroundName>,
    /// What went wrong.
    pub problem: String,
    /// What the appellant asks for.
    pub asks: String,
}

/// Writes an appeal against the last decision; gives the number of its call. Source: RFC 2026,
/// section 6.5, by which anybody may contest how a decision came about, within a time that is
/// known.
///
/// # Errors
/// Refused where the decision cannot be appealed, or not any more, where `actor` has appealed
/// against it before, where the ground is none of the track's, and where a text is missing.
pub fn open(
    register: &Register,
    input: &Open,
    actor: &Actor,
    now: Instant,
) -> Result<(u32, Entry), Refusal> {
    let id = &input.proposal;
    let (folder, _) = proposal(register, id)?;
    let n = appealable(register, folder, id, now)?;
    must_be_first(folder, id, n, actor)?;
    let ground = ground(register, id, n, input.ground.as_ref())?;
    let appeal = Appeal {
        ground,
        problem: said(&input.problem, "the problem", "--problem")?,
        asks: said(&input.asks, "what you ask for", "--asks")?,
        at: Some(now),
        withdrawn: false,
        withdrawn_reason: None,
    };
    let path = register.path(&RecordPath::Appeal(id.clone(), n, actor.id.clone()));
    let files = [(path, appeal.sheet().finish().into_bytes())];
    let subject = format!("Appeal against the decision on {id}, call {n}");
    Ok((n, entry(files, subject, trailers(id, n, &actor.id, actor))))
}

/// The call whose decision can be appealed now, or why there is none.
fn appealable(
    register: &Register,
    folder: &Folder,
    id: &ProposalId,
    now: Instant,
) -> Result<u32, Refusal> {
    let (n, decision) = folder.last_decision().ok_or_else(|| {
        Refusal::rules(
            format!("{id} has not been decided, so there is nothing to appeal against"),
            format!("an objection says what is wrong before a decision: plenary object {id} --about TEXT --problem TEXT --resolve TEXT"),
        )
    })?;
    if let Some((by, ended)) = folder.reversals(n).first() {
        let word = ended.value.word();
        return Err(Refusal::rules(
            format!("the decision on {id} was taken back already: {word} on the appeal of {by}"),
            format!("plenary status {id}"),
        ));
    }
    let superseded = register.superseded_by(id);
    if !superseded.is_empty() {
        let by = suggest::listed(superseded.iter().map(ProposalId::as_str));
        return Err(Refusal::rules(
            format!("the decision on {id} was replaced by {by}"),
            format!("plenary show {by}"),
        ));
    }
    let track = &decision.matter.track;
    let until = decision.afterwards.appeal_until.ok_or_else(|| {
        Refusal::rules(
            format!("the track {track}, by whose rules {id} was decided, has no rule for appeals"),
            format!("the charter names one as appeal = \"30d\" in [track.{track}]; it holds for decisions after it"),
        )
    })?;
    if now > until {
        return Err(Refusal::rules(
            format!("the decision on {id} could be appealed until {until}, and it is {now}"),
            format!(
                "a new proposal can replace it: plenary propose TITLE --text FILE --supersedes {id}"
            ),
        ));
    }
    Ok(n)
}

fn must_be_first(folder: &Folder, id: &ProposalId, n: u32, actor: &Actor) -> Result<(), Refusal> {
    let made = folder.calls.get(&n).map(|call| &call.appeals);
    if made.is_some_and(|made| made.contains_key(&actor.id)) {
        return Err(Refusal::rules(
            format!("{} has appealed against this decision already", actor.id),
            format!("one appeal for each person and decision; plenary appeal show {id}"),
        ));
    }
    Ok(())
}

/// The ground, which must be one of the track's where it names any.
fn ground(
    register: &Register,
    id: &ProposalId,
    n: u32,
    typed: Option<&GroundName>,
) -> Result<Option<GroundName>, Refusal> {
    let rule = About::proposal(register, id).call(n).appeal_rule();
    let known = rule.map_or(&[][..], |rule| &rule.grounds);
    let listed = suggest::listed(known.iter().map(GroundName::as_str));
    match typed {
        _ if known.is_empty() => Ok(typed.cloned()),
        None => Err(Refusal::usage(
            "appeals on this track are heard on named grounds, and none is given",
            format!("--ground {listed}"),
        )),
        Some(ground) if known.contains(ground) => Ok(Some(ground.clone())),
        Some(ground) => Err(Refusal::usage(
            format!("{ground} is no ground on which appeals are heard on this track"),
            format!("--ground {listed}"),
        )),
    }
}

/// The appellant takes the appeal back, in their own file.
///
/// # Errors
/// Refused where `actor` has made no appeal that is still heard.
pub fn withdraw(
    register: &Register,
    id: &ProposalId,
    reason: Option<&str>,
    actor: &Actor,
) -> Result<Entry, Refusal> {
    let (folder, _) = proposal(register, id)?;
    let (n, appeal) = appeal_of(folder, id, &actor.id)?;
    must_be_open(folder, n, &actor.id)?;
    if appeal.withdrawn {
        let sentence = format!("the appeal of {} was taken back already", actor.id);
        return Err(Refusal::rules(sentence, "nothing is left to do"));
    }
    let reason = reason
        .map(|text| said(text, "the reason", "--reason"))
        .transpose()?;
    let path = register.path(&RecordPath::Appeal(id.clone(), n, actor.id.clone()));
    let mut edit = opened(register, &path)?;
    let mut sheet = Sheet::new();
    sheet
        .flag("withdrawn", true)
        .maybe_prose("withdrawn-reason", reason.as_deref());
    edit.set(sheet);
    Ok(entry(
        [(path, edit.finish())],
        format!("Withdraw the appeal of {} on {id}", actor.id),
        trailers(id, n, &actor.id, actor),
    ))
}

/// Adds an answer to what was said on an appeal while it is heard.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such appeal, and
/// where it has ended.
pub fn answer(
    register: &Register,
    id: &ProposalId,
    of: &ParticipantId,
    text: &str,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    let (folder, _) = proposal(register, id)?;
    let (n, appeal) = appeal_of(folder, id, of)?;
    must_be_open(folder, n, of)?;
    let about = About::proposal(register, id).call(n).of(of);
    actor.must(Deed::AnswerAppeal, &about)?;
    if appeal.withdrawn {
        let hint = format!("plenary appeal close {id} {of} withdrawn --reason REASON");
        let sentence = format!("{of} has taken the appeal back, so no answer is owed");
        return Err(Refusal::rules(sentence, hint));
    }
    let response = Response {
        by: actor.id.clone(),
        at: now,
        text: said(text, "the answer", "--text")?,
    };
    let path = register.path(&RecordPath::Ruling(id.clone(), n, of.clone()));
    let mut edit = opened(register, &path)?;
    edit.push("answer", response.sheet());
    Ok(entry(
        [(path, edit.finish())],
        format!("Answer the appeal of {of} on {id}"),
        trailers(id, n, of, actor),
    ))
}

/// Ends an appeal with a reason.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such appeal, where
/// it has ended, and without a reason.
pub fn close(
    register: &Register,
    id: &ProposalId,
    of: &ParticipantId,
    value: Value,
    reason: &str,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    let (folder, _) = proposal(register, id)?;
    let (n, appeal) = appeal_of(folder, id, of)?;
    must_be_open(folder, n, of)?;
    let about = About::proposal(register, id).call(n).of(of);
    actor.must(Deed::RuleOnAppeal, &about)?;
    must_fit(id, of, appeal, value)?;
    let act = Act {
        by: actor.id.clone(),
        at: now,
        reason: said(reason, "the reason", "--reason")?,
    };
    let path = register.path(&RecordPath::Ruling(id.clone(), n, of.clone()));
    let mut edit = opened(register, &path)?;
    edit.set_table("ruling", Ended { value, act }.sheet());
    Ok(entry(
        [(path, edit.finish())],
        format!("Rule on the appeal of {of} on {id}: {}", value.word()),
        trailers(id, n, of, actor),
    ))
}

/// Only an appellant withdraws, and what was withdrawn is not ruled on.
fn must_fit(
    id: &ProposalId,
    of: &ParticipantId,
    appeal: &Appeal,
    value: Value,
) -> Result<(), Refusal> {
    match (value, appeal.withdrawn) {
        (Value::Withdrawn, false) => Err(Refusal::rules(
            format!("only {of} takes the appeal back, and has not"),
            format!("{of} types: plenary appeal withdraw {id}"),
        )),
        (Value::Withdrawn, true) | (_, false) => Ok(()),
        (_, true) => Err(Refusal::rules(
            format!("{of} has taken the appeal back"),
            format!("plenary appeal close {id} {of} withdrawn --reason REASON"),
        )),
    }
}

/// The appeal of a participant against the latest decision that they appealed against.
fn appeal_of<'r>(
    folder: &'r Folder,
    id: &ProposalId,
    of: &ParticipantId,
) -> Result<(u32, &'r Appeal), Refusal> {
    let calls = folder.calls.iter().rev();
    let mut found = calls.filter_map(|(n, call)| Some((*n, call.appeals.get(of)?)));
    found.next().ok_or_else(|| {
        let all = folder.calls.values().flat_map(|call| call.appeals.keys());
        let hint = match people(all.clone()) {
            _ if all.count() == 0 => {
                format!("nobody has appealed: plenary appeal open {id} --problem TEXT --asks TEXT")
            }
            names => format!("there is the appeal of {names}"),
        };
        Refusal::usage(format!("there is no appeal of {of} on {id}"), hint)
    })
}

fn must_be_open(folder: &Folder, n: u32, of: &ParticipantId) -> Result<(), Refusal> {
    let ruling = folder.calls.get(&n).and_then(|call| call.rulings.get(of));
    match ruling.and_then(|ruling| ruling.ended.as_ref()) {
        None => Ok(()),
        Some(ended) => Err(Refusal::rules(
            format!(
                "the appeal of {of} was ruled on by {}: {}",
                ended.act.by,
                ended.value.word()
            ),
            "a ruling is final; a new proposal may replace the decision",
        )),
    }
}

fn opened(register: &Register, path: &str) -> Result<Edit, Refusal> {
    Edit::open(register.bytes(path).unwrap_or_default())
        .ok_or_else(|| Refusal::rules(format!("{path} cannot be read"), "plenary check"))
}

fn trailers(
    id: &ProposalId,
    n: u32,
    of: &ParticipantId,
    actor: &Actor,
) -> Vec<(&'static str, String)> {
    vec![
        ("Proposal", id.to_string()),
        ("Call", n.to_string()),
        ("Appeal", of.to_string()),
        ("By", actor.id.to_string()),
    ]
}
