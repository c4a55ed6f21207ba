//! What came of recomputing a decision.

use crate::record::track::Outcome;
use crate::value::clock::Instant;
use crate::value::finding::{Finding, Place};
use crate::value::id::ProposalId;

/// What a decision of an earlier format says, and a recount by the rules of today does not.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// Which item of `docs/reference/format.md`.
    pub item: &'static str,
    /// Where in the record.
    #[serde(flatten)]
    pub place: Place,
    /// Both values, as a sentence without its full stop.
    #[serde(rename = "message")]
    pub sentence: String,
}

/// What came of verifying one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The proposal.
    pub proposal: ProposalId,
    /// The call.
    pub call: u32,
    /// The outcome on record, where the record can be read.
    pub outcome: Option<Outcome>,
    /// The moment of the decision, where the record can be read.
    pub at: Option<Instant>,
    /// The format of the record, where it can be read.
    pub format: Option<u64>,
    /// How many files the manifest names.
    pub inputs: usize,
    /// Whether it pins commits, or is carried inside another project and pins digests only.
    pub pinned: bool,
    /// Whether the record was removed since, so that nothing is left to recompute.
    pub removed: bool,
    /// What is wrong with it; nothing where it holds.
    pub findings: Vec<Finding>,
    /// What only the rules of today count otherwise: no reason why it should not hold.
    pub notes: Vec<Difference>,
    /// Whether the outcome on record follows from the recomputed tally; `None` where there is
    /// none.
    pub outcome_follows: Option<bool>,
}

impl Verified {
    /// A decision that was recorded once and is not there any more.
    pub fn of_removed(proposal: ProposalId, call: u32, finding: Finding) -> Self {
        Self {
            proposal,
            call,
            outcome: None,
            at: None,
            format: None,
            inputs: 0,
            pinned: false,
            removed: true,
            findings: vec![finding],
            notes: Vec::new(),
            outcome_follows: None,
        }
    }
}
