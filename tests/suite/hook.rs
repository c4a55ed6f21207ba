//! Tests the hook for one's own server, as it is shipped, with real pushes to a bare repository.

use std::path::Path;

use crate::body::{at, said};
use crate::ci::{Forge, address, below};
use crate::gate::founded;
use crate::messy_requests::request_by;
use crate::scene::{Scene, hermetic};

const YES: &str = "position = \"support\"\n";

/// Installs the hook as it is shipped, and pushes to the repository as git does, as ben.
fn pushed(forge: &Forge, arguments: &[&str]) -> (bool, String) {
    pushed_with(forge, arguments, &[("PLENARY_ACTOR", "github:ben-x")])
}

/// The same with these variables of the server.
fn pushed_with(forge: &Forge, arguments: &[&str], variables: &[(&str, &str)]) -> (bool, String) {
    let hook = forge.bare.join("hooks/pre-receive");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/how-to/ci/pre-receive");
    std::fs::create_dir_all(forge.bare.join("hooks")).expect("a folder");
    std::fs::copy(shipped, &hook).expect("the hook");
    let mut git = hermetic("git", &forge.scene.dir());
    git.args(["push", "origin"])
        .args(arguments)
        .env("PLENARY", env!("CARGO_BIN_EXE_plenary"))
        .env("PLENARY_NOW", "2026-05-04T00:00:00Z")
        .envs(variables.iter().copied());
    let output = git.output().expect("git");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), said)
}

#[test]
fn the_hook_takes_the_push_that_founds_a_register_and_judges_the_next() {
    let forge = Forge::with("account");
    std::fs::remove_dir_all(&forge.bare).expect("a folder to remove");
    let to = forge.bare.to_string_lossy().into_owned();
    forge
        .scene
        .git(&["init", "--quiet", "--bare", "--initial-branch=main", &to]);
    let (taken, text) = pushed(&forge, &["main"]);
    assert!(taken, "{text}");
    forge.scene.write(&at("positions/ann.toml"), YES);
    forge.scene.commit("For ann", "2026-05-03T10:00:00Z");
    let (taken, text) = pushed(&forge, &["main"]);
    assert!(!taken, "{text}");
    said(&text, &["P201"]);
}

#[test]
fn the_hook_refuses_a_push_and_takes_one() {
    let forge = Forge::with("account");
    let tip = |forge: &Forge| {
        forge.scene.git(&[
            "--git-dir",
            &forge.bare.to_string_lossy(),
            "rev-parse",
            "main",
        ])
    };
    let before = tip(&forge);
    forge.scene.write(&at("positions/ann.toml"), YES);
    forge.scene.commit("For ann", "2026-05-03T10:00:00Z");
    let (taken, text) = pushed(&forge, &["main"]);
    assert!(!taken, "{text}");
    said(&text, &["P201", "positions/ann.toml"]);
    assert_eq!(tip(&forge), before);
    let (taken, text) = pushed(&forge, &["main:refs/heads/$(touch${IFS}pwned)"]);
    assert!(taken, "{text}");
    forge.scene.git(&["reset", "--quiet", "--hard", "HEAD^"]);
    forge.scene.write(&at("positions/ben.toml"), YES);
    forge.scene.commit("For ben", "2026-05-03T10:00:00Z");
    let (taken, text) = pushed(&forge, &["main"]);
    assert!(taken, "{text}");
    assert_ne!(tip(&forge), before);
    forge.scene.git(&["reset", "--quiet", "--hard", "HEAD^"]);
    forge.scene.commit("Rewritten", "2026-05-03T11:00:00Z");
    let (taken, text) = pushed(&forge, &["--force", "main"]);
    assert!(!taken, "{text}");
    let (taken, text) = pushed(&forge, &["--delete", "main"]);
    assert!(!taken, "{text}");
}

/// A forge whose bare repository is empty.
fn emptied(forge: Forge) -> Forge {
    std::fs::remove_dir_all(&forge.bare).expect("a folder to remove");
    let to = forge.bare.to_string_lossy().into_owned();
    let init = ["init", "--quiet", "--bare", "--initial-branch=master", &to];
    forge.scene.git(&init);
    forge
}

/// Git in the bare repository.
fn bare(forge: &Forge, arguments: &[&str]) -> String {
    let folder = forge.bare.to_string_lossy();
    forge
        .scene
        .git(&[&["--git-dir", folder.as_ref()], arguments].concat())
}

#[track_caller]
fn taken(pushed: (bool, String)) {
    assert!(pushed.0, "{}", pushed.1);
}

