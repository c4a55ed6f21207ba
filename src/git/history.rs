//! Lists the commits on the main branch (its first-parent line), newest first, with what each changed.

use git2::Oid;

use super::error::GitError;
use super::known_commits::KnownCommits;
use super::read::{PROPOSALS, Reader, commit_name, object_name, proposal_folder};
use super::repository::Repository;
use crate::register::snapshot::{LastBefore, MainCommit, PathChange};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

impl Repository {
    /// The main-branch commits from one back to the first, newest first. A merge is one commit; the
    /// commits that it merged are not listed.
    ///
    /// # Errors
    /// Incomplete history, here and in everything that reads this list.
    pub fn landings(&self, from: &CommitId) -> Result<Landings<'_>, GitError> {
        self.history_complete()?;
        Ok(Landings {
            reader: self.reader()?,
            known: &self.known_commits,
            next: Some(object_name(from)?),
        })
    }

    /// One commit, without a look at the rest of the history.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn one(&self, commit: &CommitId) -> Result<MainCommit, GitError> {
        landing(&self.reader()?.commit(object_name(commit)?)?)
    }

    /// The last main-branch commit before the close of a call that was opened at the commit `opened`:
    /// the one before the first later commit. See [`LastBefore`].
    ///
    /// # Errors
    /// Incomplete history, or an object that cannot be read.
    pub fn closing(
        &self,
        from: &CommitId,
        opened: Option<&CommitId>,
        closes: Instant,
    ) -> Result<Option<CommitId>, GitError> {
        let mut last = LastBefore::new(opened, closes);
        for read in self.landings(from)? {
            let landing = read?;
            if last.is_found_with(&landing.commit, landing.at) {
                break;
            }
        }
        Ok(last.commit().cloned())
    }

    /// The commits that a main-branch commit merged: its other parents.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn merged(&self, landing: &CommitId) -> Result<Vec<CommitId>, GitError> {
        let commit = self.reader()?.commit(object_name(landing)?)?;
        commit.parent_ids().skip(1).map(commit_name).collect()
    }

    /// Whether a commit is on the first-parent line that ends at `from`.
    ///
    /// # Errors
    /// Incomplete history, or an object that cannot be read.
    pub fn is_on_line(&self, from: &CommitId, commit: &CommitId) -> Result<bool, GitError> {
        for read in self.landings(from)? {
            if read?.commit == *commit {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The main-branch commits that changed a proposal's folder, newest first, each with its changes.
    /// The last of them created the folder; an earlier folder of the same name, which was deleted, is
    /// ignored.
    ///
    /// # Errors
    /// Incomplete history, or an object that cannot be read.
    pub fn moves(&self, from: &CommitId, proposal: &ProposalId) -> Result<Moves<'_>, GitError> {
        Ok(Moves {
            landings: self.landings(from)?,
            proposals: self.inside(PROPOSALS),
            name: proposal.as_str().to_owned(),
            path: proposal_folder(proposal),
            trail: None,
            done: false,
        })
    }

    /// What differs between two commits in the whole register; without an earlier commit, everything
    /// is new.
    ///
    /// # Errors
    /// An object that cannot be read.
    pub fn between(
        &self,
        before: Option<&CommitId>,
        after: &CommitId,
    ) -> Result<Vec<PathChange>, GitError> {
        let reader = self.reader()?;
        let before = before
            .map(|commit| reader.root(commit))
            .transpose()?
            .flatten();
        reader.compare_registers(before, reader.root(after)?)
    }

    /// The merge that put `commit` on a side branch of the first-parent line that ends at `tip`; `None`
    /// where the commit is on that line, or where `tip` does not contain it.
    ///
    /// # Errors
    /// Incomplete history, or an object that cannot be read.
    pub fn put_aside(
        &self,
        tip: &CommitId,
        commit: &CommitId,
    ) -> Result<Option<PutAside>, GitError> {
        let (git, id) = (self.git()?, object_name(commit)?);
        if !self.has_commit(commit)? {
            return Ok(None);
        }
        let contains = |tip: Oid| Ok::<_, GitError>(tip == id || git.graph_descendant_of(tip, id)?);
        let mut line = Vec::new();
        for landing in self.landings(tip)? {
            let landing = landing?;
            if landing.commit == *commit {
                return Ok(None);
            }
            line.push(landing);
        }
        // The commits of the line that contain it are the newest ones.
        let (mut within, mut without) = (0, line.len());
        while within < without {
            let middle = within.midpoint(without);
            match line.get(middle) {
                Some(one) if contains(object_name(&one.commit)?)? => within = middle + 1,
                _ => without = middle,
            }
        }
        let Some(oldest) = within.checked_sub(1).and_then(|last| line.get(last)) else {
            return Ok(None);
        };
        let merge = self.reader()?.commit(object_name(&oldest.commit)?)?;
        for parent in merge.parent_ids().skip(1) {
            if contains(parent)? {
                return Ok(Some(PutAside {
                    merge: oldest.clone(),
                    aside: commit_name(parent)?,
                }));
            }
        }
        Ok(None)
    }
}

/// A part of a history that a merge put on a side branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutAside {
    /// The merge, which is on the first-parent line.
    pub merge: MainCommit,
    /// The last commit of the side branch: one of the other parents of the merge.
    pub aside: CommitId,
}

