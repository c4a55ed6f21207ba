//! What ends a call: minority statements, decisions and sign-offs.

use super::{
    CLOSES, DECIDED, LATER, OPEN, body, by, called, decided, landed, not_parsed, parsed, paths,
    refused, says, tells,
};
use crate::act::decide::{Decide, decide, sign_off};
use crate::act::minority::{LARGEST, MinorityAction, minority};
use crate::act::refusal::Kind::{Pending, Recorded, Rules, Usage};
use crate::act::refusal::Refusal;
use crate::procedure::decision::{DecisionDraft, Inputs, Verified};
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, at, id, who};
use crate::tally::tally;
use crate::value::code;
use crate::value::digest::TextDigest;
use crate::value::finding::{Finding, SourceLocation};

fn stated(
    sample: &Sample,
    deed: &MinorityAction,
    who: &str,
    now: &str,
) -> Result<PendingCommit, Refusal> {
    let moments = sample.carried("one", now);
    let tally = tally(&moments, &id("one")).expect("a tally");
    minority(&moments, &tally, deed, &by(&moments.asked, who))
}

fn decides(
    sample: &Sample,
    words: &[&str],
    now: &str,
) -> Result<(DecisionDraft, PendingCommit), Refusal> {
    let moments = sample.carried("one", now);
    let tally = tally(&moments, &id("one")).expect("a tally");
    let input: Decide = parsed(words);
    let actor = by(&moments.asked, "maya");
    decide(&moments, &tally, &input, Inputs::default(), &actor)
}

fn signed(sample: &Sample, verified: &Verified, who: &str) -> Result<PendingCommit, Refusal> {
    let moments = sample.carried("one", DECIDED);
    let tally = tally(&moments, &id("one")).expect("a tally");
    let actor = by(&moments.asked, who);
    sign_off(&moments, &tally, verified, &actor, at(DECIDED))
}

#[test]
fn a_minority_statement_is_filed_joined_and_taken_back() {
    let path = "proposals/one/calls/1/minority/ben.toml";
    let trailers = ["Proposal: one", "Call: 1", "By: ben"];
    let own = MinorityAction::File("Too dear. ".to_owned());
    let entry = stated(&called(), &own, "ben", LATER).expect("an entry");
    says(&entry, path, "text = 'Too dear.'");
    tells(
        &entry,
        "Record the minority statement of ben on one",
        &trailers,
    );
    let filed = landed(&called(), &entry);
    let entry = stated(&filed, &MinorityAction::Withdraw, "ben", LATER).expect("an entry");
    says(&entry, path, "text = 'Too dear.'\nwithdrawn = true");
    tells(
        &entry,
        "Withdraw the minority statement of ben on one",
        &trailers,
    );
    let withdrawn = landed(&filed, &entry);
    let entry = stated(&filed, &MinorityAction::Join(who("ben")), "cy", LATER).expect("an entry");
    says(
        &entry,
        "proposals/one/calls/1/minority/cy.toml",
        "joins = 'ben'",
    );
    assert_eq!(
        entry.message.subject,
        "Join the minority statement of ben on one (cy)"
    );
    let joined = landed(&filed, &entry);
    for (sample, deed, who, told) in [
        (
            &withdrawn,
            MinorityAction::Withdraw,
            "ben",
            "ben | plenary status one",
        ),
        (
            &withdrawn,
            MinorityAction::Join(who("ben")),
            "cy",
            "ben has no minority statement on one",
        ),
        (
            &joined,
            MinorityAction::Join(who("cy")),
            "ann",
            "cy | plenary minority one --join ben",
        ),
        (&joined, own.clone(), "ben", "cy joined it"),
        (
            &joined,
            MinorityAction::Join(who("cy")),
            "ben",
            "cy joined it",
        ),
        (&body(), own.clone(), "ben", "one | plenary object one"),
        (&decided(), own.clone(), "ben", "one is decided"),
    ] {
        refused(stated(sample, &deed, who, LATER), Rules, told);
    }
    let made = stated(&filed, &MinorityAction::Join(who("ben")), "ben", LATER);
    refused(made, Usage, "plenary minority one --text-file FILE");
    refused(
        stated(&called(), &MinorityAction::File(String::new()), "ben", OPEN),
        Usage,
        "--text",
    );
}

#[test]
fn a_minority_statement_keeps_to_the_rule() {
    let sample = called().track("minority = { words = 3, within = '5d' }");
    let file = |words: &str, now: &str| {
        stated(&sample, &MinorityAction::File(words.to_owned()), "ben", now)
    };
    file("one two three", "2026-05-16T23:59:59Z").expect("within the rule");
    refused(
        file("one two three four five", LATER),
        Rules,
        "5 words | policy allows 3 | 2 words",
    );
    refused(
        file("one", "2026-05-17"),
        Rules,
        "Sun 17 May 2026 00:00 | policy",
    );
    let long = MinorityAction::File("x".repeat(LARGEST + 1));
    refused(
        stated(&called(), &long, "ben", LATER),
        Rules,
        "65537 bytes | 65536",
    );
    let most = MinorityAction::File("x".repeat(LARGEST));
    stated(&called(), &most, "ben", LATER).expect("as much as a record holds");
}

