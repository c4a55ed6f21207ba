//! Stores a tree with some of its files changed.

use std::collections::BTreeMap;

use git2::{ObjectType, Oid};

use super::error::GitError;
use super::objects::{Kind, Objects, TreeEntry, order};

/// Files by path, each with the object of its bytes; `None` for one that is removed.
type Files<'f> = BTreeMap<&'f str, Option<Oid>>;

/// Stores the tree that `root` becomes with these files changed, and returns its name. Only the folders
/// above a changed file are written again, and an empty one is removed.
pub(super) fn with_files(
    objects: &Objects<'_>,
    root: Option<Oid>,
    files: &Files<'_>,
) -> Result<Oid, GitError> {
    let bytes = bytes_with(objects, root, files)?;
    objects.store(ObjectType::Tree, &bytes)
}

fn bytes_with(
    objects: &Objects<'_>,
    root: Option<Oid>,
    files: &Files<'_>,
) -> Result<Vec<u8>, GitError> {
    let tree = objects.tree_or_empty(root)?;
    let mut changes = Vec::new();
    for (name, change) in by_name(files) {
        let there = tree.find(name.as_bytes())?;
        changes.push(match change {
            Change::File(id) => raw(Kind::Plain, name, id, there)?,
            Change::Folder(inside) => {
                let folder = there.filter(|node| node.kind == Kind::Folder);
                let bytes = bytes_with(objects, folder.map(|node| node.id), &inside)?;
                let id = match bytes.is_empty() {
                    true => None,
                    false => Some(objects.store(ObjectType::Tree, &bytes)?),
                };
                raw(Kind::Folder, name, id, there)?
            }
        });
    }
    merged(tree.nodes(), tree.bytes().len(), &changes)
}

enum Change<'f> {
    File(Option<Oid>),
    Folder(Files<'f>),
}

fn by_name<'f>(files: &Files<'f>) -> BTreeMap<&'f str, Change<'f>> {
    let mut changes = BTreeMap::new();
    for (path, id) in files {
        let Some((name, rest)) = path.split_once('/') else {
            changes.insert(*path, Change::File(*id));
            continue;
        };
        let folder = changes
            .entry(name)
            .or_insert_with(|| Change::Folder(BTreeMap::new()));
        if let Change::Folder(inside) = folder {
            inside.insert(rest, *id);
        }
    }
    changes
}

/// A new entry as it is in a tree: no bytes for one that is removed.
struct NewTree {
    kind: Kind,
    name: Vec<u8>,
    id: Oid,
    raw: Vec<u8>,
}

impl NewTree {
    fn node(&self) -> TreeEntry<'_> {
        TreeEntry {
            kind: self.kind,
            name: &self.name,
            id: self.id,
            raw: &self.raw,
        }
    }
}

fn raw(
    kind: Kind,
    name: &str,
    id: Option<Oid>,
    there: Option<TreeEntry<'_>>,
) -> Result<NewTree, GitError> {
    let folder = kind == Kind::Folder;
    if there.is_some_and(|node| (node.kind == Kind::Folder) != folder) {
        let sentence = format!("{name} cannot be both a file and a folder");
        return Err(GitError::refused(sentence));
    }
    let mode: &[u8] = if folder { b"40000 " } else { b"100644 " };
    let written = |id: Oid| [mode, name.as_bytes(), b"\0", id.as_bytes()].concat();
    Ok(NewTree {
        kind,
        name: name.as_bytes().to_vec(),
        id: id.unwrap_or(Oid::ZERO_SHA1),
        raw: id.map(written).unwrap_or_default(),
    })
}

fn merged<'t>(
    nodes: impl Iterator<Item = Result<TreeEntry<'t>, GitError>>,
    size: usize,
    changes: &[NewTree],
) -> Result<Vec<u8>, GitError> {
    let mut sorted: Vec<TreeEntry<'_>> = changes.iter().map(NewTree::node).collect();
    sorted.sort_by(order);
    let mut out = Vec::with_capacity(size + sorted.iter().map(|new| new.raw.len()).sum::<usize>());
    let mut sorted = sorted.into_iter().peekable();
    for node in nodes {
        let node = node?;
        while let Some(new) = sorted.next_if(|new| order(new, &node).is_lt()) {
            out.extend_from_slice(new.raw);
        }
        let replaced = sorted.next_if(|new| order(new, &node).is_eq());
        out.extend_from_slice(replaced.map_or(node.raw, |new| new.raw));
    }
    sorted.for_each(|new| out.extend_from_slice(new.raw));
    Ok(out)
}
