//! Tests what is missing before a call and before a decision, line by line.

use crate::body::{self, at, give, object};
use crate::scene::Scene;

/// The status of each line that is not `met`, with what it says, and how the command ended.
fn listed(scene: &Scene) -> (Vec<(String, String)>, Option<i32>) {
    let (value, exit) = scene.json(&["ready", "retention"]);
    let lines = value["lines"].as_array().expect("lines");
    let line = |line: &serde_json::Value| {
        let word = |key: &str| line[key].as_str().expect("a word").to_owned();
        (word("stands") != "met").then(|| (word("stands"), word("what")))
    };
    (lines.iter().filter_map(line).collect(), exit)
}

/// Shows the list, which ends so and has these lines in addition to those that are `met`.
#[track_caller]
fn stands(scene: &Scene, exit: i32, expected: &[&str]) {
    let output = scene.plenary(&["ready", "retention"]);
    let (lines, code) = listed(scene);
    assert_eq!((output.status.code(), code), (Some(exit), Some(exit)));
    let words: Vec<&str> = lines.iter().map(|(stands, _)| stands.as_str()).collect();
    assert_eq!(words, expected, "{lines:#?}");
}

const EVERYBODY: &[(&str, &str)] = &[
    ("maya", "support"),
    ("ann", "accept"),
    ("cid", "support"),
    ("dee", "support"),
    ("eve", "support"),
];

#[test]
fn before_a_call_every_line_says_what_holds_and_what_does_not() {
    let scene = body::proposed("policy");
    scene.tell("ready/before_a_call_every_line_says_what_holds_and_what_does_not");
    stands(&scene, 0, &["advised"]);
    let (value, exit) = scene.json(&["ready", "retention"]);
    assert_eq!(
        (&value["before"], &value["verdict"]),
        (&"call".into(), &"met".into())
    );
    assert_eq!(exit, Some(0));

    scene.write(&at("text.md"), "Quite another text.\n");
    let charter = scene.read("charter.toml");
    let gate = "[[track.policy.gate]]\nname = \"islands\"\nwhen = \"for >= 20\"\n\n\
                [[track.policy.gate]]\nname = \"west\"\nwhen = \"for >= 1 in group west\"\n\n";
    let west = "[[group]]\nid = \"west\"\nname = \"West\"\n\n[[organization]]\nid = \"acme\"";
    let charter = charter
        .replacen(
            "[[track.policy.level]]",
            &format!("{gate}[[track.policy.level]]"),
            1,
        )
        .replacen("[[organization]]\nid = \"acme\"", west, 1)
        .replacen(
            "[track.policy]\n",
            "[track.policy]\npublic-interest = true\nafter = \"strict\"\n",
            1,
        )
        .replacen(
            "identity = \"none\"",
            "identity = \"none\"\ninterests = \"12 months\"",
            1,
        );
    scene.write("charter.toml", &charter);
    scene.commit("Ask for more", "2026-05-01T09:00:00Z");
    object(&scene);
    stands(
        &scene,
        1,
        &[
            "unmet", "unmet", "unmet", "advised", "unmet", "advised", "advised", "advised",
        ],
    );
}

#[test]
fn an_open_call_waits_and_names_what_else_is_missing() {
    let scene = body::called("policy");
    scene.tell("ready/an_open_call_waits_and_names_what_else_is_missing");
    give(&scene, EVERYBODY);
    stands(&scene, 5, &["waits"]);
    object(&scene);
    stands(&scene, 1, &["waits", "unmet"]);
}

