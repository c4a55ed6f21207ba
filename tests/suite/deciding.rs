//! Tests what a decision refuses, and which reasons it keeps if it overrides a rule.

use crate::body::{self, at, give, object};
use crate::scene::Scene;

/// A call that is over, with these positions.
fn over(track: &str, positions: &[(&str, &str)]) -> Scene {
    let mut scene = body::called(track);
    give(&scene, positions);
    scene.now("2026-05-12T10:00:00Z");
    scene
}

const MOST: &[(&str, &str)] = &[
    ("maya", "support"),
    ("ann", "accept"),
    ("ben", "support"),
    ("dee", "support"),
    ("eve", "disagree"),
];

const CONSENSUS: [&str; 5] = [
    "decide",
    "retention",
    "--designation",
    "consensus",
    "--sign-off",
];
const DIVIDED: [&str; 5] = [
    "decide",
    "retention",
    "--designation",
    "divided",
    "--sign-off",
];

#[test]
fn nobody_decides_too_early_or_without_right() {
    let scene = body::called("policy");
    scene.tell("deciding/nobody_decides_too_early_or_without_right");
    let decide = [&DIVIDED[..], &["--reason", "x"]].concat();
    let quorum = ["--override", "quorum=Nobody was asked."];
    scene.refused(5, &[&decide[..], &quorum].concat());
    scene.refused(5, &["call", "close", "retention"]);

    let scene = scene.then(over("policy", MOST));
    let by = |exit, who: &str| scene.refused(exit, &[&decide[..], &["--as", who]].concat());
    by(1, "ann");
    by(2, "nobody");
    let none = scene.then(body::proposed("policy"));
    none.refused(1, &decide);
}

#[test]
fn a_close_recorded_before_its_time_ends_nothing() {
    let mut scene = body::called("policy");
    scene.tell("deciding/a_close_recorded_before_its_time_ends_nothing");
    give(&scene, MOST);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&["call", "close", "retention"]);
    scene.now("2026-05-06T10:00:00Z");
    scene.refused(5, &CONSENSUS);
}

#[test]
fn what_was_put_to_the_group_is_what_is_decided() {
    let scene = over("policy", MOST);
    scene.tell("deciding/what_was_put_to_the_group_is_what_is_decided");
    scene.write(&at("text.md"), "Quite another text.\n");
    let revise = ["revise", "retention", "--material", "--as", "ann"];
    scene.refused(1, &revise);
    scene.commit("Change the text by hand", "2026-05-12T09:30:00Z");
    let changed = scene.refused(1, &CONSENSUS);
    let restore = changed
        .split("git restore ")
        .nth(1)
        .and_then(|rest| rest.split('\n').next());
    let restore: Vec<&str> = restore.expect("a command").split(' ').collect();
    scene.git(&[&["restore"], &restore[..]].concat());
    scene.commit("Take it back", "2026-05-12T09:40:00Z");
    scene.ok(&CONSENSUS);
    // The decision verifies, and the commit that changed the text stays named.
    let text = ("H305".to_owned(), at("text.md"));
    assert_eq!(crate::verified::found(&scene, &[]), [text]);
}

#[test]
fn an_author_leaves_the_chair_to_another() {
    let mut scene = body::founded();
    scene.tell("deciding/an_author_leaves_the_chair_to_another");
    scene.write(".git/draft.md", "text\n");
    scene.ok(&[
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
        "--as",
        "maya",
    ]);
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    scene.refused(1, &open);
    scene.ok(&[&open[..], &["--as", "idris"]].concat());
    give(&scene, MOST);
    // Taking one's name off the proposal afterwards changes nothing.
    let path = at("proposal.toml");
    let other = scene
        .read(&path)
        .replace("authors = [\"maya\"]", "authors = [\"idris\"]");
    scene.write(&path, &other);
    scene.commit("Another author", "2026-05-11T09:00:00Z");
    scene.now("2026-05-12T10:00:00Z");
    scene.refused(1, &CONSENSUS);
    let back = other.replace("authors = [\"idris\"]", "authors = [\"maya\"]");
    scene.write(&path, &back);
    scene.commit("The author again", "2026-05-12T09:30:00Z");
    scene.refused(1, &CONSENSUS);
    scene.ok(&[&CONSENSUS[..], &["--as", "idris"]].concat());
    // Both changes are found in the history: who wrote the text stays until it is decided.
    let (found, _) = scene.json(&["verify"]);
    assert_eq!(
        found.to_string().matches("broke P205").count(),
        2,
        "{found}"
    );
}

