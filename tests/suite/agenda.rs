//! The agenda of a meeting.

use crate::body::{self, said};
use crate::room::room;

const AGENDA: &str = r#"# Agenda of 2026-05-20, Test body

Times as of Wed 13 May 2026 10:00 UTC.

## Statements of interest to bring up to date

- ann: missing

## Last meeting, 2026-05-06

- **Minutes:** meetings/2026-05-06.md

Open action items:

- ben: Ask the archive (of 2026-05-06, by Tue 12 May 2026 00:00 UTC · 1 d 10 h ago, OVERDUE)

## Calls that close before the meeting ends (1)

### retention · Retention

- **Text:** call 1, r1, 12 days in this stage
- **Closes:** Wed 20 May 2026 09:00 UTC · in 6 d 23 h

Objections without a disposition:

- cid.cost (about cost): It costs. — answered, no reply since; turn of cid may reply, or maya or idris disposes

## Over, and waiting for a decision (1)

### backups · Backups

- **Text:** call 1, r1, 1 day in this stage
- **Closed:** Tue 12 May 2026 09:00 UTC · 1 d 1 h ago
- **Next:** decide. Turn of maya or idris: plenary decide backups --designation consensus --sign-off

## In discussion (1)

### deletion · Deletion

- **Text:** r1, 12 days in this stage

## Due until 2026-05-20

- deletion: first text (turn of ben or ann), OVERDUE, Sun 10 May 2026 00:00 UTC · 3 d 10 h ago

## Appeals

- **Appeal of:** cid
- **Against:** archive, call 1
- **Problem:** Nobody answered me.
- **Heard by:** idris

Now is 2026-05-13T10:00:00Z, by PLENARY\_NOW
"#;

#[test]
fn an_agenda_is_markdown_and_says_what_the_meeting_has_before_it() {
    let scene = room();
    let agenda = ["agenda", "--date", "2026-05-20"];
    assert_eq!(scene.ok(&agenda), AGENDA);
    let markdown = [&agenda[..], &["--format", "markdown"]].concat();
    assert_eq!(scene.ok(&markdown), AGENDA);
    let table = scene.ok(&[&agenda[..], &["--format", "table"]].concat());
    said(&table, &["Agenda of 2026-05-20, Test body\nTimes as of"]);
    let lines = scene.ok(&[&agenda[..], &["--format", "lines"]].concat());
    said(
        &lines,
        &["cid.cost", "Nobody answered me.", "Ask the archive"],
    );
    // A spreadsheet holds what has a label; lists are for readers.
    let csv = scene.ok(&[&agenda[..], &["--format", "csv"]].concat());
    said(&csv, &["\"Problem\",\"Nobody answered me.\""]);
}

#[test]
fn a_call_that_closes_later_stays_open() {
    let scene = room();
    let agenda = scene.ok(&["agenda", "--date", "2026-05-19"]);
    said(&agenda, &["## Calls that stay open (1)\n\n### retention"]);
    assert!(!agenda.contains("Calls that close"), "{agenda}");
    let early = scene.ok(&["agenda", "--date", "2026-05-06"]);
    assert!(!early.contains("Last meeting"), "{early}");
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
    for day in ["2026-02-30", "tomorrow", "2026-05-20T10:00Z"] {
        said(
            &scene.refused(2, &["agenda", "--date", day]),
            &["write the day as 2026-05-21"],
        );
    }
    said(
        &scene.ok(&["agenda", "--date", "2026-05-20"]),
        &["Nothing is on the agenda."],
    );
}
