//! Makes the parts of documents that repeat the program: whole pages, and parts between two marks. One test
//! compares all of it, and its switch writes it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use plenary::cli::error::Exit;
use plenary::cli::world;
use plenary::record::kind;
use plenary::record::shape::{KeyShape, Shape};
use plenary::session::ErrorKind;
use plenary::value::code::{self, Severity};

use crate::blessed::{self, project};
use crate::{presets, reference, rights};

/// What makes a page, and what makes a part of the page of this name.
type Page = fn() -> String;
type Part = fn(&str) -> String;

/// Pages that are made whole.
const PAGES: &[(&str, Page)] = &[
    ("docs/reference/commands.md", reference::page),
    ("docs/reference/keys.md", keys),
    ("docs/reference/presets/README.md", presets::index),
    ("docs/reference/rights.md", rights::page),
];

/// Parts of pages, by the name that their mark has. Each is told the name of its page.
const PARTS: &[(&str, Part)] = &[
    ("codes", |_| codes()),
    ("environment", |_| environment()),
    ("error kinds", |_| error_kinds()),
    ("exit codes", |_| exit_codes()),
    ("explain", presets::explained),
    ("not covered", presets::not_covered),
];

const BEGIN: &str = "<!-- made by the program: ";
const END: &str = "<!-- end -->\n";

/// A table with these headings.
fn table<const N: usize>(headings: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let rule = format!("|{}\n", "---|".repeat(N));
    let rows: String = rows
        .map(|row| format!("| {} |\n", row.join(" | ")))
        .collect();
    format!("| {} |\n{rule}{rows}", headings.join(" | "))
}

fn codes() -> String {
    let rows = code::ALL.iter().map(|code| {
        let severity = match code.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let link = format!("[{id}]({id}.md)", id = code.id);
        [
            link,
            code.name.to_owned(),
            severity.to_owned(),
            code.title.to_owned(),
        ]
    });
    table(["code", "name", "severity", "what happened"], rows)
}

fn exit_codes() -> String {
    let rows = Exit::ALL
        .into_iter()
        .map(|exit| [exit.code().to_string(), exit.meaning().to_owned()]);
    table(["exit code", "meaning"], rows)
}

fn environment() -> String {
    let rows = world::VARIABLES
        .iter()
        .map(|one| [format!("`{}`", one.name), one.says.to_owned()]);
    table(["variable", "what it says"], rows)
}

fn error_kinds() -> String {
    let rows = ErrorKind::ALL.into_iter().map(|(kind, when)| {
        [
            format!("`{kind:?}`"),
            when.to_owned(),
            Exit::from(kind).code().to_string(),
        ]
    });
    table(["`ErrorKind::`", "when", "exit code of `plenary`"], rows)
}

const KEYS: &str = "# Keys\n\n\
    This page lists every key of every record, as Plenary reads and writes them. [Records](records.md)\n\
    explains them in more detail, and `plenary schema participant` prints the same for an editor. A key with an asterisk\n\
    is required. `table.key` is a key of a table.\n";

fn keys() -> String {
    let mut page = KEYS.to_owned();
    for kind in kind::ALL {
        let mut rows = Vec::new();
        keys_of("", &(kind.keys)(), &mut rows);
        let table = table(["key", "value", "what it says"], rows.into_iter());
        page.push_str(&format!("\n## {}\n`{}`\n\n{table}", kind.name, kind.files));
    }
    page
}

/// A row for each key, and behind it one for each key of its table.
fn keys_of(table: &str, keys: &[KeyShape], rows: &mut Vec<[String; 3]>) {
    for key in keys {
        let star = if key.needed { "\\*" } else { "" };
        let name = format!("{table}{}", key.name);
        let says = key.told().replace('|', "\\|").replace('\n', " ");
        rows.push([format!("`{name}`{star}"), takes(&key.shape), says]);
        inside(&name, &key.shape, rows);
    }
}

fn inside(name: &str, shape: &Shape, rows: &mut Vec<[String; 3]>) {
    match shape {
        Shape::Table(keys) => keys_of(&format!("{name}."), keys, rows),
        Shape::List(inner) => inside(name, inner, rows),
        Shape::Named(inner) => inside(&format!("{name}.NAME"), inner, rows),
        Shape::Words(inner) => inside(&format!("{name}.WORD"), inner, rows),
        Shape::Either(all) => all.iter().for_each(|one| inside(name, one, rows)),
        _ => {}
    }
}

/// What a key takes, in a few words.
fn takes(shape: &Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Id => "id".to_owned(),
        Shape::Like(example) => example.replace('|', "\\|"),
        Shape::Word(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        }
        Shape::Flag => "true or false".to_owned(),
        Shape::Whole => "whole number".to_owned(),
        Shape::Instant => "time".to_owned(),
        Shape::Day => "day".to_owned(),
        Shape::List(inner) => format!("list: {}", takes(inner)),
        Shape::Table(_) => "table".to_owned(),
        Shape::Named(inner) => format!("table by name: {}", takes(inner)),
        Shape::Words(inner) => format!("table by word: {}", takes(inner)),
        Shape::Either(all) => {
            let all: BTreeSet<String> = all.iter().map(takes).collect();
            all.into_iter().collect::<Vec<_>>().join(" or ")
        }
    }
}

fn pages(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            pages(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            into.push(path);
        }
    }
}

/// A page with every part made again, and the names of the parts.
fn again(name: &str, page: &str, used: &mut BTreeSet<String>) -> String {
    let mut pieces = page.split(BEGIN);
    let mut now = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (part, rest) = piece.split_once(" -->\n").expect("the end of a mark");
        let (_, after) = rest
            .split_once(END)
            .unwrap_or_else(|| panic!("{name}: {part} has no end"));
        let (_, make) = PARTS
            .iter()
            .find(|(known, _)| *known == part)
            .unwrap_or_else(|| panic!("{name}: {part}?"));
        used.insert(part.to_owned());
        now.push_str(&format!("{BEGIN}{part} -->\n{}{END}{after}", make(name)));
    }
    now
}

/// What a key says is for people: no word of the source, and no link that only a page of it can follow.
#[test]
fn what_a_key_says_is_no_code() {
    for kind in kind::ALL {
        let mut rows = Vec::new();
        keys_of("", &(kind.keys)(), &mut rows);
        assert!(!rows.is_empty(), "{}", kind.name);
        for [key, _, says] in rows {
            let code = ["`None`", "`Some", "`true`", "`false`", "[`", "::"];
            let found: Vec<&str> = code
                .into_iter()
                .filter(|word| says.contains(word))
                .collect();
            assert!(
                found.is_empty() && !says.is_empty(),
                "{} {key}: {says:?}",
                kind.name
            );
        }
    }
}

#[test]
fn what_documents_repeat_is_what_the_program_says() {
    for (path, make) in PAGES {
        blessed::same(path, &make());
    }
    let mut paths = vec![project("README.md")];
    pages(&project("docs"), &mut paths);
    pages(&project("examples"), &mut paths);
    let mut used = BTreeSet::new();
    for path in paths {
        let page = std::fs::read_to_string(&path).expect("a page");
        if !page.contains(BEGIN) {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy();
        let inside = path
            .strip_prefix(project(""))
            .expect("a page of the project");
        blessed::same(&inside.to_string_lossy(), &again(&name, &page, &mut used));
    }
    let known: BTreeSet<String> = PARTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(
        used, known,
        "parts that pages have, and parts that are known"
    );
}
