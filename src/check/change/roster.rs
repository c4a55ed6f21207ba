//! Checks changes of charter, keys and participant list by the rights before the change.

use crate::check::change::context::{ChangeContext, RecordChange, Trial};
use crate::procedure::rights::{self, Deed};
use crate::record::described::{Described, Mark};
use crate::record::participant::Participant;
use crate::record::path::RecordPath;
use crate::register::records::ProposalRecords;
use crate::value::code;
use crate::value::id::ParticipantId;

/// Only chairs change the charter and the keys.
pub(super) fn rules(trial: &mut Trial<'_>) {
    let what = match trial.piece.record {
        RecordPath::Charter => "the charter",
        _ => "the list of signing keys",
    };
    let may = rights::may(Deed::ChangeCharter, &trial.ground.register());
    trial.owned(code::P207, what, &may);
}

/// Chairs and secretaries change the participant list. Participants change their own email addresses and
/// interests.
pub(super) fn participant(trial: &mut Trial<'_>, who: &ParticipantId) {
    let about = trial.ground.register().of(who);
    let (deed, what) = match is_own(trial.piece) {
        true => (Deed::ChangeOwnEntry, format!("participant {who}")),
        false => (
            Deed::KeepParticipants,
            format!("participant {who} (more than email addresses and interests)"),
        ),
    };
    trial.owned(code::P207, &what, &rights::may(deed, &about));
    moved_in_a_call(trial, who);
}

/// Whether only email addresses and interests changed, which participants change themselves.
pub(super) fn is_own(piece: &RecordChange<'_>) -> bool {
    let (Some(old), Some(new)) = piece.sides(Participant::read) else {
        return false;
    };
    let moved = Participant::moved(&old, &new);
    moved.iter().all(|moved| moved.mark == Mark::Own)
}

/// The participant list is fixed at opening: another group or affiliation counts from the next call on.
fn moved_in_a_call(trial: &mut Trial<'_>, who: &ParticipantId) {
    let (Some(old), Some(new)) = trial.piece.sides(Participant::read) else {
        return;
    };
    let terms = |who: &Participant| who.memberships.terms.clone();
    let key = match (old.group != new.group, old.affiliation != new.affiliation) {
        (true, _) => "group",
        (false, true) => "affiliation",
        (false, false) if terms(&old) != terms(&new) => "membership",
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
            "the {key} of {who} changes while call {n} on {id} is open, so it counts only from the \
             next call on"
        );
        let hint = "nothing to do, unless it was meant for the open call";
        trial.found_at(key, code::P213, sentence, hint);
    }
}

/// Whether a participant has this id as a former id after the change.
pub(super) fn is_renamed(ground: &ChangeContext<'_>, who: &ParticipantId) -> bool {
    let entries = ground.pieces.iter();
    let mut entries = entries.filter(|piece| matches!(piece.record, RecordPath::Participant(_)));
    entries.any(|piece| {
        let new = piece.read_after(Participant::read);
        new.is_some_and(|new| new.also.contains(who))
    })
}

/// Finds a participant who is removed although records can name them.
pub(super) fn gone(trial: &mut Trial<'_>, who: &ParticipantId) {
    let what = format!("participant {who}");
    let may = rights::may(Deed::KeepParticipants, &trial.ground.register());
    trial.owned(code::P207, &what, &may);
    if !is_renamed(trial.ground, who) {
        let sentence = format!("participant {who} cannot be deleted: records can name them");
        let hint = format!(
            "restore the file, and suspend the participant or change the membership. For a new id: \
             plenary participant rename {who} NAME"
        );
        trial.found(code::P202, sentence, hint);
    }
}
