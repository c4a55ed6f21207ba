//! What stands before a call and before a decision, line by line.

use crate::body::{self, at, give, object, said};
use crate::scene::Scene;

/// The lines that do not stand as `met`, as `stands: what`, and how the command ended.
fn open_lines(scene: &Scene) -> (Vec<String>, Option<i32>) {
    let (value, exit) = scene.json(&["ready", "retention"]);
    let lines = value["lines"].as_array().expect("lines");
    let line = |line: &serde_json::Value| {
        let word = |key: &str| line[key].as_str().expect("a word").to_owned();
        (word("stands") != "met").then(|| format!("{}: {}", word("stands"), word("what")))
    };
    (lines.iter().filter_map(line).collect(), exit)
}

fn printed(scene: &Scene, exit: i32) -> String {
    let output = scene.plenary(&["ready", "retention"]);
    assert_eq!(output.status.code(), Some(exit));
    String::from_utf8(output.stdout).expect("text")
}

const EVERYBODY: &[(&str, &str)] = &[
    ("maya", "support"),
    ("ann", "accept"),
    ("cid", "support"),
    ("dee", "support"),
    ("eve", "support"),
];

const BEFORE_CALL: &str = r#"retention: before a call  track policy · r1
         what                                                                                         to do
met      proposals/retention/text.md is the text of r1
met      the question: Shall the group adopt "Retention" as it stands in text.md?
met      the track policy: Track policy
met      maya or idris is free of conflict, and may open the call
met      a call opened now closes not before 2026-05-08T09:00:00Z and not after 2026-05-31T09:00:00Z
met      the electorate has 7 seats
met      the gate quorum can be met: answered >= 1/2 of members
met      a level that adopts can be reached
advised  nobody shepherds it                                                                          it is the turn of ann: write shepherd = "NAME" into proposals/retention/proposal.toml

Ready: nothing that is required stands before the call.

Now is 2026-05-01T09:00:00Z, by PLENARY_NOW
"#;

#[test]
fn before_a_call_every_line_says_what_holds_and_what_does_not() {
    let scene = body::proposed("policy");
    assert_eq!(printed(&scene, 0), BEFORE_CALL);
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
    let (lines, exit) = open_lines(&scene);
    assert_eq!(exit, Some(1));
    let expected = [
        "unmet: proposals/retention/text.md is not the text of r1, the last revision of retention",
        "unmet: the gate islands of the track policy can never be met by this electorate: ",
        "unmet: the gate west of the track policy can never be met by this electorate: ",
        "advised: the rule west speaks of west, of which nobody has a seat",
        "unmet: retention does not say who outside the group is affected, and the track policy asks for it",
        "advised: the objection cid.cost is open, no response",
        "advised: statements of interest are missing or too old: 7",
        "advised: nobody shepherds it",
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line} for {expected}");
    }
    let page = printed(&scene, 1);
    said(
        &page,
        &[
            "NOT MET  ",
            "it is the turn of ann: plenary revise retention --text FILE --material|--editorial",
            "it is the turn of maya or idris: plenary respond cid.cost",
            "Not ready: 4 things stand before the call.",
        ],
    );
}

#[test]
fn an_open_call_waits_and_names_what_else_is_missing() {
    let scene = body::called("policy");
    give(&scene, EVERYBODY);
    let (lines, exit) = open_lines(&scene);
    assert_eq!(
        lines,
        ["waits: call 1 on retention is open until 2026-05-12T09:00:00Z"]
    );
    assert_eq!(exit, Some(5));
    said(
        &printed(&scene, 5),
        &["Only time is missing before the decision."],
    );
    object(&scene);
    let (lines, exit) = open_lines(&scene);
    assert_eq!(
        lines[1..],
        ["unmet: the objection cid.cost has no response"]
    );
    assert_eq!(exit, Some(1));
}

#[test]
fn a_decision_is_ready_exactly_when_it_is_taken() {
    let mut scene = body::called("policy");
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
    said(
        &printed(&scene, 1),
        &["Not ready: 1 thing stands before the decision."],
    );
    scene.refused(1, &decide);
    scene.ok(&["dispose", "cid.cost", "set-aside", "--reason", "Not of it."]);
    let page = printed(&scene, 0);
    said(
        &page,
        &[
            "met  call 1 on retention closed at 2026-05-12T09:00:00Z, and the decision will record its close",
            "met  the text is still the one put to the group, r1",
            "met  maya or idris is free of conflict, and may judge it",
            "met  the gate quorum is met: answered >= 1/2 of members",
            "met  the objection cid.cost is set-aside",
            "met  the rule gives the level consensus",
            "Ready: nothing that is required stands before the decision.",
        ],
    );
    scene.ok(&decide);
    let page = printed(&scene, 1);
    said(
        &page,
        &[
            "retention: decided",
            "Call 1 was decided on 2026-05-12: adopted, in force.",
            "Nothing is to be made ready.",
        ],
    );
}

