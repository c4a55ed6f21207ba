//! The life of one objection as its history tells it, and how it is found without reading all.

use crate::body::{self, at, give, object, said};
use crate::scene::Scene;

/// An objection by cid that was joined, answered, replied to, disposed of, taken up again and
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
    assert_eq!(report["waits-for"]["whose"], "maya or idris");
    // The address is maya's, whose commits these all are; cid has none.
    assert_eq!(
        report["events"][0]["committed-by"],
        "Maya Chen <maya@example.org>"
    );
    assert_eq!(report["events"][4]["committed-by"], serde_json::Value::Null);

    let page = scene.ok(&["trace", "cid.cost"]);
    let first = format!(
        "\
cid.cost on retention  answered, no reply since
Joined by  ben

1. Sun 3 May 2026 09:00 UTC: raised by cid
text r1 · commit {} of Maya Chen <maya@example.org>
About:
  | cost
Problem:
  | It costs.
What would resolve it:
  | Less.
",
        &raised[..7]
    );
    assert!(page.starts_with(&first), "{page}");
    said(
        &page,
        &[
            "5. Wed 6 May 2026 09:00 UTC: disposed of as outweighed by maya\n",
            "Alternatives considered:\n  | A fund.\n",
            "New information:\n  | https://example.org/n\n",
            "It waits, since 2 d 2 h: dispose of cid.cost",
            "Turn of maya or idris: plenary dispose",
        ],
    );
    let early = scene.ok(&["trace", "cid.cost", "--at", raised]);
    said(
        &early,
        &[
            "OPEN".to_lowercase().as_str(),
            "answer cid.cost",
            "1. Sun 3 May",
        ],
    );
    assert!(!early.contains("2. "), "{early}");
    said(
        &scene.ok(&["trace", "cid", "--format", "markdown"]),
        &["# cid.cost on retention"],
    );
    said(
        &scene.ok(&["trace", "cid", "--format", "lines"]),
        &["raised by cid"],
    );
}

#[test]
fn a_deletion_by_a_merge_is_seen() {
    let mut scene = lived();
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
        let page = scene.ok(arguments);
        said(
            &page,
            &[
                "no longer on record",
                &format!("deleted: {path}"),
                &merge[..7],
            ],
        );
        said(&page, &["It was deleted, and nobody withdrew it"]);
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
    let never = scene.refused(2, &["trace", "cid.never"]);
    said(&never, &["there is no objection \"cid.never\""]);
}

#[test]
fn a_position_that_carries_an_objection_and_what_others_change_is_told() {
    let mut scene = body::called("policy");
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
    said(
        &scene.ok(&["trace", "dee.dear"]),
        &[
            "disposed of as duplicate of cid.cost by maya",
            "It is part of cid.cost since",
        ],
    );
    said(
        &scene.ok(&["trace", "cid.cost"]),
        &[
            "joined by its duplicate dee.dear by maya",
            "Joined by   dee",
            "It waits, since 1 d 0 h: answer",
        ],
    );
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
    said(
        &scene.ok(&["trace", "cid.cost"]),
        &["withdrawn by cid", "Enough.", "Nothing remains to be done."],
    );
    said(
        &scene.ok(&["trace", "dee.dear"]),
        &["cid.cost is withdrawn."],
    );
}

#[test]
fn without_a_history_of_its_own_the_records_give_the_dates() {
    let scene = lived();
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
    let page = copy.ok(&["trace", "cid.cost"]);
    said(
        &page,
        &["has no history of its own", "1. no date: raised by cid"],
    );

    let folder = env!("CARGO_MANIFEST_DIR");
    let carried = Scene::folder();
    let example = format!("{folder}/examples/tiny");
    let page = carried.ok(&["-C", &example, "trace", "carla-nunes.cost"]);
    said(
        &page,
        &[
            "has no history of its own",
            "disposed of as outweighed by maya-chen",
        ],
    );
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
    said(
        &part.refused(3, &["trace", "cid.cost"]),
        &["shallow", "git fetch --unshallow"],
    );
}

#[test]
fn finding_an_objection_opens_no_file_of_another_proposal() {
    let scene = lived();
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
    said(&scene.ok(&["show", "cid.cost"]), &["cid.cost on retention"]);
    said(&scene.ok(&["trace", "cid.c"]), &["cid.cost on retention"]);
    scene.ok(&["respond", "cid.cost", "Once more.", "--dry-run"]);
}

#[test]
fn an_objection_is_found_by_its_name_alone() {
    let scene = body::called("policy");
    object(&scene);
    let carried = "position = \"object\"\nabout = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n";
    scene.write(&at("positions/cid.toml"), carried);
    scene.write(&at("positions/dee.toml"), "position = \"support\"\n");
    scene.write(&at("objections/eve.broken.toml"), "about\n");
    scene.commit("From web editors", "2026-05-03T10:00:00Z");
    said(
        &scene.ok(&["show", "cid.position"]),
        &["cid.position on retention"],
    );
    said(
        &scene.refused(2, &["show", "cid."]),
        &["begins 2 objections", "cid.cost or cid.position"],
    );
    said(
        &scene.refused(2, &["respond", "dee.position", "x"]),
        &["there is no objection"],
    );
    said(
        &scene.refused(2, &["respond", "cid.coast", "x"]),
        &["did you mean cid.cost?"],
    );
    said(
        &scene.refused(1, &["respond", "eve.broken", "x"]),
        &["objections/eve.broken.toml cannot be read", "plenary check"],
    );
    said(
        &scene.refused(3, &["show", "eve.broken"]),
        &["cannot be read"],
    );
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
    said(
        &scene.refused(2, &["trace", "cid.cost"]),
        &[
            "several proposals have an objection cid.cost",
            "--proposal other or retention",
        ],
    );
    said(
        &scene.ok(&["trace", "cid.cost", "--proposal", "other"]),
        &["cid.cost on other"],
    );
    let worktree = scene.ok(&["show", "cid.position", "--worktree"]);
    said(&worktree, &["cid.position on retention"]);
}

#[test]
fn a_decision_over_an_objection_that_nobody_disposed_of_is_told() {
    let mut scene = body::founded();
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
    said(
        &scene.ok(&["trace", "cid.cost"]),
        &["The proposal was decided, and this was: open, no response."],
    );
}
