//! Verifies decisions of an earlier format. A difference that only comes from newer rules is a note; everything
//! else is an error, as in a decision of the present format.

use std::path::Path;

use serde_json::Value;

use crate::body::{self, at, tallied};
use crate::scene::{Scene, hermetic};
use crate::verified::{DECISION, forge, forged, found, over};

/// The report of `verify`, with its exit.
fn report(register: &Path) -> (Value, Option<i32>) {
    let output = hermetic(env!("CARGO_BIN_EXE_plenary"), register)
        .args(["verify", "--worktree", "--quiet", "--format", "json"])
        .output()
        .expect("the program can be run");
    let report = serde_json::from_slice(&output.stdout).expect("verify prints JSON");
    (report, output.status.code())
}

/// The items of the notes on one decision.
fn items(decision: &Value) -> Vec<String> {
    let notes = decision["notes"].as_array().expect("a list of notes");
    let item = |note: &Value| note["item"].as_str().unwrap_or_default().to_owned();
    notes.iter().map(item).collect()
}

/// A register whose decision has format 1 and was changed before it was committed.
fn earlier(changes: &[(&str, &str)]) -> Scene {
    let scene = over();
    forged(&scene, &[&[("format = 2", "format = 1")], changes].concat());
    scene
}

fn codes(changes: &[(&str, &str)]) -> Vec<String> {
    let found = found(&earlier(changes), &[]).into_iter();
    found.map(|(code, _)| code).collect()
}

#[test]
fn registers_of_format_1_are_verified() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/format-1");
    for (register, decisions) in [("tiny", 1), ("gnso-retention", 6)] {
        let (report, exit) = report(&data.join(register));
        assert_eq!(exit, Some(0), "{report}");
        let lines = report["decisions"].as_array().expect("a list of decisions");
        assert_eq!(lines.len(), decisions);
        for line in lines {
            assert_eq!(line["record-format"], 1, "{line}");
            assert_eq!(line["holds"], true, "{line}");
            assert_eq!(line["outcome-follows"], true, "{line}");
        }
    }
}

/// The third recommendation was decided without a late position that the chair had admitted.
#[test]
fn a_count_that_was_wrong_in_format_1_is_a_note() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/format-1");
    let (report, _) = report(&data.join("gnso-retention"));
    let lines = report["decisions"].as_array().expect("a list of decisions");
    let third = lines.iter().find(|line| line["proposal"] == "rec-3");
    let items = items(third.expect("the third recommendation"));
    for item in ["tally", "counted", "not-counted"] {
        assert!(items.iter().any(|found| found == item), "{items:?}");
    }
    let first = lines.iter().find(|line| line["proposal"] == "rec-1");
    let others = self::items(first.expect("the first recommendation"));
    assert!(!others.iter().any(|found| found == "counted"), "{others:?}");
}

#[test]
fn what_a_recount_may_give_otherwise_is_a_note() {
    let scene = earlier(&[("silent = 2", "silent = 1"), ("stale = 0", "stale = 1")]);
    scene.tell("former/what_a_recount_may_give_otherwise_is_a_note");
    let (report, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(0), "{report}");
    let line = &report["decisions"][0];
    assert_eq!(line["record-format"], 1);
    assert_eq!(line["holds"], true);
    assert_eq!(items(line), ["tally", "groups"]);
    let note = &line["notes"][0];
    assert_eq!(note["path"], DECISION);
    assert!(note["line"].as_u64().is_some_and(|line| line > 1), "{note}");
    assert!(scene.ok(&["verify"]).contains("tally.silent"));
}

#[test]
fn the_same_difference_is_an_error_in_a_decision_of_today() {
    let scene = over();
    forged(&scene, &[("silent = 2", "silent = 1")]);
    assert_eq!(
        found(&scene, &[]),
        [("D407".to_owned(), DECISION.to_owned())]
    );
}

#[test]
fn nothing_else_may_differ() {
    assert_eq!(codes(&[]), [""; 0]);
    for (code, old, new) in [
        ("D407", "It costs.", "It cost."),
        (
            "D408",
            "outcome = \"no-consensus\"",
            "outcome = \"adopted\"",
        ),
        ("D407", "computed = \"consensus\"", "computed = \"divided\""),
        ("D410", "register = \"", "register = \"other-"),
        ("D412", "by = \"maya\"", "by = \"ann\""),
        ("D407", "blocking = true", "blocking = false"),
    ] {
        let codes = codes(&[(old, new)]);
        assert!(codes.iter().any(|found| found == code), "{new}: {codes:?}");
    }
    let scene = earlier(&[]);
    let text = scene.read(DECISION);
    let pin = text.lines().find(|line| line.starts_with("charter = "));
    let pin = pin.expect("the digest of the charter");
    forge(&scene, &[(pin, &pin.replace('1', "2"))]);
    let found_here = found(&scene, &["--worktree"]);
    assert!(found_here.iter().any(|(code, _)| code == "D403"));
    let text = text.replace("silent = 2", "silent = 1");
    scene.write(DECISION, &text);
    scene.commit("Change", "2026-05-14T09:00:00Z");
    assert!(found(&scene, &[]).iter().any(|(code, _)| code == "D414"));
}

#[test]
fn a_later_format_is_not_read() {
    let scene = over();
    forged(&scene, &[]);
    forge(&scene, &[("format = 2", "format = 3")]);
    let found = found(&scene, &["--worktree"]);
    assert!(found.iter().any(|(code, _)| code == "S103"), "{found:?}");
}

/// Words that had another name once are read for ever, typed or in a file; new records say them as
/// they are called today.
#[test]
fn words_of_before_are_read_for_ever() {
    let mut scene = body::proposed("policy");
    let charter = scene
        .read("charter.toml")
        .replace("of eligible", "of members");
    assert!(charter.contains("of members"));
    scene.write("charter.toml", &charter);
    scene.commit("Say it as before", "2026-05-02T08:00:00Z");
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    body::object(&scene);
    scene.write(
        &at("positions/dee.toml"),
        "position = \"hold\"\nuntil = 2026-05-08T09:00:00Z\n",
    );
    scene.commit("Dee works on it", "2026-05-03T09:00:00Z");
    let held = [
        "position",
        "retention",
        "hold",
        "--until",
        "2026-05-08T09:00Z",
        "--as",
        "eve",
    ];
    scene.ok(&held);
    let aside = tallied(&scene, "/set-aside");
    let held = aside.as_array().expect("a list").iter();
    assert_eq!(
        held.filter(|file| file["reason"] == "hold").count(),
        2,
        "{aside}"
    );
    body::said(&scene.read(&at("positions/eve.toml")), &["\"pending\""]);
    scene.now("2026-05-13T09:00:00Z");
    scene.ok(&[
        "dispose",
        "cid.cost",
        "stands",
        "--reason",
        "Both were said.",
        "--as",
        "maya",
    ]);
    body::said(
        &scene.read(&at("handling/cid.cost.toml")),
        &["\"unresolved\""],
    );
    let (shown, _) = scene.json(&["show", "cid.cost"]);
    assert_eq!(shown["disposition"]["value"], "stands", "{shown}");
    assert_eq!(shown["state"], "stands", "{shown}");
    scene.ok(&["check"]);
}
