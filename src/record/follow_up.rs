//! The follow-up of a decision: reports on its implementation, answers of those whom it is
//! addressed to, and reviews.

use serde::Serialize;

use crate::record::attribution::Attribution;
use crate::record::described::{Inside, key, prose, record};
use crate::record::item::words;
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;

words! {
    /// How far a decision is carried out.
    pub enum Progress {
        /// Nothing was done yet.
        NotBegun = "not-begun",
        /// Something was.
        UnderWay = "under-way",
        /// Everything was.
        Done = "done",
        /// It will not be.
        GivenUp = "given-up",
    }
}

words! {
    /// What those whom a decision is addressed to say to it.
    pub enum AddresseeResponse {
        /// They will do it.
        Accepted = "accepted",
        /// They will do a part.
        Partly = "partly",
        /// They will not.
        Declined = "declined",
        /// They have taken note, and say no more.
        Noted = "noted",
    }
}

words! {
    /// What came of looking at a decision again.
    pub enum ReviewResult {
        /// It stays as it is.
        Kept = "kept",
        /// It should be changed: a proposal that supersedes it is owed.
        ToRevise = "to-revise",
        /// It should end: a proposal that supersedes it is owed.
        ToEnd = "to-end",
    }
}

record! {
    /// A report on how far a decision is carried out.
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
        /// Where it can be seen.
        pub evidence: Option<String> = key("evidence"),
    }
}

record! {
    /// An answer of those whom the decision is addressed to, as somebody of the group recorded it.
    #[derive(Serialize)]
    pub struct AddresseeReply {
        /// Who recorded it.
        pub by: ParticipantId = key("by"),
        /// When it was recorded.
        pub at: Instant = key("at"),
        /// Who answered.
        pub from: String = key("from"),
        /// What they will do.
        pub verdict: AddresseeResponse = key("verdict"),
        /// In their words.
        pub text: String = prose("text"),
        /// Where it can be seen.
        pub evidence: Option<String> = key("evidence"),
    }
}

record! {
    /// A review that was held.
    pub struct Review {
        /// What came of it.
        pub upshot: ReviewResult = key("upshot"),
        /// Who, when and why.
        pub act: Attribution = Inside,
        /// When it is to be looked at the next time.
        pub next: Option<Instant> = key("next"),
    }
}

record! {
    /// What the file of a follow-up says.
    #[derive(Default)]
    pub struct FollowUp {
        /// The reports, oldest first.
        pub reports: Vec<Report> = key("report").grows(),
        /// The answers of those whom the decision is addressed to, oldest first.
        pub answers: Vec<AddresseeReply> = key("answer").grows(),
        /// The reviews, oldest first.
        pub reviews: Vec<Review> = key("review").grows(),
    }
}
