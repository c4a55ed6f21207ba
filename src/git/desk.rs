//! The desk at which one write is done: the repository opened afresh under the order lock, in a
//! state in which it may be written.

use std::fs;
use std::path::{Path, PathBuf};

use git2::{Oid, RepositoryOpenFlags, RepositoryState};

use super::error::GitError;
use super::lock::corner;
use super::open::tip;
use super::worktree::sweep;

/// Settings for the time of a write: what libgit2 writes is on the disk before it says so.
const DURABLE: &str = "[core]\n\tfsyncObjectFiles = true\n";

/// Where a commit would go.
pub(super) enum Branch {
    /// The branch that is checked out, by its full name.
    Named(String),
    /// A commit is checked out, and no branch.
    Detached,
}

/// A repository fit for writing.
pub(super) struct Desk {
    pub(super) git: git2::Repository,
    /// The top of the work tree.
    pub(super) top: PathBuf,
    /// This program's folder in the work tree's own part of git's folder.
    pub(super) corner: PathBuf,
    pub(super) branch: Branch,
    pub(super) tip: Option<Oid>,
}

impl Desk {
    /// Opens the repository of `opened` again, so that nothing is remembered from before the lock.
    pub(super) fn set(opened: &git2::Repository) -> Result<Self, GitError> {
        let Some(top) = opened.workdir() else {
            return Err(GitError::refused(
                "this repository is bare: it has no work tree to write to",
            )
            .hint("git clone it, and write in the clone"));
        };
        let top = top
            .canonicalize()
            .map_err(|error| GitError::outside("open the folder", top, &error))?;
        let git = reopened(opened.path())?;
        durable(&git)?;
        refuse_unfinished(&git)?;
        let corner = corner(git.path())?;
        sweep(&corner);
        Ok(Self {
            corner,
            branch: branch(&git)?,
            tip: tip(&git)?,
            git,
            top,
        })
    }

    /// The tree of the commit that is checked out.
    pub(super) fn tree(&self) -> Result<Option<Oid>, GitError> {
        let commit = self.tip.map(|id| self.git.find_commit(id)).transpose()?;
        Ok(commit.map(|commit| commit.tree_id()))
    }
}

/// The repository whose own folder this is, opened anew.
pub(super) fn reopened(git_dir: &Path) -> Result<git2::Repository, GitError> {
    let flags = RepositoryOpenFlags::FROM_ENV | RepositoryOpenFlags::NO_SEARCH;
    let nowhere: [&str; 0] = [];
    Ok(git2::Repository::open_ext(git_dir, flags, nowhere)?)
}

fn durable(git: &git2::Repository) -> Result<(), GitError> {
    let place = corner(git.commondir())?.join("config");
    if !fs::read(&place).is_ok_and(|bytes| bytes == DURABLE.as_bytes()) {
        fs::write(&place, DURABLE).map_err(|error| GitError::outside("write", &place, &error))?;
    }
    let mut config = git.config()?;
    Ok(config.add_file(&place, git2::ConfigLevel::App, true)?)
}

fn refuse_unfinished(git: &git2::Repository) -> Result<(), GitError> {
    use RepositoryState as S;
    let (what, end) = match git.state() {
        S::Clean => return Ok(()),
        S::Merge => ("merge", "git merge --continue, or git merge --abort"),
        S::Revert | S::RevertSequence => ("revert", "git revert --continue, or git revert --abort"),
        S::CherryPick | S::CherryPickSequence => (
            "cherry-pick",
            "git cherry-pick --continue, or git cherry-pick --abort",
        ),
        S::Bisect => ("bisection", "git bisect reset"),
        S::Rebase | S::RebaseInteractive | S::RebaseMerge => {
            ("rebase", "git rebase --continue, or git rebase --abort")
        }
        S::ApplyMailbox | S::ApplyMailboxOrRebase => {
            ("git am", "git am --continue, or git am --abort")
        }
    };
    let sentence = format!("a {what} is in progress here, and nothing is written into it");
    Err(GitError::refused(sentence).hint(end))
}

fn branch(git: &git2::Repository) -> Result<Branch, GitError> {
    let head = git.find_reference("HEAD")?;
    match head.symbolic_target_bytes() {
        None => Ok(Branch::Detached),
        Some(name) => match std::str::from_utf8(name) {
            Ok(name) => Ok(Branch::Named(name.to_owned())),
            Err(_) => Err(
                GitError::refused("the name of the branch checked out is not UTF-8")
                    .hint("git branch -m NAME renames it"),
            ),
        },
    }
}

/// A branch's name as people type it.
pub(super) fn short(branch: &str) -> &str {
    branch.strip_prefix("refs/heads/").unwrap_or(branch)
}
