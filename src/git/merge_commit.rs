//! Says what a merge commit did: what it left out of the branches that it merged.

use std::collections::BTreeMap;

use git2::Oid;

use super::error::GitError;
use super::merge::MergeBase;
use super::read::{Reader, commit_name, object_name};
use super::repository::Repository;
use crate::register::snapshot::LeftOut;
use crate::value::digest::CommitId;

impl Repository {
    /// What a merge commit should have brought and did not, by path; empty for a commit that is not a merge.
    ///
    /// It is compared with what the merge gives. A file that both sides changed can be anything but the
    /// file of the first parent, because people solve conflicts, and the result is a change like any
    /// other. Where two histories were merged into each other, one of their common ancestors that explains
    /// the file is enough.
    ///
    /// # Errors
    /// Incomplete history, or an object that cannot be read.
    pub fn left_out(&self, landing: &CommitId) -> Result<BTreeMap<String, LeftOut>, GitError> {
        let reader = self.reader()?;
        let id = object_name(landing)?;
        let parents: Vec<Oid> = reader.commit(id)?.parent_ids().collect();
        let mut left_out = BTreeMap::new();
        if let Some((first, others)) = parents.split_first() {
            for other in others {
                let mut of_branch = reader.left_out(id, *first, *other)?;
                // Of several branches, each sees the changes of the others.
                of_branch.retain(|_, left| others.len() == 1 || *left != LeftOut::Words);
                left_out.extend(of_branch);
            }
        }
        Ok(left_out)
    }

    /// How many parents a commit has.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn parents(&self, landing: &CommitId) -> Result<usize, GitError> {
        Ok(self.reader()?.commit(object_name(landing)?)?.parent_count())
    }
}

impl Reader<'_> {
    /// Whether a merge has in the register exactly what git makes of its two parents.
    pub(super) fn only_merges(&self, id: Oid, first: Oid, other: Oid) -> Result<bool, GitError> {
        let found = self.compare_registers(self.root_of(first)?, self.root_of(id)?)?;
        for base in self.possible_bases(first, other)? {
            let merging = self.merged(&base, first, other)?;
            if merging.conflicts.is_empty() && found == merging.moved {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The states from which two parents of a merge can have gone apart; none where they have no common
    /// history.
    fn possible_bases(&self, first: Oid, other: Oid) -> Result<Vec<MergeBase>, GitError> {
        let parted = self.parted(first, other)?;
        let single = parted
            .iter()
            .map(|base| self.root_of(*base).map(MergeBase::of));
        let mut bases = single.collect::<Result<Vec<_>, _>>()?;
        if parted.len() > 1 {
            bases.extend(self.base(&parted, 0)?);
        }
        Ok(bases)
    }

    fn root_of(&self, commit: Oid) -> Result<Option<Oid>, GitError> {
        self.root(&commit_name(commit)?)
    }

    fn left_out(
        &self,
        id: Oid,
        first: Oid,
        other: Oid,
    ) -> Result<BTreeMap<String, LeftOut>, GitError> {
        let mut left_out: Option<BTreeMap<String, LeftOut>> = None;
        for base in self.possible_bases(first, other)? {
            let found = self.left_out_since(&base, id, first, other)?;
            match &mut left_out {
                None => left_out = Some(found),
                Some(left_out) => left_out.retain(|path, _| found.contains_key(path)),
            }
        }
        Ok(left_out.unwrap_or_default())
    }

    fn left_out_since(
        &self,
        base: &MergeBase,
        id: Oid,
        first: Oid,
        other: Oid,
    ) -> Result<BTreeMap<String, LeftOut>, GitError> {
        let merged = self.merged(base, first, other)?;
        let (root, ours, theirs) = (
            self.root_of(id)?,
            self.root_of(first)?,
            self.root_of(other)?,
        );
        let mut left_out = BTreeMap::new();
        let brought = merged.moved.iter().filter(|moved| moved.after.is_some());
        for moved in brought {
            let found = self.at(root, &moved.path)?;
            let left = match &found {
                found if *found == moved.after => continue,
                None => LeftOut::File,
                found if *found == moved.before => LeftOut::Change,
                _ if merged.of_both.contains(&moved.path) => continue,
                _ => LeftOut::Words,
            };
            left_out.insert(moved.path.clone(), left);
        }
        for path in merged.conflicts.into_iter().map(|conflict| conflict.path) {
            let found = self.objects.at(root, &path)?;
            if self.objects.at(theirs, &path)?.is_none() {
                continue;
            }
            if found.is_none() {
                left_out.insert(path, LeftOut::File);
            } else if found == self.objects.at(ours, &path)? {
                left_out.insert(path, LeftOut::Change);
            }
        }
        Ok(left_out)
    }
}
