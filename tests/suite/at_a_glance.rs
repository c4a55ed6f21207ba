//! Tests that the first lines of `status` are right at every time of a call, with nobody, with some and with 500
//! people.

use crate::body::{self, give};
use crate::scene::Scene;

/// The first part of the screen: what it is, and the four facts.
fn headline(scene: &Scene) {
    let whole = scene.quietly(&["status", "retention"]);
    let head: Vec<&str> = whole
        .lines()
        .take_while(|line| !line.starts_with("Next steps"))
        .collect();
    scene.show(&format!(
        "$ plenary status retention\n{}\n",
        head.join("\n").trim_end()
    ));
}

#[test]
fn each_time_of_a_call_has_its_own_words() {
    let proposed = body::proposed("policy");
    proposed.tell("at_a_glance/each_time_of_a_call_has_its_own_words");
    headline(&proposed);
    let scene = proposed.then(body::called("policy"));
    headline(&scene);
    give(
        &scene,
        &[("ann", "support"), ("ben", "support"), ("dee", "disagree")],
    );
    headline(&scene);
    let mut scene = scene;
    scene.now("2026-05-13T09:00:00Z");
    headline(&scene);
    scene.quietly(&[
        "decide",
        "retention",
        "--designation",
        "divided",
        "--override",
        "quorum=Few came.",
        "--reason",
        "Too few.",
        "--sign-off",
    ]);
    headline(&scene);
}

#[test]
fn a_track_that_counts_nothing_says_so() {
    let scene = body::called("forum");
    scene.tell("at_a_glance/a_track_that_counts_nothing_says_so");
    headline(&scene);
    give(&scene, &[("ann", "support")]);
    headline(&scene);
}

#[test]
fn five_hundred_people_are_not_listed_one_by_one() {
    let mut scene = body::proposed("policy");
    for n in 0..500 {
        let group = ["north", "south", "east"][n % 3];
        let person = format!("name = \"Person {n}\"\ngroup = \"{group}\"\n");
        scene.write(&format!("participants/person-{n:03}.toml"), &person);
    }
    scene.commit("Add 500 people", "2026-05-02T08:00:00Z");
    scene.now("2026-05-02T09:00:00Z");
    scene.quietly(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    for n in 0..400 {
        let value = if n % 10 == 0 { "disagree" } else { "support" };
        let file = body::at(&format!("positions/person-{n:03}.toml"));
        scene.write(&file, &format!("position = \"{value}\"\non = \"r1\"\n"));
    }
    scene.commit("Add 400 answers", "2026-05-03T08:00:00Z");
    scene.now("2026-05-03T09:00:00Z");
    scene.tell("at_a_glance/five_hundred_people_are_not_listed_one_by_one");
    let whole = scene.ok(&["status", "retention"]);
    assert!(whole.lines().count() < 45, "{whole}");
    // Everybody is in the JSON, and with --who.
    let (status, _) = scene.json(&["status", "retention"]);
    assert_eq!(status["not-answered"].as_array().map(Vec::len), Some(107));
}
