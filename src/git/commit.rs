//! Writes a pending commit into the repository: files, index, commit and branch, in an order in which
//! every interruption leaves the old state or the new one.

use git2::{ObjectType, Oid};

use super::commit_input::{CommitInput, CommitMode};
use super::error::GitError;
use super::gc;
use super::index::Index;
use super::index_plan::{self, File, IndexPlan, Journal, Rollback};
use super::objects::{Objects, Strictness};
use super::read::{commit_name, object_name};
use super::repository::Repository;
use super::signals::Writing;
use super::transaction::{Branch, Transaction, short};
use super::worktree::{self, PathState, PreparedWrite};
use crate::register::entry::PendingCommit;
use crate::value::digest::CommitId;
use crate::value::hint::Hint;

/// What was written, and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommitOutcome {
    /// A commit on a branch.
    Commit {
        /// Its name.
        commit: CommitId,
        /// The branch, as people type it.
        branch: String,
        /// What failed after the branch had moved: the commit is there, but can be lost if the machine
        /// stops now.
        unsafe_yet: Option<String>,
    },
    /// Files in the work tree, staged for a commit.
    Staged,
    /// Nothing, because the last commit has all of it already.
    Unchanged,
}

impl Repository {
    /// Writes a pending commit, and says so only after it was read back.
    ///
    /// Only one such write runs at a time in a repository, across processes. `check` is called under
    /// that lock, before anything is written, with the commit that the new one will follow: it is the
    /// check that every change must pass.
    ///
    /// # Errors
    /// Any error of `check`; refused in a bare repository, on a detached HEAD, in an unfinished
    /// merge or rebase, with conflicts, or where the same paths have uncommitted changes; busy;
    /// moved, where the branch is not, or no longer, at the base of the write. After each of these the
    /// files, the index and the branch are as they were. There is one exception, which the error
    /// names: a commit that could not be read back exists all the same.
    pub fn land<E: From<GitError>>(
        &self,
        entry: &PendingCommit,
        writing: &CommitInput,
        check: impl FnOnce(Option<&CommitId>) -> Result<(), E>,
    ) -> Result<CommitOutcome, E> {
        let opened = self.git()?;
        let order = self.order()?;
        gc::wait(opened.commondir(), self.patience())?;
        let desk = Transaction::set(opened)?;
        let branch = desk.ready(writing)?;
        check(writing.base.as_ref())?;
        let landed = desk.write(self, entry, writing, branch)?;
        drop(order);
        Ok(landed)
    }

    /// The paths, from the top of the work tree, of a write that was interrupted and that the next one
    /// will undo; empty where there is none.
    ///
    /// # Errors
    /// The journal of the write cannot be read.
    pub fn interrupted(&self) -> Result<Vec<String>, GitError> {
        let left = Journal::left_over(&self.git()?.path().join("plenary"))?;
        Ok(left.map_or_else(Vec::new, |left| left.paths().map(str::to_owned).collect()))
    }
}

