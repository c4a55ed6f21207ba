//! Computes what merging one commit into another would change. Three trees are read side by side, and
//! only what differs is opened. Nothing is checked out and nothing is stored.

use std::collections::BTreeSet;

use git2::{MergeFileInput, MergeFileOptions, Oid};

use super::error::{GitError, if_found};
use super::objects::{Kind, Tree, TreeEntry, order, text};
use super::read::{Budget, Reader, Scope, Sides, join, object_name, side_by_side, too_deep};
use super::repository::Repository;
use crate::register::snapshot::{Conflict, ConflictKind, Content, Extent, MergeResult, PathChange};
use crate::value::digest::CommitId;

/// So many names outside the register are listed at most.
const MOST_NAMES: usize = 20;

impl Repository {
    /// What merging `theirs` into `ours` would change: what `theirs` changed since their common
    /// ancestor, and `ours` does not have.
    ///
    /// Git finds renamed files and moves changes to the new name. Here a renamed file is a deleted one and
    /// a new one, so that a change of it is at most a conflict.
    ///
    /// # Errors
    /// Incomplete history; no common history, or more than one common ancestor.
    pub fn merging(&self, ours: &CommitId, theirs: &CommitId) -> Result<MergeResult, GitError> {
        self.history_complete()?;
        let reader = self.reader()?;
        let (ours, theirs) = (object_name(ours)?, object_name(theirs)?);
        let base = match reader.parted(ours, theirs)?.as_slice() {
            [base] => *base,
            [] => return Err(unrelated()),
            _ => return Err(crossed()),
        };
        let mut merging = reader.merged(base, ours, theirs)?;
        merging.outside = self.outside(&reader, base, ours, theirs)?;
        merging.by = reader.addresses(theirs, ours, &merging.moved)?;
        Ok(merging)
    }

    /// What a merge commit should have brought and did not: the paths of records that its other parents
    /// added or changed, and that the merge does not have. Empty for a commit that is not a merge.
    ///
    /// # Errors
    /// Incomplete history, or an object that cannot be read.
    pub fn dropped(&self, landing: &CommitId) -> Result<Vec<String>, GitError> {
        let reader = self.reader()?;
        let commit = reader.commit(object_name(landing)?)?;
        let parents: Vec<Oid> = commit.parent_ids().collect();
        let (Some((first, others)), Some(root)) = (parents.split_first(), reader.root(landing)?)
        else {
            return Ok(Vec::new());
        };
        let mut dropped = BTreeSet::new();
        for other in others {
            // If two histories were merged into each other, the result of a merge is ambiguous.
            let [base] = reader.parted(*first, *other)?[..] else {
                continue;
            };
            let merged = reader.merged(base, *first, *other)?;
            let brought = merged
                .moved
                .into_iter()
                .filter(|moved| moved.after.is_some());
            let conflicts = merged.conflicts.into_iter().map(|conflict| conflict.path);
            for path in brought.map(|moved| moved.path).chain(conflicts) {
                if reader.objects.at(root, &path)?.is_none() {
                    dropped.insert(path);
                }
            }
        }
        Ok(dropped.into_iter().collect())
    }

    /// How many parents a commit has.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn parents(&self, landing: &CommitId) -> Result<usize, GitError> {
        Ok(self.reader()?.commit(object_name(landing)?)?.parent_count())
    }

    /// Names of what else `theirs` changed in the repository, outside the register.
    fn outside(
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
        let own = Scope::of(&Extent::Everything).folders;
        let changed = reader.changed([base, ours, theirs])?.into_iter();
        // The files at the register's root are listed with the changes.
        let others = changed.filter(|(kind, name)| *kind == Kind::Folder && !own.contains(name));
        names.extend(others.map(|(_, name)| join(&here, &name)));
        names.truncate(MOST_NAMES);
        Ok(names)
    }
}

impl Reader<'_> {
    /// The common ancestors of two histories: one, unless they were merged into each other; none where
    /// they have nothing in common.
    fn parted(&self, one: Oid, other: Oid) -> Result<Vec<Oid>, GitError> {
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

    /// The register of `theirs` merged into that of `ours`.
    fn merged(&self, base: Oid, ours: Oid, theirs: Oid) -> Result<MergeResult, GitError> {
        let root = |id: Oid| self.root(&super::read::commit_name(id)?);
        let mut merge = Merge {
            reader: self,
            budget: Budget::default(),
            merging: MergeResult::default(),
        };
        merge.level([root(base)?, root(ours)?, root(theirs)?], "", 0)?;
        let mut merging = merge.merging;
        merging.moved.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(merging)
    }

    /// Whether a merge has in the register exactly what git makes of its two parents.
    pub(super) fn only_merges(&self, id: Oid, first: Oid, other: Oid) -> Result<bool, GitError> {
        let root = |id: Oid| self.root(&super::read::commit_name(id)?);
        let found = self.compare_registers(root(first)?, root(id)?)?;
        // Of several common ancestors, one that explains the result is enough.
        for base in self.parted(first, other)? {
            let merging = self.merged(base, first, other)?;
            if merging.conflicts.is_empty() && found == merging.moved {
                return Ok(true);
            }
        }
        Ok(false)
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
            if path.is_empty() && node.kind == Kind::Folder && !scope.folders.contains(&name) {
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
        let sides = (
            self.content(base)?,
            self.content(Some(ours))?,
            self.content(Some(theirs))?,
        );
        let (base_content, Some(here), Some(there)) = sides else {
            return Ok(());
        };
        let bytes = |content: &Content| content.bytes().map(<[u8]>::to_vec);
        let old = base_content.as_ref().and_then(bytes);
        let (Some(one), Some(other)) = (bytes(&here), bytes(&there)) else {
            self.conflict(path.to_owned(), ConflictKind::Kind);
            return Ok(());
        };
        let kind = match base.map(|base| base.kind) {
            Some(kind) if kind == ours.kind => theirs.kind,
            Some(kind) if kind == theirs.kind => ours.kind,
            _ if ours.kind == theirs.kind => ours.kind,
            _ => {
                self.conflict(path.to_owned(), ConflictKind::Kind);
                return Ok(());
            }
        };
        let Some(merged) = lines(old.as_deref(), &one, &other)? else {
            self.conflict(path.to_owned(), ConflictKind::Lines);
            return Ok(());
        };
        let after = match kind {
            Kind::Executable => Content::Executable(merged),
            _ => Content::Plain(merged),
        };
        if after == here {
            return Ok(());
        }
        self.take(vec![PathChange {
            path: path.to_owned(),
            before: Some(here),
            after: Some(after),
        }])
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
fn is_taken(base: &Tree<'_>, ours: &Tree<'_>, node: TreeEntry<'_>) -> Result<bool, GitError> {
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
