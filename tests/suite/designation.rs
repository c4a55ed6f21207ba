//! Tests the designation of a call: drafts, challenges, answers and the confirmation, and what a decision makes of
//! them.

use std::process::Stdio;

use crate::body::{self, at, give, said};
use crate::how_to;
use crate::scene::Scene;

const PAGE: &str = "docs/how-to/decide.md";

pub(crate) const MOST: &[(&str, &str)] = &[
    ("maya", "support"),
    ("ann", "accept"),
    ("ben", "support"),
    ("dee", "support"),
    ("eve", "disagree"),
];

/// A call on the track `policy` with further rules, open from 2 May until 12 May, 09:00 UTC.
pub(crate) fn called(rules: &str) -> Scene {
    crate::kept::scene(&format!("designation/called/{rules}"), || {
        let mut scene = body::proposed("policy");
        let charter = scene.read("charter.toml");
        let title = "title = \"Track policy\"\n";
        assert!(charter.contains(title));
        // A rule of its own takes the place of the body's.
        let charter = match rules.contains("sign-offs") {
            true => charter.replace("sign-offs = 1\n", ""),
            false => charter,
        };
        scene.write(
            "charter.toml",
            &charter.replace(title, &format!("{title}{rules}")),
        );
        scene.commit("More rules", "2026-05-01T10:00:00Z");
        scene.now("2026-05-02T09:00:00Z");
        scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
        scene.now("2026-05-03T09:00:00Z");
        scene
    })
}

/// The same, over, with an hour gone since: four are for it, one is against it.
pub(crate) fn over(rules: &str) -> Scene {
    crate::kept::scene(&format!("designation/over/{rules}"), || {
        let mut scene = called(rules);
        give(&scene, MOST);
        scene.now("2026-05-12T10:00:00Z");
        scene
    })
}

const WEEK: &str = "challenge = \"7d\"\n";
const DECIDE: [&str; 3] = ["decide", "retention", "--sign-off"];

fn draft<'a>(level: &'a str, by: &'a str) -> [&'a str; 7] {
    let reason = "So it stands.";
    [
        "designate",
        "retention",
        level,
        "--reason",
        reason,
        "--as",
        by,
    ]
}

fn dispute<'a>(reason: &'a str, by: &'a str) -> [&'a str; 6] {
    ["challenge", "retention", "--reason", reason, "--as", by]
}

fn reply<'a>(challenge: &'a str, text: &'a str, by: &'a str) -> [&'a str; 8] {
    [
        "designate",
        "retention",
        "--answer",
        challenge,
        "--text",
        text,
        "--as",
        by,
    ]
}

const CONFIRM: [&str; 3] = ["designate", "retention", "--confirm"];

#[test]
fn a_designation_is_drafted_challenged_revised_confirmed_and_decided() {
    let mut scene = over(WEEK);
    scene.tell("designation/a_designation_is_drafted_challenged_revised_confirmed_and_decided");
    scene.refused(1, &DECIDE);
    scene.refused(1, &dispute("Why?", "obs"));
    scene.refused(1, &CONFIRM);
    scene.ok(&draft("divided", "maya"));
    scene.refused(5, &CONFIRM);
    scene.now("2026-05-13T10:00:00Z");
    scene.ok(&dispute("Four of five are for it.", "obs"));
    scene.ok(&dispute("Four of five are for it: count again.", "obs"));
    scene.refused(1, &CONFIRM);
    scene.ok(&reply("obs.1", "You are right.", "idris"));
    scene.refused(1, &dispute("Once more.", "obs"));
    scene.now("2026-05-14T10:00:00Z");
    scene.ok(&draft("consensus", "idris"));
    scene.ok(&["designate", "retention"]);
    scene.now("2026-05-21T09:59:59Z");
    scene.refused(5, &DECIDE);
    scene.now("2026-05-21T10:00:00Z");
    scene.refused(1, &dispute("Too late.", "obs"));
    scene.refused(1, &DECIDE);
    scene.ok(&CONFIRM);
    scene.ok(&CONFIRM);
    let other = [&DECIDE[..], &["--designation", "divided", "--reason", "x"]].concat();
    scene.refused(1, &other);
    scene.ok(&DECIDE);
    scene.ok(&["verify"]);
    said(
        &scene.read(&at("calls/1/decision.toml")),
        &[
            "[[draft]]\nnumber = 1\nlevel = \"divided\"\ncomputed = \"consensus\"\nby = \"maya\"\n",
            "[[draft]]\nnumber = 2\nlevel = \"consensus\"\n",
            "[[challenge]]\nid = \"obs.1\"\n",
            "[[challenge.answer]]\nby = \"idris\"\n",
        ],
    );
    scene.ok(&["show", "retention"]);
    for refused in [
        &draft("divided", "maya")[..],
        &CONFIRM,
        &dispute("x", "obs"),
    ] {
        scene.refused(1, refused);
    }
    let (value, exit) = scene.json(&["designate", "retention"]);
    assert_eq!(exit, Some(0));
    assert_eq!(value["decided"], true);
    assert_eq!(value["drafts"][0]["challenges"][0]["challenge"], "obs.1");
    assert_eq!(value["drafts"][1]["read"]["challenges"], 1);
    assert_eq!(value["confirmed"]["by"], "maya");
}

