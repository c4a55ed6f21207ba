//! An entry into the repository: files, index, commit and branch, in an order in which every
//! interruption leaves the old state or the new.

use git2::{ObjectType, Oid};

use super::config::Identity;
use super::desk::{Branch, Desk, short};
use super::error::GitError;
use super::index::Index;
use super::journal::{Back, Journal, Step};
use super::lock::{OrderLock, corner};
use super::objects::{Objects, Strictness};
use super::read::commit_name;
use super::repository::Repository;
use super::worktree::{self, Prepared, State};
use crate::register::entry::Entry;
use crate::register::snapshot::LONGEST_PATH;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::text::shortened;

/// How far a write goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// To a commit on the branch that is checked out.
    Commit,
    /// To the work tree and the index, for people who commit by hand.
    StageOnly,
}

/// The circumstances of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// Author and committer.
    pub author: Identity,
    /// The date of the commit.
    pub now: Instant,
    /// How far it goes.
    pub how: How,
    /// The commit from which the entry was made; `None` where there was none yet.
    pub base: Option<CommitId>,
}

/// What was written, and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landed {
    /// A commit on a branch.
    Commit {
        /// Its name.
        commit: CommitId,
        /// The branch, as people type it.
        branch: String,
    },
    /// Files in the work tree, staged for a commit.
    Staged,
}

impl Repository {
    /// Writes an entry, and says so only after it was read back.
    ///
    /// Only one such write goes on at a time in a repository, across processes. `check` is asked
    /// under that lock, before anything is written, with the commit that the new one will follow:
    /// the gate through which every change goes.
    ///
    /// Errors: whatever `check` says; refused in a bare repository, on a detached HEAD, in an
    /// unfinished merge or rebase, with conflicts, or where the very paths have uncommitted changes;
    /// busy; moved, where the branch is not or no longer at the writing's base. After every error
    /// the files, the index and the branch are as they were.
    pub fn land<E: From<GitError>>(
        &self,
        entry: &Entry,
        writing: &Writing,
        check: impl FnOnce(Option<&CommitId>) -> Result<(), E>,
    ) -> Result<Landed, E> {
        let opened = self.git()?;
        let order = OrderLock::take(&corner(opened.commondir())?, self.patience())?;
        let desk = Desk::set(opened)?;
        let branch = desk.ready(writing)?;
        check(writing.base.as_ref())?;
        let landed = desk.write(self, entry, writing, branch)?;
        drop(order);
        Ok(landed)
    }

    /// The paths, from the top of the work tree, of a write that was interrupted and will be taken
    /// back by the next one; empty where there is none.
    pub fn interrupted(&self) -> Result<Vec<String>, GitError> {
        let left = Journal::left_over(&self.git()?.path().join("plenary"))?;
        Ok(left.map_or_else(Vec::new, |left| left.paths().map(str::to_owned).collect()))
    }
}

/// One file of an entry on its way into the repository.
pub(super) struct File<'e> {
    /// From the top of the work tree.
    pub(super) path: String,
    pub(super) bytes: &'e [u8],
    pub(super) id: Oid,
    on_disk: State,
    staged: State,
}

/// One write, found fit to be carried out.
pub(super) struct Plan<'p> {
    pub(super) files: &'p [File<'p>],
    pub(super) entry: &'p Entry,
    pub(super) writing: &'p Writing,
    /// Where a commit is wanted, the full name of its branch.
    branch: Option<&'p str>,
}

impl Desk {
    /// The branch to write to, where a commit is wanted; refused or moved where it cannot be.
    fn ready(&self, writing: &Writing) -> Result<Option<&str>, GitError> {
        let base = writing
            .base
            .as_ref()
            .map(super::read::object_name)
            .transpose()?;
        let branch = match (&self.branch, writing.how) {
            (_, How::StageOnly) => None,
            (Branch::Named(name), How::Commit) => Some(name.as_str()),
            (Branch::Detached, How::Commit) => {
                return Err(GitError::refused(
                    "no branch is checked out, so nothing can land here",
                )
                .hint("git switch main, or git switch -c NAME for a new branch"));
            }
        };
        if base != self.tip {
            return Err(GitError::moved(branch.map_or("checked out here", short)));
        }
        Ok(branch)
    }

