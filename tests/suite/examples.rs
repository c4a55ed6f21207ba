//! Every example of the help runs, at its stage of the demonstration; and the help is as people expect it.

use std::path::Path;
use std::process::{Command, Output};

use plenary::cli::examples::{Example, Place, entries};
use plenary::value::clock::Instant;

use crate::kept;
use crate::scene::{Scene, hermetic};

/// The files that examples name.
const FILES: &[(&str, &str)] = &[
    (
        "draft.md",
        "# Access to logs\n\nOperators give access on request.\n",
    ),
    (
        "draft-2.md",
        "# Access to logs\n\nOperators give access to researchers.\n",
    ),
    ("reason.md", "The figures of last year do not show it.\n"),
    (
        "minority.md",
        "Networks that only carry traffic should not have to do this.\n",
    ),
    ("minutes.md", "# Minutes\n\nThe draft was discussed.\n"),
    (
        "ballot.csv",
        "participant,position,received\nmaya-chen,accept,2026-05-12T10:00Z\n",
    ),
    (
        "answers.mbox",
        "From ruth@example.org Mon May 12 10:00:00 2026\nFrom: Ruth Adeyemi <ruth@example.org>\n\
         Date: Tue, 12 May 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n\nPosition: accept\n",
    ),
];

/// The register of the demonstration at a stage, in a folder of its own.
pub(crate) fn demonstration(stage: &'static str) -> Scene {
    let names = [
        ("roster", "examples/roster"),
        ("proposed", "examples/proposed"),
        ("objected", "examples/objected"),
        ("answered", "examples/answered"),
        ("open", "examples/open"),
        ("closed", "examples/closed"),
        ("disposed", "examples/disposed"),
        ("drafted", "examples/drafted"),
        ("challenged", "examples/challenged"),
        ("minority", "examples/minority"),
        ("confirmed", "examples/confirmed"),
        ("decided", "examples/decided"),
    ];
    let (_, name) = names
        .iter()
        .find(|(known, _)| *known == stage)
        .expect(stage);
    kept::scene(name, || {
        let mut scene = Scene::folder();
        scene.quietly(&["demo", "demo", "--until", stage]);
        scene.enter("demo");
        scene.git(&["config", "maintenance.auto", "false"]);
        for (file, text) in FILES {
            scene.write(file, text);
        }
        scene
    })
}

/// Types a line into a shell.
pub(crate) fn typed(scene: &Scene, line: &str, who: &str, at: &str) -> Output {
    let mut command = shell(scene, line, who, at);
    command.output().expect("a shell")
}

/// A shell that types a line.
pub(crate) fn shell(scene: &Scene, line: &str, who: &str, at: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_plenary"));
    let folder = program.parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let first = who.split('-').next().unwrap_or_default();
    let mut command = hermetic("sh", &scene.dir());
    command
        .args(["-c", line])
        .env("PATH", format!("{folder}:{path}"))
        .env("PLENARY_NOW", at)
        .env("PLENARY_PARTICIPANT", who)
        .env("GIT_AUTHOR_NAME", first)
        .env("GIT_AUTHOR_EMAIL", format!("{first}@example.org"));
    command
}

/// A little after the last commit.
pub(crate) fn after(scene: &Scene) -> String {
    let last = scene.git(&["log", "-1", "--format=%ct"]);
    let last: i64 = last.parse().expect("seconds");
    let now = Instant::from_seconds(last.saturating_add(600));
    now.expect("a time").to_string()
}

/// Runs the examples whose stage is one of these; gives how many there were.
fn run(stages: &[&str]) -> usize {
    let mut ran = 0;
    for entry in entries() {
        let mut last: Option<(Scene, &str, String)> = None;
        for example in &entry.examples {
            let Example { line, place, exit } = *example;
            let (scene, who, at) = match (place, last.take()) {
                (Place::Then, Some(last)) => last,
                (Place::Empty, _) if stages.contains(&"empty") => (
                    Scene::repository(),
                    "maya-chen",
                    "2026-05-04T09:00:00Z".to_owned(),
                ),
                (Place::Stage { stage, who, at }, _) if stages.contains(&stage) => {
                    let scene = demonstration(stage);
                    let at = at.map_or_else(|| after(&scene), str::to_owned);
                    (scene, who, at)
                }
                _ => continue,
            };
            let output = typed(&scene, line, who, &at);
            let said = String::from_utf8_lossy(&output.stderr);
            let printed = String::from_utf8_lossy(&output.stdout);
            assert_eq!(
                output.status.code(),
                Some(i32::from(exit)),
                "{line}\n{printed}{said}"
            );
            last = Some((scene, who, at));
            ran += 1;
        }
    }
    ran
}

