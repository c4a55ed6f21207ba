//! What is to be written: files and the message of the commit that carries them.

use std::collections::BTreeMap;

/// A commit's message. Every word of it comes from ids of the register, never from prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The first line.
    pub subject: String,
    /// Key and value of each trailer, in order.
    pub trailers: Vec<(String, String)>,
}

impl std::fmt::Display for Message {
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

/// A change that this program wants to land: whole new contents by path from the register's
/// root. Nothing is ever deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The files, whole.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The message of the commit.
    pub message: Message,
}
