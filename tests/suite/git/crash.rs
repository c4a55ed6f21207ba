//! Tests many writers at once, killed writers and full disks.

use std::process::{Child, Stdio};
use std::time::Duration;

use plenary::git::{CommitOutcome, GitErrorKind, Repository};

use super::open::skipped;
use super::{entries, entry, land, landed, moving, open, open_at, register};
use crate::scene::{Scene, hermetic};

/// The folder in which a child process writes; where it is not set, the child's test does nothing.
const WHERE: &str = "PLENARY_TEST_WRITE_IN";
/// The child's name.
const WHO: &str = "PLENARY_TEST_WRITER";

/// Starts this test binary again as a writer of its own.
fn writer(scene: &Scene, who: &str) -> Child {
    let program = std::env::current_exe().unwrap();
    let mut command = hermetic(&program.display().to_string(), &scene.dir());
    command.args(["--exact", "git::crash::child_that_writes", "--nocapture"]);
    command.env(WHERE, scene.dir()).env(WHO, who);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn path(who: &str, n: usize) -> String {
    format!("proposals/retention/positions/{who}-{n}.toml")
}

/// Not a test by itself: what a child process does.
#[test]
fn child_that_writes() {
    let (Some(folder), Ok(who)) = (std::env::var_os(WHERE), std::env::var(WHO)) else {
        return;
    };
    let repository = open_at(folder.as_ref());
    match who.starts_with(MOVER) {
        true => move_often(&repository, &who),
        false if who.starts_with(KILLED) => write(&repository, &who, ENDLESS),
        false => write(&repository, &who, 20),
    }
}

/// How the name of a child begins that moves one file again and again until it is killed.
const MOVER: &str = "mover";
/// How the name of a child begins that writes until it is killed.
const KILLED: &str = "killed";
/// So many writes that a child is killed in the middle of them, however late that happens; and not more, so that it
/// ends where nobody is left to kill it.
const ENDLESS: usize = 5000;

fn move_often(repository: &Repository, who: &str) {
    land_at_last(repository, &entry(&path(who, 0), "position = \"accept\"\n"));
    for n in 1..ENDLESS {
        let (from, to) = (path(who, n - 1), path(who, n));
        let new = moving(&[(&to, "position = \"accept\"\n")], &[&from]);
        land_at_last(repository, &new);
    }
}

fn write(repository: &Repository, who: &str, times: usize) {
    for n in 0..times {
        let new = entry(&path(who, n), &format!("position = \"accept\" # {n}\n"));
        land_at_last(repository, &new);
    }
}

/// What a caller does who is told that it is busy or that the branch moved: tries again.
fn land_at_last(repository: &Repository, new: &plenary::register::entry::PendingCommit) {
    for _ in 0..1000 {
        match land(repository, new) {
            Ok(CommitOutcome::Commit { .. }) => return,
            Err(error) if matches!(error.kind, GitErrorKind::Moved | GitErrorKind::Busy) => {}
            other => panic!("{other:?}"),
        }
    }
    panic!("not landed in a thousand tries");
}

fn assert_all_landed(scene: &Scene, writers: &[&str]) {
    let listing = scene.git(&["ls-tree", "-r", "--name-only", "HEAD"]);
    for who in writers {
        for n in 0..20 {
            assert!(listing.contains(&path(who, n)), "{who} {n} is lost");
        }
    }
    let count = scene.git(&["rev-list", "--count", "HEAD"]);
    assert_eq!(count, (1 + 20 * writers.len()).to_string());
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    scene.git(&["fsck", "--strict", "--full"]);
}

#[test]
fn threads_that_write_at_once_lose_nothing() {
    let scene = register();
    std::thread::scope(|scope| {
        for who in ["a", "b"] {
            let repository = open(&scene);
            scope.spawn(move || write(&repository, who, 20));
        }
    });
    assert_all_landed(&scene, &["a", "b"]);
}

#[test]
fn processes_that_write_at_once_lose_nothing() {
    let scene = register();
    for child in [writer(&scene, "a"), writer(&scene, "b")] {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }
    assert_all_landed(&scene, &["a", "b"]);
}

/// A writer that is killed leaves the old state or the new; the next one clears up after it.
#[test]
fn writers_killed_at_any_moment_leave_the_old_state_or_the_new() {
    killed(&register(), KILLED, after_a_kill);
}

/// So does one that moves a file: it is in one place, and in one only.
#[test]
fn movers_killed_at_any_moment_leave_the_file_in_one_place() {
    killed(&register(), MOVER, after_a_killed_move);
}

fn killed(scene: &Scene, kind: &str, after: fn(&Scene, &str) -> bool) {
    let mut interrupted = 0;
    for round in 0..24_u64 {
        let who = format!("{kind}{round}");
        let mut child = writer(scene, &who);
        let begun = || {
            let folder = std::fs::read_dir(scene.path("proposals/retention/positions"));
            let names = folder.unwrap().flatten().map(|file| file.file_name());
            let own = format!("{who}-");
            names
                .into_iter()
                .any(|name| name.to_string_lossy().starts_with(&own))
        };
        while !begun() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(500));
        }
        std::thread::sleep(Duration::from_micros(round * 1700 % 41_000));
        child.kill().unwrap();
        child.wait().unwrap();
        interrupted += usize::from(after(scene, &who));
    }
    assert!(
        interrupted > 0,
        "no writer was killed in the middle of a write"
    );
}

