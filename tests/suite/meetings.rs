//! Tests meetings: attendance, minutes, action items, and the decisions that they led to.

use serde_json::json;

use crate::body::{called, founded, give, proposed, said};
use crate::scene::Scene;

const DAY: &str = "2026-05-14";

/// A meeting with five people, two action items and a link to its minutes.
fn met(scene: &Scene) -> String {
    scene.ok(&[
        "meeting",
        "add",
        DAY,
        "--present",
        "ann,be,dora",
        "--present",
        "cid",
        "--apologies",
        "eve",
        "--minutes",
        "https://lists.example.org/minutes/14",
        "--action",
        "ann: Ask the auditors, by letter, by 2026-05-21T00:00Z",
        "--action",
        "cid: Count the disks",
        "--as",
        "sec",
    ])
}

#[test]
fn a_meeting_is_recorded_with_names_typed_short_and_former_ones() {
    let scene = founded();
    scene.tell("meetings/a_meeting_is_recorded_with_names_typed_short_and_former_ones");
    met(&scene);
    assert_eq!(
        scene.read("meetings/2026-05-14.toml"),
        "present = [\"ann\", \"ben\", \"dee\", \"cid\"]\napologies = [\"eve\"]\n\
         minutes = \"https://lists.example.org/minutes/14\"\n\n\
         [[action]]\naction = \"Ask the auditors, by letter\"\nowner = \"ann\"\ndue = 2026-05-21T00:00:00Z\n\n\
         [[action]]\naction = \"Count the disks\"\nowner = \"cid\"\n"
    );
    let (check, code) = scene.json(&["check"]);
    assert_eq!((code, &check["errors"]), (Some(0), &json!(0)), "{check}");
}

#[test]
fn all_names_that_are_not_there_are_refused_at_once() {
    let scene = founded();
    scene.tell("meetings/all_names_that_are_not_there_are_refused_at_once");
    scene.refused(
        2,
        &[
            "meeting",
            "add",
            DAY,
            "--present",
            "anne,zoe,ben",
            "--proposal",
            "nothing",
            "--action",
            "yan: rest",
            "--as",
            "maya",
        ],
    );
    assert!(!scene.path("meetings").exists());
    scene.refused(2, &["meeting", "add", "14 May", "--as", "maya"]);
    let due = ["--action", "ann: rest, by 21 May"];
    scene.refused(
        2,
        &[&["meeting", "add", DAY, "--as", "maya"][..], &due].concat(),
    );
    let both = ["--present", "ann", "--apologies", "ann"];
    scene.refused(
        2,
        &[&["meeting", "add", DAY, "--as", "maya"][..], &both].concat(),
    );
}

#[test]
fn chairs_and_secretaries_keep_meetings_and_no_date_twice() {
    let scene = founded();
    scene.tell("meetings/chairs_and_secretaries_keep_meetings_and_no_date_twice");
    scene.refused(
        1,
        &["meeting", "add", DAY, "--present", "ann", "--as", "ann"],
    );
    met(&scene);
    scene.refused(1, &["meeting", "add", DAY, "--as", "maya"]);
    scene.refused(2, &["meeting", "set", DAY, "--as", "maya"]);
    scene.refused(
        2,
        &[
            "meeting",
            "set",
            "2026-06",
            "--present",
            "ann",
            "--as",
            "maya",
        ],
    );
}

#[test]
fn a_change_keeps_the_layout_and_minutes_become_a_file() {
    let scene = proposed("policy");
    scene.tell("meetings/a_change_keeps_the_layout_and_minutes_become_a_file");
    let layout = "# in the hall\npresent = [\"ann\"]  # so far\n\n[[action]] # first\naction = \"a\"\nowner = \"ann\"\n";
    scene.write("meetings/2026-05-14.toml", layout);
    scene.commit("By hand", "2026-05-01T10:00:00Z");
    scene.write(".git/minutes.md", "# Minutes\n\nAll agreed.\n");
    scene.ok(&[
        "meeting",
        "set",
        "2026-05",
        "--present",
        "ann,ben",
        "--proposal",
        "ret",
        "--minutes",
        ".git/minutes.md",
        "--action",
        "ben: b",
        "--as",
        "maya",
    ]);
    assert_eq!(
        scene.read("meetings/2026-05-14.toml"),
        "# in the hall\npresent = [\"ann\", \"ben\"]  # so far\nproposals = [\"retention\"]\n\n\
         [[action]] # first\naction = \"a\"\nowner = \"ann\"\n\n[[action]]\naction = \"b\"\nowner = \"ben\"\n"
    );
    assert_eq!(
        scene.read("meetings/2026-05-14.md"),
        "# Minutes\n\nAll agreed.\n"
    );
    let (shown, _) = scene.json(&["show", "retention"]);
    assert_eq!(
        shown["meetings"],
        json!([{ "date": DAY, "calls": [], "present": 2, "minutes": ["meetings/2026-05-14.md"] }])
    );
    scene.ok(&["show", "retention"]);
    std::fs::write(scene.path(".git/bad.md"), b"\xff\xfe").expect("a file");
    scene.refused(
        2,
        &[
            "meeting",
            "set",
            DAY,
            "--minutes",
            ".git/bad.md",
            "--as",
            "maya",
        ],
    );
}

