//! Tests the result of a merge: the merged tree is checked against the branch as it is now.

use super::{ANN, BEN, MAYA, called, judged, put, request, verdict};
use crate::body::{at, said};
use crate::codes::page_shows_lines;
use crate::scene::Scene;

const SUPPORT: &str = "position = \"support\"\n";

fn none() -> [String; 0] {
    []
}

/// The account says who submits, so the address of the commits is nobody's.
fn by_somebody(scene: &Scene) {
    scene.git(&["config", "user.email", "somebody@example.net"]);
}

/// Commits files on `main`, as if somebody had done so meanwhile.
fn lands(scene: &Scene, files: &[(&str, &str)]) {
    put(scene, files);
    scene.commit("Meanwhile", "2026-05-03T08:30:00Z");
}

#[test]
fn what_landed_meanwhile_is_before_the_request() {
    let scene = called("account");
    let ben = at("positions/ben.toml");
    request(&scene, &[(&ben, SUPPORT)]);
    lands(&scene, &[(&at("positions/cid.toml"), SUPPORT)]);
    // The request's branch lacks cid's position, and merging it takes nothing away.
    assert_eq!(judged(&scene, BEN), none());
    let (report, _) = verdict(&scene, BEN);
    assert_eq!(report["change"]["files"], 1);
    let charter = scene
        .read("charter.toml")
        .replace("\"maya\", \"idris\"", "\"idris\"");
    request(
        &scene,
        &[(
            "participants/new.toml",
            "name = \"New\"\ngroup = \"north\"\naccounts = [\"github:new\"]\n",
        )],
    );
    assert_eq!(judged(&scene, MAYA), none());
    lands(&scene, &[("charter.toml", &charter)]);
    assert_eq!(judged(&scene, MAYA), ["P207 participants/new.toml"]);
}

#[test]
fn two_requests_that_pass_alone_do_not_both_land() {
    let mut scene = called("account");
    let dora = at("positions/dora.toml");
    request(&scene, &[(&dora, SUPPORT)]);
    assert_eq!(judged(&scene, "github:dee-x"), none());
    lands(&scene, &[(&at("positions/dee.toml"), SUPPORT)]);
    assert_eq!(judged(&scene, "github:dee-x"), [format!("P211 {dora}")]);
    let ben = at("positions/ben.toml");
    request(&scene, &[(&ben, SUPPORT)]);
    scene.now("2026-05-04T09:00:00Z");
    let call = at("calls/1/call.toml");
    let withdrawn = "\n[withdrawal]\nby = \"maya\"\nat = 2026-05-04T08:00:00Z\nreason = \"So.\"\n";
    let text = format!("{}{withdrawn}", scene.read(&call));
    request(&scene, &[(&call, &text)]);
    lands(&scene, &[(&call, &text.replace("So.", "No."))]);
    assert_eq!(judged(&scene, MAYA), [format!("P219 {call}")]);
}

#[test]
fn both_may_change_different_lines_of_a_file() {
    let scene = called("account");
    let path = "participants/ben.toml";
    let old = scene.read(path);
    let theirs = old.replace("ben@example.org", "ben@elsewhere.example");
    request(&scene, &[(path, &theirs)]);
    lands(&scene, &[(path, &format!("# A remark.\n\n\n\n{old}"))]);
    assert_eq!(judged(&scene, BEN), none());
    lands(
        &scene,
        &[(path, &old.replace("ben@example.org", "ben@third.example"))],
    );
    assert_eq!(judged(&scene, BEN), [format!("P219 {path}")]);
}

#[test]
fn what_is_removed_on_one_side_and_changed_on_the_other_is_a_conflict() {
    let scene = called("account");
    scene.tell("gate/merges/what_is_removed_on_one_side_and_changed_on_the_other_is_a_conflict");
    let ben = at("positions/ben.toml");
    lands(&scene, &[(&ben, SUPPORT)]);
    request(&scene, &[(&ben, "position = \"accept\"\n")]);
    lands(&scene, &[(&ben, "")]);
    assert_eq!(judged(&scene, BEN), [format!("P219 {ben}")]);
    let text = scene.plenary(&["check", "--changed", "main...request", "--actor", BEN]);
    let text = String::from_utf8(text.stdout).expect("text");
    said(&text, &["git merge main"]);
}

#[test]
fn a_merge_that_keeps_one_side_only_deletes_the_other() {
    let scene = called("account");
    by_somebody(&scene);
    request(&scene, &[(&at("positions/ben.toml"), SUPPORT)]);
    let cid = at("positions/cid.toml");
    lands(&scene, &[(&cid, SUPPORT)]);
    scene.git(&["checkout", "--quiet", "request"]);
    scene.git(&[
        "merge",
        "--quiet",
        "--strategy",
        "ours",
        "-m",
        "Merge",
        "main",
    ]);
    scene.git(&["checkout", "--quiet", "main"]);
    assert_eq!(judged(&scene, BEN), [format!("P202 {cid}")]);
}

