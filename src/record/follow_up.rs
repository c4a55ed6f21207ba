//! Reads and writes what follows a decision: reports on its implementation, responses of the addressee, and
//! reviews.

use serde::Serialize;

use crate::record::attribution::Attribution;
use crate::record::described::{Inside, key, prose, record};
use crate::record::item::words;
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;

words! {
    /// How far a decision is implemented.
    pub enum Progress {
        /// Nothing was done yet.
        NotBegun = "not-begun",
        /// Something was done.
        UnderWay = "under-way",
        /// Everything was done.
        Done = "done",
        /// It will not be done.
        GivenUp = "given-up",
    }
}

words! {
    /// How the addressee responds to a decision.
    pub enum AddresseeResponse {
        /// They will do it.
        Accepted = "accepted",
        /// They will do a part.
        Partly = "partly",
        /// They will not do it.
        Declined = "declined",
        /// They have taken note, and say no more.
        Noted = "noted",
    }
}

words! {
    /// The result of a review.
    pub enum ReviewResult {
        /// It stays as it is.
        Kept = "kept",
        /// It should be changed: a proposal that replaces it must follow.
        ToRevise = "to-revise",
        /// It should end: a proposal that replaces it must follow.
        ToEnd = "to-end",
    }
}

record! {
    /// A report on the implementation of a decision.
    #[derive(Serialize)]
    pub struct Report {
        /// Who reports.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
        /// How far.
        pub progress: Progress = key("progress"),
        /// In words.
        pub text: String = prose("text"),
        /// A link to the source.
        pub evidence: Option<String> = key("evidence"),
    }
}

record! {
    /// A response of the addressee, as a participant recorded it.
    #[derive(Serialize)]
    pub struct AddresseeReply {
        /// Who recorded it.
        pub by: ParticipantId = key("by"),
        /// When it was recorded.
        pub at: Instant = key("at"),
        /// The addressee who responded.
        pub from: String = key("from"),
        /// What they will do.
        pub verdict: AddresseeResponse = key("verdict"),
        /// In their words.
        pub text: String = prose("text"),
        /// A link to the source.
        pub evidence: Option<String> = key("evidence"),
    }
}

record! {
    /// A review.
    pub struct Review {
        /// The result.
        pub upshot: ReviewResult = key("upshot"),
        /// Who, when and why.
        pub act: Attribution = Inside,
        /// When the next review is due.
        pub next: Option<Instant> = key("next"),
    }
}

record! {
    /// What the file of a follow-up says.
    #[derive(Default)]
    pub struct FollowUp {
        /// The reports, oldest first.
        pub reports: Vec<Report> = key("report").grows(),
        /// The responses of the addressee, oldest first.
        pub answers: Vec<AddresseeReply> = key("answer").grows(),
        /// The reviews, oldest first.
        pub reviews: Vec<Review> = key("review").grows(),
    }
}
