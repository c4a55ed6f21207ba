//! Finds what differs between two trees, and opens nothing else.

use std::collections::BTreeSet;

use git2::Oid;

use super::error::GitError;
use super::known_trees::{KnownTrees, since};
use super::main_line::{FilesOf, WantedFiles};
use super::objects::{Kind, Tree, TreeEntry, text};
use super::read::{Budget, PROPOSALS, Reader, Scope, join, too_deep};
use super::sides::{Sides, side_by_side};
use crate::record::path::RecordPath;
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
        let (moved, _) = self.compare_next(before, after, &mut KnownTrees::default(), None)?;
        Ok(moved)
    }

    /// The same along a history: `known` has trees of the last commit, and is brought up to this one. Where some
    /// proposals are named, those of them that differ are also listed, and only the wanted files are read.
    pub(super) fn compare_next<'c>(
        &'c self,
        before: Option<Oid>,
        after: Option<Oid>,
        known: &'c mut KnownTrees,
        only: Option<&'c WantedFiles>,
    ) -> Result<(Vec<PathChange>, BTreeSet<String>), GitError> {
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
        let proposals = std::mem::take(&mut comparison.proposals);
        Ok((comparison.sorted(), proposals))
    }
}

struct Comparison<'c, 'r> {
    reader: &'c Reader<'r>,
    known: Option<&'c mut KnownTrees>,
    only: Option<&'c WantedFiles>,
    /// The proposals that were named and differ.
    proposals: BTreeSet<String>,
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
            proposals: BTreeSet::new(),
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
        let is_folder = before.or(after).as_ref().is_some_and(folder);
        if !self.is_wanted(path, is_folder) {
            return Ok(());
        }
        if is_folder && !too_deep(path, depth) {
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

    /// Whether somebody asked for what is at a path. Notes the proposal.
    fn is_wanted(&mut self, path: &str, is_folder: bool) -> bool {
        let below = path.strip_prefix(PROPOSALS);
        let below = below.and_then(|below| below.strip_prefix('/'));
        let Some((only, below)) = self.only.zip(below) else {
            return true;
        };
        let (name, file) = below.split_once('/').unwrap_or((below, ""));
        let Some(wanted) = only.get(name) else {
            return false;
        };
        if file.is_empty() {
            self.proposals.insert(name.to_owned());
            return true;
        }
        let is_text = || matches!(RecordPath::identify(path), Some(Ok(RecordPath::Text(..))));
        *wanted == FilesOf::All || (!is_folder && is_text())
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
