//! Tests answers that arrive as branches, as hosting services make them: many at once, in any order, some with
//! problems.

use serde_json::Value;

use crate::body::{self, at, give, object, said, tallied};
use crate::scene::Scene;

const DATE: &str = "2026-05-03T09:00:00Z";

/// A branch from main on which one file is written, as a web editor does it.
fn branch(scene: &Scene, name: &str, path: &str, text: &str) {
    scene.git(&["switch", "--quiet", "-c", name, "main"]);
    scene.write(path, text);
    scene.commit(&format!("Create {path}"), DATE);
    scene.git(&["switch", "--quiet", "main"]);
}

fn merge(scene: &Scene, name: &str) {
    scene.git(&["merge", "--quiet", "--no-ff", "-m", "Merge a request", name]);
}

/// The codes that the check of a request finds, and how it ends.
fn checked(scene: &Scene, name: &str) -> (Vec<String>, Option<i32>) {
    let (report, exit) = scene.json(&["check", "--changed", &format!("main...{name}")]);
    let findings = report["findings"].as_array().expect("findings").iter();
    let code = |finding: &Value| finding["code"].as_str().expect("a code").to_owned();
    (findings.map(code).collect(), exit)
}

/// Numbers from 0 to `n` in an order that the seed alone determines.
fn shuffled(n: usize, mut seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for place in (1..n).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let other = usize::try_from(seed >> 33).unwrap() % (place + 1);
        order.swap(place, other);
    }
    order
}

