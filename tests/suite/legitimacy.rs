//! Tests what a record shows about capture: declared and undeclared interests, groups and regions without an
//! answer, and organisations that decide alone.

use serde_json::{Value, json};

use crate::body::{at, called, give, proposed, said, tallied};
use crate::scene::Scene;

/// Changes the charter of a register, before anything was put to the group.
fn amended(scene: &Scene, old: &str, new: &str) {
    let charter = scene.read("charter.toml");
    assert!(charter.contains(old), "{old}");
    scene.write("charter.toml", &charter.replacen(old, new, 1));
    scene.commit("Amend the charter", "2026-05-01T08:30:00Z");
}

fn open(scene: &mut Scene) -> String {
    scene.now("2026-05-02T09:00:00Z");
    let notice = scene.ok(&[
        "call",
        "open",
        "retention",
        "--closes",
        "2026-05-12T09:00Z",
        "--as",
        "maya",
    ]);
    scene.now("2026-05-03T09:00:00Z");
    notice
}

/// A position with a declared interest.
fn declare(scene: &Scene, who: &str, position: &str, interest: &str) {
    let give = ["position", "retention", position, "--as", who];
    scene.ok(&[&give[..], &["--interest", interest]].concat());
}

const DECIDE: [&str; 8] = [
    "decide",
    "retention",
    "--sign-off",
    "--as",
    "maya",
    "--reason",
    "As counted.",
    "--designation",
];

#[test]
fn a_statement_of_interest_that_the_charter_asks_for_is_missed() {
    let mut scene = proposed("policy");
    scene.tell("legitimacy/a_statement_of_interest_that_the_charter_asks_for_is_missed");
    amended(
        &scene,
        "identity = \"none\"\n",
        "identity = \"none\"\ninterests = \"12 months\"\n",
    );
    let (check, code) = scene.json(&["check"]);
    assert_eq!(
        (code, &check["errors"], &check["warnings"]),
        (Some(0), &json!(0), &json!(10))
    );
    let words = "Employed by Acme.\nNo other clients.";
    let stating = [
        "participant",
        "set",
        "ann",
        "--interests",
        words,
        "--as",
        "ann",
    ];
    scene.ok(&stating);
    said(
        &scene.read("participants/ann.toml"),
        &[
            "interests = '''\nEmployed by Acme.\nNo other clients.'''\ninterests-updated = 2026-05-01\n",
        ],
    );
    let (check, _) = scene.json(&["check"]);
    assert_eq!(check["warnings"], 9, "{check}");
    // The seven with a seat need one for the tally; the participant list needs one for everybody.
    let statements = tallied(&scene, "/statements-of-interest");
    assert_eq!(
        statements,
        json!({ "within": "12 months", "people": 7, "older": [],
                "missing": ["ben", "cid", "dee", "eve", "idris", "maya"] })
    );
    scene.ok(&["tally", "retention"]);
    scene.ok(&["status", "retention"]);
    scene.now("2027-05-01T00:00:01Z");
    scene.ok(&["status", "retention"]);
    scene.ok(&["participant", "list"]);
    let (list, _) = scene.json(&["participant", "list"]);
    let told: Vec<&Value> = list["participants"]
        .as_array()
        .expect("people")
        .iter()
        .collect();
    assert_eq!(
        (&told[0]["statement"], &told[1]["statement"]),
        (&json!("missing"), &json!("older"))
    );
    assert_eq!(list["statements-of-interest"]["older"], json!(["ann"]));
}

#[test]
fn nobody_owes_a_statement_where_the_charter_asks_for_none() {
    let scene = proposed("policy");
    scene.tell("legitimacy/nobody_owes_a_statement_where_the_charter_asks_for_none");
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally.get("statements-of-interest"), None);
    let list = scene.ok(&["participant", "list"]);
    assert!(!list.contains("statement"), "{list}");
    assert_eq!(tallied(&scene, "/conflicts"), json!([]));
    assert_eq!(tally.get("computed-without-conflicts"), None);
}

