//! Remembers in this clone which decisions were recomputed, for the screens that do not recompute.

use crate::git::Repository;
use crate::register::recomputed::Recomputed;
use crate::value::digest::{CommitId, TextDigest};

/// The file in git's own folder.
const NAME: &str = "recomputed";

/// What was remembered; nothing where it cannot be read.
pub(crate) fn remembered(repository: &Repository) -> Recomputed {
    let bytes = repository.kept(NAME).unwrap_or_default();
    Recomputed::read(&String::from_utf8_lossy(&bytes))
}

/// Adds the results of recomputing decisions in the state `commit`. A clone that cannot be written remembers
/// nothing, and its screens say that the decision was not verified.
pub(crate) fn remember(
    repository: &Repository,
    commit: &CommitId,
    results: impl IntoIterator<Item = (TextDigest, bool)>,
) {
    let before = remembered(repository);
    let mut after = before.clone();
    for (decision, holds) in results {
        after.note(decision, holds, commit);
    }
    if after != before {
        repository.keep(NAME, after.written().as_bytes());
    }
}
