//! Checks of a change what only the history can tell: the commits that records name, and the date of the
//! commit that brings it.

use crate::git::Repository;
use crate::register::snapshot::PathChange;
use crate::session::acknowledged;
use crate::session::call_commits::{MainLine, call_commits};
use crate::session::commit_dates::dated_back;
use crate::session::early_ends::early_ends;
use crate::session::error::Error;
use crate::session::further_calls::further_calls;
use crate::value::clock::Instant;
use crate::value::finding::Finding;

/// What is wrong with a change that follows the newest commit of `line`. `at` is the date of its commit, if
/// there is one and it can matter.
///
/// # Errors
/// The history is incomplete or cannot be read.
pub(crate) fn by_history(
    repository: &Repository,
    line: &dyn MainLine,
    moved: &[PathChange],
    at: Option<Instant>,
) -> Result<Vec<Finding>, Error> {
    let mut found = call_commits(repository, line, moved)?;
    found.extend(early_ends(repository, line, moved)?);
    found.extend(further_calls(repository, line, moved)?);
    found.extend(acknowledged::of_change(repository, line, moved)?);
    if let Some(at) = at {
        found.extend(dated_back(repository, line, at, moved)?);
    }
    Ok(found)
}
