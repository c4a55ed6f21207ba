//! The answer that a mail gives: lines such as `Position: accept`.

/// What stands for the answer in an invitation; a line that still says it gives none.
pub const PLACEHOLDER: &str = "ANSWER";

/// What a mail answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The position, as it is written.
    pub position: String,
    /// The proposal that it is on, where that is said.
    pub proposal: Option<String>,
    /// The revision that was read, where that is said.
    pub on: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What an objection is about.
    pub about: Option<String>,
    /// Why that matters.
    pub problem: Option<String>,
    /// What would resolve it.
    pub resolve: Option<String>,
}

/// Why a mail has no answer that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerFault {
    /// No line gives a position.
    None,
    /// Two lines of the same kind say different things.
    Several(&'static str),
}

/// What a line may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Position,
    Proposal,
    On,
    Reason,
    About,
    Problem,
    Resolve,
}

const KEYS: &[(&str, Key)] = &[
    ("position", Key::Position),
    ("proposal", Key::Proposal),
    ("revision", Key::On),
    ("reason", Key::Reason),
    ("about", Key::About),
    ("objection", Key::Problem),
    ("problem", Key::Problem),
    ("resolve", Key::Resolve),
];

impl Key {
    fn word(self) -> &'static str {
        let found = KEYS.iter().find(|(_, key)| *key == self);
        found.map_or("", |(word, _)| word)
    }

    /// Whether the lines below it, down to an empty one, belong to it.
    fn runs_on(self) -> bool {
        matches!(self, Key::Reason | Key::Problem | Key::Resolve)
    }
}

impl Answer {
    /// Reads the words of a sender.
    ///
    /// # Errors
    /// No answer can be read out of the words, or several.
    pub fn read(words: &str) -> Result<Self, AnswerFault> {
        let said = said(words);
        let one = |wanted: Key| -> Result<Option<String>, AnswerFault> {
            let mut found = said.iter().filter(|(key, _)| *key == wanted);
            let first = found.next().map(|(_, value)| value);
            match found.any(|(_, other)| Some(other) != first) {
                true => Err(AnswerFault::Several(wanted.word())),
                false => Ok(first.cloned()),
            }
        };
        Ok(Self {
            position: one(Key::Position)?.ok_or(AnswerFault::None)?,
            proposal: one(Key::Proposal)?,
            on: one(Key::On)?,
            reason: one(Key::Reason)?,
            about: one(Key::About)?,
            problem: one(Key::Problem)?,
            resolve: one(Key::Resolve)?,
        })
    }
}

/// Every key with what it says, in the order of the mail; empty ones and those that an invitation
/// left to be filled in are passed over.
fn said(words: &str) -> Vec<(Key, String)> {
    let mut said: Vec<(Key, Vec<&str>)> = Vec::new();
    let mut open = false;
    for line in words.lines() {
        if let Some((key, value)) = keyed(line) {
            said.push((key, vec![value]));
            open = key.runs_on();
            continue;
        }
        let Some((_, lines)) = said.last_mut().filter(|_| open) else {
            continue;
        };
        let is_empty = line.trim().is_empty();
        let has_words = lines.iter().any(|line| !line.is_empty());
        match (is_empty, has_words) {
            (true, true) => open = false,
            (true, false) => {}
            (false, _) => lines.push(line.trim_end()),
        }
    }
    let whole = |(key, lines): (Key, Vec<&str>)| (key, lines.join("\n").trim().to_owned());
    let filled = said.into_iter().map(whole);
    filled
        .filter(|(_, value)| !matches!(value.as_str(), "" | "…" | "..." | PLACEHOLDER))
        .collect()
}

/// A line such as `Position: accept`, whatever the case of its letters, and with the stars that
/// programs make of bold letters.
fn keyed(line: &str) -> Option<(Key, &str)> {
    let marks = ['*', '_', ' ', '\t', '\u{a0}'];
    let (word, value) = line.split_once([':', '：'])?;
    let word = word.trim_matches(marks).to_lowercase();
    let (_, key) = KEYS.iter().find(|(known, _)| *known == word)?;
    let value = value.trim_matches(marks);
    Some((
        *key,
        match key {
            Key::Position => value.trim_end_matches(['.', '!', ',', ';']),
            _ => value,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::{Answer, AnswerFault};

    fn position(words: &str) -> Result<String, AnswerFault> {
        Answer::read(words).map(|answer| answer.position)
    }

    #[test]
    fn a_line_gives_the_position_however_it_is_written() {
        for words in [
            "Position: accept",
            "Hello Maya,\n\n  POSITION :  accept.\n\nBest, Ben",
            "*Position:* accept",
            "**Position**: **accept**",
            "Position：accept",
            "position:\u{a0}accept",
            "Position: accept\nPosition: accept",
            "Position: ANSWER\nPosition: accept",
        ] {
            assert_eq!(position(words).as_deref(), Ok("accept"), "{words}");
        }
        for words in [
            "",
            "I accept",
            "My position: accept",
            "Position:",
            "Position: ANSWER",
        ] {
            assert_eq!(position(words), Err(AnswerFault::None), "{words}");
        }
        let two = "Position: accept\nPosition: object";
        assert_eq!(position(two), Err(AnswerFault::Several("position")));
    }

    #[test]
    fn reasons_run_on_down_to_an_empty_line() {
        let words = "Position: object\nReason: It is\ntoo long.\nAbout: §4\nObjection:\n\nIt costs:\nmuch.\n\
                     Resolve: Less.\n\nBest,\nBen\n";
        let answer = Answer::read(words).unwrap();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        assert_eq!(text(&answer.reason), "It is\ntoo long.");
        assert_eq!(text(&answer.about), "§4");
        assert_eq!(text(&answer.problem), "It costs:\nmuch.");
        assert_eq!(text(&answer.resolve), "Less.");
        let again = "Position: accept\nReason: a\n\nReason: b";
        assert_eq!(Answer::read(again), Err(AnswerFault::Several("reason")));
        assert_eq!(
            Answer::read("Position: accept\nReason: …").unwrap().reason,
            None
        );
    }
}
