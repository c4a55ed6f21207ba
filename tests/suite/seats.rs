//! Tests how many positions of one organisation count, with a limit in the charter.

use serde_json::{Value, json};

use crate::body::{at, give, said};
use crate::scene::Scene;

const CHARTER: &str = r#"format = 1
register = "committee"
name = "Committee"
identity = "none"

[[group]]
id = "team"
name = "Team"

[[organization]]
id = "acme"
name = "Acme"
family = "acme-holding"

[[organization]]
id = "acme-labs"
name = "Acme Labs"
family = "acme-holding"

[[organization]]
id = "bolt"
name = "Bolt"

[roles]
chair = ["maya"]

[track.vote]
title = "Vote"
source = "a test"
electorate = ["member"]
count = "participants"
at-most = { positions = 2, per = "affiliation" }
silence = "silent"
stale = "carry"
designates = "computed"
undisposed = "record"

[track.vote.positions]
yes = "for"
no = "against"
abstain = "neutral"

[[track.vote.gate]]
name = "quorum"
when = "answered >= 1/2 of eligible"

[[track.vote.level]]
name = "carried"
when = "yes > no"
outcome = "adopted"

[[track.vote.level]]
name = "lost"
outcome = "rejected"
"#;

/// Four of Acme and its affiliate, one of Bolt, and two without an affiliation.
const MEMBERS: &[(&str, &str)] = &[
    ("ann", "affiliation = \"acme\"\n"),
    ("ben", "affiliation = \"acme\"\n"),
    ("cid", "affiliation = \"acme\"\n"),
    ("dee", "affiliation = \"acme-labs\"\n"),
    ("eve", "affiliation = \"bolt\"\n"),
    ("fay", ""),
    ("gil", ""),
];

/// A call on the track `vote`, with positions. `most` are the positions of one organisation that count.
fn called(most: &str, positions: &[(&str, &str)]) -> Scene {
    let mut scene = Scene::repository();
    scene.write("charter.toml", &CHARTER.replacen("positions = 2", most, 1));
    let person = |id: &str, rest: &str| {
        let text = format!("name = \"{id}\"\ngroup = \"team\"\n{rest}");
        scene.write(&format!("participants/{id}.toml"), &text);
    };
    person("maya", "standing = [\"staff\"]\n");
    MEMBERS.iter().for_each(|(id, rest)| person(id, rest));
    scene.commit("Found the register", "2026-05-01T08:00:00Z");
    scene.now("2026-05-01T09:00:00Z");
    scene.write(".git/draft.md", "The text.\n");
    scene.quietly(&[
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "vote",
        "--as",
        "ann",
    ]);
    scene.now("2026-05-02T09:00:00Z");
    scene.quietly(&[
        "call",
        "open",
        "retention",
        "--closes",
        "2026-05-12T09:00Z",
        "--as",
        "maya",
    ]);
    scene.now("2026-05-03T09:00:00Z");
    give(&scene, positions);
    scene
}

fn tally(scene: &Scene) -> Value {
    scene.json(&["tally", "retention"]).0
}

/// Four of one organisation and one more are for, two are against.
const FIVE_TO_TWO: &[(&str, &str)] = &[
    ("ann", "yes"),
    ("ben", "yes"),
    ("cid", "yes"),
    ("dee", "yes"),
    ("eve", "yes"),
    ("fay", "no"),
    ("gil", "no"),
];

#[test]
fn at_most_two_positions_of_one_organisation_count() {
    let scene = called("positions = 2", FIVE_TO_TWO);
    let found = tally(&scene);
    assert_eq!(
        found["positions"]["yes"], 5,
        "what was given is shown whole"
    );
    let first = &found["levels"][0]["comparisons"][0];
    assert_eq!((&first["count"], &first["needed"]), (&json!(3), &json!(3)));
    assert_eq!(found["computed"], "carried");
    assert_eq!(
        found["at-most"],
        json!({ "positions": 2, "per": "affiliation", "each-side": false, "over": [{
            "place": "acme-holding",
            "given": { "for": 4, "against": 0 },
            "counted": { "for": 2, "against": 0 },
        }] })
    );
    let lost = called("positions = 1", FIVE_TO_TWO);
    assert_eq!(tally(&lost)["computed"], "lost");
    let all = called("positions = 4", FIVE_TO_TWO);
    assert_eq!(tally(&all)["at-most"]["over"], json!([]));
}

