//! Tests the history of one objection, and how it is found without reading everything.

use crate::body::{self, at, give, object};
use crate::scene::Scene;

/// An objection by cid that was joined, answered, replied to, closed, reopened and
/// answered again.
fn lived() -> Scene {
    let mut scene = body::called("policy");
    object(&scene);
    give(&scene, &[("ben", "disagree")]);
    scene.ok(&["join", "cid.cost", "--as", "ben"]);
    scene.now("2026-05-04T09:00:00Z");
    scene.ok(&["respond", "cid.cost", "It is cheap.", "--as", "ann"]);
    scene.now("2026-05-05T09:00:00Z");
    let reply = ["reply", "cid.cost", "maintained", "--reason", "It is not."];
    scene.ok(&[&reply[..], &["--as", "cid"]].concat());
    scene.now("2026-05-06T09:00:00Z");
    let outweighed = ["dispose", "cid.cost", "outweighed", "--reason", "Few pay."];
    scene.ok(&[&outweighed[..], &["--alternatives", "A fund."]].concat());
    scene.now("2026-05-07T09:00:00Z");
    let again = ["reopen", "cid.cost", "--reason", "More pay.", "--evidence"];
    scene.ok(&[&again[..], &["https://example.org/n", "--as", "cid"]].concat());
    scene.now("2026-05-08T09:00:00Z");
    scene.ok(&["respond", "cid.cost", "A few more."]);
    scene.now("2026-05-10T11:00:00Z");
    scene
}

fn events(report: &serde_json::Value) -> Vec<String> {
    let events = report["events"].as_array().expect("events");
    let text = |event: &serde_json::Value, key: &str| event[key].as_str().unwrap_or("-").to_owned();
    events
        .iter()
        .map(|event| {
            let keys = ["what", "by", "at", "value", "revision"];
            keys.map(|key| text(event, key)).join(" ")
        })
        .collect()
}

#[test]
fn the_whole_life_is_told_in_order() {
    let scene = lived();
    scene.tell("trace/the_whole_life_is_told_in_order");
    let (report, exit) = scene.json(&["trace", "cid.cost"]);
    assert_eq!(exit, Some(0));
    assert_eq!(
        events(&report),
        [
            "raised cid 2026-05-03T09:00:00Z - r1",
            "joined ben 2026-05-03T09:00:00Z - r1",
            "responded ann 2026-05-04T09:00:00Z - r1",
            "replied cid 2026-05-05T09:00:00Z maintained r1",
            "disposed maya 2026-05-06T09:00:00Z outweighed r1",
            "reopened cid 2026-05-07T09:00:00Z - r1",
            "responded maya 2026-05-08T09:00:00Z - r1",
        ]
    );
    assert_eq!(report["dates"], "history");
    assert_eq!(report["since"], "2026-05-08T09:00:00Z");
    let commits = scene.git(&["log", "--format=%H", "--", &at("objections/cid.cost.toml")]);
    let raised = commits.lines().last().expect("a commit");
    assert_eq!(report["events"][0]["commit"], raised);
    let waits_for = serde_json::json!(["maya", "idris"]);
    assert_eq!(report["waits-for"]["who"], waits_for);
    // The address is maya's, whose commits these all are; cid has none.
    assert_eq!(
        report["events"][0]["committed-by"],
        "Maya Chen <maya@example.org>"
    );
    assert_eq!(report["events"][4]["committed-by"], serde_json::Value::Null);

    scene.ok(&["trace", "cid.cost"]);
    scene.ok(&["trace", "cid.cost", "--at", raised]);
    let (early, _) = scene.json(&["trace", "cid.cost", "--at", raised]);
    assert_eq!(events(&early).len(), 1, "{early}");
    scene.ok(&["trace", "cid", "--format", "markdown"]);
    scene.ok(&["trace", "cid", "--format", "lines"]);
}

