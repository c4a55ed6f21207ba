//! Says what failed outside the program, and what to do about it.

use std::path::Path;
use std::{fmt, io};

use crate::value::command::shell_word;
use crate::value::hint::Hint;
use crate::value::text::shortened;

/// What kind of failure it is; the command line chooses the exit code by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GitErrorKind {
    /// There is no git repository where one is needed.
    NotARepository,
    /// There is no `charter.toml` where one is needed.
    NotARegister,
    /// The repository has no commit yet.
    NoCommits,
    /// A revision that was asked for does not exist, or is not a commit.
    UnknownRevision,
    /// The repository is incomplete, damaged, or of a kind that cannot be read.
    CannotCheck,
    /// Another process is writing; the same command can succeed later.
    Busy,
    /// The branch moved while the change was prepared; it has to be prepared again.
    Moved,
    /// The repository is in a state in which nothing can be written.
    Refused,
    /// The operating system failed: no space, no permission.
    Outside,
}

/// A failure as a sentence without a full stop, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitError {
    /// Which kind.
    pub kind: GitErrorKind,
    /// What was found, where, and what was expected.
    pub sentence: String,
    /// What to do about it.
    pub hint: Option<Hint>,
}

impl GitError {
    /// A failure without a hint.
    pub fn new(kind: GitErrorKind, sentence: impl Into<String>) -> Self {
        Self {
            kind,
            sentence: sentence.into(),
            hint: None,
        }
    }

    /// The same failure with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Hint>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether there is nothing to read here, and nothing is broken.
    pub fn is_nowhere(&self) -> bool {
        use GitErrorKind::{NoCommits, NotARegister, NotARepository};
        matches!(self.kind, NoCommits | NotARegister | NotARepository)
    }

    /// A revision that git does not know.
    pub(super) fn unknown_revision(rev: &str, error: &git2::Error) -> Self {
        let shown = shortened(rev, 60);
        let sentence = match error.code() {
            git2::ErrorCode::Ambiguous => {
                format!("\"{shown}\" is ambiguous: more than one object has a name like this")
            }
            _ => format!("\"{shown}\" is not a commit of this repository"),
        };
        Self::new(GitErrorKind::UnknownRevision, sentence).hint(
            Hint::run("to see the commits", "git log --oneline")
                .or_run("if it is missing here", "git fetch"),
        )
    }

    /// The branch is no longer where it was when the change was prepared.
    pub fn moved(branch: &str) -> Self {
        Self::new(
            GitErrorKind::Moved,
            format!("branch {branch} moved meanwhile, so nothing was written"),
        )
        .hint("run the same command again")
    }

    pub(super) fn cannot_check(sentence: impl Into<String>) -> Self {
        Self::new(GitErrorKind::CannotCheck, sentence)
    }

    /// What is wrong with an object, with how a damaged repository is examined and repaired.
    pub(super) fn of_object(sentence: impl Into<String>) -> Self {
        Self::cannot_check(sentence).hint(Hint::run(
            "make a new full clone; to see what is damaged",
            "git fsck --full",
        ))
    }

    /// The bytes of an object do not match its name.
    pub(super) fn damaged(id: git2::Oid) -> Self {
        let sentence = format!("object {id} is damaged: its bytes do not match its name");
        Self::of_object(sentence)
    }

    pub(super) fn refused(sentence: impl Into<String>) -> Self {
        Self::new(GitErrorKind::Refused, sentence)
    }

    /// `doing` completes "could not …", such as `write`.
    pub(super) fn outside(doing: &str, path: &Path, error: &io::Error) -> Self {
        let reason = reason(error);
        let sentence = format!("could not {doing} {}: {reason}", path.display());
        let failure = Self::new(GitErrorKind::Outside, sentence);
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => failure.hint(MAKE_ROOM),
            io::ErrorKind::PermissionDenied => {
                failure.hint("ask for write permission there, or use a clone of your own")
            }
            _ => failure,
        }
    }
}

/// Whether nothing is at a place.
pub(super) fn absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// What was done with a place on the disk; `None` where nothing exists. `doing` is as in
/// [`GitError::outside`].
pub(super) fn if_there<T>(
    done: io::Result<T>,
    doing: &str,
    place: &Path,
) -> Result<Option<T>, GitError> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(error) if absent(&error) => Ok(None),
        Err(error) => Err(GitError::outside(doing, place, &error)),
    }
}

/// What git found; `None` where it does not have it.
pub(super) fn if_found<T>(found: Result<T, git2::Error>) -> Result<Option<T>, GitError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

const MAKE_ROOM: &str = "free space on that disk, then run the same command again";

fn by_the_system(message: &str) -> GitError {
    let sentence = format!("the operating system refused: {message}");
    let failure = GitError::new(GitErrorKind::Outside, sentence);
    if message.contains("No space left") {
        failure.hint(MAKE_ROOM)
    } else {
        failure
    }
}

/// The operating system's words, without the number that the standard library adds.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_lowercase(),
        None => text,
    }
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for GitError {}

/// What libgit2 cannot read: a word of its message, and our sentence with a hint.
const LIMITS: &[(&str, &str, &str)] = &[
    (
        "extensions.refstorage",
        "this repository keeps its references in the format \"reftable\", which this program cannot read",
        "git refs migrate --ref-format=files",
    ),
    (
        "extensions.partialclone",
        "this is a partial clone, in which objects are missing",
        "make a full clone, without --filter",
    ),
    (
        "object format",
        "this repository uses SHA-256 for its objects, which this program cannot read",
        "move the register to a repository that uses SHA-1: git init --object-format=sha1",
    ),
    (
        "mandatory extension: 'link'",
        "the index of this work tree is split, which this program cannot read",
        "git update-index --no-split-index",
    ),
    (
        "mandatory extension: 'sdir'",
        "the index of this work tree is sparse, which this program cannot read",
        "git sparse-checkout reapply --no-sparse-index",
    ),
];

impl From<git2::Error> for GitError {
    fn from(error: git2::Error) -> Self {
        let message = error.message();
        if error.code() == git2::ErrorCode::Owner {
            return foreign_owner(message);
        }
        if let Some((_, sentence, hint)) = LIMITS.iter().find(|(word, ..)| message.contains(word)) {
            return Self::cannot_check(*sentence).hint(*hint);
        }
        if message.contains("unsupported extension") {
            let sentence = format!("this repository cannot be read: {message}");
            return Self::cannot_check(sentence)
                .hint("make a new clone with git clone, and use that");
        }
        match error.class() {
            git2::ErrorClass::Odb | git2::ErrorClass::Object | git2::ErrorClass::Zlib => {
                Self::cannot_check(format!(
                    "the repository is damaged or incomplete: {message}"
                ))
                .hint(Hint::run("to see what is missing", "git fsck --full"))
            }
            git2::ErrorClass::Os => by_the_system(message),
            _ => Self::cannot_check(format!("git reports an error: {message}")),
        }
    }
}

fn foreign_owner(message: &str) -> GitError {
    let path = message.split('\'').nth(1).unwrap_or("DIR");
    GitError::cannot_check(format!("the repository at {path} belongs to another user")).hint(
        Hint::run(
            "if you trust it",
            format!(
                "git config --global --add safe.directory {}",
                shell_word(path)
            ),
        ),
    )
}
