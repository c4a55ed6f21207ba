//! Charter, keys and roster: changed by those who may by the rules before the change.

use crate::check::change::context::{ChangeContext, RecordChange, Trial};
use crate::procedure::rights::{self, Deed};
use crate::record::described::{Described, Mark};
use crate::record::participant::Participant;
use crate::record::path::RecordPath;
use crate::register::records::ProposalRecords;
use crate::value::code;
use crate::value::id::ParticipantId;

/// The charter and the keys are the chairs'.
pub(super) fn rules(trial: &mut Trial<'_>) {
    let what = match trial.piece.record {
        RecordPath::Charter => "the charter",
        _ => "the keys that may sign",
    };
    let may = rights::may(Deed::ChangeCharter, &trial.ground.register());
    trial.owned(code::P207, what, &may);
}

/// The roster is kept by chairs and secretaries; addresses and interests are everybody's own.
pub(super) fn participant(trial: &mut Trial<'_>, who: &ParticipantId) {
    let about = trial.ground.register().of(who);
    let (deed, what) = match is_own(trial.piece) {
        true => (Deed::ChangeOwnEntry, format!("the roster's entry of {who}")),
        false => (
            Deed::KeepParticipants,
            format!("the roster's entry of {who}, beyond addresses and interests"),
        ),
    };
    trial.owned(code::P207, &what, &rights::may(deed, &about));
    moved_in_a_call(trial, who);
}

/// Whether nothing changed but what participants change themselves: their addresses, and what they
/// declare of their interests.
pub(super) fn is_own(piece: &RecordChange<'_>) -> bool {
    let (Some(old), Some(new)) = piece.sides(Participant::read) else {
        return false;
    };
    let moved = Participant::moved(&old, &new);
    moved.iter().all(|moved| moved.mark == Mark::Own)
}

/// A call froze the roster when it opened: another group or affiliation counts from the next on.
fn moved_in_a_call(trial: &mut Trial<'_>, who: &ParticipantId) {
    let (Some(old), Some(new)) = trial.piece.sides(Participant::read) else {
        return;
    };
    let key = match (old.group != new.group, old.affiliation != new.affiliation) {
        (true, _) => "group",
        (false, true) => "affiliation",
        (false, false) => return,
    };
    let now = trial.ground.change.now;
    let open = |folder: &ProposalRecords| {
        let undecided = folder.undecided_call();
        undecided
            .filter(|(_, call)| call.is_open(now))
            .map(|(n, _)| n)
    };
    let proposals = trial.ground.before.proposals.iter();
    let mut running = proposals.filter_map(|(id, folder)| Some((id, open(folder)?)));
    if let Some((id, n)) = running.next() {
        let sentence = format!(
            "the {key} of {who} changes while call {n} on {id} is open, and counts from the next \
             call on"
        );
        let hint = "nothing, unless it was meant for the call that is open";
        trial.found_at(key, code::P213, sentence, hint);
    }
}

/// Whether the roster after the change has this id as a former one of somebody.
pub(super) fn is_renamed(ground: &ChangeContext<'_>, who: &ParticipantId) -> bool {
    let entries = ground.pieces.iter();
    let mut entries = entries.filter(|piece| matches!(piece.record, RecordPath::Participant(_)));
    entries.any(|piece| {
        let new = piece.read_after(Participant::read);
        new.is_some_and(|new| new.also.contains(who))
    })
}

/// A participant who is taken off the roster takes a name from the records.
pub(super) fn gone(trial: &mut Trial<'_>, who: &ParticipantId) {
    let what = format!("the roster's entry of {who}");
    let may = rights::may(Deed::KeepParticipants, &trial.ground.register());
    trial.owned(code::P207, &what, &may);
    if !is_renamed(trial.ground, who) {
        let sentence = format!("{who} is taken off the roster, and records name them");
        let hint = format!(
            "put the file back; who takes no part says so: suspended = \"…\", or another \
             standing; who has another id: plenary participant rename {who} NAME, \
             which writes also = [\"{who}\"]"
        );
        trial.found(code::P202, sentence, hint);
    }
}
