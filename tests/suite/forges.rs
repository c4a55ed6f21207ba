//! Tests `check` in the formats of hosting services: annotations, reports and the summary of a pull request.

use plenary::render::annotate::{github, unarmed};
use plenary::render::finding::{Annotated, gitlab, sarif};
use plenary::value::code;
use plenary::value::finding::{Finding, SourceLocation};
use proptest::prelude::*;
use serde_json::Value;

use crate::blessed::screen;
use crate::body::{at, said};
use crate::gate::{called, request};
use crate::runner::commands;
use crate::scene::Scene;

const HOSTILE: &[&str] = &[
    "::add-mask::x",
    "::add-path::/evil",
    "  ::set-env name=A::b",
    "\u{a0}::error::x",
    "::stop-commands::x",
    "##[add-path]/evil",
    "a ##[add-mask]x",
    "###[add-mask]x",
    "####[[add-mask]]x",
    "##[##[add-mask]x]",
    "%0A::add-mask::x",
    "%250A::add-mask::x",
    "%0D%0A##[add-mask]x",
    "a\n::add-mask::x",
    "a\r::add-mask::x",
    "a\r\n##[add-mask]x",
    "a\u{2028}::add-mask::x",
    "a\u{2029}##[add-mask]x",
    "a\u{85}::add-mask::x",
    "a\u{b}::add-mask::x",
    "a\u{c}::add-mask::x",
    "a\0::add-mask::x",
    "\u{1b}]0;x\u{7}::add-mask::x",
    "\u{1b}[2K::add-mask::x",
    "x,line=9::y",
    "x,title=::add-mask::",
    "x::y",
    ":::add-mask::x",
    "::::add-mask::x",
    ": :add-mask::x",
    "\u{feff}::add-mask::x",
    "\u{200b}::add-mask::x",
    "\u{202e}##[add-mask]x",
    "::ADD-MASK::x",
    "##[Add-Mask]x",
    "::error file=a,line=1,col=1,title=b::c",
    "::group::x",
    "::endgroup::",
    "::debug::x",
    "::save-state name=a::b",
    "::set-output name=a::b",
    "::add-matcher::x.json",
    "::remove-matcher owner=x::",
    "::echo::on",
    "::internal-set-repo-path path=x::",
];

fn findings(path: &str, sentence: &str, hint: &str) -> Vec<Finding> {
    vec![
        Finding::new(code::S101, SourceLocation::spot(path, 3, 7), sentence).hint(hint),
        Finding::new(code::S117, SourceLocation::file(path), sentence),
    ]
}

/// Whatever the words are, exactly two commands come out, ours, with all that was said in them.
fn two_commands_of_ours(path: &str, sentence: &str, hint: &str, prefix: &str) {
    let findings = findings(path, sentence, hint);
    let findings = &findings;
    let text = github(&Annotated { findings, prefix });
    let found = commands(&text);
    let told = format!("{path:?} {sentence:?} {hint:?}: {text:?}");
    assert_eq!(text.lines().count(), 2, "{told}");
    let names: Vec<&str> = found.iter().map(|command| command.name.as_str()).collect();
    assert_eq!(names, ["error", "warning"], "{told}");
    let keys = |at: usize| -> Vec<&str> {
        let own = found[at].properties.iter();
        own.map(|(key, _)| key.as_str()).collect()
    };
    assert_eq!(keys(0), ["file", "line", "col", "title"], "{told}");
    assert_eq!(keys(1), ["file", "title"], "{told}");
    assert_eq!(found[0].properties[1].1, "3", "{told}");
    assert_eq!(found[0].properties[3].1, "S101 not-toml", "{told}");
    // What a runner prints after it decoded it is not a command either.
    for command in &found {
        let values = command.properties.iter().map(|(_, value)| value.as_str());
        for decoded in values.chain([command.data.as_str()]) {
            assert_eq!(commands(decoded), [], "{told}");
            assert!(
                !decoded.contains('\u{1b}') && !decoded.contains("##["),
                "{told}"
            );
        }
    }
}

#[test]
fn no_words_of_others_start_a_workflow_command() {
    for hostile in HOSTILE {
        two_commands_of_ours(hostile, "fine", "fine", "");
        two_commands_of_ours("charter.toml", hostile, "fine", "");
        two_commands_of_ours("charter.toml", "fine", hostile, "");
        two_commands_of_ours(hostile, hostile, hostile, hostile);
        assert_eq!(commands(&unarmed(hostile)), [], "{hostile:?}");
    }
}

