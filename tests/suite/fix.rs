//! `fix`: what people type wrong is mended where nothing has to be guessed, and only there.

use crate::body::{at, said};
use crate::gate::called;
use crate::scene::Scene;

/// A register with an open call and one file of ben's in its work tree.
fn with(path: &str, text: &str) -> Scene {
    let scene = called("none");
    scene.write(&at(path), text);
    scene
}

/// What somebody typed at a path is named by `check`, with `hint` to type; then `fix` mends it, what
/// lies at ben's place is `right`, and neither command finds anything more there.
#[track_caller]
fn mended(path: &str, text: &str, hint: &str, right: &str) {
    let scene = with(path, text);
    let told = format!("{path:?} {text:?}");
    let check = scene.plenary(&["check", "--worktree"]);
    let found = String::from_utf8(check.stdout).expect("text");
    assert!(found.contains(hint), "{told}: {found}");
    let dry = scene.ok(&["fix", "--dry-run"]);
    assert_eq!(scene.read(&at(path)), text, "{told}");
    said(&dry, &["nothing was written"]);
    let printed = scene.ok(&["fix"]);
    said(&printed, &["1 file mended"]);
    assert_eq!(
        scene.read(&at("positions/ben.toml")),
        right,
        "{told}: {printed}"
    );
    let clean = scene.ok(&["check", "--worktree"]);
    said(&clean, &["No faults found."]);
    let again = scene.ok(&["fix"]);
    said(&again, &["Nothing was found that can be mended"]);
}

const BEN: &str = "positions/ben.toml";
const YES: &str = "position = \"support\"\n";

#[test]
fn a_missing_extension() {
    mended("positions/ben", YES, "retention/positions/ben.toml", YES);
}

#[test]
fn a_wrong_extension() {
    for name in [
        "ben.toml.txt",
        "ben.md",
        "ben.yaml",
        "ben.toml.toml",
        "ben.tml",
    ] {
        let path = format!("positions/{name}");
        mended(&path, YES, "retention/positions/ben.toml", YES);
    }
}

#[test]
fn curly_quotation_marks() {
    mended(BEN, "position = “support”\n", "position = \"support\"", YES);
    let (text, right) = (
        "position = ‘support’\nreason = „It’s fine.“\n",
        "position = \"support\"\nreason = \"It’s fine.\"\n",
    );
    mended(BEN, text, "reason = \"It’s fine.\"", right);
}

#[test]
fn the_syntax_of_yaml() {
    let text = "---\nposition: support\nreason: Fine by me\n";
    let right = "position = \"support\"\nreason = \"Fine by me\"\n";
    mended(BEN, text, "position = \"support\"", right);
}

#[test]
fn the_syntax_of_json() {
    let text = "{\n  \"position\": \"support\",\n  \"reason\": \"Fine.\"\n}\n";
    let right = "position = \"support\"\nreason = \"Fine.\"\n";
    mended(BEN, text, "position = \"support\"", right);
}

#[test]
fn fences_of_markdown() {
    let text = "```toml\nposition = \"support\"\n```\n";
    mended(BEN, text, "remove the lines that begin with ```", YES);
}

#[test]
fn spaces_in_names() {
    let meant = "positions/ben.toml";
    mended("positions/ben .toml", YES, meant, YES);
    mended("positions/ ben.toml", YES, meant, YES);
}

#[test]
fn capitals_in_names() {
    mended("positions/Ben.toml", YES, "positions/ben.toml", YES);
    mended("positions/BEN.TOML", YES, "positions/ben.toml", YES);
}

#[test]
fn a_wrong_folder() {
    mended("position/ben.toml", YES, "positions/ben.toml", YES);
    mended("Positions/ben.toml", YES, "positions/ben.toml", YES);
    mended("position/Ben.toml.txt", YES, "positions/", YES);
}

#[test]
fn words_without_quotation_marks() {
    mended(BEN, "position = support\n", "position = \"support\"", YES);
}

#[test]
fn a_quotation_mark_forgotten_at_the_end() {
    mended(BEN, "position = \"support\n", "position = \"support\"", YES);
}

