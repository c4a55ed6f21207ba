//! Opens calls: question, text, roster and charter are frozen, and the group is asked.

use std::fmt::Display;

use crate::act::actor::Actor;
use crate::act::proposal_state::{charter, entry, listed, maybe_said, meant, proposal};
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::procedure::opening;
use crate::procedure::rights::{About, Deed};
use crate::record::call::Call;
use crate::record::charter::Charter;
use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision};
use crate::record::track::Track;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::tally::Tally;
use crate::value::clock::{Instant, distance};
use crate::value::digest::CommitId;
use crate::value::id::{ProposalId, TrackId};

/// Calls to be opened together: each of its own proposal, all else the same.
#[derive(Debug, Clone)]
pub struct Open {
    /// When they close.
    pub closes: Instant,
    /// The track by whose rules they are decided; each proposal's own where none is named.
    pub track: Option<TrackId>,
    /// Why that is not the proposal's own track.
    pub reason: Option<String>,
    /// The meeting whose attendance the rules may count.
    pub meeting: Option<String>,
    /// The commit whose charter and roster govern; `None` where the register is to be carried
    /// inside another project.
    pub frozen: Option<CommitId>,
}

/// A call that is about to be opened, with everything that stands in its way.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The proposal.
    pub proposal: ProposalId,
    /// The call's number.
    pub n: u32,
    /// What its record would say; `None` where too little is known to say it.
    pub call: Option<Call>,
    refusals: Vec<Refusal>,
}

impl Draft {
    /// The call on one proposal, judged by everything that needs no tally. Fails only where the
    /// proposal or the charter cannot be read.
    ///
    /// # Errors
    /// The proposal or the charter cannot be read.
    pub fn of(
        register: &Register,
        id: &ProposalId,
        input: &Open,
        actor: &Actor,
        now: Instant,
    ) -> Result<Self, Refusal> {
        let (folder, read) = proposal(register, id)?;
        let charter = charter(register)?;
        let last = folder.calls.keys().next_back();
        let track = input.track.as_ref().unwrap_or(&read.track);
        let about = About::proposal(register, id).by_track(track);
        let mut refusals: Vec<Refusal> = Vec::new();
        refusals.extend(actor.must(Deed::OpenCall, &about).err());
        refusals.extend(opening::unheard(&about).map(Refusal::from));
        refusals.extend(opening::under_way(folder, id, now).map(Refusal::from));
        refusals.extend(opening::question(read, id).map(Refusal::from));
        let text = opening::text(register, read, id);
        let text = text.map_err(|obstacle| refusals.push(obstacle.into()));
        let ground = ground(charter, id, read, input);
        let ground = ground.map_err(|refusal| refusals.push(refusal));
        if let Ok(ground) = &ground {
            let track = ground.track;
            refusals.extend(opening::public_interest(track, read, id).map(Refusal::from));
            refusals.extend(in_window(track, now, input.closes).err());
            let untold = opening::meeting(register, track, input.meeting.as_deref());
            refusals.extend(untold.map(Refusal::from));
        }
        let mut call = None;
        if let (Ok(text), Ok(ground)) = (text, ground) {
            let put = (ground.track, text);
            let answered = opening::answered(folder, id, ground.track);
            let first = || opening::comes_first(register, folder, id, put, now);
            refusals.extend(answered.or_else(first).map(Refusal::from));
            call = Some(record(read, text, ground, input, actor, now));
        }
        Ok(Self {
            proposal: id.clone(),
            n: last.map_or(1, |last| last.saturating_add(1)),
            call,
            refusals,
        })
    }

    /// The same draft, judged by the tally that the call would begin with as well: its rules must
    /// be such that this electorate can meet them.
    pub fn judge(&mut self, register: &Register, tally: &Tally) {
        let obstacles = opening::out_of_reach(register, tally);
        self.refusals
            .extend(obstacles.into_iter().map(Refusal::from));
    }
}

