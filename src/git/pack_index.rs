//! Finds an object in git's index of a pack (version 2). Of each index, only the parts are read in which an
//! object is sought.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

/// How an index of this version begins.
const MAGIC: &[u8] = b"\xfftOc\0\0\0\x02";
/// The bytes before the names: the beginning, and a table of 256 numbers.
const HEAD: u64 = 8 + 256 * 4;
/// The bytes of a name.
const NAME: u64 = 20;
/// The bit that marks an offset as a place in the table of large offsets.
const LARGE: u32 = 1 << 31;

/// The names of the objects in a pack, and where in the pack they are.
pub(super) struct PackIndex {
    file: File,
    /// How many names begin with this byte or a lower one.
    up_to: Vec<u32>,
    parts: Vec<OnceLock<Option<Part>>>,
    /// The checksum of the pack that this index belongs to.
    pub(super) of: Vec<u8>,
}

/// The names that begin with one byte, and the offsets of their objects.
struct Part {
    names: Vec<u8>,
    offsets: Vec<u8>,
}

impl PackIndex {
    /// Opens an index; `None` where it is not plain.
    pub(super) fn open(place: &Path) -> Option<Self> {
        let file = File::open(place).ok()?;
        let length = file.metadata().ok()?.len();
        let head = bytes_at(&file, 0, usize::try_from(HEAD).ok()?)?;
        let up_to: Vec<u32> = numbers(head.strip_prefix(MAGIC)?).collect();
        let count = u64::from(*up_to.last()?);
        let large = length.checked_sub(HEAD + count * (NAME + 8) + 2 * NAME)?;
        let of = bytes_at(&file, length.checked_sub(2 * NAME)?, 20)?;
        let parts = up_to.iter().map(|_| OnceLock::new()).collect();
        (up_to.is_sorted() && large % 8 == 0).then_some(Self {
            file,
            up_to,
            parts,
            of,
        })
    }

    /// How many objects the pack has.
    pub(super) fn count(&self) -> u32 {
        self.up_to.last().copied().unwrap_or(0)
    }

    /// Where in the pack the object of that name begins.
    pub(super) fn offset(&self, id: &[u8]) -> Option<u64> {
        let first = usize::from(*id.first()?);
        let part = self.parts.get(first)?.get_or_init(|| self.part(first));
        let Part { names, offsets } = part.as_ref()?;
        let at = names
            .as_chunks::<20>()
            .0
            .binary_search_by(|name| name.as_slice().cmp(id))
            .ok()?;
        let offset = u32::from_be_bytes(*offsets.as_chunks::<4>().0.get(at)?);
        if offset & LARGE == 0 {
            return Some(u64::from(offset));
        }
        let large = HEAD + u64::from(self.count()) * (NAME + 8) + u64::from(offset & !LARGE) * 8;
        Some(u64::from_be_bytes(
            bytes_at(&self.file, large, 8)?.try_into().ok()?,
        ))
    }

    fn part(&self, first: usize) -> Option<Part> {
        let from = match first.checked_sub(1) {
            Some(before) => *self.up_to.get(before)?,
            None => 0,
        };
        let length = usize::try_from(self.up_to.get(first)?.checked_sub(from)?).ok()?;
        let (from, count) = (u64::from(from), u64::from(self.count()));
        // A checksum of four bytes for each object is between the names and the offsets.
        let offsets = HEAD + count * (NAME + 4) + from * 4;
        Some(Part {
            names: bytes_at(&self.file, HEAD + from * NAME, length * 20)?,
            offsets: bytes_at(&self.file, offsets, length * 4)?,
        })
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|four| u32::from_be_bytes(*four))
}

/// So many bytes of a file from a place; `None` where it has fewer.
pub(super) fn bytes_at(file: &File, at: u64, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    read_at(file, &mut bytes, at).ok()?;
    Some(bytes)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = bytes.get_mut(read..).unwrap_or_default();
        at += u64::try_from(read).unwrap_or(0);
    }
    Ok(())
}

#[cfg(not(any(unix, windows)))]
fn read_at(_file: &File, _bytes: &mut [u8], _at: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
