//! Tests which files count, and as what: every way of counting, and every reason for not counting, against counts
//! made by hand.

use serde_json::{Value, json};

use crate::body::{self, at};
use crate::scene::Scene;

/// A proposal on a track, with position files as somebody wrote them, committed before any call.
fn written(track: &str, files: &[(&str, &str)]) -> Scene {
    let scene = body::proposed(track);
    for (who, text) in files {
        scene.write(&at(&format!("positions/{who}.toml")), text);
    }
    scene.commit("Answer", "2026-05-01T10:00:00Z");
    scene
}

/// The same with one word each.
fn answered(track: &str, answers: &[(&str, &str)]) -> Scene {
    let files: Vec<(&str, String)> = answers
        .iter()
        .map(|(who, value)| (*who, format!("position = \"{value}\"\n")))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(who, text)| (*who, text.as_str()))
        .collect();
    written(track, &files)
}

fn tally(scene: &Scene) -> Value {
    scene.json(&["tally", "retention"]).0
}

fn aside(tally: &Value) -> Vec<(&str, &str)> {
    let files = tally["set-aside"].as_array().expect("a list").iter();
    files
        .map(|file| {
            let path = file["path"].as_str().expect("a path");
            let name = path
                .trim_start_matches("proposals/retention/positions/")
                .trim_end_matches(".toml");
            (name, file["reason"].as_str().expect("a reason"))
        })
        .collect()
}

/// The counts that are not nought.
fn counts(tally: &Value) -> Value {
    let all = tally["positions"].as_object().expect("counts").iter();
    let some = all.filter(|(_, n)| **n != json!(0));
    Value::Object(some.map(|(key, n)| (key.clone(), n.clone())).collect())
}

fn comparison(tally: &Value, level: usize, n: usize) -> [Option<u64>; 3] {
    let comparison = &tally["levels"][level]["comparisons"][n];
    ["count", "base", "needed"].map(|key| comparison[key].as_u64())
}

#[test]
fn every_reason_for_setting_aside_is_given() {
    let scene = written(
        "policy",
        &[
            ("@north", "position = \"support\"\n"),
            ("@west", "position = \"support\"\n"),
            ("alt", "position = \"support\"\n"),
            ("ann", "position = \"suport\"\n"),
            ("ben", "position = \"object\"\n"),
            ("cid", "position = \"hold\"\nuntil = 2026-05-10T00:00:00Z\n"),
            ("dee", "position = \"support\"\n"),
            ("dora", "position = \"disagree\"\n"),
            ("eve", "position = \"support\"\nwithdrawn = true\n"),
            ("idris", "position = \"support\"\nproxy = \"ann\"\n"),
            ("maya", "position = support\n"),
            ("obs", "position = \"support\"\n"),
            ("stranger", "position = \"support\"\n"),
        ],
    );
    let tally = tally(&scene);
    assert_eq!(
        aside(&tally),
        [
            ("@north", "not-a-unit"),
            ("@west", "unknown-group"),
            ("alt", "alternate"),
            ("ann", "unknown-position"),
            ("ben", "without-objection"),
            ("cid", "hold"),
            ("dora", "duplicate"),
            ("eve", "withdrawn"),
            ("idris", "proxy"),
            ("maya", "unreadable"),
            ("obs", "not-in-electorate"),
            ("stranger", "unknown-participant"),
        ]
    );
    assert_eq!((&tally["read"], &tally["counted"]), (&json!(13), &json!(1)));
    assert_eq!(counts(&tally), json!({ "support": 1, "silent": 6 }));
}

#[test]
fn former_ids_and_alternates_answer_for_one_seat() {
    let tally_of = |answers: &[(&str, &str)]| tally(&answered("policy", answers));
    let former = tally_of(&[("dora", "support"), ("alt", "disagree")]);
    assert_eq!(
        counts(&former),
        json!({ "support": 1, "disagree": 1, "silent": 5 })
    );
    assert_eq!(
        former["groups"][1]["positions"]["support"], 1,
        "dee is of the south"
    );
    assert_eq!(
        former["groups"][2]["positions"]["disagree"], 1,
        "eve is of the east"
    );
    assert_eq!(aside(&former), []);
}

