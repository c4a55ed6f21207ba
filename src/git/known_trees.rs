//! Keeps trees while a history is read: what a commit has after it is what the next one has before it. So each
//! tree is read and hashed once, and of a long one only the entries that changed are read again.

use std::collections::BTreeMap;

use git2::Oid;

use super::error::GitError;
use super::objects::TreeEntries;
use super::sides::{Sides, side_by_side};

/// So many bytes of trees are kept.
const MOST: usize = 16 * 1024 * 1024;

/// A tree whose entries were checked when it was read.
#[derive(Debug)]
pub(super) struct KnownTree {
    id: Oid,
    bytes: Vec<u8>,
}

/// The trees of the last commit that were opened.
#[derive(Debug, Default)]
pub(super) struct KnownTrees {
    trees: BTreeMap<Oid, Vec<u8>>,
    bytes: usize,
}

impl KnownTrees {
    /// Takes out a tree, because another one replaces it.
    pub(super) fn take(&mut self, id: Oid) -> Option<KnownTree> {
        let bytes = self.trees.remove(&id)?;
        self.bytes -= bytes.len();
        Some(KnownTree { id, bytes })
    }

    /// Keeps a tree. Where there are too many, the others are forgotten.
    pub(super) fn keep(&mut self, id: Oid, bytes: &[u8]) {
        self.take(id);
        if self.bytes + bytes.len() > MOST {
            (self.bytes, self.trees) = (0, BTreeMap::new());
        }
        self.bytes += bytes.len();
        self.trees.insert(id, bytes.to_vec());
    }
}

/// The places at which a tree differs from a known one.
pub(super) fn since<'t>(
    old: &'t KnownTree,
    (id, new): (Oid, &'t [u8]),
) -> Result<Vec<Sides<'t>>, GitError> {
    let changed = changed(old, (id, new));
    let found = changed.and_then(|(old, new)| side_by_side(old, new).ok());
    // Where the entries in the middle of the new tree are not those of the whole, all are read.
    match found {
        Some(places) => Ok(places),
        None => side_by_side(
            TreeEntries::of(old.id, &old.bytes),
            TreeEntries::of(id, new),
        ),
    }
}

/// The entries of both between those that are the same at the beginning and at the end, with one more at each
/// side: the order of entries is checked from one to the next.
fn changed<'t>(
    old: &'t KnownTree,
    (id, bytes): (Oid, &'t [u8]),
) -> Option<(TreeEntries<'t>, TreeEntries<'t>)> {
    let known = &old.bytes;
    let begun = shared(known.chunks_exact(STEP).zip(bytes.chunks_exact(STEP)));
    let begun = begun + same(known.get(begun..)?.iter().zip(bytes.get(begun..)?));
    let (mut last, mut from) = (0, 0);
    while let Some(next) = end_of(known, from).filter(|next| *next <= begun) {
        (last, from) = (from, next);
    }
    let (tail, new_tail) = (known.get(last..)?, bytes.get(last..)?);
    let ended = shared(tail.rchunks_exact(STEP).zip(new_tail.rchunks_exact(STEP)));
    let before = |bytes: &'t [u8]| bytes.get(..bytes.len() - ended);
    let (rest, new_rest) = (before(tail)?, before(new_tail)?);
    let ended = ended + same(rest.iter().rev().zip(new_rest.iter().rev()));
    let mut until = last;
    while until < known.len() - ended {
        until = end_of(known, until)?;
    }
    until = end_of(known, until).unwrap_or(until);
    let new_until = bytes.len() - (known.len() - until);
    let (old_part, new_part) = (known.get(last..until)?, bytes.get(last..new_until)?);
    Some((TreeEntries::of(id, old_part), TreeEntries::of(id, new_part)))
}

/// So many bytes are compared at once.
const STEP: usize = 64;

/// How many bytes are the same in the first pairs of chunks.
fn shared<'b>(chunks: impl Iterator<Item = (&'b [u8], &'b [u8])>) -> usize {
    chunks.take_while(|(one, other)| one == other).count() * STEP
}

