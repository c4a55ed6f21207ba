//! Describes a pending commit: its files and its message.

use std::collections::{BTreeMap, BTreeSet};

/// A commit's message. Every word of it comes from ids of the register, never from prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitMessage {
    /// The first line.
    pub subject: String,
    /// Key and value of each trailer, in order.
    pub trailers: Vec<(String, String)>,
}

impl std::fmt::Display for CommitMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.subject)?;
        if !self.trailers.is_empty() {
            writeln!(f)?;
        }
        for (key, value) in &self.trailers {
            writeln!(f, "{key}: {value}")?;
        }
        Ok(())
    }
}

/// A change that this program will commit, by paths from the register's root. A record is never deleted; a
/// record that moves to another path leaves its old path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingCommit {
    /// The files, whole.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The files that are removed; none of them is also written.
    pub removed: BTreeSet<String>,
    /// The message of the commit.
    pub message: CommitMessage,
}

impl PendingCommit {
    /// Every file that it changes, with its new bytes; `None` for one that is removed. Removed files come
    /// first.
    pub fn changes(&self) -> impl Iterator<Item = (&str, Option<&[u8]>)> {
        let gone = self.removed.iter().map(|path| (path.as_str(), None));
        let files = self.files.iter();
        gone.chain(files.map(|(path, bytes)| (path.as_str(), Some(bytes.as_slice()))))
    }
}
