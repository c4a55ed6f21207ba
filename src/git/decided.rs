//! Finds what is in the folders of proposals without reading all of their records: which have a decision, their
//! calls, and the files in a folder of each.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use git2::Oid;

use super::error::GitError;
use super::folder::Folder;
use super::objects::{Kind, text};
use super::read::{CALLS, PROPOSALS, Reader, Scope, join};
use super::repository::Repository;
use crate::register::snapshot::{Extent, Moment, Snapshot};
use crate::value::id::ProposalId;

/// The decision in the folder of a call.
const DECISION: &str = "decision.toml";

impl Reader<'_> {
    /// The names of those in which a call has a decision, whether it can be read or not.
    pub(super) fn decided(&self, root: Oid) -> Result<BTreeSet<String>, GitError> {
        let mut names = BTreeSet::new();
        for folder in self.folders(root)? {
            if self.has_decision(folder.tree)? {
                names.insert(folder.name);
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

impl Repository {
    /// The files of the calls of one proposal in one state, without the names of others.
    ///
    /// # Errors
    /// The commit or the work tree cannot be read.
    pub fn calls(&self, moment: &Moment, proposal: &ProposalId) -> Result<Snapshot, GitError> {
        let extent = Extent::Proposal(proposal.clone());
        self.within(moment, &extent, &Scope::of_calls(proposal))
    }

    /// The files of one proposal in one state without the participant list, and without the names of others.
    ///
    /// # Errors
    /// As above.
    pub fn besides_roster(
        &self,
        moment: &Moment,
        proposal: &ProposalId,
    ) -> Result<Snapshot, GitError> {
        let extent = Extent::Proposal(proposal.clone());
        self.within(moment, &extent, &Scope::besides_roster(proposal))
    }

    /// The paths of everything directly inside the folder `inside` of any proposal in one state, by path; no
    /// file is opened.
    ///
    /// # Errors
    /// The commit or the work tree cannot be read.
    pub fn filed(&self, moment: &Moment, inside: &str) -> Result<Vec<String>, GitError> {
        let mut paths = match moment {
            Moment::Commit(commit) => match self.reader()?.root(commit)? {
                Some(root) => self.filed_in(root, inside)?,
                None => Vec::new(),
            },
            Moment::WorkTree => {
                let places = self.on_disk()?.places(&Scope::of(&Extent::Everything))?;
                places
                    .into_keys()
                    .filter(|path| lies_in(path, inside))
                    .collect()
            }
        };
        paths.sort();
        Ok(paths)
    }

    fn filed_in(&self, root: Oid, inside: &str) -> Result<Vec<String>, GitError> {
        let reader = self.reader()?;
        let mut paths = Vec::new();
        let Some(proposals) = reader.objects.folder(root, PROPOSALS)? else {
            return Ok(paths);
        };
        for proposal in reader.objects.tree(proposals)?.nodes() {
            let proposal = proposal?;
            if proposal.kind != Kind::Folder {
                continue;
            }
            let Some(folder) = reader.objects.folder(proposal.id, inside)? else {
                continue;
            };
            let above = join(&join(PROPOSALS, &text(proposal.name)), inside);
            for file in reader.objects.tree(folder)?.nodes() {
                let file = file?;
                if file.kind != Kind::Folder {
                    paths.push(join(&above, &text(file.name)));
                }
            }
        }
        Ok(paths)
    }
}

fn lies_in(path: &str, inside: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(parts.as_slice(), [top, _, folder, _] if *top == PROPOSALS && *folder == inside)
}
