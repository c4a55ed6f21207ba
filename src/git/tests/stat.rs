//! Tests of what git's index says of files.

use std::fs;
use std::path::Path;

use git2::Oid;

use super::{Dice, git};
use crate::git::stat::Stats;

const FILES: [&str; 4] = [
    "charter.toml",
    "proposals/a.toml",
    "proposals/a/x.toml",
    "empty",
];

/// A repository whose files are older than its index.
fn repository() -> tempfile::TempDir {
    let scene = tempfile::tempdir().unwrap();
    let top = scene.path();
    git(top, &["init", "--quiet"]);
    fs::create_dir_all(top.join("proposals/a")).unwrap();
    for file in FILES {
        fs::write(top.join(file), file).unwrap();
    }
    fs::write(top.join("empty"), "").unwrap();
    let long = format!("proposals/{}.toml", "n".repeat(200));
    fs::write(top.join(&long), "long").unwrap();
    git(top, &["add", "."]);
    git(top, &["commit", "--quiet", "-m", "Files"]);
    settle(top);
    scene
}

/// Makes every file old, and lets git note that.
fn settle(top: &Path) {
    for file in git(top, &["ls-files"]).lines() {
        set_time(&top.join(file), 1_700_000_000);
    }
    git(top, &["update-index", "--really-refresh"]);
}

fn set_time(place: &Path, seconds: u64) {
    let file = fs::File::options().write(true).open(place).unwrap();
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    file.set_modified(time).unwrap();
}

fn read(top: &Path) -> Option<Stats> {
    let own = top.join(".git");
    Stats::read(&own, &own, top, |_| true)
}

/// The files in the commit, each with its object.
fn landed(top: &Path) -> Vec<(String, Oid)> {
    let listed = git(
        top,
        &["ls-tree", "-r", "--format=%(objectname) %(path)", "HEAD"],
    );
    let files = listed.lines().map(|line| line.split_once(' ').unwrap());
    files
        .map(|(id, path)| (path.to_owned(), Oid::from_str(id).unwrap()))
        .collect()
}

/// Those that are said to have the bytes of their objects.
fn said(top: &Path) -> Vec<String> {
    said_of(top, landed(top))
}

fn said_of(top: &Path, files: Vec<(String, Oid)>) -> Vec<String> {
    let Some(mut stats) = read(top) else {
        return Vec::new();
    };
    let said = files.into_iter().filter(|(path, id)| {
        let file = top.join(path).symlink_metadata();
        file.is_ok_and(|file| stats.says(path, *id, &file))
    });
    said.map(|(path, _)| path).collect()
}

#[test]
fn settled_files_are_known_in_any_order() {
    let scene = repository();
    let top = scene.path();
    // An empty file looks like one that git has doubts about.
    let said = said(top);
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(!said.contains(&"empty".to_owned()));
    let mut stats = read(top).unwrap();
    for path in said.iter().rev() {
        let id = git(top, &["rev-parse", &format!("HEAD:{path}")]);
        let file = top.join(path).symlink_metadata().unwrap();
        assert!(stats.says(path, Oid::from_str(id.trim()).unwrap(), &file));
        assert!(!stats.says(path, Oid::ZERO_SHA1, &file), "another object");
        assert!(!stats.says("nowhere", Oid::from_str(id.trim()).unwrap(), &file));
    }
}

#[test]
fn what_changed_is_not_believed() {
    let scene = repository();
    let top = scene.path();
    let (charter, a) = ("charter.toml".to_owned(), "proposals/a.toml".to_owned());
    // The same length and time: git's index has the time of the change of the inode, too.
    fs::write(top.join(&charter), "CHARTER.toml").unwrap();
    set_time(&top.join(&charter), 1_700_000_000);
    let left = said(top);
    assert!(!left.contains(&charter) && left.contains(&a), "{left:?}");
    // Git looks at whole seconds.
    set_time(&top.join(&charter), 1_700_000_001);
    git(top, &["add", "charter.toml"]);
    assert!(!said(top).contains(&charter), "it is staged, not committed");
    git(top, &["commit", "--quiet", "-m", "Change"]);
    assert!(said(top).contains(&charter));
    git(top, &["update-index", "--assume-unchanged", "charter.toml"]);
    let left = said(top);
    assert!(!left.contains(&charter) && left.contains(&a), "{left:?}");
    // A file of the moment in which the index was written.
    set_time(&top.join(".git/index"), 1_700_000_000);
    assert!(said(top).is_empty());
}

#[test]
fn an_index_that_is_not_plain_is_not_used() {
    let changes: [&[&str]; 3] = [
        &["update-index", "--index-version", "4"],
        &["update-index", "--skip-worktree", "charter.toml"],
        &["update-index", "--split-index"],
    ];
    let scene = repository();
    let top = scene.path();
    let plain = fs::read(top.join(".git/index")).unwrap();
    for change in changes {
        git(top, change);
        assert!(read(top).is_none(), "{change:?}");
        fs::write(top.join(".git/index"), &plain).unwrap();
        assert!(read(top).is_some());
    }
    for line in ["* text eol=lf\n", "* -text\n"] {
        fs::write(top.join("proposals/.gitattributes"), line).unwrap();
        git(top, &["add", "."]);
        assert!(read(top).is_some(), "{line}");
    }
    for line in [
        "* ident\n",
        "*.toml filter=lfs\n",
        "* working-tree-encoding=UTF-16\n",
    ] {
        fs::write(top.join("proposals/.gitattributes"), line).unwrap();
        assert!(read(top).is_none(), "{line}");
    }
    fs::write(top.join("proposals/.gitattributes"), "").unwrap();
    fs::create_dir_all(top.join(".git/info")).unwrap();
    fs::write(top.join(".git/info/attributes"), "* ident\n").unwrap();
    assert!(read(top).is_none());
    fs::remove_file(top.join(".git/index")).unwrap();
    assert!(read(top).is_none());
}

#[test]
fn a_damaged_index_says_nothing_of_what_it_does_not_have() {
    let scene = repository();
    let top = scene.path();
    let whole = fs::read(top.join(".git/index")).unwrap();
    let mut dice = Dice(3);
    let (files, all, mut fewer) = (landed(top), said(top).len(), 0);
    for round in 0..300 {
        let mut bytes = whole.clone();
        let at = dice.below(bytes.len());
        match round % 3 {
            0 => bytes.truncate(at),
            _ => bytes[at] ^= 1 << dice.below(8),
        }
        fs::write(top.join(".git/index"), bytes).unwrap();
        fewer += usize::from(said_of(top, files.clone()).len() < all);
    }
    assert!(fewer > 100, "{fewer}");
}
