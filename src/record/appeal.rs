//! Reads and writes appeals, which dispute how a decision was made, and their rulings: the responses, and
//! how the appeal was closed. The path of each names the appellant. An appeal is about process: no ruling
//! changes an outcome, and two of them reopen the question.

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
        /// The ground for the appeal; required where the track names any.
        pub ground: Option<GroundName> = key("ground"),
        /// What went wrong.
        pub problem: String = prose("problem"),
        /// What the appellant asks for.
        pub asks: String = prose("asks"),
        /// When it was made; by default the time of its commit.
        pub at: Option<Instant> = key("at"),
        /// Whether the appellant has withdrawn it.
        pub withdrawn: bool = key("withdrawn"),
        /// Why.
        pub withdrawn_reason: Option<String> = prose("withdrawn-reason"),
    }
}

words! {
    /// How an appeal was closed.
    pub enum RulingKind {
        /// The appellant was right: the decision is no longer in force.
        Upheld = "upheld",
        /// The appellant was not: the decision stays in force.
        Dismissed = "dismissed",
        /// The body must decide again: the decision is no longer in force, and the proposal is open.
        Remanded = "remanded",
        /// The appellant has withdrawn it: the decision stays in force.
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
    /// How an appeal was closed, by whom, when and why.
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
        /// The responses to the appeal, oldest first.
        pub answers: Vec<Response> = key("answer").grows(),
        /// How it was closed; left out while it is open.
        pub ended: Option<RulingResult> = key("ruling").once(),
    }
}
