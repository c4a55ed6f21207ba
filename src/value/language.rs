//! The language of words, as a tag.

use std::fmt;

/// The longest tag of a language: BCP 47 recommends room for 35 characters (RFC 5646, section 4.4.1).
const LONGEST: usize = 35;

/// The tag of a language as in BCP 47: `fr`, `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(String);

impl Language {
    /// Letters, then letters and digits between hyphens.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        let first = parts.next()?;
        let is_first =
            (2..=8).contains(&first.len()) && first.chars().all(|c| c.is_ascii_alphabetic());
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        };
        let is_tag = is_first && parts.all(is_part) && tag.len() <= LONGEST;
        is_tag.then(|| Self(tag.to_owned()))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
