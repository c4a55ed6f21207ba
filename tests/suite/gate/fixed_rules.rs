//! Tests that a call is judged by the charter at which it is fixed, not by an earlier or later one.

use super::{MAYA, called, founded, judged, own, request};
use crate::body::at;
use crate::scene::Scene;

const CALL: &str = "proposals/retention/calls/1/call.toml";
const LENGTH: &str = "window = { min = \"7d\", max = \"30d\" }";

/// The proposal `retention` without a call.
fn proposed() -> Scene {
    crate::kept::scene("gate/fixed_rules/proposed", || {
        let scene = founded("account");
        scene.write(".git/draft.md", "The first text.\n");
        let draft = ["propose", "Retention", "--text", ".git/draft.md"];
        let track = ["--track", "policy"];
        own(&scene, "ann", &[&draft[..], &track].concat());
        scene
    })
}

/// The charter with another call length, and the record of a call of three days.
fn short_call(scene: &Scene) -> [(&'static str, String); 2] {
    let charter = scene.read("charter.toml");
    assert!(charter.contains(LENGTH), "{charter}");
    let shorter = charter.replace(LENGTH, "window = { min = \"1d\" }");
    let mut opened = scene.copy();
    opened.now("2026-05-02T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    own(&opened, "maya", &open);
    let call = opened.read(CALL).replace("2026-05-12T09", "2026-05-05T09");
    [("charter.toml", shorter), (CALL, call)]
}

#[test]
fn a_change_cannot_lower_the_call_length_and_use_it() {
    let mut scene = proposed();
    scene.now("2026-05-02T10:00:00Z");
    let files = short_call(&scene);
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    request(&scene, &files);
    assert_eq!(judged(&scene, MAYA), [format!("S123 {CALL}")]);
    for (path, text) in files {
        scene.write(path, text);
    }
    scene.commit("Past the check", "2026-05-02T09:00:00Z");
    let (report, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(1), "{report}");
    let findings = report["check"]["findings"].as_array().expect("findings");
    let [found] = &findings[..] else {
        panic!("{report}")
    };
    assert_eq!(
        (&found["code"], &found["path"]),
        (&"H305".into(), &CALL.into())
    );
    assert!(found["message"].to_string().contains("S123"), "{found}");
}

#[test]
fn a_shorter_call_is_allowed_from_the_next_change_on() {
    let mut scene = proposed();
    let [(path, shorter), _] = short_call(&scene);
    scene.write(path, &shorter);
    scene.commit("Shorter calls", "2026-05-02T08:00:00Z");
    scene.now("2026-05-02T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-05T09:00Z"];
    let opened = scene.copy();
    own(&opened, "maya", &open);
    request(&scene, &[(CALL, &opened.read(CALL))]);
    assert_eq!(judged(&scene, MAYA), [""; 0]);
    assert_eq!(opened.json(&["verify"]).1, Some(0));
}

/// What a later charter says is about the next call.
#[test]
fn an_open_call_keeps_its_rules() {
    let mut scene = called("account");
    own(&scene, "ann", &["position", "retention", "support"]);
    let charter = scene.read("charter.toml");
    let later = charter
        .replace(LENGTH, "window = { min = \"20d\", max = \"30d\" }")
        .replace("\"consensus\"", "\"full-consensus\"");
    let words = "[track.policy.positions]\nin-favour = \"for\"\nopposed = \"against\"\n";
    scene.write("charter.toml", &format!("{later}\n{words}"));
    scene.commit("Other rules", "2026-05-04T08:00:00Z");
    scene.now("2026-05-04T09:00:00Z");
    let (report, exit) = scene.json(&["check"]);
    assert_eq!((exit, &report["errors"]), (Some(0), &0.into()), "{report}");
    request(
        &scene,
        &[(&at("positions/ben.toml"), "position = \"support\"\n")],
    );
    assert_eq!(judged(&scene, "github:ben-x"), [""; 0]);
    let typed = "position = \"in-favour\"\n";
    request(&scene, &[(&at("positions/ben.toml"), typed)]);
    let found = judged(&scene, "github:ben-x");
    assert_eq!(found, [format!("S130 {}", at("positions/ben.toml"))]);
}
