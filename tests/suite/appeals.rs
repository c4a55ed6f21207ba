//! Appeals from the first to the ruling, and the question that is open again.

use crate::body::{self, at, give, said};
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
    let mut scene = open(rule);
    give(&scene, MOST);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&CONSENSUS);
    scene
}

/// The same with its call open.
pub(crate) fn open(rule: &str) -> Scene {
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
    said(
        &scene.refused(1, &appeal("cid", &PROCESS)),
        &["retention has not been decided", "plenary object retention"],
    );
    give(&scene, MOST);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&CONSENSUS);
    scene.now("2026-05-20T10:00:00Z");
    said(
        &scene.refused(2, &appeal("cid", &[])),
        &["heard on named grounds", "--ground process or conflict"],
    );
    said(
        &scene.refused(2, &appeal("cid", &["--ground", "taste"])),
        &["taste is no ground", "--ground process or conflict"],
    );
    said(
        &scene.refused(2, &appeal("nobody", &PROCESS)),
        &["not on the roster"],
    );
    let empty = ["appeal", "open", "retention", "--ground", "process"];
    said(
        &scene.refused(2, &[&empty[..], &["--asks", "x", "--as", "cid"]].concat()),
        &["the problem is empty", "--problem"],
    );
    said(
        &scene.refused(
            2,
            &[&empty[..], &["--problem", "x", "--as", "cid"]].concat(),
        ),
        &["what you ask for is empty", "--asks"],
    );
    assert!(!scene.path(&at("calls/1/appeals")).exists());
    let opened = scene.ok(&appeal("cid", &PROCESS));
    said(
        &opened,
        &["is appealed", "heard by eve;", "stands meanwhile"],
    );
    assert_eq!(
        scene.read(&at("calls/1/appeals/cid.toml")),
        "ground = \"process\"\nproblem = '''The late text was never sent out.'''\nasks = '''A new \
         call.'''\nat = 2026-05-20T10:00:00Z\n"
    );
    said(
        &scene.refused(1, &appeal("cid", &PROCESS)),
        &["cid has appealed against this decision already"],
    );
    scene.now("2026-06-11T10:00:00Z");
    scene.ok(&appeal("obs", &PROCESS));
    scene.now("2026-06-11T10:00:01Z");
    said(
        &scene.refused(1, &appeal("dee", &PROCESS)),
        &[
            "could be appealed until 2026-06-11T10:00:00Z",
            "--supersedes",
        ],
    );
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
}

#[test]
fn without_a_rule_nothing_is_appealed() {
    let scene = adopted("");
    said(
        &scene.refused(1, &appeal("cid", &[])),
        &[
            "the track policy",
            "has no rule for appeals",
            "[track.policy]",
        ],
    );
    let shown = scene.ok(&["appeal", "show", "retention"]);
    said(&shown, &["Nobody has appealed on retention."]);
}

#[test]
fn any_ground_is_heard_where_none_is_named_and_texts_come_from_files() {
    let scene = adopted("appeal = \"30d\"\n");
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
    said(
        &answer(1, "maya"),
        &["maya judged the decision", "it is the turn of eve"],
    );
    said(
        &answer(1, "cid"),
        &["cid made the appeal", "it is the turn of eve"],
    );
    said(
        &answer(1, "idris"),
        &["idris does not hold the role jury", "it is the turn of eve"],
    );
    scene.ok(&[
        "appeal",
        "answer",
        "retention",
        "cid",
        "We looked.",
        "--as",
        "eve",
    ]);
    said(
        &scene.refused(1, &close("cid", "upheld", "maya")),
        &["maya judged the decision"],
    );
    said(
        &scene.refused(2, &close("cid", "upheeld", "eve")),
        &["did you mean upheld?"],
    );
    said(
        &scene.refused(2, &close("dee", "upheld", "eve")),
        &["there is no appeal of dee", "the appeal of cid"],
    );
    let bare = [
        "appeal",
        "close",
        "retention",
        "cid",
        "upheld",
        "--as",
        "eve",
    ];
    said(&scene.refused(2, &bare), &["the reason is empty"]);
    scene.ok(&close("cid", "dismissed", "eve"));
    assert_eq!(
        scene.read(&at("calls/1/rulings/cid.toml")),
        "[[answer]]\nby = \"eve\"\nat = 2026-05-12T10:00:00Z\ntext = '''We looked.'''\n\n\
         [ruling]\nvalue = \"dismissed\"\nby = \"eve\"\nat = 2026-05-12T10:00:00Z\nreason = '''We \
         read the minutes.'''\n"
    );
    said(
        &scene.refused(1, &close("cid", "upheld", "eve")),
        &["ruled on by eve: dismissed"],
    );
    said(&answer(1, "eve"), &["ruled on by eve: dismissed"]);
    let shown = scene.ok(&["appeal", "show", "retention"]);
    said(
        &shown,
        &[
            "Appeal of cid, call 1: dismissed",
            "Ground  process",
            "Answer of eve, Tue 12 May 2026 10:00 UTC:\n  | We looked.",
            "Ruling of eve, Tue 12 May 2026 10:00 UTC: dismissed:\n  | We read the minutes.",
        ],
    );
    let (status, _) = scene.json(&["status", "retention"]);
    assert_eq!(status["decided"]["standing"], "in force");
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
}

