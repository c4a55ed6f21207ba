//! Tests the check of pull requests from outside, on real branches.

mod commits;
mod dates;
mod decisions;
mod dropped;
mod first_parent;
mod fixed_rules;
mod landings;
mod merges;
mod rules;
mod same_as_git;
mod times;

use std::path::Path;

use git2::{Index, IndexEntry, IndexTime, Oid, Repository, Signature, Time};

use crate::body::{self, at};
use crate::scene::Scene;
use plenary::value::clock::Instant;

/// The body with an account for everybody, where the charter takes this as proof of who submits.
pub(crate) fn founded(identity: &str) -> Scene {
    crate::kept::scene(&format!("gate/founded/{identity}"), || {
        let mut scene = Scene::repository();
        for (path, text) in body::files() {
            let name = path.strip_prefix("participants/");
            let text = match name.and_then(|name| name.strip_suffix(".toml")) {
                None => text.replace("identity = \"none\"", &format!("identity = \"{identity}\"")),
                Some("maya") => format!("{text}accounts = [\"github:Maya-C\"]\n"),
                Some(id) => {
                    let emails = format!("emails = [\"{id}@example.org\"]\n");
                    format!("{text}accounts = [\"github:{id}-x\"]\n{emails}")
                }
            };
            scene.write(&path, &text);
        }
        scene.commit("Found the register", "2026-05-01T08:00:00Z");
        scene.now("2026-05-01T09:00:00Z");
        scene
    })
}

/// The same with the proposal `retention` by ann, its call 1 open until 12 May.
pub(crate) fn called(identity: &str) -> Scene {
    crate::kept::scene(&format!("gate/called/{identity}"), || {
        let mut scene = founded(identity);
        scene.write(".git/draft.md", "The first text.\n");
        let draft = ["propose", "Retention", "--text", ".git/draft.md"];
        own(
            &scene,
            "ann",
            &[&draft[..], &["--track", "policy"]].concat(),
        );
        scene.now("2026-05-02T09:00:00Z");
        let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
        own(&scene, "maya", &open);
        scene.now("2026-05-03T09:00:00Z");
        scene
    })
}

/// Somebody's own command, committed under their own address.
pub(crate) fn own(scene: &Scene, who: &str, arguments: &[&str]) {
    scene.git(&["config", "user.email", &format!("{who}@example.org")]);
    scene.ok(&[arguments, &["--as", who]].concat());
    scene.git(&["config", "user.email", "maya@example.org"]);
}

/// A branch `request` off `main` with these files in it, where an empty text removes the file.
pub(crate) fn request(scene: &Scene, files: &[(&str, &str)]) {
    let git = Repository::open(scene.dir()).expect("a repository");
    let now = Instant::parse(scene.moment()).expect("a time");
    let commit = requested(&git, files, now.seconds()).expect("a commit");
    git.reference("refs/heads/request", commit, true, "")
        .expect("a branch");
}

/// Commits the files on top of `main`, without a work tree, as the person that git's configuration names.
fn requested(git: &Repository, files: &[(&str, &str)], now: i64) -> Result<Oid, git2::Error> {
    let main = git.revparse_single("main")?.peel_to_commit()?;
    let mut index = Index::new()?;
    index.read_tree(&main.tree()?)?;
    for (path, text) in files {
        match text.is_empty() {
            true => index.remove_path(Path::new(path))?,
            false => index.add(&plain(path, git.blob(text.as_bytes())?))?,
        }
    }
    let tree = git.find_tree(index.write_tree_to(git)?)?;
    let config = git.config()?;
    let (name, email) = (
        config.get_string("user.name")?,
        config.get_string("user.email")?,
    );
    // Where an account says who submits, the address that a scene begins with is nobody's.
    let of_the_scene = email == "maya@example.org";
    let email = match of_the_scene && !charter_takes_authors(git)? {
        true => "somebody@example.net".to_owned(),
        false => email,
    };
    let who = Signature::new(&name, &email, &Time::new(now, 0))?;
    git.commit(None, &who, &who, "Request\n", &tree, &[&main])
}

