//! What a write will do: the entry's files, each found fit to be written.

use git2::{ObjectType, Oid};

use super::error::GitError;
use super::index::Index;
use super::journal::{Back, Step};
use super::repository::Repository;
use super::worktree::{self, State};
use super::writing::Writing;
use crate::register::entry::Entry;
use crate::register::snapshot::LONGEST_PATH;
use crate::value::text::shortened;

/// One file of an entry on its way into the repository.
pub(super) struct File<'e> {
    /// From the top of the work tree.
    pub(super) path: String,
    /// What it becomes; `None` where it goes.
    pub(super) becomes: Option<Blob<'e>>,
    /// Whether the disk has it yet.
    pub(super) on_disk: State,
    /// Whether the index has it yet.
    pub(super) staged: State,
}

/// What a file is to hold.
#[derive(Clone, Copy)]
pub(super) struct Blob<'e> {
    pub(super) bytes: &'e [u8],
    pub(super) id: Oid,
}

/// One write, found fit to be carried out.
pub(super) struct Plan<'p> {
    pub(super) files: &'p [File<'p>],
    pub(super) entry: &'p Entry,
    pub(super) writing: &'p Writing,
    /// Where a commit is wanted, the full name of its branch.
    pub(super) branch: Option<&'p str>,
}

/// The entry's files, each found fit to be written.
pub(super) fn files<'e>(
    repository: &Repository,
    entry: &'e Entry,
    back: &Back<'_>,
    index: &Index,
) -> Result<Vec<File<'e>>, GitError> {
    if index.has_conflicts() {
        return Err(
            GitError::refused("the index holds conflicts that are not resolved")
                .hint("git status names them; resolve them and commit"),
        );
    }
    let mut files = Vec::new();
    let mut news = false;
    for (path, bytes) in entry.changes() {
        fit(path)?;
        let path = repository.inside(path);
        let landed = match back.tree {
            Some(tree) => back.objects.at(tree, &path)?.map(|(_, id)| id),
            None => None,
        };
        let becomes = bytes.map(Blob::of).transpose()?;
        let id = becomes.map(|blob| blob.id);
        files.push(File {
            on_disk: worktree::state(back.top, &path, landed, bytes)?,
            staged: staged(index, &path, landed, id)?,
            path,
            becomes,
        });
        news |= landed != id;
    }
    if !news {
        return Err(GitError::refused(
            "all of this is recorded already, so nothing was written",
        ));
    }
    Ok(files)
}

impl<'e> Blob<'e> {
    fn of(bytes: &'e [u8]) -> Result<Self, GitError> {
        let id = Oid::hash_object(ObjectType::Blob, bytes)?;
        Ok(Self { bytes, id })
    }
}

impl File<'_> {
    /// The object that it becomes.
    pub(super) fn id(&self) -> Option<Oid> {
        self.becomes.map(|blob| blob.id)
    }

    pub(super) fn step(&self) -> Step {
        Step {
            path: self.path.clone(),
            becomes: self.id(),
            file: self.on_disk == State::Old,
            index: self.staged == State::Old,
        }
    }
}

/// In which state a path of the index is; refused where the user staged something else there.
fn staged(
    index: &Index,
    path: &str,
    landed: Option<Oid>,
    id: Option<Oid>,
) -> Result<State, GitError> {
    if let Some(other) = id.and_then(|_| index.in_the_way(path)) {
        let sentence = format!("{other} is staged, and there is no room for {path} beside it");
        return Err(GitError::refused(sentence).hint(format!("git restore --staged {other}")));
    }
    match index.get(path) {
        found if found == id => Ok(State::New),
        found if found == landed => Ok(State::Old),
        _ => {
            let sentence = format!("{path} has staged changes that are not committed");
            Err(GitError::refused(sentence).hint(format!(
                "to keep them: git commit; to drop them: git restore --staged {path}"
            )))
        }
    }
}

/// Refuses a path that could lead out of the register, or into git's own folder.
fn fit(path: &str) -> Result<(), GitError> {
    let bad = |part: &str| {
        matches!(part, "" | "." | "..")
            || part.eq_ignore_ascii_case(".git")
            || part.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
    };
    if path.len() > LONGEST_PATH || path.split('/').any(bad) {
        let shown = shortened(path, 80);
        return Err(GitError::refused(format!(
            "\"{shown}\" is not a path inside a register"
        )));
    }
    Ok(())
}
