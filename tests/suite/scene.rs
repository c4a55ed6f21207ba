//! Makes a scene: a folder with a scripted git repository, isolated from the configuration of the machine and the user,
//! and the program that runs in it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use crate::told::{self, Told};
use crate::{commands, kept, processor};

/// The time of `PLENARY_NOW` in a new scene.
pub(crate) const NOW: &str = "2026-05-18T12:00:00Z";

/// A fresh folder that is removed when it is dropped; in memory where the system keeps such a place,
/// since half the time of the tests would else be the disk's.
pub(crate) fn temporary() -> tempfile::TempDir {
    let mut builder = tempfile::Builder::new();
    let builder = builder.prefix("plenary-scene-");
    let in_memory = builder.tempdir_in("/dev/shm");
    in_memory
        .or_else(|_| builder.tempdir())
        .expect("a temporary folder")
}

/// A folder that is removed when the scene is dropped.
pub(crate) struct Scene {
    folder: tempfile::TempDir,
    inside: String,
    now: String,
    limit: Option<u32>,
    told: Mutex<Option<Arc<Mutex<Told>>>>,
}

impl Scene {
    /// An empty folder: no repository yet.
    pub(crate) fn folder() -> Self {
        let folder = temporary();
        Self {
            folder,
            inside: String::new(),
            now: NOW.to_owned(),
            limit: None,
            told: Mutex::default(),
        }
    }

    /// From here on, every command and its output are part of a transcript, which is compared with
    /// `tests/screens/NAME.txt` when the scene ends.
    pub(crate) fn tell(&self, name: &'static str) {
        *self.told.lock().expect("a lock") = Some(Arc::new(Mutex::new(Told::new(name))));
    }

    /// The same, into the transcript of another scene.
    pub(crate) fn tell_with(&self, other: &Self) {
        let told = other.told.lock().expect("a lock").clone();
        *self.told.lock().expect("a lock") = told;
    }

    /// Another scene, whose commands go into the same transcript.
    pub(crate) fn then(&self, other: Self) -> Self {
        other.tell_with(self);
        other
    }

    /// Puts a text into the transcript.
    pub(crate) fn show(&self, text: &str) {
        self.telling(|told| told.show(&self.root(), text));
    }

    fn telling(&self, tell: impl FnOnce(&mut Told)) {
        if let Some(told) = &*self.told.lock().expect("a lock") {
            tell(&mut told.lock().expect("a lock"));
        }
    }

    fn root(&self) -> PathBuf {
        let root = self.folder.path().canonicalize();
        root.expect("the scene's folder")
    }

    /// A repository without commits, on the branch `main`, with an identity of its own.
    pub(crate) fn repository() -> Self {
        kept::scene("scene/repository", || {
            let scene = Self::folder();
            scene.git(&["init", "--quiet", "--initial-branch=main", "--template="]);
            scene.git(&["config", "user.name", "Maya Chen"]);
            scene.git(&["config", "user.email", "maya@example.org"]);
            // Git tidies up now and then, in a process of its own for each commit.
            scene.git(&["config", "maintenance.auto", "false"]);
            scene
        })
    }

    /// Goes into a folder of the scene, which is made: everything is done there from now on.
    pub(crate) fn enter(&mut self, inside: &str) {
        inside.clone_into(&mut self.inside);
        std::fs::create_dir_all(self.folder.path().join(inside)).expect("a folder");
    }

    /// Where it is, without symbolic links.
    pub(crate) fn dir(&self) -> PathBuf {
        let dir = self.folder.path().join(&self.inside);
        dir.canonicalize().expect("the scene's folder")
    }

