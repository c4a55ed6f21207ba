//! Tests `fix`: it corrects typing errors that have only one reading, and nothing else.

use crate::body::{at, said};
use crate::gate::called;
use crate::scene::Scene;

/// A register with an open call and one file of ben's in its work tree.
fn with(path: &str, text: &str) -> Scene {
    let scene = called("none");
    scene.write(&at(path), text);
    scene
}

const BEN: &str = "positions/ben.toml";
const YES: &str = "position = \"support\"\n";

/// What somebody typed: a path, a text, and what the check names for it, such as the line to type.
type Slip = (&'static str, &'static str, &'static str);

/// Slips after which ben's position is [`YES`].
const SLIPS: &[Slip] = &[
    // A file's name: no extension, another one, spaces, capitals, another folder.
    ("positions/ben", YES, BEN),
    ("positions/ben.toml.txt", YES, BEN),
    ("positions/ben.md", YES, BEN),
    ("positions/ben.yaml", YES, BEN),
    ("positions/ben.toml.toml", YES, BEN),
    ("positions/ben.tml", YES, BEN),
    ("positions/ben .toml", YES, BEN),
    ("positions/ ben.toml", YES, BEN),
    ("positions/Ben.toml", YES, BEN),
    ("positions/BEN.TOML", YES, BEN),
    ("position/ben.toml", YES, BEN),
    ("Positions/ben.toml", YES, BEN),
    ("position/Ben.toml.txt", YES, "positions/"),
    // Quotation marks: curly, none, one of two.
    (BEN, "position = “support”\n", "position = \"support\""),
    (BEN, "position = support\n", "position = \"support\""),
    (BEN, "position = \"support\n", "position = \"support\""),
    // Fences of Markdown, doubled signs, ends of lines.
    (BEN, "```toml\nposition = \"support\"\n```\n", "```"),
    (BEN, "position == \"support\"\n", "position = \"support\""),
    (BEN, "position = \"support\",\n", "position = \"support\""),
    (BEN, "position = \"support\";\n", "position = \"support\""),
];

/// Slips in a file of ben's, and what is in it afterwards.
const OTHERS: &[(Slip, &str)] = &[
    (
        (
            BEN,
            "position = ‘support’\nreason = „It’s fine.“\n",
            "reason = \"It’s fine.\"",
        ),
        "position = \"support\"\nreason = \"It’s fine.\"\n",
    ),
    // The syntax of YAML and of JSON.
    (
        (
            BEN,
            "---\nposition: support\nreason: Fine by me\n",
            "position = \"support\"",
        ),
        "position = \"support\"\nreason = \"Fine by me\"\n",
    ),
    (
        (
            BEN,
            "{\n  \"position\": \"support\",\n  \"reason\": \"Fine.\"\n}\n",
            "position = \"support\"",
        ),
        "position = \"support\"\nreason = \"Fine.\"\n",
    ),
    // A text over two lines, and keys in other letters.
    (
        (
            BEN,
            "position = \"support\"\nreason = \"One.\nTwo.\"\n",
            "'''",
        ),
        "position = \"support\"\nreason = '''\nOne.\nTwo.'''\n",
    ),
    (
        (
            BEN,
            "Position = \"support\"\nREASON = \"Fine.\" # so\n",
            "position",
        ),
        "position = \"support\"\nreason = \"Fine.\" # so\n",
    ),
    // Typing errors in keys, and values of another type.
    (
        (
            BEN,
            "position = \"support\"\nresaon = \"Fine.\"\n",
            "reason",
        ),
        "position = \"support\"\nreason = \"Fine.\"\n",
    ),
    (
        (
            BEN,
            "position = \"support\"\nwithdrawn = \"True\" # so\n",
            "withdrawn = true",
        ),
        "position = \"support\"\nwithdrawn = true # so\n",
    ),
    // Invisible characters, as editors for several directions of writing leave them.
    (
        (
            BEN,
            "position = \"support\"\nreason = \"fi\u{ad}ne\u{200f}\"\n",
            "U+00AD",
        ),
        "position = \"support\"\nreason = \"fine\"\n",
    ),
    // Several at once.
    (
        (
            "position/Ben.toml.txt",
            "\u{feff}```\r\nPosition: “Yes”\r\nReason: It is fine\r\n```\r\n",
            "positions/",
        ),
        "position = \"support\"\nreason = \"It is fine\"\n",
    ),
];

/// How many records `fix` says that it fixes.
fn count_of_mended(scene: &Scene, more: &[&str]) -> usize {
    let (report, _) = scene.json(&[&["fix"], more].concat());
    report["mended"].as_array().expect("a list").len()
}

/// What somebody typed is named by `check`; then `fix` corrects it, the file at ben's place is
/// `right`, and neither command finds anything more there.
fn mended(scene: &Scene, (path, text, named): (&str, &str, &str), right: &str) {
    scene.write(&at(path), text);
    let told = format!("{path:?} {text:?}");
    let mut block = format!("{path}\n{text}");
    let (check, _) = scene.json(&["check", "--worktree"]);
    for found in check["findings"].as_array().expect("findings") {
        let word = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        let line = format!(
            "check: {} {}\n  {}\n",
            word("code"),
            word("message"),
            word("hint")
        );
        block.push_str(&line);
    }
    assert!(
        block[path.len() + text.len()..].contains(named),
        "{told}: {block}"
    );
    assert_eq!(count_of_mended(scene, &["--dry-run"]), 1, "{told}");
    assert_eq!(scene.read(&at(path)), text, "{told}");
    let (report, exit) = scene.json(&["fix"]);
    assert_eq!(exit, Some(0), "{told}: {report}");
    for done in report["mended"][0]["done"]
        .as_array()
        .expect("what was done")
    {
        block.push_str(&format!("fix: {}\n", done.as_str().expect("a sentence")));
    }
    scene.show(&block);
    assert_eq!(scene.read(&at(BEN)), right, "{told}");
    scene.quietly(&["check", "--worktree"]);
    assert_eq!(count_of_mended(scene, &[]), 0, "{told}");
    std::fs::remove_file(scene.path(&at(BEN))).expect("a file");
    assert_eq!(scene.git(&["status", "--porcelain"]), "", "{told}");
}

#[test]
fn what_is_typed_wrong_is_named_and_mended() {
    let scene = called("none");
    scene.tell("fix/what_is_typed_wrong_is_named_and_mended");
    for slip in SLIPS {
        mended(&scene, *slip, YES);
    }
    for (slip, right) in OTHERS {
        mended(&scene, *slip, right);
    }
    for word in [
        "Support", "SUPPORT", "supports", "yes", "approve", "aye", "agree",
    ] {
        let text = format!("# mine\nposition = \"{word}\"  # for now\n");
        let right = "# mine\nposition = \"support\"  # for now\n";
        mended(&scene, (BEN, &text, "position = \"support\""), right);
    }
}

#[test]
fn an_executable_record_becomes_a_plain_file() {
    use std::os::unix::fs::PermissionsExt;
    let scene = with(BEN, YES);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(scene.path(&at(BEN)), executable).expect("a mode");
    assert_eq!(
        scene.plenary(&["check", "--worktree"]).status.code(),
        Some(1)
    );
    assert_eq!(count_of_mended(&scene, &[]), 1);
    scene.quietly(&["check", "--worktree"]);
    assert_eq!(scene.read(&at(BEN)), YES);
}

/// What harms nobody is read over by `check`; `fix` takes it out all the same.
#[test]
fn line_ends_of_windows_and_a_byte_order_mark() {
    for text in [
        "position = \"support\"\r\n",
        "\u{feff}position = \"support\"\n",
        "position = \"support\"",
    ] {
        let scene = with(BEN, text);
        scene.ok(&["check", "--worktree"]);
        assert_eq!(count_of_mended(&scene, &[]), 1, "{text:?}");
        assert_eq!(scene.read(&at(BEN)), YES);
    }
}

#[test]
fn what_could_be_meant_in_two_ways_is_left_to_a_person() {
    let scene = called("none");
    scene.tell("fix/what_could_be_meant_in_two_ways_is_left_to_a_person");
    for (path, text) in [
        (BEN, "position = \"acept\"\n"),
        (BEN, "position = \"support\"\nposition = \"object\"\n"),
        (BEN, "position = \"support\"\nreason: |\n  more\n"),
        (
            BEN,
            "<<<<<<< a\nposition = \"support\"\n=======\nposition = \"object\"\n>>>>>>> b\n",
        ),
        (BEN, "I support this.\n"),
        (BEN, "position = \"support\"\nrevision = \"Fine.\"\n"),
    ] {
        scene.write(&at(path), text);
        scene.show(&format!("typed at {path}:\n{text}"));
        let output = scene.plenary(&["fix"]);
        let printed = String::from_utf8(output.stdout).expect("text");
        assert_eq!(output.status.code(), Some(1), "{text:?}: {printed}");
        said(&printed, &[&at(BEN)]);
        assert_eq!(count_of_mended(&scene, &["--dry-run"]), 0, "{text:?}");
        assert_eq!(scene.read(&at(BEN)), text);
    }
}

#[test]
fn nobody_gets_a_record_by_the_name_of_a_stray_file() {
    for (path, text) in [
        ("positions/notes.md", "position = \"support\"\n"),
        ("positions/Somebody Else.toml", YES),
        (
            "positions/ben.md",
            "I support this, as I said in the meeting.\n",
        ),
        ("objections/ben.toml", "problem = \"p\"\nresolve = \"r\"\n"),
    ] {
        let scene = with(path, text);
        scene.plenary(&["fix"]);
        assert_eq!(scene.read(&at(path)), text, "{path}");
    }
    let scene = with("positions/ben.toml.txt", "position = \"object\"\n");
    scene.write(&at(BEN), YES);
    scene.plenary(&["fix"]);
    assert_eq!(scene.read(&at(BEN)), YES, "a file that is there stays");
}

#[test]
fn only_what_is_named_is_looked_at() {
    let scene = with(BEN, "position: support\n");
    scene.tell("fix/only_what_is_named_is_looked_at");
    let ann = at("positions/ann.toml");
    scene.write(&ann, "position: accept\n");
    assert_eq!(count_of_mended(&scene, &[&at(BEN)]), 1);
    assert_eq!(scene.read(&at(BEN)), YES);
    assert_eq!(scene.read(&ann), "position: accept\n");
    let positions = scene.path(&at("positions"));
    let there = scene.plenary_in(&at("positions"), &["fix", "ann.toml"]);
    assert_eq!(there.status.code(), Some(0), "{}", positions.display());
    assert_eq!(scene.read(&ann), "position = \"accept\"\n");
    scene.refused(2, &["fix", "nowhere.toml"]);
    scene.write(&ann, "position: accept\n");
    scene.ok(&["fix", "--dry-run"]);
    scene.ok(&["fix"]);
}

#[test]
fn texts_and_links_are_left_alone() {
    let scene = with("positions/ben.toml.txt", YES);
    let text = at("text.md");
    scene.write(&text, "One\r\n\u{201c}two\u{201d}\r\n");
    scene.ok(&["fix", &at("positions")]);
    assert_eq!(scene.read(&text), "One\r\n\u{201c}two\u{201d}\r\n");
    let link = scene.path(&at("positions/ann.toml"));
    scene.write("elsewhere.txt", "position: accept\n");
    std::os::unix::fs::symlink("../../../elsewhere.txt", link).expect("a link");
    scene.plenary(&["fix"]);
    assert_eq!(scene.read("elsewhere.txt"), "position: accept\n");
}

#[test]
fn what_was_done_can_be_read_by_programs() {
    let scene = with("positions/ben.toml.txt", "position: support\n");
    let (report, exit) = scene.json(&["fix"]);
    assert_eq!(exit, Some(0), "{report}");
    assert_eq!(report["written"], true);
    assert_eq!(report["mended"][0]["now"], at(BEN).as_str());
    assert_eq!(
        report["mended"][0]["done"].as_array().map(Vec::len),
        Some(2)
    );
    assert_eq!(report["findings"], serde_json::json!([]));
    let scene = with(BEN, "position: support\n");
    scene.refused(2, &["fix", "--format", "sarif"]);
    assert_eq!(
        scene.read(&at(BEN)),
        "position: support\n",
        "refused before it writes"
    );
}

#[test]
fn records_of_a_decided_proposal_are_left_alone() {
    let scene = Scene::repository();
    let tiny = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/tiny");
    let copied = std::process::Command::new("cp")
        .args(["-R", &format!("{tiny}/."), &scene.dir().to_string_lossy()])
        .status();
    assert!(copied.expect("cp can be run").success());
    scene.commit("A decided register", "2026-05-01T08:00:00Z");
    let path = "proposals/retention/positions/maya-chen.toml";
    scene.write(path, "position: support\n");
    scene.plenary(&["fix"]);
    assert_eq!(scene.read(path), "position: support\n");
    let roster = "participants/maya-chen.toml";
    let right = scene.read(roster);
    scene.write(roster, &right.replace(" = ", ": "));
    assert_eq!(count_of_mended(&scene, &["participants"]), 1);
}
