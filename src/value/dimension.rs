//! Names what a place is a place in: the four dimensions that every charter has, and those of a charter's own.

use std::collections::BTreeMap;

use crate::value::id::{DimensionName, DimensionValue};

/// What a place is a place in: the rule language's `dimension`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// A group of the charter.
    Group,
    /// A house of the charter.
    House,
    /// An organisation with its affiliates.
    Affiliation,
    /// A region.
    Region,
    /// A dimension of the charter's own, such as `income-class`.
    Own(DimensionName),
}

impl Dimension {
    /// Those that every charter has, with their words.
    pub const BUILT_IN: &'static [(&'static str, Self)] = &[
        ("group", Self::Group),
        ("house", Self::House),
        ("affiliation", Self::Affiliation),
        ("region", Self::Region),
    ];

    /// The word for one of its places.
    pub fn word(&self) -> &str {
        match self {
            Dimension::Group => "group",
            Dimension::House => "house",
            Dimension::Affiliation => "affiliation",
            Dimension::Region => "region",
            Dimension::Own(name) => name.as_str(),
        }
    }

    /// The word for several of its places.
    pub fn plural(&self) -> String {
        plural(self.word())
    }

    /// The article before its word.
    pub fn article(&self) -> &'static str {
        match self.word().starts_with(['a', 'e', 'i', 'o', 'u']) {
            true => "an",
            false => "a",
        }
    }

    /// The one of these words, in the singular or the plural, that every charter has.
    pub fn built_in(text: &str) -> Option<Self> {
        let text = text.strip_suffix('s').unwrap_or(text);
        let mut all = Self::BUILT_IN.iter();
        all.find(|(word, _)| *word == text)
            .map(|(_, found)| found.clone())
    }
}

/// The word for several, as English makes it: `income-classes`, `age-bands`, `countries`.
pub fn plural(word: &str) -> String {
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(is_vowel) => format!("{stem}ies"),
        _ if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        _ => format!("{word}s"),
    }
}

impl serde::Serialize for Dimension {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// The values of the charter's own dimensions that somebody or something has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnPlaces(BTreeMap<DimensionName, Vec<DimensionValue>>);

impl OwnPlaces {
    /// Adds a value, once.
    pub fn add(&mut self, dimension: &DimensionName, value: &DimensionValue) {
        let values = self.0.entry(dimension.clone()).or_default();
        if !values.contains(value) {
            values.push(value.clone());
        }
    }

    /// All of these together, each value once.
    pub fn joined<'p>(all: impl Iterator<Item = &'p Self>) -> Self {
        let mut joined = Self::default();
        for (dimension, value) in all.flat_map(Self::iter) {
            joined.add(dimension, value);
        }
        joined
    }

    /// The values in a dimension.
    pub fn values(&self, dimension: &DimensionName) -> &[DimensionValue] {
        self.0.get(dimension).map_or(&[], Vec::as_slice)
    }

    /// The dimensions that have a value.
    pub fn dimensions(&self) -> impl Iterator<Item = &DimensionName> {
        self.0.keys()
    }

    /// Every value, with its dimension.
    pub fn iter(&self) -> impl Iterator<Item = (&DimensionName, &DimensionValue)> {
        let all = self.0.iter();
        all.flat_map(|(dimension, values)| values.iter().map(move |value| (dimension, value)))
    }
}

impl<'p> FromIterator<(&'p DimensionName, &'p DimensionValue)> for OwnPlaces {
    fn from_iter<I: IntoIterator<Item = (&'p DimensionName, &'p DimensionValue)>>(all: I) -> Self {
        let mut places = Self::default();
        for (dimension, value) in all {
            places.add(dimension, value);
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::{Dimension, plural};
    use crate::value::id::DimensionName;

    #[test]
    fn every_dimension_has_a_word_for_one_and_for_several() {
        for (word, several) in [
            ("group", "groups"),
            ("income-class", "income-classes"),
            ("age-band", "age-bands"),
            ("country", "countries"),
            ("survey", "surveys"),
        ] {
            assert_eq!(plural(word), several);
        }
        for (word, dimension) in Dimension::BUILT_IN {
            assert_eq!(dimension.word(), *word);
            assert_eq!(Dimension::built_in(word).as_ref(), Some(dimension));
            assert_eq!(
                Dimension::built_in(&dimension.plural()).as_ref(),
                Some(dimension)
            );
        }
        let own = Dimension::Own(DimensionName::parse("income-class").unwrap());
        assert_eq!((own.word(), own.article()), ("income-class", "an"));
        assert_eq!(Dimension::built_in("income-class"), None);
    }
}
