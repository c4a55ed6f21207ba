//! Tests who answered, who spoke without an answer, and who is silent: the same three states in the tally, on the
//! screens, in the decision, in advice and in invitations.

use serde_json::{Value, json};

use crate::body::{at, called, give, object, said, tallied};
use crate::scene::Scene;

/// The groups that a tally names under a key.
fn groups(scene: &Scene, key: &str) -> Vec<String> {
    let groups = tallied(scene, &format!("/{key}"));
    let groups = groups.as_array().expect("a list").iter();
    groups
        .map(|each| each["group"].as_str().expect("a group").to_owned())
        .collect()
}

/// The voices of the groups of a report.
fn voices(report: &Value) -> Vec<&Value> {
    let groups = report["groups"].as_array().expect("groups").iter();
    groups.map(|group| &group["voice"]).collect()
}

fn no_answer(scene: &Scene) -> Vec<(String, String)> {
    let units = tallied(scene, "/no-answer");
    let word = |each: &Value, key: &str| each[key].as_str().expect("a word").to_owned();
    let units = units.as_array().expect("a list").iter();
    units
        .map(|each| (word(each, "unit"), word(each, "voice")))
        .collect()
}

fn comment(scene: &Scene, who: &str) {
    let comment = ["comment", "retention", "--about", "§1", "--as", who];
    scene.ok(&[&comment[..], &["--problem", "A typo."]].concat());
}

#[test]
fn an_objection_and_a_comment_in_time_are_a_word_and_no_answer() {
    let mut scene = called("policy");
    scene.tell("spoken/an_objection_and_a_comment_in_time_are_a_word_and_no_answer");
    give(&scene, &[("ann", "support"), ("ben", "support")]);
    assert_eq!(groups(&scene, "silent-groups"), ["south", "east"]);
    assert_eq!(groups(&scene, "spoke-groups"), Vec::<String>::new());
    object(&scene);
    assert_eq!(groups(&scene, "silent-groups"), ["east"]);
    assert_eq!(groups(&scene, "spoke-groups"), ["south"]);
    comment(&scene, "eve");
    assert_eq!(groups(&scene, "silent-groups"), Vec::<String>::new());
    assert_eq!(groups(&scene, "spoke-groups"), ["south", "east"]);
    let spoke = |who: &str| (who.to_owned(), "spoke".to_owned());
    let silent = |who: &str| (who.to_owned(), "silent".to_owned());
    assert_eq!(
        no_answer(&scene),
        [
            spoke("cid"),
            silent("dee"),
            spoke("eve"),
            silent("idris"),
            silent("maya")
        ]
    );
    let expected = [&json!("answered"), &json!("spoke"), &json!("spoke")];
    for command in ["tally", "status", "balance"] {
        let (report, _) = scene.json(&[command, "retention"]);
        assert_eq!(voices(&report), expected, "{command}");
    }
    let (status, _) = scene.json(&["status", "retention"]);
    let steps = status["next"].as_array().expect("the next steps").iter();
    assert!(
        !steps.clone().any(|step| step["kind"] == "breadth"),
        "{status}"
    );
    scene.ok(&["status", "retention"]);
    scene.ok(&["balance", "retention"]);
    let (balance, _) = scene.json(&["balance", "retention"]);
    assert_eq!(balance["spoke-regions"], json!(["asia"]));
    assert_eq!(balance["silent-regions"], json!([]));
    assert_eq!(balance["families"][1]["name"], "bolt");
    assert_eq!(balance["families"][1]["voice"], "spoke");
    // An answer is more than a word.
    give(&scene, &[("eve", "abstain")]);
    assert_eq!(groups(&scene, "spoke-groups"), ["south"]);
    give(&scene, &[("maya", "support")]);
    scene.now("2026-05-13T09:00:00Z");
    let disposed = ["dispose", "cid.cost", "outweighed", "--as", "maya"];
    let reasons = [
        "--reason",
        "Less was looked at.",
        "--alternatives",
        "None is cheaper.",
    ];
    scene.ok(&["respond", "cid.cost", "Seen.", "--as", "maya"]);
    scene.ok(&[&disposed[..], &reasons].concat());
    scene.ok(&[
        "decide",
        "retention",
        "--sign-off",
        "--designation",
        "consensus",
        "--as",
        "maya",
    ]);
    said(
        &scene.read(&at("calls/1/decision.toml")),
        &[
            "groups-heard = [\"north\", \"east\"]\ngroups-spoke = [\"south\"]\ngroups-silent = []\n",
            "families-spoke = [\"bolt\"]\n",
        ],
    );
    scene.ok(&["verify"]);
}

