//! Changes the disk, and waits until a change is safe there. What this room changes without libgit2, it
//! changes by these functions, so that tests can let each of them fail.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile, TempPath};

use super::error::GitError;
#[cfg(debug_assertions)]
pub(super) use super::fault::step;

/// Nothing: only builds for tests let a step fail.
#[cfg(not(debug_assertions))]
pub(super) fn step() -> io::Result<()> {
    Ok(())
}

/// A step that libgit2 makes for this program in the folder `place`.
pub(super) fn step_in(place: &Path) -> Result<(), GitError> {
    step().map_err(|error| GitError::outside("write", place, &error))
}

pub(super) fn make_folder(place: &Path) -> io::Result<()> {
    step()?;
    fs::create_dir(place)
}

pub(crate) fn make_folders(place: &Path) -> io::Result<()> {
    step()?;
    fs::create_dir_all(place)
}

pub(crate) fn remove_folder(place: &Path) -> io::Result<()> {
    step()?;
    fs::remove_dir(place)
}

pub(crate) fn remove_file(place: &Path) -> io::Result<()> {
    step()?;
    fs::remove_file(place)
}

pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    fs::rename(from, to)
}

pub(super) fn write(place: &Path, bytes: &[u8]) -> io::Result<()> {
    step()?;
    put(&mut File::create(place)?, bytes)
}

/// How the names of this program's temporary files begin.
pub(crate) const TEMPORARY: &str = ".plenary-";

/// New files get the permissions that the user's mask leaves, as git's own do.
fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Removes the temporary files of a killed run from a folder.
pub(crate) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(TEMPORARY.as_bytes()) {
            // What is left after all is a stray file, which every check points at.
            let _ = remove_file(&entry.path());
        }
    }
}

/// A new file in a folder, with these bytes.
pub(crate) fn temporary(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    step()?;
    let mut file = builder().tempfile_in(folder)?;
    put(file.as_file_mut(), bytes)?;
    Ok(file)
}

pub(crate) fn place(file: TempPath, at: &Path) -> io::Result<()> {
    step()?;
    file.persist(at).map_err(|error| error.error)
}

/// The same, where nothing is there yet.
pub(super) fn place_new(file: TempPath, at: &Path) -> io::Result<()> {
    step()?;
    file.persist_noclobber(at).map_err(|error| error.error)
}

/// Writes in two halves, so that a failure can leave the first.
fn put(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    let (first, second) = bytes.split_at(bytes.len() / 2);
    file.write_all(first)?;
    step()?;
    file.write_all(second)
}

/// Waits until the bytes of a file are on the disk.
pub(super) fn sync(file: &File) -> io::Result<()> {
    step()?;
    file.sync_all()
}

/// Whether each file is waited for by itself. Where a system can wait for a whole file system, that is
/// done twice in a write instead: before a file takes its place, and at the end.
pub(super) const EACH: bool = cfg!(not(target_os = "linux"));

/// The same, where each file is waited for by itself.
pub(super) fn sync_each(file: &File) -> io::Result<()> {
    if EACH { sync(file) } else { Ok(()) }
}

/// Waits until the names in a folder are on the disk, where each is waited for by itself.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if EACH && cfg!(unix) {
        sync(&File::open(folder)?)
    } else {
        Ok(())
    }
}

/// The file systems that a write changes. They are opened before it begins, because a system tells only
/// errors that came afterwards.
pub(super) struct Disks(Vec<File>);

impl Disks {
    /// Those of some folders, each once.
    #[cfg(target_os = "linux")]
    pub(super) fn of(folders: &[&Path]) -> Result<Self, GitError> {
        use std::os::unix::fs::MetadataExt as _;
        let (mut known, mut files) = (Vec::new(), Vec::new());
        for folder in folders {
            let failed = |error: io::Error| GitError::outside("open the folder", folder, &error);
            let file = File::open(folder).map_err(failed)?;
            let device = file.metadata().map_err(failed)?.dev();
            if !known.contains(&device) {
                known.push(device);
                files.push(file);
            }
        }
        Ok(Self(files))
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn of(_folders: &[&Path]) -> Result<Self, GitError> {
        Ok(Self(Vec::new()))
    }

    /// Waits until all that was written is on the disk; an error names `place`.
    pub(super) fn sync_in(&self, place: &Path) -> Result<(), GitError> {
        let done = self.sync();
        done.map_err(|error| GitError::outside("wait for the disk of", place, &error))
    }

    fn sync(&self) -> io::Result<()> {
        for file in &self.0 {
            step()?;
            wait_for(file)?;
        }
        Ok(())
    }
}

#[cfg(target_os = "linux")]
fn wait_for(file: &File) -> io::Result<()> {
    Ok(rustix::fs::syncfs(file)?)
}

#[cfg(not(target_os = "linux"))]
fn wait_for(_file: &File) -> io::Result<()> {
    Ok(())
}
