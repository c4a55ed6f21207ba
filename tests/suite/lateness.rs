//! Tests late positions: entered after the close, admitted by a chair, changed again.

use crate::body::{self, at, give, said, tallied};
use crate::scene::Scene;

/// The call on `retention` is closed. Ann and ben answered before the close; dee's letter is not entered yet.
fn over() -> Scene {
    let mut scene = body::called("policy");
    give(&scene, &[("ann", "support"), ("ben", "support")]);
    scene.now("2026-05-12T12:00:00Z");
    scene
}

const LETTER: &[&str] = &[
    "position",
    "retention",
    "disagree",
    "--for",
    "dee",
    "--as",
    "sec",
];

fn received(scene: &Scene, exit: i32, at: &str) -> String {
    let arguments = [LETTER, &["--received", at]].concat();
    match exit {
        0 => scene.ok(&arguments),
        exit => scene.refused(exit, &arguments),
    }
}

fn admit(scene: &Scene, exit: i32, who: &[&str], by: &str) -> String {
    let how = ["--reason", "The post was slow.", "--as", by];
    let arguments = [&["call", "admit", "retention"], who, &how].concat();
    match exit {
        0 => scene.ok(&arguments),
        exit => scene.refused(exit, &arguments),
    }
}

#[test]
fn what_was_received_in_time_may_be_typed_late_and_is_shown_late() {
    let scene = over();
    scene.tell("lateness/what_was_received_in_time_may_be_typed_late_and_is_shown_late");
    scene.refused(1, &["position", "retention", "support", "--as", "dee"]);
    scene.refused(1, LETTER);
    received(&scene, 1, "2026-06-12T10:00Z");
    let own = ["position", "retention", "support", "--as", "sec"];
    let own = [&own[..], &["--received", "2026-05-11T10:00Z"]].concat();
    scene.refused(1, &own);
    received(&scene, 0, "2026-05-11T10:00Z");
    assert_eq!(tallied(&scene, "/positions/disagree"), 0);
    assert_eq!(tallied(&scene, "/set-aside/0/reason"), "late");
    scene.ok(&["status", "retention"]);
}

#[test]
fn an_admitted_position_counts_as_it_was_admitted_and_no_otherwise() {
    let mut scene = over();
    scene.tell("lateness/an_admitted_position_counts_as_it_was_admitted_and_no_otherwise");
    received(&scene, 0, "2026-05-11T10:00Z");
    admit(&scene, 1, &["ann", "eve", "dee"], "idris");
    admit(&scene, 1, &["dee"], "ann");
    admit(&scene, 0, &["dee"], "idris");
    let digest =
        plenary::value::digest::TextDigest::of(scene.read(&at("positions/dee.toml")).as_bytes());
    said(
        &scene.read(&at("calls/1/call.toml")),
        &[
            "[[admission]]",
            "path = \"proposals/retention/positions/dee.toml\"",
            &format!("sha256 = \"{digest}\""),
            "by = \"idris\"",
            "The post was slow.",
        ],
    );
    assert_eq!(tallied(&scene, "/positions/disagree"), 1);
    admit(&scene, 1, &["dee"], "idris");
    // Other bytes were not admitted.
    scene.now("2026-05-12T13:00:00Z");
    let again = ["--received", "2026-05-11T11:00Z", "--reason", "Too dear."];
    scene.ok(&[LETTER, &again].concat());
    assert_eq!(tallied(&scene, "/positions/disagree"), 0);
    assert_eq!(tallied(&scene, "/set-aside/0/reason"), "late");
    let (both, _) = scene.json(&["call", "admit", "retention", "dee", "dee", "--reason", "x"]);
    assert!(both["commit"].is_string(), "{both}");
    assert_eq!(tallied(&scene, "/positions/disagree"), 1);
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    let over = ["--override", "quorum=Summer."];
    scene.ok(&[&decide[..], &over].concat());
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
    admit(&scene, 1, &["dee"], "idris");
}

#[test]
fn one_in_time_counts_until_the_later_one_is_admitted() {
    let scene = over();
    scene.tell("lateness/one_in_time_counts_until_the_later_one_is_admitted");
    let relay = [
        "position",
        "retention",
        "disagree",
        "--for",
        "ben",
        "--as",
        "sec",
    ];
    let by_mail = ["--received", "2026-05-12T08:00Z", "--evidence", "A mail"];
    scene.ok(&[&relay[..], &by_mail].concat());
    assert_eq!(tallied(&scene, "/positions/support"), 2);
    admit(&scene, 0, &["ben"], "maya");
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    assert_eq!(tallied(&scene, "/positions/disagree"), 1);
    // The receipt shows the file that counts, and not the one that it takes the place of.
    let (receipt, _) = scene.json(&["receipt", "retention", "--for", "ben"]);
    let text = receipt.to_string();
    assert!(text.contains("\"position\":\"disagree\""), "{text}");
    assert!(!text.contains("\"position\":\"support\""), "{text}");
}

