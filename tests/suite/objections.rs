//! The life of objections: joined, answered, disposed of by whose turn it is, folded into one
//! another, and taken up again.

use crate::body::{self, at, give, object, said, tallied};
use crate::scene::Scene;

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
    object(&scene);
    let none = scene.refused(1, &["join", "cid.cost", "--as", "ben"]);
    let both = [
        "ben has no position on retention",
        "plenary position retention VALUE --joins cid.cost",
        "plenary object retention",
    ];
    said(&none, &both);
    scene.write(
        &at("positions/ben.toml"),
        "# mine\nposition = \"disagree\" # so far\n",
    );
    scene.commit("Ben", "2026-05-03T09:30:00Z");
    let receipt = scene.ok(&["join", "cid.cost", "--as", "ben"]);
    said(&receipt, &["Your position joins cid.cost.", "File"]);
    let file = "# mine\nposition = \"disagree\" # so far\njoins = [\"cid.cost\"]\n";
    assert_eq!(scene.read(&at("positions/ben.toml")), file);
    assert_eq!(
        shown(&scene, "cid.cost", "/joined-by"),
        serde_json::json!(["ben"])
    );
    said(
        &scene.refused(1, &["join", "cid.cost", "--as", "ben"]),
        &["ben joins cid.cost already", "--leave"],
    );
    scene.ok(&["join", "cid.cost", "--leave", "--as", "ben"]);
    let left = "# mine\nposition = \"disagree\" # so far\n";
    assert_eq!(scene.read(&at("positions/ben.toml")), left);
    said(
        &scene.refused(1, &["join", "cid.cost", "--leave", "--as", "ben"]),
        &["ben does not join cid.cost"],
    );
    let (receipt, exit) = scene.json(&["join", "cid.cost", "--as", "ben"]);
    assert_eq!(
        (&receipt["recorded"], exit),
        (&"Join cid.cost on retention".into(), Some(0))
    );

    give(&scene, &[("cid", "object")]);
    said(
        &scene.refused(1, &["join", "cid.cost", "--as", "cid"]),
        &["cid.cost is your own objection"],
    );
    scene.now("2026-05-12T09:00:01Z");
    said(
        &scene.refused(1, &["join", "cid.cost", "--leave", "--as", "ben"]),
        &["call 1 on retention closed at 2026-05-12T09:00:00Z"],
    );
}

#[test]
fn a_join_counts_as_long_as_the_position_does_and_as_long_as_it_is_needed() {
    let scene = body::called("policy");
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
    said(
        &scene.refused(1, &["join", "cid.cost", "--leave", "--as", "dee"]),
        &["the position object needs an objection, and without cid.cost it has none"],
    );
    scene.ok(&["position", "retention", "--withdraw", "--as", "dee"]);
    assert_eq!(
        shown(&scene, "cid.cost", "/joined-by"),
        serde_json::json!([])
    );
    said(
        &scene.refused(1, &["join", "cid.cost", "--as", "dee"]),
        &["dee took their position on retention back"],
    );
    give(&scene, &[("eve", "accept")]);
    scene.ok(&["reply", "cid.cost", "withdrawn", "--as", "cid"]);
    said(
        &scene.refused(1, &["join", "cid.cost", "--as", "eve"]),
        &["cid.cost was withdrawn by its objector"],
    );
}

