//! Finds who acts: from `--as`, or else `PLENARY_PARTICIPANT`, or else git's settings. For commands that
//! only read, it finds the participant who was named, or else who asks.

use crate::act::actor::{Actor, IdentitySource};
use crate::cli::arguments::{Whose, WriteAs};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::name;
use crate::cli::world::{GIT_AUTHOR_EMAIL, PLENARY_PARTICIPANT};
use crate::git::Repository;
use crate::register::records::Register;
use crate::value::id::ParticipantId;

/// Who acts, as a participant of `register`.
pub(crate) fn actor(
    context: &Context<'_>,
    repository: &Repository,
    register: &Register,
    how: &WriteAs,
) -> Result<Actor, Failure> {
    Ok(Actor::of(register, &claim(context, repository, how)?)?)
}

fn claim(
    context: &Context<'_>,
    repository: &Repository,
    how: &WriteAs,
) -> Result<IdentitySource, Failure> {
    if let Some(name) = &how.actor {
        return Ok(IdentitySource::Named(name.clone(), "--as"));
    }
    if let Some(name) = context.world.variable(PLENARY_PARTICIPANT) {
        return Ok(IdentitySource::Named(
            name.to_owned(),
            PLENARY_PARTICIPANT.name,
        ));
    }
    if let Some(name) = repository.config("plenary.participant")? {
        return Ok(IdentitySource::Named(name, "git's plenary.participant"));
    }
    let email = match context.world.variable(GIT_AUTHOR_EMAIL) {
        Some(email) => Some(email.to_owned()),
        None => repository.config("user.email")?,
    };
    Ok(email.map_or(IdentitySource::Nothing, IdentitySource::Email))
}

/// The person meant. An id that is not on the participant list is taken as typed: a former participant can
/// have records.
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
