//! On what ground a question may be put: by which track, whether it was answered already, and
//! whether the track that comes before has adopted the text.

use crate::act::call::open::Open;
use crate::act::refusal::Refusal;
use crate::act::target::said;
use crate::procedure::attendance::{self, Untold};
use crate::procedure::standing::{Standing, standing};
use crate::record::charter::Charter;
use crate::record::decision::Decision;
use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision};
use crate::record::track::{Outcome, PublicInterest, Track};
use crate::register::records::{Folder, Register};
use crate::value::clock::Instant;
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
    input: &Open,
) -> Result<Ground<'c>, Refusal> {
    let wanted = input.track.as_ref().unwrap_or(&read.track);
    let track = charter
        .track(wanted)
        .ok_or_else(|| unknown(charter, wanted))?;
    let own = track.id == read.track;
    let reason = input.reason.as_deref();
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

/// Refuses a question that was answered, and one for which another track has to answer first.
pub(super) fn may_be_put(
    register: &Register,
    id: &ProposalId,
    folder: &Folder,
    ground: &Ground<'_>,
    text: &Revision,
    now: Instant,
) -> Result<(), Refusal> {
    let track = ground.track;
    is_unanswered(id, folder, track)?;
    match &track.after {
        Some(first) => has_adopted(register, id, folder, (track, first), text, now),
        None => Ok(()),
    }
}

/// The last decision by a track.
fn last_by<'f>(folder: &'f Folder, track: &TrackId) -> Option<(u32, &'f Decision)> {
    let calls = folder.calls.iter().rev();
    let decided = calls.filter_map(|(n, filed)| Some((*n, filed.decision.as_ref()?)));
    let mut by_track = decided.filter(|(_, decision)| decision.matter.track == *track);
    by_track.next()
}

/// A question that was answered stays answered, but for the next of several tracks, and for a
/// decision that lapses unless it is renewed.
fn is_unanswered(id: &ProposalId, folder: &Folder, track: &Track) -> Result<(), Refusal> {
    let Some((n, decision)) = folder.current_decision() else {
        return Ok(());
    };
    let next = track.after.is_some() && decision.matter.track != track.id;
    let lapses = |(_, decision): (u32, &Decision)| decision.afterwards.sunset.is_some();
    let renewed = last_by(folder, &track.id).is_some_and(lapses);
    if folder.is_open_again() || next || renewed {
        return Ok(());
    }
    let outcome = decision.judgement.outcome.word();
    Err(Refusal::rules(
        format!(
            "{id} was decided by call {n} ({outcome}, on the track {}), and the question is answered",
            decision.matter.track
        ),
        format!(
            "plenary show {id}; a new question needs a proposal of its own: plenary propose … --supersedes {id}"
        ),
    ))
}

/// Refuses unless the track `first` has adopted this very text, and its decision stands.
fn has_adopted(
    register: &Register,
    id: &ProposalId,
    folder: &Folder,
    (track, first): (&Track, &TrackId),
    text: &Revision,
    now: Instant,
) -> Result<(), Refusal> {
    let missing = |why: String, hint: String| {
        Refusal::rules(
            format!("the track {} comes after {first}, and {why}", track.id),
            hint,
        )
    };
    let call = format!("plenary call open {id} --track {first} --closes TIME");
    let Some((n, decision)) = last_by(folder, first) else {
        return Err(missing(format!("no call on {id} was decided there"), call));
    };
    let outcome = decision.judgement.outcome;
    if outcome != Outcome::Adopted {
        let why = format!("call {n} on {id} was decided there as {}", outcome.word());
        return Err(missing(why, call));
    }
    if decision.matter.sha256 != text.sha256 {
        let why = format!(
            "call {n} adopted another text of {id} there, {}, and the present one is {}",
            decision.matter.revision, text.name
        );
        return Err(missing(why, call));
    }
    let stands = standing(register, id, n, now);
    match stands {
        Some(Standing::Stands | Standing::Appealed(_) | Standing::NotYet(_)) => Ok(()),
        Some(fallen) => {
            let hint = match fallen {
                Standing::Pending { .. } => {
                    format!("it is the turn of the chairs: plenary sign-off {id}")
                }
                _ => format!("plenary show {id}"),
            };
            let how = fallen.in_words(outcome);
            let why = format!("its decision on {id} by call {n} does not stand: {how}");
            Err(missing(why, hint))
        }
        None => Err(missing(
            format!("its decision on {id} by call {n} cannot be read"),
            "plenary check".to_owned(),
        )),
    }
}

/// On a track that asks for it, a proposal says who outside the group is affected, and how.
pub(super) fn says_who_is_affected(
    track: &Track,
    read: &Proposal,
    id: &ProposalId,
) -> Result<(), Refusal> {
    let said = read.public_interest.as_deref();
    let said = said.is_some_and(|words| !words.trim().is_empty());
    if said || track.public_interest == PublicInterest::Optional {
        return Ok(());
    }
    Err(Refusal::rules(
        format!(
            "{id} does not say who outside the group is affected, and the track {} asks for it",
            track.id
        ),
        format!(
            "public-interest = '''…''' in {}, by its authors; a new proposal says so with plenary propose … --public-interest \"…\"",
            RecordPath::Proposal(id.clone())
        ),
    ))
}

/// Rules that count those who are present need a meeting on record.
pub(super) fn says_who_is_present(
    register: &Register,
    charter: &Charter,
    track: &Track,
    meeting: Option<&str>,
) -> Result<(), Refusal> {
    let record = meeting.and_then(|date| register.meetings.get(date));
    let untold = match attendance::untold(track, meeting, record) {
        None | Some(Untold::Nobody(_)) => return Ok(()),
        Some(untold) => untold,
    };
    let hint = match &untold {
        Untold::NoRecord(date) => format!(
            "it is the turn of {}: plenary meeting add {date}, also before it has taken place",
            attendance::keepers(charter)
        ),
        _ => "--meeting DATE".to_owned(),
    };
    Err(Refusal::rules(untold.sentence(track), hint))
}
