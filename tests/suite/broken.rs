//! Tests every check code with registers that have the problem and registers without it: one file for each code in
//! `examples/broken`. Above each wrong line the file says what is found there. The switch writes these lines.

use std::collections::BTreeMap;
use std::fs;

use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::value::clock::Instant;
use plenary::value::code::{self, CheckCode, Severity};
use plenary::value::finding::Finding;
use plenary::value::id::ProposalId;
use plenary::{check, session};

use crate::blessed::project;
use crate::codes::{page_shows, reported};
use crate::demonstrated;
use crate::documents;
use crate::scene::Scene;

pub(crate) mod archive;

use archive::{Archive, Case, Files, Found, sound};

/// What was found in each register of a file, by its name.
type Shown = BTreeMap<String, Vec<Found>>;

fn codes(families: &'static str) -> impl Iterator<Item = &'static CheckCode> {
    code::ALL
        .iter()
        .copied()
        .filter(|code| code.id.starts_with(|family| families.contains(family)))
}

/// The codes that only a history shows, each with the test that makes it, as the README names them.
fn by_history() -> BTreeMap<String, String> {
    let readme = fs::read_to_string(project("examples/broken/README.md")).expect("a README");
    let rows = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix("` |"));
    let rows = rows.filter_map(|row| row.split_once(" | `"));
    rows.map(|(code, test)| (code.to_owned(), test.to_owned()))
        .collect()
}

/// The source of a test, and of what is in its folder.
fn source_of(test: &str) -> String {
    let paths = documents::files(&project("tests/suite")).into_iter();
    let own = |path: &str| path == format!("{test}.rs") || path.starts_with(&format!("{test}/"));
    let texts = paths.filter(|(path, _)| own(path)).map(|(_, bytes)| bytes);
    texts
        .map(|bytes| String::from_utf8(bytes).expect("text"))
        .collect()
}

/// That each bad register shows the code, and each good one nothing.
fn shows(code: &CheckCode, archive: &Archive, found: &Shown) {
    let begins = format!("{} {}\n", code.id, code.name);
    assert!(archive.head().starts_with(&begins), "{}", archive.head());
    assert!(
        found.len() >= 2,
        "{} has a bad and a good register",
        code.id
    );
    for (name, found) in found {
        let own = found.iter().filter(|one| one.code == code.id).count();
        match name.starts_with("good") {
            true => assert_eq!(found.len(), 0, "{} {name}", code.id),
            false => assert!(own > 0, "{} {name}", code.id),
        }
    }
    archive.shows(found);
}

/// The registers of a file: those with the problem, and those without it.
fn bad_and_good(archive: &Archive) -> impl Iterator<Item = &Case> {
    archive.cases("bad").chain(archive.cases("good"))
}

/// What the check of a tree finds in a register.
pub(crate) fn checked(files: Files, extent: Extent) -> Vec<Finding> {
    let proposals = files.keys().filter_map(|path| {
        let (name, _) = path.strip_prefix("proposals/")?.split_once('/')?;
        Some(name.to_owned())
    });
    let proposals = proposals.collect();
    let register = Register::read(Snapshot {
        moment: Moment::WorkTree,
        extent,
        proposals,
        files: files.into_iter().collect(),
    });
    let now = Instant::parse("2026-03-10T09:00:00Z").expect("a moment");
    check::tree_at(&register, now)
}

#[test]
fn of_a_tree() {
    for code in codes("S") {
        let archive = Archive::read(code.id);
        let mut shown = Shown::new();
        for case in bad_and_good(&archive) {
            let found = checked(case.files(sound("tree")), Extent::Everything);
            assert!(
                found.iter().all(|finding| finding.hint.is_some()),
                "{found:?}"
            );
            shown.insert(case.name.clone(), found.iter().map(Found::from).collect());
            on_its_page(code, &archive, case, &found);
        }
        shows(code, &archive, &shown);
    }
}

/// The page of a code shows what is found in its first bad register.
#[track_caller]
fn on_its_page(code: &CheckCode, archive: &Archive, case: &Case, found: &[Finding]) {
    if archive
        .case("bad")
        .is_some_and(|first| first.name == case.name)
    {
        page_shows(code, found);
    }
}

fn write(scene: &Scene, files: &Files) {
    for (path, content) in files {
        match content {
            Content::Plain(bytes) => scene.write(path, std::str::from_utf8(bytes).expect("text")),
            other => panic!("{path} is {other:?}"),
        }
    }
}

/// A repository with the register that a change is brought to.
fn before(archive: &Archive) -> Scene {
    let scene = Scene::repository();
    // The account says who submits, so the address in the commits belongs to nobody else.
    scene.git(&["config", "user.email", "submitter@example.net"]);
    let case = archive.case("before").expect("what was there before");
    let begun = match case.says.first().map(String::as_str) {
        Some(demonstrated::BEGUN) => demonstrated::sound(),
        _ => sound("change"),
    };
    write(&scene, &case.files(begun));
    scene.commit("Before", "2026-05-12T08:00:00Z");
    scene
}

