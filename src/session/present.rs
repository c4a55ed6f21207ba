//! The moments of a proposal as it stands now, from a register that was read whole.

use crate::git::Repository;
use crate::procedure::phase::{Phase, phase};
use crate::register::freeze::Moments;
use crate::register::records::Register;
use crate::session::error::Error;
use crate::session::moments::{Rosters, Which, of_one_of_many};
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// The moments of the current call; of no call where the question is under discussion, also where
/// an earlier call left it open or an appeal took it back. `rosters` holds what was read for the
/// proposals before.
pub(crate) fn present(
    repository: &Repository,
    register: &Register,
    id: &ProposalId,
    now: Instant,
    rosters: &mut Rosters,
) -> Result<Moments, Error> {
    let folder = register.proposals.get(id);
    let which = match folder.map(|folder| phase(folder, now)) {
        Some(Phase::Discussion) | None => Which::New,
        Some(_) => Which::Current,
    };
    let part = register.part_of(id);
    of_one_of_many(repository, part, id, which, now, rosters)
}
