//! Joins an objection of somebody else's with one's own position, or leaves it.

use crate::act::actor::Actor;
use crate::act::behalf::{self, Behalf};
use crate::act::position::lacks_objection;
use crate::act::refusal::Refusal;
use crate::act::target::{entry, must_be_undecided, objection, proposal};
use crate::procedure::rights::About;
use crate::record::act::ENTERED;
use crate::record::edit::Edit;
use crate::record::path::Owner;
use crate::record::position::Position;
use crate::record::sheet::Sheet;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};
use crate::value::suggest;

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
    id: &ProposalId,
    of: &ObjectionId,
    what: Joining,
    (actor, behalf): (&Actor, &Behalf),
    now: Instant,
) -> Result<Entry, Refusal> {
    let (folder, _) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let (owner, entered) = behalf::owner(register, id, behalf, actor, now)?;
    let (path, position) = own_position(folder, id, of, &owner)?;
    must_be_in_time(folder, id, now)?;
    let joins = match what {
        Joining::Join => joined(register, folder, id, of, &owner, position)?,
        Joining::Leave => left(register, folder, id, of, &owner, position)?,
    };
    let mut edit = register
        .bytes(path)
        .and_then(Edit::open)
        .ok_or_else(|| Refusal::rules(format!("{path} cannot be read"), "plenary check"))?;
    let mut sheet = Sheet::new();
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
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Objection", of.to_string()),
        ("By", actor.id.to_string()),
    ];
    Ok(entry(
        [(path.clone(), edit.finish())],
        format!("{verb} {of} on {id}"),
        trailers,
    ))
}

/// The actor's own position, which alone can join: both ways to go on are named where there is
/// none.
fn own_position<'r>(
    folder: &'r Folder,
    id: &ProposalId,
    of: &ObjectionId,
    owner: &ParticipantId,
) -> Result<(&'r String, &'r Position), Refusal> {
    let both = format!("give a position first: plenary position {id} VALUE --joins {of}");
    let Some((path, file)) = folder.position_of(&Owner::Participant(owner.clone())) else {
        let sentence = format!("{} has no position on {id} that could join {of}", *owner);
        return Err(Refusal::rules(sentence, both));
    };
    match &file.position {
        None => Err(Refusal::rules(
            format!("{path} cannot be read"),
            "plenary check",
        )),
        Some(position) if position.withdrawn => Err(Refusal::rules(
            format!(
                "{} took their position on {id} back, and what it joins counts no longer",
                *owner
            ),
            both,
        )),
        Some(position) => Ok((path, position)),
    }
}

/// After the close positions stay as they were, with all that they join.
fn must_be_in_time(folder: &Folder, id: &ProposalId, now: Instant) -> Result<(), Refusal> {
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
    folder: &Folder,
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
            format!("{} joins {of} already", *owner),
            format!("to take that back: plenary join {of} --leave"),
        ));
    }
    Ok(position.joins.iter().chain([of]).cloned().collect())
}

fn left(
    register: &Register,
    folder: &Folder,
    id: &ProposalId,
    of: &ObjectionId,
    owner: &ParticipantId,
    position: &Position,
) -> Result<Vec<ObjectionId>, Refusal> {
    let mut joins = position.joins.clone();
    joins.retain(|joined| joined != of);
    if joins.len() == position.joins.len() {
        return Err(Refusal::rules(
            format!("{} does not join {of}", *owner),
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

fn listed(joins: &[ObjectionId]) -> String {
    let names: Vec<String> = joins.iter().map(ToString::to_string).collect();
    suggest::listed(names.iter().map(String::as_str))
}
