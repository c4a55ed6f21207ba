//! Tests the three states that a tally reads: fixed at opening, at the close, and now; against counts made by hand.

use serde_json::{Value, json};

use crate::body::{self, at, give, object, said};
use crate::scene::Scene;

/// The tally of `retention`.
fn tally(scene: &Scene) -> Value {
    let (tally, exit) = scene.json(&["tally", "retention"]);
    assert_eq!(exit, Some(0), "{tally}");
    assert_eq!(tally["format"], 1);
    let aside = tally["set-aside"].as_array().map_or(0, Vec::len);
    let counted = tally["counted"].as_u64().expect("a number");
    assert_eq!(
        tally["read"].as_u64(),
        Some(counted + aside as u64),
        "{tally}"
    );
    tally
}

/// Names of files and why they are not counted.
fn aside(tally: &Value) -> Vec<(String, String)> {
    let files = tally["set-aside"].as_array().expect("a list").iter();
    let words = files.map(|file| {
        let path = file["path"].as_str().expect("a path");
        let name = path
            .strip_prefix("proposals/retention/positions/")
            .expect("a position");
        (
            name.replace(".toml", ""),
            file["reason"].as_str().expect("a reason").to_owned(),
        )
    });
    words.collect()
}

fn expect(
    tally: &Value,
    support: u64,
    accept: u64,
    disagree: u64,
    object: u64,
    abstain: u64,
    silent: u64,
) {
    let counted = [
        "support", "accept", "disagree", "object", "abstain", "silent",
    ]
    .map(|key| tally["positions"][key].as_u64());
    assert_eq!(
        counted,
        [support, accept, disagree, object, abstain, silent].map(Some),
        "{tally}"
    );
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(name, why)| ((*name).to_owned(), (*why).to_owned()))
        .collect()
}

/// Somebody edits a position file by hand and commits it at a date.
fn lands(scene: &Scene, who: &str, text: &str, date: &str) -> String {
    scene.write(&at(&format!("positions/{who}.toml")), text);
    scene.commit("Answer", date)
}

/// Two before the close, one in the last second, one changed after the close, two only after it.
fn late() -> Scene {
    let mut scene = body::called("policy");
    lands(
        &scene,
        "ann",
        "position = \"support\"\n",
        "2026-05-05T00:00:00Z",
    );
    lands(
        &scene,
        "ben",
        "position = \"support\"\n",
        "2026-05-06T00:00:00Z",
    );
    lands(
        &scene,
        "eve",
        "position = \"abstain\"\n",
        "2026-05-12T09:00:00Z",
    );
    let received = "position = \"accept\"\nreceived = 2026-05-04T00:00:00Z\n";
    lands(&scene, "cid", received, "2026-05-12T09:00:01Z");
    lands(
        &scene,
        "ben",
        "position = \"disagree\"\n",
        "2026-05-13T00:00:00Z",
    );
    scene.now("2026-05-14T00:00:00Z");
    scene
}

#[test]
fn what_landed_after_the_close_is_shown_as_late() {
    let scene = late();
    let by_dates = tally(&scene);
    expect(&by_dates, 2, 0, 0, 0, 1, 4);
    assert_eq!(aside(&by_dates), pairs(&[("ben", "late"), ("cid", "late")]));
    assert_eq!(by_dates["read"], 5);
    said(by_dates["basis"].as_str().expect("text"), &["commit dates"]);

    scene.ok(&["call", "close", "retention"]);
    lands(
        &scene,
        "dee",
        "position = \"support\"\n",
        "2026-05-05T00:00:00Z",
    );
    let recorded = tally(&scene);
    expect(&recorded, 2, 0, 0, 0, 1, 4);
    assert_eq!(
        aside(&recorded),
        pairs(&[("ben", "late"), ("cid", "late"), ("dee", "late")])
    );
    assert_ne!(recorded["basis"], by_dates["basis"]);
    let call = scene.read(&at("calls/1/call.toml"));
    let eve = scene.git(&["log", "--format=%H", "-1", "--", &at("positions/eve.toml")]);
    said(&call, &[&format!("[close]\ncommit = \"{eve}\"")]);
}