/// Writes the calls in one entry, or says everything that stands in the way of any of them.
///
/// # Errors
/// Everything that stands in the way of any of the calls.
pub fn open(drafts: &[Draft], actor: &Actor) -> Result<PendingCommit, Refusal> {
    let mut refusals: Vec<Refusal> = Vec::new();
    for draft in drafts {
        refusals.extend(draft.refusals.iter().cloned());
    }
    if let Some(refusal) = together(refusals) {
        return Err(refusal);
    }
    let mut trailers: Vec<(&str, &dyn Display)> = Vec::new();
    let mut files = Vec::new();
    for (draft, call) in drafts.iter().filter_map(|d| Some((d, d.call.as_ref()?))) {
        let path = RecordPath::Call(draft.proposal.clone(), draft.n).to_string();
        files.push((path, call.sheet().finish().into_bytes()));
        trailers.push(("Proposal", &draft.proposal));
        trailers.push(("Call", &draft.n));
    }
    trailers.push(("By", &actor.id));
    Ok(entry(files, subject(drafts), &trailers))
}

fn subject(drafts: &[Draft]) -> String {
    match drafts {
        [one] => format!("Open call {} on {}", one.n, one.proposal),
        several => {
            let ids: Vec<&str> = several.iter().map(|each| each.proposal.as_str()).collect();
            format!("Open calls on {}", ids.join(", "))
        }
    }
}

/// All refusals as one, each reason once.
fn together(refusals: Vec<Refusal>) -> Option<Refusal> {
    let mut kinds = refusals.iter().map(|refusal| refusal.kind);
    let kind = match kinds.next()? {
        first if kinds.all(|kind| kind == first) => first,
        _ => Kind::Rules,
    };
    let mut reasons: Vec<Reason> = Vec::new();
    for reason in refusals.into_iter().flat_map(|refusal| refusal.reasons) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    Some(Refusal { kind, reasons })
}

fn record(
    read: &Proposal,
    text: &Revision,
    ground: TrackChoice<'_>,
    input: &Open,
    actor: &Actor,
    now: Instant,
) -> Call {
    Call {
        track: ground.track.id.clone(),
        track_reason: ground.reason,
        question: read.question.clone(),
        revision: text.name,
        sha256: text.sha256.clone(),
        opens: now,
        closes: input.closes,
        by: actor.id.clone(),
        frozen: input.frozen.clone(),
        meeting: input.meeting.clone(),
        extensions: Vec::new(),
        admissions: Vec::new(),
        withdrawal: None,
        close: None,
    }
}

fn in_window(track: &Track, now: Instant, closes: Instant) -> Result<(), Refusal> {
    if closes <= now {
        let sentence = format!("the call would close at {closes}, which is not after now ({now})");
        return Err(Refusal::usage(sentence, "--closes 2026-05-21T23:59Z"));
    }
    if track.window.allows(now, closes) {
        return Ok(());
    }
    let length = distance(now, closes);
    let bound = |word: &str, at: Instant| format!("the {word} close is {at}");
    let earliest = track
        .window
        .min
        .map(|min| bound("earliest", min.after(now)));
    let latest = track.window.max.map(|max| bound("latest", max.after(now)));
    let hint: Vec<String> = [earliest, latest].into_iter().flatten().collect();
    Err(Refusal::rules(
        format!(
            "the call would be open for {length}, and the track {} takes {}",
            track.id, track.window
        ),
        hint.join("; "),
    ))
}

/// The track of a call, and why it is not the proposal's own.
#[derive(Debug)]
struct TrackChoice<'c> {
    track: &'c Track,
    reason: Option<String>,
}

/// The track by which a call is decided. To leave the proposal's own one is an act with a reason,
/// unless the charter itself says which track comes after which.
fn ground<'c>(
    charter: &'c Charter,
    id: &ProposalId,
    read: &Proposal,
    input: &Open,
) -> Result<TrackChoice<'c>, Refusal> {
    let wanted = input.track.as_ref().unwrap_or(&read.track);
    let track = charter
        .track(wanted)
        .ok_or_else(|| unknown(charter, wanted))?;
    let own = track.id == read.track;
    let reason = maybe_said(input.reason.as_deref(), "the reason", "--reason")?;
    match (&reason, own) {
        (Some(_), true) => Err(Refusal::usage(
            format!("{} is the track of {id}, which needs no reason", track.id),
            "leave out --reason, which says why a call is on another track",
        )),
        (None, false) if track.after.is_none() => Err(another_track(charter, id, read, track)),
        _ => Ok(TrackChoice { track, reason }),
    }
}

fn unknown(charter: &Charter, wanted: &TrackId) -> Refusal {
    let ids = || charter.tracks.iter().map(|track| track.id.as_str());
    let hint = meant(wanted, ids(), || format!("--track {}", listed(ids())));
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
