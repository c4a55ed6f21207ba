//! Keeps the files of one state in parts that several snapshots share: a register can have many proposals, and a
//! tally of each needs the participant list.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, btree_map};
use std::iter::FlatMap;
use std::ops::Bound;
use std::sync::Arc;

use crate::value::id::ProposalId;

/// The content of a path; copies share the bytes. Only plain files are read as records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A plain file and its bytes.
    Plain(Arc<[u8]>),
    /// An executable file and its bytes.
    Executable(Arc<[u8]>),
    /// A symbolic link.
    Link,
    /// A submodule, a device, a socket, a folder that is too deep: nothing with bytes of its own.
    Other,
    /// A file that was not read because it has so many bytes, more than any text can have.
    TooLarge(u64),
}

impl Content {
    /// The bytes, where there are any to read.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Content::Plain(bytes) | Content::Executable(bytes) => Some(bytes),
            Content::Link | Content::Other | Content::TooLarge(_) => None,
        }
    }
}

type Part = BTreeMap<String, Content>;
type Parts<'f> = btree_map::Values<'f, String, Arc<Part>>;

/// Files by their path from the register's root, with `/`. A copy shares everything with its original, and a
/// change copies only one part: the folder of a proposal, another folder, or a file at the root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SharedFiles {
    /// By the beginning of their paths. No beginning is the beginning of another, so the order of parts and then of
    /// paths is the order of all paths.
    parts: BTreeMap<String, Arc<Part>>,
}

/// The folder of a proposal, which is a part.
pub fn folder(proposal: &ProposalId) -> String {
    format!("proposals/{proposal}/")
}

/// The part of a path: its beginning up to the slash of the folder that is shared as one.
fn part(path: &str) -> &str {
    let slashes = if path.starts_with("proposals/") { 2 } else { 1 };
    let end = path.match_indices('/').nth(slashes - 1);
    end.and_then(|(at, _)| path.get(..=at)).unwrap_or(path)
}

impl SharedFiles {
    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&Content> {
        self.parts.get(part(path))?.get(path)
    }

    /// Whether there is a file at a path.
    pub fn contains_key(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    /// Puts a file at a path, and gives the one that was there.
    pub fn insert(&mut self, path: String, content: Content) -> Option<Content> {
        if let Some(there) = self.parts.get_mut(part(&path)) {
            return Arc::make_mut(there).insert(path, content);
        }
        let new = part(&path).to_owned();
        self.parts
            .insert(new, Arc::new(Part::from([(path, content)])));
        None
    }

    /// Removes the file at a path, and gives it.
    pub fn remove(&mut self, path: &str) -> Option<Content> {
        self.get(path)?;
        let there = Arc::make_mut(self.parts.get_mut(part(path))?);
        let removed = there.remove(path);
        if there.is_empty() {
            self.parts.remove(part(path));
        }
        removed
    }

    /// All files, by path.
    pub fn iter(&self) -> <&Self as IntoIterator>::IntoIter {
        self.into_iter()
    }

    /// Their paths, in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.iter().map(|(path, _)| path)
    }