#[test]
fn a_request_that_merged_the_main_branch_is_judged_by_what_is_its_own() {
    let scene = called("author");
    let ben = at("positions/ben.toml");
    scene.git(&["config", "user.email", "ben@example.org"]);
    request(&scene, &[(&ben, SUPPORT)]);
    scene.git(&["config", "user.email", "maya@example.org"]);
    lands(&scene, &[(&at("positions/cid.toml"), SUPPORT)]);
    scene.git(&["checkout", "--quiet", "request"]);
    // Maya presses the button that updates the request, and is not its author because of that.
    scene.git(&["merge", "--quiet", "--no-edit", "main"]);
    scene.git(&["checkout", "--quiet", "main"]);
    assert_eq!(judged(&scene, ""), none());
    // What is hidden in a merge has an author like everything else.
    scene.git(&["checkout", "--quiet", "request"]);
    scene.git(&["config", "user.email", "cid@example.org"]);
    scene.write(&ben, "position = \"disagree\"\n");
    scene.git(&["add", "--all"]);
    scene.git(&[
        "commit",
        "--quiet",
        "--amend",
        "--no-edit",
        "--reset-author",
    ]);
    scene.git(&["checkout", "--quiet", "main"]);
    assert_eq!(judged(&scene, ""), [format!("P201 {ben}")]);
}

#[test]
fn a_fork_is_a_branch_like_any_other() {
    let scene = called("account");
    scene.git(&["clone", "--quiet", ".", ".git/fork"]);
    let fork = ".git/fork";
    for (key, value) in [("user.name", "Ben"), ("user.email", "ben@example.org")] {
        scene.git_in(fork, &["config", key, value]);
    }
    scene.write(&format!("{fork}/{}", at("positions/ben.toml")), SUPPORT);
    scene.git_in(fork, &["add", "--all"]);
    scene.git_in(fork, &["commit", "--quiet", "-m", "Answer"]);
    scene.git(&["fetch", "--quiet", fork, "main:request"]);
    assert_eq!(judged(&scene, BEN), none());
    assert_eq!(
        judged(&scene, ANN),
        [format!("P201 {}", at("positions/ben.toml"))]
    );
}

#[test]
fn histories_without_anything_in_common_are_not_compared() {
    let scene = called("account");
    scene.tell("gate/merges/histories_without_anything_in_common_are_not_compared");
    scene.git(&["checkout", "--quiet", "--orphan", "request"]);
    scene.commit("From nothing", "2026-05-03T08:00:00Z");
    scene.git(&["checkout", "--quiet", "main"]);
    let check = ["check", "--changed", "main...request", "--actor", BEN];
    scene.refused(3, &check);
}

#[test]
fn histories_merged_both_ways_are_merged_as_git_does_it() {
    let scene = called("account");
    by_somebody(&scene);
    let ben = at("positions/ben.toml");
    request(&scene, &[(&ben, SUPPORT)]);
    lands(&scene, &[(&at("positions/cid.toml"), SUPPORT)]);
    let (main, theirs) = (
        scene.git(&["rev-parse", "main"]),
        scene.git(&["rev-parse", "request"]),
    );
    scene.git(&["merge", "--quiet", "--no-edit", &theirs]);
    scene.git(&["checkout", "--quiet", "request"]);
    scene.git(&["merge", "--quiet", "--no-edit", &main]);
    scene.write(&ben, "position = \"accept\"\n");
    scene.commit("Change", "2026-05-03T09:00:00Z");
    scene.git(&["checkout", "--quiet", "main"]);
    assert_eq!(judged(&scene, BEN), none());
    assert_eq!(judged(&scene, ANN), [format!("P201 {ben}")]);
    scene.git(&["merge", "--quiet", "--no-edit", "request"]);
    scene.ok(&["verify"]);
    // Both sides change what they had in common.
    request(&scene, &[(&ben, "position = \"disagree\"\n")]);
    lands(&scene, &[(&ben, SUPPORT)]);
    assert_eq!(judged(&scene, BEN), [format!("P219 {ben}")]);
}

#[test]
fn three_common_ancestors_are_too_many() {
    let scene = called("account");
    scene.tell("gate/merges/three_common_ancestors_are_too_many");
    let start = scene.git(&["rev-parse", "main"]);
    for who in ["ann", "ben", "cid"] {
        scene.git(&["checkout", "--quiet", "-b", who, &start]);
        put(&scene, &[(&at(&format!("positions/{who}.toml")), SUPPORT)]);
        scene.commit("Answer", "2026-05-03T08:00:00Z");
    }
    for branch in ["main", "request"] {
        scene.git(&["checkout", "--quiet", "-B", branch, &start]);
        for who in ["ann", "ben", "cid"] {
            scene.git(&["merge", "--quiet", "--no-ff", "--no-edit", who]);
        }
        scene.commit("Something else", "2026-05-03T08:30:00Z");
    }
    scene.git(&["checkout", "--quiet", "main"]);
    let check = ["check", "--changed", "main...request", "--actor", BEN];
    scene.refused(3, &check);
    scene.git(&["checkout", "--quiet", "request"]);
    scene.git(&["merge", "--quiet", "--no-edit", "main"]);
    scene.git(&["checkout", "--quiet", "main"]);
    assert_eq!(judged(&scene, BEN), none());
}

