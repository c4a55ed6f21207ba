//! Tests that a run over the folder of an earlier one gives what a run into a new folder gives, whatever changed between
//! them, and that it makes only the tallies that it needs.

use plenary::value::digest::TextDigest;

use crate::body::{give, proposed};
use crate::documents::files;
use crate::scene::Scene;
use crate::site::{propose, register, site};

/// Writes the site again, compares it with a new one, and gives how many calls were tallied.
fn again(scene: &Scene, after: &str) -> u64 {
    let (said, code) = scene.json(&["report", "public"]);
    assert_eq!(code, Some(0), "{after}: {said}");
    let fresh = scene.path("public-fresh");
    let _ = std::fs::remove_dir_all(&fresh);
    let cold = site(scene, "public-fresh", &[]);
    let warm = files(&scene.path("public"));
    for (path, bytes) in &cold {
        let same = warm.get(path) == Some(bytes);
        assert!(same, "{path} after {after}");
    }
    assert_eq!(warm.len(), cold.len(), "{after}");
    said["tallied"].as_u64().expect("a number")
}

/// Types a command as somebody.
fn typed(scene: &Scene, command: &[&str], by: &str) {
    scene.quietly(&[command, &["--as", by]].concat());
}

#[test]
fn what_is_kept_gives_the_same_pages_whatever_changed() {
    let mut scene = register();
    // An open call and a draft are tallied in every run, what is decided only if it changed.
    assert_eq!(again(&scene, "the first run"), 3);
    assert_eq!(again(&scene, "nothing"), 2);
    let (open, id) = ("access-to-logs", "eve.reach");
    give_on(&scene, open, "ann", "support");
    assert_eq!(again(&scene, "a position"), 2);
    let words = [
        "--about",
        "Text",
        "--problem",
        "It is short.",
        "--resolve",
        "More.",
    ];
    let object = [&["object", open, "--id", "reach"], &words[..]].concat();
    typed(&scene, &object, "eve");
    assert_eq!(again(&scene, "an objection"), 2);
    typed(&scene, &["respond", id, "It is long enough."], "maya");
    let dispose = [
        "dispose",
        id,
        "outweighed",
        "--reason",
        "It is.",
        "--alternatives",
        "None.",
    ];
    typed(&scene, &dispose, "maya");
    assert_eq!(again(&scene, "an objection that is closed"), 2);
    let follow_up = [
        "implement",
        "report",
        "retention",
        "--progress",
        "done",
        "--text",
        "Done.",
    ];
    typed(&scene, &follow_up, "maya");
    assert_eq!(again(&scene, "a follow-up"), 3);
    typed(&scene, &["participant", "rename", "ann", "anna"], "maya");
    assert_eq!(again(&scene, "another id of a participant"), 3);
    let charter = scene.read("charter.toml");
    scene.write("charter.toml", &charter.replace("Track policy", "Policies"));
    scene.commit("Another title", "2026-05-13T08:00:00Z");
    assert_eq!(again(&scene, "another charter"), 3);
    scene.now("2026-05-13T09:00:00Z");
    let call = ["call", "open", "who-pays", "--closes", "2026-05-23T09:00Z"];
    typed(&scene, &call, "maya");
    assert_eq!(again(&scene, "a call that is opened"), 2);
    scene.now("2026-05-26T09:00:00Z");
    typed(&scene, &["call", "close", open], "maya");
    let decide = ["decide", open, "--designation", "consensus", "--sign-off"];
    let because = [
        "--reason",
        "The chair saw it so.",
        "--override",
        "quorum=Few are here.",
    ];
    typed(&scene, &[&decide[..], &because].concat(), "maya");
    assert_eq!(again(&scene, "a decision"), 2);
    assert_eq!(again(&scene, "nothing at all"), 1);
}

fn give_on(scene: &Scene, proposal: &str, who: &str, position: &str) {
    typed(
        scene,
        &["position", proposal, position, "--reason", "So."],
        who,
    );
}

#[test]
fn a_change_that_was_undone_is_seen() {
    let scene = register();
    again(&scene, "the first run");
    scene.write("proposals/retention/note.md", "A note.\n");
    scene.commit("A note", "2026-05-13T08:00:00Z");
    std::fs::remove_file(scene.path("proposals/retention/note.md")).expect("a note");
    scene.commit("No note", "2026-05-13T09:00:00Z");
    assert_eq!(again(&scene, "a note that came and went"), 3);
}

