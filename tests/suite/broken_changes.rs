//! Every code of changes has a register with a change that shows its fault, and one that does not.
//! What only a history can show has a page that says so.

use std::path::{Path, PathBuf};
use std::process::Command;

use plenary::value::code::{self, Code};

use crate::blessed;
use crate::demonstrated;
use crate::scene::Scene;

fn folder_of(code: &Code) -> PathBuf {
    blessed::project("examples/broken").join(code.id)
}

fn codes(family: char) -> impl Iterator<Item = &'static Code> {
    code::ALL
        .iter()
        .copied()
        .filter(move |code| code.id.starts_with(family))
}

fn overlay(scene: &Scene, folder: &Path) {
    let copied = Command::new("cp")
        .arg("-r")
        .args([folder.join(".").as_path(), &scene.dir()])
        .status();
    assert!(copied.expect("cp can be run").success());
}

/// What the check of a change finds: `before` on the main branch, then on a branch of its own the
/// files of `side` and what its list says: who submits, when, and what is deleted; and after
/// they parted, what landed `meanwhile`.
fn found(folder: &Path, side: &str) -> (Option<i32>, String) {
    let mut scene = Scene::repository();
    overlay(&scene, &folder.join("before"));
    scene.commit("Before", "2026-05-12T08:00:00Z");
    scene.git(&["checkout", "--quiet", "-b", "request"]);
    if folder.join(side).is_dir() {
        overlay(&scene, &folder.join(side));
    }
    let mut check = vec!["check".to_owned(), "--changed".to_owned()];
    check.push("main...request".to_owned());
    let list = std::fs::read_to_string(folder.join(format!("{side}.txt"))).expect("a list");
    for line in list.lines() {
        match line.split_once(' ').expect("a word and what it says") {
            ("actor", account) => check.extend(["--actor".to_owned(), account.to_owned()]),
            ("now", now) => scene.now(now),
            ("delete", path) => std::fs::remove_file(scene.path(path)).expect("a file to remove"),
            (word, _) => panic!("{word} means nothing in {}", folder.display()),
        }
    }
    scene.commit("Change", "2026-05-12T09:00:00Z");
    scene.git(&["checkout", "--quiet", "main"]);
    if folder.join("meanwhile").is_dir() {
        overlay(&scene, &folder.join("meanwhile"));
        scene.commit("Meanwhile", "2026-05-12T09:30:00Z");
    }
    let check: Vec<&str> = check.iter().map(String::as_str).collect();
    let (report, exit) = scene.json(&check);
    let findings = report["findings"].as_array().expect("a list of findings");
    let line = |finding: &serde_json::Value| {
        let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let (code, path, message) = (word("code"), word("path"), word("message"));
        match finding["line"].as_u64() {
            Some(line) => format!("{code} {path}:{line} {message}\n"),
            None => format!("{code} {path} {message}\n"),
        }
    };
    (exit, findings.iter().map(line).collect())
}

#[test]
fn every_broken_change_shows_its_fault_as_expected() {
    demonstrated::compared();
    for code in codes('P') {
        let folder = folder_of(code);
        let (exit, bad) = found(&folder, "bad");
        let fails = i32::from(code.severity == plenary::value::code::Severity::Error);
        assert_eq!(exit, Some(fails), "{}: {bad}", code.id);
        let own = format!("{} ", code.id);
        assert!(
            bad.lines().all(|line| line.starts_with(&own)),
            "{}: {bad}",
            code.id
        );
        blessed::same(&format!("examples/broken/{}/expected.txt", code.id), &bad);
        assert!(!bad.is_empty(), "{}", code.id);
        assert_eq!(
            found(&folder, "good"),
            (Some(0), String::new()),
            "{}",
            code.id
        );
    }
}

#[test]
fn what_only_a_history_shows_says_so() {
    for code in codes('H') {
        let said = std::fs::read_to_string(folder_of(code).join("README.md")).expect("a README");
        assert!(
            said.starts_with(&format!("# {}\n", code.id)) && said.contains("history"),
            "{said}"
        );
    }
}
