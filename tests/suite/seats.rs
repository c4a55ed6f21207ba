//! Tests how many positions of one organisation count, with a limit in the charter.

use serde_json::{Value, json};

use crate::body::{at, give, said};
use crate::scene::Scene;

const CHARTER: &str = r#"format = 1
register = "committee"
name = "Committee"
identity = "none"

[[group]]
id = "team"
name = "Team"

[[organization]]
id = "acme"
name = "Acme"
family = "acme-holding"

[[organization]]
id = "acme-labs"
name = "Acme Labs"
family = "acme-holding"

[[organization]]
id = "bolt"
name = "Bolt"

[roles]
chair = ["maya"]

[track.vote]
title = "Vote"
source = "a test"
electorate = ["member"]
count = "participants"
at-most = { positions = 2, per = "affiliation" }
silence = "silent"
stale = "carry"
designates = "computed"
undisposed = "record"

[track.vote.positions]
yes = "for"
no = "against"
abstain = "neutral"

[[track.vote.gate]]
name = "quorum"
when = "answered >= 1/2 of eligible"

[[track.vote.level]]
name = "carried"
when = "yes > no"
outcome = "adopted"

[[track.vote.level]]
name = "lost"
outcome = "rejected"
"#;

/// Four of Acme and its affiliate, one of Bolt, and two without an affiliation.
const MEMBERS: &[(&str, &str)] = &[
    ("ann", "affiliation = \"acme\"\n"),
    ("ben", "affiliation = \"acme\"\n"),
    ("cid", "affiliation = \"acme\"\n"),
    ("dee", "affiliation = \"acme-labs\"\n"),
    ("eve", "affiliation = \"bolt\"\n"),
    ("fay", ""),
    ("gil", ""),
];

/// A call on the track `vote`, with positions. `most` are the positions of one organisation that count.
fn called(most: &str, positions: &[(&str, &str)]) -> Scene {
    let mut scene = Scene::repository();
    scene.write("charter.toml", &CHARTER.replacen("positions = 2", most, 1));
    let person = |id: &str, rest: &str| {
        let text = format!("name = \"{id}\"\ngroup = \"team\"\n{rest}");
        scene.write(&format!("participants/{id}.toml"), &text);
    };
    person("maya", "standing = [\"staff\"]\n");
    MEMBERS.iter().for_each(|(id, rest)| person(id, rest));
    scene.commit("Found the register", "2026-05-01T08:00:00Z");
    scene.now("2026-05-01T09:00:00Z");
    scene.write(".git/draft.md", "The text.\n");
    scene.quietly(&[
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "vote",
        "--as",
        "ann",
    ]);
    scene.now("2026-05-02T09:00:00Z");
    scene.quietly(&[
        "call",
        "open",
        "retention",
        "--closes",
        "2026-05-12T09:00Z",
        "--as",
        "maya",
    ]);
    scene.now("2026-05-03T09:00:00Z");
    give(&scene, positions);
    scene
}

fn tally(scene: &Scene) -> Value {
    scene.json(&["tally", "retention"]).0
}

/// Four of one organisation and one more are for, two are against.
const FIVE_TO_TWO: &[(&str, &str)] = &[
    ("ann", "yes"),
    ("ben", "yes"),
    ("cid", "yes"),
    ("dee", "yes"),
    ("eve", "yes"),
    ("fay", "no"),
    ("gil", "no"),
];

#[test]
fn at_most_two_positions_of_one_organisation_count() {
    let scene = called("positions = 2", FIVE_TO_TWO);
    let found = tally(&scene);
    assert_eq!(
        found["positions"]["yes"], 5,
        "what was given is shown whole"
    );
    let first = &found["levels"][0]["comparisons"][0];
    assert_eq!((&first["count"], &first["needed"]), (&json!(3), &json!(3)));
    assert_eq!(found["computed"], "carried");
    assert_eq!(
        found["at-most"],
        json!({ "positions": 2, "per": "affiliation", "each-side": false, "over": [{
            "place": "acme-holding",
            "given": { "for": 4, "against": 0 },
            "counted": { "for": 2, "against": 0 },
        }] })
    );
    let lost = called("positions = 1", FIVE_TO_TWO);
    assert_eq!(tally(&lost)["computed"], "lost");
    let all = called("positions = 4", FIVE_TO_TWO);
    assert_eq!(tally(&all)["at-most"]["over"], json!([]));
}