impl Transaction {
    /// The branch to write to, where a commit is wanted; refused or moved where it cannot be.
    fn ready(&self, writing: &CommitInput) -> Result<Option<&str>, GitError> {
        let base = writing.base.as_ref().map(object_name).transpose()?;
        let branch = match (&self.branch, writing.how) {
            (_, CommitMode::StageOnly) => None,
            (Branch::Named(name), CommitMode::Commit | CommitMode::Back) => Some(name.as_str()),
            (Branch::Detached, CommitMode::Commit | CommitMode::Back) => {
                return Err(GitError::refused(
                    "no branch is checked out, so nothing can be committed",
                )
                .hint(
                    Hint::run("to go to the main branch", "git switch main")
                        .or_run("to make a new branch", "git switch -c NAME"),
                ));
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
        entry: &PendingCommit,
        writing: &CommitInput,
        branch: Option<&str>,
    ) -> Result<CommitOutcome, GitError> {
        let mut index = Index::open(self.git.path(), &self.corner)?;
        let objects = Objects::new(&self.git, Strictness::Trusting)?;
        let back = Rollback {
            top: &self.top,
            disks: &self.disks,
            objects: &objects,
            tree: self.tree()?,
        };
        if let Some(left) = Journal::left_over(&self.corner)? {
            left.take_back(&back, &mut index)?;
        }
        let files = index_plan::files(repository, entry, &back, &index)?;
        if files.iter().all(|file| !file.is_new) {
            return Ok(CommitOutcome::Unchanged);
        }
        let signals = Writing::begin();
        let journal = Journal::begin(&self.corner, files.iter().map(File::step).collect())?;
        let plan = IndexPlan {
            files: &files,
            entry,
            writing,
            branch,
        };
        let (commit, late) = match self.carry_out(&plan, &back, &mut index, &signals) {
            Ok(done) => done,
            Err(error) => {
                // Another process can have committed what was staged: this stays.
                let now = self.tree_now().unwrap_or(back.tree);
                let back = Rollback { tree: now, ..back };
                let mut index = Index::read(self.git.path(), &self.corner)?;
                return Err(taken_back(error, journal.take_back(&back, &mut index)));
            }
        };
        let ended = journal.end();
        let ended = ended.and_then(|()| self.disks.sync_in(&self.top));
        let unsafe_yet = late.or(ended.err().map(|error| error.sentence));
        self.read_back(&files, commit, branch)?;
        match (branch, commit) {
            (Some(branch), Some(commit)) => Ok(CommitOutcome::Commit {
                commit: commit_name(commit)?,
                branch: short(branch).to_owned(),
                unsafe_yet,
            }),
            _ => Ok(CommitOutcome::Staged),
        }
    }

    /// Objects first, which nobody sees yet; then files, index and branch. The branch comes last:
    /// before it an interruption leaves staged changes, after it nothing is left to do.
    fn carry_out(
        &self,
        plan: &IndexPlan<'_>,
        back: &Rollback<'_>,
        index: &mut Index,
        signals: &Writing,
    ) -> Result<(Option<Oid>, Option<String>), GitError> {
        let (mut prepared, mut gone) = (Vec::new(), Vec::new());
        for file in plan
            .files
            .iter()
            .filter(|file| file.on_disk == PathState::Old)
        {
            signals.goes_on()?;
            match file.becomes {
                Some(blob) => {
                    prepared.push(PreparedWrite::write(&self.top, &file.path, blob.bytes)?)
                }
                None => gone.push(&file.path),
            }
        }
        for blob in plan.files.iter().filter_map(|file| file.becomes) {
            back.objects.store(ObjectType::Blob, blob.bytes)?;
        }
        let commit = plan.branch.map(|_| self.commit(plan, back)).transpose()?;
        self.disks.sync_in(&self.top)?;
        self.read_back(plan.files, commit, None)?;
        for file in prepared {
            signals.goes_on()?;
            file.place()?;
        }
        for path in gone {
            worktree::remove(&self.top, path)?;
        }
        self.stage(plan.files, index)?;
        signals.goes_on()?;
        let late = match (plan.branch, commit) {
            (Some(branch), Some(commit)) => {
                self.advance(branch, commit, &plan.entry.message.subject)?
            }
            _ => None,
        };
        Ok((commit, late))
    }

    fn stage(&self, files: &[File<'_>], index: &mut Index) -> Result<(), GitError> {
        for file in files {
            let Some(blob) = file.becomes else {
                if index.get(&file.path).is_some() {
                    index.remove(&file.path)?;
                }
                continue;
            };
            let place = self.top.join(&file.path);
            let found = std::fs::symlink_metadata(&place)
                .map_err(|error| GitError::outside("look at", &place, &error))?;
            index.put(&file.path, blob.id, &found)?;
        }
        index.save()
    }
}

/// The error of a write that failed; it says where what was written could not be undone.
fn taken_back(error: GitError, done: Result<(), GitError>) -> GitError {
    match done {
        Ok(()) => error,
        Err(left) => GitError {
            sentence: format!("{error}; what was written so far could not be undone: {left}"),
            hint: Some(
                "solve that, then run the same command again: it first undoes what was written"
                    .into(),
            ),
            ..error
        },
    }
}
