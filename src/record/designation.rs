//! Reads and writes designations: the consensus level that the chair declares, as drafts that can be
//! challenged, with the challenges, the answers to them, and the confirmation. The path of a challenge
//! names its challenger and the draft.
//!
//! Source: GNSO Working Group Guidelines, section 3.6: the designation of a chair is published, and can be
//! challenged before it is final.

use serde::Serialize;

use crate::record::attribution::Attribution;
use crate::record::described::{Inside, key, prose, record};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{ChallengeId, LevelName, ParticipantId};

record! {
    /// One state of the designation.
    pub struct Draft {
        /// The level that the chair designates.
        pub level: LevelName = key("level"),
        /// The computed level at that time; left out where no level was met.
        pub computed: Option<LevelName> = key("computed"),
        /// The commit that was read; left out in a register that is part of another project.
        pub inputs: Option<CommitId> = key("inputs"),
        /// Who, when and why.
        pub act: Attribution = Inside,
    }
}

record! {
    /// What a chair answered to a challenge.
    #[derive(Serialize)]
    pub struct ChallengeAnswer {
        /// Which challenge.
        #[serde(skip)]
        pub challenge: ChallengeId = key("challenge"),
        /// Who.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
        /// What.
        pub text: String = prose("text"),
    }
}

record! {
    /// The confirmation that makes the last draft final.
    #[derive(Serialize)]
    pub struct Confirmation {
        /// Who confirmed it.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
    }
}

record! {
    /// What the file of a designation says.
    #[derive(Default)]
    pub struct Designation {
        /// The drafts, oldest first; challenges name them by number, from 1.
        pub drafts: Vec<Draft> =
            key("draft").needed("… as a [[draft]] table, as `plenary designate` writes it").grows(),
        /// The answers to challenges, oldest first.
        pub answers: Vec<ChallengeAnswer> = key("answer").grows(),
        /// Whether the last draft was confirmed.
        pub confirmation: Option<Confirmation> = key("confirmation").once(),
    }
}

impl Designation {
    /// The last draft with its number.
    pub fn latest(&self) -> Option<(u32, &Draft)> {
        let number = u32::try_from(self.drafts.len()).unwrap_or(u32::MAX);
        Some((number, self.drafts.last()?))
    }

    /// What was answered to a challenge, oldest first.
    pub fn answers_to<'a>(
        &'a self,
        challenge: &'a ChallengeId,
    ) -> impl Iterator<Item = &'a ChallengeAnswer> {
        let of = move |answer: &&ChallengeAnswer| answer.challenge == *challenge;
        self.answers.iter().filter(of)
    }
}

record! {
    /// What the file of a challenge says.
    pub struct Challenge {
        /// Why the draft is wrong.
        pub reason: String = prose("reason"),
        /// When it was made; by default the time of its commit.
        pub at: Option<Instant> = key("at"),
        /// Whether the challenger has withdrawn it.
        pub withdrawn: bool = key("withdrawn"),
        /// Why.
        pub withdrawn_reason: Option<String> = prose("withdrawn-reason"),
    }
}
