//! Lists the words of the rule language, and the names that a track's rules can use.

use super::grammar::{ClassWord, CountWord, Dimension, Exclusion};
use crate::record::track::AtMost;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::dimension::{self, OwnPlaces};
use crate::value::id::{DimensionName, GroupId, HouseId, PositionName, RegionId, WeightName};
use crate::value::sentence::any_of;

/// The names that a track's rules can use.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// The positions that the track allows, with the class that it puts each in.
    pub positions: Vec<(PositionName, CountsAs)>,
    /// The groups of the charter.
    pub groups: Vec<GroupId>,
    /// The houses of the charter.
    pub houses: Vec<HouseId>,
    /// The regions of the register.
    pub regions: Vec<RegionId>,
    /// The organisations.
    pub affiliations: Vec<String>,
    /// The values of the charter's own dimensions, in its order.
    pub own: OwnPlaces,
    /// The charter's own dimensions that are kept as totals, which no rule can use.
    pub personal: Vec<DimensionName>,
    /// The weights that participants can have.
    pub weights: Vec<WeightName>,
    /// What the track counts.
    pub count: CountUnit,
    /// How many answers of one place the track counts, if that is limited.
    pub at_most: Option<AtMost>,
}

/// Words that join the others.
const JOINING: &[&str] = &[
    "or", "and", "in", "of", "by", "with", "besides", "all", "each", "every", "any", "at", "least",
];

/// Whether `text` is a word of the language: such a word cannot be the name of a position, a
/// group, a house or a region.
pub fn is_word(text: &str) -> bool {
    JOINING.contains(&text)
        || Exclusion::parse(text).is_some()
        || ClassWord::parse(text).is_some()
        || CountWord::parse(text).is_some()
        || Dimension::built_in(text).is_some()
}

impl Vocabulary {
    /// The names of the track's positions.
    pub(super) fn position_names(&self) -> impl Iterator<Item = &str> {
        self.positions.iter().map(|(name, _)| name.as_str())
    }

    /// The class of a position on the track.
    pub(super) fn class_of(&self, position: &str) -> Option<CountsAs> {
        let found = self
            .positions
            .iter()
            .find(|(name, _)| name.as_str() == position);
        found.map(|(_, class)| *class)
    }

    /// The dimension of a word, in the singular or the plural.
    pub(super) fn dimension(&self, word: &str) -> Option<Dimension> {
        let is_meant = |name: &&DimensionName| {
            name.as_str() == word || dimension::plural(name.as_str()) == word
        };
        Dimension::built_in(word).or_else(|| {
            let mut own = self.own.dimensions().chain(&self.personal);
            own.find(is_meant).cloned().map(Dimension::Own)
        })
    }

    /// Whether a dimension is kept as totals, so that no rule can use it.
    pub(super) fn is_personal(&self, dimension: &Dimension) -> bool {
        matches!(dimension, Dimension::Own(name) if self.personal.contains(name))
    }

    /// The dimensions that rules can use.
    pub(super) fn dimensions(&self) -> impl Iterator<Item = Dimension> {
        let all = Dimension::BUILT_IN.iter();
        let all = all.map(|(_, dimension)| dimension.clone());
        all.chain(self.own.dimensions().cloned().map(Dimension::Own))
    }

    /// The dimension that has a place of this name.
    pub(super) fn dimension_of(&self, place: &str) -> Option<Dimension> {
        let mut all = self.dimensions();
        all.find(|dimension| self.places(dimension).contains(&place))
    }

    /// What is possible where something is counted, as a sentence.
    pub(super) fn what_can_be_counted(&self) -> String {
        let counts = CountWord::WORDS.iter().map(|(word, _)| *word);
        match self.count {
            CountUnit::None => format!("possible here: {}", any_of(counts)),
            _ => self.possible(counts),
        }
    }

    /// What is possible where units are counted, as a sentence.
    pub(super) fn who_can_be_counted(&self) -> String {
        self.possible(std::iter::empty())
    }

    fn possible<'a>(&'a self, counts: impl Iterator<Item = &'a str>) -> String {
        let classes = ClassWord::WORDS.iter().map(|(word, _)| *word);
        format!(
            "possible here: {}",
            any_of(self.position_names().chain(classes).chain(counts))
        )
    }

    /// The names of the weights.
    pub(super) fn weight_names(&self) -> impl Iterator<Item = &str> {
        self.weights.iter().map(WeightName::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::is_word;

    #[test]
    fn words_of_the_language_are_no_names() {
        for word in [
            "for",
            "cast",
            "present",
            "objections",
            "days-open",
            "group",
            "groups",
            "affiliations",
            "at",
            "least",
            "author-families",
            "each",
            "or",
        ] {
            assert!(is_word(word), "{word}");
        }
        for name in [
            "support",
            "object",
            "abstain",
            "yes",
            "recuse",
            "not",
            "authors-2",
            "",
        ] {
            assert!(!is_word(name), "{name}");
        }
    }
}
