//! Tests that every check code has a page, that all pages have one form, that they show what the program prints,
//! that no example or preset has a finding, and that old names find their code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use plenary::register::snapshot::{Content, Extent};
use plenary::render::finding as rendered;
use plenary::render::format::{Format, OutputContext};
use plenary::render::page::Page;
use plenary::render::render;
use plenary::value::code::{self, CheckCode, Severity};
use plenary::value::finding::{Finding, SourceLocation};

use crate::blessed::{self, project};
use crate::body::said;
use crate::broken::archive::Files;
use crate::broken::checked;
use crate::documents;
use crate::scene::Scene;

/// What is before and behind that which was found, the last of an example. The test that finds it
/// writes it there.
const FOUND: [&str; 2] = ["prints:\n\n```text\n", "finds:\n\n```text\n"];
const END: &str = "```\n\n## How to fix it\n";

/// The sections that every page has, in order, and the one that it can have.
const SECTIONS: [&str; 3] = ["Why this is a problem", "Example", "How to fix it"];
const INTENDED: &str = "If it is intended";

/// The most words of a sentence.
const MOST_WORDS: usize = 25;

/// Columns of what a page shows, which is moved in by four in a terminal of 80.
const WIDTH: usize = 76;

/// Every file of a register's folder, as it is there.
fn folder(root: &Path) -> Files {
    let files = documents::files(root).into_iter();
    files
        .map(|(path, bytes)| (path, Content::Plain(bytes.into())))
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

/// Compares what a page shows with findings of its code, as the program prints them; or writes it.
#[track_caller]
pub(crate) fn page_shows(code: &CheckCode, found: &[Finding]) {
    let own = found.iter().filter(|finding| finding.code == code);
    let own: Vec<Finding> = own.take(2).cloned().collect();
    let page = rendered::page(&own);
    let text = render(&page, Format::Table, &OutputContext::terminal(WIDTH));
    let (findings, _number) = text.trim_end().rsplit_once('\n').expect("a finding");
    page_shows_text(code.id, &format!("{}\n", findings.trim_end()));
}

/// The names of the commits on a page, the newest first, so that a page changes only with its words.
const COMMITS: [&str; 3] = ["5b1f0e6", "8eaf9d1", "c2d40a7"];

/// The same for what `verify` finds in a scene.
#[track_caller]
pub(crate) fn page_shows_verified(scene: &Scene, id: &str) {
    let (report, _) = scene.json(&["verify"]);
    page_shows_found(scene, id, &report["check"]["findings"]);
}

/// The same with a commit that somebody remembers.
#[track_caller]
pub(crate) fn page_shows_against(scene: &Scene, commit: &str, id: &str) {
    let (report, _) = scene.json(&["verify", "--against", commit]);
    page_shows_found(scene, id, &report["check"]["findings"]);
}

/// The same for what the check of a pull request finds.
#[track_caller]
pub(crate) fn page_shows_request(scene: &Scene, actor: &str, id: &str) {
    let check = ["check", "--changed", "main...request"];
    let (report, _) = match actor {
        "" => scene.json(&check),
        actor => scene.json(&[&check[..], &["--actor", actor]].concat()),
    };
    page_shows_found(scene, id, &report["findings"]);
}

#[track_caller]
fn page_shows_found(scene: &Scene, id: &str, findings: &serde_json::Value) {
    let findings = findings.as_array().expect("findings");
    let mut found: Vec<Finding> = findings.iter().map(reported).collect();
    let commits = scene.git(&["log", "--all", "--reflog", "--format=%H"]);
    let mut shown = COMMITS.iter();
    for name in commits.lines().filter_map(|name| name.get(..7)) {
        let named = |finding: &Finding| finding.sentence.contains(name);
        if !found.iter().any(named) {
            continue;
        }
        let shown = shown.next().expect("a name for each commit");
        for finding in &mut found {
            finding.sentence = finding.sentence.replace(name, shown);
            finding.hint = finding.hint.as_ref().map(|hint| hint.replace(name, shown));
        }
    }
    page_shows(code::find(id).expect("a code"), &found);
}

/// The same for lines that are no findings.
#[track_caller]
pub(crate) fn page_shows_lines(id: &str, text: &str) {
    let canvas = OutputContext::terminal(WIDTH);
    let wrapped = |line: &str| match line.len() > WIDTH {
        true => render(&Page::new().line(line), Format::Table, &canvas),
        false => format!("{line}\n"),
    };
    page_shows_text(id, &text.lines().map(wrapped).collect::<String>());
}

#[track_caller]
fn page_shows_text(id: &str, text: &str) {
    let path = format!("docs/reference/codes/{id}.md");
    let page = fs::read_to_string(project(&path)).expect("a page");
    let (before, _) = parted(&page).unwrap_or_else(|| panic!("{path}"));
    let (_, after) = page.split_once(END).unwrap_or_else(|| panic!("{path}"));
    blessed::same(&path, &format!("{before}{text}{END}{after}"));
}

/// A page before what it shows that was found, and from there on.
fn parted(page: &str) -> Option<(&str, &str)> {
    let begins = FOUND
        .iter()
        .filter_map(|begin| Some(page.find(begin)? + begin.len()));
    page.split_at_checked(begins.min()?)
}

/// A finding as a report in JSON tells it.
pub(crate) fn reported(finding: &serde_json::Value) -> Finding {
    let word = |key: &str| finding[key].as_str().map(str::to_owned);
    let number = |key: &str| {
        finding[key]
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
    };
    let code = code::find(&word("code").expect("a code")).expect("a known code");
    let place = SourceLocation {
        path: word("path").expect("a path"),
        line: number("line"),
        column: number("column"),
    };
    let reported = Finding::new(code, place, word("message").expect("a message"));
    match word("hint") {
        Some(hint) => reported.hint(hint),
        None => reported,
    }
}

/// The text before the first section, and the sections with their headings.
fn sections(page: &str) -> (&str, Vec<(&str, &str)>) {
    let mut parts = page.split("\n## ");
    let head = parts.next().unwrap_or_default();
    let section = |part| str::split_once(part, '\n').expect("a heading with its section");
    (head, parts.map(section).collect())
}

/// The lines that are outside of fences, or those that are inside of them.
fn lines_of(text: &str, inside: bool) -> Vec<&str> {
    let mut is_inside = false;
    let wanted = |line: &&str| {
        let mark = line.starts_with("```");
        is_inside ^= mark;
        !mark && is_inside == inside
    };
    text.lines().filter(wanted).collect()
}

/// The sentences of a page, each piece of code as one word.
fn sentences(page: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in lines_of(page, false) {
        let begins = line.starts_with(|c: char| c.is_ascii_digit());
        if line.is_empty() || begins {
            paragraphs.push(String::new());
        }
        let last = paragraphs.last_mut().expect("a paragraph");
        last.push_str(line);
        last.push(' ');
    }
    let without_code = |text: &String| {
        let pieces = text.split('`').enumerate();
        let word = |(at, piece): (usize, &str)| match at % 2 {
            0 => piece.to_owned(),
            _ => "CODE".to_owned(),
        };
        pieces.map(word).collect::<String>()
    };
    let texts: Vec<String> = paragraphs.iter().map(without_code).collect();
    let sentences = texts.iter().flat_map(|text| text.split_inclusive(". "));
    sentences.map(str::to_owned).collect()
}

#[test]
fn every_page_has_the_same_form() {
    for code in code::ALL {
        let id = code.id;
        let (head, sections) = sections(code.page);
        let mut paragraphs = head.split("\n\n");
        let title = format!("# {id} {}: {}", code.name, code.title);
        assert_eq!(paragraphs.next(), Some(title.as_str()));
        let facts = paragraphs.next().unwrap_or_default();
        let severity = match code.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let begins = format!("**Severity:** {severity}. **Found by:** `plenary ");
        assert!(facts.starts_with(&begins), "{id}: {facts}");
        let old = code.former_name.map(|old| format!(" **Old name:** {old}."));
        let is_told = facts.contains("Old name") == old.is_some();
        assert!(is_told && facts.ends_with(&old.unwrap_or_default()), "{id}");
        assert!(paragraphs.next().is_some(), "{id} says what the rule is");
        let mut headings = sections.iter().map(|(heading, _)| *heading);
        for wanted in SECTIONS {
            assert_eq!(headings.next(), Some(wanted), "{id}");
        }
        assert!(headings.all(|heading| heading == INTENDED), "{id}");
        assert!(sections.len() <= 4, "{id}");
        assert!(sections[2].1.starts_with("\n1. "), "{id} has steps");
    }
}

#[test]
fn the_sentences_of_a_page_are_short() {
    for code in code::ALL {
        for sentence in sentences(code.page) {
            let words = sentence.split_whitespace().count();
            assert!(
                words <= MOST_WORDS,
                "{}: {words} words: {sentence}",
                code.id
            );
        }
    }
}

/// What an example shows of a record is in the register in which the test finds it.
#[test]
fn what_a_page_shows_of_a_record_is_in_its_broken_register() {
    let sound = fs::read_to_string(project("examples/broken/sound.txt")).expect("a file");
    for code in code::ALL {
        let (_, sections) = sections(code.page);
        let (before, found) = parted(sections[1].1).expect("what is found");
        assert!(found.contains(code.id), "{} shows what is found", code.id);
        let path = project(&format!("examples/broken/{}.txt", code.id));
        let Ok(broken) = fs::read_to_string(path) else {
            continue;
        };
        let broken: BTreeSet<&str> = broken.lines().chain(sound.lines()).collect();
        for line in lines_of(before, true) {
            assert!(broken.contains(line), "{}: {line}", code.id);
        }
    }
}

#[test]
fn explain_finds_a_code_by_every_name_and_lists_all_without_one() {
    let scene = Scene::folder();
    scene.tell("codes/explain_finds_a_code_by_every_name_and_lists_all_without_one");
    scene.ok(&["explain"]);
    for name in ["s130", "violation-landed"] {
        scene.ok(&["explain", name]);
    }
    for name in ["S999", "P305", "violation-landing", "rule broken", "colour"] {
        scene.refused(2, &["explain", name]);
    }
    for option in ["--deny", "--allow"] {
        scene.refused(2, &["check", option, "gate-unmett"]);
        scene.refused(2, &["check", option, "S999"]);
    }
    let (all, _) = scene.json(&["explain"]);
    assert_eq!(all, scene.json(&["codes"]).0);
    assert_eq!(all["codes"].as_array().map(Vec::len), Some(code::ALL.len()));
    for code in code::ALL {
        for name in code.names().chain([code.id]) {
            let (page, exit) = scene.json(&["explain", name]);
            assert_eq!((&page["code"], exit), (&code.id.into(), Some(0)), "{name}");
        }
    }
}

/// A check takes an old name of a code, and tells the present one.
#[test]
fn a_check_takes_an_old_name_and_tells_the_present_one() {
    let scene = Scene::repository();
    for (path, content) in crate::broken::archive::sound("tree") {
        let Content::Plain(bytes) = content else {
            panic!("{path} is no text")
        };
        scene.write(&path, std::str::from_utf8(&bytes).expect("text"));
    }
    scene.write("proposals/tap/position/ben.toml", "# Support.\n");
    scene.commit("Begin", "2026-03-09T09:00:00Z");
    for name in ["unknown-file", "stray-file", "s117"] {
        let (report, exit) = scene.json(&["check", "--deny", name]);
        assert_eq!(report["findings"][0]["name"], "unknown-file");
        assert_eq!(exit, Some(1), "{name}");
        let (report, exit) = scene.json(&["check", "--allow", name]);
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(0));
        assert_eq!(exit, Some(0), "{name}");
    }
    let sarif = scene.ok(&["check", "--format", "sarif"]);
    said(&sarif, &["unknown-file"]);
    assert!(!sarif.contains("\"stray-file\""));
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
        let charter = Content::Plain(fs::read(&path).unwrap().into());
        let files = BTreeMap::from([("charter.toml".to_owned(), charter)]);
        let found = checked(files, Extent::Everything);
        assert_eq!(found, [], "{}:\n{}", path.display(), lines(&found));
    }
}
