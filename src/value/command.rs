//! A command that a person can type, as a value: its words, and what has to be filled in.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// What stands for something that only the person who types a command can say. Its word is in
/// capitals, and no record accepts it, so that a line that was pasted unchanged records nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Placeholder {
    /// One of a few words: a position, a reply, a disposition, a ruling, a review.
    Value,
    /// A consensus level.
    Level,
    /// A moment.
    Time,
    /// A day.
    Date,
    /// A participant.
    Name,
    /// A group.
    Group,
    /// A ground for an appeal.
    Ground,
    /// A track.
    Track,
    /// A revision.
    Revision,
    /// An objection.
    Objection,
    /// A challenge.
    Challenge,
    /// A proposal.
    Proposal,
    /// A path.
    File,
    /// A reason, in the words of the person who types it.
    Reason,
    /// Any other words of the person who types it.
    Text,
    /// The title of a proposal.
    Title,
    /// Where something can be seen.
    Link,
    /// A code of a finding.
    Code,
}

impl Placeholder {
    /// Every placeholder.
    pub const ALL: [Self; 18] = [
        Self::Value,
        Self::Level,
        Self::Time,
        Self::Date,
        Self::Name,
        Self::Group,
        Self::Ground,
        Self::Track,
        Self::Revision,
        Self::Objection,
        Self::Challenge,
        Self::Proposal,
        Self::File,
        Self::Reason,
        Self::Text,
        Self::Title,
        Self::Link,
        Self::Code,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Value => "VALUE",
            Self::Level => "LEVEL",
            Self::Time => "TIME",
            Self::Date => "DATE",
            Self::Name => "NAME",
            Self::Group => "GROUP",
            Self::Ground => "GROUND",
            Self::Track => "TRACK",
            Self::Revision => "REVISION",
            Self::Objection => "OBJECTION",
            Self::Challenge => "CHALLENGE",
            Self::Proposal => "PROPOSAL",
            Self::File => "FILE",
            Self::Reason => "REASON",
            Self::Text => "TEXT",
            Self::Title => "TITLE",
            Self::Link => "LINK",
            Self::Code => "CODE",
        }
    }
}

impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Whether words are a placeholder that nobody filled in.
pub fn is_placeholder(words: &str) -> bool {
    let words = words.trim();
    let mut all = Placeholder::ALL.into_iter();
    all.any(|each| each.word() == words)
}

/// A command of this program. Shown as one line, it can be pasted into a shell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Command {
    words: Vec<String>,
}

impl Command {
    /// A command by its name, of one word or two: `status`, `call open`.
    pub fn new(name: &str) -> Self {
        let name = name.split(' ').map(str::to_owned);
        Self {
            words: std::iter::once("plenary".to_owned()).chain(name).collect(),
        }
    }

    /// The same with one argument more.
    #[must_use]
    pub fn with(mut self, word: impl fmt::Display) -> Self {
        self.words.push(word.to_string());
        self
    }

    /// The same with an option and its value.
    #[must_use]
    pub fn option(self, name: &str, value: impl fmt::Display) -> Self {
        self.with(name).with(value)
    }

    /// Its words, the name of the program first.
    pub fn argv(&self) -> &[String] {
        &self.words
    }

    /// The words that have to be filled in before it can be run.
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        let all = Placeholder::ALL.into_iter();
        all.filter(|each| self.words.iter().any(|word| word == each.word()))
    }
}

/// Whether a shell takes every character of a word as it is.
fn is_plain(word: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "-_.,:/@%+=".contains(c);
    !word.is_empty() && word.chars().all(plain)
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, word) in self.words.iter().enumerate() {
            if n > 0 {
                f.write_str(" ")?;
            }
            match is_plain(word) {
                true => f.write_str(word)?,
                false => write!(f, "'{}'", word.replace('\'', r"'\''"))?,
            }
        }
        Ok(())
    }
}

impl From<Command> for String {
    fn from(command: Command) -> Self {
        command.to_string()
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = serializer.serialize_struct("Command", 2)?;
        shape.serialize_field("argv", &self.words)?;
        shape.serialize_field("text", &self.to_string())?;
        shape.end()
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, Placeholder, is_placeholder};

    #[test]
    fn a_shell_takes_each_word_as_it_is() {
        let command = Command::new("call open")
            .with("retention")
            .option("--closes", Placeholder::Time);
        assert_eq!(
            command.to_string(),
            "plenary call open retention --closes TIME"
        );
        assert_eq!(
            command.placeholders().collect::<Vec<_>>(),
            [Placeholder::Time]
        );
        let hostile = Command::new("reply")
            .with("a;rm -rf 'b'|c $(d) \"e\"")
            .with("");
        assert_eq!(
            hostile.to_string(),
            r#"plenary reply 'a;rm -rf '\''b'\''|c $(d) "e"' ''"#
        );
        let json = serde_json::to_value(&command).unwrap();
        assert_eq!(json["argv"][0], "plenary");
        assert_eq!(json["argv"][5], "TIME");
        assert_eq!(json["text"], command.to_string());
    }

    #[test]
    fn what_nobody_filled_in_is_known() {
        for words in ["TEXT", " REASON\n"] {
            assert!(is_placeholder(words), "{words}");
        }
        for words in ["text", "A TEXT", "", "LEVELS"] {
            assert!(!is_placeholder(words), "{words}");
        }
    }
}
