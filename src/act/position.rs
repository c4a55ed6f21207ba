//! Gives a position, changes it, or takes it back.

mod counted;
mod proxy;
mod time;

use crate::act::actor::Actor;
use crate::act::behalf::known;
pub use crate::act::position::counted::not_counted;
pub use crate::act::position::time::late_for;
use crate::act::position::time::{must_be_in_time, must_end_if_held};
use crate::act::refusal::Refusal;
use crate::act::target::{charter, entry, must_be_undecided, proposal, said};
use crate::procedure::rights::{About, Deed};
use crate::record::edit::Edit;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::{HOLD, OF_THE_ANSWER, OF_THE_GIVING, Position};
use crate::record::track::Track;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
use crate::tally::closing::{is_backed, live};
use crate::value::clock::Instant;
use crate::value::id::{
    GroupId, ObjectionId, ParticipantId, PositionName, ProposalId, RevisionName, TrackId,
};
use crate::value::suggest;

/// Whose position is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum For {
    /// The actor's own.
    Oneself,
    /// Another participant's, who said so elsewhere.
    Participant(ParticipantId),
    /// A group's, by its representative.
    Group(GroupId),
}

/// With whose authority it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// That of whose position it is: they gave it, whoever types it.
    Own,
    /// The actor's, as a proxy.
    Proxy,
}

/// What is done to the position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is given.
    Given(PositionName),
    /// It is taken back.
    Withdrawn,
}

/// A position to be recorded.
#[derive(Debug, Clone)]
pub struct Give {
    /// The proposal.
    pub proposal: ProposalId,
    /// Whose it is.
    pub of: For,
    /// With whose authority it is given.
    pub authority: Authority,
    /// What is answered.
    pub answer: Answer,
    /// Until when it holds, where it is a hold.
    pub until: Option<Instant>,
    /// The revision that was read; the one that the call is about, where none is given.
    pub on: Option<RevisionName>,
    /// Why.
    pub reason: Option<String>,
    /// A conflict of interest worth saying.
    pub interest: Option<String>,
    /// Objections of others that it supports.
    pub joins: Vec<ObjectionId>,
    /// When it was given, where it is relayed.
    pub received: Option<Instant>,
    /// Where that can be seen.
    pub evidence: Option<String>,
}

/// Writes a position file, or edits the one that is there.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where the track has no such position,
/// where the call is over, and where the position needs an objection that is not there.
pub fn position(
    register: &Register,
    input: &Give,
    actor: &Actor,
    now: Instant,
) -> Result<Entry, Refusal> {
    let id = &input.proposal;
    let (folder, read) = proposal(register, id)?;
    must_be_undecided(folder, id)?;
    let owner = owner(register, input, actor)?;
    let call = folder.undecided_call();
    let governing = call.map_or(&read.track, |(_, call)| &call.track);
    let track = charter(register)?.track(governing);
    proxy::must_be_allowed(track, folder, input, &owner, actor)?;
    must_end_if_held(input, now)?;
    if let (Answer::Given(name), Some(track)) = (&input.answer, track) {
        allowed(track, name)?;
        must_have_objection(register, track, name, folder, input, &owner)?;
    }
    let elsewhere = Some(governing).filter(|track| **track != read.track);
    let current = call.map(|(_, call)| call.revision);
    let on = input
        .on
        .or(current)
        .or(read.latest().map(|revision| revision.name));
    if let Some(unknown) = on.filter(|on| read.revision(*on).is_none()) {
        let known: Vec<String> = read.revisions.iter().map(|r| r.name.to_string()).collect();
        let hint = format!("--on {}", suggest::listed(known.iter().map(String::as_str)));
        return Err(Refusal::usage(
            format!("{id} has no revision {unknown}"),
            hint,
        ));
    }
    if let (Some(on), Some((n, call))) = (on, call)
        && on > call.revision
    {
        let sentence = format!(
            "call {n} on {id} is about {}, and {on} came after it",
            call.revision
        );
        return Err(Refusal::rules(sentence, format!("--on {}", call.revision)));
    }
    must_be_in_time(input, call, now)?;
    let filed = folder.position_of(&owner);
    let path = match filed {
        Some((path, _)) => path.clone(),
        None => register.path(&RecordPath::Position(id.clone(), owner.clone())),
    };
    let old = register.bytes(&path).and_then(Edit::open);
    let text = match (&input.answer, old) {
        (Answer::Withdrawn, None) => {
            let sentence = format!("{owner} has no position on {id} to take back");
            return Err(Refusal::usage(
                sentence,
                format!("plenary position {id} VALUE"),
            ));
        }
        (Answer::Withdrawn, Some(mut edit)) => {
            let mut sheet = crate::record::sheet::Sheet::new();
            let relays = matches!(&input.of, For::Participant(who) if *who != actor.id);
            sheet
                .maybe_text("track", elsewhere.map(TrackId::as_str))
                .maybe_text("relayed-by", relays.then(|| actor.id.as_str()))
                .flag("withdrawn", true);
            edit.set(sheet);
            edit.finish()
        }
        (Answer::Given(name), old) => {
            let before = filed.and_then(|(_, file)| file.position.as_ref());
            let old = old.map(|old| cleared(old, before, name));
            let position = said_so(input, name, on, elsewhere, actor)?;
            match old {
                None => position.sheet().finish().into_bytes(),
                Some(mut edit) => {
                    edit.set(position.sheet());
                    edit.finish()
                }
            }
        }
    };
    let verb = if input.answer == Answer::Withdrawn {
        "Withdraw"
    } else {
        "Give"
    };
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Participant", owner.to_string()),
        ("By", actor.id.to_string()),
    ];
    Ok(entry(
        [(path, text)],
        format!("{verb} the position of {owner} on {id}"),
        trailers,
    ))
}

