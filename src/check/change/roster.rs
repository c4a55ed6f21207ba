//! Charter, keys and roster: changed by those who may by the rules before the change.

use crate::check::change::ground::{Ground, Piece};
use crate::procedure::rights::{self, Deed};
use crate::record::described::{Described, Mark};
use crate::record::participant::Participant;
use crate::record::path::RecordPath;
use crate::value::code;
use crate::value::finding::{Finding, Place};
use crate::value::id::ParticipantId;

/// The charter and the keys are the chairs'.
pub(super) fn rules(ground: &Ground<'_>, piece: &Piece<'_>, out: &mut Vec<Finding>) {
    let what = match piece.record {
        RecordPath::Charter => "the charter",
        _ => "the keys that may sign",
    };
    let may = rights::may(Deed::ChangeCharter, &ground.register());
    ground.owned(piece, code::P207, what, &may, out);
}

/// The roster is kept by chairs and secretaries; addresses and interests are everybody's own.
pub(super) fn participant(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    who: &ParticipantId,
    out: &mut Vec<Finding>,
) {
    let about = ground.register().of(who);
    let (deed, what) = match is_own(piece) {
        true => (Deed::ChangeOwnEntry, format!("the roster's entry of {who}")),
        false => (
            Deed::KeepParticipants,
            format!("the roster's entry of {who}, beyond addresses and interests"),
        ),
    };
    let may = rights::may(deed, &about);
    ground.owned(piece, code::P207, &what, &may, out);
    moved_in_a_call(ground, piece, who, out);
}

/// Whether nothing changed but what participants change themselves: their addresses, and what they
/// declare of their interests.
pub(super) fn is_own(piece: &Piece<'_>) -> bool {
    let old = piece.read_before(Participant::read);
    let new = piece.read_after(Participant::read);
    let (Some(old), Some(new)) = (old, new) else {
        return false;
    };
    let moved = Participant::moved(&old, &new);
    moved.iter().all(|moved| moved.mark == Mark::Own)
}

/// A call froze the roster when it opened: another group or affiliation counts from the next on.
fn moved_in_a_call(
    ground: &Ground<'_>,
    piece: &Piece<'_>,
    who: &ParticipantId,
    out: &mut Vec<Finding>,
) {
    let old = piece.read_before(Participant::read);
    let (Some(old), Some(new)) = (old, piece.read_after(Participant::read)) else {
        return;
    };
    let key = match (old.group != new.group, old.affiliation != new.affiliation) {
        (true, _) => "group",
        (false, true) => "affiliation",
        (false, false) => return,
    };
    let now = ground.change.now;
    let open = |folder: &crate::register::records::Folder| {
        let undecided = folder
            .current_call()
            .filter(|(n, _)| folder.decision(*n).is_none());
        undecided
            .filter(|(_, call)| call.is_open(now))
            .map(|(n, _)| n)
    };
    let proposals = ground.before.proposals.iter();
    let mut running = proposals.filter_map(|(id, folder)| Some((id, open(folder)?)));
    if let Some((id, n)) = running.next() {
        let sentence = format!(
            "the {key} of {who} changes while call {n} on {id} is open, and counts from the next \
             call on"
        );
        let finding = ground.at(piece, key, code::P213, sentence);
        out.push(finding.hint("nothing, unless it was meant for the call that is open"));
    }
}

/// Whether the roster after the change has this id as a former one of somebody.
pub(super) fn is_renamed(ground: &Ground<'_>, who: &ParticipantId) -> bool {
    ground.pieces.iter().any(|piece| {
        let renamed = matches!(piece.record, RecordPath::Participant(_));
        renamed
            && piece
                .read_after(Participant::read)
                .is_some_and(|new| new.also.contains(who))
    })
}

/// A participant who is taken off the roster takes a name from the records.
pub(super) fn gone(ground: &Ground<'_>, piece: &Piece<'_>, out: &mut Vec<Finding>) {
    if let RecordPath::Participant(who) = &piece.record {
        let what = format!("the roster's entry of {who}");
        let may = rights::may(Deed::KeepParticipants, &ground.register());
        ground.owned(piece, code::P207, &what, &may, out);
        if !is_renamed(ground, who) {
            let sentence = format!("{who} is taken off the roster, and records name them");
            let hint = format!(
                "put the file back; who takes no part says so: suspended = \"…\", or another \
                 standing; who has another id: plenary participant rename {who} NAME, \
                 which writes also = [\"{who}\"]"
            );
            out.push(Finding::new(code::P202, Place::file(piece.path), sentence).hint(hint));
        }
    }
}
