//! Reads objects of the repository as raw bytes: trees entry by entry, blobs as contents. Writes a tree
//! with some files added or removed and everything else byte for byte as it was.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use git2::{ObjectType, Odb, Oid};

use super::disk;
use super::error::GitError;
use super::large_trees::{Entries, LARGE, LargeTrees};
use super::packed::Packed;
use super::unproven::Unproven;
use crate::register::snapshot::{Content, LARGEST_TEXT};
use crate::value::hint::Hint;

/// Whether what is read is compared with the name under which it was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// The repository is trusted: for everyday reading, because hashing doubles the cost.
    Trusting,
    /// Every object is hashed again: for decisions and for verification.
    Strict,
}

const EXECUTABLE: u32 = 0o100_755;
const LINK: u32 = 0o120_000;
const FOLDER: u32 = 0o040_000;

/// The kind of a tree's entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Plain,
    Executable,
    Link,
    Folder,
    Other,
}

impl Kind {
    fn of(mode: u32) -> Self {
        match mode {
            FOLDER => Kind::Folder,
            LINK => Kind::Link,
            EXECUTABLE => Kind::Executable,
            mode if mode & 0o170_000 == 0o100_000 && mode & 0o100 != 0 => Kind::Executable,
            mode if mode & 0o170_000 == 0o100_000 => Kind::Plain,
            _ => Kind::Other,
        }
    }
}

/// One entry of a raw tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TreeEntry<'t> {
    pub(super) kind: Kind,
    pub(super) name: &'t [u8],
    pub(super) id: Oid,
    /// The whole entry as it is in the tree.
    pub(super) raw: &'t [u8],
}

/// The bytes of a tree object.
pub(super) struct Tree {
    id: Oid,
    bytes: Arc<[u8]>,
}

impl Tree {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its entries, in git's order; an error where the tree is not as git writes trees: with a name such
    /// as `a/b`, or the same name twice, one file could look like another.
    pub(super) fn nodes(&self) -> TreeEntries<'_> {
        TreeEntries::of(self.id, self.bytes())
    }

    pub(super) fn id(&self) -> Oid {
        self.id
    }

    /// The entry of that name.
    pub(super) fn find(&self, name: &[u8]) -> Result<Option<TreeEntry<'_>>, GitError> {
        for node in self.nodes() {
            let node = node?;
            if node.name == name {
                return Ok(Some(node));
            }
        }
        Ok(None)
    }
}

/// The entries of a raw tree, checked as they are read.
pub(super) struct TreeEntries<'t> {
    id: Oid,
    rest: &'t [u8],
    last: Option<TreeEntry<'t>>,
}

impl<'t> TreeEntries<'t> {
    /// Those in some bytes of a tree.
    pub(super) fn of(id: Oid, rest: &'t [u8]) -> Self {
        let last = None;
        Self { id, rest, last }
    }

    fn read(&mut self) -> Option<TreeEntry<'t>> {
        let space = self.rest.iter().position(|byte| *byte == b' ')?;
        let mode = octal(self.rest.get(..space)?)?;
        let after = self.rest.get(space + 1..)?;
        let end = after.iter().position(|byte| *byte == 0)?;
        let name = after.get(..end)?;
        let id = Oid::from_bytes(after.get(end + 1..end + 21)?).ok()?;
        let (raw, rest) = self.rest.split_at_checked(space + end + 22)?;
        self.rest = rest;
        let kind = Kind::of(mode);
        let node = TreeEntry {
            kind,
            name,
            id,
            raw,
        };
        let ordered = self
            .last
            .is_none_or(|last| order(&last, &node) == Ordering::Less);
        self.last = Some(node);
        (ordered && fit(name)).then_some(node)
    }
}

impl<'t> Iterator for TreeEntries<'t> {
    type Item = Result<TreeEntry<'t>, GitError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let node = self.read();
        if node.is_none() {
            self.rest = &[];
        }
        Some(node.ok_or_else(|| malformed(self.id)))
    }
}

fn octal(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    u32::from_str_radix(digits, 8).ok()
}

fn fit(name: &[u8]) -> bool {
    let reserved = matches!(name, b"" | b"." | b"..") || name.eq_ignore_ascii_case(b".git");
    !reserved && !name.contains(&b'/')
}

fn malformed(id: Oid) -> GitError {
    GitError::cannot_check(format!(
        "the folder {id} is damaged: a name is there twice, in the wrong order, or has a slash"
    ))
    .hint(Hint::run(
        "remove it from the history; to see it",
        "git fsck --full",
    ))
}

/// Git's order of entries: by name, a folder's as if it ended in a slash.
pub(super) fn order(one: &TreeEntry<'_>, other: &TreeEntry<'_>) -> Ordering {
    let shared = one.name.len().min(other.name.len());
    let (start, rest) = one.name.split_at(shared);
    let (other_start, other_rest) = other.name.split_at(shared);
    start.cmp(other_start).then_with(|| {
        let next = |rest: &[u8], kind| match (rest.first(), kind) {
            (None, Kind::Folder) => Some(b'/'),
            (first, _) => first.copied(),
        };
        // Where the next bytes are equal, one name has ended and the other goes on.
        next(rest, one.kind)
            .cmp(&next(other_rest, other.kind))
            .then(rest.len().cmp(&other_rest.len()))
    })
}

