//! Tests what becomes of tables as programs and people make them. Each says whether its form was seen, in a real
//! file, a report about one, or the documented output of its program, or was made for the test. The words are ours.

use crate::body::{self, at, said};
use crate::intake::{bring, put, rows, verdicts};
use crate::scene::Scene;

/// A table: its form, its bytes, the map, and the result of each row.
type Messy<'t> = (&'t str, Vec<u8>, &'t str, &'t [&'t str]);

/// The body in its call, with a day on which forms were answered behind it.
fn answering() -> Scene {
    let mut scene = body::called("policy");
    scene.now("2026-05-10T09:00:00Z");
    scene
}

fn text(table: &str) -> Vec<u8> {
    table.as_bytes().to_vec()
}

fn utf16(table: &str) -> Vec<u8> {
    let units = table.encode_utf16().flat_map(u16::to_le_bytes);
    [0xff, 0xfe].into_iter().chain(units).collect()
}

/// Brings every table in without writing it, and compares what becomes of its rows.
fn judge(scene: &Scene, tables: &[Messy<'_>]) {
    let mut wrong = Vec::new();
    for (form, table, map, expected) in tables {
        let map = put(scene, "map.toml", map.as_bytes());
        scene.show(&format!("{form}\n"));
        let (report, exit) = bring(scene, table, &["--map", &map]);
        let is_open = |row: &&str| row.ends_with("refused") || row.ends_with("needs-a-person");
        let code = i32::from(expected.iter().any(is_open));
        let found = verdicts(&report);
        if found != *expected || exit != Some(code) {
            wrong.push(format!("{form}: {exit:?} {found:?}\n{}", rows(&report)));
        }
    }
    assert_eq!(wrong.join("\n"), "");
}

#[test]
fn spreadsheet_programs_save_tables_in_many_forms() {
    let scene = answering();
    scene.tell("intake/tables/spreadsheet_programs_save_tables_in_many_forms");
    let both: &[&str] = &["2 ann accepted", "3 ben accepted"];
    let wide = "participant,position".to_owned() + &",".repeat(100_000) + "\nann,support\n";
    let tables: &[Messy<'_>] = &[
        (
            "Excel in German: semicolons, decimal commas, Windows-1252 (seen)",
            b"participant;position;reason\r\nann;support;zu 1,5 % f\xfcr K\xf6ln\r\nben;disagree;\r\n".to_vec(),
            "",
            both,
        ),
        (
            "Excel, Unicode text: UTF-16 with tabs (seen)",
            utf16("participant\tposition\treason\r\nann\tsupport\t\"Łódź\r\nzwei\"\r\nben\taccept\t\r\n"),
            "",
            both,
        ),
        (
            "Excel, CSV UTF-8: with a byte-order mark (seen)",
            text("\u{feff}participant,position\r\nann,support\r\nben,accept\r\n"),
            "",
            both,
        ),
        (
            "A program that names the separator for Excel (seen)",
            text("sep=;\nparticipant;position\nann;support\nben;accept\n"),
            "",
            &["3 ann accepted", "4 ben accepted"],
        ),
        (
            "Excel with a text as formula, so that it keeps zeros (seen)",
            text("participant,position,reason\nann,support,=\"007\"\n=\"ben\",=\"accept\",\"=\"\"8\"\"\"\n"),
            "",
            both,
        ),
        (
            "Excel for Mac, older: CR alone between lines (seen)",
            text("participant,position\rann,support\rben,accept\r"),
            "",
            both,
        ),
        (
            "Excel in Russian: Windows-1251 (seen)",
            b"participant;position;reason\r\nann;support;\xd1\xee\xe3\xeb\xe0\xf1\xed\xe0\r\nben;accept;\r\n"
                .to_vec(),
            "",
            &["2 ann needs-a-person", "3 ben accepted"],
        ),
        (
            "The same, with its encoding in the map",
            b"participant;position;reason\r\nann;support;\xd1\xee\xe3\xeb\xe0\xf1\xed\xe0\r\nben;accept;\r\n"
                .to_vec(),
            "encoding = \"windows-1251\"\n",
            both,
        ),
        (
            "Excel in Japanese: Shift_JIS (seen)",
            b"participant,position,reason\r\nann,support,\x8e^\x90\xac\x82\xb7\x82\xe9\r\nben,accept,\r\n".to_vec(),
            "encoding = \"shift_jis\"\n",
            both,
        ),
        (
            "Excel in Polish: Windows-1250, which is not Western (made)",
            b"participant,position,reason\r\nann,support,\xa3\xf3d\x9f, \xbf\xf3\xb3\xe6\r\nben,accept,\r\n".to_vec(),
            "",
            &["2 ann needs-a-person", "3 ben accepted"],
        ),
        (
            "LibreOffice: every text in quotation marks (made)",
            text("\"participant\",\"position\",\"reason\"\n\"ann\",\"support\",\"a \"\"b\"\"\"\n\"ben\",\"accept\",\n"),
            "",
            both,
        ),
        (
            "LibreOffice in German: truth values in the language of its user (made)",
            text("participant;support;accept;object\nann;WAHR;FALSCH;FALSCH\nben;FALSCH;WAHR;FALSCH\n"),
            "",
            both,
        ),
        (
            "Google Sheets: no line end after the last row (seen)",
            text("participant,position\nann,support\nben,accept"),
            "",
            both,
        ),
        (
            "Google Forms: time stamps with their offset (seen)",
            text(
                "\"Timestamp\",\"Your name\",\"Your vote\"\n\
                 \"2026/05/03 12:24:45 PM GMT+2\",\"Ann of the roster\",\"Support\"\n\
                 \"2026/05/03 9:24:45 AM GMT+2\",\"Ben of the roster\",\"Accept\"\n",
            ),
            "[columns]\nreceived = \"Timestamp\"\n",
            both,
        ),
        (
            "Google Sheets in the United States: local times (made)",
            text("Timestamp,Your name,Vote\n5/4/2026 14:03:10,ann,support\n,ben,accept\n"),
            "zone = \"America/New_York\"\n[columns]\nreceived = \"Timestamp\"\n",
            &["2 ann needs-a-person", "3 ben accepted"],
        ),
        (
            "The same, with the order of dates in the map",
            text("Timestamp,Your name,Vote\n5/4/2026 14:03:10,ann,support\n,ben,accept\n"),
            "zone = \"America/New_York\"\ndates = \"month-first\"\n[columns]\nreceived = \"Timestamp\"\n",
            both,
        ),
        (
            "The nights in which the clocks are put back and forward (made)",
            text("participant,position,received\nann,support,2025-10-26 02:30\nben,accept,2026-03-29 02:30\n"),
            "zone = \"Europe/Berlin\"\n",
            &["2 ann needs-a-person", "3 ben needs-a-person"],
        ),
        (
            "An answer from before the text was there: day and month in the wrong order (made)",
            text("participant,position,received\nann,support,2026-04-05T10:00Z\nben,accept,05.04.2026 10:00\n"),
            "zone = \"UTC\"\ndates = \"day-first\"\n",
            &["2 ann needs-a-person", "3 ben needs-a-person"],
        ),
        (
            "Numbers: the name of the table above the headings, commas to the right of it (made)",
            text("Table 1,\nparticipant,position\nann,support\nben,accept\n"),
            "",
            &["3 ann accepted", "4 ben accepted"],
        ),
        (
            "A line of a hundred thousand cells (made)",
            text(&wide),
            "",
            &["2 ann accepted"],
        ),
    ];
    judge(&scene, tables);
}

#[test]
fn other_programs_and_minutes_have_tables_of_their_own() {
    let scene = answering();
    scene.tell("intake/tables/other_programs_and_minutes_have_tables_of_their_own");
    let both: &[&str] = &["2 ann accepted", "3 ben accepted"];
    let tables: &[Messy<'_>] = &[
        (
            "Loomio and Decidim: times of Ruby on Rails (seen)",
            text(
                "id,participant,position,reason,received\n\
                 71,ann,support,\"Yes, with joy\",2026-05-04 10:00:00 UTC\n\
                 72,ben,accept,,2026-05-04 12:00:00 +0200\n",
            ),
            "ignore = [\"id\"]\n[columns]\nparticipant = \"participant\"\n",
            both,
        ),
        (
            "A poll with a column for each option: a mark in one (made)",
            text("Name,Support,Accept,Object\nAnn of the roster,1,0,0\nben,0,1,0\n"),
            "",
            both,
        ),
        (
            "Google Forms, grid of check boxes: several in one row, numbers, nothing (made)",
            text("Name,Support,Accept\nann,x,\nben,x,x\ncid,5,\neve,,\n"),
            "",
            &[
                "2 ann accepted",
                "3 ben needs-a-person",
                "4 cid needs-a-person",
                "5 eve set-aside",
            ],
        ),
        (
            "Minutes in Markdown (seen)",
            text(
                "## Vote\n\n| Name | Vote | Rationale |\n|------|:----:|----|\n| `ann` | **support** | a \\| b |\n| [@ben](https://x.example) | accept | |\n",
            ),
            "",
            &["5 ann accepted", "6 ben accepted"],
        ),
        (
            "psql (seen)",
            text(
                " participant | position \n-------------+----------\n ann         | support\n ben         | accept\n(2 rows)\n",
            ),
            "",
            &["3 ann accepted", "4 ben accepted", "5 ? set-aside"],
        ),
        (
            "Minutes in Markdown, a column for each member and 1 for yes (seen)",
            text(
                "| Opened | Result | ann | ben | cid |\n| ------ | ------ | ---:| ---:| ---:|\n| 06-01 | _ | 1 | _ | 1 |\n",
            ),
            "turned = true\nskip = [\"Result\", \"_\"]\n[columns]\nposition = \"06-01\"\n[positions]\n1 = \"support\"\n",
            &[
                "2 ? set-aside",
                "3 ann accepted",
                "4 ? set-aside",
                "5 cid accepted",
            ],
        ),
        (
            "A column for each member, found by its headings (made)",
            text("Member,ann,ben\nVote,support,accept\nComment,,\"why, yes\"\n"),
            "",
            both,
        ),
        (
            "Several proposals, a column for each member (made)",
            text("Proposal,ann,ben,,\nbudget,object,object\nretention,support,accept\n"),
            "turned = true\n",
            both,
        ),
        (
            "Several proposals, a column for each (made)",
            text("Name,budget,Retention\nann,object,support\nben,object,accept\n"),
            "",
            both,
        ),
        (
            "Numbers for positions, with words of the map (made)",
            text("Name,Vote\nann,1\nben,0\ncid,2\n"),
            "[positions]\n1 = \"support\"\n0 = \"abstain\"\n",
            &["2 ann accepted", "3 ben accepted", "4 cid refused"],
        ),
    ];
    judge(&scene, tables);
}

#[test]
fn rows_that_nobody_should_guess_about_are_put_to_a_person() {
    let scene = answering();
    scene.tell("intake/tables/rows_that_nobody_should_guess_about_are_put_to_a_person");
    let tables: &[Messy<'_>] = &[
        (
            "A form that was sent twice: the latest counts (seen)",
            text(
                "participant,position,received,withdrawn\n\
                 ann,support,2026-05-04T10:00Z,\nann,disagree,2026-05-06T10:00Z,\nann,accept,2026-05-05T10:00Z,\n\
                 ben,support,2026-05-04T10:00Z,\nben,support,2026-05-05T10:00Z,true\n",
            ),
            "",
            &[
                "2 ann duplicate",
                "3 ann accepted",
                "4 ann duplicate",
                "5 ben duplicate",
                "6 ben accepted",
            ],
        ),
        (
            "The same without a time in one row, or at one time (made)",
            text(
                "participant,position,received\nann,support,2026-05-04T10:00Z\nann,disagree,\n\
                 ben,support,2026-05-04T10:00Z\nben,accept,2026-05-04T12:00+02:00\n",
            ),
            "",
            &[
                "2 ann needs-a-person",
                "3 ann needs-a-person",
                "4 ben needs-a-person",
                "5 ben needs-a-person",
            ],
        ),
        (
            "A later row that cannot be read keeps the earlier one back (made)",
            text(
                "participant,position,received\nann,support,2026-05-04T10:00Z\nann,purple,2026-05-05T10:00Z\n\
                 ben,support,2026-05-04T10:00Z\nben,accept,soon\n",
            ),
            "",
            &[
                "2 ann needs-a-person",
                "3 ann refused",
                "4 ben needs-a-person",
                "5 ben refused",
            ],
        ),
        (
            "A column that says who counts (seen)",
            text("Role,Name,Vote\nmember,ann,support\nobserver,ben,accept\n,cid,accept\n"),
            "",
            &[
                "2 ann needs-a-person",
                "3 ben needs-a-person",
                "4 cid accepted",
            ],
        ),
        (
            "The same, ignored by the map",
            text("Role,Name,Vote\nmember,ann,support\nobserver,ben,accept\n"),
            "ignore = [\"role\"]\n",
            &["2 ann accepted", "3 ben accepted"],
        ),
        (
            "Words that the map skips: rows that begin with them, and answers (seen)",
            text("Name,Vote\nann,Did not vote\nAbsent: ben,\nben,support\nTotal of all,1\n"),
            "skip = [\"Did not vote\", \"Absent\", \"Never there\"]\n[positions]\nJa = \"accept\"\n[participants]\nZed = \"ann\"\n",
            &[
                "2 ? set-aside",
                "3 ? set-aside",
                "4 ben accepted",
                "5 ? set-aside",
            ],
        ),
        (
            "Merged cells: a name above an empty cell (made)",
            text("Name,Vote,Comment\nann,support,one\n,,two\n,accept,\n"),
            "",
            &["2 ann accepted", "3 ? refused", "4 ? refused"],
        ),
        (
            "Marks for right-to-left text, soft hyphens, and a mark of byte order inside (made)",
            text(
                "participant,position,reason\n\u{200f}ann,sup\u{ad}port,\u{202b}כן\u{202c}\n\u{feff}ben,accept\u{200b},\n",
            ),
            "",
            &["2 ann accepted", "3 ben accepted"],
        ),
        (
            "Characters that turn the order of what is seen, and control characters (made)",
            text("participant,position,reason\nann,support,a\u{202e}b\nben,accept,\u{1b}[1m\n"),
            "",
            &["2 ann refused", "3 ben refused"],
        ),
        (
            "Rows that are too short or too long (made)",
            text("participant,position,reason\nann\nben,accept,why,,,\ncid,support,why,more\n"),
            "",
            &["2 ann set-aside", "3 ben accepted", "4 cid accepted"],
        ),
        (
            "A column with the numbers of rows, named like an answer (made)",
            text("No,Name,Vote\n1,ann,support\n2,ben,accept\n"),
            "",
            &["2 ann accepted", "3 ben accepted"],
        ),
        (
            "Formulas, and an answer that is one (made)",
            text("participant,position,reason\nann,=A1,\nben,'+1,'=1+1\n"),
            "",
            &["2 ann refused", "3 ben needs-a-person"],
        ),
    ];
    judge(&scene, tables);
}

#[test]
fn tables_that_nobody_can_read_for_certain_are_refused_as_a_whole() {
    let scene = answering();
    scene.tell("intake/tables/tables_that_nobody_can_read_for_certain_are_refused_as_a_whole");
    let tables: &[(&str, &[u8], &str)] = &[
        (
            "A mark that is never closed, and one that a later row closes (made)",
            b"participant,position,reason\nann,accept,\"she said yes\nben,disagree,\"no\"\ncid,disagree,no\n",
            "",
        ),
        (
            "A mark that is never closed (made)",
            b"participant,position,reason\nann,accept,\"yes\nben,disagree,no\n",
            "",
        ),
        (
            "A mark behind a space (made)",
            b"participant, position, reason\nann, accept, \"yes, gladly\"\n",
            "",
        ),
        (
            "Two columns of one name (made)",
            b"participant,vote,vote\nann,accept,object\n",
            "",
        ),
        (
            "Bytes that are not of the encoding in the map (made)",
            b"participant,position\nann,accept\xff\n",
            "encoding = \"shift_jis\"\n",
        ),
        (
            "JSON that is no export (made)",
            b"{\"participant\": \"ann\", \"position\": \"accept\"}",
            "",
        ),
        (
            "A map with entries that cannot be read (made)",
            b"participant,position\nann,accept\n",
            "encoding = \"latin\"\nzone = \"CET\"\ndates = \"us\"\noffset = \"Europe/Berlin\"\nignore = 1\n",
        ),
    ];
    for (form, table, map) in tables {
        scene.show(&format!("{form}\n"));
        let file = put(&scene, "table.csv", table);
        let map = put(&scene, "map.toml", map.as_bytes());
        let command = ["import", "csv", &file, "--proposal", "retention"];
        scene.refused(2, &[&command[..], &["--as", "sec", "--map", &map]].concat());
    }
}

#[test]
fn after_the_close_the_latest_answer_before_it_counts() {
    let mut scene = body::called("policy");
    scene.tell("intake/tables/after_the_close_the_latest_answer_before_it_counts");
    scene.now("2026-05-14T09:00:00Z");
    let table = "participant,position,received\n\
        ann,support,2026-05-04T10:00Z\n\
        ann,accept,2026-05-06T10:00Z\n\
        ann,disagree,2026-05-13T10:00Z\n\
        ben,support,2026-05-13T10:00Z\n\
        ben,accept,2026-05-13T11:00Z\n";
    let (report, _) = bring(&scene, table.as_bytes(), &["--write", "--partial"]);
    let expected = [
        "2 ann duplicate",
        "3 ann accepted",
        "4 ann set-aside",
        "5 ben refused",
        "6 ben refused",
    ];
    assert_eq!(verdicts(&report), expected, "{report:#}");
    said(
        &scene.read(&at("positions/ann.toml")),
        &["position = \"accept\"", "received = 2026-05-06T10:00:00Z"],
    );
}

#[test]
fn the_number_of_a_row_is_not_an_answer() {
    let scene = answering();
    scene.tell("intake/tables/the_number_of_a_row_is_not_an_answer");
    let table = b"No,Name,Group\n1,Ann of the roster,south\n2,Zoe,east\n";
    let (report, exit) = bring(&scene, table, &["--roster", "--write"]);
    assert_eq!(verdicts(&report), ["2 ann accepted", "3 zoe accepted"]);
    assert_eq!(exit, Some(0), "{report:#}");
    assert!(!scene.path(&at("positions/ann.toml")).exists());
}