#[test]
fn a_question_that_was_left_open_is_made_ready_for_another_call() {
    let mut scene = body::called("policy");
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
    let (lines, exit) = open_lines(&scene);
    assert_eq!(
        lines,
        [
            "advised: nobody shepherds it",
            "advised: it would be call 2: the question was put once before"
        ]
    );
    assert_eq!(exit, Some(0));
    said(
        &printed(&scene, 0),
        &["Call 1 was decided on 2026-05-12: no-consensus, on record."],
    );
}

#[test]
fn what_surrounds_a_decision_is_on_the_list() {
    let mut scene = body::proposed("hall");
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
    let (lines, _) = open_lines(&scene);
    let unnamed =
        "unmet: the rules of the track hall count those present, and the call names no meeting";
    assert!(lines.iter().any(|line| line == unnamed), "{lines:#?}");
    scene.write(&path, &call.replace(named, "meeting = \"2026-05-06\"\n"));
    scene.commit("Name the meeting", "2026-05-03T09:00:00Z");
    said(
        &printed(&scene, 1),
        &[
            "the rules of the track hall count those present, and there is no record of a meeting on 2026-05-06",
            "it is the turn of maya, idris or sec: plenary meeting add 2026-05-06",
        ],
    );
    scene.write(
        "meetings/2026-05-06.toml",
        "present = [\"maya\", \"ann\"]\n",
    );
    scene.commit("Hold it", "2026-05-06T09:00:00Z");
    said(
        &printed(&scene, 5),
        &["met      who was present at the meeting of 2026-05-06 is on record"],
    );
}

#[test]
fn a_draft_designation_has_its_window_its_challenges_and_its_confirmation() {
    let mut scene = body::founded();
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
    said(
        &open_lines(&scene).0.join("\n"),
        &[
            "unmet: nobody has published a draft of the designation, and the track policy lets it be challenged",
            "waits: minority statements on retention may be filed until 2026-05-22T09:00:00Z",
            "advised: 3 sign-offs are needed, and 2 chairs can give them",
        ],
    );
    scene.write(
        &at("calls/1/designation.toml"),
        "[[draft]]\nlevel = \"consensus\"\nby = \"idris\"\nat = 2026-05-13T09:00:00Z\nreason = '''As counted.'''\n",
    );
    scene.write(
        &at("calls/1/challenges/ben.1.toml"),
        "reason = '''Not so.'''\n",
    );
    scene.commit("Publish a draft", "2026-05-13T10:00:00Z");
    said(
        &open_lines(&scene).0.join("\n"),
        &[
            "waits: the draft designation of call 1 on retention can be challenged until 2026-05-20T09:00:00Z",
            "unmet: the challenge ben.1 has no answer",
        ],
    );
    scene.now("2026-05-20T09:00:00Z");
    said(
        &open_lines(&scene).0.join("\n"),
        &["unmet: the draft designation of call 1 is not confirmed"],
    );
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
    said(
        &printed(&scene, 0),
        &[
            "met      the time to challenge the draft designation, consensus, ended at 2026-05-20T09:00:00Z",
            "met      the challenge ben.1 is answered by idris",
            "met      the draft designation is confirmed by idris",
            "met      the time for minority statements ended at 2026-05-22T09:00:00Z",
            "advised  3 sign-offs are needed, and 2 chairs can give them",
        ],
    );
}

