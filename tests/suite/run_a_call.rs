//! Types every command of the chair's page, in the order of the page.

use std::path::Path;

use crate::body;
use crate::calls::{ADOPTS, with_tracks};
use crate::scene::Scene;

/// The commands of the page, each as a line.
fn commands() -> Vec<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/how-to/run-a-call.md");
    let text = std::fs::read_to_string(page).expect("the page");
    let blocks = text.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(|block| block.lines().filter(|line| !line.is_empty()));
    lines.map(str::to_owned).collect()
}

/// The words of a line, as a shell splits them: quotation marks keep words together.
fn words(line: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (n, part) in line.split('"').enumerate() {
        match n % 2 {
            0 => all.extend(part.split_whitespace().map(str::to_owned)),
            _ => all.push(part.to_owned()),
        }
    }
    all
}

/// Types the next commands of the page at a moment.
fn type_next(scene: &mut Scene, page: &mut Vec<String>, now: &str, many: usize) {
    scene.now(now);
    for line in page.drain(..many) {
        let words = words(&line);
        let (program, rest) = words.split_first().expect("a command");
        assert_eq!(program, "plenary", "{line}");
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        scene.ok(&rest);
    }
}

/// The body with its three tracks, and three proposals by ann on the track `group`.
fn three_proposals() -> Scene {
    let mut scene = body::founded();
    let rules = |rest: &str, name: &str| {
        let levels = ADOPTS.replace("NAME", name).replace("for >= 1", "for >= 3");
        format!(
            "electorate = [\"member\"]\nwindow = {{ min = \"7d\", max = \"30d\" }}\n{rest}{levels}"
        )
    };
    with_tracks(
        &scene,
        &[
            ("group", &rules("", "group")),
            ("council", &rules("after = \"group\"\n", "council")),
            ("jury", &rules("", "jury")),
        ],
    );
    scene.git(&["config", "plenary.participant", "maya"]);
    scene.write(".git/draft.md", "The first text.\n");
    for title in ["Retention", "Logs", "Privacy"] {
        let propose = ["propose", title, "--text", ".git/draft.md"];
        scene.ok(&[&propose[..], &["--track", "group", "--as", "ann"]].concat());
    }
    scene.now("2026-05-02T09:00:00Z");
    scene
}

#[test]
fn every_command_of_the_chairs_page_does_what_the_page_says() {
    let (mut scene, mut page) = (three_proposals(), commands());
    scene.tell("run_a_call/every_command_of_the_chairs_page_does_what_the_page_says");
    let next = type_next;
    next(&mut scene, &mut page, "2026-05-02T12:00:00Z", 2);
    next(&mut scene, &mut page, "2026-05-03T12:00:00Z", 3);
    scene.ok(&["status", "retention"]);
    next(&mut scene, &mut page, "2026-05-10T12:00:00Z", 1);
    next(&mut scene, &mut page, "2026-05-10T12:00:00Z", 1);
    let (tally, _) = {
        next(&mut scene, &mut page, "2026-05-20T14:00:00Z", 2);
        scene.json(&["tally", "retention"])
    };
    assert_eq!(tally["positions"]["disagree"], 1);
    next(&mut scene, &mut page, "2026-05-20T15:00:00Z", 1);
    next(&mut scene, &mut page, "2026-05-21T09:00:00Z", 2);
    for who in ["ann", "ben", "cid"] {
        scene.ok(&["position", "retention", "support", "--as", who]);
    }
    scene.now("2026-06-06T09:00:00Z");
    let carried = ["--designation", "carried", "--sign-off"];
    scene.ok(&[&["decide", "retention"], &carried[..]].concat());
    next(&mut scene, &mut page, "2026-06-06T10:00:00Z", 1);
    let lost = ["--designation", "lost", "--sign-off"];
    scene.ok(&[&["decide", "logs"], &lost[..]].concat());
    next(&mut scene, &mut page, "2026-06-06T11:00:00Z", 1);
    assert_eq!(page, Vec::<String>::new());
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
}
