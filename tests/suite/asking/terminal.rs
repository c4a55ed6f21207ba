//! Tests the same prompts in a terminal of the operating system, with the program itself.

use std::io::{Read as _, Write as _};
use std::process::Stdio;

use super::{HANDLING, objected};
use crate::body::{self, at, said};
use crate::scene::{Scene, hermetic};

/// Runs a command line in a terminal of its own, by util-linux's `script`, and types each answer
/// once its prompt is there.
fn in_terminal(
    scene: &Scene,
    words: &str,
    answers: &[(&str, &str)],
    variables: &[(&str, &str)],
) -> (i32, String) {
    let program = env!("CARGO_BIN_EXE_plenary");
    let mut child = hermetic("timeout", &scene.dir())
        .args([
            "120",
            "script",
            "-qec",
            &format!("'{program}' {words}"),
            "/dev/null",
        ])
        .env("PLENARY_NOW", "2026-05-03T09:00:00Z")
        .env("TERM", "xterm")
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the script of util-linux can be run");
    let mut keyboard = child.stdin.take().expect("a keyboard");
    let mut screen = child.stdout.take().expect("a screen");
    let (mut text, mut seen) = (String::new(), 0);
    for (prompt, typed) in answers {
        let mut byte = [0];
        while !text[seen..].contains(prompt) && screen.read(&mut byte).expect("a byte") > 0 {
            text.push(char::from(byte[0]));
        }
        seen = text.len();
        keyboard.write_all(typed.as_bytes()).expect("a line");
    }
    // A person who says nothing more has left.
    drop(keyboard);
    let mut rest = Vec::new();
    screen.read_to_end(&mut rest).expect("the rest");
    let status = child.wait().expect("an end");
    text.push_str(&String::from_utf8_lossy(&rest));
    (status.code().expect("an exit code"), text)
}

const WHICH: &str = "Proposal (name or number):";
const WHAT: &str = "Position (name or number):";
const WHY: &str = "e for the editor):";

#[test]
fn a_real_terminal_asks() {
    let scene = body::called("policy");
    let typed = |words: &str, answers: &[(&str, &str)]| in_terminal(&scene, words, answers, &[]);
    let given = [(WHICH, "ret\n"), (WHAT, "accept\n"), (WHY, "Workable.\n")];
    let (code, screen) = typed("position --as ann", &given);
    assert_eq!(code, 0, "{screen}");
    said(&screen, &[&scene.git(&["rev-parse", "--short=7", "HEAD"])]);
    said(&scene.read(&at("positions/ann.toml")), &["Workable."]);
    let before = scene.everything();
    let left = [(WHICH, "ret\n"), (WHAT, "\u{4}")];
    let (code, screen) = typed("position --as ben", &left);
    assert_eq!(code, 2, "{screen}");
    let interrupted = [(WHICH, "ret\n"), (WHAT, "\u{3}")];
    let (code, screen) = typed("position --as ben", &interrupted);
    assert_eq!(code, 130, "{screen}");
    assert!(scene.everything() == before, "something was written");
    // What is printed is not what is asked, whatever is printed into.
    let piped = [(WHICH, "ret\n"), (WHAT, "accept\n"), (WHY, "\n")];
    let words = "position --as ben --format json > .git/printed";
    let (code, screen) = typed(words, &piped);
    assert_eq!(code, 0, "{screen}");
    let printed: serde_json::Value =
        serde_json::from_str(&scene.read(".git/printed")).expect("JSON alone");
    let subject = scene.git(&["log", "-1", "--format=%s"]);
    assert_eq!(printed["recorded"], subject);
    assert!(subject.contains("ben"), "{subject}");
}

#[test]
fn the_editor_is_the_users_and_never_the_repositorys() {
    let scene = objected();
    scene.write(".git/write.sh", "printf 'by %s\\n' \"$1\" > \"$2\"\n");
    scene.write(".git/evil.sh", "touch .git/it-ran\n");
    scene.git(&["config", "core.editor", "sh .git/evil.sh"]);
    let users = "[core]\n\teditor = sh .git/write.sh config\n";
    scene.write(".git/users-config", users);
    let config = scene.path(".git/users-config").display().to_string();
    let variables = [
        ("EDITOR", "sh .git/write.sh editor"),
        ("VISUAL", "sh .git/write.sh visual"),
        ("GIT_CONFIG_GLOBAL", config.as_str()),
        ("GIT_EDITOR", "sh .git/write.sh git-editor"),
    ];
    let written_by = |variables: &[(&str, &str)], who: &str| {
        let words = "respond cid.cost --dry-run";
        let (code, screen) = in_terminal(&scene, words, &[], variables);
        assert_eq!(code, 0, "{screen}");
        said(&screen, &[&format!("by {who}")]);
    };
    written_by(&variables[..1], "editor");
    written_by(&variables[..2], "visual");
    written_by(&variables[..3], "config");
    written_by(&variables, "git-editor");
    let dumb = [variables[0], variables[1], ("TERM", "dumb")];
    written_by(&dumb, "editor");
    assert!(
        !scene.path(".git/it-ran").exists(),
        "the repository's own editor ran"
    );
    in_terminal(&scene, "respond cid.cost", &[], &variables);
    said(&scene.read(HANDLING), &["by git-editor"]);
}