/// Types `command` in a copy of the scene: it is refused over exactly what the list says is not
/// met, and done where all is. Gives what is in the way.
fn agrees(scene: &Scene, command: &[&str]) -> Vec<String> {
    let (lines, exit) = open_lines(scene);
    let required = lines.iter().filter(|line| !line.starts_with("advised: "));
    let required: Vec<String> = required
        .filter_map(|line| Some(line.split_once(": ")?.1.to_owned()))
        .collect();
    let output = scene.copy().plenary(command);
    let errors = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), exit, "{lines:#?} and {errors}");
    let sentences = errors.lines().filter_map(|line| {
        let sentence = line.trim_start().strip_prefix("error: ");
        Some(
            sentence
                .or(line.trim_start().strip_prefix("- "))?
                .to_owned(),
        )
    });
    let mut refused: Vec<String> = sentences.collect();
    let mut listed = required.clone();
    refused.sort();
    listed.sort();
    assert_eq!(refused, listed, "{errors}");
    required
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
    assert!(agrees(&proposed_with("policy", |c| format!("{c}\n")), OPEN).is_empty());

    let unsaid = proposed_with("policy", with_key("policy", "public-interest = true"));
    let path = at("proposal.toml");
    said(
        &agrees(&unsaid, OPEN).join("\n"),
        &["does not say who outside the group is affected"],
    );
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
    assert!(agrees(&unsaid, OPEN).is_empty());

    let second = proposed_with("policy", with_key("policy", "after = \"strict\""));
    said(
        &agrees(&second, OPEN).join("\n"),
        &["comes after strict, and no call on retention was decided there"],
    );

    let empty = proposed_with("policy", |charter| {
        let gate = "[[track.policy.gate]]\nname = \"west\"\nwhen = \"for >= 1 in group west\"\n\n";
        let level = "[[track.policy.level]]";
        let west = "[[group]]\nid = \"west\"\nname = \"West\"\n\n[[organization]]";
        let charter = charter.replacen(level, &format!("{gate}{level}"), 1);
        charter.replacen("[[organization]]", west, 1)
    });
    said(
        &agrees(&empty, OPEN).join("\n"),
        &["the gate west of the track policy can never be met"],
    );

    let asked = body::proposed("policy");
    asked.write(&path, &asked.read(&path).replace("Shall the group", " "));
    asked.write(&at("text.md"), "Quite another text.\n");
    asked.commit("Spoil it", "2026-05-01T09:00:00Z");
    said(&agrees(&asked, OPEN).join("\n"), &["is not the text of r1"]);
}

#[test]
fn a_call_that_counts_those_present_waits_for_a_meeting_on_record() {
    let mut scene = body::proposed("hall");
    let (lines, exit) = open_lines(&scene);
    let unmet = "unmet: the rules of the track hall count those present, and no meeting is on record that the call could name";
    assert_eq!((lines[0].as_str(), exit), (unmet, Some(1)));
    let open = [OPEN, &["--meeting", "2026-05-05"]].concat();
    scene.refused(1, OPEN);
    scene.refused(1, &open);
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["meeting", "add", "2026-05-05", "--present", "maya"]);
    said(
        &printed(&scene, 0),
        &[
            "the rules of the track hall count those present: the call names one, --meeting 2026-05-05",
        ],
    );
    assert!(agrees(&scene, &open).is_empty());
}

#[test]
fn an_answered_question_is_not_ready_exactly_where_another_call_is_refused() {
    let lasting = adopted("policy", |charter| format!("{charter}\n"));
    said(
        &agrees(&lasting, OPEN).join("\n"),
        &[
            "retention was decided by call 1 (adopted, on the track policy), and the question is answered",
        ],
    );
    said(&printed(&lasting, 1), &["Nothing is to be made ready."]);
    // What lapses may be renewed.
    let lapsing = adopted("policy", with_key("policy", "sunset = \"90d\""));
    assert!(agrees(&lapsing, OPEN).is_empty());
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
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    said(&agrees(&scene, DECIDE).join("\n"), &["is open until"]);
    give(&scene, EVERYBODY);
    give(&scene, &[("ben", "disagree")]);
    object(&scene);
    scene.now("2026-05-13T09:00:00Z");
    said(
        &agrees(&scene, DECIDE).join("\n"),
        &[
            "the objection cid.cost has no response",
            "nobody has published a draft",
            "may be filed until 2026-05-22T09:00:00Z",
        ],
    );
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
    said(
        &agrees(&scene, DECIDE).join("\n"),
        &[
            "the challenge ben.1 has no answer",
            "can be challenged until",
        ],
    );
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
    said(&agrees(&scene, DECIDE).join("\n"), &["is not confirmed"]);
    scene.ok(&["designate", "retention", "--confirm"]);
    let waits = agrees(&scene, DECIDE);
    assert_eq!(waits.len(), 1, "{waits:?}");
    scene.now("2026-05-23T09:00:00Z");
    assert!(agrees(&scene, DECIDE).is_empty());
}

#[test]
fn an_unknown_proposal_is_refused_by_name() {
    let scene = body::proposed("policy");
    said(
        &scene.refused(2, &["ready", "retnetion"]),
        &["did you mean retention?"],
    );
}

#[test]
fn every_form_holds_the_whole_list() {
    let scene = body::called("policy");
    for form in ["table", "lines", "markdown", "csv"] {
        let output = scene.plenary(&["ready", "retention", "--format", form]);
        let text = String::from_utf8(output.stdout).expect("text");
        said(
            &text,
            &["the gate quorum", "plenary position retention VALUE"],
        );
    }
}