#[test]
fn a_deletion_by_a_merge_is_seen() {
    let mut scene = lived();
    scene.tell("trace/a_deletion_by_a_merge_is_seen");
    let path = at("objections/cid.cost.toml");
    scene.git(&["switch", "--quiet", "-c", "side"]);
    scene.write(&at("text.md"), "Another text.\n");
    scene.commit("Text", "2026-05-09T09:00:00Z");
    scene.git(&["switch", "--quiet", "main"]);
    scene.commit("Meanwhile", "2026-05-09T09:00:00Z");
    scene.git(&["merge", "--quiet", "--no-ff", "--no-commit", "side"]);
    scene.git(&["rm", "--quiet", "--cached", &path]);
    std::fs::remove_file(scene.path(&path)).expect("it was there");
    let merge = scene.commit("Merge side", "2026-05-09T10:00:00Z");
    // Nothing but the trees themselves tells: neither side of the merge deleted it.
    let log = scene.git(&[
        "log",
        "--format=%H",
        "--no-merges",
        "--diff-filter=D",
        "--",
        &path,
    ]);
    assert_eq!(log, "");
    for arguments in [
        &["trace", "cid.cost"][..],
        &["trace", "cid.cost", "--proposal", "ret"],
    ] {
        scene.ok(arguments);
        let (report, _) = scene.json(arguments);
        let last = &report["events"][7];
        assert_eq!(
            (&last["what"], &last["commit"]),
            (&"deleted".into(), &merge.as_str().into()),
            "{report}"
        );
    }
    scene.git(&["checkout", "--quiet", "HEAD^", "--", &path]);
    scene.commit("Restore", "2026-05-09T11:00:00Z");
    scene.now("2026-05-10T12:00:00Z");
    let (report, _) = scene.json(&["trace", "cid.cost"]);
    let told = events(&report);
    assert_eq!(told.len(), 10, "{told:?}");
    assert!(
        told[8].starts_with("raised cid 2026-05-09T11:00:00Z"),
        "{told:?}"
    );
    scene.refused(2, &["trace", "cid.never"]);
}

#[test]
fn a_position_that_carries_an_objection_and_what_others_change_is_told() {
    let mut scene = body::called("policy");
    scene.tell("trace/a_position_that_carries_an_objection_and_what_others_change_is_told");
    let carried = "position = \"object\"\nabout = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n";
    scene.write(&at("positions/dee.toml"), carried);
    scene.commit("From a web editor", "2026-05-03T10:00:00Z");
    scene.write(
        &at("positions/dee.toml"),
        &carried.replace("\"p\"", "\"more\""),
    );
    scene.commit("Again", "2026-05-03T11:00:00Z");
    scene.now("2026-05-04T09:00:00Z");
    scene.ok(&["respond", "dee.position", "No."]);
    scene.now("2026-05-05T09:00:00Z");
    scene.ok(&["reply", "dee.pos", "satisfied", "--as", "dee"]);
    scene.write(&at("handling/dee.position.toml"), "");
    scene.commit("Remove the response", "2026-05-06T09:00:00Z");
    scene.write(&at("objections/dee.position.toml"), "about = \n");
    scene.commit("Break it", "2026-05-07T09:00:00Z");
    let (report, _) = scene.json(&["trace", "dee.position"]);
    let path = at("objections/dee.position.toml");
    assert_eq!(
        events(&report),
        [
            "raised dee 2026-05-03T10:00:00Z - r1".to_owned(),
            "reworded dee 2026-05-03T11:00:00Z - r1".to_owned(),
            "responded maya 2026-05-04T09:00:00Z - r1".to_owned(),
            "replied dee 2026-05-05T09:00:00Z satisfied r1".to_owned(),
            "response-removed maya 2026-05-06T09:00:00Z - r1".to_owned(),
            format!("unreadable - 2026-05-07T09:00:00Z {path} r1"),
        ]
    );
    assert_eq!(report["events"][1]["texts"][1]["text"], "more");
}

#[test]
fn duplicates_and_withdrawals_end_the_story() {
    let mut scene = body::called("policy");
    scene.tell("trace/duplicates_and_withdrawals_end_the_story");
    object(&scene);
    let raise = ["object", "retention", "--about", "cost", "--problem", "p"];
    scene.ok(&[
        &raise[..],
        &["--resolve", "r", "--id", "dear", "--as", "dee"],
    ]
    .concat());
    scene.now("2026-05-04T09:00:00Z");
    let fold = ["dispose", "dee.dear", "duplicate", "--of", "cid.cost"];
    scene.ok(&[&fold[..], &["--reason", "The same."]].concat());
    scene.ok(&["trace", "dee.dear"]);
    scene.ok(&["trace", "cid.cost"]);
    let reply = [
        "reply",
        "cid.cost",
        "withdrawn",
        "--reason",
        "Enough.",
        "--as",
        "cid",
    ];
    scene.ok(&reply);
    scene.ok(&["trace", "cid.cost"]);
    scene.ok(&["trace", "dee.dear"]);
}

