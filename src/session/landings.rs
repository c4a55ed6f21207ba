//! The landing that brought each file of a proposal, for what is shown of them.

use std::collections::BTreeMap;

use crate::git::Repository;
use crate::register::records::Register;
use crate::register::snapshot::{Landing, Moment};
use crate::session::error::Error;
use crate::value::id::ProposalId;

/// For every file of a proposal's folder, as `asked` has it, the newest landing that changed it.
/// A file whose bytes have not landed is left out, and so is everything where the history is not
/// here.
pub(crate) fn landings(
    repository: &Repository,
    asked: &Register,
    proposal: &ProposalId,
) -> Result<BTreeMap<String, Landing>, Error> {
    let mut found = BTreeMap::new();
    if !repository.has_git() || repository.history_complete().is_err() {
        return Ok(found);
    }
    let tip = match &asked.snapshot.moment {
        Moment::Commit(commit) => commit.clone(),
        Moment::WorkTree => match repository.head() {
            Ok(commit) => commit,
            Err(_) => return Ok(found),
        },
    };
    let mut seen = std::collections::BTreeSet::new();
    for step in repository.moves(&tip, proposal)? {
        let (landing, moved) = step?;
        for file in moved {
            let first = seen.insert(file.path.clone());
            let there = asked.snapshot.files.get(&file.path);
            if first && there.is_some() && there == file.after.as_ref() {
                found.insert(file.path, landing.clone());
            }
        }
    }
    Ok(found)
}
