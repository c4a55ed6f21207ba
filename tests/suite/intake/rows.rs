//! Tests the result of each row: accepted, duplicate, needs review or refused.

use crate::body::{self, at, said, tallied};
use crate::intake::{bring, commits, data, put, verdicts};

#[test]
fn a_ballot_as_a_secretariat_keeps_it() {
    let scene = body::called("policy");
    scene.tell("intake/rows/a_ballot_as_a_secretariat_keeps_it");
    let map = put(&scene, "map.toml", &data("ballot.toml"));
    let table = data("ballot.csv");
    let more = [
        "--map",
        &map,
        "--received",
        "2026-05-02T12:00Z",
        "--evidence",
        "ballot 7",
    ];
    let before = commits(&scene);
    let (report, exit) = bring(&scene, &table, &more);
    let expected = [
        "4 ann accepted",
        "5 ben accepted",
        "6 cid accepted",
        "7 ? set-aside",
        "9 ? set-aside",
    ];
    assert_eq!(verdicts(&report), expected);
    assert_eq!(exit, Some(0));
    assert_eq!(report["separator"], ";");
    assert_eq!(report["counts"]["empty"], 2);
    assert_eq!(
        commits(&scene),
        before,
        "nothing is written without --write"
    );
    assert_eq!(report["written"], false);

    let write = [&more[..], &["--write"]].concat();
    let (report, exit) = bring(&scene, &table, &write);
    assert_eq!((exit, &report["written"]), (Some(0), &true.into()));
    assert_eq!(report["commit"], scene.git(&["rev-parse", "HEAD"]));
    let file = scene.read(&at("positions/ann.toml"));
    said(
        &file,
        &[
            "position = \"accept\"",
            "on = \"r1\"",
            "reason = '''\nSee line 1\nand line 2\n'''",
            "relayed-by = \"sec\"",
            "received = 2026-05-02T12:00:00Z",
            "evidence = \"ballot 7\"",
        ],
    );
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    assert_eq!(tallied(&scene, "/positions/abstain"), 1);
    let message = scene.git(&["log", "-1", "--format=%B"]);
    said(&message, &["3", "retention\n", "By: sec"]);
    scene.show(&message);

    let landed = commits(&scene);
    let (report, exit) = bring(&scene, &table, &write);
    assert_eq!(exit, Some(0));
    assert_eq!(report["counts"]["unchanged"], 3);
    assert_eq!(report["written"], false);
    assert_eq!(commits(&scene), landed, "running it twice changes nothing");
    let file = put(&scene, "table.csv", &table);
    let command = [
        "intake",
        "csv",
        &file,
        "--proposal",
        "retention",
        "--as",
        "sec",
        "--write",
    ];
    scene.ok(&[&command[..], &["--map", &map]].concat());
    assert_eq!(scene.json(&["check"]).0["findings"], serde_json::json!([]));
}

#[test]
fn people_are_known_by_all_their_names() {
    let scene = body::called("policy");
    scene.tell("intake/rows/people_are_known_by_all_their_names");
    let table = "participant\tposition\n\
        MAYA@example.org\tsupport\n\
        dora\tsupport\n\
        \"of the ROSTER,  Ben\"\tsupport\n\
        eve  of the roster\tsupport\n\
        @north\tsupport\n\
        ann\tsupport\n";
    let (report, exit) = bring(&scene, table.as_bytes(), &[]);
    let expected = [
        "2 maya accepted",
        "3 dee accepted",
        "4 ? needs-a-person",
        "5 eve accepted",
        "6 @north accepted",
        "7 ann accepted",
    ];
    assert_eq!(verdicts(&report), expected);
    assert_eq!(exit, Some(1));
}