#[test]
fn a_meeting_about_a_proposal_that_is_not_there_is_a_fault() {
    let scene = proposed("policy");
    scene.write(
        "meetings/2026-05-14.toml",
        "present = []\nproposals = [\"retention\", \"retentoin\"]\n",
    );
    let (check, code) = scene.json(&["check", "--worktree"]);
    assert_eq!(code, Some(1));
    let finding = &check["findings"][0];
    assert_eq!(
        check["findings"].as_array().map(Vec::len),
        Some(1),
        "{check}"
    );
    assert_eq!(finding["code"], "S120");
    let message = finding["message"].as_str().expect("a sentence");
    assert!(message.contains("\"retentoin\""), "{message}");
    assert_eq!(finding["hint"], "did you mean \"retention\"?");
}

#[test]
fn an_action_item_is_done_by_its_owner_by_number_or_by_words() {
    let mut scene = founded();
    scene.tell("meetings/an_action_item_is_done_by_its_owner_by_number_or_by_words");
    met(&scene);
    scene.refused(1, &["meeting", "done", DAY, "1", "--as", "ben"]);
    scene.refused(2, &["meeting", "done", DAY, "the", "--as", "maya"]);
    scene.refused(2, &["meeting", "done", DAY, "3", "--as", "maya"]);
    scene.now("2026-05-20T10:00:00Z");
    scene.ok(&["meeting", "done", DAY, "AUDITORS", "--as", "ann"]);
    assert!(
        scene
            .read("meetings/2026-05-14.toml")
            .contains("due = 2026-05-21T00:00:00Z\ndone = 2026-05-20T10:00:00Z\n")
    );
    scene.ok(&["meeting", "done", DAY, "1", "--as", "sec"]);
}

#[test]
fn a_meeting_is_shown_by_group_with_what_is_overdue_first() {
    let mut scene = founded();
    scene.tell("meetings/a_meeting_is_shown_by_group_with_what_is_overdue_first");
    met(&scene);
    scene.ok(&[
        "meeting",
        "set",
        DAY,
        "--action",
        "eve: Sweep",
        "--as",
        "sec",
    ]);
    scene.ok(&["meeting", "done", DAY, "2", "--as", "cid"]);
    scene.now("2026-05-22T00:00:00Z");
    let (shown, _) = scene.json(&["meeting", "show", DAY]);
    let items = shown["actions"].as_array().expect("items");
    let told: Vec<_> = items.iter().map(|i| (&i["n"], &i["overdue"])).collect();
    assert_eq!(
        told,
        [
            (&json!(1), &json!(true)),
            (&json!(3), &json!(false)),
            (&json!(2), &json!(false))
        ]
    );
    assert_eq!(shown["groups"][1]["present"], json!(["dee", "cid"]));
    assert_eq!(shown["groups"][1]["participants"], 4);
    scene.ok(&["meeting", "show", DAY]);
    let (list, _) = scene.json(&["meeting", "list"]);
    let line = &list["meetings"][0];
    assert_eq!((&line["open"], &line["overdue"]), (&json!(2), &json!(1)));
    scene.ok(&["meeting", "list"]);
}