/// What the check of a change finds: on a branch of its own the files of `case` and what it says: who
/// submits, when, and what is deleted; and after they parted, what was committed `meanwhile`.
fn submitted(archive: &Archive, case: &Case) -> (Option<i32>, Vec<Finding>) {
    let mut scene = before(archive);
    scene.git(&["checkout", "--quiet", "-b", "request"]);
    write(&scene, &case.files(Files::new()));
    let mut check = vec!["check", "--changed", "main...request"];
    for line in &case.says {
        match line.split_once(' ').expect("a word and what it says") {
            ("actor", account) => check.extend(["--actor", account]),
            ("now", now) => scene.now(now),
            ("delete", path) => fs::remove_file(scene.path(path)).expect("a file to remove"),
            (word, _) => panic!("{word} means nothing"),
        }
    }
    scene.commit("Change", "2026-05-12T09:00:00Z");
    scene.git(&["checkout", "--quiet", "main"]);
    if let Some(meanwhile) = archive.case("meanwhile") {
        write(&scene, &meanwhile.files(Files::new()));
        scene.commit("Meanwhile", "2026-05-12T09:30:00Z");
    }
    let (report, exit) = scene.json(&check);
    let findings = report["findings"].as_array().expect("a list of findings");
    (exit, findings.iter().map(reported).collect())
}

#[test]
fn of_a_change() {
    let by_history = by_history();
    for code in codes("P").filter(|code| !by_history.contains_key(code.id)) {
        let archive = match code.id {
            "P220" => demonstrated::undecided(code),
            _ => Archive::read(code.id),
        };
        let mut shown = Shown::new();
        for case in bad_and_good(&archive) {
            let (exit, found) = submitted(&archive, case);
            let fails = !found.is_empty() && code.severity == Severity::Error;
            assert_eq!(exit, Some(i32::from(fails)), "{} {}", code.id, case.name);
            assert!(
                found.iter().all(|one| one.code == code),
                "{} {}",
                code.id,
                case.name
            );
            on_its_page(code, &archive, case, &found);
            shown.insert(case.name.clone(), found.iter().map(Found::from).collect());
        }
        shows(code, &archive, &shown);
    }
}

#[test]
fn of_a_decision() {
    let by_history = by_history();
    for code in codes("D").filter(|code| !by_history.contains_key(code.id)) {
        let archive = demonstrated::damaged(code);
        let mut shown = Shown::new();
        for case in bad_and_good(&archive) {
            let scene = Scene::folder();
            write(&scene, &case.files(demonstrated::sound()));
            let repository = session::open(scene.dir().as_ref()).expect("a register");
            let verification =
                session::verify(repository, &Moment::WorkTree, None).expect("a verification");
            let found = verification.findings();
            on_its_page(code, &archive, case, &found);
            shown.insert(case.name.clone(), found.iter().map(Found::from).collect());
        }
        shows(code, &archive, &shown);
    }
}

#[test]
fn what_only_a_history_shows_is_in_the_readme_and_has_no_file() {
    let by_history = by_history();
    assert!(
        codes("H").all(|code| by_history.contains_key(code.id)),
        "{by_history:?}"
    );
    for (code, test) in &by_history {
        assert!(
            source_of(test).contains(code.as_str()),
            "{test} does not speak of {code}"
        );
    }
    for entry in fs::read_dir(project("examples/broken")).expect("a folder") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("text");
        let stem = name.strip_suffix(".txt").unwrap_or(&name);
        let known = code::ALL.iter().any(|code| code.id == stem) && !by_history.contains_key(stem);
        assert!(
            known || name == "README.md" || name == "sound.txt",
            "{name}"
        );
    }
}

#[test]
fn a_part_of_a_sound_register_is_sound() {
    let archive = Archive::read("S120");
    let good = archive
        .case("good")
        .expect("a mended register")
        .files(sound("tree"));
    let tap = ProposalId::parse("tap").expect("an id");
    assert_eq!(checked(good.clone(), Extent::Proposal(tap)), []);
    let roster = good
        .into_iter()
        .filter(|(path, _)| !path.starts_with("proposals/"));
    assert_eq!(checked(roster.collect(), Extent::Roster), []);
}

/// The correct registers of all codes of a tree, which other tests read.
pub(crate) fn mended() -> Vec<(String, Files)> {
    let archives = codes("S").map(|code| (code.id, Archive::read(code.id)));
    let good = |(id, archive): (&str, Archive)| {
        let cases = archive.cases("good").map(|case| case.files(sound("tree")));
        cases
            .map(|files| (format!("examples/broken/{id}.txt"), files))
            .collect::<Vec<_>>()
    };
    archives.flat_map(good).collect()
}