/// Whether the charter on `main` takes the authors of commits as the proof of who submits.
fn charter_takes_authors(git: &Repository) -> Result<bool, git2::Error> {
    let charter = git.revparse_single("main:charter.toml")?.peel_to_blob()?;
    Ok(String::from_utf8_lossy(charter.content()).contains("identity = \"author\""))
}

/// A plain file in an index.
fn plain(path: &str, id: Oid) -> IndexEntry {
    IndexEntry {
        ctime: IndexTime::new(0, 0),
        mtime: IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    }
}

pub(crate) fn put(scene: &Scene, files: &[(&str, &str)]) {
    for (path, text) in files {
        match text.is_empty() {
            true => std::fs::remove_file(scene.path(path)).expect("a file to remove"),
            false => scene.write(path, text),
        }
    }
}

/// The codes that the check of a request finds, with their paths; its exit code must fit.
#[track_caller]
pub(crate) fn judged(scene: &Scene, actor: &str) -> Vec<String> {
    let (report, exit) = verdict(scene, actor);
    let findings = report["findings"]
        .as_array()
        .unwrap_or_else(|| panic!("{report}"));
    let word = |finding: &serde_json::Value, key: &str| {
        finding[key].as_str().unwrap_or_default().to_owned()
    };
    let fails = report["errors"].as_u64().unwrap_or_default() > 0;
    assert_eq!(exit, Some(i32::from(fails)), "{report}");
    assert!(
        findings.iter().all(|finding| finding["hint"].is_string()),
        "{report}"
    );
    findings
        .iter()
        .map(|finding| format!("{} {}", word(finding, "code"), word(finding, "path")))
        .collect()
}

pub(crate) fn verdict(scene: &Scene, actor: &str) -> (serde_json::Value, Option<i32>) {
    let check = ["check", "--changed", "main...request"];
    match actor {
        "" => scene.json(&check),
        actor => scene.json(&[&check[..], &["--actor", actor]].concat()),
    }
}

const ANN: &str = "github:ann-x";
const BEN: &str = "github:ben-x";
const CID: &str = "github:cid-x";
const MAYA: &str = "github:maya-c";
const SEC: &str = "github:sec-x";

#[test]
fn ones_own_position_passes_and_says_who_submitted() {
    let scene = called("account");
    scene.tell("gate/ones_own_position_passes_and_says_who_submitted");
    request(
        &scene,
        &[(&at("positions/ben.toml"), "position = \"support\"\n")],
    );
    let check = [
        "check",
        "--changed",
        "main...request",
        "--actor",
        "github:BEN-X",
    ];
    let text = scene.ok(&check);
    body::said(&text, &["ben (github:BEN-X)"]);
    let (report, exit) = verdict(&scene, BEN);
    assert_eq!(exit, Some(0), "{report}");
    assert_eq!(report["change"]["participants"], serde_json::json!(["ben"]));
    assert_eq!(report["change"]["verified"], true);
    assert_eq!(report["change"]["files"], 1);
    let tip = scene.git(&["rev-parse", "request"]);
    assert_eq!(report["change"]["head"], tip.as_str());
}

#[test]
fn the_position_of_another_does_not_pass() {
    let scene = called("account");
    scene.tell("gate/the_position_of_another_does_not_pass");
    let ben = at("positions/ben.toml");
    request(&scene, &[(&ben, "position = \"support\"\n")]);
    assert_eq!(judged(&scene, ANN), [format!("P201 {ben}")]);
    assert_eq!(judged(&scene, SEC), [format!("P201 {ben}")]);
    let text = scene.plenary(&["check", "--changed", "main...request", "--actor", SEC]);
    let text = String::from_utf8(text.stdout).expect("text");
    body::said(&text, &["ben", "relayed-by = \"sec\""]);
}