#[test]
fn a_decision_is_written_with_its_manifest() {
    let words = [
        "--designation",
        "consensus",
        "--sign-off",
        "--reason",
        "All said so.",
        "--does-not-mean",
        "Not more.",
        "--interim-until",
        "2027-01-01T00:00Z",
    ];
    let (recorded, entry) =
        decides(&called().position("ben", "accept"), &words, CLOSES).expect("one");
    let folder = "proposals/one/calls/1";
    let decision = format!("{folder}/decision.toml");
    assert_eq!(
        paths(&entry),
        [decision.as_str(), &format!("{folder}/inputs.sha256")][..]
    );
    let judgement = &recorded.decision.judgement;
    assert_eq!((judgement.by.as_str(), judgement.at), ("maya", at(CLOSES)));
    assert_eq!(judgement.reason.as_deref(), Some("All said so."));
    assert_eq!(judgement.does_not_mean.as_deref(), Some("Not more."));
    let chosen = judgement.chosen;
    assert_eq!(
        (chosen.sunset, chosen.interim),
        (Some(at("2027-01-01")), true)
    );
    let digest = format!(
        "Decision-Sha256: {}",
        TextDigest::of(&entry.files[&decision])
    );
    let trailers = [
        "Proposal: one",
        "Call: 1",
        "Designation: consensus",
        "Outcome: adopted",
        &digest,
        "Signed-off-by: maya <maya@body>",
    ];
    tells(&entry, "Decide one, call 1: adopted", &trailers);
    landed(&called(), &entry);
}

#[test]
fn what_stands_in_the_way_of_a_decision() {
    let named = ["--designation", "consensus", "--sign-off"];
    let gated = called().track("[[track.policy.gate]]\nname = 'two'\nwhen = 'for >= 2'");
    let drafts = called().track("challenge = '7d'");
    for (sample, words, now, kind, told) in [
        (&called(), &named[..2], LATER, Rules, "--sign-off"),
        (
            &called(),
            &named,
            "2026-05-11T23:59:59Z",
            Pending,
            "Tue 12 May 2026 00:00 UTC",
        ),
        (
            &called(),
            &["--sign-off"],
            LATER,
            Usage,
            "--designation is missing",
        ),
        (
            &called(),
            &["--designation", "consensus", "--reason", ""],
            LATER,
            Usage,
            "--reason",
        ),
        (&gated, &named, LATER, Rules, "two"),
        (
            &gated,
            &["--designation", "consensus", "--override", "two="],
            LATER,
            Usage,
            "--override GATE=REASON",
        ),
        (&drafts, &named, LATER, Rules, "plenary designate one"),
        (
            &called().objection("ann.cost", ""),
            &named,
            LATER,
            Rules,
            "ann.cost",
        ),
    ] {
        refused(decides(sample, words, now), kind, told);
    }
    let over = [
        &named[..],
        &["--reason", "Few came.", "--override", "two=Few=came."],
    ]
    .concat();
    let (recorded, _) = decides(&gated, &over, LATER).expect("the gate is passed over");
    let passed: Vec<(&str, &str)> = (recorded.decision.judgement.overrides.iter())
        .map(|over| (over.gate.as_str(), over.reason.as_str()))
        .collect();
    assert_eq!(passed, [("two", "Few=came.")]);
    let by_rules = called().track("designates = 'computed'");
    let (recorded, _) = decides(&by_rules, &named[2..], LATER).expect("no level must be named");
    let level = &recorded.decision.judgement.designation;
    assert_eq!(level.as_str(), "consensus");
    for (over, told) in [("two", "GATE="), ("Two words=x", "the id ")] {
        let fault = not_parsed::<Decide>(&["--override", over]);
        assert!(fault.contains(told), "{fault}");
    }
}

#[test]
fn a_further_chair_signs_off_what_recomputes() {
    let sample = Sample::new("maya idris iris ann")
        .charter("[roles]\nchair = ['maya', 'idris', 'iris']")
        .more("participants/idris.toml", "emails = ['i@example.org']")
        .track("sign-offs = 2")
        .proposal("one", "")
        .call("2026-05-02", "2026-05-12")
        .decision("sign-offs = 2");
    let verified = verified(Vec::new());
    let entry = signed(&sample, &verified, "idris").expect("an entry");
    let digest = TextDigest::of(
        sample
            .text("proposals/one/calls/1/decision.toml")
            .as_bytes(),
    );
    let path = "proposals/one/calls/1/sign-offs/idris.toml";
    says(
        &entry,
        path,
        &format!("sha256 = '{digest}'\nat = {DECIDED}"),
    );
    let digest = format!("Decision-Sha256: {digest}");
    let trailers = [
        "Proposal: one",
        "Call: 1",
        &digest,
        "Signed-off-by: idris <i@example.org>",
    ];
    tells(&entry, "Sign off one, call 1", &trailers);
    let twice = landed(&sample, &entry);
    for (sample, who, told) in [
        (&sample, "ann", "ann | idris"),
        (&twice, "iris", "maya and idris"),
        (&called(), "maya", "plenary status one"),
    ] {
        refused(signed(sample, &verified, who), Rules, told);
    }
    refused(signed(&sample, &verified, "maya"), Recorded, "maya");
    let place = SourceLocation::file("proposals/one/calls/1/decision.toml");
    let six = vec![Finding::new(code::S101, place, "six of them"); 6];
    let refusal = signed(&sample, &self::verified(six), "idris").expect_err("it does not hold");
    assert_eq!(refusal.reasons.len(), 5);
    refused::<()>(
        Err(refusal),
        Rules,
        "S101 | decision.toml | plenary verify one",
    );
}

/// What came of recomputing the decision.
fn verified(findings: Vec<Finding>) -> Verified {
    Verified {
        proposal: id("one"),
        call: 1,
        outcome: None,
        at: None,
        format: None,
        errata: 0,
        inputs: 0,
        pinned: false,
        removed: false,
        findings,
        notes: Vec::new(),
        outcome_follows: None,
    }
}
