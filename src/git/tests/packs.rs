//! Compares the reader of packs with libgit2: it gives the same objects, or none.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use git2::{Odb, Oid};

use super::{Dice, git};
use crate::git::packed::{Packed, Packs};

const COMMITS: usize = 24;

/// A repository with similar files in many commits, an empty file, a long one that cannot be compressed, and a
/// tag. `between` is called after each commit.
fn repository(between: &dyn Fn(&Path)) -> tempfile::TempDir {
    let scene = tempfile::tempdir().unwrap();
    let top = scene.path();
    git(top, &["init", "--quiet"]);
    fs::create_dir(top.join("positions")).unwrap();
    let mut dice = Dice(7);
    let noise: Vec<u8> = (0..70_000)
        .map(|_| u8::try_from(dice.below(256)).unwrap())
        .collect();
    fs::write(top.join("noise"), noise).unwrap();
    fs::write(top.join("empty"), "").unwrap();
    for commit in 0..COMMITS {
        let name = top.join(format!("positions/p{commit}.toml"));
        fs::write(
            name,
            format!("position = \"accept\"\nreason = \"{commit}\"\n"),
        )
        .unwrap();
        let line = |n| {
            format!(
                "line {n} {}\n",
                if n % COMMITS == commit { "x" } else { "" }
            )
        };
        let text: String = (0..200 + commit).map(line).collect();
        fs::write(top.join("text.md"), text).unwrap();
        git(top, &["add", "."]);
        git(top, &["commit", "--quiet", "-m", "More"]);
        between(top);
    }
    git(top, &["tag", "-a", "v1", "-m", "A tag"]);
    scene
}

/// The repository once, for those that change only its packs.
fn packed_as(arguments: &[&str]) -> tempfile::TempDir {
    let scene = repository(&|_| {});
    git(scene.path(), arguments);
    scene
}

fn folder(top: &Path) -> PathBuf {
    top.join(".git/objects/pack")
}

fn pack(top: &Path, ending: &str) -> PathBuf {
    let mut entries = fs::read_dir(folder(top))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .find(|path| path.extension().is_some_and(|end| end == ending))
        .unwrap()
}

fn ids(top: &Path) -> Vec<Oid> {
    let listed = git(
        top,
        &[
            "cat-file",
            "--batch-all-objects",
            "--batch-check=%(objectname)",
        ],
    );
    listed
        .lines()
        .map(|id| Oid::from_str(id).unwrap())
        .collect()
}

fn reader(top: &Path) -> Packed {
    Packed::of(Arc::new(Packs::open(&folder(top))))
}

fn odb(top: &Path) -> Odb<'static> {
    git2::opts::strict_hash_verification(false);
    let odb = Odb::new().unwrap();
    odb.add_disk_alternate(top.join(".git/objects").to_str().unwrap())
        .unwrap();
    odb
}

/// How many of the objects were given; each is the one that libgit2 gives.
fn given(top: &Path, ids: &[Oid]) -> usize {
    let (reader, odb) = (reader(top), odb(top));
    let mut given = 0;
    for id in ids {
        if let Some((kind, bytes)) = reader.read(*id) {
            let object = odb
                .read(*id)
                .unwrap_or_else(|error| panic!("{id}: {error}"));
            assert_eq!((kind, &*bytes), (object.kind(), object.data()), "{id}");
            given += 1;
        }
    }
    given
}

#[test]
fn every_object_of_a_pack_is_the_one_that_libgit2_reads() {
    let all: &[&[&str]] = &[
        &["repack", "-adfq"],
        &["repack", "-adfq", "--window=0"],
        &["repack", "-adfq", "--window=50", "--depth=4000"],
        &["-c", "pack.compression=0", "repack", "-adFq"],
        &["-c", "pack.compression=9", "repack", "-adFq"],
        &["-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"],
        &["-c", "repack.writeBitmaps=true", "repack", "-adfq"],
    ];
    let scene = repository(&|_| {});
    for arguments in all {
        git(scene.path(), arguments);
        let ids = ids(scene.path());
        assert!(ids.len() > 4 * COMMITS, "{}", ids.len());
        assert_eq!(given(scene.path(), &ids), ids.len(), "{arguments:?}");
        // Once more in another order, with what is remembered.
        let back: Vec<Oid> = ids.iter().rev().chain(&ids).copied().collect();
        assert_eq!(given(scene.path(), &back), back.len(), "{arguments:?}");
    }
}

#[test]
fn offsets_of_eight_bytes_are_read() {
    let scene = packed_as(&["repack", "-adfq"]);
    let (top, ids) = (scene.path(), ids(scene.path()));
    let index = pack(top, "idx");
    fs::remove_file(&index).unwrap();
    let (index, pack) = (index.to_str().unwrap(), pack(top, "pack"));
    git(
        top,
        &[
            "index-pack",
            "--index-version=2,0x40",
            "-o",
            index,
            pack.to_str().unwrap(),
        ],
    );
    assert_eq!(given(top, &ids), ids.len());
}

#[test]
fn several_packs_are_read_and_the_rest_is_left_to_libgit2() {
    let many = repository(&|top| drop(git(top, &["repack", "-dq"])));
    let loose = ids(many.path());
    // The tag is in no pack.
    assert_eq!(given(many.path(), &loose), loose.len() - 1);
    git(many.path(), &["multi-pack-index", "write"]);
    assert_eq!(given(many.path(), &loose), loose.len() - 1);

    let borrowing = tempfile::tempdir().unwrap();
    let from = many.path().to_str().unwrap();
    git(
        borrowing.path(),
        &["clone", "--quiet", "--shared", from, "."],
    );
    assert_eq!(given(borrowing.path(), &loose), 0);

    let older = packed_as(&["-c", "pack.indexVersion=1", "repack", "-adfq"]);
    assert_eq!(given(older.path(), &ids(older.path())), 0);
    assert_eq!(given(&many.path().join("nowhere"), &[]), 0);
}

#[test]
fn of_a_damaged_pack_nothing_is_given_that_libgit2_does_not_give() {
    let scene = packed_as(&["repack", "-adfq", "--depth=50", "--window=50"]);
    let (top, ids) = (scene.path(), ids(scene.path()));
    let mut dice = Dice(11);
    for ending in ["pack", "idx"] {
        let place = pack(top, ending);
        let whole = fs::read(&place).unwrap();
        let (mut fewer, mut rounds) = (0, 0);
        for round in 0..120 {
            let mut bytes = whole.clone();
            // Most of the pack is the long file, which is of one entry.
            let from = if round % 2 == 0 {
                0
            } else {
                whole.len().saturating_sub(6000)
            };
            let at = from + dice.below(whole.len() - from);
            match round % 10 {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, 0),
                _ => bytes[at] ^= 1 << dice.below(8),
            }
            fs::remove_file(&place).unwrap();
            fs::write(&place, bytes).unwrap();
            fewer += usize::from(given(top, &ids) < ids.len());
            rounds += 1;
        }
        assert!(fewer * 2 > rounds, "{ending}: {fewer} of {rounds}");
        fs::remove_file(&place).unwrap();
        fs::write(&place, whole).unwrap();
        assert_eq!(given(top, &ids), ids.len());
    }
}
