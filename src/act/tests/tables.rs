//! Tables that are brought in, as a whole: who may, when, and what is told of them.

use super::intake::{ANN, bring, brought, brought_by, comes_to, map, mapped, verdicts};
use super::{CLOSES, LATER, OPEN, body, called, decided, refused, says, tells};
use crate::act::intake::{ImportTable, table};
use crate::act::refusal::Kind::{Rules, Usage};
use crate::procedure::intake::RowOutcome::{Accepted, Duplicate, NeedsAPerson, Refused, SetAside};
use crate::register::sample::{id, who};
use crate::value::id::RevisionName;

#[test]
fn several_rows_of_one_participant_agree_or_wait() {
    let rows = |rows: &str| {
        brought(
            &called(),
            &bring(&called(), &format!("participant,position\n{rows}")),
        )
    };
    assert_eq!(
        verdicts(&rows("ann,accept\nann,accept")),
        [Accepted, Duplicate]
    );
    comes_to(
        &rows("ann,accept\nann,yes,\nann,accept"),
        NeedsAPerson,
        "rows 2 and 3",
    );
    assert_eq!(
        verdicts(&rows("ann,accept\nann,abstain")),
        [NeedsAPerson, NeedsAPerson]
    );
    comes_to(&rows("ann,accept\nann,accept"), Duplicate, "row 2");
    assert_eq!(
        verdicts(&rows("ann,accept\nann,perhaps")),
        [NeedsAPerson, Refused]
    );
}

#[test]
fn totals_and_notes_are_nobodys_rows() {
    for (row, told) in [
        ("Total,3", "totals"),
        ("Summe 3,4", "totals"),
        (",7", "only numbers"),
        ("All agreed,", "only one cell"),
        ("Guest,accept", "the map"),
    ] {
        let text = format!("participant,position\nann,accept\n{row}\n");
        let intake = brought(&called(), &mapped(&called(), &text, "skip = ['Guest']"));
        comes_to(&intake, SetAside, told);
    }
    let sample = called().more("participants/ann.toml", "name = 'Total'");
    let intake = brought(
        &sample,
        &bring(&sample, "participant,position\nTotal,accept\n"),
    );
    comes_to(&intake, Accepted, "");
}

#[test]
fn who_may_not_bring_a_table_in_and_which() {
    let plain = |text: &str| bring(&called(), text);
    let good = || plain("participant,position\nann,accept\n");
    let relayer = |name: &str| ImportTable {
        relayed_by: Some(who(name)),
        ..good()
    };
    let on = ImportTable {
        on: Some(RevisionName(9)),
        ..good()
    };
    for (input, actor, kind, told) in [
        (good(), "ann", Rules, "ann | maya or sec"),
        (
            relayer("ben"),
            "sec",
            Rules,
            "ben | --relayed-by: maya or sec",
        ),
        (on, "sec", Usage, "r9 is not a revision of one"),
        (
            plain("a,b\nann,accept\n"),
            "sec",
            Usage,
            "--map MAP.toml | Row 1 has a and b",
        ),
        (plain("participant\nann\n"), "sec", Usage, "--map MAP.toml"),
        (
            plain("participant,vote,answer\nann,accept,accept\n"),
            "sec",
            Usage,
            "2 \"vote\" | 3 \"answer\" | position = \"vote\"",
        ),
        (
            mapped(
                &called(),
                "participant,Votes\nann,x\n",
                "[columns]\nposition = 'Vote'",
            ),
            "sec",
            Usage,
            "\"Vote\" | position = \"Votes\"",
        ),
        (
            mapped(
                &called(),
                "participant,Votes\nann,x\n",
                "[columns]\nposition = 'zzzzzz'",
            ),
            "sec",
            Usage,
            "zzzzzz | row 1 are participant and Votes",
        ),
    ] {
        refused(brought_by(&called(), &input, actor, OPEN), kind, told);
    }
    let entry = brought(&called(), &relayer("maya"))
        .entry
        .expect("an entry");
    says(
        &entry,
        ANN,
        "position = 'accept'\non = 'r1'\nrelayed-by = 'maya'",
    );
    tells(
        &entry,
        "Import 1 position on one",
        &["Proposal: one", "By: sec", "Relayed-By: maya"],
    );
    let elsewhere = ImportTable {
        proposal: id("two"),
        ..good()
    };
    refused(
        brought_by(&called(), &elsewhere, "sec", OPEN),
        Rules,
        "proposal two",
    );
}

#[test]
fn after_the_close_only_what_was_received_by_then_is_taken() {
    let text = "participant,position,received\nann,accept,2026-05-12T00:00:00Z\nben,accept,2026-05-12T00:00:01Z\ncy,accept,\n";
    let frozen = called().in_call("call.toml", &format!("frozen = '{}'", "a".repeat(40)));
    for (sample, command) in [(&called(), false), (&frozen, true)] {
        let intake = brought_by(sample, &bring(sample, text), "sec", LATER).expect("an intake");
        assert_eq!(verdicts(&intake), [Accepted, Refused, Refused]);
        comes_to(&intake, Refused, "Tue 12 May 2026 00:00 UTC");
        let notes = intake.notes.join("\n");
        let told = notes.contains("plenary call admit one --received-in-time");
        assert_eq!(told, command, "{notes}");
    }
    let row = "participant,position\nann,accept\n";
    let early = brought_by(
        &called(),
        &bring(&called(), row),
        "sec",
        "2026-05-11T23:59:59Z",
    );
    comes_to(&early.expect("an intake"), Accepted, "");
    let late = brought_by(&called(), &bring(&called(), row), "sec", CLOSES);
    comes_to(
        &late.expect("an intake"),
        Refused,
        "Tue 12 May 2026 00:00 UTC",
    );
    let over = brought_by(&decided(), &bring(&decided(), row), "sec", LATER);
    comes_to(&over.expect("an intake"), Refused, "one is decided");
    let none = brought(&body(), &bring(&body(), row));
    comes_to(&none, Accepted, "");
}

#[test]
fn whoever_brings_a_table_in_is_told_what_was_not_read() {
    let text = "Minutes of the day\n\nparticipant,position,Shoe,\nann,accept,42,x\n";
    let intake = brought(&called(), &bring(&called(), text));
    let notes = intake.notes.join("\n");
    assert!(
        notes.contains("\"Shoe\" and column 4 without a heading"),
        "{notes}"
    );
    assert!(notes.contains("headings not read: 1"), "{notes}");
    let latin = b"participant,position,reason\nann,accept,caf\xe9\n";
    let mut input = bring(&called(), "participant,position\nann,accept\n");
    assert_eq!(brought(&called(), &input).notes, [""; 0]);
    input.table = table(&called().register(), latin, &input.mapping).expect("a table");
    let intake = brought(&called(), &input);
    assert!(
        intake.notes[0].contains("Windows-1252"),
        "{:?}",
        intake.notes
    );
    says(
        &intake.entry.expect("an entry"),
        ANN,
        "position = 'accept'\non = 'r1'\nreason = 'café'\nrelayed-by = 'sec'",
    );
    let made = table(&called().register(), b"\0\x01\x02\0", &map(""));
    assert_eq!(made.expect_err("no table").kind, Usage);
}
