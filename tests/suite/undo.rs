//! `undo`: one's own last commit that was not pushed goes, or is undone by a new one; everything else stays.

use crate::body::{self, at};
use crate::scene::Scene;

const SUPPORT: [&str; 5] = ["position", "retention", "support", "--as", "ann"];
const ACCEPT: [&str; 5] = ["position", "retention", "accept", "--as", "ann"];
const UNDO: [&str; 3] = ["undo", "--as", "ann"];

fn head(scene: &Scene) -> String {
    scene.git(&["rev-parse", "HEAD"])
}

/// Something that is not a record, by somebody else.
fn noted(scene: &Scene) {
    scene.write("notes.md", "A note.\n");
    scene.commit("Note", "2026-05-03T10:00:00Z");
}

/// That nothing is undone, and nothing else changes.
#[track_caller]
fn stays(scene: &Scene, arguments: &[&str]) -> String {
    let before = (head(scene), scene.git(&["status", "--porcelain"]));
    let said = scene.refused(1, arguments);
    let after = (head(scene), scene.git(&["status", "--porcelain"]));
    assert_eq!(after, before, "{said}");
    said
}

#[test]
fn the_last_commit_goes_without_a_trace() {
    let scene = body::called("policy");
    scene.tell("undo/the_last_commit_goes_without_a_trace");
    let before = head(&scene);
    scene.write("own.md", "My own words.\n");
    scene.git(&["add", "own.md"]);
    scene.ok(&SUPPORT);
    scene.ok(&[&UNDO[..], &["--dry-run"]].concat());
    assert_ne!(head(&scene), before);
    scene.ok(&UNDO);
    assert_eq!(head(&scene), before);
    assert!(!scene.path(&at("positions/ann.toml")).exists());
    assert_eq!(scene.git(&["status", "--porcelain"]), "A  own.md");
    scene.ok(&["check"]);
    // A changed record has its former content again.
    scene.quietly(&SUPPORT);
    let first = scene.read(&at("positions/ann.toml"));
    scene.quietly(&ACCEPT);
    let (undone, exit) = scene.json(&UNDO);
    assert_eq!(exit, Some(0));
    assert_eq!(undone["dropped"], true);
    assert_eq!(undone["head"], head(&scene));
    assert_eq!(undone["files"][0], at("positions/ann.toml"));
    assert_eq!(scene.read(&at("positions/ann.toml")), first);
    assert_eq!(scene.git(&["status", "--porcelain"]), "A  own.md");
    scene.git(&["fsck", "--strict", "--no-dangling"]);
}

#[test]
fn what_others_followed_is_restored_by_a_new_commit() {
    let scene = body::called("policy");
    scene.tell("undo/what_others_followed_is_restored_by_a_new_commit");
    scene.quietly(&SUPPORT);
    let first = scene.read(&at("positions/ann.toml"));
    scene.quietly(&ACCEPT);
    let accepted = head(&scene);
    scene.quietly(&["position", "retention", "accept", "--as", "ben"]);
    scene.ok(&[&UNDO[..], &["--dry-run"]].concat());
    scene.ok(&UNDO);
    assert_eq!(scene.read(&at("positions/ann.toml")), first);
    assert!(scene.path(&at("positions/ben.toml")).exists());
    scene.git(&["merge-base", "--is-ancestor", &accepted, "HEAD"]);
    let trailers = scene.git(&["log", "-1", "--format=%(trailers)"]);
    assert!(
        trailers.contains(&format!("Undoes: {accepted}")),
        "{trailers}"
    );
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
}

#[test]
fn a_record_that_others_followed_is_not_deleted() {
    let scene = body::called("policy");
    scene.tell("undo/a_record_that_others_followed_is_not_deleted");
    scene.quietly(&SUPPORT);
    noted(&scene);
    let said = stays(&scene, &UNDO);
    assert!(
        said.contains("plenary position retention --withdraw"),
        "{said}"
    );
    // An objection that somebody answered stays, too.
    let raise = ["object", "retention", "--id", "cost", "--about", "Point 1"];
    let raise = [
        &raise[..],
        &["--problem", "x", "--resolve", "y", "--as", "ann"],
    ]
    .concat();
    scene.quietly(&raise);
    scene.quietly(&["respond", "ann.cost", "No.", "--as", "maya"]);
    let said = stays(&scene, &UNDO);
    assert!(said.contains("plenary reply ann.cost withdrawn"), "{said}");
}

#[test]
fn what_was_said_before_the_close_stays() {
    let mut scene = body::called("policy");
    scene.tell("undo/what_was_said_before_the_close_stays");
    scene.quietly(&SUPPORT);
    scene.quietly(&ACCEPT);
    noted(&scene);
    let open = scene.copy();
    // Before the close it can be undone.
    open.ok(&UNDO);
    scene.now("2026-05-13T09:00:00Z");
    stays(&scene, &UNDO);
    stays(&scene, &[&UNDO[..], &["--dry-run"]].concat());
    // Nor does it go where nothing follows it.
    scene.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    stays(&scene, &UNDO);
}

