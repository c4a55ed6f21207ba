//! Opens calls: question, text, roster and charter are frozen, and the group is asked.

use crate::act::actor::Actor;
use crate::act::call::{ground, reach};
use crate::act::refusal::{Kind, Reason, Refusal};
use crate::act::target::{charter, entry, proposal, undecided_call};
use crate::procedure::next::people;
use crate::procedure::obstacle::conflict;
use crate::record::call::Call;
use crate::record::charter::Charter;
use crate::record::path::RecordPath;
use crate::record::proposal::{Proposal, Revision};
use crate::record::track::Track;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
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
        let mut refusals: Vec<Refusal> = [none_under_way(folder, id, now), has_question(read, id)]
            .into_iter()
            .filter_map(Result::err)
            .collect();
        let text = text_of(register, read, id).map_err(|refusal| refusals.push(refusal));
        let ground = ground::of(charter, id, read, input);
        let ground = ground.map_err(|refusal| refusals.push(refusal));
        if let Ok(ground) = &ground {
            refusals.extend(ground::says_who_is_affected(ground.track, read, id).err());
            refusals.extend(in_window(ground.track, now, input.closes).err());
            let meeting = input.meeting.as_deref();
            let told = ground::says_who_is_present(register, charter, ground.track, meeting);
            refusals.extend(told.err());
        }
        let mut call = None;
        if let (Ok(text), Ok(ground)) = (text, ground) {
            refusals.extend(ground::may_be_put(register, id, folder, &ground, text, now).err());
            call = Some(record(read, text, ground, input, actor, now));
        }
        Ok(Self {
            proposal: id.clone(),
            n: last.map_or(1, |last| last.saturating_add(1)),
            call,
            refusals,
        })
    }

    /// The same draft, judged by the tally that the call would begin with as well: who opens it
    /// must be free to, and its rules must be such that this electorate can meet them.
    pub fn judge(&mut self, tally: &Tally, folder: &Folder, actor: &Actor) {
        self.refusals.extend(is_free(tally, folder, actor).err());
        self.refusals.extend(reach::can_be_met(tally).err());
    }
}

/// Writes the calls in one entry, or says everything that stands in the way of any of them.
pub fn open(register: &Register, drafts: &[Draft], actor: &Actor) -> Result<Entry, Refusal> {
    let mut refusals: Vec<Refusal> = Vec::new();
    refusals.extend(actor.must_be_chair(charter(register)?, "open a call").err());
    for draft in drafts {
        refusals.extend(draft.refusals.iter().cloned());
    }
    if let Some(refusal) = together(refusals) {
        return Err(refusal);
    }
    let mut trailers = Vec::new();
    let mut files = Vec::new();
    for (draft, call) in drafts.iter().filter_map(|d| Some((d, d.call.as_ref()?))) {
        let path = RecordPath::Call(draft.proposal.clone(), draft.n).to_string();
        files.push((path, call.sheet().finish().into_bytes()));
        trailers.push(("Proposal", draft.proposal.to_string()));
        trailers.push(("Call", draft.n.to_string()));
    }
    trailers.push(("By", actor.id.to_string()));
    Ok(entry(files, subject(drafts), trailers))
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
    ground: ground::Ground<'_>,
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

fn none_under_way(folder: &Folder, id: &ProposalId, now: Instant) -> Result<(), Refusal> {
    let Some((n, call)) = undecided_call(folder) else {
        return Ok(());
    };
    let state = match call.is_open(now) {
        true => "is open",
        false => "waits for its decision",
    };
    Err(Refusal::rules(
        format!("call {n} on {id} {state}"),
        format!("plenary status {id}; or plenary call withdraw {id} --reason \"…\" takes it back"),
    ))
}

fn has_question(read: &Proposal, id: &ProposalId) -> Result<(), Refusal> {
    match read.question.trim().is_empty() {
        false => Ok(()),
        true => Err(Refusal::rules(
            format!("{id} asks no question"),
            format!("question = \"…?\" in {}", RecordPath::Proposal(id.clone())),
        )),
    }
}

/// The last revision, of which the text lies here unchanged.
fn text_of<'p>(
    register: &Register,
    read: &'p Proposal,
    id: &ProposalId,
) -> Result<&'p Revision, Refusal> {
    let revise = |kind: &str| format!("plenary revise {id} --text FILE {kind}, by its authors");
    let path = RecordPath::Text(id.clone(), read.text.clone()).to_string();
    let lies = register.digest(&path);
    let (Some(last), Some(lies)) = (read.latest(), lies) else {
        let sentence = format!("{id} has no text that could be put to the group ({path})");
        return Err(Refusal::rules(sentence, revise("--material")));
    };
    match lies == last.sha256 {
        true => Ok(last),
        false => Err(Refusal::rules(
            format!(
                "{path} is not the text of {}, the last revision of {id}",
                last.name
            ),
            revise("--material|--editorial"),
        )),
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

/// An author does not put their own text to the group, and nobody a text in which they have a
/// stake, where another chair can.
fn is_free(tally: &Tally, folder: &Folder, actor: &Actor) -> Result<(), Refusal> {
    let charter: &Charter = &tally.charter;
    let id = &tally.proposal;
    let free = |who: &&crate::value::id::ParticipantId| conflict(tally, folder, who).is_none();
    let others: Vec<_> = charter.chairs().filter(free).collect();
    let why = match conflict(tally, folder, &actor.id) {
        Some(why) if charter.is_chair(&actor.id) && !others.is_empty() => why,
        _ => return Ok(()),
    };
    let sentence = match tally.authors.contains(&actor.id) {
        true => format!(
            "{} wrote {id}, and an author does not open the call on it",
            actor.id
        ),
        false => format!("{} {why}, and does not open the call on {id}", actor.id),
    };
    let who = people(others);
    Err(Refusal::rules(
        sentence,
        format!("it is the turn of {who}: plenary call open {id} … --as NAME"),
    ))
}