#[test]
fn the_result_without_those_who_declared_an_interest_is_computed() {
    let mut scene = called("policy");
    scene.tell("legitimacy/the_result_without_those_who_declared_an_interest_is_computed");
    declare(&scene, "ann", "support", "My employer sells\nthe storage.");
    give(
        &scene,
        &[("ben", "support"), ("cid", "disagree"), ("dee", "abstain")],
    );
    assert_eq!(
        tallied(&scene, "/conflicts"),
        json!([{ "unit": "ann", "by": "ann", "position": "support",
                 "interest": "My employer sells\nthe storage.\n" }])
    );
    assert_eq!(tallied(&scene, "/computed"), "consensus");
    assert_eq!(tallied(&scene, "/computed-without-conflicts"), "divided");
    scene.ok(&["tally", "retention"]);
    scene.ok(&["status", "retention"]);
    scene.now("2026-05-13T09:00:00Z");
    scene.ok(&[&DECIDE[..], &["consensus"]].concat());
    said(
        &scene.read(&at("calls/1/decision.toml")),
        &[
            "computed-without-conflicts = \"divided\"\nconflicts-decide = true\n",
            "\n[[conflict]]\nunit = \"ann\"\nby = \"ann\"\n\
             position = \"support\"\ninterest = '''\nMy employer sells\nthe storage.\n'''\n",
        ],
    );
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
}

#[test]
fn an_objection_goes_with_the_one_who_declared_an_interest() {
    let scene = called("policy");
    scene.tell("legitimacy/an_objection_goes_with_the_one_who_declared_an_interest");
    give(
        &scene,
        &[("ann", "support"), ("ben", "support"), ("dee", "support")],
    );
    crate::body::object(&scene);
    declare(&scene, "cid", "abstain", "I sell the old one.");
    assert_eq!(tallied(&scene, "/computed"), "divided");
    assert_eq!(tallied(&scene, "/computed-without-conflicts"), "consensus");
    // Somebody else's objection stays, no matter who declared what.
    declare(&scene, "dee", "support", "A friend.");
    scene.ok(&[
        "object",
        "retention",
        "--about",
        "a",
        "--problem",
        "b",
        "--resolve",
        "c",
        "--as",
        "eve",
    ]);
    assert_eq!(tallied(&scene, "/computed-without-conflicts"), "divided");
}

#[test]
fn a_family_answers_without_its_conflicted_member_and_a_group_not_at_all() {
    let scene = called("families");
    scene.tell("legitimacy/a_family_answers_without_its_conflicted_member_and_a_group_not_at_all");
    declare(&scene, "ann", "support", "Shares.");
    give(
        &scene,
        &[("ben", "disagree"), ("cid", "support"), ("dee", "support")],
    );
    // The holding is split between its two; without ann it is against: two of three, still enough.
    assert_eq!(tallied(&scene, "/computed"), "consensus");
    assert_eq!(tallied(&scene, "/computed-without-conflicts"), "consensus");
    scene.ok(&["tally", "retention"]);
    give(&scene, &[("dee", "abstain")]);
    assert_eq!(tallied(&scene, "/computed"), "consensus");
    assert_eq!(tallied(&scene, "/computed-without-conflicts"), "divided");

    let scene = scene.then(called("groups"));
    let group = |group: &str, who: &str, position: &str, more: &[&str]| {
        let give = [
            "position",
            "retention",
            position,
            "--group",
            group,
            "--as",
            who,
        ];
        scene.ok(&[&give[..], more].concat());
    };
    group("north", "ann", "support", &["--interest", "A grant."]);
    group("south", "cid", "support", &[]);
    group("east", "eve", "disagree", &[]);
    assert_eq!(tallied(&scene, "/conflicts/0/unit"), "@north");
    assert_eq!(tallied(&scene, "/computed"), "consensus");
    assert_eq!(tallied(&scene, "/computed-without-conflicts"), "divided");
}

/// A body whose last group is charged with the public interest, and whose rules want every group.
fn charged() -> Scene {
    let mut scene = proposed("policy");
    amended(
        &scene,
        "name = \"East\"\n",
        "name = \"East\"\npublic-interest = true\n",
    );
    amended(
        &scene,
        "name = \"quorum\"\nwhen = \"answered >= 1/2 of eligible\"",
        "name = \"coverage\"\nwhen = \"answered >= 1 in every group\"",
    );
    open(&mut scene);
    scene
}

