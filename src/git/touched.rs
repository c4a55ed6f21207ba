//! Finds which proposals changed since an earlier commit of the main branch, by the names of their folders' trees alone.

use std::collections::{BTreeMap, BTreeSet};

use super::error::GitError;
use super::repository::Repository;
use crate::value::digest::CommitId;

/// So many commits are looked at. After more of them, most proposals have changed.
const MOST: usize = 2_000;

/// The name of the tree of each proposal's folder, by the name of the folder.
type Trees = BTreeMap<String, String>;

impl Repository {
    /// What git calls the folder of each proposal in a commit: the same name means the same files.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn proposal_trees(&self, commit: &CommitId) -> Result<Trees, GitError> {
        let reader = self.reader()?;
        let root = reader.root(commit)?;
        let folders = root.map(|root| reader.folders(root)).transpose()?;
        let named = folders
            .into_iter()
            .flatten()
            .map(|folder| (folder.name, folder.tree.to_string()));
        Ok(named.collect())
    }

    /// The proposals that some commit after `since` changed, also where a later one undid that. `None` where `since` is
    /// not one of the last commits on the main branch up to `tip`: then nothing is known.
    ///
    /// # Errors
    /// Incomplete history, or an object that cannot be read.
    pub fn touched_since(
        &self,
        tip: &CommitId,
        since: &CommitId,
    ) -> Result<Option<BTreeSet<String>>, GitError> {
        let (mut touched, mut after) = (BTreeSet::new(), self.proposal_trees(tip)?);
        for commit in self.landings(tip)?.take(MOST) {
            let commit = commit?;
            if commit.commit == *since {
                return Ok(Some(touched));
            }
            let before = commit.parent.as_ref();
            let before = before.map(|parent| self.proposal_trees(parent));
            let before = before.transpose()?.unwrap_or_default();
            let names = before.keys().chain(after.keys());
            let changed = names.filter(|name| before.get(*name) != after.get(*name));
            touched.extend(changed.cloned());
            after = before;
        }
        Ok(None)
    }
}
