//! Presets: each compiled in, each with a page whose rules in words are the program's own.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use plenary::record::preset;

use crate::blessed::project;
use crate::scene::hermetic;

const PARTS: [&str; 3] = [
    "\n## The rules in words\n",
    "\n## A worked example\n",
    "\n## What these rules do not cover\n",
];

fn page_of(name: &str) -> String {
    format!("docs/reference/presets/{name}.md")
}

fn names_in(folder: &Path, ending: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let ours = paths.filter(|path| path.extension().is_some_and(|found| found == ending));
    let stem = |path: PathBuf| {
        path.file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    };
    ours.map(stem).filter(|name| name != "README").collect()
}

/// The rules of a preset in words.
pub(crate) fn explained(name: &str) -> String {
    let output = hermetic(env!("CARGO_BIN_EXE_plenary"), &project(""))
        .args([
            "--quiet", "--format", "markdown", "charter", "explain", "--preset", name,
        ])
        .output()
        .expect("the program can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {said}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn every_charter_among_the_presets_is_compiled_in_and_has_a_page() {
    let compiled: BTreeSet<String> = preset::ALL
        .iter()
        .map(|preset| preset.name.to_owned())
        .collect();
    assert_eq!(names_in(&project("examples/presets"), "toml"), compiled);
    assert_eq!(names_in(&project("docs/reference/presets"), "md"), compiled);
}

#[test]
fn a_presets_page_has_its_parts() {
    for preset in preset::ALL {
        let path = page_of(preset.name);
        let page = std::fs::read_to_string(project(&path)).expect("a page");
        for part in PARTS {
            assert!(page.contains(part), "{path}: no part {part:?}");
        }
        assert!(
            page.contains("<!-- made by the program: explain -->"),
            "{path}"
        );
    }
}

/// The index is the program's own table, with each name a link to its page.
pub(crate) fn index() -> String {
    let output = hermetic(env!("CARGO_BIN_EXE_plenary"), &project(""))
        .args(["--quiet", "--format", "markdown", "charter", "presets"])
        .output()
        .expect("the program can be run");
    let table = String::from_utf8(output.stdout).expect("text");
    let linked = |line: &str| {
        let named = |preset: &&preset::Preset| line.starts_with(&format!("| **{}: ", preset.name));
        match preset::ALL.iter().find(named) {
            Some(preset) => {
                let name = preset.name;
                line.replacen(
                    &format!("**{name}: "),
                    &format!("**[{name}]({name}.md): "),
                    1,
                )
            }
            None => line.to_owned(),
        }
    };
    let lines: Vec<String> = table.lines().map(linked).collect();
    format!("# Presets\n\n{}\n", lines.join("\n"))
}

#[test]
fn the_index_of_presets_links_to_every_page() {
    let now = index();
    assert_eq!(now.matches(".md)").count(), preset::ALL.len(), "{now}");
}

#[test]
fn a_preset_says_where_its_rules_come_from_and_what_it_leaves_out() {
    for preset in preset::ALL {
        let charter = preset.charter().expect("a charter");
        for track in &charter.tracks {
            assert!(
                track.source.is_some(),
                "{}: {} has no source",
                preset.name,
                track.id
            );
        }
        let leaves = preset
            .text
            .to_lowercase()
            .contains("# what these rules do not cover");
        assert!(
            leaves,
            "{} does not say what its rules do not cover",
            preset.name
        );
    }
}
