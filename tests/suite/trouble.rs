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
            "…",
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

/// Breaks the repository of a scene.
type Breaks = fn(&Scene);

/// A scene whose folder `.git` is replaced by a file.
fn with_file(scene: &Scene, text: &str) {
    std::fs::remove_dir_all(scene.path(".git")).expect("a folder to remove");
    scene.write(".git", text);
}

fn without(scene: &Scene, part: &str) {
    let place = scene.path(&format!(".git/{part}"));
    match place.is_dir() {
        true => std::fs::remove_dir_all(place).expect("a folder to remove"),
        false => std::fs::remove_file(place).expect("a file to remove"),
    }
}

#[test]
fn a_broken_repository_is_not_a_folder_without_git() {
    let broken: [Breaks; 8] = [
        |scene| without(scene, "HEAD"),
        |scene| without(scene, "objects"),
        |scene| without(scene, "refs"),
        |scene| scene.write(".git/HEAD", "nonsense\n"),
        |scene| with_file(scene, ""),
        |scene| with_file(scene, "nonsense\n"),
        |scene| with_file(scene, "gitdir: /nowhere/at/all\n"),
        |scene| {
            without(scene, "HEAD");
            std::fs::rename(scene.path(".git"), scene.path("moved")).expect("a folder to move");
            scene.write(".git", "gitdir: moved\n");
        },
    ];
    let story = Scene::folder();
    story.tell("trouble/a_broken_repository_is_not_a_folder_without_git");
    let whole = body::called("policy");
    for breaks in broken {
        let scene = story.then(whole.copy());
        breaks(&scene);
        trouble(&scene, 3, &READ);
        for arguments in [
            &[][..],
            &WRITE,
            &["init"],
            &["check"],
            &["check", "--worktree"],
            &["fix"],
            &["verify"],
            &["list"],
            &["undo"],
            &["-C", "proposals/retention", "list"],
        ] {
            let said = scene.command_in("", arguments).output().expect("an end");
            let text = String::from_utf8_lossy(&said.stderr);
            assert_eq!(said.status.code(), Some(3), "{arguments:?}: {text}");
            assert!(text.contains(".git"), "{arguments:?}: {text}");
        }
    }
    // A broken one inside another repository hides that one.
    let inside = whole.copy();
    inside.write("proposals/.git", "");
    inside.ok(&READ);
    trouble(
        &inside,
        3,
        &[&["-C", "proposals/retention"], &READ[..]].concat(),
    );
}

/// What looks alike is in order: a linked work tree, a folder without git, a repository without a commit.
#[test]
fn a_sound_repository_of_another_form_is_read() {
    let scene = body::called("policy");
    scene.git(&["worktree", "add", "--quiet", "linked", "-b", "side"]);
    scene.ok(&[&["-C", "linked"], &READ[..]].concat());
    scene.ok(&[&["-C", "linked"], &WRITE[..]].concat());
    let tiny = format!("{}/examples/tiny", env!("CARGO_MANIFEST_DIR"));
    let alone = Scene::folder();
    let copied = std::process::Command::new("cp")
        .args(["-a", &tiny])
        .arg(alone.dir())
        .status();
    assert!(copied.expect("cp can be run").success());
    alone.ok(&["-C", "tiny", "list"]);
    alone.ok(&["-C", "tiny", "check"]);
    let empty = Scene::repository();
    empty.ok(&[
        "init",
        "--as",
        "maya",
        "--name",
        "Lab",
        "--register",
        "lab",
        "--preset",
        "plain-consensus",
    ]);
}

#[test]
fn a_part_of_the_history_is_told_once() {
    let scene = body::called("policy");
    scene.tell("trouble/a_part_of_the_history_is_told_once");
    let url = format!("file://{}", scene.dir().display());
    scene.git(&["clone", "--quiet", "--depth", "1", &url, "part"]);
    let note = |scene: &Scene, arguments: &[&str]| {
        let output = scene.plenary(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        said.matches("shallow").count() + said.matches("replaces").count()
    };
    let part = ["-C", "part"];
    assert_eq!(note(&scene, &[&part[..], &["list"]].concat()), 1);
    assert_eq!(note(&scene, &[&part[..], &["check"]].concat()), 1);
    assert_eq!(note(&scene, &[&part[..], &["-q", "list"]].concat()), 0);
    assert_eq!(note(&scene, &["list"]), 0);
    let first = scene.git(&["rev-list", "--max-parents=0", "HEAD"]);
    scene.git(&["replace", "HEAD", &first]);
    assert_eq!(note(&scene, &["list"]), 1);
    assert_eq!(note(&scene, &WRITE), 1);
}

/// What seals or fixes a state reads a whole history; the same acts pass in a clone that has it.
#[test]
fn nothing_is_sealed_from_a_part_of_the_history() {
    let mut scene = body::called("policy");
    body::object(&scene);
    let first = scene.git(&["rev-list", "--max-parents=0", "HEAD"]);
    let replaced = |scene: &Scene| {
        let copy = scene.copy();
        copy.git(&["replace", "HEAD", &first]);
        copy
    };
    let extend = [
        "call",
        "extend",
        "retention",
        "--closes",
        "2026-05-20T09:00Z",
        "--reason",
        "Holidays.",
    ];
    let sealed = |scene: &Scene, arguments: &[&str]| {
        let arguments = [arguments, &["--as", "maya"]].concat();
        let said = replaced(scene).refused(3, &arguments);
        assert!(said.contains("git replace"), "{said}");
        scene.copy().ok(&arguments);
    };
    sealed(&scene, &extend);
    scene.now("2026-05-13T09:00:00Z");
    scene.write(
        &at("positions/ann.toml"),
        "position = \"accept\"\non = \"r1\"\n",
    );
    scene.commit("Give a late position", "2026-05-13T08:00:00Z");
    sealed(
        &scene,
        &[
            "call",
            "admit",
            "retention",
            "ann",
            "--reason",
            "The mail was late.",
        ],
    );
    sealed(&scene, &["call", "close", "retention"]);
    sealed(
        &scene,
        &["designate", "retention", "divided", "--reason", "So few."],
    );
    let proposed = body::proposed("policy");
    let open = [
        "call",
        "open",
        "retention",
        "--closes",
        "2026-05-20T09:00Z",
        "--as",
        "maya",
    ];
    let part = proposed.copy();
    let first = part.git(&["rev-list", "--max-parents=0", "HEAD"]);
    part.git(&["replace", "HEAD", &first]);
    part.refused(3, &open);
    proposed.ok(&open);
}
