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
    /// All of them.
    pub const ALL: [CountUnit; 4] = [
        CountUnit::Participants,
        CountUnit::Affiliations,
        CountUnit::Groups,
        CountUnit::None,
    ];

    /// The word for it in charters.
    pub fn word(self) -> &'static str {
        match self {
            CountUnit::Participants => "participants",
            CountUnit::Affiliations => "affiliations",
            CountUnit::Groups => "groups",
            CountUnit::None => "none",
        }
    }

    /// The unit that a charter's word names.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.word() == text)
    }
}
