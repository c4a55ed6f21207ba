//! Tests that documents show what the program prints.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::blessed::{self, project};
use crate::scene::{hermetic, temporary};

/// Every file of a folder by its path inside.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let inside = path
                .strip_prefix(folder)
                .expect("a path inside")
                .to_string_lossy();
            all.insert(
                inside.replace('\\', "/"),
                std::fs::read(&path).expect("a file"),
            );
        }
    }
    all
}

/// Compares the files in a folder of the project, without those in `beside`, with what was made; with
/// the switch, writes what was made.
pub(crate) fn same_files(
    folder: &str,
    made: &BTreeMap<String, Vec<u8>>,
    beside: impl Fn(&str) -> bool,
) {
    let there = || -> Vec<String> {
        let names = files(&project(folder)).into_keys();
        names.filter(|path| !beside(path)).collect()
    };
    for path in there().iter().filter(|path| !made.contains_key(*path)) {
        assert!(blessed::blessing(), "{folder}/{path} is not made any more");
        std::fs::remove_file(project(folder).join(path)).expect("a file that can go");
    }
    for (path, bytes) in made {
        let text = std::str::from_utf8(bytes).expect("text");
        blessed::same(&format!("{folder}/{path}"), text);
    }
    assert!(there().iter().eq(made.keys()));
}

const README: &str = "# The demonstration's register\n\n\
    `plenary demo --carried` makes this register. A working group agrees how long the logs of incidents are kept.\n\
    All people and organisations are invented. The register is part of this repository (`--carried`), so its call\n\
    names no commit, and its decision names only digests.\n\n\
    What to look at:\n\
    - **An objection**, from its first word to its disposition: the file `carla-nunes.cost.toml` in\n\
    \u{20}\u{20}`proposals/retention/objections/` and in `proposals/retention/handling/`. Each file has one author.\n\
    - **A paper form**: `proposals/retention/positions/ines-martin.toml` is a position that the secretary entered.\n\
    - **The decision**: `proposals/retention/calls/1/decision.toml` names everything that it was computed from.\n\
    - **Commands**: try `plenary -C examples/tiny status retention`, `… tally retention` and `… verify`.\n\n\
    This is all that the demonstration prints:\n\n";

/// What the demonstration printed in an empty folder, and the register. It is played once.
pub(crate) fn played() -> (String, BTreeMap<String, Vec<u8>>) {
    static PLAYED: LazyLock<(String, BTreeMap<String, Vec<u8>>)> = LazyLock::new(play);
    PLAYED.clone()
}

fn play() -> (String, BTreeMap<String, Vec<u8>>) {
    let folder = temporary();
    let output = hermetic(env!("CARGO_BIN_EXE_plenary"), folder.path())
        .args(["demo", "--carried"])
        .output()
        .expect("the program can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let transcript = String::from_utf8(output.stdout).expect("the transcript is text");
    let mut register = files(&folder.path().join("plenary-demo"));
    register.retain(|path, _| !path.starts_with(".git/") && !path.starts_with("draft"));
    (transcript, register)
}

#[test]
fn the_tiny_example_is_what_the_demonstration_leaves_behind() {
    let (transcript, mut register) = played();
    let readme = format!("{README}```\n{transcript}```\n");
    register.insert("README.md".to_owned(), readme.into_bytes());
    same_files("examples/tiny", &register, |_| false);
}

/// The blocks of a document that begin with a command of ours: the command's words, and what
/// is under it.
fn shown(text: &str) -> Vec<(Vec<String>, String)> {
    let blocks = text.split("```").skip(1).step_by(2);
    let ours = blocks.filter_map(|block| block.trim_start_matches('\n').strip_prefix("$ plenary "));
    ours.map(|block| {
        let (command, output) = block.split_once('\n').unwrap_or((block, ""));
        (
            command.split_whitespace().map(str::to_owned).collect(),
            output.to_owned(),
        )
    })
    .collect()
}

#[test]
fn the_examples_show_what_the_program_prints() {
    let mut seen = 0;
    for example in [
        "assembly-water",
        "gnso-retention",
        "ietf-rough",
        "iso-29500",
        "lake-council",
        "open-forum",
        "un-security-council",
    ] {
        let path = format!("examples/{example}/README.md");
        let mut readme = std::fs::read_to_string(project(&path)).expect("an example's README");
        for (words, output) in shown(&readme.clone()) {
            let printed = hermetic(env!("CARGO_BIN_EXE_plenary"), &project(""))
                .args(&words)
                .arg("--quiet")
                .output()
                .expect("the program can be run");
            // Which commit the project is at is not the register's doing.
            let printed: String = String::from_utf8(printed.stdout)
                .expect("text")
                .lines()
                .filter(|line| !line.starts_with("At "))
                .map(|line| format!("{}\n", line.trim_end()))
                .collect();
            seen += 1;
            let command = format!("$ plenary {}\n", words.join(" "));
            readme = readme.replace(
                &format!("{command}{output}"),
                &format!("{command}{printed}"),
            );
        }
        blessed::same(&path, &readme);
    }
    assert!(seen >= 4, "only {seen} commands are shown in the examples");
}

/// Where the links of a document go that point into the project, as paths from its top.
fn links(page: &str, text: &str) -> BTreeSet<String> {
    let folder = Path::new(page).parent().unwrap_or(Path::new(""));
    let targets = text.split("](").skip(1);
    let targets = targets.filter_map(|rest| rest.split([')', '#']).next());
    let ours = targets.filter(|target| !target.is_empty() && !target.contains("://"));
    ours.map(|target| {
        let mut path: Vec<&str> = folder.iter().filter_map(|part| part.to_str()).collect();
        for part in target.split('/') {
            match part {
                ".." => drop(path.pop()),
                "." | "" => {}
                part => path.push(part),
            }
        }
        path.join("/")
    })
    .collect()
}

#[test]
fn every_page_is_reached_from_the_readme() {
    let read = |page: &str| std::fs::read_to_string(project(page)).ok();
    let mut reached = BTreeSet::from(["README.md".to_owned()]);
    let mut open = vec!["README.md".to_owned()];
    while let Some(page) = open.pop() {
        let text = read(&page).unwrap_or_else(|| panic!("{page} is linked, and is not there"));
        for link in links(&page, &text) {
            if link.ends_with(".md") && reached.insert(link.clone()) {
                open.push(link);
            }
        }
    }
    let pages = files(&project("docs")).into_keys();
    let pages = pages.filter(|page| page.ends_with(".md"));
    let lost: Vec<String> = pages
        .map(|page| format!("docs/{page}"))
        .filter(|page| !reached.contains(page))
        .collect();
    assert!(lost.is_empty(), "no page links to {lost:?}");
}
