//! Computes what merging one commit into another would change. Three trees are read side by side, and
//! only what differs is opened. Nothing is checked out and nothing is stored.

use std::collections::{BTreeMap, BTreeSet};

use git2::{MergeFileInput, MergeFileOptions, Oid};

use super::error::{GitError, if_found};
use super::objects::{Kind, Tree, TreeEntry, order, text};
use super::read::{Budget, Reader, Scope, join, object_name, too_deep};
use super::repository::Repository;
use super::sides::{Sides, side_by_side};
use crate::register::snapshot::{Conflict, ConflictKind, Content, Extent, MergeResult, PathChange};
use crate::value::digest::CommitId;

/// So many names outside the register are listed at most.
const MOST_NAMES: usize = 20;
/// So often can two histories have been merged into each other, one such merge on another.
const DEEPEST: usize = 16;

impl Repository {
    /// What merging `theirs` into `ours` would change: what `theirs` changed since their common
    /// ancestor, and `ours` does not have. Where the two were merged into each other and have two common
    /// ancestors, these are merged first, as git does it.
    ///
    /// Git finds renamed files and moves changes to the new name. Here a renamed file is a deleted one and
    /// a new one, so that a change of it is at most a conflict.
    ///
    /// # Errors
    /// Incomplete history; no common history, or more than two common ancestors.
    pub fn merging(&self, ours: &CommitId, theirs: &CommitId) -> Result<MergeResult, GitError> {
        self.history_complete()?;
        let reader = self.reader()?;
        let (ours, theirs) = (object_name(ours)?, object_name(theirs)?);
        let bases = reader.parted(ours, theirs)?;
        if bases.is_empty() {
            return Err(unrelated());
        }
        let base = reader.base(&bases, 0)?.ok_or_else(crossed)?;
        let mut merging = reader.merged(&base, ours, theirs)?;
        merging.outside = self.outside(&reader, &bases, ours, theirs)?;
        merging.by = reader.addresses(theirs, ours, &merging.moved)?;
        Ok(merging)
    }

    /// Names of what else `theirs` changed in the repository, outside the register.
    fn outside(
        &self,
        reader: &Reader<'_>,
        bases: &[Oid],
        ours: Oid,
        theirs: Oid,
    ) -> Result<Vec<String>, GitError> {
        let mut names = Vec::new();
        for (n, base) in bases.iter().enumerate() {
            let changed = self.outside_since(reader, *base, ours, theirs)?;
            match n {
                0 => names = changed,
                _ => names.retain(|name| changed.contains(name)),
            }
        }
        names.truncate(MOST_NAMES);
        Ok(names)
    }

    fn outside_since(
        &self,
        reader: &Reader<'_>,
        base: Oid,
        ours: Oid,
        theirs: Oid,
    ) -> Result<Vec<String>, GitError> {
        let tree = |id: Oid| Ok::<_, GitError>(Some(reader.commit(id)?.tree_id()));
        let (mut base, mut ours, mut theirs) = (tree(base)?, tree(ours)?, tree(theirs)?);
        let mut names = Vec::new();
        let mut here = String::new();
        let parts = self.prefix().split('/').filter(|part| !part.is_empty());
        for part in parts {
            let changed = reader.changed([base, ours, theirs])?.into_iter();
            let others = changed.filter(|(_, name)| name != part);
            names.extend(others.map(|(_, name)| join(&here, &name)));
            here = join(&here, part);
            let folder = |tree| reader.objects.folder(tree, part);
            let inside = |tree: Option<Oid>| tree.map_or(Ok(None), folder);
            (base, ours, theirs) = (inside(base)?, inside(ours)?, inside(theirs)?);
        }
        let own = Scope::of(&Extent::Everything);
        let changed = reader.changed([base, ours, theirs])?.into_iter();
        // The files at the register's root are listed with the changes.
        let others = changed.filter(|(kind, name)| *kind == Kind::Folder && !own.concerns(name));
        names.extend(others.map(|(_, name)| join(&here, &name)));
        Ok(names)
    }
}

