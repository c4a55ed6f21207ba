//! Who answers for whom, who is still working on an answer, and what changes beside a call.

use crate::body::{self, at, give, said, tallied};
use crate::calls::{ADOPTS, with_tracks};
use crate::scene::Scene;

#[test]
fn a_hold_blocks_nothing_and_ends_by_itself() {
    let mut scene = body::called("policy");
    scene.tell("behalf/a_hold_blocks_nothing_and_ends_by_itself");
    give(&scene, &[("ann", "support")]);
    let hold = ["hold", "retention", "--until", "2026-05-06T09:00Z"];
    scene.ok(&[&hold[..], &["--as", "dee"]].concat());
    let word = [
        "position",
        "retention",
        "hold",
        "--until",
        "2026-05-08T09:00Z",
    ];
    scene.ok(&[&word[..], &["--as", "eve"]].concat());
    said(
        &scene.read(&at("positions/dee.toml")),
        &["position = \"hold\"", "until = 2026-05-06T09:00:00Z"],
    );
    let past = [
        "hold",
        "retention",
        "--until",
        "2026-05-03T09:00Z",
        "--as",
        "cid",
    ];
    scene.refused(2, &past);
    scene.refused(2, &["position", "retention", "hold", "--as", "cid"]);
    let other = [
        "position",
        "retention",
        "accept",
        "--until",
        "2026-05-08T09:00Z",
    ];
    scene.refused(2, &[&other[..], &["--as", "cid"]].concat());
    let again = [
        "hold",
        "retention",
        "--until",
        "2026-05-09T09:00Z",
        "--as",
        "ann",
    ];
    scene.ok(&again);
    scene.ok(&["position", "retention", "support", "--as", "ann"]);
    scene.now("2026-05-07T09:00:00Z");
    scene.ok(&["status", "retention"]);
    let (status, _) = scene.json(&["status", "retention"]);
    assert_eq!(status["holds"][0]["expired"], true);
    assert_eq!(status["holds"][1]["expired"], false);
    assert_eq!(tallied(&scene, "/positions/silent"), 6);
    scene.ok(&["position", "retention", "accept", "--as", "dee"]);
    let file = scene.read(&at("positions/dee.toml"));
    assert!(!file.contains("until"), "{file}");
    scene.now("2026-05-12T10:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    scene.ok(&[&decide[..], &["--override", "quorum=Summer."]].concat());
    scene.ok(&["verify"]);
}

/// The call of `retention` on a track that allows proxies.
fn with_proxies() -> Scene {
    let mut scene = body::founded();
    let rules = format!(
        "electorate = [\"member\"]\nproxies = true\n{}",
        ADOPTS.replace("NAME", "proxied")
    );
    with_tracks(&scene, &[("proxied", &rules)]);
    scene.write(".git/draft.md", "The first text.\n");
    let propose = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.ok(&[&propose[..], &["--track", "proxied", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene
}

fn proxy(scene: &Scene, exit: i32, value: &str, holder: &str, by: &str) -> String {
    let arguments = [
        "position",
        "retention",
        value,
        "--for",
        holder,
        "--proxy",
        "--as",
        by,
    ];
    match exit {
        0 => scene.ok(&arguments),
        exit => scene.refused(exit, &arguments),
    }
}

#[test]
fn a_proxy_answers_where_the_track_allows_it_and_never_over_the_holder() {
    let scene = with_proxies();
    scene.tell("behalf/a_proxy_answers_where_the_track_allows_it_and_never_over_the_holder");
    proxy(&scene, 0, "support", "dora", "cid");
    let file = scene.read(&at("positions/dee.toml"));
    said(&file, &["proxy = \"cid\""]);
    assert!(!file.contains("relayed-by"), "{file}");
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    scene.ok(&["status", "retention"]);
    // The same proxy may think again, another may not, and the holder always may.
    proxy(&scene, 0, "accept", "dee", "cid");
    proxy(&scene, 1, "support", "dee", "eve");
    scene.ok(&["position", "retention", "disagree", "--as", "dee"]);
    let file = scene.read(&at("positions/dee.toml"));
    assert!(!file.contains("proxy"), "{file}");
    proxy(&scene, 1, "support", "dee", "cid");
    proxy(&scene, 2, "support", "cid", "cid");
    proxy(&scene, 2, "support", "nobody", "cid");
    proxy(&scene, 2, "support", "eve", "stranger");
    scene.refused(
        2,
        &["position", "retention", "support", "--proxy", "--as", "cid"],
    );
    let strict = scene.then(body::called("policy"));
    proxy(&strict, 1, "support", "dee", "cid");
}

#[test]
fn an_alternate_counts_only_while_the_holder_says_nothing() {
    let scene = body::called("policy");
    scene.tell("behalf/an_alternate_counts_only_while_the_holder_says_nothing");
    give(&scene, &[("alt", "disagree")]);
    assert_eq!(tallied(&scene, "/positions/disagree"), 1);
    assert_eq!(tallied(&scene, "/electorate/seats"), 7);
    scene.ok(&["status", "retention"]);
    let (status, _) = scene.json(&["status", "retention"]);
    assert_eq!(status["alternates"][0]["seat"], "eve");
    give(&scene, &[("eve", "support")]);
    assert_eq!(tallied(&scene, "/positions/disagree"), 0);
    assert_eq!(tallied(&scene, "/positions/support"), 1);
    assert_eq!(tallied(&scene, "/set-aside/0/reason"), "alternate");
    let status = scene.ok(&["status", "retention"]);
    assert!(!status.contains("Alternates"), "{status}");
}

/// Whether the status of `retention` says that nothing changed since the call opened.
fn is_unchanged(scene: &Scene) -> bool {
    let (status, _) = scene.json(&["status", "retention"]);
    let nothing = serde_json::json!({
        "charter": false, "joined": [], "left": [], "participants": [], "text": false,
    });
    [serde_json::Value::Null, nothing].contains(&status["changed"])
}

#[test]
fn what_changes_while_a_call_is_under_way_is_shown_and_does_not_count() {
    let mut scene = body::called("policy");
    scene.tell("behalf/what_changes_while_a_call_is_under_way_is_shown_and_does_not_count");
    scene.ok(&["status", "retention"]);
    assert!(is_unchanged(&scene));
    let charter = scene.read("charter.toml");
    scene.write(
        "charter.toml",
        &charter.replace("answered >= 1/2 of members", "answered >= 1"),
    );
    scene.write(
        "participants/new.toml",
        "name = \"New\"\ngroup = \"north\"\n",
    );
    scene.write(
        "participants/zoe.toml",
        "name = \"Zoe\"\ngroup = \"north\"\n",
    );
    scene.write(
        "participants/ben.toml",
        "name = \"Ben\"\ngroup = \"south\"\n",
    );
    scene.git(&["rm", "--quiet", "participants/obs.toml"]);
    scene.write(&at("text.md"), "Changed by hand.\n");
    scene.commit("Much", "2026-05-03T10:00:00Z");
    give(&scene, &[("new", "support")]);
    scene.ok(&["status", "retention"]);
    let (status, _) = scene.json(&["status", "retention"]);
    assert_eq!(status["changed"]["charter"], true);
    assert_eq!(
        status["changed"]["joined"],
        serde_json::json!(["new", "zoe"])
    );
    assert_eq!(tallied(&scene, "/electorate/seats"), 7);
    assert_eq!(tallied(&scene, "/counted"), 0);
    assert_eq!(
        tallied(&scene, "/gates/0/criterion"),
        "answered >= 1/2 of members"
    );
    scene.now("2026-05-13T09:00:00Z");
    scene.git(&["checkout", "--quiet", "HEAD~2", "--", &at("text.md")]);
    scene.commit("The text as it was", "2026-05-13T08:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ];
    let over = ["--override", "quorum=Summer.", "--reason", "So."];
    scene.ok(&[&decide[..], &over].concat());
    scene.ok(&["status", "retention"]);
    assert!(is_unchanged(&scene));
}

#[test]
fn what_is_taken_back_for_somebody_says_who_typed_it() {
    let scene = body::called("policy");
    scene.tell("behalf/what_is_taken_back_for_somebody_says_who_typed_it");
    give(&scene, &[("ann", "support")]);
    let back = ["position", "retention", "--withdraw", "--for", "ann"];
    scene.ok(&[&back[..], &["--as", "sec"]].concat());
    said(
        &scene.read(&at("positions/ann.toml")),
        &["withdrawn = true", "relayed-by = \"sec\""],
    );
    scene.ok(&["check"]);
    assert_eq!(tallied(&scene, "/positions/silent"), 7);
}
