//! Types every command of the page on collecting answers, in the order of the page.

use std::path::Path;

use crate::body::{at, tallied};
use crate::intake::refs::{addressed, request};

const MAIL: &str = "From cid@example.org Sun May  3 08:00:00 2026\nFrom: cid@example.org\n\
    Date: Sun, 3 May 2026 08:00:00 +0000\nMessage-ID: <1@example.org>\n\nPosition: accept\n";

#[test]
fn the_page_is_typed_from_its_first_command_to_its_last() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/how-to/collect-answers.md");
    let text = std::fs::read_to_string(page).expect("the page");
    let blocks = text.split("```").skip(1).step_by(2);
    let lines: Vec<&str> = blocks
        .flat_map(str::lines)
        .filter(|line| !line.is_empty())
        .collect();
    let scene = addressed();
    scene.tell("collect_answers/the_page_is_typed_from_its_first_command_to_its_last");
    scene.git(&[
        "config",
        "remote.origin.url",
        "https://github.com/acme/register",
    ]);
    let answer = "position = \"support\"\non = \"r1\"\n";
    request(&scene, 7, "ben", &[(&at("positions/ben.toml"), answer)]);
    scene.write("answers.mbox", MAIL);
    for line in &lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words[0], "plenary", "{line}");
        scene.ok(&words[1..]);
    }
    assert_eq!(lines.len(), 8);
    assert_eq!(tallied(&scene, "/counted"), 2);
}
