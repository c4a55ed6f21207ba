//! Raises an objection or a comment, and joins or leaves the objection of another participant.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::{Actor, Behalf, owner};
use crate::act::arguments::{name, one_of};
use crate::act::hints::{raise, shown};
use crate::act::position::lacks_objection;
use crate::act::proposal_state::{
    entry, filed, maybe_said, must_be_undecided, objection, proposal, said, unreadable,
};
use crate::act::refusal::Refusal;
use crate::procedure::rights::About;
use crate::record::attribution::ENTERED;
use crate::record::canonical_toml::CanonicalToml;
use crate::record::objection::{Objection, ObjectionTopic};
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::register::entry::PendingCommit;
use crate::register::records::{ProposalRecords, Register};
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::hint::Hint;
use crate::value::id::{IN_POSITION, ObjectionId, ObjectionSlug, ParticipantId, ProposalId, slug};
use crate::value::sentence::all_of;

/// Whether it must be closed before a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Blocking {
    /// It is an objection.
    #[default]
    Objection,
    /// It is a comment.
    Comment,
}

/// A problem to be recorded.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct RaiseObjection {
    /// Part of the proposal that it is about
    #[arg(long, value_name = "TEXT", required = true)]
    pub about: Option<String>,
    /// Problem, and why it matters
    #[arg(
        long,
        value_name = "TEXT",
        required_unless_present = "problem_file",
        conflicts_with = "problem_file"
    )]
    pub problem: Option<String>,
    /// Read the problem from a file
    #[arg(long, value_name = "FILE")]
    pub problem_file: Option<PathBuf>,
    /// Short name (default: made from --about)
    #[arg(long, value_name = "NAME", value_parser = name(ObjectionSlug::parse))]
    pub id: Option<ObjectionSlug>,
    /// Topic: technical, process, editorial or scope
    #[arg(long, value_parser = one_of(ObjectionTopic::WORDS))]
    pub kind: Option<ObjectionTopic>,
    /// What would settle it; a comment can leave it out.
    #[arg(skip)]
    pub resolve: Option<String>,
    /// Whether it must be closed before a decision.
    #[arg(skip)]
    pub blocking: Blocking,
}

/// Writes an objection.
///
/// # Errors
/// Refused where there is no such proposal or it is decided, where the name is taken, where a text
/// is missing, and where `actor` cannot enter it for another.
pub fn object(
    register: &Register,
    id: &ProposalId,
    input: &RaiseObjection,
    (actor, behalf): (&Actor, &Behalf),
    now: Instant,
) -> Result<(ObjectionId, PendingCommit), Refusal> {
    let (folder, read) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let (owner, entered) = owner(register, id, behalf, actor, now)?;
    let given = |text: &Option<String>, what, flag| said(text.as_deref().unwrap_or(""), what, flag);
    let about = given(&input.about, "the part that it is about", "--about")?;
    let problem = given(&input.problem, "the problem", "--problem")?;
    let resolve = input.resolve.as_deref();
    let resolve = maybe_said(resolve, "the text on what would settle it", "--resolve")?;
    if resolve.is_none() && input.blocking == Blocking::Objection {
        return Err(Refusal::usage(
            "--resolve is missing",
            "say what would settle the objection",
        ));
    }
    let objection = ObjectionId {
        slug: new_slug(folder, input, &owner, &about)?,
        participant: owner,
    };
    let record = Objection {
        resolve,
        blocking: input.blocking == Blocking::Objection,
        kind: input.kind,
        on: read.latest().map(|revision| revision.name),
        received: match &entered {
            Some(entered) => entered.received,
            None => late_without_history(folder, now),
        },
        entered,
        ..Objection::new(about, problem)
    };
    let path = register.path(&RecordPath::Objection(id.clone(), objection.clone()));
    let subject = match record.blocking {
        true => format!("Raise objection {objection} on {id}"),
        false => format!("Raise comment {objection} on {id}"),
    };
    let entry = entry(
        [(path, record.sheet().finish().into_bytes())],
        subject,
        &[
            ("Proposal", &id),
            ("Objection", &objection),
            ("By", &actor.id),
        ],
    );
    Ok((objection, entry))
}

fn new_slug(
    folder: &ProposalRecords,
    input: &RaiseObjection,
    owner: &ParticipantId,
    about: &str,
) -> Result<ObjectionSlug, Refusal> {
    let taken = |slug: &ObjectionSlug| {
        let id = ObjectionId {
            participant: owner.clone(),
            slug: slug.clone(),
        };
        folder.objections.contains_key(&id) || slug.as_str() == IN_POSITION
    };
    if let Some(slug) = &input.id {
        if slug.as_str() == IN_POSITION {
            return Err(Refusal::usage(
                "\"position\" cannot be the name: it is used for objections inside position files",
                "choose another name with --id",
            ));
        }
        if taken(slug) {
            let sentence = format!("objection {owner}.{slug} already exists");
            return Err(Refusal::rules(sentence, "choose another name with --id"));
        }
        return Ok(slug.clone());
    }
    let words = about.trim_start_matches(|c: char| !c.is_alphabetic());
    let short: String = slug(words).split('-').take(4).collect::<Vec<_>>().join("-");
    let base = if short.is_empty() {
        "objection".to_owned()
    } else {
        short
    };
    let numbered = (2..1000).map(|n| format!("{base}-{n}"));
    std::iter::once(base.clone())
        .chain(numbered)
        .filter_map(|text| ObjectionSlug::parse(&text).ok())
        .find(|slug| !taken(slug))
        .ok_or_else(|| {
            Refusal::usage(
                "no name can be made for the objection",
                "choose one with --id",
            )
        })
}

