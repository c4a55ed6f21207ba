//! Excludes participants from an open call, where the track allows it, and readmits them.

use crate::body;
use crate::calls::with_tracks;
use crate::scene::Scene;

const LEVELS: &str = "[[track.NAME.level]]\nname = \"carried\"\nwhen = \"for > 1/2 of eligible and open-objections == 0\"\n\
    outcome = \"adopted\"\n[[track.NAME.level]]\nname = \"lost\"\noutcome = \"rejected\"\n";

/// Seven members answer on a track with these rules. The call is open from 2 to 16 May.
pub(crate) fn called(rules: &str) -> Scene {
    let mut scene = body::founded();
    let levels = LEVELS.replace("NAME", "ballot");
    let rules = format!("electorate = [\"member\"]\nsign-offs = 1\n{rules}\n{levels}");
    with_tracks(&scene, &[("ballot", &rules)]);
    scene.write(".git/draft.md", "The text.\n");
    let propose = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.ok(&[&propose[..], &["--track", "ballot", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-16T09:00Z"];
    scene.ok(&[&open[..], &["--as", "maya"]].concat());
    scene
}

fn answer(scene: &mut Scene, position: &str, who: &[&str]) {
    for who in who {
        scene.ok(&["position", "retention", position, "--as", who]);
    }
}

/// The act on `who`, by this chair.
fn act<'a>(verb: &'a str, who: &'a str, by: &'a str) -> Vec<&'a str> {
    let reason = ["--reason", "Sells the software.", "--as", by];
    [&["call", verb, "retention", who], &reason[..]].concat()
}

const DECIDE: [&str; 7] = [
    "decide",
    "retention",
    "--designation",
    "carried",
    "--sign-off",
    "--as",
    "maya",
];
const CALL: &str = "proposals/retention/calls/1/call.toml";

#[test]
fn the_seat_of_an_excluded_participant_is_in_no_base() {
    let mut scene = called("exclusions = true");
    scene.tell("exclusions/the_seat_of_an_excluded_participant_is_in_no_base");
    scene.now("2026-05-04T09:00:00Z");
    answer(&mut scene, "support", &["ann", "ben", "cid"]);
    answer(&mut scene, "disagree", &["dee"]);
    let (before, _) = scene.json(&["tally", "retention"]);
    assert_eq!(before["electorate"]["members"], 7, "{before}");
    assert_eq!(before["computed"], "lost", "{before}");
    scene.ok(&act("exclude", "dee", "maya"));
    scene.ok(&act("exclude", "eve", "maya"));
    scene.ok(&["tally", "retention"]);
    let (after, _) = scene.json(&["tally", "retention"]);
    assert_eq!(after["electorate"]["seats"], 7, "{after}");
    assert_eq!(after["electorate"]["members"], 5, "{after}");
    assert_eq!(after["electorate"]["recused"], 2, "{after}");
    assert_eq!(after["positions"]["disagree"], 0, "{after}");
    assert_eq!(after["computed"], "carried", "{after}");
    let (dee, _) = scene.json(&["mine", "--as", "dee"]);
    assert!(!dee.to_string().contains("\"position\",\"kind\""), "{dee}");
    scene.ok(&["status", "retention"]);
    scene.refused(5, &["ready", "retention"]);
    scene.ok(&["call", "notice", "retention"]);
    scene.ok(&["receipt", "retention", "--for", "dee"]);
    scene.ok(&["charter", "explain", "ballot"]);
    // A readmitted participant counts again.
    scene.ok(&act("readmit", "eve", "maya"));
    let (again, _) = scene.json(&["tally", "retention"]);
    assert_eq!(again["electorate"]["members"], 6, "{again}");
    scene.now("2026-05-16T10:00:00Z");
    scene.refused(1, &DECIDE);
    answer_by_departing(&mut scene);
}

/// Three of six are no majority. The chair decides at the computed level.
fn answer_by_departing(scene: &mut Scene) {
    let mut decide = DECIDE;
    decide[3] = "lost";
    scene.ok(&decide);
    let decision = scene.read("proposals/retention/calls/1/decision.toml");
    assert!(
        decision.contains("[[excluded]]\nparticipant = \"dee\"\nby = \"maya\""),
        "{decision}"
    );
    assert!(!decision.contains("participant = \"eve\""), "{decision}");
    assert!(decision.contains("reason = \"excluded\""), "{decision}");
    scene.ok(&["show", "retention"]);
    scene.ok(&["receipt", "retention", "--for", "dee"]);
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
}

#[test]
fn what_cannot_be_done_is_refused() {
    let mut scene = called("exclusions = true");
    scene.tell("exclusions/what_cannot_be_done_is_refused");
    scene.now("2026-05-04T09:00:00Z");
    scene.refused(1, &act("exclude", "dee", "ann"));
    scene.refused(1, &act("exclude", "maya", "maya"));
    scene.refused(
        2,
        &[
            "call",
            "exclude",
            "retention",
            "dee",
            "--reason",
            " ",
            "--as",
            "maya",
        ],
    );
    let before = scene.git(&["rev-parse", "HEAD"]);
    scene.ok(&act("readmit", "dee", "maya"));
    assert_eq!(before, scene.git(&["rev-parse", "HEAD"]));
    scene.ok(&act("exclude", "dee", "maya"));
    let before = scene.git(&["rev-parse", "HEAD"]);
    scene.ok(&act("exclude", "dee", "maya"));
    assert_eq!(before, scene.git(&["rev-parse", "HEAD"]));
    scene.now("2026-05-16T10:00:00Z");
    scene.refused(1, &act("readmit", "dee", "maya"));
    scene.refused(1, &act("exclude", "ann", "maya"));
}

#[test]
fn a_track_without_the_key_does_not_allow_it() {
    let mut scene = called("");
    scene.tell("exclusions/a_track_without_the_key_does_not_allow_it");
    scene.refused(1, &act("exclude", "dee", "maya"));
    let entry = entry("2026-05-04T09:00:00Z", "maya");
    scene.write(CALL, &(scene.read(CALL) + &entry));
    scene.now("2026-05-04T09:00:00Z");
    scene.commit("Excluded by hand", "2026-05-04T09:00:00Z");
    assert_eq!(codes(&scene, &["check"]), ["S160"]);
    // It has no effect either.
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["electorate"]["members"], 7, "{tally}");
    assert_eq!(tally.get("excluded"), None, "{tally}");
}

