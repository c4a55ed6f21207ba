//! Tests that a merge commit has what its branches brought: every record, every change, and nothing else.

use super::landings::{lands, only, verified};
use super::{called, own, put, request};
use crate::body::at;
use crate::scene::Scene;

const SUPPORT: &str = "position = \"support\"\n";
const ACCEPT: &str = "position = \"accept\"\n";
const DISAGREE: &str = "position = \"disagree\"\n";

fn none() -> [[String; 3]; 0] {
    []
}

/// Merges `request` with these options.
fn merge(scene: &Scene, options: &[&str]) {
    let merge = ["merge", "--quiet", "--no-ff", "-m", "Merge"];
    scene.git(&[&merge[..], options, &["request"]].concat());
}

/// Merges `request`, and commits these files as the result of solving conflicts.
fn solved(scene: &Scene, files: &[(&str, &str)]) {
    let merge = ["merge", "--quiet", "--no-ff", "--no-commit", "request"];
    scene.git_output("", &merge, "");
    put(scene, files);
    scene.commit("Merge", "2026-05-03T09:30:00Z");
}

fn short(scene: &Scene) -> String {
    scene.git(&["rev-parse", "--short=7", "HEAD"])
}

/// The same again from before the last commit.
fn undo(scene: &Scene) {
    scene.git(&["reset", "--quiet", "--hard", "HEAD^1"]);
}

#[test]
fn a_change_that_a_merge_left_out_is_named() {
    let scene = called("none");
    scene.tell("gate/dropped/a_change_that_a_merge_left_out_is_named");
    let ben = at("positions/ben.toml");
    own(&scene, "ben", &["position", "retention", "support"]);
    request(&scene, &[(&ben, DISAGREE)]);
    own(&scene, "cid", &["position", "retention", "support"]);
    merge(&scene, &["-s", "ours"]);
    only(
        &scene,
        "H306",
        &ben,
        &[&short(&scene), "left the change out"],
    );
    // An honest merge has it.
    undo(&scene);
    merge(&scene, &[]);
    assert_eq!(verified(&scene), none());
    // Later commits can change it.
    lands(&scene, "ben", &[(&ben, ACCEPT)]);
    assert_eq!(verified(&scene), none());
}

#[test]
fn other_words_than_those_of_the_branch_are_named() {
    let scene = called("none");
    let ben = at("positions/ben.toml");
    request(&scene, &[(&ben, DISAGREE)]);
    own(&scene, "cid", &["position", "retention", "support"]);
    solved(&scene, &[(&ben, SUPPORT)]);
    only(&scene, "H306", &ben, &[&short(&scene), "another way"]);
    // The same change in a commit of its own is checked like every change.
    undo(&scene);
    merge(&scene, &[]);
    lands(&scene, "ben", &[(&ben, SUPPORT)]);
    assert_eq!(verified(&scene), none());
}

#[test]
fn a_conflict_is_solved_by_hand_and_not_by_leaving_one_side_out() {
    let scene = called("none");
    let ben = at("positions/ben.toml");
    own(&scene, "ben", &["position", "retention", "support"]);
    request(&scene, &[(&ben, DISAGREE)]);
    lands(&scene, "ben", &[(&ben, ACCEPT)]);
    let both = "position = \"disagree\"\nreason = \"The text was better.\"\n";
    for result in [DISAGREE, both] {
        solved(&scene, &[(&ben, result)]);
        assert_eq!(verified(&scene), none());
        undo(&scene);
    }
    solved(&scene, &[(&ben, ACCEPT)]);
    only(&scene, "H306", &ben, &[&short(&scene)]);
}

#[test]
fn of_a_file_that_both_sides_changed_both_changes_are_there() {
    let scene = called("none");
    let path = "participants/ben.toml";
    let old = scene.read(path);
    let theirs = old.replace("ben@example.org", "ben@elsewhere.example");
    request(&scene, &[(path, &theirs)]);
    let remark = "# A remark.\n\n\n\n";
    let ours = format!("{remark}{old}");
    lands(&scene, "maya", &[(path, &ours)]);
    merge(&scene, &[]);
    assert_eq!(scene.read(path), format!("{remark}{theirs}"));
    assert_eq!(verified(&scene), none());
    undo(&scene);
    solved(&scene, &[(path, &ours)]);
    only(&scene, "H306", path, &[&short(&scene)]);
}

