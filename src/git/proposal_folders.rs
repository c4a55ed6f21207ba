//! Reads the folders of proposals, some at a time, and of each only the files that are wanted.

use git2::Oid;

use super::error::GitError;
use super::objects::{Kind, TreeEntry, text};
use super::read::{Budget, PROPOSALS, Reader, join, too_deep};
use super::repository::Repository;
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{Extent, Moment, Snapshot};
use crate::value::digest::CommitId;

/// The folder of positions in that of a proposal.
const POSITIONS: &[u8] = b"positions";

/// The folder of a proposal in a commit.
#[derive(Debug, Clone)]
pub struct ProposalFolder {
    /// Its name.
    pub name: String,
    pub(super) tree: Oid,
}

/// Which files of a proposal's folder are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderFiles {
    /// Every file.
    All,
    /// Every file that is not in its folder of positions.
    WithoutPositions,
    /// The files in its folder of positions.
    Positions,
}

impl FolderFiles {
    fn include(self, node: &TreeEntry<'_>) -> bool {
        let of_positions = node.kind == Kind::Folder && node.name == POSITIONS;
        match self {
            FolderFiles::All => true,
            FolderFiles::WithoutPositions => !of_positions,
            FolderFiles::Positions => of_positions,
        }
    }
}

impl Reader<'_> {
    /// The folders in `proposals/`, in git's order.
    pub(super) fn folders(&self, root: Oid) -> Result<Vec<ProposalFolder>, GitError> {
        let Some(folder) = self.objects.folder(root, PROPOSALS)? else {
            return Ok(Vec::new());
        };
        let mut folders = Vec::new();
        for node in self.objects.tree(folder)?.nodes() {
            let node = node?;
            if node.kind == Kind::Folder {
                folders.push(ProposalFolder {
                    name: text(node.name),
                    tree: node.id,
                });
            }
        }
        Ok(folders)
    }

    fn in_folders(
        &self,
        folders: &[ProposalFolder],
        wanted: FolderFiles,
        budget: &mut Budget,
    ) -> Result<SharedFiles, GitError> {
        let mut files = SharedFiles::default();
        for folder in folders {
            let path = join(PROPOSALS, &folder.name);
            if too_deep(&path, 0) {
                continue;
            }
            for node in self.objects.tree(folder.tree)?.nodes() {
                let node = node?;
                if !wanted.include(&node) {
                    continue;
                }
                self.walk_node(&node, &path, 1, &mut |path, kind, id| {
                    self.take((path, kind, id), &mut files, budget)
                })?;
            }
        }
        Ok(files)
    }
}

impl Repository {
    /// Everything in a commit but what is in the folders of proposals, and these folders.
    ///
    /// # Errors
    /// As for [`Repository::snapshot`].
    pub fn besides_proposals(
        &self,
        commit: &CommitId,
    ) -> Result<(Snapshot, Vec<ProposalFolder>), GitError> {
        let moment = Moment::Commit(commit.clone());
        self.or_incomplete(&moment, || {
            let reader = self.reader()?;
            let root = reader.root(commit)?;
            let files = root.map(|root| reader.besides_proposals(root));
            let folders = root.map(|root| reader.folders(root)).transpose()?;
            let folders = folders.unwrap_or_default();
            let snapshot = Snapshot {
                moment: moment.clone(),
                extent: Extent::Everything,
                files: files.transpose()?.unwrap_or_default(),
                proposals: folders.iter().map(|folder| folder.name.clone()).collect(),
            };
            Ok((snapshot, folders))
        })
    }

    /// The wanted files in these folders of a commit. All readings with one budget together have its limits.
    ///
    /// # Errors
    /// As for [`Repository::snapshot`].
    pub fn in_folders(
        &self,
        commit: &CommitId,
        folders: &[ProposalFolder],
        wanted: FolderFiles,
        budget: &mut Budget,
    ) -> Result<SharedFiles, GitError> {
        self.or_incomplete(&Moment::Commit(commit.clone()), || {
            self.reader()?.in_folders(folders, wanted, budget)
        })
    }
}