#[test]
fn what_was_said_and_is_not_counted_is_a_word() {
    let scene = called("policy");
    give(&scene, &[("ann", "support"), ("eve", "support")]);
    scene.ok(&["position", "retention", "--withdraw", "--as", "eve"]);
    assert_eq!(groups(&scene, "spoke-groups"), ["east"]);
    assert_eq!(groups(&scene, "silent-groups"), ["south"]);
}

#[test]
fn a_group_that_is_counted_as_one_speaks_by_its_people() {
    let scene = called("groups");
    object(&scene);
    assert_eq!(groups(&scene, "spoke-groups"), ["south"]);
    let letters = scene.json(&["invite", "retention"]).0;
    let letters = letters["invitations"].as_array().expect("letters").iter();
    let told: Vec<_> = letters
        .map(|each| (each["group"].clone(), each["voice"].clone()))
        .collect();
    assert_eq!(
        told,
        [
            (json!("north"), json!("silent")),
            (json!("south"), json!("spoke")),
            (json!("east"), json!("silent")),
        ]
    );
}

#[test]
fn an_invitation_to_who_has_spoken_says_that_the_answer_is_missing() {
    let scene = called("policy");
    object(&scene);
    scene.tell("spoken/an_invitation_to_who_has_spoken_says_that_the_answer_is_missing");
    let lines = |who: &str| {
        let letter = scene.ok(&["invite", "retention", "--for", who]);
        letter.lines().count()
    };
    assert_eq!(lines("cid"), lines("dee") + 1);
}

#[test]
fn a_word_after_the_close_leaves_everybody_as_silent_as_before() {
    let mut scene = called("policy");
    give(&scene, &[("ann", "support")]);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&["call", "close", "retention", "--as", "maya"]);
    object(&scene);
    assert_eq!(groups(&scene, "silent-groups"), ["south", "east"]);
    assert_eq!(groups(&scene, "spoke-groups"), Vec::<String>::new());
}

#[test]
fn answers_on_a_track_that_counts_nothing_are_shown_as_not_counted() {
    let mut scene = called("forum");
    scene.tell("spoken/answers_on_a_track_that_counts_nothing_are_shown_as_not_counted");
    give(
        &scene,
        &[("ann", "support"), ("cid", "disagree"), ("eve", "abstain")],
    );
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(
        (&tally["positions"], &tally["computed"]),
        (&json!({}), &Value::Null)
    );
    let answers = |n: usize, key: &str| tally["not-counted"]["groups"][n]["positions"][key].clone();
    assert_eq!(answers(0, "support"), 1);
    assert_eq!(answers(1, "disagree"), 1);
    assert_eq!(tally["not-counted"]["positions"]["silent"], 4);
    said(&scene.ok(&["tally", "retention"]), &["South", "disagree"]);
    scene.ok(&["status", "retention"]);
    scene.now("2026-05-13T09:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--sign-off",
        "--designation",
        "settled",
        "--as",
        "maya",
    ];
    scene.refused(1, &decide);
    let decided = scene.ok(&[&decide[..], &["--reason", "All was answered."]].concat());
    said(&decided, &["settled", "1 disagree"]);
    let record = scene.read(&at("calls/1/decision.toml"));
    assert!(!record.contains("departs-from-computed"), "{record}");
    said(
        &record,
        &["deciders-tested = false\ndeciders-not-tested = \""],
    );
    scene.show(&record);
    scene.ok(&["verify"]);
}