#[test]
fn nobody_designates_too_early_or_without_right() {
    let open = called(WEEK);
    open.refused(5, &draft("divided", "maya"));
    open.refused(5, &dispute("x", "obs"));
    let none = body::proposed("policy");
    none.refused(1, &draft("divided", "maya"));

    let scene = over(WEEK);
    scene.tell("designation/nobody_designates_too_early_or_without_right");
    scene.refused(1, &draft("divided", "ann"));
    scene.refused(2, &draft("agreed", "maya"));
    scene.refused(2, &["designate", "retention", "divided"]);
    let hostile = [
        "designate",
        "retention",
        "divided",
        "--reason",
        "a\u{1b}[2J",
    ];
    scene.refused(2, &hostile);
    scene.refused(2, &["designate", "retention", "--text", "x"]);
    scene.refused(
        2,
        &[&draft("divided", "maya")[..], &["--worktree"]].concat(),
    );
    scene.ok(&draft("divided", "maya"));
    scene.refused(1, &reply("obs.1", "x", "ann"));
    scene.refused(2, &reply("obs.1", "x", "maya"));
    scene.ok(&dispute("x", "obs"));
    scene.refused(2, &reply("obs.2", "x", "maya"));
    scene.refused(2, &reply("obs.1", " ", "maya"));
    scene.refused(2, &dispute("x", "stranger"));
}

#[test]
fn a_chair_with_a_conflict_leaves_the_designation_to_another() {
    let mut scene = called(WEEK);
    scene.tell("designation/a_chair_with_a_conflict_leaves_the_designation_to_another");
    give(&scene, &MOST[1..]);
    scene.ok(&["position", "retention", "recuse", "--as", "maya"]);
    scene.now("2026-05-12T10:00:00Z");
    scene.refused(1, &draft("consensus", "maya"));
    scene.ok(&draft("consensus", "idris"));
    scene.now("2026-05-19T10:00:00Z");
    scene.refused(1, &CONFIRM);
    scene.ok(&[&CONFIRM[..], &["--as", "idris"]].concat());
    scene.ok(&[&DECIDE[..], &["--as", "idris"]].concat());
    scene.ok(&["verify"]);
}

#[test]
fn a_challenge_that_is_answered_may_be_typed_short() {
    let mut scene = over(WEEK);
    scene.ok(&draft("consensus", "maya"));
    scene.now("2026-05-13T10:00:00Z");
    for who in ["obs", "eve", "dee"] {
        scene.ok(&dispute("Count again.", who));
    }
    let answered = || -> Vec<String> {
        let record = scene.read(&at("calls/1/designation.toml"));
        let ids = record
            .lines()
            .filter_map(|line| line.strip_prefix("challenge = "));
        ids.map(|id| id.trim_matches('"').to_owned()).collect()
    };
    scene.ok(&reply("o.1", "It was right.", "maya"));
    scene.ok(&reply("ev.", "It was right.", "maya"));
    assert_eq!(answered(), ["obs.1", "eve.1"]);
    // A former id of the challenger means the same challenge.
    scene.ok(&reply("dora.1", "It was right.", "maya"));
    assert_eq!(answered(), ["obs.1", "eve.1", "dee.1"]);
    let none = scene.refused(2, &reply("obs.2", "It was right.", "maya"));
    said(&none, &["obs.2", "obs.1"]);
    // A draft alone is nobody's challenge.
    let whose = scene.refused(2, &reply(".1", "It was right.", "maya"));
    said(&whose, &["dee.1"]);
}

