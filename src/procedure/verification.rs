//! What came of recomputing a decision.

use crate::record::track::Outcome;
use crate::value::clock::Instant;
use crate::value::finding::Finding;
use crate::value::id::ProposalId;

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
    /// How many files the manifest names.
    pub inputs: usize,
    /// Whether it pins commits, or is carried inside another project and pins digests only.
    pub pinned: bool,
    /// What is wrong with it; nothing where it holds.
    pub findings: Vec<Finding>,
    /// Whether the outcome on record follows from the recomputed tally; `None` where there is
    /// none.
    pub outcome_follows: Option<bool>,
}