#[test]
fn a_decision_is_ready_exactly_when_it_is_taken() {
    let mut scene = body::called("policy");
    scene.tell("ready/a_decision_is_ready_exactly_when_it_is_taken");
    give(&scene, EVERYBODY);
    object(&scene);
    scene.now("2026-05-12T10:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    stands(&scene, 1, &["unmet"]);
    scene.refused(1, &decide);
    scene.ok(&["dispose", "cid.cost", "set-aside", "--reason", "Not of it."]);
    stands(&scene, 0, &[]);
    scene.ok(&decide);
    stands(&scene, 1, &["unmet"]);
}

#[test]
fn a_question_that_was_left_open_is_made_ready_for_another_call() {
    let mut scene = body::called("policy");
    scene.tell("ready/a_question_that_was_left_open_is_made_ready_for_another_call");
    give(
        &scene,
        &[
            ("maya", "disagree"),
            ("ann", "accept"),
            ("cid", "disagree"),
            ("eve", "disagree"),
        ],
    );
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&[
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ]);
    stands(&scene, 0, &["advised", "advised"]);
}

#[test]
fn what_surrounds_a_decision_is_on_the_list() {
    let mut scene = body::proposed("hall");
    scene.tell("ready/what_surrounds_a_decision_is_on_the_list");
    scene.now("2026-05-02T09:00:00Z");
    let add = ["meeting", "add", "2026-05-05", "--present", "maya"];
    scene.ok(&add);
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    scene.ok(&[&open[..], &["--meeting", "2026-05-05"]].concat());
    // By hand, what the command refuses: first no meeting, then one that nobody recorded.
    let path = at("calls/1/call.toml");
    let call = scene.read(&path);
    let named = "meeting = \"2026-05-05\"\n";
    scene.write(&path, &call.replace(named, ""));
    scene.commit("Name no meeting", "2026-05-03T08:00:00Z");
    stands(
        &scene,
        1,
        &["waits", "unmet", "advised", "advised", "advised"],
    );
    scene.write(&path, &call.replace(named, "meeting = \"2026-05-06\"\n"));
    scene.commit("Name the meeting", "2026-05-03T09:00:00Z");
    stands(
        &scene,
        1,
        &["waits", "unmet", "advised", "advised", "advised"],
    );
    scene.write(
        "meetings/2026-05-06.toml",
        "present = [\"maya\", \"ann\"]\n",
    );
    scene.commit("Hold it", "2026-05-06T09:00:00Z");
    stands(&scene, 5, &["waits", "advised", "advised", "advised"]);
}