/// A name of any bytes as text; bytes that are not UTF-8 are written as numbers, so that two names never
/// become one.
pub(super) fn text(name: &[u8]) -> String {
    let mut out = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out
}

/// The object store, and how far it is trusted.
pub(super) struct Objects<'r> {
    odb: Odb<'r>,
    strictness: Strictness,
    packed: Option<&'r Packed>,
    large: Option<&'r LargeTrees<(Kind, Oid)>>,
    count: Option<&'r ReadCount>,
    /// What somebody else will hash.
    unproven: Option<RefCell<Unproven>>,
}

/// How many objects were read. Copies count together.
#[derive(Debug, Clone, Default)]
pub struct ReadCount(Arc<AtomicUsize>);

impl ReadCount {
    /// The number so far.
    pub fn so_far(&self) -> usize {
        self.0.load(Relaxed)
    }

    pub(super) fn one_more(&self) {
        self.0.fetch_add(1, Relaxed);
    }
}

impl<'r> Objects<'r> {
    pub(super) fn new(git: &'r git2::Repository, strictness: Strictness) -> Result<Self, GitError> {
        let odb = git.odb()?;
        Ok(Self {
            odb,
            strictness,
            packed: None,
            large: None,
            count: None,
            unproven: None,
        })
    }

    /// The same, which reads packs by itself and remembers large trees.
    pub(super) fn quickly(self, packed: &'r Packed, large: &'r LargeTrees<(Kind, Oid)>) -> Self {
        Self {
            packed: Some(packed),
            large: Some(large),
            ..self
        }
    }

    /// The same, which counts what it reads.
    pub(super) fn counted(self, count: &'r ReadCount) -> Self {
        Self {
            count: Some(count),
            ..self
        }
    }

    /// The same, which keeps what has to be hashed for [`Objects::unproven`].
    pub(super) fn hashed_later(self) -> Self {
        Self {
            unproven: Some(RefCell::default()),
            ..self
        }
    }

    /// What was read and not hashed since the last time.
    pub(super) fn unproven(&self) -> Unproven {
        self.unproven
            .as_ref()
            .map_or(Unproven::default(), RefCell::take)
    }

    /// Counts an object that is read.
    pub(super) fn one_more(&self) {
        if let Some(count) = self.count {
            count.one_more();
        }
    }

    pub(super) fn strictness(&self) -> Strictness {
        self.strictness
    }

    /// The bytes of the object of that name, of that kind.
    pub(super) fn read(&self, id: Oid, kind: ObjectType) -> Result<Arc<[u8]>, GitError> {
        self.one_more();
        if let Some(bytes) = self.packed(id, kind)? {
            return Ok(bytes);
        }
        let object = self.odb.read(id).map_err(|error| unreadable(id, &error))?;
        if object.kind() != kind {
            let found = object.kind().str();
            let sentence = format!("object {id} is a {found}, but a {kind} is expected");
            return Err(GitError::of_object(sentence));
        }
        let bytes = object.data().into();
        match self.believed(id, kind, &bytes)? {
            true => Ok(bytes),
            false => Err(GitError::damaged(id)),
        }
    }

    /// The same from a pack; `None` where libgit2 has to read it, or say what is wrong with it.
    fn packed(&self, id: Oid, kind: ObjectType) -> Result<Option<Arc<[u8]>>, GitError> {
        match self.packed.and_then(|packed| packed.read(id)) {
            Some((found, bytes)) if found == kind && self.believed(id, kind, &bytes)? => {
                Ok(Some(bytes))
            }
            _ => Ok(None),
        }
    }

    /// Whether bytes are those of an object, as far as this is looked at here.
    fn believed(&self, id: Oid, kind: ObjectType, bytes: &Arc<[u8]>) -> Result<bool, GitError> {
        match (self.strictness, &self.unproven) {
            (Strictness::Trusting, _) => Ok(true),
            (Strictness::Strict, None) => Ok(Oid::hash_object(kind, bytes)? == id),
            (Strictness::Strict, Some(unproven)) => {
                unproven.borrow_mut().add(id, kind, bytes);
                Ok(true)
            }
        }
    }

    pub(super) fn tree(&self, id: Oid) -> Result<Tree, GitError> {
        let bytes = self.read(id, ObjectType::Tree)?;
        Ok(Tree { id, bytes })
    }

    /// The tree of that name, or one without entries.
    pub(super) fn tree_or_empty(&self, id: Option<Oid>) -> Result<Tree, GitError> {
        match id {
            Some(id) => self.tree(id),
            None => Ok(Tree {
                id: Oid::ZERO_SHA1,
                bytes: Arc::from([]),
            }),
        }
    }

