//! Writes into real repositories: what is committed, and what stays untouched.

use std::collections::BTreeMap;

use plenary::git::{CommitInput, CommitMode, CommitOutcome, GitError, GitErrorKind, Repository};
use plenary::register::snapshot::Extent;

use super::{
    at, entries, entry, found, id, land, landed, moving, open, open_at, register, told, writing,
};
use crate::scene::Scene;

const MAYA: &str = "proposals/retention/positions/maya.toml";
const RUTH: &str = "proposals/retention/positions/ruth.toml";

fn tree(scene: &Scene, rev: &str) -> BTreeMap<String, String> {
    let listing = scene.git(&["ls-tree", "-r", rev]);
    let split = |line: &str| {
        line.split_once('\t')
            .map(|(what, path)| (path.to_owned(), what.to_owned()))
    };
    listing.lines().filter_map(split).collect()
}

#[test]
fn an_entry_lands_as_one_commit_with_exactly_its_files() {
    let scene = register();
    let before = tree(&scene, "HEAD");
    let parent = scene.git(&["rev-parse", "HEAD"]);
    let repository = open(&scene);
    let new = entries(&[
        (MAYA, "position = \"support\"\n"),
        (RUTH, "position = \"object\"\n"),
    ]);
    let result = land(&repository, &new).unwrap();
    let commit = scene.git(&["rev-parse", "refs/heads/main"]);
    let branch = "main".to_owned();
    assert_eq!(
        result,
        CommitOutcome::Commit {
            commit: id(&commit),
            branch,
            unsafe_yet: None,
        }
    );
    let mut after = tree(&scene, "HEAD");
    assert!(
        after
            .remove(MAYA)
            .is_some_and(|what| what.starts_with("100644 blob"))
    );
    assert_ne!(after.remove(RUTH), before.get(RUTH).cloned());
    let mut rest = before;
    rest.remove(RUTH);
    assert_eq!(after, rest);
    let shown = scene.git(&["log", "-1", "--format=%P|%an <%ae>|%cn|%aI|%cI|%B"]);
    let expected = format!(
        "{parent}|Maya Chen <maya@example.org>|Maya Chen|2026-05-18T12:00:00Z|\
         2026-05-18T12:00:00Z|position retention: maya\n\nPlenary-Act: position"
    );
    assert_eq!(shown.trim_end(), expected);
    assert_eq!(scene.read(MAYA), "position = \"support\"\n");
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert_eq!(scene.git(&["diff-files", "--name-only"]), "");
    scene.git(&["fsck", "--strict", "--full"]);
    let reflog = scene.git(&["reflog", "-2", "--format=%gs"]);
    assert!(
        reflog.starts_with("plenary: position retention: maya\n"),
        "{reflog}"
    );
    assert!(repository.interrupted().unwrap().is_empty());
}

#[test]
fn the_first_commit_of_a_repository_can_be_one_of_ours() {
    let scene = Scene::repository();
    let repository = Repository::open_for_init(&scene.dir()).unwrap();
    let new = entries(&[
        ("charter.toml", "format = 1\n"),
        ("participants/a.toml", "name = \"A\"\n"),
    ]);
    let commit = landed(&repository, &new);
    assert_eq!(scene.git(&["rev-parse", "main"]), commit.as_str());
    assert_eq!(tree(&scene, "HEAD").len(), 2);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert_eq!(scene.git(&["rev-list", "--count", "HEAD"]), "1");
    let again = landed(
        &open(&scene),
        &entry("participants/b.toml", "name = \"B\"\n"),
    );
    assert_eq!(scene.git(&["rev-parse", "main~1"]), commit.as_str());
    assert_eq!(scene.git(&["rev-parse", "main"]), again.as_str());
}