#[test]
fn a_text_over_two_lines() {
    let text = "position = \"support\"\nreason = \"One.\nTwo.\"\n";
    let right = "position = \"support\"\nreason = '''\nOne.\nTwo.'''\n";
    mended(BEN, text, "put it between ''' and '''", right);
}

#[test]
fn commas_and_doubled_signs() {
    mended(
        BEN,
        "position == \"support\"\n",
        "position = \"support\"",
        YES,
    );
    mended(
        BEN,
        "position = \"support\",\n",
        "position = \"support\"",
        YES,
    );
    mended(
        BEN,
        "position = \"support\";\n",
        "position = \"support\"",
        YES,
    );
}

#[test]
fn keys_in_other_letters() {
    let text = "Position = \"support\"\nREASON = \"Fine.\" # so\n";
    let right = "position = \"support\"\nreason = \"Fine.\" # so\n";
    mended(BEN, text, "position", right);
}

#[test]
fn positions_in_other_letters_and_other_words() {
    for word in ["Support", "SUPPORT", "+1", "yes", "approve", "👍", "agree"] {
        let text = format!("# mine\nposition = \"{word}\"  # for now\n");
        let right = "# mine\nposition = \"support\"  # for now\n";
        mended(BEN, &text, "position = \"support\"", right);
    }
}

#[test]
fn several_slips_at_once() {
    let text = "\u{feff}```\r\nPosition: “Yes”\r\nReason: It is fine\r\n```\r\n";
    let right = "position = \"support\"\nreason = \"It is fine\"\n";
    mended("position/Ben.toml.txt", text, "positions/", right);
}

/// What harms nobody is read over by `check`; `fix` takes it out all the same.
#[test]
fn line_ends_of_windows_and_a_byte_order_mark() {
    for text in [
        "position = \"support\"\r\n",
        "\u{feff}position = \"support\"\n",
    ] {
        let scene = with(BEN, text);
        said(&scene.ok(&["check", "--worktree"]), &["No faults found."]);
        said(&scene.ok(&["fix"]), &["1 file mended"]);
        assert_eq!(scene.read(&at(BEN)), YES);
    }
}

#[test]
fn what_could_be_meant_in_two_ways_is_left_to_a_person() {
    for (path, text) in [
        (BEN, "position = \"acept\"\n"),
        (BEN, "position = \"support\"\nposition = \"object\"\n"),
        (BEN, "position = \"support\"\nreason: |\n  more\n"),
        (
            BEN,
            "<<<<<<< a\nposition = \"support\"\n=======\nposition = \"object\"\n>>>>>>> b\n",
        ),
        (BEN, "I support this.\n"),
        (BEN, "position = \"support\"\nreasons = \"Fine.\"\n"),
    ] {
        let scene = with(path, text);
        let output = scene.plenary(&["fix"]);
        let printed = String::from_utf8(output.stdout).expect("text");
        assert_eq!(output.status.code(), Some(1), "{text:?}: {printed}");
        said(
            &printed,
            &["Nothing was found", "What still needs a person", &at(BEN)],
        );
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
    let ann = at("positions/ann.toml");
    scene.write(&ann, "position: accept\n");
    said(&scene.ok(&["fix", &at(BEN)]), &["1 file mended"]);
    assert_eq!(scene.read(&at(BEN)), YES);
    assert_eq!(scene.read(&ann), "position: accept\n");
    let positions = scene.path(&at("positions"));
    let there = scene.plenary_in(&at("positions"), &["fix", "ann.toml"]);
    assert_eq!(there.status.code(), Some(0), "{}", positions.display());
    assert_eq!(scene.read(&ann), "position = \"accept\"\n");
    said(
        &scene.refused(2, &["fix", "nowhere.toml"]),
        &["no file of the register"],
    );
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
    let printed = scene.plenary(&["fix", "participants"]);
    let printed = String::from_utf8(printed.stdout).expect("text");
    said(&printed, &["1 file mended"]);
}
