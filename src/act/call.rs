//! Opens a call and records its close.

use crate::act::actor::Actor;
use crate::act::refusal::{Kind, Refusal};
use crate::act::target::{charter, entry, proposal, undecided_call};
use crate::procedure::attendance::{self, Untold};
use crate::record::call::{Call, Close};
use crate::record::charter::Charter;
use crate::record::edit::Edit;
use crate::record::path::RecordPath;
use crate::record::proposal::Proposal;
use crate::record::track::Track;
use crate::register::entry::Entry;
use crate::register::records::{Folder, Register};
use crate::tally::Tally;
use crate::tally::criterion;
use crate::value::clock::{Instant, distance};
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// A call to be opened.
#[derive(Debug, Clone)]
pub struct Open {
    /// The proposal.
    pub proposal: ProposalId,
    /// When it closes.
    pub closes: Instant,
    /// The meeting whose attendance the rules may count.
    pub meeting: Option<String>,
    /// The commit whose charter and roster govern; `None` where the register is to be carried
    /// inside another project.
    pub frozen: Option<CommitId>,
}

/// Writes a call. `before` is the tally as it stands before the call, for rules that this
/// electorate could never meet.
pub fn open(
    register: &Register,
    input: &Open,
    before: &Tally,
    actor: &Actor,
    now: Instant,
) -> Result<(u32, Entry), Refusal> {
    let id = &input.proposal;
    let (folder, read) = proposal(register, id)?;
    let charter = charter(register)?;
    actor.must_be_chair(charter, "open a call")?;
    must_not_be_author(charter, read, actor, id)?;
    if let Some((n, call)) = undecided_call(folder) {
        let state = if call.is_open(now) {
            "is open"
        } else {
            "waits for its decision"
        };
        return Err(Refusal::rules(
            format!("call {n} on {id} {state}"),
            format!("plenary status {id}"),
        ));
    }
    let revision = read
        .latest()
        .ok_or_else(|| Refusal::rules(format!("{id} has no text"), "plenary revise"))?;
    let track = charter.track(&read.track).ok_or_else(|| {
        Refusal::rules(
            format!("the charter has no track {}", read.track),
            "plenary charter show",
        )
    })?;
    must_be_in_window(track, now, input.closes)?;
    must_be_reachable(before)?;
    must_tell_who_is_present(register, charter, track, input.meeting.as_deref())?;
    let call = Call {
        track: read.track.clone(),
        track_reason: None,
        question: read.question.clone(),
        revision: revision.name,
        sha256: revision.sha256.clone(),
        opens: now,
        closes: input.closes,
        by: actor.id.clone(),
        frozen: input.frozen.clone(),
        meeting: input.meeting.clone(),
        extensions: Vec::new(),
        admissions: Vec::new(),
        withdrawal: None,
        close: None,
    };
    let n = folder
        .calls
        .keys()
        .next_back()
        .map_or(1, |last| last.saturating_add(1));
    let path = RecordPath::Call(id.clone(), n).to_string();
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Call", n.to_string()),
        ("By", actor.id.to_string()),
    ];
    let files = [(path, call.sheet().finish().into_bytes())];
    Ok((n, entry(files, format!("Open call {n} on {id}"), trailers)))
}

/// An author does not put their own text to the group where another chair can.
fn must_not_be_author(
    charter: &Charter,
    read: &Proposal,
    actor: &Actor,
    id: &ProposalId,
) -> Result<(), Refusal> {
    if !read.authors.contains(&actor.id) {
        return Ok(());
    }
    let free: Vec<_> = charter
        .chairs()
        .filter(|chair| !read.authors.contains(chair))
        .collect();
    if free.is_empty() {
        return Ok(());
    }
    let who = crate::procedure::next::people(free);
    Err(Refusal::rules(
        format!(
            "{} wrote {id}, and an author does not open the call on it",
            actor.id
        ),
        format!("it is the turn of {who}"),
    ))
}

