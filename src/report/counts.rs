//! Counts by name, in their order: what the tally shows of the units of one place, or of all.

use serde::{Serialize, Serializer};

use crate::record::track::Track;
use crate::tally::count::Count;
use crate::value::class::{Class, CountUnit};

/// Names and numbers in their order; an object for programs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Counts(Vec<(String, u64)>);

impl Counts {
    /// Every position but recusals, then what families add, then silent units: together they are
    /// the members. Empty where nothing is counted.
    pub(crate) fn of(track: &Track, count: &Count) -> Self {
        match track.count {
            CountUnit::None => Self::default(),
            _ => Self::given(track, count),
        }
    }

    /// The same, also of answers that are not counted.
    pub(crate) fn given(track: &Track, count: &Count) -> Self {
        let mut counts: Vec<(String, u64)> = count
            .positions
            .iter()
            .map(|(name, _, units)| (name.to_string(), *units))
            .collect();
        if track.count == CountUnit::Affiliations {
            let several = count.in_class.iter();
            counts.extend(several.map(|(class, units)| (in_several(*class), *units)));
            counts.push(("split".to_owned(), count.split));
        }
        counts.push(("silent".to_owned(), count.silent));
        Self(counts)
    }

    /// The same counts with the stale units behind them, which are among the others.
    pub(crate) fn and_stale(mut self, count: &Count) -> Self {
        if !self.0.is_empty() {
            self.0.push((STALE.to_owned(), count.stale));
        }
        self
    }

    /// Every name with its number, as `support 12, silent 3`.
    pub(crate) fn in_words(&self) -> String {
        let counts: Vec<String> = self
            .names()
            .map(|name| format!("{name} {}", self.get(name)))
            .collect();
        counts.join(", ")
    }

    /// The names of those that do not overlap.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.0.iter().map(|(name, _)| name.as_str());
        names.filter(|name| *name != STALE)
    }

    /// The number of this name; zero where there is none.
    pub(crate) fn get(&self, name: &str) -> u64 {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map_or(0, |(_, number)| *number)
    }
}

/// The name under which families are counted whose electors agree in class, not in position.
pub(crate) fn in_several(class: Class) -> String {
    format!("{}-in-several-positions", class.word())
}

/// What is said of answers on a track that counts nothing.
pub(crate) const NOT_COUNTED: &str = "answers are shown and not counted on this track";

const STALE: &str = "stale";

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, number)| (name, number)))
    }
}