#[test]
fn a_draft_designation_has_its_window_its_challenges_and_its_confirmation() {
    let mut scene = body::founded();
    scene.tell("ready/a_draft_designation_has_its_window_its_challenges_and_its_confirmation");
    let more = "[track.policy]\nchallenge = \"7d\"\nminority = { within = \"10d\" }\n";
    let charter = scene
        .read("charter.toml")
        .replacen("[track.policy]\n", more, 1);
    let charter = charter.replacen("sign-offs = 1", "sign-offs = 3", 1);
    scene.write("charter.toml", &charter);
    scene.commit("Let drafts be challenged", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let propose = [
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
    ];
    scene.ok(&[&propose[..], &["--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    give(&scene, EVERYBODY);
    give(&scene, &[("ben", "disagree")]);
    scene.now("2026-05-13T09:00:00Z");
    stands(&scene, 1, &["unmet", "advised"]);
    scene.write(
        &at("calls/1/designation.toml"),
        "[[draft]]\nlevel = \"consensus\"\nby = \"idris\"\nat = 2026-05-13T09:00:00Z\nreason = '''As counted.'''\n",
    );
    scene.write(
        &at("calls/1/challenges/ben.1.toml"),
        "reason = '''Not so.'''\n",
    );
    scene.commit("Publish a draft", "2026-05-13T10:00:00Z");
    stands(&scene, 1, &["unmet", "waits", "waits", "advised"]);
    scene.now("2026-05-20T09:00:00Z");
    stands(&scene, 1, &["unmet", "unmet", "waits", "advised"]);
    let designation = scene.read(&at("calls/1/designation.toml"));
    scene.write(
        &at("calls/1/designation.toml"),
        &format!(
            "{designation}\n[[answer]]\nchallenge = \"ben.1\"\nby = \"idris\"\nat = 2026-05-20T09:00:00Z\n\
             text = '''It is.'''\n\n[confirmation]\nby = \"idris\"\nat = 2026-05-20T10:00:00Z\n"
        ),
    );
    scene.commit("Confirm it", "2026-05-20T10:00:00Z");
    scene.now("2026-05-23T09:00:00Z");
    stands(&scene, 0, &["advised"]);
}

/// Types `command` in a copy of the scene: it is refused over exactly what the list says is not
/// met, and done where all is. Gives how much is in the way.
#[track_caller]
fn agrees(scene: &Scene, command: &[&str]) -> usize {
    let (lines, exit) = listed(scene);
    let required = lines.iter().filter(|(stands, _)| stands != "advised");
    let required: Vec<String> = required.map(|(_, what)| what.clone()).collect();
    let output = scene.copy().plenary(command);
    let errors = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), exit, "{lines:#?} and {errors}");
    let numbered = errors.lines().filter_map(|line| {
        let (n, sentence) = line.strip_prefix("  ")?.split_once(". ")?;
        n.parse::<u32>().ok().map(|_| sentence.to_owned())
    });
    let mut refused: Vec<String> = numbered.collect();
    if refused.is_empty() {
        let alone = errors
            .lines()
            .filter_map(|line| line.strip_prefix("error: "));
        refused.extend(alone.map(str::to_owned));
    }
    let mut listed = required.clone();
    refused.sort();
    listed.sort();
    assert_eq!(refused, listed, "{errors}");
    required.len()
}

const OPEN: &[&str] = &["call", "open", "retention", "--closes", "2026-05-20T09:00Z"];

/// A proposal on a track whose charter was changed before.
fn proposed_with(track: &str, change: impl Fn(&str) -> String) -> Scene {
    let mut scene = body::founded();
    let charter = scene.read("charter.toml");
    let changed = change(&charter);
    assert_ne!(charter, changed);
    scene.write("charter.toml", &changed);
    scene.commit("Change the rules", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let propose = ["propose", "Retention", "--text", ".git/draft.md", "--as"];
    scene.ok(&[&propose[..], &["ann", "--track", track]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene
}

fn with_key(track: &'static str, key: &'static str) -> impl Fn(&str) -> String {
    let table = format!("[track.{track}]\n");
    move |charter| charter.replacen(&table, &format!("{table}{key}\n"), 1)
}

#[test]
fn a_call_is_not_ready_exactly_where_it_is_refused() {
    let plain = proposed_with("policy", |c| format!("{c}\n"));
    plain.tell("ready/a_call_is_not_ready_exactly_where_it_is_refused");
    assert_eq!(agrees(&plain, OPEN), 0);

    let unsaid = proposed_with("policy", with_key("policy", "public-interest = true"));
    unsaid.tell_with(&plain);
    let path = at("proposal.toml");
    assert_eq!(agrees(&unsaid, OPEN), 1);
    let read = unsaid.read(&path);
    unsaid.write(
        &path,
        &read.replacen(
            "\n[[revision]]",
            "public-interest = \"Those who pay.\"\n\n[[revision]]",
            1,
        ),
    );
    unsaid.commit("Say it", "2026-05-02T08:00:00Z");
    assert_eq!(agrees(&unsaid, OPEN), 0);

    let second = proposed_with("policy", with_key("policy", "after = \"strict\""));
    second.tell_with(&plain);
    assert_eq!(agrees(&second, OPEN), 1);

    let empty = proposed_with("policy", |charter| {
        let gate = "[[track.policy.gate]]\nname = \"west\"\nwhen = \"for >= 1 in group west\"\n\n";
        let level = "[[track.policy.level]]";
        let west = "[[group]]\nid = \"west\"\nname = \"West\"\n\n[[organization]]";
        let charter = charter.replacen(level, &format!("{gate}{level}"), 1);
        charter.replacen("[[organization]]", west, 1)
    });
    assert_eq!(agrees(&empty, OPEN), 1);

    let asked = body::proposed("policy");
    asked.tell_with(&plain);
    asked.write(&path, &asked.read(&path).replace("Should the body", " "));
    asked.write(&at("text.md"), "Quite another text.\n");
    asked.commit("Spoil it", "2026-05-01T09:00:00Z");
    assert_eq!(agrees(&asked, OPEN), 1);
}

#[test]
fn a_call_that_counts_those_present_waits_for_a_meeting_on_record() {
    let mut scene = body::proposed("hall");
    scene.tell("ready/a_call_that_counts_those_present_waits_for_a_meeting_on_record");
    stands(&scene, 1, &["unmet", "advised"]);
    let open = [OPEN, &["--meeting", "2026-05-05"]].concat();
    scene.refused(1, OPEN);
    scene.refused(1, &open);
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["meeting", "add", "2026-05-05", "--present", "maya"]);
    stands(&scene, 0, &["advised"]);
    assert_eq!(agrees(&scene, &open), 0);
}

#[test]
fn an_answered_question_is_not_ready_exactly_where_another_call_is_refused() {
    let lasting = adopted("policy", |charter| format!("{charter}\n"));
    lasting.tell("ready/an_answered_question_is_not_ready_exactly_where_another_call_is_refused");
    assert_eq!(agrees(&lasting, OPEN), 1);
    stands(&lasting, 1, &["unmet"]);
    // What lapses may be renewed.
    let lapsing = adopted("policy", with_key("policy", "sunset = \"90d\""));
    lapsing.tell_with(&lasting);
    assert_eq!(agrees(&lapsing, OPEN), 0);
}

fn adopted(track: &str, change: impl Fn(&str) -> String) -> Scene {
    let mut scene = proposed_with(track, change);
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-10T09:00Z"]);
    give(&scene, EVERYBODY);
    scene.now("2026-05-10T10:00:00Z");
    scene.ok(DECIDE);
    scene
}

const DECIDE: &[&str] = &[
    "decide",
    "retention",
    "--designation",
    "consensus",
    "--sign-off",
    "--reason",
    "So.",
];

#[test]
fn a_decision_is_not_ready_exactly_where_it_is_refused() {
    let more = "challenge = \"7d\"\nminority = { within = \"10d\" }";
    let mut scene = proposed_with("policy", with_key("policy", more));
    scene.tell("ready/a_decision_is_not_ready_exactly_where_it_is_refused");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    assert_eq!(agrees(&scene, DECIDE), 3);
    give(&scene, EVERYBODY);
    give(&scene, &[("ben", "disagree")]);
    object(&scene);
    scene.now("2026-05-13T09:00:00Z");
    assert_eq!(agrees(&scene, DECIDE), 2);
    let dispose = ["dispose", "cid.cost", "set-aside", "--reason", "Not of it."];
    scene.ok(&dispose);
    scene.ok(&[
        "designate",
        "retention",
        "consensus",
        "--reason",
        "As counted.",
    ]);
    let challenge = [
        "challenge",
        "retention",
        "--reason",
        "Not so.",
        "--as",
        "ben",
    ];
    scene.ok(&challenge);
    assert_eq!(agrees(&scene, DECIDE), 3);
    let answer = [
        "designate",
        "retention",
        "--answer",
        "ben.1",
        "--text",
        "It is.",
    ];
    scene.ok(&answer);
    scene.now("2026-05-20T09:00:00Z");
    assert_eq!(agrees(&scene, DECIDE), 2);
    scene.ok(&["designate", "retention", "--confirm"]);
    assert_eq!(agrees(&scene, DECIDE), 1);
    scene.now("2026-05-23T09:00:00Z");
    assert_eq!(agrees(&scene, DECIDE), 0);
}

#[test]
fn an_unknown_proposal_is_refused_by_name() {
    let scene = body::proposed("policy");
    scene.tell("ready/an_unknown_proposal_is_refused_by_name");
    scene.refused(2, &["ready", "retnetion"]);
}

#[test]
fn every_form_holds_the_whole_list() {
    let scene = body::called("policy");
    scene.tell("ready/every_form_holds_the_whole_list");
    for form in ["table", "lines", "markdown", "csv"] {
        scene.plenary(&["ready", "retention", "--format", form]);
    }
}