#[test]
fn an_accommodated_objection_is_met_by_a_later_text() {
    let scene = body::proposed("policy");
    object(&scene);
    let accommodated = ["dispose", "cid.cost", "accommodated", "--reason", "Halved."];
    said(
        &scene.refused(1, &accommodated),
        &[
            "cid.cost was raised on r1, and the text has not changed since",
            "plenary revise",
        ],
    );
    let named = |revision: &'static str| [&accommodated[..], &["--revision", revision]].concat();
    said(&scene.refused(1, &named("r1")), &["r1 is no later text"]);
    said(
        &scene.refused(2, &named("r7")),
        &["retention has no revision r7"],
    );
    let stands = [
        "dispose",
        "cid.cost",
        "stands",
        "--reason",
        "x",
        "--revision",
        "r1",
    ];
    said(&scene.refused(2, &stands), &["cid.cost is not"]);
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
    said(
        &scene.ok(&["show", "cid.cost"]),
        &["Disposed of as accommodated in r3 by maya"],
    );

    scene.write(
        &at("objections/dee.web.toml"),
        "about = \"a\"\nproblem = \"p\"\nresolve = \"r\"\n",
    );
    scene.commit("From a web editor", "2026-05-01T09:30:00Z");
    let web = ["dispose", "dee.web", "accommodated", "--reason", "Done."];
    said(
        &scene.refused(2, &web),
        &["does not say on which text", "--revision"],
    );
    scene.ok(&[&web[..], &["--revision", "r3"]].concat());
}

#[test]
fn grounds_are_asked_for_by_name() {
    let scene = body::called("policy");
    object(&scene);
    for (value, ground) in [
        ("set-aside", "on what ground it does not bear on the merits"),
        ("out-of-scope", "on what ground the group may not decide it"),
    ] {
        said(
            &scene.refused(2, &["dispose", "cid.cost", value]),
            &[ground, "--reason"],
        );
    }
}

#[test]
fn whoever_objected_does_not_dispose_while_somebody_else_can() {
    let scene = body::called("policy");
    raise(&scene, "maya", "haste");
    let dispose = ["dispose", "maya.haste", "stands", "--reason", "So be it."];
    said(
        &scene.refused(1, &dispose),
        &[
            "maya.haste is your own objection",
            "it is the turn of idris:",
        ],
    );
    let status = scene.ok(&["status", "retention"]);
    said(&status, &["answer maya.haste. Turn of maya, idris or ann"]);
    scene.ok(&[&dispose[..], &["--as", "idris"]].concat());

    let alone = proposed_under("chair = [\"maya\"]\n", "");
    raise(&alone, "maya", "haste");
    alone.ok(&dispose);
    assert_eq!(shown(&alone, "maya.haste", "/disposition/by"), "maya");
}

#[test]
fn a_track_may_name_others_to_dispose_and_editors_respond() {
    let roles = "chair = [\"maya\", \"idris\"]\nombud = [\"eve\"]\neditor = [\"ben\"]\n";
    let scene = proposed_under(roles, "disposes = \"ombud\"\n");
    object(&scene);
    said(
        &scene.refused(1, &["respond", "cid.cost", "No.", "--as", "dee"]),
        &["it is the turn of maya, idris, ann or ben"],
    );
    scene.ok(&["respond", "cid.cost", "Yes.", "--as", "ben"]);
    let dispose = ["dispose", "cid.cost", "stands", "--reason", "x", "--as"];
    said(
        &scene.refused(1, &[&dispose[..], &["ben"]].concat()),
        &[
            "only a chair, or a holder of ombud, may",
            "the turn of maya, idris or eve",
        ],
    );
    scene.ok(&[&dispose[..], &["eve"]].concat());
    said(
        &scene.refused(1, &[&dispose[..], &["maya"]].concat()),
        &[
            "eve disposed of cid.cost as stands on 2026-05-01",
            "plenary reopen cid.cost",
        ],
    );
}

