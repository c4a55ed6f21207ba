//! Types calls whose periods are in business days: the charter says which days are free.

use crate::body;
use crate::calls::{ADOPTS, with_tracks};
use crate::scene::Scene;

/// A body with a track in business days, and a proposal on it. 1 May 2026 is a Friday.
fn on_business_days(days: &str) -> Scene {
    let mut scene = body::founded();
    let charter = scene.read("charter.toml");
    scene.write(
        "charter.toml",
        &charter.replacen("identity", &format!("{days}\nidentity"), 1),
    );
    let levels = ADOPTS.replace("NAME", "notice");
    let rules = format!(
        "electorate = [\"member\"]\nwindow = {{ min = \"3bd\", max = \"10 business days\" }}\n\
         appeal = {{ within = \"5bd\" }}\n{levels}"
    );
    with_tracks(&scene, &[("notice", &rules)]);
    scene.write(".git/draft.md", "The text.\n");
    let propose = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.ok(&[&propose[..], &["--track", "notice", "--as", "ann"]].concat());
    scene.now("2026-05-01T09:00:00Z");
    scene
}

fn open(scene: &Scene, closes: &str) -> Result<(), String> {
    let open = [
        "call",
        "open",
        "retention",
        "--closes",
        closes,
        "--as",
        "maya",
    ];
    let done = scene.plenary(&open);
    match done.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&done.stderr).into_owned()),
    }
}

#[test]
fn a_call_of_three_business_days_goes_around_the_weekend_and_a_holiday() {
    let mut scene = on_business_days("holidays = [2026-05-05, 2026-05-25]");
    scene.tell("business_days/a_call_of_three_business_days_goes_around_the_weekend_and_a_holiday");
    // Monday, Wednesday and Thursday: three calendar days, and the weekend without the holiday, are too short.
    for early in [
        "2026-05-04T09:00Z",
        "2026-05-06T09:00Z",
        "2026-05-07T08:59Z",
    ] {
        let refused = open(&scene, early).unwrap_err();
        assert!(refused.contains("2026-05-07T09:00Z"), "{refused}");
    }
    scene.ok(&["charter", "show"]);
    scene.ok(&["charter", "explain", "notice"]);
    scene.ok(&[
        "call",
        "open",
        "retention",
        "--closes",
        "2026-05-07T09:00Z",
        "--as",
        "maya",
    ]);
    scene.ok(&["position", "retention", "support", "--as", "ann"]);
    scene.ok(&["check"]);
    scene.now("2026-05-07T10:00:00Z");
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
    let decision = scene.read("proposals/retention/calls/1/decision.toml");
    assert!(
        decision.contains("appeal-until = 2026-05-14T10:00:00Z"),
        "{decision}"
    );
    scene.ok(&["verify"]);
}

#[test]
fn the_charter_of_the_opening_says_which_days_are_free() {
    let mut scene = on_business_days("free-days = [\"friday\"]");
    // Friday is free: Saturday, Sunday and Monday are business days, and the period begins at their first midnight.
    assert!(open(&scene, "2026-05-04T23:59Z").is_err());
    open(&scene, "2026-05-05T00:00Z").unwrap();
    let charter = scene.read("charter.toml");
    scene.write("charter.toml", &charter.replace("\"friday\"", "\"sunday\""));
    scene.commit("Other free days", "2026-05-02T09:00:00Z");
    scene.now("2026-05-04T09:00:00Z");
    scene.ok(&["position", "retention", "support", "--as", "ann"]);
    let (found, _) = scene.json(&["check"]);
    let codes = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["code"].as_str());
    assert!(!codes.clone().any(|code| code == Some("S123")), "{found}");
}

#[test]
fn a_list_of_holidays_that_ends_before_a_period_is_a_remark() {
    let scene = on_business_days("holidays = [2026-05-01, 2026-05-12]");
    scene.tell("business_days/a_list_of_holidays_that_ends_before_a_period_is_a_remark");
    scene.ok(&[
        "call",
        "open",
        "retention",
        "--closes",
        "2026-05-08T09:00Z",
        "--as",
        "maya",
    ]);
    let (found, exit) = scene.json(&["check"]);
    assert_eq!(exit, Some(0));
    assert_eq!(found["findings"][0]["code"], "S156");
    scene.ok(&["check"]);
}
