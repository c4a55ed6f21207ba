//! What follows an adopted decision: reports, the addressee's answers, reviews, its end.

use crate::appeals::{CONSENSUS, MOST, RULE, adopted, open};
use crate::body::{self, at, give, said};

const HOW_TO: &str = include_str!("../../docs/how-to/after-the-decision.md");

const DONE: [&str; 7] = [
    "implement",
    "report",
    "retention",
    "--progress",
    "done",
    "--text",
    "It is built.",
];
const ACCEPTED: [&str; 8] = [
    "implement",
    "answer",
    "retention",
    "accepted",
    "--from",
    "City council",
    "--text",
    "We shall do so.",
];

#[test]
fn a_report_is_given_by_those_who_know() {
    let mut scene = adopted(RULE);
    let under_way = [
        "implement",
        "report",
        "retention",
        "--progress",
        "under-way",
    ];
    let by = |who: &'static str| [&under_way[..], &["--text", "Half of it.", "--as", who]].concat();
    said(
        &scene.refused(1, &by("ben")),
        &[
            "ben is neither an author",
            "the turn of ann, maya, idris or sec",
        ],
    );
    said(
        &scene.refused(2, &[&under_way[..], &["--as", "ann"]].concat()),
        &["the report is empty", "--text"],
    );
    let typo = ["implement", "report", "retention", "--progress", "doen"];
    said(&scene.refused(2, &typo), &["did you mean done?"]);
    scene.now("2026-06-01T10:00:00Z");
    let told = scene.ok(&by("ann"));
    said(&told, &["Reported on retention: under way."]);
    scene.now("2026-06-02T10:00:00Z");
    let evidence = ["--evidence", "https://example.org/built", "--as", "sec"];
    scene.ok(&[&DONE[..], &evidence].concat());
    let path = at("calls/1/follow-up.toml");
    assert_eq!(
        scene.read(&path),
        "[[report]]\nby = \"ann\"\nat = 2026-06-01T10:00:00Z\nprogress = \"under-way\"\ntext = \
         '''Half of it.'''\n\n[[report]]\nby = \"sec\"\nat = 2026-06-02T10:00:00Z\nprogress = \
         \"done\"\ntext = '''It is built.'''\nevidence = \"https://example.org/built\"\n"
    );
    scene.write(".git/words.md", "We shall\ndo so.\n");
    let from = ["--from", "City council", "--text-file", ".git/words.md"];
    let answer = ["implement", "answer", "retention", "partly"];
    scene.ok(&[&answer[..], &from, &["--as", "sec"]].concat());
    scene.ok(&["review", "retention", "kept", "--reason", "It works."]);
    let (shown, _) = scene.json(&["implement", "show", "retention"]);
    let first = &shown["decisions"][0];
    assert_eq!(first["standing"], "adopted, in force");
    assert_eq!(first["reports"][1]["progress"], "done");
    assert_eq!(first["answers"][0]["text"], "We shall\ndo so.\n");
    assert_eq!(first["reviews"][0]["next"], "2028-06-02T10:00:00Z");
    let page = scene.ok(&["implement", "show", "retention"]);
    said(
        &page,
        &[
            "Call 1: adopted, in force",
            "Answer of City council, recorded by sec, Tue 2 Jun 2026 10:00 UTC: partly:\n  | We \
             shall\n  | do so.",
            "Report of ann, Mon 1 Jun 2026 10:00 UTC: under-way:\n  | Half of it.",
            "Evidence: https://example.org/built",
            "Review by maya, Tue 2 Jun 2026 10:00 UTC: kept:\n  | It works.",
            "To be looked at again by Fri 2 Jun 2028 10:00 UTC.",
        ],
    );
    said(&scene.ok(&["show", "retention"]), &["Report of sec"]);
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
}

#[test]
fn only_a_chair_or_a_secretary_records_the_answers_of_others() {
    let scene = adopted(RULE);
    let by = |who: &'static str| [&ACCEPTED[..], &["--as", who]].concat();
    said(
        &scene.refused(1, &by("ann")),
        &["ann is neither a chair", "the turn of maya, idris or sec"],
    );
    let nobody = ["implement", "answer", "retention", "noted", "--from", " "];
    said(
        &scene.refused(2, &[&nobody[..], &["--text", "x"]].concat()),
        &["who answered is empty", "--from"],
    );
    scene.ok(&by("idris"));
    said(
        &scene.read(&at("calls/1/follow-up.toml")),
        &[
            "[[answer]]",
            "from = \"City council\"",
            "verdict = \"accepted\"",
        ],
    );
}

