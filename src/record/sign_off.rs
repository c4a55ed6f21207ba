//! A sign-off: the name of a further chair under a decision, who recomputed it. The first is
//! in the decision itself.

use crate::record::described::{key, record};
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;

record! {
    /// What the file of a sign-off says.
    pub struct SignOff {
        /// The digest of the decision that was signed off.
        pub sha256: TextDigest = key("sha256").needed("\"…\", as `plenary sign-off` writes it"),
        /// When.
        pub at: Instant = key("at"),
    }
}