#[test]
fn a_limit_is_explained_from_the_charter_to_the_decision() {
    let mut scene = called("positions = 2", FIVE_TO_TWO);
    scene.tell("seats/a_limit_is_explained_from_the_charter_to_the_decision");
    scene.ok(&["charter", "explain", "vote"]);
    scene.ok(&["tally", "retention"]);
    scene.now("2026-05-13T09:00:00Z");
    scene.ok(&[
        "decide",
        "retention",
        "--sign-off",
        "--designation",
        "carried",
        "--as",
        "maya",
    ]);
    scene.ok(&["show", "retention"]);
    let decision = scene.read(&at("calls/1/decision.toml"));
    said(
        &decision,
        &[
            "at-most = 2\nat-most-per = \"affiliation\"\n",
            "[[over-limit]]\nplace = \"acme-holding\"\nfor = 4\nagainst = 0\ncounted-for = 2\ncounted-against = 0\n",
        ],
    );
    scene.ok(&["verify"]);
}

#[test]
fn what_an_organisation_in_disagreement_counts_for_is_divided() {
    let positions = [
        ("ann", "yes"),
        ("ben", "yes"),
        ("cid", "yes"),
        ("dee", "no"),
        ("eve", "no"),
        ("fay", "abstain"),
    ];
    let scene = called("positions = 2", &positions);
    scene.tell("seats/what_an_organisation_in_disagreement_counts_for_is_divided");
    scene.ok(&["tally", "retention"]);
    let found = tally(&scene);
    let over = &found["at-most"]["over"][0];
    assert_eq!(over["given"], json!({ "for": 3, "against": 1 }));
    assert_eq!(over["counted"], json!({ "for": 1, "against": 0 }));
    // One yes of Acme is against one no of Bolt.
    assert_eq!(found["levels"][0]["met"], false);
    // Who answered is not limited.
    assert_eq!(found["gates"][0]["comparisons"][0]["count"], 6);
}

#[test]
fn the_same_answer_of_one_organisation_can_count_once() {
    let positions = [
        ("ann", "yes"),
        ("ben", "yes"),
        ("cid", "no"),
        ("eve", "yes"),
        ("fay", "no"),
    ];
    let scene = called("positions = 1, each-side = true", &positions);
    scene.tell("seats/the_same_answer_of_one_organisation_can_count_once");
    scene.ok(&["charter", "explain", "vote"]);
    scene.ok(&["tally", "retention"]);
    let found = tally(&scene);
    let over = &found["at-most"]["over"][0];
    assert_eq!(over["counted"], json!({ "for": 1, "against": 1 }));
    assert_eq!(found["levels"][0]["comparisons"][0]["count"], 2);
}

#[test]
fn a_limit_that_cannot_be_used_is_an_error() {
    let charter = CHARTER.replacen("identity", "weights = [\"shares\"]\nidentity", 1);
    for (old, new, code) in [
        ("positions = 2", "positions = 0", "S114"),
        ("\"participants\"", "\"affiliations\"", "S114"),
        ("yes > no", "yes by shares > no by shares", "S124"),
        ("yes > no", "yes > 5", "S125"),
    ] {
        let scene = called("positions = 2", &[]);
        assert!(charter.contains(old), "{old}");
        scene.write("charter.toml", &charter.replacen(old, new, 1));
        scene.commit("Change the charter", "2026-05-03T10:00:00Z");
        let (found, _) = scene.json(&["check"]);
        let findings = found["findings"].as_array().expect("findings");
        let mut codes = findings.iter().map(|each| &each["code"]);
        assert!(codes.any(|found| *found == code), "{new}: {found}");
    }
}