#[test]
fn the_proof_that_the_charter_asks_for_must_be_there() {
    let scene = called("account");
    scene.tell("gate/the_proof_that_the_charter_asks_for_must_be_there");
    let ben = at("positions/ben.toml");
    request(&scene, &[(&ben, "position = \"support\"\n")]);
    assert_eq!(judged(&scene, ""), [format!("P210 {ben}")]);
    assert!(judged(&scene, "github:nobody").contains(&format!("P210 {ben}")));
    let check = [
        "check",
        "--changed",
        "main...request",
        "--actor",
        "github:\u{1b}[31mx",
    ];
    let output = scene.plenary(&check);
    let text = String::from_utf8(output.stdout).expect("text");
    body::said(&text, &["github:"]);
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn a_secretary_relays_and_says_so() {
    let scene = called("account");
    let (ann, ben) = (at("positions/ann.toml"), at("positions/ben.toml"));
    let text = "position = \"support\"\nrelayed-by = \"sec\"\nreceived = 2026-05-03T08:00:00Z\n";
    request(&scene, &[(&ann, text), (&ben, text)]);
    assert_eq!(judged(&scene, SEC), [""; 0]);
    assert_eq!(
        judged(&scene, CID),
        [format!("P209 {ann}"), format!("P209 {ben}")]
    );
    request(
        &scene,
        &[(&ben, "position = \"support\"\nrelayed-by = \"cid\"\n")],
    );
    assert_eq!(judged(&scene, CID), [format!("P201 {ben}")]);
}

#[test]
fn where_nothing_is_asked_for_nobody_is_judged_by_name_unless_known() {
    let scene = called("none");
    scene.tell("gate/where_nothing_is_asked_for_nobody_is_judged_by_name_unless_known");
    let ben = at("positions/ben.toml");
    request(&scene, &[(&ben, "position = \"support\"\n")]);
    assert_eq!(judged(&scene, ""), [""; 0]);
    scene.ok(&["check", "--changed", "main...request"]);
    let (report, _) = verdict(&scene, "");
    assert_eq!(report["change"]["verified"], false, "{report}");
    assert_eq!(report["change"]["files"], 1, "{report}");
    assert_eq!(judged(&scene, ANN), [format!("P201 {ben}")]);
    assert_eq!(judged(&scene, BEN), [""; 0]);
    // Ben's account at that forge is known, so this is somebody else's.
    assert_eq!(judged(&scene, "github:who"), [format!("P201 {ben}")]);
    assert_eq!(judged(&scene, "gitlab:who"), [""; 0]);
    request(
        &scene,
        &[(&ben, "")].map(|_| (ben.as_str(), "position = \"no\"\n")),
    );
    assert!(
        !judged(&scene, BEN).is_empty(),
        "an unknown position is a fault of the tree"
    );
}

#[test]
fn commit_authors_prove_where_the_charter_says_so() {
    let scene = called("author");
    let ben = at("positions/ben.toml");
    scene.git(&["checkout", "--quiet", "-B", "request", "main"]);
    scene.write(&ben, "position = \"support\"\n");
    scene.git(&["config", "user.email", "BEN@example.org"]);
    scene.commit("Answer", "2026-05-03T08:00:00Z");
    scene.git(&["checkout", "--quiet", "main"]);
    assert_eq!(judged(&scene, ""), [""; 0]);
    scene.git(&["checkout", "--quiet", "request"]);
    scene.write(&ben, "position = \"accept\"\n");
    scene.git(&["config", "user.email", "ann@example.org"]);
    scene.commit("Answer for ben", "2026-05-03T08:00:00Z");
    scene.git(&["checkout", "--quiet", "main"]);
    assert_eq!(judged(&scene, ""), [format!("P201 {ben}")]);
    scene.git(&["config", "user.email", "else@example.org"]);
    request(&scene, &[(&ben, "position = \"support\"\n")]);
    assert!(judged(&scene, "").contains(&format!("P210 {ben}")));
}

#[test]
fn nobody_acts_under_another_s_name_where_commits_prove_who_submits() {
    let scene = called("author");
    scene.tell("gate/nobody_acts_under_another_s_name_where_commits_prove_who_submits");
    let give = ["position", "retention", "support", "--as", "ben"];
    let before = scene.git(&["rev-parse", "HEAD"]);
    let said = scene.refused(1, &give);
    body::said(&said, &["P210", "maya@example.org", "--for ben"]);
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), before);
    scene.ok(&["position", "retention", "support", "--for", "ben"]);
    scene.ok(&["verify"]);
    scene.git(&["config", "user.email", "ben@example.org"]);
    let again = ["position", "retention", "accept", "--as", "ben"];
    assert_eq!(scene.refused(0, &again), "");
}

