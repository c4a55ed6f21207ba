//! What a designation lacks: a draft, answers to challenges, time, a confirmation, a reason.

use super::{Obstacle, ObstacleKind, obstacle, obstacle_of};
use crate::procedure::designation::{Contest, Lack, has_minority, minority_from, minority_until};
use crate::procedure::rights::{self, About, Deed};
use crate::procedure::task;
use crate::record::decision::Judgement;
use crate::record::path::RecordPath;
use crate::record::track::Designates;
use crate::register::freeze::Moments;
use crate::register::records::{Folder, Register};
use crate::tally::Tally;
use crate::value::command::{Command, Placeholder};
use crate::value::id::ParticipantId;

/// What the drafts lack, and whether the judgement is the last of them.
pub(super) fn draft_obstacles(
    register: &Register,
    tally: &Tally,
    folder: &Folder,
    judgement: &Judgement,
) -> Vec<Obstacle> {
    let contest = Contest::of(tally, folder);
    let lacks = contest.required().iter();
    let mut all: Vec<Obstacle> = lacks.map(|lack| of_lack(register, tally, lack)).collect();
    all.extend(early_draft(register, tally, folder, &contest));
    if let Some((k, draft)) = contest.latest
        && draft.level != judgement.designation
    {
        let (id, level) = (&tally.proposal, &draft.level);
        let sentence = format!(
            "the designation is {}, and draft {k}, which was published, says {level}",
            judgement.designation
        );
        let hint = Command::new("designate")
            .with(id)
            .with(Placeholder::Level)
            .option("--reason", Placeholder::Reason);
        let hint = format!("leave out --designation, or publish another draft: {hint}");
        all.push(obstacle(ObstacleKind::Draft, sentence, hint));
    }
    all
}

fn of_lack(register: &Register, tally: &Tally, lack: &Lack) -> Obstacle {
    let task = task::of_lack(register, tally, lack);
    obstacle_of(ObstacleKind::Draft, lack.sentence(tally), task)
}

/// What was filed around the call and cannot be read: nobody's challenge or statement is lost by a
/// slip of the pen.
pub(super) fn unreadable(moments: &Moments, tally: &Tally) -> Vec<Obstacle> {
    let Some(n) = tally.call else {
        return Vec::new();
    };
    let concerns = |path: &str| match RecordPath::identify(path) {
        Some(Ok(
            RecordPath::Designation(id, call)
            | RecordPath::Challenge(id, call, _)
            | RecordPath::Minority(id, call, _),
        )) => id == tally.proposal && call == n,
        _ => false,
    };
    let faults = moments.asked.findings.iter();
    let faults = faults.filter(|finding| concerns(&finding.place.path));
    faults
        .map(|finding| {
            let sentence = format!("{} cannot be read: {}", finding.place, finding.sentence);
            let hint = "to see what to type instead: plenary check";
            obstacle(ObstacleKind::Draft, sentence, hint)
        })
        .collect()
}

/// A draft is of a count that is complete.
fn early_draft(
    register: &Register,
    tally: &Tally,
    folder: &Folder,
    contest: &Contest<'_>,
) -> Option<Obstacle> {
    let (k, draft) = contest.latest?;
    let call = folder.calls.get(&tally.call?)?.call.as_ref()?;
    let (at, closes) = (draft.act.at, call.closing());
    (at < closes).then(|| {
        let sentence =
            format!("draft {k} of the designation is of {at}, and the call closed at {closes}");
        let task = task::of_lack(register, tally, &Lack::Draft);
        obstacle_of(ObstacleKind::Draft, sentence, task)
    })
}

/// Drafts and a confirmation under the name of somebody who is no chair.
pub(super) fn published_by_others(
    moments: &Moments,
    tally: &Tally,
    folder: &Folder,
) -> Option<Obstacle> {
    let designation = folder.designation(tally.call?)?;
    let (k, draft) = designation.latest()?;
    let confirmed = designation.confirmation.as_ref();
    let named = |by: &ParticipantId, what: String| {
        let sentence = format!("{what} is of {by}, who is not a chair");
        // A chair of the moment at which the call opened may have left since.
        let registers = std::iter::once(&moments.asked).chain(&moments.frozen);
        let mut offices = registers.map(|register| About::proposal(register, &tally.proposal));
        let stranger =
            !offices.any(|about| rights::in_office(Deed::Designate, &about).contains(by));
        let task = || task::of_lack(&moments.asked, tally, &Lack::Draft);
        stranger.then(|| obstacle_of(ObstacleKind::Draft, sentence, task()))
    };
    named(&draft.act.by, format!("draft {k} of the designation")).or_else(|| {
        named(
            &confirmed?.by,
            "the confirmation of the designation".to_owned(),
        )
    })
}

/// Where a track gives those who disagree time to write, the decision waits for their words.
pub(super) fn minority_obstacle(tally: &Tally, folder: &Folder) -> Option<Obstacle> {
    let until = minority_until(tally, folder)?;
    (tally.now < until && has_minority(tally)).then(|| Obstacle {
        waits: true,
        ..obstacle(
            ObstacleKind::Minority,
            format!(
                "minority statements on {} may be filed until {until}, which counts from {}",
                tally.proposal,
                minority_from(&tally.track)
            ),
            "wait until then: somebody is against it, or maintains an objection",
        )
    })
}

/// Whether the level is the track's, and follows from the rule or from a reason.
pub(super) fn designation_obstacles(tally: &Tally, judgement: &Judgement) -> Vec<Obstacle> {
    let Some(level) = tally.level(&judgement.designation) else {
        let names: Vec<&str> = tally
            .levels
            .iter()
            .map(|level| level.name.as_str())
            .collect();
        let sentence = format!(
            "the track {} has no level {}",
            tally.track.id, judgement.designation
        );
        let hint = format!("its levels are {}", crate::value::suggest::listed(names));
        return vec![obstacle(ObstacleKind::Designation, sentence, hint)];
    };
    let departs = tally.departs(&level.name);
    let computed = tally
        .computed
        .as_ref()
        .map_or("no level".to_owned(), ToString::to_string);
    match (departs, tally.track.designates, &judgement.reason) {
        (Some(true), Designates::Computed, _) if tally.computed.is_some() => vec![obstacle(
            ObstacleKind::Designation,
            format!("on this track the rule designates, and it gives {computed}"),
            "leave out --designation",
        )],
        (None, _, None) => vec![obstacle(
            ObstacleKind::Designation,
            format!(
                "this track counts nothing, so only a reason can say why the level is {}",
                level.name
            ),
            "--reason \"why this level was reached\"; the reason goes on the record",
        )],
        (Some(true), _, None) => vec![obstacle(
            ObstacleKind::Designation,
            format!(
                "the designation is {}, and the rule gives {computed}",
                level.name
            ),
            "--reason REASON, which says why the two differ and goes on the record",
        )],
        _ => Vec::new(),
    }
}
