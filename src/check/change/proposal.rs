//! A proposal and its text: whose they are, and when nobody may touch them.

use crate::check::change::context::{ChangeContext, Trial};
use crate::check::change::fixed_fields::stays;
use crate::procedure::hand::is_input;
use crate::procedure::names::people;
use crate::procedure::rights::{self, Deed};
use crate::record::call::Call;
use crate::record::path::RecordPath;
use crate::record::proposal::Proposal;
use crate::register::records::ProposalRecords;
use crate::value::code;
use crate::value::digest::TextDigest;
use crate::value::id::ProposalId;

/// What holds of every file of a proposal: one that was decided is left as it was decided on, and a
/// position that comes after the close is late.
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
            "call {n} on {id} closed at {}, so this is late: it counts only if a chair admits it",
            call.closing()
        );
        let chairs = rights::may(Deed::Admit, &ground.about(id));
        let hint = format!("only {} can admit it", people(&chairs));
        trial.found(code::P204, sentence, hint);
    }
}

fn settled(trial: &mut Trial<'_>, folder: &ProposalRecords, id: &ProposalId) {
    let Some((decided, _)) = folder.current_decision() else {
        return;
    };
    let open_again = folder.is_open_again();
    let allowed = match &trial.piece.record {
        RecordPath::Proposal(_) | RecordPath::Text(..) => open_again,
        RecordPath::Call(_, n) if *n > decided => open_again || is_next(trial, folder, decided),
        record => !is_input(&record.to_string(), id, decided),
    };
    if allowed {
        return;
    }
    let sentence = format!("{id} was decided, and its records stay as they were decided on");
    let hint = match open_again {
        true => format!(
            "the question was left open, and a new call takes it up again: plenary call open {id} \
             --closes TIME"
        ),
        false => format!(
            "a new question needs a proposal of its own: plenary propose TITLE --text FILE --supersedes {id}"
        ),
    };
    trial.found(code::P208, sentence, hint);
}

/// Whether a new call asks what the decision does not answer: it is for the next of several tracks,
/// or renews a decision that lapses. One that cannot be read is no call yet.
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

/// Finds a change of `what` by somebody who does not edit the proposal. One that is not there yet is
/// anybody's to bring.
pub(super) fn edited(trial: &mut Trial<'_>, id: &ProposalId, what: &str) {
    let deed = match trial.ground.folder(id) {
        Some(_) => Deed::EditProposal,
        None => Deed::Propose,
    };
    trial.deed_of(what, deed, &trial.ground.about(id));
}

/// A proposal's own record.
pub(super) fn proposal(trial: &mut Trial<'_>, id: &ProposalId) {
    edited(trial, id, &format!("the proposal {id}"));
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
            ("revision", new.revisions.len() > old.revisions.len()),
        ];
        for (key, _) in keys.iter().filter(|(_, changed)| *changed) {
            let sentence = format!("\"{key}\" changes while call {n} on {id} is not decided");
            trial.found_at(key, code::P205, sentence, unfreeze(id));
        }
    }
    stays(trial, &old, &new);
}

/// A file beside it: its text, or one that goes with it.
pub(super) fn text(trial: &mut Trial<'_>, id: &ProposalId, name: &str) {
    let is_the_text = is_the_text(trial.ground, id, name);
    let what = match is_the_text {
        true => format!("the text of {id}"),
        false => format!("a file of the proposal {id}"),
    };
    edited(trial, id, &what);
    let folder = trial.ground.folder(id);
    let digest = TextDigest::of(trial.piece.new_bytes());
    // Whoever puts the text back that was put to the group mends what another broke.
    let frozen = folder.and_then(ProposalRecords::undecided_call);
    let frozen = frozen.filter(|(_, call)| is_the_text && call.sha256 != digest);
    if let Some((n, _)) = frozen {
        let sentence = format!("the text changes while call {n} on {id} is not decided");
        trial.found(code::P205, sentence, unfreeze(id));
    }
}

fn unfreeze(id: &ProposalId) -> String {
    format!(
        "wait for the decision, or let a chair withdraw the call: plenary call withdraw {id} --reason REASON"
    )
}

/// Whether a file is the text that its proposal names.
pub(super) fn is_the_text(ground: &ChangeContext<'_>, id: &ProposalId, name: &str) -> bool {
    let proposal = ground
        .folder(id)
        .and_then(|folder| folder.proposal.as_ref());
    proposal.is_some_and(|proposal| proposal.text == name)
}
