//! Tests the layers: a room uses only lower rooms, and the core touches nothing outside the program.

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
        "letter",
        &[
            "report",
            "procedure",
            "tally",
            "register",
            "record",
            "render",
            "value",
        ],
    ),
    (
        "site",
        &[
            "report",
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
            "letter",
            "site",
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
    "letter",
    "site",
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

/// Every file of the source by its path, with its text up to its tests; none that has nothing else.
pub(crate) fn files() -> BTreeMap<String, String> {
    let mut paths = Vec::new();
    files_under(&source(), &mut paths);
    paths.retain(|path| !path.iter().any(|part| part == "tests"));
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

/// The rooms that a line names: the words after `crate::`.
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

/// What a file names of the library, in `use` statements and anywhere else, from its root: `record::call::Call`.
fn named_by(path: &str, text: &str) -> Vec<String> {
    let module = module_of(path);
    let own: Vec<&str> = module.split("::").collect();
    let whole: String = code(text).map(|(_, line)| format!("{line} ")).collect();
    let used = whole.match_indices("use ").flat_map(|(start, _)| {
        let tree = &whole[start + 4..];
        expanded(tree.split(';').next().unwrap_or(tree))
    });
    let named = used.chain(paths_in(&whole));
    named
        .filter_map(|path| from_root(&path.replace(' ', ""), &own))
        .collect()
}

/// The paths that begin with `crate` or `super`, wherever they are.
fn paths_in(code: &str) -> impl Iterator<Item = String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let begins = ["crate::", "super::"]
        .into_iter()
        .flat_map(|word| code.match_indices(word));
    let whole = begins.filter(move |(at, _)| !code[..*at].ends_with(is_part));
    whole.map(move |(at, _)| code[at..].chars().take_while(|c| is_part(*c)).collect())
}

/// A path as the module `own` says it, from the root of the library; nothing of what is outside.
fn from_root(path: &str, own: &[&str]) -> Option<String> {
    if let Some(rest) = path.strip_prefix("crate::") {
        return Some(rest.to_owned());
    }
    if let Some(rest) = path.strip_prefix("self::") {
        return Some(format!("{}::{rest}", own.join("::")));
    }
    let up = path.matches("super::").count();
    let base = &own[..own.len().saturating_sub(up)];
    path.starts_with("super::").then(|| {
        format!(
            "{}::{}",
            base.join("::"),
            path.trim_start_matches("super::")
        )
    })
}

/// Every path of a tree of `use`: `a::{b, c::{d}}` is `a::b` and `a::c::d`.
fn expanded(tree: &str) -> Vec<String> {
    let Some((head, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree);
        return vec![path.trim().to_owned()];
    };
    let body = rest.rsplit_once('}').map_or(rest, |(body, _)| body);
    let mut depth = 0;
    let parts = body.split(|c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let parts = parts.filter(|part| !part.trim().is_empty());
    parts
        .flat_map(expanded)
        .map(|path| format!("{}{path}", head.trim()))
        .collect()
}

/// The module that a file is: `record/call.rs` is `record::call`.
fn module_of(path: &str) -> String {
    let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
    stem.replace('/', "::")
}

/// The files that each file rests on. A file and those in its folder are parts of one thing.
fn arrows_between_files() -> BTreeMap<String, BTreeSet<String>> {
    let all = files();
    let modules: BTreeSet<String> = all.keys().map(|path| module_of(path)).collect();
    let related = |one: &str, other: &str| {
        let within = |a: &str, b: &str| a == b || a.starts_with(&format!("{b}::"));
        within(one, other) || within(other, one)
    };
    let longest = |named: &str| {
        let parts: Vec<&str> = named.split("::").collect();
        let mut known = (1..=parts.len()).rev().map(|n| parts[..n].join("::"));
        known.find(|prefix| modules.contains(prefix))
    };
    let arrow = |(path, text): (&String, &String)| {
        let from = module_of(path);
        let named = named_by(path, text).into_iter();
        let to = named.filter_map(|name| longest(&name));
        let to = to.filter(|to| !related(&from, to)).collect();
        (from, to)
    };
    all.iter().map(arrow).collect()
}

#[test]
fn no_two_files_rest_on_each_other() {
    let mut left = arrows_between_files();
    let arrows: usize = left.values().map(BTreeSet::len).sum();
    assert!(arrows > 2_000, "only {arrows} arrows were seen");
    // What rests on nothing that is left, and what nothing that is left rests on, is taken away,
    // until nothing is left but circles.
    loop {
        let before = left.len();
        let known: BTreeSet<String> = left.keys().cloned().collect();
        left.retain(|_, named| named.iter().any(|to| known.contains(to)));
        let used: BTreeSet<String> = left.values().flatten().cloned().collect();
        left.retain(|from, _| used.contains(from));
        if left.len() == before {
            break;
        }
    }
    assert!(left.is_empty(), "in circles: {:?}", left.keys());
}
