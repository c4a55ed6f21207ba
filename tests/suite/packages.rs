//! Tests packages: proposals whose parts are proposals of their own.

use crate::body;
use crate::calls::{ADOPTS, with_tracks};
use crate::scene::Scene;

/// A package with the parts `one` and `two`, on the track `plan`, whose rule is `package`.
fn planned(package: &str) -> Scene {
    let scene = body::founded();
    let electorate = "electorate = [\"member\"]\n";
    let quick = format!("{electorate}{}", ADOPTS.replace("NAME", "quick"));
    let plan = format!("{package}{electorate}{}", ADOPTS.replace("NAME", "plan"));
    with_tracks(&scene, &[("quick", &quick), ("plan", &plan)]);
    scene.write(".git/draft.md", "A text.\n");
    let propose = |title: &str, more: &[&str]| {
        let draft = ["propose", title, "--text", ".git/draft.md"];
        scene.ok(&[&draft[..], more].concat());
    };
    propose("Plan", &["--track", "plan", "--as", "ann"]);
    for part in ["One", "Two"] {
        propose(
            part,
            &["--track", "quick", "--part-of", "plan", "--as", "ann"],
        );
    }
    scene
}

/// Puts a proposal to a call, answers it, and decides it with this level.
fn decide(scene: &mut Scene, id: &str, day: u32, level: &str) {
    let at = |day: u32| format!("2026-05-{day:02}T09:00:00Z");
    scene.now(&at(day));
    scene.quietly(&["call", "open", id, "--closes", &at(day + 2)]);
    scene.now(&at(day + 1));
    scene.quietly(&["position", id, "accept", "--as", "ben"]);
    scene.now(&at(day + 3));
    let words = ["--designation", level, "--reason", "As written."];
    scene.quietly(&[&["decide", id][..], &words, &["--sign-off", "--as", "maya"]].concat());
}

#[test]
fn a_package_is_closed_when_each_part_is_decided() {
    let mut scene = planned("");
    scene.tell("packages/a_package_is_closed_when_each_part_is_decided");
    scene.show(&scene.read("proposals/plan/proposal.toml"));
    scene.refused(
        1,
        &["call", "open", "plan", "--closes", "2026-05-20T09:00Z"],
    );
    decide(&mut scene, "one", 2, "carried");
    scene.ok(&["status", "plan"]);
    scene.refused(1, &["ready", "plan"]);
    scene.ok(&["list"]);
    decide(&mut scene, "two", 6, "lost");
    scene.ok(&["status", "plan"]);
    scene.ok(&["show", "two"]);
    scene.ok(&["list", "--stage", "decided"]);
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
}

#[test]
fn a_package_is_decided_as_a_whole_when_its_track_says_so() {
    let mut scene = planned("package = \"all-adopted\"\n");
    scene.tell("packages/a_package_is_decided_as_a_whole_when_its_track_says_so");
    scene.ok(&["charter", "explain", "plan"]);
    decide(&mut scene, "one", 2, "carried");
    scene.refused(
        1,
        &["call", "open", "plan", "--closes", "2026-05-20T09:00Z"],
    );
    decide(&mut scene, "two", 6, "carried");
    decide(&mut scene, "plan", 10, "carried");
    scene.ok(&["call", "notice", "plan"]);
    let decision = scene.read("proposals/plan/calls/1/decision.toml");
    let parts = decision.find("[[part]]").expect("the parts");
    scene.show(
        decision[parts..]
            .split("\n[electorate]")
            .next()
            .unwrap_or_default(),
    );
    scene.ok(&["status", "plan"]);
    scene.ok(&["show", "plan"]);
    scene.ok(&["verify"]);
}