#[track_caller]
fn refused(pushed: (bool, String), words: &[&str]) {
    assert!(!pushed.0, "{}", pushed.1);
    said(&pushed.1, words);
}

fn commits(scene: &Scene, path: &str, text: &str) {
    scene.write(path, text);
    scene.commit("A change", "2026-05-03T10:00:00Z");
}

#[test]
fn the_register_is_found_in_what_is_pushed_and_not_in_head() {
    let forge = Forge::with("account");
    bare(&forge, &["symbolic-ref", "HEAD", "refs/heads/master"]);
    commits(&forge.scene, &at("positions/ann.toml"), YES);
    refused(pushed(&forge, &["main"]), &["P201"]);
    forge.scene.git(&["reset", "--quiet", "--hard", "HEAD^"]);
    commits(&forge.scene, &at("positions/ben.toml"), YES);
    taken(pushed(&forge, &["main"]));
}

#[test]
fn a_register_below_the_top_is_found_there() {
    let forge = emptied(Forge::of(below()));
    let ben = "group/participants/ben.toml";
    taken(pushed(&forge, &["main"]));
    let text = address(&forge.scene, "ben@elsewhere.example");
    commits(&forge.scene, ben, &text);
    let ann = ("PLENARY_ACTOR", "github:ann-x");
    refused(pushed_with(&forge, &["main"], &[ann]), &["P20"]);
    taken(pushed(&forge, &["main"]));
    // A second register does not hide the first.
    let charter = forge.scene.read("group/charter.toml");
    commits(&forge.scene, "aside/charter.toml", &charter);
    let text = address(&forge.scene, "ben@third.example");
    commits(&forge.scene, ben, &text.replace("elsewhere", "third"));
    refused(pushed_with(&forge, &["main"], &[ann]), &["P20"]);
    forge.scene.git(&["reset", "--quiet", "--hard", "HEAD^"]);
    taken(pushed(&forge, &["main"]));
    // With two, somebody must say which.
    commits(&forge.scene, ben, &text.replace("elsewhere", "third"));
    refused(
        pushed(&forge, &["main"]),
        &["PLENARY_FOLDER", "aside", "group"],
    );
    let folder = ("PLENARY_FOLDER", "group");
    refused(pushed_with(&forge, &["main"], &[ann, folder]), &["P20"]);
    taken(pushed_with(
        &forge,
        &["main"],
        &[("PLENARY_ACTOR", "github:ben-x"), folder],
    ));
}

#[test]
fn the_push_that_brings_a_register_is_checked_by_its_own_rules() {
    let forge = emptied(Forge::with("account"));
    commits(
        &forge.scene,
        &at("positions/ann.toml"),
        "position = \"perhaps\"\n",
    );
    refused(pushed(&forge, &["main"]), &["positions/ann.toml"]);
    forge.scene.git(&["reset", "--quiet", "--hard", "HEAD^"]);
    taken(pushed(&forge, &["main"]));
    // A repository can be older than its register.
    let forge = emptied(Forge::of(founded("account")));
    forge
        .scene
        .git(&["checkout", "--quiet", "--orphan", "fresh"]);
    forge.scene.git(&["rm", "-r", "--quiet", "--force", "."]);
    commits(&forge.scene, "README.md", "Soon.\n");
    taken(pushed(&forge, &["fresh:main"]));
    forge.scene.git(&["checkout", "--quiet", "main", "--", "."]);
    forge.scene.commit("The register", "2026-05-03T10:00:00Z");
    taken(pushed(&forge, &["fresh:main"]));
    let ann = "participants/ann.toml";
    let text = forge.scene.read(ann).replace("ann@", "ann2@");
    commits(&forge.scene, ann, &text);
    refused(pushed(&forge, &["fresh:main"]), &["P20", ann]);
}

#[test]
fn refs_that_show_something_else_than_there_is_are_refused() {
    let forge = Forge::with("account");
    let tip = forge.scene.git(&["rev-parse", "main"]);
    for reference in ["refs/replace/", "refs/tags/"] {
        let name = match reference {
            "refs/tags/" => "main",
            _ => tip.as_str(),
        };
        let to = format!("main~1:{reference}{name}");
        refused(pushed(&forge, &[&to]), &[reference]);
    }
    taken(pushed(&forge, &["main~1:refs/tags/v1"]));
    taken(pushed(&forge, &["main~1:refs/notes/commits"]));
    // What came before the hook can be removed.
    let replace = format!("refs/replace/{tip}");
    bare(&forge, &["update-ref", &replace, "main~1"]);
    taken(pushed(&forge, &["--delete", &replace]));
}

