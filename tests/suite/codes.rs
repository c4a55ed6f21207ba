//! Every check code has a page, and every code of the tree checks a register that shows its fault
//! and a mended twin.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use plenary::check;
use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::value::clock::Instant;
use plenary::value::code::{self, Code, Severity};
use plenary::value::finding::Finding;

use crate::blessed::{self, project};

fn tree_codes() -> impl Iterator<Item = &'static Code> {
    code::ALL
        .iter()
        .copied()
        .filter(|code| code.id.starts_with('S'))
}

/// Every file of a register's folder, as it lies there.
fn folder(root: &Path) -> BTreeMap<String, Content> {
    let mut files = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let kind = fs::symlink_metadata(&path).unwrap().file_type();
            if kind.is_dir() {
                open.push(path);
                continue;
            }
            let content = match kind.is_symlink() {
                true => Content::Link,
                false => Content::Plain(fs::read(&path).unwrap()),
            };
            let inside = path.strip_prefix(root).unwrap();
            files.insert(inside.to_str().unwrap().to_owned(), content);
        }
    }
    files
}

fn checked(files: BTreeMap<String, Content>, extent: Extent) -> Vec<Finding> {
    let proposals = files.keys().filter_map(|path| {
        let (name, _) = path.strip_prefix("proposals/")?.split_once('/')?;
        Some(name.to_owned())
    });
    let register = Register::read(Snapshot {
        moment: Moment::WorkTree,
        extent,
        proposals: proposals.collect(),
        files,
    });
    let now = Instant::parse("2026-03-10T09:00:00Z").unwrap();
    check::tree_at(&register, now)
}

/// The register that shows the fault of a code.
fn bad(code: &Code) -> BTreeMap<String, Content> {
    let broken = project("examples/broken").join(code.id);
    if code != code::S104 {
        return folder(&broken.join("bad"));
    }
    let mut files = folder(&broken.join("good"));
    let text = vec![b'x'; 16 * 1024 * 1024 + 1];
    let record = format!("position = \"support\"\n# {}\n", "x".repeat(256 * 1024));
    files.insert("proposals/tap/text.md".to_owned(), Content::Plain(text));
    let position = Content::Plain(record.into_bytes());
    files.insert("proposals/tap/positions/ben.toml".to_owned(), position);
    files
}

fn lines(findings: &[Finding]) -> String {
    findings
        .iter()
        .map(|finding| {
            format!(
                "{} {} {}\n",
                finding.code.id, finding.place, finding.sentence
            )
        })
        .collect()
}

#[test]
fn every_code_has_a_page_that_begins_with_its_name() {
    for code in code::ALL {
        let heading = format!("# {} {}\n", code.id, code.name);
        assert!(code.page.starts_with(&heading), "{}", code.id);
        let length = code.page.lines().count();
        assert!(
            (10..=40).contains(&length),
            "{} has {length} lines",
            code.id
        );
        assert!(code.page.contains("```"), "{} shows no example", code.id);
        let word = match code.severity {
            Severity::Error => "**Error.**",
            Severity::Warning => "**Warning.**",
        };
        assert!(code.page.contains(word), "{}", code.id);
    }
}

#[test]
fn the_index_lists_every_code_with_severity_and_title() {
    let index = fs::read_to_string(project("docs/reference/codes/README.md")).unwrap();
    let rows: Vec<&str> = index
        .lines()
        .filter(|line| line.starts_with("| ["))
        .collect();
    let expected: Vec<String> = code::ALL
        .iter()
        .map(|code| {
            let severity = match code.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let (id, name, title) = (code.id, code.name, code.title);
            format!("| [{id}]({id}.md) | {name} | {severity} | {title} |")
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn no_page_and_no_broken_register_is_without_a_code() {
    let known: BTreeSet<&str> = code::ALL.iter().map(|code| code.id).collect();
    for entry in fs::read_dir(project("docs/reference/codes")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.strip_suffix(".md").unwrap();
        assert!(stem == "README" || known.contains(stem), "{name}");
    }
    for entry in fs::read_dir(project("examples/broken")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name == "README.md" || known.contains(name.as_str()),
            "{name}"
        );
    }
}

#[test]
fn every_broken_register_shows_its_fault_as_expected() {
    for code in tree_codes() {
        let found = checked(bad(code), Extent::Everything);
        assert!(
            found.iter().any(|finding| finding.code == code),
            "{}: {found:?}",
            code.id
        );
        assert!(
            found.iter().all(|finding| finding.hint.is_some()),
            "{found:?}"
        );
        let expected = format!("examples/broken/{}/expected.txt", code.id);
        blessed::same(&expected, &lines(&found));
    }
}

#[test]
fn every_mended_register_is_free_of_findings() {
    for code in tree_codes() {
        let good = project("examples/broken").join(code.id).join("good");
        assert_eq!(
            checked(folder(&good), Extent::Everything),
            [],
            "{}",
            code.id
        );
    }
}

#[test]
fn a_part_of_a_sound_register_is_sound() {
    let good = folder(&project("examples/broken/S120/good"));
    let tap = plenary::value::id::ProposalId::parse("tap").unwrap();
    assert_eq!(checked(good.clone(), Extent::Proposal(tap)), []);
    let roster = good
        .into_iter()
        .filter(|(path, _)| !path.starts_with("proposals/"));
    assert_eq!(checked(roster.collect(), Extent::Roster), []);
}

#[test]
fn the_examples_are_sound() {
    for name in ["un-security-council", "iso-29500"] {
        let found = checked(folder(&project("examples").join(name)), Extent::Everything);
        assert_eq!(found, [], "{name}:\n{}", lines(&found));
    }
}

#[test]
fn a_register_that_begins_with_a_preset_is_sound() {
    for entry in fs::read_dir(project("examples/presets")).unwrap() {
        let path = entry.unwrap().path();
        let charter = Content::Plain(fs::read(&path).unwrap());
        let files = BTreeMap::from([("charter.toml".to_owned(), charter)]);
        let found = checked(files, Extent::Everything);
        assert_eq!(found, [], "{}:\n{}", path.display(), lines(&found));
    }
}