#[test]
fn a_group_answers_once_by_its_own_file() {
    let answers = [
        ("@north", "support"),
        ("@east", "abstain"),
        ("ann", "disagree"),
    ];
    let tally = tally(&answered("groups", &answers));
    assert_eq!(
        tally["electorate"],
        json!({ "seats": 3, "members": 3, "recused": 0 })
    );
    assert_eq!(
        counts(&tally),
        json!({ "support": 1, "abstain": 1, "silent": 1 })
    );
    assert_eq!(aside(&tally), [("ann", "not-a-unit")]);
    assert_eq!(comparison(&tally, 0, 0), [Some(1), Some(1), Some(1)]);
    assert_eq!(tally["computed"], "consensus");
}

#[test]
fn a_family_counts_once_where_its_people_agree() {
    let tally_of = |answers: &[(&str, &str)]| tally(&answered("families", answers));
    let one = tally_of(&[("ann", "support"), ("ben", "support"), ("cid", "disagree")]);
    assert_eq!(
        one["electorate"]["members"], 6,
        "acme-holding, bolt, dee, eve, idris, maya"
    );
    assert_eq!(
        counts(&one),
        json!({ "support": 1, "disagree": 1, "silent": 4 })
    );
    let quiet = tally_of(&[("ann", "support")]);
    assert_eq!(
        counts(&quiet),
        json!({ "support": 1, "silent": 5 }),
        "a silent colleague is passed over"
    );
    let split = tally_of(&[("ann", "support"), ("ben", "disagree"), ("cid", "accept")]);
    assert_eq!(
        counts(&split),
        json!({ "accept": 1, "split": 1, "silent": 4 })
    );
    assert_eq!(
        comparison(&split, 0, 0),
        [Some(1), Some(1), Some(1)],
        "a split family is not cast"
    );
    assert_eq!(
        split["gates"][0]["comparisons"][0]["count"], 2,
        "and has answered"
    );
    let class = tally_of(&[("ann", "support"), ("ben", "accept")]);
    assert_eq!(
        comparison(&class, 0, 0),
        [Some(1), Some(1), Some(1)],
        "both are for"
    );
    assert_eq!(
        (
            &class["positions"]["support"],
            &class["positions"]["accept"]
        ),
        (&json!(0), &json!(0))
    );
    let recused = tally_of(&[("ann", "recuse"), ("ben", "disagree"), ("cid", "recuse")]);
    assert_eq!(
        recused["electorate"],
        json!({ "seats": 6, "members": 5, "recused": 1 })
    );
    assert_eq!(counts(&recused), json!({ "disagree": 1, "silent": 4 }));
}

#[test]
fn silence_that_means_something_counts_in_the_rules_and_in_no_quorum() {
    let scene = written(
        "lazy",
        &[
            ("ann", "position = \"disagree\"\n"),
            ("ben", "position = \"support\"\nwithdrawn = true\n"),
            ("cid", "position = \"hold\"\nuntil = 2026-05-10T00:00:00Z\n"),
            ("dee", "position = \"nonsense\"\n"),
        ],
    );
    let tally = tally(&scene);
    assert_eq!(counts(&tally), json!({ "disagree": 1, "silent": 6 }));
    let accepting = 3; // eve, idris and maya said nothing; ben, cid and dee said something else.
    assert_eq!(
        comparison(&tally, 0, 0),
        [Some(accepting), Some(accepting + 1), Some(3)]
    );
    let quorum = &tally["gates"][0]["comparisons"][0];
    assert_eq!(
        (&quorum["count"], &quorum["base"], &quorum["met"]),
        (&json!(1), &json!(7), &json!(false))
    );
    assert_eq!(tally["decidable"], false);
}

#[test]
fn an_expired_answer_is_silent_without_a_meaning() {
    let scene = answered("lazy", &[("ann", "support"), ("ben", "disagree")]);
    scene.write(&at("text.md"), "Another text.\n");
    scene.ok(&["revise", "retention", "--material", "--as", "ann"]);
    let tally = tally(&scene);
    assert_eq!(aside(&tally), [("ann", "expired")]);
    assert_eq!(comparison(&tally, 0, 0), [Some(5), Some(6), Some(4)]);
}