#[test]
fn silent_groups_charged_with_the_public_interest_are_named_first() {
    let mut scene = charged();
    scene.tell("legitimacy/silent_groups_charged_with_the_public_interest_are_named_first");
    give(&scene, &[("ann", "support"), ("ben", "support")]);
    for command in ["tally", "status", "balance"] {
        scene.ok(&[command, "retention"]);
    }
    let silent = tallied(&scene, "/silent-groups");
    let east = json!({ "group": "east", "name": "East", "public-interest": true });
    assert_eq!(silent[0], east);
    let (status, _) = scene.json(&["status", "retention"]);
    let steps: Vec<&str> = status["next"]
        .as_array()
        .expect("steps")
        .iter()
        .filter_map(|step| {
            let group = step["kind"] == "breadth";
            step["subject"]["id"].as_str().filter(|_| group)
        })
        .collect();
    assert_eq!(steps, ["east", "south"]);
    scene.ok(&["status", "retention"]);
    scene.now("2026-05-13T09:00:00Z");
    let passed = ["consensus", "--override", "coverage=Nobody came."];
    scene.ok(&[&DECIDE[..], &passed].concat());
    said(
        &scene.read(&at("calls/1/decision.toml")),
        &["groups-silent = [\"east\", \"south\"]"],
    );
    scene.ok(&["verify"]);
}

#[test]
fn a_track_may_ask_who_outside_the_group_is_affected() {
    let mut scene = proposed("policy");
    scene.tell("legitimacy/a_track_may_ask_who_outside_the_group_is_affected");
    amended(
        &scene,
        "title = \"Track policy\"\n",
        "title = \"Track policy\"\npublic-interest = true\n",
    );
    let propose = |id: &str, more: &[&str]| {
        let words = [
            "propose",
            id,
            "--text",
            ".git/draft.md",
            "--track",
            "policy",
            "--as",
            "ann",
        ];
        let output = scene.plenary(&[&words[..], more].concat());
        assert!(output.status.success());
        String::from_utf8(output.stderr).expect("text")
    };
    let warned = propose("without", &[]);
    assert!(warned.contains("\"public-interest\""), "{warned}");
    let words = "Users who never\nhear of us.";
    let quiet = propose("with", &["--public-interest", words]);
    assert!(!quiet.contains("\"public-interest\""), "{quiet}");
    scene.now("2026-05-02T09:00:00Z");
    let open = [
        "call",
        "open",
        "with",
        "--closes",
        "2026-05-12T09:00Z",
        "--as",
        "maya",
    ];
    scene.ok(&open);
    scene.ok(&["show", "with"]);
}

#[test]
fn the_balance_says_who_dominates_and_who_is_missing() {
    let scene = called("policy");
    scene.tell("legitimacy/the_balance_says_who_dominates_and_who_is_missing");
    give(
        &scene,
        &[
            ("ann", "support"),
            ("ben", "support"),
            ("cid", "disagree"),
            ("eve", "recuse"),
        ],
    );
    let (balance, code) = scene.json(&["balance", "retention"]);
    assert_eq!(code, Some(0));
    let place = |list: &str, n: usize| {
        let place = &balance[list][n];
        ["name", "members", "answered", "heard"].map(|key| place[key].clone())
    };
    assert_eq!(
        place("groups", 0),
        [json!("North"), json!(3), json!(2), json!(true)]
    );
    assert_eq!(
        place("groups", 2),
        [json!("East"), json!(0), json!(0), Value::Null]
    );
    assert_eq!(
        place("houses", 0),
        [json!("upper"), json!(6), json!(3), json!(true)]
    );
    assert_eq!(
        place("families", 0),
        [json!("acme-holding"), json!(2), json!(2), json!(true)]
    );
    assert_eq!(
        place("regions", 1),
        [json!("asia"), json!(1), json!(0), json!(false)]
    );
    assert_eq!(balance["silent-regions"], json!(["asia"]));
    assert_eq!(balance["without-region"], 2);
    assert_eq!(
        balance["largest-family"],
        json!({ "family": "acme-holding", "answered": 2, "of": 3 })
    );
    assert_eq!(
        balance["families-that-decide-alone"],
        json!([
            { "family": "acme-holding", "without": "divided" },
            { "family": "bolt", "without": "consensus" }
        ])
    );
    scene.ok(&["balance", "retention"]);
    scene.refused(2, &["balance", "nothing"]);
    let forum = scene.then(called("forum"));
    forum.ok(&["balance", "retention"]);
}