    /// The path of something in it.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.dir().join(inside)
    }

    /// Sets the moment that the program is told it is.
    pub(crate) fn now(&mut self, now: &str) {
        now.clone_into(&mut self.now);
        self.telling(|told| told.now(now));
    }

    /// The moment that the program is told it is.
    pub(crate) fn moment(&self) -> &str {
        &self.now
    }

    /// From here on, a run of the program that works for more than so many seconds is killed.
    pub(crate) fn limit(&mut self, seconds: u32) {
        self.limit = Some(seconds);
    }

    /// Runs git in the scene's folder and gives what it wrote, without the last line's end; fails
    /// the test where git fails.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_in("", arguments)
    }

    /// The same in a folder of the scene.
    pub(crate) fn git_in(&self, inside: &str, arguments: &[&str]) -> String {
        let output = self.git_output(inside, arguments, &self.now);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.trim_end_matches('\n').to_owned()
    }

    /// Runs git in a folder of the scene at a moment, and gives whatever came of it.
    pub(crate) fn git_output(&self, inside: &str, arguments: &[&str], date: &str) -> Output {
        let mut command = hermetic("git", &self.path(inside));
        command
            .args(["-c", "protocol.file.allow=always"])
            .args(arguments)
            .env("GIT_AUTHOR_DATE", date)
            .env("GIT_COMMITTER_DATE", date);
        command.output().expect("git can be run")
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        std::fs::write(path, text).expect("a file");
    }

    /// The content of a file of the work tree.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).expect("a file to read")
    }

    /// Commits everything in the work tree, at a date, and returns the commit's name.
    pub(crate) fn commit(&self, message: &str, date: &str) -> String {
        self.git(&["add", "--all"]);
        let arguments = ["commit", "--quiet", "--allow-empty", "-m", message];
        let output = self.git_output("", &arguments, date);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git commit: {said}");
        self.git(&["rev-parse", "HEAD"])
    }

    /// Lets the charter ask for no proof of who commits, so that one person can type for all.
    pub(crate) fn asks_for_no_proof(&self) {
        let mut charter = self.read("charter.toml");
        for proof in ["author", "account"] {
            let asked = format!("identity = \"{proof}\"");
            charter = charter.replace(&asked, "identity = \"none\"");
        }
        self.write("charter.toml", &charter);
        self.commit("Ask for no proof", &self.now);
    }

    /// A scene of its own with the same files, the repository's among them; what happens in it is
    /// part of the same transcript.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::folder();
        let from = self.folder.path().join(".");
        let copied = Command::new("cp")
            .arg("-a")
            .args([from.as_path(), copy.folder.path()])
            .status();
        assert!(copied.expect("cp can be run").success());
        Self {
            inside: self.inside.clone(),
            now: self.now.clone(),
            limit: self.limit,
            told: Mutex::new(self.told.lock().expect("a lock").clone()),
            ..copy
        }
    }

    /// Every file of the scene, the repository's among them, with its content and when that was
    /// written.
    pub(crate) fn everything(&self) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.dir()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder to read") {
                let path = entry.expect("an entry").path();
                let about = path.symlink_metadata().expect("a file to look at");
                if about.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = std::fs::read(&path).expect("a file to read");
                    files.insert(path, (bytes, about.modified().expect("a time")));
                }
            }
        }
        files
    }

    /// Runs the program in the scene's folder.
    pub(crate) fn plenary<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Output {
        self.plenary_in("", arguments)
    }

    /// Runs the program, and gives what it printed; fails the test where it does not end well.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let output = self.plenary(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "plenary {arguments:?}: {said}");
        let printed = String::from_utf8(output.stdout).expect("text");
        commands::are_sound(&said);
        commands::are_sound(&printed);
        printed
    }

    /// Runs the program, which must end with this code, and gives what it said on the stream for
    /// errors.
    pub(crate) fn refused(&self, exit: i32, arguments: &[&str]) -> String {
        let output = self.plenary(arguments);
        let said = String::from_utf8(output.stderr).expect("text");
        let printed = String::from_utf8_lossy(&output.stdout);
        let told = format!("plenary {arguments:?}: {said}{printed}");
        assert_eq!(output.status.code(), Some(exit), "{told}");
        assert!(!said.contains("panicked"), "{told}");
        commands::are_sound(&said);
        said
    }

    /// Runs the program, which must end well, and leaves it out of the transcript; gives what it
    /// printed.
    pub(crate) fn quietly(&self, arguments: &[&str]) -> String {
        let output = self.unseen("", arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "plenary {arguments:?}: {said}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs the program with `--format json`, and gives what it printed and how it ended. The
    /// transcript leaves it out.
    pub(crate) fn json(&self, arguments: &[&str]) -> (serde_json::Value, Option<i32>) {
        let output = self.unseen("", &[arguments, &["--format", "json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        let value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("plenary {arguments:?}: {error}: {said}"));
        (value, output.status.code())
    }

    /// Runs the program in a folder of the scene.
    pub(crate) fn plenary_in<A: AsRef<OsStr>>(&self, inside: &str, arguments: &[A]) -> Output {
        let output = self.unseen(inside, arguments);
        let typed = told::typed(inside, arguments);
        self.telling(|told| told.ran(&self.root(), &typed, &output));
        output
    }

    fn unseen<A: AsRef<OsStr>>(&self, inside: &str, arguments: &[A]) -> Output {
        self.command_in(inside, arguments)
            .output()
            .expect("the program can be run")
    }

    /// The program, ready to be run in a folder of the scene.
    pub(crate) fn command_in<A: AsRef<OsStr>>(&self, inside: &str, arguments: &[A]) -> Command {
        let (program, folder) = (env!("CARGO_BIN_EXE_plenary"), self.path(inside));
        let mut command = match self.limit {
            Some(seconds) => processor::limited(seconds, program, &folder),
            None => hermetic(program, &folder),
        };
        command.args(arguments).env("PLENARY_NOW", &self.now);
        command
    }
}

/// A command that sees nothing of the machine but its path: no configuration of the user or the
/// system, no home, UTC, and the C locale.
pub(crate) fn hermetic(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    let path = std::env::var_os("PATH").unwrap_or_default();
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .env("HOME", folder.join("no-home"))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("TZ", "UTC")
        .env("LC_ALL", "C");
    command
}

#[test]
fn a_scene_is_cut_off_from_the_machine() {
    let mut scene = Scene::repository();
    scene.now("2026-05-19T00:00:00Z");
    scene.write("a/b.txt", "text\n");
    let commit = scene.commit("First", "2026-05-01T00:00:00Z");
    assert_eq!(scene.read("a/b.txt"), "text\n");
    assert_eq!(
        scene.git(&["log", "--format=%H %cI"]),
        format!("{commit} 2026-05-01T00:00:00Z")
    );
    let origins = scene.git(&["config", "--list", "--show-scope"]);
    assert!(
        !origins.contains("global\t") && !origins.contains("system\t"),
        "{origins}"
    );
    assert!(scene.plenary(&["--version"]).status.success());
}
