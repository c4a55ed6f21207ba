//! Verifies a decided register, and finds every change of an input of its decision.

use plenary::record::decision::sealed;

use crate::body::{self, at, give, object};
use crate::scene::Scene;

pub(crate) const DECISION: &str = "proposals/retention/calls/1/decision.toml";
pub(crate) const MANIFEST: &str = "proposals/retention/calls/1/inputs.sha256";
pub(crate) const DECIDE: [&str; 7] = [
    "decide",
    "retention",
    "--designation",
    "divided",
    "--sign-off",
    "--reason",
    "One stands.",
];

/// A closed call: five positions before the close, one closed objection, one late position.
pub(crate) fn over() -> Scene {
    crate::kept::scene("verified/over", || {
        let mut scene = body::called("policy");
        object(&scene);
        give(
            &scene,
            &[
                ("maya", "support"),
                ("ann", "support"),
                ("ben", "accept"),
                ("cid", "object"),
                ("eve", "support"),
            ],
        );
        scene.write(&at("positions/dee.toml"), "position = \"disagree\"\n");
        scene.commit("Late", "2026-05-12T12:00:00Z");
        scene.now("2026-05-13T09:00:00Z");
        scene.ok(&["call", "close", "retention"]);
        scene.ok(&[
            "dispose",
            "cid.cost",
            "stands",
            "--reason",
            "Nobody knows better.",
        ]);
        scene
    })
}

/// The same with its decision.
pub(crate) fn decided() -> Scene {
    crate::kept::scene("verified/decided", || {
        let scene = over();
        scene.ok(&DECIDE);
        scene
    })
}

/// The codes that verify finds, with the paths.
pub(crate) fn found(scene: &Scene, arguments: &[&str]) -> Vec<(String, String)> {
    let (report, exit) = scene.json(&[&["verify"], arguments].concat());
    let findings = report["check"]["findings"]
        .as_array()
        .unwrap_or_else(|| panic!("{report}"));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let found: Vec<_> = findings
        .iter()
        .map(|finding| (text(&finding["code"]), text(&finding["path"])))
        .collect();
    assert_eq!(exit, Some(i32::from(!found.is_empty())), "{report}");
    found
}

fn codes(scene: &Scene) -> Vec<String> {
    let mut codes: Vec<String> = found(scene, &[])
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    codes.dedup();
    codes
}

#[track_caller]
pub(crate) fn finds(scene: &Scene, code: &str) {
    let codes = codes(scene);
    assert!(
        codes.iter().any(|found| found == code),
        "{code} is missing in {codes:?}"
    );
}

/// A decision that somebody forged before the commit: the honest text with changes, sealed again.
pub(crate) fn forged(scene: &Scene, changes: &[(&str, &str)]) {
    scene.ok(&[&DECIDE[..], &["--no-commit"]].concat());
    forge(scene, changes);
    scene.commit("Decide", "2026-05-13T09:00:00Z");
}

pub(crate) fn forge(scene: &Scene, changes: &[(&str, &str)]) {
    let mut text = scene.read(DECISION);
    for (old, new) in changes {
        assert!(text.contains(old), "\"{old}\" is missing in {text}");
        text = text.replace(old, new);
    }
    let (body, _) = text.trim_end().rsplit_once('\n').expect("a seal");
    scene.write(DECISION, &sealed(format!("{body}\n")));
}

#[test]
fn what_this_process_finds_the_program_finds() {
    let scene = decided();
    assert_eq!(found(&scene, &[]), []);
    assert_eq!(found(&scene, &["--worktree"]), []);
    for (path, code) in [
        (DECISION, "D414"),
        (MANIFEST, "D403"),
        (&at("text.md"), "D403"),
        (&at("positions/ben.toml"), "D403"),
    ] {
        let whole = scene.read(path);
        for n in [0, whole.len() / 3, whole.len() - 1] {
            let mut flipped = whole.clone().into_bytes();
            flipped[n] ^= 0x01;
            std::fs::write(scene.path(path), &flipped).expect("a file");
            let found = found(&scene, &["--worktree"]);
            assert!(
                found.contains(&(code.to_owned(), path.to_owned())),
                "byte {n} of {path}: {found:?}"
            );
        }
        scene.write(path, &whole);
    }
    assert_eq!(found(&scene, &["--worktree"]), []);
}

