//! Tests what goes wrong: the wrong folder, time or word, hostile bytes. Each ends with the right exit code, a
//! sentence and what to type.

use crate::body::{self, at};
use crate::scene::Scene;

/// One reading and one writing command on `retention`.
pub(crate) const READ: [&str; 2] = ["tally", "retention"];
pub(crate) const WRITE: [&str; 5] = ["position", "retention", "accept", "--as", "ann"];

/// That it ends with this code, an error and a hint.
#[track_caller]
pub(crate) fn trouble(scene: &Scene, exit: i32, arguments: &[&str]) {
    let text = scene.refused(exit, arguments);
    assert!(text.starts_with("error: "), "{arguments:?}: {text}");
    assert!(
        text.contains("\nhint: ") || text.contains("  hint: ") || text.contains("--help"),
        "{arguments:?}: {text}"
    );
    assert!(
        !text.contains("RUST_BACKTRACE") && !text.contains('\u{1b}'),
        "{arguments:?}: {text}"
    );
}

#[test]
fn outside_a_register() {
    let nowhere = Scene::folder();
    let empty = Scene::repository();
    for arguments in [
        &READ[..],
        &WRITE,
        &["check"],
        &["verify"],
        &["log"],
        &["participant", "list"],
    ] {
        trouble(&nowhere, 3, arguments);
        trouble(&empty, 3, arguments);
    }
    trouble(&nowhere, 3, &["init", "--as", "maya"]);
    assert_eq!(
        empty
            .refused(3, &["-C", "nowhere", "check"])
            .lines()
            .count(),
        1
    );
    let scene = body::called("policy");
    scene.tell("trouble/outside_a_register");
    trouble(&scene, 1, &["init"]);
    scene.ok(&["-C", "proposals/retention", "check"]);
}

#[test]
fn a_repository_in_no_state_to_be_written_to() {
    let scene = body::called("policy");
    scene.tell("trouble/a_repository_in_no_state_to_be_written_to");
    let url = scene.dir();
    scene.git(&[
        "clone",
        "--quiet",
        "--bare",
        &url.display().to_string(),
        "bare.git",
    ]);
    scene.git(&["-C", "bare.git", "config", "user.name", "Ann"]);
    scene.git(&["-C", "bare.git", "config", "user.email", "ann@example.org"]);
    scene.ok(&[&["-C", "bare.git"], &READ[..]].concat());
    trouble(&scene, 1, &[&["-C", "bare.git"], &WRITE[..]].concat());
    scene.git(&["checkout", "--quiet", "--detach"]);
    scene.ok(&READ);
    trouble(&scene, 1, &WRITE);
    scene.git(&["checkout", "--quiet", "-b", "side"]);
    scene.write("other", "one\n");
    scene.git(&["add", "other"]);
    scene.git(&["commit", "--quiet", "-m", "Side"]);
    scene.git(&["checkout", "--quiet", "main"]);
    scene.write("other", "two\n");
    scene.git(&["add", "other"]);
    scene.git(&["commit", "--quiet", "-m", "Main"]);
    scene.git_output("", &["merge", "side"], crate::scene::NOW);
    scene.ok(&READ);
    trouble(&scene, 1, &WRITE);
    scene.git(&["merge", "--abort"]);
    scene.ok(&WRITE);
}

