//! Tests that nobody is believed about the commits that a call names: the history gives them.

use super::{MAYA, called, founded, judged, own, request};
use crate::body::at;
use crate::codes::page_shows_request;
use crate::scene::Scene;

/// A call that is over: ann answered before the close, and eve after it.
fn over() -> Scene {
    let mut scene = called("account");
    own(&scene, "ann", &["position", "retention", "support"]);
    scene.now("2026-05-13T09:00:00Z");
    scene.write(
        &at("positions/eve.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    scene.commit("Too late", "2026-05-13T08:00:00Z");
    scene
}

/// The record of the call with its close at a commit, as somebody types it.
fn closed_at(scene: &Scene, rev: &str) -> String {
    let commit = scene.git(&["rev-parse", rev]);
    let call = scene.read(&at("calls/1/call.toml"));
    format!(
        "{}\n\n[close]\ncommit = \"{commit}\"\nby = \"maya\"\nat = 2026-05-13T09:00:00Z\n",
        call.trim_end()
    )
}

const CALL: &str = "P222 proposals/retention/calls/1/call.toml";

#[test]
fn the_close_is_the_last_commit_before_it_and_no_other() {
    let scene = over();
    let call = at("calls/1/call.toml");
    // HEAD is the late position, and HEAD~1 the last before the close.
    for (rev, found) in [
        ("HEAD", vec![CALL]),
        ("HEAD~1", vec![]),
        ("HEAD~2", vec![CALL]),
    ] {
        let scene = scene.copy();
        request(&scene, &[(&call, &closed_at(&scene, rev))]);
        assert_eq!(judged(&scene, MAYA), found, "{rev}");
        if rev == "HEAD~2" {
            page_shows_request(&scene, MAYA, "P222");
        }
    }
    // What the program records by itself is that commit.
    scene.ok(&["call", "close", "retention"]);
    let typed = closed_at(&over(), "HEAD~1");
    let commit = typed
        .lines()
        .find(|line| line.starts_with("commit"))
        .expect("a commit");
    assert!(scene.read(&call).contains(commit), "{commit}");
    assert_eq!(scene.json(&["verify"]).1, Some(0));
}

#[test]
fn a_close_that_was_typed_past_the_check_is_found_in_the_history() {
    let scene = over();
    let text = closed_at(&scene, "HEAD");
    scene.write(&at("calls/1/call.toml"), &text);
    scene.commit("Past the check", "2026-05-13T08:30:00Z");
    let (report, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(1), "{report}");
    let found = &report["check"]["findings"][0];
    assert_eq!(found["code"], "H305");
    assert!(
        found["message"]
            .as_str()
            .is_some_and(|said| said.contains("P222")),
        "{found}"
    );
}

#[test]
fn a_call_is_fixed_at_the_state_in_which_it_is_opened() {
    for (changes_rules, found) in [(true, vec![CALL]), (false, vec![])] {
        let mut scene = founded("account");
        scene.write(".git/draft.md", "The first text.\n");
        let draft = [
            "propose",
            "Retention",
            "--text",
            ".git/draft.md",
            "--track",
            "policy",
        ];
        own(&scene, "ann", &draft);
        let before = scene.git(&["rev-parse", "HEAD"]);
        match changes_rules {
            true => {
                let eve = scene.read("participants/eve.toml");
                scene.write("participants/eve.toml", &eve.replace("east", "south"));
            }
            false => scene.write("notes.md", "A note.\n"),
        }
        scene.commit("Something else", "2026-05-01T10:00:00Z");
        scene.now("2026-05-02T09:00:00Z");
        let opened = scene.copy();
        own(
            &opened,
            "maya",
            &["call", "open", "retention", "--closes", "2026-05-12T09:00Z"],
        );
        let call = opened.read(&at("calls/1/call.toml"));
        let tip = scene.git(&["rev-parse", "HEAD"]);
        assert!(call.contains(&tip), "{call}");
        request(
            &scene,
            &[(&at("calls/1/call.toml"), &call.replace(&tip, &before))],
        );
        assert_eq!(judged(&scene, MAYA), found);
    }
}
