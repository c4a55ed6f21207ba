//! Tests what is said and not counted: the advice of people without a seat, rules about it, its screens, and the
//! decision that records it.

use crate::body::{self, at, give};
use crate::scene::Scene;

/// The body with two requirements on the track `policy`: an adviser in the south was asked, and each comment has an
/// answer. Its call is open; two members agree.
fn heard() -> Scene {
    let mut scene = body::founded();
    let charter = scene.read("charter.toml");
    let gates = "[[track.policy.gate]]\nname = \"advisers-asked\"\nwhen = \"asked >= 1 in group south\"\n\n\
                 [[track.policy.gate]]\nname = \"comments-answered\"\nwhen = \"unanswered-comments == 0\"\n\n\
                 [[track.policy.level]]\n";
    scene.write(
        "charter.toml",
        &charter.replacen("[[track.policy.level]]\n", gates, 1),
    );
    scene.commit("Hear advisers", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md", "--track"];
    scene.ok(&[&draft[..], &["policy", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    give(
        &scene,
        &[
            ("ann", "accept"),
            ("ben", "accept"),
            ("eve", "accept"),
            ("dee", "accept"),
        ],
    );
    scene
}

/// A comment of the observer, who has no seat.
fn commented(scene: &Scene) {
    let comment = ["comment", "retention", "--about", "cost", "--problem"];
    scene.ok(&[&comment[..], &["Who pays?", "--id", "cost", "--as", "obs"]].concat());
}

#[test]
fn an_adviser_is_asked_and_heard_and_not_counted() {
    let mut scene = heard();
    scene.tell("voices/an_adviser_is_asked_and_heard_and_not_counted");
    scene.refused(1, &["ready", "retention"]);
    scene.ok(&[
        "invite",
        "retention",
        "--for",
        "obs",
        "--record",
        "--as",
        "sec",
    ]);
    scene.ok(&["tally", "retention"]);
    commented(&scene);
    scene.ok(&[
        "position",
        "retention",
        "disagree",
        "--reason",
        "Too dear.",
        "--as",
        "obs",
    ]);
    scene.ok(&["tally", "retention"]);
    scene.refused(1, &["ready", "retention"]);
    scene.ok(&["due"]);
    scene.ok(&["mine", "--as", "maya"]);
    scene.now("2026-05-13T09:00:00Z");
    scene.ok(&["list"]);
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--reason",
        "Four of seven agree.",
    ];
    let decide = [&decide[..], &["--sign-off", "--as", "maya"]].concat();
    scene.refused(1, &decide);
    scene.ok(&["respond", "obs.cost", "The members do.", "--as", "maya"]);
    scene.ok(&decide);
    let decision = scene.read(&at("calls/1/decision.toml"));
    let advice = decision.split("[[advice]]").nth(1).expect("advice");
    let advice = advice
        .split("\n\n")
        .take(2)
        .collect::<Vec<_>>()
        .join("\n\n");
    scene.show(&advice);
    scene.ok(&["verify", "retention"]);
}

/// Comments are closed with words of their own, and a requirement can demand that each is closed.
#[test]
fn a_comment_is_closed_as_changed_or_not() {
    let mut scene = heard();
    let charter = scene.read("charter.toml");
    let closed = charter.replacen("unanswered-comments == 0", "open-comments == 0", 1);
    scene.tell("voices/a_comment_is_closed_as_changed_or_not");
    scene.ok(&["call", "withdraw", "retention", "--reason", "Other rules."]);
    scene.write("charter.toml", &closed);
    scene.commit("Close comments", "2026-05-03T10:00:00Z");
    scene.now("2026-05-03T11:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-14T09:00Z"]);
    commented(&scene);
    scene.ok(&["respond", "obs.cost", "The members do.", "--as", "maya"]);
    scene.refused(1, &["ready", "retention"]);
    scene.ok(&["due"]);
    let end = ["dispose", "obs.cost"];
    let why = ["--reason", "The members pay.", "--as", "maya"];
    let with = |word: &'static str| [&end[..], &[word], &why[..]].concat();
    for word in ["outweighed", "unresolved"] {
        scene.refused(2, &with(word));
    }
    scene.ok(&with("not-changed"));
    scene.ok(&["matrix", "retention"]);
    let (due, _) = scene.json(&["due"]);
    let tasks = due["undated"].as_array().expect("undated").iter();
    let kinds: Vec<_> = tasks.map(|task| task["kind"].clone()).collect();
    assert!(!kinds.contains(&"dispose".into()), "{kinds:?}");
    let object = ["object", "retention", "--about", "a", "--problem", "b"];
    scene.ok(&[
        &object[..],
        &["--resolve", "c", "--id", "dear", "--as", "cid"],
    ]
    .concat());
    let dear = ["dispose", "cid.dear", "not-changed", "--reason", "No."];
    scene.refused(2, &[&dear[..], &["--as", "maya"]].concat());
}

/// A forum ends with messages that are noted: no screen says that anything was adopted or is in force.
#[test]
fn what_is_noted_is_not_adopted() {
    let mut scene = body::founded();
    let charter = scene.read("charter.toml");
    let settled = "name = \"settled\"\nwhen = \"open-objections == 0 and days-open >= 7\"\noutcome = \"adopted\"";
    assert!(charter.contains(settled));
    let noted = "name = \"received\"\nwhen = \"spoke >= 2 and unanswered-comments == 0\"\noutcome = \"noted\"";
    let charter = charter.replacen(settled, noted, 1);
    let after = "[track.policy]\nafter = \"forum\"\n";
    scene.write(
        "charter.toml",
        &charter.replacen("[track.policy]\n", after, 1),
    );
    scene.commit("Note", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The messages.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md", "--track"];
    scene.ok(&[&draft[..], &["forum", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    let comment = [
        "comment",
        "retention",
        "--about",
        "all",
        "--problem",
        "So it is.",
        "--as",
    ];
    scene.ok(&[&comment[..], &["obs", "--id", "so"]].concat());
    scene.now("2026-05-13T09:00:00Z");
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["levels"][0]["met"], false, "one participant spoke");
    scene.now("2026-05-11T09:00:00Z");
    scene.ok(&[&comment[..], &["cid", "--id", "so"]].concat());
    for id in ["obs.so", "cid.so"] {
        scene.ok(&["respond", id, "Thank you.", "--as", "ann"]);
    }
    scene.now("2026-05-13T09:00:00Z");
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["levels"][0]["met"], true, "{tally}");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "received",
        "--reason",
    ];
    scene.ok(&[
        &decide[..],
        &["These are the messages.", "--sign-off", "--as", "maya"],
    ]
    .concat());
    for screen in ["status", "show", "list", "decisions", "ready", "balance"] {
        let of_proposal = !["list", "decisions"].contains(&screen);
        let typed: Vec<&str> = std::iter::once(screen)
            .chain(of_proposal.then_some("retention"))
            .collect();
        let shown = scene.plenary(&typed);
        let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
        if screen != "balance" {
            assert!(shown.contains("noted"), "{screen}: {shown}");
        }
        for word in ["adopted", "in force", "agreed"] {
            assert!(!shown.contains(word), "{screen} says {word}: {shown}");
        }
    }
    scene.ok(&["verify", "retention"]);
    // What a forum noted, a council can adopt.
    let council = ["call", "open", "retention", "--track", "policy"];
    scene.ok(&[&council[..], &["--closes", "2026-05-23T09:00Z"]].concat());
}