#[test]
fn a_record_that_moved_with_its_participant_is_not_missing() {
    for renamed_on_main in [true, false] {
        let scene = called("none");
        let (old, new) = ("participants/ben.toml", "participants/benny.toml");
        let rename = ["participant", "rename", "ben", "benny", "--as", "maya"];
        let text = scene.read(old);
        let changed = format!("# A remark.\n\n\n\n{text}");
        scene.git(&["branch", "--force", "request", "main"]);
        let sides = match renamed_on_main {
            true => ["request", "main"],
            false => ["main", "request"],
        };
        scene.git(&["checkout", "--quiet", sides[0]]);
        put(&scene, &[(old, &changed)]);
        scene.commit("A remark", "2026-05-03T08:00:00Z");
        scene.git(&["checkout", "--quiet", sides[1]]);
        scene.ok(&rename);
        scene.git(&["checkout", "--quiet", "main"]);
        merge(&scene, &["-X", "find-renames=20%"]);
        assert!(scene.read(new).starts_with("# A remark."));
        assert!(!scene.path(old).exists());
        assert_eq!(verified(&scene), none(), "{renamed_on_main}");
        undo(&scene);
        if renamed_on_main {
            merge(&scene, &["-s", "ours"]);
            only(&scene, "H306", old, &[&short(&scene)]);
        }
    }
}

/// Two histories that were merged into each other: `main` has cid's position, `request` ben's, and ben
/// changed his since.
fn crossed(identity: &str) -> Scene {
    let scene = called(identity);
    let ben = at("positions/ben.toml");
    scene.git(&["checkout", "--quiet", "-b", "request"]);
    lands(&scene, "ben", &[(&ben, SUPPORT)]);
    scene.git(&["checkout", "--quiet", "main"]);
    lands(&scene, "cid", &[(&at("positions/cid.toml"), SUPPORT)]);
    let main = scene.git(&["rev-parse", "main"]);
    merge(&scene, &[]);
    scene.git(&["checkout", "--quiet", "request"]);
    scene.git(&["merge", "--quiet", "--no-edit", &main]);
    lands(&scene, "ben", &[(&ben, DISAGREE)]);
    scene.git(&["checkout", "--quiet", "main"]);
    let bases = scene.git(&["merge-base", "--all", "main", "request"]);
    assert_eq!(bases.lines().count(), 2);
    scene
}

#[test]
fn histories_merged_both_ways_are_compared_as_well() {
    // Maya merges, and is not the author of what ben changed.
    let scene = crossed("author");
    merge(&scene, &[]);
    assert_eq!(verified(&scene), none());
    let scene = crossed("none");
    let ben = at("positions/ben.toml");
    merge(&scene, &["-s", "ours"]);
    only(&scene, "H306", &ben, &[&short(&scene)]);
    undo(&scene);
    solved(&scene, &[(&ben, ACCEPT)]);
    assert_eq!(
        verified(&scene).len(),
        0,
        "one of the two ancestors explains it"
    );
}

#[test]
fn a_push_is_refused_before_its_merge_is_part_of_the_history() {
    let scene = called("none");
    let ben = at("positions/ben.toml");
    own(&scene, "ben", &["position", "retention", "support"]);
    request(&scene, &[(&ben, DISAGREE)]);
    scene.git(&["branch", "old", "main"]);
    let check = ["check", "--changed", "old...main", "--push"];
    merge(&scene, &["-s", "ours"]);
    let (report, exit) = scene.json(&check);
    assert_eq!(exit, Some(1), "{report}");
    assert_eq!(report["findings"][0]["code"], "H306");
    undo(&scene);
    merge(&scene, &[]);
    let (report, exit) = scene.json(&check);
    assert_eq!(exit, Some(0), "{report}");
}