#[test]
fn two_of_one_name_are_told_apart_by_a_person() {
    let scene = body::called("policy");
    scene.tell("intake/rows/two_of_one_name_are_told_apart_by_a_person");
    let twin = [
        "participant",
        "add",
        "ann-two",
        "--name",
        "Ann of the roster",
        "--group",
        "east",
    ];
    scene.ok(&[&twin[..], &["--email", "two@example.org", "--as", "maya"]].concat());
    let table = "Name,E-mail,Vote\n\
        Ann of the roster,,support\n\
        Ann of the roster,two@example.org,support\n\
        Ben of the roster,two@example.org,support\n";
    let (report, exit) = bring(&scene, table.as_bytes(), &[]);
    let expected = [
        "2 ? needs-a-person",
        "3 ann-two accepted",
        "4 ? needs-a-person",
    ];
    assert_eq!(
        (verdicts(&report), exit),
        (expected.map(str::to_owned).to_vec(), Some(1))
    );
}

#[test]
fn each_trouble_has_its_row_and_its_reason() {
    let scene = body::called("policy");
    scene.tell("intake/rows/each_trouble_has_its_row_and_its_reason");
    let table = "participant,position,received,on,joins,problem,resolve,until,proxy,withdrawn\n\
        zoe,support\n\
        ,support\n\
        ann,suport\n\
        ben,purple\n\
        cid,object\n\
        dee,support,2026-05-02\n\
        eve,support,2026-06-02T00:00Z\n\
        idris,support,,r7\n\
        maya,support,,,eve.cost\n\
        alt,support,,,,It costs.\n\
        obs,hold\n\
        sec,support,,,,,,,ann,maybe\n\
        @nort,support\n\
        \u{7}bell,support\n";
    let before = commits(&scene);
    let (report, exit) = bring(&scene, table.as_bytes(), &["--write"]);
    assert_eq!(exit, Some(1));
    assert_eq!(commits(&scene), before);
    let asked = ["2", "4"];
    for verdict in verdicts(&report) {
        let row = verdict.split(' ').next().unwrap_or("");
        let expected = if asked.contains(&row) {
            "needs-a-person"
        } else {
            "refused"
        };
        assert!(verdict.ends_with(expected), "{verdict}");
    }
}

#[test]
fn rows_of_one_person_agree_or_need_a_person() {
    let scene = body::called("policy");
    scene.tell("intake/rows/rows_of_one_person_agree_or_need_a_person");
    let table = "participant,position,received\n\
        ann,support,2026-05-02T10:00Z\n\
        ben,support\n\
        Ann of the roster,yes,2026-05-02T11:00Z\n\
        ben,disagree\n\
        cid,support\n\
        cid,purple\n";
    let (report, exit) = bring(&scene, table.as_bytes(), &["--write", "--partial"]);
    let expected = [
        "2 ann accepted",
        "3 ben needs-a-person",
        "4 ann duplicate",
        "5 ben needs-a-person",
        "6 cid needs-a-person",
        "7 cid refused",
    ];
    assert_eq!(verdicts(&report), expected);
    assert_eq!((exit, &report["written"]), (Some(1), &true.into()));
    said(
        &scene.read(&at("positions/ann.toml")),
        &["received = 2026-05-02T10:00:00Z"],
    );
    assert!(!scene.path(&at("positions/ben.toml")).exists());
}

#[test]
fn nothing_is_written_while_a_row_is_open_unless_asked_for() {
    let scene = body::called("policy");
    scene.tell("intake/rows/nothing_is_written_while_a_row_is_open_unless_asked_for");
    let table = b"participant,position\nann,support\nben,purple\n";
    let before = commits(&scene);
    let (report, exit) = bring(&scene, table, &["--write"]);
    assert_eq!((exit, &report["written"]), (Some(1), &false.into()));
    assert_eq!(commits(&scene), before);
    let file = put(&scene, "table.csv", table);
    let command = [
        "intake",
        "csv",
        &file,
        "--proposal",
        "retention",
        "--as",
        "sec",
    ];
    let output = scene.plenary(&[&command[..], &["--write"]].concat());
    let printed = String::from_utf8(output.stdout).expect("text");
    said(&printed, &["--partial"]);
    let dry = scene.plenary(&[&command[..], &["--dry-run"]].concat());
    let printed = String::from_utf8(dry.stdout).expect("text");
    said(&printed, &["+position = \"support\""]);
    assert_eq!(commits(&scene), before);
    let (_, exit) = bring(&scene, table, &["--write", "--partial"]);
    assert_eq!(
        (exit, tallied(&scene, "/positions/support")),
        (Some(1), 1.into())
    );
    let (report, exit) = bring(&scene, table, &["--write", "--partial"]);
    assert_eq!((exit, &report["written"]), (Some(1), &false.into()));
}

