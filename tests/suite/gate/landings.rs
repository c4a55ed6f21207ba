//! Tests `verify` on a history: it names the commit that broke a rule.

use super::{called, own, put, request};
use crate::body::{at, said};
use crate::codes::page_shows_verified;
use crate::scene::Scene;

const SUPPORT: &str = "position = \"support\"\n";

/// The findings of `verify` as code, path and sentence.
pub(super) fn verified(scene: &Scene) -> Vec<[String; 3]> {
    let (report, exit) = scene.json(&["verify"]);
    let findings = report["check"]["findings"]
        .as_array()
        .unwrap_or_else(|| panic!("{report}"));
    assert_eq!(exit, Some(i32::from(!findings.is_empty())), "{report}");
    let word = |finding: &serde_json::Value, key: &str| {
        finding[key].as_str().unwrap_or_default().to_owned()
    };
    findings
        .iter()
        .map(|finding| ["code", "path", "message"].map(|key| word(finding, key)))
        .collect()
}

/// Commits files on `main` by somebody, past every check, and gives the commit's short name.
pub(super) fn lands(scene: &Scene, who: &str, files: &[(&str, &str)]) -> String {
    scene.git(&["config", "user.email", &format!("{who}@example.org")]);
    put(scene, files);
    scene.commit("Past the check", "2026-05-03T08:30:00Z");
    scene.git(&["config", "user.email", "maya@example.org"]);
    scene.git(&["rev-parse", "--short=7", "HEAD"])
}

#[track_caller]
pub(super) fn only(scene: &Scene, code: &str, path: &str, words: &[&str]) {
    scene.refused(1, &["verify"]);
    let found = verified(scene);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0][..2], [code, path]);
    said(&found[0][2], words);
}

#[test]
fn an_honest_history_keeps_to_the_rules() {
    let mut scene = called("author");
    scene.tell("gate/landings/an_honest_history_keeps_to_the_rules");
    for (who, value) in [("ann", "support"), ("ben", "accept"), ("cid", "disagree")] {
        own(&scene, who, &["position", "retention", value]);
    }
    let charter = scene
        .read("charter.toml")
        .replace("\"maya\", \"idris\"", "\"idris\"");
    lands(&scene, "maya", &[("charter.toml", &charter)]);
    assert_eq!(verified(&scene), [[""; 3]; 0]);
    said(&scene.ok(&["verify"]), &["7"]);
    scene.now("2026-05-13T09:00:00Z");
    let late = [(at("positions/eve.toml"), SUPPORT)];
    lands(
        &scene,
        "eve",
        &late.each_ref().map(|(path, text)| (path.as_str(), *text)),
    );
    assert_eq!(
        verified(&scene),
        [[""; 3]; 0],
        "late is late, and allowed to land"
    );
}

#[test]
fn a_record_that_changes_hands_is_named_with_its_landing() {
    let scene = called("author");
    scene.tell("gate/landings/a_record_that_changes_hands_is_named_with_its_landing");
    let ben = at("positions/ben.toml");
    own(&scene, "ben", &["position", "retention", "support"]);
    let commit = lands(&scene, "cid", &[(&ben, "position = \"disagree\"\n")]);
    only(&scene, "H305", &ben, &[&commit, "P201", "cid", "ben"]);
    // Where nothing in the history proves who submits, that is said.
    let scene = scene.then(called("account"));
    lands(&scene, "cid", &[(&ben, SUPPORT)]);
    scene.ok(&["verify"]);
}

#[test]
fn a_deleted_record_is_named_with_its_landing_even_where_it_came_back() {
    let scene = called("none");
    scene.tell("gate/landings/a_deleted_record_is_named_with_its_landing_even_where_it_came_back");
    let ben = at("positions/ben.toml");
    own(&scene, "ben", &["position", "retention", "support"]);
    let text = scene.read(&ben);
    let commit = lands(&scene, "maya", &[(&ben, "")]);
    lands(&scene, "maya", &[(&ben, &text)]);
    only(&scene, "H305", &ben, &[&commit, "P202"]);
    page_shows_verified(&scene, "H305");
}

#[test]
fn nobody_becomes_a_chair_by_their_own_hand() {
    let scene = called("author");
    scene.tell("gate/landings/nobody_becomes_a_chair_by_their_own_hand");
    let charter = scene
        .read("charter.toml")
        .replace("\"maya\", \"idris\"", "\"cid\"");
    let commit = lands(&scene, "cid", &[("charter.toml", &charter)]);
    only(&scene, "H305", "charter.toml", &[&commit, "P207"]);
}

#[test]
fn a_merge_that_drops_what_it_merged_is_named() {
    let scene = called("none");
    scene.tell("gate/landings/a_merge_that_drops_what_it_merged_is_named");
    let objection = at("objections/cid.cost.toml");
    let text = "about = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n";
    request(&scene, &[(&objection, text)]);
    scene.git(&[
        "merge",
        "--quiet",
        "--strategy",
        "ours",
        "-m",
        "Merge",
        "request",
    ]);
    let commit = scene.git(&["rev-parse", "--short=7", "HEAD"]);
    only(&scene, "H306", &objection, &[&commit]);
    page_shows_verified(&scene, "H306");
}

#[test]
fn a_merge_that_drops_what_was_there_is_named() {
    let scene = called("none");
    let ben = at("positions/ben.toml");
    request(&scene, &[(&at("positions/ann.toml"), SUPPORT)]);
    own(&scene, "ben", &["position", "retention", "support"]);
    let tree = [
        "commit-tree",
        "request^{tree}",
        "-p",
        "main",
        "-p",
        "request",
        "-m",
        "Merge",
    ];
    let merge = scene.git(&tree);
    scene.git(&["reset", "--quiet", "--hard", &merge]);
    only(&scene, "H305", &ben, &[&merge[..7], "P202"]);
    // An ordinary merge is a commit like any other.
    scene.git(&["reset", "--quiet", "--hard", "HEAD^1"]);
    scene.git(&["merge", "--quiet", "--no-edit", "request"]);
    assert_eq!(verified(&scene), [[""; 3]; 0]);
}

#[test]
fn several_branches_are_not_merged_at_once() {
    let scene = called("none");
    scene.tell("gate/landings/several_branches_are_not_merged_at_once");
    for who in ["ann", "ben"] {
        scene.git(&["checkout", "--quiet", "-b", who, "main"]);
        put(&scene, &[(&at(&format!("positions/{who}.toml")), SUPPORT)]);
        scene.commit("Answer", "2026-05-03T08:00:00Z");
    }
    scene.git(&["checkout", "--quiet", "main"]);
    own(&scene, "cid", &["position", "retention", "support"]);
    scene.git(&["merge", "--quiet", "--no-edit", "ann", "ben"]);
    let commit = scene.git(&["rev-parse", "--short=7", "HEAD"]);
    only(&scene, "H304", "charter.toml", &[&commit, "2"]);
    page_shows_verified(&scene, "H304");
}

#[test]
fn one_proposal_is_verified_by_itself() {
    let scene = called("none");
    lands(&scene, "maya", &[("participants/obs.toml", "")]);
    assert_eq!(verified(&scene).len(), 1);
    let (report, exit) = scene.json(&["verify", "retention"]);
    assert_eq!(exit, Some(0), "{report}");
}