#[test]
fn a_record_that_changed_since_stays() {
    let scene = body::called("policy");
    scene.tell("undo/a_record_that_changed_since_stays");
    scene.quietly(&SUPPORT);
    scene.quietly(&ACCEPT);
    let text = scene.read(&at("positions/ann.toml"));
    scene.write(&at("positions/ann.toml"), &format!("{text}# by hand\n"));
    scene.commit("Change it by hand", "2026-05-03T10:00:00Z");
    stays(&scene, &UNDO);
}

#[test]
fn what_was_pushed_stays() {
    let scene = body::called("policy");
    scene.tell("undo/what_was_pushed_stays");
    scene.quietly(&SUPPORT);
    let tip = head(&scene);
    let origin = scene.then(Scene::folder());
    origin.git(&["init", "--quiet", "--bare", "hub"]);
    let hub = format!("{}/hub", origin.dir().display());
    scene.git(&["remote", "add", "origin", &hub]);
    scene.git(&["push", "--quiet", "origin", "HEAD~1:refs/heads/main"]);
    // What was pushed is before it.
    scene.copy().ok(&UNDO);
    scene.git(&["push", "--quiet", "origin", "HEAD:refs/heads/ann"]);
    stays(&scene, &UNDO);
    scene.git(&["update-ref", "-d", "refs/remotes/origin/ann"]);
    scene.git(&["update-ref", "refs/pull/7/head", &tip]);
    stays(&scene, &UNDO);
    // Another branch of one's own is nobody else's.
    scene.git(&["update-ref", "-d", "refs/pull/7/head"]);
    scene.git(&["branch", "side"]);
    scene.ok(&UNDO);
}

#[test]
fn what_is_not_ones_own_stays() {
    let scene = body::called("policy");
    scene.tell("undo/what_is_not_ones_own_stays");
    scene.quietly(&SUPPORT);
    stays(&scene, &["undo", "--as", "ben"]);
    // Committed from another address, it is somebody else's.
    let other = scene.copy();
    other.tell_with(&scene);
    other.git(&["config", "user.email", "other@example.org"]);
    stays(&other, &UNDO);
    // A message alone does not make it a commit of this program.
    let forged = scene.copy();
    forged.tell_with(&scene);
    forged.write("notes.md", "A note.\n");
    forged.write(
        &at("positions/ann.toml"),
        "position = \"accept\"\non = \"r1\"\n",
    );
    forged.commit(
        "Give the position of ann\n\nBy: ann",
        "2026-05-03T10:00:00Z",
    );
    stays(&forged, &UNDO);
    // Neither is a merge.
    let merged = scene.copy();
    merged.tell_with(&scene);
    merged.git(&["switch", "--quiet", "-c", "side", "HEAD~1"]);
    merged.quietly(&["position", "retention", "accept", "--as", "ben"]);
    let message = "Merge\n\nBy: ann";
    merged.git(&["switch", "--quiet", "main"]);
    merged.git(&["merge", "--quiet", "--no-ff", "-m", message, "side"]);
    stays(&merged, &UNDO);
}

#[test]
fn a_decision_that_another_chair_signed_stays() {
    let mut scene = body::proposed("policy");
    scene.tell("undo/a_decision_that_another_chair_signed_stays");
    let charter = scene.read("charter.toml");
    let by_two = charter.replacen("sign-offs = 1", "sign-offs = 2", 1);
    assert_ne!(charter, by_two);
    scene.write("charter.toml", &by_two);
    scene.commit("Ask for two sign-offs", scene.moment());
    let closes = "2026-05-12T09:00Z";
    scene.quietly(&[
        "call",
        "open",
        "retention",
        "--closes",
        closes,
        "--as",
        "maya",
    ]);
    let given = ["maya", "ann", "ben", "dee"].map(|who| (who, "support"));
    body::give(&scene, &given);
    scene.now("2026-05-12T10:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    scene.quietly(&[&decide[..], &["--as", "maya"]].concat());
    // Alone, the chair can undo it.
    let alone = scene.copy();
    alone.ok(&["undo", "--as", "maya"]);
    assert!(!alone.path(&at("calls/1/decision.toml")).exists());
    scene.quietly(&["sign-off", "retention", "--as", "idris"]);
    stays(&scene, &["undo", "--as", "maya"]);
    // The other chair can undo the sign-off.
    scene.ok(&["undo", "--as", "idris"]);
    assert!(scene.path(&at("calls/1/decision.toml")).exists());
}

#[test]
fn changes_that_are_not_committed_stay() {
    let scene = body::called("policy");
    scene.tell("undo/changes_that_are_not_committed_stay");
    scene.quietly(&SUPPORT);
    scene.write(&at("positions/ann.toml"), "position = \"accept\"\n");
    stays(&scene, &UNDO);
    assert_eq!(
        scene.read(&at("positions/ann.toml")),
        "position = \"accept\"\n"
    );
}

#[test]
fn a_part_of_the_history_is_not_enough() {
    let scene = body::called("policy");
    scene.quietly(&SUPPORT);
    let from = format!("file://{}", scene.dir().display());
    let mut part = Scene::folder();
    part.git(&["clone", "--quiet", "--depth", "2", &from, "part"]);
    part.enter("part");
    part.refused(3, &UNDO);
}