    /// The content of a tree's entry. A blob of more than [`LARGEST_TEXT`] bytes is not loaded.
    pub(super) fn content(&self, kind: Kind, id: Oid) -> Result<Content, GitError> {
        let wrap: fn(Arc<[u8]>) -> Content = match kind {
            Kind::Plain => Content::Plain,
            Kind::Executable => Content::Executable,
            Kind::Link => return Ok(Content::Link),
            Kind::Folder | Kind::Other => return Ok(Content::Other),
        };
        // What is too large is not taken from a pack.
        if let Some(bytes) = self.packed(id, ObjectType::Blob)? {
            self.one_more();
            return Ok(wrap(bytes));
        }
        let size = self.size(id)?;
        if size > LARGEST_TEXT {
            return Ok(Content::TooLarge(size));
        }
        Ok(wrap(self.read(id, ObjectType::Blob)?))
    }

    fn size(&self, id: Oid) -> Result<u64, GitError> {
        let header = self.odb.read_header(id);
        let (size, _) = header.map_err(|error| unreadable(id, &error))?;
        Ok(u64::try_from(size).unwrap_or(u64::MAX))
    }

    /// The entry at a path from `root`, folders separated by `/`; `None` without a root.
    pub(super) fn at(
        &self,
        root: impl Into<Option<Oid>>,
        path: &str,
    ) -> Result<Option<(Kind, Oid)>, GitError> {
        let Some(root) = root.into() else {
            return Ok(None);
        };
        let mut here = (Kind::Folder, root);
        for name in path.split('/').filter(|name| !name.is_empty()) {
            if here.0 != Kind::Folder {
                return Ok(None);
            }
            match self.entry(here.1, name)? {
                Some(entry) => here = entry,
                None => return Ok(None),
            }
        }
        Ok(Some(here))
    }

    /// The entry of that name in a tree.
    fn entry(&self, tree: Oid, name: &str) -> Result<Option<(Kind, Oid)>, GitError> {
        if let Some(known) = self.large.and_then(|large| large.entry(tree, name)) {
            return Ok(known);
        }
        let read = self.tree(tree)?;
        let Some(large) = self.large.filter(|_| read.bytes().len() >= LARGE) else {
            let found = read.find(name.as_bytes())?;
            return Ok(found.map(|node| (node.kind, node.id)));
        };
        let nodes = read.nodes();
        let entries = nodes.map(|node| node.map(|node| (node.name.to_vec(), (node.kind, node.id))));
        let entries: Entries<_> = entries.collect::<Result<_, _>>()?;
        let found = entries.get(name.as_bytes()).copied();
        large.remember(tree, entries);
        Ok(found)
    }

    /// The folder at a path from `root`; `None` where there is no folder.
    pub(super) fn folder(&self, root: Oid, path: &str) -> Result<Option<Oid>, GitError> {
        let found = self.at(root, path)?;
        Ok(found
            .filter(|(kind, _)| *kind == Kind::Folder)
            .map(|(_, id)| id))
    }

    /// Stores an object and returns its name.
    pub(super) fn store(&self, kind: ObjectType, bytes: &[u8]) -> Result<Oid, GitError> {
        disk::step_in(Path::new("objects"))?;
        Ok(self.odb.write(kind, bytes)?)
    }
}

fn unreadable(id: Oid, error: &git2::Error) -> GitError {
    let sentence = match error.code() {
        git2::ErrorCode::NotFound => {
            format!("object {id} is missing: this clone is incomplete or damaged")
        }
        _ => format!("object {id} cannot be read: {}", error.message()),
    };
    GitError::of_object(sentence)
}

#[cfg(test)]
mod tests {
    use git2::Oid;

    use super::{Kind, TreeEntry, order, text};

    fn node(name: &str) -> TreeEntry<'_> {
        let (name, kind) = match name.strip_suffix('/') {
            Some(name) => (name, Kind::Folder),
            None => (name, Kind::Plain),
        };
        TreeEntry {
            kind,
            name: name.as_bytes(),
            id: Oid::ZERO_SHA1,
            raw: &[],
        }
    }

    #[test]
    fn entries_are_ordered_as_git_orders_them() {
        let sorted = [
            "A", "a", "a-b", "a.toml", "a/", "a0", "a0/", "ab/", "abc", "b",
        ];
        for (at, one) in sorted.iter().enumerate() {
            for (other_at, other) in sorted.iter().enumerate() {
                let found = order(&node(one), &node(other));
                assert_eq!(found, at.cmp(&other_at), "{one} {other}");
            }
        }
    }

    #[test]
    fn names_that_are_not_text_are_written_out() {
        assert_eq!(text(b"r\xc3\xa9.toml"), "r\u{e9}.toml");
        assert_eq!(text(b"a\xff\xfe.toml"), "a\\xff\\xfe.toml");
    }
}
