//! Shows the calls of a proposal: when they were open, and what chairs did to them.

use serde::Serialize;

use crate::procedure::stage::earlier_calls;
use crate::record::attribution;
use crate::record::call::Call;
use crate::record::path::RecordPath;
use crate::record::proposal::Proposal;
use crate::record::track::Outcome;
use crate::register::records::{CallFolder, ProposalRecords};
use crate::render::grid::{DropPriority, Table};
use crate::render::page::Page;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::digest::CommitId;
use crate::value::id::{ParticipantId, ProposalId, RevisionName, TrackId};
use crate::value::sentence::all_of;

/// A call with everything that was done to it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CallWhole {
    call: u32,
    track: TrackId,
    question: String,
    revision: RevisionName,
    opens: Instant,
    closes: Instant,
    by: ParticipantId,
    frozen: Option<CommitId>,
    meeting: Option<String>,
    state: String,
    acts: Vec<Act>,
}

/// What a chair did to a call, when and why.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Act {
    act: String,
    by: ParticipantId,
    at: Instant,
    reason: Option<String>,
}

impl CallWhole {
    /// Its number and its track.
    pub(crate) fn track(&self) -> (u32, &TrackId) {
        (self.call, &self.track)
    }

    /// Every call that can be read, by number.
    pub(crate) fn all(folder: &ProposalRecords, now: Instant) -> Vec<Self> {
        let calls = folder.calls.iter();
        let calls = calls.filter_map(|(n, filed)| Self::of(*n, filed, now));
        calls.collect()
    }

    fn of(n: u32, filed: &CallFolder, now: Instant) -> Option<Self> {
        let call = filed.call.as_ref()?;
        Some(Self {
            call: n,
            track: call.track.clone(),
            question: call.question.clone(),
            revision: call.revision,
            opens: call.opens,
            closes: call.closing(),
            by: call.by.clone(),
            frozen: call.frozen.clone(),
            meeting: call.meeting.clone(),
            state: state(filed, call, now),
            acts: acts(call),
        })
    }

    /// The calls for people: a table, then what was done to them.
    pub(crate) fn page_of_all(all: &[Self]) -> Page {
        if all.is_empty() {
            return Page::new().line("No calls.");
        }
        let table = Table::of(all)
            .numbers("Call", DropPriority::Always, |call| u64::from(call.call))
            .words("track", DropPriority::Normal, |call| &call.track)
            .words("revision", DropPriority::Normal, |call| &call.revision)
            .sentences("opened", DropPriority::High, |call| {
                format!("{} by {}", call.opens.long(), call.by)
            })
            .sentences("closing time", DropPriority::High, |call| {
                call.closes.long()
            })
            .words("status", DropPriority::Always, |call| &call.state);
        Page::new()
            .table(table)
            .each(all.iter().map(|call| Act::pages(&call.acts, call.call)))
    }
}

impl Act {
    fn of(what: String, act: &attribution::Attribution) -> Self {
        Self {
            act: what,
            by: act.by.clone(),
            at: act.at,
            reason: Some(act.reason.clone()),
        }
    }

    /// Acts of the call `n`, with their reasons.
    pub(crate) fn pages(acts: &[Self], n: u32) -> Page {
        let page = |act: &Self| {
            let label = format!("Call {n}: {} by {}, {}", act.act, act.by, act.at.long());
            match &act.reason {
                Some(reason) => Page::new().prose(label, reason),
                None => Page::new().line(label),
            }
        };
        Page::new().each(acts.iter().map(page))
    }
}

/// A call before another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Earlier {
    call: u32,
    track: TrackId,
    revision: RevisionName,
    opens: Instant,
    state: String,
}

/// The calls before the call `n`, by number.
pub(crate) fn earlier(folder: &ProposalRecords, n: u32, now: Instant) -> Vec<Earlier> {
    let told = |(n, call): (u32, &Call)| {
        Some(Earlier {
            call: n,
            track: call.track.clone(),
            revision: call.revision,
            opens: call.opens,
            state: state(folder.calls.get(&n)?, call, now),
        })
    };
    let calls = earlier_calls(folder, n).into_iter();
    calls.filter_map(told).collect()
}

