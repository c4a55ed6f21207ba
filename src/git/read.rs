//! Reads the files of a commit, and only those that an extent needs.

use git2::{ObjectType, Oid};

use super::error::GitError;
use super::objects::{Kind, Objects, Strictness, TreeEntry, text};
use crate::record::misplaced::{OWN_FOLDERS, is_like_ours, is_like_toml};
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{Content, Extent, LONGEST_PATH};
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// Receives each file of a listing: its path from the register's root, its kind, its object.
type Visit<'v> = dyn FnMut(String, Kind, Oid) -> Result<(), GitError> + 'v;

/// Reads one register inside one repository.
pub(super) struct Reader<'r> {
    pub(super) git: &'r git2::Repository,
    pub(super) objects: Objects<'r>,
    prefix: &'r str,
}

impl<'r> Reader<'r> {
    pub(super) fn new(git: &'r git2::Repository, prefix: &'r str, objects: Objects<'r>) -> Self {
        Self {
            git,
            objects,
            prefix,
        }
    }

    /// The same, which leaves hashing to somebody else.
    pub(super) fn hashed_later(self) -> Self {
        Self {
            objects: self.objects.hashed_later(),
            ..self
        }
    }

    /// The commit of that name, hashed where that is wanted.
    pub(super) fn commit(&self, id: Oid) -> Result<git2::Commit<'r>, GitError> {
        match self.objects.strictness() {
            Strictness::Strict => drop(self.objects.read(id, ObjectType::Commit)?),
            Strictness::Trusting => self.objects.one_more(),
        }
        Ok(self.git.find_commit(id)?)
    }

    /// The register's root folder in a commit; `None` where the commit has none.
    pub(super) fn root(&self, commit: &CommitId) -> Result<Option<Oid>, GitError> {
        self.root_in(self.commit(object_name(commit)?)?.tree_id())
    }

    /// The same in the tree of a commit.
    pub(super) fn root_in(&self, tree: Oid) -> Result<Option<Oid>, GitError> {
        self.objects.folder(tree, self.prefix)
    }

    /// Every file of a scope with its bytes, by path.
    pub(super) fn files(&self, root: Oid, scope: &Scope) -> Result<SharedFiles, GitError> {
        let mut files = SharedFiles::default();
        let mut budget = Budget::default();
        self.list(root, scope, &mut |path, kind, id| {
            self.take((path, kind, id), &mut files, &mut budget)
        })?;
        Ok(files)
    }

    /// Reads a listed file, and puts it with the others.
    pub(super) fn take(
        &self,
        (path, kind, id): (String, Kind, Oid),
        files: &mut SharedFiles,
        budget: &mut Budget,
    ) -> Result<(), GitError> {
        let content = self.objects.content(kind, id)?;
        budget.spend(content.bytes().map_or(0, <[u8]>::len))?;
        files.insert(path, content);
        Ok(())
    }

    /// Every file of a whole register but those in the folders of proposals.
    pub(super) fn besides_proposals(&self, root: Oid) -> Result<SharedFiles, GitError> {
        let mut scope = Scope::of(&Extent::Everything);
        let Some(folder) = self.objects.folder(root, PROPOSALS)? else {
            return self.files(root, &scope);
        };
        scope.folders.retain(|own| own != PROPOSALS);
        let mut files = self.files(root, &scope)?;
        let mut budget = Budget::default();
        for node in self.objects.tree(folder)?.nodes() {
            let node = node?;
            let path = join(PROPOSALS, &text(node.name));
            if node.kind != Kind::Folder || too_deep(&path, 0) {
                self.take((path, node.kind, node.id), &mut files, &mut budget)?;
            }
        }
        Ok(files)
    }

    fn list(&self, root: Oid, scope: &Scope, visit: &mut Visit<'_>) -> Result<(), GitError> {
        for node in self.objects.tree(root)?.nodes() {
            let node = node?;
            let name = text(node.name);
            if node.kind != Kind::Folder && scope.wants(&name) {
                visit(name, node.kind, node.id)?;
            } else if node.kind == Kind::Folder && scope.is_like_ours(&name) {
                self.walk(
                    node.id,
                    &name,
                    0,
                    &mut |path, kind, id| match is_like_toml(&path) {
                        true => visit(path, kind, id),
                        false => Ok(()),
                    },
                )?;
            }
        }
        scope
            .folders
            .iter()
            .try_for_each(|folder| self.list_folder(root, folder, visit))
    }

    /// Lists a folder, or what is at its place: a link is listed as a link.
    fn list_folder(&self, root: Oid, path: &str, visit: &mut Visit<'_>) -> Result<(), GitError> {
        if let Some(folder) = self.objects.folder(root, path)? {
            return self.walk(folder, path, 0, visit);
        }
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

    /// Lists everything below a folder.
    pub(super) fn walk(
        &self,
        tree: Oid,
        path: &str,
        depth: usize,
        visit: &mut Visit<'_>,
    ) -> Result<(), GitError> {
        let tree = self.objects.tree(tree)?;
        tree.nodes()
            .try_for_each(|node| self.walk_node(&node?, path, depth, visit))
    }

    /// Lists an entry of the folder at `path`, and everything below it. What is too deep is listed as one entry
    /// without bytes.
    pub(super) fn walk_node(
        &self,
        node: &TreeEntry<'_>,
        path: &str,
        depth: usize,
        visit: &mut Visit<'_>,
    ) -> Result<(), GitError> {
        let inside = join(path, &text(node.name));
        if node.kind == Kind::Folder && !too_deep(&inside, depth) {
            return self.walk(node.id, &inside, depth + 1, visit);
        }
        let fits = inside.len() <= LONGEST_PATH && node.kind != Kind::Folder;
        let kind = if fits { node.kind } else { Kind::Other };
        visit(inside, kind, node.id)
    }

    /// The file at a path from the register's root in a commit; `None` for a folder.
    pub(super) fn file(&self, commit: &CommitId, path: &str) -> Result<Option<Content>, GitError> {
        self.at(self.root(commit)?, path)
    }

    /// The same below a root.
    pub(super) fn at(&self, root: Option<Oid>, path: &str) -> Result<Option<Content>, GitError> {
        match self.objects.at(root, path)? {
            None | Some((Kind::Folder, _)) => Ok(None),
            Some((kind, id)) => self.objects.content(kind, id).map(Some),
        }
    }
}

