//! Changes git's index: adds or removes some entries, and leaves all others as the user left them.

use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};

use git2::{IndexEntry, IndexTime, Oid};

use super::disk;
use super::error::{GitError, GitErrorKind, if_there};
use super::lock::{GitLock, lock_path};
use crate::value::hint::Hint;

const PLAIN: u32 = 0o100_644;
const EXECUTABLE: u32 = 0o100_755;

/// The index of a work tree, as it was read. Changes are made in a copy. Git's own lock is held only while
/// the copy replaces the index, so a killed process almost never leaves it.
pub(super) struct Index {
    place: PathBuf,
    corner: PathBuf,
    index: git2::Index,
    /// The bytes that were read; `None` where there was no index yet.
    read: Option<Vec<u8>>,
    changes: Vec<Change>,
}

/// The change of one path. It is made again if git changed the index in the meantime.
struct Change {
    path: String,
    /// The object that was staged there before.
    before: Option<Oid>,
    becomes: Option<IndexEntry>,
}

impl Index {
    /// Waits until git does not use the index, and reads it. The order lock is held while this value exists.
    pub(super) fn open(git_dir: &Path, corner: &Path) -> Result<Self, GitError> {
        GitLock::is_free(&git_dir.join("index"))?;
        Self::read(git_dir, corner)
    }

    /// Reads the index as it is.
    pub(super) fn read(git_dir: &Path, corner: &Path) -> Result<Self, GitError> {
        let place = git_dir.join("index");
        let (index, read) = copied(&place, &corner.join("index"))?;
        Ok(Self {
            place,
            corner: corner.to_owned(),
            index,
            read,
            changes: Vec::new(),
        })
    }

    pub(super) fn has_conflicts(&self) -> bool {
        self.index.has_conflicts()
    }

    /// The object staged under a path.
    pub(super) fn get(&self, path: &str) -> Option<Oid> {
        self.index
            .get_path(Path::new(path), 0)
            .map(|entry| entry.id)
    }

    /// A staged path that a file at `path` would replace: a folder at the place of the file, or a file at
    /// the place of its folder.
    pub(super) fn in_the_way(&self, path: &str) -> Option<String> {
        if let Ok(at) = self.index.find_prefix(format!("{path}/").as_str()) {
            let entry = self.index.get(at)?;
            return Some(String::from_utf8_lossy(&entry.path).into_owned());
        }
        let slashes = path.match_indices('/').map(|(at, _)| at);
        let above = slashes.filter_map(|at| path.get(..at));
        above
            .filter(|folder| self.get(folder).is_some())
            .map(str::to_owned)
            .next()
    }

    /// Stages an object under a path, with what the disk says of the file, so that git need not
    /// read it again to know that it is unchanged.
    pub(super) fn put(&mut self, path: &str, id: Oid, file: &Metadata) -> Result<(), GitError> {
        self.change(path, Some(entry(path, id, file)))
    }

    /// Stages an object under a path whose file can have other content. Its size is set to zero, so that
    /// git reads the file before it treats it as unchanged.
    pub(super) fn put_unread(
        &mut self,
        path: &str,
        id: Oid,
        file: &Metadata,
    ) -> Result<(), GitError> {
        let entry = IndexEntry {
            file_size: 0,
            ..entry(path, id, file)
        };
        self.change(path, Some(entry))
    }

    pub(super) fn remove(&mut self, path: &str) -> Result<(), GitError> {
        self.change(path, None)
    }

    fn change(&mut self, path: &str, becomes: Option<IndexEntry>) -> Result<(), GitError> {
        let before = self.get(path);
        apply(&mut self.index, path, becomes.as_ref())?;
        self.changes.push(Change {
            path: path.to_owned(),
            before,
            becomes,
        });
        Ok(())
    }

    /// Replaces the index by the changed copy. If git changed the index in the meantime, the same changes
    /// are made in the new index.
    pub(super) fn save(&mut self) -> Result<(), GitError> {
        let copy = self.corner.join("index");
        self.write(&copy)?;
        let _lock = GitLock::take(&self.place, &self.corner)?;
        if bytes(&self.place)? != self.read {
            (self.index, self.read) = copied(&self.place, &copy)?;
            for change in &self.changes {
                let staged = self.index.get_path(Path::new(&change.path), 0);
                if staged.map(|entry| entry.id) != change.before {
                    return Err(staged_meanwhile(&change.path));
                }
                apply(&mut self.index, &change.path, change.becomes.as_ref())?;
            }
            self.write(&copy)?;
        }
        disk::rename(&copy, &self.place)
            .map_err(|error| GitError::outside("write", &self.place, &error))?;
        self.read = bytes(&self.place)?;
        self.changes.clear();
        Ok(())
    }

