//! Finds where a folder for the files of another program is, seen from the register.

use std::path::{Component, Path, PathBuf};

use super::error::GitError;
use super::repository::Repository;
use crate::record::path::RECORD_FOLDERS;

/// Where a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderPlace {
    /// Not in the register.
    Outside,
    /// In the register, and git ignores it.
    Ignored,
    /// In the register, and not ignored.
    Inside,
    /// The register itself, or among its records.
    Records,
    /// In git's own folder.
    Git,
}

impl Repository {
    /// Where a folder is, which need not exist yet, and its path without symbolic links.
    ///
    /// # Errors
    /// A folder above it cannot be read.
    pub fn place_of(&self, folder: &Path) -> Result<(PathBuf, FolderPlace), GitError> {
        let folder = settled(folder)?;
        let place = self.seen(&folder)?;
        Ok((folder, place))
    }

    fn seen(&self, folder: &Path) -> Result<FolderPlace, GitError> {
        let own = self.opened().map(|git| [git.path(), git.commondir()]);
        for git in own.into_iter().flatten() {
            if folder.starts_with(settled(git)?) {
                return Ok(FolderPlace::Git);
            }
        }
        let root = self.folder().map(settled).transpose()?;
        let Some(inside) = root
            .as_ref()
            .and_then(|root| folder.strip_prefix(root).ok())
        else {
            return Ok(FolderPlace::Outside);
        };
        let mut parts = inside.components();
        match parts.next() {
            None => return Ok(FolderPlace::Records),
            Some(first)
                if RECORD_FOLDERS
                    .iter()
                    .any(|name| first.as_os_str().eq_ignore_ascii_case(name)) =>
            {
                return Ok(FolderPlace::Records);
            }
            Some(_) => {}
        }
        Ok(match self.ignores(folder)? {
            true => FolderPlace::Ignored,
            false => FolderPlace::Inside,
        })
    }

    fn ignores(&self, folder: &Path) -> Result<bool, GitError> {
        let Some(git) = self.opened() else {
            return Ok(false);
        };
        let top = git.workdir().map(settled).transpose()?;
        match top.as_ref().and_then(|top| folder.strip_prefix(top).ok()) {
            // The last stroke says that it is a folder, where it does not exist yet.
            Some(inside) => Ok(git.is_path_ignored(inside.join(""))?),
            None => Ok(false),
        }
    }
}

/// The path without symbolic links; what does not exist yet is taken as it is written.
fn settled(folder: &Path) -> Result<PathBuf, GitError> {
    let there = folder.ancestors().find(|folder| folder.exists());
    let there = there.unwrap_or(folder);
    let mut settled = there
        .canonicalize()
        .map_err(|error| GitError::outside("open the folder", there, &error))?;
    for part in folder
        .strip_prefix(there)
        .unwrap_or(Path::new(""))
        .components()
    {
        match part {
            Component::ParentDir => {
                settled.pop();
            }
            Component::Normal(name) => settled.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Ok(settled)
}