#[test]
fn nobody_elses_changes_are_touched() {
    let scene = register();
    scene.write("staged.txt", "staged\n");
    scene.write("participants/ruth.toml", "name = \"Ruth staged\"\n");
    scene.git(&["add", "staged.txt", "participants/ruth.toml"]);
    scene.write("participants/ruth.toml", "name = \"Ruth not staged\"\n");
    scene.git(&["rm", "--quiet", "--cached", "meetings/2026-05-01.toml"]);
    scene.write("untracked.txt", "untracked\n");
    scene.write("intended.txt", "intended\n");
    scene.git(&["add", "--intent-to-add", "intended.txt"]);
    scene.git(&["update-index", "--skip-worktree", "charter.toml"]);
    let status = || scene.git(&["status", "--porcelain=v2"]);
    let before = status();
    let skipped = scene.git(&["ls-files", "-v", "charter.toml"]);
    landed(&open(&scene), &entry(MAYA, "position = \"support\"\n"));
    assert_eq!(status(), before);
    assert_eq!(scene.git(&["ls-files", "-v", "charter.toml"]), skipped);
    assert_eq!(scene.git(&["diff", "--name-only", "HEAD~1", "HEAD"]), MAYA);
    assert_eq!(
        scene.git(&["show", ":participants/ruth.toml"]),
        "name = \"Ruth staged\""
    );
    assert_eq!(
        scene.read("participants/ruth.toml"),
        "name = \"Ruth not staged\"\n"
    );
    // The next commit of the user has their change, and removes nothing of ours.
    scene.git(&["commit", "--quiet", "-m", "The user's own"]);
    assert!(tree(&scene, "HEAD").contains_key(MAYA));
}

/// Same size, same time, and an index not younger than the file: only git's distrust of such
/// entries finds the change, and an index that is written again is younger.
#[test]
fn a_change_within_the_same_tick_as_the_index_is_still_seen_by_git() {
    let scene = register();
    scene.git(&["config", "core.trustctime", "false"]);
    let tick = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_777_777_777);
    let dated = |path: &str| {
        let file = std::fs::File::options().append(true).open(scene.path(path));
        file.unwrap().set_modified(tick).unwrap();
    };
    let path = "participants/ruth.toml";
    scene.write(path, "name = \"A\"\n");
    dated(path);
    scene.git(&["add", path]);
    scene.write(path, "name = \"B\"\n");
    dated(path);
    dated(".git/index");
    landed(&open(&scene), &entry(MAYA, "position = \"support\"\n"));
    assert_eq!(scene.git(&["diff", "--name-only"]), path);
}

#[test]
fn a_register_in_a_subdirectory_is_written_there() {
    let scene = Scene::repository();
    found(&scene, "groups/logs/");
    scene.write("README.md", "Read me.\n");
    scene.commit("Found", "2026-05-01T10:00:00Z");
    let repository = open_at(&scene.path("groups/logs/participants"));
    let new = entry(MAYA, "position = \"support\"\n");
    let preview = repository.preview(&new).unwrap();
    let commit = landed(&repository, &new);
    let path = format!("groups/logs/{MAYA}");
    assert_eq!(scene.git(&["diff", "--name-only", "HEAD~1", "HEAD"]), path);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert!(repository.file(&commit, MAYA).unwrap().is_some());
    assert!(preview.contains(&format!("+++ b/{path}\n")), "{preview}");
}

#[test]
fn a_linked_work_tree_lands_on_its_own_branch() {
    let scene = register();
    let main = scene.git(&["rev-parse", "main"]);
    scene.git(&["worktree", "add", "--quiet", "linked", "-b", "side"]);
    let repository = open_at(&scene.path("linked"));
    let result = land(&repository, &entry(MAYA, "position = \"support\"\n")).unwrap();
    let side = id(&scene.git(&["rev-parse", "side"]));
    assert_eq!(
        result,
        CommitOutcome::Commit {
            commit: side,
            branch: "side".to_owned(),
            unsafe_yet: None,
        }
    );
    assert_eq!(scene.git(&["rev-parse", "main"]), main);
    assert_eq!(scene.git_in("linked", &["status", "--porcelain"]), "");
    assert_eq!(
        scene.git(&["status", "--porcelain", "--untracked-files=no"]),
        ""
    );
    assert!(!scene.path(MAYA).exists());
    landed(&open(&scene), &entry(RUTH, "position = \"object\"\n"));
    assert_eq!(scene.git_in("linked", &["status", "--porcelain"]), "");
}

