//! Runs the scripts in the files for hosting services, as they are shipped.

use std::path::{Path, PathBuf};
use std::process::Output;

use crate::body::{at, said};
use crate::gate::{called, founded};
use crate::runner::commands;
use crate::scene::{Scene, hermetic, temporary};

const GITHUB: &str = include_str!("../../docs/how-to/ci/github-actions.yml");
const FORGEJO: &str = include_str!("../../docs/how-to/ci/forgejo-actions.yml");
const GITLAB: &str = include_str!("../../docs/how-to/ci/gitlab-ci.yml");
const YES: &str = "position = \"support\"\n";

/// Every script of a workflow, with the name of its step.
pub(crate) fn scripts(workflow: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut name = String::new();
    let mut lines = workflow.lines().peekable();
    let depth = |line: &str| line.len() - line.trim_start().len();
    while let Some(line) = lines.next() {
        let text = line.trim_start().trim_start_matches("- ");
        if let Some(said) = text.strip_prefix("name: ") {
            said.clone_into(&mut name);
        }
        let begins = text == "|" || text == "run: |";
        if let Some(script) = text.strip_prefix("run: ").filter(|_| !begins) {
            found.push((name.clone(), script.to_owned()));
        }
        if begins {
            let mut script = Vec::new();
            while let Some(next) =
                lines.next_if(|next| next.is_empty() || depth(next) > depth(line))
            {
                script.push(next.trim_start());
            }
            found.push((name.clone(), script.join("\n")));
        }
    }
    found
}

pub(crate) fn script(workflow: &str, step: &str) -> String {
    let found = scripts(workflow).into_iter().find(|(name, _)| name == step);
    found.unwrap_or_else(|| panic!("no step {step}")).1
}

/// A bare repository at a forge, and a clone of it in which its main branch is worked on.
pub(crate) struct Forge {
    pub(crate) scene: Scene,
    pub(crate) bare: PathBuf,
}

impl Forge {
    pub(crate) fn with(identity: &str) -> Self {
        Self::of(called(identity))
    }

    pub(crate) fn of(scene: Scene) -> Self {
        let bare = scene.path(".git/forge.git");
        let to = bare.to_string_lossy().into_owned();
        scene.git(&["clone", "--quiet", "--bare", ".", &to]);
        scene.git(&["remote", "add", "origin", &to]);
        // The account says who submits, so the address of the commits is nobody's.
        scene.git(&["config", "user.email", "somebody@example.net"]);
        Self { scene, bare }
    }

    /// A request from a fork, on a branch of any name, with the two refs that a forge makes for it.
    fn request(&self, branch: &str, files: &[(&str, &str)]) {
        let git = |arguments: &[&str]| self.scene.git(arguments);
        git(&["checkout", "--quiet", "-B", branch, "main"]);
        for (path, text) in files {
            self.scene.write(path, text);
        }
        self.scene.commit("A position", "2026-05-03T08:00:00Z");
        git(&[
            "push",
            "--quiet",
            "--force",
            "origin",
            "HEAD:refs/pull/1/head",
        ]);
        git(&["checkout", "--quiet", "main"]);
        self.merge();
    }

    /// Makes the ref of the merge again, as a hosting service does when the main branch moves.
    fn merge(&self) {
        let git = |arguments: &[&str]| self.scene.git(arguments);
        git(&["fetch", "--quiet", "origin", "refs/pull/1/head"]);
        git(&["checkout", "--quiet", "--detach", "main"]);
        git(&["merge", "--quiet", "--no-ff", "-m", "Merge 1", "FETCH_HEAD"]);
        git(&[
            "push",
            "--quiet",
            "--force",
            "origin",
            "HEAD:refs/pull/1/merge",
        ]);
        git(&["checkout", "--quiet", "main"]);
        git(&["push", "--quiet", "--force", "origin", "main"]);
    }

