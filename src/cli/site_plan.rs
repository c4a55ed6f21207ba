//! What must be done so that the folder of a site has the files that are wanted.

use std::collections::{BTreeMap, BTreeSet};

use tempfile::TempPath;

use crate::cli::site_manifest::{FileEntry, Manifest, NAME};

/// Some files of a site: what they must be, and the bytes of those that are not so yet.
#[derive(Default)]
pub(crate) struct Settled {
    pub(super) entries: Vec<(String, FileEntry)>,
    /// The files to write; where nothing is written, without bytes.
    pub(super) writes: BTreeMap<String, Option<TempPath>>,
    pub(super) bytes: u64,
}

/// What must be done so that the folder has the files that are wanted.
pub(crate) struct Plan {
    /// The files to write, by path.
    pub(super) writes: BTreeMap<String, Option<TempPath>>,
    /// The files to remove.
    pub(crate) removals: BTreeSet<String>,
    /// The bytes of all files.
    pub(crate) bytes: u64,
    pub(super) manifest: Manifest,
    /// Whether the list itself is right already.
    pub(super) listed: bool,
}

impl Plan {
    /// How many files must be written.
    pub(crate) fn written(&self) -> usize {
        self.writes.len()
    }

    /// How many files are right already.
    pub(crate) fn unchanged(&self) -> usize {
        self.manifest.files.len() - self.writes.len()
    }

    /// The files that differ, by path.
    pub(crate) fn differing(&self) -> Vec<String> {
        let own = (!self.listed).then(|| NAME.to_owned());
        let all: BTreeSet<String> = self
            .writes
            .keys()
            .chain(&self.removals)
            .cloned()
            .chain(own)
            .collect();
        all.into_iter().collect()
    }
}

impl Settled {
    /// Adds others.
    pub(crate) fn add(&mut self, more: Self) {
        self.entries.extend(more.entries);
        self.writes.extend(more.writes);
        self.bytes += more.bytes;
    }

    /// The paths of the files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(path, _)| path.as_str())
    }

    /// Adds a file that is, or will be, as it must be.
    pub(super) fn keep(&mut self, path: &str, entry: FileEntry, length: usize) {
        self.bytes += u64::try_from(length).unwrap_or(u64::MAX);
        self.entries.push((path.to_owned(), entry));
    }
}
