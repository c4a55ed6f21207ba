//! Tests what chairs do with calls: open several at once, extend, admit, withdraw, repeat.

use crate::body::{self, at, give, said, tallied};
use crate::scene::Scene;

/// Adds tracks to the charter of the body: each `[track.NAME]` with the rules that all share.
pub(crate) fn with_tracks(scene: &Scene, tracks: &[(&str, &str)]) {
    let mut charter = scene.read("charter.toml");
    for (name, rest) in tracks {
        charter.push_str(&format!(
            "\n[track.{name}]\ntitle = \"Track {name}\"\ncount = \"participants\"\nsilence = \"silent\"\n\
             stale = \"carry\"\ndesignates = \"chair\"\n{rest}\n"
        ));
    }
    scene.write("charter.toml", &charter);
    scene.commit("More tracks", "2026-05-01T08:30:00Z");
}

/// One adopting level, met by one position in favour.
pub(crate) const ADOPTS: &str = "[[track.NAME.level]]\nname = \"carried\"\nwhen = \"for >= 1\"\n\
    outcome = \"adopted\"\n[[track.NAME.level]]\nname = \"lost\"\noutcome = \"no-consensus\"\n";

/// Puts another proposal by ann to the body.
fn propose(scene: &Scene, title: &str, more: &[&str]) {
    scene.write(".git/draft.md", "Another text.\n");
    let propose = ["propose", title, "--text", ".git/draft.md", "--as", "ann"];
    scene.ok(&[&propose[..], more].concat());
}

#[test]
fn several_calls_are_opened_in_one_commit_and_tallied_each_on_its_own() {
    let mut scene = body::proposed("policy");
    scene.tell("calls/several_calls_are_opened_in_one_commit_and_tallied_each_on_its_own");
    propose(&scene, "Privacy", &["--track", "carry"]);
    scene.now("2026-05-02T09:00:00Z");
    let before = scene.git(&["rev-list", "--count", "HEAD"]);
    let open = [
        "call",
        "open",
        "ret",
        "priv",
        "--closes",
        "2026-05-12T09:00Z",
    ];
    scene.ok(&open);
    let after = scene.git(&["rev-list", "--count", "HEAD"]);
    assert_eq!(
        after.parse::<u32>().expect("a number"),
        before.parse::<u32>().expect("a number") + 1
    );
    scene.show(&scene.git(&["log", "-1", "--format=%B"]));
    let frozen = |path: &str| {
        let call = scene.read(path);
        let line = call.lines().find(|line| line.starts_with("frozen"));
        line.expect("a frozen commit").to_owned()
    };
    assert_eq!(
        frozen(&at("calls/1/call.toml")),
        frozen("proposals/privacy/calls/1/call.toml")
    );
    give(&scene, &[("ann", "support")]);
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    let (privacy, _) = scene.json(&["tally", "privacy"]);
    assert_eq!(privacy["positions"]["support"], 0);
    assert_eq!(privacy["track"], "carry");
}

#[test]
fn all_refusals_of_all_proposals_come_in_one_run_and_nothing_is_opened() {
    let mut scene = body::called("policy");
    scene.tell("calls/all_refusals_of_all_proposals_come_in_one_run_and_nothing_is_opened");
    with_tracks(
        &scene,
        &[
            (
                "public",
                &format!(
                    "electorate = [\"member\"]\npublic-interest = true\n{}",
                    ADOPTS.replace("NAME", "public")
                ),
            ),
            (
                "ghosts",
                &format!(
                    "electorate = [\"ghost\"]\n{}",
                    ADOPTS.replace("NAME", "ghosts")
                ),
            ),
        ],
    );
    propose(&scene, "Privacy", &["--track", "public"]);
    propose(&scene, "Ghosts", &["--track", "ghosts"]);
    propose(&scene, "Moved", &["--track", "policy"]);
    scene.write("proposals/moved/text.md", "Changed by hand.\n");
    scene.commit("A change past the record", "2026-05-03T09:10:00Z");
    scene.now("2026-05-03T10:00:00Z");
    let open = ["call", "open", "retention", "privacy", "ghosts", "moved"];
    let closes = ["--closes", "2026-05-05T09:00Z"];
    scene.refused(1, &[&open[..], &closes].concat());
    assert!(!scene.path("proposals/privacy/calls").exists());
    propose(
        &scene,
        "Care",
        &[
            "--track",
            "public",
            "--public-interest",
            "Neighbours, by the noise.",
        ],
    );
    let (receipt, _) = scene.json(&["call", "open", "care", "--closes", "2026-06-05T09:00Z"]);
    said(&receipt.to_string(), &["proposals/care/calls/1/call.toml"]);
}

