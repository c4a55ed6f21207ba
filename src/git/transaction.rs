//! Opens the repository for one write, while this program has its lock. Stores the commit, moves the
//! branch to it, and reads it back.
//!
//! The repository is opened again after the lock is taken, because libgit2 keeps refs and the index in
//! memory, and another process can have changed them meanwhile. A repository in the middle of a merge,
//! rebase, revert, cherry-pick or bisect is refused: git would mix our commit into that operation.

use std::collections::BTreeMap;
use std::path::PathBuf;

use git2::{ErrorCode, ObjectType, Oid, RepositoryState, Signature, Time};

use super::commit_input::{CommitMode, Identity};
use super::disk::{self, Disks, EACH};
use super::error::GitError;
use super::index_plan::{File, IndexPlan, Rollback, all_at};
use super::lock::{Announced, GIT_PATIENCE, corner, held, lock_path, patiently};
use super::new_tree::with_files;
use super::objects::{Kind, Objects, Strictness};
use super::open::{reopened, tip};
use crate::value::clock::Instant;
use crate::value::hint::Hint;

/// Settings with which libgit2 reports success only after the bytes are on the disk.
const DURABLE: &str = "[core]\n\tfsyncObjectFiles = true\n";

/// The branch to which a commit would be added.
pub(super) enum Branch {
    /// The branch that is checked out, by its full name.
    Named(String),
    /// A commit is checked out instead of a branch.
    Detached,
}

/// A repository that is ready for a write.
pub(super) struct Transaction {
    pub(super) git: git2::Repository,
    /// The top of the work tree.
    pub(super) top: PathBuf,
    /// This program's folder in the work tree's own part of git's folder.
    pub(super) corner: PathBuf,
    /// This program's folder in the part of git's folder that all work trees share.
    common: PathBuf,
    pub(super) branch: Branch,
    pub(super) tip: Option<Oid>,
    /// The file systems that the write changes.
    pub(super) disks: Disks,
}

impl Transaction {
    /// Opens the repository of `opened` again, so that nothing from before the lock is used.
    pub(super) fn set(opened: &git2::Repository) -> Result<Self, GitError> {
        let Some(top) = opened.workdir() else {
            return Err(GitError::refused(
                "this repository is bare: it has no work tree to write to",
            )
            .hint("make a clone with git clone, and work there"));
        };
        let top = top
            .canonicalize()
            .map_err(|error| GitError::outside("open the folder", top, &error))?;
        let git = reopened(opened.path())?;
        if EACH {
            durable(&git)?;
        }
        refuse_unfinished(&git)?;
        let corner = corner(git.path())?;
        disk::sweep(&corner);
        Ok(Self {
            common: self::corner(git.commondir())?,
            corner,
            branch: branch(&git)?,
            tip: tip(&git)?,
            disks: Disks::of(&[&top, git.path(), git.commondir()])?,
            git,
            top,
        })
    }

    /// The tree of the commit that is checked out by now, whatever was read before.
    pub(super) fn tree_now(&self) -> Result<Option<Oid>, GitError> {
        let git = reopened(self.git.path())?;
        let commit = tip(&git)?.map(|id| git.find_commit(id)).transpose()?;
        Ok(commit.map(|commit| commit.tree_id()))
    }

    /// The tree of the commit that is checked out.
    pub(super) fn tree(&self) -> Result<Option<Oid>, GitError> {
        let commit = self.tip.map(|id| self.git.find_commit(id)).transpose()?;
        Ok(commit.map(|commit| commit.tree_id()))
    }
}

fn durable(git: &git2::Repository) -> Result<(), GitError> {
    let place = corner(git.commondir())?.join("config");
    if !std::fs::read(&place).is_ok_and(|bytes| bytes == DURABLE.as_bytes()) {
        disk::write(&place, DURABLE.as_bytes())
            .map_err(|error| GitError::outside("write", &place, &error))?;
    }
    let mut config = git.config()?;
    Ok(config.add_file(&place, git2::ConfigLevel::App, true)?)
}

fn refuse_unfinished(git: &git2::Repository) -> Result<(), GitError> {
    use RepositoryState as S;
    let command = match git.state() {
        S::Clean => return Ok(()),
        S::Merge => "git merge",
        S::Revert | S::RevertSequence => "git revert",
        S::CherryPick | S::CherryPickSequence => "git cherry-pick",
        S::Bisect => "git bisect",
        S::Rebase | S::RebaseInteractive | S::RebaseMerge => "git rebase",
        S::ApplyMailbox | S::ApplyMailboxOrRebase => "git am",
    };
    let hint = match command {
        "git bisect" => Hint::run("to end it", "git bisect reset"),
        _ => Hint::run("to finish it", format!("{command} --continue"))
            .or_run("to cancel it", format!("{command} --abort")),
    };
    let sentence = format!("nothing can be written while \"{command}\" is not finished");
    Err(GitError::refused(sentence).hint(hint))
}

fn branch(git: &git2::Repository) -> Result<Branch, GitError> {
    let head = git.find_reference("HEAD")?;
    match head.symbolic_target_bytes() {
        None => Ok(Branch::Detached),
        Some(name) => match std::str::from_utf8(name) {
            Ok(name) => Ok(Branch::Named(name.to_owned())),
            Err(_) => Err(
                GitError::refused("the name of the branch checked out is not UTF-8")
                    .hint(Hint::run("to rename it", "git branch -m NAME")),
            ),
        },
    }
}

/// A branch's name as people type it.
pub(super) fn short(branch: &str) -> &str {
    branch.strip_prefix("refs/heads/").unwrap_or(branch)
}

