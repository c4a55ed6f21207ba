//! What surrounds a decision: the draft designation with its challenges, the time for minority
//! statements, and the meeting whose attendance the rules count.

use crate::procedure::ready::{Line, has_word, turn, turn_of};
use crate::record::charter::SECRETARY;
use crate::record::designation::Designation;
use crate::register::freeze::Moments;
use crate::register::records::Folder;
use crate::tally::Tally;
use crate::value::class::Class;

/// The draft designation, its window, the answers to its challenges, and its confirmation, where
/// the track lets drafts be challenged.
pub(super) fn drafts(tally: &Tally, folder: &Folder) -> Vec<Line> {
    let (Some(n), Some(window)) = (tally.call, tally.track.challenge) else {
        return Vec::new();
    };
    let chairs = || tally.charter.chairs();
    let id = &tally.proposal;
    let read = folder.designation(n);
    let Some((read, (_, draft))) = read.and_then(|read| Some((read, read.latest()?))) else {
        let command = format!("plenary designate {id} LEVEL --reason \"…\"");
        let what = format!(
            "nobody has published a draft of the designation, and the track {} lets it be \
             challenged before a decision",
            tally.track.id
        );
        return vec![Line::unmet(what, turn(chairs(), &command))];
    };
    let mut lines = challenges(tally, folder, read);
    let ends = window.after(draft.act.at);
    let the_draft = format!("the draft designation of call {n} on {id}");
    if tally.now < ends {
        let what = format!("{the_draft} can be challenged until {ends}");
        lines.push(Line::waits(what, format!("plenary designate {id}")));
        return lines;
    }
    let level = &draft.level;
    lines.push(Line::met(format!(
        "the time to challenge the draft designation, {level}, ended at {ends}"
    )));
    lines.push(match &read.confirmation {
        Some(act) => Line::met(format!("{the_draft} is confirmed by {}", act.by)),
        None => {
            let command = format!("plenary designate {id} --confirm");
            Line::unmet(
                format!("{the_draft} is not confirmed"),
                turn(chairs(), &command),
            )
        }
    });
    lines
}

fn challenges(tally: &Tally, folder: &Folder, read: &Designation) -> Vec<Line> {
    let filed = tally.call.and_then(|n| folder.calls.get(&n));
    let challenges = filed.into_iter().flat_map(|filed| &filed.challenges);
    let live = challenges.filter(|(_, challenge)| !challenge.withdrawn);
    live.map(|(of, _)| {
        let id = &tally.proposal;
        let command = format!("plenary designate {id} --answer {of} --text \"…\"");
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
            format!(
                "minority statements on {} may be filed until {ends}",
                tally.proposal
            ),
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
    let (_, call) = folder.current_call()?;
    let track = &tally.track.id;
    let keepers = tally.charter.holders(SECRETARY);
    let keepers = || tally.charter.chairs().chain(keepers);
    let Some(date) = &call.meeting else {
        let what = format!(
            "the rules of the track {track} count those present, and the call names no meeting"
        );
        let command = "plenary call open … --meeting DATE: withdraw this call and open another";
        return Some(Line::unmet(what, turn(keepers(), command)));
    };
    if moments.asked.meetings.contains_key(date) {
        return Some(Line::met(format!("the meeting of {date} is on record")));
    }
    let what = format!(
        "the rules of the track {track} count those present, and there is no record of a meeting \
         on {date}"
    );
    let command = format!("plenary meeting add {date} --present NAME,NAME");
    Some(Line::unmet(what, turn(keepers(), &command)))
}