fn entry(at: &str, by: &str) -> String {
    format!(
        "\n[[exclusion]]\nparticipant = \"dee\"\nby = \"{by}\"\nat = {at}\nreason = \"Sells it.\"\n"
    )
}

/// The codes of the errors that a check finds.
fn codes(scene: &Scene, check: &[&str]) -> Vec<String> {
    let (found, _) = scene.json(check);
    let findings = found["findings"].as_array().unwrap().iter();
    let errors = findings.filter(|it| it["severity"] == "error");
    errors
        .filter_map(|it| it["code"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn an_exclusion_by_hand_after_the_close_is_found_and_has_no_effect() {
    let mut scene = called("exclusions = true");
    scene.now("2026-05-04T09:00:00Z");
    answer(&mut scene, "support", &["ann", "ben", "cid"]);
    answer(&mut scene, "disagree", &["dee"]);
    let base = scene.git(&["rev-parse", "HEAD"]);
    let change = format!("{}...HEAD", base.trim());
    scene.now("2026-05-17T09:00:00Z");
    // Dated while the call was open, but committed after it.
    let entry = entry("2026-05-05T09:00:00Z", "maya");
    scene.write(CALL, &(scene.read(CALL) + &entry));
    scene.commit("Excluded too late", "2026-05-17T09:00:00Z");
    assert!(codes(&scene, &["check"]).is_empty());
    scene.tell("exclusions/an_exclusion_by_hand_after_the_close_is_found_and_has_no_effect");
    assert_eq!(codes(&scene, &["check", "--changed", &change]), ["P232"]);
    let (verified, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(1));
    assert!(verified.to_string().contains("P232"), "{verified}");
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["electorate"]["members"], 7, "{tally}");
    assert_eq!(tally["positions"]["disagree"], 1, "{tally}");
    scene.refused(1, &["check", "--changed", &change]);
}

#[test]
fn only_a_chair_can_exclude_by_hand() {
    let mut scene = called("exclusions = true");
    let base = scene.git(&["rev-parse", "HEAD"]);
    let change = format!("{}...HEAD", base.trim());
    scene.now("2026-05-04T09:00:00Z");
    let entry = entry("2026-05-04T09:00:00Z", "ann");
    scene.write(CALL, &(scene.read(CALL) + &entry));
    scene.commit("Excluded by an author", "2026-05-04T09:00:00Z");
    assert!(codes(&scene, &["check", "--changed", &change]).contains(&"P201".to_owned()));
}

#[test]
fn neither_alternate_nor_proxy_answers_for_the_excluded() {
    let mut scene = called("exclusions = true\nproxies = true");
    scene.now("2026-05-04T09:00:00Z");
    let file = |who: &str| format!("proposals/retention/positions/{who}.toml");
    // alt is the alternate of eve, ben answers for dee, and dee for cid.
    for (who, says) in [
        ("alt", "position = \"support\"\n"),
        ("dee", "position = \"support\"\nproxy = \"ben\"\n"),
        ("cid", "position = \"support\"\nproxy = \"dee\"\n"),
    ] {
        scene.write(&file(who), says);
    }
    scene.commit("Answers", "2026-05-04T09:00:00Z");
    let (before, _) = scene.json(&["tally", "retention"]);
    assert_eq!(before["positions"]["support"], 3, "{before}");
    for who in ["eve", "dee"] {
        scene.ok(&act("exclude", who, "maya"));
    }
    let (after, _) = scene.json(&["tally", "retention"]);
    assert_eq!(after["positions"]["support"], 0, "{after}");
    // cid is still eligible, and can answer without the proxy.
    assert_eq!(after["electorate"]["members"], 5, "{after}");
    let aside = after["set-aside"].as_array().unwrap().iter();
    let reasons: Vec<_> = aside.map(|file| file["reason"].as_str()).collect();
    assert_eq!(reasons, [Some("excluded"); 3], "{after}");
    // The alternate alone can be excluded, too: the seat can then be answered by its holder.
    scene.ok(&act("readmit", "eve", "maya"));
    scene.ok(&act("exclude", "alt", "maya"));
    let (after, _) = scene.json(&["tally", "retention"]);
    assert_eq!(after["positions"]["support"], 0, "{after}");
    assert_eq!(after["electorate"]["members"], 6, "{after}");
    answer(&mut scene, "support", &["eve"]);
    let (after, _) = scene.json(&["tally", "retention"]);
    assert_eq!(after["positions"]["support"], 1, "{after}");
}

#[test]
fn the_objection_of_an_excluded_participant_must_be_closed_and_is_in_no_rule() {
    let mut scene = called("exclusions = true");
    scene.now("2026-05-04T09:00:00Z");
    answer(&mut scene, "support", &["ann", "ben", "cid", "maya"]);
    let object = [
        "object",
        "retention",
        "--about",
        "cost",
        "--problem",
        "It costs.",
    ];
    scene.ok(&[&object[..], &["--resolve", "Nothing.", "--as", "dee"]].concat());
    assert_eq!(scene.json(&["tally", "retention"]).0["computed"], "lost");
    scene.ok(&act("exclude", "dee", "maya"));
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["computed"], "carried", "{tally}");
    assert_eq!(tally["objections"]["open"], 1, "{tally}");
    assert_eq!(tally["advice"][0]["by"], "dee", "{tally}");
    assert_eq!(tally["excluded"][0]["participant"], "dee", "{tally}");
    scene.now("2026-05-17T09:00:00Z");
    let said = scene.refused(1, &DECIDE);
    assert!(said.contains("dee.cost"), "{said}");
}

#[test]
fn the_excluded_are_not_asked_and_not_waited_for() {
    let mut scene = called("exclusions = true\nends-early = \"all-answered\"");
    scene.now("2026-05-04T09:00:00Z");
    answer(
        &mut scene,
        "support",
        &["ann", "ben", "cid", "maya", "idris"],
    );
    scene.ok(&act("exclude", "dee", "maya"));
    let letters = |scene: &Scene| {
        scene
            .json(&["invite", "retention", "--missing"])
            .0
            .to_string()
    };
    assert!(!letters(&scene).contains("\"dee\""));
    assert!(letters(&scene).contains("\"eve\""));
    let (due, _) = scene.json(&["due", "--as", "dee"]);
    assert!(!due.to_string().contains("\"kind\":\"position\""), "{due}");
    scene.refused(5, &["call", "close", "retention", "--as", "maya"]);
    answer(&mut scene, "support", &["eve"]);
    scene.ok(&["call", "close", "retention", "--as", "maya"]);
    scene.ok(&DECIDE);
    scene.ok(&["verify"]);
}

#[test]
fn the_site_says_who_is_excluded_only_where_people_are_named() {
    let mut scene = called("exclusions = true");
    scene.now("2026-05-04T09:00:00Z");
    scene.ok(&act("exclude", "dee", "maya"));
    scene.write(".git/info/exclude", "public\n");
    let page = "public/p/retention/index.html";
    scene.quietly(&["report", "public"]);
    let named = scene.read(page);
    assert!(named.contains("<dt>Excluded</dt>"), "{named}");
    assert!(named.contains("Sells the software."));
    scene.quietly(&["report", "public", "--names", "none"]);
    let nameless = scene.read(page);
    assert!(nameless.contains("<dt>Excluded</dt>"), "{nameless}");
    assert!(!nameless.contains("Sells the software."));
}

#[test]
fn an_excluded_chair_has_a_conflict_of_interest() {
    let mut scene = called("exclusions = true");
    scene.now("2026-05-04T09:00:00Z");
    answer(&mut scene, "support", &["ann", "ben", "cid", "eve"]);
    scene.ok(&act("exclude", "maya", "idris"));
    scene.refused(1, &act("exclude", "dee", "maya"));
    scene.refused(1, &act("readmit", "maya", "maya"));
    scene.now("2026-05-17T09:00:00Z");
    scene.refused(1, &DECIDE);
    let mut decide = DECIDE;
    decide[6] = "idris";
    scene.ok(&decide);
    scene.ok(&["verify"]);
}
