//! Tests what `verify` says of a history over time: whether it was rewritten since somebody saw it, what a
//! chair acknowledged in it, and what a decision would be without a record that broke a rule.

use serde_json::Value;

use crate::body::{self, at, said};
use crate::codes::page_shows_against;
use crate::gate::{called, judged, own, request};
use crate::scene::Scene;
use crate::verified::{decided, found};

fn head(scene: &Scene) -> String {
    scene.git(&["rev-parse", "HEAD"])
}

/// The same files on a history without its past.
fn rewritten(scene: &Scene) {
    let tree = scene.git(&["rev-parse", "HEAD^{tree}"]);
    let root = scene.git(&["commit-tree", "-m", "Squash everything", &tree]);
    scene.git(&["reset", "--quiet", "--hard", &root]);
}

#[test]
fn a_rewritten_history_is_found_by_what_somebody_remembers() {
    let scene = body::called("policy");
    scene.tell("remembered/a_rewritten_history_is_found_by_what_somebody_remembers");
    body::give(&scene, &[("ann", "support")]);
    let seen = head(&scene);
    body::give(&scene, &[("ben", "support")]);
    scene.ok(&["verify", "--against", &seen]);
    scene.ok(&["verify", "--against", "HEAD~2"]);
    // Everything is in order, but one answer is gone.
    scene.git(&["reset", "--quiet", "--hard", "HEAD~2"]);
    body::give(&scene, &[("cid", "support")]);
    scene.ok(&["verify"]);
    scene.refused(1, &["verify", "--against", &seen]);
    assert_eq!(found(&scene, &["--against", &seen])[0].0, "H303");
    page_shows_against(&scene, &seen, "H303");
    // A commit that is not here any more, and a name that never was one.
    let gone = "5".repeat(40);
    assert_eq!(found(&scene, &["--against", &gone])[0].0, "H303");
    scene.refused(2, &["verify", "--against", "nowhere"]);
}

/// A commit that was merged is in the history, but it was never the newest of the main branch.
#[test]
fn a_state_that_became_a_side_branch_is_found() {
    let scene = body::called("policy");
    let seen = head(&scene);
    let tree = scene.git(&["rev-parse", "HEAD^{tree}"]);
    let root = scene.git(&["rev-parse", "HEAD~2"]);
    let merge = scene.git(&[
        "commit-tree",
        "-m",
        "Merge",
        "-p",
        &root,
        "-p",
        &seen,
        &tree,
    ]);
    scene.git(&["reset", "--quiet", "--hard", &merge]);
    let codes: Vec<String> = found(&scene, &["--against", &seen])
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    assert!(codes.contains(&"H303".to_owned()), "{codes:?}");
}

#[test]
fn a_file_remembers_what_was_verified_last() {
    let scene = decided();
    scene.tell("remembered/a_file_remembers_what_was_verified_last");
    let remember = ["verify", "--remember", ".git/verified"];
    scene.ok(&remember);
    assert_eq!(scene.read(".git/verified"), format!("{}\n", head(&scene)));
    scene.write(
        "participants/zoe.toml",
        "name = \"Zoe\"\ngroup = \"east\"\n",
    );
    scene.commit("Add a participant", "2026-05-14T09:00:00Z");
    scene.ok(&remember);
    let kept = scene.read(".git/verified");
    assert_eq!(kept, format!("{}\n", head(&scene)));
    // Nothing is kept of a history with findings.
    rewritten(&scene);
    scene.refused(1, &remember);
    assert_eq!(scene.read(".git/verified"), kept);
    scene.write(".git/verified", "main\n");
    scene.refused(3, &remember);
    assert_eq!(scene.read(".git/verified"), "main\n");
    scene.refused(2, &["verify", "retention", "--remember", ".git/verified"]);
}

