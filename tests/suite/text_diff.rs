//! Tests the difference between two revisions of a text, and who answered on which revision.

use plenary::value::digest::TextDigest;

use crate::body::{self, at, give};
use crate::scene::Scene;

const DIFF: &[&str] = &["diff", "retention"];

/// Makes the next revision.
fn revise(scene: &Scene, kind: &str, text: &str, note: &str) {
    scene.write(".git/draft.md", text);
    let words = ["revise", "retention", kind, "--text", ".git/draft.md"];
    scene.ok(&[&words[..], &["--note", note, "--as", "ann"]].concat());
}

/// Three revisions: r2 changes the substance, r3 a letter; positions on r1 and r2.
fn revised() -> Scene {
    let mut scene = body::proposed("policy");
    give(&scene, &[("ben", "support"), ("dee", "disagree")]);
    scene.now("2026-05-01T10:00:00Z");
    revise(
        &scene,
        "--material",
        "The second text.\nWith more.\n",
        "more",
    );
    give(&scene, &[("eve", "accept")]);
    scene.ok(&[
        "position",
        "retention",
        "support",
        "--on",
        "r2",
        "--as",
        "ann",
    ]);
    scene.now("2026-05-01T11:00:00Z");
    revise(
        &scene,
        "--editorial",
        "The second text!\nWith more.\n",
        "a mark",
    );
    scene
}

/// Commits a text by hand as the next revision, as an editor without the program would.
fn by_hand(scene: &Scene, name: &str, text: &[u8]) {
    std::fs::write(scene.path(&at("text.md")), text).expect("a file");
    let proposal = scene.read(&at("proposal.toml"));
    let digest = TextDigest::of(text);
    let revision = format!(
        "\n[[revision]]\nname = \"{name}\"\nat = 2026-05-01T12:00:00Z\nsha256 = \"{digest}\"\nmaterial = true\n"
    );
    scene.write(&at("proposal.toml"), &(proposal + &revision));
    scene.commit("A text by hand", "2026-05-01T12:00:00Z");
}

/// The signs and texts of the lines.
fn lines(scene: &Scene, arguments: &[&str]) -> Vec<String> {
    let (value, exit) = scene.json(&[DIFF, arguments].concat());
    assert_eq!(exit, Some(0), "{value}");
    let lines = value["lines"].as_array().expect("lines");
    let line = |line: &serde_json::Value| {
        let [sign, text] = ["sign", "text"].map(|key| line[key].as_str().expect("a text"));
        match sign {
            "@" => text.to_owned(),
            sign => format!("{sign}{text}"),
        }
    };
    lines.iter().map(line).collect()
}

#[test]
fn the_last_two_revisions_are_compared_and_who_answered_on_which_is_told() {
    let scene = revised();
    scene.tell("text_diff/the_last_two_revisions_are_compared_and_who_answered_on_which_is_told");
    scene.ok(DIFF);
    let (value, _) = scene.json(DIFF);
    assert_eq!(value["format"], 1);
    assert_eq!([&value["from"], &value["to"]], ["r2", "r3"]);
    assert_eq!([&value["added"], &value["removed"]], [1, 1]);
    assert_eq!(value["revisions"][1]["note"], "a mark");
    assert_eq!(value["revisions"][1]["material"], false);
    assert_eq!(value["answers"][0]["on"], "r1");
    assert_eq!(value["answers"][0]["positions"][0]["state"], "expired");
    assert_eq!(value["answers"][1]["positions"][0]["by"], "ann");
}

#[test]
fn any_two_revisions_are_compared_whose_texts_only_history_holds() {
    let scene = revised();
    scene.tell("text_diff/any_two_revisions_are_compared_whose_texts_only_history_holds");
    let first = [
        "@@ -1,1 +1,2 @@",
        "-The first text.",
        "+The second text.",
        "+With more.",
    ];
    assert_eq!(lines(&scene, &["r1", "r2"]), first);
    let whole = [
        "@@ -1,1 +1,2 @@",
        "-The first text.",
        "+The second text!",
        "+With more.",
    ];
    assert_eq!(lines(&scene, &["r1"]), whole);
    let back = [
        "@@ -1,2 +1,1 @@",
        "-The second text.",
        "-With more.",
        "+The first text.",
    ];
    assert_eq!(lines(&scene, &["r2", "r1"]), back);
    let told = scene.ok(&[DIFF, &["r1", "r3"]].concat());
    for note in ["first text\n", "more\n", "a mark\n"] {
        assert!(told.contains(note), "{note}: {told}");
    }
    assert_eq!(lines(&scene, &["--at", "HEAD~"]), first);
    scene.write(&at("text.md"), "Not yet a revision.\n");
    assert_eq!(lines(&scene, &["r1", "--worktree"]), whole);
}