#[test]
fn a_package_waits_for_a_part_that_was_not_adopted() {
    let mut scene = planned("package = \"all-adopted\"\n");
    decide(&mut scene, "one", 2, "carried");
    decide(&mut scene, "two", 6, "lost");
    let open = ["call", "open", "plan", "--closes", "2026-05-20T09:00Z"];
    scene.refused(1, &open);
    let (list, _) = scene.json(&["list"]);
    let rows = list["proposals"].as_array().expect("rows").iter();
    let mut rows = rows.filter(|row| row["proposal"] == "plan");
    let next = rows.next().expect("the package")["next"].to_string();
    assert!(
        next.contains("two") && !next.contains("call open"),
        "{next}"
    );
}

#[test]
fn whoever_cannot_edit_a_package_adds_no_part_to_it() {
    let scene = planned("");
    scene.tell("packages/whoever_cannot_edit_a_package_adds_no_part_to_it");
    let draft = [
        "propose",
        "Mine",
        "--text",
        ".git/draft.md",
        "--track",
        "quick",
    ];
    scene.refused(
        1,
        &[&draft[..], &["--part-of", "plan", "--as", "ben"]].concat(),
    );
    scene.refused(
        2,
        &[&draft[..], &["--part-of", "plam", "--as", "ann"]].concat(),
    );
}

#[test]
fn a_part_does_not_become_a_package() {
    let scene = planned("");
    scene.tell("packages/a_part_does_not_become_a_package");
    let draft = ["propose", "Deep", "--text", ".git/draft.md", "--as", "ann"];
    let quick = [&draft[..], &["--track", "quick"]].concat();
    scene.refused(2, &[&quick[..], &["--part-of", "one"]].concat());
    scene.refused(2, &[&quick[..], &["--part", "plan"]].concat());
}

#[test]
fn the_parts_cannot_change_during_a_call_on_the_whole() {
    let mut scene = planned("package = \"all-decided\"\n");
    decide(&mut scene, "one", 2, "carried");
    decide(&mut scene, "two", 6, "lost");
    scene.now("2026-05-10T09:00:00Z");
    scene.ok(&["call", "open", "plan", "--closes", "2026-05-20T09:00Z"]);
    let base = scene.git(&["rev-parse", "HEAD"]);
    let path = "proposals/plan/proposal.toml";
    scene.write(path, &scene.read(path).replace(", \"two\"", ""));
    scene.commit("Leave one out", "2026-05-11T09:00:00Z");
    let changed = format!("{}...HEAD", base.trim());
    let (report, _) = scene.json(&["check", "--changed", &changed]);
    let told = report["findings"].to_string();
    assert!(told.contains("P205") && told.contains("parts"), "{told}");
}

#[test]
fn a_call_that_names_other_parts_than_the_decided_ones_is_found_in_the_history() {
    let mut scene = planned("package = \"all-decided\"\n");
    decide(&mut scene, "one", 2, "carried");
    decide(&mut scene, "two", 6, "lost");
    scene.now("2026-05-10T09:00:00Z");
    let open = ["call", "open", "plan", "--closes", "2026-05-20T09:00Z"];
    scene.ok(&open);
    let path = "proposals/plan/calls/1/call.toml";
    let call = scene.read(path);
    assert!(call.contains("outcome = \"no-consensus\""), "{call}");
    scene.git(&["reset", "-q", "--hard", "HEAD~1"]);
    scene.write(path, &call.replace("\"no-consensus\"", "\"adopted\""));
    scene.commit("Open a call", "2026-05-10T09:00:00Z");
    let (report, exit) = scene.json(&["verify"]);
    let told = report["check"]["findings"].to_string();
    assert!(exit == Some(1) && told.contains("P228"), "{told}");
}

#[test]
fn a_part_that_is_reopened_is_not_decided() {
    let mut scene = planned("");
    decide(&mut scene, "one", 2, "carried");
    decide(&mut scene, "two", 6, "lost");
    scene.now("2026-05-10T09:00:00Z");
    scene.ok(&["call", "open", "two", "--closes", "2026-05-20T09:00Z"]);
    let told = scene.ok(&["status", "plan"]);
    assert!(told.contains("2 parts, 1 decided"), "{told}");
}
