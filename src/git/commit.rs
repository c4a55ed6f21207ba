//! The commit of a write: stored, put at the head of its branch, and read back.

use std::collections::BTreeMap;

use git2::{ErrorCode, ObjectType, Oid, Signature, Time};

use super::config::Identity;
use super::desk::{Desk, reopened, short};
use super::error::GitError;
use super::journal::Back;
use super::lock::{GIT_PATIENCE, held, lock_path, waits};
use super::objects::{Kind, Objects, Strictness};
use super::plan::{File, Plan};
use super::tree;

use crate::value::clock::Instant;

impl Desk {
    /// Stores the commit: the tip's tree with exactly these files changed.
    pub(super) fn commit(&self, plan: &Plan<'_>, back: &Back<'_>) -> Result<Oid, GitError> {
        let ids = plan
            .files
            .iter()
            .map(|file| (file.path.as_str(), file.id()));
        let ids: BTreeMap<&str, Option<Oid>> = ids.collect();
        let tree = tree::with_files(back.objects, back.tree, &ids)?;
        let tree = self.git.find_tree(tree)?;
        let parent = self.tip.map(|id| self.git.find_commit(id)).transpose()?;
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

    /// Moves the branch from the tip to the commit, if it is still there.
    pub(super) fn advance(&self, branch: &str, commit: Oid, subject: &str) -> Result<(), GitError> {
        let note = format!("plenary: {subject}");
        let started = std::time::Instant::now();
        for wait in waits() {
            let moved = match self.tip {
                Some(tip) => self
                    .git
                    .reference_matching(branch, commit, true, tip, &note),
                None => self.git.reference(branch, commit, false, &note),
            };
            let error = match moved {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            match error.code() {
                ErrorCode::Modified | ErrorCode::Exists | ErrorCode::NotFound => {
                    return Err(GitError::moved(short(branch)));
                }
                ErrorCode::Locked if started.elapsed() < GIT_PATIENCE => std::thread::sleep(wait),
                ErrorCode::Locked => break,
                _ if self.git.refname_to_id(branch).ok() == Some(commit) => return Ok(()),
                _ => return Err(error.into()),
            }
        }
        Err(held(&lock_path(&self.git.commondir().join(branch))))
    }

    /// Reads what was stored through the repository opened once more: each file, from the commit
    /// where there is one, that what goes is not in it, and that the branch stands at it where it
    /// should.
    pub(super) fn read_back(
        &self,
        files: &[File<'_>],
        commit: Option<Oid>,
        branch: Option<&str>,
    ) -> Result<(), GitError> {
        let git = reopened(self.git.path())?;
        let objects = Objects::new(&git, Strictness::Strict)?;
        let tree = match commit {
            Some(commit) => Some(git.find_commit(commit)?.tree_id()),
            None => None,
        };
        for file in files {
            let wanted = file.id().map(|id| (Kind::Plain, id));
            let in_commit = match tree {
                Some(tree) => objects.at(tree, &file.path)?,
                None => wanted,
            };
            let is_stored = match file.becomes {
                Some(blob) => objects.read(blob.id, ObjectType::Blob)?.data() == blob.bytes,
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

/// libgit2 writes the date of a commit with 32 bits, and any other as quite another date.
fn signature(who: &Identity, at: Instant, offset: i32) -> Result<Signature<'static>, GitError> {
    if u32::try_from(at.seconds()).is_err() {
        let sentence = format!("a commit cannot have the date {at}, only one from 1970 to 2105");
        return Err(GitError::refused(sentence).hint("set the clock, or leave out --now"));
    }
    let time = Time::new(at.seconds(), offset);
    Signature::new(&who.name, &who.email, &time).map_err(|_| {
        GitError::refused("the name or the address of whoever commits is not one git can write")
            .hint("git config user.name \"Your Name\" && git config user.email you@example.org")
    })
}

fn not_read_back(what: &str) -> GitError {
    GitError::cannot_check(format!(
        "{what} was written and could not be read back as written"
    ))
    .hint("check the disk (git fsck --full) before you write again")
}
