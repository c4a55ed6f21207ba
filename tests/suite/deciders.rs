//! Tests who decides alone: vetoes, deciding answers, requirements that depend on one party. If this was not
//! tested, the program does not say that nobody decides alone.

use std::path::Path;

use plenary::tally::deciders::{DeciderTest, test_deciders};
use serde_json::{Value, json};

use crate::blessed::screen;
use crate::body::{at, called, give, object, said};
use crate::calls::{ADOPTS, with_tracks};
use crate::cases::replayed_tally;
use crate::scene::{Scene, hermetic};

/// What `balance` says of a proposal of an example.
fn of_example(example: &str, proposal: &str) -> (Value, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(example);
    let run = |more: &[&str]| {
        let output = hermetic(env!("CARGO_BIN_EXE_plenary"), &folder)
            .args(["balance", proposal])
            .args(more)
            .output()
            .expect("the program can be run");
        String::from_utf8(output.stdout).expect("text")
    };
    let value = serde_json::from_str(&run(&["--format", "json"])).expect("JSON");
    (value, run(&[]))
}

/// Name and effect of each decider.
fn deciders(balance: &Value) -> Vec<(String, String)> {
    let word = |each: &Value, key: &str| each[key].as_str().expect("a word").to_owned();
    let all = balance["decided-alone"]["deciders"].as_array();
    let all = all.expect("deciders").iter();
    all.map(|each| (word(each, "name"), word(each, "effect")))
        .collect()
}

fn of_scene(scene: &Scene) -> Vec<(String, String)> {
    deciders(&scene.json(&["balance", "retention"]).0)
}

fn pair(name: &str, effect: &str) -> (String, String) {
    (name.to_owned(), effect.to_owned())
}

#[test]
fn a_permanent_member_against_is_a_veto_and_is_named() {
    let mut pages = String::new();
    for (proposal, who) in [
        ("ukraine-aggression-2022", "russia"),
        ("gaza-pauses-2023", "united-states"),
    ] {
        let (balance, page) = of_example("un-security-council", proposal);
        assert_eq!(deciders(&balance), [pair(who, "prevents")], "{proposal}");
        let without = &balance["decided-alone"]["deciders"][0]["without"];
        assert_eq!(without, "carried", "{proposal}");
        pages.push_str(&page);
    }
    // Eleven of the nine that are needed, four short, and ten of the nine.
    for proposal in [
        "ukraine-special-session-2022",
        "gaza-ceasefire-2023",
        "ukraine-peace-2025",
    ] {
        let (balance, page) = of_example("un-security-council", proposal);
        assert_eq!(deciders(&balance), [], "{proposal}");
        assert_eq!(balance["decided-alone"]["parties"], json!(["participant"]));
        pages.push_str(&page);
    }
    screen("deciders/vetoes_and_ballots_without_one", &pages);
}

#[test]
fn a_ballot_that_fails_by_one_hangs_on_nobody_where_it_fails_by_five_too() {
    let (balance, page) = of_example("iso-29500", "dis-29500-2007");
    assert_eq!(deciders(&balance), []);
    screen("deciders/a_ballot_that_fails_by_one", &page);
    let (balance, _) = of_example("iso-29500", "dis-29500-2008");
    assert_eq!(deciders(&balance), []);
}

/// The deciders of a decision that a body has taken, by its own rule.
fn of_case(id: &str) -> Vec<(String, String)> {
    match test_deciders(&replayed_tally(id)) {
        DeciderTest::NotTested(why) => panic!("{id} is not tested: {}", why.in_words()),
        DeciderTest::Tested { deciders, .. } => deciders
            .iter()
            .map(|each| pair(&each.party.name, each.effect.word()))
            .collect(),
    }
}

#[test]
fn decisions_that_bodies_have_taken_hang_on_those_whom_the_numbers_show() {
    for (id, expected) in CASES {
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, effect)| pair(name, effect))
            .collect();
        assert_eq!(of_case(id), expected, "{id}");
    }
}

/// One veto among fifteen; exactly three of the three that are needed; three of five groups; six of
/// eleven; one answer short of the opposite; a quorum that is missed without any one of them.
const CASES: &[(&str, &[(&str, &str)])] = &[
    ("unsc-02", &[("united-states", "prevents")]),
    ("unsc-06", &[("russia", "prevents")]),
    ("iesg-3", &[("discuss-1", "prevents")]),
    (
        "apache-08",
        &[
            ("yes-1", "carries"),
            ("yes-2", "carries"),
            ("yes-3", "carries"),
        ],
    ),
    (
        "icann-023",
        &[
            ("ccnso", "carries"),
            ("gac", "carries"),
            ("gnso", "carries"),
        ],
    ),
    ("icann-054", &YES_OF_SIX),
    ("wg21-0060", &[("weakly-favor-1", "turns")]),
    ("iso-1", &[]),
    ("unsc-01", &[]),
];

const YES_OF_SIX: [(&str, &str); 6] = [
    ("yes-1", "carries"),
    ("yes-2", "carries"),
    ("yes-3", "carries"),
    ("yes-4", "carries"),
    ("yes-5", "carries"),
    ("yes-6", "carries"),
];

#[test]
fn one_veto_against_silent_assent_is_named() {
    let scene = called("lazy");
    scene.tell("deciders/one_veto_against_silent_assent_is_named");
    give(
        &scene,
        &[("ann", "support"), ("ben", "support"), ("cid", "support")],
    );
    give(
        &scene,
        &[
            ("dee", "support"),
            ("idris", "support"),
            ("maya", "support"),
        ],
    );
    object(&scene);
    // Six of seven say or mean yes; the open objection is the only hindrance.
    assert_eq!(of_scene(&scene), [pair("bolt", "prevents")]);
    scene.ok(&["balance", "retention"]);
    let (balance, _) = scene.json(&["balance", "retention"]);
    let expected = json!([{ "family": "bolt", "without": "consensus" }]);
    assert_eq!(balance["families-that-decide-alone"], expected);
    // An objection that another has joined is not one party's any more.
    let joined = ["position", "retention", "support", "--joins", "cid.cost"];
    scene.ok(&[&joined[..], &["--as", "eve"]].concat());
    assert_eq!(of_scene(&scene), []);
    scene.ok(&["balance", "retention"]);
}