/// A body with two committees: Ana is in the council for the group `docs` in 2026, and in two groups of the forum.
fn terms(several: bool) -> Scene {
    let mut scene = Scene::repository();
    let several = if several {
        "several-groups = true\n"
    } else {
        ""
    };
    let council = CHARTER
        .replace(
            "at-most = { positions = 2, per = \"affiliation\" }\n",
            several,
        )
        .replace("[\"member\"]", "[\"council-member\"]")
        .replace(
            "name = \"Team\"\n",
            "name = \"Team\"\n\n[[group]]\nid = \"docs\"\nname = \"Docs\"\n",
        )
        .replace("when = \"yes > no\"", "when = \"yes >= 1 in each group\"");
    scene.write("charter.toml", &council);
    let person = |id: &str, rest: &str| {
        let text = format!("name = \"{id}\"\ngroup = \"team\"\n{rest}");
        scene.write(&format!("participants/{id}.toml"), &text);
    };
    person("maya", "standing = [\"staff\"]\n");
    person("ana", "");
    person("ben", "standing = [\"council-member\"]\n");
    person("cleo", "standing = [\"observer\"]\n");
    scene.commit("Found the register", "2026-05-01T08:00:00Z");
    scene.now("2026-05-01T09:00:00Z");
    scene
}

fn term(scene: &Scene, arguments: &[&str]) -> String {
    let command = ["participant", "term"];
    scene.ok(&[&command[..], arguments, &["--as", "maya"]].concat())
}

#[test]
fn a_participant_has_a_seat_for_a_term_in_a_group() {
    let mut scene = terms(false);
    scene.tell("seats/a_participant_has_a_seat_for_a_term_in_a_group");
    term(
        &scene,
        &[
            "ana",
            "council-member",
            "--group",
            "docs",
            "--since",
            "2026-01-01",
            "--until",
            "2026-06-30",
        ],
    );
    let record = scene.read("participants/ana.toml");
    assert!(
        record.contains("standing = [\"member\"]\n"),
        "the default is kept: {record}"
    );
    term(&scene, &["cleo", "council-member", "--since", "2026-07-01"]);
    term(&scene, &["ben", "council-member", "--until", "2026-04-30"]);
    scene.refused(
        1,
        &[
            "participant",
            "term",
            "cleo",
            "council-member",
            "--since",
            "2026-08-01",
            "--as",
            "maya",
        ],
    );
    // Days of a membership that had none.
    let days = ["--since", "2026-01-01", "--until", "2026-12-31"];
    scene.ok(&[
        &["participant", "term", "ana", "member"][..],
        &days,
        &["--as", "maya"],
    ]
    .concat());
    let record = scene.read("participants/ana.toml");
    assert!(!record.contains("standing = [\"member\"]"), "{record}");
    assert!(
        record.ends_with("since = 2026-01-01\nuntil = 2026-12-31\n"),
        "{record}"
    );
    scene.ok(&["check"]);
    scene.ok(&["participant", "seats"]);
    scene.ok(&["participant", "list"]);
    let (list, _) = scene.json(&["participant", "list"]);
    assert_eq!(list["participants"][0]["also-in"], json!(["docs"]));
    let sizes = list["groups"].as_array().expect("groups").iter();
    let sizes: Vec<&Value> = sizes.map(|group| &group["participants"]).collect();
    assert_eq!(sizes, [4, 1], "Ana is counted in both groups");
    scene.ok(&["show", "ana"]);
    let (seats, _) = scene.json(&["participant", "seats", "--track", "vote"]);
    let statuses: Vec<&Value> = seats["tracks"][0]["participants"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| &row["status"])
        .collect();
    assert_eq!(
        statuses,
        [
            "has-a-seat",
            "will-have-a-seat",
            "had-a-seat",
            "never-had-a-seat"
        ]
    );
    scene.now("2026-07-02T09:00:00Z");
    let (later, _) = scene.json(&["participant", "seats", "--track", "vote"]);
    assert_eq!(later["tracks"][0]["participants"][0]["id"], "cleo");
    assert_eq!(later["tracks"][0]["seats"], 1);
}

const BOTH: [&str; 8] = [
    "participant",
    "term",
    "ben",
    "council-member",
    "--group",
    "docs",
    "--as",
    "maya",
];

