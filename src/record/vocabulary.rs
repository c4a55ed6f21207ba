//! Reads the words with which people answer: which position of a track a word means. Tables, mails, pull
//! requests and commands all ask here, so a word has the same meaning at every door.

use crate::record::position::{self, PENDING, is_pending};
use crate::record::track::Track;
use crate::value::class::CountsAs;
use crate::value::id::PositionName;

/// What a word means on a track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordMeaning {
    /// This position, for certain; or `pending`.
    Position(PositionName),
    /// That no answer was given: `absent`, `-`, an empty cell.
    NoAnswer,
    /// Perhaps this position: only a person can say.
    Perhaps(PositionName),
    /// Nothing that the track knows.
    Unknown,
}

/// The words of a track.
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary<'t> {
    track: &'t Track,
}

impl<'t> Vocabulary<'t> {
    /// The words of this track.
    pub fn of(track: &'t Track) -> Self {
        Self { track }
    }

    /// What a word means.
    pub fn meaning(&self, word: &str) -> WordMeaning {
        let pending = is_pending(&word.to_ascii_lowercase()).then_some(PENDING);
        let certain = pending.or_else(|| position::synonym(word, &self.positions()));
        if let Some(name) = certain.and_then(|name| PositionName::parse(name).ok()) {
            return WordMeaning::Position(name);
        }
        let first = word.split_whitespace().next().unwrap_or(word);
        let positions = self.positions();
        let meant =
            position::meant(word, &positions).or_else(|| position::synonym(first, &positions));
        match meant.and_then(|name| PositionName::parse(name).ok()) {
            Some(name) => WordMeaning::Perhaps(name),
            None => WordMeaning::Unknown,
        }
    }

    /// The names of all positions, for a sentence.
    pub fn names(&self) -> impl Iterator<Item = &'t str> {
        self.track
            .positions
            .iter()
            .map(|position| position.name.as_str())
    }

    fn positions(&self) -> Vec<(&'t str, CountsAs)> {
        let positions = self.track.positions.iter();
        positions
            .map(|position| (position.name.as_str(), position.class))
            .collect()
    }
}