fn must_be_in_window(track: &Track, now: Instant, closes: Instant) -> Result<(), Refusal> {
    if closes <= now {
        let sentence = format!("the call would close at {closes}, which is not after now ({now})");
        return Err(Refusal::usage(sentence, "--closes 2026-05-21T23:59Z"));
    }
    if track.window.allows(now, closes) {
        return Ok(());
    }
    let length = distance(now, closes);
    let earliest = track
        .window
        .min
        .map(|min| format!("the earliest close is {}", min.after(now)));
    let latest = track
        .window
        .max
        .map(|max| format!("the latest close is {}", max.after(now)));
    let hint = [earliest, latest]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ");
    Err(Refusal::rules(
        format!(
            "the call would be open for {length}, and the track {} takes {}",
            track.id, track.window
        ),
        hint,
    ))
}

/// A call whose rules count those present names a meeting of which there is a record; who was
/// there may still be written down until the decision.
fn must_tell_who_is_present(
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

/// A gate that this electorate can never meet is told before anybody answers, and so is a track
/// of which no level but the last can ever hold.
fn must_be_reachable(before: &Tally) -> Result<(), Refusal> {
    let reasons: Vec<_> = before
        .gates
        .iter()
        .filter_map(|gate| {
            let rule = criterion::parse(&gate.criterion, &before.vocabulary).ok()?;
            let why = criterion::unreachable(&rule, &before.ballot)?;
            Some(crate::act::refusal::Reason {
                sentence: format!("the gate {} can never be met by this electorate: {why}", gate.name),
                hint: "plenary participant list shows who is on the roster; the charter says what is needed".to_owned(),
            })
        })
        .collect();
    if before.electorate.seats.is_empty() {
        let standings: Vec<&str> = before.track.electorate.iter().map(|s| s.as_str()).collect();
        let listed = crate::value::suggest::listed(standings);
        return Err(Refusal::rules(
            format!("nobody on the roster stands as {listed}, so nobody could answer"),
            "plenary participant add NAME …",
        ));
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(Refusal {
            kind: Kind::Rules,
            reasons,
        })
    }
}

/// Records the close of a call: `closing` is the last landing that was in time.
pub fn close(
    register: &Register,
    id: &ProposalId,
    closing: Option<CommitId>,
    actor: &Actor,
    now: Instant,
) -> Result<(u32, Entry), Refusal> {
    let (folder, _) = proposal(register, id)?;
    actor.must_be_chair(charter(register)?, "close a call")?;
    let (n, call) = open_call(folder, id)?;
    if now < call.closing() {
        let reason = crate::act::refusal::Reason {
            sentence: format!("call {n} on {id} is open until {}", call.closing()),
            hint: "a call closes when it was announced to close".to_owned(),
        };
        return Err(Refusal {
            kind: Kind::Pending,
            reasons: vec![reason],
        });
    }
    if call.close.is_some() {
        return Err(Refusal::rules(
            format!("the close of call {n} on {id} is recorded already"),
            format!("plenary decide {id} --designation LEVEL --sign-off"),
        ));
    }
    let path = RecordPath::Call(id.clone(), n).to_string();
    let mut edit = register
        .bytes(&path)
        .and_then(Edit::open)
        .ok_or_else(|| Refusal::rules(format!("{path} cannot be read"), "plenary check"))?;
    let close = Close {
        commit: closing,
        by: actor.id.clone(),
        at: now,
    };
    edit.set_table("close", close.sheet());
    let trailers = vec![
        ("Proposal", id.to_string()),
        ("Call", n.to_string()),
        ("By", actor.id.to_string()),
    ];
    Ok((
        n,
        entry(
            [(path, edit.finish())],
            format!("Close call {n} on {id}"),
            trailers,
        ),
    ))
}

fn open_call<'f>(folder: &'f Folder, id: &ProposalId) -> Result<(u32, &'f Call), Refusal> {
    undecided_call(folder).ok_or_else(|| {
        Refusal::rules(
            format!("there is no call on {id} that waits for its close"),
            format!("plenary status {id}"),
        )
    })
}
