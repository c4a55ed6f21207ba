//! Reads what the words of a mail answer, in the words of the track and of the map.

use crate::act::intake::mail_topic::Topics;
use crate::record::answer_words::WordMeaning;
use crate::record::import_map::ImportMap;
use crate::record::mail::Mail;
use crate::record::mail_answer::{AnswerFault, MailAnswer};
use crate::record::track::Track;
use crate::value::id::ProposalId;

/// What the words of a mail answer.
pub(super) enum Reading {
    /// Lines with their keys, one answer for each proposal.
    Lines(Vec<MailAnswer>),
    /// A first line that is a word for a position.
    FirstLine(MailAnswer),
    /// Why they have no certain answer.
    Unclear(String),
    /// No answer, and the line that is shown.
    Nothing(String),
}

impl Reading {
    fn positions(&self) -> Vec<&str> {
        match self {
            Self::Lines(answers) => answers.iter().map(|one| one.position.as_str()).collect(),
            Self::FirstLine(answer) => vec![&answer.position],
            Self::Unclear(_) | Self::Nothing(_) => Vec::new(),
        }
    }
}

/// What words mean on a proposal.
pub(super) struct Reader<'r> {
    pub(super) proposal: &'r ProposalId,
    pub(super) map: &'r ImportMap,
    pub(super) track: Option<&'r Track>,
}

impl Reader<'_> {
    /// What the words of a mail answer; the two forms of its words must agree.
    pub(super) fn read(&self, mail: &Mail) -> Reading {
        let in_text = self.read_words(&mail.words);
        let in_html = mail.words_in_html.iter();
        let mut in_html = in_html.map(|words| self.read_words(words));
        let because = match mail.unread {
            _ if in_html.any(|html| html.positions() != in_text.positions()) => {
                "its text and its HTML have different answers"
            }
            Some(unread) if in_text.positions().is_empty() => unread.in_words(),
            _ => return in_text,
        };
        Reading::Unclear(because.to_owned())
    }

    fn read_words(&self, words: &str) -> Reading {
        match MailAnswer::all(words) {
            Ok(answers) => Reading::Lines(answers),
            Err(AnswerFault::Several(key)) => {
                Reading::Unclear(format!("it has several answers for {key}"))
            }
            Err(AnswerFault::None) => self.read_first_line(words),
        }
    }

    /// A word for a position that is the whole first line.
    fn read_first_line(&self, words: &str) -> Reading {
        let Some((line, rest)) = MailAnswer::first_line(words) else {
            return Reading::Nothing(String::new());
        };
        if matches!(self.meaning(line), WordMeaning::Position(_)) {
            // What the word means is said by its row, as for every other word.
            return Reading::FirstLine(MailAnswer {
                position: line.to_owned(),
                reason: Some(rest.to_owned()).filter(|rest| !rest.is_empty()),
                ..MailAnswer::default()
            });
        }
        let is_near = |line: &&str| !matches!(self.meaning(line), WordMeaning::Unknown);
        let shown = words.lines().filter(|line| !line.is_empty()).find(is_near);
        Reading::Nothing(shown.unwrap_or(line).to_owned())
    }

    fn meaning(&self, word: &str) -> WordMeaning {
        match (self.map.position(word), self.track) {
            (Some(position), _) => WordMeaning::Position(position.clone()),
            (None, Some(track)) => track.answer_words().meaning(word),
            (None, None) => WordMeaning::Unknown,
        }
    }

    /// Only the answer on this proposal; the others are noted.
    pub(super) fn own(
        &self,
        reading: Reading,
        topics: &Topics<'_>,
        others: &mut Vec<String>,
    ) -> Reading {
        let Reading::Lines(answers) = reading else {
            return reading;
        };
        let is_own = |answer: &MailAnswer| {
            let named = answer.proposal.as_deref();
            named.is_none_or(|name| topics.named(name) == Some(self.proposal))
        };
        let (own, other): (Vec<MailAnswer>, Vec<MailAnswer>) =
            answers.into_iter().partition(is_own);
        others.extend(other.into_iter().filter_map(|answer| answer.proposal));
        match own.as_slice() {
            [_, _, ..] => Reading::Unclear("it has several answers for position".to_owned()),
            _ => Reading::Lines(own),
        }
    }
}
