//! What a track asks for before a call, between the call and the decision, and after it.

use crate::procedure::designation::minority_from;
use crate::record::track::{AppealRule, MinorityRule, PublicInterest, Track};
use crate::report::explain::Clause;
use crate::value::id::GroundName;
use crate::value::suggest::listed;

/// The clauses for which the track has a rule.
pub(super) fn clauses(track: &Track) -> Vec<Clause> {
    let all = [
        ("Before", before(track)),
        ("Public interest", public_interest(track)),
        (
            "Challenge",
            track
                .challenge
                .map(|span| format!("A draft designation may be challenged for {span}.")),
        ),
        (
            "Minority",
            track.minority.as_ref().map(|rule| minority(track, rule)),
        ),
        ("Appeal", track.appeal.as_ref().map(appeal)),
        (
            "Answer",
            track.answer.map(|span| {
                format!("Those whom a decision is addressed to owe an answer within {span}.")
            }),
        ),
        (
            "Report",
            track
                .report
                .map(|span| format!("A report on the implementation is owed within {span}.")),
        ),
        (
            "Review",
            track
                .review
                .map(|span| format!("A decision is looked at again after {span}.")),
        ),
        (
            "Sunset",
            track
                .sunset
                .map(|span| format!("A decision lapses after {span} unless it is renewed.")),
        ),
    ];
    let said = all.into_iter();
    said.filter_map(|(about, says)| says.map(|says| Clause { about, says }))
        .collect()
}

fn before(track: &Track) -> Option<String> {
    let after = track.after.as_ref()?;
    Some(format!(
        "The track {after} must have adopted the proposal first."
    ))
}

fn public_interest(track: &Track) -> Option<String> {
    (track.public_interest == PublicInterest::Required).then(|| {
        "A proposal must say who outside the group is affected, and how, before a call.".to_owned()
    })
}

fn minority(track: &Track, rule: &MinorityRule) -> String {
    let words = rule
        .words
        .map(|words| format!(" of at most {words} words"))
        .unwrap_or_default();
    let within = rule.within.map_or_else(
        || "until it is decided".to_owned(),
        |span| {
            let from = minority_from(track);
            format!("within {span} of {from}; no decision is taken before")
        },
    );
    format!("Those who disagree may file a statement{words} {within}.")
}

fn appeal(rule: &AppealRule) -> String {
    let heard_by = match &rule.heard_by {
        Some(role) => format!("Whoever holds the role {role}"),
        None => "A chair who did not decide".to_owned(),
    };
    let grounds: Vec<&str> = rule.grounds.iter().map(GroundName::as_str).collect();
    let grounds = match grounds.as_slice() {
        [] => String::new(),
        some => format!(", on the ground of {}", listed(some.iter().copied())),
    };
    let within = rule.within;
    format!("A decision may be appealed for {within}{grounds}. {heard_by} hears it.")
}
