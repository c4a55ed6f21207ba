//! Lists what is needed before a decision: a line for every blocker, and one for everything that is
//! already met.

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
use crate::tally::objection::ObjectionState;
use crate::value::id::LevelName;
use crate::value::sentence::many_of;

/// The lines that a kind of blocker adds for what is met.
pub(super) type Met = fn(&Asked<'_>, &[&Blocker]) -> Vec<ReadinessItem>;

/// The kinds of blocker in the order in which they are shown, each with the lines for what is met.
/// Blockers of other kinds are shown after these.
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

/// The decision that is most likely to be recorded: the last draft, else the computed level, by a
/// chair who can decide.
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
        // The chair who decides types a reason if one is needed.
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
    let id = &asked.tally.proposal;
    let closed = call.closing().long();
    vec![ReadinessItem::met(match call.close {
        Some(_) => format!("call {n} on {id} closed on {closed} (recorded)"),
        None => format!("call {n} on {id} closed on {closed} (the decision will record it)"),
    })]
}

fn text(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    let call = asked.folder.current_call().filter(|_| found.is_empty());
    let line = call.map(|(_, call)| {
        let revision = call.revision;
        ReadinessItem::met(format!(
            "the text is still revision {revision}, as in the call"
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
        let what = format!("every chair has a conflict of interest, so {chairs} can still decide");
        let hint = "consider another chair under [roles] in charter.toml";
        return vec![ReadinessItem::advised(what, hint)];
    }
    let free = people(&free);
    vec![ReadinessItem::met(format!(
        "{free} can decide it (no conflict of interest)"
    ))]
}

fn gates(asked: &Asked<'_>, _: &[&Blocker]) -> Vec<ReadinessItem> {
    let met = asked.tally.gates.iter().filter(|gate| gate.verdict.met);
    met.map(|gate| {
        ReadinessItem::met(format!(
            "requirement {} is met: {}",
            gate.name, gate.criterion
        ))
    })
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
        return vec![ReadinessItem::met("no objections")];
    }
    let ended = counted().filter(|followed| !followed.is_undisposed());
    let ended = ended.map(|followed| {
        let id = &followed.id;
        ReadinessItem::met(match followed.state {
            ObjectionState::Disposed(value) => {
                format!("objection {id} is closed as {}", value.word())
            }
            ObjectionState::Withdrawn => format!("objection {id} is withdrawn"),
            state => format!("objection {id}: {}", state.in_words()),
        })
    });
    ended.collect()
}

fn designation(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    if !found.is_empty() {
        return Vec::new();
    }
    vec![match &asked.tally.computed {
        Some(level) => ReadinessItem::met(format!("the computed level is {level}")),
        None => {
            ReadinessItem::met("the rules give no level, so a chair designates one, with a reason")
        }
    }]
}

/// Without enough chairs, a decision could never get its sign-offs.
fn sign_offs(asked: &Asked<'_>) -> Option<ReadinessItem> {
    let needed = asked.tally.track.sign_offs;
    if needed <= 1 {
        return None;
    }
    let chairs = in_office(Deed::SignOff, &asked.about());
    let have = u64::try_from(chairs.len()).unwrap_or(u64::MAX);
    let chairs = many_of(have, "chair", "chairs");
    let what = format!("{needed} sign-offs are needed, and {chairs} can give them");
    Some(match have >= needed {
        true => ReadinessItem::met(what),
        false => ReadinessItem::advised(what, "name more chairs under [roles] in charter.toml"),
    })
}

/// What would make the decision better, and the objections that it will record as still open.
fn advice(register: &Register, tally: &Tally) -> Vec<ReadinessItem> {
    let tasks = of_proposal(register, tally).into_iter();
    let advised = tasks.filter(|task| task.weight == Priority::Advised);
    advised
        .filter(|task| !task.kind.is_personal())
        .map(|task| {
            let what = match &task.subject {
                Some(Subject::Objection { id, .. }) => {
                    format!("objection {id} is still open, and the decision will record it so")
                }
                _ => task.what(tally.now),
            };
            ReadinessItem::of_task(what, task)
        })
        .collect()
}

/// The end of the time for challenges, the answers to them, and the confirmation of the draft.
pub(super) fn draft(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    let (tally, folder) = (asked.tally, asked.folder);
    let contest = DesignationState::of(tally, folder);
    let Some((until, (_, draft))) = contest.until.zip(contest.latest) else {
        return Vec::new();
    };
    let mut lines = answers(tally, folder);
    if tally.now >= until {
        let level = &draft.level;
        lines.push(ReadinessItem::met(format!(
            "the time to challenge the draft designation ({level}) ended on {}",
            until.long()
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
            "challenge {of} is answered by {by}"
        )))
    });
    answered.collect()
}

/// The end of the time for minority statements.
pub(super) fn minority(asked: &Asked<'_>, _: &[&Blocker]) -> Vec<ReadinessItem> {
    let ends = minority_until(asked.tally, asked.folder);
    let ends = ends.filter(|ends| asked.tally.now >= *ends);
    let ended = ends.map(|ends| {
        let ends = ends.long();
        ReadinessItem::met(format!("the time for minority statements ended on {ends}"))
    });
    ended.into_iter().collect()
}

/// The meeting at which the rules of the track count who was present.
pub(super) fn meeting(asked: &Asked<'_>, found: &[&Blocker]) -> Vec<ReadinessItem> {
    let tally = asked.tally;
    let named = tally.meeting.as_ref();
    let named = named.filter(|_| found.is_empty() && counts_those_present(&tally.track));
    let line = named.map(|meeting| {
        let date = &meeting.date;
        ReadinessItem::met(format!(
            "it is recorded who was present at the meeting of {date}"
        ))
    });
    line.into_iter().collect()
}
