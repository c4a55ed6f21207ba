//! Who handles objections: who may respond to one, and who may dispose of it.

use crate::record::charter::Charter;
use crate::record::proposal::Proposal;
use crate::record::track::Track;
use crate::register::records::Folder;
use crate::value::id::{ObjectionId, ParticipantId};

/// The role whose holders respond to objections to every proposal, beside its authors and shepherd.
pub const EDITOR: &str = "editor";

/// The track by whose rules a proposal is decided: that of its current call, else its own.
pub fn track<'c>(charter: &'c Charter, folder: &Folder) -> Option<&'c Track> {
    let of_call = folder.current_call().map(|(_, call)| &call.track);
    let own = folder.proposal.as_ref().map(|proposal| &proposal.track);
    charter.track(of_call.or(own)?)
}

/// Who may respond to an objection: chairs, authors, the shepherd and the editors.
pub fn responders<'r>(
    charter: &'r Charter,
    proposal: Option<&'r Proposal>,
) -> Vec<&'r ParticipantId> {
    let authors = proposal.into_iter().flat_map(|read| &read.authors);
    let shepherd = proposal.and_then(|read| read.shepherd.as_ref());
    once_each(
        charter
            .chairs()
            .chain(authors)
            .chain(shepherd)
            .chain(charter.holders(EDITOR)),
    )
}

/// Who may dispose of an objection: chairs, and holders of the track's role for it. Whoever raised
/// it is among them only where there is nobody else.
pub fn disposers<'c>(
    charter: &'c Charter,
    track: Option<&'c Track>,
    of: &ObjectionId,
) -> Vec<&'c ParticipantId> {
    let role = track.and_then(|track| track.disposes.as_ref());
    let holders = role.map_or(&[][..], |role| charter.holders(role.as_str()));
    let all = once_each(charter.chairs().chain(holders));
    let others: Vec<_> = all
        .iter()
        .copied()
        .filter(|who| **who != of.participant)
        .collect();
    if others.is_empty() { all } else { others }
}

fn once_each<'r>(people: impl Iterator<Item = &'r ParticipantId>) -> Vec<&'r ParticipantId> {
    people.fold(Vec::new(), |mut seen, who| {
        if !seen.contains(&who) {
            seen.push(who);
        }
        seen
    })
}