#[test]
fn another_name_of_the_main_branch_is_the_main_branch() {
    let forge = Forge::with("account");
    bare(
        &forge,
        &["symbolic-ref", "refs/heads/trunk", "refs/heads/main"],
    );
    commits(&forge.scene, &at("positions/ann.toml"), YES);
    refused(pushed(&forge, &["main:trunk"]), &["P201"]);
    taken(pushed(&forge, &["main:other"]));
    forge.scene.git(&["reset", "--quiet", "--hard", "HEAD^"]);
    commits(&forge.scene, &at("positions/ben.toml"), YES);
    taken(pushed(&forge, &["main:trunk"]));
}

#[test]
fn a_pull_that_puts_the_main_branch_aside_is_refused() {
    let forge = Forge::with("none");
    let git = |arguments: &[&str]| forge.scene.git(arguments);
    git(&["checkout", "--quiet", "-b", "mine"]);
    commits(&forge.scene, "README.md", "What this is.\n");
    git(&["checkout", "--quiet", "main"]);
    commits(&forge.scene, &at("positions/ben.toml"), YES);
    taken(pushed(&forge, &["main"]));
    git(&["checkout", "--quiet", "mine"]);
    git(&["merge", "--quiet", "--no-edit", "main"]);
    refused(pushed(&forge, &["mine:main"]), &["H308", "git rebase"]);
    git(&["rebase", "--quiet", "main"]);
    taken(pushed_with(&forge, &["mine:main"], &[]));
}

#[test]
fn whom_the_server_names_is_passed_on() {
    let forge = Forge::with("account");
    commits(&forge.scene, &at("positions/ben.toml"), YES);
    let push = |variables: &[(&str, &str)]| pushed_with(&forge, &["main"], variables);
    for (variable, account) in [
        ("GL_USERNAME", "gitlab:ben"),
        ("GL_USER", "server:ben"),
        ("REMOTE_USER", "server:ben"),
    ] {
        refused(push(&[(variable, "ben")]), &["P210", account]);
    }
    let web = [("GL_USERNAME", "ben"), ("GL_PROTOCOL", "web")];
    let (passed, text) = push(&web);
    assert!(
        !passed && text.contains("P210") && !text.contains("gitlab:ben"),
        "{text}"
    );
    taken(push(&[
        ("GL_USERNAME", "ben"),
        ("PLENARY_ACTOR", "github:ben-x"),
    ]));
}

/// What a secretary imports is theirs to push, whatever the charter takes as proof: as it is, without its typing
/// errors, and from an address that no participant has.
#[test]
fn the_hook_takes_what_was_imported_from_pull_requests() {
    for identity in ["account", "author", "none"] {
        let forge = Forge::with(identity);
        let scene = &forge.scene;
        scene.git(&["config", "user.email", "sec@example.org"]);
        for (n, address, name, text) in [
            (1, "ben@example.org", "TapFan.md", "position: support\n"),
            (2, "ann@example.org", "ann.toml", YES),
            (3, "home@cid.example", "cid.toml", YES),
            (4, "dee@example.org", "Dee.toml", "position = \"Yes\"\n"),
        ] {
            let path = at(&format!("positions/{name}"));
            request_by(scene, address, n, &[(&path, text.as_bytes())]);
        }
        let map = ".git/accounts.toml";
        let lines = ["ben", "ann", "cid", "dee"].iter().enumerate();
        let lines = lines.map(|(n, who)| format!("\"refs/pull/{}\" = \"github:{who}-x\"\n", n + 1));
        scene.write(map, &lines.collect::<String>());
        let import = ["import", "refs", "refs/pull/*", "--as", "sec"];
        let fix = ["--actor-map", map, "--fix", "--write"];
        let (report, _) = scene.json(&[&import[..], &fix].concat());
        let rows = report["requests"].as_array().expect("requests");
        let verdicts: Vec<&str> = rows
            .iter()
            .filter_map(|row| row["verdict"].as_str())
            .collect();
        // Where the authors of commits are the proof, cid is not proven.
        let cid = if identity == "author" {
            "refused"
        } else {
            "accepted"
        };
        let expected = ["accepted", "accepted", cid, "accepted"];
        assert_eq!(verdicts, expected, "{identity}: {report}");
        let authors = scene.git(&["log", "-3", "--reverse", "--format=%ae"]);
        assert!(authors.contains("sec@example.org"), "{authors}");
        assert!(!authors.contains("home@cid.example"), "{authors}");
        let sec = ("PLENARY_ACTOR", "github:sec-x");
        taken(pushed_with(&forge, &["main"], &[sec]));
        scene.quietly(&["check"]);
        scene.quietly(&["verify"]);
    }
}
