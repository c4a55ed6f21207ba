//! Tests appeals from the first one to the ruling, and the question that is open again after it.

use crate::body::{self, at, give};
use crate::scene::Scene;

/// A rule with everything that may follow a decision.
pub(crate) const RULE: &str = r#"appeal = { within = "30d", heard-by = "jury", grounds = ["process", "conflict"] }
review = "24 months"
sunset = "36 months"
answer = "60d"
report = "90d"
"#;

/// The proposal `retention` adopted by maya on 12 May, 10:00 UTC, on a track with this rule;
/// addressed to the city council.
pub(crate) fn adopted(rule: &str) -> Scene {
    crate::kept::scene(&format!("appeals/adopted/{rule}"), || {
        let mut scene = open(rule);
        give(&scene, MOST);
        scene.now("2026-05-12T10:00:00Z");
        scene.ok(&CONSENSUS);
        scene
    })
}

/// The same with its call open.
pub(crate) fn open(rule: &str) -> Scene {
    crate::kept::scene(&format!("appeals/open/{rule}"), || {
        let mut scene = body::founded();
        let charter = scene
            .read("charter.toml")
            .replacen("[track.policy]\n", &format!("[track.policy]\n{rule}"), 1)
            .replacen("[\"sec\"]\n", "[\"sec\"]\njury = [\"eve\", \"maya\"]\n", 1);
        scene.write("charter.toml", &charter);
        scene.commit("What follows a decision", "2026-05-01T08:30:00Z");
        scene.write(".git/draft.md", "The first text.\n");
        let draft = [
            "--text",
            ".git/draft.md",
            "--track",
            "policy",
            "--as",
            "ann",
        ];
        scene.ok(&[&["propose", "Retention"][..], &draft].concat());
        let path = at("proposal.toml");
        let addressed = "addressee = \"City council\"\nauthors = ";
        let text = scene.read(&path).replacen("authors = ", addressed, 1);
        scene.write(&path, &text);
        scene.commit("Address it", "2026-05-01T10:00:00Z");
        scene.now("2026-05-02T09:00:00Z");
        scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
        scene.now("2026-05-03T09:00:00Z");
        scene
    })
}

pub(crate) const MOST: &[(&str, &str)] = &[
    ("maya", "support"),
    ("ann", "accept"),
    ("ben", "support"),
    ("dee", "support"),
    ("eve", "disagree"),
];

pub(crate) const CONSENSUS: [&str; 5] = [
    "decide",
    "retention",
    "--designation",
    "consensus",
    "--sign-off",
];

const APPEAL: [&str; 8] = [
    "appeal",
    "open",
    "retention",
    "--problem",
    "The late text was never sent out.",
    "--asks",
    "A new call.",
    "--as",
];

/// The arguments of an appeal by somebody.
fn appeal<'a>(who: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&APPEAL[..], &[who], more].concat()
}

fn close<'a>(who: &'a str, value: &'a str, by: &'a str) -> Vec<&'a str> {
    let what = ["appeal", "close", "retention", who, value];
    [&what[..], &["--reason", "We read the minutes.", "--as", by]].concat()
}

const PROCESS: [&str; 2] = ["--ground", "process"];

#[test]
fn an_appeal_keeps_to_the_rule_of_the_track() {
    let mut scene = open(RULE);
    scene.tell("appeals/an_appeal_keeps_to_the_rule_of_the_track");
    scene.refused(1, &appeal("cid", &PROCESS));
    give(&scene, MOST);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&CONSENSUS);
    scene.now("2026-05-20T10:00:00Z");
    scene.refused(2, &appeal("cid", &[]));
    scene.refused(2, &appeal("cid", &["--ground", "taste"]));
    scene.refused(2, &appeal("nobody", &PROCESS));
    let empty = ["appeal", "open", "retention", "--ground", "process"];
    scene.refused(2, &[&empty[..], &["--asks", "x", "--as", "cid"]].concat());
    scene.refused(
        2,
        &[&empty[..], &["--problem", "x", "--as", "cid"]].concat(),
    );
    assert!(!scene.path(&at("calls/1/appeals")).exists());
    scene.ok(&appeal("cid", &PROCESS));
    assert_eq!(
        scene.read(&at("calls/1/appeals/cid.toml")),
        "ground = \"process\"\nproblem = '''The late text was never sent out.'''\nasks = '''A new \
         call.'''\nat = 2026-05-20T10:00:00Z\n"
    );
    scene.refused(1, &appeal("cid", &PROCESS));
    scene.now("2026-06-11T10:00:00Z");
    scene.ok(&appeal("obs", &PROCESS));
    scene.now("2026-06-11T10:00:01Z");
    scene.refused(1, &appeal("dee", &PROCESS));
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
}

