//! Tests corrections of words in a decision: a record of its own, that never changes what was decided.

use crate::appeals::{CONSENSUS, MOST, open};
use crate::body::{at, give};
use crate::scene::Scene;

/// A decision whose reason has a typing error.
fn decided() -> Scene {
    let mut scene = open("");
    give(&scene, MOST);
    scene.now("2026-05-12T10:00:00Z");
    let reason = ["--reason", "The grup supports it."];
    scene.ok(&[&CONSENSUS[..], &reason].concat());
    scene.now("2026-06-01T10:00:00Z");
    scene
}

/// Words of the reason of the decision.
fn words(scene: &Scene) -> String {
    let decision = scene.read(&at("calls/1/decision.toml"));
    let (_, after) = decision.split_once("reason = '''").expect("a reason");
    after.split("'''").next().expect("words").trim().to_owned()
}

fn correct<'a>(was: &'a str, reads: &'a str) -> Vec<&'a str> {
    let typed = ["correct", "retention", "--was", was, "--reads", reads];
    [&typed[..], &["--reason", "A typing error."]].concat()
}

#[test]
fn an_erratum_is_shown_wherever_the_decision_is_and_changes_nothing() {
    let mut scene = decided();
    scene.tell("errata/an_erratum_is_shown_wherever_the_decision_is_and_changes_nothing");
    let words = words(&scene);
    let bytes = scene.read(&at("calls/1/decision.toml"));
    let (tally, _) = scene.json(&["tally", "retention"]);
    scene.refused(
        1,
        &[&correct(&words, "Corrected.")[..], &["--as", "ben"]].concat(),
    );
    scene.ok(&correct(&words, "Corrected."));
    scene.now("2026-06-02T10:00:00Z");
    // An erratum can correct the words of an earlier one.
    scene.ok(&correct("Corrected.", "Corrected again."));
    assert_eq!(scene.read(&at("calls/1/decision.toml")), bytes);
    let (shown, _) = scene.json(&["show", "retention"]);
    let errata = &shown["decisions"][0]["errata"];
    assert_eq!(errata["1"]["reads"], "Corrected.", "{shown}");
    assert_eq!(errata["2"]["by"], "maya");
    for command in [
        &["show", "retention"][..],
        &["decisions"],
        &["status", "retention"],
        &["verify"],
    ] {
        scene.ok(command);
    }
    let (listed, _) = scene.json(&["decisions"]);
    let standing = listed["decisions"][0]["standing"].as_str().expect("words");
    assert!(standing.ends_with("2 errata"), "{standing}");
    let (verified, _) = scene.json(&["verify"]);
    assert_eq!(verified["decisions"][0]["errata"], 2);
    let (status, _) = scene.json(&["status", "retention"]);
    assert!(status.to_string().contains("\"errata\":2"), "{status}");
    let (again, _) = scene.json(&["tally", "retention"]);
    assert_eq!(again["computed"], tally["computed"]);
    let (checked, exit) = scene.json(&["check"]);
    assert_eq!(
        checked["findings"].as_array().map(Vec::len),
        Some(0),
        "{checked}"
    );
    assert_eq!(exit, Some(0));
}

#[test]
fn what_was_decided_cannot_be_corrected() {
    let scene = decided();
    scene.tell("errata/what_was_decided_cannot_be_corrected");
    let words = words(&scene);
    for (was, reads) in [
        ("adopted", "rejected"),
        ("consensus", "divergence"),
        ("maya", "ann"),
        ("2026-05-12", "2026-05-20"),
        (words.as_str(), words.as_str()),
        (words.as_str(), "It was rejected."),
    ] {
        scene.refused(1, &correct(was, reads));
    }
    scene.refused(1, &[&correct(&words, "So.")[..], &["--call", "2"]].concat());
}

#[test]
fn a_false_or_changed_erratum_is_found_at_the_door() {
    let scene = decided();
    let words = words(&scene);
    let path = at("calls/1/errata/1.toml");
    let erratum = |was: &str, by: &str| {
        format!(
            "was = '''{was}'''\nreads = '''So.'''\nby = \"{by}\"\nat = 2026-06-01T09:00:00Z\nreason = '''Why.'''\n"
        )
    };
    let found = |file: &str, text: &str| {
        scene.git(&["checkout", "-q", "-B", "request", "main"]);
        scene.write(file, text);
        scene.commit("Correct", "2026-06-01T10:00:00Z");
        let (report, _) = scene.json(&["check", "--changed", "main...request"]);
        let findings = report["findings"].as_array().expect("findings").iter();
        let codes: Vec<String> = findings
            .map(|each| each["code"].as_str().expect("a code").to_owned())
            .collect();
        scene.git(&["checkout", "-q", "main"]);
        codes
    };
    assert_eq!(found(&path, &erratum(&words, "maya")), [""; 0]);
    assert_eq!(found(&path, &erratum("adopted", "maya")), ["S146"]);
    assert_eq!(found(&path, &erratum(&words, "ben")), ["P201"]);
    let second = at("calls/1/errata/2.toml");
    assert_eq!(found(&second, &erratum(&words, "maya")), ["S146"]);
    scene.ok(&correct(&words, "Corrected."));
    assert_eq!(found(&path, &erratum(&words, "maya")), ["P203"]);
    assert_eq!(found(&second, &erratum("Corrected.", "maya")), [""; 0]);
}
