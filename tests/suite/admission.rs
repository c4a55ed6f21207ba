//! Tests `call admit`: many late positions at once, late objections, and the effect of a late objection before it
//! is admitted.

use serde_json::{Value, json};

use crate::body::{self, at, give, said, tallied};
use crate::scene::Scene;

/// A call on `track`, over, with ann and ben in favour.
fn over(track: &str) -> Scene {
    let mut scene = body::called(track);
    give(&scene, &[("ann", "support"), ("ben", "support")]);
    scene.now("2026-05-12T12:00:00Z");
    scene
}

fn typed_up(scene: &Scene, who: &str, value: &str, received: &str) {
    let typed = ["position", "retention", value, "--for", who, "--as", "sec"];
    scene.ok(&[&typed[..], &["--received", received]].concat());
}

const ADMIT: &[&str] = &[
    "call",
    "admit",
    "retention",
    "--reason",
    "The minutes were late.",
];

fn admit<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    [ADMIT, rest].concat()
}

fn raised_late(scene: &Scene, who: &str, slug: &str) {
    let object = ["object", "retention", "--about", "cost", "--problem", "p"];
    let rest = ["--resolve", "r", "--id", slug, "--as", who];
    scene.ok(&[&object[..], &rest].concat());
}

#[test]
fn everything_that_was_received_in_time_is_admitted_at_once_and_named() {
    let mut scene = over("policy");
    scene.tell("admission/everything_that_was_received_in_time_is_admitted_at_once_and_named");
    scene.refused(1, &admit(&["--received-in-time"]));
    typed_up(&scene, "dee", "disagree", "2026-05-11T10:00Z");
    typed_up(&scene, "cid", "support", "2026-05-12T09:00Z");
    typed_up(&scene, "eve", "support", "2026-05-12T09:00:01Z");
    typed_up(&scene, "maya", "support", "2026-05-12T08:00Z");
    typed_up(&scene, "obs", "support", "2026-05-12T08:00Z");
    assert_eq!(tallied(&scene, "/counted"), 2);
    let printed = scene.ok(&admit(&["--received-in-time", "--as", "maya"]));
    assert!(!printed.contains("eve"), "{printed}");
    let record = scene.read(&at("calls/1/call.toml"));
    let admitted: Vec<&str> = record
        .lines()
        .filter_map(|line| line.strip_prefix("path = "))
        .collect();
    let of = |who| format!("\"{}\"", at(&format!("positions/{who}.toml")));
    assert_eq!(admitted, [of("cid"), of("dee")]);
    assert_eq!(record.matches("sha256 = ").count(), 3, "{record}");
    assert_eq!(tallied(&scene, "/counted"), 4);
    said(&scene.ok(&["call", "notice", "retention"]), &["cid", "dee"]);
    scene.now("2026-05-12T13:00:00Z");
    scene.ok(&admit(&["--received-in-time", "eve", "--as", "idris"]));
    assert_eq!(tallied(&scene, "/counted"), 6);
    let decide = ["decide", "retention", "--designation", "consensus"];
    scene.ok(&[&decide[..], &["--sign-off", "--as", "idris"]].concat());
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
}

#[test]
fn a_table_may_be_brought_in_after_the_close_with_what_was_received_by_then() {
    let scene = over("policy");
    scene
        .tell("admission/a_table_may_be_brought_in_after_the_close_with_what_was_received_by_then");
    scene.write(
        ".git/minutes.csv",
        "participant,position,received\ncid,support,2026-05-12T08:00Z\ndee,disagree,\n",
    );
    let bring = [
        "intake",
        "csv",
        ".git/minutes.csv",
        "--proposal",
        "retention",
    ];
    let rest = ["--as", "sec", "--write", "--partial"];
    let (report, exit) = scene.json(&[&bring[..], &rest].concat());
    assert_eq!(exit, Some(1));
    let verdicts: Vec<&Value> = report["rows"].as_array().expect("rows").iter().collect();
    assert_eq!(verdicts[0]["verdict"], "accepted", "{report}");
    assert_eq!(verdicts[1]["verdict"], "refused", "{report}");
    said(
        report["notes"][0].as_str().expect("a note"),
        &["plenary call admit retention --received-in-time --reason"],
    );
    scene.plenary(&[&bring[..], &["--as", "sec"]].concat());
    assert_eq!(tallied(&scene, "/counted"), 2);
    scene.ok(&admit(&["--received-in-time"]));
    assert_eq!(tallied(&scene, "/counted"), 3);
}

