//! Computes the stage of a proposal from its records, and since when it has it. A phase is the stage
//! without its call; a reopened question is under discussion again.

use crate::record::call::Call;
use crate::record::proposal::Proposal;
use crate::record::track::Outcome;
use crate::register::records::ProposalRecords;
use crate::value::clock::Instant;
use crate::value::words;

words! {
    /// The phase of a proposal, without the number of its call.
    pub enum Phase {
        /// No call is open or undecided.
        Discussion = "discussion",
        /// A call is open.
        Open = "open",
        /// The call is closed, and a decision is needed.
        Over = "over",
        /// The call is closed, and a draft designation was published.
        Designated = "designated",
        /// The call was decided.
        Decided = "decided",
    }
}

/// The phase of the proposal of `folder` at `now`.
pub fn phase(folder: &ProposalRecords, now: Instant) -> Phase {
    match stage(folder, now) {
        Stage::Discussion => Phase::Discussion,
        Stage::CallOpen(_) => Phase::Open,
        Stage::CallOver(_) => Phase::Over,
        Stage::Designated(_) => Phase::Designated,
        // A later call that was withdrawn leaves a decided question decided.
        Stage::Decided(n, _) if folder.is_taken_up_since(n) && folder.is_open_again() => {
            Phase::Discussion
        }
        Stage::Decided(..) => Phase::Decided,
    }
}

/// Since when it has been in that phase, by the dates in its records; `None` if none says so.
pub fn since(folder: &ProposalRecords, now: Instant) -> Option<Instant> {
    let current = folder.current_call();
    match phase(folder, now) {
        Phase::Discussion => discussed_since(folder),
        Phase::Open => current.map(|(_, call)| call.opens),
        Phase::Over => current.map(|(_, call)| call.closing()),
        Phase::Designated => {
            let (n, _) = current?;
            let (_, draft) = folder.designation(n)?.latest()?;
            Some(draft.act.at)
        }
        Phase::Decided => folder
            .current_decision()
            .map(|(_, decision)| decision.judgement.at),
    }
}

/// A discussion begins with the last revision, with the withdrawal of a call, or with an appeal that
/// reversed a decision.
fn discussed_since(folder: &ProposalRecords) -> Option<Instant> {
    let revised = folder.proposal.as_ref().and_then(Proposal::latest);
    let withdrawn = folder.calls.values().filter_map(|filed| {
        let withdrawal = filed.call.as_ref()?.withdrawal.as_ref()?;
        Some(withdrawal.at)
    });
    let reversed = folder.current_call().into_iter().flat_map(|(n, _)| {
        let reversals = folder.reversals(n);
        reversals.into_iter().map(|(_, ended)| ended.act.at)
    });
    let begun = revised.map(|revision| revision.at).into_iter();
    begun.chain(withdrawn).chain(reversed).max()
}

/// The stage of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// No call is open or undecided: positions and objections can be given at any time.
    Discussion,
    /// The call is open.
    CallOpen(u32),
    /// The call is closed, and a decision is needed.
    CallOver(u32),
    /// The call is closed, and a chair has published a draft designation.
    Designated(u32),
    /// The call was decided.
    Decided(u32, Outcome),
}

impl Stage {
    /// The stage in words.
    pub fn in_words(self) -> String {
        match self {
            Stage::Discussion => "in discussion".to_owned(),
            Stage::CallOpen(n) => format!("call {n} open"),
            Stage::CallOver(n) => format!("call {n} closed, decision needed"),
            Stage::Designated(n) => format!("call {n} closed, draft designation"),
            Stage::Decided(n, outcome) => {
                format!("call {n} decided: {}", outcome_in_words(outcome))
            }
        }
    }
}

/// An outcome in words.
pub fn outcome_in_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NoConsensus => "no consensus",
        Outcome::Inquorate => "no quorum",
        other => other.word(),
    }
}

/// The stage of the proposal of `folder` at `now`.
pub fn stage(folder: &ProposalRecords, now: Instant) -> Stage {
    let Some((n, call)) = folder.current_call() else {
        return Stage::Discussion;
    };
    if let Some(decision) = folder.decision(n) {
        return Stage::Decided(n, decision.judgement.outcome);
    }
    let drafted = folder.designation(n).is_some();
    match (call.is_open(now), drafted) {
        (true, _) => Stage::CallOpen(n),
        (false, true) => Stage::Designated(n),
        (false, false) => Stage::CallOver(n),
    }
}

/// The calls before `n`. A call that failed must not become consensus by attrition, so they are shown.
pub fn earlier_calls(folder: &ProposalRecords, n: u32) -> Vec<(u32, &Call)> {
    folder
        .calls
        .range(..n)
        .filter_map(|(n, filed)| Some((*n, filed.call.as_ref()?)))
        .collect()
}