impl Reader<'_> {
    /// The common ancestors of two histories: one, unless they were merged into each other; none where
    /// they have nothing in common.
    pub(super) fn parted(&self, one: Oid, other: Oid) -> Result<Vec<Oid>, GitError> {
        let bases = if_found(self.git.merge_bases(one, other))?;
        Ok(bases.map(|bases| bases.to_vec()).unwrap_or_default())
    }

    /// The names at one level that `theirs` changed, and `ours` does not have in the same way.
    fn changed(
        &self,
        [base, ours, theirs]: [Option<Oid>; 3],
    ) -> Result<Vec<(Kind, String)>, GitError> {
        let tree = |id| self.objects.tree_or_empty(id);
        let (old, new, here) = (tree(base)?, tree(theirs)?, tree(ours)?);
        let mut names = Vec::new();
        for (before, after) in side_by_side(old.nodes(), new.nodes())? {
            let Some(node) = after.or(before) else {
                continue;
            };
            let there = here.find(node.name)?;
            if there.map(|node| node.raw) != after.map(|node| node.raw) {
                names.push((node.kind, text(node.name)));
            }
        }
        Ok(names)
    }

    /// The state from which two commits went apart: that of their common ancestor; where there are two, what
    /// merging these gives. `None` where there are more, or where they went apart so often that it is not
    /// looked for.
    pub(super) fn base(&self, bases: &[Oid], depth: usize) -> Result<Option<MergeBase>, GitError> {
        let root = |id: &Oid| self.root(&super::read::commit_name(*id)?);
        match bases {
            [] => Ok(Some(MergeBase::default())),
            [base] => Ok(Some(MergeBase::of(root(base)?))),
            [one, other] if depth < DEEPEST => {
                let before = self.parted(*one, *other)?;
                let Some(before) = self.base(&before, depth + 1)? else {
                    return Ok(None);
                };
                let merged = self.merged(&before, *one, *other)?;
                let moved = merged.moved.into_iter();
                Ok(Some(MergeBase {
                    root: root(one)?,
                    merged: moved.map(|moved| (moved.path, moved.after)).collect(),
                    unsettled: merged.conflicts.into_iter().map(|it| it.path).collect(),
                }))
            }
            _ => Ok(None),
        }
    }

    /// The register of `theirs` merged into that of `ours`.
    pub(super) fn merged(
        &self,
        base: &MergeBase,
        ours: Oid,
        theirs: Oid,
    ) -> Result<MergeResult, GitError> {
        let root = |id: Oid| self.root(&super::read::commit_name(id)?);
        let (ours, theirs) = (root(ours)?, root(theirs)?);
        let mut merge = Merge {
            reader: self,
            budget: Budget::default(),
            merging: MergeResult::default(),
        };
        merge.level([base.root, ours, theirs], "", 0)?;
        merge.settle(base, ours, theirs)?;
        let mut merging = merge.merging;
        merging.moved.sort_by(|a, b| a.path.cmp(&b.path));
        merging.conflicts.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(merging)
    }
}

/// The state from which two sides of a merge went apart.
#[derive(Debug, Default)]
pub(super) struct MergeBase {
    /// The register's root folder in a commit.
    root: Option<Oid>,
    /// Where two common ancestors were merged: the files that differ from the root.
    merged: BTreeMap<String, Option<Content>>,
    /// Where they contradict each other.
    unsettled: BTreeSet<String>,
}

impl MergeBase {
    pub(super) fn of(root: Option<Oid>) -> Self {
        Self {
            root,
            ..Self::default()
        }
    }
}

struct Merge<'m, 'r> {
    reader: &'m Reader<'r>,
    budget: Budget,
    merging: MergeResult,
}