#[test]
fn what_people_gave_or_took_back_themselves_is_not_overwritten() {
    let scene = body::called("policy");
    scene.tell("intake/rows/what_people_gave_or_took_back_themselves_is_not_overwritten");
    body::give(
        &scene,
        &[("ann", "support"), ("ben", "disagree"), ("cid", "support")],
    );
    scene.ok(&["position", "retention", "--withdraw", "--as", "cid"]);
    let relay = [
        "position",
        "retention",
        "support",
        "--as",
        "sec",
        "--received",
        "2026-05-03T08:00Z",
    ];
    scene.ok(&[&relay[..], &["--for", "dee"]].concat());
    scene.ok(&[&relay[..], &["--for", "eve"]].concat());
    let table = "participant,position,received\n\
        ann,support,2026-05-02T10:00Z\n\
        ben,support\n\
        cid,support\n\
        dee,disagree,2026-05-02T10:00Z\n\
        eve,disagree,2026-05-03T08:30Z\n";
    let (report, _) = bring(&scene, table.as_bytes(), &["--write", "--partial"]);
    let expected = [
        "2 ann unchanged",
        "3 ben needs-a-person",
        "4 cid needs-a-person",
        "5 dee needs-a-person",
        "6 eve accepted",
    ];
    assert_eq!(verdicts(&report), expected);
    assert!(!scene.read(&at("positions/ann.toml")).contains("relayed-by"));
    said(
        &scene.read(&at("positions/eve.toml")),
        &["disagree", "2026-05-03T08:30:00Z"],
    );
}

#[test]
fn an_old_table_does_not_renew_support_for_a_new_text() {
    let scene = body::proposed("policy");
    scene.tell("intake/rows/an_old_table_does_not_renew_support_for_a_new_text");
    let table = b"participant,position\nann,support\n";
    bring(&scene, table, &["--write"]);
    scene.write(&at("text.md"), "Another text.\n");
    scene.ok(&["revise", "retention", "--material", "--as", "ann"]);
    let (report, exit) = bring(&scene, table, &["--write"]);
    assert_eq!(verdicts(&report), ["2 ann needs-a-person"]);
    assert_eq!(exit, Some(1));
    let (report, _) = bring(&scene, table, &["--write", "--on", "r2"]);
    assert_eq!(verdicts(&report), ["2 ann accepted"]);
    said(&scene.read(&at("positions/ann.toml")), &["on = \"r2\""]);
}

#[test]
fn an_objection_comes_with_its_row() {
    let scene = body::called("policy");
    scene.tell("intake/rows/an_objection_comes_with_its_row");
    body::object(&scene);
    let table = "participant,position,about,problem,resolve,joins\n\
        ann,object,§4,\"It, costs.\",Less.,\n\
        ben,object,,,,ann.cost\n\
        cid,object,cost,It costs.,Less.,\n\
        dee,object,,,,cid.cost\n";
    let (report, exit) = bring(&scene, table.as_bytes(), &["--write"]);
    assert_eq!(exit, Some(0), "{report}");
    said(
        &scene.read(&at("positions/ann.toml")),
        &["problem = '''It, costs.'''"],
    );
    said(
        &scene.read(&at("positions/ben.toml")),
        &["joins = [\"ann.position\"]"],
    );
    assert!(!scene.read(&at("positions/cid.toml")).contains("problem"));
    assert_eq!(tallied(&scene, "/objections/total"), 2);
    assert_eq!(tallied(&scene, "/positions/object"), 4);
    assert_eq!(tallied(&scene, "/set-aside"), serde_json::json!([]));
    let (report, _) = bring(&scene, table.as_bytes(), &["--write"]);
    assert_eq!(report["counts"]["unchanged"], 4, "{report}");
}

