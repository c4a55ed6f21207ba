//! Tests registers whose history does not prove who submitted a record: `verify`, `decisions`, `show` and the
//! decision say who committed the records of whom, and the decision recomputes with it.

use serde_json::{Value, json};

use crate::blessed::project;
use crate::body::at;
use crate::gate::{self, own};
use crate::scene::{Scene, hermetic};

const DECIDE: [&str; 5] = [
    "decide",
    "retention",
    "--designation",
    "consensus",
    "--sign-off",
];

/// The body with this proof, and two sign-offs on its track: ann's position was committed by maya,
/// and the call is over.
fn closed(identity: &str) -> Scene {
    let mut scene = gate::founded(identity);
    let charter = scene.read("charter.toml");
    let charter = charter.replacen("sign-offs = 1", "sign-offs = 2", 1);
    scene.write("charter.toml", &charter);
    scene.commit("Two sign-offs", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md"];
    own(
        &scene,
        "ann",
        &[&draft[..], &["--track", "policy"]].concat(),
    );
    scene.now("2026-05-02T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    own(&scene, "maya", &open);
    scene.now("2026-05-03T09:00:00Z");
    for who in ["ben", "cid", "dee"] {
        own(&scene, who, &["position", "retention", "support"]);
    }
    // Maya types for ann, and the record is ann's.
    let ann = ["position", "retention", "accept", "--as", "ann"];
    match identity {
        "author" => own(&scene, "ann", &ann[..3]),
        _ => drop(scene.ok(&ann)),
    }
    scene.now("2026-05-12T10:00:00Z");
    scene
}

/// What the log and the page of the proposal say in JSON, which is the same.
#[track_caller]
fn told(scene: &Scene, more: &[&str]) -> Value {
    let (log, _) = scene.json(&[more, &["log"]].concat());
    let (show, _) = scene.json(&[more, &["show", "retention"]].concat());
    let (log, show) = (&log["decisions"][0], &show["decisions"][0]);
    let said = &log["committed-by-another"];
    assert_eq!(said, &show["committed-by-another"]);
    said.clone()
}

fn hand(of: &str, by: &str, records: u32, sign_offs: u32) -> Value {
    json!({ "of": of, "by": by, "records": records, "sign-offs": sign_offs })
}

#[test]
fn where_accounts_are_the_proof_it_is_said_whose_hand_committed() {
    let mut scene = closed("account");
    scene.tell("hands/where_accounts_are_the_proof_it_is_said_whose_hand_committed");
    // Maya's hand decides for idris, and idris's signs off for maya.
    let decided = scene.plenary(&[&DECIDE[..], &["--as", "idris"]].concat());
    assert_eq!(decided.status.code(), Some(0));
    scene.git(&["config", "user.email", "idris@example.org"]);
    scene.now("2026-05-12T11:00:00Z");
    scene.ok(&["sign-off", "retention", "--as", "maya"]);
    let record = scene.read(&at("calls/1/decision.toml"));
    let record: toml::Table = record.parse().expect("a record");
    let recorded = record["committed-by-another"].as_array().expect("a list");
    let [ann] = recorded.as_slice() else {
        panic!("{recorded:?}")
    };
    assert_eq!(
        (ann["of"].as_str(), ann["by"].as_str()),
        (Some("ann"), Some("maya"))
    );
    assert_eq!(ann["records"].as_integer(), Some(1));
    let all = json!([
        hand("ann", "maya", 1, 0),
        hand("idris", "maya", 0, 1),
        hand("maya", "idris", 0, 1)
    ]);
    assert_eq!(told(&scene, &[]), all);
    scene.ok(&["log"]);
    scene.ok(&["show", "retention"]);
    scene.ok(&["verify"]);
    let (report, exit) = scene.json(&["verify"]);
    let others = report["committed-by-another"].as_array().expect("a list");
    let paths: Vec<_> = others.iter().map(|one| one["path"].clone()).collect();
    let expected = [
        "positions/ann.toml",
        "calls/1/decision.toml",
        "calls/1/sign-offs/maya.toml",
    ];
    assert_eq!(
        (paths, exit),
        (
            expected
                .map(at)
                .to_vec()
                .into_iter()
                .map(Value::from)
                .collect(),
            Some(0)
        )
    );
    // A clone says the same, and its decision recomputes to the same bytes.
    scene.git(&["clone", "--quiet", ".", "clone"]);
    assert_eq!(told(&scene, &["-C", "clone"]), all);
    let (_, exit) = scene.json(&["-C", "clone", "verify"]);
    assert_eq!(exit, Some(0));
    // A part of the history cannot tell, and says that it cannot.
    let whole = format!("file://{}", scene.dir().display());
    scene.git(&["clone", "--quiet", "--depth", "1", &whole, "shallow"]);
    scene.ok(&["-C", "shallow", "log"]);
    let (log, _) = scene.json(&["-C", "shallow", "log"]);
    assert_eq!(log["decisions"][0]["committed-by-another"], Value::Null);
}

#[test]
fn a_decision_that_says_otherwise_than_the_history_does_not_recompute() {
    let scene = closed("account");
    scene.plenary(&[&DECIDE[..], &["--as", "idris"]].concat());
    let path = at("calls/1/decision.toml");
    let record = scene.read(&path);
    let (body, _) = record
        .split_once("[[committed-by-another]]")
        .expect("a table");
    let body = format!("{}\n", body.trim_end());
    scene.write(&path, &plenary::record::decision::sealed(body));
    let (report, exit) = scene.json(&["verify", "--worktree"]);
    assert_eq!(exit, Some(1), "{report}");
    assert!(report.to_string().contains("D407"), "{report}");
}

#[test]
fn where_the_history_is_the_proof_nothing_is_to_be_said() {
    let scene = closed("author");
    let decided = scene.plenary(&[&DECIDE[..], &["--as", "maya"]].concat());
    assert_eq!(decided.status.code(), Some(0));
    assert_eq!(told(&scene, &[]), json!([]));
}

#[test]
fn a_register_inside_another_project_says_nothing_of_hands() {
    let tiny = project("examples/tiny");
    let log = hermetic(env!("CARGO_BIN_EXE_plenary"), &tiny)
        .args(["log", "--worktree", "--format", "json"])
        .output()
        .expect("the program runs");
    let log: Value = serde_json::from_slice(&log.stdout).expect("JSON");
    let decisions = log["decisions"].as_array().expect("a list");
    assert!(!decisions.is_empty());
    assert!(
        decisions
            .iter()
            .all(|one| one["committed-by-another"].is_null())
    );
}
