//! Joins rows of one participant that differ only in the group: the participant counts in each of these groups.

use crate::act::intake::draft_records::{DraftRecords, of_one_owner};
use crate::procedure::intake::RowOutcome;
use crate::record::participant::{Participant, Term};

/// Joins the rows of each new participant with a row for each of several groups.
pub(super) fn join(drafts: &mut [DraftRecords]) {
    for places in of_one_owner(drafts) {
        join_rows(drafts, &places);
    }
}

/// Puts the groups of all rows at `places` into the first one. Changes nothing unless all are about the same new
/// participant, give the same answer or none, and are the same but for the group.
fn join_rows(drafts: &mut [DraftRecords], places: &[usize]) -> Option<()> {
    let rows: Vec<&DraftRecords> = places.iter().filter_map(|at| drafts.get(*at)).collect();
    let added: Option<Vec<Added<'_>>> = rows.iter().map(|draft| added(draft)).collect();
    let added = added?;
    let (&(_, answer), others) = added.split_first()?;
    if others.iter().any(|(_, other)| *other != answer) {
        return None;
    }
    let people: Vec<&Participant> = added.iter().map(|(who, _)| *who).collect();
    let (first, rest) = people.split_first()?;
    let same = |other: &&Participant| {
        let moved = Participant {
            group: first.group.clone(),
            ..(**other).clone()
        };
        moved == **first && other.group != first.group
    };
    if !rest.iter().all(same) {
        return None;
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
    Some(())
}

/// A new participant, and the other files of the row.
type Added<'d> = (&'d Participant, &'d [(String, Vec<u8>)]);

/// The participant that a row adds, with the answer that it gives.
fn added(draft: &DraftRecords) -> Option<Added<'_>> {
    let who = draft.said.participant.as_ref()?;
    let whole = who.sheet().finish().into_bytes();
    let (first, answer) = draft.files.split_first()?;
    let is_new = first.1 == whole && draft.verdict == RowOutcome::Accepted;
    is_new.then_some((who, answer))
}
