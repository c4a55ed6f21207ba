//! Walks the main branch from its first commit to its last, with what each commit changed. Each object is read
//! once, by a thread that reads ahead, and hashed once before anything is done with its commit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use git2::Oid;

use super::addresses::add_addresses;
use super::error::GitError;
use super::history::landing;
use super::known_trees::KnownTrees;
use super::read::{Reader, object_name};
use super::repository::Repository;
use super::unproven::Unproven;
use crate::register::snapshot::{CommitAddresses, MainCommit, PathChange};
use crate::value::digest::CommitId;

/// So many commits are read ahead.
const AHEAD: usize = 64;

/// A commit of the main branch.
#[derive(Debug)]
pub struct MainStep {
    /// The commit.
    pub landing: MainCommit,
    /// How many parents it has.
    pub parents: usize,
    /// Who wrote and who committed it; `None` for a merge, which has brought commits of others.
    pub by: Option<CommitAddresses>,
    /// What it changed in the register.
    pub moved: Vec<PathChange>,
    /// Where some proposals were named: those of them that it changed.
    pub proposals: BTreeSet<String>,
}

/// Which files of a proposal are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilesOf {
    /// All of them.
    All,
    /// Its texts. A proposal has few.
    Texts,
}

/// Which files are read along a history, by the names of proposals. Of other proposals nothing is read.
pub type WantedFiles = BTreeMap<String, FilesOf>;

/// A commit before its changes are read, with its tree, and itself where it must be hashed.
type Listed = (MainStep, Oid, Unproven);

/// A commit with everything that was read for it and must be hashed.
type Read = (MainStep, Unproven);

impl Repository {
    /// Gives `each` every commit on the main branch up to `tip`, oldest first.
    ///
    /// # Errors
    /// Incomplete history, an object that cannot be read, or the first error of `each`.
    pub fn walk_line<E: From<GitError>>(
        &self,
        tip: &CommitId,
        each: impl FnMut(MainStep) -> Result<(), E>,
    ) -> Result<(), E> {
        self.walk_line_of(tip, None, each)
    }

    /// The same, where some proposals are named, without the changes of others.
    ///
    /// # Errors
    /// As above.
    pub fn walk_line_of<E: From<GitError>>(
        &self,
        tip: &CommitId,
        only: Option<&WantedFiles>,
        mut each: impl FnMut(MainStep) -> Result<(), E>,
    ) -> Result<(), E> {
        self.history_complete()?;
        let (sender, receiver) = sync_channel(AHEAD);
        let (id, other, some) = (object_name(tip)?, self.beside()?, only.cloned());
        let ahead = thread::Builder::new().spawn(move || send(&other, id, some.as_ref(), &sender));
        let Ok(ahead) = ahead else {
            // Where no thread can be had, one commit is read after the other.
            let reader = self.reader()?.hashed_later();
            let listed = reader.listed(id)?;
            return reader
                .changes_of(listed, only)
                .try_for_each(|read| proven(read, &mut each));
        };
        let mut read = receiver.into_iter();
        let walked = read.try_for_each(|read| proven(read, &mut each));
        match ahead.join() {
            Ok(()) => walked,
            Err(_) => Err(GitError::cannot_check("reading the history stopped early").into()),
        }
    }
}

/// Hashes what was read for a commit, and only then gives it to `each`.
fn proven<E: From<GitError>>(
    read: Result<Read, GitError>,
    each: &mut impl FnMut(MainStep) -> Result<(), E>,
) -> Result<(), E> {
    let (step, unproven) = read?;
    unproven.prove()?;
    each(step)
}

/// Sends every commit, until there are no more or nobody wants them.
fn send(
    repository: &Repository,
    tip: Oid,
    only: Option<&WantedFiles>,
    to: &SyncSender<Result<Read, GitError>>,
) {
    let sent = repository.reader().and_then(|reader| {
        let reader = reader.hashed_later();
        let listed = reader.listed(tip)?;
        for step in reader.changes_of(listed, only) {
            if to.send(step).is_err() {
                break;
            }
        }
        Ok(())
    });
    if let Err(error) = sent {
        let _ = to.send(Err(error));
    }
}

impl<'r> Reader<'r> {
    /// The commits up to `tip`, newest first.
    fn listed(&self, tip: Oid) -> Result<Vec<Listed>, GitError> {
        let mut listed = Vec::new();
        let Err(error) = self.list_back(tip, &mut listed) else {
            return Ok(listed);
        };
        let read = listed.into_iter().map(|(.., own)| own);
        let read = read.fold(self.objects.unproven(), Unproven::and);
        Err(read.prove().err().unwrap_or(error))
    }

    fn list_back(&self, tip: Oid, listed: &mut Vec<Listed>) -> Result<(), GitError> {
        let mut next = Some(tip);
        while let Some(id) = next {
            let commit = self.commit(id)?;
            let parents = commit.parent_count();
            next = commit.parent_ids().next();
            let mut own = CommitAddresses::default();
            add_addresses(&commit, &mut own);
            let step = MainStep {
                landing: landing(&commit)?,
                parents,
                by: Some(own).filter(|_| parents < 2),
                moved: Vec::new(),
                proposals: BTreeSet::new(),
            };
            listed.push((step, commit.tree_id(), self.objects.unproven()));
        }
        Ok(())
    }

    /// These commits with their changes, oldest first, up to the first error. Where something cannot be read because
    /// an object before it is damaged, that is the error.
    fn changes_of(
        &self,
        listed: Vec<Listed>,
        only: Option<&WantedFiles>,
    ) -> impl Iterator<Item = Result<Read, GitError>> {
        let (mut known, mut before) = (KnownTrees::default(), None);
        listed.into_iter().rev().map(move |(step, tree, own)| {
            let compared = self.root_in(tree).and_then(|root| {
                let changes = self.compare_next(before, root, &mut known, only)?;
                before = root;
                Ok(changes)
            });
            let read = own.and(self.objects.unproven());
            let (moved, proposals) = match compared {
                Ok(changes) => changes,
                Err(error) => return Err(read.prove().err().unwrap_or(error)),
            };
            let step = MainStep {
                moved,
                proposals,
                ..step
            };
            Ok((step, read))
        })
    }
}