#[test]
fn a_challenge_that_is_taken_back_needs_no_answer() {
    let mut scene = over(WEEK);
    scene.tell("designation/a_challenge_that_is_taken_back_needs_no_answer");
    scene.ok(&draft("consensus", "maya"));
    let back = ["challenge", "retention", "--withdraw", "--as", "cid"];
    scene.refused(1, &back);
    scene.ok(&dispute("Not so.", "cid"));
    scene.now("2026-05-19T11:00:00Z");
    scene.refused(1, &CONFIRM);
    scene.ok(&[&back[..], &["--reason", "I see."]].concat());
    scene.refused(1, &reply("cid.1", "x", "maya"));
    scene.ok(&CONFIRM);
    scene.ok(&DECIDE);
    said(
        &scene.read(&at("calls/1/decision.toml")),
        &["withdrawn = true\nwithdrawn-reason = '''I see.'''"],
    );
    scene.ok(&["verify"]);
}

#[test]
fn a_further_draft_takes_the_confirmation_back() {
    let mut scene = over(WEEK);
    scene.tell("designation/a_further_draft_takes_the_confirmation_back");
    scene.ok(&draft("consensus", "maya"));
    scene.now("2026-05-19T11:00:00Z");
    scene.ok(&CONFIRM);
    scene.ok(&draft("divided", "idris"));
    scene.refused(5, &[&DECIDE[..], &["--reason", "x"]].concat());
    scene.now("2026-05-26T11:00:00Z");
    scene.ok(&CONFIRM);
    scene.refused(1, &DECIDE);
    scene.ok(&[&DECIDE[..], &["--reason", "So it stands."]].concat());
    scene.ok(&["verify"]);
}

#[test]
fn where_the_rule_designates_a_draft_is_the_rules() {
    let mut scene = called(WEEK);
    scene.tell("designation/where_the_rule_designates_a_draft_is_the_rules");
    give(&scene, MOST);
    let path = "charter.toml";
    assert!(scene.read(path).contains(WEEK));
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&draft("divided", "maya"));
    let mut ruled = scene.then(body::proposed("policy"));
    let charter = ruled.read(path).replace(
        "designates = \"chair\"",
        "challenge = \"7d\"\ndesignates = \"computed\"",
    );
    ruled.write(path, &charter);
    ruled.commit("The rule designates", "2026-05-01T10:00:00Z");
    ruled.now("2026-05-02T09:00:00Z");
    ruled.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    give(&ruled, MOST);
    ruled.now("2026-05-12T10:00:00Z");
    ruled.refused(1, &draft("divided", "maya"));
    ruled.ok(&draft("consensus", "maya"));
}

#[test]
fn where_no_time_is_given_a_draft_only_names_the_level() {
    let scene = over("");
    scene.tell("designation/where_no_time_is_given_a_draft_only_names_the_level");
    scene.refused(2, &DECIDE);
    scene.ok(&draft("consensus", "maya"));
    scene.refused(1, &dispute("x", "obs"));
    let other = [&DECIDE[..], &["--designation", "divided", "--reason", "x"]].concat();
    scene.refused(1, &other);
    scene.ok(&DECIDE);
    scene.ok(&["verify"]);
}

#[test]
fn what_was_written_by_hand_settles_nothing_early() {
    let path = at("calls/1/designation.toml");
    let early = "\n[confirmation]\nby = \"maya\"\nat = 2026-05-12T11:00:00Z\n";
    let stranger = "\n[confirmation]\nby = \"ann\"\nat = 2026-05-19T10:30:00Z\n";
    let told = over(WEEK);
    told.tell("designation/what_was_written_by_hand_settles_nothing_early");
    for (change, with) in [
        ("", early),
        ("", stranger),
        ("by = \"maya\"", "by = \"ann\""),
        ("at = 2026-05-12T10:00:00Z", "at = 2026-05-11T10:00:00Z"),
    ] {
        let mut scene = told.then(over(WEEK));
        scene.ok(&draft("consensus", "maya"));
        scene.now("2026-05-19T11:00:00Z");
        let written = scene.read(&path);
        let written = match change {
            "" => format!("{written}{with}"),
            change => {
                assert!(written.contains(change));
                scene.ok(&CONFIRM);
                scene.read(&path).replace(change, with)
            }
        };
        scene.write(&path, &written);
        scene.commit("By hand", "2026-05-19T10:50:00Z");

        scene.refused(1, &DECIDE);
    }
}

