//! Lets every step of a write fail, or ends the process there, and looks at what is left: the old state or the new,
//! nothing that is locked, and a second try that succeeds.
//!
//! A sample is part of every run. `PLENARY_FAULTS=all cargo test --test suite -- faults --nocapture` takes every step of
//! every example that writes, and says how many there were.

use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Output;

use plenary::cli::examples::{Example, Place, entries};

use crate::examples::{after, demonstration, shell, typed};
use crate::scene::Scene;

/// What happens at a step: the process ends, the step fails, or it and all later ones fail. The first finds the last
/// step.
const FAULTS: [&str; 3] = ["kill", "fail", "last"];

/// At one of so many steps, all later ones fail, too.
const LASTS: usize = 3;

/// A line that is typed at a stage of the demonstration.
struct Typed {
    scene: Scene,
    line: &'static str,
    who: &'static str,
    at: String,
}

/// A state of the register and of the user's own files.
#[derive(Debug, PartialEq, Eq)]
struct State {
    tree: String,
    status: String,
}

impl State {
    fn of(scene: &Scene) -> Self {
        Self {
            tree: scene.git(&["rev-parse", "HEAD^{tree}"]),
            status: scene.git(&["status", "--porcelain", "--untracked-files=all"]),
        }
    }
}

impl Typed {
    /// An example, where it is written for a stage and changes the register.
    fn of(example: &Example) -> Option<(Self, State)> {
        let Place::Stage { stage, who, at } = example.place else {
            return None;
        };
        let scene = demonstration(stage);
        // What the user is at stays theirs.
        scene.write("own.md", "My own words.\n");
        scene.git(&["add", "own.md"]);
        let at = at.map_or_else(|| after(&scene), str::to_owned);
        let line = example.line;
        let typed = Self {
            scene,
            line,
            who,
            at,
        };
        let done = typed.scene.copy();
        let output = typed.types(&done, "");
        let new = State::of(&done);
        let writes = output.status.success() && new.tree != State::of(&typed.scene).tree;
        writes.then_some((typed, new))
    }

    fn types(&self, scene: &Scene, fault: &str) -> Output {
        let mut command = shell(scene, self.line, self.who, &self.at);
        command.env("PLENARY_TEST_FAULT", fault);
        command.output().expect("a shell")
    }

    /// Takes every `stride`th step from the first on; how many failures there were.
    fn walk(&self, new: &State, first: usize, stride: usize) -> usize {
        let old = State::of(&self.scene);
        let mut tried = 0;
        for step in (first..).step_by(stride) {
            for kind in FAULTS {
                if kind == "last" && step % LASTS != 0 {
                    continue;
                }
                let scene = self.scene.copy();
                let fault = format!("{step} {kind}");
                let output = self.types(&scene, &fault);
                if kind == "kill" && !was_killed(&output) {
                    return tried;
                }
                tried += 1;
                let said = String::from_utf8_lossy(&output.stderr);
                let place = format!("{} at {fault}: {said}", self.line);
                self.look(&scene, (&old, new), &output, &place);
            }
        }
        tried
    }

    /// Looks at what a failure left.
    fn look(&self, scene: &Scene, (old, new): (&State, &State), output: &Output, place: &str) {
        scene.git(&["fsck", "--strict", "--no-dangling"]);
        let tree = scene.git(&["rev-parse", "HEAD^{tree}"]);
        let landed = tree != old.tree;
        assert_eq!(&tree, if landed { &new.tree } else { &old.tree }, "{place}");
        let printed = String::from_utf8_lossy(&output.stdout);
        if output.status.success() || printed.contains("Committed") {
            assert!(landed, "not recorded, but said so: {place}");
        }
        assert!(
            was_killed(output) || output.status.success() || !output.stderr.is_empty(),
            "fails without a word: {place}"
        );
        // A command that only reads removes the locks, too.
        let read = typed(scene, "plenary participant list", self.who, &self.at);
        let said = String::from_utf8_lossy(&read.stderr);
        assert!(read.status.success(), "{said}: {place}");
        assert_eq!(locks(&scene.path(".git")), "", "{place}");
        let again = self.types(scene, "");
        let said = String::from_utf8_lossy(&again.stderr);
        if !landed {
            assert!(again.status.success(), "second try: {said}: {place}");
            assert_eq!(&State::of(scene), new, "{place}");
        }
        assert!(
            !matches!(again.status.code(), None | Some(3 | 4)),
            "{said}: {place}"
        );
        let status = scene.git(&["status", "--porcelain", "--untracked-files=all"]);
        assert_eq!(status, new.status, "{place}");
        // Where a second try has nothing to write, the note of the first stays, and has no effect.
        let noted = scene.path(".git/plenary/journal").exists();
        assert!(!noted || landed, "{place}");
    }
}

