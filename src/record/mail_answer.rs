//! Reads the answers in the words of a mail: lines such as `Position: accept`.

use std::collections::BTreeSet;

use crate::record::column::{ChartersOwn, Column};
use crate::value::text::{canonical, hostile, same};
use crate::value::words;

/// The placeholder for the answer in an invitation; a line that still has it gives no answer.
pub const PLACEHOLDER: &str = "ANSWER";

/// What a mail answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailAnswer {
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
    /// What would settle it.
    pub resolve: Option<String>,
}

/// Why a mail has no valid answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerFault {
    /// No line gives a position.
    None,
    /// Two lines of the same kind say different things.
    Several(&'static str),
}

words! {
    /// What a line can say.
    enum Key {
        Position = "position",
        Proposal = "proposal",
        On = "revision",
        Reason = "reason",
        About = "about",
        Problem = "objection",
        Resolve = "resolve",
    }
}

impl Key {
    /// The key that a word in canonical form means. For the position, it can be any heading of a table.
    fn of(word: &str) -> Option<Self> {
        match (word, Column::of_heading(word, &ChartersOwn::default())) {
            ("problem", _) => Some(Key::Problem),
            (_, Some((Column::Position, _))) => Some(Key::Position),
            (word, _) => Key::parse(word),
        }
    }

    /// Whether the lines below it, down to the next key, belong to it.
    fn runs_on(self) -> bool {
        matches!(self, Key::Reason | Key::Problem | Key::Resolve)
    }
}

impl MailAnswer {
    /// Reads the words of a sender. A mail that names several proposals has an answer below each name.
    ///
    /// # Errors
    /// The words have no answer, or two for the same.
    pub fn all(words: &str) -> Result<Vec<Self>, AnswerFault> {
        let said = said(words);
        let is_name = |(key, _): &(Key, String)| *key == Key::Proposal;
        let names = said.iter().filter(|each| is_name(each));
        let names: BTreeSet<String> = names.map(|(_, name)| canonical(name)).collect();
        if names.len() < 2 {
            return Ok(vec![Self::of(&said)?]);
        }
        if said.first().is_some_and(|each| !is_name(each)) {
            return Err(AnswerFault::Several(Key::Proposal.word()));
        }
        let parts = said.chunk_by(|_, next| !is_name(next)).map(Self::of);
        let answers = parts.filter(|each| *each != Err(AnswerFault::None));
        let answers = answers.collect::<Result<Vec<Self>, AnswerFault>>()?;
        (!answers.is_empty())
            .then_some(answers)
            .ok_or(AnswerFault::None)
    }

    fn of(said: &[(Key, String)]) -> Result<Self, AnswerFault> {
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

    /// A first line that could be an answer by itself, such as `+1`, with the words below it.
    pub fn first_line(words: &str) -> Option<(&str, &str)> {
        let is_name = |line: &str| matches!(keyed(line), Some((Key::Proposal, _)));
        let (mut line, mut rest) = words.split_once('\n').unwrap_or((words, ""));
        while line.trim().is_empty() || is_name(line) {
            if rest.is_empty() {
                return None;
            }
            (line, rest) = rest.split_once('\n').unwrap_or((rest, ""));
        }
        Some((unmarked(line), rest.trim()))
    }

    /// The only proposal that the words name.
    pub fn proposal_in(words: &str) -> Option<&str> {
        let names = words.lines().filter_map(keyed);
        let mut names = names.filter(|(key, _)| *key == Key::Proposal);
        let (_, first) = names.next()?;
        names.all(|(_, name)| same(name, first)).then_some(first)
    }
}

/// Every key with its value, in the order of the mail, without empty ones and placeholders of an
/// invitation.
fn said(words: &str) -> Vec<(Key, String)> {
    let mut said: Vec<(Key, Vec<&str>)> = Vec::new();
    for line in words.lines() {
        if let Some((key, value)) = keyed(line) {
            said.push((key, vec![value]));
        } else if let Some((_, lines)) = said.last_mut().filter(|(key, _)| key.runs_on()) {
            let is_second_empty =
                line.is_empty() && lines.last().is_some_and(|last| last.is_empty());
            lines.extend((!is_second_empty).then(|| line.trim_end()));
        }
    }
    let whole = |(key, lines): (Key, Vec<&str>)| (key, lines.join("\n").trim().to_owned());
    let filled = said.into_iter().map(whole);
    filled
        .filter(|(_, value)| !matches!(value.as_str(), "" | "…" | "..." | PLACEHOLDER))
        .collect()
}

/// Whether a line has a key.
pub(super) fn is_keyed(line: &str) -> bool {
    keyed(line).is_some()
}

/// A line such as `Position: accept`, in any letter case, as an item of a list, with the stars that programs
/// make of bold letters, and for the position also with a dash.
fn keyed(line: &str) -> Option<(Key, &str)> {
    let line = line.trim_start_matches(|c: char| !c.is_alphabetic() && !matches!(c, '>' | '|'));
    let at = line.find([':', '：', '-', '–', '—'])?;
    let (word, rest) = line.split_at_checked(at)?;
    let mut rest = rest.chars();
    let key = Key::of(&canonical(word.trim_matches(is_mark)))?;
    let value = match (rest.next(), key) {
        (Some(':' | '：'), _) => rest.as_str(),
        (_, Key::Position) if word.ends_with(' ') => rest.as_str(),
        _ => return None,
    };
    match key {
        Key::Position => Some((key, unmarked(value))),
        _ => Some((key, value.trim_matches(is_mark))),
    }
}

/// A mark of bold letters, or white space.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_') || c.is_whitespace()
}

