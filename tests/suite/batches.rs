//! Tests a push and a merge queue of several commits: each is judged by the state before it and by its own authors.

use serde_json::Value;

use crate::body::{at, said};
use crate::gate::{called, own};
use crate::scene::Scene;

const SUPPORT: &str = "position = \"support\"\n";
const NOBODY: [&str; 0] = [];

/// A commit of these files on the branch that is checked out, by an author; an empty text removes the file.
fn commit(scene: &Scene, author: &str, committer: &str, files: &[(&str, &str)]) {
    for (path, text) in files {
        match text.is_empty() {
            true => std::fs::remove_file(scene.path(path)).expect("a file to remove"),
            false => scene.write(path, text),
        }
    }
    scene.git(&["add", "--all"]);
    let email = format!("user.email={committer}");
    let author = format!("--author=Somebody <{author}>");
    let commit = ["-c", &email, "commit", "--quiet", "-m", "Change", &author];
    let output = scene.git_output("", &commit, "2026-05-03T08:00:00Z");
    assert!(output.status.success(), "{output:?}");
}

/// How a hosting service puts a pull request on the main branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Merge,
    Squash,
}

type Request<'r> = (&'r str, &'r [(&'r str, &'r str)]);

/// A branch `queue` with these pull requests, one after the other, as a merge queue makes it.
fn queued(scene: &Scene, method: Method, requests: &[Request<'_>]) {
    scene.git(&["checkout", "--quiet", "-B", "queue", "main"]);
    for (n, (author, files)) in requests.iter().enumerate() {
        let branch = format!("request-{n}");
        scene.git(&["checkout", "--quiet", "-B", &branch, "main"]);
        commit(scene, author, author, files);
        scene.git(&["checkout", "--quiet", "queue"]);
        match method {
            Method::Squash => commit(scene, author, "noreply@github.com", files),
            Method::Merge => {
                let merge = ["merge", "--quiet", "--no-ff", "-m", "Merge", &branch];
                let email = "user.email=noreply@github.com";
                scene.git(&[&["-c", email][..], &merge].concat());
            }
        }
    }
    scene.git(&["checkout", "--quiet", "main"]);
}

/// The codes that a check finds, with their paths; its exit code must fit.
#[track_caller]
fn found(scene: &Scene, range: &str, how: &[&str]) -> Vec<String> {
    let (report, exit) = scene.json(&[&["check", "--changed", range], how].concat());
    let fails = report["errors"].as_u64().unwrap_or_default() > 0;
    assert_eq!(exit, Some(i32::from(fails)), "{report}");
    let findings = report["findings"].as_array().expect("findings").iter();
    let word = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    findings
        .map(|finding| format!("{} {}", word(finding, "code"), word(finding, "path")))
        .collect()
}

fn position(who: &str) -> String {
    at(&format!("positions/{who}.toml"))
}

#[test]
fn a_group_of_good_requests_passes() {
    let [ben, cid, dee] = ["ben", "cid", "dee"].map(position);
    let requests: [Request<'_>; 3] = [
        ("7+Ben-X@users.noreply.github.com", &[(&ben, SUPPORT)]),
        ("cid@example.org", &[(&cid, SUPPORT)]),
        ("dee@example.org", &[(&dee, SUPPORT)]),
    ];
    for identity in ["account", "author", "none"] {
        for method in [Method::Merge, Method::Squash] {
            let scene = called(identity);
            queued(&scene, method, &requests);
            let all = found(&scene, "main...queue", &["--queue"]);
            assert_eq!(all, NOBODY, "{identity} {method:?}");
            // As one change it has several purposes.
            let whole = found(&scene, "main...queue", &["--actor", "github:ben-x"]);
            assert!(whole.contains(&format!("P217 {ben}")), "{whole:?}");
        }
    }
}

#[test]
fn a_queue_is_judged_by_the_authors_of_what_is_merged_or_fails() {
    let [ben, cid] = ["ben", "cid"].map(position);
    let scene = called("account");
    scene.tell("batches/a_queue_is_judged_by_the_authors_of_what_is_merged_or_fails");
    let charter = scene.read("charter.toml");
    let open = charter.replace("identity = \"account\"", "identity = \"none\"");
    let good: Request<'_> = ("cid@example.org", &[(&cid, SUPPORT)]);
    for (author, file, code) in [
        ("who@example.net", (&*ben, SUPPORT), "P210"),
        ("ann@example.org", (&*ben, SUPPORT), "P201"),
        ("1+ann-x@users.noreply.github.com", (&*ben, SUPPORT), "P201"),
        ("who@example.net", ("charter.toml", &*open), "P210"),
        ("ben@example.org", ("charter.toml", &*open), "P207"),
    ] {
        for method in [Method::Merge, Method::Squash] {
            queued(&scene, method, &[good, (author, &[file])]);
            let all = found(&scene, "main...queue", &["--queue"]);
            assert_eq!(all, [format!("{code} {}", file.0)], "{author} {method:?}");
        }
    }
    scene.plenary(&["check", "--changed", "main...queue", "--queue"]);
    // A chair can change the charter, and anybody the notes.
    let notes: Request<'_> = ("who@example.net", &[("notes/a.md", "A note.\n")]);
    let chair: Request<'_> = ("idris@example.org", &[("charter.toml", &open)]);
    queued(&scene, Method::Merge, &[good, notes, chair]);
    assert_eq!(found(&scene, "main...queue", &["--queue"]), NOBODY);
    // What comes after it in the queue is judged by it.
    let late: Request<'_> = ("who@example.net", &[(&ben, SUPPORT)]);
    queued(&scene, Method::Merge, &[chair, late]);
    assert_eq!(found(&scene, "main...queue", &["--queue"]), NOBODY);
    queued(&scene, Method::Merge, &[late, chair]);
    assert_eq!(
        found(&scene, "main...queue", &["--queue"]),
        [format!("P210 {ben}")]
    );
}

#[test]
fn what_the_import_of_requests_writes_passes() {
    for identity in ["author", "account"] {
        let mut scene = called(identity);
        let base = scene.git(&["rev-parse", "main"]);
        for (n, who) in ["ben", "cid"].iter().enumerate() {
            scene.git(&["checkout", "--quiet", "--detach", "main"]);
            let mail = format!("{who}@example.org");
            commit(&scene, &mail, &mail, &[(&position(who), SUPPORT)]);
            scene.git(&["update-ref", &format!("refs/pull/{n}/head"), "HEAD"]);
        }
        scene.git(&["checkout", "--quiet", "main"]);
        scene.write(
            ".git/map.toml",
            "\"refs/pull/0\" = \"github:ben-x\"\n\"refs/pull/1\" = \"github:cid-x\"\n",
        );
        scene.now("2026-05-04T09:00:00Z");
        let import = [
            "import",
            "refs",
            "refs/pull/*",
            "--write",
            "--actor-map",
            ".git/map.toml",
        ];
        own(&scene, "sec", &import);
        let range = format!("{base}...main");
        let pushed_by = |who: &str| found(&scene, &range, &["--push", "--actor", who]);
        assert_eq!(pushed_by("github:sec-x"), NOBODY, "{identity}");
        // Others cannot push what they did not write.
        let refused = ["ben", "cid"].map(|who| format!("P201 {}", position(who)));
        assert_eq!(pushed_by("github:ann-x"), refused, "{identity}");
        // Without an account the charter decides.
        let nobody = found(&scene, &range, &["--push"]);
        match identity {
            "author" => assert_eq!(nobody, NOBODY),
            _ => assert_eq!(
                nobody,
                ["ben", "cid"].map(|who| format!("P210 {}", position(who)))
            ),
        }
    }
}

#[test]
fn each_commit_is_judged_by_the_state_before_it() {
    let [ben, cid] = ["ben", "cid"].map(position);
    let scene = called("author");
    scene.tell("batches/each_commit_is_judged_by_the_state_before_it");
    let charter = scene.read("charter.toml");
    let more = charter.replace("[\"maya\", \"idris\"]", "[\"maya\", \"idris\", \"ben\"]");
    let less = more.replace("\"idris\", ", "");
    let push = |commits: &[(&str, &[(&str, &str)])]| {
        scene.git(&["checkout", "--quiet", "-B", "push", "main"]);
        for (who, files) in commits {
            let mail = format!("{who}@example.org");
            commit(&scene, &mail, &mail, files);
        }
        scene.git(&["checkout", "--quiet", "main"]);
        found(&scene, "main...push", &["--push"])
    };
    let given = [(&*ben, SUPPORT)];
    let changed = [(&*ben, "position = \"accept\"\n")];
    // Idris makes ben a chair, who then acts as one.
    assert_eq!(
        push(&[
            ("idris", &[("charter.toml", &more)]),
            ("ben", &[("charter.toml", &less)])
        ]),
        NOBODY
    );
    assert_eq!(push(&[("ben", &given), ("ben", &changed)]), NOBODY);
    assert_eq!(
        push(&[("ben", &given), ("cid", &[(&cid, SUPPORT)])]),
        NOBODY
    );
    // Nobody makes themselves a chair first, and nothing is taken away in between.
    let seized = push(&[
        ("ben", &[("charter.toml", &more)]),
        ("ben", &[("charter.toml", &less)]),
    ]);
    assert_eq!(seized, ["P207 charter.toml"]);
    let output = scene.plenary(&["check", "--changed", "main...push", "--push"]);
    let text = String::from_utf8(output.stdout).expect("text");
    let first = scene.git(&["rev-parse", "--short=7", "push^"]);
    said(&text, &[&format!("(commit {first})")]);
    let gone = push(&[("ben", &given), ("ben", &[(&ben, "")]), ("ben", &given)]);
    assert_eq!(gone, [format!("P202 {ben}")]);
    let hidden = push(&[("ben", &given), ("cid", &changed), ("ben", &given)]);
    assert_eq!(hidden, [format!("P201 {ben}")]);
}

#[test]
fn commits_that_do_not_follow_the_branch_are_refused() {
    let scene = called("author");
    scene.tell("batches/commits_that_do_not_follow_the_branch_are_refused");
    let ben = position("ben");
    scene.git(&["checkout", "--quiet", "-B", "push", "main"]);
    commit(
        &scene,
        "ben@example.org",
        "ben@example.org",
        &[(&ben, SUPPORT)],
    );
    scene.git(&["checkout", "--quiet", "main"]);
    let cid = position("cid");
    commit(
        &scene,
        "cid@example.org",
        "cid@example.org",
        &[(&cid, SUPPORT)],
    );
    scene.git(&["checkout", "--quiet", "push"]);
    scene.git(&["merge", "--quiet", "--no-edit", "main"]);
    scene.git(&["checkout", "--quiet", "main"]);
    assert_eq!(
        found(&scene, "main...push", &["--push"]),
        ["H308 charter.toml"]
    );
    scene.git(&["checkout", "--quiet", "-B", "push", "main"]);
    scene.git(&["checkout", "--quiet", "main"]);
    assert_eq!(found(&scene, "main...push", &["--push"]), NOBODY);
    for wrong in [
        &["--push"][..],
        &["--changed", "main...push", "--push", "--queue"],
    ] {
        scene.refused(2, &[&["check"], wrong].concat());
    }
}
