//! A challenge: a participant's dispute of a draft designation. Its path says whose it is, and
//! which draft it disputes.

use crate::record::described::{key, prose, record};
use crate::value::clock::Instant;

record! {
    /// What the file of a challenge says.
    pub struct Challenge {
        /// Why the draft does not fit what was said.
        pub reason: String = prose("reason"),
        /// When it was made; where it is left out, its landing says so.
        pub at: Option<Instant> = key("at"),
        /// Whether the challenger took it back.
        pub withdrawn: bool = key("withdrawn"),
        /// Why.
        pub withdrawn_reason: Option<String> = prose("withdrawn-reason"),
    }
}