#[test]
fn without_a_commit_files_are_written_and_staged() {
    let scene = register();
    scene.tell("git/write/without_a_commit_files_are_written_and_staged");
    let head = scene.git(&["rev-parse", "HEAD"]);
    let repository = open(&scene);
    let stage = |path: &str, text: &str| {
        let writing = CommitInput {
            how: CommitMode::StageOnly,
            ..writing(&repository)
        };
        repository.land(&entry(path, text), &writing, |_| Ok::<(), GitError>(()))
    };
    assert_eq!(
        stage(MAYA, "position = \"support\"\n"),
        Ok(CommitOutcome::Staged)
    );
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), head);
    assert_eq!(scene.git(&["status", "--porcelain"]), format!("A  {MAYA}"));
    assert_eq!(
        stage(RUTH, "position = \"object\"\n"),
        Ok(CommitOutcome::Staged)
    );
    assert_eq!(
        scene.git(&["status", "--porcelain"]),
        format!("A  {MAYA}\nM  {RUTH}")
    );
    let again = stage(RUTH, "position = \"abstain\"\n");
    told(&scene, again, GitErrorKind::Refused, &[RUTH, "git commit"]);
    scene.git(&["checkout", "--quiet", "--detach"]);
    assert_eq!(
        stage("participants/x.toml", "name = \"X\"\n"),
        Ok(CommitOutcome::Staged)
    );
    scene.git(&["commit", "--quiet", "-m", "By hand"]);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

#[test]
fn the_check_is_asked_before_anything_is_written() {
    let scene = register();
    let repository = open(&scene);
    let head = repository.head().unwrap();
    let refusal = GitError::new(GitErrorKind::Refused, "the rules say no");
    let result = repository.land(&entry(MAYA, "x\n"), &writing(&repository), |parent| {
        assert_eq!(parent, Some(&head));
        assert!(!scene.path(MAYA).exists());
        Err(refusal.clone())
    });
    assert_eq!(result, Err(refusal));
    assert!(!scene.path(MAYA).exists());
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_branch_that_moved_before_the_write_is_told() {
    let scene = register();
    scene.tell("git/write/a_branch_that_moved_before_the_write_is_told");
    let repository = open(&scene);
    let stale = writing(&repository);
    scene.commit("Meanwhile", "2026-05-02T10:00:00Z");
    let result = repository.land(&entry(MAYA, "x\n"), &stale, |_| Ok::<(), GitError>(()));
    told(&scene, result, GitErrorKind::Moved, &["main"]);
    assert!(!scene.path(MAYA).exists());
}

#[test]
fn a_branch_that_moves_during_the_write_leaves_everything_as_it_was() {
    let scene = register();
    let repository = open(&scene);
    let status = scene.git(&["status", "--porcelain"]);
    let new = entries(&[
        (MAYA, "position = \"support\"\n"),
        (RUTH, "position = \"object\"\n"),
        ("a/b/c.toml", "a = 1\n"),
    ]);
    let tree = scene.git(&["rev-parse", "HEAD^{tree}"]);
    let result = repository.land(&new, &writing(&repository), |_| {
        // Somebody else pushes to the branch, past every lock of ours.
        let pushed = scene.git(&["commit-tree", "-m", "Pushed", "-p", "HEAD", &tree]);
        scene.git(&["update-ref", "refs/heads/main", &pushed]);
        Ok::<(), GitError>(())
    });
    told(&scene, result, GitErrorKind::Moved, &["main"]);
    assert_eq!(scene.git(&["log", "-1", "--format=%s"]), "Pushed");
    assert_eq!(scene.git(&["status", "--porcelain"]), status);
    assert!(!scene.path(MAYA).exists() && !scene.path("a").exists());
    assert_eq!(scene.read(RUTH), "position = \"accept\"\n");
    let commit = landed(&repository, &new);
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), commit.as_str());
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

