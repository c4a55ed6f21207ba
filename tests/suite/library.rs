//! Compares the two programs of `docs/reference/library.md`, which use only the library, with the command line.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::gate::{called, own, request};
use crate::scene::{Scene, hermetic};

/// A program of `examples/`, built as this test was. Where all targets were built there is nothing
/// left to do.
pub(crate) fn built(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the test's own file");
    let built = test.ancestors().nth(2).expect("the folder of a profile");
    let profile = match built.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(other) => other,
    };
    let target = built.parent().expect("the folder of all profiles");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline", "--profile", profile])
        .args(["--example", name, "--target-dir"])
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {said}");
    built.join("examples").join(name)
}

fn run(program: &Path, scene: &Scene, arguments: &[&str]) -> Output {
    let mut command = hermetic(program.to_str().expect("a path"), &scene.dir());
    command.args(arguments).output().expect("it can be run")
}

fn printed(output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

const NOW: &str = "2026-05-03T09:00:00Z";

#[test]
fn every_open_call_is_tallied_as_the_command_does() {
    let scene = called("account");
    own(
        &scene,
        "ann",
        &[
            "position",
            "retention",
            "support",
            "--reason",
            "It is short.",
        ],
    );
    scene.write(".git/draft.md", "Another text.\n");
    for title in ["Access", "Beacons"] {
        let draft = [
            "propose",
            title,
            "--text",
            ".git/draft.md",
            "--track",
            "policy",
        ];
        own(&scene, "ann", &draft);
    }
    let open = ["call", "open", "access", "--closes", "2026-05-12T09:00Z"];
    own(&scene, "maya", &open);

    let output = run(&built("tally_open_calls"), &scene, &[".", NOW]);
    assert_eq!(output.status.code(), Some(0));
    // The call on beacons is not open.
    let said = ["access", "retention"].map(|id| scene.json(&["tally", id]).0);
    assert_eq!(said[1]["positions"]["support"], 1);
    assert_eq!(printed(&output), json!(said));

    let output = run(&built("tally_open_calls"), &scene, &["nowhere", NOW]);
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_request_is_judged_as_the_command_does() {
    let scene = called("account");
    let program = built("judge_request");
    let mut ends = Vec::new();
    for (who, account) in [("cid", "github:cid-x"), ("ann", "github:cid-x")] {
        let path = format!("proposals/retention/positions/{who}.toml");
        request(&scene, &[(&path, "position = \"support\"\n")]);
        let changed = ["check", "--changed", "main...request", "--actor", account];
        let (said, exit) = scene.json(&changed);
        let output = run(&program, &scene, &[".", "main...request", NOW, account]);
        let found = printed(&output);
        for key in ["format", "errors", "warnings", "findings"] {
            assert_eq!(found[key], said[key], "{key}");
        }
        assert_eq!(output.status.code(), exit);
        ends.push((exit, found["errors"].as_u64().expect("a number") > 0));
    }
    assert_eq!(ends, [(Some(0), false), (Some(1), true)]);

    let output = run(&program, &scene, &[".", "main...nowhere", NOW]);
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stdout.is_empty());
}

/// The names that a room offers, by its `pub use` lines.
fn offered(text: &str) -> BTreeSet<&str> {
    let lines = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub use "));
    let names = lines.filter_map(|line| line.trim_end_matches(';').split_once("::"));
    let names = names.flat_map(|(_, names)| names.trim_matches(['{', '}']).split(", "));
    names.collect()
}

#[test]
fn the_page_names_every_function_and_every_kind_of_error() {
    let page = include_str!("../../docs/reference/library.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let named: BTreeSet<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let offered = offered(include_str!("../../src/session/mod.rs"));
    // The other types are what these take and give.
    let is_way_in = |name: &&str| name.starts_with(char::is_lowercase) || *name == "Tallies";
    let functions = offered.into_iter().filter(is_way_in);
    let kinds = ["NotThere", "CannotCheck", "Busy", "Moved", "Refused"];
    let headings = ["session::", "ErrorKind::"];
    let expected: BTreeSet<&str> = functions.chain(kinds).chain(headings).collect();
    assert!(expected.len() > 15, "{expected:?}");
    assert_eq!(named, expected);
}
