//! Says at once that a position will not be counted, or only until another participant answers.

use crate::act::actor::Actor;
use crate::act::position::{GivePosition, OnBehalfOf, PositionValue};
use crate::procedure::rights::About;
use crate::record::path::Owner;
use crate::record::track::Track;
use crate::register::records::Register;
use crate::tally::electorate::Electorate;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId, StandingName};
use crate::value::sentence::all_of;

/// Why the position that is given is not counted, as a sentence; nothing where it is counted, as far as
/// the participant list says. A withdrawal is not counted anyway, and a track that counts nothing says
/// so on every screen.
pub fn not_counted(
    register: &Register,
    id: &ProposalId,
    input: &GivePosition,
    actor: &Actor,
    now: Instant,
) -> Option<String> {
    let who = match &input.of {
        OnBehalfOf::Oneself => &actor.id,
        OnBehalfOf::Participant(who) => who,
        OnBehalfOf::Group(_) => return None,
    };
    let track = About::proposal(register, id).track()?;
    if input.answer == PositionValue::Withdrawn {
        return None;
    }
    let call = register.proposals.get(id)?.current_call();
    let opened = call.map_or(now, |(_, call)| call.opens);
    let electorate = Electorate::of(register.charter.as_ref()?, register, track, Some(opened));
    seatless(register, id, (track, &electorate), who)
}

/// Why a position of `who` is not counted on a track.
pub(super) fn seatless(
    register: &Register,
    id: &ProposalId,
    (track, electorate): (&Track, &Electorate),
    who: &ParticipantId,
) -> Option<String> {
    match track.count {
        CountUnit::None => return None,
        CountUnit::Groups => {
            return Some(format!(
                "The position of {who} is shown but not counted: track {} counts the positions of groups.",
                track.id
            ));
        }
        _ => {}
    }
    match electorate.seat_of(who) {
        None => Some(without_a_seat(register, track, who)),
        Some(seat) if seat.holder != *who => Some(of_an_alternate(register, id, &seat.holder, who)),
        Some(_) => None,
    }
}

fn without_a_seat(register: &Register, track: &Track, who: &ParticipantId) -> String {
    let id = &track.id;
    match register.participant(who) {
        Some(it) if it.suspended.is_some() => {
            format!("The position of {who} is shown but not counted: {who} is suspended.")
        }
        Some(it) if it.groups(&track.electorate, None).is_empty() => {
            let counted = all_of(track.electorate.iter().map(StandingName::as_str));
            let own = all_of(it.memberships.names().map(StandingName::as_str));
            format!(
                "The position of {who} is shown but not counted: track {id} counts {counted}, and the \
                 membership of {who} is {own}."
            )
        }
        _ => format!(
            "The position of {who} is shown but not counted: {who} has no seat on track {id}."
        ),
    }
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
            "The position of {who} is shown but not counted: {who} is an alternate, and {holder} has answered."
        ),
        false => {
            format!("The position of {who}, an alternate, is counted only until {holder} answers.")
        }
    }
}
