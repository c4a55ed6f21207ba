//! A ruling: what those who heard an appeal answered, and how it ended. Its path says on whose
//! appeal. An appeal is about process: none of the endings changes an outcome, two of them take
//! the decision back to the group.

use serde::Serialize;

use crate::record::act::Act;
use crate::record::described::{Inside, key, record};
use crate::record::handling::Response;
use crate::record::word::words;

words! {
    /// How an appeal ended.
    pub enum Value {
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

impl Value {
    /// Whether the decision is no longer in force.
    pub fn reverses(self) -> bool {
        matches!(self, Value::Upheld | Value::Remanded)
    }
}

record! {
    /// How an appeal ended, who says so, when and why.
    #[derive(Serialize)]
    pub struct Ended {
        /// How.
        pub value: Value = key("value"),
        /// Who, when and why.
        #[serde(flatten)]
        pub act: Act = Inside,
    }
}

record! {
    /// What the file of a ruling says.
    #[derive(Default)]
    pub struct Ruling {
        /// What was answered while the appeal was heard, oldest first.
        pub answers: Vec<Response> = key("answer"),
        /// How it ended; `None` while it is heard.
        pub ended: Option<Ended> = key("ruling"),
    }
}
