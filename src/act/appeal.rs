//! Appeals against how a decision came about: made, answered, ruled on, taken back.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::name;
use crate::act::proposal_state::{File, entry, listed, maybe_said, proposal, said};
use crate::act::refusal::Refusal;
use crate::procedure::names::people;
use crate::procedure::rights::{About, Deed};
use crate::record::appeal::{Appeal, RulingKind, RulingResult};
use crate::record::attribution::Attribution;
use crate::record::canonical_toml::CanonicalToml;
use crate::record::handling::Response;
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::id::{GroundName, ParticipantId, ProposalId};

/// An appeal to be made.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Open {
    /// Ground, if the track names grounds
    #[arg(long, value_name = "GROUND", value_parser = name(GroundName::parse))]
    pub ground: Option<GroundName>,
    /// What went wrong
    #[arg(long, value_name = "TEXT", conflicts_with = "problem_file")]
    pub problem: Option<String>,
    /// Read what went wrong from a file
    #[arg(long, value_name = "FILE")]
    pub problem_file: Option<PathBuf>,
    /// What should be done
    #[arg(long, value_name = "TEXT", conflicts_with = "asks_file")]
    pub asks: Option<String>,
    /// Read what should be done from a file
    #[arg(long, value_name = "FILE")]
    pub asks_file: Option<PathBuf>,
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
    id: &ProposalId,
    input: &Open,
    actor: &Actor,
    now: Instant,
) -> Result<(u32, PendingCommit), Refusal> {
    let (folder, _) = proposal(register, id)?;
    let n = appealable(register, folder, id, now)?;
    must_be_first(folder, id, n, actor)?;
    let ground = ground(register, id, n, input.ground.as_ref())?;
    let given = |text: &Option<String>, what, flag| said(text.as_deref().unwrap_or(""), what, flag);
    let appeal = Appeal {
        ground,
        problem: given(&input.problem, "the problem", "--problem")?,
        asks: given(&input.asks, "what you ask for", "--asks")?,
        at: Some(now),
        withdrawn: false,
        withdrawn_reason: None,
    };
    let path = register.path(&RecordPath::Appeal(id.clone(), n, actor.id.clone()));
    let file = (path, appeal.sheet().finish().into_bytes());
    let subject = format!("Appeal against the decision on {id}, call {n}");
    Ok((n, written(file, subject, (id, n, &actor.id), actor)))
}

/// The call whose decision can be appealed now, or why there is none.
fn appealable(
    register: &Register,
    folder: &ProposalRecords,
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
        let by = listed(superseded);
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

fn must_be_first(
    folder: &ProposalRecords,
    id: &ProposalId,
    n: u32,
    actor: &Actor,
) -> Result<(), Refusal> {
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
    let listed = listed(known);
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
) -> Result<PendingCommit, Refusal> {
    let (folder, _) = proposal(register, id)?;
    let (n, appeal) = appeal_of(folder, id, &actor.id)?;
    must_be_open(folder, n, &actor.id)?;
    if appeal.withdrawn {
        let sentence = format!("the appeal of {} was taken back already", actor.id);
        return Err(Refusal::rules(sentence, "nothing is left to do"));
    }
    let reason = maybe_said(reason, "the reason", "--reason")?;
    let mut file = File::of(
        register,
        &RecordPath::Appeal(id.clone(), n, actor.id.clone()),
    )?;
    let mut sheet = CanonicalToml::new();
    sheet
        .flag("withdrawn", true)
        .maybe_prose("withdrawn-reason", reason.as_deref());
    file.edit.set(sheet);
    let subject = format!("Withdraw the appeal of {} on {id}", actor.id);
    Ok(written(file.finish(), subject, (id, n, &actor.id), actor))
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
) -> Result<PendingCommit, Refusal> {
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
    let mut file = File::of(register, &RecordPath::Ruling(id.clone(), n, of.clone()))?;
    file.edit.push("answer", response.sheet());
    let subject = format!("Answer the appeal of {of} on {id}");
    Ok(written(file.finish(), subject, (id, n, of), actor))
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
    value: RulingKind,
    reason: &str,
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    let (folder, _) = proposal(register, id)?;
    let (n, appeal) = appeal_of(folder, id, of)?;
    must_be_open(folder, n, of)?;
    let about = About::proposal(register, id).call(n).of(of);
    actor.must(Deed::RuleOnAppeal, &about)?;
    must_fit(id, of, appeal, value)?;
    let act = Attribution {
        by: actor.id.clone(),
        at: now,
        reason: said(reason, "the reason", "--reason")?,
    };
    let mut file = File::of(register, &RecordPath::Ruling(id.clone(), n, of.clone()))?;
    file.edit
        .set_table("ruling", RulingResult { value, act }.sheet());
    let subject = format!("Rule on the appeal of {of} on {id}: {}", value.word());
    Ok(written(file.finish(), subject, (id, n, of), actor))
}

/// Only an appellant withdraws, and what was withdrawn is not ruled on.
fn must_fit(
    id: &ProposalId,
    of: &ParticipantId,
    appeal: &Appeal,
    value: RulingKind,
) -> Result<(), Refusal> {
    match (value, appeal.withdrawn) {
        (RulingKind::Withdrawn, false) => Err(Refusal::rules(
            format!("only {of} takes the appeal back, and has not"),
            format!("{of} types: plenary appeal withdraw {id}"),
        )),
        (RulingKind::Withdrawn, true) | (_, false) => Ok(()),
        (_, true) => Err(Refusal::rules(
            format!("{of} has taken the appeal back"),
            format!("plenary appeal close {id} {of} withdrawn --reason REASON"),
        )),
    }
}

/// The appeal of a participant against the latest decision that they appealed against.
fn appeal_of<'r>(
    folder: &'r ProposalRecords,
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

fn must_be_open(folder: &ProposalRecords, n: u32, of: &ParticipantId) -> Result<(), Refusal> {
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

/// The entry of an act on an appeal.
fn written(
    file: (String, Vec<u8>),
    subject: String,
    (id, n, of): (&ProposalId, u32, &ParticipantId),
    actor: &Actor,
) -> PendingCommit {
    let (call, by) = (&n, &actor.id);
    entry(
        [file],
        subject,
        &[("Proposal", id), ("Call", call), ("Appeal", of), ("By", by)],
    )
}
