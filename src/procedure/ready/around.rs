//! What surrounds a decision: the draft designation with its challenges, the time for minority
//! statements, and the meeting whose attendance the rules count.

use crate::procedure::ready::{Line, has_word, turn, turn_of};
use crate::record::charter::SECRETARY;
use crate::record::designation::Designation;
use crate::register::freeze::Moments;
use crate::register::records::Folder;
use crate::tally::Tally;
use crate::value::class::Class;
use crate::value::clock::Span;

/// The draft designation, its window, the answers to its challenges, and its confirmation, where
/// the track lets drafts be challenged.
pub(super) fn drafts(tally: &Tally, folder: &Folder) -> Vec<Line> {
    let (Some(n), Some(window)) = (tally.call, tally.track.challenge) else {
        return Vec::new();
    };
    let id = &tally.proposal;
    let chairs = || tally.charter.chairs();
    let Some(read) = folder.designation(n) else {
        let command = format!("plenary designate {id} LEVEL --reason \"…\"");
        let what =
            format!("no draft designation is published, and it can be challenged for {window}");
        return vec![Line::unmet(what, turn(chairs(), &command))];
    };
    let mut lines = vec![window_line(read, window, tally)];
    lines.extend(challenges(tally, folder, read));
    lines.push(match &read.confirmation {
        Some(act) => Line::met(format!("the designation is confirmed by {}", act.by)),
        None => {
            let command = format!("plenary designate {id} --confirm");
            Line::unmet("the designation is not confirmed", turn(chairs(), &command))
        }
    });
    lines
}

fn window_line(read: &Designation, window: Span, tally: &Tally) -> Line {
    let Some((number, draft)) = read.latest() else {
        return Line::met("there is no draft");
    };
    let ends = window.after(draft.act.at);
    let what = format!(
        "draft {number} ({}) can be challenged until {ends}",
        draft.level
    );
    match tally.now < ends {
        true => Line::waits(what, format!("plenary challenge {}", tally.proposal)),
        false => Line::met(format!(
            "the time to challenge draft {number} ({}) ended at {ends}",
            draft.level
        )),
    }
}

fn challenges(tally: &Tally, folder: &Folder, read: &Designation) -> Vec<Line> {
    let filed = tally.call.and_then(|n| folder.calls.get(&n));
    let challenges = filed.into_iter().flat_map(|filed| &filed.challenges);
    let live = challenges.filter(|(_, challenge)| !challenge.withdrawn);
    live.map(|(of, _)| {
        let id = &tally.proposal;
        let command = format!("plenary designate {id} --answer {of} \"…\"");
        match read.answers_to(of).next() {
            Some(answer) => Line::met(format!("the challenge {of} is answered by {}", answer.by)),
            None => Line::unmet(
                format!("the challenge {of} has no answer"),
                turn(tally.charter.chairs(), &command),
            ),
        }
    })
    .collect()
}

/// The time for minority statements, where the track gives one and somebody is in the minority.
pub(super) fn minority(tally: &Tally, folder: &Folder) -> Option<Line> {
    let within = tally.track.minority.as_ref()?.within?;
    let (_, call) = folder.current_call()?;
    let ends = within.after(call.closing());
    if tally.now >= ends {
        return Some(Line::met(format!(
            "the time for minority statements ended at {ends}"
        )));
    }
    is_divided(tally).then(|| {
        let command = format!("plenary minority {} --file FILE", tally.proposal);
        Line::waits(
            format!("minority statements may be filed until {ends}"),
            turn_of("those who disagree", &command),
        )
    })
}

fn is_divided(tally: &Tally) -> bool {
    let against = |counted: &crate::tally::canvass::Counted| counted.class == Class::Against;
    let maintained = tally.objections.iter().filter(|each| each.counts());
    tally.canvass.counted.iter().any(against)
        || maintained.into_iter().any(|each| each.is_maintained())
}

/// The meeting whose attendance the rules of the track count.
pub(super) fn meeting(moments: &Moments, tally: &Tally, folder: &Folder) -> Option<Line> {
    let rules = tally.track.rules();
    let mut counts = rules.filter(|(_, _, _, rule)| has_word(rule, "present"));
    counts.next()?;
    let (n, call) = folder.current_call()?;
    let Some(date) = &call.meeting else {
        let what = format!("the rules count who is present, and call {n} names no meeting");
        let command = format!("plenary call open {} --meeting DATE", tally.proposal);
        return Some(Line::unmet(what, turn(tally.charter.chairs(), &command)));
    };
    if moments.asked.meetings.contains_key(date) {
        return Some(Line::met(format!("the meeting of {date} is on record")));
    }
    let keepers = tally.charter.holders(SECRETARY).iter();
    let command = format!("plenary meeting add {date} --present NAME,…");
    Some(Line::unmet(
        format!("the meeting of {date}, whose attendance the rules count, is not on record"),
        turn(keepers.chain(tally.charter.chairs()), &command),
    ))
}