/// Main-branch commits, newest first.
pub struct Landings<'r> {
    reader: Reader<'r>,
    known: &'r KnownCommits,
    next: Option<Oid>,
}

impl Landings<'_> {
    fn read(&mut self, id: Oid) -> Result<MainCommit, GitError> {
        let commit = match self.known.get(id) {
            Some(known) => known,
            None => {
                let read = landing(&self.reader.commit(id)?)?;
                self.known.keep(id, &read);
                read
            }
        };
        self.next = commit.parent.as_ref().map(object_name).transpose()?;
        Ok(commit)
    }
}

impl Iterator for Landings<'_> {
    type Item = Result<MainCommit, GitError>;

    fn next(&mut self) -> Option<Self::Item> {
        let id = self.next.take()?;
        Some(self.read(id))
    }
}

pub(super) fn landing(commit: &git2::Commit<'_>) -> Result<MainCommit, GitError> {
    let author = commit.author();
    let name = String::from_utf8_lossy(author.name_bytes());
    let email = String::from_utf8_lossy(author.email_bytes());
    let message = String::from_utf8_lossy(commit.message_bytes());
    let subject = message.trim_start().lines().next().unwrap_or_default();
    Ok(MainCommit {
        commit: commit_name(commit.id())?,
        parent: commit.parent_ids().next().map(commit_name).transpose()?,
        at: moment(commit.time().seconds())?,
        author: format!("{name} <{email}>"),
        subject: subject.trim_end().to_owned(),
    })
}

/// A commit's date; one outside the years 1 to 9999 becomes the nearest inside them, so that an absurd
/// date hides nothing else.
fn moment(seconds: i64) -> Result<Instant, GitError> {
    const FIRST: i64 = -62_135_596_800;
    const LAST: i64 = 253_402_300_799;
    Instant::from_seconds(seconds.clamp(FIRST, LAST))
        .ok_or_else(|| GitError::cannot_check(format!("{seconds} is not a valid date of a commit")))
}

/// The main-branch commits that changed one proposal's folder, newest first.
pub struct Moves<'r> {
    landings: Landings<'r>,
    proposals: String,
    name: String,
    path: String,
    trail: Option<PathWalk>,
    done: bool,
}

/// The place of a proposal in a commit, each level by its object: if a level has the same object in two
/// commits, everything below it is the same.
#[derive(Debug, Clone, Copy, Default)]
struct PathWalk {
    tree: Option<Oid>,
    proposals: Option<Oid>,
    folder: Option<Oid>,
}

impl Moves<'_> {
    fn trail(
        &self,
        commit: Option<&CommitId>,
        near: Option<PathWalk>,
    ) -> Result<PathWalk, GitError> {
        let Some(commit) = commit else {
            return Ok(PathWalk::default());
        };
        let reader = &self.landings.reader;
        let tree = reader.commit(object_name(commit)?)?.tree_id();
        let near = near.unwrap_or_default();
        if near.tree == Some(tree) {
            return Ok(near);
        }
        let proposals = reader.objects.folder(tree, &self.proposals)?;
        let folder = match proposals {
            Some(_) if proposals == near.proposals => near.folder,
            Some(proposals) => reader.objects.folder(proposals, &self.name)?,
            None => None,
        };
        Ok(PathWalk {
            tree: Some(tree),
            proposals,
            folder,
        })
    }

    fn step(&mut self, landing: &MainCommit) -> Result<Vec<PathChange>, GitError> {
        let after = match self.trail.take() {
            Some(trail) => trail,
            None => self.trail(Some(&landing.commit), None)?,
        };
        let before = self.trail(landing.parent.as_ref(), Some(after))?;
        self.trail = Some(before);
        if before.folder == after.folder {
            return Ok(Vec::new());
        }
        self.done = before.folder.is_none();
        let reader = &self.landings.reader;
        reader.compare(before.folder, after.folder, &self.path)
    }
}

impl Iterator for Moves<'_> {
    type Item = Result<(MainCommit, Vec<PathChange>), GitError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let landing = match self.landings.next()? {
                Ok(landing) => landing,
                Err(error) => return Some(self.failed(error)),
            };
            match self.step(&landing) {
                Ok(moved) if moved.is_empty() => {}
                Ok(moved) => return Some(Ok((landing, moved))),
                Err(error) => return Some(self.failed(error)),
            }
        }
        None
    }
}

impl Moves<'_> {
    fn failed<T>(&mut self, error: GitError) -> Result<T, GitError> {
        self.done = true;
        Err(error)
    }
}
