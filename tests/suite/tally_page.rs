//! Tests the page on the tally: its list of reasons and its keys are the program's.

use std::collections::BTreeSet;
use std::path::Path;

use plenary::tally::reason::NotCountedReason;
use serde_json::Value;

use crate::body::{self, give};
use crate::scene::{Scene, hermetic};

const PAGE: &str = include_str!("../../docs/reference/tally.md");

/// The words between backquotes in the first cells of the table with this heading.
fn first_cells(heading: &str) -> Vec<String> {
    let (_, table) = PAGE.split_once(heading).expect("a table");
    let rows = table.lines().skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.flat_map(|row| {
        let cell = row
            .trim_start_matches('|')
            .split('|')
            .next()
            .unwrap_or_default();
        let words: Vec<String> = cell
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect();
        words
    })
    .collect()
}

#[test]
fn the_reasons_stand_in_the_order_in_which_they_are_looked_at() {
    let words: Vec<&str> = NotCountedReason::WORDS
        .iter()
        .map(|(word, _)| *word)
        .collect();
    assert_eq!(first_cells("| reason |"), words);
    assert!(
        NotCountedReason::WORDS.is_sorted_by_key(|(_, reason)| *reason),
        "the first reason that applies is the least"
    );
}

/// Keys whose own keys come from the charter.
const NAMED: [&str; 3] = ["positions", "classes", "dispositions"];

/// The keys of a value as the page writes them.
fn keys(value: &Value, at: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            let is_named = NAMED.iter().any(|named| at.ends_with(named));
            for (key, inner) in object {
                let key = if is_named { "*" } else { key };
                let path = match at {
                    "" => key.to_owned(),
                    at => format!("{at}.{key}"),
                };
                into.insert(path.clone());
                keys(inner, &path, into);
            }
        }
        Value::Array(items) => {
            // A comparison has the same keys everywhere.
            let within = match at.ends_with("comparisons") {
                true => "comparisons[]".to_owned(),
                false => format!("{at}[]"),
            };
            for item in items {
                keys(item, &within, into);
            }
        }
        _ => {}
    }
}

fn of_example(example: &str, proposal: &str, into: &mut BTreeSet<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(example);
    let output = hermetic(env!("CARGO_BIN_EXE_plenary"), &folder)
        .args(["tally", proposal, "--format", "json"])
        .output()
        .expect("the program can be run");
    keys(
        &serde_json::from_slice(&output.stdout).expect("JSON"),
        "",
        into,
    );
}

/// Organisations, one of them split; a declared interest; a file that is not counted; a group that spoke
/// without an answer; a rule with a bracket that is taken in each group, and with an empty base in one of them.
fn of_families(into: &mut BTreeSet<String>) {
    let scene = asking_every_group();
    give(
        &scene,
        &[("ann", "support"), ("ben", "disagree"), ("cid", "support")],
    );
    let interest = ["position", "retention", "support", "--interest", "Shares."];
    scene.ok(&[&interest[..], &["--as", "dee"]].concat());
    let comment = ["comment", "retention", "--about", "§1", "--as", "eve"];
    scene.ok(&[&comment[..], &["--problem", "A typo."]].concat());
    let objection = ["object", "retention", "--about", "§2", "--as", "cid"];
    scene.ok(&[
        &objection[..],
        &["--problem", "Too long.", "--resolve", "A year."],
    ]
    .concat());
    keys(&scene.json(&["tally", "retention"]).0, "", into);
}

/// A track that counts nobody, with answers; and an observer who says everything that one can say.
fn of_a_forum(into: &mut BTreeSet<String>) {
    let scene = body::called("forum");
    give(
        &scene,
        &[("ann", "support"), ("cid", "disagree"), ("obs", "support")],
    );
    let said = [
        "retention",
        "--about",
        "§2",
        "--problem",
        "Too long.",
        "--as",
        "obs",
    ];
    scene.ok(&[&["comment"][..], &said].concat());
    scene.ok(&[&["object"][..], &said, &["--resolve", "A year."]].concat());
    keys(&scene.json(&["tally", "retention"]).0, "", into);
}

/// A track that limits how many positions of one organisation count, with one that gave more.
fn of_a_limit(into: &mut BTreeSet<String>) {
    let mut scene = body::proposed("policy");
    let charter = scene.read("charter.toml");
    let limit =
        "[track.policy]\nat-most = { positions = 1, per = \"affiliation\", each-side = true }\n";
    scene.write(
        "charter.toml",
        &charter.replacen("[track.policy]\n", limit, 1),
    );
    scene.commit("Limit organisations", "2026-05-01T10:00:00Z");
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    give(&scene, &[("ann", "support"), ("ben", "support")]);
    keys(&scene.json(&["tally", "retention"]).0, "", into);
}

/// A call on the track of organisations, whose level asks every group twice.
fn asking_every_group() -> Scene {
    let mut scene = body::proposed("families");
    let charter = scene.read("charter.toml");
    let rule = "for >= 2/3 of cast and open-objections == 0";
    let (before, after) = charter.split_once("[track.families]").expect("a track");
    let with =
        "for >= 2/3 of cast in each group and (for > 1/2 of cast and cast > 0) in each group";
    scene.write(
        "charter.toml",
        &format!("{before}[track.families]{}", after.replacen(rule, with, 1)),
    );
    scene.commit("Ask every group", "2026-05-01T10:00:00Z");
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.write(&body::at("positions/obs.toml"), "position = \"support\"\n");
    scene.commit("Answer", "2026-05-02T10:00:00Z");
    scene.now("2026-05-03T09:00:00Z");
    scene
}

#[test]
fn the_page_has_every_key_that_a_tally_prints_and_no_other() {
    let mut printed = BTreeSet::new();
    of_example("gnso-retention", "rec-2", &mut printed);
    of_example("ietf-rough", "cookie", &mut printed);
    of_example("iso-29500", "dis-29500-2007", &mut printed);
    of_families(&mut printed);
    of_a_forum(&mut printed);
    of_a_limit(&mut printed);
    // The rules of this track are over a dimension of the charter's own.
    keys(
        &crate::dimensions::called().json(&["tally", "retention"]).0,
        "",
        &mut printed,
    );
    let mut excluding = crate::exclusions::called("exclusions = true");
    excluding.now("2026-05-03T09:00:00Z");
    let exclude = ["call", "exclude", "retention", "dee", "--reason"];
    excluding.ok(&[&exclude[..], &["Sells the software.", "--as", "maya"]].concat());
    keys(&excluding.json(&["tally", "retention"]).0, "", &mut printed);
    let written: BTreeSet<String> = first_cells("| key | what |").into_iter().collect();
    let missing: Vec<&String> = printed.difference(&written).collect();
    assert!(missing.is_empty(), "not on the page: {missing:#?}");
    let unknown: Vec<&String> = written.difference(&printed).collect();
    assert!(unknown.is_empty(), "not in any tally: {unknown:#?}");
}
