//! Says at once that a position will not be counted, or only while somebody else gives none.

use crate::act::actor::Actor;
use crate::act::position::{GivePosition, OnBehalfOf, PositionValue};
use crate::procedure::rights::About;
use crate::record::path::Owner;
use crate::record::track::Track;
use crate::register::records::Register;
use crate::tally::electorate::Electorate;
use crate::value::class::CountUnit;
use crate::value::id::{ParticipantId, ProposalId, StandingName};
use crate::value::sentence::any_of;

/// Why the position that is given is not counted, as a sentence; nothing where it is, as far as the
/// participant list says. A withdrawal is counted nowhere, and a track that counts nothing says so
/// on every screen.
pub fn not_counted(
    register: &Register,
    id: &ProposalId,
    input: &GivePosition,
    actor: &Actor,
) -> Option<String> {
    let who = match &input.of {
        OnBehalfOf::Oneself => &actor.id,
        OnBehalfOf::Participant(who) => who,
        OnBehalfOf::Group(_) => return None,
    };
    let track = About::proposal(register, id).track()?;
    if input.answer == PositionValue::Withdrawn || track.count == CountUnit::None {
        return None;
    }
    if track.count == CountUnit::Groups {
        let track = &track.id;
        return Some(format!(
            "The position of {who} is shown, and not counted: the track {track} counts the positions of groups."
        ));
    }
    let charter = register.charter.as_ref()?;
    let electorate = Electorate::of(charter, register, track);
    match electorate.seat_of(who) {
        None => Some(without_a_seat(register, track, who)),
        Some(seat) if seat.holder != *who => Some(of_an_alternate(register, id, &seat.holder, who)),
        Some(_) => None,
    }
}

fn without_a_seat(register: &Register, track: &Track, who: &ParticipantId) -> String {
    let names = |all: &[StandingName]| any_of(all.iter().map(StandingName::as_str));
    let (id, counted) = (&track.id, names(&track.electorate));
    let participant = register.participant(who);
    let why = match participant {
        Some(it) if it.suspended.is_some() => format!("{who} is suspended"),
        Some(it) if !it.stands_as(&track.electorate) => format!(
            "the track {id} counts {counted}, and {who} is {}",
            names(&it.standing)
        ),
        _ => format!("{who} has no seat on the track {id}"),
    };
    format!("The position of {who} is shown, and not counted: {why}.")
}

fn of_an_alternate(
    register: &Register,
    id: &ProposalId,
    holder: &ParticipantId,
    who: &ParticipantId,
) -> String {
    let folder = register.proposals.get(id);
    let mut files = folder
        .into_iter()
        .flat_map(|folder| folder.positions.values());
    let answered = files.any(|file| {
        let known = match &file.owner {
            Owner::Participant(id) => id == holder,
            Owner::Group(_) => false,
        };
        known && file.position.as_ref().is_some_and(|read| !read.withdrawn)
    });
    match answered {
        true => format!(
            "The position of {who} is shown, and not counted: {who} is an alternate, and {holder} has answered."
        ),
        false => format!(
            "The position of {who}, an alternate, is counted only as long as {holder} gives none."
        ),
    }
}