fn was_killed(output: &Output) -> bool {
    const ABORTED: i32 = 6;
    output.status.signal() == Some(ABORTED) || output.status.code() == Some(128 + ABORTED)
}

/// The locks of git below a folder, as text.
fn locks(folder: &Path) -> String {
    let mut found = String::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => found.push_str(&locks(&path)),
            false if path.extension().is_some_and(|end| end == "lock") => {
                found.push_str(&format!("{}\n", path.display()));
            }
            false => {}
        }
    }
    found
}

#[test]
fn faults_leave_the_old_state_or_the_new() {
    let mut tried = 0;
    for (first, name) in ["call", "decide", "position", "revise", "undo"]
        .iter()
        .enumerate()
    {
        let entry = entries().find(|entry| entry.command == *name).expect(name);
        let found = entry.examples.iter().find_map(Typed::of);
        let (typed, new) = found.expect("an example that writes");
        tried += typed.walk(&new, first, 6);
    }
    assert!(tried > 50, "{tried}");
}

/// The long run, on two processors.
#[test]
#[expect(clippy::print_stdout, reason = "who asks for it wants the numbers")]
fn all_faults_leave_the_old_state_or_the_new() {
    if std::env::var("PLENARY_FAULTS").is_ok_and(|asked| asked == "all") {
        let examples: Vec<Example> = entries().flat_map(|entry| entry.examples).collect();
        let half = |n: usize| {
            let own = examples.iter().skip(n).step_by(2);
            let walked = own.filter_map(Typed::of).map(|(typed, new)| {
                let faults = typed.walk(&new, 0, 1);
                println!("{faults} faults: {}", typed.line);
                faults
            });
            walked.sum::<usize>()
        };
        let tried = std::thread::scope(|scope| {
            let other = scope.spawn(|| half(1));
            half(0) + other.join().expect("no fault")
        });
        println!("{tried} faults in all");
        assert!(tried >= 1500, "{tried}");
    }
}

/// After the branch has moved, an error does not undo anything, and is told all the same.
#[test]
fn what_is_not_safe_on_the_disk_is_told() {
    let position = entries()
        .find(|entry| entry.command == "position")
        .expect("its examples");
    let (typed, new) = position
        .examples
        .iter()
        .find_map(Typed::of)
        .expect("one that writes");
    let mut warned = 0;
    for step in 0_u32.. {
        let scene = typed.scene.copy();
        if was_killed(&typed.types(&scene.copy(), &format!("{step} kill"))) {
            let output = typed.types(&scene, &format!("{step} fail"));
            let said = String::from_utf8_lossy(&output.stderr);
            let landed = State::of(&scene).tree == new.tree;
            let warns = said.contains("not yet safe on the disk");
            assert_eq!(landed, output.status.success(), "{step}: {said}");
            assert!(landed || !warns, "{step}: {said}");
            warned += u32::from(warns);
        } else {
            break;
        }
    }
    assert!(warned > 0);
}

/// A change that goes round that file is a step that nobody lets fail.
#[test]
fn one_file_changes_the_disk() {
    let calls = [
        "fs::write",
        "fs::remove_",
        "fs::rename",
        "fs::create_dir",
        "sync_all",
        "tempfile_in",
        ".persist",
    ];
    let mut read = 0;
    for (path, text) in crate::floors::files() {
        if !path.starts_with("git/") {
            continue;
        }
        let around = calls.iter().find(|call| text.contains(*call));
        match path == "git/disk.rs" {
            true => assert!(around.is_some()),
            false => assert_eq!(around, None, "{path}"),
        }
        read += 1;
    }
    assert!(read > 15, "{read}");
}
