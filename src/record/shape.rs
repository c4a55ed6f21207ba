//! Describes the shape of a record: its keys, what each can contain, and which are required.

/// How a key can change after its record is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Its owner can change it.
    Free,
    /// It cannot change.
    Fixed,
    /// It can be added later, and then cannot change.
    Once,
    /// It is a list whose entries cannot change, and to which others can be added at the end.
    Grows,
    /// The participant can change it in a record that others manage.
    Own,
    /// It is added later, in reply to others.
    Reply,
}

impl Mark {
    /// The same in a sentence; empty for a key that can change.
    pub fn says(self) -> &'static str {
        match self {
            Mark::Free => "",
            Mark::Fixed => "It cannot change after it is recorded.",
            Mark::Once => "It can be added later, and then cannot change.",
            Mark::Grows => "Entries cannot change; new ones can be added at the end.",
            Mark::Own => "The participant can change it.",
            Mark::Reply => "It is added later, in reply to others.",
        }
    }
}

/// What a key can contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// A name that follows the grammar of ids.
    Id,
    /// A text with a form of its own, with an example.
    Like(&'static str),
    /// One of these words.
    Word(Vec<&'static str>),
    /// True or false.
    Flag,
    /// A whole number from 0.
    Whole,
    /// A time with its offset from UTC.
    Instant,
    /// A day without a time.
    Day,
    /// Several of them.
    List(Box<Shape>),
    /// A table with these keys.
    Table(Vec<KeyShape>),
    /// A table whose keys are names of the writer's own, each with such a value.
    Named(Box<Shape>),
    /// A table whose keys are words of any form, each with such a value.
    Words(Box<Shape>),
    /// Any of these.
    Either(Vec<Shape>),
}

/// One key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyShape {
    /// The key.
    pub name: &'static str,
    /// What it can contain.
    pub shape: Shape,
    /// Whether it is required.
    pub needed: bool,
    /// What it says, in one or two sentences.
    pub says: String,
    /// How it can change after its record is committed.
    pub mark: Mark,
}

impl KeyShape {
    pub(crate) fn new(name: &'static str, shape: Shape, needed: bool, says: &str) -> Self {
        Self {
            name,
            shape,
            needed,
            says: says.trim().to_owned(),
            mark: Mark::Free,
        }
    }

    /// What it says, and how it can change.
    pub fn told(&self) -> String {
        [self.says.as_str(), self.mark.says()]
            .join(" ")
            .trim_end()
            .to_owned()
    }
}