#[test]
fn an_unborn_branch_that_is_born_meanwhile_is_told() {
    let scene = Scene::repository();
    let repository = Repository::open_for_init(&scene.dir()).unwrap();
    let empty = scene.git(&["hash-object", "-w", "-t", "tree", "/dev/null"]);
    let new = entry("charter.toml", "format = 1\n");
    let result = repository.land(&new, &writing(&repository), |parent| {
        assert_eq!(parent, None);
        let other = scene.git(&["commit-tree", "-m", "Other", &empty]);
        scene.git(&["update-ref", "refs/heads/main", &other]);
        Ok::<(), GitError>(())
    });
    told(&scene, result, GitErrorKind::Moved, &["main"]);
    assert!(!scene.path("charter.toml").exists());
    assert_eq!(scene.git(&["ls-files"]), "");
}

#[test]
fn a_file_that_already_is_as_wanted_is_taken_in() {
    let scene = register();
    scene.write(MAYA, "position = \"support\"\n");
    landed(&open(&scene), &entry(MAYA, "position = \"support\"\n"));
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    let again = land(&open(&scene), &entry(MAYA, "position = \"support\"\n"));
    assert_eq!(again, Ok(CommitOutcome::Unchanged));
}

#[test]
fn a_preview_is_a_patch_that_git_applies() {
    let scene = register();
    scene.write("proposals/retention/text.md", "one\ntwo\nthree");
    scene.commit("Text", "2026-05-02T10:00:00Z");
    let repository = open(&scene);
    let text = "one\n2\nthree\n".to_owned() + &"more\n".repeat(20);
    let new = entries(&[
        (MAYA, "position = \"support\"\n"),
        ("proposals/retention/text.md", &text),
        ("proposals/retention/empty.md", ""),
    ]);
    let preview = repository.preview(&new).unwrap();
    let head =
        "    position retention: maya\n\n    Plenary-Act: position\n\ndiff --git a/proposals/";
    assert!(preview.starts_with(head), "{preview}");
    scene.write("preview.patch", &preview);
    scene.git(&["apply", "preview.patch"]);
    assert_eq!(scene.read("proposals/retention/text.md"), text);
    assert_eq!(scene.read(MAYA), "position = \"support\"\n");
    assert_eq!(scene.read("proposals/retention/empty.md"), "");
    scene.git(&["checkout", "--quiet", "."]);
    assert!(repository.uncommitted(&Extent::Roster).unwrap().is_empty());
}

#[test]
fn large_folders_keep_their_order() {
    let scene = register();
    // Names around `a`, `a.toml` and `a/`: git orders folders as if they ended in a slash.
    for name in ["a", "a-b/x", "a.toml", "a0", "b/x", "b.toml"] {
        scene.write(&format!("proposals/retention/{name}"), "1\n");
    }
    scene.commit("Odd names", "2026-05-02T10:00:00Z");
    let names = ["a.b/x", "a-b/y", "b-c", "a!", "zz/y/z", "b0", "A"];
    for name in names {
        landed(
            &open(&scene),
            &entry(&format!("proposals/retention/{name}"), "2\n"),
        );
        scene.git(&["fsck", "--strict", "--full"]);
        assert_eq!(scene.git(&["status", "--porcelain"]), "");
    }
    assert_eq!(
        tree(&scene, "HEAD")
            .keys()
            .filter(|path| path.contains("/retention/"))
            .count(),
        15
    );
    let writing = writing(&open(&scene));
    assert_eq!(writing.now, at("2026-05-18T12:00:00Z"));
}

