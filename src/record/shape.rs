//! The shape of a record: its keys, what each may hold, and which must be there.

/// What may become of a key once its record has landed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It may be changed by those whose record it is.
    Free,
    /// It stays as it was when the record was brought.
    Fixed,
    /// It may be added, and stays then.
    Once,
    /// It is a list of which the entries stay, and to which others are added at its end.
    Grows,
    /// It is the participant's own in a record that others keep.
    Own,
    /// It is what is said later, in reply to others.
    Reply,
}

impl Mark {
    /// The same in a sentence; nothing of what may be changed.
    pub fn says(self) -> &'static str {
        match self {
            Mark::Free => "",
            Mark::Fixed => "It stays as it was written first.",
            Mark::Once => "It may be added later, and stays then.",
            Mark::Grows => "Entries stay, and others may be added at the end.",
            Mark::Own => "The participant may change it.",
            Mark::Reply => "It is said later, in reply to others.",
        }
    }
}

/// What a key may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// A name that keeps to the grammar of ids.
    Id,
    /// A text of a shape of its own, with an example.
    Like(&'static str),
    /// One of these words.
    Word(Vec<&'static str>),
    /// True or false.
    Flag,
    /// A whole number from 0.
    Whole,
    /// A moment with its offset from UTC.
    Instant,
    /// A day without a time.
    Day,
    /// Several of them.
    List(Box<Shape>),
    /// A table with these keys.
    Table(Vec<KeyShape>),
    /// A table whose keys are names of the writer's own, each with such a value.
    Named(Box<Shape>),
    /// Any of these.
    Either(Vec<Shape>),
}

/// One key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyShape {
    /// The key.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Whether it must be there.
    pub needed: bool,
    /// What it says, in one or two sentences.
    pub says: String,
    /// What may become of it once its record has landed.
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

    /// What it says, and what may become of it.
    pub fn told(&self) -> String {
        [self.says.as_str(), self.mark.says()]
            .join(" ")
            .trim_end()
            .to_owned()
    }
}