    /// The files whose path begins so.
    pub fn under<'f>(
        &'f self,
        beginning: &'f str,
    ) -> impl Iterator<Item = (&'f String, &'f Content)> {
        let from = |start: &'f str| (Bound::Included(start), Bound::Unbounded);
        let parts = self.parts.range::<str, _>(from(part(beginning)));
        let parts = parts.take_while(move |(part, _)| {
            part.starts_with(beginning) || beginning.starts_with(part.as_str())
        });
        let files = parts.flat_map(move |(_, files)| files.range::<str, _>(from(beginning)));
        files.take_while(move |(path, _)| path.starts_with(beginning))
    }

    /// Adds all files of another that are not here.
    pub fn append(&mut self, other: Self) {
        for (name, part) in other.parts {
            match self.parts.entry(name) {
                Entry::Vacant(free) => drop(free.insert(part)),
                Entry::Occupied(own) if Arc::ptr_eq(own.get(), &part) => {}
                Entry::Occupied(mut own) => {
                    // The part that was here has few files, where the positions of a proposal come to its other files.
                    let here = std::mem::replace(own.get_mut(), part);
                    let more = here.iter().map(|(path, own)| (path.clone(), own.clone()));
                    Arc::make_mut(own.get_mut()).extend(more);
                }
            }
        }
    }

    /// Takes the folders of proposals that `added` has away, and puts back what `before` has of them.
    pub fn put_back(&mut self, added: &[ProposalId], before: Self) {
        for id in added {
            self.parts.remove(&folder(id));
        }
        self.append(before);
    }

    /// The proposals with files here, by their folders.
    pub fn proposals(&self) -> impl Iterator<Item = ProposalId> {
        let names = self.parts.keys().filter_map(|part| {
            let inside = part.strip_prefix("proposals/")?;
            inside.strip_suffix('/')
        });
        names.filter_map(|name| ProposalId::parse(name).ok())
    }

    /// Only these parts, shared: a folder with its slash, or a file at the root.
    #[must_use]
    pub fn only<'p>(&self, parts: impl IntoIterator<Item = &'p str>) -> Self {
        let shared = parts.into_iter().filter_map(|name| {
            let (name, part) = self.parts.get_key_value(name)?;
            Some((name.clone(), Arc::clone(part)))
        });
        Self {
            parts: shared.collect(),
        }
    }
}

impl Extend<(String, Content)> for SharedFiles {
    fn extend<T: IntoIterator<Item = (String, Content)>>(&mut self, files: T) {
        for (path, content) in files {
            self.insert(path, content);
        }
    }
}

impl FromIterator<(String, Content)> for SharedFiles {
    fn from_iter<T: IntoIterator<Item = (String, Content)>>(files: T) -> Self {
        let mut all = Self::default();
        all.extend(files);
        all
    }
}

impl<'f> IntoIterator for &'f SharedFiles {
    type Item = (&'f String, &'f Content);
    type IntoIter = FlatMap<Parts<'f>, &'f Part, fn(&'f Arc<Part>) -> &'f Part>;

    fn into_iter(self) -> Self::IntoIter {
        self.parts.values().flat_map(Arc::as_ref)
    }
}

impl IntoIterator for SharedFiles {
    type Item = (String, Content);
    type IntoIter = FlatMap<btree_map::IntoValues<String, Arc<Part>>, Part, fn(Arc<Part>) -> Part>;

    fn into_iter(self) -> Self::IntoIter {
        self.parts.into_values().flat_map(Arc::unwrap_or_clone)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Content, SharedFiles};

    const PATHS: [&str; 9] = [
        "charter.toml",
        "participants",
        "participants/ann.toml",
        "proposals",
        "proposals/a",
        "proposals/a-b/text.md",
        "proposals/a/positions/ann.toml",
        "proposals/a/text.md",
        "readme",
    ];

    fn all() -> BTreeMap<String, Content> {
        PATHS.map(|path| (path.to_owned(), Content::Link)).into()
    }

    #[test]
    fn files_are_in_the_order_of_their_paths() {
        let files: SharedFiles = all().into_iter().rev().collect();
        assert!(files.keys().eq(PATHS.iter()));
        assert!(files.into_iter().eq(all()));
    }

    #[test]
    fn a_beginning_finds_what_begins_so() {
        let files: SharedFiles = all().into_iter().collect();
        for beginning in [
            "",
            "p",
            "participants/",
            "proposals/",
            "proposals/a",
            "proposals/a/",
            "proposals/a/positions/",
            "proposals/a/text.md",
            "proposals/b/",
            "z",
        ] {
            let wanted = PATHS.iter().filter(|path| path.starts_with(beginning));
            let found = files.under(beginning).map(|(path, _)| path);
            assert!(found.eq(wanted), "{beginning}");
        }
    }

    #[test]
    fn a_change_of_a_copy_is_not_one_of_the_original() {
        let files: SharedFiles = all().into_iter().collect();
        let mut copy = files.clone();
        for path in PATHS {
            assert_eq!(copy.remove(path), Some(Content::Link));
            assert_eq!(copy.remove(path), None);
        }
        assert_eq!(copy, SharedFiles::default());
        assert!(files.keys().eq(PATHS.iter()));
        let part = files.only(["charter.toml", "proposals/a/", "nothing/"]);
        assert_eq!(part.keys().count(), 3);
    }
}
