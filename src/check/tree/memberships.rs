//! Checks memberships in groups and for a time: in how many groups a participant counts, and the limits of the charter.

use crate::check::tree::context::{CheckContext, FindingSink, PendingFinding};
use crate::record::charter::TermLimit;
use crate::record::participant::{Participant, Term};
use crate::record::path::CHARTER;
use crate::record::track::Track;
use crate::register::snapshot::roster_path;
use crate::value::calendar::Calendar;
use crate::value::clock::Instant;
use crate::value::command::{Command, Placeholder};
use crate::value::id::{ParticipantId, StandingName};
use crate::value::span::Span;

/// Participants whose memberships count in several groups at the same time, on a track that counts one of them.
pub(super) fn several_groups(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter() else {
        return;
    };
    let tracks: Vec<&Track> = charter
        .tracks
        .iter()
        .filter(|track| !track.several_groups)
        .collect();
    for (id, who) in scene.register.participants.iter() {
        if who.memberships.terms.is_empty() {
            continue;
        }
        let groups = |track: &&&Track| {
            who.memberships
                .several_groups(&track.electorate, &who.group)
        };
        let several = tracks
            .iter()
            .find_map(|track| Some((track, groups(&track)?)));
        if let Some((track, (one, other))) = several {
            found.note(&roster_path(id), || {
                PendingFinding::new(format!(
                    "{id} counts in {one} and in {other} at the same time, but track {} counts one group",
                    track.id
                ))
                .key("membership")
                .because(CHARTER)
                .hint("end one of the two, or write in the track: several-groups = true")
            });
        }
    }
}

/// Terms that are longer than the charter allows, or more than it allows.
pub(super) fn terms(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let Some(charter) = scene.charter().filter(|it| !it.term_limits.is_empty()) else {
        return;
    };
    for (id, who) in scene.register.participants.iter() {
        let limits = charter.term_limits.iter();
        let broken = limits
            .filter_map(|limit| Some((&limit.standing, too_many(limit, &charter.calendar, who)?)));
        for (standing, sentence) in broken {
            found.note(&roster_path(id), || {
                PendingFinding::new(format!("{id} {sentence}"))
                    .key("membership")
                    .because(CHARTER)
                    .hint(other_days(id, standing, who))
            });
        }
    }
}

/// How a membership comes within its limit.
fn other_days(id: &ParticipantId, standing: &StandingName, who: &Participant) -> String {
    let change = "change [[term-limit]] in the charter";
    match who.memberships.standing.contains(standing) {
        true => {
            let days = Command::new("participant term").with(id).with(standing);
            let days = days.option("--since", Placeholder::Date);
            let days = days.option("--until", Placeholder::Date);
            format!("give it days: {days}, or {change}")
        }
        false => format!("write other days, or {change}"),
    }
}

/// What breaks a limit, as the rest of a sentence.
fn too_many(limit: &TermLimit, calendar: &Calendar, who: &Participant) -> Option<String> {
    let standing = &limit.standing;
    let terms = who.memberships.terms.iter();
    let terms: Vec<&Term> = terms.filter(|term| term.standing == *standing).collect();
    let number = terms.len() as u64;
    if let Some(most) = limit.most.filter(|most| number > *most) {
        return Some(format!(
            "has {number} terms as {standing}, and the charter allows {most}"
        ));
    }
    let longest = limit.longest?;
    if who.memberships.standing.contains(standing) {
        return Some(format!(
            "has the membership {standing} without a last day, and the charter allows {longest}"
        ));
    }
    let long = terms
        .into_iter()
        .find(|term| !is_within(term, longest, calendar))?;
    let since = long.since.as_deref().unwrap_or("an unknown day");
    Some(format!(
        "has the membership {standing} from {since} for longer than {longest}"
    ))
}

/// Whether a term has a first and a last day, and is not longer than this: a year from 1 January ends on 31 December.
fn is_within(term: &Term, longest: Span, calendar: &Calendar) -> bool {
    let first = term.since.as_ref();
    let first = first.and_then(|day| Instant::parse(&format!("{day}T00:00:00Z")).ok());
    let end = first.map(|first| longest.after(first, calendar).date());
    matches!((end, &term.until), (Some(end), Some(until)) if *until < end)
}
