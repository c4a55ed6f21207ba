//! Tables of positions brought in and out: what real spreadsheets hold, and what hostile ones do.

mod mail;
pub(crate) mod refs;
mod rows;
mod trip;

use std::path::Path;

use serde_json::Value;

use crate::scene::Scene;

/// Puts a table where the register does not see it, and gives its name for the command.
fn put(scene: &Scene, name: &str, bytes: &[u8]) -> String {
    let path = format!(".git/{name}");
    std::fs::write(scene.path(&path), bytes).expect("a table");
    path
}

/// A table of the tests' own data.
fn data(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/intake");
    std::fs::read(folder.join(name)).expect("a table")
}

/// Brings a table in by the secretary, as JSON.
pub(crate) fn bring(scene: &Scene, table: &[u8], more: &[&str]) -> (Value, Option<i32>) {
    let file = put(scene, "table.csv", table);
    let command = [
        "intake",
        "csv",
        &file,
        "--proposal",
        "retention",
        "--as",
        "sec",
    ];
    scene.json(&[&command[..], more].concat())
}

/// The verdict on every row: `row participant verdict`.
pub(crate) fn verdicts(report: &Value) -> Vec<String> {
    let rows = report["rows"].as_array().expect("rows");
    rows.iter()
        .map(|row| {
            let who = row["participant"].as_str().unwrap_or("?");
            let verdict = row["verdict"].as_str().expect("a verdict");
            format!("{} {who} {verdict}", row["row"])
        })
        .collect()
}

/// Why a row is as it is, and what to do.
fn because(report: &Value, row: u64) -> String {
    let rows = report["rows"].as_array().expect("rows");
    let found = rows
        .iter()
        .find(|found| found["row"] == row)
        .expect("a row");
    let said = |key: &str| found[key].as_str().expect("a text").to_owned();
    format!("{} | {}", said("because"), said("hint"))
}

/// How many commits there are.
fn commits(scene: &Scene) -> String {
    scene.git(&["rev-list", "--count", "HEAD"])
}
