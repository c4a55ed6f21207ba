//! Runs the scripts that publish the site of a register, as they are shipped, and types the page that explains them.

use std::path::Path;

use crate::ci::{Forge, Runner, ended, script, scripts};
use crate::how_to;
use crate::scene::{Scene, hermetic};

const GITHUB: &str = include_str!("../../docs/how-to/ci/github-pages.yml");
const FORGEJO: &str = include_str!("../../docs/how-to/ci/forgejo-pages.yml");
const GITLAB: &str = include_str!("../../docs/how-to/ci/gitlab-pages.yml");
const PAGE: &str = "docs/how-to/publish.md";
const URL: &str = "https://example.org/register/";

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_site_is_published_from_the_main_branch_alone_with_few_rights() {
    for workflow in [GITHUB, FORGEJO] {
        assert!(!workflow.contains("pull_request") && workflow.contains("\n  schedule:\n"));
        assert!(workflow.contains("\n  push:\n    branches: [main]\n"));
        for (name, script) in scripts(workflow) {
            assert!(!script.contains("${{"), "{name}: {script}");
        }
        let install = script(workflow, "Install");
        assert!(install.contains("--locked") && install.contains("--rev \"$PLENARY_COMMIT\""));
    }
    for (_, action) in GITHUB.lines().filter_map(|line| line.split_once("uses: ")) {
        let pin = action.split(['@', ' ']).nth(1).expect("a pin");
        assert!(
            pin.len() == 40 && pin.bytes().all(|b| b.is_ascii_hexdigit()),
            "{action}"
        );
    }
    // What builds cannot publish, and what publishes runs nothing from the repository.
    let (build, publish) = GITHUB.split_once("\n  publish:\n").expect("two jobs");
    assert!(build.contains("\npermissions: {}\n") && !build.contains(": write"));
    assert!(!publish.contains("checkout") && !publish.contains("PLENARY"));
    assert!(FORGEJO.contains("permissions:\n  contents: write\n"));
    assert!(GITLAB.contains("merge_request_event\"\n      when: never"));
}

/// The script of a step that builds, with the variables of its workflow.
fn built(runner: &Runner, script: &str) {
    let output = runner.temp().join("output");
    let output = output.to_string_lossy();
    let variables = [
        ("PLENARY_URL", URL),
        ("CI_PAGES_URL", URL.trim_end_matches('/')),
        ("GITHUB_OUTPUT", output.as_ref()),
    ];
    ended(&runner.run(script, &variables), 0);
}

fn is_a_site(folder: &Path) {
    assert!(read(&folder.join("index.html")).starts_with("<!doctype html>"));
    assert!(read(&folder.join("feed.atom")).contains(URL));
    assert!(folder.join("p/retention/index.html").is_file());
}

#[test]
fn github_builds_a_site_and_passes_its_exit_code_on() {
    let forge = Forge::with("account");
    let runner = forge.checkout("refs/heads/main", &[]);
    built(&runner, &script(GITHUB, "Build the site"));
    is_a_site(&runner.temp().join("site"));
    assert_eq!(read(&runner.temp().join("output")), "status=0\n");
    let last = script(GITHUB, "Fail if a decision does not recompute");
    for (status, exit) in [("0", 0), ("1", 1)] {
        ended(&runner.run(&last, &[("STATUS", status)]), exit);
    }
}

#[test]
fn a_failure_publishes_nothing() {
    let forge = Forge::with("account");
    for workflow in [GITHUB, FORGEJO] {
        let runner = forge.checkout("refs/heads/main", &[]);
        let output = runner.temp().join("output");
        let output = output.to_string_lossy();
        let elsewhere = [
            ("PLENARY_FOLDER", "nowhere"),
            ("PLENARY_URL", URL),
            ("GITHUB_OUTPUT", output.as_ref()),
        ];
        let run = runner.run(&script(workflow, "Build the site"), &elsewhere);
        assert!(!run.status.success() && !runner.temp().join("site").exists());
    }
}

#[test]
fn gitlab_builds_a_site_for_its_pages() {
    let forge = Forge::with("account");
    let runner = forge.checkout("refs/heads/main", &[]);
    built(&runner, &scripts(GITLAB).remove(0).1);
    is_a_site(&runner.work().join("public"));
}

#[test]
fn forgejo_replaces_the_one_commit_of_its_branch() {
    let forge = Forge::with("account");
    let git = |arguments: &[&str]| {
        let output = hermetic("git", &forge.bare)
            .args(arguments)
            .output()
            .expect("git");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    let main = git(&["rev-parse", "main"]);
    let repository = format!("file://{}", forge.bare.display());
    let variables = [("TOKEN", "secret"), ("REPOSITORY", repository.as_str())];
    for _ in 0..2 {
        let runner = forge.checkout("refs/heads/main", &[]);
        std::fs::remove_dir_all(runner.work().join(".git")).expect("a folder to remove");
        let fetch = script(FORGEJO, "Fetch the register with its full history");
        ended(&runner.run(&format!("rm -rf ./*\n{fetch}"), &variables), 0);
        built(&runner, &script(FORGEJO, "Build the site"));
        is_a_site(&runner.temp().join("site"));
        ended(&runner.run(&script(FORGEJO, "Publish"), &variables), 0);
        let config = read(&runner.temp().join("site/.git/config"));
        assert!(!config.contains("Authorization") && !config.contains("secret"));
        ended(
            &runner.run(
                &script(FORGEJO, "Fail if a decision does not recompute"),
                &[],
            ),
            0,
        );
        assert_eq!(git(&["rev-list", "--count", "pages"]), "1");
        assert!(git(&["ls-tree", "-r", "--name-only", "pages"]).contains("p/retention/index.html"));
        assert_eq!(git(&["rev-parse", "main"]), main);
    }
}

#[test]
fn the_page_on_publishing_is_typed() {
    let mut scene = Scene::folder();
    scene.quietly(&["demo", "register"]);
    scene.enter("register");
    let commands = how_to::commands(&how_to::read(PAGE));
    let run = |words: &Vec<String>| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        scene.ok(&words)
    };
    let printed: Vec<String> = commands.iter().map(run).collect();
    assert_eq!(printed.len(), 5);
    how_to::shows(PAGE, &printed);
    let person = |site: &str| {
        scene
            .path("..")
            .join(site)
            .join("who/carla-nunes/index.html")
            .exists()
    };
    assert!(person("site") && person("site-with-ids") && !person("site-without-names"));
    // A site in which somebody changed a number does not pass the check.
    let home = scene.path("../public-site/index.html");
    std::fs::write(
        &home,
        read(&home).replace("</main>", "<p>9 of 9</p></main>"),
    )
    .expect("a file");
    let check = commands.last().expect("a command");
    let output = scene.plenary(check);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("index.html"));
}