#[test]
fn an_input_that_goes_or_comes_is_found() {
    let scene = decided();
    for path in [
        "positions/ann.toml",
        "objections/cid.cost.toml",
        "handling/cid.cost.toml",
        "text.md",
        "calls/1/call.toml",
        "positions/dee.toml",
    ] {
        let whole = scene.read(&at(path));
        std::fs::remove_file(scene.path(&at(path))).expect("a file to remove");
        assert!(
            found(&scene, &["--worktree"]).contains(&("D403".to_owned(), at(path))),
            "{path}"
        );
        scene.write(&at(path), &whole);
    }
    std::fs::remove_file(scene.path(MANIFEST)).expect("a file to remove");
    assert!(found(&scene, &["--worktree"]).contains(&("D404".to_owned(), MANIFEST.to_owned())));
    scene.git(&["checkout", "--quiet", "--", MANIFEST]);
    for path in ["positions/idris.toml", "objections/eve.new.toml"] {
        scene.write(&at(path), "position = \"support\"\n");
        assert!(
            found(&scene, &["--worktree"]).contains(&("D404".to_owned(), at(path))),
            "{path}"
        );
        std::fs::remove_file(scene.path(&at(path))).expect("a file to remove");
    }
    assert_eq!(found(&scene, &["--worktree"]), []);
}

#[test]
fn a_position_edited_after_the_decision_is_found() {
    let scene = decided();
    scene.write(&at("positions/ann.toml"), "position = \"disagree\"\n");
    scene.commit("Change my mind", "2026-05-20T00:00:00Z");
    assert_eq!(
        found(&scene, &[]),
        ["D403", "H305"].map(|code| (code.to_owned(), at("positions/ann.toml")))
    );
}

#[test]
fn charter_and_roster_may_change_after_a_decision() {
    let scene = decided();
    scene.write(
        "charter.toml",
        &body::charter()
            .replace("2/3", "9/10")
            .replace("[\"maya\", \"idris\"]", "[\"idris\"]"),
    );
    std::fs::remove_file(scene.path("participants/maya.toml")).expect("a file to remove");
    scene.write(
        "participants/ann.toml",
        "name = \"Ann\"\ngroup = \"east\"\n",
    );
    scene.commit("Another charter", "2026-05-20T00:00:00Z");
    // The decision verifies; the removal of a participant does not.
    let maya = "participants/maya.toml".to_owned();
    assert_eq!(found(&scene, &[]), [("H305".to_owned(), maya)]);
}

#[test]
fn a_second_call_does_not_hurt_the_first_decision() {
    let scene = decided();
    let head = scene.git(&["rev-parse", "HEAD"]);
    let first = scene.read(&at("calls/1/call.toml"));
    let (head_of_first, _) = first.split_once("[close]").expect("a close");
    let second = head_of_first
        .replace("2026-05-12T09", "2026-05-25T09")
        .replace("2026-05-02T09", "2026-05-15T09");
    let frozen = second
        .lines()
        .find(|line| line.starts_with("frozen"))
        .expect("frozen")
        .to_owned();
    scene.write(
        &at("calls/2/call.toml"),
        &second.replace(&frozen, &format!("frozen = \"{head}\"")),
    );
    scene.commit("Open a second call", "2026-05-15T09:00:00Z");
    scene.write(&at("positions/ann.toml"), "position = \"disagree\"\n");
    scene.commit("Change my mind", "2026-05-16T00:00:00Z");
    assert_eq!(found(&scene, &[]), []);
    let (first, _) = scene.json(&["tally", "retention", "--call", "1"]);
    assert_eq!(
        (
            &first["positions"]["support"],
            &first["positions"]["disagree"]
        ),
        (&3.into(), &0.into())
    );
}

