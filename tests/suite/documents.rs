//! Documents that show what the program prints are held to it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::scene::hermetic;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

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

const README: &str = "# The demonstration's register\n\n\
    This is what `plenary demo --carried` leaves behind, and below is all that it prints: a working group\n\
    agrees how long the logs of incidents are kept. All persons and organisations are made up. The register is\n\
    carried inside this project, so its call freezes no commit (`--carried`), and its decision pins digests and\n\
    no commits.\n\n\
    What to look at:\n\
    - `proposals/retention/objections/carla-nunes.cost.toml` and the file of the same name in `handling/`: an\n\
    \u{20}\u{20}objection from its first word to its disposition, each file with one owner.\n\
    - `proposals/retention/positions/ines-martin.toml`: a position that the secretary relayed from paper.\n\
    - `proposals/retention/calls/1/decision.toml`: everything that the decision rests on, written out.\n\
    - Try `plenary -C examples/tiny status retention`, `… tally retention`, `… verify`.\n\n";

/// Plays the demonstration in an empty folder; gives what it printed, and the register.
fn played() -> (String, BTreeMap<String, Vec<u8>>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
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
    let example = project().join("examples/tiny");
    if std::env::var_os("PLENARY_WRITE_DOCS").is_some() {
        for (path, bytes) in &register {
            let place = example.join(path);
            std::fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
            std::fs::write(place, bytes).expect("a file");
        }
    }
    let there = files(&example);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&there), names(&register));
    for (path, bytes) in &register {
        assert!(
            there.get(path) == Some(bytes),
            "examples/tiny/{path} is not what the demonstration makes; \
             PLENARY_WRITE_DOCS=1 cargo test documents writes it anew"
        );
    }
}

/// The blocks of a document that begin with a command of ours: the command's words, and what
/// stands under it.
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
        "un-security-council",
    ] {
        let path = project().join("examples").join(example).join("README.md");
        let mut readme = std::fs::read_to_string(&path).expect("an example's README");
        for (words, output) in shown(&readme.clone()) {
            let printed = hermetic(env!("CARGO_BIN_EXE_plenary"), project())
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
            if printed != output && std::env::var_os("PLENARY_WRITE_DOCS").is_some() {
                readme = readme.replace(
                    &format!("$ plenary {}\n{output}", words.join(" ")),
                    &format!("$ plenary {}\n{printed}", words.join(" ")),
                );
                std::fs::write(&path, &readme).expect("the README can be written");
                continue;
            }
            assert_eq!(
                printed,
                output,
                "plenary {} in {}",
                words.join(" "),
                path.display()
            );
        }
    }
    assert!(seen >= 4, "only {seen} commands are shown in the examples");
}