    /// A runner's folder with one ref checked out, as the checkout of a workflow does it.
    pub(crate) fn checkout(&self, reference: &str, depth: &[&str]) -> Runner {
        let folder = temporary();
        let work = folder.path().join("work");
        let bin = folder.path().join("temp/plenary/bin");
        for made in [&work, &bin] {
            std::fs::create_dir_all(made).expect("a folder");
        }
        let program = bin.join("plenary");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_plenary"), program).expect("a link");
        let runner = Runner { folder, work };
        let from = format!("file://{}", self.bare.display());
        runner.git(&["init", "--quiet"]);
        runner.git(&["remote", "add", "origin", &from]);
        let wanted = format!(
            "+{reference}:refs/remotes/{}",
            reference.trim_start_matches("refs/")
        );
        let fetch = [
            &["fetch", "--quiet", "--no-tags"],
            depth,
            &["origin", &wanted],
        ]
        .concat();
        runner.git(&fetch);
        runner.git(&["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
        runner
    }
}

pub(crate) struct Runner {
    folder: tempfile::TempDir,
    work: PathBuf,
}

impl Runner {
    fn git(&self, arguments: &[&str]) {
        let output = hermetic("git", &self.work)
            .args(arguments)
            .output()
            .expect("git");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
    }

    pub(crate) fn work(&self) -> &Path {
        &self.work
    }

    pub(crate) fn temp(&self) -> PathBuf {
        self.folder.path().join("temp")
    }

    /// Runs a script as the runners do.
    pub(crate) fn run(&self, script: &str, variables: &[(&str, &str)]) -> Output {
        let mut bash = hermetic("bash", &self.work);
        bash.args([
            "--noprofile",
            "--norc",
            "-e",
            "-o",
            "pipefail",
            "-c",
            script,
        ])
        .env("RUNNER_TEMP", self.temp())
        .env("HOME", self.temp())
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_STEP_SUMMARY", self.temp().join("summary.md"))
        .env("PLENARY_NOW", "2026-05-04T00:00:00Z")
        .env("PLENARY_FOLDER", ".")
        .envs(variables.iter().copied());
        bash.output().expect("bash can be run")
    }

    fn summary(&self) -> String {
        std::fs::read_to_string(self.temp().join("summary.md")).unwrap_or_default()
    }
}

#[track_caller]
pub(crate) fn ended(output: &Output, exit: i32) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(exit), "{text}{said}");
    for command in commands(&text).iter().chain(&commands(&said)) {
        assert!(
            ["error", "warning"].contains(&command.name.as_str()),
            "{command:?}"
        );
    }
    format!("{text}{said}")
}

#[test]
fn no_script_takes_words_from_an_expression_and_nothing_runs_the_request() {
    for workflow in [GITHUB, FORGEJO] {
        for (name, script) in scripts(workflow) {
            assert!(!script.contains("${{"), "{name}: {script}");
        }
        assert!(!workflow.contains("pull_request_target"));
        assert!(workflow.contains("\npermissions:\n  contents: read\n"));
        assert!(!workflow.contains("write"), "no right to write anything");
        let pinned = workflow
            .lines()
            .filter_map(|line| line.split_once("uses: "));
        for (_, action) in pinned {
            let (_, pin) = action.split_once('@').expect("a pin");
            let pin = pin.split(' ').next().unwrap_or_default();
            assert!(
                pin.len() == 40 && pin.bytes().all(|b| b.is_ascii_hexdigit()),
                "{action}"
            );
        }
        let install = script(workflow, "Install");
        said(&install, &["--locked", "--rev \"$PLENARY_COMMIT\""]);
    }
    for event in ["\n  pull_request:", "\n  merge_group:", "\n  push:"] {
        assert!(GITHUB.contains(event), "{event}");
    }
    assert!(GITHUB.contains("fetch-depth: 0") && GITHUB.contains("persist-credentials: false"));
    // Nothing in its container can run an action.
    assert!(!FORGEJO.contains("uses:") && !FORGEJO.contains("--depth"));
    assert!(GITLAB.contains("GIT_DEPTH: \"0\"") && !GITLAB.contains("GITLAB_USER_LOGIN"));
    assert_eq!(scripts(GITHUB).len(), 4);
    assert_eq!(scripts(GITLAB).len(), 1);
}

#[test]
fn a_request_is_judged_by_its_login() {
    let forge = Forge::with("account");
    forge.request("answer", &[(&at("positions/ben.toml"), YES)]);
    let runner = forge.checkout("refs/pull/1/merge", &[]);
    let check = script(GITHUB, "Check the pull request");
    ended(&runner.run(&check, &[("LOGIN", "ben-x")]), 0);
    said(
        &runner.summary(),
        &["ben (github:ben-x)", "| support | 0 | 1 |"],
    );
    let text = ended(&runner.run(&check, &[("LOGIN", "ann-x")]), 1);
    said(
        &text,
        &[
            "::error file=proposals/retention/positions/ben.toml",
            "P201",
        ],
    );
}

