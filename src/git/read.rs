//! The files of a commit: raw trees, and only those that an extent needs.

use std::collections::{BTreeMap, BTreeSet};

use git2::{ObjectType, Oid};

use super::error::GitError;
use super::objects::{Kind, Objects, Strictness, text};
use super::scope::{Budget, PROPOSALS, Scope, join, too_deep};
use crate::register::snapshot::{Content, LONGEST_PATH};
use crate::value::digest::CommitId;

/// Receives each file of a listing: its path from the register's root, its kind, its object.
type Visit<'v> = dyn FnMut(String, Kind, Oid) -> Result<(), GitError> + 'v;

/// Reads one register inside one repository.
pub(super) struct Reader<'r> {
    pub(super) git: &'r git2::Repository,
    pub(super) objects: Objects<'r>,
    prefix: &'r str,
}

impl<'r> Reader<'r> {
    pub(super) fn new(
        git: &'r git2::Repository,
        prefix: &'r str,
        strictness: Strictness,
    ) -> Result<Self, GitError> {
        let objects = Objects::new(git, strictness)?;
        Ok(Self {
            git,
            objects,
            prefix,
        })
    }

    /// The commit of that name, hashed where that is asked for.
    pub(super) fn commit(&self, id: Oid) -> Result<git2::Commit<'r>, GitError> {
        if self.objects.strictness() == Strictness::Strict {
            self.objects.read(id, ObjectType::Commit)?;
        }
        Ok(self.git.find_commit(id)?)
    }

    /// The register's root folder in a commit; `None` where the commit has none.
    pub(super) fn root(&self, commit: &CommitId) -> Result<Option<Oid>, GitError> {
        let tree = self.commit(object_name(commit)?)?.tree_id();
        self.objects.folder(tree, self.prefix)
    }

    /// Every file of a scope with its bytes, by path.
    pub(super) fn files(
        &self,
        root: Oid,
        scope: &Scope,
    ) -> Result<BTreeMap<String, Content>, GitError> {
        let mut files = BTreeMap::new();
        let mut budget = Budget::default();
        self.list(root, scope, &mut |path, kind, id| {
            let content = self.objects.content(kind, id)?;
            budget.spend(content.bytes().map_or(0, <[u8]>::len))?;
            files.insert(path, content);
            Ok(())
        })?;
        Ok(files)
    }

    /// Every file of a scope with its kind and object name, by path; no file is read.
    pub(super) fn names(
        &self,
        root: Oid,
        scope: &Scope,
    ) -> Result<BTreeMap<String, (Kind, Oid)>, GitError> {
        let mut names = BTreeMap::new();
        let mut budget = Budget::default();
        self.list(root, scope, &mut |path, kind, id| {
            budget.spend(0)?;
            names.insert(path, (kind, id));
            Ok(())
        })?;
        Ok(names)
    }

    fn list(&self, root: Oid, scope: &Scope, visit: &mut Visit<'_>) -> Result<(), GitError> {
        for node in self.objects.tree(root)?.nodes() {
            let node = node?;
            let name = text(node.name);
            if node.kind != Kind::Folder && scope.wants(&name) {
                visit(name, node.kind, node.id)?;
            }
        }
        scope
            .folders
            .iter()
            .try_for_each(|folder| self.list_folder(root, folder, visit))
    }

    /// Lists a folder, or whatever stands in its place: a link there is shown as the link it is.
    fn list_folder(&self, root: Oid, path: &str, visit: &mut Visit<'_>) -> Result<(), GitError> {
        let mut seen = String::new();
        let mut here = root;
        for name in path.split('/') {
            seen = join(&seen, name);
            let tree = self.objects.tree(here)?;
            match tree.find(name.as_bytes())? {
                None => return Ok(()),
                Some(node) if node.kind == Kind::Folder => here = node.id,
                Some(node) => return visit(seen, node.kind, node.id),
            }
        }
        self.walk(here, &seen, 0, visit)
    }

    /// Lists all below a folder. What lies too deep is shown as one thing without bytes.
    pub(super) fn walk(
        &self,
        tree: Oid,
        path: &str,
        depth: usize,
        visit: &mut Visit<'_>,
    ) -> Result<(), GitError> {
        for node in self.objects.tree(tree)?.nodes() {
            let node = node?;
            let inside = join(path, &text(node.name));
            if node.kind == Kind::Folder && !too_deep(&inside, depth) {
                self.walk(node.id, &inside, depth + 1, visit)?;
            } else {
                let fits = inside.len() <= LONGEST_PATH && node.kind != Kind::Folder;
                let kind = if fits { node.kind } else { Kind::Other };
                visit(inside, kind, node.id)?;
            }
        }
        Ok(())
    }

    /// The names of all folders in `proposals/`.
    pub(super) fn proposals(&self, root: Oid) -> Result<BTreeSet<String>, GitError> {
        let Some(folder) = self.objects.folder(root, PROPOSALS)? else {
            return Ok(BTreeSet::new());
        };
        let mut names = BTreeSet::new();
        for node in self.objects.tree(folder)?.nodes() {
            let node = node?;
            if node.kind == Kind::Folder {
                names.insert(text(node.name));
            }
        }
        Ok(names)
    }

    /// What stands at a path from the register's root in a commit; a folder is nothing.
    pub(super) fn file(&self, commit: &CommitId, path: &str) -> Result<Option<Content>, GitError> {
        let Some(root) = self.root(commit)? else {
            return Ok(None);
        };
        match self.objects.at(root, path)? {
            None | Some((Kind::Folder, _)) => Ok(None),
            Some((kind, id)) => self.objects.content(kind, id).map(Some),
        }
    }
}

/// The object that a commit's name stands for.
pub(super) fn object_name(commit: &CommitId) -> Result<Oid, GitError> {
    Oid::from_str(commit.as_str()).map_err(|_| {
        let sentence = format!("{commit} is the name of a commit in another kind of repository");
        GitError::cannot_check(sentence)
    })
}

/// A commit's name as the other rooms know it.
pub(super) fn commit_name(id: Oid) -> Result<CommitId, GitError> {
    CommitId::parse(&id.to_string())
        .ok_or_else(|| GitError::cannot_check(format!("{id} is not the name of a commit")))
}
