//! Tests deadlines in every output format, and as a calendar that a strict reader accepts.

use std::collections::{BTreeMap, BTreeSet};

use crate::appeals::{RULE, adopted, open};
use crate::body::{at, give, said};
use crate::scene::Scene;

/// A year after the decision, with an appeal that nobody ruled on.
fn scene() -> Scene {
    let mut scene = adopted(RULE);
    let appeal = ["appeal", "open", "retention", "--ground", "process"];
    let why = ["--problem", "p", "--asks", "a", "--as", "cid"];
    scene.ok(&[&appeal[..], &why].concat());
    scene.write(
        "meetings/2026-05-14.toml",
        "present = [\"ann\"]\n\n[[action]]\naction = \"Write to the council; now, or\"\nowner = \
         \"ben\"\ndue = 2026-06-20T00:00:00Z\n\n[[action]]\naction = \"Book a room\"\nowner = \
         \"ben\"\ndue = 2026-06-20T00:00:00Z\ndone = 2026-05-15T00:00:00Z\n",
    );
    scene.commit("A meeting", "2026-05-14T10:00:00Z");
    scene.now("2026-06-15T10:00:00Z");
    scene
}

#[test]
fn what_is_overdue_comes_first() {
    let scene = scene();
    scene.tell("due/what_is_overdue_comes_first");
    let page = scene.ok(&["due", "--within", "30d"]);
    let (json, _) = scene.json(&["due", "--within", "30d"]);
    let close = "plenary appeal close retention cid VALUE --reason REASON";
    let done = "plenary meeting done 2026-05-14 1";
    let told = [&json["overdue"][0], &json["coming"][0], &json["coming"][1]]
        .map(|line| serde_json::json!([line["kind"], line["who"], line["command"]["text"]]));
    let answer = "plenary implement answer retention VALUE --from 'City council' --text TEXT";
    assert_eq!(
        told,
        [
            serde_json::json!(["ruling", ["eve"], close]),
            serde_json::json!(["action", ["ben"], done]),
            serde_json::json!(["answer", ["maya", "idris", "sec"], answer]),
        ]
    );
    let place = |command: &str| page.find(command).expect("the command");
    assert!(place(close) < place(done), "{page}");
    // What somebody has written is quoted.
    assert!(page.contains("Write to the council; now, or"), "{page}");
    let (json, _) = scene.json(&["due"]);
    assert_eq!(json["overdue"][0]["kind"], "ruling");
    assert_eq!(json["overdue"][0]["since"], "2026-05-12T10:00:00Z");
    assert_eq!(json["overdue"][0]["who"], serde_json::json!(["eve"]));
    assert_eq!(json["coming"].as_array().map(Vec::len), Some(3));
    assert_eq!(json["until"], "2026-08-14T10:00:00Z");
}

#[test]
fn it_is_shown_for_one_participant_and_for_a_time() {
    let mut scene = scene();
    scene.tell("due/it_is_shown_for_one_participant_and_for_a_time");
    let of = |scene: &Scene, who: &str, within: &str| {
        let (json, _) = scene.json(&["due", "--for", who, "--within", within]);
        let kinds = |key: &str| -> Vec<String> {
            let lines = json[key].as_array().expect("a list");
            lines
                .iter()
                .map(|line| line["kind"].as_str().unwrap().to_owned())
                .collect()
        };
        (kinds("overdue"), kinds("coming"))
    };
    assert_eq!(
        of(&scene, "ben", "60d"),
        (vec![], vec!["action".to_owned()])
    );
    assert_eq!(
        of(&scene, "ann", "60d"),
        (vec![], vec!["report".to_owned()])
    );
    let chair: Vec<String> = ["answer", "review", "sunset"].map(str::to_owned).into();
    assert_eq!(of(&scene, "idris", "4 years"), (vec![], chair));
    scene.ok(&["due", "--for", "dee", "--within", "4 years"]);
    scene.refused(2, &["due", "--for", "zoe"]);
    scene.refused(2, &["due", "--within", "soon"]);
    scene.now("2030-01-01T00:00:00Z");
    scene.ok(&["due"]);
}

