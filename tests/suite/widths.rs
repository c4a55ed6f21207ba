//! The screens of the examples, on terminals of 60, 80, 100 and 120 columns: nothing that decides
//! anything is hidden on any of them, and no line is wider than the terminal.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;
use std::rc::Rc;

use plenary::cli::run;
use plenary::cli::world::{Environment, Terminal};
use plenary::value::clock::Instant;

use crate::blessed::project;
use crate::documents::files;
use crate::scene::Scene;

/// A stream that is kept.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What a command shows on a terminal of so many columns, without colours.
fn shown(scene: &Scene, width: usize, arguments: &[&str]) -> String {
    let (out, err) = (Kept::default(), Kept::default());
    let words = std::iter::once("plenary").chain(arguments.iter().copied());
    let variables = [("PLENARY_NOW", scene.moment()), ("NO_COLOR", "1")];
    let variables = variables.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let mut world = Environment {
        arguments: words.map(Into::into).collect(),
        variables: BTreeMap::from(variables),
        folder: scene.dir(),
        clock: || Some((Instant::parse("2026-05-18T12:00:00Z").ok()?, 0)),
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        terminal: Some(Terminal { width }),
        says_time: true,
        keyboard: None,
    };
    run(&mut world);
    let text = String::from_utf8(out.0.borrow().clone()).expect("text");
    for line in text.lines() {
        let start = line.trim_start();
        let is_whole = ["plenary ", "https://"]
            .iter()
            .any(|word| start.starts_with(word));
        let wide = line.chars().count();
        assert!(
            is_whole || wide <= width,
            "{arguments:?} on {width}: {line}"
        );
    }
    text
}

/// The register of an example, in a repository of its own.
fn example(name: &str) -> Scene {
    let scene = Scene::repository();
    for (path, bytes) in files(&project(&format!("examples/{name}"))) {
        let is_record =
            path.ends_with(".toml") || path.ends_with(".md") || path.ends_with(".sha256");
        if is_record && path != "README.md" {
            scene.write(&path, &String::from_utf8(bytes).expect("text"));
        }
    }
    scene.commit("The example", "2026-05-01T00:00:00Z");
    scene
}

/// What is asked of a proposal of an example, and of its register.
const OF_EXAMPLES: &[&str] = &[
    "status PROPOSAL --who",
    "list",
    "mine --for WHO",
    "ready PROPOSAL",
    "balance PROPOSAL",
    "tally PROPOSAL",
    "show PROPOSAL",
    "decisions",
    "participant list",
    "verify",
    "due --within 60d",
];
/// What is asked at each stage of the demonstration.
const OF_STAGES: &[&str] = &[
    "status PROPOSAL",
    "list --full",
    "mine --for WHO",
    "ready PROPOSAL",
    "due --within 60d",
];

/// The commands with their names filled in; `at` names a commit, where there is one.
fn asked<'a>(
    commands: &[&'a str],
    (proposal, who): (&'a str, &'a str),
    at: &'a [&'a str],
) -> Vec<Vec<&'a str>> {
    let word = |word: &'a str| match word {
        "PROPOSAL" => proposal,
        "WHO" => who,
        word => word,
    };
    let words = |command: &&'a str| {
        command
            .split(' ')
            .map(word)
            .chain(at.iter().copied())
            .collect()
    };
    commands.iter().map(words).collect()
}

/// Blesses the screens of a scene, a file for each width.
fn compared(scene: &Scene, name: &str, commands: &[Vec<&str>]) {
    for width in [60, 80, 100, 120] {
        let told = scene.copy();
        let name: &'static str = Box::leak(format!("{name}-{width}").into_boxed_str());
        told.tell(name);
        for command in commands {
            let text = shown(&told, width, command);
            told.show(&format!("$ plenary {}\n{text}", command.join(" ")));
        }
    }
}

fn of_example(name: &str, proposal: &str, who: &str) {
    let mut scene = example(name.trim_start_matches("widths/"));
    scene.now("2026-06-10T12:00:00Z");
    compared(&scene, name, &asked(OF_EXAMPLES, (proposal, who), &[]));
}

#[test]
fn a_working_group_with_two_houses() {
    of_example("widths/gnso-retention", "rec-2", "carla-nunes");
}

#[test]
fn rough_consensus_that_no_share_decides() {
    of_example("widths/ietf-rough", "cookie", "amara-diallo");
}

#[test]
fn an_assembly_drawn_by_lot() {
    of_example("widths/assembly-water", "gardens", "member-01");
}

#[test]
fn national_bodies() {
    of_example("widths/iso-29500", "dis-29500-2008", "argentina");
}

#[test]
fn states_with_a_veto() {
    of_example(
        "widths/un-security-council",
        "gaza-ceasefire-2023",
        "albania",
    );
}

#[test]
fn a_call_from_before_it_opens_to_the_decision() {
    let mut scene = Scene::folder();
    scene.quietly(&["demo", "register"]);
    scene.enter("register");
    // The screens below are made in this process: another build of the program verifies for itself.
    shown(&scene, 100, &["verify"]);
    let commit = |before: &str| {
        let before = format!("--before={before}");
        scene.git(&["log", "-1", "--format=%H", &before])
    };
    let stages = [
        ("widths/demo-discussed", "2026-05-05T09:00:00Z"),
        ("widths/demo-open", "2026-05-14T09:00:00Z"),
        ("widths/demo-closed", "2026-05-22T08:10:00Z"),
        ("widths/demo-drafted", "2026-05-24T12:00:00Z"),
        ("widths/demo-decided", "2026-05-30T09:00:00Z"),
    ];
    let stages = stages.map(|(name, now)| (name, now, commit(now)));
    for (name, now, commit) in &stages {
        scene.now(now);
        let names = ("retention", "carla-nunes");
        compared(&scene, name, &asked(OF_STAGES, names, &["--at", commit]));
    }
}

#[test]
fn words_instead_of_letters_where_a_screen_is_read_aloud() {
    let scene = example("gnso-retention");
    let lines = shown(&scene, 1_000, &["status", "rec-2", "--format", "lines"]);
    let group = lines.lines().find(|line| line.starts_with("Group / "));
    let group = group.expect("a group");
    assert!(
        group.contains("Answers = 4 ") || group.contains(" support"),
        "{group}"
    );
    assert!(!lines.contains("SS"), "{lines}");
}
