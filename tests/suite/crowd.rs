//! Tests several processes at once, readers that disappear, full disks, and processes that are stopped.

use std::fs::{File, OpenOptions};
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::body::{self, at};
use crate::scene::Scene;

#[test]
fn two_who_write_at_once_lose_nothing() {
    let scene = body::called("policy");
    let write = |who: &str| {
        for n in 0..20 {
            let name = format!("about-{n}");
            let comment = [
                "comment",
                "retention",
                "--about",
                "x",
                "--problem",
                "y",
                "--id",
                &name,
                "--as",
                who,
            ];
            // Where the branch moves meanwhile, the program prepares the change again by itself.
            let output = scene.plenary(&comment);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{who} {n}: {said}");
        }
    };
    std::thread::scope(|both| {
        both.spawn(|| write("ann"));
        both.spawn(|| write("ben"));
    });
    let landed = scene.git(&["ls-tree", "-r", "--name-only", "HEAD", &at("objections/")]);
    assert_eq!(landed.lines().count(), 40);
    assert_eq!(
        scene.git(&["rev-list", "--count", "HEAD", "--", &at("objections")]),
        "40"
    );
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    scene.git(&["fsck", "--strict"]);
    scene.ok(&["check"]);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let scene = body::called("policy");
    let long = "long ".repeat(20_000);
    scene.ok(&[
        "position",
        "retention",
        "accept",
        "--as",
        "ann",
        "--reason",
        &long,
    ]);
    for arguments in [
        &["codes"][..],
        &["show", "retention"],
        &["charter", "explain"],
        &["--help"],
        &["tally", "retention", "--format", "json"],
    ] {
        let mut child = scene
            .command_in("", arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be run");
        let mut first = [0];
        let mut out = child.stdout.take().expect("a pipe");
        out.read_exact(&mut first).expect("a byte");
        drop(out);
        let output = child.wait_with_output().expect("an end");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(
            said.lines().all(|line| line.starts_with("note: ")),
            "{arguments:?}: {said}"
        );
    }
}

#[test]
fn a_full_device_is_told() {
    let scene = body::called("policy");
    scene.tell("crowd/a_full_device_is_told");
    let full = || {
        OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("/dev/full")
    };
    for arguments in [
        &["tally", "retention"][..],
        &["tally", "retention", "--format", "json"],
        &["codes"],
        &["check"],
    ] {
        let output = scene
            .command_in("", arguments)
            .stdout(full())
            .output()
            .expect("the program can be run");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {said}");
        scene.show(&said);
    }
    let position = ["position", "retention", "accept", "--as", "ann"];
    let output = scene
        .command_in("", &position)
        .stdout(full())
        .output()
        .expect("the program can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    let head = scene.git(&["rev-parse", "--short=7", "HEAD"]);
    assert!(said.contains(&head), "{said}");
    scene.show(&said);
    let nowhere = scene
        .command_in("", &["tally", "nowhere"])
        .stderr(full())
        .output();
    assert_eq!(
        nowhere.expect("the program can be run").status.code(),
        Some(2)
    );
}

#[test]
fn an_interruption_leaves_the_old_state_or_the_new() {
    let scene = body::called("policy");
    let path = at("objections/ann.x.toml");
    let comment = [
        "comment",
        "retention",
        "--about",
        "x",
        "--problem",
        "y",
        "--id",
        "x",
        "--as",
        "ann",
    ];
    for step in 0..24_u32 {
        let tried = scene.copy();
        // At first nobody can write, so the run is stopped before it has written; on a busy machine it may have given
        // up by then. Then the moments of the signal are spread over a run and a little more: whichever moment of it
        // they hit, the assertions must be true.
        let held = (step == 0).then(|| locked(&tried));
        let before = tried.git(&["rev-parse", "HEAD"]);
        let mut child = tried
            .command_in("", &comment)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program can be run");
        std::thread::sleep(Duration::from_millis(4) * step);
        let signalled = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .stderr(Stdio::null())
            .status();
        signalled.expect("kill can be run");
        let ended = child.wait().expect("an end");
        let landed = tried.git(&["rev-parse", "HEAD"]) != before;
        if held.is_some() {
            assert!(
                !landed && ended.code().is_none_or(|code| code == 4),
                "{ended}"
            );
        }
        drop(held);
        // The run itself cleans up before it ends: git can go on at once.
        for left in ["index.lock", "refs/heads/main.lock", "plenary/journal"] {
            let left = tried.path(&format!(".git/{left}"));
            assert!(!left.exists(), "{step}: {} is left", left.display());
        }
        assert_eq!(tried.git(&["status", "--porcelain"]), "", "{step}");
        let whole = tried.plenary(&comment);
        let said = String::from_utf8_lossy(&whole.stderr);
        assert_eq!(
            whole.status.code(),
            Some(i32::from(landed)),
            "{step}: {said}"
        );
        assert_eq!(tried.git(&["status", "--porcelain"]), "", "{step}");
        assert_eq!(
            tried.git(&["diff", "--name-only", &before, "HEAD"]),
            path,
            "{step}"
        );
        tried.ok(&["check"]);
    }
}

/// The lock that the program has while it writes.
fn locked(scene: &Scene) -> File {
    let lock = File::open(scene.path(".git/plenary/lock")).expect("a lock");
    lock.lock().expect("nobody else has it");
    lock
}

#[test]
fn a_lock_that_git_left_behind_is_named() {
    let scene: Scene = body::called("policy");
    let position = ["position", "retention", "accept", "--as", "ann"];
    for lock in [".git/index.lock", ".git/refs/heads/main.lock"] {
        scene.write(lock, "");
        let said = scene.refused(4, &position);
        std::fs::remove_file(scene.path(lock)).expect("a lock to remove");
        assert!(said.contains(lock), "{said}");
        assert_eq!(scene.git(&["status", "--porcelain"]), "", "{lock}");
    }
    scene.ok(&position);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}
