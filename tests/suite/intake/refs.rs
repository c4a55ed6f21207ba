//! Tests the import of pull requests: who submitted them, what they change, and which need review.

use serde_json::Value;

use crate::body::{self, at, said, tallied};
use crate::intake::{commits, put};
use crate::scene::Scene;

/// The body with addresses, its call open, and nobody's request yet.
pub(crate) fn addressed() -> Scene {
    crate::kept::scene("intake/addressed", || {
        let scene = body::called("policy");
        for who in ["ann", "ben", "cid", "dee"] {
            let path = format!("participants/{who}.toml");
            let text = scene.read(&path);
            scene.write(&path, &format!("{text}emails = [\"{who}@example.org\"]\n"));
        }
        scene.commit("Note addresses", "2026-05-02T10:00:00Z");
        scene
    })
}

/// A request as a forge keeps it: `refs/pull/N/head`, from main, by somebody at example.org.
pub(crate) fn request(scene: &Scene, n: u32, who: &str, files: &[(&str, &str)]) {
    scene.git(&["switch", "--quiet", "--detach", "main"]);
    for (path, text) in files {
        scene.write(path, text);
    }
    scene.git(&["add", "--all"]);
    let (name, email) = (
        format!("user.name={who}"),
        format!("user.email={who}@example.org"),
    );
    let date = "2026-05-03T08:00:00+02:00";
    let commit = [
        "-c",
        &name,
        "-c",
        &email,
        "commit",
        "--quiet",
        "-m",
        "Update a file",
    ];
    let output = scene.git_output("", &commit, date);
    assert!(output.status.success(), "{output:?}");
    scene.git(&["update-ref", &format!("refs/pull/{n}/head"), "HEAD"]);
    scene.git(&["switch", "--quiet", "main"]);
}

fn answer(position: &str) -> String {
    format!("position = \"{position}\"\non = \"r1\"\n")
}

fn bring(scene: &Scene, more: &[&str]) -> (Vec<String>, Value, Option<i32>) {
    let command = ["intake", "refs", "refs/pull/*", "--as", "sec"];
    let (report, exit) = scene.json(&[&command[..], more].concat());
    let rows = report["requests"].as_array().expect("requests").iter();
    let said = |row: &Value| {
        let who = row["participant"].as_str().unwrap_or("?");
        let name = row["request"]
            .as_str()
            .unwrap()
            .trim_start_matches("refs/pull/");
        format!(
            "{} {who} {}",
            name.trim_end_matches("/head"),
            row["verdict"].as_str().unwrap()
        )
    };
    (rows.map(said).collect(), report, exit)
}

#[test]
fn valid_requests_land_a_commit_each_with_their_author_and_only_once() {
    let scene = addressed();
    scene.tell("intake/refs/valid_requests_land_a_commit_each_with_their_author_and_only_once");
    request(
        &scene,
        10,
        "cid",
        &[(&at("positions/cid.toml"), &answer("disagree"))],
    );
    request(
        &scene,
        9,
        "ben",
        &[(&at("positions/ben.toml"), &answer("accept"))],
    );
    let objection = "about = \"cost\"\nproblem = '''It costs.'''\nresolve = '''Less.'''\n";
    request(
        &scene,
        11,
        "ann",
        &[
            (&at("positions/ann.toml"), &answer("object")),
            (&at("objections/ann.cost.toml"), objection),
        ],
    );
    let before = commits(&scene);
    let (rows, report, exit) = bring(&scene, &[]);
    assert_eq!(
        rows,
        ["9 ben accepted", "10 cid accepted", "11 ann accepted"],
        "{report}"
    );
    assert_eq!((exit, &report["written"]), (Some(0), &false.into()));
    assert_eq!(commits(&scene), before);

    let (rows, report, exit) = bring(&scene, &["--write"]);
    assert_eq!(
        rows,
        ["9 ben accepted", "10 cid accepted", "11 ann accepted"]
    );
    assert_eq!((exit, &report["written"]), (Some(0), &true.into()));
    assert_eq!(tallied(&scene, "/counted"), 3);
    let first = report["requests"][0]["commit"].as_str().expect("a commit");
    assert_eq!(
        scene.git(&[
            "show",
            "--no-patch",
            "--format=%an %ae %aI %cn%n%(trailers)",
            first
        ]),
        "ben ben@example.org 2026-05-03T08:00:00+02:00 Maya Chen\n\
         By: ben\nProposal: retention\nRequest: refs/pull/9/head"
    );
    assert_eq!(scene.git(&["log", "-3", "--format=%an"]), "ann\ncid\nben");
    scene.ok(&["verify"]);

    let landed = commits(&scene);
    let (rows, _, exit) = bring(&scene, &["--write"]);
    assert_eq!(rows, ["9 ? unchanged", "10 ? unchanged", "11 ? unchanged"]);
    assert_eq!((exit, commits(&scene)), (Some(0), landed));
}

