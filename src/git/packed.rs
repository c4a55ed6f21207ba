//! Reads objects from git's packs, several times as fast as libgit2, which reads the header of each object first.
//! This reader takes only what is plain. Where it doubts, it gives nothing, and libgit2 reads the object or says
//! what is wrong: so a damaged pack has one meaning.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use git2::{ObjectType, Oid};
use libdeflater::Decompressor;

use super::delta::applied;
use super::pack_index::{PackIndex, bytes_at};
use crate::register::snapshot::LARGEST_TEXT;

/// How a pack of a version begins that is read here, without the number of its objects.
const MAGIC: &[u8] = b"PACK\0\0\0\x02";
/// The bytes of the checksum at the end of a pack.
const CHECKSUM: u64 = 20;
/// An entry begins with at most so many bytes before its data.
const ENTRY_HEAD: usize = 32;
/// How data begins that git compressed.
const DEFLATED: u8 = 0x78;
/// So many deltas can follow each other. Git makes at most 4095.
const LONGEST_CHAIN: usize = 4096;
/// So many bytes are read at once, where objects follow each other and where they do not.
const AHEAD: usize = 32 * 1024;
const NEAR: usize = 4 * 1024;
/// So many bytes of objects are remembered because others are made from them.
const MOST_REMEMBERED: usize = 8 * 1024 * 1024;

/// An object of a pack.
pub(super) type Object = (ObjectType, Arc<[u8]>);

/// The packs of a repository, for all threads.
pub(super) struct Packs(Vec<Pack>);

struct Pack {
    index: PackIndex,
    file: File,
    /// Where its objects end.
    end: u64,
}

impl Packs {
    /// The plain packs in a folder.
    pub(super) fn open(folder: &Path) -> Self {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut indexes: Vec<_> = entries
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "idx"))
            .collect();
        indexes.sort();
        Self(indexes.iter().filter_map(|at| Pack::open(at)).collect())
    }
}

impl Pack {
    fn open(index: &Path) -> Option<Self> {
        let file = File::open(index.with_extension("pack")).ok()?;
        let index = PackIndex::open(index)?;
        let end = file.metadata().ok()?.len().checked_sub(CHECKSUM)?;
        let plain = bytes_at(&file, 0, 12)? == [MAGIC, &index.count().to_be_bytes()].concat()
            && bytes_at(&file, end, 20)? == index.of;
        plain.then_some(Self { index, file, end })
    }
}

/// Reads packs in one thread.
pub(super) struct Packed {
    packs: Arc<Packs>,
    hand: RefCell<Hand>,
}

/// What a reader has at hand.
struct Hand {
    inflater: Decompressor,
    inflated: Vec<u8>,
    window: Window,
    /// Objects from which others are made, by pack and place.
    bases: BTreeMap<(usize, u64), Object>,
    remembered: usize,
    /// The pack in which the last object was.
    last: usize,
}

impl Packed {
    /// A reader of these packs.
    pub(super) fn of(packs: Arc<Packs>) -> Self {
        let hand = RefCell::new(Hand {
            inflater: Decompressor::new(),
            inflated: Vec::new(),
            window: Window::default(),
            bases: BTreeMap::new(),
            remembered: 0,
            last: 0,
        });
        Self { packs, hand }
    }

    /// A reader of the same packs for another thread.
    pub(super) fn beside(&self) -> Self {
        Self::of(Arc::clone(&self.packs))
    }

    /// The object of that name, unless libgit2 has to read it. Its bytes are not compared with its name.
    pub(super) fn read(&self, id: Oid) -> Option<Object> {
        let mut hand = self.hand.try_borrow_mut().ok()?;
        let packs = &self.packs.0;
        let last = hand.last;
        for number in (0..packs.len()).map(|step| (last + step) % packs.len()) {
            let pack = packs.get(number)?;
            if let Some(at) = pack.index.offset(id.as_bytes()) {
                hand.last = number;
                return hand.object((number, pack), at);
            }
        }
        None
    }
}

impl Hand {
    /// The object at a place of a pack.
    fn object(&mut self, (number, pack): (usize, &Pack), at: u64) -> Option<Object> {
        let most = usize::try_from(LARGEST_TEXT).ok()?;
        let (mut deltas, mut held) = (Vec::new(), 0);
        let mut at = at;
        let (kind, mut bytes) = loop {
            if let Some(known) = self.bases.get(&(number, at)) {
                break known.clone();
            }
            let head = self.window.bytes((number, pack), at, ENTRY_HEAD)?;
            let entry = Entry::read(head, at, &pack.index)?;
            self.inflate((number, pack), &entry)?;
            match entry.holds {
                Holds::Object(kind) => {
                    let object = (kind, Arc::from(self.inflated.as_slice()));
                    if !deltas.is_empty() {
                        self.remember((number, at), &object);
                    }
                    break object;
                }
                Holds::Delta(base) => {
                    held += entry.size;
                    if deltas.len() == LONGEST_CHAIN || held > most {
                        return None;
                    }
                    deltas.push((at, self.inflated.clone()));
                    at = base;
                }
            }
        };
        for (at, delta) in deltas.into_iter().rev() {
            bytes = applied(&bytes, &delta, most)?.into();
            self.remember((number, at), &(kind, Arc::clone(&bytes)));
        }
        Some((kind, bytes))
    }

