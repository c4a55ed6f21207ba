//! The four things that a position can count as.

/// What a track lets a position count as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// In favour: in `for` and in `cast`.
    For,
    /// Not in favour: in `against` and in `cast`.
    Against,
    /// Takes part without an opinion: answered, and not in `cast`.
    Neutral,
    /// Excluded by a conflict of interest: leaves the base.
    Recused,
}

impl Class {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Class; 4] = [Class::For, Class::Against, Class::Neutral, Class::Recused];

    /// The word for it in charters and rules.
    pub fn word(self) -> &'static str {
        match self {
            Class::For => "for",
            Class::Against => "against",
            Class::Neutral => "neutral",
            Class::Recused => "recused",
        }
    }

    /// The class that a charter's word names.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == text)
    }
}

/// What a track counts as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CountUnit {
    /// Each elector.
    Participants,
    /// Each family of organisations that has an elector.
    Affiliations,
    /// Each group that has an elector, by its own position.
    Groups,
    /// Nothing: rules may speak of objections and days only.
    None,
}

impl CountUnit {
    /// Each with the word for it in charters.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("participants", CountUnit::Participants),
        ("affiliations", CountUnit::Affiliations),
        ("groups", CountUnit::Groups),
        ("none", CountUnit::None),
    ];

    /// The word for it in charters.
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, unit)| *unit == self);
        found.map_or("", |(word, _)| word)
    }
}
