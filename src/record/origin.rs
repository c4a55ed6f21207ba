//! Reads and writes where the rules of a charter come from: an edition of the body's own text, when it was
//! checked, and how surely each rule is known.

use serde::Serialize;

use crate::record::described::{Day, key, record};
use crate::record::item::words;

words! {
    /// How a rule is known.
    pub enum Seen {
        /// It was read in the body's own text.
        Text = "text",
        /// It was read in what others say about that text.
        Report = "report",
        /// It was not seen: from memory, or a choice of the people who wrote the charter.
        Assumption = "assumption",
    }
}

impl Seen {
    /// Words for people.
    pub fn in_words(self) -> &'static str {
        match self {
            Seen::Text => "seen in the text",
            Seen::Report => "seen in a report of the text",
            Seen::Assumption => "an assumption",
        }
    }
}

record! {
    /// Where the rules of a charter come from.
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub struct Origin {
        /// The text with the rules, and its edition.
        pub edition: String = key("edition"),
        /// The day on which the rules were last compared with it.
        pub checked: Option<String> = Day(key("checked")),
        /// Where the text is published.
        pub addresses: Vec<String> = key("addresses"),
    }
}
