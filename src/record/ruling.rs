//! A ruling: what those who heard an appeal answered, and how it ended. Its path says on whose
//! appeal. An appeal is about process: none of the endings changes an outcome, two of them take
//! the decision back to the group.

use crate::record::act::Act;
use crate::record::handling::{Response, response};
use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;

/// How an appeal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// The appellant was right: the decision no longer stands.
    Upheld,
    /// The appellant was not: the decision stands.
    Dismissed,
    /// The group must decide again: the decision no longer stands, and the proposal is open.
    Remanded,
    /// The appellant took it back: the decision stands.
    Withdrawn,
}

impl Value {
    /// Every ending with its word.
    pub const WORDS: &'static [(&'static str, Value)] = &[
        ("upheld", Value::Upheld),
        ("dismissed", Value::Dismissed),
        ("remanded", Value::Remanded),
        ("withdrawn", Value::Withdrawn),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, value)| *value == self);
        found.map_or("", |(word, _)| word)
    }

    /// The ending that a word names.
    pub fn parse(text: &str) -> Option<Self> {
        let found = Self::WORDS.iter().find(|(word, _)| *word == text);
        found.map(|(_, value)| *value)
    }

    /// Whether the decision stands no longer.
    pub fn reverses(self) -> bool {
        matches!(self, Value::Upheld | Value::Remanded)
    }
}

/// How an appeal ended, who says so, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// How.
    pub value: Value,
    /// Who, when and why.
    pub act: Act,
}

impl Ended {
    /// The table's keys in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("value", self.value.word())
            .append(self.act.sheet());
        sheet
    }
}

/// What the file of a ruling says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ruling {
    /// What was answered while the appeal was heard, oldest first.
    pub answers: Vec<Response>,
    /// How it ended; `None` while it is heard.
    pub ended: Option<Ended>,
}

impl Ruling {
    /// Reads a ruling.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, |keys| {
            Some(Self {
                answers: keys.tables("answer", response),
                ended: keys.table("ruling", ended).flatten(),
            })
        })
    }
}

fn ended(keys: &mut Keys<'_>) -> Option<Ended> {
    let value = keys.need_word("value", Value::WORDS);
    let act = Act::keys(keys);
    Some(Ended {
        value: value?,
        act: act?,
    })
}