#[test]
fn a_row_that_rests_on_a_refused_one_is_refused() {
    let scene = body::called("policy");
    scene.tell("intake/rows/a_row_that_rests_on_a_refused_one_is_refused");
    let table = "participant,position,problem,resolve,joins\n\
        ann,purple,It costs.,Less.,\n\
        ben,object,,,ann.cost\n\
        cid,support,,,\n";
    let (report, _) = bring(&scene, table.as_bytes(), &["--write", "--partial"]);
    let expected = ["2 ann refused", "3 ben refused", "4 cid accepted"];
    assert_eq!(verdicts(&report), expected);
    assert_eq!(report["written"], true);
}

#[test]
fn only_who_may_relay_brings_in_and_only_in_time() {
    let mut scene = body::called("policy");
    scene.tell("intake/rows/only_who_may_relay_brings_in_and_only_in_time");
    let table = b"participant,position\nann,support\nsec,accept\n";
    let file = put(&scene, "table.csv", table);
    let command = ["intake", "csv", &file, "--proposal", "retention", "--as"];
    scene.refused(1, &[&command[..], &["ann"]].concat());
    scene.refused(
        1,
        &[&command[..], &["maya", "--relayed-by", "ben"]].concat(),
    );
    scene.ok(&[&command[..], &["maya", "--relayed-by", "sec", "--write"]].concat());
    said(
        &scene.read(&at("positions/ann.toml")),
        &["relayed-by = \"sec\""],
    );
    // What the relayer says is entered by who types it.
    said(
        &scene.read(&at("positions/sec.toml")),
        &["relayed-by = \"maya\""],
    );
    scene.now("2026-05-13T09:00:00Z");
    let late = b"participant,position\nann,support\nben,support\n";
    let (report, exit) = bring(&scene, late, &["--write"]);
    assert_eq!(verdicts(&report), ["2 ann unchanged", "3 ben refused"]);
    assert_eq!(exit, Some(1));
}

#[test]
fn the_roster_comes_with_the_positions() {
    let scene = body::proposed("policy");
    scene.tell("intake/rows/the_roster_comes_with_the_positions");
    let table = "name,group,organisation,region,e-mail,standing,position\n\
        Ünal Çelik,North,Acme Labs,Asia Pacific,unal@example.org,,support\n\
        Ann of the roster,South,,,,,\n\
        Cid of the roster,,Bolt,,cid@example.org,,support\n\
        Ben of the roaster,north,,,,,support\n\
        日本,east,,,,,\n\
        Zoe,nrth,,,,,\n\
        Yan,,,,,,\n\
        Wim,west,,,,,\n\
        Vic,east,,,,observr,\n";
    let (report, exit) = bring(
        &scene,
        table.as_bytes(),
        &["--roster", "--write", "--partial"],
    );
    let expected = [
        "2 uenal-celik accepted",
        "3 ann accepted",
        "4 cid accepted",
        "5 ? needs-a-person",
        "6 ri-ben accepted",
        "7 zoe needs-a-person",
        "8 yan refused",
        "9 wim refused",
        "10 vic needs-a-person",
    ];
    assert_eq!(verdicts(&report), expected);
    assert_eq!(exit, Some(1));
    let file = scene.read("participants/uenal-celik.toml");
    let expected = "name = \"Ünal Çelik\"\ngroup = \"north\"\naffiliation = \"acme-labs\"\n\
        region = \"asia-pacific\"\nemails = [\"unal@example.org\"]\n";
    assert_eq!(file, expected);
    said(
        &scene.read("participants/ann.toml"),
        &["group = \"south\"", "affiliation = \"acme\""],
    );
    let good: String = table
        .lines()
        .take(4)
        .map(|line| format!("{line}\n"))
        .collect();
    let (report, exit) = bring(&scene, good.as_bytes(), &["--roster", "--write"]);
    assert_eq!((exit, &report["counts"]["unchanged"]), (Some(0), &3.into()));
}

