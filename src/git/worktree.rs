//! Writes files into the work tree: whole, in one step, and never through a link. `fix` corrects files
//! there without staging or committing them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use git2::Oid;
use tempfile::TempPath;

use super::disk;
use super::disk::Disks;
use super::error::{GitError, absent, if_there};
use super::repository::{Repository, same_bytes};
use crate::value::command::shell_word;
use crate::value::hint::Hint;

/// Whether a file must still get its new content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PathState {
    /// It is as it was committed.
    Old,
    /// It already has its new content.
    New,
}

/// The state of a file in the work tree: `landed` is its content in the commit, `wanted` its new content,
/// `None` where it will be removed. Refused where it has changes that are not committed.
pub(super) fn state(
    top: &Path,
    shown: &str,
    landed: Option<Oid>,
    wanted: Option<&[u8]>,
) -> Result<PathState, GitError> {
    let place = &top.join(shown);
    let found = match fs::symlink_metadata(place) {
        Ok(found) => found,
        Err(error) if absent(&error) && wanted.is_none() => return Ok(PathState::New),
        Err(error) if absent(&error) && landed.is_none() => return Ok(PathState::Old),
        Err(error) if absent(&error) => {
            let sentence =
                format!("{shown} is removed in the work tree, and this is not committed");
            return Err(GitError::refused(sentence)
                .hint(Hint::run("to restore it", on_file("git restore", shown))));
        }
        Err(error) => return Err(GitError::outside("look at", place, &error)),
    };
    if !found.is_file() {
        let sentence = format!("{shown} is a link or a folder, but must be a plain file");
        return Err(GitError::refused(sentence).hint(format!("move {shown} away")));
    }
    if wanted.is_none() {
        refuse_links_above(top, shown)?;
    }
    let lies = fs::read(place).map_err(|error| GitError::outside("read", place, &error))?;
    if wanted == Some(&lies) {
        return Ok(PathState::New);
    }
    match landed {
        Some(id) if same_bytes(&lies, id)? => Ok(PathState::Old),
        landed => Err(uncommitted(shown, landed.is_some())),
    }
}

/// A command on a file, whose name is the user's own.
pub(super) fn on_file(command: &str, file: &str) -> String {
    format!("{command} {}", shell_word(file))
}

fn uncommitted(shown: &str, tracked: bool) -> GitError {
    let sentence = format!("{shown} has changes that are not committed");
    let undo = if tracked { "git restore" } else { "rm" };
    let keep = format!("{} && git commit", on_file("git add", shown));
    let hint = Hint::run("to keep them", keep).or_run("to drop them", on_file(undo, shown));
    GitError::refused(sentence).hint(hint)
}

/// Makes the folders above a path of the work tree; refused where one of them is a link, which can lead
/// anywhere.
fn folder_for(top: &Path, path: &str) -> Result<PathBuf, GitError> {
    let mut here = top.to_owned();
    let Some((folders, _)) = path.rsplit_once('/') else {
        return Ok(here);
    };
    for name in folders.split('/') {
        here.push(name);
        if !is_folder(&here)? {
            disk::make_folder(&here)
                .map_err(|error| GitError::outside("make the folder", &here, &error))?;
        }
    }
    Ok(here)
}

/// Refuses a path with a link in it: a link can lead out of the work tree.
fn refuse_links_above(top: &Path, path: &str) -> Result<(), GitError> {
    let ends = path.match_indices('/').map(|(at, _)| at);
    let mut above = ends.filter_map(|at| path.get(..at));
    above.try_for_each(|folder| is_folder(&top.join(folder)).map(drop))
}

/// Whether a folder exists; refused where something else is at its place.
fn is_folder(place: &Path) -> Result<bool, GitError> {
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(_) => {
            let shown = place.display();
            let sentence = format!("{shown} is a link or a file, but must be a folder");
            Err(GitError::refused(sentence).hint(format!("move {shown} away")))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(GitError::outside("look at", place, &error)),
    }
}

/// A file that is written next to its final place.
pub(super) struct PreparedWrite {
    file: TempPath,
    place: PathBuf,
}

impl PreparedWrite {
    pub(super) fn write(top: &Path, path: &str, bytes: &[u8]) -> Result<Self, GitError> {
        let place = top.join(path);
        let failed = |error: io::Error| GitError::outside("write", &place, &error);
        let folder = folder_for(top, path)?;
        let file = disk::temporary(&folder, bytes).map_err(failed)?;
        disk::sync_each(file.as_file()).map_err(failed)?;
        // Closed now: with many files, a process would have too many of them open.
        let file = file.into_temp_path();
        Ok(Self { file, place })
    }

    /// Moves it to its place in one step, and returns what the disk says of it there.
    pub(super) fn place(self) -> Result<fs::Metadata, GitError> {
        let place = self.place;
        let failed = |error: io::Error| GitError::outside("write", &place, &error);
        disk::place(self.file, &place).map_err(failed)?;
        if let Some(folder) = place.parent() {
            disk::sync_folder(folder).map_err(failed)?;
        }
        fs::symlink_metadata(&place).map_err(failed)
    }
}

/// Removes a file, and the folders above it that are left empty.
pub(super) fn remove(top: &Path, path: &str) -> Result<(), GitError> {
    let place = top.join(path);
    let removed =
        disk::remove_file(&place).and_then(|()| place.parent().map_or(Ok(()), disk::sync_folder));
    if_there(removed, "remove", &place)?;
    remove_empty_above(top, path);
    Ok(())
}

/// Removes the folders above a path if they are empty.
pub(super) fn remove_empty_above(top: &Path, path: &str) {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if disk::remove_folder(&top.join(above)).is_err() {
            break;
        }
        folder = above;
    }
}

impl Repository {
    /// Gives the file at `from` these bytes, and moves it to `to` if that is another path; both from the
    /// register's root.
    ///
    /// # Errors
    /// Refused where there is no work tree, where `to` already exists, and where a folder above either is a
    /// link.
    pub fn put_right(&self, from: &str, to: &str, bytes: &[u8]) -> Result<(), GitError> {
        let Some(root) = self.folder() else {
            return Err(
                GitError::refused("this repository has no work tree to write to")
                    .hint("make a clone with git clone, and work there"),
            );
        };
        let _order = self.opened().map(|_| self.order()).transpose()?;
        disk::sweep(&folder_for(root, from)?);
        folder_for(root, to)?;
        if from != to {
            moved(root, from, to)?;
        }
        let disks = Disks::of(&[root])?;
        let file = PreparedWrite::write(root, to, bytes)?;
        disks.sync_in(root)?;
        file.place()?;
        disks.sync_in(root)
    }
}

/// Moves a file. On a file system that ignores letter case, `to` can be the same file.
fn moved(root: &Path, from: &str, to: &str) -> Result<(), GitError> {
    let (old, new) = (root.join(from), root.join(to));
    let is_itself = from.eq_ignore_ascii_case(to);
    if !is_itself && fs::symlink_metadata(&new).is_ok() {
        let sentence = format!("{to} already exists");
        return Err(GitError::refused(sentence).hint(format!("keep only one of {from} and {to}")));
    }
    disk::rename(&old, &new).map_err(|error| GitError::outside("move", &old, &error))
}
