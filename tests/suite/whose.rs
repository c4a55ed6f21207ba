//! Tests `--as` and `--for` on commands that read: one rule for every page about participants.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::reference::{below, help};
use crate::room::room;
use crate::scene::Scene;

/// Every command that reads a register and is about participants, as a test types it.
const ABOUT_PEOPLE: [&[&str]; 6] = [
    &["list"],
    &["due"],
    &["invite", "retention"],
    &["remind", "retention"],
    &["mine"],
    &["receipt", "retention"],
];

/// The commands whose help has this option, of those that read a register.
fn with_option(option: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let inner = below(&[]).into_iter().flat_map(|name| {
        let inner = below(&[&name]);
        let inner = inner.into_iter().map(|inner| vec![name.clone(), inner]);
        inner.chain([vec![name.clone()]]).collect::<Vec<_>>()
    });
    for words in inner {
        let typed: Vec<&str> = words.iter().map(String::as_str).collect();
        let help = help(&typed);
        let has = |option: &str| help.contains(&format!("{option} <"));
        if has("--at") && !help.contains("--dry-run") && has(option) {
            found.insert(words.join(" "));
        }
    }
    found
}

#[test]
fn a_command_that_reads_takes_both_words_or_neither() {
    let names: BTreeSet<String> = ABOUT_PEOPLE
        .iter()
        .map(|typed| typed[0].to_owned())
        .collect();
    assert_eq!(with_option("--as"), names);
    assert_eq!(with_option("--for"), names);
}

#[test]
fn both_words_mean_the_same_on_every_command_that_reads() {
    let scene = room();
    for typed in ABOUT_PEOPLE {
        let read = |more: &[&str]| scene.json(&[typed, more].concat());
        let ben = read(&["--for", "ben"]);
        assert_eq!(ben.1, Some(0), "{typed:?}: {}", ben.0);
        assert_eq!(read(&["--as", "ben"]), ben, "{typed:?}");
        // It is about the participant it is for, no matter who reads it.
        assert_eq!(read(&["--as", "cid", "--for", "ben"]), ben, "{typed:?}");
        assert_ne!(read(&["--for", "cid"]), ben, "{typed:?}");
    }
}

fn proposals(list: &Value) -> BTreeSet<String> {
    let lines = list.as_array().expect("a list");
    let ids = lines.iter().filter_map(|line| line["proposal"].as_str());
    ids.map(str::to_owned).collect()
}

fn of_board(scene: &Scene, who: &str) -> BTreeSet<String> {
    proposals(&scene.json(&["list", "--for", who]).0["proposals"])
}

#[test]
fn the_board_of_a_participant_has_the_proposals_that_wait_for_them() {
    let scene = room();
    scene.tell("whose/the_board_of_a_participant_has_the_proposals_that_wait_for_them");
    for who in [
        "maya", "idris", "ann", "ben", "cid", "dee", "eve", "sec", "obs",
    ] {
        let mine = proposals(&scene.json(&["mine", "--for", who]).0["needs"]);
        assert_eq!(of_board(&scene, who), mine, "{who}");
    }
    scene.ok(&["list", "--for", "ben"]);
    scene.ok(&["list", "--as", "obs"]);
    scene.refused(2, &["list", "--for", "zoe"]);
    scene.refused(2, &["receipt", "retention", "--all", "--for", "ben"]);
    // Who is named with --missing only reads the letters to the others.
    let missing = ["invite", "retention", "--missing"];
    let all = scene.json(&missing);
    assert_eq!(scene.json(&[&missing[..], &["--as", "maya"]].concat()), all);
}
