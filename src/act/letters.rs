//! Notes whom letters asked for an answer.

use crate::act::actor::Actor;
use crate::act::proposal_state::{File, entry, proposal};
use crate::act::refusal::Refusal;
use crate::procedure::rights::{About, Deed};
use crate::record::asked::{LetterForm, Letters};
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::many;

/// Adds letters to the record of those of the call `n`.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights.
pub fn note(
    register: &Register,
    (id, n): (&ProposalId, u32),
    (participants, how): (Vec<ParticipantId>, LetterForm),
    actor: &Actor,
    now: Instant,
) -> Result<PendingCommit, Refusal> {
    proposal(register, id)?;
    actor.must(Deed::NoteLetters, &About::proposal(register, id).call(n))?;
    let subject = format!("Record {} on {id}", many(participants.len(), "letter"));
    let letters = Letters {
        participants,
        by: actor.id.clone(),
        at: now,
        how,
    };
    let mut file = File::of(register, &RecordPath::Asked(id.clone(), n))?;
    file.edit.push("letters", letters.sheet());
    Ok(entry(
        [file.finish()],
        subject,
        &[("Proposal", id), ("Call", &n), ("By", &actor.id)],
    ))
}
