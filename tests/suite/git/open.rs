//! Tests where a register is found, and what the program says if there is none.

use plenary::git::{GitErrorKind, Repository};
use plenary::register::snapshot::{Extent, Moment};

use super::{found, id, one_proposal, open, open_at, register, told};
use crate::scene::{Scene, hermetic};

#[test]
fn a_register_is_found_from_a_folder_inside_it() {
    let scene = register();
    let repository = open_at(&scene.path("proposals/retention"));
    assert_eq!(repository.prefix(), "");
    assert_eq!(repository.folder(), Some(scene.dir().as_path()));
    assert!(repository.has_git());
}

#[test]
fn a_register_in_a_subdirectory_has_a_prefix() {
    let scene = Scene::repository();
    scene.write("charter-of-another-kind.toml", "");
    found(&scene, "groups/logs/");
    let commit = scene.commit("Found", "2026-05-01T10:00:00Z");
    let repository = open_at(&scene.path("groups/logs/proposals"));
    assert_eq!(repository.prefix(), "groups/logs");
    let moment = Moment::Commit(id(&commit));
    let snapshot = repository.snapshot(&moment, &Extent::Everything).unwrap();
    assert!(snapshot.files.contains_key("charter.toml"), "{snapshot:?}");
    assert!(!snapshot.files.keys().any(|path| path.contains("groups")));
    let lying = repository
        .snapshot(&Moment::WorkTree, &Extent::Everything)
        .unwrap();
    assert_eq!(lying.files, snapshot.files);
    told(
        &scene,
        Repository::open(&scene.dir()).map(drop),
        GitErrorKind::NotARegister,
        &["plenary init"],
    );
}

#[test]
fn a_charter_that_is_only_committed_marks_the_root_too() {
    let scene = register();
    std::fs::remove_file(scene.path("charter.toml")).unwrap();
    let repository = open_at(&scene.path("proposals/other"));
    assert_eq!(repository.prefix(), "");
    let moment = repository.present().unwrap();
    let snapshot = repository.snapshot(&moment, &Extent::Roster).unwrap();
    assert!(snapshot.files.contains_key("charter.toml"));
}

