//! One change, one purpose: nobody's position rides along with another's, or with a change of the
//! rules by which it is counted.

use std::collections::BTreeMap;

use crate::check::change::ground::Ground;
use crate::check::change::piece::Piece;
use crate::check::change::roster::is_own;
use crate::procedure::origin::Origin;
use crate::procedure::rights::{self, Deed};
use crate::record::objection::Objection;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::value::code;
use crate::value::finding::{Finding, Place};
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::suggest::listed;

/// Finds a change that does several things at once.
pub(super) fn mixed(ground: &Ground<'_>, out: &mut Vec<Finding>) {
    let own: Vec<(&Piece<'_>, String)> = ground
        .pieces
        .iter()
        .filter(|piece| piece.after.is_some() && !is_relayed(ground, piece))
        .filter_map(|piece| Some((piece, speaker(ground, piece)?)))
        .collect();
    several_people(ground, &own, out);
    let Some((_, who)) = own.first() else { return };
    for piece in ground.pieces.iter().filter(|piece| rules_over(piece)) {
        let sentence = format!(
            "this changes what positions are counted by, together with a record of {who}'s own"
        );
        let hint = "two requests: one for each";
        out.push(Finding::new(code::P217, Place::file(piece.path), sentence).hint(hint));
    }
    with_the_outside(ground, &own, out);
}

fn several_people(ground: &Ground<'_>, own: &[(&Piece<'_>, String)], out: &mut Vec<Finding>) {
    let mut first: BTreeMap<&str, &Piece<'_>> = BTreeMap::new();
    for (piece, who) in own {
        first.entry(who).or_insert(piece);
    }
    let relayed = ground.pieces.iter().find(|piece| is_relayed(ground, piece));
    let keepers = rights::may(Deed::EnterForAnother, &ground.register());
    let is_keeper = |who: &str| keepers.iter().any(|keeper| keeper.as_str() == who);
    let alone = first.len() == 1 && (relayed.is_none() || first.keys().all(|who| is_keeper(who)));
    if first.is_empty() || alone {
        return;
    }
    let mut names: Vec<&str> = first.keys().copied().collect();
    if relayed.is_some() {
        names.push("others by relay");
    }
    let names = listed(names).replace(" or ", " and ");
    for (piece, _) in own {
        let sentence = format!("this brings records of several people at once: of {names}");
        let hint = "a request for each; a chair or secretary who relays several says so in each: \
                    relayed-by = \"…\"";
        out.push(Finding::new(code::P217, Place::file(piece.path), sentence).hint(hint));
    }
}

/// A vote that comes with a change of the code beside it is looked at as the vote alone.
fn with_the_outside(ground: &Ground<'_>, own: &[(&Piece<'_>, String)], out: &mut Vec<Finding>) {
    let (Some((piece, _)), false) = (own.first(), ground.change.outside.is_empty()) else {
        return;
    };
    if ground.is_submitted_by(&rights::may(Deed::ChangeCharter, &ground.register())) {
        return;
    }
    let shown: Vec<String> = ground.change.outside.iter().take(5).cloned().collect();
    let names: Vec<String> = shown
        .iter()
        .map(|name| crate::value::text::shortened(name, 60))
        .collect();
    let names = listed(names.iter().map(String::as_str)).replace(" or ", " and ");
    let sentence = format!("the same request also changes {names}, beside the register");
    let hint = "two requests: one for each";
    out.push(Finding::new(code::P217, Place::file(piece.path), sentence).hint(hint));
}

/// Whose record it is, where it is somebody's own: a position given by proxy is the proxy's doing.
fn speaker(ground: &Ground<'_>, piece: &Piece<'_>) -> Option<String> {
    let who = |id: &ParticipantId| Some(id.to_string());
    match &piece.record {
        RecordPath::Position(id, owner) => {
            let proxy = piece.read_after(Position::read).and_then(|new| new.proxy);
            match (proxy, owner) {
                (Some(proxy), _) => who(&proxy),
                (None, Owner::Participant(id)) => who(id),
                (None, Owner::Group(group)) => match ground.origin {
                    Origin::Known(ids) if ground.is_submitted_by(&speakers(ground, id, owner)) => {
                        ids.first().map(ToString::to_string)
                    }
                    _ => Some(format!("@{group}")),
                },
            }
        }
        RecordPath::Objection(_, of) => who(&of.participant),
        RecordPath::Challenge(_, _, of) => who(&of.participant),
        RecordPath::Minority(_, _, by) | RecordPath::Appeal(_, _, by) => who(by),
        RecordPath::Participant(id)
            if is_own(piece) && ground.is_submitted_by(std::slice::from_ref(id)) =>
        {
            who(id)
        }
        _ => None,
    }
}

/// Who gives the position of an owner.
fn speakers(ground: &Ground<'_>, id: &ProposalId, owner: &Owner) -> Vec<ParticipantId> {
    rights::may(Deed::GivePosition, &ground.of_owner(id, owner))
}

/// Whether a position or an objection says that a chair or secretary relays it.
fn is_relayed(ground: &Ground<'_>, piece: &Piece<'_>) -> bool {
    let (id, relayer) = match &piece.record {
        RecordPath::Position(id, _) => {
            let position = piece.read_after(Position::read);
            (id, position.and_then(|new| new.relayed_by))
        }
        RecordPath::Objection(id, _) => {
            let objection = piece.read_after(Objection::read);
            let entered = objection.and_then(|new| new.reply_entered.or(new.entered));
            (id, entered.map(|entered| entered.by))
        }
        _ => return false,
    };
    let keepers = rights::may(Deed::EnterForAnother, &ground.about(id));
    relayer.is_some_and(|by| keepers.contains(&by))
}

/// Whether a record is what positions are counted by, or what counts them.
fn rules_over(piece: &Piece<'_>) -> bool {
    match &piece.record {
        RecordPath::Charter | RecordPath::AllowedSigners => true,
        RecordPath::Participant(_) => !is_own(piece),
        RecordPath::Call(..)
        | RecordPath::Designation(..)
        | RecordPath::Decision(..)
        | RecordPath::Manifest(..) => true,
        _ => false,
    }
}
