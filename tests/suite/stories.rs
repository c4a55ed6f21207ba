//! Plays the examples that have a story, command by command, and compares the result byte by byte.

use std::collections::BTreeMap;
use std::path::Path;

use crate::blessed::project;
use crate::documents::{files, same_files};
use crate::scene::{hermetic, temporary};

/// The files of an example that are not part of the register that its story makes.
fn is_beside(path: &str) -> bool {
    let at_the_top = !path.contains('/');
    at_the_top && path != "charter.toml"
}

/// Plays the story of an example: it makes the register `name` in a folder.
pub(crate) fn play(example: &Path, folder: &Path, name: &str) {
    let program = Path::new(env!("CARGO_BIN_EXE_plenary"));
    let mut path = program.parent().expect("a folder").as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let output = hermetic("sh", folder)
        .env("PATH", path)
        .arg(example.join("story.sh"))
        .arg(name)
        .output()
        .expect("a shell");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Plays the story of an example in an empty folder; gives the register that it leaves.
fn played(example: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = temporary();
    play(example, folder.path(), "register");
    let mut register = files(&folder.path().join("register"));
    register.retain(|path, _| !path.starts_with(".git/"));
    register
}

fn is_what_its_story_makes(name: &str) {
    let example = format!("examples/{name}");
    same_files(&example, &played(&project(&example)), is_beside);
}

#[test]
fn a_working_group_with_two_houses() {
    is_what_its_story_makes("gnso-retention");
}

#[test]
fn rough_consensus_that_nobody_counts() {
    is_what_its_story_makes("ietf-rough");
}

#[test]
fn an_assembly_drawn_by_lot() {
    is_what_its_story_makes("assembly-water");
}

#[test]
fn a_council_of_governments_and_its_advisers() {
    is_what_its_story_makes("lake-council");
}

#[test]
fn a_forum_that_ends_in_messages() {
    is_what_its_story_makes("open-forum");
}

/// The story verifies its own history, and fails if a decision does not verify.
#[test]
fn a_policy_through_four_bodies() {
    let files = played(&project("examples/policy-chain"));
    let decided = (1..=5).map(|n| format!("proposals/abandoned-names/calls/{n}/decision.toml"));
    for path in decided {
        assert!(files.contains_key(&path), "{path}");
    }
    let last = &files["proposals/abandoned-names/calls/5/decision.toml"];
    let last = String::from_utf8_lossy(last);
    assert!(last.contains("outcome = \"adopted\""), "{last}");
    assert!(last.contains("revision = \"r2\""), "{last}");
    let advice = last.split("[[advice]]\n").skip(1);
    let by: Vec<&str> = advice.filter_map(|each| each.lines().next()).collect();
    assert_eq!(
        by,
        ["by = \"sara-lind\"", "by = \"visitor-1\""],
        "those who commented; answers to the other bodies are not shown as advice to the board"
    );
}
