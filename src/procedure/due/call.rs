//! What is due while a call is under way: its close, its windows, its decision.

use super::{Due, DueKind, Matter};
use crate::procedure::designation::minority_time;
use crate::record::call::Call;
use crate::record::path::Owner;
use crate::record::track::Track;
use crate::tally::electorate::Electorate;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;

/// Everything that is due on the call under way; nothing where it was decided.
pub(super) fn dues(matter: &Matter<'_>) -> Vec<Due> {
    let Some((n, call)) = matter.folder.current_call() else {
        return Vec::new();
    };
    let track = matter.charter.track(&call.track);
    match (track, matter.folder.decision(n)) {
        (Some(track), None) if call.is_open(matter.now) => vec![closing(matter, n, call, track)],
        (Some(track), None) => over(matter, n, call, track),
        _ => Vec::new(),
    }
}

fn closing(matter: &Matter<'_>, n: u32, call: &Call, track: &Track) -> Due {
    let silent = silent(matter, track);
    Due {
        people: silent,
        ..Due::new(
            DueKind::CallCloses,
            call.closing(),
            call.opens,
            format!("call {n} closes"),
        )
    }
    .on(matter.id, Some(n))
    .whose("those who have not answered")
    .by(format!("plenary position {} VALUE", matter.id))
}

/// Those who may be counted and gave nothing yet: members, or where groups are counted, those who
/// speak for one.
fn silent(matter: &Matter<'_>, track: &Track) -> Vec<ParticipantId> {
    let electorate = Electorate::of(matter.charter, matter.register, track);
    if track.count == CountUnit::Groups {
        let groups = matter.charter.groups.iter();
        let silent = groups.filter(|group| !gave(matter, &Owner::Group(group.id.clone())));
        return silent
            .flat_map(|group| group.representatives.clone())
            .collect();
    }
    let seats = electorate.seats.values();
    seats
        .filter(|seat| {
            let mut people = std::iter::once(&seat.holder).chain(&seat.alternates);
            !people.any(|who| gave(matter, &Owner::Participant(who.clone())))
        })
        .map(|seat| seat.holder.clone())
        .collect()
}

/// Whether a position of `owner` is on file and was not taken back.
fn gave(matter: &Matter<'_>, owner: &Owner) -> bool {
    let mut files = matter.folder.positions.values();
    files.any(|file| {
        let taken_back = file.position.as_ref().is_some_and(|read| read.withdrawn);
        file.owner == *owner && !taken_back
    })
}

/// The windows that run after a close, and the decision that waits for the last of them.
fn over(matter: &Matter<'_>, n: u32, call: &Call, track: &Track) -> Vec<Due> {
    let (id, now) = (matter.id, matter.now);
    let mut all = Vec::new();
    let mut decide = call.closing();
    if let Some((end, drafted)) = challenge_window(matter, n, track) {
        decide = decide.max(end);
        let due = Due::new(
            DueKind::ChallengeEnds,
            end,
            drafted,
            "the draft designation can be challenged until then",
        );
        let due = due.on(id, Some(n)).whose("anybody who takes part");
        all.push(due.by(format!("plenary challenge {id} --reason \"…\"")));
    }
    let filed = matter.folder.calls.get(&n);
    if let Some((from, end)) = filed.and_then(|filed| minority_time(track, filed)) {
        decide = decide.max(end);
        let due = Due::new(
            DueKind::MinorityEnds,
            end,
            from,
            "minority statements are taken until then",
        );
        let due = due.on(id, Some(n)).whose("those who disagree");
        all.push(due.by(format!("plenary minority {id} --text \"…\"")));
    }
    all.retain(|due| due.at > now);
    let what = format!("decide call {n}");
    let due = Due::new(DueKind::Decision, decide, call.closing(), what)
        .on(id, Some(n))
        .turn(matter.chairs());
    all.push(due.by(format!("plenary status {id}")));
    all
}

/// Until when the last draft can be challenged, and since when; nothing once it was confirmed.
fn challenge_window(matter: &Matter<'_>, n: u32, track: &Track) -> Option<(Instant, Instant)> {
    let designation = matter.folder.designation(n)?;
    let (_, draft) = designation.latest()?;
    let within = track.challenge?;
    let drafted = draft.act.at;
    designation
        .confirmation
        .is_none()
        .then(|| (within.after(drafted), drafted))
}