#[test]
fn a_limit_is_explained_from_the_charter_to_the_decision() {
    let mut scene = called("positions = 2", FIVE_TO_TWO);
    scene.tell("seats/a_limit_is_explained_from_the_charter_to_the_decision");
    scene.ok(&["charter", "explain", "vote"]);
    scene.ok(&["tally", "retention"]);
    scene.now("2026-05-13T09:00:00Z");
    scene.ok(&[
        "decide",
        "retention",
        "--sign-off",
        "--designation",
        "carried",
        "--as",
        "maya",
    ]);
    scene.ok(&["show", "retention"]);
    let decision = scene.read(&at("calls/1/decision.toml"));
    said(
        &decision,
        &[
            "at-most = 2\nat-most-per = \"affiliation\"\n",
            "[[over-limit]]\nplace = \"acme-holding\"\nfor = 4\nagainst = 0\ncounted-for = 2\ncounted-against = 0\n",
        ],
    );
    scene.ok(&["verify"]);
}

#[test]
fn what_an_organisation_in_disagreement_counts_for_is_divided() {
    let positions = [
        ("ann", "yes"),
        ("ben", "yes"),
        ("cid", "yes"),
        ("dee", "no"),
        ("eve", "no"),
        ("fay", "abstain"),
    ];
    let scene = called("positions = 2", &positions);
    scene.tell("seats/what_an_organisation_in_disagreement_counts_for_is_divided");
    scene.ok(&["tally", "retention"]);
    let found = tally(&scene);
    let over = &found["at-most"]["over"][0];
    assert_eq!(over["given"], json!({ "for": 3, "against": 1 }));
    assert_eq!(over["counted"], json!({ "for": 1, "against": 0 }));
    // One yes of Acme is against one no of Bolt.
    assert_eq!(found["levels"][0]["met"], false);
    // Who answered is not limited.
    assert_eq!(found["gates"][0]["comparisons"][0]["count"], 6);
}

#[test]
fn the_same_answer_of_one_organisation_can_count_once() {
    let positions = [
        ("ann", "yes"),
        ("ben", "yes"),
        ("cid", "no"),
        ("eve", "yes"),
        ("fay", "no"),
    ];
    let scene = called("positions = 1, each-side = true", &positions);
    scene.tell("seats/the_same_answer_of_one_organisation_can_count_once");
    scene.ok(&["charter", "explain", "vote"]);
    scene.ok(&["tally", "retention"]);
    let found = tally(&scene);
    let over = &found["at-most"]["over"][0];
    assert_eq!(over["counted"], json!({ "for": 1, "against": 1 }));
    assert_eq!(found["levels"][0]["comparisons"][0]["count"], 2);
}

#[test]
fn a_limit_that_cannot_be_used_is_an_error() {
    let charter = CHARTER.replacen("identity", "weights = [\"shares\"]\nidentity", 1);
    for (old, new, code) in [
        ("positions = 2", "positions = 0", "S114"),
        ("\"participants\"", "\"affiliations\"", "S114"),
        ("yes > no", "yes by shares > no by shares", "S124"),
        ("yes > no", "yes > 5", "S125"),
    ] {
        let scene = called("positions = 2", &[]);
        assert!(charter.contains(old), "{old}");
        scene.write("charter.toml", &charter.replacen(old, new, 1));
        scene.commit("Change the charter", "2026-05-03T10:00:00Z");
        let (found, _) = scene.json(&["check"]);
        let findings = found["findings"].as_array().expect("findings");
        let mut codes = findings.iter().map(|each| &each["code"]);
        assert!(codes.any(|found| *found == code), "{new}: {found}");
    }
}