proptest! {
    #[test]
    fn nor_do_any_words(path in "\\PC{0,12}(::|##\\[|%0A|\r|\n|add-mask|\\PC){0,8}",
        sentence in "(::|##\\[|\\]|%|0A|0D|\r|\n|add-mask|error| |:|#|\u{2028}|\u{0}|x){0,14}",
        hint in any::<String>()) {
        two_commands_of_ours(&path, &sentence, &hint, "a,b:c");
        let all = format!("{path}{sentence}{hint}");
        prop_assert_eq!(commands(&unarmed(&all)), []);
    }
}

#[test]
fn a_report_for_gitlab_has_fingerprints_that_stay() {
    let one = Finding::new(code::S101, SourceLocation::spot("p.toml", 3, 7), "no").hint("yes");
    let moved = Finding::new(code::S101, SourceLocation::spot("p.toml", 9, 1), "no");
    let again = Finding::new(code::S101, SourceLocation::spot("p.toml", 12, 1), "no");
    let report = |findings: &[Finding]| -> Value {
        let text = gitlab(&Annotated {
            findings,
            prefix: "register/",
        });
        serde_json::from_str(&text).expect("JSON")
    };
    let (first, second) = (report(&[one]), report(&[moved, again]));
    assert_eq!(first[0]["fingerprint"], second[0]["fingerprint"]);
    assert_ne!(second[0]["fingerprint"], second[1]["fingerprint"]);
    assert_eq!(first[0]["location"]["path"], "register/p.toml");
    assert_eq!(first[0]["location"]["lines"]["begin"], 3);
    assert_eq!(first[0]["severity"], "major");
    assert_eq!(first[0]["description"], "no. Hint: yes");
    assert_eq!(report(&[]), serde_json::json!([]));
}

#[test]
fn a_log_in_sarif_names_each_rule_once() {
    let findings = [
        Finding::new(
            code::S117,
            SourceLocation::file("a b#?.toml"),
            "[x](http://e) {0} \\",
        ),
        Finding::new(code::S101, SourceLocation::spot("p.toml", 3, 7), "no"),
        Finding::new(code::S101, SourceLocation::spot("p.toml", 4, 1), "no"),
    ];
    let findings = &findings;
    let text = sarif(&Annotated {
        findings,
        prefix: "",
    });
    let log: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let ids: Vec<&Value> = rules.iter().map(|rule| &rule["id"]).collect();
    assert_eq!(ids, ["S101", "S117"]);
    assert_eq!(rules[0]["help"]["markdown"], code::S101.page);
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 3);
    assert_eq!(results[0]["level"], "error");
    assert_eq!(results[0]["ruleIndex"], 0);
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(
        place["region"],
        serde_json::json!({"startLine": 3, "startColumn": 7})
    );
    assert_eq!(
        results[2]["message"]["text"],
        "\\[x\\](http://e) {{0}} \\\\."
    );
    let place = &results[2]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b%23%3F.toml");
    assert!(place.get("region").is_none());
}

const CHECK: [&str; 7] = [
    "check",
    "--changed",
    "main...request",
    "--actor",
    "github:ben-x",
    "--format",
    "github",
];

/// What a check in the form `github` prints, and the summary that it wrote.
fn checked(scene: &Scene, arguments: &[&str]) -> (String, String, Option<i32>) {
    let file = scene.path(".git/summary.md");
    std::fs::write(&file, "before\n").expect("a file");
    let mut command = scene.command_in("", arguments);
    let output = command
        .env("GITHUB_STEP_SUMMARY", &file)
        .output()
        .expect("run");
    let text = String::from_utf8(output.stdout).expect("text");
    (text, scene.read(".git/summary.md"), output.status.code())
}

#[test]
fn a_good_request_says_what_it_would_change_and_when_the_call_closes() {
    let scene = called("account");
    request(
        &scene,
        &[(&at("positions/ben.toml"), "position = \"support\"\n")],
    );
    let (text, summary, exit) = checked(&scene, &CHECK);
    assert_eq!((text.as_str(), exit), ("", Some(0)));
    said(
        &summary,
        &[
            "before\n# ",
            "ben (github:ben-x)",
            "retention: Retention",
            "Tue 12 May 2026 09:00 UTC",
            "| support | 0 | 1 |",
        ],
    );
    screen("forges/a_good_request", &summary);
}

