//! Who acts: `--as`, else `PLENARY_PARTICIPANT`, else git's settings.

use crate::act::actor::{Actor, Claim};
use crate::cli::arguments::WriteAs;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::git::Repository;
use crate::register::records::Register;

/// Who acts, on the roster of `register`.
pub(crate) fn actor(
    context: &Context<'_>,
    repository: &Repository,
    register: &Register,
    how: &WriteAs,
) -> Result<Actor, Failure> {
    Ok(Actor::of(register, &claim(context, repository, how)?)?)
}

fn claim(context: &Context<'_>, repository: &Repository, how: &WriteAs) -> Result<Claim, Failure> {
    if let Some(name) = &how.actor {
        return Ok(Claim::Named(name.clone(), "--as"));
    }
    if let Some(name) = context.world.variable("PLENARY_PARTICIPANT") {
        return Ok(Claim::Named(name.to_owned(), "PLENARY_PARTICIPANT"));
    }
    if let Some(name) = repository.config("plenary.participant")? {
        return Ok(Claim::Named(name, "git's plenary.participant"));
    }
    let email = match context.world.variable("GIT_AUTHOR_EMAIL") {
        Some(email) => Some(email.to_owned()),
        None => repository.config("user.email")?,
    };
    Ok(email.map_or(Claim::Nothing, Claim::Email))
}
