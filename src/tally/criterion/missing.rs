//! Finds what a rule that is not met waits for: time, objections that are closed, answers to comments, or letters.

use super::Criterion;
use super::ballot::Ballot;
use super::evaluate::{Comparison, evaluate};
use crate::value::id::ParticipantId;

/// The quantities that change only with time.
const DAYS: [&str; 2] = ["days-open", "days-unchanged"];

/// After how many more days of the call a rule is met if nothing else changes; `None` if it is met already, or if time
/// alone is not enough.
pub fn days_until_met(criterion: &Criterion, ballot: &Ballot) -> Option<u64> {
    let verdict = evaluate(criterion, ballot);
    let mut missing = Vec::new();
    missing_days(&verdict.comparisons, &mut missing);
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

/// How many days each comparison of days still needs.
fn missing_days(comparisons: &[Comparison], into: &mut Vec<u64>) {
    for comparison in comparisons {
        let is_of_days = DAYS.iter().any(|word| comparison.text.contains(word));
        if is_of_days && !comparison.met {
            into.extend(short(comparison));
        }
        for within in &comparison.within {
            missing_days(&within.comparisons, into);
        }
    }
}

fn short(comparison: &Comparison) -> Option<u64> {
    let needed = comparison.needed?;
    let short = needed.saturating_sub(comparison.count);
    (short > 0).then_some(short)
}

/// Whether the rule is not met, but is met without objections.
pub fn waits_for_objections(criterion: &Criterion, ballot: &Ballot) -> bool {
    is_met_after(criterion, ballot, |ballot| ballot.objections.clear())
}

/// Whether the rule is not met, but is met if every comment has a response and is closed.
pub fn waits_for_comments(criterion: &Criterion, ballot: &Ballot) -> bool {
    is_met_after(criterion, ballot, |ballot| {
        for comment in &mut ballot.comments {
            (comment.open, comment.unanswered) = (false, false);
        }
    })
}

/// Whom letters must ask for an answer, so that the rule is met; nobody, if it is met already or letters are not enough.
/// Without any one of them it is not met.
pub fn letters_missing(criterion: &Criterion, ballot: &Ballot) -> Vec<ParticipantId> {
    let asking = |people: &[usize]| {
        is_met_after(criterion, ballot, |ballot| {
            for (n, person) in ballot.people.iter_mut().enumerate() {
                person.asked |= people.contains(&n);
            }
        })
    };
    let people = ballot.people.iter().enumerate();
    let mut needed: Vec<usize> = people
        .filter(|(_, person)| !person.asked)
        .map(|(n, _)| n)
        .collect();
    if !asking(&needed) {
        return Vec::new();
    }
    for n in needed.clone() {
        let without: Vec<usize> = needed.iter().copied().filter(|other| *other != n).collect();
        if asking(&without) {
            needed = without;
        }
    }
    let people = needed.iter().filter_map(|n| ballot.people.get(*n));
    people.map(|person| person.id.clone()).collect()
}

fn is_met_after(criterion: &Criterion, ballot: &Ballot, change: impl Fn(&mut Ballot)) -> bool {
    let mut changed = ballot.clone();
    change(&mut changed);
    !evaluate(criterion, ballot).met && evaluate(criterion, &changed).met
}
