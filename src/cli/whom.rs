//! Whom a reading command is about: who was named, else whoever asks.

use crate::cli::actor::actor;
use crate::cli::arguments::{Whose, WriteAs};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::name;
use crate::git::Repository;
use crate::register::records::Register;
use crate::value::id::ParticipantId;

/// The person meant. A name that nobody on the roster has is taken as it is typed: somebody may
/// have been on it once, or have left something without ever being.
pub(crate) fn whom(
    context: &Context<'_>,
    repository: &Repository,
    register: &Register,
    whose: &Whose,
) -> Result<ParticipantId, Failure> {
    let Some(named) = whose.named() else {
        return Ok(actor(context, repository, register, &WriteAs::default())?.id);
    };
    match name::participant(named, register) {
        Ok(id) => Ok(id),
        Err(unknown) => ParticipantId::parse(named).map_err(|_| unknown),
    }
}
