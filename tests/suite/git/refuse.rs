//! Tests every state in which nothing is written, and the remedy that the program names.

use std::time::Duration;

use plenary::git::{CommitInput, GitError, GitErrorKind, Identity, Repository};

use super::{entry, land, landed, moving, open, open_at, register, told, writing};
use crate::scene::{Scene, hermetic};

const MAYA: &str = "proposals/retention/positions/maya.toml";
const RUTH: &str = "proposals/retention/positions/ruth.toml";

/// Fails unless writing is refused with these words, and leaves no trace.
fn refused(scene: &Scene, path: &str, words: &[&str]) {
    let before = scene.git(&["status", "--porcelain"]);
    let head = scene.git(&["rev-parse", "HEAD"]);
    let result = land(&open(scene), &entry(path, "position = \"support\"\n"));
    told(scene, result, GitErrorKind::Refused, words);
    assert_eq!(scene.git(&["status", "--porcelain"]), before);
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), head);
}

#[test]
fn a_bare_repository_a_folder_without_git_and_a_detached_head() {
    let scene = register();
    scene.tell("git/refuse/a_bare_repository_a_folder_without_git_and_a_detached_head");
    scene.git(&["clone", "--quiet", "--bare", ".", "bare.git"]);
    let bare = land(&open_at(&scene.path("bare.git")), &entry(MAYA, "x\n"));
    told(&scene, bare, GitErrorKind::Refused, &["git clone"]);
    let init = Repository::open_for_init(&scene.path("bare.git")).map(drop);
    told(&scene, init, GitErrorKind::Refused, &["git clone"]);

    let folder = Scene::folder();
    folder.tell_with(&scene);
    super::found(&folder, "");
    let outside = open(&folder);
    let writing = CommitInput {
        base: None,
        ..writing(&outside)
    };
    let result = outside.land(&entry(MAYA, "x\n"), &writing, |_| Ok::<(), GitError>(()));
    told(&folder, result, GitErrorKind::NotARepository, &["git init"]);

    scene.git(&["checkout", "--quiet", "--detach"]);
    refused(&scene, MAYA, &["git switch"]);
}

#[test]
fn unfinished_merges_rebases_and_their_kin() {
    let scene = register();
    scene.tell("git/refuse/unfinished_merges_rebases_and_their_kin");
    scene.git(&["switch", "--quiet", "-c", "side"]);
    scene.write(RUTH, "position = \"object\"\n");
    let side = scene.commit("Side", "2026-05-02T10:00:00Z");
    scene.git(&["switch", "--quiet", "main"]);
    scene.write(RUTH, "position = \"support\"\n");
    let main = scene.commit("Main", "2026-05-03T10:00:00Z");
    let fail = |arguments: &[&str]| {
        let output = scene.git_output("", arguments, crate::scene::NOW);
        assert!(!output.status.success(), "{arguments:?} succeeded");
    };
    fail(&["merge", "side"]);
    refused(&scene, MAYA, &["git merge --abort"]);
    scene.git(&["merge", "--abort"]);
    fail(&["cherry-pick", &side]);
    refused(&scene, MAYA, &["git cherry-pick --abort"]);
    scene.git(&["cherry-pick", "--abort"]);
    fail(&["rebase", "side"]);
    refused(&scene, MAYA, &["git rebase --abort"]);
    scene.git(&["rebase", "--abort"]);
    scene.commit("Nothing", "2026-05-04T10:00:00Z");
    scene.write(RUTH, "position = \"abstain\"\n");
    scene.commit("Again", "2026-05-05T10:00:00Z");
    fail(&["revert", "--no-edit", &main]);
    refused(&scene, MAYA, &["git revert --abort"]);
    scene.git(&["revert", "--abort"]);
    scene.git(&["bisect", "start"]);
    refused(&scene, MAYA, &["git bisect reset"]);
    scene.git(&["bisect", "reset"]);
    landed(&open(&scene), &entry(MAYA, "position = \"support\"\n"));
}

#[test]
fn conflicts_in_the_index() {
    let scene = register();
    scene.tell("git/refuse/conflicts_in_the_index");
    let blob = scene.git(&["rev-parse", "HEAD:charter.toml"]);
    scene.git(&["rm", "--quiet", "--cached", "charter.toml"]);
    let lines: String = (1..=3)
        .map(|stage| format!("100644 {blob} {stage}\tcharter.toml\n"))
        .collect();
    scene.write(".git/lines", &lines);
    let mut command = hermetic("git", &scene.dir());
    command.args(["update-index", "--index-info"]);
    command.stdin(std::fs::File::open(scene.path(".git/lines")).unwrap());
    assert!(command.status().unwrap().success());
    refused(&scene, MAYA, &["git status"]);
}