#[test]
fn a_revision_that_is_not_there_is_answered_with_those_that_are() {
    let scene = revised();
    scene.tell("text_diff/a_revision_that_is_not_there_is_answered_with_those_that_are");
    for typed in ["r4", "r0", "3", "r1x", "r01", ""] {
        scene.refused(2, &[DIFF, &[typed]].concat());
    }
    scene.refused(2, &[DIFF, &["r2", "r2"]].concat());
    scene.refused(2, &["diff", "retentoin"]);
    let scene = scene.then(body::proposed("policy"));
    scene.refused(2, DIFF);
    scene.refused(2, &[DIFF, &["r1"]].concat());
}

#[test]
fn what_is_no_plain_text_is_neither_hidden_nor_let_loose() {
    let scene = body::proposed("policy");
    scene.tell("text_diff/what_is_no_plain_text_is_neither_hidden_nor_let_loose");
    by_hand(&scene, "r2", b"The first text.");
    let end = [
        "@@ -1,1 +1,1 @@",
        "-The first text.",
        "+The first text.",
        "\\ No newline at end of file",
    ];
    assert_eq!(lines(&scene, &[]), end);
    by_hand(&scene, "r3", b"The first text.\r\n");
    scene.ok(&[DIFF, &["r1", "r3"]].concat());
    by_hand(
        &scene,
        "r4",
        "\u{1b}[2J\u{202e}<script>\n\u{2061}\n".as_bytes(),
    );
    scene.ok(DIFF);
    by_hand(&scene, "r5", b"bin\0ary\xff\n");
    scene.ok(DIFF);
    let (value, _) = scene.json(DIFF);
    assert_eq!(
        [&value["kind"], &value["lines"]],
        [&serde_json::json!("bytes"), &serde_json::json!([])]
    );
    by_hand(&scene, "r6", b"\xff\n");
    by_hand(&scene, "r7", b"\xfe\n");
    assert_eq!(lines(&scene, &[])[1..], ["-\\xff", "+\\xfe"]);
    by_hand(&scene, "r8", b"\xfe\n");
    scene.ok(DIFF);
    for format in ["table", "lines", "markdown", "csv", "json"] {
        for (from, to) in [("r1", "r4"), ("r4", "r5"), ("r6", "r7")] {
            let text = scene.ok(&[DIFF, &[from, to, "--format", format]].concat());
            assert!(
                !text.contains('\u{1b}') && !text.contains('\u{202e}'),
                "{format}: {text}"
            );
        }
    }
}

#[test]
fn colours_stand_beside_the_signs() {
    let scene = revised();
    scene.tell("text_diff/colours_stand_beside_the_signs");
    let plain = scene.ok(DIFF);
    assert!(!plain.contains('\u{1b}'), "{plain}");
    scene.ok(&[DIFF, &["--color", "always"]].concat());
    scene.ok(&[DIFF, &["--format", "markdown"]].concat());
}

#[test]
fn a_text_that_cannot_be_found_is_said_to_be_missing() {
    let scene = revised();
    scene.tell("text_diff/a_text_that_cannot_be_found_is_said_to_be_missing");
    // The same files in another project: its history never held the earlier texts.
    let carried = Scene::repository();
    for path in scene.git(&["ls-files"]).lines() {
        carried.write(path, &scene.read(path));
    }
    carried.refused(3, &[DIFF, &["--worktree"]].concat());
    carried.commit("Carry a register", "2026-06-01T00:00:00Z");
    carried.refused(3, DIFF);
    // Without git, the history is missing.
    let bare = Scene::folder();
    for path in scene.git(&["ls-files"]).lines() {
        bare.write(path, &scene.read(path));
    }
    bare.refused(3, DIFF);
    let source = format!("file://{}", scene.dir().display());
    let shallow = Scene::folder();
    shallow.git(&["clone", "--quiet", "--depth=1", &source, "clone"]);
    let output = shallow.plenary_in("clone", DIFF);
    assert_eq!(output.status.code(), Some(3));
    scene.show(&String::from_utf8(output.stderr).expect("text"));
}

#[test]
fn an_answer_whose_revision_nobody_knows_is_not_ascribed_to_one() {
    let mut scene = body::proposed("carry");
    scene.tell("text_diff/an_answer_whose_revision_nobody_knows_is_not_ascribed_to_one");
    revise(&scene, "--material", "The second text.\n", "second");
    scene.now("2026-05-02T09:00:00Z");
    let closes = ["--closes", "2026-05-12T09:00Z", "--carried"];
    scene.ok(&[&["call", "open", "retention"][..], &closes].concat());
    scene.now("2026-05-03T09:00:00Z");
    scene.write(&at("positions/dee.toml"), "position = \"disagree\"\n");
    scene.write(
        &at("positions/eve.toml"),
        "position = \"accept\"\non = \"r1\"\n",
    );
    scene.commit("Positions by hand", "2026-05-03T09:00:00Z");
    scene.ok(DIFF);
    let (value, _) = scene.json(DIFF);
    assert_eq!(value["answers"][1]["on"], serde_json::Value::Null);
}