#[test]
fn hostile_branches_and_logins_run_nothing() {
    let forge = Forge::with("account");
    forge.request(
        "$(touch${IFS}pwned);`touch${IFS}pwned`",
        &[(&at("positions/ben.toml"), YES)],
    );
    let runner = forge.checkout("refs/pull/1/merge", &[]);
    let check = script(GITHUB, "Check the pull request");
    for login in [
        "$(touch pwned)",
        "`touch pwned`",
        "x\"; touch pwned; \"",
        "x'; touch pwned; '",
        "x\ntouch pwned",
        "-x",
        "--help",
        "x ::add-mask::y",
        "##[add-path]/evil",
        "\n::add-path::/evil",
        "ben-x\u{202e}",
        "<b>@maya</b>",
        "",
    ] {
        let output = runner.run(&check, &[("LOGIN", login)]);
        let code = output.status.code().unwrap_or(101);
        assert!(
            code == 1 || (code == 2 && login.is_empty()),
            "{login:?}: {code}"
        );
        ended(&output, code);
        assert!(!runner.work.join("pwned").exists(), "{login:?}");
        assert!(!runner.summary().contains("<b>") && !runner.summary().contains("@maya"));
    }
}

#[test]
fn the_base_is_that_of_the_merge_and_not_one_gone_stale() {
    let forge = Forge::with("account");
    forge.request("answer", &[(&at("positions/ben.toml"), YES)]);
    let check = script(GITHUB, "Check the pull request");
    let before = forge.checkout("refs/pull/1/merge", &[]);
    ended(&before.run(&check, &[("LOGIN", "ben-x")]), 0);
    // Meanwhile the main branch takes the account from ben.
    let path = "participants/ben.toml";
    let text = forge
        .scene
        .read(path)
        .replace("github:ben-x", "github:ben-y");
    forge.scene.write(path, &text);
    forge
        .scene
        .commit("Another account", "2026-05-03T10:00:00Z");
    forge.merge();
    let after = forge.checkout("refs/pull/1/merge", &[]);
    ended(&after.run(&check, &[("LOGIN", "ben-x")]), 1);
    ended(&after.run(&check, &[("LOGIN", "ben-y")]), 0);
}

#[test]
fn at_depth_one_nothing_is_checked_and_the_remedy_is_said() {
    let forge = Forge::with("account");
    forge.request("answer", &[(&at("positions/ben.toml"), YES)]);
    for depth in ["--depth=1", "--depth=2"] {
        let runner = forge.checkout("refs/pull/1/merge", &[depth]);
        let check = script(GITHUB, "Check the pull request");
        let text = ended(&runner.run(&check, &[("LOGIN", "ben-x")]), 3);
        said(&text, &["git fetch --unshallow"]);
    }
}

#[test]
fn a_request_that_edits_the_workflow_is_told_so() {
    let forge = Forge::with("account");
    let workflow = (".github/workflows/register.yml", "on: push\n");
    forge.request("answer", &[(&at("positions/ben.toml"), YES), workflow]);
    let runner = forge.checkout("refs/pull/1/merge", &[]);
    let check = script(GITHUB, "Check the pull request");
    let text = ended(&runner.run(&check, &[("LOGIN", "ben-x")]), 1);
    said(&text, &["P217", ".github"]);
}

#[test]
fn what_is_queued_and_what_has_landed_is_checked() {
    let forge = Forge::with("account");
    let author = |email: &str| forge.scene.git(&["config", "user.email", email]);
    author("1+Ben-X@users.noreply.github.com");
    forge.request("answer", &[(&at("positions/ben.toml"), YES)]);
    let runner = forge.checkout("refs/pull/1/merge", &[]);
    let base = forge.scene.git(&["rev-parse", "main"]);
    let queued = script(GITHUB, "Check the merge queue");
    ended(&runner.run(&queued, &[("BASE", &base)]), 0);
    // Nobody is named as submitter, so the authors of what is merged must be known.
    author("who@example.net");
    forge.request("stranger", &[(&at("positions/ben.toml"), YES)]);
    let stranger = forge.checkout("refs/pull/1/merge", &[]);
    let text = ended(&stranger.run(&queued, &[("BASE", &base)]), 1);
    said(&text, &["P210"]);
    author("ben@example.org");
    forge.request("bad", &[(&at("positions/ben.toml"), "position: support\n")]);
    let bad = forge.checkout("refs/pull/1/merge", &[]);
    ended(&bad.run(&queued, &[("BASE", &base)]), 1);
    let landed = script(GITHUB, "Check the main branch");
    let main = forge.checkout("refs/heads/main", &[]);
    let text = ended(&main.run(&landed, &[]), 0);
    said(&text, &["commits checked"]);
    ended(&bad.run(&landed, &[]), 1);
}

