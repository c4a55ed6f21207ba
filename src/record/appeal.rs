//! An appeal, a later contest of how a decision came about, and the ruling on it: what those who
//! heard it answered, and how it ended. The path of each says on whose appeal. An appeal is about
//! process: none of the endings changes an outcome, two of them take the decision back to the
//! group.

use serde::Serialize;

use crate::record::attribution::Attribution;
use crate::record::described::{Inside, key, prose, record};
use crate::record::handling::Response;
use crate::record::item::words;
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
        /// When it was made; where it is left out, the commit that brought it says so.
        pub at: Option<Instant> = key("at"),
        /// Whether the appellant took it back.
        pub withdrawn: bool = key("withdrawn"),
        /// Why.
        pub withdrawn_reason: Option<String> = prose("withdrawn-reason"),
    }
}

words! {
    /// How an appeal ended.
    pub enum RulingKind {
        /// The appellant was right: the decision is no longer in force.
        Upheld = "upheld",
        /// The appellant was not: the decision stays in force.
        Dismissed = "dismissed",
        /// The group must decide again: the decision is no longer in force, and the proposal is
        /// open.
        Remanded = "remanded",
        /// The appellant took it back: the decision stays in force.
        Withdrawn = "withdrawn",
    }
}

impl RulingKind {
    /// Whether the decision is no longer in force.
    pub fn reverses(self) -> bool {
        matches!(self, RulingKind::Upheld | RulingKind::Remanded)
    }
}

record! {
    /// How an appeal ended, who says so, when and why.
    #[derive(Serialize)]
    pub struct RulingResult {
        /// How.
        pub value: RulingKind = key("value"),
        /// Who, when and why.
        #[serde(flatten)]
        pub act: Attribution = Inside,
    }
}

record! {
    /// What the file of a ruling says.
    #[derive(Default)]
    pub struct Ruling {
        /// What was answered while the appeal was heard, oldest first.
        pub answers: Vec<Response> = key("answer").grows(),
        /// How it ended; left out while it is heard.
        pub ended: Option<RulingResult> = key("ruling").once(),
    }
}
