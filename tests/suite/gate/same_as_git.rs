//! Compares our merges with those of git: random changes on both sides, merged by both.

use std::collections::BTreeMap;

use plenary::git::Repository;
use plenary::register::snapshot::{Content, MergeResult};
use plenary::value::digest::CommitId;

use crate::body::at;
use crate::scene::Scene;

/// A small generator of numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % most
    }
}

const LINES: u64 = 12;

/// Git's own merge without a work tree.
const MERGE: [&str; 2] = ["merge-tree", "--write-tree"];

fn text() -> String {
    let line = |n| format!("line {n} {}\n", "x".repeat(n as usize % 3));
    (0..LINES).map(line).collect()
}

/// Changes some of the files by lines, removes some, brings some, and puts folders for files.
fn stir(scene: &Scene, dice: &mut Dice, side: &str) {
    for n in 0..14 {
        let path = at(&format!("positions/p{n}.toml"));
        let there = scene.path(&path).is_file();
        match dice.below(9) {
            0 if there => std::fs::remove_file(scene.path(&path)).expect("a file to remove"),
            // Nothing like a file that went, or git would take it for that one renamed.
            1 if !there => scene.write(&path, &format!("{side} {n}\n").repeat(5)),
            2..=5 if there => {
                let line = format!("line {} ", dice.below(LINES));
                let word = if dice.below(3) == 0 { "both" } else { side };
                let changed = scene.read(&path).replace(&line, &format!("{line}{word} "));
                scene.write(&path, &changed);
            }
            6 => scene.write(&at(&format!("notes/{side}{n}.md")), side),
            7 if dice.below(4) == 0 => {
                let spot = at(&format!("spot{}", dice.below(3)));
                if scene.path(&spot).is_file() {
                    std::fs::remove_file(scene.path(&spot)).expect("a file to remove");
                    scene.write(&format!("{spot}/in.md"), "inside\n");
                }
            }
            _ => {}
        }
    }
}

/// Every file below `proposals/` of a tree, with its object.
fn listed(scene: &Scene, tree: &str) -> BTreeMap<String, String> {
    let listing = scene.git(&["ls-tree", "-r", tree, "proposals/"]);
    let line = |line: &str| {
        let (object, path) = line.split_once('\t').expect("a path");
        (
            path.to_owned(),
            object.split(' ').nth(2).unwrap_or_default().to_owned(),
        )
    };
    listing.lines().map(line).collect()
}

fn object(scene: &Scene, content: &Content) -> String {
    std::fs::write(scene.path(".git/merged"), content.bytes().expect("bytes")).expect("a file");
    scene.git(&["hash-object", "--no-filters", ".git/merged"])
}

fn merging(scene: &Scene) -> MergeResult {
    let repository = Repository::open(&scene.dir()).expect("a repository");
    let commit = |name: &str| CommitId::parse(&scene.git(&["rev-parse", name])).expect("a name");
    repository
        .merging(&commit("main"), &commit("request"))
        .expect("a merge")
}

