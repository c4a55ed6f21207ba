//! Rows held against one another: several of one participant, and rows that rest on others.

use std::collections::{BTreeMap, BTreeSet};

use crate::act::intake::draft::Draft;
use crate::procedure::intake::Verdict;
use crate::record::path::Owner;
use crate::value::id::ParticipantId;

/// Settles what the rows come to together.
pub(super) fn settle(drafts: &mut [Draft]) {
    let mut of_owner: BTreeMap<Owner, Vec<usize>> = BTreeMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        if let Some(owner) = &draft.owner {
            of_owner.entry(owner.clone()).or_default().push(at);
        }
    }
    for places in of_owner.values().filter(|places| places.len() > 1) {
        one_of(drafts, places);
    }
    loop {
        let unsupported = unsupported(drafts);
        if unsupported.is_empty() {
            return;
        }
        for (at, missing) in unsupported {
            if let Some(draft) = drafts.get_mut(at) {
                let why = format!("it names {missing}, whose own row is not taken");
                draft.stopped(Verdict::Refused, why, String::new());
            }
        }
    }
}

/// Of several rows of one participant that say the same, the first counts; where they differ, none
/// does before somebody has said which.
fn one_of(drafts: &mut [Draft], places: &[usize]) {
    let rows: Vec<&Draft> = places.iter().filter_map(|at| drafts.get(*at)).collect();
    let numbers: Vec<usize> = rows.iter().map(|draft| draft.row).collect();
    let agree = rows.windows(2).all(|pair| match pair {
        [one, other] => {
            one.said == other.said && !one.verdict.is_open() && !other.verdict.is_open()
        }
        _ => true,
    });
    for (n, at) in places.iter().enumerate() {
        let Some(draft) = drafts.get_mut(*at) else {
            continue;
        };
        if agree && n > 0 {
            draft.stopped(
                Verdict::Duplicate,
                format!("row {} says the same", first(&numbers)),
                String::new(),
            );
        } else if !agree && !draft.verdict.is_open() {
            let others = numbers.iter().filter(|number| **number != draft.row);
            let others: Vec<String> = others.map(usize::to_string).collect();
            draft.stopped(
                Verdict::NeedsAPerson,
                format!(
                    "row {} is of the same participant and says otherwise",
                    others.join(" and row ")
                ),
                "leave in the table the one that counts".to_owned(),
            );
        }
    }
}

fn first(numbers: &[usize]) -> usize {
    numbers.first().copied().unwrap_or_default()
}

/// The rows that are taken and rest on one that is not, with whose that is.
fn unsupported(drafts: &[Draft]) -> Vec<(usize, ParticipantId)> {
    if drafts.iter().all(|draft| draft.rests_on.is_empty()) {
        return Vec::new();
    }
    let taken = |draft: &&Draft| matches!(draft.verdict, Verdict::Accepted | Verdict::Unchanged);
    let owners: BTreeSet<&ParticipantId> = drafts
        .iter()
        .filter(taken)
        .filter_map(|draft| match &draft.owner {
            Some(Owner::Participant(id)) => Some(id),
            _ => None,
        })
        .collect();
    let missing = |(at, draft): (usize, &Draft)| {
        let missing = draft.rests_on.iter().find(|id| !owners.contains(id))?;
        taken(&draft).then(|| (at, missing.clone()))
    };
    drafts.iter().enumerate().filter_map(missing).collect()
}
