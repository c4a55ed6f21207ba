//! Tests the agenda of a meeting.

use crate::body;
use crate::room::room;

#[test]
fn an_agenda_is_markdown_and_says_what_the_meeting_has_before_it() {
    let scene = room();
    scene.tell("agenda/an_agenda_is_markdown_and_says_what_the_meeting_has_before_it");
    let agenda = ["agenda", "--date", "2026-05-20"];
    let page = scene.ok(&agenda);
    let markdown = [&agenda[..], &["--format", "markdown"]].concat();
    assert_eq!(scene.ok(&markdown), page);
    scene.ok(&[&agenda[..], &["--format", "table"]].concat());
    scene.ok(&[&agenda[..], &["--format", "lines"]].concat());
    // A spreadsheet has what has a label; lists are for readers.
    scene.ok(&[&agenda[..], &["--format", "csv"]].concat());
}

#[test]
fn a_call_that_closes_later_stays_open() {
    let scene = room();
    scene.tell("agenda/a_call_that_closes_later_stays_open");
    scene.ok(&["agenda", "--date", "2026-05-19"]);
    scene.ok(&["agenda", "--date", "2026-05-06"]);
}

#[test]
fn programs_get_the_agenda_in_fields() {
    let (agenda, exit) = room().json(&["agenda", "--date", "2026-05-20"]);
    assert_eq!(exit, Some(0));
    assert_eq!(agenda["statements"][0]["participant"], "ann");
    assert_eq!(agenda["last-meeting"]["actions"][0]["overdue"], true);
    assert_eq!(agenda["proposals"][1]["objections"][0]["id"], "cid.cost");
    assert_eq!(agenda["due"][0]["kind"], "milestone");
    assert_eq!(
        agenda["appeals"][0]["heard-by"],
        serde_json::json!(["idris"])
    );
}

#[test]
fn a_day_that_is_none_is_refused() {
    let scene = body::founded();
    scene.tell("agenda/a_day_that_is_none_is_refused");
    for day in ["2026-02-30", "tomorrow", "2026-05-20T10:00Z"] {
        scene.refused(2, &["agenda", "--date", day]);
    }
    scene.ok(&["agenda", "--date", "2026-05-20"]);
}
