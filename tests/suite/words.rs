//! Tests hostile words, too many words, and times far away: on the command line and in files.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;

use crate::body::{self, at, said};
use crate::trouble::{READ, WRITE, trouble};

#[test]
fn hostile_words_on_the_command_line() {
    let scene = body::called("policy");
    let commits = scene.git(&["rev-list", "--count", "HEAD"]);
    for bad in [
        "\u{1b}[31mred",
        "a\u{7}b",
        "\u{202e}evil",
        "zero\u{200b}width",
        "\u{9b}31m",
    ] {
        for flag in ["--reason", "--interest", "--evidence"] {
            let text = scene.plenary(&[&WRITE[..], &[flag, bad]].concat());
            assert!(matches!(text.status.code(), Some(1 | 2)), "{flag} {bad:?}");
            assert!(!text.stderr.contains(&0x1b), "{flag} {bad:?}");
        }
        for arguments in [
            &["tally", bad][..],
            &["show", bad],
            &["position", "retention", bad, "--as", "ann"],
            &["position", "retention", "accept", "--as", bad],
            &["participant", "add", bad, "--name", "X", "--group", "north"],
            &[
                "participant",
                "add",
                "zoe",
                "--name",
                bad,
                "--group",
                "north",
            ],
            &["participant", "set", "ann", "--affiliation", bad],
            &[
                "propose",
                bad,
                "--text",
                "charter.toml",
                "--track",
                "policy",
                "--id",
                "x",
            ],
            &[
                "comment",
                "retention",
                "--about",
                bad,
                "--problem",
                "x",
                "--as",
                "ann",
            ],
            &[
                "comment",
                "retention",
                "--about",
                "x",
                "--problem",
                bad,
                "--as",
                "ann",
            ],
            &["init", "--preset", bad, "-C", "elsewhere"],
            &["explain", bad],
        ] {
            let output = scene.plenary(arguments);
            assert!(
                matches!(output.status.code(), Some(1..=3)),
                "{arguments:?}: {:?}",
                output.status
            );
            let hostile = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!hostile.contains(bad), "{arguments:?}: {hostile}");
        }
    }
    assert_eq!(scene.git(&["rev-list", "--count", "HEAD"]), commits);
}

#[test]
fn bytes_that_are_not_utf8() {
    let scene = body::called("policy");
    scene.tell("words/bytes_that_are_not_utf8");
    let word = |text: &str| OsString::from(text);
    let bad = OsString::from_vec(b"a\xff\xfeb".to_vec());
    for arguments in [
        vec![word("tally"), bad.clone()],
        vec![bad.clone()],
        vec![
            word("position"),
            word("retention"),
            word("accept"),
            word("--reason"),
            bad.clone(),
        ],
        vec![
            word("propose"),
            word("X"),
            word("--text"),
            bad.clone(),
            word("--track"),
            word("policy"),
        ],
        vec![word("-C"), bad.clone(), word("check")],
    ] {
        let output = scene.plenary(&arguments);
        assert!(
            matches!(output.status.code(), Some(2 | 3)),
            "{arguments:?}: {:?}",
            output.status
        );
        assert!(std::str::from_utf8(&output.stderr).is_ok(), "{arguments:?}");
    }
    std::fs::write(scene.path(".git/latin1"), b"caf\xe9\n").expect("a file");
    trouble(
        &scene,
        2,
        &[&WRITE[..], &["--reason-file", ".git/latin1"]].concat(),
    );
    std::fs::create_dir(scene.path(&at("positions"))).expect("a folder");
    std::fs::write(
        scene.path(&at("positions/ann.toml")),
        b"position = \"caf\xe9\"\n",
    )
    .expect("a file");
    let check = scene.plenary(&["check", "--worktree"]);
    assert_eq!(check.status.code(), Some(1));
    said(&String::from_utf8(check.stdout).expect("text"), &["S106"]);
    scene.ok(&["tally", "retention", "--worktree"]);
}

#[test]
fn a_file_whose_name_pretends_to_be_another_line() {
    let scene = body::called("policy");
    scene.tell("words/a_file_whose_name_pretends_to_be_another_line");
    scene.write(&at("a\n::error::forged"), "");
    let output = scene.plenary(&READ);
    let text = String::from_utf8(output.stderr).expect("text");
    let forged = |line: &str| line.starts_with("::");
    assert!(!text.lines().any(forged), "{text}");
    let check = scene.plenary(&["check", "--worktree"]);
    let text = String::from_utf8(check.stdout).expect("text");
    assert!(!text.lines().any(forged), "{text}");
    let failed = scene.refused(
        2,
        &[
            "propose",
            "X",
            "--text",
            "a\n::error::b",
            "--track",
            "policy",
        ],
    );
    assert!(!failed.lines().any(forged), "{failed}");
}

