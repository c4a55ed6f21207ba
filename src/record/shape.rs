//! The shape of a record: its keys, what each may hold, and which must be there.

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
}

impl KeyShape {
    pub(crate) fn new(name: &'static str, shape: Shape, needed: bool, says: &str) -> Self {
        Self {
            name,
            shape,
            needed,
            says: says.trim().to_owned(),
        }
    }
}
