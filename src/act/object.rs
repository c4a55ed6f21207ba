//! Raises an objection or a comment, joins one of somebody else's with one's own position, or
//! leaves it.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::{Actor, Behalf, owner};
use crate::act::arguments::{name, one_of};
use crate::act::position::lacks_objection;
use crate::act::proposal_state::{
    entry, filed, listed, maybe_said, must_be_undecided, objection, proposal, said, unreadable,
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
use crate::value::id::{IN_POSITION, ObjectionId, ObjectionSlug, ParticipantId, ProposalId, slug};

/// Whether it holds a decision up.
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
    /// Short name for it (default: from --about)
    #[arg(long, value_name = "NAME", value_parser = name(ObjectionSlug::parse))]
    pub id: Option<ObjectionSlug>,
    /// Kind of problem: technical, process, editorial or scope
    #[arg(long, value_parser = one_of(ObjectionTopic::WORDS))]
    pub kind: Option<ObjectionTopic>,
    /// What would resolve it; a comment may leave it out.
    #[arg(skip)]
    pub resolve: Option<String>,
    /// Whether it holds a decision up.
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
    let about = given(&input.about, "what it is about", "--about")?;
    let problem = given(&input.problem, "the problem", "--problem")?;
    let resolve = input.resolve.as_deref();
    let resolve = maybe_said(resolve, "what would resolve it", "--resolve")?;
    if resolve.is_none() && input.blocking == Blocking::Objection {
        return Err(Refusal::usage(
            "an objection must say what would resolve it",
            "--resolve TEXT",
        ));
    }
    let objection = ObjectionId {
        slug: new_slug(folder, input, &owner, &about)?,
        participant: owner,
    };
    let record = Objection {
        about,
        problem,
        resolve,
        blocking: input.blocking == Blocking::Objection,
        kind: input.kind,
        on: read.latest().map(|revision| revision.name),
        received: match &entered {
            Some(entered) => entered.received,
            None => late_without_history(folder, now),
        },
        answer: None,
        answer_at: None,
        answer_reason: None,
        withdrawn: false,
        withdrawn_reason: None,
        entered,
        reply_entered: None,
    };
    let path = register.path(&RecordPath::Objection(id.clone(), objection.clone()));
    let what = if record.blocking {
        "objection"
    } else {
        "comment"
    };
    let subject = format!("Raise the {what} {objection} to {id}");
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
                "the name \"position\" is kept for objections that position files carry",
                "--id another-name",
            ));
        }
        if taken(slug) {
            let sentence = format!("there is an objection {owner}.{slug} already");
            return Err(Refusal::rules(sentence, "--id another-name"));
        }
        return Ok(slug.clone());
    }
    let short: String = slug(about).split('-').take(4).collect::<Vec<_>>().join("-");
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
        .ok_or_else(|| Refusal::usage("no name can be made for the objection", "--id NAME"))
}

/// When it was raised, where that cannot be told from the history: in a call that froze no commit,
/// an objection after the close says so itself.
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

/// Adds an objection to those that the actor's own position joins, or takes it out of them.
///
/// # Errors
/// Refused where there is no such objection, where it is `actor`'s own, withdrawn or a duplicate,
/// where there is no position to join it with, and where the call is over.
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
    let verb = match what {
        Joining::Join => "Join",
        Joining::Leave => "Leave",
    };
    Ok(entry(
        [(path.clone(), edit.finish())],
        format!("{verb} {of} on {id}"),
        &[("Proposal", &id), ("Objection", &of), ("By", &actor.id)],
    ))
}

/// The actor's own position, which alone can join: both ways to go on are named where there is
/// none.
fn own_position<'r>(
    folder: &'r ProposalRecords,
    id: &ProposalId,
    of: &ObjectionId,
    owner: &ParticipantId,
) -> Result<(&'r String, &'r Position), Refusal> {
    let both = format!("give a position first: plenary position {id} VALUE --joins {of}");
    let Some((path, file)) = folder.position_of(&Owner::Participant(owner.clone())) else {
        let sentence = format!("{owner} has no position on {id} that could join {of}");
        return Err(Refusal::rules(sentence, both));
    };
    match &file.position {
        None => Err(unreadable(path)),
        Some(position) if position.withdrawn => Err(Refusal::rules(
            format!("{owner} took their position on {id} back, and what it joins counts no longer"),
            both,
        )),
        Some(position) => Ok((path, position)),
    }
}

/// After the close positions stay as they were, with all that they join.
fn must_be_in_time(folder: &ProposalRecords, id: &ProposalId, now: Instant) -> Result<(), Refusal> {
    match folder.undecided_call() {
        Some((n, call)) if !call.is_open(now) => Err(Refusal::rules(
            format!(
                "call {n} on {id} closed at {}, and positions stay as they were then, with the \
                 objections that they join",
                call.closing()
            ),
            format!(
                "an objection of your own is late, and shown: plenary object {id} --about TEXT --problem TEXT --resolve TEXT"
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
            format!("{of} is your own objection, and you stand behind it already"),
            format!("plenary show {of}"),
        ));
    }
    if raised.objection.withdrawn {
        return Err(Refusal::rules(
            format!("{of} was withdrawn by its objector"),
            format!(
                "raise an objection of your own: plenary object {id} --about TEXT --problem TEXT --resolve TEXT"
            ),
        ));
    }
    if let Some(original) = folder.original(of) {
        return Err(Refusal::rules(
            format!("{of} is a duplicate of {original}"),
            format!("plenary join {original}"),
        ));
    }
    if position.joins.contains(of) {
        return Err(Refusal::rules(
            format!("{owner} joins {of} already"),
            format!("to take that back: plenary join {of} --leave"),
        ));
    }
    Ok(position.joins.iter().chain([of]).cloned().collect())
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
            format!("{owner} does not join {of}"),
            match joins.as_slice() {
                [] => "the position joins no objection".to_owned(),
                joins => format!("it joins {}", listed(joins)),
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
            format!("the position {name} needs an objection, and without {of} it has none"),
            "another position first, or an objection of your own",
        ));
    }
    Ok(joins)
}
