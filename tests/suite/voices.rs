//! Tests what is heard and not counted: the advice of people without a seat, rules about it, its screens, and the
//! decision that records it.

use crate::body::{self, at, give};
use crate::scene::Scene;

/// The body with two requirements on the track `policy`: an adviser in the south was asked, and each comment has an
/// answer. Its call is open; two members agree.
fn heard() -> Scene {
    let mut scene = body::founded();
    let charter = scene.read("charter.toml");
    let gates = "[[track.policy.gate]]\nname = \"advisers-asked\"\nwhen = \"asked >= 1 in group south\"\n\n\
                 [[track.policy.gate]]\nname = \"comments-answered\"\nwhen = \"unanswered-comments == 0\"\n\n\
                 [[track.policy.level]]\n";
    scene.write(
        "charter.toml",
        &charter.replacen("[[track.policy.level]]\n", gates, 1),
    );
    scene.commit("Hear advisers", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md", "--track"];
    scene.ok(&[&draft[..], &["policy", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    give(
        &scene,
        &[
            ("ann", "accept"),
            ("ben", "accept"),
            ("eve", "accept"),
            ("dee", "accept"),
        ],
    );
    scene
}

/// A comment of the observer, who has no seat.
fn commented(scene: &Scene) {
    let comment = ["comment", "retention", "--about", "cost", "--problem"];
    scene.ok(&[&comment[..], &["Who pays?", "--id", "cost", "--as", "obs"]].concat());
}

#[test]
fn an_adviser_is_asked_and_heard_and_not_counted() {
    let mut scene = heard();
    scene.tell("voices/an_adviser_is_asked_and_heard_and_not_counted");
    scene.refused(1, &["ready", "retention"]);
    scene.ok(&[
        "invite",
        "retention",
        "--for",
        "obs",
        "--record",
        "--as",
        "sec",
    ]);
    scene.ok(&["tally", "retention"]);
    commented(&scene);
    scene.ok(&[
        "position",
        "retention",
        "disagree",
        "--reason",
        "Too dear.",
        "--as",
        "obs",
    ]);
    scene.ok(&["tally", "retention"]);
    scene.refused(1, &["ready", "retention"]);
    scene.now("2026-05-13T09:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--reason",
        "Four of seven agree.",
    ];
    let decide = [&decide[..], &["--sign-off", "--as", "maya"]].concat();
    scene.refused(1, &decide);
    scene.ok(&["respond", "obs.cost", "The members do.", "--as", "maya"]);
    scene.ok(&decide);
    let decision = scene.read(&at("calls/1/decision.toml"));
    let advice = decision.split("[[advice]]").nth(1).expect("advice");
    let advice = advice
        .split("\n\n")
        .take(2)
        .collect::<Vec<_>>()
        .join("\n\n");
    scene.show(&advice);
    scene.ok(&["verify", "retention"]);
}
