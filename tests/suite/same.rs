//! Tests that the same commit gives the same bytes: in every time zone and locale, from every folder, for every user,
//! in every clone.

use crate::scene::Scene;
use crate::{body, verified};

const COMMANDS: &[&[&str]] = &[
    &["tally", "retention"],
    &["tally", "retention", "--format", "json"],
    &["tally", "retention", "--format", "csv"],
    &["status", "retention"],
    &["status", "retention", "--format", "markdown"],
    &["show", "retention"],
    &["show", "cid.cost", "--format", "lines"],
    &["participant", "list"],
    &["charter", "explain", "--format", "json"],
    &["log"],
    &["check", "--format", "json"],
    &["verify", "--format", "json"],
];

/// What every command writes on its first stream, in a folder and with these variables.
fn written(scene: &Scene, inside: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let written = COMMANDS.iter().map(|arguments| {
        let mut command = scene.command_in(inside, arguments);
        let output = command
            .envs(variables.iter().copied())
            .output()
            .expect("the program can be run");
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("text")
    });
    written.collect()
}

fn is_the_same_everywhere(scene: &Scene) {
    let expected = written(scene, "", &[]);
    assert!(expected.iter().all(|text| !text.is_empty()));
    let home = scene.path(".git").display().to_string();
    for variables in [
        &[("TZ", "Asia/Tokyo")][..],
        &[("TZ", "America/St_Johns"), ("LANG", "de_DE.UTF-8")],
        &[("LC_ALL", "tr_TR.UTF-8")],
        &[("LC_ALL", "C"), ("COLUMNS", "40"), ("LINES", "10")],
        &[
            ("HOME", &home),
            ("XDG_CONFIG_HOME", &home),
            ("USER", "somebody"),
        ],
        &[
            ("RUST_BACKTRACE", "1"),
            ("GIT_AUTHOR_NAME", "X"),
            ("GIT_PAGER", "false"),
        ],
    ] {
        assert_eq!(written(scene, "", variables), expected, "{variables:?}");
    }
    assert_eq!(written(scene, "proposals/retention", &[]), expected);
    scene.git(&[
        "clone",
        "--quiet",
        &format!("file://{}", scene.dir().display()),
        ".git/clone",
    ]);
    // A clone says that a decision is verified after it recomputed it itself.
    scene.plenary_in(".git/clone", &["verify"]);
    assert_eq!(written(scene, ".git/clone", &[]), expected);
    scene.git(&[
        "clone",
        "--quiet",
        "--bare",
        &format!("file://{}", scene.dir().display()),
        ".git/bare",
    ]);
    scene.plenary_in(".git/bare", &["verify"]);
    assert_eq!(written(scene, ".git/bare", &[]), expected);
    scene.git(&["gc", "--quiet", "--aggressive", "--prune=now"]);
    assert_eq!(written(scene, "", &[]), expected);
}

#[test]
fn an_open_call_looks_the_same_everywhere() {
    let scene = body::called("policy");
    body::object(&scene);
    body::give(
        &scene,
        &[("cid", "object"), ("ann", "support"), ("eve", "abstain")],
    );
    is_the_same_everywhere(&scene);
}

#[test]
fn a_decision_looks_the_same_everywhere() {
    is_the_same_everywhere(&verified::decided());
}

#[test]
fn what_is_written_is_the_same_everywhere() {
    let scene = verified::over();
    let decided = |variables: &[(&str, &str)]| {
        let copy = scene.copy();
        let mut command = copy.command_in("proposals", &verified::DECIDE);
        let output = command
            .envs(variables.iter().copied())
            .output()
            .expect("the program can be run");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        copy.git(&["rev-parse", "HEAD"])
    };
    let expected = decided(&[]);
    for variables in [
        &[("TZ", "Asia/Tokyo")][..],
        &[("LC_ALL", "tr_TR.UTF-8")],
        &[("TZ", "America/St_Johns"), ("HOME", "/")],
    ] {
        assert_eq!(decided(variables), expected, "{variables:?}");
    }
}
