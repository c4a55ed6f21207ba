//! By which track a question is put, and why it is not the proposal's own.

use crate::act::refusal::Refusal;
use crate::act::target::said;
use crate::record::charter::Charter;
use crate::record::proposal::Proposal;
use crate::record::track::Track;
use crate::value::id::{ProposalId, TrackId};
use crate::value::suggest;

/// The track of a call, and why it is not the proposal's own.
#[derive(Debug)]
pub(super) struct Ground<'c> {
    pub(super) track: &'c Track,
    pub(super) reason: Option<String>,
}

/// The track by which a call is decided. To leave the proposal's own one is an act with a reason,
/// unless the charter itself says which track comes after which.
pub(super) fn of<'c>(
    charter: &'c Charter,
    id: &ProposalId,
    read: &Proposal,
    wanted: Option<&TrackId>,
    reason: Option<&str>,
) -> Result<Ground<'c>, Refusal> {
    let wanted = wanted.unwrap_or(&read.track);
    let track = charter
        .track(wanted)
        .ok_or_else(|| unknown(charter, wanted))?;
    let own = track.id == read.track;
    let reason = reason
        .map(|reason| said(reason, "the reason", "--reason"))
        .transpose()?;
    match (&reason, own) {
        (Some(_), true) => Err(Refusal::usage(
            format!("{} is the track of {id}, which needs no reason", track.id),
            "leave out --reason, which says why a call is on another track",
        )),
        (None, false) if track.after.is_none() => Err(another_track(charter, id, read, track)),
        _ => Ok(Ground { track, reason }),
    }
}

fn unknown(charter: &Charter, wanted: &TrackId) -> Refusal {
    let ids = || charter.tracks.iter().map(|track| track.id.as_str());
    let hint = match suggest::nearest(wanted.as_str(), ids()) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("--track {}", suggest::listed(ids())),
    };
    Refusal::usage(format!("the charter has no track {wanted}"), hint)
}

fn another_track(charter: &Charter, id: &ProposalId, read: &Proposal, track: &Track) -> Refusal {
    let follows = charter.tracks.iter().any(|track| track.after.is_some());
    let beside = match follows {
        true => "; a track that comes after another says so in the charter by its key after",
        false => "",
    };
    Refusal::usage(
        format!(
            "the track of {id} is {}; to put it to the track {} changes the rules, and needs a reason",
            read.track, track.id
        ),
        format!("--reason \"…\"{beside}"),
    )
}