#[test]
fn words_that_are_too_many() {
    let scene = body::called("policy");
    scene.tell("words/words_that_are_too_many");
    scene.write(".git/big", &"x".repeat(1 << 20));
    trouble(
        &scene,
        1,
        &[&WRITE[..], &["--reason-file", ".git/big"]].concat(),
    );
    let long = "y".repeat(100_000);
    trouble(&scene, 2, &["tally", &long]);
    trouble(&scene, 2, &["position", "retention", &long, "--as", "ann"]);
    scene.quietly(&[&WRITE[..], &["--reason", &long]].concat());
    let many = "z\n".repeat(50_000);
    scene.quietly(&[&WRITE[..], &["--reason", &many]].concat());
    assert!(scene.quietly(&["show", "retention"]).len() < 1 << 20);
    trouble(
        &scene,
        2,
        &[&WRITE[..], &["--reason-file", "/dev/zero"]].concat(),
    );
    trouble(
        &scene,
        2,
        &["propose", "X", "--text", "/dev/zero", "--track", "policy"],
    );
}

#[test]
fn moments_far_away() {
    let scene = body::called("policy");
    scene.tell("words/moments_far_away");
    for moment in [
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
    ] {
        for arguments in [
            &READ[..],
            &["status", "retention"],
            &["show", "retention"],
            &["log"],
            &["verify"],
        ] {
            scene.ok(&[arguments, &["--now", moment]].concat());
        }
        let far = [&WRITE[..], &["--now", moment]].concat();
        let refused = scene.plenary(&far);
        assert_eq!(refused.status.code(), Some(1), "{moment}");
    }
    trouble(
        &scene,
        1,
        &[
            "comment",
            "retention",
            "--about",
            "x",
            "--problem",
            "y",
            "--now",
            "9999-12-31T23:59:59Z",
        ],
    );
    let open = |closes: &str| ["call", "open", "other", "--closes", closes].map(str::to_owned);
    scene.write(".git/draft.md", "text\n");
    scene.ok(&[
        "propose",
        "Other",
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
        "--as",
        "ann",
    ]);
    for (closes, exit) in [
        ("9999-12-31T23:59:59Z", 1),
        ("0001-01-01T00:00:00Z", 2),
        ("+99999-01-01T00:00Z", 2),
        ("2026-13-01T00:00Z", 2),
        ("2026-05-13T23:59:60Z", 0),
    ] {
        let arguments = open(closes);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = scene.plenary(&arguments);
        assert_eq!(
            output.status.code(),
            Some(exit),
            "{closes}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn a_clock_that_is_no_clock() {
    let mut scene = body::called("policy");
    scene.tell("words/a_clock_that_is_no_clock");
    for now in [
        "garbage",
        "2026-05-18",
        "2026-05-18T12:00:00",
        "\u{1b}[31m",
        "99999999999999999999",
    ] {
        scene.now(now);
        trouble(&scene, 2, &READ);
    }
}

#[test]
fn a_span_of_a_hundred_thousand_years() {
    for span in [
        "100000 years",
        "4000000000 years",
        "18446744073709551615d",
        "99999999999999999999999d",
    ] {
        let mut scene = body::founded();
        let charter = body::charter().replace("max = \"30d\"", &format!("max = \"{span}\""));
        let charter = charter.replace(
            "sign-offs = 1",
            &format!("sign-offs = 1\nappeal = \"{span}\"\nreview = \"{span}\""),
        );
        scene.write("charter.toml", &charter);
        scene.commit("Widen", "2026-05-01T08:30:00Z");
        scene.write(".git/draft.md", "text\n");
        for arguments in [
            &["charter", "explain"][..],
            &["check"],
            &[
                "propose",
                "Retention",
                "--text",
                ".git/draft.md",
                "--track",
                "policy",
                "--as",
                "ann",
            ],
            &[
                "call",
                "open",
                "retention",
                "--closes",
                "9999-12-31T23:59:59Z",
            ],
            &["call", "open", "retention", "--closes", "2026-05-12T09:00Z"],
            &["status", "retention"],
        ] {
            let output = scene.plenary(arguments);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                matches!(output.status.code(), Some(0..=5)) && !said.contains("panicked"),
                "{span} {arguments:?}: {said}"
            );
        }
        scene.now("2026-06-12T10:00:00Z");
        let decide = [
            "decide",
            "retention",
            "--designation",
            "divided",
            "--sign-off",
            "--reason",
            "x",
            "--override",
            "quorum=x",
        ];
        let output = scene.plenary(&decide);
        assert_ne!(output.status.code(), Some(101), "{span}");
    }
}