#[test]
fn one_yes_where_one_is_enough_is_named() {
    let mut scene = crate::body::founded();
    scene.tell("deciders/one_yes_where_one_is_enough_is_named");
    let rules = ADOPTS.replace("NAME", "one");
    let track = format!("electorate = [\"member\"]\n{rules}");
    with_tracks(&scene, &[("one", &track)]);
    scene.write(".git/draft.md", "The first text.\n");
    let propose = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.ok(&[&propose[..], &["--track", "one", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    give(&scene, &[("eve", "support"), ("dee", "disagree")]);
    assert_eq!(of_scene(&scene), [pair("eve", "carries")]);
    scene.ok(&["balance", "retention"]);
}

#[test]
fn a_quorum_that_one_party_makes_is_said_to_hang_on_it() {
    let mut scene = called("policy");
    scene.tell("deciders/a_quorum_that_one_party_makes_is_said_to_hang_on_it");
    give(
        &scene,
        &[("ann", "support"), ("cid", "support"), ("eve", "support")],
    );
    give(&scene, &[("dee", "support")]);
    let makers = ["acme-holding", "bolt", "dee", "eve"];
    assert_eq!(of_scene(&scene), makers.map(|who| pair(who, "carries")));
    let (balance, _) = scene.json(&["balance", "retention"]);
    let first = &balance["decided-alone"]["deciders"][0];
    assert_eq!(first["gates"], json!(["quorum"]));
    assert_eq!(
        (&first["without"], &first["outcome-without"]),
        (&json!("consensus"), &Value::Null)
    );
    scene.ok(&["balance", "retention"]);
    scene.now("2026-05-13T09:00:00Z");
    scene.ok(&[
        "decide",
        "retention",
        "--sign-off",
        "--designation",
        "consensus",
        "--as",
        "maya",
    ]);
    said(
        &scene.read(&at("calls/1/decision.toml")),
        &[
            "deciders-tested = true\n",
            "[[breadth.decider]]\nname = \"bolt\"\nkind = \"organisation\"\neffect = \"carries\"\n\
             without = \"consensus\"\ngates = [\"quorum\"]\n",
        ],
    );
    scene.ok(&["verify"]);
    // With one answer more, nobody makes it.
    let scene = called("policy");
    give(
        &scene,
        &[("ann", "support"), ("cid", "support"), ("eve", "support")],
    );
    give(&scene, &[("dee", "support"), ("maya", "support")]);
    assert_eq!(of_scene(&scene), []);
}

#[test]
fn another_level_with_the_same_outcome_is_no_decision() {
    let mut scene = crate::body::proposed("policy");
    scene.tell("deciders/another_level_with_the_same_outcome_is_no_decision");
    let charter = scene.read("charter.toml");
    let (before, after) = charter
        .split_once("[[track.policy.level]]")
        .expect("levels");
    let full = "[[track.policy.level]]\nname = \"full\"\nwhen = \"for >= 4 and against == 0\"\n\
                outcome = \"adopted\"\n\n[[track.policy.level]]";
    scene.write("charter.toml", &format!("{before}{full}{after}"));
    scene.commit("Add a level", "2026-05-01T10:00:00Z");
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    let five = ["maya", "cid", "dee", "eve"].map(|who| (who, "support"));
    give(&scene, &five);
    give(&scene, &[("ann", "disagree")]);
    assert_eq!(of_scene(&scene), [pair("acme-holding", "changes-level")]);
    scene.ok(&["balance", "retention"]);
    let (balance, _) = scene.json(&["balance", "retention"]);
    assert_eq!(balance["decided-alone"]["deciders"][0]["without"], "full");
    assert_eq!(balance["families-that-decide-alone"], json!([]));
}

#[test]
fn groups_and_people_without_an_organisation_are_parties() {
    let scene = called("groups");
    give(&scene, &[]);
    for (group, who, value) in [("north", "ann", "support"), ("south", "cid", "disagree")] {
        let answer = [
            "position",
            "retention",
            value,
            "--group",
            group,
            "--as",
            who,
        ];
        scene.ok(&answer);
    }
    // One of two for is less than two thirds; without the south it is one of one, but the quorum is
    // two of three.
    let found = of_scene(&scene);
    assert_eq!(found, [pair("north", "turns"), pair("south", "turns")]);
    let (balance, _) = scene.json(&["balance", "retention"]);
    assert_eq!(balance["decided-alone"]["parties"], json!(["group"]));
    assert_eq!(balance["families-that-decide-alone"], json!([]));
}

#[test]
fn nothing_is_said_to_be_tested_that_was_not() {
    let untested = |scene: &Scene| {
        scene.ok(&["balance", "retention"]);
        let alone = scene.json(&["balance", "retention"]).0["decided-alone"].take();
        assert_eq!(alone["tested"], false);
        assert!(alone["not-tested"].is_string(), "{alone}");
        assert_eq!(
            (&alone["parties"], &alone["deciders"]),
            (&json!([]), &json!([]))
        );
    };
    let scene = called("forum");
    scene.tell("deciders/nothing_is_said_to_be_tested_that_was_not");
    give(&scene, &[("ann", "support")]);
    untested(&scene);
    untested(&scene.then(called("policy")));
}