#[test]
fn a_linked_work_tree_is_read_as_its_own() {
    let scene = register();
    let first = scene.git(&["rev-parse", "HEAD"]);
    scene.git(&["worktree", "add", "--quiet", "linked", "-b", "side"]);
    scene.write(
        "linked/proposals/retention/positions/ruth.toml",
        "position = \"object\"\n",
    );
    let repository = open_at(&scene.path("linked/proposals"));
    assert_eq!(repository.prefix(), "");
    assert_eq!(repository.folder(), Some(scene.path("linked").as_path()));
    assert_eq!(repository.head().unwrap().as_str(), first);
    let changed = repository.uncommitted(&one_proposal()).unwrap();
    assert_eq!(changed, ["proposals/retention/positions/ruth.toml"]);
    assert!(
        open(&scene)
            .uncommitted(&one_proposal())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_bare_repository_can_be_read() {
    let scene = register();
    scene.tell("git/open/a_bare_repository_can_be_read");
    scene.git(&["clone", "--quiet", "--bare", ".", "bare.git"]);
    let repository = open_at(&scene.path("bare.git"));
    let moment = repository.present().unwrap();
    let snapshot = repository.snapshot(&moment, &one_proposal()).unwrap();
    assert!(
        snapshot
            .files
            .contains_key("proposals/retention/proposal.toml")
    );
    let lying = repository.snapshot(&Moment::WorkTree, &one_proposal());
    told(&scene, lying, GitErrorKind::Refused, &["--at"]);
}

#[test]
fn a_folder_without_git_can_be_read_as_it_lies() {
    let scene = Scene::folder();
    found(&scene, "");
    let repository = open_at(&scene.path("proposals"));
    assert!(!repository.has_git());
    assert_eq!(repository.present().unwrap(), Moment::WorkTree);
    let snapshot = repository
        .snapshot(&Moment::WorkTree, &Extent::Everything)
        .unwrap();
    assert_eq!(snapshot.files.keys().count(), 6, "{:?}", snapshot.files);
    assert_eq!(
        snapshot.proposals,
        repository.proposals(&Moment::WorkTree).unwrap()
    );
    told(
        &scene,
        repository.head(),
        GitErrorKind::NotARepository,
        &["git init"],
    );
    assert_eq!(repository.config("user.name").unwrap(), None);
}

#[test]
fn what_is_no_register_is_told_with_the_remedy() {
    let folder = Scene::folder();
    folder.tell("git/open/what_is_no_register_is_told_with_the_remedy");
    let nowhere = Repository::open(&folder.dir()).map(drop);
    told(
        &folder,
        nowhere,
        GitErrorKind::NotARepository,
        &["charter.toml", "git init", "plenary init"],
    );
    let init = Repository::open_for_init(&folder.dir()).map(drop);
    told(&folder, init, GitErrorKind::NotARepository, &["git init"]);
    let missing = Repository::open(&folder.path("nowhere")).map(drop);
    told(&folder, missing, GitErrorKind::Outside, &["nowhere"]);

    let empty = Scene::repository();
    empty.tell_with(&folder);
    told(
        &empty,
        Repository::open(&empty.dir()).map(drop),
        GitErrorKind::NotARegister,
        &["plenary init"],
    );
    empty.write("sub/file", "");
    let repository = Repository::open_for_init(&empty.path("sub")).unwrap();
    assert_eq!(repository.prefix(), "sub");
    told(
        &empty,
        repository.head(),
        GitErrorKind::NoCommits,
        &["--worktree"],
    );
    empty.write("charter.toml", "format = 1\n");
    let repository = open(&empty);
    told(&empty, repository.present(), GitErrorKind::NoCommits, &[]);
    assert!(
        repository
            .snapshot(&Moment::WorkTree, &Extent::Roster)
            .is_ok()
    );
}

#[test]
fn revisions_are_named_as_in_git() {
    let scene = register();
    let first = scene.git(&["rev-parse", "HEAD"]);
    let second = scene.commit("Second", "2026-05-02T10:00:00Z");
    scene.git(&["tag", "-a", "v1", "-m", "tagged", &first]);
    let repository = open(&scene);
    assert_eq!(repository.resolve("HEAD~1").unwrap().as_str(), first);
    assert_eq!(repository.resolve("v1").unwrap().as_str(), first);
    assert_eq!(repository.resolve(&second[..9]).unwrap().as_str(), second);
    for wrong in [
        "nothing",
        "HEAD:charter.toml",
        "HEAD~7",
        "a\u{1b}[31m",
        "",
        "a\0b",
    ] {
        let error = repository.resolve(wrong).unwrap_err();
        assert_eq!(error.kind, GitErrorKind::UnknownRevision, "{wrong}");
        assert!(!error.sentence.contains('\u{1b}'));
    }
    scene.git(&["checkout", "--quiet", "--orphan", "apart"]);
    let apart = scene.commit("Apart", "2026-05-03T10:00:00Z");
    let base = |one: &str, two: &str| repository.merge_base(&id(one), &id(two)).unwrap();
    assert_eq!(base(&second, &first), Some(id(&first)));
    assert_eq!(base(&second, &apart), None);
}

#[test]
fn incomplete_histories_cannot_be_checked() {
    let scene = register();
    scene.tell("git/open/incomplete_histories_cannot_be_checked");
    let first = scene.git(&["rev-parse", "HEAD"]);
    scene.commit("Second", "2026-05-02T10:00:00Z");
    assert!(open(&scene).history_complete().is_ok());

    let url = format!("file://{}", scene.dir().display());
    scene.git(&["clone", "--quiet", "--depth=1", &url, "shallow"]);
    let shallow = open_at(&scene.path("shallow"));
    let kind = GitErrorKind::CannotCheck;
    told(
        &scene,
        shallow.history_complete(),
        kind,
        &["git fetch --unshallow"],
    );
    let head = shallow.head().unwrap();
    told(&scene, shallow.landings(&head).map(drop), kind, &[]);
    told(
        &scene,
        shallow.moves(&head, &super::retention()).map(drop),
        kind,
        &[],
    );
    scene.git_in("shallow", &["worktree", "add", "--quiet", "../linked"]);
    told(
        &scene,
        open_at(&scene.path("linked")).history_complete(),
        kind,
        &[],
    );

    scene.git(&["replace", "HEAD", &first]);
    told(
        &scene,
        open(&scene).history_complete(),
        kind,
        &["git replace"],
    );
    scene.git(&["pack-refs", "--all"]);
    told(
        &scene,
        open(&scene).history_complete(),
        kind,
        &["git replace"],
    );
    scene.git(&["replace", "--delete", "HEAD"]);
    assert!(open(&scene).history_complete().is_ok());

    scene.write(".git/info/grafts", &format!("{first}\n"));
    told(
        &scene,
        open(&scene).history_complete(),
        kind,
        &["info/grafts"],
    );
}

#[test]
fn repositories_that_cannot_be_read_are_named() {
    let kind = GitErrorKind::CannotCheck;
    let scene = register();
    scene.tell("git/open/repositories_that_cannot_be_read_are_named");
    scene.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", scene.dir().display());
    scene.git(&[
        "clone",
        "--quiet",
        "--no-checkout",
        "--filter=blob:none",
        &url,
        "partial",
    ]);
    let partial = open_at(&scene.path("partial"));
    told(&scene, partial.history_complete(), kind, &["--filter"]);
    let read = partial.snapshot(&partial.present().unwrap(), &one_proposal());
    told(&scene, read, kind, &["--filter"]);
    scene.git_in("partial", &["config", "extensions.partialClone", "origin"]);
    told(
        &scene,
        Repository::open(&scene.path("partial")).map(drop),
        kind,
        &["--filter"],
    );

    let sha256 = Scene::folder();
    sha256.tell_with(&scene);
    sha256.git(&["init", "--quiet", "--object-format=sha256"]);
    sha256.write("charter.toml", "format = 1\n");
    told(
        &sha256,
        Repository::open(&sha256.dir()).map(drop),
        kind,
        &["SHA-256", "sha1"],
    );

    let reftable = Scene::folder();
    reftable.tell_with(&scene);
    reftable.git(&["init", "--quiet", "--ref-format=reftable"]);
    reftable.write("charter.toml", "format = 1\n");
    told(
        &reftable,
        Repository::open(&reftable.dir()).map(drop),
        kind,
        &["reftable", "git refs migrate"],
    );
}

#[test]
fn a_repository_of_another_user_is_told_with_the_line_to_type() {
    let scene = register();
    let mut chown = hermetic("chown", &scene.dir());
    let given = chown.args(["-R", "65534:65534", "."]).status();
    if !given.is_ok_and(|status| status.success()) {
        skipped("a repository of another user: this user cannot give files away");
        return;
    }
    scene.tell("git/open/a_repository_of_another_user_is_told_with_the_line_to_type");
    let opened = Repository::open(&scene.dir()).map(drop);
    told(
        &scene,
        opened,
        GitErrorKind::CannotCheck,
        &["safe.directory"],
    );
}

/// Says on the error stream what was not tested, and why.
pub(crate) fn skipped(what: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "not tested: {what}");
}