    /// Writes the copy, and waits until it is safe on the disk.
    fn write(&mut self, copy: &Path) -> Result<(), GitError> {
        self.distrust_recent()?;
        disk::step_in(&self.corner)?;
        self.index.write()?;
        File::open(copy)
            .and_then(|file| disk::sync(&file))
            .map_err(|error| GitError::outside("write", copy, &error))
    }

    /// Git reads a file again if its time is not older than that of the index, because it can have
    /// changed within the same tick. The new index is newer than all files; so their recorded sizes are
    /// set to zero, which makes git read those files as before.
    fn distrust_recent(&mut self) -> Result<(), GitError> {
        let Ok(found) = fs::metadata(&self.place) else {
            return Ok(());
        };
        let written = modified(&found);
        let recent: Vec<IndexEntry> = self
            .index
            .iter()
            .filter(|entry| {
                let time = (entry.mtime.seconds(), entry.mtime.nanoseconds());
                let ours = entry.flags_extended & UP_TO_DATE != 0;
                !ours && entry.file_size != 0 && time >= written && stage(entry) == 0
            })
            .collect();
        for entry in recent {
            self.index.add(&IndexEntry {
                file_size: 0,
                ..entry
            })?;
        }
        Ok(())
    }
}

/// libgit2's mark, in memory only, on an entry that was added after the index was read.
const UP_TO_DATE: u16 = 1 << 2;

fn stage(entry: &IndexEntry) -> u16 {
    (entry.flags >> 12) & 3
}

fn bytes(place: &Path) -> Result<Option<Vec<u8>>, GitError> {
    if_there(fs::read(place), "read", place)
}

/// A copy of the index, opened, and the bytes that it has.
fn copied(place: &Path, copy: &Path) -> Result<(git2::Index, Option<Vec<u8>>), GitError> {
    remove(copy)?;
    remove(&lock_path(copy))?;
    let read = bytes(place)?;
    if let Some(read) = &read {
        disk::write(copy, read).map_err(|error| GitError::outside("write", copy, &error))?;
    }
    Ok((git2::Index::open(copy)?, read))
}

fn apply(
    index: &mut git2::Index,
    path: &str,
    becomes: Option<&IndexEntry>,
) -> Result<(), GitError> {
    match becomes {
        Some(entry) => Ok(index.add(entry)?),
        None => Ok(index.remove(Path::new(path), 0)?),
    }
}

fn staged_meanwhile(path: &str) -> GitError {
    let sentence = format!("{path} was staged by git while it was being written");
    GitError::new(GitErrorKind::Busy, sentence)
        .hint(Hint::run("to see what is staged", "git status"))
}

fn remove(path: &Path) -> Result<(), GitError> {
    if_there(disk::remove_file(path), "remove", path).map(drop)
}

/// An entry with what the disk says of a file.
pub(super) fn entry(path: &str, id: Oid, file: &Metadata) -> IndexEntry {
    // The index keeps the low 32 bits of each of these, as git does.
    let low = |n: u64| u32::try_from(n & u64::from(u32::MAX)).unwrap_or(0);
    let disk = IndexFile::of(file);
    let (seconds, nanoseconds) = modified(file);
    IndexEntry {
        ctime: IndexTime::new(disk.ctime.0, disk.ctime.1),
        mtime: IndexTime::new(seconds, nanoseconds),
        dev: low(disk.dev),
        ino: low(disk.ino),
        mode: disk.mode,
        uid: disk.uid,
        gid: disk.gid,
        file_size: low(file.len()),
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}

/// What git notes of a file besides its length and time.
struct IndexFile {
    ctime: (i32, u32),
    dev: u64,
    ino: u64,
    mode: u32,
    uid: u32,
    gid: u32,
}

#[cfg(unix)]
impl IndexFile {
    fn of(file: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        let executable = file.mode() & 0o100 != 0;
        Self {
            ctime: time(file.ctime(), file.ctime_nsec()),
            dev: file.dev(),
            ino: file.ino(),
            mode: if executable { EXECUTABLE } else { PLAIN },
            uid: file.uid(),
            gid: file.gid(),
        }
    }
}

#[cfg(not(unix))]
impl IndexFile {
    fn of(_file: &Metadata) -> Self {
        Self {
            ctime: (0, 0),
            dev: 0,
            ino: 0,
            mode: PLAIN,
            uid: 0,
            gid: 0,
        }
    }
}

/// A file's time as the index keeps it: the low 32 bits of the seconds, and nanoseconds.
pub(super) fn modified(file: &Metadata) -> (i32, u32) {
    let since = file
        .modified()
        .ok()
        .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or((0, 0), |since| {
        let seconds = i64::try_from(since.as_secs()).unwrap_or(0);
        time(seconds, i64::from(since.subsec_nanos()))
    })
}

fn time(seconds: i64, nanoseconds: i64) -> (i32, u32) {
    let seconds = i32::try_from(seconds).unwrap_or(i32::MAX);
    (seconds, u32::try_from(nanoseconds).unwrap_or(0))
}