    fn write(
        &self,
        repository: &Repository,
        entry: &Entry,
        writing: &Writing,
        branch: Option<&str>,
    ) -> Result<Landed, GitError> {
        let mut index = Index::open(self.git.path(), &self.corner)?;
        let objects = Objects::new(&self.git, Strictness::Trusting)?;
        let back = Back {
            top: &self.top,
            objects: &objects,
            tree: self.tree()?,
        };
        if let Some(left) = Journal::left_over(&self.corner)? {
            left.take_back(&back, &mut index)?;
        }
        let files = self.planned(repository, entry, &back, &index)?;
        let journal = Journal::begin(&self.corner, files.iter().map(File::step).collect())?;
        let plan = Plan {
            files: &files,
            entry,
            writing,
            branch,
        };
        let commit = match self.carry_out(&plan, &back, &mut index) {
            Ok(commit) => commit,
            Err(error) => return Err(taken_back(error, journal.take_back(&back, &mut index))),
        };
        journal.end()?;
        self.read_back(&files, commit, branch)?;
        match (branch, commit) {
            (Some(branch), Some(commit)) => Ok(Landed::Commit {
                commit: commit_name(commit)?,
                branch: short(branch).to_owned(),
            }),
            _ => Ok(Landed::Staged),
        }
    }

    /// The entry's files, each found fit to be written.
    fn planned<'e>(
        &self,
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
        for (path, bytes) in &entry.files {
            fit(path)?;
            let path = repository.inside(path);
            let landed = match back.tree {
                Some(tree) => back.objects.at(tree, &path)?.map(|(_, id)| id),
                None => None,
            };
            let id = Oid::hash_object(ObjectType::Blob, bytes)?;
            files.push(File {
                on_disk: worktree::state(&self.top.join(&path), &path, landed, bytes)?,
                staged: staged(index, &path, landed, id)?,
                path,
                bytes,
                id,
            });
            news |= landed != Some(id);
        }
        if !news {
            return Err(GitError::refused(
                "all of this is recorded already, so nothing was written",
            ));
        }
        Ok(files)
    }

    /// Objects first, which nobody sees yet; then files, index and branch. The branch comes last:
    /// before it an interruption leaves a staged addition, after it nothing to do.
    fn carry_out(
        &self,
        plan: &Plan<'_>,
        back: &Back<'_>,
        index: &mut Index,
    ) -> Result<Option<Oid>, GitError> {
        let mut prepared = Vec::new();
        for file in plan.files.iter().filter(|file| file.on_disk == State::Old) {
            prepared.push(Prepared::write(&self.top, &file.path, file.bytes)?);
        }
        for file in plan.files {
            back.objects.store(ObjectType::Blob, file.bytes)?;
        }
        let commit = match plan.branch {
            Some(_) => Some(self.commit(plan, back)?),
            None => None,
        };
        self.read_back(plan.files, commit, None)?;
        for file in prepared {
            file.place()?;
        }
        self.stage(plan.files, index)?;
        if let (Some(branch), Some(commit)) = (plan.branch, commit) {
            self.advance(branch, commit, &plan.entry.message.subject)?;
        }
        Ok(commit)
    }

    fn stage(&self, files: &[File<'_>], index: &mut Index) -> Result<(), GitError> {
        for file in files {
            let place = self.top.join(&file.path);
            let found = std::fs::symlink_metadata(&place)
                .map_err(|error| GitError::outside("look at", &place, &error))?;
            index.put(&file.path, file.id, &found)?;
        }
        index.save()
    }
}

impl File<'_> {
    fn step(&self) -> Step {
        Step {
            path: self.path.clone(),
            becomes: self.id,
            file: self.on_disk == State::Old,
            index: self.staged == State::Old,
        }
    }
}

/// In which state a path of the index is; refused where the user staged something else there.
fn staged(index: &Index, path: &str, landed: Option<Oid>, id: Oid) -> Result<State, GitError> {
    if let Some(other) = index.in_the_way(path) {
        let sentence = format!("{other} is staged, and there is no room for {path} beside it");
        return Err(GitError::refused(sentence).hint(format!("git restore --staged {other}")));
    }
    match index.get(path) {
        found if found == Some(id) => Ok(State::New),
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

/// The error of a write that failed; it says so where its traces are still there.
fn taken_back(error: GitError, done: Result<(), GitError>) -> GitError {
    match done {
        Ok(()) => error,
        Err(left) => GitError {
            sentence: format!(
                "{error}; and what was written so far could not be taken back yet: {left}"
            ),
            hint: Some(
                "mend that, then run the same command again: it takes it back first".to_owned(),
            ),
            ..error
        },
    }
}
