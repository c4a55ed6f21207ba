//! Trouble: the wrong folder, the wrong moment, the wrong word, hostile bytes. Every one ends with
//! the right code, a sentence and what to type.

use crate::body::{self, at, said};
use crate::scene::Scene;

/// One reading and one writing command on `retention`.
pub(crate) const READ: [&str; 2] = ["tally", "retention"];
pub(crate) const WRITE: [&str; 5] = ["position", "retention", "accept", "--as", "ann"];

/// That it ends with this code, an error and a hint, and says these words.
#[track_caller]
pub(crate) fn trouble(scene: &Scene, exit: i32, arguments: &[&str], words: &[&str]) {
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
    said(&text, words);
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
        trouble(
            &nowhere,
            3,
            arguments,
            &["is not in a git repository", "plenary init"],
        );
        trouble(&empty, 3, arguments, &["charter.toml", "plenary init"]);
    }
    trouble(&nowhere, 3, &["init", "--as", "maya"], &["git init"]);
    assert_eq!(
        empty
            .refused(3, &["-C", "nowhere", "check"])
            .lines()
            .count(),
        1
    );
    let scene = body::called("policy");
    trouble(&scene, 1, &["init"], &["there is a register here already"]);
    scene.ok(&["-C", "proposals/retention", "check"]);
}

#[test]
fn a_repository_in_no_state_to_be_written_to() {
    let scene = body::called("policy");
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
    trouble(
        &scene,
        1,
        &[&["-C", "bare.git"], &WRITE[..]].concat(),
        &["bare"],
    );
    scene.git(&["checkout", "--quiet", "--detach"]);
    scene.ok(&READ);
    trouble(
        &scene,
        1,
        &WRITE,
        &["no branch is checked out", "git switch"],
    );
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
    trouble(
        &scene,
        1,
        &WRITE,
        &["a merge is in progress", "git merge --abort"],
    );
    scene.git(&["merge", "--abort"]);
    scene.ok(&WRITE);
}

#[test]
fn work_that_is_not_committed_is_not_written_over() {
    let scene = body::called("policy");
    let path = at("positions/ann.toml");
    scene.write(&path, "# mine\nposition = \"accept\"\n");
    trouble(&scene, 1, &WRITE, &[&path, "git"]);
    assert_eq!(scene.read(&path), "# mine\nposition = \"accept\"\n");
    std::fs::remove_file(scene.path(&path)).expect("a file to remove");
    std::fs::create_dir(scene.path(&path)).expect("a folder");
    trouble(&scene, 1, &WRITE, &[&path]);
    std::fs::remove_dir(scene.path(&path)).expect("a folder to remove");
    scene.write(".git/index.lock", "");
    trouble(
        &scene,
        4,
        &WRITE,
        &["index.lock", "run the same command again"],
    );
    std::fs::remove_file(scene.path(".git/index.lock")).expect("a file to remove");
    scene.ok(&WRITE);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

#[test]
fn words_that_mean_nothing_here() {
    let scene = body::called("policy");
    body::object(&scene);
    for (arguments, words) in [
        (
            &["tally", "retentoin"][..],
            &[
                "there is no proposal \"retentoin\"",
                "did you mean retention?",
            ][..],
        ),
        (&["tally", ""], &["there is no proposal \"\""]),
        (
            &["tally", "retention", "--call", "2"],
            &["retention has no call 2", "there is 1"],
        ),
        (&["tally", "retention", "--call", "x"], &["--call"]),
        (&["status", "zzz"], &["there is retention"]),
        (&["show", "cid.coast"], &["did you mean cid.cost?"]),
        (
            &["position", "retention", "acept", "--as", "ann"],
            &["did you mean accept?"],
        ),
        (
            &["position", "retention", "accept", "--as", "anne"],
            &["not on the roster", "did you mean ann?"],
        ),
        (
            &[
                "position",
                "retention",
                "accept",
                "--as",
                "ann",
                "--on",
                "r7",
            ],
            &["no revision r7", "--on r1"],
        ),
        (
            &[
                "position",
                "retention",
                "accept",
                "--as",
                "ann",
                "--on",
                "seven",
            ],
            &["r1"],
        ),
        (&["position", "retention"], &["VALUE"]),
        (
            &[
                "position",
                "retention",
                "accept",
                "--withdraw",
                "--as",
                "ann",
            ],
            &["cannot be used with"],
        ),
        (
            &["position", "retention", "--withdraw", "--as", "ben"],
            &["no position on retention to take back"],
        ),
        (
            &[
                "propose",
                "New",
                "--text",
                "nowhere.md",
                "--track",
                "policy",
            ],
            &["nowhere.md cannot be read"],
        ),
        (
            &[
                "propose",
                "New",
                "--text",
                "charter.toml",
                "--track",
                "polcy",
            ],
            &["did you mean policy?"],
        ),
        (
            &["propose", "New", "--text", "charter.toml"],
            &["several tracks", "--track"],
        ),
        (
            &[
                "propose",
                "日本",
                "--text",
                "charter.toml",
                "--track",
                "policy",
            ],
            &["--id NAME"],
        ),
        (
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
            &["did you mean ann?"],
        ),
        (
            &["participant", "add", "Zoe", "--name", "Zoe"],
            &["lower-case"],
        ),
        (
            &["participant", "add", "zoe", "--name", "Zoe"],
            &["several groups", "--group"],
        ),
        (
            &[
                "participant",
                "add",
                "zoe",
                "--name",
                "Zoe",
                "--group",
                "nort",
            ],
            &["did you mean north?"],
        ),
        (
            &["participant", "set", "zoe", "--name", "Zoe"],
            &["there is no participant \"zoe\""],
        ),
        (
            &["participant", "set", "ann"],
            &["nothing is to be changed"],
        ),
        (
            &[
                "participant",
                "add",
                "zoe",
                "--name",
                "Zoe",
                "--weight",
                "x=-1",
            ],
            &["whole number"],
        ),
        (
            &["call", "open", "retention", "--closes", "tomorrow"],
            &["2026-05-21T23:59Z"],
        ),
        (
            &[
                "call",
                "open",
                "retention",
                "--closes",
                "2026-05-14T09:00:00",
            ],
            &["no offset"],
        ),
        (&["charter", "explain", "polcy"], &["did you mean policy?"]),
        (&["init", "--preset", "gnso"], &["already"]),
        (&["explain", "S999"], &["S"]),
        (
            &["tally", "retention", "--format", "xml"],
            &["table, lines, markdown, csv, html, json, ics, github, gitlab or sarif"],
        ),
        (&["nonsense"], &["nonsense"]),
    ] {
        let exit = if arguments[0] == "init" { 1 } else { 2 };
        trouble(&scene, exit, arguments, words);
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
        &["former id of dee"],
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
        &["the turn of maya, idris or sec"],
    );
}

#[test]
fn an_ambiguous_beginning_lists_what_it_may_mean() {
    let scene = body::called("policy");
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
    trouble(
        &scene,
        2,
        &["tally", "re"],
        &[
            "\"re\" begins 3 proposals",
            "resolution, retention or retention-abroad",
        ],
    );
    scene.ok(&["tally", "res"]);
    assert!(
        scene
            .ok(&["tally", "retention"])
            .starts_with("Tally of retention, call 1")
    );
    trouble(
        &scene,
        2,
        &["participant", "set", "", "--name", "X"],
        &["\"\" begins 10 participants"],
    );
}

#[test]
fn who_acts_may_be_typed_short_too() {
    let scene = body::called("policy");
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
        &["--as says \"an\", which begins 2 names", "ann or anton"],
    );
}
