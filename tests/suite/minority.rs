//! Tests minority statements: in their authors' own words, within the rule of the charter, part of the decision.

use crate::body::{self, at, give, object, said};
use crate::designation::{MOST, called, over};
use crate::scene::Scene;

const RULE: &str = "minority = { words = 5, within = \"3d\" }\n";
const DECIDE: [&str; 5] = [
    "decide",
    "retention",
    "--designation",
    "consensus",
    "--sign-off",
];

fn text<'a>(words: &'a str, by: &'a str) -> [&'a str; 6] {
    ["minority", "retention", "--text", words, "--as", by]
}

fn join<'a>(whose: &'a str, by: &'a str) -> [&'a str; 6] {
    ["minority", "retention", "--join", whose, "--as", by]
}

fn back(by: &str) -> [&str; 5] {
    ["minority", "retention", "--withdraw", "--as", by]
}

fn decision(scene: &Scene) -> String {
    scene.read(&at("calls/1/decision.toml"))
}

#[test]
fn a_statement_is_filed_joined_and_bound_into_the_decision() {
    let mut scene = called(RULE);
    scene.tell("minority/a_statement_is_filed_joined_and_bound_into_the_decision");
    give(&scene, MOST);
    scene.refused(1, &text("one two three four five six seven", "eve"));
    scene.ok(&text("Too\nlong for us.", "eve"));
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&join("eve", "dee"));
    scene.ok(&join("eve", "obs"));
    scene.refused(5, &DECIDE);
    scene.ok(&["status", "retention"]);
    scene.now("2026-05-15T08:59:59Z");
    scene.ok(&back("obs"));
    scene.now("2026-05-15T09:00:00Z");
    scene.refused(1, &text("Late.", "cid"));
    scene.refused(1, &join("eve", "cid"));
    scene.ok(&DECIDE);
    let record = decision(&scene);
    said(
        &record,
        &[
            "[[minority]]\nby = \"eve\"\nposition = \"disagree\"\njoined-by = [\"dee\"]\nsha256 = \"",
        ],
    );
    assert_eq!(record.matches("[[minority]]").count(), 1);
    scene.ok(&["verify"]);
    scene.ok(&["show", "retention"]);
    let (value, _) = scene.json(&["show", "retention"]);
    assert_eq!(value["around"][0]["minority"][0]["by"], "eve");
    assert_eq!(value["around"][0]["minority"][0]["joined-by"][0], "dee");
    for refused in [&text("x", "cid")[..], &join("eve", "cid"), &back("eve")] {
        scene.refused(1, refused);
    }
    scene.write(&at("calls/1/minority/cid.toml"), "text = \"Me, too.\"\n");
    scene.commit("After the decision", "2026-05-16T09:00:00Z");
    let (value, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(1));
    assert_eq!(value["check"]["findings"][0]["code"], "D404");
}

#[test]
fn what_may_not_be_filed_or_joined() {
    let none = body::proposed("policy");
    none.refused(1, &text("x", "eve"));
    let scene = over("");
    scene.tell("minority/what_may_not_be_filed_or_joined");
    let filed = |exit: i32, words: &[&str]| scene.refused(exit, words);
    filed(2, &["minority", "retention"]);
    filed(2, &[&text("x", "eve")[..], &["--join", "dee"]].concat());
    filed(2, &text(" ", "eve"));
    filed(2, &text("a\u{1b}]0;x", "eve"));
    filed(1, &join("dee", "eve"));
    filed(2, &join("eve", "eve"));
    filed(2, &join("nobody", "eve"));
    filed(1, &back("eve"));
    scene.ok(&text("Mine.", "eve"));
    scene.ok(&join("eve", "dee"));
    filed(1, &join("dee", "ben"));
    filed(1, &text("Other words.", "eve"));
    scene.ok(&back("dee"));
    scene.ok(&text("Other words.", "eve"));
    scene.ok(&back("eve"));
    filed(1, &back("eve"));
    filed(1, &join("eve", "dee"));
    scene.write(".git/long.txt", &"long words ".repeat(6_000));
    let file = ["minority", "retention", "--text-file", ".git/long.txt"];
    filed(1, &file);
    let short = ["minority", "retention", "--file", ".git/long.txt"];
    filed(1, &short);
    scene.ok(&DECIDE);
    assert!(!decision(&scene).contains("[[minority]]"));
    let shown = scene.ok(&["show", "retention"]);
    assert!(!shown.contains("Other words."), "{shown}");
    scene.ok(&["verify"]);
}