#[test]
fn a_decision_that_was_moved_before_its_confirmation_is_found() {
    let mut scene = over(WEEK);
    scene.tell("designation/a_decision_that_was_moved_before_its_confirmation_is_found");
    scene.ok(&draft("consensus", "maya"));
    scene.now("2026-05-19T11:00:00Z");
    scene.ok(&CONFIRM);
    scene.ok(&DECIDE);
    let path = at("calls/1/decision.toml");
    let text = scene.read(&path);
    let body = text.split("# seal").next().unwrap_or_default();
    let body = body.replace(
        "\nat = 2026-05-19T11:00:00Z\n",
        "\nat = 2026-05-13T11:00:00Z\n",
    );
    scene.write(&path, &format!("{body}# seal 0\n"));
    scene.commit("Earlier", "2026-05-19T12:00:00Z");
    let (value, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(1));
    let findings = value["check"]["findings"].as_array().unwrap();
    assert!(
        findings.iter().any(|finding| finding["code"] == "D406"),
        "{findings:?}"
    );
}

#[test]
fn what_cannot_be_read_holds_a_decision_up() {
    let mut scene = over(WEEK);
    scene.tell("designation/what_cannot_be_read_holds_a_decision_up");
    scene.ok(&draft("consensus", "maya"));
    scene.now("2026-05-19T11:00:00Z");
    scene.ok(&CONFIRM);
    for path in ["calls/1/challenges/obs.1.toml", "calls/1/minority/eve.toml"] {
        let copy = scene.copy();
        copy.write(&at(path), "reason: I disagree\n");
        copy.commit("By hand", "2026-05-19T10:00:00Z");
        copy.refused(1, &DECIDE);
    }
    scene.ok(&DECIDE);
}

#[test]
fn a_decision_says_who_hears_an_appeal_of_it() {
    let rule = "appeal = { within = \"30d\", heard-by = \"secretary\", grounds = [\"process\"] }\n";
    let scene = over(rule);
    scene.tell("designation/a_decision_says_who_hears_an_appeal_of_it");
    scene.ok(&[&DECIDE[..], &["--designation", "consensus"]].concat());
    said(
        &scene.read(&at("calls/1/decision.toml")),
        &["appeal-heard-by = \"secretary\"\nappeal-grounds = [\"process\"]\n"],
    );
    scene.ok(&["verify"]);
}

#[test]
fn two_chairs_at_once_lose_nothing() {
    let scene = over(WEEK);
    scene.tell("designation/two_chairs_at_once_lose_nothing");
    let begin = |by: &str| {
        let words = draft("consensus", by);
        let mut command = scene.command_in("", &words);
        let command = command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the program can be run")
    };
    let both = [begin("maya"), begin("idris")];
    let mut landed = 0;
    for mut one in both {
        let status = one.wait().expect("an end");
        match status.code() {
            Some(0) => landed += 1,
            code => assert_eq!(code, Some(4)),
        }
    }
    assert!(landed >= 1);
    let text = scene.read(&at("calls/1/designation.toml"));
    assert_eq!(text.matches("[[draft]]").count(), landed);
    scene.ok(&["check"]);
}

#[test]
fn a_dry_run_writes_nothing() {
    let scene = over(WEEK);
    scene.tell("designation/a_dry_run_writes_nothing");
    let before = scene.git(&["rev-parse", "HEAD"]);
    let dry = |words: &[&str]| scene.ok(&[words, &["--dry-run"]].concat());
    dry(&draft("consensus", "maya"));
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), before);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    scene.ok(&draft("consensus", "maya"));
    let before = scene.git(&["rev-parse", "HEAD"]);
    dry(&dispute("x", "obs"));
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), before);
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

