//! Names the four ways in which a position counts, what a track counts as one, and what a place is a place in.

words! {
    /// What a track lets a position count as.
    pub enum CountsAs {
        /// In favour: in `for` and in `cast`.
        For = "for",
        /// Not in favour: in `against` and in `cast`.
        Against = "against",
        /// Takes part without an opinion: answered, and not in `cast`.
        Neutral = "neutral",
        /// Excluded by a conflict of interest: not part of the base.
        Recused = "recused",
    }
}

words! {
    /// What a track counts as one.
    pub enum CountUnit {
        /// Each seat of the electorate.
        Participants = "participants",
        /// Each organisation, with its affiliates, that has a seat.
        Affiliations = "affiliations",
        /// Each group that has a seat, by its own position.
        Groups = "groups",
        /// Nothing: rules can only be about objections, comments, people and days.
        None = "none",
    }
}

words! {
    /// What a place is a place in: the rule language's `dimension`.
    pub enum Dimension {
        /// A group of the charter.
        Group = "group",
        /// A house of the charter.
        House = "house",
        /// An organisation with its affiliates.
        Affiliation = "affiliation",
        /// A region.
        Region = "region",
    }
}

impl Dimension {
    /// The word for several of its places.
    pub fn plural(self) -> &'static str {
        match self {
            Dimension::Group => "groups",
            Dimension::House => "houses",
            Dimension::Affiliation => "affiliations",
            Dimension::Region => "regions",
        }
    }

    /// The dimension of a word, in the singular or the plural.
    pub fn parse_any(text: &str) -> Option<Self> {
        Self::parse(text.strip_suffix('s').unwrap_or(text))
    }
}
