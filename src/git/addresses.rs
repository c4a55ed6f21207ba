//! Reads who wrote and who committed a change: the email addresses in its commits.

use std::collections::BTreeSet;

use git2::{Commit, Oid, Signature};

use super::error::GitError;
use super::read::{Reader, commit_name, object_name};
use super::repository::Repository;
use crate::register::snapshot::{CommitAddresses, PathChange};
use crate::value::digest::CommitId;

impl Repository {
    /// The email addresses in the commits that a main-branch commit brought and that change files in `moved`.
    ///
    /// # Errors
    /// Incomplete history, or an object that cannot be read.
    pub fn addresses(
        &self,
        landing: &CommitId,
        moved: &[PathChange],
    ) -> Result<CommitAddresses, GitError> {
        let reader = self.reader()?;
        let landing = object_name(landing)?;
        let parents: Vec<Oid> = reader.commit(landing)?.parent_ids().collect();
        if let [parent, _, ..] = parents.as_slice() {
            return reader.addresses(landing, *parent, moved);
        }
        // A commit that is not a merge brought only itself; a walk would need long to find that.
        let mut by = CommitAddresses::default();
        reader.address(landing, &mut by)?;
        Ok(by)
    }
}

impl Reader<'_> {
    /// The same for the commits before `tip` that are not before `without`. A branch can have commits of others that
    /// came to the main branch in another way.
    pub(super) fn addresses(
        &self,
        tip: Oid,
        without: Oid,
        moved: &[PathChange],
    ) -> Result<CommitAddresses, GitError> {
        let mut walk = self.git.revwalk()?;
        walk.push(tip)?;
        walk.hide(without)?;
        let paths: BTreeSet<&str> = moved.iter().map(|moved| moved.path.as_str()).collect();
        let mut by = CommitAddresses::default();
        for id in walk {
            let id = id?;
            if self.changes(id, &paths)? {
                self.address(id, &mut by)?;
            }
        }
        Ok(by)
    }

    /// Whether a commit changes one of these files.
    fn changes(&self, id: Oid, paths: &BTreeSet<&str>) -> Result<bool, GitError> {
        let root = |id: Oid| self.root(&commit_name(id)?);
        let parent = self.commit(id)?.parent_ids().next();
        let before = parent.map(root).transpose()?.flatten();
        let mut changed = self.compare_registers(before, root(id)?)?.into_iter();
        Ok(changed.any(|one| paths.contains(one.path.as_str())))
    }

    /// Adds the addresses in a commit, except for a merge without changes of its own.
    fn address(&self, id: Oid, by: &mut CommitAddresses) -> Result<(), GitError> {
        let commit = self.commit(id)?;
        let parents: Vec<Oid> = commit.parent_ids().collect();
        if let [first, other] = parents.as_slice()
            && self.only_merges(id, *first, *other)?
        {
            return Ok(());
        }
        add_addresses(&commit, by);
        Ok(())
    }
}

/// Adds the addresses of the author and of another committer.
pub(super) fn add_addresses(commit: &Commit<'_>, by: &mut CommitAddresses) {
    let address = |who: Signature<'_>| String::from_utf8_lossy(who.email_bytes()).into_owned();
    let (author, committer) = (address(commit.author()), address(commit.committer()));
    if !committer.eq_ignore_ascii_case(&author) {
        by.committers.insert(committer);
    }
    by.authors.insert(author);
}
