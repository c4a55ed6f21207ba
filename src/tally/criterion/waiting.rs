//! Rules that time alone will meet, and rules that wait for objections alone.

use super::Criterion;
use super::ballot::Ballot;
use super::evaluate::evaluate;
use super::verdict::{Comparison, Verdict};

/// The quantities that only time moves.
const DAYS: [&str; 2] = ["days-open", "days-unchanged"];

/// After how many more days of the call a rule will hold with nothing else changed; none where it
/// holds already, or where time does not make it hold.
pub fn days_until_met(criterion: &Criterion, ballot: &Ballot) -> Option<u64> {
    let verdict = evaluate(criterion, ballot);
    let mut missing = Vec::new();
    missing_days(&verdict, &mut missing);
    missing.sort_unstable();
    missing.into_iter().find(|days| {
        let later = Ballot {
            days_open: ballot.days_open.saturating_add(*days),
            days_unchanged: ballot.days_unchanged.saturating_add(*days),
            ..ballot.clone()
        };
        !verdict.met && evaluate(criterion, &later).met
    })
}

/// How many days each unmet comparison of days is short of.
fn missing_days(verdict: &Verdict, into: &mut Vec<u64>) {
    for comparison in &verdict.comparisons {
        let is_of_days = DAYS.iter().any(|word| comparison.text.contains(word));
        if is_of_days && !comparison.met {
            into.extend(short(comparison));
        }
        for within in &comparison.within {
            let inner = Verdict {
                met: within.met,
                comparisons: within.comparisons.clone(),
            };
            missing_days(&inner, into);
        }
    }
}

fn short(comparison: &Comparison) -> Option<u64> {
    let needed = comparison.needed?;
    let short = needed.saturating_sub(comparison.count);
    (short > 0).then_some(short)
}

/// Whether the rule would hold if no objection were left.
pub fn waits_for_objections(criterion: &Criterion, ballot: &Ballot) -> bool {
    let without = Ballot {
        objections: Vec::new(),
        ..ballot.clone()
    };
    !evaluate(criterion, ballot).met && evaluate(criterion, &without).met
}