#[test]
fn uncommitted_changes_to_the_very_paths() {
    let scene = register();
    scene.tell("git/refuse/uncommitted_changes_to_the_very_paths");
    scene.write(MAYA, "position = \"object\"\n");
    refused(&scene, MAYA, &[MAYA, "rm ", "git add"]);
    scene.git(&["add", MAYA]);
    refused(&scene, MAYA, &[MAYA]);
    std::fs::remove_file(scene.path(MAYA)).unwrap();
    refused(&scene, MAYA, &[MAYA, "git restore --staged"]);
    scene.git(&["rm", "--quiet", "--cached", MAYA]);
    scene.write(RUTH, "position = \"object\"\n");
    refused(&scene, RUTH, &[RUTH, "git restore"]);
    std::fs::remove_file(scene.path(RUTH)).unwrap();
    refused(&scene, RUTH, &[RUTH, "git restore"]);
    scene.git(&["restore", RUTH]);
    scene.write(&format!("{MAYA}/file"), "");
    refused(&scene, MAYA, &[MAYA]);
    // Changes elsewhere hinder nobody.
    landed(&open(&scene), &entry(RUTH, "position = \"support\"\n"));
}

#[test]
fn what_is_staged_in_the_way() {
    let scene = register();
    scene.tell("git/refuse/what_is_staged_in_the_way");
    scene.write("agenda", "a file\n");
    scene.git(&["add", "agenda"]);
    std::fs::remove_file(scene.path("agenda")).unwrap();
    refused(
        &scene,
        "agenda/1.toml",
        &["agenda", "git restore --staged agenda"],
    );
    scene.git(&["rm", "--quiet", "--cached", "agenda"]);
    scene.write("agenda/1.toml", "a = 1\n");
    scene.git(&["add", "agenda/1.toml"]);
    std::fs::remove_dir_all(scene.path("agenda")).unwrap();
    refused(&scene, "agenda", &["agenda/1.toml"]);
    scene.git(&["rm", "--quiet", "--cached", "agenda/1.toml"]);
    // What is printed can be pasted, whatever a file is called.
    scene.write("agenda/$(touch x); y.toml", "a = 1\n");
    scene.git(&["add", "agenda"]);
    std::fs::remove_dir_all(scene.path("agenda")).unwrap();
    let quoted = "git restore --staged 'agenda/$(touch x); y.toml'";
    refused(&scene, "agenda", &[quoted]);
    scene.git(&["rm", "--quiet", "--cached", "-r", "agenda"]);
    refused(&scene, "charter.toml/inside.toml", &["charter.toml"]);
}

#[cfg(unix)]
#[test]
fn links_on_the_way_are_not_followed() {
    let scene = register();
    scene.tell("git/refuse/links_on_the_way_are_not_followed");
    let outside = Scene::folder();
    let positions = scene.path("proposals/other/positions");
    std::os::unix::fs::symlink(outside.dir(), &positions).unwrap();
    refused(
        &scene,
        "proposals/other/positions/maya.toml",
        &["proposals/other/positions"],
    );
    std::fs::remove_file(&positions).unwrap();
    std::os::unix::fs::symlink(outside.path("x.toml"), scene.path(MAYA)).unwrap();
    refused(&scene, MAYA, &[MAYA]);
    assert_eq!(std::fs::read_dir(outside.dir()).unwrap().count(), 0);
}

#[test]
fn paths_that_lead_out_of_the_register() {
    let scene = register();
    scene.tell("git/refuse/paths_that_lead_out_of_the_register");
    for path in [
        "../x",
        "/etc/x",
        "a//b",
        "a/./b",
        ".git/config",
        "a/.Git/x",
        "a\\b",
        "a\nb",
        "",
        "c:x",
    ] {
        refused(&scene, path, &[]);
    }
}

#[test]
fn somebody_whom_git_does_not_know() {
    let scene = register();
    scene.tell("git/refuse/somebody_whom_git_does_not_know");
    let repository = open(&scene);
    let known = Identity {
        name: "Maya Chen".to_owned(),
        email: "maya@example.org".to_owned(),
    };
    assert_eq!(repository.identity(), Ok(known.clone()));
    scene.git(&["config", "user.email", " "]);
    let hint = [
        "git does not know",
        "git config user.name",
        "git config user.email",
    ];
    told(&scene, repository.identity(), GitErrorKind::Refused, &hint);
    for name in ["", "<>", "\n"] {
        let author = Identity {
            name: name.to_owned(),
            ..known.clone()
        };
        let writing = CommitInput {
            author,
            ..writing(&repository)
        };
        let result = repository.land(&entry(MAYA, "x\n"), &writing, |_| Ok::<(), GitError>(()));
        told(
            &scene,
            result,
            GitErrorKind::Refused,
            &["git config user.name"],
        );
        assert_eq!(scene.git(&["status", "--porcelain"]), "");
    }
}

#[test]
fn another_writer_of_this_program_is_waited_for() {
    let scene = register();
    scene.tell("git/refuse/another_writer_of_this_program_is_waited_for");
    landed(&open(&scene), &entry(MAYA, "position = \"support\"\n"));
    let lock = std::fs::File::open(scene.path(".git/plenary/lock")).unwrap();
    lock.lock().unwrap();
    let impatient = open(&scene).with_patience(Duration::from_millis(20));
    let new = entry(RUTH, "position = \"object\"\n");
    told(&scene, land(&impatient, &new), GitErrorKind::Busy, &[]);
    let holder = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        drop(lock);
    });
    landed(&open(&scene), &new);
    holder.join().unwrap();
}

