//! What a row's position does to the one that is on record. What somebody answered with their own
//! hand, or took back, is never overwritten by what was relayed.

use crate::act::intake::cells::Cells;
use crate::act::intake::given::Given;
use crate::act::intake::ground::Ground;
use crate::record::edit::Edit;
use crate::record::path::Owner;
use crate::record::position::{OF_THE_ANSWER, OF_THE_GIVING, Position};
use crate::register::records::PositionFile;

/// What becomes of a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// It is on record so already.
    None,
    /// It is written, with what that does.
    Written {
        does: String,
        path: String,
        bytes: Vec<u8>,
    },
    /// It cannot be written; the cells say why.
    Open,
}

/// What a position does to the one on record of `owner`.
pub(super) fn change(
    ground: &Ground<'_>,
    owner: &Owner,
    given: &Given,
    cells: &mut Cells<'_>,
) -> Change {
    let new = &given.position;
    let Some((path, file)) = ground.filed(owner) else {
        return written(ground, owner, new, None, format!("gives {}", new.position));
    };
    let Some(old) = &file.position else {
        cells.refuse(format!("{path} cannot be read"), "plenary check");
        return Change::Open;
    };
    if is_same(ground, owner, old, given) {
        return match later_provenance(old, new) {
            false => Change::None,
            true => written(
                ground,
                owner,
                new,
                Some(file),
                "notes how it was given".to_owned(),
            ),
        };
    }
    // What was given for a call on another track stands in nobody's way.
    let elsewhere = old.track.is_some() && old.track != new.track;
    if !elsewhere && kept(ground, owner, old, given, cells) {
        return Change::Open;
    }
    let does = match (new.withdrawn, old.position == new.position) {
        (true, _) => format!("takes back {}", old.position),
        (false, true) => format!("says more of {}", new.position),
        (false, false) => format!("changes {} to {}", old.position, new.position),
    };
    written(ground, owner, new, Some(file), does)
}

/// Whether the file says all that the row says.
fn is_same(ground: &Ground<'_>, owner: &Owner, old: &Position, given: &Given) -> bool {
    let new = &given.position;
    let text =
        |old: &Option<String>, new: &Option<String>| new.is_none() || trimmed(old) == trimmed(new);
    let on = match given.says_revision {
        true => old.on == new.on,
        false => old.on.is_none() || old.on == new.on,
    };
    old.position == new.position
        && old.track == new.track
        && old.withdrawn == new.withdrawn
        && on
        && text(&old.reason, &new.reason)
        && text(&old.interest, &new.interest)
        && (new.joins.is_empty() || old.joins == new.joins)
        && (new.until.is_none() || old.until == new.until)
        && (new.proxy.is_none() || old.proxy == new.proxy)
        && (new.problem.is_none() || carries(old, new) || has_raised(ground, owner, new))
}

fn trimmed(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("").trim()
}

/// Whether the owner has raised the row's objection in a file of its own.
fn has_raised(ground: &Ground<'_>, owner: &Owner, new: &Position) -> bool {
    let Owner::Participant(by) = owner else {
        return false;
    };
    ground.folder.objections.iter().any(|(id, raised)| {
        id.participant == *by
            && !id.is_in_position()
            && raised.objection.problem.trim() == trimmed(&new.problem)
            && trimmed(&raised.objection.resolve) == trimmed(&new.resolve)
    })
}

/// Whether the position's file carries the row's objection.
fn carries(old: &Position, new: &Position) -> bool {
    trimmed(&old.problem) == trimmed(&new.problem) && trimmed(&old.resolve) == trimmed(&new.resolve)
}

/// Whether the row says when or where a relayed position was given, and the file says otherwise.
fn later_provenance(old: &Position, new: &Position) -> bool {
    old.relayed_by.is_some()
        && ((new.received.is_some() && new.received != old.received)
            || (new.evidence.is_some() && new.evidence != old.evidence))
}

/// Whether what is on record stays, and somebody has to look; the cells say why.
fn kept(
    ground: &Ground<'_>,
    owner: &Owner,
    old: &Position,
    given: &Given,
    cells: &mut Cells<'_>,
) -> bool {
    let (id, new) = (&ground.input.proposal, &given.position);
    let own_way = match owner {
        Owner::Participant(who) => format!("plenary position {id} {} --for {who}", new.position),
        Owner::Group(group) => format!("plenary position {id} {} --group {group}", new.position),
    };
    let relayed_to_oneself = *owner == Owner::Participant(ground.relayer.clone());
    let renewed = old.position == new.position && !given.says_revision && old.on < new.on;
    if old.withdrawn && !new.withdrawn {
        cells.ask(
            format!("{owner} took {} back", old.position),
            format!("if it is given anew: {own_way}"),
        );
    } else if let (true, Some(on)) = (renewed && old.on.is_some(), new.on) {
        cells.ask(
            format!("{owner} gave {} on an earlier revision, and the row does not say that {on} was read", old.position),
            format!("a column \"on\", or --on {on} for all rows"),
        );
    } else if old.relayed_by.is_none() && !relayed_to_oneself {
        cells.ask(
            format!(
                "{owner} gave {} in person, and the row says otherwise",
                old.position
            ),
            format!("if the row is the later word: {own_way}"),
        );
    } else if old
        .received
        .zip(new.received)
        .is_some_and(|(old, new)| new < old)
    {
        cells.ask(
            format!("what is on record of {owner} was received later than the row"),
            "leave the row out",
        );
    } else {
        return false;
    }
    true
}

fn written(
    ground: &Ground<'_>,
    owner: &Owner,
    new: &Position,
    file: Option<&PositionFile>,
    does: String,
) -> Change {
    let path = ground.path(owner);
    let before = file.and_then(|file| file.position.as_ref());
    let same_file = file.is_some_and(|file| file.owner == *owner);
    let open = same_file
        .then(|| ground.register.bytes(&path).and_then(Edit::open))
        .flatten();
    // An objection that has a file of its own is not raised a second time.
    let mut new = new.clone();
    if new.problem.is_some() && has_raised(ground, owner, &new) {
        (new.about, new.problem, new.resolve) = (None, None, None);
    }
    let bytes = match open {
        None => new.sheet().finish().into_bytes(),
        Some(mut edit) => {
            edit.remove(OF_THE_GIVING);
            if before.is_none_or(|before| before.position != new.position) {
                edit.remove(OF_THE_ANSWER);
            }
            edit.set(new.sheet());
            edit.finish()
        }
    };
    Change::Written { does, path, bytes }
}
