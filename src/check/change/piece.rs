//! What a change does to one record. A record that only moved from one path to another is one
//! piece, and not a record deleted and another brought.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::path::{Owner, RecordPath};
use crate::record::reader::Read;
use crate::register::records::Register;
use crate::register::snapshot::{Content, Moved};

/// One record as it was and as it becomes.
pub(super) struct Piece<'p> {
    /// Where it stands after the change; where it stood, if it is gone.
    pub(super) path: &'p str,
    pub(super) record: RecordPath,
    pub(super) before: Option<&'p Content>,
    pub(super) after: Option<&'p Content>,
}

impl Piece<'_> {
    /// The record as it was.
    pub(super) fn read_before<T>(&self, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
        read(self.path, self.before?.bytes()?).ok()
    }

    /// The record as it becomes.
    pub(super) fn read_after<T>(&self, read: fn(&str, &[u8]) -> Read<T>) -> Option<T> {
        read(self.path, self.after?.bytes()?).ok()
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
pub(super) fn pieces<'p>(before: &Register, moved: &'p [Moved]) -> Vec<Piece<'p>> {
    let mut gone: BTreeMap<RecordPath, &Moved> = BTreeMap::new();
    let mut left = Vec::new();
    for file in moved {
        let Some(Ok(record)) = RecordPath::identify(&file.path) else {
            continue;
        };
        let record = by_present_name(before, record);
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
        record,
    }));
    pieces.sort_by(|a, b| a.path.cmp(b.path));
    pieces
}

/// The record with its owner under their present id: a position filed under a former one is the
/// same person's.
fn by_present_name(before: &Register, record: RecordPath) -> RecordPath {
    match record {
        RecordPath::Position(id, Owner::Participant(who)) => {
            let present = before.known_as(&who).cloned().unwrap_or(who);
            RecordPath::Position(id, Owner::Participant(present))
        }
        other => other,
    }
}
