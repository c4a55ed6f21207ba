//! Defines the outcomes of a call.

use crate::record::canonical_toml::CanonicalToml;
use crate::record::item::{Key, Listed, words};
use crate::record::keys::Keys;
use crate::value::code;
use crate::value::sentence::any_of;

words! {
    /// The outcome of the question.
    pub enum Outcome {
        /// It is agreed.
        Adopted = "adopted",
        /// It is received, and nobody says that it is agreed: messages of a forum, a report, the answer to comments.
        Noted = "noted",
        /// It is refused.
        Rejected = "rejected",
        /// Neither.
        NoConsensus = "no-consensus",
        /// Too few answered.
        Inquorate = "inquorate",
        /// It will be decided later.
        Deferred = "deferred",
        /// Its authors have withdrawn it.
        Withdrawn = "withdrawn",
    }
}

impl Outcome {
    /// Whether it answers the question. Any other outcome leaves it open, and a new call can be opened, which
    /// is counted and shown.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Outcome::Adopted | Outcome::Noted | Outcome::Rejected | Outcome::Withdrawn
        )
    }
}

impl Outcome {
    /// Whether the body agreed on the text or refused it, so that it can no longer change. What is only noted can be
    /// worked on, and noted or decided again.
    pub fn fixes_the_text(self) -> bool {
        self.is_final() && self != Outcome::Noted
    }
}

impl Listed for Outcome {
    fn list(key: &Key, keys: &mut Keys<'_>) -> Vec<Self> {
        let words = keys.texts(key.name);
        let known = words.iter().filter_map(|word| Self::parse(word));
        let known: Vec<Self> = known.collect();
        if known.len() < words.len() {
            let all = any_of(Self::WORDS.iter().map(|(word, _)| *word));
            let sentence = format!("an outcome is {all}");
            keys.fault(code::S114, key.name, sentence, "outcome = [\"adopted\"]");
        }
        known
    }

    fn put_list(all: &[Self], key: &Key, sheet: &mut CanonicalToml) {
        let words: Vec<&str> = all.iter().map(|outcome| outcome.word()).collect();
        sheet.list(key.name, &words);
    }
}
