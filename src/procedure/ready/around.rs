//! What surrounds a decision, where it is as it should be: the draft designation with its
//! challenges, the time for minority statements, and the meeting whose attendance the rules count.

use crate::procedure::designation::{Contest, minority_until};
use crate::procedure::obstacle::Obstacle;
use crate::procedure::ready::{Asked, Line};
use crate::register::records::Folder;
use crate::tally::Tally;
use crate::tally::electorate::counts_those_present;

/// The end of the draft's window, the answers to its challenges, and its confirmation, where the
/// track lets drafts be challenged.
pub(super) fn draft(asked: &Asked<'_>, found: &[&Obstacle]) -> Vec<Line> {
    let (tally, folder) = (asked.tally, asked.folder);
    let contest = Contest::of(tally, folder);
    let Some((until, (_, draft))) = contest.until().zip(contest.latest) else {
        return Vec::new();
    };
    let mut lines = answers(tally, folder);
    if tally.now >= until {
        let level = &draft.level;
        lines.push(Line::met(format!(
            "the time to challenge the draft designation, {level}, ended at {until}"
        )));
    }
    let confirmed = tally.call.and_then(|n| folder.designation(n));
    let confirmed = confirmed.and_then(|read| read.confirmation.as_ref());
    lines.extend(
        confirmed
            .filter(|_| found.is_empty())
            .map(|act| Line::met(format!("the draft designation is confirmed by {}", act.by))),
    );
    lines
}

fn answers(tally: &Tally, folder: &Folder) -> Vec<Line> {
    let filed = tally.call.and_then(|n| folder.calls.get(&n));
    let designation = filed.and_then(|filed| filed.designation.as_ref());
    let challenges = filed.into_iter().flat_map(|filed| &filed.challenges);
    let live = challenges.filter(|(_, challenge)| !challenge.withdrawn);
    let answered = live.filter_map(|(of, _)| {
        let answer = designation?.answers_to(of).next()?;
        let by = &answer.by;
        Some(Line::met(format!("the challenge {of} is answered by {by}")))
    });
    answered.collect()
}

/// The end of the time for minority statements.
pub(super) fn minority(asked: &Asked<'_>, _: &[&Obstacle]) -> Vec<Line> {
    let ends = minority_until(asked.tally, asked.folder);
    let ends = ends.filter(|ends| asked.tally.now >= *ends);
    let ended =
        ends.map(|ends| Line::met(format!("the time for minority statements ended at {ends}")));
    ended.into_iter().collect()
}

/// The meeting whose attendance the rules of the track count.
pub(super) fn meeting(asked: &Asked<'_>, found: &[&Obstacle]) -> Vec<Line> {
    let tally = asked.tally;
    let named = tally.meeting.as_ref();
    let named = named.filter(|_| found.is_empty() && counts_those_present(&tally.track));
    let line = named.map(|meeting| {
        let date = &meeting.date;
        Line::met(format!(
            "who was present at the meeting of {date} is on record"
        ))
    });
    line.into_iter().collect()
}