#[test]
fn a_register_that_is_carried_counts_what_is_admitted_in_it() {
    let mut scene = body::proposed("policy");
    scene.tell("admission/a_register_that_is_carried_counts_what_is_admitted_in_it");
    scene.now("2026-05-02T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    scene.ok(&[&open[..], &["--carried"]].concat());
    scene.now("2026-05-12T12:00:00Z");
    typed_up(&scene, "dee", "disagree", "2026-05-12T10:00Z");
    typed_up(&scene, "cid", "support", "2026-05-12T08:00Z");
    assert_eq!(tallied(&scene, "/counted"), 1);
    assert_eq!(tallied(&scene, "/set-aside/0/reason"), "late");
    let (table, _) = scene.json(&["export", "json", "retention"]);
    let late = json!([{ "path": at("positions/dee.toml"), "reason": "late" }]);
    assert_eq!(table["left-out"], late);
    scene.ok(&admit(&["dee"]));
    assert_eq!(tallied(&scene, "/set-aside"), json!([]));
    assert_eq!(tallied(&scene, "/positions/disagree"), 1);
    scene.refused(1, &admit(&["dee"]));
    // There, an objection says when it was raised. Without that, it counts as raised before the close.
    raised_late(&scene, "ann", "cost");
    assert_eq!(tallied(&scene, "/objections/late"), 1);
    let path = at("objections/ann.cost.toml");
    let text = scene.read(&path);
    let received = text.lines().find(|line| line.starts_with("received = "));
    let received = received.expect("the moment at which it was raised");
    scene.write(&path, &text.replace(&format!("{received}\n"), ""));
    scene.commit("It does not say when", "2026-05-12T12:30:00Z");
    assert_eq!(tallied(&scene, "/objections/late"), 0);
    scene.write(&path, &text);
    scene.commit("It says when", "2026-05-12T12:31:00Z");
    assert_eq!(tallied(&scene, "/objections/late"), 1);
}

#[test]
fn a_late_objection_must_be_handled_and_is_in_no_rule_unless_it_is_admitted() {
    let mut scene = over("policy");
    scene
        .tell("admission/a_late_objection_must_be_handled_and_is_in_no_rule_unless_it_is_admitted");
    give_rest(&scene);
    let met = |scene: &Scene| tallied(scene, "/levels/0/met");
    assert_eq!(met(&scene), true);
    raised_late(&scene, "cid", "cost");
    assert_eq!(met(&scene), true);
    let counts = tallied(&scene, "/objections");
    assert_eq!(
        (&counts["undisposed"], &counts["late"]),
        (&json!(1), &json!(1))
    );
    scene.ok(&["tally", "retention"]);
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    said(&scene.refused(1, &decide), &["cid.cost"]);
    said(&scene.refused(2, &admit(&["cid.toll"])), &["cid.toll"]);
    scene.ok(&admit(&["cid.cost"]));
    assert_eq!(met(&scene), false);
    said(&scene.refused(1, &admit(&["cid.cost"])), &["cid.cost"]);
    // The objector's reply is written into the same file, and the objection stays admitted.
    scene.now("2026-05-12T13:00:00Z");
    let respond = ["respond", "cid.cost", "It is small.", "--as", "ann"];
    scene.ok(&respond);
    scene.now("2026-05-12T14:00:00Z");
    scene.ok(&["reply", "cid.cost", "maintained", "--as", "cid"]);
    assert_eq!(met(&scene), false);
    scene.ok(&["check"]);
}

/// Everybody else answers after the close, and is admitted.
fn give_rest(scene: &Scene) {
    for who in ["cid", "dee", "eve"] {
        typed_up(scene, who, "support", "2026-05-11T10:00Z");
    }
    scene.ok(&admit(&["--received-in-time"]));
}

#[test]
fn only_objections_that_a_rule_can_count_are_admitted() {
    let mut scene = body::called("policy");
    scene.tell("admission/only_objections_that_a_rule_can_count_are_admitted");
    raised_late(&scene, "cid", "early");
    scene.now("2026-05-12T12:00:00Z");
    let comment = ["comment", "retention", "--about", "a", "--problem", "p"];
    scene.ok(&[&comment[..], &["--id", "remark", "--as", "cid"]].concat());
    raised_late(&scene, "maya", "own");
    said(
        &scene.refused(1, &admit(&["cid.early", "cid.remark", "maya.own"])),
        &["cid.early", "cid.remark", "maya", "idris"],
    );
}

#[test]
fn a_position_that_needs_an_objection_needs_one_that_was_live_at_the_close() {
    let mut scene = body::called("policy");
    raised_late(&scene, "ann", "kept");
    raised_late(&scene, "ben", "dropped");
    raised_late(&scene, "cid", "later-dropped");
    for who in ["ann", "ben", "cid", "dee", "eve"] {
        let joins = match who {
            "dee" => "joins = [\"ann.kept\"]\n",
            _ => "",
        };
        let text = format!("position = \"object\"\n{joins}");
        scene.write(&at(&format!("positions/{who}.toml")), &text);
    }
    scene.commit("Five object", "2026-05-04T09:00:00Z");
    scene.ok(&["reply", "ben.dropped", "withdrawn", "--as", "ben"]);
    assert_eq!(tallied(&scene, "/positions/object"), 3);
    scene.now("2026-05-12T12:00:00Z");
    scene.ok(&["reply", "cid.later-dropped", "withdrawn", "--as", "cid"]);
    raised_late(&scene, "eve", "late");
    assert_eq!(tallied(&scene, "/positions/object"), 3);
    let aside = tallied(&scene, "/set-aside");
    let told: Vec<[&str; 2]> = aside
        .as_array()
        .expect("a list")
        .iter()
        .map(|file| [file["by"].as_str(), file["reason"].as_str()].map(|word| word.expect("text")))
        .collect();
    let expected = [["ben", "without-objection"], ["eve", "without-objection"]];
    assert_eq!(told, expected);
    scene.ok(&admit(&["eve.late"]));
    assert_eq!(tallied(&scene, "/positions/object"), 4);
}

#[test]
fn a_comment_is_not_the_objection_that_a_position_needs() {
    let scene = body::called("policy");
    scene.tell("admission/a_comment_is_not_the_objection_that_a_position_needs");
    let comment = ["comment", "retention", "--about", "a", "--problem", "p"];
    scene.ok(&[&comment[..], &["--id", "remark", "--as", "cid"]].concat());
    raised_late(&scene, "ann", "cost");
    let object = ["position", "retention", "object"];
    scene.refused(1, &[&object[..], &["--as", "cid"]].concat());
    for (who, joins) in [
        ("cid", "cid.remark"),
        ("dee", "cid.remark"),
        ("eve", "ann.cost"),
    ] {
        let text = format!("position = \"object\"\njoins = [\"{joins}\"]\n");
        scene.write(&at(&format!("positions/{who}.toml")), &text);
    }
    scene.commit("Three object", "2026-05-04T09:00:00Z");
    assert_eq!(tallied(&scene, "/positions/object"), 1);
    let (check, _) = scene.json(&["check"]);
    let findings = check["findings"].as_array().expect("findings").iter();
    let told: Vec<(&Value, &Value)> = findings
        .map(|each| (&each["code"], &each["path"]))
        .collect();
    let path = |who| json!(at(&format!("positions/{who}.toml")));
    let (cid, dee, code) = (path("cid"), path("dee"), json!("S132"));
    assert_eq!(told, [(&code, &cid), (&code, &dee)], "{check}");
}

#[test]
fn what_was_committed_before_the_close_was_not_received_after_it() {
    let mut scene = body::called("policy");
    let typed = [
        "position",
        "retention",
        "support",
        "--for",
        "dee",
        "--as",
        "sec",
    ];
    scene.ok(&[&typed[..], &["--received", "2026-05-03T08:00Z"]].concat());
    let found = |scene: &Scene| {
        let (check, exit) = scene.json(&["check"]);
        let findings = check["findings"].as_array().expect("findings");
        let codes: Vec<String> = findings
            .iter()
            .map(|each| each["code"].to_string())
            .collect();
        (codes, exit)
    };
    assert_eq!(found(&scene), (vec![], Some(0)));
    let path = at("positions/dee.toml");
    let text = scene.read(&path).replace("2026-05-03T08", "2026-05-13T08");
    scene.write(&path, &text);
    scene.commit("By hand", "2026-05-04T09:00:00Z");
    let fault = (vec!["\"S135\"".to_owned()], Some(1));
    assert_eq!(found(&scene), fault);
    scene.now("2026-05-14T09:00:00Z");
    assert_eq!(found(&scene), fault);
    // The same line in a file that was committed after the close is what late positions say.
    typed_up(&scene, "cid", "support", "2026-05-13T09:00Z");
    assert_eq!(found(&scene), fault);
    let (checked, _) = scene.json(&["check"]);
    assert_eq!(checked["findings"][0]["path"], path.as_str());
    let decide = ["decide", "retention", "--designation", "consensus"];
    let over = ["--override", "quorum=Summer.", "--sign-off"];
    let decide = [&decide[..], &over].concat();
    // A decision that `verify` would not verify is not recorded, until the line is right.
    let refused = scene.plenary(&decide);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("S135"));
    scene.write(&path, &text.replace("2026-05-13T08", "2026-05-03T08"));
    scene.commit("The time as it was", "2026-05-14T08:00:00Z");
    scene.ok(&decide);
    let (verified, exit) = scene.json(&["verify"]);
    assert_eq!(exit, Some(0), "{verified}");
}
