//! Tests that the date of a commit moves nothing across the close of a call.

use super::{called, own};
use crate::body::at;
use crate::codes::page_shows_request;
use crate::scene::Scene;

/// A call whose close nobody recorded, with a commit from after it.
fn over() -> Scene {
    let mut scene = called("none");
    own(&scene, "ann", &["position", "retention", "support"]);
    scene.now("2026-05-13T09:00:00Z");
    scene.write(
        &at("positions/ben.toml"),
        "position = \"support\"\non = \"r1\"\n",
    );
    scene.commit("Too late", "2026-05-13T08:00:00Z");
    scene
}

/// Eve's position on the branch `request`, committed with a date.
fn dated(scene: &Scene, date: &str) -> String {
    scene.git(&["switch", "--quiet", "-C", "request"]);
    scene.write(
        &at("positions/eve.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    let commit = scene.commit("Answer", date);
    scene.git(&["switch", "--quiet", "main"]);
    commit
}

fn codes(scene: &Scene) -> Vec<String> {
    let (report, _) = scene.json(&["check", "--changed", "main...request"]);
    let findings = report["findings"].as_array().expect("findings");
    let codes = findings
        .iter()
        .map(|found| found["code"].as_str().unwrap_or("").to_owned());
    codes.filter(|code| code != "P204").collect()
}

#[test]
fn an_answer_dated_back_over_the_close_is_refused_and_never_counts() {
    let scene = over();
    scene.tell("gate/dates/an_answer_dated_back_over_the_close_is_refused_and_never_counts");
    dated(&scene, "2026-05-11T08:00:00Z");
    assert_eq!(codes(&scene), ["H309", "P230"]);
    scene.refused(1, &["check", "--changed", "main...request"]);
    page_shows_request(&scene, "", "P230");
    page_shows_request(&scene, "", "H309");
    scene.git(&["merge", "--quiet", "--ff-only", "request"]);
    // Past the check it is late all the same, and makes nothing else count.
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["counted"], 1, "{tally}");
    let found = crate::verified::found(&scene, &[]);
    assert_eq!(found, [("H305".to_owned(), at("positions/eve.toml"))]);
    // What the program records as the close is the same commit.
    let last = scene.git(&["rev-parse", "HEAD~2"]);
    scene.ok(&["call", "close", "retention"]);
    let call = scene.read(&at("calls/1/call.toml"));
    assert!(call.contains(&last), "{call}");
}

#[test]
fn an_honest_late_answer_is_only_late() {
    let scene = over();
    dated(&scene, "2026-05-13T08:30:00Z");
    assert_eq!(codes(&scene), [""; 0]);
    scene.git(&["merge", "--quiet", "--ff-only", "request"]);
    assert_eq!(crate::verified::found(&scene, &[]), []);
}

/// Where no call is moved, a wrong clock is only noted. Some minutes are not even that.
#[test]
fn a_wrong_clock_that_moves_nothing_is_noted() {
    let mut scene = called("none");
    own(&scene, "ann", &["position", "retention", "support"]);
    for (date, found) in [
        ("2026-05-03T08:55:00Z", &[][..]),
        ("2026-05-02T12:00:00Z", &["H309"][..]),
        ("2026-05-03T09:05:00Z", &[][..]),
        ("2026-05-20T00:00:00Z", &["P230"][..]),
    ] {
        dated(&scene, date);
        assert_eq!(codes(&scene), found, "{date}");
        scene.git(&["branch", "--quiet", "-D", "request"]);
    }
    // The history of an honest register with a wrong clock has no findings.
    scene.write(&at("positions/eve.toml"), "position = \"disagree\"\n");
    scene.commit("Answer", "2026-05-02T12:00:00Z");
    assert_eq!(crate::verified::found(&scene, &[]), []);
    scene.now("2026-05-13T09:00:00Z");
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["counted"], 2, "{tally}");
}

/// A branch that is merged comes in with the date of the merge.
#[test]
fn what_a_merge_brings_has_the_date_of_the_merge() {
    let scene = over();
    scene.git(&["switch", "--quiet", "-C", "request", "HEAD~1"]);
    scene.write(
        &at("positions/eve.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    scene.commit("Answer", "2026-05-11T08:00:00Z");
    scene.git(&["switch", "--quiet", "main"]);
    assert_eq!(codes(&scene), [""; 0]);
    let merge = ["merge", "--quiet", "--no-ff", "-m", "Merge", "request"];
    let merged = scene.git_output("", &merge, "2026-05-13T08:30:00Z");
    assert!(merged.status.success());
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["counted"], 1, "{tally}");
    assert_eq!(crate::verified::found(&scene, &[]), []);
}

/// A chair's own write with a clock behind the main branch cannot bring a late answer in.
#[test]
fn a_write_with_a_clock_behind_is_refused() {
    let mut scene = over();
    scene.now("2026-05-11T08:00:00Z");
    let said = scene.refused(1, &["position", "retention", "support", "--as", "eve"]);
    assert!(said.contains("P230"), "{said}");
    scene.now("2026-05-13T09:00:00Z");
    let late = [
        "position",
        "retention",
        "support",
        "--for",
        "eve",
        "--as",
        "sec",
    ];
    scene.ok(&[&late[..], &["--received", "2026-05-11T08:00Z"]].concat());
}