#[test]
fn nothing_is_late_before_the_close_and_nobody_admits_their_own() {
    let mut scene = body::called("policy");
    scene.tell("lateness/nothing_is_late_before_the_close_and_nobody_admits_their_own");
    admit(&scene, 1, &["dee"], "maya");
    scene.now("2026-05-12T12:00:00Z");
    for who in ["maya", "idris", "obs"] {
        let path = at(&format!("positions/{who}.toml"));
        scene.write(&path, "position = \"support\"\n");
    }
    scene.commit("By hand, after the close", "2026-05-12T11:00:00Z");
    admit(&scene, 1, &["maya", "obs"], "maya");
    admit(&scene, 0, &["idris"], "maya");
    admit(&scene, 0, &["maya"], "idris");
    assert_eq!(tallied(&scene, "/positions/support"), 2);
    let unknown = ["call", "admit", "retention", "@nowhere", "--reason", "x"];
    scene.refused(1, &unknown);
}

#[test]
fn a_groups_late_answer_is_admitted_by_the_groups_name() {
    let mut scene = body::called("groups");
    scene.tell("lateness/a_groups_late_answer_is_admitted_by_the_groups_name");
    scene.now("2026-05-12T12:00:00Z");
    scene.write(&at("positions/@north.toml"), "position = \"support\"\n");
    scene.commit("By hand, after the close", "2026-05-12T11:00:00Z");
    assert_eq!(tallied(&scene, "/positions/support"), 0);
    admit(&scene, 0, &["@north"], "maya");
    assert_eq!(tallied(&scene, "/positions/support"), 1);
}

/// What `lazy` computes with ann and ben in favour and everybody else silent, then with one more
/// file that arrives after the close.
fn after_the_close(who: &str, text: &str) -> (serde_json::Value, serde_json::Value) {
    let mut scene = body::called("lazy");
    give(&scene, &[("ann", "support"), ("ben", "support")]);
    scene.now("2026-05-12T12:00:00Z");
    let before = scene.json(&["tally", "retention"]).0;
    scene.write(&at(&format!("positions/{who}.toml")), text);
    scene.commit("By hand, after the close", "2026-05-12T11:00:00Z");
    let after = scene.json(&["tally", "retention"]).0;
    (before, after)
}

#[test]
fn whatever_arrives_after_the_close_is_late_and_leaves_its_owner_as_silent_as_before() {
    for (who, text) in [
        ("dee", "position = \"disagree\"\n"),
        ("dee", "position = \"disagree\"\nwithdrawn = true\n"),
        ("dee", "position = \"hold\"\nuntil = 2026-05-20T00:00:00Z\n"),
        ("dee", "position = \"object\"\n"),
        ("dee", "position = \"suport\"\n"),
        ("dee", "position = \"disagree\"\non = \"r9\"\n"),
        ("dee", "position = \"disagree\"\nproxy = \"ann\"\n"),
        ("dee", "position = \"disagree\"\ntrack = \"policy\"\n"),
        ("dee", "position = disagree\n"),
        ("dora", "position = \"disagree\"\n"),
        ("alt", "position = \"disagree\"\n"),
        ("alt", "position = disagree\n"),
        ("obs", "position = \"disagree\"\n"),
        ("stranger", "position = \"disagree\"\n"),
        ("@north", "position = \"disagree\"\n"),
    ] {
        let (before, after) = after_the_close(who, text);
        assert_eq!(before["levels"][0]["comparisons"][0]["base"], 7, "{before}");
        for key in ["positions", "groups", "gates", "levels", "computed"] {
            assert_eq!(before[key], after[key], "{who} {text} {key}");
        }
        let aside = after["set-aside"].as_array().expect("a list");
        assert_eq!(aside.len(), 1, "{who} {text} {after}");
        assert_eq!(aside[0]["reason"], "late", "{who} {text}");
    }
}

#[test]
fn who_spoke_in_time_is_not_silent_because_of_what_comes_later() {
    let mut scene = body::called("lazy");
    give(&scene, &[("ann", "support"), ("dee", "disagree")]);
    scene.ok(&["position", "retention", "--withdraw", "--as", "dee"]);
    scene.now("2026-05-12T12:00:00Z");
    let silent = "/positions/silent";
    let cast = "/levels/0/comparisons/0/base";
    assert_eq!(
        (tallied(&scene, silent), tallied(&scene, cast)),
        (6.into(), 6.into())
    );
    scene.write(&at("positions/dee.toml"), "position = \"accept\"\n");
    scene.commit("By hand, after the close", "2026-05-12T11:00:00Z");
    assert_eq!(
        (tallied(&scene, silent), tallied(&scene, cast)),
        (6.into(), 6.into())
    );
}