#[test]
fn what_is_not_the_submitters_own_is_left_to_a_person() {
    let scene = addressed();
    scene.tell("intake/refs/what_is_not_the_submitters_own_is_left_to_a_person");
    request(
        &scene,
        1,
        "ben",
        &[(&at("positions/cid.toml"), &answer("accept"))],
    );
    request(
        &scene,
        2,
        "stranger",
        &[(&at("positions/dee.toml"), &answer("accept"))],
    );
    request(
        &scene,
        3,
        "ben",
        &[
            (&at("positions/ben.toml"), &answer("accept")),
            ("README.md", "Hello\n"),
        ],
    );
    request(
        &scene,
        4,
        "ben",
        &[(&at("positions/ben.toml"), &answer("maybe"))],
    );
    request(
        &scene,
        5,
        "ann",
        &[(
            "participants/ann.toml",
            "name = \"Ann\"\ngroup = \"south\"\n",
        )],
    );
    request(
        &scene,
        6,
        "ben",
        &[(&at("positions/ben.toml"), &answer("accept"))],
    );
    request(
        &scene,
        7,
        "ben",
        &[(&at("positions/ben.toml"), &answer("disagree"))],
    );
    let (rows, report, exit) = bring(&scene, &[]);
    assert_eq!(
        &rows[5..],
        ["6 ben accepted", "7 ben needs-a-person"],
        "{report}"
    );
    assert_eq!(exit, Some(1));
    let before = commits(&scene);
    let (rows, report, exit) = bring(&scene, &["--write"]);
    let open = |row: &String| row.contains("refused") || row.contains("needs-a-person");
    assert_eq!(rows.iter().filter(|row| open(row)).count(), 6, "{report}");
    assert_eq!((&rows[5][..], exit), ("6 ben accepted", Some(1)));
    // Judged on what the one before it left.
    said(&report["requests"][6]["because"].to_string(), &["P219"]);
    assert_eq!(
        commits(&scene).parse::<u32>().unwrap(),
        before.parse::<u32>().unwrap() + 1
    );
    assert_eq!(tallied(&scene, "/counted"), 1);
    let page = scene.plenary(&["intake", "refs", "refs/pull/*", "--as", "sec"]);
    said(&String::from_utf8(page.stdout).unwrap(), &["7"]);
}

#[test]
fn accounts_tell_who_submits_where_the_charter_asks_for_them() {
    let scene = addressed();
    scene.tell("intake/refs/accounts_tell_who_submits_where_the_charter_asks_for_them");
    let charter = scene
        .read("charter.toml")
        .replace("identity = \"none\"", "identity = \"account\"");
    scene.write("charter.toml", &charter);
    let ben = scene.read("participants/ben.toml");
    scene.write(
        "participants/ben.toml",
        &format!("{ben}accounts = [\"github:ben-b\"]\n"),
    );
    scene.commit("Ask for accounts", "2026-05-02T11:00:00Z");
    request(
        &scene,
        7,
        "ben",
        &[(&at("positions/ben.toml"), &answer("accept"))],
    );
    let (rows, report, _) = bring(&scene, &[]);
    assert_eq!(rows, ["7 ? refused"], "{report}");
    said(&report["requests"][0]["because"].to_string(), &["P210"]);
    let map = put(
        &scene,
        "accounts.toml",
        b"\"refs/pull/7\" = \"github:ben-b\"\n",
    );
    let (rows, report, _) = bring(&scene, &["--actor-map", &map, "--write"]);
    assert_eq!(rows, ["7 ben accepted"], "{report}");
    let other = put(&scene, "accounts.toml", b"nonsense");
    scene.refused(
        2,
        &[
            "intake",
            "refs",
            "refs/pull/*",
            "--as",
            "sec",
            "--actor-map",
            &other,
        ],
    );
}

#[test]
fn only_chairs_and_secretaries_land_requests_and_none_may_be_there() {
    let scene = addressed();
    scene.tell("intake/refs/only_chairs_and_secretaries_land_requests_and_none_may_be_there");
    scene.refused(1, &["intake", "refs", "refs/pull/*", "--as", "ben"]);
    scene.ok(&["intake", "refs", "refs/pull/*", "--as", "sec"]);
}

#[test]
fn what_is_in_flight_is_shown_and_not_counted() {
    let scene = addressed();
    scene.tell("intake/refs/what_is_in_flight_is_shown_and_not_counted");
    body::give(&scene, &[("maya", "support")]);
    request(
        &scene,
        1,
        "ben",
        &[(&at("positions/ben.toml"), &answer("accept"))],
    );
    request(
        &scene,
        2,
        "ann",
        &[(&at("positions/ann.toml"), &answer("accept"))],
    );
    request(
        &scene,
        3,
        "cid",
        &[(&at("positions/dee.toml"), &answer("disagree"))],
    );
    request(
        &scene,
        4,
        "dee",
        &[("meetings/2026-05-06.toml", "present = []\n")],
    );
    let plain = scene.ok(&["status", "retention"]);
    assert!(!plain.contains("In flight"), "{plain}");
    scene.ok(&["status", "retention", "--inflight", "refs/pull/*"]);
    let (without, _) = scene.json(&["status", "retention"]);
    let (mut with, _) = scene.json(&["status", "retention", "--inflight", "refs/pull/*"]);
    let in_flight = with
        .as_object_mut()
        .unwrap()
        .remove("in-flight")
        .expect("the key");
    assert_eq!(with, without);
    assert_eq!(
        (&in_flight["valid"], &in_flight["not-valid"]),
        (&2.into(), &1.into())
    );
    assert_eq!(in_flight["positions"]["accept"], 2);
    scene.ok(&[
        "intake",
        "refs",
        "refs/pull/1/head",
        "--as",
        "sec",
        "--write",
    ]);
    scene.ok(&["status", "retention", "--inflight", "refs/pull/*"]);
}