#[test]
fn a_reopened_objection_is_open_until_it_has_a_later_response() {
    let mut scene = body::called("policy");
    object(&scene);
    let reopen = ["reopen", "cid.cost", "--reason", "New figures."];
    let reopened = [&reopen[..], &["--evidence", LINK]].concat();
    said(
        &scene.refused(1, &reopened),
        &["cid.cost was not disposed of"],
    );
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
    said(&scene.refused(2, &reopen), &["--evidence"]);
    said(
        &scene.refused(2, &[&reopen[..], &["--evidence", " "]].concat()),
        &["the new information is empty"],
    );
    said(
        &scene.refused(1, &[&reopened[..], &["--as", "dee"]].concat()),
        &[
            "dee neither raised cid.cost",
            "the turn of cid, maya or idris",
        ],
    );
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
    assert_eq!(shown(&scene, "cid.cost", "/state"), "open, no response");
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
    said(
        &scene.refused(1, &reply),
        &["no response to reply to since it was reopened"],
    );
    said(
        &scene.refused(1, &["respond", "cid.cost", "At once."]),
        &[
            "cid.cost was reopened at 2026-05-04T09:00:00Z",
            "look at the clock",
        ],
    );
    scene.now("2026-05-05T09:00:00Z");
    scene.ok(&["respond", "cid.cost", "These figures are of another year."]);
    assert_eq!(
        shown(&scene, "cid.cost", "/state"),
        "answered, no reply since"
    );
    let page = scene.ok(&["show", "cid.cost"]);
    let order = [
        "It is cheap.",
        "Reopened by cid",
        "set-aside before",
        LINK,
        "another year",
    ];
    let places: Vec<_> = order.iter().map(|words| page.find(words)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{page}"
    );
    scene.ok(&reply);
    assert_eq!(shown(&scene, "cid.cost", "/state"), "answered, satisfied");
    let own = scene.read(&at("objections/cid.cost.toml"));
    said(&own, &["answer-at = 2026-05-05T09:00:00Z"]);
    assert!(!own.contains("Good."), "{own}");
    said(&scene.ok(&["check"]), &["No faults found."]);
}

#[test]
fn what_was_taken_back_or_decided_is_not_reopened() {
    let mut scene = body::called("policy");
    object(&scene);
    raise(&scene, "dee", "cost");
    scene.ok(&["reply", "dee.cost", "withdrawn", "--as", "dee"]);
    let reopen = |id: &'static str| ["reopen", id, "--reason", "x", "--evidence", LINK];
    said(
        &scene.refused(1, &reopen("dee.cost")),
        &[
            "dee.cost was taken back by its objector",
            "plenary object retention",
        ],
    );
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
    said(
        &scene.refused(1, &reopen("cid.cost")),
        &["retention was decided"],
    );
    said(
        &scene.refused(1, &["join", "cid.cost", "--as", "ben"]),
        &["retention was decided"],
    );
}

#[test]
fn duplicates_are_one_objection_of_all_who_raised_or_joined_them() {
    let scene = body::called("policy");
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
    said(
        &scene.ok(&["status", "retention"]),
        &["3 in 2 groups", "duplicate of cid.cost"],
    );
    assert_eq!(tallied(&scene, "/objections/maintained"), 2);
    said(
        &scene.refused(1, &fold("eve.cost", "dee.cost")),
        &[
            "dee.cost is itself a duplicate of cid.cost",
            "--of cid.cost",
        ],
    );
    said(
        &scene.refused(1, &fold("cid.cost", "eve.cost")),
        &[
            "dee.cost is a duplicate of cid.cost",
            "plenary dispose eve.cost duplicate --of cid.cost",
        ],
    );
    said(
        &scene.refused(1, &["join", "dee.cost", "--as", "idris"]),
        &["plenary join cid.cost"],
    );
    scene.ok(&[
        "dispose",
        "cid.cost",
        "stands",
        "--reason",
        "Nobody knows better.",
    ]);
    said(
        &scene.ok(&["show", "dee.cost"]),
        &["It is part of cid.cost since, and ends as that does: cid.cost is stands."],
    );
}

#[test]
fn an_original_must_be_able_to_carry_its_duplicate_on() {
    let scene = body::called("policy");
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
    for (of, why) in [
        (
            "eve.aside",
            "eve.aside is a comment, which holds nothing up",
        ),
        ("dee.cost", "dee.cost was withdrawn"),
        ("zed.cost", "zed.cost is by nobody on the roster"),
    ] {
        let fold = [
            "dispose",
            "cid.cost",
            "duplicate",
            "--reason",
            "x",
            "--of",
            of,
        ];
        said(
            &scene.refused(1, &fold),
            &[why, "cid.cost would count no longer"],
        );
    }
}

