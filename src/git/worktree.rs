//! Files put into the work tree: whole, at once, and never through a link; staged by a write, or
//! put right where they lie, neither staged nor committed.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use git2::Oid;
use tempfile::TempPath;

use super::error::{GitError, absent, if_there};
use super::repository::{Repository, same_bytes};
use super::temporary::{builder, sweep};

/// Whether a file has still to be brought to its new state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PathState {
    /// It is as it was committed.
    Old,
    /// It already holds what it is to hold.
    New,
}

/// In which state a file of the work tree is: `landed` is what the commit holds there, `wanted` what
/// it is to hold, `None` where it is to go. Refused where somebody changed it and did not commit that.
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
            let sentence = format!("{shown} was removed here, and that is not committed");
            return Err(GitError::refused(sentence).hint(format!("git restore {shown}")));
        }
        Err(error) => return Err(GitError::outside("look at", place, &error)),
    };
    if !found.is_file() {
        let done = wanted.map_or("removed", |_| "written");
        let sentence = format!("{shown} is a link or a folder, where a plain file is to be {done}");
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

fn uncommitted(shown: &str, tracked: bool) -> GitError {
    let sentence = format!("{shown} has changes here that are not committed");
    let undo = if tracked {
        format!("git restore {shown}")
    } else {
        format!("rm {shown}")
    };
    GitError::refused(sentence).hint(format!(
        "to keep them: git add {shown} && git commit; to drop them: {undo}"
    ))
}

/// Makes the folders above a path of the work tree; refused where one of them is a link, which
/// could lead anywhere.
fn folder_for(top: &Path, path: &str) -> Result<PathBuf, GitError> {
    let mut here = top.to_owned();
    let Some((folders, _)) = path.rsplit_once('/') else {
        return Ok(here);
    };
    for name in folders.split('/') {
        here.push(name);
        if !is_folder(&here)? {
            fs::create_dir(&here)
                .map_err(|error| GitError::outside("make the folder", &here, &error))?;
        }
    }
    Ok(here)
}

/// Refuses a path on whose way there is a link: whatever it leads to is not in the work tree.
fn refuse_links_above(top: &Path, path: &str) -> Result<(), GitError> {
    let ends = path.match_indices('/').map(|(at, _)| at);
    let mut above = ends.filter_map(|at| path.get(..at));
    above.try_for_each(|folder| is_folder(&top.join(folder)).map(drop))
}

/// Whether a folder is there; refused where something else is.
fn is_folder(place: &Path) -> Result<bool, GitError> {
    match fs::symlink_metadata(place) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(_) => {
            let shown = place.display();
            let sentence = format!("{shown} is a link or a file, where a folder is needed");
            Err(GitError::refused(sentence).hint(format!("move {shown} away")))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(GitError::outside("look at", place, &error)),
    }
}

/// A file written beside the place it is meant for, and safe on the disk.
pub(super) struct PreparedWrite {
    file: TempPath,
    place: PathBuf,
}

impl PreparedWrite {
    pub(super) fn write(top: &Path, path: &str, bytes: &[u8]) -> Result<Self, GitError> {
        let place = top.join(path);
        let failed = |error: io::Error| GitError::outside("write", &place, &error);
        let folder = folder_for(top, path)?;
        let mut file = builder().tempfile_in(folder).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        // Closed now: an entry of many files would have more of them open than a process may.
        let file = file.into_temp_path();
        Ok(Self { file, place })
    }

    /// Puts it into its place at once, and gives what the disk says of it there.
    pub(super) fn place(self) -> Result<fs::Metadata, GitError> {
        let place = self.place;
        let failed = |error: io::Error| GitError::outside("write", &place, &error);
        self.file
            .persist(&place)
            .map_err(|error| failed(error.error))?;
        if let Some(folder) = place.parent() {
            sync_folder(folder).map_err(failed)?;
        }
        fs::symlink_metadata(&place).map_err(failed)
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Takes a file away, and the folders above it that are left empty.
pub(super) fn remove(top: &Path, path: &str) -> Result<(), GitError> {
    let place = top.join(path);
    let removed = fs::remove_file(&place).and_then(|()| place.parent().map_or(Ok(()), sync_folder));
    if_there(removed, "remove", &place)?;
    remove_empty_above(top, path);
    Ok(())
}

/// Takes the folders above a path away as far as they are empty.
pub(super) fn remove_empty_above(top: &Path, path: &str) {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if fs::remove_dir(top.join(above)).is_err() {
            break;
        }
        folder = above;
    }
}

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
        let _order = self.opened().map(|_| self.order()).transpose()?;
        sweep(&folder_for(root, from)?);
        folder_for(root, to)?;
        if from != to {
            moved(root, from, to)?;
        }
        PreparedWrite::write(root, to, bytes)?.place().map(drop)
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