#[test]
fn a_decision_belongs_to_its_proposal_and_register() {
    let scene = decided();
    let copied = scene.path("proposals/copied");
    let folder = scene.path("proposals/retention");
    let copy = std::process::Command::new("cp")
        .arg("-r")
        .args([&folder, &copied])
        .status();
    assert!(copy.expect("cp").success());
    scene.commit("Copy", "2026-05-20T00:00:00Z");
    let found_in_copy = found(&scene, &["copied"]);
    assert!(
        found_in_copy.contains(&("D410".to_owned(), DECISION.replace("retention", "copied"))),
        "{found_in_copy:?}"
    );
    assert_eq!(found(&scene, &["retention"]), []);

    let other = Scene::repository();
    let files = scene.git(&["ls-files"]);
    for path in files.lines() {
        other.write(
            path,
            &scene.read(path).replace(
                "register = \"test-body\"",
                if path == "charter.toml" {
                    "register = \"another\""
                } else {
                    "register = \"test-body\""
                },
            ),
        );
    }
    other.commit("Take over", "2026-05-21T00:00:00Z");
    finds(&other, "D402");
    finds(&other, "D410");
}

#[test]
fn a_manifest_made_anew_for_an_altered_input_is_found() {
    let scene = decided();
    let path = at("positions/ann.toml");
    let digest = |text: &str| plenary::value::digest::TextDigest::of(text.as_bytes()).to_string();
    let (old, new) = (
        digest(&scene.read(&path)),
        digest("position = \"disagree\"\n"),
    );
    scene.write(&path, "position = \"disagree\"\n");
    let manifest = scene.read(MANIFEST);
    let altered = manifest.replace(&old, &new);
    assert_ne!(manifest, altered);
    scene.write(MANIFEST, &altered);
    finds_in_work_tree(&scene, &[("D403", MANIFEST), ("D403", &path)]);
    forge(
        &scene,
        &[(&digest(&manifest), &digest(&altered)), (&old, &new)],
    );
    finds_in_work_tree(&scene, &[("D414", DECISION), ("D403", &path)]);
    scene.commit("Forge", "2026-05-20T00:00:00Z");
    finds(&scene, "D414");
}

fn finds_in_work_tree(scene: &Scene, expected: &[(&str, &str)]) {
    let found = found(scene, &["--worktree"]);
    for (code, path) in expected {
        assert!(
            found.contains(&((*code).to_owned(), (*path).to_owned())),
            "{code} {path}: {found:?}"
        );
    }
}

/// A decision is not reversed by removing it.
#[test]
fn a_decision_that_was_removed_is_named_with_the_landing_that_removed_it() {
    let scene = decided();
    assert_eq!(codes(&scene), Vec::<String>::new());
    scene.git(&["rm", "--quiet", DECISION, MANIFEST]);
    let gone = scene.commit("Tidy up", "2026-05-14T09:00:00Z");
    assert_eq!(
        found(&scene, &[]),
        [("D414", DECISION), ("H305", DECISION), ("H305", MANIFEST)]
            .map(|(code, path)| (code.to_owned(), path.to_owned()))
    );
    let (report, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(1));
    let sentence = report["check"]["findings"][0]["message"]
        .as_str()
        .unwrap_or("");
    assert!(sentence.ends_with(&gone[..7]), "{sentence}");
}

/// What seals a result believes no object: one whose bytes are not those that its name says is damage,
/// and no tally is made of it.
#[test]
fn nothing_is_sealed_from_a_damaged_object() {
    let scene = over();
    let blob = |path: &str| {
        let id = scene.git(&["rev-parse", &format!("HEAD:{path}")]);
        scene.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]))
    };
    let (ann, cid) = (
        blob(&at("positions/ann.toml")),
        blob(&at("positions/cid.toml")),
    );
    let whole = std::fs::read(&ann).expect("an object");
    std::fs::remove_file(&ann).expect("an object");
    std::fs::copy(&cid, &ann).expect("an object");
    assert_ne!(std::fs::read(&ann).expect("an object"), whole);
    scene.refused(3, &DECIDE);
    assert!(!scene.path(DECISION).exists());
    std::fs::remove_file(&ann).expect("an object");
    std::fs::write(&ann, whole).expect("an object");
    scene.ok(&DECIDE);
}

