//! Tests a participant's own tasks and records.

use crate::body::{self, at, give, object};
use crate::room::room;

#[test]
fn each_sees_what_waits_for_them_and_what_is_on_record() {
    let scene = room();
    scene.tell("mine/each_sees_what_waits_for_them_and_what_is_on_record");
    scene.ok(&["mine"]);
    scene.ok(&["mine", "--for", "cid"]);
    scene.ok(&["mine", "--for", "ben"]);
    scene.ok(&["mine", "--for", "maia"]);
    scene.ok(&["mine", "--for", "ann"]);
}

#[test]
fn an_appeal_waits_for_whoever_hears_it() {
    let scene = room();
    scene.tell("mine/an_appeal_waits_for_whoever_hears_it");
    let judge = scene.ok(&["mine", "--for", "maya"]);
    assert!(!judge.contains("appeal"), "{judge}");
    scene.ok(&["mine", "--for", "idris"]);
}

#[test]
fn a_disposed_objection_comes_with_its_reason_and_the_right_to_appeal() {
    let scene = room();
    scene.tell("mine/a_disposed_objection_comes_with_its_reason_and_the_right_to_appeal");
    std::fs::remove_file(scene.path("proposals/archive/calls/1/appeals/cid.toml")).unwrap();
    scene.commit("No appeal", "2026-05-12T09:00:00Z");
    scene.ok(&["mine", "--for", "cid"]);
    let (value, _) = scene.json(&["mine", "--for", "cid"]);
    assert_eq!(
        value["objections"][0]["appeal-until"],
        "2026-06-09T10:00:00Z"
    );
    assert_eq!(value["objections"][0]["disposition"], "set-aside");
}

#[test]
fn a_position_that_the_text_left_behind_waits_to_be_given_again() {
    let mut scene = body::proposed("policy");
    scene.tell("mine/a_position_that_the_text_left_behind_waits_to_be_given_again");
    give(&scene, &[("ben", "support"), ("cid", "disagree")]);
    scene.now("2026-05-01T10:00:00Z");
    scene.write(&at("text.md"), "Another text.\n");
    scene.ok(&["revise", "retention", "--material", "--as", "ann"]);
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.ok(&["mine", "--for", "ben"]);
    scene.ok(&["mine", "--for", "cid"]);
}

#[test]
fn representatives_answer_for_their_group() {
    let scene = body::called("groups");
    scene.tell("mine/representatives_answer_for_their_group");
    scene.ok(&["mine", "--for", "cid"]);
    scene.ok(&["mine", "--for", "dee"]);
    scene.ok(&[
        "position",
        "retention",
        "support",
        "--group",
        "south",
        "--as",
        "cid",
    ]);
    let after = scene.ok(&["mine", "--for", "cid"]);
    assert!(!after.contains("plenary position"), "{after}");
}

#[test]
fn former_ids_are_the_same_person() {
    let scene = body::called("policy");
    scene.tell("mine/former_ids_are_the_same_person");
    object(&scene);
    let under = |name: &str| scene.ok(&["mine", "--for", name]);
    assert_eq!(under("dora"), under("dee"));
}

#[test]
fn challenges_wait_for_a_chair() {
    let mut scene = body::called("policy");
    scene.tell("mine/challenges_wait_for_a_chair");
    give(
        &scene,
        &[
            ("maya", "support"),
            ("ann", "accept"),
            ("cid", "support"),
            ("eve", "accept"),
        ],
    );
    scene.now("2026-05-13T09:00:00Z");
    scene.write(
        &at("calls/1/designation.toml"),
        "[[draft]]\nlevel = \"consensus\"\nby = \"idris\"\nat = 2026-05-13T09:00:00Z\nreason = '''So.'''\n",
    );
    scene.write(
        &at("calls/1/challenges/ben.1.toml"),
        "reason = '''Not so.'''\n",
    );
    scene.commit("Publish a draft", "2026-05-13T09:00:00Z");
    scene.ok(&["mine", "--for", "idris"]);
    scene.ok(&["mine", "--for", "ben"]);
}

#[test]
fn nobody_is_nobody() {
    let scene = body::founded();
    scene.tell("mine/nobody_is_nobody");
    scene.refused(2, &["mine", "--for", "Not A Name"]);
    scene.git(&["config", "user.email", "stranger@example.org"]);
    scene.refused(2, &["mine"]);
}