#[test]
fn where_nothing_is_counted_rules_speak_of_objections() {
    let mut scene = answered("forum", &[("ann", "support")]);
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-09T00:00:00Z");
    let tally = tally(&scene);
    assert_eq!(
        (&tally["positions"], &tally["computed"]),
        (&json!({}), &Value::Null)
    );
    let days = &tally["levels"][0]["comparisons"][1];
    assert_eq!(
        (&days["count"], &tally["levels"][0]["met"]),
        (&json!(7), &json!(true))
    );
    scene.now("2026-05-13T00:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "settled",
        "--sign-off",
        "--reason",
    ];
    scene.ok(&[&decide[..], &["Nobody objects."]].concat());
    scene.ok(&["verify"]);
}

#[test]
fn who_is_recused_leaves_the_base() {
    let answers = [
        ("ann", "recuse"),
        ("ben", "recuse"),
        ("cid", "support"),
        ("dee", "disagree"),
        ("eve", "abstain"),
    ];
    let tally = tally(&answered("policy", &answers));
    assert_eq!(
        tally["electorate"],
        json!({ "seats": 7, "members": 5, "recused": 2 })
    );
    assert_eq!(
        counts(&tally),
        json!({ "support": 1, "disagree": 1, "abstain": 1, "silent": 2 })
    );
    let quorum = &tally["gates"][0]["comparisons"][0];
    assert_eq!(
        (&quorum["count"], &quorum["base"], &quorum["needed"]),
        (&json!(3), &json!(5), &json!(3))
    );
    assert_eq!((&tally["read"], &tally["counted"]), (&json!(5), &json!(5)));
}

#[test]
fn a_rule_may_count_those_who_were_present() {
    let mut scene = answered(
        "hall",
        &[("ann", "support"), ("ben", "support"), ("cid", "disagree")],
    );
    scene.write(
        "meetings/2026-05-14.toml",
        "present = [\"ann\", \"ben\", \"dora\", \"alt\", \"obs\"]\n",
    );
    scene.commit("Minutes", "2026-05-01T11:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-16T09:00Z"];
    scene.ok(&[&open[..], &["--meeting", "2026-05-14"]].concat());
    scene.now("2026-05-17T00:00:00Z");
    // Present are ann, ben, dee under a former id, and eve by her alternate: four electors.
    let tally = tally(&scene);
    assert_eq!(comparison(&tally, 0, 0), [Some(2), Some(4), Some(3)]);
    assert_eq!(tally["computed"], "lost");
}

#[test]
fn a_seat_for_which_an_author_answers_is_left_out_besides_authors() {
    let scene = body::founded();
    let rule = "[[track.peers.level]]\nname = \"carried\"\nwhen = \"for besides authors >= 2\"\n\
        outcome = \"adopted\"\n[[track.peers.level]]\nname = \"lost\"\noutcome = \"no-consensus\"\n";
    let rules = format!("electorate = [\"member\"]\n{rule}");
    crate::calls::with_tracks(&scene, &[("peers", &rules)]);
    scene.write(".git/draft.md", "The text.\n");
    let propose = [
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "peers",
    ];
    scene.ok(&[&propose[..], &["--author", "alt", "--as", "alt"]].concat());
    for who in ["ann", "alt"] {
        scene.write(
            &at(&format!("positions/{who}.toml")),
            "position = \"support\"\n",
        );
    }
    scene.commit("Answers", "2026-05-01T10:00:00Z");
    let of = |scene: &Scene| comparison(&tally(scene), 0, 0);
    assert_eq!(of(&scene), [Some(1), None, Some(2)]);
    // The holder of the seat is not an author, and answers for themselves.
    scene.write(&at("positions/eve.toml"), "position = \"support\"\n");
    scene.commit("The holder", "2026-05-01T11:00:00Z");
    assert_eq!(of(&scene), [Some(2), None, Some(2)]);
}