/// When it was raised, where the history does not show it: in a call that froze no commit, an objection
/// after the close says so itself.
fn late_without_history(folder: &ProposalRecords, now: Instant) -> Option<Instant> {
    let (_, call) = folder.undecided_call()?;
    (call.frozen.is_none() && now >= call.closing()).then_some(now)
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// The objection is joined.
    Join,
    /// It is joined no longer.
    Leave,
}

/// Adds an objection to those that the actor's own position joins, or removes it.
///
/// # Errors
/// Refused where there is no such objection, where it is `actor`'s own, withdrawn or a duplicate,
/// where `actor` has no position, and where the call is closed.
pub fn join(
    register: &Register,
    (id, of): &(ProposalId, ObjectionId),
    what: Joining,
    (actor, behalf): (&Actor, &Behalf),
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    let (folder, _) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let (owner, entered) = owner(register, id, behalf, actor, now)?;
    let (path, position) = own_position(folder, id, of, &owner)?;
    must_be_in_time(folder, id, now)?;
    let joins = match what {
        Joining::Join => joined(register, folder, id, of, &owner, position)?,
        Joining::Leave => left(register, folder, id, of, &owner, position)?,
    };
    let mut edit = filed(register, path)?;
    let mut sheet = CanonicalToml::new();
    match joins.is_empty() {
        true => edit.remove(&["joins"]),
        false => drop(sheet.list("joins", &joins)),
    }
    if entered.is_some() {
        edit.remove(&ENTERED.all());
    }
    ENTERED.write(&mut sheet, entered.as_ref());
    edit.set(sheet);
    let subject = match what {
        Joining::Join => format!("Join objection {of} on {id}"),
        Joining::Leave => format!("Leave objection {of} on {id}"),
    };
    Ok(entry(
        [(path.clone(), edit.finish())],
        subject,
        &[("Proposal", &id), ("Objection", &of), ("By", &actor.id)],
    ))
}

/// The actor's own position, which is the only thing that can join an objection.
fn own_position<'r>(
    folder: &'r ProposalRecords,
    id: &ProposalId,
    of: &ObjectionId,
    owner: &ParticipantId,
) -> Result<(&'r String, &'r Position), Refusal> {
    let both = Hint::run(
        "give a position that joins it",
        Command::new("position")
            .with(id)
            .with(Placeholder::Value)
            .option("--joins", of),
    );
    let Some((path, file)) = folder.position_of(&Owner::Participant(owner.clone())) else {
        let sentence = format!("{owner} has no position on {id} to join {of} with");
        return Err(Refusal::rules(sentence, both));
    };
    match &file.position {
        None => Err(unreadable(path)),
        Some(position) if position.withdrawn => Err(Refusal::rules(
            format!("{owner} has withdrawn their position on {id}, so it cannot join {of}"),
            both,
        )),
        Some(position) => Ok((path, position)),
    }
}

/// After the close, positions cannot change, nor the objections that they join.
fn must_be_in_time(folder: &ProposalRecords, id: &ProposalId, now: Instant) -> Result<(), Refusal> {
    match folder.undecided_call() {
        Some((n, call)) if !call.is_open(now) => Err(Refusal::rules(
            format!(
                "positions on {id} cannot change: call {n} closed on {}",
                call.closing().long()
            ),
            Hint::run(
                "you can raise your own objection; it will be shown as late",
                raise(id),
            ),
        )),
        _ => Ok(()),
    }
}

fn joined(
    register: &Register,
    folder: &ProposalRecords,
    id: &ProposalId,
    of: &ObjectionId,
    owner: &ParticipantId,
    position: &Position,
) -> Result<Vec<ObjectionId>, Refusal> {
    let raised = objection(register, folder, id, of)?;
    if of.participant == *owner {
        return Err(Refusal::rules(
            format!("you cannot join {of}: it is your own objection"),
            shown(of),
        ));
    }
    if raised.objection.withdrawn {
        return Err(Refusal::rules(
            format!("{of} is withdrawn by its objector"),
            Hint::run("to raise an objection of your own", raise(id)),
        ));
    }
    if let Some(original) = folder.original(of) {
        return Err(Refusal::rules(
            format!("{of} is a duplicate of {original}"),
            Hint::run("to join that one", Command::new("join").with(original)),
        ));
    }
    let mut joins = position.joins.clone();
    if !joins.contains(of) {
        joins.push(of.clone());
    }
    Ok(joins)
}

fn left(
    register: &Register,
    folder: &ProposalRecords,
    id: &ProposalId,
    of: &ObjectionId,
    owner: &ParticipantId,
    position: &Position,
) -> Result<Vec<ObjectionId>, Refusal> {
    let mut joins = position.joins.clone();
    joins.retain(|joined| joined != of);
    if joins.len() == position.joins.len() {
        return Err(Refusal::rules(
            format!("{owner} does not support objection {of}"),
            match joins.is_empty() {
                true => format!("{owner} supports no objection of others"),
                false => {
                    let joins: Vec<String> = joins.iter().map(ToString::to_string).collect();
                    let joins = all_of(joins.iter().map(String::as_str));
                    format!("{owner} supports {joins}")
                }
            },
        ));
    }
    let owner = Owner::Participant(owner.clone());
    let name = &position.position;
    let bare = About::proposal(register, id)
        .track()
        .is_some_and(|track| lacks_objection(register, track, name, folder, &owner, &joins));
    if bare {
        return Err(Refusal::rules(
            format!("\"{name}\" needs an objection, and {of} is its only one"),
            "first give another position, or raise an objection of your own",
        ));
    }
    Ok(joins)
}
