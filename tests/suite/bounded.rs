//! Tests a track on which the rules bind the chair: nobody but an author in favour, a call that is repeated on the same
//! text, and an author who decides alone.

use crate::body::{self, at, give};
use crate::scene::Scene;

const TRACK: &str = r#"
[track.bounded]
title = "Rough consensus within the rules"
electorate = ["member"]
count = "participants"
silence = "silent"
stale = "carry"
designates = "chair-within-rules"

[[track.bounded.level]]
name = "rough-consensus"
when = "for besides authors >= 1 and unresolved-objections == 0 and failed-calls == 0"
outcome = "adopted"

[[track.bounded.level]]
name = "no-consensus"
outcome = "no-consensus"
"#;

const ROUGH: [&str; 7] = [
    "decide",
    "retention",
    "--designation",
    "rough-consensus",
    "--reason",
    "We want it.",
    "--sign-off",
];
const NONE: [&str; 5] = [
    "decide",
    "retention",
    "--designation",
    "no-consensus",
    "--sign-off",
];

/// A register with the track, and a proposal of this author on it.
fn proposed(author: &str, more: &str) -> Scene {
    let mut scene = body::founded();
    scene.write("charter.toml", &format!("{}{TRACK}{more}", body::charter()));
    scene.commit("Bind the chair", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let propose = [
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "bounded",
    ];
    scene.quietly(&[&propose[..], &["--as", author]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene
}

/// Opens a call for a week, and goes to the time after it.
fn called(scene: &mut Scene, day: u32, positions: &[(&str, &str)]) {
    let time = |day: u32| format!("2026-05-{day:02}T09:00:00Z");
    scene.now(&time(day));
    scene.ok(&["call", "open", "retention", "--closes", &time(day + 7)]);
    give(scene, positions);
    scene.now(&time(day + 8));
}

fn computed(scene: &Scene) -> String {
    let (tally, _) = scene.json(&["tally", "retention"]);
    tally["computed"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_failed_call_is_not_repeated_into_consensus() {
    let mut scene = proposed("ann", "");
    scene.tell("bounded/a_failed_call_is_not_repeated_into_consensus");
    // Only the author is in favour.
    called(&mut scene, 2, &[("ann", "support")]);
    scene.refused(1, &ROUGH);
    scene.ok(&NONE);
    // The same text again, with support.
    called(&mut scene, 11, &[("ben", "support"), ("dee", "support")]);
    assert_eq!(computed(&scene), "no-consensus");
    scene.refused(1, &ROUGH);
    scene.ok(&NONE);
    // Another text.
    scene.write(&at("text.md"), "The second text.\n");
    scene.ok(&["revise", "retention", "--material", "--as", "ann"]);
    called(&mut scene, 20, &[]);
    assert_eq!(computed(&scene), "rough-consensus");
    scene.ok(&ROUGH);
}

#[test]
fn an_author_does_not_adopt_alone() {
    let only = "\n[track.bounded.roles]\nchair = [\"maya\"]\n";
    let mut scene = proposed("maya", only);
    scene.tell("bounded/an_author_does_not_adopt_alone");
    called(&mut scene, 2, &[("ben", "support")]);
    assert_eq!(computed(&scene), "rough-consensus");
    scene.refused(1, &ROUGH);
    let lower = [
        "decide",
        "retention",
        "--designation",
        "no-consensus",
        "--sign-off",
    ];
    scene.refused(1, &lower);
    scene.ok(&[&lower[..], &["--reason", "One is too few."]].concat());
}
