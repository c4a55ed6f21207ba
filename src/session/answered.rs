//! Finds when the records that a pull request answers were first committed: an objection that its objector
//! wrote has no time of its own.

use std::collections::BTreeSet;

use crate::check::change::{FirstCommits, first_commits};
use crate::git::Repository;
use crate::record::path::RecordPath;
use crate::register::snapshot::PathChange;
use crate::session::error::Error;
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// Of the proposals in which a change answers something, the first commits up to `tip` of the records that
/// can be answered. What a merge brings was committed before, in its branch, and is left out.
///
/// # Errors
/// The history is incomplete or cannot be read.
pub(crate) fn of_change(
    repository: &Repository,
    tip: &CommitId,
    moved: &[PathChange],
) -> Result<FirstCommits, Error> {
    let answering: BTreeSet<ProposalId> = moved.iter().filter_map(answers).collect();
    let mut all = FirstCommits::new();
    for id in answering {
        for step in repository.moves(tip, &id)? {
            let (landing, moved) = step?;
            if repository.parents(&landing.commit)? < 2 {
                all.extend(first_commits(&moved, landing.at));
            }
        }
    }
    Ok(all)
}

/// The proposal of a record whose acts answer records without a time of their own.
fn answers(moved: &PathChange) -> Option<ProposalId> {
    use RecordPath::{Designation, Handling, Objection, Ruling};
    match RecordPath::identify(&moved.path)?.ok()? {
        Handling(id, _) | Objection(id, _) | Designation(id, _) | Ruling(id, ..) => Some(id),
        _ => None,
    }
}
