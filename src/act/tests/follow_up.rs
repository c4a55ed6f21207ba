//! What follows a decision: reports, answers of those whom it is addressed to, and reviews.

use super::appeals::ruled;
use super::{DECIDED, by, called, decided, landed, not_parsed, parsed, refused, says, tells};
use crate::act::follow_up::{self, Answered, Reported, Reviewed};
use crate::act::refusal::Kind::{Rules, Usage};
use crate::act::refusal::Refusal;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, at, id};
use crate::value::clock::Instant;

const FOLLOW_UP: &str = "proposals/one/calls/1/follow-up.toml";

fn reported(sample: &Sample, words: &[&str], who: &str) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    let (input, actor): (Reported, _) = (parsed(words), by(&register, who));
    follow_up::report(&register, &id("one"), &input, &actor, at(DECIDED))
}

fn recorded(sample: &Sample, words: &[&str], who: &str) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    let (input, actor): (Answered, _) = (parsed(words), by(&register, who));
    follow_up::answer(&register, &id("one"), &input, &actor, at(DECIDED))
}

fn reviewed(
    sample: &Sample,
    words: &[&str],
    who: &str,
) -> Result<(Option<Instant>, PendingCommit), Refusal> {
    let register = sample.register();
    let (input, actor): (Reviewed, _) = (parsed(words), by(&register, who));
    follow_up::review(&register, &id("one"), &input, &actor, at(DECIDED))
}

#[test]
fn reports_and_answers_are_added_to_those_before() {
    let words = [
        "--progress",
        "under-way",
        "--text",
        "Half.",
        "--evidence",
        "x",
    ];
    let trailers = |who: &str| {
        [
            "Proposal: one".to_owned(),
            "Call: 1".to_owned(),
            format!("By: {who}"),
        ]
    };
    let entry = reported(&decided(), &words, "ann").expect("a report");
    let report = format!(
        "[[report]]\nby = 'ann'\nat = {DECIDED}\nprogress = 'under-way'\ntext = 'Half.'\nevidence = 'x'\n"
    );
    says(&entry, FOLLOW_UP, &report);
    tells(&entry, "Report on one: under-way", &trailers("ann"));
    let sample = landed(&decided(), &entry);
    let words = ["partly", "--from", "The board", "--text", "Some."];
    let entry = recorded(&sample, &words, "sec").expect("an answer");
    let answer = format!(
        "[[answer]]\nby = 'sec'\nat = {DECIDED}\nfrom = 'The board'\nverdict = 'partly'\ntext = 'Some.'\n"
    );
    says(&entry, FOLLOW_UP, &format!("{report}{answer}"));
    tells(
        &entry,
        "Record the response of the addressee on one: partly",
        &trailers("sec"),
    );
}

#[test]
fn a_review_says_when_the_next_is_due() {
    let review = |next: &str| {
        format!(
            "[[review]]\nupshot = 'kept'\nby = 'maya'\nat = {DECIDED}\nreason = 'Good.'\n{next}"
        )
    };
    let words = ["kept", "--reason", "Good."];
    let named = ["kept", "--reason", "Good.", "--next", "2027-01-01T00:00Z"];
    for (sample, words, next) in [
        (decided(), &words[..], None),
        (
            decided().track("review = '10d'"),
            &words,
            Some("2026-06-04T12:00:00Z"),
        ),
        (
            decided().track("review = '10d'"),
            &named,
            Some("2027-01-01T00:00:00Z"),
        ),
    ] {
        let (due, entry) = reviewed(&sample, words, "maya").expect("a review");
        assert_eq!(due, next.map(at));
        says(
            &entry,
            FOLLOW_UP,
            &review(&next.map_or(String::new(), |next| format!("next = {next}"))),
        );
        tells(
            &entry,
            "Record the review of one: kept",
            &["Proposal: one", "Call: 1", "By: maya"],
        );
    }
    let again = ["kept", "--reason", "Good.", "--next", DECIDED];
    refused(
        reviewed(&decided(), &again, "maya"),
        Usage,
        "--next | Mon 25 May 2026 12:00",
    );
    refused(
        reviewed(&decided(), &["kept", "--reason", ""], "maya"),
        Usage,
        "--reason",
    );
    refused(reviewed(&decided(), &["kept"], "maya"), Usage, "--reason");
    refused(reviewed(&decided(), &words, "sec"), Rules, "sec | maya");
    let fault = not_parsed::<Reviewed>(&["to-revize", "--reason", "x"]);
    assert!(fault.contains("did you mean to-revise?"), "{fault}");
    let fault = not_parsed::<Reviewed>(&["kept", "--next", "tomorrow"]);
    assert!(fault.contains("write it like 2026-05-21T23:59Z"), "{fault}");
}

#[test]
fn what_does_not_bind_has_no_follow_up() {
    let report = ["--progress", "done", "--text", "All."];
    let rejected = decided().in_call("decision.toml", "outcome = 'rejected'");
    let second = decided()
        .track("sign-offs = 2")
        .in_call("decision.toml", "sign-offs = 2");
    let lapsed = decided().in_call("decision.toml", "sunset = 2026-05-22T00:00:00Z");
    for (sample, words, who, kind, told) in [
        (&decided(), report, "cy", Rules, "cy | maya"),
        (
            &decided(),
            ["--progress", "done", "--text", ""],
            "ann",
            Usage,
            "--text",
        ),
        (
            &called(),
            report,
            "ann",
            Rules,
            "one is not decided yet | plenary status one",
        ),
        (
            &rejected,
            report,
            "ann",
            Rules,
            "one was not adopted (rejected) | plenary show one",
        ),
        (&second, report, "ann", Rules, "plenary status one"),
        (&lapsed, report, "ann", Rules, "one | plenary show one"),
        (
            &ruled("upheld"),
            report,
            "ann",
            Rules,
            "one | plenary show one",
        ),
    ] {
        refused(reported(sample, &words, who), kind, told);
    }
    let words = ["noted", "--from", "The board", "--text", "Yes."];
    for (sample, words, who, kind, told) in [
        (&decided(), words, "ann", Rules, "ann | maya or sec"),
        (
            &decided(),
            ["noted", "--from", " ", "--text", "Yes."],
            "sec",
            Usage,
            "--from",
        ),
        (
            &decided(),
            ["noted", "--from", "B", "--text", ""],
            "sec",
            Usage,
            "--text",
        ),
        (
            &rejected,
            words,
            "sec",
            Rules,
            "one was not adopted (rejected)",
        ),
    ] {
        refused(recorded(sample, &words, who), kind, told);
    }
    reviewed(&rejected, &["kept", "--reason", "Good."], "maya")
        .expect("whatever binds is reviewed");
}
