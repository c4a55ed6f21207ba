//! Names the four ways in which a position counts, and what a track counts as one.

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