#[test]
fn without_a_history_of_its_own_the_records_give_the_dates() {
    let scene = lived();
    scene.tell("trace/without_a_history_of_its_own_the_records_give_the_dates");
    let copy = scene.copy();
    std::fs::remove_dir_all(copy.path(".git")).expect("a repository");
    let (report, _) = copy.json(&["trace", "cid.cost"]);
    assert_eq!(report["dates"], "records");
    assert_eq!(
        events(&report),
        [
            "raised cid - - r1",
            "joined ben - - r1",
            "responded ann 2026-05-04T09:00:00Z - r1",
            "replied cid 2026-05-05T09:00:00Z maintained r1",
            "reopened cid 2026-05-07T09:00:00Z - r1",
            "responded maya 2026-05-08T09:00:00Z - r1",
        ]
    );
    copy.ok(&["trace", "cid.cost"]);

    let folder = env!("CARGO_MANIFEST_DIR");
    let carried = Scene::folder();
    carried.tell_with(&scene);
    let example = format!("{folder}/examples/tiny");
    carried.ok(&["-C", &example, "trace", "carla-nunes.cost"]);
}

#[test]
fn a_shallow_clone_says_that_it_cannot_tell() {
    let scene = lived();
    let from = format!("file://{}", scene.dir().display());
    let clone = Scene::folder();
    clone.git(&["clone", "--quiet", "--depth", "2", &from, "part"]);
    let mut part = clone;
    part.enter("part");
    part.now("2026-05-10T11:00:00Z");
    part.tell("trace/a_shallow_clone_says_that_it_cannot_tell");
    part.refused(3, &["trace", "cid.cost"]);
}

#[test]
fn finding_an_objection_opens_no_file_of_another_proposal() {
    let scene = lived();
    scene.tell("trace/finding_an_objection_opens_no_file_of_another_proposal");
    scene.write(".git/draft.md", "A text.\n");
    let propose = [
        "propose",
        "Other",
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
    ];
    scene.ok(&[&propose[..], &["--as", "ben"]].concat());
    let raise = [
        "object",
        "other",
        "--about",
        "a",
        "--problem",
        "p",
        "--resolve",
        "r",
    ];
    scene.ok(&[&raise[..], &["--id", "cost", "--as", "dee"]].concat());
    // Whatever opened the other proposal's record would fail from here on.
    let blob = scene.git(&["rev-parse", "HEAD:proposals/other/proposal.toml"]);
    let object = format!(".git/objects/{}/{}", &blob[..2], &blob[2..]);
    std::fs::remove_file(scene.path(&object)).expect("a loose object");
    scene.refused(3, &["log"]);
    scene.ok(&["show", "cid.cost"]);
    scene.ok(&["trace", "cid.c"]);
    scene.ok(&["respond", "cid.cost", "Once more.", "--dry-run"]);
}

#[test]
fn an_objection_is_found_by_its_name_alone() {
    let scene = body::called("policy");
    scene.tell("trace/an_objection_is_found_by_its_name_alone");
    object(&scene);
    let carried = "position = \"object\"\nabout = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n";
    scene.write(&at("positions/cid.toml"), carried);
    scene.write(&at("positions/dee.toml"), "position = \"support\"\n");
    scene.write(&at("objections/eve.broken.toml"), "about\n");
    scene.commit("From web editors", "2026-05-03T10:00:00Z");
    scene.ok(&["show", "cid.position"]);
    scene.refused(2, &["show", "cid."]);
    scene.refused(2, &["respond", "dee.position", "x"]);
    scene.refused(2, &["respond", "cid.coast", "x"]);
    scene.refused(1, &["respond", "eve.broken", "x"]);
    scene.refused(3, &["show", "eve.broken"]);
    scene.write(".git/draft.md", "A text.\n");
    let propose = [
        "propose",
        "Other",
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
    ];
    scene.ok(&[&propose[..], &["--as", "ben"]].concat());
    let raise = [
        "object",
        "other",
        "--about",
        "a",
        "--problem",
        "p",
        "--resolve",
        "r",
    ];
    scene.ok(&[&raise[..], &["--id", "cost", "--as", "cid"]].concat());
    scene.refused(2, &["trace", "cid.cost"]);
    scene.ok(&["trace", "cid.cost", "--proposal", "other"]);
    scene.ok(&["show", "cid.position", "--worktree"]);
}

#[test]
fn a_decision_over_an_objection_that_nobody_disposed_of_is_told() {
    let mut scene = body::founded();
    scene.tell("trace/a_decision_over_an_objection_that_nobody_disposed_of_is_told");
    let charter = scene
        .read("charter.toml")
        .replace("undisposed = \"refuse\"", "undisposed = \"record\"");
    scene.write("charter.toml", &charter);
    scene.commit("Objections go on the record", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let propose = [
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
    ];
    scene.ok(&[&propose[..], &["--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    object(&scene);
    give(
        &scene,
        &["maya", "idris", "ann", "ben"].map(|who| (who, "support")),
    );
    scene.now("2026-05-13T09:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ];
    scene.ok(&decide);
    scene.ok(&["trace", "cid.cost"]);
}