/// Checks what a killed writer left; whether it left anything half done.
fn after_a_kill(scene: &Scene, who: &str) -> bool {
    let status = scene.git(&["status", "--porcelain", "--untracked-files=all"]);
    for line in status.lines() {
        let addition = line.starts_with("A  ") || line.starts_with("?? ");
        assert!(addition, "more than an addition is left: {status}");
    }
    let tree = scene.git(&["ls-tree", "-r", "--name-only", "HEAD"]);
    let left = cleared_up(scene, who);
    let now = scene.git(&["ls-tree", "-r", "--name-only", "HEAD"]);
    let lost: Vec<_> = tree.lines().filter(|line| !now.contains(line)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    left
}

fn after_a_killed_move(scene: &Scene, who: &str) -> bool {
    let own = path(who, 0).replace("-0.toml", "-");
    let listed = || {
        let listing = scene.git(&["ls-tree", "-r", "--name-only", "HEAD"]);
        let files = listing.lines().filter(|line| line.starts_with(&own));
        files.map(str::to_owned).collect::<Vec<_>>()
    };
    let before = listed();
    let left = cleared_up(scene, who);
    assert_eq!(listed(), before);
    assert!(before.len() <= 1, "{before:?}");
    left
}

/// Lets the next writer clear up; whether there was anything to clear up.
fn cleared_up(scene: &Scene, who: &str) -> bool {
    scene.git(&["fsck", "--full", "--no-dangling"]);
    let left = !open(scene).interrupted().unwrap().is_empty();
    // To open the register, if only to read it, removes the locks that were left.
    for lock in [".git/index.lock", ".git/refs/heads/main.lock"] {
        assert!(!scene.path(lock).exists(), "{lock} is left");
    }
    landed(
        &open(scene),
        &entry("participants/next.toml", &format!("name = \"{who}\"\n")),
    );
    let status = scene.git(&["status", "--porcelain", "--untracked-files=all"]);
    assert_eq!(status, "", "left after the next write");
    assert!(open(scene).interrupted().unwrap().is_empty());
    left
}

#[test]
fn an_interrupted_write_is_taken_back_and_nothing_else() {
    let scene = register();
    let repository = open(&scene);
    landed(&repository, &entry("participants/a.toml", "name = \"A\"\n"));
    // The state between index and branch, as a kill there leaves it.
    let ruth = "proposals/retention/positions/ruth.toml";
    let (new, edited) = (
        "proposals/retention/positions/new.toml",
        "participants/a.toml",
    );
    let mut journal = String::new();
    for (path, text) in [
        (new, "position = \"accept\"\n"),
        (ruth, "position = \"object\"\n"),
        (edited, "name = \"B\"\n"),
    ] {
        scene.write(path, text);
        let id = scene.git(&["hash-object", "-w", path]);
        scene.git(&["add", path]);
        journal.push_str(&format!("fi {id} {path}\n"));
    }
    scene.write(edited, "name = \"Somebody's later change\"\n");
    // Long enough ago that git would believe what the index says of the file.
    std::thread::sleep(std::time::Duration::from_millis(20));
    scene.write("proposals/retention/positions/.plenary-xyz", "half");
    scene.write(".git/plenary/journal", &journal);
    scene.write(".git/index.lock", "plenary\n");
    assert_eq!(repository.interrupted().unwrap(), [new, ruth, edited]);
    landed(&repository, &entries(&[(new, "position = \"support\"\n")]));
    assert_eq!(
        scene.git(&["show", &format!("HEAD:{new}")]),
        "position = \"support\""
    );
    assert_eq!(scene.read(ruth), "position = \"accept\"\n");
    assert_eq!(scene.read(edited), "name = \"Somebody's later change\"\n");
    assert_eq!(
        scene.git(&["status", "--porcelain"]),
        format!(" M {edited}")
    );
    assert!(repository.interrupted().unwrap().is_empty());
}

/// What was to go comes back, unless the commit has let go of it.
#[test]
fn an_interrupted_removal_is_taken_back() {
    let scene = register();
    let repository = open(&scene);
    let (ruth, other) = (
        "proposals/retention/positions/ruth.toml",
        "proposals/other/proposal.toml",
    );
    let meeting = "meetings/2026-05-01.toml";
    let journal: String = [ruth, other, meeting]
        .map(|path| format!("fi {} {path}\n", "0".repeat(40)))
        .concat();
    let next = |n| entry("participants/next.toml", &format!("name = \"{n}\"\n"));
    scene.git(&["rm", "--quiet", ruth, other, meeting]);
    // Somebody wrote a file of that name since, and it is theirs.
    scene.write(other, "title = \"Later\"\n");
    scene.write(".git/plenary/journal", &journal);
    assert_eq!(repository.interrupted().unwrap(), [ruth, other, meeting]);
    landed(&repository, &next(1));
    assert_eq!(scene.read(ruth), "position = \"accept\"\n");
    assert!(scene.path(meeting).exists());
    assert_eq!(scene.read(other), "title = \"Later\"\n");
    assert_eq!(scene.git(&["status", "--porcelain"]), format!(" M {other}"));
    scene.git(&["restore", other]);
    landed(&repository, &moving(&[], &[ruth, other, meeting]));
    scene.write(".git/plenary/journal", &journal);
    landed(&repository, &next(2));
    assert!(!scene.path(ruth).exists());
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

/// A write that was interrupted after the branch had moved needs no rollback.
#[test]
fn an_interrupted_write_that_landed_stays() {
    let scene = register();
    let repository = open(&scene);
    let new = "proposals/retention/positions/new.toml";
    landed(&repository, &entry(new, "position = \"accept\"\n"));
    let id = scene.git(&["rev-parse", &format!("HEAD:{new}")]);
    scene.write(".git/plenary/journal", &format!("fi {id} {new}\n"));
    landed(
        &repository,
        &entry("participants/next.toml", "name = \"N\"\n"),
    );
    assert_eq!(scene.read(new), "position = \"accept\"\n");
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    assert!(repository.interrupted().unwrap().is_empty());
}

/// A disk of its own, let go of at the end.
struct Disk<'s>(&'s Scene);

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = hermetic("umount", &self.0.dir()).arg("disk").output();
    }
}

