//! Reads and writes what comes before a call: another track with its outcome, a change since the last call, the parts of a
//! package.

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Described, OrElse, Part, key, record};
use crate::record::item::words;
use crate::record::keys::Keys;
use crate::record::outcome::Outcome;
use crate::record::shape::{KeyShape, Shape};
use crate::value::id::TrackId;

words! {
    /// Which text a call on a later track can be about.
    pub enum LaterText {
        /// The text on which the call before was decided.
        Same = "same",
        /// That text, or a later revision of it.
        Later = "later",
    }
}

record! {
    /// The track that comes first.
    pub struct AfterRule {
        /// Its id.
        pub track: TrackId = key("track"),
        /// How its call must have ended; by default `adopted` or `noted`.
        pub outcomes: Vec<Outcome> = key("outcome"),
        /// On which text: the same, or a later one.
        pub text: LaterText = OrElse("text", LaterText::Same),
    }
}

impl AfterRule {
    /// How its call can have ended.
    pub fn allowed(&self) -> Vec<Outcome> {
        match self.outcomes.is_empty() {
            true => vec![Outcome::Adopted, Outcome::Noted],
            false => self.outcomes.clone(),
        }
    }
}

words! {
    /// What a further call needs, after a call on the same track that left the question open.
    pub enum FurtherCall {
        /// Nothing.
        Allowed = "allowed",
        /// A change of the text, of the objections, or of the participants.
        Changed = "changed",
    }
}

words! {
    /// What becomes of a package: a proposal whose parts are proposals of their own.
    pub enum PackageRule {
        /// It has no call: it is closed when each of its parts is decided.
        PartsDecide = "parts-decide",
        /// It is put to a call as a whole, as soon as each part is decided.
        AllDecided = "all-decided",
        /// It is put to a call as a whole, as soon as each part is adopted.
        AllAdopted = "all-adopted",
    }
}

/// The id of a track, or a table with it.
pub(super) struct TrackOrRule;

impl Part<Option<AfterRule>> for TrackOrRule {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Option<AfterRule>> {
        let way = key("after");
        if keys.is_table("after") {
            return Part::read(&way, keys);
        }
        let track: Option<TrackId> = Part::read(&way, keys)?;
        Some(track.map(|track| AfterRule {
            track,
            outcomes: Vec::new(),
            text: LaterText::Same,
        }))
    }

    fn write(&self, rule: &Option<AfterRule>, sheet: &mut CanonicalToml) {
        if let Some(rule) = rule.as_ref().filter(|rule| rule.is_only_a_track()) {
            sheet.text("after", rule.track.as_str());
        }
    }

    fn write_tables(&self, rule: &Option<AfterRule>, sheet: &mut CanonicalToml) {
        if rule.as_ref().is_some_and(|rule| !rule.is_only_a_track()) {
            Part::write_tables(&key("after"), rule, sheet);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let track = Shape::Like("the id of a track");
        let either = Shape::Either(vec![track, Shape::Table(AfterRule::keys())]);
        vec![KeyShape::new("after", either, false, says)]
    }
}

impl AfterRule {
    fn is_only_a_track(&self) -> bool {
        self.outcomes.is_empty() && self.text == LaterText::Same
    }
}
