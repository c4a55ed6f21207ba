//! What a change does to one record. A record that only moved from one path to another is one
//! piece, and not a record deleted and another brought.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::mentions::Mentions;
use crate::record::path::RecordPath;
use crate::record::reader::Read;
use crate::register::people::People;
use crate::register::records::Register;
use crate::register::snapshot::{Content, Moved};

/// One record as it was and as it becomes.
pub(super) struct Piece<'p> {
    /// Where it stands after the change; where it stood, if it is gone.
    pub(super) path: &'p str,
    pub(super) record: RecordPath,
    pub(super) before: Option<&'p Content>,
    pub(super) after: Option<&'p Content>,
    /// Who is meant by the names in it.
    people: &'p People,
}

impl Piece<'_> {
    /// The record as it was.
    pub(super) fn read_before<T: Mentions>(&self, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
        self.read(self.before?, read)
    }

    /// The record as it becomes.
    pub(super) fn read_after<T: Mentions>(&self, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
        self.read(self.after?, read)
    }

    /// The record that this is, with everybody in it under the id that they had before the change.
    fn read<T: Mentions>(&self, from: &Content, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
        let record = read(self.path, from.bytes()?).ok()?;
        Some(self.people.settled(record))
    }

    /// The bytes that it gets.
    pub(super) fn new_bytes(&self) -> &[u8] {
        self.after.and_then(Content::bytes).unwrap_or_default()
    }

    /// Whether nothing stood there before.
    pub(super) fn is_new(&self) -> bool {
        self.before.is_none()
    }
}

/// The records that a change moves, by path. What is no record is nobody's, and left to the checks
/// of the tree.
pub(super) fn pieces<'p>(before: &'p Register, moved: &'p [Moved]) -> Vec<Piece<'p>> {
    let people = &before.people;
    let mut gone: BTreeMap<RecordPath, &Moved> = BTreeMap::new();
    let mut left = Vec::new();
    for file in moved {
        let record = match RecordPath::identify(&file.path) {
            // The name of a participant's own record is the id, and never another's.
            Some(Ok(record @ RecordPath::Participant(_))) => record,
            Some(Ok(record)) => people.settled(record),
            _ => continue,
        };
        match &file.after {
            None => drop(gone.insert(record, file)),
            Some(_) => left.push((record, file)),
        }
    }
    let mut used = BTreeSet::new();
    let mut pieces: Vec<Piece<'p>> = Vec::new();
    for (record, file) in left {
        let moved_here = gone.get(&record).filter(|_| file.before.is_none());
        let from = moved_here.filter(|_| used.insert(record.clone()));
        pieces.push(Piece {
            path: &file.path,
            before: from.map_or(file.before.as_ref(), |from| from.before.as_ref()),
            after: file.after.as_ref(),
            people,
            record,
        });
    }
    let gone = gone
        .into_iter()
        .filter(|(record, _)| !used.contains(record));
    pieces.extend(gone.map(|(record, file)| Piece {
        path: &file.path,
        before: file.before.as_ref(),
        after: None,
        people,
        record,
    }));
    pieces.sort_by(|a, b| a.path.cmp(b.path));
    pieces
}
