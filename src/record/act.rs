//! An act of somebody in a role: who did it, when, and why. All three are owed.

use serde::Serialize;

use crate::record::described::{Part, key, record};
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::ParticipantId;

record! {
    /// Who did something, when and why.
    #[derive(Serialize)]
    pub struct Act {
        /// Who.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
        /// Why.
        pub reason: String = Owed("reason", "this act has no reason, and one is owed"),
    }
}

/// Prose that is owed to somebody: without it the sentence is a fault.
pub(crate) struct Owed(pub(crate) &'static str, pub(crate) &'static str);

impl Part<String> for Owed {
    fn read(&self, keys: &mut Keys<'_>) -> Option<String> {
        let said = keys.text(self.0).filter(|said| !said.trim().is_empty());
        if said.is_none() {
            let hint = format!("{} = '''…'''", self.0);
            keys.fault(code::S127, self.0, self.1, hint);
        }
        said
    }

    fn write(&self, value: &String, sheet: &mut Sheet) {
        sheet.prose(self.0, value);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new(self.0, Shape::Text, true, says)]
    }
}