#[test]
fn without_a_rule_nothing_is_appealed() {
    let scene = adopted("");
    scene.tell("appeals/without_a_rule_nothing_is_appealed");
    scene.refused(1, &appeal("cid", &[]));
    scene.ok(&["appeal", "show", "retention"]);
}

#[test]
fn any_ground_is_heard_where_none_is_named_and_texts_come_from_files() {
    let scene = adopted("appeal = \"30d\"\n");
    scene.tell("appeals/any_ground_is_heard_where_none_is_named_and_texts_come_from_files");
    scene.write(".git/problem.md", "First.\n\nSecond.\n");
    scene.write(".git/asks.md", "A new call.\n");
    let files = ["--problem-file", ".git/problem.md", "--asks-file"];
    let start = ["appeal", "open", "retention", "--as", "cid"];
    scene.ok(&[&start[..], &files, &[".git/asks.md"]].concat());
    let (shown, _) = scene.json(&["appeal", "show", "retention"]);
    assert_eq!(shown["appeals"][0]["problem"], "First.\n\nSecond.\n");
    assert_eq!(shown["appeals"][0]["ground"], serde_json::Value::Null);
    assert_eq!(shown["appeals"][0]["hearers"], serde_json::json!(["idris"]));
}

#[test]
fn only_those_hear_it_who_are_free_to() {
    let scene = adopted(RULE);
    scene.tell("appeals/only_those_hear_it_who_are_free_to");
    scene.ok(&appeal("cid", &PROCESS));
    let answer = |exit: i32, by: &str| {
        let what = [
            "appeal",
            "answer",
            "retention",
            "cid",
            "We looked.",
            "--as",
            by,
        ];
        scene.refused(exit, &what)
    };
    answer(1, "maya");
    answer(1, "cid");
    answer(1, "idris");
    scene.ok(&[
        "appeal",
        "answer",
        "retention",
        "cid",
        "We looked.",
        "--as",
        "eve",
    ]);
    scene.refused(1, &close("cid", "upheld", "maya"));
    scene.refused(2, &close("cid", "upheeld", "eve"));
    scene.refused(2, &close("dee", "upheld", "eve"));
    let bare = [
        "appeal",
        "close",
        "retention",
        "cid",
        "upheld",
        "--as",
        "eve",
    ];
    scene.refused(2, &bare);
    scene.ok(&close("cid", "dismissed", "eve"));
    assert_eq!(
        scene.read(&at("calls/1/rulings/cid.toml")),
        "[[answer]]\nby = \"eve\"\nat = 2026-05-12T10:00:00Z\ntext = '''We looked.'''\n\n\
         [ruling]\nvalue = \"dismissed\"\nby = \"eve\"\nat = 2026-05-12T10:00:00Z\nreason = '''We \
         read the minutes.'''\n"
    );
    scene.refused(1, &close("cid", "upheld", "eve"));
    answer(1, "eve");
    scene.ok(&["appeal", "show", "retention"]);
    scene.ok(&["status", "retention"]);
    let (status, _) = scene.json(&["status", "retention"]);
    assert_eq!(status["decided"]["binds"], true);
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
}

#[test]
fn where_nobody_is_free_the_charter_key_is_named() {
    let scene = adopted(RULE);
    scene.tell("appeals/where_nobody_is_free_the_charter_key_is_named");
    scene.ok(&appeal("eve", &PROCESS));
    scene.refused(1, &close("eve", "upheld", "idris"));
    let scene = scene.then(adopted("appeal = \"30d\"\n"));
    scene.ok(&appeal("idris", &[]));
    scene.refused(1, &close("idris", "upheld", "ben"));
    scene.refused(1, &close("idris", "upheld", "ann"));
}

#[test]
fn an_appellant_takes_it_back_before_it_is_closed_as_withdrawn() {
    let scene = adopted(RULE);
    scene.tell("appeals/an_appellant_takes_it_back_before_it_is_closed_as_withdrawn");
    scene.ok(&appeal("cid", &PROCESS));
    scene.refused(1, &close("cid", "withdrawn", "eve"));
    let back = ["appeal", "withdraw", "retention", "--as"];
    scene.refused(2, &[&back[..], &["dee"]].concat());
    scene.ok(&[&back[..], &["cid", "--reason", "It was sent, after all."]].concat());
    scene.ok(&[&back[..], &["cid"]].concat());
    scene.refused(1, &close("cid", "upheld", "eve"));
    let (due, _) = scene.json(&["due", "--within", "60d"]);
    assert!(!due.to_string().contains("ruling"), "{due}");
    scene.ok(&close("cid", "withdrawn", "eve"));
    scene.ok(&["log"]);
}

