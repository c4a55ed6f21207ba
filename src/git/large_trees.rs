//! Remembers the entries of large trees, in which many paths are looked up: a register with many proposals has
//! all of them in one tree, which would be unpacked again for each.

use std::cell::RefCell;
use std::collections::BTreeMap;

use git2::Oid;

/// A smaller tree, in bytes, is read again: that takes less than remembering it.
pub(super) const LARGE: usize = 4096;
/// So many trees are remembered. A commit has few that are large.
const MOST: usize = 16;

/// What entries are, by name.
pub(super) type Entries<E> = BTreeMap<Vec<u8>, E>;

/// The entries of the large trees that were read.
#[derive(Debug)]
pub(super) struct LargeTrees<E>(RefCell<BTreeMap<Oid, Entries<E>>>);

impl<E: Copy> LargeTrees<E> {
    /// None yet.
    pub(super) fn new() -> Self {
        Self(RefCell::new(BTreeMap::new()))
    }

    /// The entry of that name in a tree; `None` where the tree is not remembered.
    pub(super) fn entry(&self, tree: Oid, name: &str) -> Option<Option<E>> {
        let trees = self.0.borrow();
        let entries = trees.get(&tree)?;
        Some(entries.get(name.as_bytes()).copied())
    }

    /// Remembers a tree. Where there are too many, the others are forgotten.
    pub(super) fn remember(&self, tree: Oid, entries: Entries<E>) {
        let mut trees = self.0.borrow_mut();
        if trees.len() >= MOST {
            trees.clear();
        }
        trees.insert(tree, entries);
    }
}

#[cfg(test)]
mod tests {
    use git2::Oid;

    use super::{LargeTrees, MOST};

    #[test]
    fn a_tree_is_remembered_until_there_are_too_many() {
        let trees = LargeTrees::new();
        let id = |n: usize| Oid::from_str(&format!("{n:040x}")).unwrap();
        assert_eq!(trees.entry(id(1), "a"), None);
        trees.remember(id(1), [(b"a".to_vec(), 7)].into());
        assert_eq!(trees.entry(id(1), "a"), Some(Some(7)));
        assert_eq!(trees.entry(id(1), "b"), Some(None), "not in it");
        for n in 2..=MOST + 1 {
            trees.remember(id(n), [(b"a".to_vec(), n)].into());
        }
        assert_eq!(trees.entry(id(1), "a"), None);
        assert_eq!(trees.entry(id(MOST + 1), "a"), Some(Some(MOST + 1)));
    }
}
