//! Tests the notice of a call, printed again while the call is open, extended, withdrawn or decided.

use crate::body::{self, at};
use crate::scene::Scene;
use crate::verified;

const NOTICE: &[&str] = &["call", "notice", "retention"];
const CALL: &str = "calls/1/call.toml";

/// Adds to the record of call 1, as a chair's command does.
fn add(scene: &Scene, text: &str, date: &str) {
    let call = scene.read(&at(CALL));
    scene.write(&at(CALL), &format!("{call}\n{text}"));
    scene.commit("An act of the chair", date);
}

const PUT_OFF: &str = "[[extension]]\ncloses = 2026-05-20T09:00:00Z\nby = \"idris\"\n\
    at = 2026-05-04T09:00:00Z\nreason = '''Ascension Day is in it.'''\n";
const TAKEN_BACK: &str = "[withdrawal]\nby = \"maya\"\nat = 2026-05-05T09:00:00Z\n\
    reason = '''The text was the wrong one.'''\n";

#[test]
fn an_open_call_is_announced_again_in_the_words_of_its_opening() {
    let mut scene = body::proposed("policy");
    scene.tell("notice/an_open_call_is_announced_again_in_the_words_of_its_opening");
    scene.now("2026-05-02T09:00:00Z");
    let opened = scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    let is_notice = |line: &&str| !line.contains("Call 1 on retention opened");
    let again = scene.ok(NOTICE);
    // The second notice has more labels, so its columns are wider.
    let same = |one: &str, other: &str| one.split_whitespace().eq(other.split_whitespace());
    for line in opened.lines().take_while(is_notice) {
        assert!(
            again.lines().any(|other| same(line, other)),
            "{line}: {again}"
        );
    }
    let commit = scene.git(&["rev-parse", "--short=7", "HEAD~"]);
    assert!(again.contains(&commit), "{again}");
    scene.now("2026-05-10T09:00:00Z");
    scene.ok(NOTICE);
}

#[test]
fn names_question_and_rules_are_those_that_the_call_froze() {
    let scene = body::called("lazy");
    scene.tell("notice/names_question_and_rules_are_those_that_the_call_froze");
    let frozen = scene.ok(NOTICE);
    let (first, _) = frozen.split_once('\n').expect("what silence means");
    let proposal = scene.read(&at("proposal.toml"));
    let asked = "question = \"";
    let renamed = proposal
        .replace("title = \"Retention\"", "title = \"Deletion\"")
        .replace(asked, "question = \"Never mind: ");
    assert!(renamed.contains("Deletion") && renamed.contains("Never mind"));
    scene.write(&at("proposal.toml"), &renamed);
    let charter = scene
        .read("charter.toml")
        .replace("silence = \"accept\"", "silence = \"silent\"")
        .replace("name = \"Test body\"", "name = \"Other body\"");
    scene.write("charter.toml", &charter);
    scene.commit("Change what was frozen", "2026-05-03T10:00:00Z");
    assert_eq!(scene.ok(NOTICE), frozen);
    let markdown = scene.ok(&[NOTICE, &["--format", "markdown"]].concat());
    assert!(markdown.starts_with(first), "{markdown}");
    let html = scene.ok(&[NOTICE, &["--format", "html"]].concat());
    let line = format!("<main><p><strong>{}</strong></p>\n<h1>", first.trim_end());
    assert!(html.contains(&line), "{html}");
}

#[test]
fn a_close_that_was_put_off_says_why() {
    let scene = body::called("policy");
    scene.tell("notice/a_close_that_was_put_off_says_why");
    add(&scene, PUT_OFF, "2026-05-04T09:00:00Z");
    scene.ok(NOTICE);
    let (value, _) = scene.json(NOTICE);
    assert_eq!(value["closes"], "2026-05-20T09:00:00Z");
    assert_eq!(value["first-announced"], "2026-05-12T09:00:00Z");
    assert_eq!(value["state"], "open");
    assert_eq!(value["acts"][0]["by"], "idris");
    assert_eq!(value["acts"][0]["reason"], "Ascension Day is in it.");
    assert_eq!(value["seats"], 7);
}

#[test]
fn a_withdrawn_call_says_so_and_asks_for_nothing() {
    let scene = body::called("lazy");
    scene.tell("notice/a_withdrawn_call_says_so_and_asks_for_nothing");
    add(&scene, TAKEN_BACK, "2026-05-05T09:00:00Z");
    let text = scene.ok(NOTICE);
    assert!(!text.contains("plenary position"), "{text}");
}

#[test]
fn the_last_call_is_meant_unless_another_is_named() {
    let mut scene = body::called("lazy");
    scene.tell("notice/the_last_call_is_meant_unless_another_is_named");
    add(&scene, TAKEN_BACK, "2026-05-05T09:00:00Z");
    scene.now("2026-05-06T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-16T09:00Z"]);
    scene.ok(NOTICE);
    scene.ok(&[NOTICE, &["--call", "1"]].concat());
    scene.refused(2, &[NOTICE, &["--call", "3"]].concat());
}

#[test]
fn a_call_that_is_over_says_what_came_of_it() {
    let scene = verified::decided();
    scene.tell("notice/a_call_that_is_over_says_what_came_of_it");
    let (value, _) = scene.json(NOTICE);
    let state = value["state"].as_str().expect("a state");
    assert!(state.starts_with("decided: "), "{state}");
    scene.ok(NOTICE);
    // Silence that has a meaning is then told of in the past.
    let mut lazy = scene.then(body::called("lazy"));
    lazy.now("2026-05-12T10:00:00Z");
    lazy.ok(NOTICE);
}

#[test]
fn without_a_call_there_is_no_notice() {
    let scene = body::proposed("policy");
    scene.tell("notice/without_a_call_there_is_no_notice");
    scene.refused(2, NOTICE);
    scene.refused(2, &[NOTICE, &["--call", "1"]].concat());
    scene.refused(2, &["call", "notice", "retentoin"]);
    let scene = scene.then(body::called("policy"));
    scene.refused(2, &[NOTICE, &["--at", "HEAD~"]].concat());
    scene.ok(&[NOTICE, &["--worktree"]].concat());
}
