//! Checks changes of a proposal and its text: who can make them, and when nobody can.

use crate::check::change::context::{ChangeContext, Trial};
use crate::check::change::fixed_fields::stays;
use crate::procedure::hand::is_input;
use crate::procedure::names::{only, people};
use crate::procedure::rights::{self, Deed};
use crate::record::call::Call;
use crate::record::path::RecordPath;
use crate::record::proposal::Proposal;
use crate::register::records::ProposalRecords;
use crate::value::code;
use crate::value::digest::TextDigest;
use crate::value::id::ProposalId;

/// Checks every file of a proposal: one of a decided proposal must not change, and a position after the
/// close is late.
pub(super) fn touched(trial: &mut Trial<'_>) {
    let ground = trial.ground;
    let Some(id) = trial.piece.record.proposal() else {
        return;
    };
    let Some(folder) = ground.folder(id) else {
        return;
    };
    if folder.is_settled() {
        return settled(trial, folder, id);
    }
    let undecided = folder.undecided_call();
    let over = undecided.filter(|(_, call)| !call.is_open(ground.change.now));
    if let (RecordPath::Position(..), Some((n, call))) = (&trial.piece.record, over) {
        let sentence = format!(
            "this position is late: call {n} on {id} closed on {}",
            call.closing().long()
        );
        let chairs = rights::may(Deed::Admit, &ground.about(id));
        let hint = match chairs.as_slice() {
            [] => only(&[]),
            ids => format!("it counts only if a chair lets it count ({})", people(ids)),
        };
        trial.found(code::P204, sentence, hint);
    }
}

fn settled(trial: &mut Trial<'_>, folder: &ProposalRecords, id: &ProposalId) {
    let Some((decided, _)) = folder.current_decision() else {
        return;
    };
    let open_again = folder.is_open_again();
    let allowed = match &trial.piece.record {
        RecordPath::Proposal(_) | RecordPath::Text(..) => folder.can_be_revised(),
        RecordPath::Call(_, n) if *n > decided => open_again || is_next(trial, folder, decided),
        record => !is_input(&record.to_string(), id, decided),
    };
    if allowed {
        return;
    }
    let sentence = format!("{id} is decided, so its records can no longer change");
    let hint = match open_again {
        true => format!(
            "to put the question again, open a new call: plenary call open {id} --closes TIME"
        ),
        false => format!(
            "put a new question in a new proposal: plenary propose TITLE --text FILE --supersedes {id}"
        ),
    };
    trial.found(code::P208, sentence, hint);
}

/// Whether a new call asks what the decision does not answer: it is for the next of several tracks, or
/// renews a decision that expires. One that cannot be read is not a call yet.
fn is_next(trial: &Trial<'_>, folder: &ProposalRecords, decided: u32) -> bool {
    let Some(call) = trial.piece.read_after(Call::read) else {
        return true;
    };
    let track_of = |n: u32| folder.decision(n).map(|decision| &decision.matter.track);
    let later = trial.ground.charter.track(&call.track);
    let next = later.is_some_and(|track| track.after.is_some());
    let other = track_of(decided) != Some(&call.track);
    let mut last = folder.calls.keys().rev().copied();
    let last = last.find(|n| track_of(*n) == Some(&call.track));
    let lapses = last.and_then(|n| folder.decision(n));
    (next && other) || lapses.is_some_and(|decision| decision.afterwards.sunset.is_some())
}

/// Finds a change of `what` by a person who cannot edit the proposal. Anybody can make a new proposal.
pub(super) fn edited(trial: &mut Trial<'_>, id: &ProposalId, what: &str) {
    let deed = match trial.ground.folder(id) {
        Some(_) => Deed::EditProposal,
        None => Deed::Propose,
    };
    trial.deed_of(what, deed, &trial.ground.about(id));
}

/// A proposal's own record.
pub(super) fn proposal(trial: &mut Trial<'_>, id: &ProposalId) {
    edited(trial, id, &format!("proposal {id}"));
    let (Some(old), Some(new)) = trial.piece.sides(Proposal::read) else {
        return;
    };
    let folder = trial.ground.folder(id);
    if let Some((n, _)) = folder.and_then(ProposalRecords::undecided_call) {
        let keys = [
            ("question", old.question != new.question),
            ("track", old.track != new.track),
            ("text", old.text != new.text),
            ("authors", old.authors != new.authors),
            ("parts", old.parts != new.parts),
            ("revision", new.revisions.len() > old.revisions.len()),
        ];
        for (key, _) in keys.iter().filter(|(_, changed)| *changed) {
            let sentence = format!("\"{key}\" cannot change while call {n} on {id} is not decided");
            trial.found_at(key, code::P205, sentence, unfreeze(id));
        }
    }
    stays(trial, &old, &new);
}

/// Another file of the proposal: its text, or an attachment.
pub(super) fn text(trial: &mut Trial<'_>, id: &ProposalId, name: &str) {
    let is_the_text = is_the_text(trial.ground, id, name);
    let what = match is_the_text {
        true => format!("the text of {id}"),
        false => format!("a file of proposal {id}"),
    };
    edited(trial, id, &what);
    let folder = trial.ground.folder(id);
    let digest = TextDigest::of(trial.piece.new_bytes());
    // Restoring the text that was put to the body is allowed.
    let frozen = folder.and_then(ProposalRecords::undecided_call);
    let frozen = frozen.filter(|(_, call)| is_the_text && call.sha256 != digest);
    if let Some((n, _)) = frozen {
        let sentence = format!("the text cannot change while call {n} on {id} is not decided");
        trial.found(code::P205, sentence, unfreeze(id));
    }
}

fn unfreeze(id: &ProposalId) -> String {
    format!(
        "wait for the decision. A chair can withdraw the call: plenary call withdraw {id} --reason REASON"
    )
}

/// Whether a file is the text that its proposal names.
pub(super) fn is_the_text(ground: &ChangeContext<'_>, id: &ProposalId, name: &str) -> bool {
    let proposal = ground
        .folder(id)
        .and_then(|folder| folder.proposal.as_ref());
    proposal.is_some_and(|proposal| proposal.text == name)
}
