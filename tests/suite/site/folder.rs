//! Tests how the folder of a site is written: what is refused, what is left as it is, and what a hostile list of files
//! can do.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::documents::files;
use crate::scene::{Scene, temporary};
use crate::site::{propose, register, site};

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What a run says in numbers: written, unchanged, removed.
fn counts(scene: &Scene, arguments: &[&str]) -> [u64; 3] {
    let (said, code) = scene.json(&[&["report", "public"], arguments].concat());
    assert_eq!(code, Some(0), "{said}");
    ["written", "unchanged", "removed"].map(|key| said[key].as_u64().expect("a number"))
}

fn list(scene: &Scene) -> Value {
    serde_json::from_str(&scene.read("public/report.json")).expect("a list")
}

#[test]
fn a_site_is_written_and_said_in_one_line() {
    let scene = register();
    scene.tell("site/a_site_is_written");
    scene.ok(&["report", "public"]);
    scene.ok(&["report", "public"]);
    scene.ok(&["report", "public", "--check"]);
    scene.refused(1, &["report", "public", "--check", "--only", "retention"]);
}

#[test]
fn what_is_not_the_folder_of_a_site_is_refused() {
    let scene = register();
    scene.tell("site/refused");
    scene.write("public/mine.txt", "mine\n");
    scene.refused(2, &["report", "public"]);
    scene.write("public/report.json", "{\"format\": 1, \"files\": {}}\n");
    scene.refused(2, &["report", "public"]);
    scene.write("public/report.json", "{\"format\": 99}\n");
    scene.refused(3, &["report", "public"]);
    scene.refused(2, &["report", "charter.toml/site"]);
    scene.refused(2, &["report", "site"]);
    scene.refused(2, &["report", "."]);
    scene.refused(2, &["report", "proposals/site"]);
    scene.refused(2, &["report", "public/../proposals"]);
    scene.refused(2, &["report", "participants"]);
    scene.refused(2, &["report", ".git/site"]);
    scene.refused(2, &["report", "public-b", "--base-url", "example.org"]);
    scene.refused(2, &["report", "public-b", "--names", "some"]);
    scene.refused(2, &["report", "public-b", "--only", "nothing"]);
    assert!(!scene.path("site").exists() && !scene.path("public-b").exists());
    assert_eq!(scene.read("public/mine.txt"), "mine\n");
}

#[test]
fn a_link_does_not_lead_into_the_records() {
    let scene = register();
    symlink(scene.path("proposals"), scene.path("public-link")).expect("a link");
    scene.refused(2, &["report", "public-link"]);
    scene.refused(2, &["report", "public-link/site"]);
}

#[test]
fn a_second_run_writes_nothing_and_a_change_only_its_pages() {
    let scene = register();
    let [all, 0, 0] = counts(&scene, &[]) else {
        panic!("all are new")
    };
    assert!(all > 3);
    let before = scene.everything();
    assert_eq!(counts(&scene, &[]), [0, all, 0]);
    assert_eq!(scene.everything(), before);
    propose(&scene, "Another", "ann");
    let [written, unchanged, removed] = counts(&scene, &[]);
    assert!(
        written > 0 && unchanged > 0 && removed == 0,
        "{written} {unchanged}"
    );
    let fresh = site(&scene, "public-fresh", &[]);
    assert_eq!(files(&scene.path("public")), fresh);
}

#[test]
fn a_page_that_was_edited_or_lost_is_written_again() {
    let scene = register();
    let whole = site(&scene, "public", &[]);
    scene.write("public/index.html", "mine\n");
    std::fs::remove_file(scene.path("public/p/retention/index.html")).expect("a page");
    let check = scene.refused(1, &["report", "public", "--check"]);
    assert_eq!(check, "");
    assert_eq!(counts(&scene, &[])[0], 2);
    assert_eq!(files(&scene.path("public")), whole);
}

#[test]
fn what_nobody_wants_is_removed_and_what_others_wrote_stays() {
    let scene = register();
    let whole = site(&scene, "public", &[]);
    scene.write("public/CNAME", "example.org\n");
    scene.write("public/p/retention/mine.txt", "mine\n");
    let [_, _, removed] = counts(&scene, &["--only", "who-pays"]);
    assert!(removed > 0);
    assert!(!scene.path("public/p/access-to-logs").exists());
    assert_eq!(scene.read("public/p/retention/mine.txt"), "mine\n");
    assert_eq!(scene.read("public/CNAME"), "example.org\n");
    std::fs::remove_file(scene.path("public/CNAME")).expect("a file");
    std::fs::remove_dir_all(scene.path("public/p/retention")).expect("a folder");
    assert_eq!(site(&scene, "public", &[]), whole);
}

#[test]
fn nothing_is_written_over_a_file_of_others() {
    let scene = register();
    site(&scene, "public", &["--only", "who-pays"]);
    scene.write("public/p/retention/index.html", "mine\n");
    let before = files(&scene.path("public"));
    let said = scene.refused(2, &["report", "public"]);
    assert!(said.contains("public/p/retention/index.html"), "{said}");
    assert_eq!(files(&scene.path("public")), before);
}

