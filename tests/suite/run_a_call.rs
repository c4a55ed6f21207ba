//! Types every command of the chair's page, in the order of the page.

use crate::body;
use crate::calls::{ADOPTS, with_tracks};
use crate::how_to;
use crate::scene::Scene;

const PAGE: &str = "docs/how-to/run-a-call.md";

/// The commands of the page that were not typed yet, and what those before them printed.
struct Typing {
    left: Vec<Vec<String>>,
    printed: Vec<String>,
}

impl Typing {
    /// Types the next commands of the page at a moment.
    fn next(&mut self, scene: &mut Scene, now: &str, many: usize) {
        scene.now(now);
        for words in self.left.drain(..many) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            self.printed.push(scene.ok(&words));
        }
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
    let mut scene = three_proposals();
    let mut page = Typing {
        left: how_to::commands(&how_to::read(PAGE)),
        printed: Vec::new(),
    };
    scene.tell("run_a_call/every_command_of_the_chairs_page_does_what_the_page_says");
    page.next(&mut scene, "2026-05-02T12:00:00Z", 2);
    page.next(&mut scene, "2026-05-03T12:00:00Z", 3);
    scene.ok(&["status", "retention"]);
    page.next(&mut scene, "2026-05-10T12:00:00Z", 1);
    page.next(&mut scene, "2026-05-10T12:00:00Z", 1);
    let (tally, _) = {
        page.next(&mut scene, "2026-05-20T14:00:00Z", 2);
        scene.json(&["tally", "retention"])
    };
    assert_eq!(tally["positions"]["disagree"], 1);
    page.next(&mut scene, "2026-05-20T15:00:00Z", 1);
    page.next(&mut scene, "2026-05-21T09:00:00Z", 2);
    for who in ["ann", "ben", "cid"] {
        scene.ok(&["position", "retention", "support", "--as", who]);
    }
    scene.now("2026-06-06T09:00:00Z");
    let carried = ["--designation", "carried", "--sign-off"];
    scene.ok(&[&["decide", "retention"], &carried[..]].concat());
    page.next(&mut scene, "2026-06-06T10:00:00Z", 1);
    let lost = ["--designation", "lost", "--sign-off"];
    scene.ok(&[&["decide", "logs"], &lost[..]].concat());
    page.next(&mut scene, "2026-06-06T11:00:00Z", 1);
    assert!(page.left.is_empty());
    how_to::shows(PAGE, &page.printed);
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
}