/// A folder of a Forgejo runner after the first step of the workflow.
fn fetched(forge: &Forge, request: &str) -> Runner {
    let runner = forge.checkout("refs/heads/main", &[]);
    std::fs::remove_dir_all(runner.work.join(".git")).expect("a folder to remove");
    let fetch = script(FORGEJO, "Fetch the register with its full history");
    let repository = format!("file://{}", forge.bare.display());
    let variables = [
        ("TOKEN", "secret"),
        ("REPOSITORY", repository.as_str()),
        ("REQUEST", request),
        ("BASE", "main"),
    ];
    ended(&runner.run(&format!("rm -rf ./*\n{fetch}"), &variables), 0);
    let config = std::fs::read_to_string(runner.work.join(".git/config")).expect("a file");
    assert!(!config.contains("Authorization") && !config.contains("secret"));
    runner
}

#[test]
fn forgejo_has_no_merge_and_fetches_the_base() {
    let forge = Forge::with("none");
    forge.request("answer", &[(&at("positions/ben.toml"), YES)]);
    let runner = fetched(&forge, "1");
    let check = script(FORGEJO, "Check the pull request");
    ended(&runner.run(&check, &[("LOGIN", "ben")]), 0);
    forge.request(
        "bad",
        &[(&at("positions/ben.toml"), "position = \"no such\"\n")],
    );
    let bad = fetched(&forge, "1");
    ended(&bad.run(&check, &[("LOGIN", "ben")]), 1);
    let main = fetched(&forge, "");
    let text = ended(&main.run(&script(FORGEJO, "Check the main branch"), &[]), 0);
    said(&text, &["commits checked"]);
}

#[test]
fn a_register_below_the_top_is_named_once() {
    let forge = Forge::of(below());
    let text = address(&forge.scene, "ben@elsewhere.example");
    forge.request("answer", &[("group/participants/ben.toml", &text)]);
    let folder = ("PLENARY_FOLDER", "group");
    let check = script(GITHUB, "Check the pull request");
    let runner = forge.checkout("refs/pull/1/merge", &[]);
    ended(&runner.run(&check, &[("LOGIN", "ben-x"), folder]), 0);
    ended(&runner.run(&check, &[("LOGIN", "ann-x"), folder]), 1);
    let check = script(FORGEJO, "Check the pull request");
    let runner = fetched(&forge, "1");
    // The accounts of the participants are those of another hosting service.
    let text = ended(&runner.run(&check, &[("LOGIN", "ben-x"), folder]), 1);
    said(&text, &["P210", "forgejo:ben-x"]);
    let main = forge.checkout("refs/heads/main", &[]);
    for workflow in [GITHUB, FORGEJO] {
        let text = ended(
            &main.run(&script(workflow, "Check the main branch"), &[folder]),
            0,
        );
        said(&text, &["1 commit checked"]);
    }
    let text = ended(&main.run(&scripts(GITLAB).remove(0).1, &[folder]), 0);
    said(&text, &["1 commit checked"]);
}

/// A register in a folder of a larger repository.
pub(crate) fn below() -> Scene {
    let (from, mut scene) = (founded("account"), Scene::repository());
    for path in from.git(&["ls-files"]).lines() {
        scene.write(&format!("group/{path}"), &from.read(path));
    }
    scene.write("src/main.rs", "fn main() {}\n");
    scene.commit("Found the register", "2026-05-01T08:00:00Z");
    scene.now("2026-05-03T09:00:00Z");
    scene
}

/// Another email address of ben, which only ben can change.
pub(crate) fn address(scene: &Scene, address: &str) -> String {
    let text = scene.read("group/participants/ben.toml");
    text.replace("ben@example.org", address)
}

#[test]
fn gitlab_judges_by_the_authors_of_the_commits() {
    let forge = Forge::with("author");
    let target = ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main");
    for (who, exit) in [("ben", 0), ("ann", 1)] {
        forge
            .scene
            .git(&["config", "user.email", &format!("{who}@example.org")]);
        forge.request(&format!("by-{who}"), &[(&at("positions/ben.toml"), YES)]);
        let runner = forge.checkout("refs/pull/1/head", &[]);
        let head = forge.scene.git(&["rev-parse", &format!("by-{who}")]);
        let script = scripts(GITLAB).remove(0).1;
        let variables = [target, ("CI_COMMIT_SHA", head.as_str())];
        ended(&runner.run(&script, &variables), exit);
        let report =
            std::fs::read(runner.work.join("gl-code-quality-report.json")).expect("a report");
        let report: serde_json::Value = serde_json::from_slice(&report).expect("JSON");
        assert_eq!(
            report.as_array().is_some_and(|issues| !issues.is_empty()),
            exit == 1
        );
    }
}
