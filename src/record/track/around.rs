//! What a track asks for around a call: how its decisions may be appealed, what minority
//! statements keep to, and what is owed in the public interest.

use crate::record::keys::Keys;
use crate::value::clock::Span;
use crate::value::code;
use crate::value::id::{GroundName, RoleName};

/// How a decision may be appealed. An appeal contests how a decision came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealRule {
    /// How long after the decision.
    pub within: Span,
    /// The role whose holders hear it; where none is named, the chairs who did not decide.
    pub heard_by: Option<RoleName>,
    /// The grounds that are heard; any, where none is named.
    pub grounds: Vec<GroundName>,
}

/// What a minority statement has to keep to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinorityRule {
    /// The most words that it may have.
    pub words: Option<u64>,
    /// How long it may be filed after the last draft of the designation, or, where drafts cannot be
    /// challenged, after the close; no decision is taken before.
    pub within: Option<Span>,
}

/// Whether a proposal must say who outside the group is affected, before it is put to the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicInterest {
    /// It may.
    Optional,
    /// It must.
    Required,
}

/// A length of time.
pub(super) fn span(keys: &mut Keys<'_>, key: &'static str) -> Option<Span> {
    keys.parsed(
        key,
        code::S122,
        "a length of time such as \"14d\"",
        Span::parse,
    )
}

/// A length of time, or a table with it.
pub(super) fn appeal(keys: &mut Keys<'_>) -> Option<AppealRule> {
    if !keys.is_table("appeal") {
        return span(keys, "appeal").map(|within| AppealRule {
            within,
            heard_by: None,
            grounds: Vec::new(),
        });
    }
    let rule = keys.table("appeal", |keys| {
        if !keys.has("within") {
            keys.missing("within", "\"30d\"");
        }
        let within = span(keys, "within");
        let heard_by = keys.name("heard-by", RoleName::parse);
        let grounds = keys.names("grounds", GroundName::parse);
        Some(AppealRule {
            within: within?,
            heard_by,
            grounds,
        })
    });
    rule.flatten()
}

pub(super) fn minority(keys: &mut Keys<'_>) -> MinorityRule {
    MinorityRule {
        words: keys.whole("words"),
        within: span(keys, "within"),
    }
}
