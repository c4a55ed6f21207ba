//! Ends calls before their closing time, where the track allows it and no missing answer can change the result.

use crate::body;
use crate::calls::with_tracks;
use crate::scene::Scene;

const LEVELS: &str = "[[track.NAME.level]]\nname = \"carried\"\nwhen = \"for >= 4 and against <= 2\"\n\
    outcome = \"adopted\"\n[[track.NAME.level]]\nname = \"lost\"\noutcome = \"rejected\"\n";

/// Seven members answer on a track with this rule for an early end. The call is open from 2 to 16 May.
fn called(rule: &str) -> Scene {
    let mut scene = body::founded();
    let levels = LEVELS.replace("NAME", "ballot");
    let rules = format!("electorate = [\"member\"]\nsign-offs = 1\n{rule}\n{levels}");
    with_tracks(&scene, &[("ballot", &rules)]);
    scene.write(".git/draft.md", "The text.\n");
    let propose = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.ok(&[&propose[..], &["--track", "ballot", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-16T09:00Z"];
    scene.ok(&[&open[..], &["--as", "maya"]].concat());
    scene
}

fn answer(scene: &mut Scene, now: &str, position: &str, who: &[&str]) {
    scene.now(now);
    for who in who {
        scene.ok(&["position", "retention", position, "--as", who]);
    }
}

const CLOSE: [&str; 5] = ["call", "close", "retention", "--as", "maya"];
const CALL: &str = "proposals/retention/calls/1/call.toml";

#[test]
fn a_call_ends_when_no_missing_answer_can_change_its_result() {
    let mut scene = called("ends-early = { when = \"nothing-can-change\", after = \"7d\" }");
    scene.tell("early_end/a_call_ends_when_no_missing_answer_can_change_its_result");
    scene.ok(&["charter", "explain", "ballot"]);
    scene.ok(&["call", "notice", "retention"]);
    answer(
        &mut scene,
        "2026-05-04T09:00:00Z",
        "support",
        &["ann", "ben", "cid", "dee"],
    );
    // Three answers are missing, and three against would change the level.
    scene.now("2026-05-10T09:00:00Z");
    scene.refused(5, &CLOSE);
    answer(&mut scene, "2026-05-10T10:00:00Z", "support", &["eve"]);
    scene.now("2026-05-10T11:00:00Z");
    let (due, _) = scene.json(&["due"]);
    assert_eq!(due["undated"][0]["kind"], "end-call", "{due}");
    scene.ok(&["status", "retention"]);
    scene.ok(&["due"]);
    scene.ok(&CLOSE);
    scene.ok(&["status", "retention"]);
    // What comes after the end is late.
    scene.now("2026-05-10T12:00:00Z");
    scene.refused(1, &["position", "retention", "disagree", "--as", "idris"]);
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["positions"]["disagree"], 0, "{tally}");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "carried",
        "--sign-off",
        "--as",
        "maya",
    ];
    scene.ok(&decide);
    scene.ok(&["show", "retention"]);
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
}

#[test]
fn a_call_does_not_end_before_its_earliest_time() {
    let mut scene = called("ends-early = { when = \"all-answered\", after = \"3bd\" }");
    let all = ["ann", "ben", "cid", "dee", "eve", "idris"];
    answer(&mut scene, "2026-05-04T09:00:00Z", "support", &all);
    scene.tell("early_end/a_call_does_not_end_before_its_earliest_time");
    // 2 May 2026 is a Saturday: three business days end on Thursday at midnight.
    scene.now("2026-05-06T23:59:59Z");
    scene.refused(5, &CLOSE);
    scene.now("2026-05-07T00:00:00Z");
    scene.refused(5, &CLOSE);
    answer(&mut scene, "2026-05-07T08:00:00Z", "abstain", &["maya"]);
    scene.now("2026-05-07T09:00:00Z");
    scene.ok(&CLOSE);
    assert!(scene.read(CALL).contains("early = true"));
}

#[test]
fn a_track_without_the_rule_has_no_early_end() {
    let mut scene = called("");
    let all = ["ann", "ben", "cid", "dee", "eve", "idris", "maya"];
    answer(&mut scene, "2026-05-04T09:00:00Z", "support", &all);
    scene.now("2026-05-10T09:00:00Z");
    scene.refused(5, &CLOSE);
    let call = scene.read(CALL);
    let close = "\n[close]\nby = \"maya\"\nat = 2026-05-10T09:00:00Z\nearly = true\n";
    scene.write(CALL, &format!("{call}{close}"));
    scene.commit("Ended by hand", "2026-05-10T09:00:00Z");
    let (found, exit) = scene.json(&["check"]);
    assert_eq!(exit, Some(1));
    assert_eq!(found["findings"][0]["code"], "S157", "{found}");
}

#[test]
fn an_early_end_by_hand_is_recomputed() {
    let mut scene = called("ends-early = \"nothing-can-change\"");
    scene.tell("early_end/an_early_end_by_hand_is_recomputed");
    answer(
        &mut scene,
        "2026-05-04T09:00:00Z",
        "support",
        &["ann", "ben", "cid", "dee"],
    );
    let base = scene.git(&["rev-parse", "HEAD"]);
    let base = base.trim();
    let call = scene.read(CALL);
    let close = format!(
        "\n[close]\ncommit = \"{base}\"\nby = \"maya\"\nat = 2026-05-10T09:00:00Z\nearly = true\n"
    );
    scene.write(CALL, &format!("{call}{close}"));
    scene.now("2026-05-10T09:00:00Z");
    scene.commit("Ended by hand", "2026-05-10T09:00:00Z");
    let change = format!("{base}...HEAD");
    let (found, exit) = scene.json(&["check", "--changed", &change]);
    assert_eq!(exit, Some(1));
    let codes: Vec<&str> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["code"].as_str())
        .collect();
    assert!(codes.contains(&"P227"), "{found}");
    scene.refused(1, &["check", "--changed", &change]);
    scene.refused(1, &["verify"]);
    // The decision on it is refused, and the record would not be verified.
    let decide = [
        "decide",
        "retention",
        "--designation",
        "carried",
        "--sign-off",
        "--as",
        "maya",
    ];
    scene.now("2026-05-11T09:00:00Z");
    let refused = scene.refused(1, &decide);
    assert!(refused.contains("before its closing time"), "{refused}");
}