#[test]
fn a_chair_with_a_stake_leaves_the_call_to_a_co_chair() {
    let scene = body::proposed("policy");
    scene.tell("calls/a_chair_with_a_stake_leaves_the_call_to_a_co_chair");
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    scene.ok(&["position", "retention", "recuse", "--as", "maya"]);
    scene.refused(1, &open);
    let interest = ["position", "retention", "abstain", "--interest", "My shop."];
    scene.ok(&[&interest[..], &["--as", "maya"]].concat());
    scene.refused(1, &open);
    scene.ok(&["position", "retention", "recuse", "--as", "idris"]);
    // Where no chair is free, one with a stake has to do it.
    scene.ok(&open);
}

#[test]
fn rules_that_nobody_can_meet_are_told_before_anybody_answers() {
    let scene = body::founded();
    scene.tell("calls/rules_that_nobody_can_meet_are_told_before_anybody_answers");
    let empty = scene.read("charter.toml").replace(
        "[roles]",
        "[[group]]\nid = \"west\"\nname = \"West\"\n\n[roles]",
    );
    scene.write("charter.toml", &empty);
    let gate = "electorate = [\"member\"]\n[[track.NAME.gate]]\nname = \"cover\"\nwhen = \"answered >= 1 in group west\"\n";
    let level = "electorate = [\"member\"]\n[[track.NAME.level]]\nname = \"full\"\nwhen = \"for >= 9\"\noutcome = \"adopted\"\n\
        [[track.NAME.level]]\nname = \"west\"\nwhen = \"for >= 1 in group west\"\noutcome = \"adopted\"\n";
    let least =
        "[[track.NAME.level]]\nname = \"few\"\nwhen = \"for >= 1\"\noutcome = \"adopted\"\n";
    let lost = "[[track.NAME.level]]\nname = \"lost\"\noutcome = \"no-consensus\"\n";
    let named = |text: String, name: &str| text.replace("NAME", name);
    with_tracks(
        &scene,
        &[
            ("gated", &named(format!("{gate}{least}{lost}"), "gated")),
            ("steep", &named(format!("{level}{lost}"), "steep")),
            ("open", &named(format!("{level}{least}{lost}"), "open")),
        ],
    );
    for track in ["gated", "steep", "open"] {
        propose(&scene, &format!("On {track}"), &["--track", track]);
    }
    let open = |id: &'static str| ["call", "open", id, "--closes", "2026-05-12T09:00Z"];
    scene.refused(1, &open("on-gated"));
    scene.refused(1, &open("on-steep"));
    // One level that adopts and can be reached is enough.
    scene.ok(&open("on-open"));
}

#[test]
fn a_call_is_extended_while_it_is_open_and_within_its_window() {
    let mut scene = body::called("policy");
    scene.tell("calls/a_call_is_extended_while_it_is_open_and_within_its_window");
    let extend = |scene: &Scene, exit: i32, closes: &str, more: &[&str]| {
        let arguments = [&["call", "extend", "retention", "--closes", closes], more].concat();
        match exit {
            0 => scene.ok(&arguments),
            exit => scene.refused(exit, &arguments),
        }
    };
    let why = ["--reason", "A holiday."];
    extend(&scene, 0, "2026-05-12T09:00Z", &why);
    extend(&scene, 1, "2026-06-02T09:00Z", &why);
    extend(
        &scene,
        1,
        "2026-05-20T09:00Z",
        &["--reason", "x", "--as", "ann"],
    );
    extend(&scene, 2, "2026-05-20T09:00Z", &["--reason", " "]);
    extend(&scene, 0, "2026-05-20T09:00Z", &why);
    said(
        &scene.read(&at("calls/1/call.toml")),
        &[
            "[[extension]]",
            "closes = 2026-05-20T09:00:00Z",
            "A holiday.",
        ],
    );
    scene.ok(&["status", "retention"]);
    scene.now("2026-05-15T09:00:00Z");
    scene.ok(&["position", "retention", "support", "--as", "ann"]);
    scene.now("2026-05-21T09:00:00Z");
    extend(&scene, 1, "2026-05-25T09:00Z", &why);
    let decide = [
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ];
    let over = ["--reason", "Few.", "--override", "quorum=Summer."];
    scene.ok(&[&decide[..], &over].concat());
    scene.ok(&["verify"]);
}

#[test]
fn a_withdrawn_call_loses_nothing_and_may_be_repeated() {
    let mut scene = body::called("policy");
    scene.tell("calls/a_withdrawn_call_loses_nothing_and_may_be_repeated");
    give(&scene, &[("ann", "support"), ("ben", "abstain")]);
    let withdraw = ["call", "withdraw", "retention", "--reason"];
    scene.refused(1, &[&withdraw[..], &["x", "--as", "ann"]].concat());
    scene.refused(2, &[&withdraw[..], &[""]].concat());
    scene.ok(&[&withdraw[..], &["The text has a slip."]].concat());
    scene.refused(1, &[&withdraw[..], &["Again."]].concat());
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    scene.now("2026-05-04T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-14T09:00Z"];
    scene.ok(&open);
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    scene.now("2026-05-15T09:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ];
    let over = ["--reason", "Few.", "--override", "quorum=Summer."];
    scene.ok(&[&decide[..], &over].concat());
    scene.refused(1, &[&withdraw[..], &["Too late."]].concat());
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
}