fn same<'b>(pairs: impl Iterator<Item = (&'b u8, &'b u8)>) -> usize {
    pairs.take_while(|(one, other)| one == other).count()
}

/// Where the entry of a known tree ends that begins there.
fn end_of(bytes: &[u8], from: usize) -> Option<usize> {
    let name = bytes.get(from..)?.iter().position(|byte| *byte == 0)?;
    Some(from + name + 21)
}

#[cfg(test)]
mod tests {
    use git2::Oid;

    use super::{KnownTree, KnownTrees, MOST, since};
    use crate::git::objects::TreeEntries;
    use crate::git::sides::{Sides, side_by_side};

    fn id(n: usize) -> Oid {
        Oid::from_str(&format!("{n:040x}")).unwrap()
    }

    fn entry(mode: &str, name: &str, id: u8) -> Vec<u8> {
        let mut entry = format!("{mode} {name}\0").into_bytes();
        entry.extend([id; 20]);
        entry
    }

    fn known(bytes: &[u8]) -> KnownTree {
        let bytes = bytes.to_vec();
        KnownTree { id: id(1), bytes }
    }

    fn raw(places: Vec<Sides<'_>>) -> Vec<[Option<Vec<u8>>; 2]> {
        let raw = |(old, new): Sides<'_>| [old, new].map(|node| node.map(|node| node.raw.to_vec()));
        places.into_iter().map(raw).collect()
    }

    /// Every tree that has each of some names with one of two ids, or not at all. Bytes of ids look like those
    /// between the parts of an entry.
    fn trees() -> Vec<Vec<u8>> {
        let names = [
            ("100644", "a"),
            ("100644", "a-b"),
            ("40000", "a"),
            ("100755", "b"),
        ];
        let mut trees = vec![Vec::new()];
        for (mode, name) in names {
            let more = |tree: &Vec<u8>| {
                let with = |id| [tree.clone(), entry(mode, name, id)].concat();
                [tree.clone(), with(0), with(b' ')]
            };
            trees = trees.iter().flat_map(more).collect();
        }
        trees
    }

    #[test]
    fn a_known_tree_shows_the_same_differences() {
        for old in &trees() {
            for new in &trees() {
                let of = |bytes| TreeEntries::of(id(2), bytes);
                let all = side_by_side(of(old), of(new)).unwrap();
                let old = known(old);
                let found = since(&old, (id(2), new)).unwrap();
                assert_eq!(raw(found), raw(all), "{:?} {new:?}", old.bytes);
            }
        }
    }

    #[test]
    fn a_damaged_tree_is_found_beside_a_known_one() {
        let [a, b, c] = ["a", "b", "c"].map(|name| entry("100644", name, 7));
        let old = known(&[a.clone(), b.clone(), c.clone()].concat());
        for parts in [[&a, &c, &b], [&a, &b, &b], [&a, &a, &c], [&b, &a, &c]] {
            let new = parts.map(Clone::clone).concat();
            assert!(since(&old, (id(2), &new)).is_err(), "{new:?}");
        }
        let all = [a, b, c].concat();
        for end in 1..all.len() {
            let cut = all.get(..end).unwrap();
            assert_eq!(since(&old, (id(2), cut)).is_ok(), end % 29 == 0, "{end}");
        }
    }

    #[test]
    fn trees_are_kept_until_there_are_too_many() {
        let mut trees = KnownTrees::default();
        trees.keep(id(1), b"one");
        trees.keep(id(1), b"one");
        assert_eq!(trees.bytes, 3);
        trees.keep(id(2), &vec![0; MOST - 3]);
        assert!(trees.take(id(1)).is_some() && trees.take(id(1)).is_none());
        assert_eq!(trees.bytes, MOST - 3);
        trees.keep(id(3), b"four");
        assert!(trees.take(id(2)).is_none() && trees.take(id(3)).is_some());
    }
}
