//! Finds the proposals that have a decision, without reading their records.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use git2::Oid;

use super::error::GitError;
use super::folder::Folder;
use super::objects::Kind;
use super::read::{PROPOSALS, Reader};

/// The folder of calls in that of a proposal, and the decision in that of a call.
pub(super) const CALLS: &str = "calls";
const DECISION: &str = "decision.toml";

impl Reader<'_> {
    /// The names of those in which a call has a decision, whether it can be read or not.
    pub(super) fn decided(&self, root: Oid) -> Result<BTreeSet<String>, GitError> {
        let mut names = BTreeSet::new();
        for (name, folder) in self.folders(root)? {
            if self.has_decision(folder)? {
                names.insert(name);
            }
        }
        Ok(names)
    }

    fn has_decision(&self, proposal: Oid) -> Result<bool, GitError> {
        let Some(calls) = self.objects.folder(proposal, CALLS)? else {
            return Ok(false);
        };
        for call in self.objects.tree(calls)?.nodes() {
            let call = call?;
            if call.kind == Kind::Folder && self.objects.at(call.id, DECISION)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Folder<'_> {
    /// The names of those in which a call has a decision, whether it can be read or not.
    pub(super) fn decided(&self) -> Result<BTreeSet<String>, GitError> {
        let mut decided = BTreeSet::new();
        for name in self.proposals()? {
            let calls = self.root.join(PROPOSALS).join(&name).join(CALLS);
            if self.has_decision(&calls)? {
                decided.insert(name);
            }
        }
        Ok(decided)
    }

    fn has_decision(&self, calls: &Path) -> Result<bool, GitError> {
        if self.kind(calls)? != Some(Kind::Folder) {
            return Ok(false);
        }
        let mut calls = self.entries(calls)?.into_iter();
        Ok(calls.any(|(_, _, call)| fs::symlink_metadata(call.join(DECISION)).is_ok()))
    }
}
