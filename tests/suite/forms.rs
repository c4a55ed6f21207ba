//! Runs every command in every output format, as a dry run, staged and committed.

use std::process::Output;

use serde_json::Value;

use crate::scene::Scene;
use crate::{body, verified};

const FORMATS: [&str; 5] = ["table", "lines", "markdown", "csv", "json"];

/// Writing commands from an empty repository to a decision, each with the moment at which it runs.
const WRITING: &[(&str, &[&str])] = &[
    (
        "2026-05-01T09:00:00Z",
        &[
            "init",
            "--register",
            "wg",
            "--standing",
            "member",
            "--as",
            "maya",
        ],
    ),
    (
        "2026-05-01T09:00:00Z",
        &[
            "participant",
            "add",
            "ann",
            "--name",
            "Ann \"A\" Li",
            "--email",
            "ann@example.org",
        ],
    ),
    (
        "2026-05-01T09:00:00Z",
        &[
            "participant",
            "add",
            "cid",
            "--name",
            "Cid, the 2nd",
            "--role",
            "appeal-panel",
        ],
    ),
    (
        "2026-05-01T09:00:00Z",
        &["participant", "set", "ann", "--region", "asia"],
    ),
    (
        "2026-05-01T09:00:00Z",
        &["propose", "Retention", "--text", "draft.md", "--as", "ann"],
    ),
    (
        "2026-05-01T09:00:00Z",
        &[
            "revise",
            "retention",
            "--material",
            "--text",
            "second.md",
            "--as",
            "ann",
        ],
    ),
    (
        "2026-05-02T09:00:00Z",
        &["call", "open", "retention", "--closes", "2026-05-12T09:00Z"],
    ),
    (
        "2026-05-03T09:00:00Z",
        &[
            "position",
            "retention",
            "support",
            "--as",
            "ann",
            "--reason",
            "a, \"b\"\n| c",
        ],
    ),
    (
        "2026-05-03T09:00:00Z",
        &["position", "retention", "abstain", "--as", "maya"],
    ),
    (
        "2026-05-03T09:00:00Z",
        &["position", "retention", "--withdraw", "--as", "maya"],
    ),
    (
        "2026-05-03T09:00:00Z",
        &[
            "meeting",
            "add",
            "2026-05-02",
            "--present",
            "ann,maya",
            "--minutes",
            "draft.md",
            "--action",
            "ann: rest",
        ],
    ),
    (
        "2026-05-03T09:00:00Z",
        &["meeting", "set", "2026-05-02", "--apologies", "cid"],
    ),
    (
        "2026-05-03T09:00:00Z",
        &["meeting", "done", "2026-05-02", "rest"],
    ),
    (
        "2026-05-03T09:00:00Z",
        &[
            "object",
            "retention",
            "--about",
            "cost",
            "--problem",
            "p",
            "--resolve",
            "r",
            "--as",
            "cid",
        ],
    ),
    (
        "2026-05-03T09:00:00Z",
        &[
            "comment",
            "retention",
            "--about",
            "words",
            "--problem",
            "p",
            "--as",
            "cid",
        ],
    ),
    ("2026-05-04T09:00:00Z", &["respond", "cid.cost", "No."]),
    (
        "2026-05-04T09:00:00Z",
        &["reply", "cid.cost", "maintained", "--as", "cid"],
    ),
    (
        "2026-05-04T09:00:00Z",
        &["position", "retention", "disagree", "--as", "cid"],
    ),
    ("2026-05-13T09:00:00Z", &["call", "close", "retention"]),
    (
        "2026-05-13T09:00:00Z",
        &["dispose", "cid.cost", "stands", "--reason", "So be it."],
    ),
    (
        "2026-05-13T09:00:00Z",
        &[
            "designate",
            "retention",
            "no-consensus",
            "--reason",
            "One stands.",
        ],
    ),
    (
        "2026-05-13T09:00:00Z",
        &[
            "minority",
            "retention",
            "--text",
            "a, \"b\"\n| c",
            "--as",
            "cid",
        ],
    ),
    (
        "2026-05-13T09:00:00Z",
        &["minority", "retention", "--join", "cid", "--as", "ann"],
    ),
    (
        "2026-05-13T09:00:00Z",
        &["minority", "retention", "--withdraw", "--as", "ann"],
    ),
    (
        "2026-05-13T09:00:00Z",
        &[
            "decide",
            "retention",
            "--designation",
            "no-consensus",
            "--sign-off",
            "--reason",
            "One stands.",
        ],
    ),
];

const READING: &[&[&str]] = &[
    &["tally", "retention"],
    &["tally", "retention", "--worktree"],
    &["tally", "retention", "--at", "HEAD"],
    &["status", "retention"],
    &["designate", "retention"],
    &["designate", "retention", "--worktree"],
    &["balance", "retention"],
    &["meeting", "list"],
    &["show", "retention"],
    &["show", "cid.cost"],
    &["show", "ann"],
    &["log"],
    &["check"],
    &["verify"],
    &["verify", "--worktree"],
    &["charter", "show"],
    &["charter", "explain"],
    &["charter", "presets"],
    &["participant", "list"],
    &["explain", "S101"],
    &["codes"],
    &["call", "notice", "retention"],
    &["matrix", "retention"],
    &["matrix", "retention", "--layout", "iso"],
];

