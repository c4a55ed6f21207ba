//! Reads the position that a typed word means, by the words of its track.

use crate::act::proposal_state::{charter, proposal};
use crate::act::refusal::Refusal;
use crate::record::answer_words::WordMeaning;
use crate::record::proposal::Proposal;
use crate::record::track::Track;
use crate::register::records::{ProposalRecords, Register};
use crate::value::id::{PositionName, ProposalId};
use crate::value::sentence::any_of;
use crate::value::text::shortened;

/// The position that a word means on the track on which the proposal is answered.
///
/// # Errors
/// The charter or the proposal cannot be read, or the word does not certainly mean a position.
pub fn answer(register: &Register, id: &ProposalId, word: &str) -> Result<PositionName, Refusal> {
    let (folder, read) = proposal(register, id)?;
    match governing(register, folder, read)? {
        Some(track) => meant(track, word),
        None => PositionName::parse(word).map_err(|fault| {
            let sentence = format!("the position \"{}\" {fault}", shortened(word, 60));
            Refusal::usage(sentence, "")
        }),
    }
}

/// The track of the call that is not decided, as fixed at its opening, or else of the proposal.
pub(super) fn governing<'r>(
    register: &'r Register,
    folder: &ProposalRecords,
    read: &Proposal,
) -> Result<Option<&'r Track>, Refusal> {
    let own = charter(register)?;
    Ok(match folder.undecided_call() {
        Some((_, call)) => register.charter_of(call).unwrap_or(own).track(&call.track),
        None => own.track(&read.track),
    })
}

/// The position that a word certainly means.
pub(super) fn meant(track: &Track, word: &str) -> Result<PositionName, Refusal> {
    let words = track.answer_words();
    let listed = any_of(words.names());
    let hint = match words.meaning(word) {
        WordMeaning::Position(name) => return Ok(name),
        WordMeaning::Perhaps(meant) => format!("did you mean \"{meant}\"? Positions: {listed}"),
        WordMeaning::NoAnswer => format!("it means no answer: give none. Positions: {listed}"),
        WordMeaning::Unknown => format!("positions: {listed}"),
    };
    let shown = shortened(word, 60);
    Err(Refusal::usage(
        format!("\"{shown}\" is not a position on track {}", track.id),
        hint,
    ))
}
