//! An appeal: a later contest of how a decision came about. Its path says whose it is.

use serde::Serialize;

use crate::record::described::{key, prose, record};
use crate::value::clock::Instant;
use crate::value::id::GroundName;

record! {
    /// What the file of an appeal says.
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub struct Appeal {
        /// On which of the track's grounds; owed where the track names any.
        pub ground: Option<GroundName> = key("ground"),
        /// What went wrong.
        pub problem: String = prose("problem"),
        /// What the appellant asks for.
        pub asks: String = prose("asks"),
        /// When it was made; where it is left out, its landing says so.
        pub at: Option<Instant> = key("at"),
        /// Whether the appellant took it back.
        pub withdrawn: bool = key("withdrawn"),
        /// Why.
        pub withdrawn_reason: Option<String> = prose("withdrawn-reason"),
    }
}
