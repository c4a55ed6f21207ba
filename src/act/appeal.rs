//! Makes, answers, closes and withdraws appeals against how a decision was made.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::arguments::name;
use crate::act::hints::{raise, replace, shown, status};
use crate::act::proposal_state::{File, entry, listed, maybe_said, proposal, said};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::appeal::{Appeal, RulingKind, RulingResult};
use crate::record::attribution::Attribution;
use crate::record::canonical_toml::CanonicalToml;
use crate::record::handling::Response;
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{GroundName, ParticipantId, ProposalId};
use crate::value::sentence::all_of;

/// An appeal to be made.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Open {
    /// Ground for the appeal, if the track names any
    #[arg(long, value_name = "GROUND", value_parser = name(GroundName::parse))]
    pub ground: Option<GroundName>,
    /// What went wrong
    #[arg(long, value_name = "TEXT", conflicts_with = "problem_file")]
    pub problem: Option<String>,
    /// Read what went wrong from a file
    #[arg(long, value_name = "FILE")]
    pub problem_file: Option<PathBuf>,
    /// What the appeal asks for
    #[arg(long, value_name = "TEXT", conflicts_with = "asks_file")]
    pub asks: Option<String>,
    /// Read what the appeal asks for from a file
    #[arg(long, value_name = "FILE")]
    pub asks_file: Option<PathBuf>,
}

/// Writes an appeal against the last decision, and returns the number of its call.
///
/// Source: RFC 2026, section 6.5: everybody can dispute how a decision was made, within a known time.
///
/// # Errors
/// Refused where the decision cannot be appealed, or no longer can, where `actor` has already appealed
/// against it, where the ground is not one of the track's, and where a text is missing.
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
        asks: given(&input.asks, "what the appeal asks for", "--asks")?,
        at: Some(now),
        withdrawn: false,
        withdrawn_reason: None,
    };
    let path = register.path(&RecordPath::Appeal(id.clone(), n, actor.id.clone()));
    let file = (path, appeal.sheet().finish().into_bytes());
    let subject = format!("Appeal against the decision on {id}, call {n}");
    Ok((n, written(file, subject, (id, n, &actor.id), actor)))
}

/// The call whose decision can be appealed now; refused where there is none.
fn appealable(
    register: &Register,
    folder: &ProposalRecords,
    id: &ProposalId,
    now: Instant,
) -> Result<u32, Refusal> {
    let (n, decision) = folder.last_decision().ok_or_else(|| {
        Refusal::rules(
            format!("{id} is not decided, so there is nothing to appeal against"),
            Hint::run("before a decision you can raise an objection", raise(id)),
        )
    })?;
    if let Some((by, ended)) = folder.reversals(n).first() {
        let word = ended.value.word();
        return Err(Refusal::rules(
            format!("the decision on {id} is not in force: the appeal of {by} was {word}"),
            status(id),
        ));
    }
    let superseded = register.superseded_by(id);
    if !superseded.is_empty() {
        let by = all_of(superseded.iter().map(|by| by.as_str()));
        return Err(Refusal::rules(
            format!("the decision on {id} was superseded by {by}"),
            superseded.first().map(shown).unwrap_or_default(),
        ));
    }
    let track = &decision.matter.track;
    let until = decision.afterwards.appeal_until.ok_or_else(|| {
        Refusal::rules(
            format!("{id} cannot be appealed: track {track} has no rule for appeals"),
            format!("for later decisions, the charter can say appeal = \"30d\" in [track.{track}]"),
        )
    })?;
    if now > until {
        return Err(Refusal::rules(
            format!("the time to appeal {id} ended on {}", until.long()),
            Hint::run("a new proposal can replace the decision", replace(id)),
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
            format!("{} has already appealed against this decision", actor.id),
            Hint::run("to see the appeal", Command::new("appeal show").with(id)),
        ));
    }
    Ok(())
}

/// The ground, which must be one of the track's if it names any.
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
            "--ground is missing: this track names the grounds for an appeal",
            format!("grounds: {listed}"),
        )),
        Some(ground) if known.contains(ground) => Ok(Some(ground.clone())),
        Some(ground) => Err(Refusal::usage(
            format!("\"{ground}\" is not a ground for appeal on this track"),
            format!("grounds: {listed}"),
        )),
    }
}

/// Withdraws the appeal of `actor`, in their own file.
///
/// # Errors
/// Refused where `actor` has no appeal that is still open.
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
        let sentence = format!("the appeal of {} is already withdrawn", actor.id);
        return Err(Refusal::recorded(sentence, ""));
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

/// Adds a response to an appeal that is still open.
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
        let sentence = format!("{of} has withdrawn the appeal, so it needs no response");
        return Err(Refusal::rules(sentence, closed_as_withdrawn(id, of)));
    }
    let response = Response {
        by: actor.id.clone(),
        at: now,
        text: said(text, "the response", "--text")?,
    };
    let mut file = File::of(register, &RecordPath::Ruling(id.clone(), n, of.clone()))?;
    file.edit.push("answer", response.sheet());
    let subject = format!("Respond to the appeal of {of} on {id}");
    Ok(written(file.finish(), subject, (id, n, of), actor))
}

/// Closes an appeal with a reason.
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
    let subject = format!("Close the appeal of {of} on {id} as {}", value.word());
    Ok(written(file.finish(), subject, (id, n, of), actor))
}

/// Only the appellant withdraws an appeal, and a withdrawn appeal is closed as nothing else.
fn must_fit(
    id: &ProposalId,
    of: &ParticipantId,
    appeal: &Appeal,
    value: RulingKind,
) -> Result<(), Refusal> {
    match (value, appeal.withdrawn) {
        (RulingKind::Withdrawn, false) => Err(Refusal::rules(
            format!("{of} has not withdrawn the appeal; nobody else can"),
            format!("only {of} (appellant) can do this"),
        )),
        (RulingKind::Withdrawn, true) | (_, false) => Ok(()),
        (_, true) => Err(Refusal::rules(
            format!("{of} has withdrawn the appeal"),
            closed_as_withdrawn(id, of),
        )),
    }
}

/// How an appeal is closed that was withdrawn.
fn closed_as_withdrawn(id: &ProposalId, of: &ParticipantId) -> Hint {
    let command = Command::new("appeal close")
        .with(id)
        .with(of)
        .with(RulingKind::Withdrawn.word())
        .option("--reason", Placeholder::Reason);
    Hint::run("to close it", command)
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
        let all: BTreeSet<&str> = all.map(ParticipantId::as_str).collect();
        let hint = match all.is_empty() {
            true => format!("{id} has no appeals"),
            false => format!("its appeals are from {}", all_of(all)),
        };
        Refusal::usage(format!("{of} has not appealed on {id}"), hint)
    })
}

fn must_be_open(folder: &ProposalRecords, n: u32, of: &ParticipantId) -> Result<(), Refusal> {
    let ruling = folder.calls.get(&n).and_then(|call| call.rulings.get(of));
    match ruling.and_then(|ruling| ruling.ended.as_ref()) {
        None => Ok(()),
        Some(ended) => Err(Refusal::rules(
            format!(
                "{} closed the appeal of {of} as {}",
                ended.act.by,
                ended.value.word()
            ),
            "this is final; a new proposal can replace the decision",
        )),
    }
}

/// The pending commit of an act on an appeal.
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