#[test]
fn work_that_is_not_committed_is_not_written_over() {
    let scene = body::called("policy");
    scene.tell("trouble/work_that_is_not_committed_is_not_written_over");
    let path = at("positions/ann.toml");
    scene.write(&path, "# mine\nposition = \"accept\"\n");
    trouble(&scene, 1, &WRITE);
    assert_eq!(scene.read(&path), "# mine\nposition = \"accept\"\n");
    std::fs::remove_file(scene.path(&path)).expect("a file to remove");
    std::fs::create_dir(scene.path(&path)).expect("a folder");
    trouble(&scene, 1, &WRITE);
    std::fs::remove_dir(scene.path(&path)).expect("a folder to remove");
    scene.write(".git/index.lock", "");
    trouble(&scene, 4, &WRITE);
    std::fs::remove_file(scene.path(".git/index.lock")).expect("a file to remove");
    scene.ok(&WRITE);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

#[test]
fn words_that_mean_nothing_here() {
    let scene = body::called("policy");
    scene.tell("trouble/words_that_mean_nothing_here");
    body::object(&scene);
    for arguments in [
        &["tally", "retentoin"][..],
        &["tally", ""],
        &["tally", "retention", "--call", "2"],
        &["tally", "retention", "--call", "x"],
        &["status", "zzz"],
        &["show", "cid.coast"],
        &["position", "retention", "acept", "--as", "ann"],
        &["position", "retention", "accept", "--as", "anne"],
        &[
            "position",
            "retention",
            "accept",
            "--as",
            "ann",
            "--on",
            "r7",
        ],
        &[
            "position",
            "retention",
            "accept",
            "--as",
            "ann",
            "--on",
            "seven",
        ],
        &["position", "retention"],
        &[
            "position",
            "retention",
            "accept",
            "--withdraw",
            "--as",
            "ann",
        ],
        &["position", "retention", "--withdraw", "--as", "ben"],
        &[
            "propose",
            "New",
            "--text",
            "nowhere.md",
            "--track",
            "policy",
        ],
        &[
            "propose",
            "New",
            "--text",
            "charter.toml",
            "--track",
            "polcy",
        ],
        &["propose", "New", "--text", "charter.toml"],
        &[
            "propose",
            "日本",
            "--text",
            "charter.toml",
            "--track",
            "policy",
        ],
        &[
            "propose",
            "N",
            "--text",
            "charter.toml",
            "--track",
            "policy",
            "--author",
            "anne",
        ],
        &["participant", "add", "Zoe", "--name", "Zoe"],
        &["participant", "add", "zoe", "--name", "Zoe"],
        &[
            "participant",
            "add",
            "zoe",
            "--name",
            "Zoe",
            "--group",
            "nroth",
        ],
        &["participant", "set", "zoe", "--name", "Zoe"],
        &["participant", "set", "ann"],
        &[
            "participant",
            "add",
            "zoe",
            "--name",
            "Zoe",
            "--weight",
            "x=-1",
        ],
        &["call", "open", "retention", "--closes", "tomorrow"],
        &[
            "call",
            "open",
            "retention",
            "--closes",
            "2026-05-14T09:00:00",
        ],
        &["charter", "explain", "polcy"],
        &["init", "--preset", "gnso"],
        &["explain", "S999"],
        &["tally", "retention", "--format", "xml"],
        &["nonsense"],
    ] {
        let exit = if arguments[0] == "init" { 1 } else { 2 };
        trouble(&scene, exit, arguments);
    }
    trouble(
        &scene,
        1,
        &[
            "participant",
            "add",
            "dora",
            "--name",
            "D",
            "--group",
            "north",
        ],
    );
    trouble(
        &scene,
        1,
        &[
            "participant",
            "add",
            "zoe",
            "--name",
            "Z",
            "--group",
            "north",
            "--as",
            "ann",
        ],
    );
}

#[test]
fn an_ambiguous_beginning_lists_what_it_may_mean() {
    let scene = body::called("policy");
    scene.tell("trouble/an_ambiguous_beginning_lists_what_it_may_mean");
    scene.write(".git/draft.md", "text\n");
    for title in ["Retention abroad", "Resolution"] {
        scene.ok(&[
            "propose",
            title,
            "--text",
            ".git/draft.md",
            "--track",
            "policy",
            "--as",
            "ann",
        ]);
    }
    trouble(&scene, 2, &["tally", "re"]);
    scene.ok(&["tally", "res"]);
    // The whole id is not ambiguous, though another begins with it.
    scene.ok(&["tally", "retention"]);
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["proposal"], "retention");
    trouble(&scene, 2, &["participant", "set", "", "--name", "X"]);
}

#[test]
fn who_acts_may_be_typed_short_too() {
    let scene = body::called("policy");
    scene.tell("trouble/who_acts_may_be_typed_short_too");
    scene.ok(&[
        "participant",
        "add",
        "anton",
        "--name",
        "Anton",
        "--group",
        "north",
        "--as",
        "maya",
    ]);
    scene.ok(&["position", "retention", "accept", "--as", "be"]);
    assert!(scene.path(&at("positions/ben.toml")).exists());
    trouble(
        &scene,
        2,
        &["position", "retention", "accept", "--as", "an"],
    );
}
