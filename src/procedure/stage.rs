//! Where a proposal stands. Computed from its records, never typed.

use crate::record::call::Call;
use crate::record::track::Outcome;
use crate::register::records::Folder;
use crate::value::clock::Instant;

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// No call is under way: positions and objections may be filed at any time.
    Discussion,
    /// The call takes positions.
    CallOpen(u32),
    /// The call is over and nobody has decided.
    CallOver(u32),
    /// The call is over, and a chair has published a draft designation.
    Designated(u32),
    /// The call was decided.
    Decided(u32, Outcome),
}

impl Stage {
    /// The stage in words, to stand behind the proposal's track.
    pub fn in_words(self) -> String {
        match self {
            Stage::Discussion => "discussion".to_owned(),
            Stage::CallOpen(n) => format!("call {n} (open)"),
            Stage::CallOver(n) => format!("call {n} (over, not decided)"),
            Stage::Designated(n) => format!("call {n} (over, draft designation)"),
            Stage::Decided(n, outcome) => format!("call {n} (decided: {})", outcome.word()),
        }
    }
}

/// Where the proposal of `folder` stands at `now`.
pub fn stage(folder: &Folder, now: Instant) -> Stage {
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

/// The calls that came before `n` and led to nothing, since a call that failed must not become
/// consensus by attrition.
pub fn earlier_calls(folder: &Folder, n: u32) -> Vec<(u32, &Call)> {
    folder
        .calls
        .range(..n)
        .filter_map(|(n, filed)| Some((*n, filed.call.as_ref()?)))
        .collect()
}