#[test]
fn a_shallow_clone_cannot_tell() {
    let scene = called("account");
    scene.tell("gate/merges/a_shallow_clone_cannot_tell");
    request(&scene, &[(&at("positions/ben.toml"), SUPPORT)]);
    let source = format!("file://{}", scene.dir().display());
    let clone = [
        "clone",
        "--quiet",
        "--depth",
        "1",
        "--no-single-branch",
        &source,
        ".git/shallow",
    ];
    scene.git(&clone);
    let check = [
        "check",
        "--changed",
        "origin/main...origin/request",
        "--actor",
        BEN,
    ];
    let output = scene.plenary_in(".git/shallow", &check);
    let text = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(3), "{text}");
    said(&text, &["git fetch --unshallow", "plenary explain H301"]);
    page_shows_lines("H301", &text);
}

#[test]
fn it_works_bare_in_a_linked_work_tree_and_below_the_top() {
    let scene = called("account");
    by_somebody(&scene);
    scene.tell("gate/merges/it_works_bare_in_a_linked_work_tree_and_below_the_top");
    let ben = at("positions/ben.toml");
    request(&scene, &[(&ben, SUPPORT)]);
    scene.git(&["clone", "--quiet", "--bare", ".", ".git/bare"]);
    let check = ["check", "--changed", "main...request", "--actor", BEN];
    let output = scene.plenary_in(".git/bare", &check);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    scene.git(&[
        "worktree",
        "add",
        "--quiet",
        "--detach",
        ".git/linked",
        "request",
    ]);
    let output = scene.plenary_in(".git/linked", &check);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let objects = |scene: &Scene| scene.git(&["count-objects", "-v"]);
    let before = objects(&scene);
    scene.ok(&check);
    assert_eq!(objects(&scene), before, "nothing is stored");
    // The same register in a folder of a larger repository.
    scene.git(&["checkout", "--quiet", "-b", "below"]);
    std::fs::create_dir_all(scene.path("group")).expect("a folder");
    for name in ["charter.toml", "participants", "proposals"] {
        scene.git(&["mv", name, "group"]);
    }
    scene.commit("Move", "2026-05-03T08:00:00Z");
    scene.git(&["branch", "--quiet", "--force", "main", "below"]);
    let inside = format!("group/{ben}");
    let beside = "src/main.rs";
    scene.git(&["checkout", "--quiet", "-B", "request", "main"]);
    put(&scene, &[(&inside, SUPPORT)]);
    scene.commit("Answer", "2026-05-03T08:00:00Z");
    let output = scene.plenary_in("group", &check);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    put(&scene, &[(beside, "fn main() {}\n")]);
    scene.commit("And more", "2026-05-03T08:00:00Z");
    let output = scene.plenary_in("group", &check);
    let text = String::from_utf8(output.stdout).expect("text");
    assert_eq!(output.status.code(), Some(1), "{text}");
    said(&text, &["P217", "src"]);
}

#[test]
fn links_and_modes_are_no_way_round() {
    let scene = called("account");
    by_somebody(&scene);
    let ben = at("positions/ben.toml");
    lands(&scene, &[(&ben, SUPPORT)]);
    scene.git(&["checkout", "--quiet", "-B", "request", "main"]);
    scene.git(&["update-index", "--chmod=+x", &ben]);
    scene.git(&["commit", "--quiet", "-m", "Mode"]);
    scene.git(&["checkout", "--quiet", "--force", "main"]);
    assert_eq!(judged(&scene, BEN), [format!("S115 {ben}")]);
    scene.git(&["checkout", "--quiet", "-B", "request", "main"]);
    std::fs::remove_file(scene.path(&ben)).expect("a file to remove");
    std::os::unix::fs::symlink("ann.toml", scene.path(&ben)).expect("a link");
    scene.commit("Link", "2026-05-03T08:00:00Z");
    scene.git(&["checkout", "--quiet", "--force", "main"]);
    assert!(judged(&scene, BEN).contains(&format!("S115 {ben}")));
    scene.git(&["checkout", "--quiet", "-B", "request", "main"]);
    let commit = scene.git(&["rev-parse", "HEAD"]);
    let module = format!("160000,{commit},proposals/evil");
    scene.git(&["update-index", "--add", "--cacheinfo", &module]);
    scene.git(&["commit", "--quiet", "-m", "Submodule"]);
    scene.git(&["checkout", "--quiet", "--force", "main"]);
    assert!(judged(&scene, BEN).contains(&"S115 proposals/evil".to_owned()));
}

#[test]
fn a_file_where_there_is_a_folder_is_a_conflict() {
    let scene = called("account");
    let (file, folder) = (at("notes"), at("notes/more.md"));
    request(&scene, &[(&file, "A file.\n")]);
    lands(&scene, &[(&folder, "A folder.\n")]);
    let found = judged(&scene, ANN);
    assert_eq!(found, [format!("P219 {file}")]);
    let merged = scene.git_output("", &["merge-tree", "--write-tree", "main", "request"], "");
    assert_eq!(
        merged.status.code(),
        Some(1),
        "git finds a conflict as well"
    );
}