#[test]
fn a_damaged_object_of_any_kind_is_named_and_nothing_is_said_from_it() {
    let scene = decided();
    let id = |name: &str| scene.git(&["rev-parse", name]).trim().to_owned();
    let file = |id: &str| scene.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    let position = at("positions/ann.toml");
    // Each is replaced by another of its kind, which git can read as well.
    for (damaged, other) in [
        ("HEAD".to_owned(), "HEAD~1".to_owned()),
        ("HEAD~1".to_owned(), "HEAD~3".to_owned()),
        ("HEAD~1^{tree}".to_owned(), "HEAD~3^{tree}".to_owned()),
        ("HEAD:proposals".to_owned(), "HEAD:participants".to_owned()),
        (format!("HEAD:{position}"), "HEAD:charter.toml".to_owned()),
    ] {
        let (damaged, other) = (id(&damaged), id(&other));
        let whole = std::fs::read(file(&damaged)).expect("an object");
        std::fs::remove_file(file(&damaged)).expect("an object");
        std::fs::copy(file(&other), file(&damaged)).expect("an object");
        let said = scene.refused(3, &["verify"]);
        let sentence = format!("object {damaged} is damaged: its bytes do not match its name");
        assert!(said.contains(&sentence), "{damaged}: {said}");
        std::fs::remove_file(file(&damaged)).expect("an object");
        std::fs::write(file(&damaged), whole).expect("an object");
    }
    scene.ok(&["verify"]);
}

/// What each screen says of the decision: `decisions`, `list`, `show` and `status`.
fn on_screens(scene: &Scene) -> Vec<String> {
    let said = |arguments: &[&str], at: &str| {
        let (report, _) = scene.json(arguments);
        let word = report.pointer(at).and_then(serde_json::Value::as_str);
        word.unwrap_or_else(|| panic!("{report}")).to_owned()
    };
    let mut all = vec![
        said(&["decisions"], "/decisions/0/verification/result"),
        said(&["list"], "/proposals/0/verification/result"),
        said(&["show", "retention"], "/decisions/0/verification/result"),
        said(&["status", "retention"], "/decided/verification/result"),
    ];
    all.dedup();
    all
}

#[test]
fn screens_say_whether_a_decision_was_recomputed_in_this_clone() {
    let scene = decided();
    scene.tell("verified/screens_say_whether_a_decision_was_recomputed_in_this_clone");
    scene.ok(&["decisions"]);
    assert_eq!(on_screens(&scene), ["verified"]);
    // Another clone remembers nothing.
    scene.git(&["clone", "--quiet", ".", "clone"]);
    let said = |arguments: &[&str]| {
        let output = scene.plenary_in("clone", arguments);
        String::from_utf8(output.stdout).expect("text")
    };
    assert!(said(&["decisions"]).contains("not yet"));
    assert!(said(&["verify"]).contains("verified"));
    assert!(!said(&["decisions"]).contains("not yet"));
    // A record that was changed is found by its seal, and a forged one by recomputing.
    let honest = scene.read(DECISION);
    scene.write(DECISION, &honest.replace("One stands.", "None stands."));
    scene.commit("Edit", "2026-05-20T00:00:00Z");
    assert_eq!(on_screens(&scene), ["does-not-verify"]);
    scene.ok(&["list"]);
    scene.write(DECISION, &honest);
    forge(&scene, &[("One stands.", "None stands.")]);
    scene.commit("Forge", "2026-05-21T00:00:00Z");
    assert_eq!(on_screens(&scene), ["not-verified"]);
    finds(&scene, "D414");
    assert_eq!(on_screens(&scene), ["does-not-verify"]);
    scene.ok(&["show", "retention"]);
    scene.write(DECISION, &honest);
    scene.commit("As it was", "2026-05-22T00:00:00Z");
    assert_eq!(on_screens(&scene), ["verified"]);
}

/// A clone that cannot be written to remembers nothing, and every command works.
#[test]
fn a_clone_that_cannot_be_written_remembers_nothing() {
    let scene = decided();
    let corner = scene.path(".git/plenary");
    std::fs::remove_dir_all(&corner).expect("the folder");
    std::fs::write(&corner, "A file.").expect("a file");
    assert_eq!(found(&scene, &[]), []);
    assert_eq!(on_screens(&scene), ["not-verified"]);
}