#[test]
fn references_to_what_is_not_there_are_found() {
    let scene = over(WEEK);
    scene.tell("designation/references_to_what_is_not_there_are_found");
    scene.ok(&draft("consensus", "maya"));
    let designation = at("calls/1/designation.toml");
    let more = "\n[[answer]]\nchallenge = \"obs.1\"\nby = \"nobody\"\nat = 2026-05-13T10:00:00Z\n\
                text = \"x\"\n";
    let text = scene
        .read(&designation)
        .replace("\"consensus\"", "\"consensis\"");
    scene.write(&designation, &format!("{text}{more}"));
    scene.write(&at("calls/1/challenges/obs.2.toml"), "reason = \"x\"\n");
    scene.write(&at("calls/1/minority/eve.toml"), "joins = \"dee\"\n");
    scene.write(&at("calls/1/minority/ben.toml"), "joins = \"eve\"\n");
    scene.write(&at("calls/1/minority/cid.toml"), "joins = \"cid\"\n");
    let (value, exit) = scene.json(&["check", "--worktree"]);
    assert_eq!(exit, Some(1));
    let findings = value["findings"].as_array().unwrap();
    let codes: Vec<&str> = findings
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    assert_eq!(codes.iter().filter(|code| **code == "S120").count(), 6);
    assert_eq!(codes.iter().filter(|code| **code == "S121").count(), 1);
    scene.plenary(&["check", "--worktree"]);
}

#[test]
fn words_meant_to_do_harm_do_none_in_the_log() {
    let scene = over(WEEK);
    scene.tell("designation/words_meant_to_do_harm_do_none_in_the_log");
    scene.ok(&draft("consensus", "maya"));
    let words = "x\n[[draft]]\nlevel = 'divided'\n''' | \"# not a heading\n<script>";
    scene.ok(&dispute(words, "obs"));
    scene.ok(&reply("obs.1", words, "maya"));
    scene.ok(&["check"]);
    let (value, _) = scene.json(&["designate", "retention"]);
    let challenge = &value["drafts"][0]["challenges"][0];
    assert_eq!(challenge["reason"].as_str().map(str::trim_end), Some(words));
    assert_eq!(
        challenge["answers"][0]["text"].as_str().map(str::trim_end),
        Some(words)
    );
    assert_eq!(value["drafts"].as_array().map(Vec::len), Some(1));
    let page = scene.ok(&["designate", "retention", "--format", "markdown"]);
    assert!(!page.contains("\n# not a heading"), "{page}");
    assert!(!page.contains("\n<script>"), "{page}");
}

/// A block of commands of a page: when and by whom they are typed, and each with how it ends.
struct Block {
    when: String,
    who: String,
    commands: Vec<(Vec<String>, i32)>,
}

fn typed(page: &str) -> Vec<Block> {
    let blocks = page.split("```").skip(1).step_by(2);
    let ours = blocks.filter_map(|block| block.strip_prefix("\n# "));
    ours.map(|block| {
        let (head, commands) = block.split_once('\n').expect("commands");
        let (when, who) = head.split_once(", ").expect("a time and a name");
        let command = |line: &str| {
            let (line, exit) = line.split_once("    # exit code ").unwrap_or((line, "0"));
            (how_to::words(line), exit.parse().expect("a number"))
        };
        Block {
            when: when.to_owned(),
            who: who.to_owned(),
            commands: commands.lines().map(command).collect(),
        }
    })
    .collect()
}

#[test]
fn the_page_on_deciding_can_be_typed() {
    let page = how_to::read(PAGE);
    let rules = page
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let rules = rules.expect("the track's lines");
    let mut scene = over(rules);
    let charter = scene.read("charter.toml");
    assert!(charter.contains("challenge = \"7d\""), "{charter}");
    let mut printed = Vec::new();
    for block in typed(&page) {
        scene.now(&block.when);
        scene.git(&["config", "plenary.participant", &block.who]);
        for (command, exit) in block.commands {
            assert_eq!(command[0], "plenary");
            let output = scene.plenary(&command[1..]);
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(exit), "{command:?}: {told}");
            printed.push(String::from_utf8_lossy(&output.stdout).into_owned());
        }
    }
    assert_eq!(printed.len(), 15);
    how_to::shows(PAGE, &printed);
    said(&page, &["plenary sign-off retention"]);
}
