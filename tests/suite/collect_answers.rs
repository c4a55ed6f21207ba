//! Types every command of the page on collecting answers, in the order of the page.

use crate::body::{at, tallied};
use crate::how_to;
use crate::intake::refs::{addressed, request};

const PAGE: &str = "docs/how-to/collect-answers.md";

const MAIL: &str = "From cid@example.org Sun May  3 08:00:00 2026\nFrom: cid@example.org\n\
    Date: Sun, 3 May 2026 08:00:00 +0000\nMessage-ID: <1@example.org>\n\nPosition: accept\n";

#[test]
fn the_page_is_typed_from_its_first_command_to_its_last() {
    let commands = how_to::commands(&how_to::read(PAGE));
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
    let mut printed = Vec::new();
    for words in &commands {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        printed.push(scene.ok(&words));
    }
    how_to::shows(PAGE, &printed);
    assert_eq!(commands.len(), 12);
    assert_eq!(tallied(&scene, "/counted"), 2);
}
