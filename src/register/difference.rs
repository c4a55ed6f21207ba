//! What two texts differ in, line by line, as a plain value.

/// What a line of a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It stands in both texts.
    Both,
    /// It stands in the first text only.
    Removed,
    /// It stands in the second text only.
    Added,
    /// It says where in the two texts the lines that follow stand.
    Place,
    /// It says of the line before it that no line feed ends it.
    Unended,
}

impl Side {
    /// The sign that leads such a line where differences are written out.
    pub fn sign(self) -> &'static str {
        match self {
            Side::Both => " ",
            Side::Removed => "-",
            Side::Added => "+",
            Side::Place => "@",
            Side::Unended => "\\",
        }
    }
}

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub side: Side,
    /// What it says, without sign and line feed; a carriage return before that stays. Bytes that
    /// are no text are written as `\x` and two digits.
    pub text: String,
}

/// What two texts differ in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Nothing: they are the same to the byte.
    None,
    /// These lines, with some that did not change around them.
    Lines(Vec<Line>),
    /// At least one of them is no text, having a byte 0 in it: how many bytes each has.
    Bytes(usize, usize),
}

impl Difference {
    /// How many lines of one kind there are.
    pub fn count(&self, side: Side) -> usize {
        match self {
            Difference::Lines(lines) => lines.iter().filter(|line| line.side == side).count(),
            Difference::None | Difference::Bytes(..) => 0,
        }
    }
}
