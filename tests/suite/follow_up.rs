//! Tests what follows an adopted decision: reports, the addressee's responses, reviews, its end.

use crate::appeals::{CONSENSUS, MOST, RULE, adopted, open};
use crate::body::{self, at, give, said};
use crate::how_to;

const HOW_TO: &str = "docs/how-to/after-the-decision.md";

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
    scene.tell("follow_up/a_report_is_given_by_those_who_know");
    let under_way = [
        "implement",
        "report",
        "retention",
        "--progress",
        "under-way",
    ];
    let by = |who: &'static str| [&under_way[..], &["--text", "Half of it.", "--as", who]].concat();
    scene.refused(1, &by("ben"));
    scene.refused(2, &[&under_way[..], &["--as", "ann"]].concat());
    let typo = ["implement", "report", "retention", "--progress", "doen"];
    scene.refused(2, &typo);
    scene.now("2026-06-01T10:00:00Z");
    scene.ok(&by("ann"));
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
    let standing = first["standing"].as_str().expect("where it stands");
    assert!(standing.contains("adopted"), "{standing}");
    assert_eq!(first["reports"][1]["progress"], "done");
    assert_eq!(first["answers"][0]["text"], "We shall\ndo so.\n");
    assert_eq!(first["reviews"][0]["next"], "2028-06-02T10:00:00Z");
    scene.ok(&["implement", "show", "retention"]);
    scene.ok(&["show", "retention"]);
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
}

#[test]
fn only_a_chair_or_a_secretary_records_the_answers_of_others() {
    let scene = adopted(RULE);
    scene.tell("follow_up/only_a_chair_or_a_secretary_records_the_answers_of_others");
    let by = |who: &'static str| [&ACCEPTED[..], &["--as", who]].concat();
    scene.refused(1, &by("ann"));
    let nobody = ["implement", "answer", "retention", "noted", "--from", " "];
    scene.refused(2, &[&nobody[..], &["--text", "x"]].concat());
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
    scene.tell("follow_up/only_what_was_adopted_and_binds_is_carried_out");
    scene.refused(1, &DONE);
    scene.ok(&["implement", "show", "retention"]);
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
    copy.refused(1, &DONE);
    scene.ok(&CONSENSUS);
    scene.ok(&["implement", "show", "retention"]);
    let appeal = ["appeal", "open", "retention", "--ground", "process"];
    let why = ["--problem", "p", "--asks", "a", "--as", "cid"];
    scene.ok(&[&appeal[..], &why].concat());
    scene.ok(&DONE);
    let ruling = ["appeal", "close", "retention", "cid", "upheld"];
    scene.ok(&[&ruling[..], &["--reason", "r", "--as", "eve"]].concat());
    scene.refused(1, &DONE);
    scene.refused(1, &ACCEPTED);
    let review = ["review", "retention", "kept", "--reason", "x"];
    scene.refused(1, &review);
}

#[test]
fn a_review_moves_the_next_one() {
    let mut scene = adopted(RULE);
    scene.tell("follow_up/a_review_moves_the_next_one");
    let review = |more: &[&'static str]| [&["review", "retention"], more].concat();
    scene.refused(1, &review(&["kept", "--reason", "x", "--as", "ann"]));
    scene.refused(2, &review(&["kept"]));
    scene.now("2026-10-01T10:00:00Z");
    let past = ["kept", "--reason", "x", "--next", "2026-10-01T10:00Z"];
    scene.refused(2, &review(&past));
    let next = ["--next", "2027-02-01T00:00Z"];
    scene.ok(&review(
        &[&["kept", "--reason", "Good."][..], &next].concat(),
    ));
    let (due, _) = scene.json(&["due", "--within", "10 years"]);
    let reviews: Vec<&str> = due["coming"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["kind"] == "review")
        .filter_map(|line| line["due"].as_str())
        .collect();
    assert_eq!(reviews, ["2027-02-01T00:00:00Z"]);
    scene.ok(&review(&["to-end", "--reason", "Nobody needs it."]));
}

#[test]
fn without_a_span_of_the_track_a_review_sets_no_other() {
    let scene = adopted("appeal = \"30d\"\n");
    scene.tell("follow_up/without_a_span_of_the_track_a_review_sets_no_other");
    scene.ok(&["review", "retention", "kept", "--reason", "x"]);
}

#[test]
fn a_decision_lapses_and_is_replaced() {
    let mut scene = adopted(RULE);
    scene.tell("follow_up/a_decision_lapses_and_is_replaced");
    scene.ok(&["log"]);
    let lapsed = ["log", "--now", "2029-05-12T10:00Z"];
    scene.ok(&lapsed);
    let (log, _) = scene.json(&lapsed);
    assert_eq!(log["decisions"][0]["binds"], false);
    scene.ok(&["show", "retention", "--now", "2029-05-12T10:00Z"]);
    scene.now("2029-06-01T10:00:00Z");
    scene.refused(1, &DONE);
    let early = scene.json(&["status", "retention", "--now", "2026-05-13T10:00Z"]);
    assert_eq!(early.0["decided"]["binds"], true);
    scene.ok(&["status", "retention", "--now", "2026-05-13T10:00Z"]);

    let mut scene = scene.then(adopted(RULE));
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
    scene.ok(&["log"]);
    scene.ok(&["show", "retention"]);
    scene.ok(&["show", "shorter"]);
    scene.ok(&["status", "retention"]);
    scene.refused(1, &DONE);
    // The decision that replaced it is reversed: the old decision is in force again.
    let appeal = ["appeal", "open", "shorter", "--ground", "process"];
    let why = ["--problem", "p", "--asks", "a", "--as", "cid"];
    scene.ok(&[&appeal[..], &why].concat());
    let ruling = ["appeal", "close", "shorter", "cid", "remanded"];
    scene.ok(&[&ruling[..], &["--reason", "r", "--as", "eve"]].concat());
    scene.ok(&["log"]);
    let (log, _) = scene.json(&["log"]);
    let binds = |n: usize| log["decisions"][n]["binds"].clone();
    assert_eq!((binds(0), binds(1)), (false.into(), true.into()));
    scene.ok(&DONE);
    scene.ok(&["verify"]);
}

#[test]
fn a_dry_run_writes_nothing() {
    let scene = adopted(RULE);
    scene.tell("follow_up/a_dry_run_writes_nothing");
    let before = scene.git(&["rev-parse", "HEAD"]);
    scene.ok(&[&DONE[..], &["--dry-run"]].concat());
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), before);
    assert!(!scene.path(&body::at("calls/1/follow-up.toml")).exists());
}

#[test]
fn the_page_on_what_follows_is_typed_as_it_stands() {
    let page = how_to::read(HOW_TO);
    let mut blocks = page.split("```");
    let rule = blocks.nth(1).and_then(|block| block.strip_prefix("toml\n"));
    let mut scene = adopted(rule.expect("the track's rule"));
    scene.tell("follow_up/the_page_on_what_follows_is_typed_as_it_stands");
    let commands = blocks.skip(1).step_by(2);
    let commands = commands.filter(|block| block.starts_with('\n'));
    let mut printed = Vec::new();
    for (block, day) in commands.zip(13..) {
        scene.now(&format!("2026-05-{day}T10:00:00Z"));
        for words in how_to::commands(&format!("```{block}```")) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            printed.push(scene.ok(&words));
        }
    }
    how_to::shows(HOW_TO, &printed);
    scene.ok(&["log"]);
    scene.ok(&["status", "retention"]);
}
