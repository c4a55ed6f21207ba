//! Tests one proposal on several tracks, a working group and then a council, and rules that change.

use crate::body::{self, at, give, said, tallied};
use crate::calls::{ADOPTS, with_tracks};
use crate::intake::{bring, verdicts};
use crate::scene::Scene;

const COUNCIL: &str = "electorate = [\"member\"]\nafter = \"group\"\n\
    [track.council.positions]\nyes = \"for\"\nno = \"against\"\nsupport = \"for\"\n";

/// A proposal `retention` on the track `group`, after which `council` comes; `jury` follows nobody.
/// Call 1 is open until 12 May, and ann and ben have answered.
fn of_the_group(more: &str) -> Scene {
    let mut scene = body::founded();
    let rules = |rest: &str, name: &str| format!("{rest}{}", ADOPTS.replace("NAME", name));
    with_tracks(
        &scene,
        &[
            (
                "group",
                &rules(&format!("electorate = [\"member\"]\n{more}"), "group"),
            ),
            ("council", &rules(COUNCIL, "council")),
            ("jury", &rules("electorate = [\"member\"]\n", "jury")),
        ],
    );
    scene.write(".git/draft.md", "The first text.\n");
    let propose = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.ok(&[&propose[..], &["--track", "group", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    give(&scene, &[("ann", "support"), ("ben", "support")]);
    scene
}

fn council(scene: &Scene, exit: i32, more: &[&str]) -> String {
    let open = ["call", "open", "retention", "--track", "council"];
    let arguments = [&open[..], &["--closes", "2026-06-20T09:00Z"], more].concat();
    match exit {
        0 => scene.ok(&arguments),
        exit => scene.refused(exit, &arguments),
    }
}

fn decide(scene: &mut Scene, now: &str, designation: &str) {
    decide_with(scene, now, designation, 0);
}

/// Decides; `exit` is 5 where further chairs have to sign off.
fn decide_with(scene: &mut Scene, now: &str, designation: &str, exit: i32) {
    scene.now(now);
    let decide = ["decide", "retention", "--designation", designation];
    let output = scene.plenary(&[&decide[..], &["--reason", "So.", "--sign-off"]].concat());
    assert_eq!(output.status.code(), Some(exit), "{output:?}");
}

#[test]
fn the_second_track_waits_until_the_first_has_adopted_this_very_text() {
    let mut scene = of_the_group("");
    scene.tell("several_tracks/the_second_track_waits_until_the_first_has_adopted_this_very_text");
    council(&scene, 1, &[]);
    scene.ok(&["call", "withdraw", "retention", "--reason", "x"]);
    council(&scene, 1, &[]);
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    scene.ok(&open);
    decide(&mut scene, "2026-05-13T09:00:00Z", "lost");
    council(&scene, 1, &[]);
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-20T09:00Z"]);
    decide(&mut scene, "2026-05-21T09:00:00Z", "carried");
    scene.refused(
        1,
        &["call", "open", "retention", "--closes", "2026-05-30T09:00Z"],
    );
    let notice = council(&scene, 0, &[]);
    assert!(!notice.contains("accept"), "{notice}");
    scene.ok(&["status", "retention"]);
    scene.ok(&["tally", "retention"]);
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["earlier"][1]["state"], "decided: no-consensus");
    scene.ok(&["verify"]);
}

#[test]
fn what_was_given_for_one_track_does_not_count_on_another() {
    let mut scene = of_the_group("");
    scene.tell("several_tracks/what_was_given_for_one_track_does_not_count_on_another");
    decide(&mut scene, "2026-05-13T09:00:00Z", "carried");
    council(&scene, 0, &[]);
    assert_eq!(tallied(&scene, "/counted"), 0);
    assert_eq!(tallied(&scene, "/set-aside/0/reason"), "other-track");
    scene.ok(&["status", "retention"]);
    scene.refused(2, &["position", "retention", "accept", "--as", "ann"]);
    give(&scene, &[("ann", "yes"), ("cid", "no")]);
    said(
        &scene.read(&at("positions/ann.toml")),
        &["position = \"yes\"", "track = \"council\""],
    );
    // In a web editor nobody writes the track: what was changed during the call is meant for it.
    scene.write(&at("positions/dee.toml"), "position = \"support\"\n");
    scene.write(
        &at("positions/eve.toml"),
        "position = \"support\"\ntrack = \"group\"\n",
    );
    scene.commit("By hand", "2026-05-14T09:00:00Z");
    assert_eq!(tallied(&scene, "/positions/yes"), 1);
    assert_eq!(tallied(&scene, "/positions/no"), 1);
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    let (tally, _) = scene.json(&["tally", "retention"]);
    let aside: Vec<_> = tally["set-aside"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|file| (file["by"].as_str().expect("a name"), &file["reason"]))
        .collect();
    let other = &serde_json::json!("other-track");
    assert_eq!(aside, [("ben", other), ("eve", other)]);
    scene.ok(&["position", "retention", "--withdraw", "--as", "cid"]);
    assert_eq!(tallied(&scene, "/positions/no"), 0);
    // The tally of the group's call is what it was.
    let (first, _) = scene.json(&["tally", "retention", "--call", "1"]);
    assert_eq!(first["positions"]["support"], 2);
    decide(&mut scene, "2026-06-21T09:00:00Z", "carried");
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
    scene.refused(
        1,
        &[
            "call",
            "open",
            "retention",
            "--track",
            "jury",
            "--reason",
            "x",
            "--closes",
            "2026-07-05T09:00Z",
        ],
    );
}

#[test]
fn the_first_tracks_decision_has_to_stand() {
    let mut scene = of_the_group("sign-offs = 2\nsunset = \"2 months\"\n");
    scene.tell("several_tracks/the_first_tracks_decision_has_to_stand");
    decide_with(&mut scene, "2026-05-13T09:00:00Z", "carried", 0);
    council(&scene, 1, &[]);
    let decision = scene.read(&at("calls/1/decision.toml"));
    let digest = plenary::value::digest::TextDigest::of(decision.as_bytes());
    let signed = format!("sha256 = \"{digest}\"\nat = 2026-05-14T09:00:00Z\n");
    scene.write(&at("calls/1/sign-offs/idris.toml"), &signed);
    scene.commit("Signed off", "2026-05-14T09:00:00Z");
    scene.now("2026-07-20T09:00:00Z");
    let late = [
        "call",
        "open",
        "retention",
        "--track",
        "council",
        "--closes",
        "2026-07-30T09:00Z",
    ];
    scene.refused(1, &late);
    // A decision that lapses is renewed by a call on its own track.
    let renew = ["call", "open", "retention", "--closes", "2026-07-30T09:00Z"];
    scene.ok(&renew);
    give(&scene, &[("cid", "support")]);
    decide_with(&mut scene, "2026-07-31T09:00:00Z", "carried", 0);
    scene.ok(&["tally", "retention"]);
}

#[test]
fn a_lapsing_decision_is_renewed_before_its_time_is_over_as_well() {
    let mut scene = of_the_group("sunset = \"12 months\"\nreview = \"6 months\"\n");
    scene.tell("several_tracks/a_lapsing_decision_is_renewed_before_its_time_is_over_as_well");
    decide(&mut scene, "2026-05-13T09:00:00Z", "carried");
    council(&scene, 0, &[]);
    give(&scene, &[("cid", "no")]);
    scene.ok(&["call", "withdraw", "retention", "--reason", "Not yet."]);
    // What the group decided is as settled as before.
    scene.write(".git/draft.md", "Another text.\n");
    let revise = ["revise", "retention", "--text", ".git/draft.md"];
    for touched in [
        &["position", "retention", "--withdraw", "--as", "ann"][..],
        &[&revise[..], &["--material", "--as", "ann"]].concat(),
    ] {
        scene.refused(1, touched);
    }
    scene.ok(&["verify"]);
    scene.now("2026-12-01T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-12-10T09:00Z"]);
}

#[test]
fn another_text_has_to_be_adopted_by_the_first_track_first() {
    let mut scene = of_the_group("");
    scene.tell("several_tracks/another_text_has_to_be_adopted_by_the_first_track_first");
    decide(&mut scene, "2026-05-13T09:00:00Z", "carried");
    // Past the command, which would refuse it: the record says r2, and the group adopted r1.
    let text = "Another text.\n";
    let digest = plenary::value::digest::TextDigest::of(text.as_bytes());
    let mut proposal = scene.read(&at("proposal.toml"));
    proposal.push_str(&format!(
        "\n[[revision]]\nname = \"r2\"\nat = 2026-05-14T09:00:00Z\nsha256 = \"{digest}\"\n\
         material = true\nnote = \"another\"\n"
    ));
    scene.write(&at("proposal.toml"), &proposal);
    scene.write(&at("text.md"), text);
    scene.commit("By hand", "2026-05-14T09:00:00Z");
    council(&scene, 1, &[]);
}

#[test]
fn to_change_the_track_needs_a_reason() {
    let scene = of_the_group("");
    scene.tell("several_tracks/to_change_the_track_needs_a_reason");
    scene.ok(&["call", "withdraw", "retention", "--reason", "Wrong rules."]);
    let jury = ["call", "open", "retention", "--track", "jury", "--closes"];
    let jury = [&jury[..], &["2026-05-20T09:00Z"]].concat();
    scene.refused(2, &jury);
    let typo = [
        "call",
        "open",
        "retention",
        "--track",
        "juri",
        "--closes",
        "2026-05-20T09:00Z",
    ];
    scene.refused(2, &typo);
    let own = [
        "call",
        "open",
        "retention",
        "--reason",
        "x",
        "--closes",
        "2026-05-20T09:00Z",
    ];
    scene.refused(2, &own);
    scene.ok(&[&jury[..], &["--reason", "The group is too large."]].concat());
    let path = at("calls/2/call.toml");
    let call = scene.read(&path);
    said(
        &call,
        &[
            "track = \"jury\"",
            "track-reason = '''",
            "The group is too large.",
        ],
    );
    scene.ok(&["check"]);
    // Ann and ben answered by the rules of the group.
    assert_eq!(tallied(&scene, "/counted"), 0);
    let (key, rest) = call.split_once("track-reason").expect("the reason");
    let rest = rest.split_once("question").expect("the question").1;
    scene.write(&path, &format!("{key}question{rest}"));
    scene.write(
        &at("positions/ann.toml"),
        "position = \"support\"\ntrack = \"jurry\"\n",
    );
    scene.commit("By hand", "2026-05-03T10:00:00Z");
    let output = scene.plenary(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    said(&String::from_utf8_lossy(&output.stdout), &["S127", "S120"]);
}

#[test]
fn in_a_register_without_history_the_file_alone_says_for_which_track_it_is() {
    let mut scene = of_the_group("");
    scene.tell(
        "several_tracks/in_a_register_without_history_the_file_alone_says_for_which_track_it_is",
    );
    decide(&mut scene, "2026-05-13T09:00:00Z", "carried");
    council(&scene, 0, &["--carried"]);
    scene.write(&at("positions/dee.toml"), "position = \"yes\"\n");
    scene.commit("By hand", "2026-05-14T09:00:00Z");
    assert_eq!(tallied(&scene, "/positions/yes"), 0);
    give(&scene, &[("cid", "yes")]);
    assert_eq!(tallied(&scene, "/positions/yes"), 1);
}

#[test]
fn a_table_that_is_brought_in_is_for_the_track_of_the_call() {
    let mut scene = of_the_group("");
    scene.tell("several_tracks/a_table_that_is_brought_in_is_for_the_track_of_the_call");
    let relay = ["position", "retention", "support", "--for", "cid"];
    scene.ok(&[&relay[..], &["--as", "sec"]].concat());
    decide(&mut scene, "2026-05-13T09:00:00Z", "carried");
    council(&scene, 0, &[]);
    scene.ok(&["position", "retention", "no", "--as", "dee"]);
    // What dee gave in person for this very call stays; what cid said for another does not hinder.
    let all = b"participant,position\ncid,support\ndee,yes\neve,yes\n";
    let (report, _) = bring(&scene, all, &[]);
    assert_eq!(
        verdicts(&report),
        ["2 cid accepted", "3 dee needs-a-person", "4 eve accepted"]
    );
    let table = b"participant,position\ncid,support\neve,yes\n";
    bring(&scene, table, &["--write"]);
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    assert_eq!(tallied(&scene, "/positions/yes"), 1);
    assert_eq!(tallied(&scene, "/positions/no"), 1);
    said(
        &scene.read(&at("positions/cid.toml")),
        &["track = \"council\""],
    );
    let (report, _) = bring(&scene, table, &["--write"]);
    assert_eq!(report["written"], false, "{report}");
}