#[test]
fn tables_that_cannot_be_read_say_what_is_wrong() {
    let scene = body::called("policy");
    scene.tell("intake/rows/tables_that_cannot_be_read_say_what_is_wrong");
    let refused = |bytes: &[u8]| {
        let file = put(&scene, "table.csv", bytes);
        let command = [
            "intake",
            "csv",
            &file,
            "--proposal",
            "retention",
            "--as",
            "sec",
        ];
        scene.refused(2, &command);
    };
    refused(b"");
    refused(b"PK\x03\x04\x14\0");
    refused(b"a,b\nc,d\n");
    refused(b"participant,position\nann,\"support\nben,accept\n");
    refused(b"participant,Vote,Answer\nann,yes,no\n");
    let map = |text: &str| {
        let map = put(&scene, "map.toml", text.as_bytes());
        let file = put(&scene, "table.csv", b"participant,position\nann,support\n");
        let command = [
            "intake",
            "csv",
            &file,
            "--proposal",
            "retention",
            "--as",
            "sec",
        ];
        scene.refused(2, &[&command[..], &["--map", &map]].concat());
    };
    map("[columns]\nposition = \"Positon\"\n");
    map("[colums]\nposition = \"x\"\n");
    let map = put(&scene, "map.toml", b"[positions]\nsupport = \"purple\"\n");
    let table = b"participant,position\nann,support\n";
    let (_, exit) = bring(&scene, table, &["--map", &map]);
    assert_eq!(exit, Some(1));
}

#[test]
fn letters_of_other_encodings_and_local_times_are_read() {
    let scene = body::called("policy");
    scene.tell("intake/rows/letters_of_other_encodings_and_local_times_are_read");
    let (report, exit) = bring(&scene, &data("latin.csv"), &["--write"]);
    assert_eq!(
        (exit, &report["encoding"]),
        (Some(0), &"Windows-1252".into())
    );
    said(
        &scene.read(&at("positions/ann.toml")),
        &["'''José – “yes”'''"],
    );
    let map = put(
        &scene,
        "map.toml",
        b"offset = \"+02:00\"\n[columns]\nreceived = \"When\"\n",
    );
    let table = b"participant,position,When\nben,support,2026-05-02 9:05\n";
    bring(&scene, table, &["--write", "--map", &map]);
    said(
        &scene.read(&at("positions/ben.toml")),
        &["received = 2026-05-02T07:05:00Z"],
    );
}

#[test]
fn hostile_cells_are_words_or_refused() {
    let scene = body::called("policy");
    scene.tell("intake/rows/hostile_cells_are_words_or_refused");
    let table = "participant,position,reason,evidence,ignored\n\
        ann,support,\"=HYPERLINK(\"\"x\"\")\",'=1+1,\u{1b}[31m\n\
        ben,support,a\u{202e}b,,\n\
        cid,support,\u{1b}]0;x\u{7},,\n\
        ../../etc/passwd,support,,,\n\
        dee,\"support\nBy: maya\",,,\n\
        eve,support,x ''' \"\"\" \\ \u{201c},,\n";
    let (report, exit) = bring(&scene, table.as_bytes(), &["--write", "--partial"]);
    assert_eq!(exit, Some(1));
    let expected = [
        "2 ann accepted",
        "3 ben refused",
        "4 cid refused",
        "5 ? needs-a-person",
        "6 dee refused",
        "7 eve accepted",
    ];
    assert_eq!(verdicts(&report), expected);
    let ann = scene.read(&at("positions/ann.toml"));
    said(
        &ann,
        &["reason = '''=HYPERLINK(\"x\")'''", "evidence = \"=1+1\""],
    );
    said(
        &scene.read(&at("positions/eve.toml")),
        &["position = \"support\"", "\\\\"],
    );
    assert_eq!(scene.json(&["check"]).0["findings"], serde_json::json!([]));
    let file = put(&scene, "table.csv", table.as_bytes());
    let command = [
        "intake",
        "csv",
        &file,
        "--proposal",
        "retention",
        "--as",
        "sec",
    ];
    let shown = scene.plenary(&command);
    assert!(!shown.stdout.contains(&0x1b) && !shown.stderr.contains(&0x1b));
}
