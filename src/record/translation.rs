//! Reads and writes translations of a proposal: of its text, its title and its question, each of one revision.

use serde::Serialize;

use crate::record::described::{Checked, key, record};
use crate::record::keys::Keys;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::TextDigest;
use crate::value::id::{ParticipantId, RevisionName};
use crate::value::language::Language;

record! {
    /// A translation. The text of the proposal itself is the authoritative one.
    #[derive(Serialize)]
    pub struct Translation {
        /// The language, as a tag of BCP 47: `fr`, `pt-BR`.
        pub language: String = Checked(key("language"), checked_language),
        /// The revision that it translates.
        pub of: RevisionName = key("of"),
        /// The name of the file, in the same folder.
        pub text: String = Checked(key("text"), checked_text),
        /// The digest of its bytes.
        pub sha256: TextDigest = key("sha256").needed("\"…\", as `plenary translate` writes it"),
        /// The title.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub title: Option<String> = key("title"),
        /// The question.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub question: Option<String> = key("question"),
        /// Who recorded it.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
    }
}

fn checked_language(keys: &Keys<'_>, language: &str) {
    if Language::parse(language).is_none() {
        let sentence = "the language must be a tag such as fr or pt-BR";
        keys.fault(code::S114, "language", sentence, "language = \"fr\"");
    }
}

/// The text of a proposal or of a translation is a file in the folder of the proposal.
pub(super) fn checked_text(keys: &Keys<'_>, text: &str) {
    if text.contains(['/', '\\']) || text.starts_with('.') || text == "proposal.toml" {
        let sentence = "the text must be the name of a file in the proposal's own folder";
        keys.fault(code::S114, "text", sentence, "text = \"text.md\"");
    }
}

impl Translation {
    /// The name of the file with the translation of a text into a language.
    pub fn file(text: &str, language: &str) -> String {
        let tag = language.to_ascii_lowercase();
        match text.rsplit_once('.') {
            Some((name, ending)) => format!("{name}.{tag}.{ending}"),
            None => format!("{text}.{tag}"),
        }
    }

    /// The last translation into each language, in the order in which the languages were first recorded.
    pub fn latest(all: &[Self]) -> Vec<&Self> {
        let mut latest: Vec<&Self> = Vec::new();
        for one in all {
            match latest.iter_mut().find(|known| known.is_into(&one.language)) {
                Some(known) => *known = one,
                None => latest.push(one),
            }
        }
        latest
    }

    /// Whether it is into this language.
    pub fn is_into(&self, language: &str) -> bool {
        self.language.eq_ignore_ascii_case(language)
    }
}