    /// Inflates the data of an entry.
    fn inflate(&mut self, pack: (usize, &Pack), entry: &Entry) -> Option<()> {
        // What cannot be compressed becomes a little longer.
        let most = entry.size + entry.size / 8 + 64;
        let data = self.window.bytes(pack, entry.data, most)?;
        if data.first() != Some(&DEFLATED) {
            return None;
        }
        self.inflated.resize(entry.size, 0);
        let inflated = self.inflater.zlib_decompress(data, &mut self.inflated);
        (inflated.ok()? == entry.size).then_some(())
    }

    fn remember(&mut self, place: (usize, u64), object: &Object) {
        self.remembered += object.1.len();
        if self.remembered > MOST_REMEMBERED {
            self.bases.clear();
            self.remembered = object.1.len();
        }
        self.bases.insert(place, object.clone());
    }
}

/// An entry of a pack.
struct Entry {
    holds: Holds,
    /// How many bytes its data has when it is inflated.
    size: usize,
    /// Where in the pack its data begins.
    data: u64,
}

/// What the data of an entry is.
enum Holds {
    Object(ObjectType),
    /// What differs from the object at this place of the pack.
    Delta(u64),
}

impl Entry {
    /// The entry whose first bytes these are, at a place of a pack.
    fn read(head: &[u8], at: u64, index: &PackIndex) -> Option<Self> {
        let mut rest = head;
        let first = *rest.split_off_first()?;
        let (mut size, mut shift, mut byte) = (usize::from(first & 0xf), 4, first);
        while byte & 0x80 != 0 {
            byte = *rest.split_off_first().filter(|_| shift < 30)?;
            size |= usize::from(byte & 0x7f) << shift;
            shift += 7;
        }
        let holds = match first >> 4 & 7 {
            1 => Holds::Object(ObjectType::Commit),
            2 => Holds::Object(ObjectType::Tree),
            3 => Holds::Object(ObjectType::Blob),
            4 => Holds::Object(ObjectType::Tag),
            6 => Holds::Delta(at.checked_sub(distance(&mut rest)?)?),
            7 => Holds::Delta(index.offset(rest.split_off(..20)?)?),
            _ => return None,
        };
        let data = at + u64::try_from(head.len() - rest.len()).ok()?;
        let fits = u64::try_from(size).is_ok_and(|size| size <= LARGEST_TEXT);
        fits.then_some(Self { holds, size, data })
    }
}

/// How many bytes before a delta its base is.
fn distance(rest: &mut &[u8]) -> Option<u64> {
    let mut byte = *rest.split_off_first()?;
    let mut distance = u64::from(byte & 0x7f);
    while byte & 0x80 != 0 {
        byte = *rest.split_off_first().filter(|_| distance < 1 << 48)?;
        distance = (distance + 1) << 7 | u64::from(byte & 0x7f);
    }
    (distance > 0).then_some(distance)
}

/// A part of a pack that was read. Objects that are read one after the other are mostly neighbours.
#[derive(Default)]
struct Window {
    pack: usize,
    from: u64,
    bytes: Vec<u8>,
}

impl Window {
    /// The bytes of a pack from a place, so many or up to the end of its objects.
    fn bytes(&mut self, (number, pack): (usize, &Pack), at: u64, most: usize) -> Option<&[u8]> {
        let left = usize::try_from(pack.end.checked_sub(at)?).unwrap_or(usize::MAX);
        let length = most.min(left);
        if self.pack != number || self.inside(at, length).is_none() {
            let follows = self.pack == number && self.inside(at, 0).is_some();
            let ahead = if follows { AHEAD } else { NEAR };
            self.bytes = bytes_at(&pack.file, at, ahead.max(length).min(left))?;
            (self.pack, self.from) = (number, at);
        }
        self.inside(at, length)
    }

    fn inside(&self, at: u64, length: usize) -> Option<&[u8]> {
        let start = usize::try_from(at.checked_sub(self.from)?).ok()?;
        self.bytes.get(start..)?.get(..length)
    }
}
