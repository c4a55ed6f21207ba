//! Takes locks: one writer of this program at a time, and git's own lock on the index.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use git2::Oid;

use super::disk;
use super::error::{GitError, GitErrorKind, absent};

/// How long the program waits for a lock of git.
pub(super) const GIT_PATIENCE: Duration = Duration::from_secs(2);

/// What this program writes into a git lock, to recognise its own.
const MARK: &[u8] = b"plenary\n";

/// The folder in git's own folder where this program keeps its lock and its notes. It gets the same
/// permissions, so that a repository shared by several users stays shared.
pub(super) fn corner(git_dir: &Path) -> Result<PathBuf, GitError> {
    let corner = git_dir.join("plenary");
    if corner.is_dir() {
        return Ok(corner);
    }
    let failed = |error: io::Error| GitError::outside("make the folder", &corner, &error);
    match disk::make_folder(&corner) {
        // Another process made it a moment ago.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && corner.is_dir() => {
            return Ok(corner);
        }
        made => made.map_err(failed)?,
    }
    let permissions = fs::metadata(git_dir).map_err(failed)?.permissions();
    fs::set_permissions(&corner, permissions).map_err(failed)?;
    Ok(corner)
}

/// The lock for one whole write. The operating system releases it when the process ends, in any way.
pub(super) struct OrderLock {
    _file: File,
}

impl OrderLock {
    pub(super) fn take(corner: &Path, patience: Duration) -> Result<Self, GitError> {
        let path = corner.join("lock");
        let file = lock_file(&path).map_err(|error| GitError::outside("open", &path, &error))?;
        let taken = patiently(patience, || match file.try_lock() {
            Ok(()) => Ok(Some(())),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(GitError::outside("lock", &path, &error)),
        })?;
        match taken {
            Some(()) => Ok(Self { _file: file }),
            None => {
                let sentence = format!(
                    "another process is writing to this repository (for more than {} s)",
                    patience.as_secs()
                );
                Err(GitError::new(GitErrorKind::Busy, sentence)
                    .hint("wait for it to end, then run the same command again"))
            }
        }
    }
}

/// A lock file of another user can be locked without the right to write to it.
fn lock_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    options.open(path).or_else(|_| File::open(path))
}

/// Tries until it succeeds, or until the pauses between the tries, longer each time, add up to
/// `patience`; then `None`. The pauses count and not the clock: on a busy machine the other process is
/// slow as well.
pub(super) fn patiently<T>(
    patience: Duration,
    mut attempt: impl FnMut() -> Result<Option<T>, GitError>,
) -> Result<Option<T>, GitError> {
    let (mut slept, mut wait) = (Duration::ZERO, Duration::from_millis(2));
    loop {
        let found = attempt()?;
        if found.is_some() || slept >= patience {
            return Ok(found);
        }
        sleep(wait);
        slept += wait;
        wait = (wait * 2).min(Duration::from_millis(64));
    }
}

/// Git's own lock on a file: `FILE.lock` exists while it is locked.
pub(super) struct GitLock {
    path: PathBuf,
}

impl GitLock {
    /// Takes the lock on `file`, waiting a little. This program's own lock is taken at the same time, so
    /// a git lock with its mark is left over from a process that was killed, and is replaced. A lock of
    /// any other process is never removed.
    pub(super) fn take(file: &Path, corner: &Path) -> Result<Self, GitError> {
        let path = lock_path(file);
        let taken = patiently(GIT_PATIENCE, || match create_marked(&path, corner) {
            Ok(()) => Ok(Some(())),
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(GitError::outside("lock", file, &error))
            }
            Err(_) if fs::read(&path).is_ok_and(|bytes| bytes == MARK) => {
                disk::remove_file(&path)
                    .map_err(|error| GitError::outside("remove", &path, &error))?;
                Ok(None)
            }
            Err(_) => Ok(None),
        })?;
        match taken {
            Some(()) => Ok(Self { path }),
            None => Err(held(&path)),
        }
    }
}

impl GitLock {
    /// Waits a little until the lock is free on `file`. The order lock is held meanwhile, so a
    /// lock with this program's mark is left over, and is removed.
    pub(super) fn is_free(file: &Path) -> Result<(), GitError> {
        let path = lock_path(file);
        let free = patiently(GIT_PATIENCE, || match fs::read(&path) {
            Err(error) if absent(&error) => Ok(Some(())),
            Ok(bytes) if bytes == MARK => disk::remove_file(&path)
                .map(|()| None)
                .map_err(|error| GitError::outside("remove", &path, &error)),
            _ => Ok(None),
        })?;
        free.ok_or_else(|| held(&path))
    }
}

