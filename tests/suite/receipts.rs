//! Tests receipts: what is recorded about a participant, and what happened to it.

use crate::body::{self, at};
use crate::room::room;
use crate::scene::Scene;

/// A receipt as it was printed, but for the name of a commit.
fn receipt(scene: &Scene, arguments: &[&str]) -> String {
    let text = scene.ok(&[&["receipt"], arguments].concat());
    let lines = text
        .lines()
        .map(|line| match line.split_once(" in commit ") {
            Some((before, after)) => format!("{before} in commit COMMIT{}", &after[7..]),
            None => line.to_owned(),
        });
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_receipt_is_the_whole_notice() {
    let scene = room();
    scene.tell("receipts/a_receipt_is_the_whole_notice");
    receipt(&scene, &["retention", "--for", "cid"]);
    receipt(&scene, &["archive", "--for", "cid"]);
    receipt(&scene, &["cid.cost"]);
    receipt(&scene, &["backups", "--for", "dee"]);
    receipt(&scene, &["retention", "--for", "dee"]);
}

#[test]
fn what_is_already_recorded_is_not_recorded_again() {
    let scene = body::called("policy");
    scene.tell("receipts/what_is_already_recorded_is_not_recorded_again");
    let give = ["position", "retention", "accept", "--as", "ben"];
    scene.ok(&give);
    let head = scene.git(&["rev-parse", "HEAD"]);
    scene.ok(&give);
    let (receipt, exit) = scene.json(&give);
    assert_eq!((receipt["commit"].is_null(), exit), (true, Some(0)));
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), head);
}

/// What is typed twice, because a run was stopped or somebody was not sure, is there once.
#[test]
fn an_act_typed_twice_is_recorded_once() {
    let mut scene = body::called("policy");
    scene.tell("receipts/an_act_typed_twice_is_recorded_once");
    body::object(&scene);
    body::give(
        &scene,
        &[
            ("ann", "support"),
            ("ben", "support"),
            ("dee", "support"),
            ("eve", "accept"),
        ],
    );
    let twice = |scene: &Scene, typed: &[&str]| {
        scene.ok(typed);
        let head = scene.git(&["rev-parse", "HEAD"]);
        scene.ok(typed);
        assert_eq!(scene.git(&["rev-parse", "HEAD"]), head, "{typed:?}");
    };
    twice(
        &scene,
        &["respond", "cid.cost", "It is cheap.", "--as", "ann"],
    );
    twice(&scene, &["reply", "cid.cost", "withdrawn", "--as", "cid"]);
    let extend = [
        "call",
        "extend",
        "retention",
        "--closes",
        "2026-05-15T09:00Z",
    ];
    twice(&scene, &[&extend[..], &["--reason", "A holiday."]].concat());
    scene.now("2026-05-16T09:00:00Z");
    twice(&scene, &["call", "close", "retention"]);
    scene.ok(&[
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ]);
    scene.ok(&["sign-off", "retention"]);
    // Another response is another response.
    assert_eq!(
        scene
            .read(&body::at("handling/cid.cost.toml"))
            .matches("[[response]]")
            .count(),
        1
    );
}

#[test]
fn one_for_everybody_is_ready_to_be_mailed() {
    let scene = room();
    scene.tell("receipts/one_for_everybody_is_ready_to_be_mailed");
    let all = receipt(&scene, &["archive", "--all"]);
    for (n, who) in (1..).zip(["ANN", "BEN", "CID", "EVE"]) {
        let line = format!(
            "Letter {n} of 5, to {who} of the roster ({})\n",
            who.to_lowercase()
        );
        assert!(all.contains(&line), "{line} in {all}");
    }
    let (value, _) = scene.json(&["receipt", "archive", "--all"]);
    let receipts = value["receipts"].as_array().expect("receipts");
    assert_eq!(receipts.len(), 5);
    for receipt in receipts {
        assert_eq!(receipt["decision"]["outcome"], "adopted");
        assert_eq!(
            receipt["decision"]["appeal"]["until"],
            "2026-06-09T10:00:00Z"
        );
    }
    let to = receipts[3]["decision"]["appeal"]["to"][0].to_string();
    assert!(to.contains("(idris)"), "{to}");
    assert!(receipts[2]["decision"]["appeal"]["command"].is_null());
    scene.ok(&["receipt", "archive", "--all", "--format", "markdown"]);
    scene.ok(&["receipt", "deletion", "--all"]);
}

#[test]
fn a_receipt_names_the_landing_and_the_bytes() {
    let scene = body::called("policy");
    scene.tell("receipts/a_receipt_names_the_landing_and_the_bytes");
    scene.ok(&["position", "retention", "support", "--as", "ben"]);
    let landed = scene.git(&["rev-parse", "HEAD"]);
    scene.ok(&["position", "retention", "accept", "--as", "cid"]);
    let path = at("positions/ben.toml");
    let (value, _) = scene.json(&["receipt", "retention", "--for", "ben"]);
    let position = &value["receipts"][0]["positions"][0];
    assert_eq!(position["commit"], landed.as_str());
    assert_eq!(position["landed"], "2026-05-03T09:00:00Z");
    let digest = plenary::value::digest::TextDigest::of(scene.read(&path).as_bytes());
    assert_eq!(position["sha256"], digest.as_str());
    scene.write(&path, "position = \"disagree\"\non = \"r1\"\n");
    let (value, _) = scene.json(&["receipt", "retention", "--for", "ben", "--worktree"]);
    let position = &value["receipts"][0]["positions"][0];
    assert_eq!(position["position"], "disagree");
    assert!(position["commit"].is_null(), "{position}");
}

#[test]
fn what_is_typed_wrong_is_refused() {
    let scene = body::called("policy");
    scene.tell("receipts/what_is_typed_wrong_is_refused");
    scene.refused(2, &["receipt", "retnetion"]);
    scene.refused(2, &["receipt", "cid.cost"]);
    scene.refused(2, &["receipt", "retention", "--all", "--for", "ben"]);
    scene.ok(&["receipt", "retention", "--for", "nobody"]);
}
