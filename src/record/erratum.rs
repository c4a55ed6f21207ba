//! Reads and writes errata: corrections of words in a decision, which never change what was decided. The path has
//! the number of each.

use serde::Serialize;

use crate::record::attribution::Attribution;
use crate::record::described::{Inside, prose, record};

record! {
    /// What the file of an erratum says.
    #[derive(Serialize)]
    pub struct Erratum {
        /// The words as the decision has them.
        pub was: String = prose("was"),
        /// The words as they should read.
        pub reads: String = prose("reads"),
        /// Who corrected them, when and why.
        #[serde(flatten)]
        pub act: Attribution = Inside,
    }
}
