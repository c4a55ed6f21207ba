//! Tests presets: each is compiled in, and each has a page with the program's own explanation of its rules.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use plenary::record::origin::Seen;
use plenary::record::preset;

use crate::blessed::project;
use crate::scene::{NOW, hermetic};

const PARTS: [&str; 3] = [
    "\n## The rules in words\n",
    "\n## A worked example\n",
    "\n## What these rules do not cover\n",
];

const INDEX: &str = "# Presets\n\n\
    This page lists the presets: ready-made charters to copy and adapt. `plenary init --preset alac` copies one. Each\n\
    page explains its rules in plain words, with a worked example. Check the numbers against the edition of the rules\n\
    that your body uses. The last column says how the rules are known: from the body's own text, from a report of it, or\n\
    as an assumption ([source](../records.md#source)).\n\n";

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
    // The pages do not say how long ago a preset was checked: that changes with every month.
    let output = hermetic(env!("CARGO_BIN_EXE_plenary"), &project(""))
        .env("PLENARY_NOW", NOW)
        .args([
            "--quiet", "--format", "markdown", "charter", "explain", "--preset", name,
        ])
        .output()
        .expect("the program can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {said}");
    String::from_utf8(output.stdout).expect("text")
}

/// The list at the end of a preset's charter: what its rules do not cover, with a link to each preset that it names.
pub(crate) fn not_covered(name: &str) -> String {
    let found = preset::ALL.iter().find(|preset| preset.name == name);
    let text = found.expect("a preset").text;
    let (_, list) = text
        .split_once("# What these rules do not cover\n")
        .expect("a list");
    // One line an item: a comparison at the beginning of a line would be a quotation.
    let words: Vec<&str> = list
        .split_whitespace()
        .filter(|word| *word != "#")
        .collect();
    let lines = format!("{}\n", words.join(" ").replace(" - ", "\n- "));
    let named = preset::ALL.iter().map(|preset| preset.name);
    let linked = named
        .filter(|other| *other != name && other.contains('-'))
        .fold(lines.replace('`', "\u{0}"), |text, other| {
            link(&text, other)
        });
    linked.replace('\u{0}', "`")
}

/// The text with a link wherever it names this preset, in backquotes (written as NUL) or without.
fn link(text: &str, name: &str) -> String {
    let link = format!("[{name}]({name}.md)");
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-[](.".contains(c);
    let text = text.replace(&format!("\u{0}{name}\u{0}"), &link);
    let mut parts = text.split(name);
    let mut done = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let apart = !done.ends_with(is_part) && !part.starts_with(|c: char| is_part(c) && c != '.');
        done.push_str(if apart { &link } else { name });
        done.push_str(part);
    }
    done
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
        for part in ["explain", "not covered"] {
            let mark = format!("<!-- made by the program: {part} -->");
            assert!(page.contains(&mark), "{path}: {part}");
        }
    }
}

/// The index is the program's own table, with each name a link to its page.
pub(crate) fn index() -> String {
    // The pages do not say how long ago a preset was checked: that changes with every month.
    let output = hermetic(env!("CARGO_BIN_EXE_plenary"), &project(""))
        .env("PLENARY_NOW", NOW)
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
    format!("{INDEX}{}\n", lines.join("\n"))
}

#[test]
fn the_index_of_presets_links_to_every_page() {
    let now = index();
    assert_eq!(now.matches(".md)").count(), preset::ALL.len(), "{now}");
}

#[test]
fn a_preset_says_where_and_how_surely_its_rules_were_seen() {
    for preset in preset::ALL {
        let (name, charter) = (preset.name, preset.charter().expect("a charter"));
        let origin = charter
            .source
            .unwrap_or_else(|| panic!("{name} has no source"));
        assert!(
            origin.checked.is_some(),
            "{name}: nobody knows when it was checked"
        );
        for track in &charter.tracks {
            let seen = track
                .seen
                .unwrap_or_else(|| panic!("{name}: {} was seen nowhere", track.id));
            let elsewhere = track.known_apart().map(|(_, seen)| seen);
            let published = std::iter::once(seen)
                .chain(elsewhere)
                .any(|seen| seen != Seen::Assumption);
            assert!(
                !published || !origin.addresses.is_empty(),
                "{name}: {} was seen at no address",
                track.id
            );
        }
    }
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