/// The object with the name of a commit.
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

/// The folder with a folder for each proposal.
pub(super) const PROPOSALS: &str = "proposals";
/// The folder of calls in that of a proposal.
pub(super) const CALLS: &str = "calls";
/// The files at a register's root that belong to every extent.
const ALWAYS: [&str; 2] = ["charter.toml", "allowed_signers"];
/// What is in the extent of charter and participant list.
pub(super) const ROSTER: [&str; 3] = [ALWAYS[0], ALWAYS[1], "participants"];
/// So deep folders can be below one of a register's own.
pub(super) const DEEPEST: usize = 12;
/// So many files a snapshot can have.
const MOST_FILES: usize = 2_000_000;
/// So many bytes a snapshot can have.
const MOST_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// Which files at a register's root are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AtRoot {
    All,
    Known,
}

/// What an extent needs from a register's root. Folders that no register has, such as source code next to
/// it, are never read.
#[derive(Debug)]
pub(super) struct Scope {
    root: AtRoot,
    /// Folders to read whole, from the register's root.
    pub(super) folders: Vec<String>,
}

impl Scope {
    pub(super) fn of(extent: &Extent) -> Self {
        let (root, folders) = match extent {
            Extent::Everything => (AtRoot::All, OWN_FOLDERS.to_vec()),
            Extent::Roster => (AtRoot::Known, vec!["participants"]),
            Extent::Proposal(_) => (AtRoot::Known, vec!["participants", "meetings"]),
        };
        let mut folders: Vec<String> = folders.into_iter().map(str::to_owned).collect();
        if let Extent::Proposal(proposal) = extent {
            folders.push(proposal_folder(proposal));
        }
        Self { root, folders }
    }

