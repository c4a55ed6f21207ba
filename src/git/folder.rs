//! Reads the files of a work tree, or of a folder without git, from the disk. Links are never followed,
//! and neither git's index nor its status is used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{GitError, if_there};
use super::objects::Kind;
use super::read::{Budget, PROPOSALS, Scope, join, too_deep};
use crate::record::misplaced::is_like_toml;
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{Content, LARGEST_TEXT, LONGEST_PATH};

/// Whether the executable bit on the disk means anything (git's `core.fileMode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExecutableBit {
    Meant,
    Meaningless,
}

/// Receives each file of a listing: its path from the register's root, its kind, its place.
type Visit<'v> = dyn FnMut(String, Kind, &Path) -> Result<(), GitError> + 'v;

/// A register's folder on the disk.
#[derive(Debug)]
pub(super) struct Folder<'f> {
    pub(super) root: &'f Path,
    pub(super) executable: ExecutableBit,
}

impl Folder<'_> {
    /// Every file of a scope with its bytes, by path.
    pub(super) fn files(&self, scope: &Scope) -> Result<SharedFiles, GitError> {
        let mut files = SharedFiles::default();
        let mut budget = Budget::default();
        self.list(scope, &mut |path, kind, place| {
            if let Some(content) = content(kind, place)? {
                budget.spend(content.bytes().map_or(0, <[u8]>::len))?;
                files.insert(path, content);
            }
            Ok(())
        })?;
        Ok(files)
    }

    /// The place of every file of a scope, by path; no file is read.
    pub(super) fn places(
        &self,
        scope: &Scope,
    ) -> Result<BTreeMap<String, (Kind, PathBuf)>, GitError> {
        let mut places = BTreeMap::new();
        let mut budget = Budget::default();
        self.list(scope, &mut |path, kind, place| {
            budget.spend(0)?;
            places.insert(path, (kind, place.to_owned()));
            Ok(())
        })?;
        Ok(places)
    }

    fn list(&self, scope: &Scope, visit: &mut Visit<'_>) -> Result<(), GitError> {
        for (name, kind, place) in self.entries(self.root)? {
            if kind != Kind::Folder && scope.wants(&name) {
                visit(name, kind, &place)?;
            } else if kind == Kind::Folder && scope.is_like_ours(&name) {
                self.walk(
                    &place,
                    &name,
                    0,
                    &mut |path, kind, place| match is_like_toml(&path) {
                        true => visit(path, kind, place),
                        false => Ok(()),
                    },
                )?;
            }
        }
        scope
            .folders
            .iter()
            .try_for_each(|folder| self.list_folder(folder, visit))
    }

    fn list_folder(&self, path: &str, visit: &mut Visit<'_>) -> Result<(), GitError> {
        let mut seen = String::new();
        let mut here = self.root.to_owned();
        for name in path.split('/') {
            seen = join(&seen, name);
            here.push(name);
            match self.kind(&here)? {
                None => return Ok(()),
                Some(Kind::Folder) => {}
                Some(kind) => return visit(seen, kind, &here),
            }
        }
        self.walk(&here, &seen, 0, visit)
    }

    fn walk(
        &self,
        folder: &Path,
        path: &str,
        depth: usize,
        visit: &mut Visit<'_>,
    ) -> Result<(), GitError> {
        for (name, kind, place) in self.entries(folder)? {
            let inside = join(path, &name);
            if kind == Kind::Folder && !too_deep(&inside, depth) {
                self.walk(&place, &inside, depth + 1, visit)?;
            } else {
                let fits = inside.len() <= LONGEST_PATH && kind != Kind::Folder;
                visit(inside, if fits { kind } else { Kind::Other }, &place)?;
            }
        }
        Ok(())
    }

    /// The names of all folders in `proposals/`.
    pub(super) fn proposals(&self) -> Result<BTreeSet<String>, GitError> {
        let folder = self.root.join(PROPOSALS);
        if self.kind(&folder)? != Some(Kind::Folder) {
            return Ok(BTreeSet::new());
        }
        let entries = self.entries(&folder)?.into_iter();
        let folders = entries.filter(|(_, kind, _)| *kind == Kind::Folder);
        Ok(folders.map(|(name, ..)| name).collect())
    }

    /// The entries of a folder, by name, without git's own folder.
    pub(super) fn entries(&self, folder: &Path) -> Result<Vec<(String, Kind, PathBuf)>, GitError> {
        let failed = |error: io::Error| GitError::outside("read the folder", folder, &error);
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = super::objects::text(entry.file_name().as_encoded_bytes());
            if name.eq_ignore_ascii_case(".git") {
                continue;
            }
            let place = entry.path();
            if let Some(kind) = self.kind(&place)? {
                entries.push((name, kind, place));
            }
        }
        entries.sort();
        Ok(entries)
    }

    /// What a place is; `None` where nothing exists. A folder with a repository of its own is a
    /// submodule, and is not read.
    pub(super) fn kind(&self, place: &Path) -> Result<Option<Kind>, GitError> {
        let Some(found) = if_there(fs::symlink_metadata(place), "look at", place)? else {
            return Ok(None);
        };
        let kind = found.file_type();
        Ok(Some(if kind.is_symlink() {
            Kind::Link
        } else if kind.is_dir() {
            let own = fs::symlink_metadata(place.join(".git")).is_ok() && place != self.root;
            if own { Kind::Other } else { Kind::Folder }
        } else if !kind.is_file() {
            Kind::Other
        } else if self.executable == ExecutableBit::Meant && executable(&found) {
            Kind::Executable
        } else {
            Kind::Plain
        }))
    }
}

/// The content of a place; `None` where it was removed meanwhile. A file of more than [`LARGEST_TEXT`]
/// bytes is not loaded.
pub(super) fn content(kind: Kind, place: &Path) -> Result<Option<Content>, GitError> {
    let wrap: fn(Arc<[u8]>) -> Content = match kind {
        Kind::Plain => Content::Plain,
        Kind::Executable => Content::Executable,
        Kind::Link => return Ok(Some(Content::Link)),
        Kind::Folder | Kind::Other => return Ok(Some(Content::Other)),
    };
    let read = if_there(read_limited(place), "read", place)?;
    Ok(read.map(|(bytes, size)| match size > LARGEST_TEXT {
        true => Content::TooLarge(size),
        false => wrap(bytes.into()),
    }))
}

/// The bytes of a file and how many it has; none are read where there are too many.
fn read_limited(place: &Path) -> io::Result<(Vec<u8>, u64)> {
    let file = fs::File::open(place)?;
    let size = file.metadata()?.len();
    if size > LARGEST_TEXT {
        return Ok((Vec::new(), size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    file.take(LARGEST_TEXT + 1).read_to_end(&mut bytes)?;
    let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Ok((bytes, read))
}

#[cfg(unix)]
fn executable(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    found.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn executable(_found: &fs::Metadata) -> bool {
    false
}
