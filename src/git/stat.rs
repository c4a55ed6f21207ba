//! Tells which files of the work tree are as they are in git's index, without opening them: git notes in it what the
//! disk said of each file when it last had the bytes of an object. Where there is any doubt, the file has to be read.

use std::fs::{File, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use git2::Oid;

use super::index::{entry, modified};

/// How an index of this version begins.
const MAGIC: [u8; 8] = *b"DIRC\0\0\0\x02";
/// The bytes of an entry before its path: ten numbers, a name, flags.
const FIXED: usize = 62;
/// The bits of the flags that have to be unset: git was told not to look, or the entry is part of a conflict.
const DOUBT: u16 = 0xf000;
/// What attributes that make a file differ from its object, by more than line ends, have in their names.
const CONVERTING: [&[u8]; 3] = [b"filter", b"ident", b"encoding"];
/// So many bytes of the index are read at once. It can have megabytes, and only the wanted entries are kept.
const AT_ONCE: usize = 64 * 1024;

/// The entries of the index that can be asked for.
pub(super) struct Stats {
    bytes: Vec<u8>,
    /// Where each entry begins, in the order of their paths.
    starts: Vec<usize>,
    /// The entry that is probably asked for next.
    next: usize,
    /// When the index was written.
    written: (i32, u32),
}

/// One entry.
struct Noted<'n> {
    numbers: &'n [u8],
    id: &'n [u8],
    flags: u16,
    path: &'n [u8],
    /// Whether a byte 0 follows the path.
    is_ended: bool,
}

impl Stats {
    /// Reads the index in `git_dir`, of the work tree `top`: the entries whose paths are wanted. `None` where it is not
    /// plain, or where the files of the work tree are not what is committed.
    pub(super) fn read(
        git_dir: &Path,
        common: &Path,
        top: &Path,
        wanted: impl Fn(&[u8]) -> bool,
    ) -> Option<Self> {
        let file = File::open(git_dir.join("index")).ok()?;
        let found = file.metadata().ok()?;
        let mut index = Index::of(file);
        let head = index.next(MAGIC.len() + 4)?;
        let count = head.strip_prefix(&MAGIC)?.first_chunk::<4>()?;
        let count = u32::from_be_bytes(*count);
        let mut attributes = vec![common.join("info").join("attributes")];
        let (mut bytes, mut starts) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let entry = index.entry()?;
            let path = Noted::at(entry, 0)?.path;
            if path.ends_with(b".gitattributes") {
                attributes.push(top.join(std::str::from_utf8(path).ok()?));
            }
            if wanted(path) {
                starts.push(bytes.len());
                bytes.extend_from_slice(entry);
            }
        }
        let plain = !index.ends_extended()? && !attributes.iter().any(converts);
        plain.then_some(Self {
            bytes,
            starts,
            next: 0,
            written: modified(&found),
        })
    }

    /// Whether the file at a path of the repository has the bytes of that object, as far as git knows.
    pub(super) fn says(&mut self, path: &str, id: Oid, file: &Metadata) -> bool {
        self.answer(path.as_bytes(), id, file).unwrap_or(false)
    }

    fn answer(&mut self, path: &[u8], id: Oid, file: &Metadata) -> Option<bool> {
        let at = |number: usize| Noted::at(&self.bytes, *self.starts.get(number)?);
        let number = match at(self.next) {
            Some(noted) if noted.path == path => self.next,
            _ => self
                .starts
                .binary_search_by_key(&path, |start| {
                    Noted::at(&self.bytes, *start).map_or(&[], |noted| noted.path)
                })
                .ok()?,
        };
        let noted = at(number)?;
        let now = entry("", id, file);
        let seconds = [now.ctime.seconds(), now.mtime.seconds()].map(i32::cast_unsigned);
        let rest = [now.ctime.nanoseconds(), now.mtime.nanoseconds()];
        // The device and the bits of the mode are left out: neither says anything of the bytes.
        let mine = [
            (0, seconds[0]),
            (1, rest[0]),
            (2, seconds[1]),
            (3, rest[1]),
            (5, now.ino),
            (7, now.uid),
            (8, now.gid),
            (9, now.file_size),
        ];
        let same = mine
            .into_iter()
            .all(|(place, number)| noted.number(place) == Some(number));
        // A file that changed in the moment in which the index was written can still look the same. A size of 0 is
        // git's mark for such a file.
        let settled = modified(file) < self.written && now.file_size != 0;
        let meant = noted.flags & DOUBT == 0 && noted.id == id.as_bytes();
        self.next = number + 1;
        Some(same && settled && meant)
    }
}

impl<'n> Noted<'n> {
    fn at(bytes: &'n [u8], start: usize) -> Option<Self> {
        let (fixed, rest) = bytes.get(start..)?.split_at_checked(FIXED)?;
        let (numbers, named) = fixed.split_at(40);
        let (id, flags) = named.split_at(20);
        let flags = u16::from_be_bytes(*flags.first_chunk()?);
        let length = match usize::from(flags & 0xfff) {
            0xfff => rest.iter().position(|byte| *byte == 0)?,
            length => length,
        };
        Some(Self {
            numbers,
            id,
            flags,
            path: rest.get(..length)?,
            is_ended: rest.get(length) == Some(&0),
        })
    }

    fn number(&self, place: usize) -> Option<u32> {
        let four = self.numbers.as_chunks::<4>().0.get(place)?;
        Some(u32::from_be_bytes(*four))
    }
}

/// The index, as far as it is not used yet, through a window of [`AT_ONCE`] bytes or one entry.
struct Index {
    file: File,
    bytes: Vec<u8>,
    /// Where the part that is not used yet begins and ends.
    start: usize,
    end: usize,
}

impl Index {
    fn of(file: File) -> Self {
        Self {
            file,
            bytes: vec![0; AT_ONCE],
            start: 0,
            end: 0,
        }
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// Reads on; `None` at the end of the file.
    fn more(&mut self) -> Option<()> {
        self.bytes.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.end == self.bytes.len() {
            self.bytes.resize(2 * self.end, 0);
        }
        let read = self.file.read(self.bytes.get_mut(self.end..)?).ok()?;
        self.end += read;
        (read > 0).then_some(())
    }

    /// The next bytes, so many.
    fn next(&mut self, length: usize) -> Option<&[u8]> {
        while self.rest().len() < length {
            self.more()?;
        }
        self.start += length;
        self.bytes.get(self.start - length..self.start)
    }

    /// The next entry. At least one byte 0 follows its path, so many that it has a multiple of 8 bytes.
    fn entry(&mut self) -> Option<&[u8]> {
        let path = loop {
            match Noted::at(self.rest(), 0) {
                Some(noted) if noted.is_ended => break noted.path.len(),
                _ => self.more()?,
            }
        };
        self.next((FIXED + path + 8) & !7)
    }

    /// Whether extensions follow the entries that change what these mean.
    fn ends_extended(mut self) -> Option<bool> {
        while self.more().is_some() {}
        let mut rest = self.rest();
        // A checksum is at the end.
        while rest.len() > 20 {
            let (name, length) = rest.split_first_chunk::<4>()?;
            let (length, after) = length.split_first_chunk::<4>()?;
            if name[0].is_ascii_lowercase() {
                return Some(true);
            }
            rest = after.get(usize::try_from(u32::from_be_bytes(*length)).ok()?..)?;
        }
        Some(false)
    }
}

fn converts(attributes: &PathBuf) -> bool {
    let bytes = std::fs::read(attributes).unwrap_or_default();
    CONVERTING
        .iter()
        .any(|word| bytes.windows(word.len()).any(|part| part == *word))
}
