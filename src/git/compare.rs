//! What differs between two trees: both are read side by side, and only what differs is opened.

use std::cmp::Ordering;

use git2::Oid;

use super::error::GitError;
use super::objects::{Kind, Node, order, text};
use super::read::Reader;
use super::scope::{Budget, Scope, join, too_deep};
use crate::register::snapshot::{Content, Extent, Moved};

/// The two sides of a place: before and after.
pub(super) type Sides<'t> = (Option<Node<'t>>, Option<Node<'t>>);

impl Reader<'_> {
    /// What differs between two folders, by path below `path`.
    pub(super) fn compare(
        &self,
        before: Option<Oid>,
        after: Option<Oid>,
        path: &str,
    ) -> Result<Vec<Moved>, GitError> {
        let mut comparison = Comparison::new(self);
        comparison.folders(before, after, path, 0)?;
        Ok(comparison.sorted())
    }

    /// What differs between two roots of a register, leaving folders aside that no register has.
    pub(super) fn compare_registers(
        &self,
        before: Option<Oid>,
        after: Option<Oid>,
    ) -> Result<Vec<Moved>, GitError> {
        let scope = Scope::of(&Extent::Everything);
        let (old, new) = (
            self.objects.tree_or_empty(before)?,
            self.objects.tree_or_empty(after)?,
        );
        let mut comparison = Comparison::new(self);
        for sides in side_by_side(old.nodes(), new.nodes())? {
            let Some(node) = sides.1.or(sides.0) else {
                continue;
            };
            let name = text(node.name);
            if node.kind != Kind::Folder || scope.folders.contains(&name) {
                comparison.place(sides, &name, 0)?;
            }
        }
        Ok(comparison.sorted())
    }
}

struct Comparison<'c, 'r> {
    reader: &'c Reader<'r>,
    budget: Budget,
    moved: Vec<Moved>,
}

impl<'c, 'r> Comparison<'c, 'r> {
    fn new(reader: &'c Reader<'r>) -> Self {
        Self {
            reader,
            budget: Budget::default(),
            moved: Vec::new(),
        }
    }

    fn folders(
        &mut self,
        before: Option<Oid>,
        after: Option<Oid>,
        path: &str,
        depth: usize,
    ) -> Result<(), GitError> {
        let old = self.reader.objects.tree_or_empty(before)?;
        let new = self.reader.objects.tree_or_empty(after)?;
        for sides in side_by_side(old.nodes(), new.nodes())? {
            if let Some(node) = sides.1.or(sides.0) {
                self.place(sides, &join(path, &text(node.name)), depth)?;
            }
        }
        Ok(())
    }

    /// One place where the sides differ: both are folders, or neither is.
    fn place(&mut self, sides: Sides<'_>, path: &str, depth: usize) -> Result<(), GitError> {
        let folder = |node: &Node<'_>| node.kind == Kind::Folder;
        let (before, after) = sides;
        if before.or(after).as_ref().is_some_and(folder) && !too_deep(path, depth) {
            let id = |node: Node<'_>| node.id;
            return self.folders(before.map(id), after.map(id), path, depth + 1);
        }
        let before = self.content(before)?;
        let after = self.content(after)?;
        self.moved.push(Moved {
            path: path.to_owned(),
            before,
            after,
        });
        Ok(())
    }

    fn content(&mut self, node: Option<Node<'_>>) -> Result<Option<Content>, GitError> {
        let Some(node) = node else {
            return Ok(None);
        };
        let content = self.reader.objects.content(node.kind, node.id)?;
        self.budget.spend(content.bytes().map_or(0, <[u8]>::len))?;
        Ok(Some(content))
    }

    /// By path; where a folder took a file's place or gave way to one, both are told.
    fn sorted(mut self) -> Vec<Moved> {
        self.moved.sort_by(|one, other| one.path.cmp(&other.path));
        self.moved
    }
}

/// The places at which two trees differ. Git's order puts a file and a folder of the same name
/// apart, so the two sides of a place are always of one sort.
pub(super) fn side_by_side<'t>(
    before: impl Iterator<Item = Result<Node<'t>, GitError>>,
    after: impl Iterator<Item = Result<Node<'t>, GitError>>,
) -> Result<Vec<Sides<'t>>, GitError> {
    let (mut before, mut after) = (before.peekable(), after.peekable());
    let mut places = Vec::new();
    loop {
        let next = match (before.peek(), after.peek()) {
            (None, None) => return Ok(places),
            (Some(_), None) | (Some(Err(_)), _) => Ordering::Less,
            (None, Some(_)) | (_, Some(Err(_))) => Ordering::Greater,
            (Some(Ok(old)), Some(Ok(new))) if old.raw == new.raw => Ordering::Equal,
            (Some(Ok(old)), Some(Ok(new))) => order(old, new),
        };
        let old = before.next_if(|_| next != Ordering::Greater).transpose()?;
        let new = after.next_if(|_| next != Ordering::Less).transpose()?;
        if old != new {
            places.push((old, new));
        }
    }
}
