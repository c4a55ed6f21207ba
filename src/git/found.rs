//! A repository made where there was none.

use std::path::Path;

use super::error::{GitError, GitErrorKind};

/// Makes an empty repository in `folder`, with the branch `main` and no template: nothing of this
/// machine's settings goes into it.
///
/// # Errors
/// The folder is there already and not empty; the operating system's own.
pub fn found(folder: &Path) -> Result<(), GitError> {
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some());
    if occupied {
        let sentence = format!("{} is there already and is not empty", folder.display());
        return Err(GitError::new(GitErrorKind::Refused, sentence).hint("name another folder"));
    }
    let mut options = git2::RepositoryInitOptions::new();
    options
        .initial_head("main")
        .external_template(false)
        .no_reinit(true)
        .mkpath(true);
    git2::Repository::init_opts(folder, &options)?;
    Ok(())
}