/// A register in which cid changed ben's position past the check.
fn broken() -> (Scene, String) {
    let scene = called("author");
    for who in ["ann", "ben", "cid"] {
        own(&scene, who, &["position", "retention", "support"]);
    }
    scene.git(&["config", "user.email", "cid@example.org"]);
    scene.write(
        &at("positions/ben.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    let commit = scene.commit("Past the check", "2026-05-03T10:00:00Z");
    scene.git(&["config", "user.email", "maya@example.org"]);
    (scene, commit)
}

const WHY: [&str; 2] = ["--reason", "Ben dictated it by telephone."];

#[test]
fn an_acknowledged_finding_stays_visible_and_no_longer_fails() {
    let (scene, commit) = broken();
    scene.tell("remembered/an_acknowledged_finding_stays_visible_and_no_longer_fails");
    let ben = at("positions/ben.toml");
    scene.refused(1, &["verify"]);
    scene.refused(
        1,
        &[
            "acknowledge",
            &commit,
            "P201",
            "--as",
            "ann",
            WHY[0],
            WHY[1],
        ],
    );
    scene.refused(2, &["acknowledge", "HEAD~1", "P201", WHY[0], WHY[1]]);
    scene.refused(2, &["acknowledge", &commit, "P202", WHY[0], WHY[1]]);
    scene.ok(&["acknowledge", &commit, "P201", WHY[0], WHY[1]]);
    scene.refused(2, &["acknowledge", &commit, "H305", WHY[0], WHY[1]]);
    let told = scene.ok(&["verify"]);
    said(&told, &["H305", "maya", "by telephone"]);
    let (report, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(0));
    assert_eq!(report["acknowledged"][0]["path"], ben, "{report}");
    assert_eq!(report["check"]["findings"], serde_json::json!([]));
    // It concerns this commit alone: the next one fails again.
    scene.git(&["config", "user.email", "cid@example.org"]);
    scene.write(&ben, "position = \"abstain\"\non = \"r1\"\n");
    scene.commit("Once more", "2026-05-03T11:00:00Z");
    assert_eq!(found(&scene, &[]), [("H305".to_owned(), ben)]);
}

#[test]
fn nobody_acknowledges_a_finding_about_themselves() {
    let mut scene = called("author");
    scene.tell("remembered/nobody_acknowledges_a_finding_about_themselves");
    own(&scene, "ben", &["position", "retention", "support"]);
    // Maya commits in ben's name.
    scene.write(
        &at("positions/ben.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    let commit = scene.commit("Past the check", "2026-05-03T10:00:00Z");
    scene.now("2026-05-03T12:00:00Z");
    let acknowledge = ["acknowledge", &commit, "H305", WHY[0], WHY[1]];
    scene.refused(1, &acknowledge);
    // Nor by hand.
    let text = |by: &str| {
        let path = at("positions/ben.toml");
        format!(
            "commit = \"{commit}\"\ncode = \"P201\"\npath = \"{path}\"\nby = \"{by}\"\nat = 2026-05-03T11:00:00Z\nreason = \"r\"\n"
        )
    };
    let first = "acknowledged/1.toml";
    request(&scene, &[(first, &text("maya"))]);
    assert_eq!(judged(&scene, ""), [format!("P201 {first}")]);
    scene.write(first, &text("maya"));
    scene.commit("Past the check", "2026-05-03T11:00:00Z");
    let codes = found(&scene, &[]);
    assert!(
        codes.contains(&("H305".to_owned(), first.to_owned())),
        "{codes:?}"
    );
    assert!(
        codes.contains(&("H305".to_owned(), at("positions/ben.toml"))),
        "{codes:?}"
    );
    // Another chair can.
    let other = called("author");
    own(&other, "ben", &["position", "retention", "support"]);
    other.write(
        &at("positions/ben.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    let commit = other.commit("Past the check", "2026-05-03T10:00:00Z");
    own(
        &other,
        "idris",
        &["acknowledge", &commit, "H305", WHY[0], WHY[1]],
    );
    assert_eq!(found(&other, &[]), []);
}

#[test]
fn an_acknowledgement_is_permanent_and_names_what_is_there() {
    let (mut scene, commit) = broken();
    scene.now("2026-05-03T12:00:00Z");
    let first = "acknowledged/1.toml";
    scene.ok(&["acknowledge", &commit, "P201", WHY[0], WHY[1]]);
    let text = scene.read(first);
    for (edit, code) in [
        (text.replace("by telephone", "by mail"), "P203"),
        (String::new(), "P202"),
        (text.replace("P201", "X999"), "S144"),
    ] {
        request(&scene, &[(first, &edit)]);
        let found = judged(&scene, "");
        assert!(found.contains(&format!("{code} {first}")), "{found:?}");
    }
    let elsewhere = text.replace(&commit, &"5".repeat(40));
    let second = "acknowledged/2.toml";
    request(&scene, &[(second, &elsewhere)]);
    assert_eq!(judged(&scene, ""), [format!("S144 {second}")]);
    request(&scene, &[(second, &text)]);
    assert_eq!(judged(&scene, ""), [""; 0]);
    // One that was changed past the check does not count any more.
    scene.write(first, &text.replace("by telephone", "by mail"));
    scene.commit("Past the check", "2026-05-03T12:00:00Z");
    assert_eq!(found(&scene, &[]).len(), 2);
}

/// What `verify` says about the finding on a record.
fn told(scene: &Scene, path: &str) -> String {
    let (report, _) = scene.json(&["verify"]);
    let findings = report["check"]["findings"].as_array().expect("findings");
    let found = findings.iter().find(|found| found["path"] == path);
    found.map_or(String::new(), |found| {
        found["message"].as_str().unwrap_or("").to_owned()
    })
}

fn decide(scene: &mut Scene, level: &str, more: &[&str]) {
    scene.now("2026-05-13T09:00:00Z");
    let decide = ["decide", "retention", "--designation", level, "--sign-off"];
    own(scene, "maya", &[&decide[..], more].concat());
}

/// Fewer than half of the seven members answered.
const FEW: [&str; 2] = ["--override", "quorum=Summer."];

#[test]
fn a_finding_on_a_counted_record_says_what_would_be_without_it() {
    let (mut scene, _) = broken();
    let ben = at("positions/ben.toml");
    decide(&mut scene, "consensus", &FEW);
    said(
        &told(&scene, &ben),
        &["The outcome of call 1 is the same without it"],
    );
    // Without the third answer against, two of two would be in favour.
    let mut close = called("author");
    for who in ["ann", "ben", "cid"] {
        own(&close, who, &["position", "retention", "support"]);
    }
    close.git(&["config", "user.email", "cid@example.org"]);
    for who in ["ben", "dee"] {
        let path = at(&format!("positions/{who}.toml"));
        close.write(&path, "position = \"disagree\"\non = \"r1\"\n");
    }
    close.commit("Past the check", "2026-05-03T10:00:00Z");
    close.git(&["config", "user.email", "maya@example.org"]);
    decide(&mut close, "divided", &[]);
    close.tell("remembered/a_finding_on_a_counted_record_says_what_would_be_without_it");
    close.refused(1, &["verify"]);
    said(
        &told(&close, &ben),
        &["the level of call 1 would be consensus instead of divided"],
    );
}

#[test]
fn a_finding_from_after_the_count_says_nothing_of_it() {
    let mut scene = called("author");
    own(&scene, "ben", &["position", "retention", "support"]);
    decide(&mut scene, "consensus", &FEW);
    scene.git(&["config", "user.email", "cid@example.org"]);
    scene.write(
        &at("positions/ben.toml"),
        "position = \"disagree\"\non = \"r1\"\n",
    );
    scene.commit("Past the check", "2026-05-14T10:00:00Z");
    let told = told(&scene, &at("positions/ben.toml"));
    assert!(!told.contains("without it"), "{told}");
}

/// A merge that drops an answer: with it, the level would differ.
#[test]
fn a_dropped_record_says_what_would_be_with_it() {
    let mut scene = called("none");
    for who in ["ann", "ben"] {
        own(&scene, who, &["position", "retention", "support"]);
    }
    own(&scene, "cid", &["position", "retention", "support"]);
    let against = "position = \"disagree\"\non = \"r1\"\n";
    request(
        &scene,
        &[
            (&at("positions/dee.toml"), against),
            (&at("positions/eve.toml"), against),
        ],
    );
    scene.git(&[
        "merge",
        "--quiet",
        "--strategy",
        "ours",
        "-m",
        "Merge",
        "request",
    ]);
    decide(&mut scene, "consensus", &FEW);
    said(
        &told(&scene, &at("positions/dee.toml")),
        &["With it, every requirement of call 1 would be met"],
    );
}

/// Where others committed the records, `verify` says what all of these change together.
#[test]
fn records_that_others_committed_are_weighed_together() {
    let mut scene = called("account");
    own(&scene, "ann", &["position", "retention", "support"]);
    scene.ok(&["position", "retention", "disagree", "--as", "ben"]);
    scene.ok(&["position", "retention", "disagree", "--as", "cid"]);
    decide(&mut scene, "divided", &FEW);
    scene.tell("remembered/records_that_others_committed_are_weighed_together");
    let told = scene.ok(&["verify"]);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let would = "Without 2 records that others committed, the level of call 1 would be consensus";
    said(&told, &[would]);
    let (report, _): (Value, _) = scene.json(&["verify"]);
    assert_eq!(report["check"]["findings"], serde_json::json!([]));
}