/// That a command ended well, or as it should, and wrote what its format promises.
fn promised(output: &Output, format: &str, of: &[&str]) {
    let text = String::from_utf8(output.stdout.clone()).expect("text");
    let said = String::from_utf8_lossy(&output.stderr);
    let told = format!("{of:?} --format {format}: {said}{text}");
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(
        !text.contains('\u{1b}') && !said.contains("error"),
        "{told}"
    );
    assert!(text.is_empty() || text.ends_with('\n'), "{told}");
    match format {
        "json" => {
            let value: Value =
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {told}"));
            let shown = [of[0], &of[..2.min(of.len())].join(" ")]
                .iter()
                .any(|words| WITH_TASKS.contains(words));
            let is_draft = of[0] == "designate" && of.contains(&"--reason");
            let tells_tasks = (shown && !is_draft) || value.get("recorded").is_some();
            assert_eq!(value["format"], if tells_tasks { 2 } else { 1 }, "{told}");
        }
        "csv" => {
            let mut reader = csv::ReaderBuilder::new()
                .flexible(true)
                .has_headers(false)
                .from_reader(text.as_bytes());
            for record in reader.records() {
                let record = record.unwrap_or_else(|error| panic!("{error}: {told}"));
                let formula = |cell: &str| cell.starts_with(['=', '+', '@']);
                assert!(!record.iter().any(formula), "{told}");
            }
        }
        _ => assert!(!text.trim().is_empty(), "{told}"),
    }
}

/// The commands whose report has tasks, in format 2; so is every receipt. A draft that is
/// published is only said to be recorded.
const WITH_TASKS: [&str; 10] = [
    "agenda",
    "board",
    "call notice",
    "designate",
    "due",
    "mine",
    "ready",
    "receipt",
    "status",
    "trace",
];

#[test]
fn every_reading_command_in_every_form() {
    let mut scene = body::called("policy");
    let look = |scene: &Scene| {
        for arguments in READING {
            for format in FORMATS {
                let output = scene.plenary(&[arguments, &["--format", format][..]].concat());
                promised(&output, format, arguments);
            }
        }
    };
    body::object(&scene);
    look(&scene);
    scene = verified::decided();
    look(&scene);
}

#[test]
fn every_writing_command_tried_staged_or_committed() {
    let mut scene = Scene::repository();
    scene.write("draft.md", "The first text.\n");
    scene.write("second.md", "The second text.\n");
    scene.commit("Drafts", "2026-05-01T08:00:00Z");
    for (n, (now, arguments)) in WRITING.iter().enumerate() {
        scene.now(now);
        let before = scene.everything();
        for format in FORMATS {
            let output =
                scene.plenary(&[arguments, &["--dry-run", "--format", format][..]].concat());
            promised(&output, format, arguments);
        }
        assert!(
            scene.everything() == before,
            "{arguments:?} --dry-run wrote something"
        );
        let staged = scene.copy();
        staged.ok(&[arguments, &["--no-commit"][..]].concat());
        assert_eq!(
            staged.git(&["rev-parse", "HEAD"]),
            scene.git(&["rev-parse", "HEAD"])
        );
        assert_eq!(staged.git(&["diff", "--name-only"]), "", "{arguments:?}");
        staged.git(&["commit", "--quiet", "-m", "By hand"]);
        let output =
            scene.plenary(&[arguments, &["--format", FORMATS[n % FORMATS.len()]][..]].concat());
        promised(&output, FORMATS[n % FORMATS.len()], arguments);
        let tree = |scene: &Scene| scene.git(&["rev-parse", "HEAD^{tree}"]);
        assert_eq!(tree(&staged), tree(&scene), "{arguments:?}");
        assert_eq!(scene.git(&["status", "--porcelain"]), "", "{arguments:?}");
        if n == 0 {
            // One person commits for all of them here, so commits cannot prove who submits.
            let charter = scene.read("charter.toml");
            let without = charter.replace("identity = \"author\"", "identity = \"none\"");
            assert_ne!(charter, without);
            scene.write("charter.toml", &without);
            scene.commit("Ask for no proof", "2026-05-01T08:00:00Z");
        }
    }
    scene.ok(&["verify"]);
}

#[test]
fn what_is_tried_is_shown_exactly() {
    let scene = body::called("policy");
    scene.tell("forms/what_is_tried_is_shown_exactly");
    let position = ["position", "retention", "accept", "--as", "ann"];
    let shown = scene.ok(&[&position[..], &["--dry-run"]].concat());
    for line in ["+position = \"accept\"", "By: ann"] {
        assert!(shown.contains(line), "\"{line}\" is missing in: {shown}");
    }
    scene.refused(
        1,
        &[
            "position",
            "retention",
            "object",
            "--as",
            "ann",
            "--dry-run",
        ],
    );
    scene.ok(&[&position[..], &["--no-commit"]].concat());
    scene.refused(2, &[&position[..], &["--dry-run", "--no-commit"]].concat());
}
