//! What chairs do with calls: open several at once, extend, admit, withdraw, repeat.

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
    let printed = scene.ok(&open);
    said(
        &printed,
        &[
            "retention · call 1",
            "privacy · call 1",
            "Shall the group adopt \"Privacy\"",
        ],
    );
    let after = scene.git(&["rev-list", "--count", "HEAD"]);
    assert_eq!(
        after.parse::<u32>().expect("a number"),
        before.parse::<u32>().expect("a number") + 1
    );
    let message = scene.git(&["log", "-1", "--format=%B"]);
    said(
        &message,
        &[
            "Open calls on retention, privacy",
            "Proposal: privacy",
            "By: maya",
        ],
    );
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
    let printed = scene.refused(1, &[&open[..], &closes].concat());
    said(
        &printed,
        &[
            "call 1 on retention is open",
            "plenary call withdraw retention --reason",
            "privacy does not say who outside the group is affected, and the track public asks for it",
            "plenary propose … --public-interest",
            "nobody on the roster stands as ghost",
            "proposals/moved/text.md is not the text of r1, the last revision of moved",
            "plenary revise moved --text FILE",
            "the call would be open for 1 d 23 h, and the track policy takes from 7 days to 30 days",
            "the earliest close is 2026-05-10T10:00:00Z",
        ],
    );
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
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    scene.ok(&["position", "retention", "recuse", "--as", "maya"]);
    said(
        &scene.refused(1, &open),
        &[
            "maya is recused from the proposal, and does not open the call on retention",
            "the turn of idris: plenary call open retention … --as NAME",
        ],
    );
    let interest = ["position", "retention", "abstain", "--interest", "My shop."];
    scene.ok(&[&interest[..], &["--as", "maya"]].concat());
    said(
        &scene.refused(1, &open),
        &[
            "maya declared an interest in the proposal",
            "the turn of idris",
        ],
    );
    scene.ok(&["position", "retention", "recuse", "--as", "idris"]);
    // Where no chair is free, one with a stake has to do it.
    scene.ok(&open);
}

#[test]
fn rules_that_nobody_can_meet_are_told_before_anybody_answers() {
    let scene = body::founded();
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
    said(
        &scene.refused(1, &open("on-gated")),
        &[
            "the gate cover of the track gated can never be met by this electorate: in group west",
            "needs 1, and nothing can be counted for it",
            "plenary participant list",
        ],
    );
    said(
        &scene.refused(1, &open("on-steep")),
        &[
            "the level full of the track steep can never be met by this electorate: \"for >= 9\" needs 9, and only 7 may answer",
            "the level west of the track steep can never be met by this electorate: in group west",
        ],
    );
    // One level that adopts and can be reached is enough.
    scene.ok(&open("on-open"));
}

#[test]
fn a_call_is_extended_while_it_is_open_and_within_its_window() {
    let mut scene = body::called("policy");
    let extend = |scene: &Scene, exit: i32, closes: &str, more: &[&str]| {
        let arguments = [&["call", "extend", "retention", "--closes", closes], more].concat();
        match exit {
            0 => scene.ok(&arguments),
            exit => scene.refused(exit, &arguments),
        }
    };
    let why = ["--reason", "A holiday."];
    said(
        &extend(&scene, 2, "2026-05-12T09:00Z", &why),
        &[
            "call 1 on retention is open until 2026-05-12T09:00:00Z already",
            "--closes",
        ],
    );
    said(
        &extend(&scene, 1, "2026-06-02T09:00Z", &why),
        &[
            "would be open for 31 d",
            "takes 30 days at most",
            "the latest close is 2026-06-01T09:00:00Z",
        ],
    );
    said(
        &extend(
            &scene,
            1,
            "2026-05-20T09:00Z",
            &["--reason", "x", "--as", "ann"],
        ),
        &[
            "only a chair may extend a call",
            "the turn of maya or idris",
        ],
    );
    said(
        &extend(&scene, 2, "2026-05-20T09:00Z", &["--reason", " "]),
        &["the reason is empty"],
    );
    let printed = extend(&scene, 0, "2026-05-20T09:00Z", &why);
    said(
        &printed,
        &["Call 1 on retention closes Wed 20 May 2026 09:00 UTC"],
    );
    said(
        &scene.read(&at("calls/1/call.toml")),
        &[
            "[[extension]]",
            "closes = 2026-05-20T09:00:00Z",
            "A holiday.",
        ],
    );
    said(&scene.ok(&["status", "retention"]), &["put off once"]);
    scene.now("2026-05-15T09:00:00Z");
    scene.ok(&["position", "retention", "support", "--as", "ann"]);
    scene.now("2026-05-21T09:00:00Z");
    said(
        &extend(&scene, 1, "2026-05-25T09:00Z", &why),
        &[
            "closed at 2026-05-20T09:00:00Z, and only an open call is extended",
            "call admit",
        ],
    );
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
    give(&scene, &[("ann", "support"), ("ben", "abstain")]);
    let withdraw = ["call", "withdraw", "retention", "--reason"];
    said(
        &scene.refused(1, &[&withdraw[..], &["x", "--as", "ann"]].concat()),
        &["only a chair may withdraw a call"],
    );
    said(
        &scene.refused(2, &[&withdraw[..], &[""]].concat()),
        &["the reason is empty"],
    );
    let printed = scene.ok(&[&withdraw[..], &["The text has a slip."]].concat());
    said(
        &printed,
        &["Call 1 on retention is withdrawn", "What was given stays"],
    );
    said(
        &scene.refused(1, &[&withdraw[..], &["Again."]].concat()),
        &["there is no call on retention that waits for its decision"],
    );
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    scene.now("2026-05-04T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-14T09:00Z"];
    said(
        &scene.ok(&open),
        &[
            "retention · call 2",
            "put before, in 1 call: call 1 of 2026-05-02: withdrawn",
        ],
    );
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
    said(
        &scene.refused(1, &[&withdraw[..], &["Too late."]].concat()),
        &["no call on retention that waits for its decision"],
    );
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
}
