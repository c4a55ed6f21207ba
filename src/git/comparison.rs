//! Finds what differs between two trees, and opens nothing else.

use std::collections::BTreeSet;

use git2::Oid;

use super::error::GitError;
use super::known_trees::{KnownTrees, since};
use super::objects::{Kind, Tree, TreeEntry, text};
use super::read::{Budget, PROPOSALS, Reader, Scope, join, too_deep};
use super::sides::{Sides, side_by_side};
use crate::register::snapshot::{Content, Extent, PathChange};

impl Reader<'_> {
    /// What differs between two folders, by path below `path`.
    pub(super) fn compare(
        &self,
        before: Option<Oid>,
        after: Option<Oid>,
        path: &str,
    ) -> Result<Vec<PathChange>, GitError> {
        let mut comparison = Comparison::new(self);
        comparison.folders(before, after, path, 0)?;
        Ok(comparison.sorted())
    }

    /// What differs between two roots of a register, without folders that no register has.
    pub(super) fn compare_registers(
        &self,
        before: Option<Oid>,
        after: Option<Oid>,
    ) -> Result<Vec<PathChange>, GitError> {
        self.compare_next(before, after, &mut KnownTrees::default(), None)
    }

    /// The same along a history: `known` has trees of the last commit, and is brought up to this one. Where some
    /// proposals are named, the folders of others are left out.
    pub(super) fn compare_next<'c>(
        &'c self,
        before: Option<Oid>,
        after: Option<Oid>,
        known: &'c mut KnownTrees,
        only: Option<&'c BTreeSet<String>>,
    ) -> Result<Vec<PathChange>, GitError> {
        let mut comparison = Comparison {
            known: Some(known),
            only,
            ..Comparison::new(self)
        };
        let scope = Scope::of(&Extent::Everything);
        comparison.trees(before, after, &mut |comparison, sides, node| {
            let name = text(node.name);
            match node.kind != Kind::Folder || scope.concerns(&name) {
                true => comparison.place(sides, &name, 0),
                false => Ok(()),
            }
        })?;
        Ok(comparison.sorted())
    }
}

struct Comparison<'c, 'r> {
    reader: &'c Reader<'r>,
    known: Option<&'c mut KnownTrees>,
    only: Option<&'c BTreeSet<String>>,
    budget: Budget,
    moved: Vec<PathChange>,
}

/// Receives each place at which two trees differ, with the entry that is there.
type Differs<'d, 'c, 'r> =
    dyn FnMut(&mut Comparison<'c, 'r>, Sides<'_>, TreeEntry<'_>) -> Result<(), GitError> + 'd;

impl<'c, 'r> Comparison<'c, 'r> {
    fn new(reader: &'c Reader<'r>) -> Self {
        Self {
            reader,
            known: None,
            only: None,
            budget: Budget::default(),
            moved: Vec::new(),
        }
    }

    /// Reads two trees side by side; the first is not read again where it is known.
    fn trees(
        &mut self,
        before: Option<Oid>,
        after: Option<Oid>,
        differs: &mut Differs<'_, 'c, 'r>,
    ) -> Result<(), GitError> {
        let objects = &self.reader.objects;
        let known = self.known.as_mut().and_then(|known| known.take(before?));
        let new = objects.tree_or_empty(after)?;
        let read = match known {
            Some(_) => None,
            None => Some(objects.tree_or_empty(before)?),
        };
        let places = match (&known, &read) {
            (Some(old), _) => since(old, (new.id(), new.bytes()))?,
            (None, read) => {
                let old = read.iter().flat_map(Tree::nodes);
                side_by_side(old, new.nodes())?
            }
        };
        for sides in places {
            if let Some(node) = sides.1.or(sides.0) {
                differs(self, sides, node)?;
            }
        }
        if let (Some(known), Some(id)) = (&mut self.known, after) {
            known.keep(id, new.bytes());
        }
        Ok(())
    }

    fn folders(
        &mut self,
        before: Option<Oid>,
        after: Option<Oid>,
        path: &str,
        depth: usize,
    ) -> Result<(), GitError> {
        self.trees(before, after, &mut |comparison, sides, node| {
            comparison.place(sides, &join(path, &text(node.name)), depth)
        })
    }

    /// One place where the sides differ: both are folders, or neither is.
    fn place(&mut self, sides: Sides<'_>, path: &str, depth: usize) -> Result<(), GitError> {
        let folder = |node: &TreeEntry<'_>| node.kind == Kind::Folder;
        let (before, after) = sides;
        if self.is_left_out(path) {
            return Ok(());
        }
        if before.or(after).as_ref().is_some_and(folder) && !too_deep(path, depth) {
            let id = |node: TreeEntry<'_>| node.id;
            return self.folders(before.map(id), after.map(id), path, depth + 1);
        }
        let before = self.content(before)?;
        let after = self.content(after)?;
        self.moved.push(PathChange {
            path: path.to_owned(),
            before,
            after,
        });
        Ok(())
    }

    /// Whether a path is the folder of a proposal that nobody asked for.
    fn is_left_out(&self, path: &str) -> bool {
        let name = path.strip_prefix(PROPOSALS);
        let name = name.and_then(|below| below.strip_prefix('/'));
        self.only
            .zip(name)
            .is_some_and(|(only, name)| !name.contains('/') && !only.contains(name))
    }

    fn content(&mut self, node: Option<TreeEntry<'_>>) -> Result<Option<Content>, GitError> {
        let Some(node) = node else { return Ok(None) };
        let content = self.reader.objects.content(node.kind, node.id)?;
        self.budget.spend(content.bytes().map_or(0, <[u8]>::len))?;
        Ok(Some(content))
    }

    /// By path; where a folder replaced a file or the other way round, both are listed.
    fn sorted(mut self) -> Vec<PathChange> {
        self.moved.sort_by(|one, other| one.path.cmp(&other.path));
        self.moved
    }
}
