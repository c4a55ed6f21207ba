//! Tests the import and export of positions: what real spreadsheets contain, and what hostile ones do.

mod mail;
mod people;
pub(crate) mod refs;
mod rows;
mod tables;
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
    let (report, exit) = scene.json(&[&command[..], more].concat());
    scene.show(&rows(&report));
    (report, exit)
}

/// Every row with its verdict, why, and what to do; and what is noted of the whole.
fn rows(report: &Value) -> String {
    let rows = report["rows"].as_array().expect("rows");
    let told = rows.iter().map(|row| {
        let text = |key: &str| row[key].as_str().unwrap_or("?");
        format!(
            "row {}, {}: {}\n  {}\n  hint: {}\n",
            row["row"],
            text("participant"),
            text("verdict"),
            text("because"),
            text("hint")
        )
    });
    let notes = report["notes"].as_array().into_iter().flatten();
    let notes = notes.filter_map(Value::as_str);
    let notes = notes.map(|note| format!("note: {note}\n"));
    told.chain(notes).collect()
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

/// How many commits there are.
fn commits(scene: &Scene) -> String {
    scene.git(&["rev-list", "--count", "HEAD"])
}