#[test]
fn a_bad_request_is_annotated_with_what_to_type() {
    let scene = called("account");
    request(
        &scene,
        &[(&at("positions/ben.toml"), "position: Support\n")],
    );
    let (text, summary, exit) = checked(&scene, &CHECK);
    assert_eq!(exit, Some(1));
    let found = commands(&text);
    assert_eq!(found.len(), text.lines().count());
    assert_eq!(found[0].name, "error");
    assert_eq!(found[0].properties[0].1, at("positions/ben.toml"));
    assert_eq!(found[0].properties[1], ("line".to_owned(), "1".to_owned()));
    said(&found[0].data, &["write as line 1: position = \"support\""]);
    said(&summary, &["S101"]);
    screen("forges/a_bad_request", &format!("{text}\n{summary}"));
}

#[test]
fn the_summary_is_printed_where_no_file_is_named_for_it() {
    let scene = called("none");
    scene.tell("forges/the_summary_is_printed_where_no_file_is_named_for_it");
    let whole = scene.ok(&["check", "--format", "github"]);
    assert_eq!(whole.lines().count(), 1, "{whole}");
    for (format, first) in [("gitlab", "[]"), ("sarif", "{")] {
        let text = scene.quietly(&["check", "--format", format]);
        assert_eq!(text.lines().next(), Some(first));
    }
    let gone = scene
        .command_in("", &["check", "--format", "github"])
        .env("GITHUB_STEP_SUMMARY", "/no/such/place")
        .output()
        .expect("run");
    assert_eq!(gone.status.code(), Some(3));
}

#[test]
fn a_summary_takes_no_orders_from_a_request() {
    let scene = called("account");
    let hostile = "<img src=x>@maya [a](http://e) #12 ::add-mask::x ##[add-mask]x";
    let text = format!("position = \"{hostile}\"\n");
    request(
        &scene,
        &[
            (&at("positions/ben.toml"), &text),
            ("proposals/::add-mask::x", "x"),
        ],
    );
    let (text, summary, exit) = checked(&scene, &CHECK);
    assert_eq!(exit, Some(1), "{text}");
    let names: Vec<String> = commands(&text)
        .into_iter()
        .map(|command| command.name)
        .collect();
    assert!(
        names
            .iter()
            .all(|name| name == "error" || name == "warning"),
        "{names:?}"
    );
    for sign in ["<img", "@maya", "[a](", "http://", "##["] {
        assert!(!summary.contains(sign), "{sign}: {summary}");
    }
    let said = scene.plenary(&CHECK);
    let said = String::from_utf8(said.stdout).expect("text");
    let names: Vec<String> = commands(&said)
        .into_iter()
        .map(|command| command.name)
        .collect();
    assert!(
        names
            .iter()
            .all(|name| name == "error" || name == "warning"),
        "{names:?}"
    );
}

#[test]
fn messages_in_a_workflow_are_unarmed_as_well() {
    let scene = called("none");
    let output = scene
        .command_in("", &["check", "--changed", "##[add-mask]x...HEAD"])
        .env("GITHUB_ACTIONS", "true")
        .output()
        .expect("run");
    let said = String::from_utf8(output.stderr).expect("text");
    assert_eq!(commands(&said), [], "{said}");
    assert!(said.contains("## [add-mask]x"), "{said}");
}

#[test]
fn other_commands_refuse_these_forms_before_they_do_anything() {
    let scene = called("none");
    let head = scene.git(&["rev-parse", "HEAD"]);
    for format in ["github", "gitlab", "sarif"] {
        for command in [
            &["status", "retention"][..],
            &["codes"],
            &["position", "retention", "support", "--as", "ben"],
        ] {
            let refused = scene.refused(2, &[command, &["--format", format]].concat());
            said(&refused, &[&format!("plenary check --format {format}")]);
        }
    }
    assert_eq!(scene.git(&["rev-parse", "HEAD"]), head);
}