impl Merge<'_, '_> {
    /// One folder of the three states; `base` is the common ancestor.
    fn level(
        &mut self,
        [base, ours, theirs]: [Option<Oid>; 3],
        path: &str,
        depth: usize,
    ) -> Result<(), GitError> {
        let objects = &self.reader.objects;
        let (old, new) = (objects.tree_or_empty(base)?, objects.tree_or_empty(theirs)?);
        let here = objects.tree_or_empty(ours)?;
        let scope = Scope::of(&Extent::Everything);
        let mut own = here.nodes().peekable();
        for (before, after) in side_by_side(old.nodes(), new.nodes())? {
            let Some(node) = after.or(before) else {
                continue;
            };
            let there = loop {
                match own.next_if(|own| own.as_ref().map_or(true, |own| order(own, &node).is_lt()))
                {
                    Some(skipped) => drop(skipped?),
                    None => {
                        break own.next_if(|own| {
                            own.as_ref().is_ok_and(|own| order(own, &node).is_eq())
                        });
                    }
                }
            };
            let there = there.transpose()?;
            let name = text(node.name);
            if path.is_empty() && node.kind == Kind::Folder && !scope.concerns(&name) {
                continue;
            }
            let place = join(path, &name);
            if before.is_none() && there.is_none() && is_taken(&old, &here, node)? {
                self.conflict(place, ConflictKind::Kind);
                continue;
            }
            self.place((before, after), there, &place, depth)?;
        }
        Ok(())
    }

    fn place(
        &mut self,
        (base, theirs): Sides<'_>,
        ours: Option<TreeEntry<'_>>,
        path: &str,
        depth: usize,
    ) -> Result<(), GitError> {
        let id = |node: Option<TreeEntry<'_>>| node.map(|node| node.id);
        let same = |one: Option<TreeEntry<'_>>, other: Option<TreeEntry<'_>>| {
            one.map(|node| node.raw) == other.map(|node| node.raw)
        };
        if same(ours, theirs) {
            return Ok(());
        }
        let is_folder = [base, ours, theirs]
            .iter()
            .flatten()
            .any(|node| node.kind == Kind::Folder);
        if is_folder && !too_deep(path, depth) {
            return match same(ours, base) {
                true => {
                    let moved = self.reader.compare(id(ours), id(theirs), path)?;
                    self.take(moved)
                }
                false => self.level([id(base), id(ours), id(theirs)], path, depth + 1),
            };
        }
        if same(ours, base) {
            let moved = PathChange {
                path: path.to_owned(),
                before: self.content(ours)?,
                after: self.content(theirs)?,
            };
            return self.take(vec![moved]);
        }
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => self.file(base, ours, theirs, path),
            _ => {
                self.conflict(path.to_owned(), ConflictKind::Removed);
                Ok(())
            }
        }
    }

    fn take(&mut self, moved: Vec<PathChange>) -> Result<(), GitError> {
        for one in &moved {
            let after = one.after.as_ref().and_then(Content::bytes);
            self.budget.spend(after.map_or(0, <[u8]>::len))?;
        }
        self.merging.moved.extend(moved);
        Ok(())
    }

    fn conflict(&mut self, path: String, clash: ConflictKind) {
        self.merging.conflicts.push(Conflict { path, clash });
    }

    fn content(&self, node: Option<TreeEntry<'_>>) -> Result<Option<Content>, GitError> {
        node.map(|node| self.reader.objects.content(node.kind, node.id))
            .transpose()
    }

    /// A file that both sides changed or added.
    fn file(
        &mut self,
        base: Option<TreeEntry<'_>>,
        ours: TreeEntry<'_>,
        theirs: TreeEntry<'_>,
        path: &str,
    ) -> Result<(), GitError> {
        let base = self.content(base)?;
        match (self.content(Some(ours))?, self.content(Some(theirs))?) {
            (Some(here), Some(there)) => self.contents(base, here, there, path),
            _ => Ok(()),
        }
    }

    fn contents(
        &mut self,
        base: Option<Content>,
        here: Content,
        there: Content,
        path: &str,
    ) -> Result<(), GitError> {
        let runs = |content: &Content| matches!(content, Content::Executable(_));
        let (Some(one), Some(other)) = (here.bytes(), there.bytes()) else {
            self.conflict(path.to_owned(), ConflictKind::Kind);
            return Ok(());
        };
        let executable = match base.as_ref().map(runs) {
            Some(kind) if kind == runs(&here) => runs(&there),
            Some(kind) if kind == runs(&there) => runs(&here),
            _ if runs(&here) == runs(&there) => runs(&here),
            _ => {
                self.conflict(path.to_owned(), ConflictKind::Kind);
                return Ok(());
            }
        };
        let Some(merged) = lines(base.as_ref().and_then(Content::bytes), one, other)? else {
            self.conflict(path.to_owned(), ConflictKind::Lines);
            return Ok(());
        };
        let after = match executable {
            true => Content::Executable(merged.into()),
            false => Content::Plain(merged.into()),
        };
        if after == here {
            return Ok(());
        }
        self.merging.of_both.insert(path.to_owned());
        self.take(vec![PathChange {
            path: path.to_owned(),
            before: Some(here),
            after: Some(after),
        }])
    }

    /// Merges once more the files whose common state is in no commit.
    fn settle(
        &mut self,
        base: &MergeBase,
        ours: Option<Oid>,
        theirs: Option<Oid>,
    ) -> Result<(), GitError> {
        let open = |path: &str| base.merged.contains_key(path) || base.unsettled.contains(path);
        self.merging.moved.retain(|moved| !open(&moved.path));
        self.merging.conflicts.retain(|one| !open(&one.path));
        for path in base.merged.keys().chain(&base.unsettled) {
            let (here, there) = (self.reader.at(ours, path)?, self.reader.at(theirs, path)?);
            let old = base.merged.get(path);
            if here == there || old == Some(&there) {
                continue;
            }
            match (here, there) {
                (here, after) if old == Some(&here) => {
                    let path = path.clone();
                    let before = here;
                    self.take(vec![PathChange {
                        path,
                        before,
                        after,
                    }])?;
                }
                (Some(here), Some(there)) if old.is_some() => {
                    self.contents(old.cloned().flatten(), here, there, path)?;
                }
                (Some(_), Some(_)) => self.conflict(path.clone(), ConflictKind::Lines),
                _ => self.conflict(path.clone(), ConflictKind::Removed),
            }
        }
        Ok(())
    }
}