#[test]
fn a_file_that_moves_leaves_the_path_that_it_had() {
    let scene = register();
    let mut expected = tree(&scene, "HEAD");
    let ruth = "participants/ruth.toml";
    let there = expected.remove(ruth);
    let (to, text) = ("participants/ruth-adeyemi.toml", "name = \"Ruth\"\n");
    landed(&open(&scene), &moving(&[(to, text)], &[ruth]));
    expected.extend(there.map(|what| (to.to_owned(), what)));
    assert_eq!(tree(&scene, "HEAD"), expected);
    assert_eq!(scene.read(to), text);
    assert!(!scene.path(ruth).exists());
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    scene.git(&["fsck", "--strict", "--full"]);
    // A second time there is nothing to do.
    let again = land(&open(&scene), &moving(&[(to, text)], &[ruth]));
    assert_eq!(again, Ok(CommitOutcome::Unchanged));
}

#[test]
fn a_folder_that_is_left_empty_goes() {
    let scene = register();
    scene.write("meetings/a/b/c.toml", "1\n");
    scene.commit("Deep", "2026-05-02T10:00:00Z");
    let mut expected = tree(&scene, "HEAD");
    let removed = ["meetings/2026-05-01.toml", "meetings/a/b/c.toml"];
    landed(&open(&scene), &moving(&[], &removed));
    for path in removed {
        assert!(expected.remove(path).is_some());
    }
    assert_eq!(tree(&scene, "HEAD"), expected);
    assert!(!scene.path("meetings").exists());
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    scene.git(&["fsck", "--strict", "--full"]);
    // All of them at once leave the empty tree.
    let all: Vec<&str> = expected.keys().map(String::as_str).collect();
    landed(&open(&scene), &moving(&[], &all));
    assert!(tree(&scene, "HEAD").is_empty());
    scene.git(&["fsck", "--strict", "--full"]);
}

#[test]
fn without_a_commit_what_goes_is_removed_and_staged() {
    let scene = register();
    let repository = open(&scene);
    let writing = CommitInput {
        how: CommitMode::StageOnly,
        ..writing(&repository)
    };
    let new = moving(&[(MAYA, "position = \"accept\"\n")], &[RUTH]);
    let result = repository.land(&new, &writing, |_| Ok::<(), GitError>(()));
    assert_eq!(result, Ok(CommitOutcome::Staged));
    assert!(!scene.path(RUTH).exists());
    // The two have the same content, so that git takes them for one file that was renamed.
    assert_eq!(
        scene.git(&["status", "--porcelain"]),
        format!("R  {RUTH} -> {MAYA}")
    );
}

#[test]
fn a_preview_of_what_goes_is_a_patch_that_git_applies() {
    let scene = register();
    scene.write("proposals/retention/empty.md", "");
    scene.commit("Empty", "2026-05-02T10:00:00Z");
    let new = moving(
        &[(MAYA, "position = \"support\"\n")],
        &[RUTH, "proposals/retention/empty.md"],
    );
    let preview = open(&scene).preview(&new).unwrap();
    scene.write("preview.patch", &preview);
    scene.git(&["apply", "preview.patch"]);
    assert!(!scene.path(RUTH).exists());
    assert!(!scene.path("proposals/retention/empty.md").exists());
    assert_eq!(scene.read(MAYA), "position = \"support\"\n");
}

#[test]
fn a_branch_that_moves_during_a_move_leaves_the_file_where_it_was() {
    let scene = register();
    let repository = open(&scene);
    let new = moving(
        &[("participants/new/ruth.toml", "name = \"Ruth\"\n")],
        &["participants/ruth.toml", "meetings/2026-05-01.toml"],
    );
    let tree = scene.git(&["rev-parse", "HEAD^{tree}"]);
    let result = repository.land(&new, &writing(&repository), |_| {
        let pushed = scene.git(&["commit-tree", "-m", "Pushed", "-p", "HEAD", &tree]);
        scene.git(&["update-ref", "refs/heads/main", &pushed]);
        Ok::<(), GitError>(())
    });
    told(&scene, result, GitErrorKind::Moved, &["main"]);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert_eq!(scene.read("participants/ruth.toml"), "name = \"Ruth\"\n");
    assert!(scene.path("meetings/2026-05-01.toml").exists());
    assert!(!scene.path("participants/new").exists());
}