#[test]
fn a_meeting_can_change_a_decision_page() {
    let scene = register();
    again(&scene, "the first run");
    scene.write("meetings/2026-05-08.toml", "present = [\"ann\", \"eve\"]\n");
    scene.commit("A meeting", "2026-05-13T08:00:00Z");
    assert_eq!(again(&scene, "a meeting"), 3);
}

#[test]
fn another_history_or_another_time_is_seen() {
    let scene = register();
    again(&scene, "the first run");
    scene.git(&[
        "commit",
        "--quiet",
        "--amend",
        "--message",
        "Other words",
        "--date",
        "2026-05-14T08:00:00Z",
    ]);
    assert_eq!(again(&scene, "a commit in place of the last one"), 3);
    scene.quietly(&["report", "public", "--now", "2026-08-01T00:00Z"]);
    let later = files(&scene.path("public"));
    let fresh = site(&scene, "public-later", &["--now", "2026-08-01T00:00Z"]);
    assert_eq!(later, fresh);
}

#[test]
fn what_another_call_replaced_is_made_again() {
    let mut scene = register();
    again(&scene, "the first run");
    propose(&scene, "Retention again", "ben");
    let path = "proposals/retention-again/proposal.toml";
    let proposal = scene.read(path);
    let supersedes = proposal.replacen("authors =", "supersedes = [\"retention\"]\nauthors =", 1);
    scene.write(path, &supersedes);
    scene.commit("It replaces the other", "2026-05-12T11:00:00Z");
    let call = [
        "call",
        "open",
        "retention-again",
        "--closes",
        "2026-05-23T09:00Z",
    ];
    typed(&scene, &call, "maya");
    for who in ["ann", "ben", "cid", "dee", "eve"] {
        give_on(&scene, "retention-again", who, "support");
    }
    again(&scene, "a new call");
    scene.now("2026-05-24T09:00:00Z");
    let decide = [
        "decide",
        "retention-again",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    typed(&scene, &decide, "maya");
    again(&scene, "a decision that replaces another");
    let page = String::from_utf8_lossy(&files(&scene.path("public"))["p/retention/1/index.html"])
        .into_owned();
    assert!(page.contains("superseded by retention-again"), "{page}");
}

#[test]
fn what_is_kept_is_not_believed_by_a_check_or_where_it_cannot_be_read() {
    let scene = register();
    again(&scene, "the first run");
    let list = scene.read("public/report.json");
    let forged = list.replacen("\"all\":[7", "\"all\":[9", 1);
    assert_ne!(forged, list);
    scene.write("public/report.json", &forged);
    scene.refused(1, &["report", "public", "--check"]);
    let (said, _) = scene.json(&["report", "public", "--check"]);
    assert_eq!(said["tallied"], 3);
    assert_eq!(again(&scene, "a list that somebody changed"), 3);
    let broken = list.replacen("\"all\":[", "\"all\":[0,1,2,3,", 1);
    scene.write("public/report.json", &broken);
    assert_eq!(again(&scene, "numbers that contradict each other"), 3);
}

#[test]
fn what_another_build_wrote_is_made_again() {
    let scene = register();
    again(&scene, "the first run");
    assert_eq!(again(&scene, "nothing"), 2);
    // Another build could have made another page: here, one that its list agrees with.
    let page = scene.read("public/p/retention/1/index.html");
    let earlier = page.replace("Adopted", "Accepted");
    assert_ne!(earlier, page);
    let digest = |text: &str| TextDigest::of(text.as_bytes()).to_string();
    let list = scene.read("public/report.json");
    let agreeing = list.replace(&digest(&page), &digest(&earlier));
    assert_ne!(agreeing, list);
    scene.write("public/p/retention/1/index.html", &earlier);
    scene.write("public/report.json", &agreeing);
    let notes = scene.read(".git/plenary/sites");
    let (build, lists) = notes.split_once('\n').expect("two lines");
    scene.write(
        ".git/plenary/sites",
        &format!("{build}0\n{lists}{}\n", digest(&agreeing)),
    );
    assert_eq!(again(&scene, "another build"), 3);
}

#[test]
fn a_file_that_was_changed_is_made_again_with_its_tally() {
    let scene = proposed("policy");
    scene.write(".git/info/exclude", "/public*/\n");
    give(&scene, &[("ann", "accept")]);
    assert_eq!(again(&scene, "the first run"), 1);
    let decided = register();
    again(&decided, "the first run");
    decided.write("public/p/retention/1/index.html", "mine\n");
    assert_eq!(again(&decided, "a page that somebody changed"), 3);
}