#[test]
fn two_runs_in_two_places_give_the_same_bytes() {
    let mut scene = register();
    let one = site(&scene, "public", &[]);
    scene.now("2027-01-01T00:00:00Z");
    let mut command = scene.command_in("", &["report", "public-other"]);
    command
        .env("TZ", "Asia/Kathmandu")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("LANG", "de_DE.UTF-8");
    assert!(command.output().expect("a run").status.success());
    assert_eq!(files(&scene.path("public-other")), one);
    let copy = scene.copy();
    assert_eq!(site(&copy, "public-copy", &[]), one);
}

#[test]
fn the_time_is_that_of_the_commit_or_the_one_that_is_asked_for() {
    let scene = register();
    let one = site(&scene, "public", &[]);
    let later = site(&scene, "public-later", &["--now", "2026-06-30T00:00Z"]);
    assert_ne!(one.get("index.html"), later.get("index.html"));
    let of_decision = "p/retention/1/index.html";
    assert_eq!(one.get(of_decision), later.get(of_decision));
}

#[test]
fn a_run_that_was_killed_is_completed_by_the_next() {
    let scene = register();
    let whole = site(&scene, "public-whole", &[]);
    let first = site(&scene, "public-start", &["--only", "who-pays"]);
    for (steps, step) in (0..800).step_by(29).enumerate() {
        let begun = ["public-new", "public-old"];
        let _ = std::fs::remove_dir_all(scene.path("public-new"));
        let _ = std::fs::remove_dir_all(scene.path("public-old"));
        for (path, bytes) in &first {
            let place = scene.path("public-old").join(path);
            std::fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
            std::fs::write(place, bytes).expect("a file");
        }
        let killed = begun.map(|folder| {
            let mut command = scene.command_in("", &["report", folder]);
            command.env("PLENARY_TEST_FAULT", format!("{step} kill"));
            let killed = !command.output().expect("a run").status.success();
            assert_eq!(site(&scene, folder, &[]), whole, "{folder} at step {step}");
            killed
        });
        if killed == [false, false] {
            assert!(steps > 3, "{steps}");
            return;
        }
    }
    panic!("more steps than a site of this size needs");
}

#[test]
fn a_failed_write_is_said_and_completed_later() {
    let scene = register();
    let whole = site(&scene, "public-whole", &[]);
    for fault in ["2 fail", "20 last"] {
        let mut command = scene.command_in("", &["report", "public"]);
        command.env("PLENARY_TEST_FAULT", fault);
        let output = command.output().expect("a run");
        assert_eq!(output.status.code(), Some(3), "{}", words(&output));
        assert!(!output.stderr.is_empty());
        assert_eq!(site(&scene, "public", &[]), whole);
        std::fs::remove_dir_all(scene.path("public")).expect("a folder");
    }
}

#[test]
fn a_list_cannot_name_what_is_outside() {
    let scene = register();
    site(&scene, "public", &[]);
    let good = list(&scene);
    let victim = temporary();
    let file = victim.path().join("victim.txt");
    std::fs::write(&file, "precious\n").expect("a file");
    let absolute = file.to_str().expect("a path");
    scene.write("public-victim.txt", "precious\n");
    let entry = json!({"sha256": "0".repeat(64), "inputs": "0".repeat(64)});
    for path in [
        "../public-victim.txt",
        "p/../../public-victim.txt",
        absolute,
        ".git/config",
        "a//b",
        "C:x",
        "a\\..\\b",
    ] {
        let mut bad = good.clone();
        bad["files"][path] = entry.clone();
        scene.write("public/report.json", &bad.to_string());
        scene.refused(3, &["report", "public"]);
    }
    assert_eq!(
        std::fs::read_to_string(&file).expect("a file"),
        "precious\n"
    );
    assert_eq!(scene.read("public-victim.txt"), "precious\n");
}

#[test]
fn links_in_the_folder_lead_nowhere() {
    let scene = register();
    let whole = site(&scene, "public", &[]);
    let victim = temporary();
    let kept = |name: &str| victim.path().join(name);
    std::fs::write(kept("index.html"), "precious\n").expect("a file");
    // A file that is a link is replaced, and what it leads to stays.
    replace(&scene.path("public/index.html"), &kept("index.html"));
    assert_eq!(site(&scene, "public", &[]), whole);
    assert!(
        scene
            .path("public/index.html")
            .symlink_metadata()
            .expect("a file")
            .is_file()
    );
    // A folder that is a link is refused, also where a page in it would only be removed.
    let folder = scene.path("public/p/retention");
    std::fs::remove_dir_all(&folder).expect("a folder");
    symlink(victim.path(), &folder).expect("a link");
    scene.refused(2, &["report", "public"]);
    scene.refused(2, &["report", "public", "--only", "who-pays"]);
    // So is a list that is one.
    std::fs::remove_file(&folder).expect("a link");
    replace(&scene.path("public/report.json"), &kept("index.html"));
    scene.refused(2, &["report", "public"]);
    let left = std::fs::read_to_string(kept("index.html")).expect("a file");
    assert_eq!(left, "precious\n");
    assert_eq!(
        std::fs::read_dir(victim.path()).expect("a folder").count(),
        1
    );
}

fn replace(place: &Path, by: &Path) {
    std::fs::remove_file(place).expect("a file");
    symlink(by, place).expect("a link");
}
