//! The moments of a proposal as it stands now, from a register that was read whole.

use crate::cli::error::Failure;
use crate::cli::moments::{Which, of_register};
use crate::git::Repository;
use crate::procedure::phase::{Phase, phase};
use crate::register::freeze::Moments;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// The moments of the current call; of no call where the question is under discussion, also where
/// an earlier call left it open or an appeal took it back.
pub(crate) fn present(
    repository: &Repository,
    register: &Register,
    id: &ProposalId,
    now: Instant,
) -> Result<Moments, Failure> {
    let folder = register.proposals.get(id);
    let which = match folder.map(|folder| phase(folder, now)) {
        Some(Phase::Discussion) | None => Which::New,
        Some(_) => Which::Current,
    };
    of_register(repository, register.part_of(id), id, which, now)
}