fn unrelated() -> GitError {
    GitError::cannot_check("the two branches have no common history, so a merge cannot be checked")
        .hint("name the branch of the pull request and the branch that it will be merged into")
}

fn crossed() -> GitError {
    GitError::cannot_check(
        "the branches were merged into each other; the result of a merge is ambiguous",
    )
    .hint("merge the main branch into the branch of the pull request once more")
}

/// Whether something of another kind is at the place of a new entry and was not there in the common
/// ancestor. If it was there and is unchanged, the place is free, because the other side removed it.
fn is_taken(base: &Tree, ours: &Tree, node: TreeEntry<'_>) -> Result<bool, GitError> {
    let other = |found: &TreeEntry<'_>| (found.kind == Kind::Folder) != (node.kind == Kind::Folder);
    let Some(stands) = ours.find(node.name)?.filter(other) else {
        return Ok(false);
    };
    let was = base.find(node.name)?;
    Ok(was.map(|was| was.raw) != Some(stands.raw))
}

/// Merges two texts that have a common ancestor; `None` where they contradict each other.
fn lines(base: Option<&[u8]>, ours: &[u8], theirs: &[u8]) -> Result<Option<Vec<u8>>, GitError> {
    if ours == theirs || base == Some(theirs) {
        return Ok(Some(ours.to_vec()));
    }
    if base == Some(ours) {
        return Ok(Some(theirs.to_vec()));
    }
    let binary = [base.unwrap_or_default(), ours, theirs]
        .iter()
        .any(|bytes| bytes.contains(&0));
    let Some(base) = base.filter(|_| !binary) else {
        return Ok(None);
    };
    let input = |bytes| {
        let mut input = MergeFileInput::new();
        input.content(bytes);
        input
    };
    let (base, ours, theirs) = (input(base), input(ours), input(theirs));
    let merged = git2::merge_file(&base, &ours, &theirs, Some(&mut MergeFileOptions::new()))?;
    Ok(merged.is_automergeable().then(|| merged.content().to_vec()))
}