impl Transaction {
    /// Stores the commit: the tip's tree with exactly these files changed. Where the branch goes back, it
    /// is the tip's parent, which must have the same tree.
    pub(super) fn commit(
        &self,
        plan: &IndexPlan<'_>,
        back: &Rollback<'_>,
    ) -> Result<Oid, GitError> {
        let ids = plan
            .files
            .iter()
            .map(|file| (file.path.as_str(), file.id()));
        let ids: BTreeMap<&str, Option<Oid>> = ids.collect();
        let tree = with_files(back.objects, back.tree, &ids)?;
        let tree = self.git.find_tree(tree)?;
        let parent = self.tip.map(|id| self.git.find_commit(id)).transpose()?;
        if plan.writing.how == CommitMode::Back {
            return before(parent.as_ref(), tree.id());
        }
        let parents: Vec<&git2::Commit<'_>> = parent.iter().collect();
        let writing = plan.writing;
        let committer = signature(&writing.author, writing.now, 0)?;
        let author = match &writing.authored {
            Some(own) => signature(&own.author, own.at, own.offset)?,
            None => committer.clone(),
        };
        let message = plan.entry.message.to_string();
        let bytes = self
            .git
            .commit_create_buffer(&author, &committer, &message, &tree, &parents)?;
        back.objects.store(ObjectType::Commit, &bytes)
    }

    /// Moves the branch from the tip to the commit, if it is still at the tip. Gives the words of the
    /// system where it is there, but the system failed afterwards.
    pub(super) fn advance(
        &self,
        branch: &str,
        commit: Oid,
        subject: &str,
    ) -> Result<Option<String>, GitError> {
        let note = format!("plenary: {subject}");
        let lock = lock_path(&self.git.commondir().join(branch));
        let _announced = Announced::of(&self.common, &lock, commit)?;
        // A branch is waited for by itself: it must not be seen before its commit, nor empty.
        let git = reopened(self.git.path())?;
        durable(&git)?;
        let done = patiently(GIT_PATIENCE, || {
            disk::step_in(&lock)?;
            let moved = match self.tip {
                Some(tip) => git.reference_matching(branch, commit, true, tip, &note),
                None => git.reference(branch, commit, false, &note),
            };
            let Err(error) = moved else {
                return Ok(Some(None));
            };
            match error.code() {
                ErrorCode::Modified | ErrorCode::Exists | ErrorCode::NotFound => {
                    Err(GitError::moved(short(branch)))
                }
                ErrorCode::Locked => Ok(None),
                _ if git.refname_to_id(branch).ok() == Some(commit) => {
                    Ok(Some(Some(error.message().to_owned())))
                }
                _ => Err(error.into()),
            }
        })?;
        done.ok_or_else(|| held(&lock))
    }

    /// Reads what was stored through the repository opened once more. Each file must be in the commit, if
    /// there is one, each removed file must not, and the branch must be at that commit.
    pub(super) fn read_back(
        &self,
        files: &[File<'_>],
        commit: Option<Oid>,
        branch: Option<&str>,
    ) -> Result<(), GitError> {
        let git = reopened(self.git.path())?;
        let objects = Objects::new(&git, Strictness::Strict)?;
        let commit_there = commit.map(|id| git.find_commit(id)).transpose()?;
        let tree = commit_there.map(|commit| commit.tree_id());
        let landed = all_at(&objects, tree, files.iter().map(|file| file.path.as_str()))?;
        for file in files {
            let wanted = file.id().map(|id| (Kind::Plain, id));
            let in_commit = match tree {
                Some(_) => landed.get(file.path.as_str()).copied(),
                None => wanted,
            };
            let is_stored = match file.becomes {
                Some(blob) => *objects.read(blob.id, ObjectType::Blob)? == *blob.bytes,
                None => true,
            };
            if in_commit != wanted || !is_stored {
                return Err(not_read_back(&file.path));
            }
        }
        match branch {
            Some(branch) if git.refname_to_id(branch).ok() != commit => Err(not_read_back(branch)),
            _ => Ok(()),
        }
    }
}

/// The parent of a commit that has no other, if it has this tree.
fn before(commit: Option<&git2::Commit<'_>>, tree: Oid) -> Result<Oid, GitError> {
    let only = commit.filter(|commit| commit.parent_count() == 1);
    let parent = only.map(|commit| commit.parent(0)).transpose()?;
    match parent.filter(|parent| parent.tree_id() == tree) {
        Some(parent) => Ok(parent.id()),
        None => Err(GitError::refused(
            "the last commit changes more than records, so the branch cannot go back",
        )
        .hint(Hint::run("to see it", "git show --stat"))),
    }
}

/// libgit2 writes the date of a commit with 32 bits, and turns any other date into a wrong one.
fn signature(who: &Identity, at: Instant, offset: i32) -> Result<Signature<'static>, GitError> {
    if u32::try_from(at.seconds()).is_err() {
        let sentence = format!("a commit cannot have the date {at}: it must be from 1970 to 2105");
        return Err(GitError::refused(sentence).hint("set the clock, or leave out --now"));
    }
    let time = Time::new(at.seconds(), offset);
    Signature::new(&who.name, &who.email, &time).map_err(|_| {
        GitError::refused("git cannot write your name or email address into a commit").hint(
            Hint::run("to set them", "git config user.name \"YOUR NAME\"")
                .or_run("and", "git config user.email NAME@example.org"),
        )
    })
}

fn not_read_back(what: &str) -> GitError {
    GitError::cannot_check(format!(
        "{what} was written, but reading it back gave something else"
    ))
    .hint(Hint::run(
        "check the disk before you write again",
        "git fsck --full",
    ))
}