/// Fifty more members, the call open, and a branch with the position of each.
fn fifty() -> Scene {
    let mut scene = body::founded();
    for n in 0..50 {
        let group = ["north", "south", "east"][n % 3];
        scene.write(
            &format!("participants/p{n:02}.toml"),
            &format!("name = \"Member {n}\"\ngroup = \"{group}\"\n"),
        );
    }
    scene.commit("Fifty more", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let propose = [
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
    ];
    scene.ok(&[&propose[..], &["--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    for n in 0..50 {
        let answer = ["support", "accept", "disagree", "abstain"][n % 4];
        let text = format!("position = \"{answer}\"\non = \"r1\"\n");
        branch(
            &scene,
            &format!("b{n}"),
            &at(&format!("positions/p{n:02}.toml")),
            &text,
        );
    }
    scene
}

#[test]
fn fifty_branches_land_in_any_order_with_one_tally() {
    let scene = fifty();
    let mut tallies = Vec::new();
    for seed in [1, 2026] {
        let scene = scene.copy();
        for n in shuffled(50, seed) {
            merge(&scene, &format!("b{n}"));
        }
        let (mut tally, _) = scene.json(&["tally", "retention"]);
        assert_eq!(tally["counted"], 50, "{tally}");
        assert_eq!(tally["positions"]["support"], 13);
        assert_eq!(tally["positions"]["abstain"], 12);
        tally["commit"].take();
        tallies.push(tally);
        let (verified, exit) = scene.json(&["verify"]);
        assert_eq!(exit, Some(0), "{verified}");
    }
    assert_eq!(tallies[0], tallies[1]);
}

#[test]
fn a_name_in_other_letters_is_no_second_person() {
    let scene = body::called("policy");
    give(&scene, &[("ben", "accept")]);
    branch(
        &scene,
        "large",
        &at("positions/Ben.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    let (codes, exit) = checked(&scene, "large");
    assert_eq!(exit, Some(1), "{codes:?}");
    assert!(
        codes
            .iter()
            .any(|code| code.starts_with('S') || code.starts_with('P'))
    );
    merge(&scene, "large");
    assert_eq!(tallied(&scene, "/positions/accept"), 1);
    assert_eq!(tallied(&scene, "/positions/disagree"), 0);
}

#[test]
fn of_two_ids_of_one_person_one_answer_counts() {
    let scene = body::called("policy");
    // Dora is what dee was called before.
    branch(
        &scene,
        "former",
        &at("positions/dora.toml"),
        "position = \"accept\"\non = \"r1\"\n",
    );
    merge(&scene, "former");
    assert_eq!(tallied(&scene, "/positions/accept"), 1);
    assert_eq!(tallied(&scene, "/counted"), 1);
    branch(
        &scene,
        "present",
        &at("positions/dee.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    let (codes, _) = checked(&scene, "present");
    assert!(
        codes
            .iter()
            .any(|code| code == "P211" || code == "S112" || code == "S131"),
        "{codes:?}"
    );
    merge(&scene, "present");
    assert_eq!(tallied(&scene, "/counted"), 1);
    assert_eq!(tallied(&scene, "/positions/disagree"), 1);
    let aside = tallied(&scene, "/set-aside");
    said(&aside.to_string(), &["positions/dora.toml"]);
}

#[test]
fn a_member_counts_where_the_call_froze_them() {
    let scene = body::called("policy");
    give(&scene, &[("dee", "accept")]);
    let path = "participants/dee.toml";
    let text = scene
        .read(path)
        .replace("group = \"south\"", "group = \"north\"");
    branch(&scene, "moved", path, &text);
    let (codes, exit) = checked(&scene, "moved");
    assert_eq!((codes, exit), (vec!["P213".to_owned()], Some(0)));
    merge(&scene, "moved");
    let groups = tallied(&scene, "/groups");
    let of = |id: &str| {
        let mut groups = groups.as_array().expect("groups").iter();
        let found = groups.find(|group| group["group"] == id).expect("a group");
        found["positions"]["accept"].clone()
    };
    assert_eq!((of("south"), of("north")), (1.into(), 0.into()));
}

#[test]
fn an_alternates_answer_yields_to_the_members_own() {
    let scene = body::called("policy");
    branch(
        &scene,
        "alternate",
        &at("positions/alt.toml"),
        "position = \"accept\"\non = \"r1\"\n",
    );
    branch(
        &scene,
        "own",
        &at("positions/eve.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    merge(&scene, "own");
    merge(&scene, "alternate");
    assert_eq!(tallied(&scene, "/positions/disagree"), 1);
    assert_eq!(tallied(&scene, "/positions/accept"), 0);
    said(
        &tallied(&scene, "/set-aside").to_string(),
        &["positions/alt.toml"],
    );
}

#[test]
fn a_position_that_comes_after_the_decision_changes_nothing() {
    let mut scene = body::called("policy");
    branch(
        &scene,
        "late",
        &at("positions/ben.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    give(
        &scene,
        &[
            ("maya", "support"),
            ("ann", "accept"),
            ("cid", "accept"),
            ("dee", "accept"),
        ],
    );
    scene.now("2026-05-13T09:00:00Z");
    scene.ok(&[
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ]);
    let (codes, exit) = checked(&scene, "late");
    assert_eq!(exit, Some(1));
    assert!(codes.contains(&"P208".to_owned()), "{codes:?}");
    let before = scene.json(&["tally", "retention"]).0["positions"].clone();
    merge(&scene, "late");
    let (verified, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(1));
    said(&verified.to_string(), &["H305", "P208"]);
    assert_eq!(scene.json(&["tally", "retention"]).0["positions"], before);
}

#[test]
fn an_objection_that_a_merge_dropped_is_named() {
    let scene = body::called("policy");
    scene.git(&["switch", "--quiet", "-c", "objecting", "main"]);
    object(&scene);
    scene.git(&["switch", "--quiet", "main"]);
    give(&scene, &[("ben", "accept")]);
    scene.git(&[
        "merge",
        "--quiet",
        "-s",
        "ours",
        "-m",
        "Merge all requests",
        "objecting",
    ]);
    let dropped = scene.git(&["rev-parse", "--short=7", "HEAD"]);
    let (verified, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(1));
    said(
        &verified.to_string(),
        &["H306", "objections/cid.cost.toml", &dropped],
    );
}
