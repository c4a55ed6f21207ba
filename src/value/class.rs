//! The four things that a position can count as, and what a track counts as one.

words! {
    /// What a track lets a position count as.
    pub enum CountsAs {
        /// In favour: in `for` and in `cast`.
        For = "for",
        /// Not in favour: in `against` and in `cast`.
        Against = "against",
        /// Takes part without an opinion: answered, and not in `cast`.
        Neutral = "neutral",
        /// Excluded by a conflict of interest: leaves the base.
        Recused = "recused",
    }
}

words! {
    /// What a track counts as one.
    pub enum CountUnit {
        /// Each elector.
        Participants = "participants",
        /// Each family of organisations that has an elector.
        Affiliations = "affiliations",
        /// Each group that has an elector, by its own position.
        Groups = "groups",
        /// Nothing: rules may speak of objections and days only.
        None = "none",
    }
}