#[test]
fn examples_run_before_there_is_a_proposal() {
    assert!(run(&["empty", "roster"]) > 5);
}

#[test]
fn examples_run_before_a_call() {
    assert!(run(&["proposed", "objected", "answered"]) > 5);
}

#[test]
fn examples_run_while_a_call_is_open() {
    assert!(run(&["open"]) > 20);
}

#[test]
fn examples_run_before_a_decision() {
    assert!(
        run(&[
            "closed",
            "disposed",
            "drafted",
            "challenged",
            "minority",
            "confirmed"
        ]) > 10
    );
}

#[test]
fn examples_run_after_a_decision() {
    assert!(run(&["decided"]) > 20);
}

#[test]
fn the_program_alone_shows_what_is_next() {
    let outside = Scene::folder();
    outside.tell("examples/the_program_alone_shows_what_is_next");
    outside.ok(&[]);
    let mut scene = outside.then(demonstration("open"));
    scene.now("2026-05-14T09:00:00Z");
    scene.git(&["config", "user.email", "maya@example.org"]);
    scene.ok(&[]);
    scene.git(&["config", "user.email", "nobody@example.org"]);
    scene.ok(&[]);
}

#[test]
fn help_is_short_or_long() {
    let scene = Scene::folder();
    scene.tell("examples/help_is_short_or_long");
    scene.ok(&["position", "-h"]);
    scene.ok(&["position", "--help"]);
    scene.ok(&["call", "--help"]);
    scene.ok(&["help", "call", "close"]);
    assert_eq!(scene.quietly(&["help"]), scene.quietly(&["-h"]));
    assert_eq!(scene.quietly(&["--help"]), scene.quietly(&["-h"]));
}

#[test]
fn former_names_of_commands_are_understood() {
    let names = [
        ("board", "list"),
        ("log", "decisions"),
        ("intake", "import"),
        ("hold", "pending"),
        ("vote", "position"),
        ("roster", "participant"),
        ("todo", "mine"),
        ("history", "trace"),
    ];
    let scene = Scene::folder();
    let help = scene.quietly(&[]);
    for (former, name) in names {
        let told = scene.quietly(&[former, "--help"]);
        assert!(told.contains(&format!("plenary {name}")), "{told}");
        assert!(
            !help.contains(&format!("\n  {former} ")),
            "{former} is shown"
        );
    }
    let set = ["participant", "set", "maya-chen", "--also", "may"];
    let scene = demonstration("roster");
    assert!(
        typed(
            &scene,
            &format!("plenary {}", set.join(" ")),
            "maya-chen",
            &after(&scene)
        )
        .status
        .success()
    );
    assert!(
        scene
            .read("participants/maya-chen.toml")
            .contains("also = [\"may\"]")
    );
}

#[test]
fn the_demonstration_stops_at_a_stage() {
    let scene = Scene::folder();
    scene.tell("examples/the_demonstration_stops_at_a_stage");
    scene.ok(&["demo", "--until", "roster"]);
    scene.refused(2, &["demo", "--until", "nothing"]);
}

#[test]
fn quiet_acts_say_one_line() {
    let mut scene = demonstration("open");
    scene.tell("examples/quiet_acts_say_one_line");
    scene.now("2026-05-14T09:00:00Z");
    scene.git(&["config", "user.name", "Maya Chen"]);
    scene.git(&["config", "user.email", "maya@example.org"]);
    let said = scene.ok(&["-q", "position", "retention", "support"]);
    assert_eq!(said.lines().count(), 1, "{said}");
    scene.ok(&["position", "retention", "accept"]);
    let receipt = scene.ok(&["position", "retention", "support", "--receipt"]);
    assert!(receipt.lines().count() > 4, "{receipt}");
    let said = scene.ok(&[
        "-q",
        "call",
        "extend",
        "retention",
        "--closes",
        "2026-05-28T23:59Z",
        "--reason",
        "Holidays.",
    ]);
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn a_time_without_a_commit_is_noted() {
    let mut scene = demonstration("open");
    scene.tell("examples/a_time_without_a_commit_is_noted");
    scene.now("2026-05-14T09:00:00Z");
    scene.plenary(&["due", "--now", "2026-05-10T09:00Z"]);
    let at = ["due", "--now", "2026-05-10T09:00Z", "--at", "HEAD~3"];
    let noted = scene.plenary(&at);
    assert!(noted.stderr.is_empty());
}