#[test]
fn a_call_whose_rules_count_those_present_names_a_meeting() {
    let mut scene = proposed("hall");
    scene.tell("meetings/a_call_whose_rules_count_those_present_names_a_meeting");
    let open = [
        "call",
        "open",
        "retention",
        "--closes",
        "2026-05-16T09:00Z",
        "--as",
        "maya",
    ];
    scene.refused(1, &open);
    let at = |date| [&open[..], &["--meeting", date]].concat();
    scene.refused(1, &at(DAY));
    // Announced before it takes place: who is there is written down afterwards.
    scene.ok(&["meeting", "add", DAY, "--as", "sec"]);
    scene.ok(&at(DAY));
    give(&scene, &[("ann", "support"), ("ben", "support")]);
    scene.now("2026-05-17T00:00:00Z");
    let (status, _) = scene.json(&["status", "retention"]);
    let next = &status["next"][0];
    assert_eq!(next["kind"], "attendance", "{next}");
    scene.ok(&["status", "retention"]);
    let decide = [
        "decide",
        "retention",
        "--designation",
        "carried",
        "--sign-off",
        "--as",
        "maya",
        "--reason",
        "As counted.",
    ];
    scene.refused(1, &decide);
    scene.ok(&[
        "meeting",
        "set",
        DAY,
        "--present",
        "ann,ben,cid",
        "--as",
        "sec",
    ]);
    scene.write(".git/minutes.md", "All agreed.\n");
    scene.ok(&[
        "meeting",
        "set",
        DAY,
        "--minutes",
        ".git/minutes.md",
        "--as",
        "sec",
    ]);
    scene.ok(&decide);
    let calls = "proposals/retention/calls/1";
    said(
        &scene.read(&format!("{calls}/inputs.sha256")),
        &["  meetings/2026-05-14.toml\n"],
    );
    said(
        &scene.read(&format!("{calls}/decision.toml")),
        &["meeting = \"2026-05-14\"\npresent = [\"ann\", \"ben\", \"cid\"]\n"],
    );
    // What is done afterwards leaves the decision as it was.
    scene.refused(
        1,
        &["meeting", "set", DAY, "--present", "ann", "--as", "sec"],
    );
    scene.ok(&[
        "meeting",
        "set",
        DAY,
        "--action",
        "ann: publish",
        "--as",
        "sec",
    ]);
    scene.ok(&["verify"]);
    let (shown, _) = scene.json(&["meeting", "show", DAY]);
    let call = json!({ "proposal": "retention", "call": 1, "state": "decided: adopted" });
    assert_eq!(shown["calls"], json!([call]));
    let (shown, _) = scene.json(&["show", "retention"]);
    assert_eq!(shown["meetings"][0]["calls"], json!([1]));
}

#[test]
fn a_call_on_other_tracks_needs_no_meeting() {
    let scene = called("policy");
    scene.tell("meetings/a_call_on_other_tracks_needs_no_meeting");
    let (shown, _) = scene.json(&["show", "retention"]);
    assert_eq!(shown["meetings"], json!([]));
    let page = scene.ok(&["show", "retention"]);
    assert!(!page.contains("Meetings ("), "{page}");
    scene.ok(&["meeting", "list"]);
}

/// A call on the track `hall`, at whose meeting these were present, and over.
fn hall(present: &str, positions: &[(&str, &str)]) -> Scene {
    let mut scene = proposed("hall");
    scene.ok(&["meeting", "add", DAY, "--as", "sec"]);
    let open = ["call", "open", "retention", "--closes", "2026-05-16T09:00Z"];
    scene.ok(&[&open[..], &["--meeting", DAY, "--as", "maya"]].concat());
    for (who, text) in positions {
        scene.write(
            &format!("proposals/retention/positions/{who}.toml"),
            &format!("position = {text}\n"),
        );
    }
    scene.commit("Positions", "2026-05-15T09:00:00Z");
    scene.now("2026-05-17T00:00:00Z");
    scene.ok(&["meeting", "set", DAY, "--present", present, "--as", "sec"]);
    scene
}

/// The first comparison of the first level: count, base and whether it is met.
fn first(scene: &Scene) -> (serde_json::Value, serde_json::Value, serde_json::Value) {
    let (tally, _) = scene.json(&["tally", "retention"]);
    let first = &tally["levels"][0]["comparisons"][0];
    (
        first["count"].clone(),
        first["base"].clone(),
        first["met"].clone(),
    )
}

#[test]
fn votes_and_presence_are_taken_over_the_same_people() {
    let three = [
        ("ann", "\"support\""),
        ("ben", "\"support\""),
        ("cid", "\"support\""),
    ];
    let scene = hall("dee,ann", &three);
    // Of the two who were there one is for it; the other two voted and were not there.
    assert_eq!(first(&scene), (json!(1), json!(2), json!(false)));
    let scene = hall("ann,ben", &three);
    assert_eq!(first(&scene), (json!(2), json!(2), json!(true)));
}

#[test]
fn a_seat_is_present_in_the_person_whose_answer_counts() {
    // The alternate sits there and answers; then the holder answers from afar.
    let scene = hall("alt,ann", &[("alt", "\"support\"")]);
    assert_eq!(first(&scene), (json!(1), json!(2), json!(false)));
    let scene = hall("alt,ann", &[("eve", "\"support\"")]);
    assert_eq!(first(&scene), (json!(0), json!(1), json!(false)));
    let scene = hall("eve,ann", &[("alt", "\"support\"")]);
    assert_eq!(first(&scene), (json!(0), json!(1), json!(false)));
    // Nobody answers: either of them would have been there.
    let scene = hall("alt,ann", &[]);
    assert_eq!(first(&scene), (json!(0), json!(2), json!(false)));
}
