//! Says what to do about something that failed, and keeps each command apart from the sentence that
//! leads to it.
//!
//! The code that shows a hint decides where its commands go. In a terminal each has a line of its own, so
//! that it can be pasted.

use std::fmt;

use crate::value::command::Command;

/// What to do about something that failed; empty where nothing can be said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hint {
    steps: Vec<HintStep>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HintStep {
    /// What to do, without a full stop or a colon; empty where the command says it all.
    pub text: String,
    /// The command that does it.
    pub command: Option<String>,
}

impl Hint {
    /// A sentence with the command that it leads to.
    pub fn run(text: impl Into<String>, command: impl Into<String>) -> Self {
        Self::default().or_run(text, command)
    }

    /// The same with one more sentence and its command.
    #[must_use]
    pub fn or_run(mut self, text: impl Into<String>, command: impl Into<String>) -> Self {
        self.steps.push(HintStep {
            text: text.into(),
            command: Some(command.into()),
        });
        self
    }

    /// The same, led by a sentence: `only ann can do this`.
    #[must_use]
    pub fn led_by(mut self, sentence: impl Into<String>) -> Self {
        let sentence = sentence.into();
        match self.steps.first_mut() {
            Some(first) if first.text.is_empty() => first.text = sentence,
            Some(first) => first.text = format!("{sentence}: {}", first.text),
            None => self = sentence.into(),
        }
        self
    }

    /// The things to do, in order.
    pub fn steps(&self) -> &[HintStep] {
        &self.steps
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

/// On one line: each command after a colon, one thing to do after the other.
impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, step) in self.steps.iter().enumerate() {
            if n > 0 {
                f.write_str("; ")?;
            }
            match (&step.command, step.text.as_str()) {
                (None, text) => f.write_str(text)?,
                (Some(command), "") => f.write_str(command)?,
                (Some(command), text) => write!(f, "{text}: {command}")?,
            }
        }
        Ok(())
    }
}

impl serde::Serialize for Hint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<String> for Hint {
    fn from(text: String) -> Self {
        let step = HintStep {
            text,
            command: None,
        };
        let steps = Some(step).filter(|step| !step.text.is_empty());
        Self {
            steps: steps.into_iter().collect(),
        }
    }
}

impl From<Hint> for String {
    fn from(hint: Hint) -> Self {
        hint.to_string()
    }
}

impl From<&str> for Hint {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Command> for Hint {
    fn from(command: Command) -> Self {
        Self::run("", command)
    }
}

#[cfg(test)]
mod tests {
    use super::Hint;
    use crate::value::command::Command;

    #[test]
    fn on_one_line_a_command_follows_its_sentence() {
        assert!(Hint::from("").is_empty());
        assert_eq!(Hint::from("wait").to_string(), "wait");
        assert_eq!(Hint::from(Command::new("mine")).to_string(), "plenary mine");
        let both = Hint::run("to see it", "plenary mine").or_run("to go on", "git add .");
        assert_eq!(
            both.to_string(),
            "to see it: plenary mine; to go on: git add ."
        );
    }
}