/// Says that the question was asked before: a call without a result must not become consensus by
/// attrition. Nothing if it was not. Calls on another track than `track` name theirs.
pub(crate) fn put_before(earlier: &[Earlier], track: &TrackId) -> Option<String> {
    let told = |each: &Earlier| {
        let (call, opened, state) = (each.call, each.opens.date(), &each.state);
        match each.track == *track {
            true => format!("call {call} (opened {opened}, {state})"),
            false => {
                let track = &each.track;
                format!("call {call} (opened {opened} on track {track}, {state})")
            }
        }
    };
    let told: Vec<String> = earlier.iter().map(told).collect();
    let all = all_of(told.iter().map(String::as_str));
    (!told.is_empty()).then(|| format!("This question was asked before: {all}."))
}

/// Says which text the last call before was about, if it is not `now`.
pub(crate) fn other_text(
    earlier: &[Earlier],
    id: &ProposalId,
    now: RevisionName,
) -> Option<String> {
    let last = earlier.last().filter(|last| last.revision != now)?;
    let (call, then) = (last.call, last.revision);
    let diff = Command::new("diff").with(id).with(then).with(now);
    Some(format!(
        "The text has changed since call {call} ({then}, now {now}). To see how: {diff}"
    ))
}

/// The status of a call, in a word or two.
pub(crate) fn state(filed: &CallFolder, call: &Call, now: Instant) -> String {
    let outcome = filed.decision.as_ref().map(|d| d.judgement.outcome);
    match (outcome.map(Outcome::word), &call.withdrawal) {
        (Some(outcome), _) => format!("decided: {outcome}"),
        (None, Some(_)) => "withdrawn".to_owned(),
        (None, None) if call.is_open(now) => "open".to_owned(),
        (None, None) => "closed, not decided".to_owned(),
    }
}

/// The title of a call: its own, or that of the proposal.
pub(crate) fn title(call: Option<&Call>, proposal: Option<&Proposal>) -> String {
    let own = call.and_then(|call| call.title.as_ref());
    let title = own.or(proposal.map(|proposal| &proposal.title));
    title.cloned().unwrap_or_default()
}

/// What was done to a call since it was opened, oldest first.
pub(crate) fn acts(call: &Call) -> Vec<Act> {
    let extended = call.extensions.iter().map(|each| {
        let what = format!("closing time extended to {}", each.closes.long());
        Act::of(what, &each.act)
    });
    let recorded = call.close.iter().map(|close| Act {
        act: match (&close.commit, close.early) {
            (Some(commit), true) => format!("ended early at commit {}", commit.short()),
            (None, true) => "ended early".to_owned(),
            (Some(commit), false) => format!("close recorded at commit {}", commit.short()),
            (None, false) => "close recorded".to_owned(),
        },
        by: close.by.clone(),
        at: close.at,
        reason: None,
    });
    let withdrawn = call.withdrawal.iter();
    let withdrawn = withdrawn.map(|each| Act::of("withdrawn".to_owned(), each));
    let excluded = call.exclusions.iter().map(|each| {
        let what = if each.ends { "readmitted" } else { "excluded" };
        Act::of(format!("{} {what}", each.participant), &each.act)
    });
    let acts = extended
        .chain(excluded)
        .chain(admissions(call))
        .chain(recorded);
    let mut acts: Vec<Act> = acts.chain(withdrawn).collect();
    acts.sort_by_key(|act| act.at);
    acts
}

/// What chairs let count although it was late: one act names everything that it lets count.
fn admissions(call: &Call) -> impl Iterator<Item = Act> {
    let together = call.admissions.chunk_by(|one, next| one.act == next.act);
    together.filter_map(|admitted| {
        let act = &admitted.first()?.act;
        let named: Vec<String> = admitted.iter().map(|each| named(&each.path)).collect();
        let named = all_of(named.iter().map(String::as_str));
        let what = format!("{named} (late) counted");
        Some(Act::of(what, act))
    })
}

/// What such a record is.
fn named(path: &str) -> String {
    match RecordPath::identify(path) {
        Some(Ok(RecordPath::Position(_, owner))) => format!("position of {owner}"),
        Some(Ok(RecordPath::Objection(_, of))) => format!("objection {of}"),
        _ => path.to_owned(),
    }
}
