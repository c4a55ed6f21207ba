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

impl Line {
    /// The line as differences are written out: behind its sign, but for one that says a place.
    pub fn written(&self) -> String {
        match self.side {
            Side::Place => self.text.clone(),
            side => format!("{}{}", side.sign(), self.text),
        }
    }
}

impl serde::Serialize for Side {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.sign())
    }
}

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Line {
    /// What it is.
    #[serde(rename = "sign")]
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
