//! Tests what each act requires, who can do it, and what a decision refuses. Each refusal says who must act and
//! with which command.

use crate::body::{self, at, give, object, said, tallied};

#[test]
fn every_disposition_has_its_duties() {
    let scene = body::called("policy");
    scene.tell("duties/every_disposition_has_its_duties");
    object(&scene);
    let more = [
        "object",
        "retention",
        "--about",
        "cost",
        "--problem",
        "p",
        "--resolve",
        "r",
    ];
    scene.ok(&[&more[..], &["--as", "dee"]].concat());
    let dispose = |exit: i32, rest: &[&str]| {
        let arguments = [&["dispose", "cid.cost"], rest].concat();
        if exit == 0 {
            scene.ok(&arguments)
        } else {
            scene.refused(exit, &arguments)
        }
    };
    dispose(2, &["accommodated"]);
    dispose(2, &["acommodated", "--reason", "x"]);
    dispose(2, &["outweighed", "--reason", "x"]);
    dispose(2, &["outweighed", "--reason", "x", "--alternatives", " "]);
    dispose(1, &["withdrawn", "--reason", "x"]);
    dispose(2, &["duplicate", "--reason", "x"]);
    dispose(2, &["duplicate", "--reason", "x", "--of", "cid.cost"]);
    dispose(2, &["duplicate", "--reason", "x", "--of", "dee.coast"]);
    dispose(1, &["stands", "--reason", "x", "--as", "ann"]);
    for good in [
        &["outweighed", "--reason", "x", "--alternatives", "y"][..],
        &[
            "withdrawn",
            "--reason",
            "x",
            "--evidence",
            "https://lists.example.org/1",
        ],
        &["duplicate", "--reason", "x", "--of", "dee.cost"],
        &["set-aside", "--reason", "x"],
        &["out-of-scope", "--reason", "x"],
        &["stands", "--reason", "x", "--as", "idris"],
    ] {
        let scene = scene.copy();
        scene.ok(&[&["dispose", "cid.cost"], good].concat());
        let counted = tallied(&scene, "/objections/dispositions");
        assert_eq!(counted, serde_json::json!({ good[0]: 1 }));
        assert_eq!(tallied(&scene, "/objections/undisposed"), 1);
        let standing = u64::from(good[0] == "stands");
        assert_eq!(tallied(&scene, "/objections/standing"), standing);
    }
}

#[test]
fn only_the_objector_replies_and_withdraws() {
    let scene = body::called("policy");
    scene.tell("duties/only_the_objector_replies_and_withdraws");
    object(&scene);
    scene.refused(1, &["reply", "cid.cost", "satisfied", "--as", "cid"]);
    scene.refused(1, &["respond", "cid.cost", "No.", "--as", "ben"]);
    scene.refused(2, &["respond", "cid.cost", " "]);
    scene.ok(&["respond", "cid.cost", "r2 will be cheaper.", "--as", "ann"]);
    scene.ok(&["respond", "cid.cost", "Much cheaper."]);
    assert_eq!(
        scene
            .read(&at("handling/cid.cost.toml"))
            .matches("[[response]]")
            .count(),
        2
    );
    assert_eq!(tallied(&scene, "/objections/unanswered"), 0);
    scene.refused(1, &["reply", "cid.cost", "withdrawn", "--as", "maya"]);
    scene.ok(&["reply", "cid.cost", "maintained", "--as", "cid"]);
    assert_eq!(tallied(&scene, "/objections/maintained"), 1);
    scene.ok(&[
        "reply",
        "cid.cost",
        "satisfied",
        "--reason",
        "Good.",
        "--as",
        "cid",
    ]);
    assert_eq!(tallied(&scene, "/objections/maintained"), 0);
    assert_eq!(tallied(&scene, "/objections/open"), 0);
    assert_eq!(tallied(&scene, "/objections/undisposed"), 1);
    scene.ok(&["reply", "cid.cost", "withdrawn", "--as", "cid"]);
    assert_eq!(tallied(&scene, "/objections/undisposed"), 0);
    scene.refused(1, &["respond", "cid.cost", "So?"]);
    scene.ok(&[
        "dispose",
        "cid.cost",
        "withdrawn",
        "--reason",
        "Taken back.",
    ]);
}