/// The files that conflicts are about, as git lists them: a file that had to make room for a
/// folder is there under a name with `~`.
fn in_conflict(scene: &Scene) -> Option<Vec<String>> {
    let sides = ["--name-only", "main", "request"];
    let output = scene.git_output("", &[&MERGE[..], &sides].concat(), "");
    let printed = String::from_utf8(output.stdout).expect("text");
    match output.status.code() {
        Some(0) => None,
        Some(1) => Some(
            printed
                .lines()
                .skip(1)
                .take_while(|line| !line.is_empty())
                .map(|line| line.split('~').next().unwrap_or_default().to_owned())
                .collect(),
        ),
        _ => panic!("{}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// Whether both merge the branch without a conflict; both must do the same.
fn same(scene: &Scene, seed: u64) -> bool {
    let ours = merging(scene);
    let conflicts: Vec<&str> = ours.conflicts.iter().map(|one| one.path.as_str()).collect();
    match in_conflict(scene) {
        Some(paths) => {
            let mut paths = paths;
            paths.sort_unstable();
            paths.dedup();
            let mut found = conflicts.clone();
            found.sort_unstable();
            // Of a file and a folder under one name git names the file; here the newcomer is.
            let spots = |path: &&str| !path.contains("/spot");
            let git: Vec<&str> = paths.iter().map(String::as_str).filter(spots).collect();
            let own: Vec<&str> = found.into_iter().filter(spots).collect();
            assert_eq!(own, git, "seed {seed}");
            assert!(!conflicts.is_empty(), "seed {seed}: git finds {paths:?}");
            false
        }
        None => {
            assert_eq!(conflicts, [""; 0], "seed {seed}");
            let merge = [&MERGE[..], &["main", "request"]].concat();
            let wanted = listed(scene, &scene.git(&merge));
            let mut found = listed(scene, "main");
            for moved in &ours.moved {
                match &moved.after {
                    Some(content) => {
                        found.insert(moved.path.clone(), object(scene, content));
                    }
                    None => {
                        found.remove(&moved.path);
                    }
                }
            }
            assert_eq!(found, wanted, "seed {seed}");
            true
        }
    }
}

#[test]
fn random_changes_merge_as_git_merges_them() {
    let (mut clean, mut clashing) = (0, 0);
    for seed in 0..24 {
        let mut dice = Dice(seed);
        let scene = crate::gate::called("none");
        for n in (0..14).filter(|n| n % 3 != 0) {
            scene.write(&at(&format!("positions/p{n}.toml")), &text());
        }
        for n in 0..3 {
            scene.write(&at(&format!("spot{n}")), "a file\n");
        }
        scene.commit("Begin", "2026-05-03T08:00:00Z");
        scene.git(&["checkout", "--quiet", "-b", "request"]);
        stir(&scene, &mut dice, "theirs");
        scene.commit("Theirs", "2026-05-03T08:00:00Z");
        scene.git(&["checkout", "--quiet", "main"]);
        stir(&scene, &mut dice, "ours");
        scene.commit("Ours", "2026-05-03T08:00:00Z");
        match same(&scene, seed) {
            true => clean += 1,
            false => clashing += 1,
        }
    }
    assert!(clean > 2 && clashing > 2, "{clean} clean, {clashing} not");
}

/// Merges each branch into the other as it was, where git can do this.
fn cross(scene: &Scene) -> bool {
    let name = |rev: &str| scene.git(&["rev-parse", rev]);
    let (main, request) = (name("main"), name("request"));
    let merge = [&MERGE[..], &["main", "request"]].concat();
    let output = scene.git_output("", &merge, "");
    let tree = String::from_utf8(output.stdout).expect("text");
    if !output.status.success() {
        return false;
    }
    for (branch, other) in [("main", &request), ("request", &main)] {
        let tree = tree.trim();
        let commit = [
            "commit-tree",
            tree,
            "-p",
            branch,
            "-p",
            other,
            "-m",
            "Merge",
        ];
        let commit = scene.git(&commit);
        scene.git(&["update-ref", &format!("refs/heads/{branch}"), &commit]);
    }
    true
}

#[test]
fn histories_merged_both_ways_merge_as_git_merges_them() {
    let (mut clean, mut clashing) = (0, 0);
    for seed in 0..40 {
        let mut dice = Dice(seed);
        let scene = crate::gate::called("none");
        for n in 0..14 {
            scene.write(&at(&format!("positions/p{n}.toml")), &text());
        }
        scene.commit("Begin", "2026-05-03T08:00:00Z");
        scene.git(&["branch", "--quiet", "--force", "request", "main"]);
        for round in 0..2 {
            for (branch, side) in [("request", "theirs"), ("main", "ours")] {
                scene.git(&["checkout", "--quiet", "--force", branch]);
                scatter(&scene, &mut dice, &format!("{side}{round}"));
                scene.commit(side, "2026-05-03T08:00:00Z");
            }
            if round == 0 && !cross(&scene) {
                break;
            }
            if round == 1 {
                let bases = scene.git(&["merge-base", "--all", "main", "request"]);
                assert_eq!(bases.lines().count(), 2);
                match same(&scene, seed) {
                    true => clean += 1,
                    false => clashing += 1,
                }
            }
        }
    }
    assert!(clean > 2 && clashing > 2, "{clean} clean, {clashing} not");
}

/// Changes a line of a few files.
fn scatter(scene: &Scene, dice: &mut Dice, side: &str) {
    for _ in 0..3 {
        let path = at(&format!("positions/p{}.toml", dice.below(14)));
        let line = format!("line {} ", dice.below(LINES));
        let changed = scene.read(&path).replace(&line, &format!("{line}{side} "));
        scene.write(&path, &changed);
    }
}
