//! Tests that the main branch stays the line of first parents: a merge the wrong way round puts it on a side
//! branch, and every decision with it.

use super::{called, own, request};
use crate::body::{at, said};
use crate::codes::page_shows_verified;
use crate::scene::Scene;
use crate::verified::{decided, found};

const SUPPORT: &str = "position = \"support\"\n";

/// Whether `main` can be pushed where main was at `old`: the codes that are found.
fn pushed(scene: &Scene, old: &str) -> Vec<String> {
    let range = format!("{old}...main");
    let (report, exit) = scene.json(&["check", "--changed", &range, "--push"]);
    let findings = report["findings"].as_array().expect("findings");
    assert_eq!(exit, Some(i32::from(!findings.is_empty())), "{report}");
    let code = |finding: &serde_json::Value| finding["code"].as_str().map(str::to_owned);
    findings.iter().filter_map(code).collect()
}

/// A clone of a member in which a commit waits, while `main` moves. Then the member pulls.
fn pulled(scene: &Scene, how: &str) -> String {
    let old = scene.git(&["rev-parse", "main"]);
    scene.git(&["checkout", "--quiet", "-b", "mine", "main~3"]);
    scene.write("README.md", "What this is.\n");
    scene.commit("A commit of my own", "2026-05-13T10:00:00Z");
    match how {
        "rebase" => drop(scene.git(&["rebase", "--quiet", "main"])),
        how => drop(scene.git(&["merge", "--quiet", "--no-edit", how])),
    }
    scene.git(&["checkout", "--quiet", "-B", "main", "mine"]);
    old
}

#[test]
fn a_pull_that_puts_the_main_branch_aside_is_refused_and_explained() {
    let scene = decided();
    scene.tell("gate/first_parent/a_pull_that_puts_the_main_branch_aside_is_refused_and_explained");
    let old = pulled(&scene, "main");
    assert_eq!(pushed(&scene, &old), ["H308"]);
    let range = format!("{old}...main");
    let check = ["check", "--changed", &range, "--push"];
    let text = scene.plenary(&check);
    let text = String::from_utf8(text.stdout).expect("text");
    said(&text, &[&format!("git rebase {}", &old[..7])]);
    // Somebody pushed it all the same: the reason is said, and not only that the decision fails.
    let codes: Vec<String> = found(&scene, &[])
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    assert!(codes.contains(&"D402".to_owned()), "{codes:?}");
    assert_eq!(codes.iter().filter(|code| *code == "H308").count(), 1);
    page_shows_verified(&scene, "H308");
    scene.refused(1, &["verify"]);
    // The commands of the finding repair both.
    let tip = scene.git(&["rev-parse", "main"]);
    scene.git(&["checkout", "--quiet", "--detach", &old]);
    scene.git(&["merge", "--quiet", "--no-ff", "--no-edit", &tip]);
    scene.git(&["checkout", "--quiet", "-B", "main"]);
    assert_eq!(found(&scene, &[]), []);
    assert_eq!(
        pushed(&scene, &tip),
        [""; 0],
        "a push that restores the line passes"
    );
    scene.git(&["checkout", "--quiet", "-B", "main", &tip]);
    scene.git(&["rebase", "--quiet", &old]);
    assert_eq!(found(&scene, &[]), []);
    assert_eq!(pushed(&scene, &old), [""; 0]);
}

#[test]
fn a_pull_with_rebase_passes() {
    let scene = decided();
    let old = pulled(&scene, "rebase");
    assert_eq!(pushed(&scene, &old), [""; 0]);
    assert_eq!(found(&scene, &[]), []);
}

#[test]
fn a_line_that_lost_nothing_is_not_restored() {
    let scene = decided();
    scene.git(&["checkout", "--quiet", "-b", "request", "main"]);
    scene.write("README.md", "What this is.\n");
    scene.commit("A request", "2026-05-13T10:00:00Z");
    scene.git(&["checkout", "--quiet", "main"]);
    scene.git(&["merge", "--quiet", "--no-ff", "--no-edit", "request"]);
    let old = scene.git(&["rev-parse", "main"]);
    // The branch that was merged last becomes the first parent.
    scene.git(&["checkout", "--quiet", "request"]);
    scene.git(&["merge", "--quiet", "--no-ff", "--no-edit", &old]);
    scene.git(&["checkout", "--quiet", "-B", "main"]);
    assert_eq!(pushed(&scene, &old), ["H308"]);
}

#[test]
fn a_request_that_merged_the_main_branch_is_an_ordinary_one() {
    let scene = called("none");
    request(&scene, &[(&at("positions/ben.toml"), SUPPORT)]);
    own(&scene, "cid", &["position", "retention", "support"]);
    let old = scene.git(&["rev-parse", "main"]);
    scene.git(&["checkout", "--quiet", "request"]);
    scene.git(&["merge", "--quiet", "--no-edit", "main"]);
    scene.git(&["checkout", "--quiet", "main"]);
    let (report, exit) = scene.json(&["check", "--changed", "main...request"]);
    assert_eq!(
        (exit, &report["findings"]),
        (Some(0), &serde_json::json!([]))
    );
    // The button of a hosting service makes a merge, with the main branch first.
    scene.git(&["merge", "--quiet", "--no-ff", "--no-edit", "request"]);
    assert_eq!(pushed(&scene, &old), [""; 0]);
    scene.ok(&["verify"]);
    // A fast-forward of it does what `git pull` does.
    scene.git(&["reset", "--quiet", "--hard", &old]);
    scene.git(&["merge", "--quiet", "--ff-only", "request"]);
    assert_eq!(pushed(&scene, &old), ["H308"]);
}

#[test]
fn nothing_is_written_on_top_of_a_merge_that_cannot_be_pushed() {
    let scene = called("none");
    scene.tell("gate/first_parent/nothing_is_written_on_top_of_a_merge_that_cannot_be_pushed");
    scene.git(&["clone", "--quiet", ".", "clone"]);
    let git = |arguments: &[&str]| scene.git_in("clone", arguments);
    for (key, value) in [("user.name", "Ben"), ("user.email", "ben@example.org")] {
        git(&["config", key, value]);
    }
    let give = |value: &str| {
        let position = ["position", "retention", value, "--as", "ben"];
        scene.plenary_in("clone", &position)
    };
    assert!(give("support").status.success());
    own(&scene, "cid", &["position", "retention", "support"]);
    git(&["pull", "--quiet", "--no-rebase", "--no-edit"]);
    let output = give("accept");
    let said_so = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said_so}");
    said(&said_so, &["H308", "git rebase"]);
    // On a branch of its own it is an ordinary request.
    git(&["checkout", "--quiet", "-b", "answer"]);
    assert!(give("accept").status.success());
    git(&["checkout", "--quiet", "main"]);
    git(&["rebase", "--quiet", "origin/main"]);
    assert!(give("accept").status.success());
}
