//! Decisions verified.

use std::collections::BTreeSet;

use super::{CLOSED, History, called, codes};
use crate::procedure::decision::recorded;
use crate::record::decision::{DecisionOptions, Designated};
use crate::record::track::Outcome;
use crate::register::sample::{Sample, at, id, who};
use crate::register::snapshot::Moment;
use crate::session::{CallSelector, Verification, inputs, tally, verify};
use crate::value::digest::CommitId;
use crate::value::id::LevelName;

/// A call with one answer that is decided by the chair, the files with the decision, and what it rests on.
fn decided() -> (History, Sample, CommitId) {
    let (history, sample, _) = called();
    let sample = sample.position("ann", "accept");
    history.commit(
        "main",
        &sample,
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    let repository = history.open();
    let base = repository.head().expect("a commit");
    let tallied = tally(
        &repository,
        &Moment::WorkTree,
        &id("one"),
        CallSelector::Current,
        at(CLOSED),
    )
    .expect("a tally");
    let (inputs, _) = inputs(&repository, &base, &tallied).expect("inputs");
    let judgement = Designated {
        outcome: Outcome::Adopted,
        designation: LevelName::parse("consensus").expect("a level"),
        reason: None,
        does_not_mean: None,
        by: who("maya"),
        at: at(CLOSED),
        overrides: Vec::new(),
        chosen: DecisionOptions::default(),
    };
    let made = recorded(&tallied.moments, &tallied.tally, judgement, inputs).expect("a decision");
    let sample = sample
        .with(DECISION, made.text)
        .with(MANIFEST, made.manifest.written());
    history.land(&sample, CLOSED);
    (history, sample, base)
}

const DECISION: &str = "proposals/one/calls/1/decision.toml";

const MANIFEST: &str = "proposals/one/calls/1/inputs.sha256";

fn verified(history: &History, wanted: Option<&str>) -> Verification {
    let wanted = wanted.map(id);
    verify(history.open(), &Moment::WorkTree, wanted.as_ref()).expect("a verification")
}

#[test]
fn a_decision_recomputes_from_what_it_rests_on() {
    let (history, sample, base) = decided();
    let verification = verified(&history, None);
    assert_eq!(
        codes(&verification.findings()),
        [""; 0],
        "{:?}",
        verification.findings()
    );
    assert_eq!(
        (verification.decisions.len(), verification.walked.landings),
        (1, 4)
    );
    let decision = history.open().file(&base, DECISION).expect("a repository");
    assert_eq!(decision, None);
    // What comes afterwards does not change it.
    history.land(&sample.participants("late"), "2026-05-15T09:00:00Z");
    assert_eq!(codes(&verified(&history, Some("one")).findings()), [""; 0]);
    let one =
        verify::decision(history.open(), &Moment::WorkTree, &id("one"), 1).expect("a verification");
    assert_eq!(one.map(|one| (one.call, one.findings.len())), Some((1, 0)));
    let none =
        verify::decision(history.open(), &Moment::WorkTree, &id("one"), 2).expect("a verification");
    assert!(none.is_none());
}

#[test]
fn a_decision_that_was_changed_or_removed_is_found() {
    let (history, sample, _) = decided();
    let changed =
        sample
            .clone()
            .edited(DECISION, "outcome = \"adopted\"", "outcome = \"rejected\"");
    history.land(&changed, "2026-05-15T09:00:00Z");
    let found = verified(&history, None).findings();
    let codes_found: BTreeSet<&str> = codes(&found).into_iter().collect();
    assert!(
        codes_found.is_superset(&BTreeSet::from(["D408", "D414", "H305"])),
        "{codes_found:?}"
    );
    assert_eq!(codes(&verified(&history, Some("two")).findings()), [""; 0]);
    let (history, sample, _) = decided();
    let removed = history.land(&sample.without(DECISION), "2026-05-15T09:00:00Z");
    let verification = verified(&history, Some("one"));
    let gone = verification
        .decisions
        .iter()
        .flat_map(|one| &one.findings)
        .find(|one| one.code.id == "D414");
    let says = format!("this decision was removed in commit {}", removed.short());
    assert_eq!(gone.map(|one| one.sentence.as_str()), Some(says.as_str()));
    assert_eq!(
        verification.walked.removed,
        [(DECISION.to_owned(), removed)]
    );
}

#[test]
fn who_committed_for_whom_is_said_of_the_proposal_that_was_asked_for() {
    let (history, sample, _) = decided();
    history.land(
        &sample.proposal("two", "").position("ben", "accept"),
        "2026-05-15T09:00:00Z",
    );
    let paths = |wanted| {
        let others = verified(&history, wanted).by_another;
        others.into_iter().map(|one| one.path).collect::<Vec<_>>()
    };
    assert_eq!(paths(Some("one")), [""; 0]);
    assert_eq!(paths(Some("two")), ["proposals/two/positions/ben.toml"]);
    assert_eq!(paths(None), paths(Some("two")));
}
