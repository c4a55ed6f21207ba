//! Tells which files of the work tree are as they are in git's index, without opening them: git notes in it what the
//! disk said of each file when it last had the bytes of an object. Where there is any doubt, the file has to be read.

use std::fs::{File, Metadata};
use std::io::{self, BufRead as _, BufReader, Read as _};
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
        let mut index = Index {
            rest: found.len(),
            file: BufReader::with_capacity(AT_ONCE, file),
        };
        let (mut head, mut count) = ([0; MAGIC.len()], [0; 4]);
        index.fill(&mut head)?;
        index.fill(&mut count)?;
        (head == MAGIC).then_some(())?;
        let mut attributes = vec![common.join("info").join("attributes")];
        let (mut bytes, mut starts) = (Vec::new(), Vec::new());
        for _ in 0..u32::from_be_bytes(count) {
            let start = bytes.len();
            index.entry(&mut bytes)?;
            let path = Noted::at(&bytes, start)?.path;
            if path.ends_with(b".gitattributes") {
                attributes.push(top.join(std::str::from_utf8(path).ok()?));
            }
            match wanted(path) {
                true => starts.push(start),
                false => bytes.truncate(start),
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
        let length = rest.iter().position(|byte| *byte == 0)?;
        Some(Self {
            numbers,
            id,
            flags,
            path: rest.get(..length)?,
        })
    }

    fn number(&self, place: usize) -> Option<u32> {
        let four = self.numbers.as_chunks::<4>().0.get(place)?;
        Some(u32::from_be_bytes(*four))
    }
}

/// The index, as far as it is not read yet.
struct Index {
    file: BufReader<File>,
    /// So many bytes follow.
    rest: u64,
}

impl Index {
    fn fill(&mut self, bytes: &mut [u8]) -> Option<()> {
        self.took(bytes.len())?;
        self.file.read_exact(bytes).ok()
    }

    fn took(&mut self, bytes: usize) -> Option<()> {
        self.rest = self.rest.checked_sub(u64::try_from(bytes).ok()?)?;
        Some(())
    }

    /// Adds the next entry to `bytes`.
    fn entry(&mut self, bytes: &mut Vec<u8>) -> Option<()> {
        let mut fixed = [0; FIXED];
        self.fill(&mut fixed)?;
        bytes.extend_from_slice(&fixed);
        let before = bytes.len();
        let path = self.file.read_until(0, bytes).ok()?;
        self.took(path)?;
        (bytes.get(before + path - 1) == Some(&0)).then_some(())?;
        // At least one byte 0 follows a path, so many that the entry has a multiple of 8 bytes.
        let more = (FIXED + path).next_multiple_of(8) - FIXED - path;
        let mut zeros = [0; 8];
        self.fill(zeros.get_mut(..more)?)
    }

    /// Whether extensions follow the entries that change what these mean.
    fn ends_extended(mut self) -> Option<bool> {
        // A checksum is at the end.
        while self.rest > 20 {
            let (mut name, mut length) = ([0; 4], [0; 4]);
            self.fill(&mut name)?;
            self.fill(&mut length)?;
            if name[0].is_ascii_lowercase() {
                return Some(true);
            }
            let length = u64::from(u32::from_be_bytes(length));
            self.rest = self.rest.checked_sub(length)?;
            io::copy(&mut self.file.by_ref().take(length), &mut io::sink()).ok()?;
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
