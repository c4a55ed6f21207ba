//! Tests repositories that were made to mislead.

use std::io::Write as _;
use std::process::Stdio;

use plenary::git::{GitError, GitErrorKind};
use plenary::register::snapshot::{Extent, Moment, Snapshot};

use super::{id, open, register, told};
use crate::scene::{Scene, hermetic};

/// Stores an object of any bytes.
fn store(scene: &Scene, kind: &str, bytes: &[u8]) -> String {
    let mut command = hermetic("git", &scene.dir());
    command.args(["hash-object", "-w", "--stdin", "--literally", "-t", kind]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut git = command.spawn().unwrap();
    git.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = git.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn tree_entry(mode: &str, name: &[u8], object: &str) -> Vec<u8> {
    let digits = object.as_bytes().chunks(2);
    let raw =
        digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap());
    let mut bytes = format!("{mode} ").into_bytes();
    bytes.extend_from_slice(name);
    bytes.push(0);
    bytes.extend(raw);
    bytes
}

/// Reads everything of a commit whose `participants` is a raw tree.
fn with_participants(scene: &Scene, entries: &[u8]) -> Result<Snapshot, GitError> {
    let folder = store(scene, "tree", entries);
    let root = store(
        scene,
        "tree",
        &tree_entry("40000", b"participants", &folder),
    );
    let commit = scene.git(&["commit-tree", "-m", "raw", &root]);
    open(scene).snapshot(&Moment::Commit(id(&commit)), &Extent::Everything)
}

#[test]
fn trees_in_which_one_file_could_pass_for_another_cannot_be_checked() {
    let scene = register();
    scene.tell("git/hostile/trees_in_which_one_file_could_pass_for_another_cannot_be_checked");
    let blob = scene.git(&["rev-parse", "HEAD:charter.toml"]);
    let plain = |name: &[u8]| tree_entry("100644", name, &blob);
    let kind = GitErrorKind::CannotCheck;
    let wrong: &[(&str, Vec<u8>)] = &[
        ("a slash", plain(b"x/../charter.toml")),
        ("twice", [plain(b"a.toml"), plain(b"a.toml")].concat()),
        (
            "out of order",
            [plain(b"b.toml"), plain(b"a.toml")].concat(),
        ),
        ("dots", plain(b"..")),
        ("git's folder", tree_entry("40000", b".GIT", &blob)),
        ("no name", plain(b"")),
        ("cut short", plain(b"a.toml")[..20].to_vec()),
        ("no mode", tree_entry("rw-r--r--", b"a.toml", &blob)),
    ];
    for (what, entries) in wrong {
        let read = with_participants(&scene, entries);
        assert!(read.is_err(), "{what} was read");
        told(&scene, read, kind, &["git fsck"]);
    }
    let right = [plain(b"a.toml"), plain(b"b.toml")].concat();
    assert_eq!(
        with_participants(&scene, &right)
            .unwrap()
            .files
            .keys()
            .count(),
        2
    );
    let group_writable = tree_entry("100664", b"a.toml", &blob);
    assert_eq!(
        with_participants(&scene, &group_writable)
            .unwrap()
            .files
            .keys()
            .count(),
        1
    );
}

#[test]
fn a_tree_where_a_file_should_be_is_told() {
    let scene = register();
    scene.tell("git/hostile/a_tree_where_a_file_should_be_is_told");
    let folder = scene.git(&["rev-parse", "HEAD:participants"]);
    let read = with_participants(&scene, &tree_entry("100644", b"a.toml", &folder));
    told(&scene, read, GitErrorKind::CannotCheck, &[]);
}

#[test]
fn names_of_any_bytes_stay_apart() {
    let scene = register();
    let blob = scene.git(&["rev-parse", "HEAD:charter.toml"]);
    let plain = |name: &[u8]| tree_entry("100644", name, &blob);
    let entries = [plain(b"a\xfe.toml"), plain(b"a\xff.toml")].concat();
    let files = with_participants(&scene, &entries).unwrap().files;
    let paths: Vec<_> = files.keys().collect();
    assert_eq!(
        paths,
        [r"participants/a\xfe.toml", r"participants/a\xff.toml"]
    );
}

#[test]
fn programs_named_in_the_repository_are_never_run() {
    let scene = register();
    let trap = |name: &str| {
        let mark = scene.path("trapped");
        scene.write(name, &format!("#!/bin/sh\ntouch {}\ncat\n", mark.display()));
        hermetic("chmod", &scene.dir())
            .args(["+x", name])
            .status()
            .unwrap();
        scene.path(name).display().to_string()
    };
    for hook in [
        "pre-commit",
        "post-commit",
        "commit-msg",
        "reference-transaction",
    ] {
        trap(&format!(".git/hooks/{hook}"));
    }
    let program = trap(".git/program");
    for key in [
        "filter.trap.clean",
        "filter.trap.smudge",
        "core.fsmonitor",
        "diff.trap.textconv",
    ] {
        scene.git(&["config", key, &program]);
    }
    scene.git(&["config", "core.autocrlf", "true"]);
    scene.write(
        ".git/info/attributes",
        "* filter=trap diff=trap ident text eol=crlf\n",
    );
    let repository = open(&scene);
    let bytes = "a = \"$Id$\"\nb = 1\n";
    let entry = super::entry("proposals/retention/positions/maya.toml", bytes);
    let preview = repository.preview(&entry).unwrap();
    assert!(preview.contains("+a = \"$Id$\"\n"), "{preview}");
    let commit = super::landed(&repository, &entry);
    let path = "proposals/retention/positions/maya.toml";
    assert_eq!(scene.read(path), bytes);
    let file = repository.file(&commit, path).unwrap().unwrap();
    assert_eq!(file.bytes(), Some(bytes.as_bytes()));
    assert!(
        repository
            .uncommitted(&Extent::Everything)
            .unwrap()
            .is_empty()
    );
    assert!(
        !scene.path("trapped").exists(),
        "a program of the repository was run"
    );
}
