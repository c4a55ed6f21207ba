//! Tests that every check code has a page and a line in the index, and that no example or preset has a finding.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use plenary::register::snapshot::{Content, Extent};
use plenary::value::code::{self, Severity};
use plenary::value::finding::Finding;

use crate::blessed::project;
use crate::broken::archive::Files;
use crate::broken::checked;
use crate::documents;

/// Every file of a register's folder, as it is there.
fn folder(root: &Path) -> Files {
    let files = documents::files(root).into_iter();
    files
        .map(|(path, bytes)| (path, Content::Plain(bytes)))
        .collect()
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
fn no_page_is_without_a_code() {
    let known: BTreeSet<&str> = code::ALL.iter().map(|code| code.id).collect();
    for entry in fs::read_dir(project("docs/reference/codes")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.strip_suffix(".md").unwrap();
        assert!(stem == "README" || known.contains(stem), "{name}");
    }
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
