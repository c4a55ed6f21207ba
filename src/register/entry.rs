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

impl CommitMessage {
    /// The first line and the trailers of a message: the lines `Key: value` at its end.
    pub fn read(text: &str) -> Self {
        let mut lines = text.trim().lines();
        let subject = lines.next().unwrap_or_default().trim().to_owned();
        let mut trailers: Vec<(String, String)> = lines
            .rev()
            .map_while(|line| line.split_once(": "))
            .map(|(key, value)| (key.to_owned(), value.trim().to_owned()))
            .collect();
        trailers.reverse();
        Self { subject, trailers }
    }
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

#[cfg(test)]
mod tests {
    use super::CommitMessage;

    #[test]
    fn a_message_is_read_as_it_was_written() {
        let trailers = [("Proposal", "one"), ("By", "ann (chair)")];
        let written = CommitMessage {
            subject: "Give: a position".to_owned(),
            trailers: trailers
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .to_vec(),
        };
        assert_eq!(CommitMessage::read(&written.to_string()), written);
        let by_hand = CommitMessage::read("Note\n\nBy: nobody\n\nThis is prose.\n\nBy: ann\n");
        assert_eq!(by_hand.trailers, [("By".to_owned(), "ann".to_owned())]);
        assert!(CommitMessage::read("").trailers.is_empty());
    }
}