/// The position as the input has it; `elsewhere` is the track of the call where that is not the
/// proposal's own.
fn said_so(
    input: &Give,
    name: &PositionName,
    on: Option<RevisionName>,
    elsewhere: Option<&TrackId>,
    actor: &Actor,
) -> Result<Position, Refusal> {
    let prose = |text: &Option<String>, what: &str, flag: &str| {
        let text = text.as_deref();
        text.map(|text| said(text, what, flag)).transpose()
    };
    let evidence = input.evidence.clone();
    let typed_by = |authority: Authority| {
        let other = matches!(input.of, For::Participant(_)) && input.authority == authority;
        other.then(|| actor.id.clone())
    };
    Ok(Position {
        track: elsewhere.cloned(),
        on,
        reason: prose(&input.reason, "the reason", "--reason")?,
        interest: prose(&input.interest, "the interest", "--interest")?,
        joins: input.joins.clone(),
        until: input.until,
        relayed_by: typed_by(Authority::Own),
        received: input.received,
        evidence: evidence.filter(|link| !link.trim().is_empty()),
        proxy: typed_by(Authority::Proxy),
        ..Position::new(name.clone())
    })
}

/// The file without what it says of the answer before: how that was given, and, where the new one
/// is another, why.
fn cleared(mut old: Edit, before: Option<&Position>, name: &PositionName) -> Edit {
    old.remove(OF_THE_GIVING);
    if before.is_none_or(|before| before.position != *name) {
        old.remove(OF_THE_ANSWER);
    }
    old
}

fn owner(register: &Register, input: &Give, actor: &Actor) -> Result<Owner, Refusal> {
    let charter = charter(register)?;
    match &input.of {
        For::Oneself => Ok(Owner::Participant(actor.id.clone())),
        For::Participant(id) if *id == actor.id => Ok(Owner::Participant(id.clone())),
        For::Participant(id) => {
            let present = known(register, id)?;
            if input.authority == Authority::Own {
                let about = About::proposal(register, &input.proposal).of(present);
                actor.must(Deed::EnterForAnother, &about)?;
            }
            Ok(Owner::Participant(present.clone()))
        }
        For::Group(id) => {
            let group = charter.group(id).ok_or_else(|| {
                let ids = charter.groups.iter().map(|group| group.id.as_str());
                let hint = format!("its groups are {}", suggest::listed(ids));
                Refusal::usage(format!("the charter has no group {id}"), hint)
            })?;
            let about = About::proposal(register, &input.proposal).of_group(&group.id);
            actor.must(Deed::GivePosition, &about)?;
            Ok(Owner::Group(id.clone()))
        }
    }
}

fn allowed(track: &Track, name: &PositionName) -> Result<(), Refusal> {
    if track.position(name).is_some() || name.as_str() == HOLD {
        return Ok(());
    }
    let names = || {
        track
            .positions
            .iter()
            .map(|position| position.name.as_str())
    };
    let listed = suggest::listed(names());
    let hint = match suggest::nearest(name.as_str(), names()) {
        Some(meant) => format!("did you mean {meant}? The positions are {listed}"),
        None => format!("the positions are {listed}"),
    };
    Err(Refusal::usage(
        format!("the track {} has no position {name}", track.id),
        hint,
    ))
}

/// A position that needs an objection is refused without one, and not set aside later.
fn must_have_objection(
    register: &Register,
    track: &Track,
    name: &PositionName,
    folder: &Folder,
    input: &Give,
    owner: &Owner,
) -> Result<(), Refusal> {
    if !lacks_objection(register, track, name, folder, owner, &input.joins) {
        return Ok(());
    }
    let id = &input.proposal;
    Err(Refusal::rules(
        format!("the position {name} needs an objection, and {owner} has none on {id}"),
        format!(
            "raise one, or support another with --joins: plenary object {id} --about TEXT --problem TEXT --resolve TEXT"
        ),
    ))
}

/// Whether a position counts only together with an objection, and has none: neither one of its
/// owner's own nor one among `joins`.
pub(crate) fn lacks_objection(
    register: &Register,
    track: &Track,
    name: &PositionName,
    folder: &Folder,
    owner: &Owner,
    joins: &[ObjectionId],
) -> bool {
    let needs = track.position(name).is_some_and(|it| it.needs_objection);
    let live = || live(folder).map(|(id, _)| id).collect();
    needs && !is_backed(register, &live(), owner, joins)
}
