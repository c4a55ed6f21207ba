//! The calls of a proposal: when they were open, and what chairs did to them.

use serde::Serialize;

use crate::procedure::phase::earlier_calls;
use crate::record::call::Call;
use crate::record::path::RecordPath;
use crate::record::track::Outcome;
use crate::register::records::{CallFolder, Folder};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::Text;
use crate::render::page::Page;
use crate::report::words;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{ParticipantId, RevisionName, TrackId};

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

/// What somebody did to a call, when and why.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Act {
    act: String,
    by: ParticipantId,
    at: Instant,
    reason: Option<String>,
}

impl CallWhole {
    /// Every call that can be read, by number.
    pub(crate) fn all(folder: &Folder, now: Instant) -> Vec<Self> {
        let calls = folder.calls.iter();
        calls
            .filter_map(|(n, filed)| Self::of(*n, filed, now))
            .collect()
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
            return Page::new().line("No call.");
        }
        let columns = [
            Column::number("Call").keep(Keep::Always),
            Column::new("track"),
            Column::new("text"),
            Column::sentence("opened").keep(Keep::High),
            Column::sentence("closes, or closed").keep(Keep::High),
            Column::new("state").keep(Keep::Always),
        ];
        let table = all
            .iter()
            .fold(Table::new(columns), |table, call| table.row(call.row()));
        let page = Page::new().table(table);
        all.iter()
            .fold(page, |page, call| page.then(call.acts_page()))
    }

    fn row(&self) -> [Text; 6] {
        [
            u64::from(self.call).into(),
            self.track.as_str().into(),
            self.revision.to_string().into(),
            format!("{} by {}", self.opens.long(), self.by).into(),
            self.closes.long().into(),
            (&self.state).into(),
        ]
    }

    fn acts_page(&self) -> Page {
        let told = |page: Page, act: &Act| page.then(act.page(self.call));
        self.acts.iter().fold(Page::new(), told)
    }
}

impl Act {
    /// What was done to the call `n`, with the reason where one is on record.
    pub(crate) fn page(&self, n: u32) -> Page {
        let label = format!("Call {n}: {} by {}, {}", self.act, self.by, self.at.long());
        match &self.reason {
            Some(reason) => Page::new().prose(label, reason),
            None => Page::new().line(label),
        }
    }
}

/// A call that came before another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Earlier {
    call: u32,
    track: TrackId,
    opens: Instant,
    state: String,
}

/// The calls that came before the call `n`, by number.
pub(crate) fn earlier(folder: &Folder, n: u32, now: Instant) -> Vec<Earlier> {
    let told = |(n, call): (u32, &Call)| {
        Some(Earlier {
            call: n,
            track: call.track.clone(),
            opens: call.opens,
            state: state(folder.calls.get(&n)?, call, now),
        })
    };
    earlier_calls(folder, n)
        .into_iter()
        .filter_map(told)
        .collect()
}

/// Says that a question was put before: a call that failed must not become consensus by attrition.
/// Nothing where it was not. Calls on another track than `track` name theirs.
pub(crate) fn put_before(earlier: &[Earlier], track: &TrackId) -> String {
    let told = earlier.iter().map(|each| {
        let elsewhere = match each.track == *track {
            true => String::new(),
            false => format!(", on the track {}", each.track),
        };
        let opened = each.opens.date();
        format!("call {} of {opened}{elsewhere}: {}", each.call, each.state)
    });
    let told: Vec<String> = told.collect();
    match told.len() {
        0 => String::new(),
        several => format!(
            "The question has been put before, in {}: {}.",
            words::many(several, "call"),
            told.join("; ")
        ),
    }
}

/// What became of a call, in a word or two.
pub(crate) fn state(filed: &CallFolder, call: &Call, now: Instant) -> String {
    let outcome = filed.decision.as_ref().map(|d| d.judgement.outcome);
    match (outcome.map(Outcome::word), &call.withdrawal) {
        (Some(outcome), _) => format!("decided: {outcome}"),
        (None, Some(_)) => "withdrawn".to_owned(),
        (None, None) if call.is_open(now) => "open".to_owned(),
        (None, None) => "closed, not decided".to_owned(),
    }
}

/// What was done to a call since it was opened, oldest first.
pub(crate) fn acts(call: &Call) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    acts.extend(call.extensions.iter().map(|each| Act {
        act: format!("close put off to {}", each.closes.long()),
        by: each.act.by.clone(),
        at: each.act.at,
        reason: Some(each.act.reason.clone()),
    }));
    acts.extend(admissions(call));
    acts.extend(call.close.iter().map(|close| Act {
        act: match &close.commit {
            Some(commit) => format!("close recorded at {}", commit.short()),
            None => "close recorded".to_owned(),
        },
        by: close.by.clone(),
        at: close.at,
        reason: None,
    }));
    acts.extend(call.withdrawal.iter().map(|each| Act {
        act: "withdrawn".to_owned(),
        by: each.by.clone(),
        at: each.at,
        reason: Some(each.reason.clone()),
    }));
    acts.sort_by_key(|act| act.at);
    acts
}

/// What chairs let count although it was late: one act names everything that it admitted.
fn admissions(call: &Call) -> impl Iterator<Item = Act> {
    let together = call.admissions.chunk_by(|one, next| one.act == next.act);
    together.filter_map(|admitted| {
        let act = &admitted.first()?.act;
        let named: Vec<String> = admitted.iter().map(|each| named(&each.path)).collect();
        let named = words::listed(&named);
        Some(Act {
            act: format!("{named} admitted, though late,"),
            by: act.by.clone(),
            at: act.at,
            reason: Some(act.reason.clone()),
        })
    })
}

/// What a record that was admitted is.
fn named(path: &str) -> String {
    match RecordPath::identify(path) {
        Some(Ok(RecordPath::Position(_, owner))) => format!("position of {owner}"),
        Some(Ok(RecordPath::Objection(_, of))) => format!("objection {of}"),
        _ => path.to_owned(),
    }
}
