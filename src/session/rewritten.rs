//! Compares a history with a commit that somebody remembers from before: a rewritten history can be without
//! any error of its own.

use crate::git::Repository;
use crate::record::path::CHARTER;
use crate::register::snapshot::Moment;
use crate::session::error::Error;
use crate::session::opened::whole_history;
use crate::value::code;
use crate::value::digest::CommitId;
use crate::value::finding::{Finding, SourceLocation};

/// Whether the history was rewritten since `earlier` was the newest commit of the main branch: it must be a
/// step of its first-parent line.
///
/// # Errors
/// A part of the history is missing, or the repository cannot be read.
///
/// ```
/// use plenary::register::snapshot::Moment;
/// use plenary::session;
///
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/founded.rs"));
/// # fn main() -> Result<(), session::Error> {
/// # let (_folder, repository) = founded();
/// let earlier = repository.resolve("HEAD~1")?;
/// assert!(session::rewritten(&repository, &Moment::WorkTree, &earlier)?.is_none());
/// # Ok(())
/// # }
/// ```
pub fn rewritten(
    repository: &Repository,
    moment: &Moment,
    earlier: &CommitId,
) -> Result<Option<Finding>, Error> {
    whole_history(repository)?;
    let tip = match moment {
        Moment::Commit(commit) => commit.clone(),
        Moment::WorkTree => repository.head()?,
    };
    if repository.is_on_line(&tip, earlier)? {
        return Ok(None);
    }
    let (short, newest) = (earlier.short(), tip.short());
    let (sentence, hint) = match repository.has_commit(earlier)? {
        true => (
            format!(
                "the history was rewritten: commit {short} is not on the main branch that ends with \
                 {newest}"
            ),
            format!("to see what differs: git diff {short} {newest}"),
        ),
        false => (
            format!("the history was rewritten: commit {short} is not in this clone any more"),
            "ask people with an older clone whether they still have that commit".to_owned(),
        ),
    };
    let place = SourceLocation::file(CHARTER);
    Ok(Some(Finding::new(code::H303, place, sentence).hint(hint)))
}
