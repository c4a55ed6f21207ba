//! Tests the life of objections: joined, answered, closed by those who can, merged as duplicates and reopened.

use crate::body::{self, at, give, object, said, tallied};
use crate::how_to;
use crate::scene::Scene;

const PAGE: &str = "docs/how-to/answer-objections.md";
const LINK: &str = "https://lists.example.org/9";

/// An objection of somebody's, of the id that is given.
fn raise(scene: &Scene, who: &str, slug: &str) {
    let about = ["object", "retention", "--about", "cost", "--problem", "p"];
    let rest = ["--resolve", "r", "--id", slug, "--as", who];
    scene.ok(&[&about[..], &rest].concat());
}

/// What the page of an objection says of it to programs.
fn shown(scene: &Scene, id: &str, pointer: &str) -> serde_json::Value {
    let (report, _) = scene.json(&["show", id]);
    let found = report.pointer(pointer);
    found
        .unwrap_or_else(|| panic!("{pointer}: {report}"))
        .clone()
}

/// The charter with more people in its roles, and more keys on its track `policy`.
fn charter(roles: &str, keys: &str) -> String {
    let chairs = "chair = [\"maya\", \"idris\"]\n";
    let track = "[track.policy]\n";
    body::charter()
        .replace(chairs, roles)
        .replace(track, &format!("{track}{keys}"))
}