#[test]
fn a_late_position_counts_where_a_chair_admitted_it() {
    let scene = late();
    scene.ok(&["call", "close", "retention"]);
    let call = scene.read(&at("calls/1/call.toml"));
    let admission = "[[admission]]\npath = \"proposals/retention/positions/cid.toml\"\nby = \"maya\"\n\
                     at = 2026-05-14T00:00:00Z\nreason = \"The list was down.\"\n\n";
    scene.write(
        &at("calls/1/call.toml"),
        &call.replace("[close]", &format!("{admission}[close]")),
    );
    scene.commit("Admit", "2026-05-14T00:00:00Z");
    let admitted = tally(&scene);
    expect(&admitted, 2, 1, 0, 0, 1, 3);
    assert_eq!(aside(&admitted), pairs(&[("ben", "late")]));
    scene.ok(&[
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ]);
    scene.ok(&["verify"]);
}

#[test]
fn a_position_that_was_deleted_after_the_close_still_counts() {
    let scene = late();
    std::fs::remove_file(scene.path(&at("positions/ann.toml"))).expect("a file to remove");
    scene.commit("Remove", "2026-05-14T00:00:00Z");
    let removed = tally(&scene);
    expect(&removed, 2, 0, 0, 0, 1, 4);
    let decide = [
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ];
    let reasons = ["--reason", "x", "--override", "quorum=x"];
    scene.ok(&[&decide[..], &reasons].concat());
    // It counts, and the commit that deleted it is named.
    let found = crate::verified::found(&scene, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "H305");
}

#[test]
fn charter_and_roster_are_those_of_the_frozen_commit() {
    let scene = body::called("policy");
    give(
        &scene,
        &[("ann", "support"), ("ben", "disagree"), ("dee", "support")],
    );
    let before = tally(&scene);
    let charter = body::charter()
        .replace(">= 2/3", ">= 9/10")
        .replace("1/2", "1/9");
    scene.write(
        "charter.toml",
        &charter.replace("silence = \"silent\"", "silence = \"accept\""),
    );
    std::fs::remove_file(scene.path("participants/dee.toml")).expect("a file to remove");
    scene.write(
        "participants/ben.toml",
        "name = \"Ben\"\ngroup = \"east\"\nsuspended = \"arrears\"\n",
    );
    scene.write(
        "participants/new.toml",
        "name = \"New\"\ngroup = \"east\"\n",
    );
    lands(
        &scene,
        "new",
        "position = \"support\"\n",
        "2026-05-04T00:00:00Z",
    );
    let after = tally(&scene);
    assert_eq!(aside(&after), pairs(&[("new", "unknown-participant")]));
    for key in [
        "positions",
        "groups",
        "gates",
        "levels",
        "electorate",
        "silence",
        "computed",
    ] {
        assert_eq!(after[key], before[key], "{key}");
    }
    expect(&after, 2, 0, 1, 0, 0, 4);
    assert_eq!(after["levels"][0]["comparisons"][0]["needed"], 2);
}

#[test]
fn the_text_is_frozen_while_a_call_is_open() {
    let scene = body::called("policy");
    scene.tell("moments/the_text_is_frozen_while_a_call_is_open");
    scene.write(&at("text.md"), "Another text.\n");
    scene.refused(1, &["revise", "retention", "--editorial", "--as", "ann"]);
    scene.commit("Change the text by hand", "2026-05-04T00:00:00Z");
    let (findings, exit) = scene.json(&["check"]);
    assert_eq!(exit, Some(1));
    assert!(findings.to_string().contains("S126"), "{findings}");
    assert_eq!(tally(&scene)["revision"], "r1");
}