#[test]
fn what_was_done_is_due_no_longer() {
    let mut scene = adopted(RULE);
    scene.tell("due/what_was_done_is_due_no_longer");
    let kinds = |scene: &Scene| -> BTreeSet<String> {
        let (json, _) = scene.json(&["due", "--within", "10 years"]);
        let both = ["overdue", "coming"].map(|key| json[key].as_array().cloned().unwrap());
        let lines = both.concat();
        lines
            .iter()
            .map(|line| line["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    let of = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let all: BTreeSet<String> = of(&["answer", "appeal-ends", "report", "review", "sunset"]);
    assert_eq!(kinds(&scene), all);
    let answer = ["implement", "answer", "retention", "declined", "--from"];
    scene.ok(&[&answer[..], &["City council", "--text", "No."]].concat());
    assert!(!kinds(&scene).contains("answer"));
    let report = [
        "implement",
        "report",
        "retention",
        "--text",
        "x",
        "--progress",
    ];
    scene.ok(&[&report[..], &["under-way"]].concat());
    assert!(kinds(&scene).contains("report"));
    scene.ok(&[&report[..], &["given-up"]].concat());
    scene.now("2026-06-12T10:00:00Z");
    assert_eq!(kinds(&scene), of(&["review", "sunset"]));
    scene.now("2029-05-12T10:00:00Z");
    let none: BTreeSet<String> = of(&[]);
    assert_eq!(kinds(&scene), none);
}

#[test]
fn an_open_call_is_due_for_those_who_have_not_answered() {
    let mut scene = open(RULE);
    give(&scene, &[("ann", "accept"), ("dee", "support")]);
    let line = |scene: &Scene| scene.json(&["due"]).0["coming"][0].clone();
    let closes = line(&scene);
    assert_eq!(closes["kind"], "call-closes");
    assert_eq!(
        closes["command"]["text"],
        "plenary position retention VALUE"
    );
    let silent = serde_json::json!(["ben", "cid", "eve", "idris", "maya"]);
    assert_eq!(closes["who"], silent);
    scene.now("2026-05-13T09:00:00Z");
    let decide = scene.json(&["due"]).0["undated"][0].clone();
    assert_eq!(decide["kind"], "decision");
    assert_eq!(decide["since"], "2026-05-12T09:00:00Z");
    assert_eq!(decide["who"], serde_json::json!(["maya", "idris"]));
}

#[test]
fn nothing_due_is_said_in_every_form() {
    let scene = crate::body::founded();
    scene.tell("due/nothing_due_is_said_in_every_form");
    for format in ["table", "lines", "markdown"] {
        scene.ok(&["due", "--format", format, "--within", "2 weeks"]);
    }
    let (json, _) = scene.json(&["due"]);
    assert_eq!(json["overdue"], serde_json::json!([]));
    let empty = read(&scene.ok(&["due", "--format", "ics"]));
    assert_eq!(empty.len(), 0);
    let csv = self::scene().ok(&["due", "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(
        rows.iter().filter(|row| &row[0] == "OVERDUE (1)").count(),
        1
    );
}

/// The events of a calendar: what RFC 5545 asks of one is asked here, and nothing is forgiven.
fn read(text: &str) -> Vec<BTreeMap<String, String>> {
    let body = text.strip_suffix("\r\n").expect("an end of the last line");
    let raw: Vec<&str> = body.split("\r\n").collect();
    let mut lines: Vec<String> = Vec::new();
    for part in raw {
        assert!(part.len() <= 75, "{} octets: {part}", part.len());
        assert!(!part.contains(|c: char| c.is_control()), "{part:?}");
        match part.strip_prefix(' ') {
            Some(more) => lines.last_mut().expect("a line before").push_str(more),
            None => lines.push(part.to_owned()),
        }
    }
    let mut lines = lines
        .iter()
        .map(|line| line.split_once(':').expect("a colon"));
    assert_eq!(lines.next(), Some(("BEGIN", "VCALENDAR")));
    let (mut events, mut event): (Vec<BTreeMap<String, String>>, _) = (Vec::new(), None);
    let mut head = BTreeMap::new();
    let mut ended = false;
    for (key, value) in lines {
        assert!(!ended, "{key} behind the end");
        assert!(
            key.chars().all(|c| c.is_ascii_uppercase() || c == '-'),
            "{key}"
        );
        match (key, value, event.take()) {
            ("BEGIN", "VEVENT", None) => event = Some(BTreeMap::new()),
            ("END", "VEVENT", Some(whole)) => events.push(whole),
            ("END", "VCALENDAR", None) => ended = true,
            ("BEGIN" | "END", _, _) => panic!("{key}:{value} does not belong here"),
            (_, _, Some(mut open)) => {
                assert_eq!(
                    open.insert(key.to_owned(), plain(key, value)),
                    None,
                    "{key} twice"
                );
                event = Some(open);
            }
            (_, _, None) => assert_eq!(head.insert(key, value), None, "{key} twice"),
        }
    }
    assert!(ended, "no end");
    assert_eq!(head.get("VERSION"), Some(&"2.0"));
    assert!(head.contains_key("PRODID"));
    for event in &events {
        for key in ["UID", "DTSTAMP", "DTSTART", "SUMMARY"] {
            assert!(event.contains_key(key), "{key} is missing in {event:?}");
        }
    }
    let names: BTreeSet<&String> = events.iter().map(|event| &event["UID"]).collect();
    assert_eq!(names.len(), events.len(), "a name twice");
    events
}

/// The value of a property, without its escapes; moments must be whole and in UTC.
fn plain(key: &str, value: &str) -> String {
    if key.starts_with("DT") {
        let digits: Vec<char> = value.chars().collect();
        assert_eq!(
            (digits.len(), digits[8], digits[15]),
            (16, 'T', 'Z'),
            "{value}"
        );
        let others = digits
            .iter()
            .enumerate()
            .filter(|(n, _)| ![8, 15].contains(n));
        assert!(others.map(|(_, c)| c).all(char::is_ascii_digit), "{value}");
        return value.to_owned();
    }
    let (mut out, mut signs) = (String::new(), value.chars());
    while let Some(c) = signs.next() {
        match c {
            '\\' => match signs.next() {
                Some('n') => out.push('\n'),
                Some(c @ ('\\' | ';' | ',')) => out.push(c),
                other => panic!("{other:?} is escaped in {value}"),
            },
            ';' | ',' => panic!("{c} is not escaped in {value}"),
            c => out.push(c),
        }
    }
    out
}

#[test]
fn a_calendar_is_read_by_a_strict_reader() {
    let mut scene = scene();
    scene.tell("due/a_calendar_is_read_by_a_strict_reader");
    let text = scene.ok(&["due", "--format", "ics", "--within", "4 years"]);
    let events = read(&text);
    let starts = [
        ("20260611T100000Z", "retention"),
        ("20260620T000000Z", "Write to the council; now, or"),
        ("20260711T100000Z", "retention"),
        ("20260810T100000Z", "retention"),
        ("20280512T100000Z", "retention"),
        ("20290512T100000Z", "retention"),
    ];
    assert_eq!(events.len(), starts.len());
    for (event, (start, names)) in events.iter().zip(starts) {
        assert_eq!(event["DTSTART"], start, "{event:?}");
        assert!(event["SUMMARY"].contains(names), "{event:?}");
    }
    let kinds: Vec<&str> = events.iter().map(|it| it["CATEGORIES"].as_str()).collect();
    let expected = ["ruling", "action", "answer", "report", "review", "sunset"];
    assert_eq!(kinds, expected);
    assert_eq!(events[1]["DTSTAMP"], "20260514T000000Z");
    let description = &events[1]["DESCRIPTION"];
    assert!(description.contains("ben\n"), "{description}");
    let command = description.lines().next_back();
    assert_eq!(command, Some("plenary meeting done 2026-05-14 1"));
    assert_eq!(events[4]["DTSTAMP"], "20260512T100000Z");
    // Nothing in it depends on when it is written, and what is moved keeps its name.
    scene.now("2026-06-16T10:00:00Z");
    let later = scene.ok(&["due", "--format", "ics", "--within", "4 years"]);
    assert_eq!(later, text);
    let review = ["review", "retention", "kept", "--reason", "x", "--next"];
    scene.ok(&[&review[..], &["2027-01-01T00:00Z"]].concat());
    let moved = read(&scene.ok(&["due", "--format", "ics", "--within", "4 years"]));
    let of = |events: &[BTreeMap<String, String>]| {
        let found = events.iter().find(|event| event["CATEGORIES"] == "review");
        found
            .map(|event| (event["UID"].clone(), event["DTSTART"].clone()))
            .unwrap()
    };
    assert_eq!(of(&moved).0, of(&events).0);
    assert_eq!(of(&moved).1, "20270101T000000Z");
}

#[test]
fn no_words_of_others_break_the_calendar() {
    let scene = open(RULE);
    scene.tell("due/no_words_of_others_break_the_calendar");
    let path = at("proposal.toml");
    let long = "語🗳é, ".repeat(60);
    let name = format!("END:VCALENDAR; BEGIN\\\\:VEVENT\\t\\\\n {long}");
    let milestones: String = (0..3)
        .map(|n| format!("\n[[milestone]]\nname = \"{name}{n}\"\ndue = 2026-05-20T00:00:00Z\n"))
        .collect();
    scene.write(&path, &(scene.read(&path) + &milestones));
    let charter = scene.read("charter.toml");
    let body = charter.replacen("name = \"Test body\"", "name = \"A, B; C\"", 1);
    scene.write("charter.toml", &body);
    scene.commit("Hostile words", "2026-05-03T10:00:00Z");
    let text = scene.ok(&["due", "--format", "ics"]);
    let events = read(&text);
    let milestones: Vec<&BTreeMap<String, String>> = events
        .iter()
        .filter(|event| event["CATEGORIES"] == "milestone")
        .collect();
    assert_eq!(milestones.len(), 3);
    for event in milestones {
        let summary = &event["SUMMARY"];
        said(
            summary,
            &["retention: END:VCALENDAR; BEGIN\\:VEVENT", long.trim()],
        );
    }
}