#[test]
fn only_what_was_adopted_and_binds_is_carried_out() {
    let mut scene = open(RULE);
    said(
        &scene.refused(1, &DONE),
        &["retention has not been decided", "plenary status retention"],
    );
    let shown = scene.ok(&["implement", "show", "retention"]);
    said(&shown, &["retention has not been decided."]);
    give(&scene, &MOST[..4]);
    scene.now("2026-05-12T10:00:00Z");
    let divided = [
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ];
    let copy = scene.copy();
    copy.ok(&[&divided[..], &["--reason", "x"]].concat());
    said(
        &copy.refused(1, &DONE),
        &["decided as no-consensus, and only what was adopted"],
    );
    scene.ok(&CONSENSUS);
    said(
        &scene.ok(&["implement", "show", "retention"]),
        &["No report, no answer and no review is on record."],
    );
    let appeal = ["appeal", "open", "retention", "--ground", "process"];
    let why = ["--problem", "p", "--asks", "a", "--as", "cid"];
    scene.ok(&[&appeal[..], &why].concat());
    scene.ok(&DONE);
    let ruling = ["appeal", "close", "retention", "cid", "upheld"];
    scene.ok(&[&ruling[..], &["--reason", "r", "--as", "eve"]].concat());
    said(
        &scene.refused(1, &DONE),
        &["binds nobody any more: upheld on the appeal of cid"],
    );
    said(&scene.refused(1, &ACCEPTED), &["binds nobody any more"]);
    let review = ["review", "retention", "kept", "--reason", "x"];
    said(&scene.refused(1, &review), &["binds nobody any more"]);
}