#[test]
fn what_is_remanded_is_decided_again() {
    let mut scene = adopted(RULE);
    scene.tell("appeals/what_is_remanded_is_decided_again");
    scene.refused(1, &["position", "retention", "accept", "--as", "cid"]);
    scene.ok(&appeal("cid", &PROCESS));
    scene.ok(&["status", "retention"]);
    let first = scene.read(&at("calls/1/decision.toml"));
    scene.now("2026-05-20T10:00:00Z");
    scene.ok(&close("cid", "remanded", "eve"));
    scene.ok(&["status", "retention"]);
    let (json, _) = scene.json(&["status", "retention"]);
    assert_eq!(json["decided"]["binds"], false);
    assert_eq!(json["next"][0]["weight"], "required");
    scene.ok(&["log"]);
    scene.refused(1, &appeal("dee", &PROCESS));
    again(&mut scene);
    assert_eq!(scene.read(&at("calls/1/decision.toml")), first);
    scene.ok(&["verify"]);
    scene.ok(&["log"]);
    scene.ok(&["show", "retention"]);
    scene.ok(&["check"]);
}

/// After a remand: a new text, positions, an objection with its life, a second call, a second
/// decision.
fn again(scene: &mut Scene) {
    body::object(scene);
    scene.ok(&["respond", "cid.cost", "The next text is cheaper."]);
    scene.write(&at("text.md"), "The second text.\n");
    let note = ["--material", "--note", "sent to everybody", "--as", "ann"];
    scene.ok(&[&["revise", "retention"][..], &note].concat());
    scene.ok(&["status", "retention"]);
    scene.ok(&["reply", "cid.cost", "satisfied", "--as", "cid"]);
    let dispose = ["dispose", "cid.cost", "accommodated"];
    scene.ok(&[&dispose[..], &["--reason", "r2 meets it."]].concat());
    scene.ok(&["verify"]);
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-30T10:00Z"]);
    give(scene, MOST);
    scene.now("2026-05-30T11:00:00Z");
    scene.ok(&CONSENSUS);
}

#[test]
fn an_appeal_that_is_upheld_reverses_the_decision_too() {
    let scene = adopted("appeal = \"30d\"\n");
    scene.tell("appeals/an_appeal_that_is_upheld_reverses_the_decision_too");
    scene.ok(&appeal("cid", &[]));
    scene.ok(&close("cid", "upheld", "idris"));
    scene.ok(&["log"]);
    scene.ok(&["position", "retention", "disagree", "--as", "cid"]);
    scene.ok(&["verify"]);
}

#[test]
fn what_was_not_adopted_is_never_in_force() {
    for dates in [
        &[][..],
        &["--effective", "2026-07-01T00:00Z"],
        &["--sunset", "2026-05-13T00:00Z"],
    ] {
        let mut scene = open(RULE);
        if dates.is_empty() {
            scene.tell("appeals/what_was_not_adopted_is_never_in_force");
        }
        give(&scene, MOST);
        scene.now("2026-05-12T10:00:00Z");
        let divided = [
            "decide",
            "retention",
            "--designation",
            "divided",
            "--reason",
            "No.",
        ];
        scene.ok(&[&divided[..], &["--sign-off"], dates].concat());
        scene.now("2026-05-14T10:00:00Z");
        let standing = |scene: &Scene| {
            scene.ok(&["log"]);
            let (log, _) = scene.json(&["log"]);
            let entry = &log["decisions"][0];
            assert_eq!(entry["outcome"], "no-consensus");
            assert_eq!(entry["binds"], false, "{entry}");
            entry["standing"].as_str().unwrap_or_default().to_owned()
        };
        assert!(!standing(&scene).contains("cid"));
        scene.ok(&appeal("cid", &PROCESS));
        assert!(standing(&scene).contains("cid"));
        let (due, _) = scene.json(&["due"]);
        assert!(!due.to_string().contains("sunset"), "{due}");
        let (status, _) = scene.json(&["status", "retention"]);
        assert_eq!(status["decided"]["binds"], false);
    }
}