impl Drop for GitLock {
    fn drop(&mut self) {
        // The next writer reports a lock that cannot be removed, with its age.
        let _ = disk::remove_file(&self.path);
    }
}

/// Creates the marked file in one step or not at all: a lock without the mark would not be recognised.
fn create_marked(path: &Path, corner: &Path) -> io::Result<()> {
    let file = disk::temporary(corner, MARK)?;
    disk::place_new(file.into_temp_path(), path)
}

/// A note that libgit2 is about to take git's lock on a branch for this program: it writes no mark of
/// ours into the lock, but the commit to which the branch goes.
pub(super) struct Announced {
    note: PathBuf,
    lock: PathBuf,
    commit: String,
}

impl Announced {
    /// Notes that `lock` will be taken to move a branch to `commit`.
    pub(super) fn of(corner: &Path, lock: &Path, commit: Oid) -> Result<Self, GitError> {
        let note = corner.join("branch");
        let text = format!("{commit} {}\n", lock.display());
        disk::write(&note, text.as_bytes())
            .map_err(|error| GitError::outside("write", &note, &error))?;
        Ok(Self {
            note,
            lock: lock.to_owned(),
            commit: commit.to_string(),
        })
    }

    /// Removes the lock of a branch that a process of ours left when it was killed: the one that its
    /// note names, with the commit in it that the note names, or still empty after a while.
    fn clear(corner: &Path) {
        let note = corner.join("branch");
        let Ok(text) = fs::read_to_string(&note) else {
            return;
        };
        if let Some((commit, lock)) = text.trim_end().split_once(' ') {
            let lock = Path::new(lock);
            let waited = patiently(GIT_PATIENCE, || match fs::read_to_string(lock) {
                Ok(inside) if inside.is_empty() => Ok(None),
                found => Ok(Some(found.is_ok_and(|inside| inside.trim_end() == commit))),
            });
            if waited.is_ok_and(|ours| ours.unwrap_or(true)) {
                let _ = disk::remove_file(lock);
            }
        }
        let _ = disk::remove_file(&note);
    }
}

impl Drop for Announced {
    fn drop(&mut self) {
        // A lock that libgit2 could not remove stays announced, where this cannot remove it either.
        let inside = fs::read_to_string(&self.lock);
        let is_left = inside.is_ok_and(|inside| inside.trim_end() == self.commit);
        if !is_left || disk::remove_file(&self.lock).is_ok() {
            let _ = disk::remove_file(&self.note);
        }
    }
}

/// Removes the locks of git's kind that a process of ours left when it was killed, where no process of
/// ours is writing now. Whatever cannot be removed is told by the next writer.
pub(super) fn remove_left_over(git_dir: &Path, common_dir: &Path) {
    let (own, shared) = (git_dir.join("plenary"), common_dir.join("plenary"));
    let index = lock_path(&git_dir.join("index"));
    let marked = || fs::read(&index).is_ok_and(|bytes| bytes == MARK);
    if !marked() && !shared.join("branch").exists() {
        return;
    }
    let Ok(_order) = OrderLock::take(&shared, Duration::ZERO) else {
        return;
    };
    if own.is_dir() && marked() {
        let _ = disk::remove_file(&index);
    }
    Announced::clear(&shared);
}

/// The name of git's lock on a file.
pub(super) fn lock_path(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

/// The error for a git lock that did not go away: which file, how old, what to do.
pub(super) fn held(path: &Path) -> GitError {
    let sentence = match age(path) {
        Some(age) => format!(
            "git is writing, or was stopped while it wrote: the lock {} is {age} old",
            path.display()
        ),
        None => format!("git was writing until now: lock {}", path.display()),
    };
    let hint = format!(
        "run the same command again. If no git is running, remove {} first",
        path.display()
    );
    GitError::new(GitErrorKind::Busy, sentence).hint(hint)
}

fn age(path: &Path) -> Option<String> {
    let written = fs::symlink_metadata(path).ok()?.modified().ok()?;
    let age = SystemTime::now()
        .duration_since(written)
        .unwrap_or_default();
    Some(match age.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3600),
    })
}
