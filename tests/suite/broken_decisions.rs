//! Every code of decisions has a register that shows its fault and a sound twin, but for the two
//! that only a history can show.

use std::path::{Path, PathBuf};

use plenary::value::code::{self, Code};

use crate::blessed;
use crate::demonstrated;
use crate::scene::hermetic;

/// What only a history can show; `forged` makes it with git.
const BY_HISTORY: [&str; 2] = ["D402", "D416"];

fn folder_of(code: &Code) -> PathBuf {
    blessed::project("examples/broken").join(code.id)
}

fn codes() -> impl Iterator<Item = &'static Code> {
    code::ALL
        .iter()
        .copied()
        .filter(|code| code.id.starts_with('D'))
}

/// How `verify` ends for a register as it lies there, and a line for each of its findings.
fn verified(register: &Path) -> (Option<i32>, String) {
    let output = hermetic(env!("CARGO_BIN_EXE_plenary"), register)
        .args(["verify", "--worktree", "--quiet", "--format", "json"])
        .output()
        .expect("the program can be run");
    let report: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("verify prints JSON");
    let findings = report["check"]["findings"]
        .as_array()
        .expect("a list of findings");
    let line = |finding: &serde_json::Value| {
        let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let (code, path, message) = (word("code"), word("path"), word("message"));
        match finding["line"].as_u64() {
            Some(line) => format!("{code} {path}:{line} {message}\n"),
            None => format!("{code} {path} {message}\n"),
        }
    };
    (output.status.code(), findings.iter().map(line).collect())
}

#[test]
fn every_broken_decision_shows_its_fault_as_expected() {
    demonstrated::compared();
    let mut shown = 0;
    for code in codes().filter(|code| !BY_HISTORY.contains(&code.id)) {
        let folder = folder_of(code);
        let (exit, found) = verified(&folder.join("bad"));
        assert_eq!(exit, Some(1), "{}", code.id);
        let own = format!("{} ", code.id);
        assert!(
            found.lines().any(|line| line.starts_with(&own)),
            "{}: {found}",
            code.id
        );
        blessed::same(&format!("examples/broken/{}/expected.txt", code.id), &found);
        assert_eq!(
            verified(&folder.join("good")),
            (Some(0), String::new()),
            "{}",
            code.id
        );
        shown += 1;
    }
    assert_eq!(shown + BY_HISTORY.len(), codes().count());
}

#[test]
fn what_only_a_history_shows_says_so() {
    for code in codes().filter(|code| BY_HISTORY.contains(&code.id)) {
        let said = std::fs::read_to_string(folder_of(code).join("README.md")).expect("a README");
        assert!(
            said.starts_with(&format!("# {}\n", code.id)) && said.contains("history"),
            "{said}"
        );
    }
}
