//! Types what documents tell people to type, from top to bottom.

use crate::body::{called, give, proposed, said};
use crate::how_to;
use crate::scene::Scene;

/// Types all commands of a document; gives what each printed.
fn typed(scene: &Scene, document: &str) -> Vec<String> {
    let commands = how_to::commands(&how_to::read(document));
    assert!(commands.len() > 5, "{document} has commands");
    let run = |command: &Vec<String>| {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        scene.ok(&words)
    };
    let printed: Vec<String> = commands.iter().map(run).collect();
    how_to::shows(document, &printed);
    printed
}

#[test]
fn the_page_on_meetings() {
    let mut scene = proposed("hall");
    scene.tell("typed/the_page_on_meetings");
    scene.write("minutes.md", "# Minutes\n");
    scene.now("2026-05-02T09:00:00Z");
    let printed = typed(&scene, "docs/how-to/meetings.md");
    let shown = printed.last().expect("output");
    said(
        shown,
        &["2026-05-02", "retention", "meetings/2026-05-14.md"],
    );
}

#[test]
fn the_page_on_legitimacy() {
    let scene = called("policy");
    scene.tell("typed/the_page_on_legitimacy");
    let charter = scene.read("charter.toml");
    let asks = "register = \"test-body\"\ninterests = \"12 months\"\n";
    scene.write(
        "charter.toml",
        &charter.replace("register = \"test-body\"\n", asks),
    );
    scene.commit("Ask for statements", "2026-05-02T10:00:00Z");
    give(
        &scene,
        &[
            ("ann", "support"),
            ("ben", "support"),
            ("cid", "disagree"),
            ("maya", "support"),
        ],
    );
    scene.ok(&[
        "position",
        "retention",
        "support",
        "--as",
        "ben",
        "--interest",
        "Shares.",
    ]);
    let printed = typed(&scene, "docs/explanation/legitimacy.md");
    assert!(printed.iter().any(|printed| printed.contains("S133")));
}