#[test]
fn a_full_disk_leaves_the_old_state() {
    let scene = Scene::folder();
    std::fs::create_dir(scene.path("disk")).unwrap();
    let mut mount = hermetic("mount", &scene.dir());
    mount.args(["-t", "tmpfs", "-o", "size=8m", "tmpfs", "disk"]);
    if !mount.output().is_ok_and(|output| output.status.success()) {
        skipped("a full disk: this user cannot mount one");
        return;
    }
    let disk = Disk(&scene);
    let git = |arguments: &[&str]| scene.git_in("disk", arguments);
    git(&["init", "--quiet", "--initial-branch=main", "--template="]);
    git(&["config", "user.name", "Maya Chen"]);
    git(&["config", "user.email", "maya@example.org"]);
    super::found(&scene, "disk/");
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "-m", "Found"]);
    let repository = open_at(&scene.path("disk"));
    landed(
        &repository,
        &entry("participants/first.toml", "name = \"First\"\n"),
    );
    let (mut full, mut landings) = (0, 0);
    // From no room at all upwards, so that every step of a write is the one that fails once.
    for spare in 0..30 {
        let head = git(&["rev-parse", "HEAD"]);
        fill(&scene, spare);
        let text = format!("position = \"object\" # {spare} {}\n", "x".repeat(3000));
        let ruth = "proposals/retention/positions/ruth.toml";
        let moved = ["participants/after.toml", "participants/first.toml"];
        let gone = moved.iter().filter(|path| {
            let there = scene.path("disk").join(path);
            there.exists()
        });
        let gone: Vec<&str> = gone.copied().collect();
        let result = land(&repository, &moving(&[(ruth, &text)], &gone));
        empty(&scene);
        git(&["fsck", "--full", "--no-dangling"]);
        match result {
            Ok(_) => landings += 1,
            Err(error) => {
                assert_eq!(git(&["rev-parse", "HEAD"]), head, "{error:?}");
                full += 1;
            }
        }
        landed(
            &repository,
            &entry("participants/after.toml", &format!("name = \"{spare}\"\n")),
        );
        assert_eq!(git(&["status", "--porcelain"]), "", "spare {spare}");
    }
    assert!(full > 3 && landings > 3, "{full} failed, {landings} landed");
    drop(disk);
}

