//! Histories walked, and entries written.

use std::collections::{BTreeMap, BTreeSet};

use super::{CLOSED, OPEN, called, codes};
use crate::procedure::hand::{Hands, OriginUnverified};
use crate::register::entry::{CommitMessage, PendingCommit};
use crate::register::sample::{at, id};
use crate::register::snapshot::{Extent, Moment};
use crate::session::{CallSelector, ErrorKind, hands, inputs, register, tally, walk, write};

#[test]
fn a_history_is_judged_landing_by_landing() {
    let (history, sample, first) = called();
    let repository = history.open();
    let walked =
        |rev: &str| walk(&repository, &repository.resolve(rev).expect("a commit")).expect("a walk");
    assert_eq!(walked("main").landings, 2);
    assert_eq!(codes(&walked("main").findings), [""; 0]);
    assert_eq!(
        walked("main").unproven,
        Some(OriginUnverified::AccountInHistory)
    );
    let changed = sample.clone().in_call("call.toml", "question = 'Another?'");
    let broke = history.land(&changed, "2026-05-03T09:00:00Z");
    let walk = walked("main");
    assert_eq!(codes(&walk.findings), ["H305"], "{walk:?}");
    let found = &walk.findings[0];
    assert_eq!(found.place.path, "proposals/one/calls/1/call.toml");
    let begins = format!("commit {} of 2026-05-03 broke P203 ", broke.short());
    assert!(found.sentence.starts_with(&begins), "{}", found.sentence);
    assert_eq!(walked(first.as_str()).landings, 1);
}

#[test]
fn what_a_merge_left_out_is_found() {
    let (history, sample, _) = called();
    let ann = sample.clone().position("ann", "accept");
    let ben = sample.clone().position("ben", "accept");
    history.commit(
        "ann",
        &ann,
        "2026-05-03T09:00:00Z",
        "ann@example.org",
        &["main"],
    );
    history.commit(
        "ben",
        &ben,
        "2026-05-03T09:00:00Z",
        "ben@example.org",
        &["main"],
    );
    history.commit(
        "main",
        &ann,
        "2026-05-04T09:00:00Z",
        "maya@example.org",
        &["main", "ann", "ben"],
    );
    let repository = history.open();
    let walked = walk(&repository, &repository.head().expect("a commit")).expect("a walk");
    let mut found = codes(&walked.findings);
    found.sort_unstable();
    assert_eq!(found, ["H304", "H306"]);
}

#[test]
fn records_committed_under_the_address_of_another_are_named() {
    let (history, sample, _) = called();
    let given = sample.position("ann", "accept");
    history.land(&given, "2026-05-03T09:00:00Z");
    let repository = history.open();
    let walked = walk(&repository, &repository.head().expect("a commit")).expect("a walk");
    let others = walked.by_another();
    let [one] = others.as_slice() else {
        panic!("{others:?}")
    };
    assert_eq!(
        (one.path.as_str(), one.of.as_str(), one.by.as_str()),
        ("proposals/one/positions/ann.toml", "ann", "maya")
    );
    let earlier = repository.resolve("HEAD~1").expect("a commit");
    assert_eq!(walked.by_another_until(&earlier).len(), 0);
    assert_eq!(
        walked
            .by_another_until(&repository.head().expect("a commit"))
            .len(),
        1
    );
    let register =
        register(&repository, &Moment::WorkTree, &Extent::Everything).expect("a register");
    assert_eq!(
        hands::of_register(&repository, &register).expect("hands"),
        Hands::Silent
    );
    let own = crate::git::Identity {
        name: "Maya".to_owned(),
        email: "maya@example.org".to_owned(),
    };
    let written = entry_of(
        "proposals/one/positions/ben.toml",
        "position = \"accept\"\n",
    );
    assert_eq!(hands::of_entry(&register, &written, Some(own)).len(), 1);
    assert_eq!(hands::of_entry(&register, &written, None).len(), 0);
}

#[test]
fn what_a_decision_would_rest_on_says_whose_hand_committed_it() {
    let (history, sample, _) = called();
    history.land(&sample.position("ann", "accept"), "2026-05-03T09:00:00Z");
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
    let (inputs, told) = inputs(&repository, &base, &tallied).expect("inputs");
    assert_eq!(inputs.commit, Some(base));
    let hands: Vec<(&str, &str, u64)> = inputs
        .hands
        .iter()
        .map(|one| (one.of.as_str(), one.by.as_str(), one.records))
        .collect();
    assert_eq!(hands, [("ann", "maya", 1)]);
    assert!(matches!(told, Hands::Told(others) if others.len() == 1));
}

fn entry_of(path: &str, text: &str) -> PendingCommit {
    PendingCommit {
        files: BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]),
        removed: BTreeSet::new(),
        message: CommitMessage {
            subject: "Write".to_owned(),
            trailers: vec![("By".to_owned(), "maya (chair)".to_owned())],
        },
    }
}

#[test]
fn an_entry_with_a_fault_is_refused_and_nothing_is_written() {
    let (history, ..) = called();
    let repository = history.open();
    let base = repository.head().expect("a commit");
    let writing = |email: &str| crate::git::CommitInput {
        author: crate::git::Identity {
            name: "Maya".to_owned(),
            email: email.to_owned(),
        },
        now: at(OPEN),
        how: crate::git::CommitMode::Commit,
        authored: None,
        base: Some(base.clone()),
    };
    let path = "participants/cleo.toml";
    let refused = write(
        &repository,
        &entry_of(path, "name = \"Cleo\"\n"),
        &writing("maya@example.org"),
    );
    let error = refused.expect_err("it has a fault");
    assert_eq!(
        (error.kind, codes(&error.findings)),
        (ErrorKind::Refused, vec!["S109"])
    );
    assert_eq!(repository.head().expect("a commit"), base);
    let sound = entry_of(path, "name = \"Cleo\"\ngroup = \"all\"\n");
    let landed = write(&repository, &sound, &writing("maya@example.org")).expect("it is written");
    assert!(matches!(landed, crate::git::CommitOutcome::Commit { .. }));
    assert_ne!(repository.head().expect("a commit"), base);
}

#[test]
fn the_proof_of_a_whole_history_is_asked_for() {
    let (history, ..) = called();
    let repository = history.open();
    let head = repository.head().expect("a commit");
    std::fs::write(
        history.folder.path().join(".git/shallow"),
        format!("{head}\n"),
    )
    .expect("a file");
    let error = walk(&repository, &head).expect_err("a part is missing");
    assert_eq!(error.kind, ErrorKind::CannotCheck);
    let commands = error.hint.steps().iter().map(|step| &step.command);
    assert_eq!(
        commands.flatten().last().map(String::as_str),
        Some("plenary explain H301")
    );
    assert_eq!(error.to_string(), error.sentence);
}