#[test]
fn a_membership_without_a_last_day_is_not_given_twice() {
    let scene = terms(true);
    let docs = ["cleo", "council-member", "--group", "docs"];
    term(&scene, &[&docs[..], &["--since", "2026-01-01"]].concat());
    let again = ["--since", "2026-08-01", "--as", "maya"];
    let again = [&["participant", "term"][..], &docs, &again].concat();
    scene.tell("seats/a_membership_without_a_last_day_is_not_given_twice");
    scene.refused(1, &again);
    term(&scene, &[&docs[..], &["--until", "2026-12-31"]].concat());
    let record = scene.read("participants/cleo.toml");
    assert!(
        record.ends_with("since = 2026-01-01\nuntil = 2026-12-31\n"),
        "{record}"
    );
}

#[test]
fn a_participant_is_in_two_groups_only_if_the_track_says_so() {
    let told = terms(false).refused(1, &BOTH);
    assert!(told.contains("S152"), "{told}");
}

/// Opens a call on a proposal of Ana.
fn put_to_a_call(scene: &mut Scene) {
    scene.write(".git/draft.md", "The text.\n");
    let propose = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.quietly(&[&propose[..], &["--track", "vote", "--as", "ana"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    scene.quietly(&[&open[..], &["--as", "maya"]].concat());
}

#[test]
fn a_participant_in_two_groups_counts_in_each_and_once_in_all() {
    let mut scene = terms(true);
    scene.quietly(&BOTH);
    term(&scene, &["ana", "council-member", "--until", "2026-05-02"]);
    put_to_a_call(&mut scene);
    // The seat of Ana ends after the call was opened, and counts until the close.
    scene.now("2026-05-03T09:00:00Z");
    give(&scene, &[("ben", "yes"), ("ana", "no")]);
    scene.tell("seats/a_participant_in_two_groups_counts_in_each_and_once_in_all");
    scene.ok(&["tally", "retention"]);
    let found = tally(&scene);
    assert_eq!(found["electorate"]["seats"], 2);
    assert_eq!(found["positions"]["yes"], 1);
    assert_eq!(found["groups"][0]["positions"]["yes"], 1);
    assert_eq!(found["groups"][1]["positions"]["yes"], 1);
    assert_eq!(found["computed"], "carried");
    // Without the seat of Ana, a call that opens later has one seat.
    scene.now("2026-05-13T09:00:00Z");
    let (seats, _) = scene.json(&["participant", "seats"]);
    assert_eq!(seats["tracks"][0]["seats"], 1);
}

#[test]
fn a_table_with_a_row_for_each_group_adds_one_participant() {
    let mut scene = terms(true);
    scene.tell("seats/a_table_with_a_row_for_each_group_adds_one_participant");
    let table = "participant,name,group,standing\ndee,Dee,team,council-member\ndee,Dee,docs,council-member\n";
    scene.write(".git/list.csv", table);
    let import = [
        "participant",
        "import",
        ".git/list.csv",
        "--write",
        "--as",
        "maya",
    ];
    scene.ok(&import);
    let record = scene.read("participants/dee.toml");
    assert!(
        record.contains("[[membership]]\nstanding = \"council-member\"\ngroup = \"docs\"\n"),
        "{record}"
    );
    scene.ok(&import);
    assert_eq!(
        scene.read("participants/dee.toml"),
        record,
        "a second time, nothing changes"
    );
    scene.ok(&["check"]);
    one_answer_in_two_rows(&mut scene);
}

/// Rows with the same answer are joined too; with different ones, a person says which counts.
fn one_answer_in_two_rows(scene: &mut Scene) {
    put_to_a_call(scene);
    let import = ["import", "csv", "--proposal", "retention", "--roster"];
    let import = [&import[..], &[".git/answers.csv", "--as", "maya"]].concat();
    let table = |second: &str| {
        format!(
            "participant,name,group,standing,position\nfay,Fay,team,council-member,yes\n\
             fay,Fay,docs,council-member,{second}\n"
        )
    };
    scene.write(".git/answers.csv", &table("no"));
    scene.refused(1, &import);
    scene.write(".git/answers.csv", &table("yes"));
    scene.ok(&[&import[..], &["--write"]].concat());
    let record = scene.read("participants/fay.toml");
    assert!(record.contains("group = \"docs\""), "{record}");
    let position = scene.read(&at("positions/fay.toml"));
    assert!(position.contains("position = \"yes\""), "{position}");
}