#[test]
fn a_chair_with_a_conflict_leaves_it_to_another() {
    let told = body::called("policy");
    told.tell("deciding/a_chair_with_a_conflict_leaves_it_to_another");
    for (value, extra) in [
        ("recuse", &[][..]),
        ("accept", &["--interest", "I sell storage."]),
    ] {
        let mut scene = told.then(body::called("policy"));
        give(&scene, &MOST[1..]);
        scene.ok(&[&["position", "retention", value, "--as", "maya"], extra].concat());
        scene.now("2026-05-12T10:00:00Z");
        scene.refused(1, &CONSENSUS);
        scene.ok(&[&CONSENSUS[..], &["--as", "idris"]].concat());
    }
}

#[test]
fn where_no_other_chair_is_free_the_record_says_so() {
    let mut scene = body::called("policy");
    scene.tell("deciding/where_no_other_chair_is_free_the_record_says_so");
    give(&scene, MOST);
    for chair in ["maya", "idris"] {
        scene.ok(&[
            "position",
            "retention",
            "accept",
            "--interest",
            "I sell storage.",
            "--as",
            chair,
        ]);
    }
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&CONSENSUS);
    let decision = scene.read(&at("calls/1/decision.toml"));
    scene.show(&decision);
    scene.ok(&["verify"]);
}

#[test]
fn an_undisposed_objection_names_whose_turn_it_is() {
    let scene = over("policy", MOST);
    scene.tell("deciding/an_undisposed_objection_names_whose_turn_it_is");
    object(&scene);
    scene.refused(1, &DIVIDED);
    scene.ok(&["respond", "cid.cost", "No."]);
    scene.refused(1, &DIVIDED);
    scene.ok(&["dispose", "cid.cost", "stands", "--reason", "x"]);
    scene.ok(&[&DIVIDED[..], &["--reason", "One objection stands."]].concat());
    scene.ok(&["verify"]);
}

#[test]
fn what_departs_from_the_rule_needs_a_reason_that_is_kept() {
    let scene = over("policy", &[("maya", "support"), ("ann", "support")]);
    scene.tell("deciding/what_departs_from_the_rule_needs_a_reason_that_is_kept");
    scene.refused(1, &DIVIDED);
    let with = |more: &[&'static str]| [&DIVIDED[..], more].concat();
    scene.refused(2, &with(&["--override", "quorum= "]));
    scene.refused(2, &with(&["--override", "quorum"]));
    let wrong = with(&[
        "--reason",
        "x",
        "--override",
        "coverage=x",
        "--override",
        "quorum=x",
    ]);
    scene.refused(1, &wrong);
    let unknown = [
        "decide",
        "retention",
        "--designation",
        "concensus",
        "--sign-off",
    ];
    scene.refused(1, &unknown);
    scene.ok(&with(&[
        "--reason",
        "Two of seven are too few.",
        "--override",
        "quorum=We ask again.",
        "--does-not-mean",
        "That it is rejected.",
    ]));
    let decision: toml::Value =
        toml::from_str(&scene.read(&at("calls/1/decision.toml"))).expect("TOML");
    for (key, value) in [
        ("reason", "Two of seven are too few."),
        ("designation", "divided"),
        ("computed", "consensus"),
        ("outcome", "no-consensus"),
        ("does-not-mean", "That it is rejected."),
    ] {
        assert_eq!(decision[key].as_str(), Some(value));
    }
    assert_eq!(decision["override"][0]["gate"].as_str(), Some("quorum"));
    assert_eq!(
        decision["override"][0]["reason"].as_str(),
        Some("We ask again.")
    );
    scene.ok(&["verify"]);
    scene.refused(1, &with(&["--reason", "x"]));
}

#[test]
fn a_met_gate_is_not_overridden() {
    let scene = over("policy", MOST);
    scene.tell("deciding/a_met_gate_is_not_overridden");
    scene.refused(1, &[&CONSENSUS[..], &["--override", "quorum=x"]].concat());
    scene.ok(&CONSENSUS);
}