#[test]
fn a_lock_of_gits_own_is_named_and_never_removed() {
    let scene = register();
    let new = entry(MAYA, "position = \"support\"\n");
    for lock in [".git/index.lock", ".git/refs/heads/main.lock"] {
        scene.write(lock, "");
        let place = scene.path(lock).display().to_string();
        let words = [place.as_str(), "s old", "remove"];
        told(
            &scene,
            land(&open(&scene), &new),
            GitErrorKind::Busy,
            &words,
        );
        assert!(scene.path(lock).exists());
        std::fs::remove_file(scene.path(lock)).unwrap();
        assert_eq!(scene.git(&["status", "--porcelain"]), "");
    }
    // One that goes away soon hinders nobody.
    scene.write(".git/index.lock", "");
    let place = scene.path(".git/index.lock");
    let git = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        std::fs::remove_file(place).unwrap();
    });
    landed(&open(&scene), &new);
    git.join().unwrap();
}

#[test]
fn indexes_that_cannot_be_read_are_named() {
    let scene = register();
    scene.tell("git/refuse/indexes_that_cannot_be_read_are_named");
    scene.git(&["update-index", "--split-index"]);
    let new = entry(MAYA, "position = \"support\"\n");
    let kind = GitErrorKind::CannotCheck;
    told(
        &scene,
        land(&open(&scene), &new),
        kind,
        &["git update-index --no-split-index"],
    );
    assert!(!scene.path(".git/index.lock").exists());
    scene.git(&["update-index", "--no-split-index"]);
    scene.git(&[
        "sparse-checkout",
        "set",
        "--cone",
        "--sparse-index",
        "participants",
        "proposals",
    ]);
    told(
        &scene,
        land(&open(&scene), &new),
        kind,
        &["--no-sparse-index"],
    );
    scene.git(&["sparse-checkout", "reapply", "--no-sparse-index"]);
    landed(&open(&scene), &new);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    let everything = plenary::register::snapshot::Extent::Everything;
    assert!(open(&scene).uncommitted(&everything).unwrap().is_empty());
}

/// Fails unless it is refused with these words to take RUTH away, and nothing changes.
fn stays(scene: &Scene, words: &[&str]) {
    let before = scene.git(&["status", "--porcelain"]);
    let head = scene.git(&["rev-parse", "HEAD"]);
    let new = moving(&[(MAYA, "position = \"accept\"\n")], &[RUTH]);
    told(
        scene,
        land(&open(scene), &new),
        GitErrorKind::Refused,
        words,
    );
    assert_eq!(scene.git(&["status", "--porcelain"]), before);
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), head);
}

#[test]
fn uncommitted_changes_of_what_is_to_go() {
    let scene = register();
    scene.tell("git/refuse/uncommitted_changes_of_what_is_to_go");
    scene.write(RUTH, "position = \"object\"\n");
    stays(&scene, &[RUTH, "git restore"]);
    scene.git(&["add", RUTH]);
    stays(&scene, &[RUTH, "git restore"]);
    // Staged, and the file itself as it was committed.
    scene.write(RUTH, "position = \"accept\"\n");
    stays(&scene, &[RUTH, "git restore --staged"]);
    scene.git(&["restore", "--staged", RUTH]);
    std::fs::remove_file(scene.path(RUTH)).unwrap();
    scene.write(&format!("{RUTH}/file"), "");
    stays(&scene, &[RUTH]);
    std::fs::remove_dir_all(scene.path(RUTH)).unwrap();
    // What somebody removed already, on the disk or from the index too, is taken in.
    landed(
        &open(&scene),
        &moving(&[(MAYA, "position = \"accept\"\n")], &[RUTH]),
    );
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    scene.git(&["rm", "--quiet", MAYA]);
    landed(&open(&scene), &moving(&[], &[MAYA]));
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    // A file that no commit has is nobody's to take away.
    scene.write(MAYA, "position = \"accept\"\n");
    let untracked = land(&open(&scene), &moving(&[], &[MAYA]));
    told(&scene, untracked, GitErrorKind::Refused, &[MAYA, "git add"]);
    assert!(scene.path(MAYA).exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_removed_through_a_link() {
    let scene = register();
    scene.tell("git/refuse/nothing_is_removed_through_a_link");
    let outside = Scene::folder();
    outside.write("ruth.toml", "position = \"accept\"\n");
    let positions = scene.path("proposals/retention/positions");
    std::fs::remove_dir_all(&positions).unwrap();
    std::os::unix::fs::symlink(outside.dir(), &positions).unwrap();
    let result = land(&open(&scene), &moving(&[], &[RUTH]));
    told(&scene, result, GitErrorKind::Refused, &["positions"]);
    assert!(outside.path("ruth.toml").exists());
    let result = land(&open(&scene), &moving(&[], &["../x"]));
    told(&scene, result, GitErrorKind::Refused, &["../x"]);
}