    /// What a proposal's extent has besides the participant list.
    pub(super) fn besides_roster(proposal: &ProposalId) -> Self {
        let mut scope = Self::of(&Extent::Proposal(proposal.clone()));
        scope.folders.retain(|folder| folder != "participants");
        scope
    }

    /// Only the calls of a proposal.
    pub(super) fn of_calls(proposal: &ProposalId) -> Self {
        Self {
            root: AtRoot::Known,
            folders: vec![join(&proposal_folder(proposal), CALLS)],
        }
    }

    /// Whether the file `name` at the root is needed.
    pub(super) fn wants(&self, name: &str) -> bool {
        self.root == AtRoot::All || ALWAYS.contains(&name)
    }

    /// Whether the folder `name` at the root has nearly the name of one of ours: records can be in it by mistake.
    pub(super) fn is_like_ours(&self, name: &str) -> bool {
        self.root == AtRoot::All && is_like_ours(name)
    }

    /// Whether a change in the folder `name` at the root concerns the register.
    pub(super) fn concerns(&self, name: &str) -> bool {
        self.is_like_ours(name) || self.folders.iter().any(|own| own == name)
    }
}

/// The folder of one proposal, without a slash at its end.
pub(super) fn proposal_folder(proposal: &ProposalId) -> String {
    join(PROPOSALS, proposal.as_str())
}

/// `folder/name`, or the name alone at the root.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Whether a folder at `path`, `depth` folders down, is still read.
pub(super) fn too_deep(path: &str, depth: usize) -> bool {
    depth > DEEPEST || path.len() > LONGEST_PATH
}

/// How much can still be read: a few small objects can name each other so often that they become more
/// files than any machine can store.
#[derive(Debug, Default)]
pub struct Budget {
    files: usize,
    bytes: u64,
}

impl Budget {
    /// Counts a file of so many bytes; an error where the limit is passed.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), GitError> {
        self.files = self.files.saturating_add(1);
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(bytes);
        if self.files > MOST_FILES {
            return Err(too_much(&format!("more than {MOST_FILES} files")));
        }
        if self.bytes > MOST_BYTES {
            return Err(too_much("more than 2 GiB of records"));
        }
        Ok(())
    }
}

fn too_much(what: &str) -> GitError {
    GitError::cannot_check(format!(
        "the register is too large to be read: it has {what}"
    ))
    .hint("name one proposal, or remove files that are not part of the register")
}

#[cfg(test)]
mod tests {
    use super::{Budget, MOST_FILES, Scope};
    use crate::register::snapshot::Extent;
    use crate::value::id::ProposalId;

    #[test]
    fn an_extent_needs_only_its_folders() {
        let proposal = Extent::Proposal(ProposalId::parse("retention").unwrap());
        let scope = Scope::of(&proposal);
        let folders = ["participants", "meetings", "proposals/retention"];
        assert_eq!(scope.folders, folders);
        assert!(scope.wants("charter.toml") && !scope.wants("README.md"));
        assert!(Scope::of(&Extent::Everything).wants("README.md"));
        assert_eq!(Scope::of(&Extent::Roster).folders, ["participants"]);
    }

    #[test]
    fn a_budget_ends() {
        let mut budget = Budget::default();
        assert!(budget.spend(1 << 30).is_ok());
        assert!(budget.spend(1 << 30).is_ok());
        assert!(budget.spend(1).is_err());
        let mut budget = Budget::default();
        assert!((0..MOST_FILES).all(|_| budget.spend(0).is_ok()));
        assert!(budget.spend(0).is_err());
    }
}
