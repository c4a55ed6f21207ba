//! What has to hold before a decision is taken: every obstacle is a line, and so is everything
//! that is none, with what surrounds a decision where it is as it should be.

use crate::procedure::blocker::{Blocker, ObstacleKind, blockers};
use crate::procedure::designation::{DesignationState, minority_until};
use crate::procedure::names::people;
use crate::procedure::ready::{Asked, ReadinessItem};
use crate::procedure::rights::{Deed, in_office, may, unbiased};
use crate::procedure::task::{Priority, Subject, of_proposal};
use crate::record::decision::{DecisionOptions, Designated};
use crate::register::records::{ProposalRecords, Register};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::tally::electorate::counts_those_present;
use crate::value::id::LevelName;

/// What is said of a kind of obstacle where there is none, or beside those that there are.
pub(super) type Met = fn(&Asked<'_>, &[&Blocker]) -> Vec<ReadinessItem>;

/// The kinds of obstacle in the order in which they are shown, each with what is said where
/// nothing of the kind stands in the way. Obstacles of other kinds are shown behind these.
const KINDS: &[(ObstacleKind, Met)] = &[
    (ObstacleKind::Call, call),
    (ObstacleKind::Text, text),
    (ObstacleKind::Judge, judge),
    (ObstacleKind::Gate, gates),
    (ObstacleKind::Objection, objections),
    (ObstacleKind::Designation, designation),
    (ObstacleKind::Draft, draft),
    (ObstacleKind::Minority, minority),
    (ObstacleKind::Attendance, meeting),
];

/// Every line of the list for the current call of the tally's proposal.
pub fn before_decision(
    moments: &TallyInputs,
    tally: &Tally,
    folder: &ProposalRecords,
) -> Vec<ReadinessItem> {
    let asked = Asked {
        moments,
        tally,
        folder,
    };
    let found = match probe(&asked) {
        Some(judgement) => blockers(moments, tally, folder, &judgement),
        None => Vec::new(),
    };
    let mut lines = Vec::new();
    for (kind, met) in KINDS {
        let of_kind: Vec<&Blocker> = found.iter().filter(|each| each.kind == *kind).collect();
        lines.extend(of_kind.iter().map(|each| ReadinessItem::in_the_way(each)));
        lines.extend(met(&asked, &of_kind));
    }
    let shown = |kind: ObstacleKind| KINDS.iter().any(|(known, _)| *known == kind);
    let others = found.iter().filter(|each| !shown(each.kind));
    lines.extend(others.map(ReadinessItem::in_the_way));
    lines.extend(sign_offs(&asked));
    lines.extend(advice(&moments.asked, tally));
    lines
}

/// The judgement that is most likely to be recorded: the last draft, else the computed level, by
/// a chair who is free to judge.
fn probe(asked: &Asked<'_>) -> Option<Designated> {
    let (tally, folder) = (asked.tally, asked.folder);
    let call = tally.call?;
    let draft = folder.designation(call).and_then(|read| read.latest());
    let draft = draft.map(|(_, draft)| draft);
    let last = tally.levels.last().map(|level| level.name.clone());
    let drafted = draft.map(|draft| draft.level.clone());
    let designation: LevelName = drafted.or(tally.computed.clone()).or(last)?;
    let free = || may(Deed::Decide, &asked.about()).into_iter().next();
    let by = draft.map(|draft| draft.act.by.clone()).or_else(free)?;
    Some(Designated {
        outcome: tally.level(&designation)?.outcome,
        designation,
        // Whoever decides types a reason where one is owed.
        reason: Some(draft.map_or(String::new(), |draft| draft.act.reason.clone())),
        does_not_mean: None,
        by,
        at: tally.now,
        overrides: Vec::new(),
        chosen: DecisionOptions::default(),
    })
}

fn call(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    let Some((n, call)) = asked.folder.current_call().filter(|_| found.is_empty()) else {
        return Vec::new();
    };
    let recorded = match call.close {
        Some(_) => "and its close is recorded",
        None => "and the decision will record its close",
    };
    let id = &asked.tally.proposal;
    let closed = call.closing();
    vec![ReadinessItem::met(format!(
        "call {n} on {id} closed at {closed}, {recorded}"
    ))]
}

fn text(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    let call = asked.folder.current_call().filter(|_| found.is_empty());
    let line = call.map(|(_, call)| {
        let revision = call.revision;
        ReadinessItem::met(format!(
            "the text is still the one put to the group, {revision}"
        ))
    });
    line.into_iter().collect()
}

fn judge(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    let free = unbiased(Deed::Decide, &asked.about());
    if !found.is_empty() {
        return Vec::new();
    }
    if free.is_empty() {
        let chairs = people(&in_office(Deed::Decide, &asked.about()));
        let what = format!("no chair is free of conflict, so {chairs} may judge all the same");
        return vec![ReadinessItem::advised(
            what,
            "the charter could name another chair",
        )];
    }
    let free = people(&free);
    vec![ReadinessItem::met(format!(
        "{free} is free of conflict, and may judge it"
    ))]
}

fn gates(asked: &Asked<'_>, _: &[&Blocker]) -> Vec<ReadinessItem> {
    let met = asked.tally.gates.iter().filter(|gate| gate.verdict.met);
    met.map(|gate| ReadinessItem::met(format!("the gate {} is met: {}", gate.name, gate.criterion)))
        .collect()
}

fn objections(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    let counted = || {
        asked
            .tally
            .objections
            .iter()
            .filter(|followed| followed.counts())
    };
    if found.is_empty() && counted().next().is_none() {
        return vec![ReadinessItem::met("there is no objection")];
    }
    let ended = counted().filter(|followed| !followed.is_undisposed());
    let ended = ended.map(|followed| {
        let state = followed.state.in_words();
        ReadinessItem::met(format!("the objection {} is {state}", followed.id))
    });
    ended.collect()
}

fn designation(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    if !found.is_empty() {
        return Vec::new();
    }
    vec![match &asked.tally.computed {
        Some(level) => ReadinessItem::met(format!("the rule gives the level {level}")),
        None => {
            ReadinessItem::met("the rule gives no level, so a chair designates one with a reason")
        }
    }]
}

/// A decision that nobody can complete would stay pending.
fn sign_offs(asked: &Asked<'_>) -> Option<ReadinessItem> {
    let needed = asked.tally.track.sign_offs;
    if needed <= 1 {
        return None;
    }
    let chairs = in_office(Deed::SignOff, &asked.about());
    let have = u64::try_from(chairs.len()).unwrap_or(u64::MAX);
    let what = format!("{needed} sign-offs are needed, and {have} chairs can give them");
    Some(match have >= needed {
        true => ReadinessItem::met(what),
        false => ReadinessItem::advised(
            what,
            "the decision would stay pending; the charter names the chairs: name more of them there",
        ),
    })
}

/// What would make the decision better; objections that go on the record as they are among it.
fn advice(register: &Register, tally: &Tally) -> Vec<ReadinessItem> {
    let tasks = of_proposal(register, tally).into_iter();
    let advised = tasks.filter(|task| task.weight == Priority::Advised);
    advised
        .filter(|task| !task.kind.is_personal())
        .map(|task| {
            let what = match &task.subject {
                Some(Subject::Objection { id, .. }) => format!(
                    "the objection {id} has no disposition, and goes on the record as it is"
                ),
                _ => task.what(tally.now),
            };
            ReadinessItem::of_task(what, task)
        })
        .collect()
}

/// The end of the draft's window, the answers to its challenges, and its confirmation, where the
/// track lets drafts be challenged.
pub(super) fn draft(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    let (tally, folder) = (asked.tally, asked.folder);
    let contest = DesignationState::of(tally, folder);
    let Some((until, (_, draft))) = contest.until().zip(contest.latest) else {
        return Vec::new();
    };
    let mut lines = answers(tally, folder);
    if tally.now >= until {
        let level = &draft.level;
        lines.push(ReadinessItem::met(format!(
            "the time to challenge the draft designation, {level}, ended at {until}"
        )));
    }
    let confirmed = tally.call.and_then(|n| folder.designation(n));
    let confirmed = confirmed.and_then(|read| read.confirmation.as_ref());
    lines.extend(confirmed.filter(|_| found.is_empty()).map(|act| {
        ReadinessItem::met(format!("the draft designation is confirmed by {}", act.by))
    }));
    lines
}

fn answers(tally: &Tally, folder: &ProposalRecords) -> Vec<ReadinessItem> {
    let filed = tally.call.and_then(|n| folder.calls.get(&n));
    let designation = filed.and_then(|filed| filed.designation.as_ref());
    let challenges = filed.into_iter().flat_map(|filed| &filed.challenges);
    let live = challenges.filter(|(_, challenge)| !challenge.withdrawn);
    let answered = live.filter_map(|(of, _)| {
        let answer = designation?.answers_to(of).next()?;
        let by = &answer.by;
        Some(ReadinessItem::met(format!(
            "the challenge {of} is answered by {by}"
        )))
    });
    answered.collect()
}

/// The end of the time for minority statements.
pub(super) fn minority(asked: &Asked<'_>, _: &[&Blocker]) -> Vec<ReadinessItem> {
    let ends = minority_until(asked.tally, asked.folder);
    let ends = ends.filter(|ends| asked.tally.now >= *ends);
    let ended = ends.map(|ends| {
        ReadinessItem::met(format!("the time for minority statements ended at {ends}"))
    });
    ended.into_iter().collect()
}

/// The meeting whose attendance the rules of the track count.
pub(super) fn meeting(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    let tally = asked.tally;
    let named = tally.meeting.as_ref();
    let named = named.filter(|_| found.is_empty() && counts_those_present(&tally.track));
    let line = named.map(|meeting| {
        let date = &meeting.date;
        ReadinessItem::met(format!(
            "who was present at the meeting of {date} is on record"
        ))
    });
    line.into_iter().collect()
}