#[test]
fn a_review_moves_the_next_one() {
    let mut scene = adopted(RULE);
    let review = |more: &[&'static str]| [&["review", "retention"], more].concat();
    said(
        &scene.refused(1, &review(&["kept", "--reason", "x", "--as", "ann"])),
        &[
            "only a chair may record a review",
            "the turn of maya or idris",
        ],
    );
    said(
        &scene.refused(2, &review(&["kept"])),
        &["the reason is empty", "--reason"],
    );
    scene.now("2026-10-01T10:00:00Z");
    let past = ["kept", "--reason", "x", "--next", "2026-10-01T10:00Z"];
    said(
        &scene.refused(2, &review(&past)),
        &["not after now (2026-10-01T10:00:00Z)", "--next"],
    );
    let next = ["--next", "2027-02-01T00:00Z"];
    let told = scene.ok(&review(
        &[&["kept", "--reason", "Good."][..], &next].concat(),
    ));
    said(
        &told,
        &["was reviewed: kept", "by Mon 1 Feb 2027 00:00 UTC"],
    );
    let (due, _) = scene.json(&["due", "--within", "10 years"]);
    let reviews: Vec<&str> = due["coming"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["kind"] == "review")
        .filter_map(|line| line["at"].as_str())
        .collect();
    assert_eq!(reviews, ["2027-02-01T00:00:00Z"]);
    let told = scene.ok(&review(&["to-end", "--reason", "Nobody needs it."]));
    said(
        &told,
        &[
            "reviewed: to end",
            "plenary propose … --supersedes retention",
        ],
    );
}

#[test]
fn without_a_span_of_the_track_a_review_sets_no_other() {
    let scene = adopted("appeal = \"30d\"\n");
    let told = scene.ok(&["review", "retention", "kept", "--reason", "x"]);
    said(&told, &["No further review is set."]);
}

#[test]
fn a_decision_lapses_and_is_replaced() {
    let mut scene = adopted(RULE);
    said(&scene.ok(&["log"]), &["in force"]);
    let lapsed = ["log", "--now", "2029-05-12T10:00Z"];
    said(&scene.ok(&lapsed), &["lapsed on 2029-05-12"]);
    let (log, _) = scene.json(&lapsed);
    assert_eq!(log["decisions"][0]["binds"], false);
    let shown = scene.ok(&["show", "retention", "--now", "2029-05-12T10:00Z"]);
    said(
        &shown,
        &["(decided: adopted; lapsed on 2029-05-12)", "Lapses  "],
    );
    scene.now("2029-06-01T10:00:00Z");
    said(&scene.refused(1, &DONE), &["lapsed on 2029-05-12"]);
    let early = scene.json(&["status", "retention", "--now", "2026-05-13T10:00Z"]);
    assert_eq!(early.0["decided"]["standing"], "in force");

    let mut scene = adopted(RULE);
    scene.write(".git/other.md", "Another text.\n");
    let other = ["propose", "Shorter", "--text", ".git/other.md", "--track"];
    let replaces = ["policy", "--supersedes", "retention", "--as", "ann"];
    scene.ok(&[&other[..], &replaces].concat());
    scene.ok(&["call", "open", "shorter", "--closes", "2026-05-22T10:00Z"]);
    for (who, value) in MOST {
        scene.ok(&["position", "shorter", value, "--as", who]);
    }
    scene.now("2026-05-22T11:00:00Z");
    let decide = ["decide", "shorter", "--designation", "consensus"];
    scene.ok(&[&decide[..], &["--sign-off"]].concat());
    said(
        &scene.ok(&["log"]),
        &["superseded by shorter", "replaces retention"],
    );
    let old = scene.ok(&["show", "retention"]);
    said(
        &old,
        &[
            "(decided: adopted; superseded by shorter)",
            "Superseded by  shorter",
        ],
    );
    said(&scene.ok(&["show", "shorter"]), &["Supersedes"]);
    said(
        &scene.ok(&["status", "retention"]),
        &["superseded by shorter"],
    );
    said(&scene.refused(1, &DONE), &["superseded by shorter"]);
    // What replaced it is taken back: the old decision holds again.
    let appeal = ["appeal", "open", "shorter", "--ground", "process"];
    let why = ["--problem", "p", "--asks", "a", "--as", "cid"];
    scene.ok(&[&appeal[..], &why].concat());
    let ruling = ["appeal", "close", "shorter", "cid", "remanded"];
    scene.ok(&[&ruling[..], &["--reason", "r", "--as", "eve"]].concat());
    let (log, _) = scene.json(&["log"]);
    let standing = |n: usize| log["decisions"][n]["standing"].clone();
    assert_eq!(standing(0), "remanded on the appeal of cid");
    assert_eq!(standing(1), "in force");
    scene.ok(&DONE);
    scene.ok(&["verify"]);
}

#[test]
fn a_dry_run_writes_nothing() {
    let scene = adopted(RULE);
    let before = scene.git(&["rev-parse", "HEAD"]);
    let shown = scene.ok(&[&DONE[..], &["--dry-run"]].concat());
    said(&shown, &["Nothing was written", "progress = \"done\""]);
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), before);
    assert!(!scene.path(&body::at("calls/1/follow-up.toml")).exists());
}

/// The words of a command as a shell splits them; only double quotes are known.
fn split(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (n, part) in line.split('"').enumerate() {
        match n % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

#[test]
fn the_page_on_what_follows_is_typed_as_it_stands() {
    let mut blocks = HOW_TO.split("```");
    let rule = blocks.nth(1).and_then(|block| block.strip_prefix("toml\n"));
    let mut scene = adopted(rule.expect("the track's rule"));
    let commands = blocks.skip(1).step_by(2);
    let mut typed = 0;
    for (block, day) in commands.zip(13..) {
        scene.now(&format!("2026-05-{day}T10:00:00Z"));
        for line in block.lines().filter(|line| !line.is_empty()) {
            let words = split(line.strip_prefix("plenary ").expect("a command"));
            scene.ok(&words.iter().map(String::as_str).collect::<Vec<_>>());
            typed += 1;
        }
    }
    assert_eq!(
        typed,
        HOW_TO
            .lines()
            .filter(|line| line.starts_with("plenary "))
            .count()
    );
    said(&scene.ok(&["log"]), &["remanded on the appeal of cid"]);
    said(&scene.ok(&["status", "retention"]), &["call 2 (open)"]);
}