#[test]
fn more_findings_than_a_service_shows_leave_room_for_each_code() {
    let many = |code, count: usize| {
        let one = move |n: usize| {
            let path = format!("proposals/p/positions/a{n:03}.toml");
            Finding::new(code, SourceLocation::file(path), "no").hint("yes")
        };
        (0..count).map(one)
    };
    let findings: Vec<Finding> = many(code::S101, 40)
        .chain(many(code::P201, 2))
        .chain(many(code::S117, 10))
        .collect();
    let text = github(&Annotated {
        findings: &findings,
        prefix: "",
    });
    let found = commands(&text);
    let named = |name: &str| found.iter().filter(|one| one.name == name).count();
    assert_eq!((named("error"), named("warning")), (10, 10));
    let of_code = |id: &str| {
        text.lines()
            .filter(|line| line.starts_with("::") && line.contains(id))
            .count()
    };
    assert_eq!((of_code("P201"), of_code("S101")), (2, 7));
    assert_eq!(text.lines().count(), 53, "nothing is lost: {text}");
}

#[test]
fn every_end_of_a_check_is_annotated_and_summarised() {
    let scene = called("account");
    let shallow = scene.copy();
    shallow.write(".git/shallow", &scene.git(&["rev-parse", "main"]));
    let cases: [(&Scene, &[&str], i32); 5] = [
        (&scene, &["check", "--changed", "main..HEAD"], 2),
        (&scene, &["check", "--no-such-option"], 2),
        (&scene, &["check", "--changed", "nothing...HEAD"], 2),
        (
            &scene,
            &["check", "--changed", "main...HEAD", "--actor", "ben"],
            2,
        ),
        (&shallow, &["check", "--changed", "main...HEAD"], 3),
    ];
    for (scene, arguments, expected) in cases {
        let (text, summary, exit) = checked(scene, &[arguments, &["--format", "github"]].concat());
        assert_eq!(exit, Some(expected), "{arguments:?}");
        let found = commands(&text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].name, "error");
        assert!(!found[0].data.is_empty(), "{text}");
        assert!(summary.starts_with("before\n# "), "{summary}");
        // The same for people has neither.
        let plain = scene.plenary(arguments);
        let printed = String::from_utf8(plain.stdout).expect("text");
        assert_eq!(commands(&printed), [], "{printed}");
    }
}

#[test]
fn a_proof_that_cannot_be_checked_is_said_on_the_page() {
    let scene = called("signature");
    request(
        &scene,
        &[(&at("positions/ben.toml"), "position = \"support\"\n")],
    );
    let (text, summary, exit) = checked(&scene, &CHECK);
    assert_eq!(exit, Some(3), "{text}");
    assert_eq!(commands(&text).len(), 1, "{text}");
    screen(
        "forges/a_proof_that_cannot_be_checked",
        &format!("{text}\n{summary}"),
    );
}

/// So many bytes a log can have, whatever a pull request contains.
const LONGEST_LOG: usize = 400_000;

/// Brings so many files with several errors each, under long names.
fn bring_bad(scene: &Scene, count: usize) {
    let name = "x".repeat(100);
    for n in 0..count {
        let keys: String = (0..4).map(|key| format!("{name}{key} = 1\n")).collect();
        scene.write(&at(&format!("positions/p{n}.toml")), &keys);
        scene.write(&at(&format!("positions/{name}{n}.tml")), "no\n");
    }
}

#[test]
fn many_bad_files_make_a_short_log_in_every_form() {
    let scene = called("account");
    bring_bad(&scene, 700);
    for format in ["table", "lines", "markdown", "csv", "gitlab", "sarif"] {
        let output = scene.plenary(&["check", "--worktree", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.len() < LONGEST_LOG, "{format}: {}", text.len());
        said(&text, &["not listed", "--all"]);
    }
    let (report, _) = scene.json(&["check", "--worktree"]);
    let found = report["findings"].as_array().map_or(0, Vec::len);
    assert!(found > 3000, "{found}");
    let all = scene.plenary(&["check", "--worktree", "--all", "--format", "csv"]);
    let lines = all.stdout.iter().filter(|byte| **byte == b'\n').count();
    assert!(lines >= found, "{lines} of {found}");
}

#[test]
fn ten_thousand_bad_files_take_no_longer_for_each() {
    let mut scene = called("account");
    bring_bad(&scene, 5000);
    scene.limit(60);
    let output = scene.plenary(&["check", "--worktree", "--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.len() < LONGEST_LOG, "{}", text.len());
    let names: Vec<String> = commands(&text).into_iter().map(|one| one.name).collect();
    assert!(names.len() <= 20, "{names:?}");
}
