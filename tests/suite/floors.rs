//! The floors of the house: an arrow may only go down, and the core touches nothing outside.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may call; `docs/architecture.md` draws them.
const ROOMS: &[(&str, &[&str])] = &[
    ("value", &[]),
    ("record", &["value"]),
    ("render", &["value"]),
    ("register", &["record", "value"]),
    ("tally", &["register", "record", "value"]),
    ("git", &["register", "record", "value"]),
    ("procedure", &["tally", "register", "record", "value"]),
    (
        "act",
        &["procedure", "tally", "register", "record", "value"],
    ),
    (
        "check",
        &["procedure", "tally", "register", "record", "value"],
    ),
    (
        "report",
        &[
            "procedure",
            "tally",
            "register",
            "record",
            "render",
            "value",
        ],
    ),
    (
        "session",
        &[
            "check",
            "procedure",
            "tally",
            "git",
            "register",
            "record",
            "value",
        ],
    ),
    (
        "cli",
        &[
            "session",
            "act",
            "check",
            "report",
            "procedure",
            "tally",
            "git",
            "register",
            "record",
            "render",
            "value",
        ],
    ),
];

/// The rooms that know nothing of the world outside.
const CORE: &[&str] = &[
    "value",
    "record",
    "register",
    "tally",
    "procedure",
    "act",
    "check",
    "report",
    "render",
];

/// What the core never names.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::io",
    "std::net",
    "std::thread",
    "git2",
    "println!",
    "print!(",
    "eprintln!",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
    "HashMap",
    "HashSet",
    "f32",
    "f64",
    "rand::",
];

/// What `session` is told and never looks up.
const TOLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::io",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
];

/// The most lines of a file, its tests not counted.
const LONGEST: usize = 450;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files_under(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the source") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files_under(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
    into.sort();
}

/// Every file of the source by its path, with its text up to its tests.
pub(crate) fn files() -> BTreeMap<String, String> {
    let mut paths = Vec::new();
    files_under(&source(), &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a file of the source");
            let inside = path.strip_prefix(source()).expect("a path in the source");
            let code = text
                .split("\n#[cfg(test)]\nmod ")
                .next()
                .unwrap_or("")
                .to_owned();
            (inside.to_string_lossy().replace('\\', "/"), code)
        })
        .collect()
}

/// The lines of code: comments left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(n, line)| (n + 1, line))
}

fn room(path: &str) -> Option<&str> {
    path.split_once('/').map(|(room, _)| room)
}

/// The rooms that a line names: what stands behind `crate::`.
fn named(line: &str) -> Vec<&str> {
    line.split("crate::")
        .skip(1)
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            &rest[..end.unwrap_or(rest.len())]
        })
        .filter(|name| ROOMS.iter().any(|(room, _)| room == name))
        .collect()
}

#[test]
fn arrows_go_down() {
    let mut faults = Vec::new();
    let mut arrows = 0;
    for (path, text) in files() {
        let Some(from) = room(&path) else { continue };
        let allowed = ROOMS.iter().find(|(room, _)| *room == from);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("{path} is in no room of the table"));
        for (n, line) in code(&text) {
            for to in named(line) {
                arrows += usize::from(to != from);
                if to != from && !allowed.contains(&to) {
                    faults.push(format!("src/{path}:{n}: {from} calls {to}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(
        arrows > 100,
        "only {arrows} arrows were seen: the test no longer reads the source"
    );
}

#[test]
fn the_core_touches_nothing_outside_and_session_only_through_git() {
    let mut faults = Vec::new();
    for (path, text) in files() {
        let barred = match room(&path) {
            Some("session") => TOLD,
            Some(room) if CORE.contains(&room) => OUTSIDE,
            _ => continue,
        };
        for (n, line) in code(&text) {
            for outside in barred.iter().filter(|outside| line.contains(**outside)) {
                faults.push(format!("src/{path}:{n}: {outside}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn git2_and_the_streams_have_one_room_each() {
    let mut faults = Vec::new();
    for (path, text) in files() {
        let room = room(&path).unwrap_or("");
        for (n, line) in code(&text) {
            if line.contains("git2::") && room != "git" {
                faults.push(format!("src/{path}:{n}: git2 outside src/git"));
            }
            let streams = ["io::stdout", "io::stderr", "env::args", "env::var"];
            if streams.iter().any(|stream| line.contains(stream)) && path != "cli/world.rs" {
                faults.push(format!(
                    "src/{path}:{n}: the world outside src/cli/world.rs"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let nameless = [
        "util", "utils", "common", "helper", "helpers", "manager", "misc",
    ];
    let mut faults = Vec::new();
    for (path, text) in files() {
        if !text.starts_with("//! ") {
            faults.push(format!(
                "src/{path} does not open with a sentence that says what it is"
            ));
        }
        if text.lines().count() > LONGEST {
            faults.push(format!("src/{path} has {} lines", text.lines().count()));
        }
        let stem = path
            .rsplit('/')
            .next()
            .unwrap_or("")
            .trim_end_matches(".rs");
        if nameless.contains(&stem) {
            faults.push(format!("src/{path} has a name that says nothing"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_test_file_is_forgotten() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut paths = Vec::new();
    files_under(&suite, &mut paths);
    let all: String = paths
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a test file"))
        .collect();
    let forgotten: Vec<_> = paths
        .iter()
        .filter_map(|path| path.file_stem()?.to_str())
        .filter(|stem| !["main", "mod"].contains(stem) && !all.contains(&format!("mod {stem};")))
        .collect();
    assert!(forgotten.is_empty(), "not in any `mod`: {forgotten:?}");
}

/// The modules of `procedure` that each of them names; a file and its folder are one module.
fn arrows_within_procedure() -> BTreeMap<String, BTreeSet<String>> {
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let module = |path: &str| {
        let inside = path.strip_prefix("procedure/")?;
        let name = inside.split(['/', '.']).next()?;
        (name != "mod").then(|| name.to_owned())
    };
    for (path, text) in files() {
        let Some(from) = module(&path) else { continue };
        let named = arrows.entry(from.clone()).or_default();
        for (_, line) in code(&text) {
            for rest in line.split("crate::procedure::").skip(1) {
                let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_');
                let to = &rest[..end.unwrap_or(rest.len())];
                assert!(!to.is_empty(), "src/{path} names modules in a list: {line}");
                if to != from {
                    named.insert(to.to_owned());
                }
            }
        }
    }
    arrows
}

#[test]
fn no_two_modules_of_procedure_rest_on_each_other() {
    let mut left = arrows_within_procedure();
    let arrows: usize = left.values().map(BTreeSet::len).sum();
    assert!(arrows > 20, "only {arrows} arrows were seen");
    // What rests on nothing that is left is taken away, until nothing is left but circles.
    loop {
        let known: BTreeSet<String> = left.keys().cloned().collect();
        let before = left.len();
        left.retain(|_, named| named.iter().any(|to| known.contains(to)));
        if left.len() == before {
            break;
        }
    }
    assert!(left.is_empty(), "in circles: {left:?}");
}