#[test]
fn where_nobody_is_free_the_charter_key_is_named() {
    let scene = adopted(RULE);
    scene.ok(&appeal("eve", &PROCESS));
    said(
        &scene.refused(1, &close("eve", "upheld", "idris")),
        &["nobody else is free", "under jury in the charter's [roles]"],
    );
    let scene = adopted("appeal = \"30d\"\n");
    scene.ok(&appeal("idris", &[]));
    said(
        &scene.refused(1, &close("idris", "upheld", "ben")),
        &[
            "ben is not a chair",
            "heard-by = \"ROLE\"",
            "[track.policy]",
        ],
    );
    said(
        &scene.refused(1, &close("idris", "upheld", "ann")),
        &["ann wrote the proposal, and may not hear an appeal against it"],
    );
}

#[test]
fn an_appellant_takes_it_back_before_it_is_closed_as_withdrawn() {
    let scene = adopted(RULE);
    scene.ok(&appeal("cid", &PROCESS));
    said(
        &scene.refused(1, &close("cid", "withdrawn", "eve")),
        &["only cid takes the appeal back", "plenary appeal withdraw"],
    );
    let back = ["appeal", "withdraw", "retention", "--as"];
    said(
        &scene.refused(2, &[&back[..], &["dee"]].concat()),
        &["there is no appeal of dee on retention"],
    );
    scene.ok(&[&back[..], &["cid", "--reason", "It was sent, after all."]].concat());
    said(
        &scene.refused(1, &[&back[..], &["cid"]].concat()),
        &["was taken back already"],
    );
    said(
        &scene.refused(1, &close("cid", "upheld", "eve")),
        &["cid has taken the appeal back", "withdrawn --reason"],
    );
    let (due, _) = scene.json(&["due", "--within", "60d"]);
    assert!(!due.to_string().contains("ruling"), "{due}");
    scene.ok(&close("cid", "withdrawn", "eve"));
    let log = scene.ok(&["log"]);
    said(&log, &["in force"]);
}

#[test]
fn what_is_remanded_is_decided_again() {
    let mut scene = adopted(RULE);
    said(
        &scene.refused(1, &["position", "retention", "accept", "--as", "cid"]),
        &["was decided"],
    );
    scene.ok(&appeal("cid", &PROCESS));
    let heard = scene.ok(&["status", "retention"]);
    said(&heard, &["(decided: adopted; in force, appealed by cid)"]);
    let first = scene.read(&at("calls/1/decision.toml"));
    scene.now("2026-05-20T10:00:00Z");
    scene.ok(&close("cid", "remanded", "eve"));
    let status = scene.ok(&["status", "retention"]);
    said(
        &status,
        &[
            "call 1 (decided: adopted; remanded on the appeal of cid)",
            "Decided       adopted, remanded on the appeal of cid",
            "revise the text (plenary revise retention), or open a new call on it. Turn of maya",
        ],
    );
    let (json, _) = scene.json(&["status", "retention"]);
    assert_eq!(json["decided"]["binds"], false);
    assert_eq!(json["next"][0]["weight"], "required");
    said(&scene.ok(&["log"]), &["remanded on the appeal of cid"]);
    said(
        &scene.refused(1, &appeal("dee", &PROCESS)),
        &["taken back already: remanded on the appeal of cid"],
    );
    again(&mut scene);
    assert_eq!(scene.read(&at("calls/1/decision.toml")), first);
    let verified = scene.ok(&["verify"]);
    said(&verified, &["2 decisions"]);
    let log = scene.ok(&["log"]);
    said(&log, &["remanded on the appeal of cid", "in force"]);
    let shown = scene.ok(&["show", "retention"]);
    said(
        &shown,
        &[
            "track policy · call 2 (decided: adopted)",
            "Stands        remanded on the appeal of cid",
            "Ruling of eve, Wed 20 May 2026 10:00 UTC: remanded",
            "Stands        in force",
        ],
    );
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
    let next = scene.ok(&["status", "retention"]);
    said(&next, &["open a new call, on r2"]);
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
    scene.ok(&appeal("cid", &[]));
    let ruled = scene.ok(&close("cid", "upheld", "idris"));
    said(&ruled, &["binds no longer", "plenary call open retention"]);
    said(&scene.ok(&["log"]), &["upheld on the appeal of cid"]);
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
            let (log, _) = scene.json(&["log"]);
            let entry = &log["decisions"][0];
            assert_eq!(entry["outcome"], "no-consensus");
            assert_eq!(entry["binds"], false, "{entry}");
            entry["standing"].as_str().unwrap_or_default().to_owned()
        };
        assert_eq!(standing(&scene), "on record");
        scene.ok(&appeal("cid", &PROCESS));
        assert_eq!(standing(&scene), "on record, appealed by cid");
        let (due, _) = scene.json(&["due"]);
        assert!(!due.to_string().contains("sunset"), "{due}");
        let (status, _) = scene.json(&["status", "retention"]);
        assert_eq!(status["decided"]["binds"], false);
    }
}