/// Fills the disk until only so many pages are free.
fn fill(scene: &Scene, spare: u64) {
    use std::io::Write as _;
    let place = scene.path("disk/.git/filler");
    let mut file = std::fs::File::create(&place).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    let pages = file.metadata().unwrap().len() / 4096;
    file.set_len(pages.saturating_sub(spare) * 4096).unwrap();
}

/// Makes room again. Some kernels count freed pages a moment late, so it is waited for.
fn empty(scene: &Scene) {
    std::fs::remove_file(scene.path("disk/.git/filler")).unwrap();
    let probe = scene.path("disk/.git/probe");
    for _ in 0..100 {
        let room = std::fs::write(&probe, vec![0; 1 << 20]).is_ok();
        std::fs::remove_file(&probe).unwrap();
        if room {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the disk stays full");
}

/// The note of git for a gc that runs: a process, and its machine.
fn gc(scene: &Scene, process: u32, machine: &str) {
    scene.write(".git/gc.pid", &format!("{process} {machine}"));
}

#[test]
fn a_gc_that_runs_is_waited_for() {
    let scene = register();
    scene.tell("git/crash/a_gc_that_runs_is_waited_for");
    let repository = open(&scene).with_patience(Duration::from_millis(100));
    let next = |n: u32| entry("participants/next.toml", &format!("name = \"{n}\"\n"));
    let here = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap();
    let here = here.trim();
    let head = scene.git(&["rev-parse", "HEAD"]);
    gc(&scene, std::process::id(), here);
    let said = land(&repository, &next(1)).expect_err("a gc runs");
    assert_eq!(said.kind, GitErrorKind::Busy);
    assert!(said.sentence.contains(&std::process::id().to_string()));
    gc(&scene, 1, "another-machine");
    super::told(
        &scene,
        land(&repository, &next(1)),
        GitErrorKind::Busy,
        &["git gc"],
    );
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), head);
    // One that has ended by now, and one that was killed long ago, are not.
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(50));
            std::fs::remove_file(scene.path(".git/gc.pid")).unwrap();
        });
        landed(&open(&scene), &next(2));
    });
    let mut ended = std::process::Command::new("true").spawn().unwrap();
    ended.wait().unwrap();
    gc(&scene, ended.id(), here);
    landed(&repository, &next(3));
    gc(&scene, 1, "another-machine");
    let file = std::fs::File::options()
        .write(true)
        .open(scene.path(".git/gc.pid"))
        .unwrap();
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(13 * 60 * 60);
    file.set_modified(long_ago).unwrap();
    landed(&repository, &next(4));
}