#[test]
fn a_position_is_on_the_revision_at_its_landing_unless_it_says_another() {
    let mut scene = body::proposed("carry");
    let revise = |scene: &Scene, text: &str| {
        scene.write(&at("text.md"), text);
        scene.ok(&["revise", "retention", "--material", "--as", "ann"]);
    };
    lands(
        &scene,
        "ann",
        "position = \"support\"\n",
        "2026-05-01T10:00:00Z",
    );
    lands(
        &scene,
        "ben",
        "position = \"support\"\n",
        "2026-05-01T10:00:00Z",
    );
    lands(
        &scene,
        "cid",
        "position = \"support\"\n",
        "2026-05-01T10:00:00Z",
    );
    revise(&scene, "The second text.\n");
    lands(
        &scene,
        "ann",
        "position = \"support\"\nreason = \"Still.\"\n",
        "2026-05-01T11:00:00Z",
    );
    lands(
        &scene,
        "ben",
        "position = \"accept\"\n",
        "2026-05-01T11:00:00Z",
    );
    lands(
        &scene,
        "dee",
        "position = \"support\"\n",
        "2026-05-01T11:00:00Z",
    );
    lands(
        &scene,
        "eve",
        "position = \"support\"\non = \"r1\"\n",
        "2026-05-01T11:00:00Z",
    );
    lands(
        &scene,
        "idris",
        "position = \"support\"\non = \"r3\"\n",
        "2026-05-01T11:00:00Z",
    );
    let before = tally(&scene);
    expect(&before, 4, 1, 0, 0, 0, 2);
    assert_eq!(
        before["positions"]["stale"], 3,
        "ann, cid and eve: {before}"
    );
    assert_eq!(aside(&before), pairs(&[("idris", "other-revision")]));
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    lands(
        &scene,
        "cid",
        "position = \"disagree\"\n",
        "2026-05-03T00:00:00Z",
    );
    scene.now("2026-05-13T00:00:00Z");
    let called = tally(&scene);
    expect(&called, 3, 1, 1, 0, 0, 2);
    assert_eq!(called["positions"]["stale"], 2, "ann and eve: {called}");
    scene.ok(&[
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ]);
    scene.ok(&["verify"]);
}

#[test]
fn a_tally_can_be_asked_for_at_a_commit_or_in_the_work_tree() {
    let scene = body::called("policy");
    let empty = scene.git(&["rev-parse", "HEAD"]);
    lands(
        &scene,
        "ann",
        "position = \"support\"\n",
        "2026-05-04T00:00:00Z",
    );
    scene.write(&at("positions/ben.toml"), "position = \"disagree\"\n");
    expect(&tally(&scene), 1, 0, 0, 0, 0, 6);
    let count = |arguments: &[&str]| {
        let output =
            scene.plenary(&[&["tally", "retention", "--format", "json"], arguments].concat());
        let said = String::from_utf8(output.stderr).expect("text");
        let tally: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        (tally, said)
    };
    let (present, said_of_it) = count(&[]);
    said(&said_of_it, &["positions/ben.toml", "--worktree"]);
    assert_eq!(present["commit"], json!(scene.git(&["rev-parse", "HEAD"])));
    let (past, quiet) = count(&["--at", &empty]);
    expect(&past, 0, 0, 0, 0, 0, 7);
    assert!(!quiet.contains("positions/ben.toml"), "{quiet}");
    let (edited, quiet) = count(&["--worktree"]);
    expect(&edited, 1, 0, 1, 0, 0, 5);
    assert_eq!(edited["commit"], Value::Null);
    assert!(!quiet.contains("positions/ben.toml"), "{quiet}");
    scene.refused(2, &["tally", "retention", "--at", "nothing"]);
    scene.refused(2, &["tally", "retention", "--at", "HEAD", "--worktree"]);
    scene.refused(2, &["tally", "retention", "--at", "HEAD~4"]);
}

#[test]
fn a_withdrawn_objection_no_longer_carries_its_position() {
    let scene = body::called("policy");
    object(&scene);
    give(&scene, &[("cid", "object"), ("ann", "support")]);
    expect(&tally(&scene), 1, 0, 0, 1, 0, 5);
    scene.ok(&["reply", "cid.cost", "withdrawn", "--as", "cid"]);
    let after = tally(&scene);
    expect(&after, 1, 0, 0, 0, 0, 6);
    assert_eq!(aside(&after), pairs(&[("cid", "without-objection")]));
}
