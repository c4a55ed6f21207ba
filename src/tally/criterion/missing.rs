//! Finds what a rule that is not met waits for: time, objections that are closed, answers to comments, or letters.

use std::collections::BTreeSet;
use std::slice;

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

/// Whether a part of the rule is not met, but is met without objections.
pub fn waits_for_objections(criterion: &Criterion, ballot: &Ballot) -> bool {
    let met = met_after(&unmet_parts(criterion, ballot), ballot, |ballot| {
        ballot.objections.clear();
    });
    met > 0
}

/// What comments need, so that a rule is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommentsNeed {
    /// Each has a response.
    Responses,
    /// Each is closed.
    Closing,
}

/// What comments need, so that all parts of the rule are met that wait only for comments; `None` if there are none.
pub fn waits_for_comments(criterion: &Criterion, ballot: &Ballot) -> Option<CommentsNeed> {
    let parts = unmet_parts(criterion, ballot);
    let with = |closed: bool| {
        met_after(&parts, ballot, |ballot| {
            for comment in &mut ballot.comments {
                comment.unanswered = false;
                comment.open = comment.open && !closed;
            }
        })
    };
    match (with(false), with(true)) {
        (_, 0) => None,
        (responses, closing) if responses == closing => Some(CommentsNeed::Responses),
        _ => Some(CommentsNeed::Closing),
    }
}

/// Whom letters must ask for an answer, so that all parts of the rule are met that wait only for letters. Without any
/// one of them they are not met.
pub fn letters_missing(criterion: &Criterion, ballot: &Ballot) -> Vec<ParticipantId> {
    let people = ballot.people.iter().enumerate();
    let unasked = people.filter(|(_, person)| !person.asked);
    let unasked: Vec<usize> = unasked.map(|(n, _)| n).collect();
    let mut needed: BTreeSet<usize> = unasked.iter().copied().collect();
    let mut parts = unmet_parts(criterion, ballot);
    parts.retain(|part| met_after(slice::from_ref(part), ballot, asked(&needed)) == 1);
    if parts.is_empty() {
        return Vec::new();
    }
    let is_enough =
        |needed: &BTreeSet<usize>| met_after(&parts, ballot, asked(needed)) == parts.len();
    leave_out(&unasked, &mut needed, &is_enough);
    let people = needed.iter().filter_map(|n| ballot.people.get(*n));
    people.map(|person| person.id.clone()).collect()
}

/// Letters to these people.
fn asked(people: &BTreeSet<usize>) -> impl Fn(&mut Ballot) {
    move |ballot| {
        for n in people {
            if let Some(person) = ballot.people.get_mut(*n) {
                person.asked = true;
            }
        }
    }
}

/// Leaves out as many of some people as possible. Where all of them can be left out, none is tried alone: most rules
/// need few letters, and a body can have thousands of participants.
fn leave_out(
    some: &[usize],
    needed: &mut BTreeSet<usize>,
    is_enough: &impl Fn(&BTreeSet<usize>) -> bool,
) {
    let mut without = needed.clone();
    for n in some {
        without.remove(n);
    }
    if is_enough(&without) {
        *needed = without;
    } else if some.len() > 1 {
        let (first, rest) = some.split_at(some.len() / 2);
        leave_out(first, needed, is_enough);
        leave_out(rest, needed, is_enough);
    }
}

/// The parts of a rule that are not met: what `and` joins, each by itself.
fn unmet_parts(criterion: &Criterion, ballot: &Ballot) -> Vec<Criterion> {
    let mut parts = criterion.parts();
    parts.retain(|part| !evaluate(part, ballot).met);
    parts
}

/// How many of these parts are met on the changed ballot.
fn met_after(parts: &[Criterion], ballot: &Ballot, change: impl Fn(&mut Ballot)) -> usize {
    let mut changed = ballot.clone();
    change(&mut changed);
    let met = parts.iter().filter(|part| evaluate(part, &changed).met);
    met.count()
}

#[cfg(test)]
mod tests {
    use super::{CommentsNeed, letters_missing, waits_for_comments};
    use crate::tally::criterion::fixture::{ballot, rule};
    use crate::tally::criterion::{Ballot, ObjectionMark, PersonMark};
    use crate::value::dimension::OwnPlaces;
    use crate::value::id::{GroupId, ParticipantId};

    /// Nine participants, three in each of three groups; the first was asked.
    fn nine() -> Ballot {
        let groups = ["permanent", "p-members", "empty"];
        let person = |n: usize| PersonMark {
            id: ParticipantId::parse(&format!("p{n}")).unwrap(),
            groups: vec![GroupId::parse(groups[n / 3]).unwrap()],
            houses: Vec::new(),
            regions: Vec::new(),
            affiliations: Vec::new(),
            own: OwnPlaces::default(),
            spoke: false,
            asked: n == 0,
        };
        Ballot {
            people: (0..9).map(person).collect(),
            ..ballot([])
        }
    }

    #[test]
    fn no_more_letters_than_the_rule_needs() {
        for (text, expected) in [
            ("asked >= 1", &[][..]),
            ("asked >= 2", &["p8"]),
            (
                "asked >= 9",
                &["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"],
            ),
            ("asked >= 10", &[]),
            ("asked >= 1 in group p-members", &["p5"]),
            (
                "asked >= 1 in group p-members and asked >= 2 in group empty",
                &["p5", "p7", "p8"],
            ),
            ("spoke >= 1", &[]),
            ("asked >= 2 and spoke >= 1 and open-comments == 0", &["p8"]),
            ("asked >= 10 and asked >= 2", &["p8"]),
            ("(asked >= 2 and spoke >= 1) or yes >= 1", &[]),
        ] {
            let found = letters_missing(&rule(text), &nine());
            let found: Vec<&str> = found.iter().map(ParticipantId::as_str).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn comments_are_closed_only_where_responses_are_not_enough() {
        let open = ObjectionMark {
            open: true,
            unanswered: true,
            undisposed: true,
            ..ObjectionMark::default()
        };
        let ballot = Ballot {
            comments: vec![open],
            ..nine()
        };
        for (text, expected) in [
            ("unanswered-comments == 0", Some(CommentsNeed::Responses)),
            ("open-comments == 0", Some(CommentsNeed::Closing)),
            (
                "unanswered-comments == 0 and open-comments == 0",
                Some(CommentsNeed::Closing),
            ),
            (
                "asked >= 5 and unanswered-comments == 0",
                Some(CommentsNeed::Responses),
            ),
            ("comments == 0", None),
            ("asked >= 5", None),
        ] {
            let found = waits_for_comments(&rule(text), &ballot);
            assert_eq!(found, expected, "{text}");
        }
    }
}