/// The word of an answer without the marks around it.
fn unmarked(word: &str) -> &str {
    let is_hidden = |c: char| is_mark(c) || hostile(c).is_some();
    let word =
        word.trim_matches(|c| is_hidden(c) || matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '`'));
    word.trim_end_matches(|c| is_hidden(c) || matches!(c, '.' | '!' | ',' | ';'))
}

#[cfg(test)]
mod tests {
    use super::{AnswerFault, MailAnswer};
    use crate::record::own_words::own;

    fn position(words: &str) -> Result<String, AnswerFault> {
        MailAnswer::all(words).map(|mut answers| answers.remove(0).position)
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
            "- Position: accept",
            "1. Position: accept",
            "• *Position*: accept",
            "Vote: accept",
            "Your position: accept",
            "\u{200b}Position: accept",
            "\u{200f}Position: accept\u{200f}",
            "Position - accept",
            "Position – accept",
            "Position: “accept”",
        ] {
            assert_eq!(position(words).as_deref(), Ok("accept"), "{words}");
        }
        for words in [
            "",
            "I accept",
            "My position: accept",
            "Re-vote: accept",
            "Vote-counting: accept",
            "> Position: accept",
            "| Position: accept",
            "At least 3 +1 votes - accept",
            "Position:",
            "Position: ANSWER",
        ] {
            assert_eq!(position(words), Err(AnswerFault::None), "{words}");
        }
        let two = "Position: accept\nPosition: object";
        assert_eq!(position(two), Err(AnswerFault::Several("position")));
    }

    #[test]
    fn reasons_run_on_down_to_the_next_key() {
        let words = "Position: object\nReason: It is\ntoo long.\nAbout: §4\nObjection:\n\nIt costs:\nmuch.\n\
                     Resolve: Less.\n\nBest,\nBen\n";
        let answer = MailAnswer::all(&own(words, &["ben".to_owned()]))
            .unwrap()
            .remove(0);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        assert_eq!(text(&answer.reason), "It is\ntoo long.");
        assert_eq!(text(&answer.about), "§4");
        assert_eq!(text(&answer.problem), "It costs:\nmuch.");
        assert_eq!(text(&answer.resolve), "Less.");
        let again = "Position: accept\nReason: a\n\nReason: b";
        let long = "Position: object\nObjection: It is dear.\n\n- one\n\n\n- two\n\nAnd late.\nResolve: Less.";
        let answer = MailAnswer::all(long).unwrap().remove(0);
        assert_eq!(
            text(&answer.problem),
            "It is dear.\n\n- one\n\n- two\n\nAnd late."
        );
        assert_eq!(MailAnswer::all(again), Err(AnswerFault::Several("reason")));
        assert_eq!(
            MailAnswer::all("Position: accept\nReason: …").unwrap()[0].reason,
            None
        );
    }
    #[test]
    fn a_mail_can_answer_several_proposals() {
        let said = |words: &str| {
            let answers = MailAnswer::all(words)?;
            let said = answers
                .into_iter()
                .map(|one| (one.proposal.unwrap_or_default(), one.position));
            Ok(said
                .map(|(name, position)| format!("{name} {position}"))
                .collect::<Vec<_>>()
                .join(", "))
        };
        for (words, expected) in [
            (
                "Proposal: a\nPosition: accept\n\nProposal: b\nPosition: object\nReason: x",
                Ok("a accept, b object"),
            ),
            (
                "- Proposal: a\n  Position: accept\n- Proposal: b\n  Position: object",
                Ok("a accept, b object"),
            ),
            ("Position: accept\nProposal: a", Ok("a accept")),
            (
                "Proposal: a\nProposal: A\nPosition: accept",
                Err(AnswerFault::Several("proposal")),
            ),
            (
                "Proposal: a\n\nProposal: b\nPosition: object",
                Ok("b object"),
            ),
            (
                "Position: accept\nProposal: a\nPosition: object\nProposal: b",
                Err(AnswerFault::Several("proposal")),
            ),
            (
                "Proposal: a\nPosition: accept\nPosition: object\nProposal: b",
                Err(AnswerFault::Several("position")),
            ),
            ("Proposal: a\nProposal: b", Err(AnswerFault::None)),
        ] {
            assert_eq!(said(words), expected.map(str::to_owned), "{words}");
        }
    }

    #[test]
    fn a_first_line_can_be_the_whole_answer() {
        for (words, expected) in [
            (
                "+1 (binding)\n\nChecked.\n",
                Some(("+1 (binding)", "Checked.")),
            ),
            ("\n\n -1.", Some(("-1", ""))),
            ("Proposal: a\n+1", Some(("+1", ""))),
            ("Proposal: a", None),
            ("", None),
        ] {
            assert_eq!(MailAnswer::first_line(words), expected, "{words}");
        }
    }
}
