//! Opens calls: freezes question, text, participant list and charter, and asks the body.

use std::fmt::Display;

use crate::act::actor::Actor;
use crate::act::proposal_state::{charter, entry, listed, maybe_said, meant, proposal};
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::procedure::opening;
use crate::procedure::package::Package;
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
use crate::value::sentence::all_of;

/// Calls to be opened together: each on its own proposal, all else the same.
#[derive(Debug, Clone)]
pub struct Open {
    /// When they close.
    pub closes: Instant,
    /// The track by whose rules they are decided; each proposal's own where none is named.
    pub track: Option<TrackId>,
    /// Why that is not the proposal's own track.
    pub reason: Option<String>,
    /// The title of the call; the proposal's own where none is given.
    pub title: Option<String>,
    /// The question of the call; the proposal's own where none is given.
    pub question: Option<String>,
    /// The meeting whose attendance the rules can count.
    pub meeting: Option<String>,
    /// The commit whose charter and participant list govern; `None` where the register is part of
    /// another project.
    pub frozen: Option<CommitId>,
}

/// A call that is about to be opened, with everything that prevents it.
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
    /// The call on one proposal, checked by everything that needs no tally. Fails only where the
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
        let words = [(&input.question, "question"), (&input.title, "title")];
        refusals.extend(words.into_iter().filter_map(|(words, what)| {
            let (the, flag) = (format!("the {what}"), format!("--{what}"));
            maybe_said(words.as_deref(), &the, &flag).err()
        }));
        if input.question.is_none() {
            refusals.extend(opening::question(read, id).map(Refusal::from));
        }
        let text = opening::text(register, read, id);
        let text = text.map_err(|obstacle| refusals.push(obstacle.into()));
        let ground = ground(charter, id, read, input);
        let ground = ground.map_err(|refusal| refusals.push(refusal));
        if let Ok(ground) = &ground {
            let track = ground.track;
            refusals.extend(opening::public_interest(track, read, id).map(Refusal::from));
            refusals.extend(in_window(charter, track, now, input.closes).err());
            let untold = opening::meeting(register, track, input.meeting.as_deref());
            refusals.extend(untold.map(Refusal::from));
            refusals.extend(opening::package(register, id, track, now).map(Refusal::from));
        }
        let mut call = None;
        if let (Ok(text), Ok(ground)) = (text, ground) {
            let put = (ground.track, text);
            let answered = opening::answered(folder, id, ground.track);
            let first = || opening::comes_first(register, folder, id, put, now);
            refusals.extend(answered.or_else(first).map(Refusal::from));
            let package = Package::of(register, id, now);
            call = Some(Call {
                parts: package.map_or(Vec::new(), |package| package.decided()),
                ..record(read, text, ground, input, actor, now)
            });
        }
        Ok(Self {
            proposal: id.clone(),
            n: last.map_or(1, |last| last.saturating_add(1)),
            call,
            refusals,
        })
    }

    /// The same draft, checked by the tally that the call would begin with as well: this electorate
    /// must be able to meet its rules.
    pub fn judge(&mut self, register: &Register, tally: &Tally) {
        let obstacles = opening::out_of_reach(register, tally);
        let obstacles = obstacles.into_iter();
        let obstacles = obstacles.chain(opening::unchanged(register, tally, self.n));
        self.refusals.extend(obstacles.map(Refusal::from));
    }
}

/// Writes the calls in one pending commit, or says everything that prevents any of them.
///
/// # Errors
/// Everything that prevents any of the calls.
pub fn open(drafts: &[Draft], actor: &Actor) -> Result<PendingCommit, Refusal> {
    let mut refusals: Vec<Refusal> = Vec::new();
    for draft in drafts {
        refusals.extend(draft.refusals.iter().cloned());
    }
    if let Some(refusal) = together(drafts, refusals) {
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
        several => format!("Open calls on {}", named(several)),
    }
}

/// The proposals of several calls.
fn named(drafts: &[Draft]) -> String {
    all_of(drafts.iter().map(|each| each.proposal.as_str()))
}

/// All refusals as one, each reason once.
fn together(drafts: &[Draft], refusals: Vec<Refusal>) -> Option<Refusal> {
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
    let headline = |n| match drafts {
        [one] => format!(
            "a call on {} cannot be opened yet: {n} problems",
            one.proposal
        ),
        several => format!(
            "the calls on {} cannot be opened yet: {n} problems",
            named(several)
        ),
    };
    Refusal::of_all(kind, reasons, headline).err()
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
        title: input.title.clone(),
        question: input.question.as_ref().unwrap_or(&read.question).clone(),
        revision: text.name,
        sha256: text.sha256.clone(),
        opens: now,
        closes: input.closes,
        by: actor.id.clone(),
        frozen: input.frozen.clone(),
        meeting: input.meeting.clone(),
        parts: Vec::new(),
        extensions: Vec::new(),
        admissions: Vec::new(),
        exclusions: Vec::new(),
        withdrawal: None,
        close: None,
    }
}

fn in_window(
    charter: &Charter,
    track: &Track,
    now: Instant,
    closes: Instant,
) -> Result<(), Refusal> {
    if closes <= now {
        let sentence = format!(
            "the closing time {} is not in the future (now: {})",
            closes.long(),
            now.long()
        );
        return Err(Refusal::usage(
            sentence,
            "choose a later time with --closes",
        ));
    }
    if track.window.allows(now, closes, &charter.calendar) {
        return Ok(());
    }
    let length = distance(now, closes);
    let bounds = track.window.bounds(now, &charter.calendar);
    let [earliest, latest] = bounds.map(|bound| bound.map(Instant::typed));
    let hint = match (earliest, latest) {
        (Some(earliest), Some(latest)) => {
            format!("choose a closing time from {earliest} to {latest}")
        }
        (Some(earliest), None) => format!("the earliest closing time is {earliest}"),
        (None, Some(latest)) => format!("the latest closing time is {latest}"),
        (None, None) => String::new(),
    };
    Err(Refusal::rules(
        format!(
            "a call of {length} is not allowed: track {} allows {}",
            track.id, track.window
        ),
        hint,
    ))
}

/// The track of a call, and why it is not the proposal's own.
#[derive(Debug)]
struct TrackChoice<'c> {
    track: &'c Track,
    reason: Option<String>,
}

/// The track by which a call is decided. Another track than the proposal's own needs a reason, unless
/// the charter itself says when each of them comes.
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
            format!("--reason is not needed: {} is the track of {id}", track.id),
            "leave out --reason; it says why a call is on another track",
        )),
        (None, false) if !charter.orders(track, &read.track) => {
            Err(another_track(charter, id, read, track))
        }
        _ => Ok(TrackChoice { track, reason }),
    }
}

fn unknown(charter: &Charter, wanted: &TrackId) -> Refusal {
    let ids = || charter.tracks.iter().map(|track| track.id.as_str());
    let hint = meant(wanted, ids(), || {
        format!("tracks: {}", listed(ids())).into()
    });
    Refusal::usage(format!("\"{wanted}\" is not a track of the charter"), hint)
}

fn another_track(charter: &Charter, id: &ProposalId, read: &Proposal, track: &Track) -> Refusal {
    let follows = charter.tracks.iter().any(|track| track.after.is_some());
    let hint = match follows {
        true => {
            "say why with --reason. A track that comes after another one, or before the proposal's own, needs \
             no reason (key \"after\" in the charter)"
        }
        false => "say why with --reason",
    };
    Refusal::usage(
        format!(
            "--reason is missing: the track of {id} is {}, and this call is on track {}",
            read.track, track.id
        ),
        hint,
    )
}