#[test]
fn whoever_joined_what_was_taken_back_is_still_named() {
    let scene = over("");
    scene.tell("minority/whoever_joined_what_was_taken_back_is_still_named");
    scene.ok(&text("Mine.", "eve"));
    scene.ok(&join("eve", "dee"));
    scene.ok(&back("eve"));
    scene.ok(&DECIDE);
    said(
        &decision(&scene),
        &["[[minority]]\nby = \"dee\"\njoins = \"eve\"\nposition = \"support\"\n"],
    );
    scene.ok(&["verify"]);
}

#[test]
fn nobody_waits_where_nobody_is_against_it() {
    let mut scene = called(RULE);
    scene.tell("minority/nobody_waits_where_nobody_is_against_it");
    give(&scene, &MOST[..4]);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&DECIDE);
    scene.ok(&["verify"]);

    let mut scene = scene.then(called(RULE));
    give(&scene, &MOST[..4]);
    object(&scene);
    scene.ok(&["respond", "cid.cost", "It is less."]);
    scene.ok(&[
        "dispose",
        "cid.cost",
        "stands",
        "--reason",
        "It was weighed.",
    ]);
    scene.now("2026-05-12T10:00:00Z");
    scene.refused(5, &DECIDE);
}

#[test]
fn words_meant_to_do_harm_stay_words() {
    let scene = over("");
    scene.tell("minority/words_meant_to_do_harm_stay_words");
    let words = "''' \"\"\" \\ # seal 0\n[[counted]]\npath = 'x'\n| a | <b>\n```\n# Heading";
    scene.ok(&text(words, "eve"));
    scene.ok(&["check"]);
    scene.ok(&DECIDE);
    scene.ok(&["verify"]);
    let (value, _) = scene.json(&["show", "retention"]);
    let shown = value["around"][0]["minority"][0]["text"].as_str();
    assert_eq!(shown.map(str::trim_end), Some(words));
    let page = scene.ok(&["show", "retention", "--format", "markdown"]);
    assert!(!page.contains("\n# Heading"), "{page}");
}

#[test]
fn where_drafts_can_be_challenged_the_time_counts_from_the_last_draft() {
    let rules = "challenge = \"1d\"\nminority = { within = \"3d\" }\n";
    let mut scene = over(rules);
    let draft = [
        "designate",
        "retention",
        "consensus",
        "--reason",
        "So it is.",
    ];
    let (due, _) = scene.json(&["due"]);
    let ends = |due: &serde_json::Value| {
        let all = due["coming"].as_array().expect("a list").iter();
        let of_minority = all.filter(|each| each["kind"] == "minority-ends");
        of_minority
            .map(|each| each["due"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ends(&due), Vec::<serde_json::Value>::new(), "{due}");
    // Four days after the close there is still no draft to disagree with, and all the time there is.
    scene.now("2026-05-16T10:00:00Z");
    scene.ok(&text("Before any draft.", "cid"));
    scene.ok(&draft);
    scene.now("2026-05-18T10:00:00Z");
    scene.ok(&[&draft[..], &["--as", "idris"]].concat());
    let (due, _) = scene.json(&["due"]);
    assert_eq!(ends(&due), ["2026-05-21T10:00:00Z"], "{due}");
    scene.now("2026-05-20T10:00:00Z");
    scene.ok(&["designate", "retention", "--confirm"]);
    scene.ok(&text("After the last.", "eve"));
    let wait = scene.refused(5, &["decide", "retention", "--sign-off"]);
    said(&wait, &["Thu 21 May 2026 10:00 UTC"]);
    scene.now("2026-05-21T10:00:00Z");
    said(
        &scene.refused(1, &text("Late.", "dee")),
        &["Thu 21 May 2026 10:00 UTC"],
    );
    said(&scene.ok(&["charter", "explain", "policy"]), &["3 days"]);
    scene.ok(&["decide", "retention", "--sign-off"]);
    scene.ok(&["verify"]);
}
