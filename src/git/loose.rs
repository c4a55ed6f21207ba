//! A file of the work tree put right where it lies, neither staged nor committed.

use std::fs;
use std::path::Path;

use super::error::GitError;
use super::repository::Repository;
use super::worktree::{Prepared, folder_for};

impl Repository {
    /// Gives the file at `from` these bytes, and the path `to`, where that is another; both from the
    /// register's root.
    ///
    /// # Errors
    /// Refused where there is no work tree, where something stands at `to` already, and where a
    /// folder above either is a link.
    pub fn put_right(&self, from: &str, to: &str, bytes: &[u8]) -> Result<(), GitError> {
        let Some(root) = self.folder() else {
            return Err(
                GitError::refused("this repository has no work tree to write to")
                    .hint("git clone it, and work in the clone"),
            );
        };
        folder_for(root, from)?;
        folder_for(root, to)?;
        if from != to {
            moved(root, from, to)?;
        }
        Prepared::write(root, to, bytes)?.place().map(drop)
    }
}

/// Moves a file. Where letter case is nothing to the file system, the same file may seem to stand
/// in its own way.
fn moved(root: &Path, from: &str, to: &str) -> Result<(), GitError> {
    let (old, new) = (root.join(from), root.join(to));
    let is_itself = from.eq_ignore_ascii_case(to);
    if !is_itself && fs::symlink_metadata(&new).is_ok() {
        let sentence = format!("{to} is there already");
        return Err(GitError::refused(sentence).hint(format!("keep one of {from} and {to}")));
    }
    fs::rename(&old, &new).map_err(|error| GitError::outside("move", &old, &error))
}
