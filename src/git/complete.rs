//! Whether the whole history is here: a shortened or rewritten one reads without complaint, and
//! shows other landings than happened.

use super::error::GitError;

/// An error where history is shallow, grafted or replaced, or where objects were left out.
pub(super) fn history(git: &git2::Repository) -> Result<(), GitError> {
    let common = git.commondir();
    if filled(&common.join("shallow")) {
        return Err(GitError::cannot_check(
            "this is a shallow clone: the older landings are not here, so nothing that depends on \
             them can be checked",
        )
        .hint("git fetch --unshallow"));
    }
    let grafts = common.join("info").join("grafts");
    if filled(&grafts) {
        let sentence = format!(
            "{} gives commits other parents than they have",
            grafts.display()
        );
        return Err(GitError::cannot_check(sentence).hint("move that file away"));
    }
    if git.references_glob("refs/replace/*")?.next().is_some() {
        return Err(GitError::cannot_check(
            "this clone replaces objects by others, so what it shows may not be what was landed",
        )
        .hint("git replace --list shows them; git replace --delete NAME removes one"));
    }
    if partial(git)? {
        return Err(GitError::cannot_check(
            "this is a partial clone: objects were left out, so history cannot be followed",
        )
        .hint("make a full clone: git clone without --filter"));
    }
    Ok(())
}

fn filled(path: &std::path::Path) -> bool {
    path.metadata().is_ok_and(|found| found.len() > 0)
}

fn partial(git: &git2::Repository) -> Result<bool, GitError> {
    let config = git.config()?;
    let mut promised = false;
    config
        .entries(Some(r"remote\..*\.promisor"))?
        .for_each(|entry| promised |= entry.value().is_ok_and(|value| value != "false"))?;
    Ok(promised)
}