#[test]
fn secretaries_relay_and_representatives_speak_for_groups() {
    let scene = body::called("policy");
    scene.tell("duties/secretaries_relay_and_representatives_speak_for_groups");
    let relay = [
        "position",
        "retention",
        "accept",
        "--for",
        "dora",
        "--evidence",
        "a letter",
    ];
    scene.refused(1, &[&relay[..], &["--as", "ann"]].concat());
    let received = ["--received", "2026-05-02T12:00Z", "--as", "sec"];
    scene.ok(&[&relay[..], &received].concat());
    let file = scene.read(&at("positions/dee.toml"));
    said(
        &file,
        &[
            "relayed-by = \"sec\"",
            "received = 2026-05-02T12:00:00Z",
            "evidence = \"a letter\"",
        ],
    );
    let unknown = [
        "position",
        "retention",
        "accept",
        "--for",
        "dea",
        "--as",
        "sec",
    ];
    scene.refused(2, &unknown);

    let groups = scene.then(body::called("groups"));
    let north = ["position", "retention", "support", "--group", "north"];
    groups.refused(1, &[&north[..], &["--as", "ben"]].concat());
    groups.ok(&[&north[..], &["--as", "ann"]].concat());
    assert_eq!(tallied(&groups, "/positions/support"), 1);
    assert_eq!(tallied(&groups, "/electorate/members"), 3);
    let nord = [
        "position",
        "retention",
        "support",
        "--group",
        "nord",
        "--as",
        "ann",
    ];
    groups.refused(2, &nord);
}

#[test]
fn an_answer_of_ones_own_is_not_what_somebody_relayed() {
    let scene = body::called("policy");
    scene.tell("duties/an_answer_of_ones_own_is_not_what_somebody_relayed");
    let relay = [
        "position",
        "retention",
        "accept",
        "--for",
        "dee",
        "--evidence",
        "a letter",
    ];
    let more = [
        "--reason",
        "Cheap.",
        "--received",
        "2026-05-02T12:00Z",
        "--as",
        "sec",
    ];
    scene.ok(&[&relay[..], &more].concat());
    scene.ok(&["position", "retention", "disagree", "--as", "dee"]);
    let file = scene.read(&at("positions/dee.toml"));
    for old in ["relayed-by", "evidence", "received", "Cheap."] {
        assert!(!file.contains(old), "{file}");
    }
}

#[test]
fn a_new_text_ends_positions_as_the_track_says() {
    for (track, after) in [
        ("policy", [0, 1, 1]),
        ("strict", [0, 0, 0]),
        ("carry", [2, 1, 1]),
    ] {
        let scene = body::proposed(track);
        let recuse = ("cid", "recuse");
        give(
            &scene,
            &[
                ("ann", "support"),
                ("ben", "support"),
                ("dee", "disagree"),
                ("eve", "abstain"),
                recuse,
            ],
        );
        let revise = |text: &str, kind: &str| {
            scene.write(&at("text.md"), text);
            scene.ok(&["revise", "retention", kind, "--as", "ann"]);
        };
        let counted = || {
            ["support", "disagree", "abstain", "stale"]
                .map(|key| tallied(&scene, &format!("/positions/{key}")))
        };
        revise("The first text!\n", "--editorial");
        assert_eq!(counted(), [2, 1, 1, 0], "{track}, editorial");
        revise("Another text.\n", "--material");
        // Four, not five: a recused participant need not answer on the new text.
        assert_eq!(
            counted(),
            [after[0], after[1], after[2], 4],
            "{track}, material"
        );
        assert_eq!(
            tallied(&scene, "/electorate/recused"),
            1,
            "{track}: a recusal never expires"
        );
        let expired = 4 - after[0] - after[1] - after[2];
        let aside = tallied(&scene, "/set-aside");
        let aside = aside.as_array().expect("a list");
        assert_eq!(
            aside.len(),
            usize::try_from(expired).expect("a number"),
            "{track}"
        );
        assert!(
            aside.iter().all(|file| file["reason"] == "expired"),
            "{track}"
        );
    }
}
