//! What a track asks for around a call: how its decisions may be appealed, what minority
//! statements keep to, and what is owed in the public interest.

use crate::record::described::{Described, Part, key, record};
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::record::sheet::Sheet;
use crate::value::clock::Span;
use crate::value::id::{GroundName, RoleName};

record! {
    /// How a decision may be appealed. An appeal contests how a decision came about.
    pub struct AppealRule {
        /// How long after the decision.
        pub within: Span = key("within").needed("\"30d\""),
        /// The role whose holders hear it; where none is named, the chairs who did not decide.
        pub heard_by: Option<RoleName> = key("heard-by"),
        /// The grounds that are heard; any, where none is named.
        pub grounds: Vec<GroundName> = key("grounds"),
    }
}

record! {
    /// What a minority statement has to keep to.
    pub struct MinorityRule {
        /// The most words that it may have.
        pub words: Option<u64> = key("words"),
        /// How long it may be filed after the last draft of the designation, or, where drafts
        /// cannot be challenged, after the close; no decision is taken before.
        pub within: Option<Span> = key("within"),
    }
}

/// Whether a proposal must say who outside the group is affected, before it is put to the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicInterest {
    /// It may.
    Optional,
    /// It must.
    Required,
}

/// A length of time, or a table with it.
pub(super) struct SpanOrRule;

impl Part<Option<AppealRule>> for SpanOrRule {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Option<AppealRule>> {
        let way = key("appeal");
        if keys.is_table("appeal") {
            return Part::read(&way, keys);
        }
        let within: Option<Span> = Part::read(&way, keys)?;
        Some(within.map(|within| AppealRule {
            within,
            heard_by: None,
            grounds: Vec::new(),
        }))
    }

    fn write(&self, _: &Option<AppealRule>, _: &mut Sheet) {}

    fn write_tables(&self, rule: &Option<AppealRule>, sheet: &mut Sheet) {
        Part::write_tables(&key("appeal"), rule, sheet);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let span = Shape::Like("a length of time such as \"14d\"");
        let either = Shape::Either(vec![span, Shape::Table(AppealRule::keys())]);
        vec![KeyShape::new("appeal", either, false, says)]
    }
}

/// A flag.
pub(super) struct PublicInterestFlag;

impl Part<PublicInterest> for PublicInterestFlag {
    fn read(&self, keys: &mut Keys<'_>) -> Option<PublicInterest> {
        Some(match keys.flag("public-interest") {
            Some(true) => PublicInterest::Required,
            Some(false) | None => PublicInterest::Optional,
        })
    }

    fn write(&self, value: &PublicInterest, sheet: &mut Sheet) {
        if *value == PublicInterest::Required {
            sheet.flag("public-interest", true);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new("public-interest", Shape::Flag, false, says)]
    }
}