#[test]
fn signatures_are_not_checked_and_that_is_said() {
    let scene = called("signature");
    scene.tell("gate/signatures_are_not_checked_and_that_is_said");
    request(
        &scene,
        &[(&at("positions/ben.toml"), "position = \"support\"\n")],
    );
    let (report, exit) = verdict(&scene, BEN);
    assert_eq!(
        (exit, &report["change"]["verified"]),
        (Some(3), &false.into())
    );
    scene.refused(3, &["check", "--changed", "main...request", "--actor", BEN]);
}

#[test]
fn what_the_command_line_says_must_make_sense() {
    let scene = called("account");
    scene.tell("gate/what_the_command_line_says_must_make_sense");
    request(
        &scene,
        &[(&at("positions/ben.toml"), "position = \"support\"\n")],
    );
    for (arguments, word) in [
        (&["--changed", "main..request"][..], "main...request"),
        (&["--changed", "...request"], "--changed"),
        (&["--changed", "main...nowhere"], "nowhere"),
        (
            &["--changed", "main...request", "--actor", "ben-x"],
            "github:LOGIN",
        ),
        (&["--actor", BEN], "--changed"),
        (&["--changed", "main...request", "--worktree"], "--worktree"),
    ] {
        let said = scene.refused(2, &[&["check"], arguments].concat());
        body::said(&said, &[word]);
    }
}

#[test]
fn levels_can_be_set_for_a_code() {
    let mut scene = called("account");
    scene.tell("gate/levels_can_be_set_for_a_code");
    request(
        &scene,
        &[(&at("positions/ben.toml"), "position = \"support\"\n")],
    );
    scene.now("2026-05-13T09:00:00Z");
    let late = [format!("P204 {}", at("positions/ben.toml"))];
    assert_eq!(judged(&scene, BEN), late);
    let check = ["check", "--changed", "main...request", "--actor", BEN];
    scene.ok(&check);
    scene.refused(1, &[&check[..], &["--deny", "P204"]].concat());
    // A code that is denied is an error in every form, and not only for the exit code.
    let denied = [&check[..], &["--deny", "P204"]].concat();
    let (report, _) = scene.json(&denied);
    assert_eq!(
        (&report["errors"], &report["warnings"]),
        (&1.into(), &0.into())
    );
    assert_eq!(report["findings"][0]["severity"], "error");
    let untold = scene.copy();
    for (form, pointer, level) in [
        ("sarif", "/runs/0/results/0/level", "error"),
        ("gitlab", "/0/severity", "major"),
    ] {
        let output = untold.plenary(&[&denied[..], &["--format", form]].concat());
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(found.pointer(pointer), Some(&level.into()), "{found}");
    }
    scene.refused(1, &[&denied[..], &["--format", "github"]].concat());
    scene.ok(&[&check[..], &["--allow", "P204"]].concat());
    let (allowed, _) = scene.json(&[&check[..], &["--allow", "P204"]].concat());
    assert_eq!(allowed["findings"], serde_json::json!([]));
}
