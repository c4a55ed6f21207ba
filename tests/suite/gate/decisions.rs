//! Tests that a decision which a pull request brings is recomputed before it is merged.

use plenary::record::decision::sealed;

use super::{MAYA, called, judged, own, request};
use crate::body::at;
use crate::scene::Scene;
use crate::verified::{DECISION, MANIFEST};

const DECIDE: [&str; 5] = [
    "decide",
    "retention",
    "--designation",
    "consensus",
    "--sign-off",
];

/// A closed call with four answers before the close and a late one.
fn over() -> Scene {
    crate::kept::scene("gate/decisions/over", || {
        let mut scene = called("account");
        for who in ["ann", "ben", "cid", "maya"] {
            own(&scene, who, &["position", "retention", "support"]);
        }
        scene.write(
            &at("positions/dee.toml"),
            "position = \"disagree\"\non = \"r1\"\n",
        );
        scene.commit("Too late", "2026-05-13T08:00:00Z");
        scene.now("2026-05-13T09:00:00Z");
        scene.ok(&["call", "close", "retention"]);
        scene
    })
}

/// The two files of the decision that `plenary decide` makes here.
fn honest(scene: &Scene) -> [(&'static str, String); 2] {
    let scene = scene.copy();
    scene.ok(&[&DECIDE[..], &["--no-commit"]].concat());
    [DECISION, MANIFEST].map(|path| (path, scene.read(path)))
}

/// A decision with other words, sealed again.
fn reworded(text: &str, changes: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "\"{old}\" is missing in {text}");
        text = text.replace(old, new);
    }
    let (body, _) = text.trim_end().rsplit_once('\n').expect("a seal");
    sealed(format!("{body}\n"))
}

/// The codes that are found in a request with these files.
#[track_caller]
fn found(scene: &Scene, files: &[(&str, &str)]) -> Vec<String> {
    request(scene, files);
    judged(scene, MAYA)
        .iter()
        .filter_map(|found| Some(found.split_once(' ')?.0.to_owned()))
        .collect()
}

#[test]
fn the_decision_that_the_program_makes_passes() {
    let scene = over();
    let files = honest(&scene);
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    assert_eq!(found(&scene, &files), [""; 0]);
}

#[test]
fn a_decision_that_its_inputs_do_not_give_is_refused() {
    let scene = over();
    let [(_, decision), (_, list)] = honest(&scene);
    for (code, changes) in [
        (
            "D408",
            &[("outcome = \"adopted\"\ndes", "outcome = \"rejected\"\ndes")][..],
        ),
        ("D407", &[("support = 4", "support = 5")]),
        ("D413", &[("\nat = 2026-05-13", "\nat = 2026-05-11")]),
        (
            "D410",
            &[("register = \"test-body\"", "register = \"other-body\"")],
        ),
        ("D412", &[("\nby = \"maya\"", "\nby = \"ann\"")]),
    ] {
        let forged = reworded(&decision, changes);
        let found = found(&scene, &[(DECISION, &forged), (MANIFEST, &list)]);
        assert!(found.iter().any(|one| one == code), "{code}: {found:?}");
    }
}

#[test]
fn a_decision_without_its_seal_or_its_inputs_is_refused() {
    let scene = over();
    let [(_, decision), (_, list)] = honest(&scene);
    let unsealed = decision.replace("# seal ", "# seal 0");
    let found_in = |files: &[(&str, &str)]| found(&scene, files);
    assert!(found_in(&[(DECISION, &unsealed), (MANIFEST, &list)]).contains(&"D414".to_owned()));
    let shorter = list
        .lines()
        .skip(1)
        .fold(String::new(), |all, line| all + line + "\n");
    assert!(found_in(&[(DECISION, &decision), (MANIFEST, &shorter)]).contains(&"D403".to_owned()));
    let elsewhere = scene.git(&["commit-tree", "-m", "Elsewhere", "HEAD^{tree}"]);
    let here = scene.git(&["rev-parse", "HEAD"]);
    let moved = reworded(&decision, &[(&here, elsewhere.trim())]);
    assert!(found_in(&[(DECISION, &moved), (MANIFEST, &list)]).contains(&"D402".to_owned()));
}

#[test]
fn a_decision_is_refused_if_an_input_changed_since() {
    let mut scene = over();
    let files = honest(&scene);
    let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
    // An answer of somebody who is not an input, and one that is.
    scene.write("notes.md", "A note.\n");
    scene.commit("A note", "2026-05-13T10:00:00Z");
    scene.now("2026-05-13T12:00:00Z");
    assert_eq!(found(&scene, &files), [""; 0]);
    let late = "position = \"disagree\"\non = \"r1\"\n";
    scene.write(&at("positions/eve.toml"), late);
    scene.commit("Too late as well", "2026-05-13T10:30:00Z");
    assert_eq!(found(&scene, &files), ["D404"]);
}

#[test]
fn a_sign_off_of_other_bytes_is_refused() {
    let scene = over();
    own(&scene, "maya", &DECIDE);
    let path = DECISION.replace("decision.toml", "sign-offs/sec.toml");
    let digest = plenary::value::digest::TextDigest::of(b"Something else.").to_string();
    let record = format!("sha256 = \"{digest}\"\nat = 2026-05-13T09:30:00Z\n");
    assert!(found(&scene, &[(&path, &record)]).contains(&"D405".to_owned()));
}