/// A proposal in discussion under such a charter.
fn proposed_under(roles: &str, keys: &str) -> Scene {
    let scene = body::founded();
    scene.write("charter.toml", &charter(roles, keys));
    scene.commit("Other rules", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let propose = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.ok(&[&propose[..], &["--track", "policy", "--as", "ann"]].concat());
    scene
}

#[test]
fn a_position_joins_an_objection_and_leaves_it() {
    let mut scene = body::called("policy");
    scene.tell("objections/a_position_joins_an_objection_and_leaves_it");
    object(&scene);
    scene.refused(1, &["join", "cid.cost", "--as", "ben"]);
    scene.write(
        &at("positions/ben.toml"),
        "# mine\nposition = \"disagree\" # so far\n",
    );
    scene.commit("Ben", "2026-05-03T09:30:00Z");
    scene.ok(&["join", "cid.cost", "--as", "ben"]);
    let file = "# mine\nposition = \"disagree\" # so far\njoins = [\"cid.cost\"]\n";
    assert_eq!(scene.read(&at("positions/ben.toml")), file);
    assert_eq!(
        shown(&scene, "cid.cost", "/joined-by"),
        serde_json::json!(["ben"])
    );
    scene.ok(&["join", "cid.cost", "--as", "ben"]);
    assert_eq!(scene.read(&at("positions/ben.toml")), file);
    scene.ok(&["join", "cid.cost", "--leave", "--as", "ben"]);
    let left = "# mine\nposition = \"disagree\" # so far\n";
    assert_eq!(scene.read(&at("positions/ben.toml")), left);
    scene.refused(1, &["join", "cid.cost", "--leave", "--as", "ben"]);
    scene.ok(&["join", "cid.cost", "--as", "ben"]);
    assert_eq!(scene.read(&at("positions/ben.toml")), file);

    give(&scene, &[("cid", "object")]);
    scene.refused(1, &["join", "cid.cost", "--as", "cid"]);
    scene.now("2026-05-12T09:00:01Z");
    scene.refused(1, &["join", "cid.cost", "--leave", "--as", "ben"]);
}

#[test]
fn a_join_counts_as_long_as_the_position_does_and_as_long_as_it_is_needed() {
    let scene = body::called("policy");
    scene.tell("objections/a_join_counts_as_long_as_the_position_does_and_as_long_as_it_is_needed");
    object(&scene);
    scene.ok(&[
        "position",
        "retention",
        "object",
        "--joins",
        "cid.cost",
        "--as",
        "dee",
    ]);
    scene.refused(1, &["join", "cid.cost", "--leave", "--as", "dee"]);
    scene.ok(&["position", "retention", "--withdraw", "--as", "dee"]);
    assert_eq!(
        shown(&scene, "cid.cost", "/joined-by"),
        serde_json::json!([])
    );
    scene.refused(1, &["join", "cid.cost", "--as", "dee"]);
    give(&scene, &[("eve", "accept")]);
    scene.ok(&["reply", "cid.cost", "withdrawn", "--as", "cid"]);
    scene.refused(1, &["join", "cid.cost", "--as", "eve"]);
}

#[test]
fn an_accommodated_objection_is_met_by_a_later_text() {
    let scene = body::proposed("policy");
    scene.tell("objections/an_accommodated_objection_is_met_by_a_later_text");
    object(&scene);
    let accommodated = ["dispose", "cid.cost", "accommodated", "--reason", "Halved."];
    scene.refused(1, &accommodated);
    let named = |revision: &'static str| [&accommodated[..], &["--revision", revision]].concat();
    scene.refused(1, &named("r1"));
    scene.refused(2, &named("r7"));
    let stands = [
        "dispose",
        "cid.cost",
        "stands",
        "--reason",
        "x",
        "--revision",
        "r1",
    ];
    scene.refused(2, &stands);
    for text in ["The second text.\n", "The third text.\n"] {
        scene.write(&at("text.md"), text);
        scene.ok(&["revise", "retention", "--material", "--as", "ann"]);
    }
    let other = scene.copy();
    other.ok(&named("r2"));
    said(
        &other.read(&at("handling/cid.cost.toml")),
        &["revision = \"r2\""],
    );
    scene.ok(&accommodated);
    said(
        &scene.read(&at("handling/cid.cost.toml")),
        &["revision = \"r3\""],
    );
    scene.ok(&["show", "cid.cost"]);

    scene.write(
        &at("objections/dee.web.toml"),
        "about = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n",
    );
    scene.commit("From a web editor", "2026-05-01T09:30:00Z");
    let web = ["dispose", "dee.web", "accommodated", "--reason", "Done."];
    scene.refused(2, &web);
    scene.ok(&[&web[..], &["--revision", "r3"]].concat());
}

#[test]
fn grounds_are_asked_for_by_name() {
    let scene = body::called("policy");
    scene.tell("objections/grounds_are_asked_for_by_name");
    object(&scene);
    for value in ["set-aside", "out-of-scope"] {
        scene.refused(2, &["dispose", "cid.cost", value]);
    }
}

#[test]
fn whoever_objected_does_not_dispose_while_somebody_else_can() {
    let scene = body::called("policy");
    scene.tell("objections/whoever_objected_does_not_dispose_while_somebody_else_can");
    raise(&scene, "maya", "haste");
    let dispose = ["dispose", "maya.haste", "stands", "--reason", "So be it."];
    scene.refused(1, &dispose);
    scene.ok(&["status", "retention"]);
    scene.ok(&[&dispose[..], &["--as", "idris"]].concat());

    let alone = scene.then(proposed_under("chair = [\"maya\"]\n", ""));
    raise(&alone, "maya", "haste");
    alone.ok(&dispose);
    assert_eq!(shown(&alone, "maya.haste", "/disposition/by"), "maya");
}

#[test]
fn a_track_may_name_others_to_dispose_and_editors_respond() {
    let roles = "chair = [\"maya\", \"idris\"]\nombud = [\"eve\"]\neditor = [\"ben\"]\n";
    let scene = proposed_under(roles, "disposes = \"ombud\"\n");
    scene.tell("objections/a_track_may_name_others_to_dispose_and_editors_respond");
    object(&scene);
    scene.refused(1, &["respond", "cid.cost", "No.", "--as", "dee"]);
    scene.ok(&["respond", "cid.cost", "Yes.", "--as", "ben"]);
    let dispose = ["dispose", "cid.cost", "stands", "--reason", "x", "--as"];
    scene.refused(1, &[&dispose[..], &["ben"]].concat());
    scene.ok(&[&dispose[..], &["eve"]].concat());
    scene.refused(1, &[&dispose[..], &["maya"]].concat());
}

#[test]
fn a_reopened_objection_is_open_until_it_has_a_later_response() {
    let mut scene = body::called("policy");
    scene.tell("objections/a_reopened_objection_is_open_until_it_has_a_later_response");
    object(&scene);
    let reopen = ["reopen", "cid.cost", "--reason", "New figures."];
    let reopened = [&reopen[..], &["--evidence", LINK]].concat();
    scene.refused(1, &reopened);
    scene.ok(&["respond", "cid.cost", "It is cheap."]);
    scene.ok(&[
        "reply",
        "cid.cost",
        "satisfied",
        "--reason",
        "Good.",
        "--as",
        "cid",
    ]);
    scene.ok(&["dispose", "cid.cost", "set-aside", "--reason", "Settled."]);
    assert_eq!(tallied(&scene, "/objections/maintained"), 0);

    scene.now("2026-05-04T09:00:00Z");
    scene.refused(2, &reopen);
    scene.refused(2, &[&reopen[..], &["--evidence", " "]].concat());
    scene.refused(1, &[&reopened[..], &["--as", "dee"]].concat());
    let by_chair = scene.copy();
    by_chair.ok(&reopened);
    scene.ok(&[&reopened[..], &["--as", "cid"]].concat());
    let handling = scene.read(&at("handling/cid.cost.toml"));
    let again = format!(
        "\n[[reopening]]\nby = \"cid\"\nat = 2026-05-04T09:00:00Z\nreason = '''New figures.'''\n\
         evidence = \"{LINK}\"\nfrom = \"set-aside\"\n"
    );
    assert!(handling.ends_with(&again), "{handling}");
    assert!(!handling.contains("[disposition]"), "{handling}");

    // The earlier answer says nothing any more, and the earlier response answers nothing.
    scene.ok(&["show", "cid.cost"]);
    for (key, count) in [
        ("unanswered", 1),
        ("undisposed", 1),
        ("maintained", 1),
        ("open", 1),
    ] {
        assert_eq!(
            tallied(&scene, &format!("/objections/{key}")),
            count,
            "{key}"
        );
    }
    let reply = ["reply", "cid.cost", "satisfied", "--as", "cid"];
    scene.refused(1, &reply);
    scene.refused(1, &["respond", "cid.cost", "At once."]);
    scene.now("2026-05-05T09:00:00Z");
    scene.ok(&["respond", "cid.cost", "These figures are of another year."]);
    assert_eq!(tallied(&scene, "/objections/unanswered"), 0);
    assert_eq!(tallied(&scene, "/objections/maintained"), 1);
    let page = scene.ok(&["show", "cid.cost"]);
    let order = ["It is cheap.", "set-aside", LINK, "another year"];
    let places: Vec<_> = order.iter().map(|words| page.find(words)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{page}"
    );
    scene.ok(&reply);
    assert_eq!(tallied(&scene, "/objections/maintained"), 0);
    scene.ok(&["show", "cid.cost"]);
    let own = scene.read(&at("objections/cid.cost.toml"));
    said(&own, &["answer-at = 2026-05-05T09:00:00Z"]);
    assert!(!own.contains("Good."), "{own}");
    scene.ok(&["check"]);
}

#[test]
fn what_was_taken_back_or_decided_is_not_reopened() {
    let mut scene = body::called("policy");
    scene.tell("objections/what_was_taken_back_or_decided_is_not_reopened");
    object(&scene);
    raise(&scene, "dee", "cost");
    scene.ok(&["reply", "dee.cost", "withdrawn", "--as", "dee"]);
    let reopen = |id: &'static str| ["reopen", id, "--reason", "x", "--evidence", LINK];
    scene.refused(1, &reopen("dee.cost"));
    scene.ok(&["dispose", "cid.cost", "stands", "--reason", "x"]);
    let all = ["maya", "idris", "ann", "ben"].map(|who| (who, "support"));
    give(&scene, &all);
    scene.now("2026-05-13T09:00:00Z");
    scene.ok(&["call", "close", "retention"]);
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    scene.ok(&[&decide[..], &["--as", "idris"]].concat());
    scene.refused(1, &reopen("cid.cost"));
    scene.refused(1, &["join", "cid.cost", "--as", "ben"]);
}

#[test]
fn duplicates_are_one_objection_of_all_who_raised_or_joined_them() {
    let scene = body::called("policy");
    scene.tell("objections/duplicates_are_one_objection_of_all_who_raised_or_joined_them");
    object(&scene);
    raise(&scene, "dee", "cost");
    raise(&scene, "eve", "cost");
    give(&scene, &[("ben", "disagree"), ("idris", "disagree")]);
    scene.ok(&["join", "dee.cost", "--as", "ben"]);
    scene.ok(&["join", "cid.cost", "--as", "idris"]);
    let fold = |id: &'static str, of: &'static str| {
        [
            "dispose",
            id,
            "duplicate",
            "--reason",
            "The same.",
            "--of",
            of,
        ]
    };
    scene.ok(&fold("dee.cost", "cid.cost"));
    let joined = serde_json::json!(["idris", "dee", "ben"]);
    assert_eq!(shown(&scene, "cid.cost", "/joined-by"), joined);
    assert_eq!(shown(&scene, "cid.cost", "/duplicates/0"), "dee.cost");
    assert_eq!(shown(&scene, "dee.cost", "/original/id"), "cid.cost");
    scene.ok(&["status", "retention"]);
    assert_eq!(tallied(&scene, "/objections/maintained"), 2);
    scene.refused(1, &fold("eve.cost", "dee.cost"));
    scene.refused(1, &fold("cid.cost", "eve.cost"));
    scene.refused(1, &["join", "dee.cost", "--as", "idris"]);
    scene.ok(&[
        "dispose",
        "cid.cost",
        "stands",
        "--reason",
        "Nobody knows better.",
    ]);
    scene.ok(&["show", "dee.cost"]);
}

#[test]
fn an_original_must_be_able_to_carry_its_duplicate_on() {
    let scene = body::called("policy");
    scene.tell("objections/an_original_must_be_able_to_carry_its_duplicate_on");
    object(&scene);
    raise(&scene, "dee", "cost");
    let comment = [
        "comment",
        "retention",
        "--about",
        "a",
        "--problem",
        "p",
        "--id",
        "aside",
    ];
    scene.ok(&[&comment[..], &["--as", "eve"]].concat());
    let stranger = "about = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n";
    scene.write(&at("objections/zed.cost.toml"), stranger);
    scene.commit("By nobody on the roster", "2026-05-03T09:30:00Z");
    scene.ok(&["reply", "dee.cost", "withdrawn", "--as", "dee"]);
    // A comment, a withdrawn objection, one by nobody on the roster.
    for of in ["eve.aside", "dee.cost", "zed.cost"] {
        let fold = [
            "dispose",
            "cid.cost",
            "duplicate",
            "--reason",
            "x",
            "--of",
            of,
        ];
        scene.refused(1, &fold);
    }
}

#[test]
fn an_objector_who_says_nothing_is_shown_with_how_long() {
    let mut scene = body::called("policy");
    scene.tell("objections/an_objector_who_says_nothing_is_shown_with_how_long");
    object(&scene);
    scene.ok(&["respond", "cid.cost", "It is cheap."]);
    scene.now("2026-05-05T11:00:00Z");
    scene.ok(&["status", "retention"]);
    assert_eq!(tallied(&scene, "/objections/undisposed"), 1);
}

#[test]
fn prose_may_come_from_files() {
    let mut scene = body::called("policy");
    scene.tell("objections/prose_may_come_from_files");
    for (file, text) in [
        ("problem", "It costs.\n"),
        ("resolve", "Less.\n"),
        ("text", "No.\n"),
        ("reason", "Why so?\n"),
    ] {
        scene.write(&format!(".git/{file}.md"), text);
    }
    let files = [
        "--problem-file",
        ".git/problem.md",
        "--resolve-file",
        ".git/resolve.md",
    ];
    let raised = |command: &'static str, slug: &'static str| {
        let about = [
            command,
            "retention",
            "--about",
            "cost",
            "--id",
            slug,
            "--as",
            "cid",
        ];
        [&about[..], &files].concat()
    };
    scene.ok(&raised("object", "cost"));
    scene.ok(&raised("comment", "aside"));
    let comment = scene.read(&at("objections/cid.aside.toml"));
    said(
        &comment,
        &["It costs.", "resolve = '''Less.'''", "blocking = false"],
    );
    scene.ok(&["respond", "cid.cost", "--text-file", ".git/text.md"]);
    scene.ok(&[
        "reply",
        "cid.cost",
        "maintained",
        "--reason-file",
        ".git/reason.md",
        "--as",
        "cid",
    ]);
    said(
        &scene.read(&at("objections/cid.cost.toml")),
        &["answer-reason = '''Why so?'''"],
    );
    scene.ok(&[
        "dispose",
        "cid.cost",
        "stands",
        "--reason-file",
        ".git/reason.md",
    ]);
    scene.now("2026-05-04T09:00:00Z");
    scene.ok(&[
        "reopen",
        "cid.cost",
        "--reason-file",
        ".git/reason.md",
        "--evidence",
        LINK,
    ]);
    said(
        &scene.read(&at("handling/cid.cost.toml")),
        &["reason = '''Why so?'''"],
    );
}

#[test]
fn circles_chains_and_names_that_are_not_there_are_faults() {
    let scene = body::called("policy");
    scene.tell("objections/circles_chains_and_names_that_are_not_there_are_faults");
    object(&scene);
    for who in ["dee", "eve"] {
        raise(&scene, who, "cost");
    }
    let ended = |value: &str, rest: &str| {
        format!(
            "[disposition]\nvalue = \"{value}\"\nby = \"maya\"\nat = 2026-05-03T10:00:00Z\n\
             reason = '''x'''\n{rest}\n"
        )
    };
    let handling = |id: &str| at(&format!("handling/{id}.toml"));
    for (id, of) in [
        ("cid.cost", "dee.cost"),
        ("dee.cost", "cid.cost"),
        ("eve.cost", "cid.cost"),
    ] {
        scene.write(
            &handling(id),
            &ended("duplicate", &format!("of = \"{of}\"")),
        );
    }
    let found = |scene: &Scene| {
        scene.plenary(&["check", "--worktree", "--format", "lines"]);
        let (report, exit) = scene.json(&["check", "--worktree"]);
        assert_eq!(exit, Some(1));
        let findings = report["findings"].as_array().expect("findings").clone();
        let codes = findings.iter().map(|finding| {
            let words = ["code", "path"].map(|key| finding[key].as_str().expect("a word"));
            words.join(" ")
        });
        codes.collect::<Vec<_>>()
    };
    let each = ["cid", "dee", "eve"];
    let circle = each.map(|who| format!("S120 {}", handling(&format!("{who}.cost"))));
    assert_eq!(found(&scene), circle);
    // Nobody is credited in a circle, and nothing hangs.
    let (report, _) = scene.json(&["tally", "retention", "--worktree"]);
    assert_eq!(report["objections"]["dispositions"]["duplicate"], 3);

    scene.write(
        &handling("cid.cost"),
        &ended("accommodated", "revision = \"r4\""),
    );
    scene.write(&handling("dee.cost"), "[[reopening]]\nby = \"zed\"\nat = 2026-05-03T10:00:00Z\nreason = \"x\"\nevidence = \"y\"\n");
    let faults = [
        format!("S120 {}", handling("cid.cost")),
        format!("S121 {}", handling("dee.cost")),
    ];
    assert_eq!(found(&scene), faults);
}

#[test]
fn the_guide_to_objections_can_be_typed() {
    let page = how_to::read(PAGE);
    let commands = how_to::commands(&page);
    assert_eq!(commands.len(), 19);
    let mut scene = body::proposed("policy");
    scene.tell("objections/the_guide_to_objections_can_be_typed");
    let mut printed = Vec::new();
    for (n, words) in commands.iter().enumerate() {
        scene.now(&format!("2026-05-{:02}T09:00:00Z", n + 2));
        if words[0] == "revise" {
            scene.write(&at("text.md"), "A text with an exemption.\n");
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        printed.push(scene.ok(&words));
    }
    how_to::shows(PAGE, &printed);
    assert_eq!(tallied(&scene, "/objections/undisposed"), 0);
    let ended = serde_json::json!({"outweighed": 1, "out-of-scope": 1, "duplicate": 1});
    assert_eq!(tallied(&scene, "/objections/dispositions"), ended);
    assert_eq!(
        shown(&scene, "cid.storage", "/joined-by"),
        serde_json::json!(["ben", "dee"])
    );
    said(printed.last().expect("output"), &["accommodated", "r2"]);
    // The table names every disposition.
    for (word, _) in plenary::record::handling::DispositionKind::WORDS {
        said(&page, &[&format!("`{word}`")]);
    }
}
