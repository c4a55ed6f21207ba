//! Joins rows of one participant that differ only in the group: the participant counts in each of these groups.

use crate::act::intake::draft_records::DraftRecords;
use crate::procedure::intake::RowOutcome;
use crate::record::participant::{Participant, Term};

/// Puts the groups of all rows at `places` into the first one, and returns whether it could. All must be about the same
/// new participant, without a position, and the same but for the group.
pub(super) fn join(drafts: &mut [DraftRecords], places: &[usize]) -> bool {
    let rows: Vec<&DraftRecords> = places.iter().filter_map(|at| drafts.get(*at)).collect();
    let people: Option<Vec<&Participant>> = rows.iter().map(|draft| added(draft)).collect();
    let Some((first, rest)) = people.as_deref().and_then(<[_]>::split_first) else {
        return false;
    };
    let same = |other: &&Participant| {
        let moved = Participant {
            group: first.group.clone(),
            ..(**other).clone()
        };
        moved == **first && other.group != first.group
    };
    if !rest.iter().all(same) {
        return false;
    }
    let mut joined = (*first).clone();
    for other in rest.iter().filter(|other| !first.is_in(&other.group)) {
        let standings = first.memberships.standing.iter();
        joined
            .memberships
            .terms
            .extend(standings.map(|standing| Term {
                standing: standing.clone(),
                group: Some(other.group.clone()),
                since: None,
                until: None,
            }));
    }
    let row = rows.first().map_or(0, |draft| draft.row);
    let groups: Vec<String> = rest.iter().map(|who| who.group.to_string()).collect();
    for (n, at) in places.iter().enumerate() {
        match (
            n.checked_sub(1).and_then(|n| groups.get(n)),
            drafts.get_mut(*at),
        ) {
            (None, Some(draft)) => draft.rewrite(&joined, &groups),
            (Some(group), Some(draft)) => {
                let why = format!("row {row} adds the participant to group {group} as well");
                draft.stopped(RowOutcome::Duplicate, why, String::new());
            }
            (_, None) => {}
        }
    }
    true
}

/// The participant that a row adds, if it does nothing else.
fn added(draft: &DraftRecords) -> Option<&Participant> {
    let who = draft.said.participant.as_ref()?;
    let whole = who.sheet().finish().into_bytes();
    let is_only = matches!(draft.files.as_slice(), [(_, bytes)] if *bytes == whole);
    (is_only && draft.verdict == RowOutcome::Accepted).then_some(who)
}