#[test]
fn an_objector_who_says_nothing_is_shown_with_how_long() {
    let mut scene = body::called("policy");
    object(&scene);
    scene.ok(&["respond", "cid.cost", "It is cheap."]);
    scene.now("2026-05-05T11:00:00Z");
    let status = scene.ok(&["status", "retention"]);
    said(
        &status,
        &[
            "answered 2 d 2 h ago, no reply since",
            "dispose of cid.cost, which was answered 2 d 2 h ago and has no reply since",
        ],
    );
    assert_eq!(tallied(&scene, "/objections/undisposed"), 1);
}

#[test]
fn prose_may_come_from_files() {
    let mut scene = body::called("policy");
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
        let output = scene.plenary(&["check", "--worktree", "--format", "lines"]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).expect("text")
    };
    let faults = found(&scene);
    assert_eq!(faults.matches("S120").count(), 3, "{faults}");
    said(
        &faults,
        &["dee.cost, of which this is said to be a duplicate, is itself one of cid.cost"],
    );
    // Nobody is credited in a circle, and nothing hangs.
    let (report, _) = scene.json(&["tally", "retention", "--worktree"]);
    assert_eq!(report["objections"]["dispositions"]["duplicate"], 3);

    scene.write(
        &handling("cid.cost"),
        &ended("accommodated", "revision = \"r4\""),
    );
    scene.write(&handling("dee.cost"), "[[reopening]]\nby = \"zed\"\nat = 2026-05-03T10:00:00Z\nreason = \"x\"\nevidence = \"y\"\n");
    let faults = found(&scene);
    said(
        &faults,
        &[
            "the proposal has no revision r4",
            "revision = \"r1\" is its last",
            "\"zed\"",
        ],
    );
    assert!(!faults.contains("itself one of"), "{faults}");
}

/// The commands in the blocks of a page, each as its words.
fn commands(page: &str) -> Vec<Vec<String>> {
    let blocks = page.split("```").skip(1).step_by(2);
    let lines = blocks.flat_map(str::lines);
    let ours = lines.filter_map(|line| line.strip_prefix("plenary "));
    ours.map(|line| {
        // Every second part stands between quotation marks.
        let parts = line.split('"').enumerate();
        parts
            .flat_map(|(n, part)| match n % 2 {
                0 => part.split_whitespace().map(str::to_owned).collect(),
                _ => vec![part.to_owned()],
            })
            .collect()
    })
    .collect()
}

#[test]
fn the_guide_to_objections_can_be_typed() {
    let page = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/how-to/answer-objections.md"
    );
    let page = std::fs::read_to_string(page).expect("the guide");
    let commands = commands(&page);
    assert_eq!(commands.len(), 19);
    let mut scene = body::proposed("policy");
    let mut last = String::new();
    for (n, words) in commands.iter().enumerate() {
        scene.now(&format!("2026-05-{:02}T09:00:00Z", n + 2));
        if words[0] == "revise" {
            scene.write(&at("text.md"), "A text with an exemption.\n");
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        last = scene.ok(&words);
    }
    assert_eq!(tallied(&scene, "/objections/undisposed"), 0);
    let ended = serde_json::json!({"outweighed": 1, "out-of-scope": 1, "duplicate": 1});
    assert_eq!(tallied(&scene, "/objections/dispositions"), ended);
    assert_eq!(
        shown(&scene, "cid.storage", "/joined-by"),
        serde_json::json!(["ben", "dee"])
    );
    said(
        &last,
        &[
            "reopened by cid",
            "disposed of as accommodated in r2 by maya",
            "Nothing remains",
        ],
    );
    // Every disposition that there is has its line in the table.
    for (word, _) in plenary::record::handling::Value::WORDS {
        said(&page, &[&format!("| `{word}` | ")]);
    }
}
