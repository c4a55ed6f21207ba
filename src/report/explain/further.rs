//! Explains the rules that not every track has: what comes before a call, and what follows a decision.

use super::{Clause, known};
use crate::procedure::designation::minority_from;
use crate::procedure::early_end::rule_in_words;
use crate::record::charter::Charter;
use crate::record::track::{
    AppealRule, FurtherCall, LaterText, MinorityRule, PackageRule, PublicInterest, Track,
};
use crate::tally::electorate::uses_dimension;
use crate::value::id::GroundName;
use crate::value::sentence::any_of;

/// The clauses for which the track has a rule.
pub(super) fn further(charter: &Charter, track: &Track) -> Vec<Clause> {
    let all = [
        ("Not declared", not_declared(charter, track)),
        ("Before", before(track)),
        ("Early end", track.ends_early.map(rule_in_words)),
        ("Exclusion", exclusion(track)),
        ("Further call", further_call(track)),
        ("Package", package(track)),
        ("Public interest", public_interest(track)),
        (
            "Challenge",
            track
                .challenge
                .map(|span| format!("Participants can challenge a draft designation for {span}.")),
        ),
        (
            "Minority",
            track.minority.as_ref().map(|rule| minority(track, rule)),
        ),
        (
            "Appeal",
            track
                .appeal
                .as_ref()
                .map(|rule| known(appeal(rule), rule.seen, track)),
        ),
        (
            "Response",
            track
                .answer
                .map(|span| format!("The addressee must respond to a decision within {span}.")),
        ),
        (
            "Report",
            track
                .report
                .map(|span| format!("A report on the implementation is due within {span}.")),
        ),
        (
            "Review",
            track
                .review
                .map(|span| format!("A decision must be reviewed after {span}.")),
        ),
        (
            "Sunset",
            track
                .sunset
                .map(|span| format!("A decision expires after {span} unless it is renewed.")),
        ),
    ];
    let said = all.into_iter();
    said.filter_map(|(about, says)| says.map(|says| Clause { about, says }))
        .collect()
}

/// How rules over dimensions of the charter's own treat people without a value.
fn not_declared(charter: &Charter, track: &Track) -> Option<String> {
    let used = charter.dimensions.iter();
    let used = used.filter(|own| uses_dimension(track, own));
    let names: Vec<&str> = used.map(|own| own.id.as_str()).collect();
    (!names.is_empty()).then(|| {
        let names = any_of(names);
        format!("A participant without a value of {names} is in no place of it. No rule needs an answer from there.")
    })
}

fn before(track: &Track) -> Option<String> {
    let rule = track.after.as_ref()?;
    let how = any_of(rule.allowed().iter().map(|outcome| outcome.word()));
    let text = match rule.text {
        LaterText::Same => "the same text",
        LaterText::Later => "the same or an earlier text",
    };
    Some(format!(
        "A call on track {} comes first, and ends as {how}, on {text}.",
        rule.track
    ))
}

fn exclusion(track: &Track) -> Option<String> {
    track.exclusions.then(|| {
        "A chair can exclude a participant from an open call, with a reason. The seat is then counted like a recused \
         one."
            .to_owned()
    })
}

fn further_call(track: &Track) -> Option<String> {
    (track.further_call == FurtherCall::Changed).then(|| {
        "After a call that left the question open, a further one needs a change of the text, the objections or the \
         participants."
            .to_owned()
    })
}

fn package(track: &Track) -> Option<String> {
    let how = match track.package {
        PackageRule::PartsDecide => return None,
        PackageRule::AllDecided => "decided",
        PackageRule::AllAdopted => "adopted",
    };
    Some(format!(
        "A proposal with parts is put to a call as a whole when each part is {how}."
    ))
}

fn public_interest(track: &Track) -> Option<String> {
    (track.public_interest == PublicInterest::Required).then(|| {
        "Before a call, a proposal must say who outside the body is affected, and how.".to_owned()
    })
}

fn minority(track: &Track, rule: &MinorityRule) -> String {
    let file = match rule.words {
        Some(words) => format!(
            "Participants who disagree can file a minority statement of at most {words} words"
        ),
        None => "Participants who disagree can file a minority statement".to_owned(),
    };
    match rule.within {
        Some(span) => {
            let from = minority_from(track);
            format!("{file} within {span} of {from}. No decision is recorded before.")
        }
        None => format!("{file} until the decision."),
    }
}

fn appeal(rule: &AppealRule) -> String {
    let hear = match &rule.heard_by {
        Some(role) => format!("Participants with the role {role} hear appeals."),
        None => "A chair who did not decide hears appeals.".to_owned(),
    };
    let (within, grounds) = (rule.within, rule.grounds.iter().map(GroundName::as_str));
    match rule.grounds.is_empty() {
        true => format!("Participants can appeal for {within}. {hear}"),
        false => {
            let grounds = any_of(grounds);
            format!("Participants can appeal for {within} on the ground of {grounds}. {hear}")
        }
    }
}
