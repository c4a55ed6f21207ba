//! Tests tasks: every screen gives the same answer, it names the participants who can act, and the command works in
//! the state in which it is printed.

use serde_json::Value;

use crate::body::{self, at, give, object};
use crate::room::room;
use crate::scene::Scene;

const DECIDE: [&str; 5] = [
    "decide",
    "retention",
    "--designation",
    "consensus",
    "--sign-off",
];

/// What `mine` says that a participant must do.
fn of(scene: &Scene, who: &str) -> Vec<Value> {
    let (mine, _) = scene.json(&["mine", "--for", who]);
    mine["needs"].as_array().expect("a list").clone()
}

fn next(scene: &Scene) -> Vec<Value> {
    let (status, _) = scene.json(&["status", "retention"]);
    status["next"].as_array().expect("a list").clone()
}

fn kinds(tasks: &[Value]) -> Vec<&str> {
    tasks
        .iter()
        .filter_map(|task| task["kind"].as_str())
        .collect()
}

/// Adds words to a file, and commits it.
fn add(scene: &Scene, path: &str, more: &str, at: &str) {
    scene.write(path, &(scene.read(path) + more));
    scene.commit("Say more", at);
}

fn supported(scene: &Scene) {
    let support = ["maya", "ann", "ben", "dee"].map(|who| (who, "support"));
    give(scene, &support);
}

#[test]
fn every_report_shows_a_task_in_one_shape() {
    let scene = room();
    let keys = |task: &Value| -> Vec<String> {
        let task = task.as_object().expect("a task");
        let mut keys: Vec<String> = task.keys().cloned().collect();
        keys.sort();
        keys
    };
    let shape = [
        "call",
        "choices",
        "class",
        "command",
        "due",
        "kind",
        "overdue",
        "proposal",
        "since",
        "subject",
        "weight",
        "what",
        "who",
        "who-in-words",
    ];
    let mut seen = 0;
    for (arguments, pointer) in [
        (&["status", "retention"][..], "/next/0"),
        (&["mine", "--for", "ben"], "/needs/0"),
        (&["due"], "/coming/0"),
        (&["due"], "/overdue/0"),
        (&["due"], "/undated/0"),
        (&["board"], "/proposals/0/next"),
        (&["agenda", "--date", "2026-05-20"], "/due/0"),
        (&["trace", "cid.cost"], "/waits-for"),
    ] {
        let (report, _) = scene.json(arguments);
        assert_eq!(report["format"], 2, "{arguments:?}");
        let task = report.pointer(pointer);
        let task = task.unwrap_or_else(|| panic!("{arguments:?} {pointer}: {report}"));
        assert_eq!(keys(task), shape, "{arguments:?}");
        seen += 1;
    }
    assert_eq!(seen, 8);
    let (ready, _) = scene.json(&["ready", "backups"]);
    assert_eq!(ready["format"], 2);
    let dispose = &next(&scene)[0];
    assert_eq!(dispose["kind"], "dispose");
    assert_eq!(dispose["subject"]["id"], "cid.cost");
    assert_eq!(dispose["who"], serde_json::json!(["maya", "idris"]));
    let typed = [
        "plenary", "dispose", "cid.cost", "VALUE", "--reason", "REASON",
    ];
    assert_eq!(dispose["command"]["argv"], serde_json::json!(typed));
    assert_eq!(dispose["command"]["text"], typed.join(" "));
    assert_eq!(dispose["choices"][0], "accommodated");
}

#[test]
fn a_milestone_of_a_decided_proposal_is_overdue_nowhere() {
    let mut scene = body::proposed("policy");
    let milestone = "\n[[milestone]]\nname = \"built\"\ndue = 2026-05-20T00:00:00Z\n";
    add(
        &scene,
        &at("proposal.toml"),
        milestone,
        "2026-05-01T10:00:00Z",
    );
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    supported(&scene);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&DECIDE);
    scene.now("2026-06-01T10:00:00Z");
    let (board, _) = scene.json(&["board"]);
    let line = &board["proposals"][0];
    assert_eq!(line["overdue"], false);
    assert_eq!(line["milestones"][0]["overdue"], false);
    assert!(!scene.ok(&["board"]).contains("OVERDUE"));
    assert_eq!(scene.json(&["due"]).0["overdue"], serde_json::json!([]));
}

#[test]
fn a_pending_position_ends_with_its_call() {
    let mut scene = body::called("policy");
    let hold = ["hold", "retention", "--until", "2026-05-05T09:00Z"];
    scene.ok(&[&hold[..], &["--as", "ben"]].concat());
    scene.now("2026-05-06T09:00:00Z");
    let (board, _) = scene.json(&["board"]);
    assert_eq!(board["proposals"][0]["overdue"], true);
    scene.ok(&["call", "withdraw", "retention", "--reason", "Too early."]);
    scene.now("2026-05-07T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-20T09:00Z"]);
    scene.now("2026-05-08T09:00:00Z");
    let (board, _) = scene.json(&["board"]);
    assert_eq!(board["proposals"][0]["overdue"], false);
    assert_eq!(scene.json(&["due"]).0["overdue"], serde_json::json!([]));
    assert_eq!(kinds(&of(&scene, "ben")), ["position-again"]);
}

#[test]
fn a_requirement_of_days_waits_for_a_day_and_asks_nobody_for_a_position() {
    let mut scene = body::proposed("policy");
    let gate = "\n[[track.policy.gate]]\nname = \"time\"\nwhen = \"days-open >= 10\"\n";
    add(&scene, "charter.toml", gate, "2026-05-01T10:00:00Z");
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-14T09:00Z"]);
    supported(&scene);
    scene.now("2026-05-06T12:00:00Z");
    let tasks = next(&scene);
    let named = |task: &&Value| task["subject"]["name"] == "time";
    let waits = tasks.iter().find(named).expect("the requirement");
    assert_eq!(waits["kind"], "requirement");
    assert_eq!(waits["weight"], "waiting");
    assert_eq!(waits["due"], "2026-05-12T09:00:00Z");
    assert_eq!(waits["who"], serde_json::json!([]));
    assert_eq!(waits["command"], Value::Null);
    let (ready, _) = scene.json(&["ready", "retention"]);
    let lines = ready["lines"].as_array().expect("a list");
    let line = lines
        .iter()
        .find(|line| line["task"]["subject"]["name"] == "time");
    assert_eq!(line.expect("its line")["stands"], "waits");
    scene.ok(&["status", "retention"]);
    scene.now("2026-05-12T09:00:00Z");
    assert!(!next(&scene).iter().any(|task| named(&task)));
}

#[test]
fn after_the_close_nobody_is_asked_for_a_position() {
    let mut scene = body::called("policy");
    give(&scene, &[("maya", "support"), ("ann", "accept")]);
    let open = next(&scene);
    for kind in ["breadth", "call-closes", "requirement"] {
        assert!(kinds(&open).contains(&kind), "{kind}: {open:?}");
    }
    scene.now("2026-05-12T10:00:00Z");
    let over = next(&scene);
    assert_eq!(kinds(&over), ["requirement", "decision"]);
    // What the quorum lacks can only be judged now.
    assert_eq!(over[0]["who"], serde_json::json!(["maya", "idris"]));
    let (ready, _) = scene.json(&["ready", "retention"]);
    for text in [ready.to_string(), scene.ok(&["status", "retention"])] {
        assert!(!text.contains("plenary position"), "{text}");
    }
    for who in ["ben", "cid", "dee", "eve"] {
        assert_eq!(of(&scene, who), [] as [Value; 0], "{who}");
    }
}

#[test]
fn nobody_is_told_to_answer_their_own_objection() {
    let scene = body::called("policy");
    let own = [
        "object",
        "retention",
        "--about",
        "cost",
        "--problem",
        "It costs.",
    ];
    let rest = ["--resolve", "Less.", "--id", "cost", "--as", "ann"];
    scene.ok(&[&own[..], &rest].concat());
    let respond = next(&scene)[0].clone();
    assert_eq!(respond["kind"], "respond");
    assert_eq!(respond["who"], serde_json::json!(["maya", "idris"]));
    assert!(!kinds(&of(&scene, "ann")).contains(&"respond"));
    assert!(kinds(&of(&scene, "idris")).contains(&"respond"));
}

#[test]
fn whose_position_is_not_counted_is_told_when_it_is_recorded() {
    let scene = body::called("policy");
    scene.tell("tasks/whose_position_is_not_counted_is_told_when_it_is_recorded");
    // A note more than for those who are counted.
    let given = |who: &str, value: &str| {
        let printed = scene.ok(&["position", "retention", value, "--as", who]);
        printed.lines().count()
    };
    let counted = given("dee", "support");
    assert!(given("obs", "support") > counted);
    assert!(given("alt", "support") > counted);
    assert_eq!(given("eve", "support"), counted);
    assert!(given("alt", "accept") > counted);
    assert_eq!(given("ben", "support"), counted);
}

#[test]
fn no_name_is_taken_for_a_word_of_a_sentence() {
    let scene = body::called("policy");
    for who in ["answered", "members", "those"] {
        let path = format!("participants/{who}.toml");
        scene.write(
            &path,
            &format!("name = \"{who}\"\ngroup = \"north\"\nstanding = [\"observer\"]\n"),
        );
    }
    scene.commit("More observers", "2026-05-03T09:00:00Z");
    object(&scene);
    for who in ["answered", "members", "those"] {
        assert_eq!(of(&scene, who), [] as [Value; 0], "{who}");
    }
}

#[test]
fn a_placeholder_that_nobody_filled_in_records_nothing() {
    let scene = body::called("policy");
    object(&scene);
    let before = scene.git(&["rev-parse", "HEAD"]);
    for line in [
        &["respond", "cid.cost", "TEXT"][..],
        &["dispose", "cid.cost", "set-aside", "--reason", "REASON"],
        &["position", "retention", "VALUE"],
        &["propose", "TITLE", "--text", ".git/draft.md"],
        &["participant", "set", "ann", "--interests", "TEXT"],
        &["call", "withdraw", "retention", "--reason", "REASON"],
        &["minority", "retention", "--text", "TEXT"],
    ] {
        let output = scene.plenary(line);
        assert!(!output.status.success(), "{line:?}");
        assert_eq!(scene.git(&["rev-parse", "HEAD"]), before, "{line:?}");
    }
}

/// What a test types in the place of each placeholder.
fn filled(word: &str, choice: &str) -> String {
    let typed = match word {
        "VALUE" | "LEVEL" => choice,
        "TIME" => "2026-05-30T09:00Z",
        "GROUP" => "south",
        "GROUND" => "process",
        "NAME" => "maya",
        "FILE" => ".git/draft.md",
        "REASON" | "TEXT" => "Words of a test.",
        "TITLE" => "Another",
        word => return word.replace("=REASON", "=Words of a test."),
    };
    typed.to_owned()
}

/// Types what a task prints, as `who`: unchanged it records nothing unless nothing was to be filled
/// in; with one of its choices it is taken.
fn is_taken(scene: &Scene, who: &str, task: &Value) {
    let Some(argv) = task["command"]["argv"].as_array() else {
        return;
    };
    let words: Vec<&str> = argv.iter().skip(1).filter_map(Value::as_str).collect();
    let choices = task["choices"].as_array().expect("a list");
    let mut choices: Vec<&str> = choices.iter().filter_map(Value::as_str).collect();
    choices.push("");
    let has_blanks = words.iter().any(|word| filled(word, "x") != **word);
    if has_blanks {
        let copy = scene.copy();
        let before = copy.git(&["rev-parse", "HEAD"]);
        copy.plenary(&[&words[..], &["--as", who]].concat());
        assert_eq!(
            copy.git(&["rev-parse", "HEAD"]),
            before,
            "{words:?} was recorded"
        );
    }
    let mut told = String::new();
    for choice in choices {
        let typed: Vec<String> = words.iter().map(|word| filled(word, choice)).collect();
        let typed = typed.iter().map(String::as_str);
        let more = match words[0] {
            "dispose" if choice == "outweighed" => vec!["--alternatives", "None."],
            "revise" => vec!["--text", ".git/another.md", "--material"],
            "decide" => vec!["--reason", "Words of a test."],
            _ => Vec::new(),
        };
        let all: Vec<&str> = typed.chain(more).chain(["--as", who]).collect();
        let copy = scene.copy();
        copy.write(".git/another.md", "Another text.\n");
        let output = copy.plenary(&all);
        if output.status.success() {
            return;
        }
        told.push_str(&format!(
            "{all:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    panic!("{who} is told {words:?}, and no choice is taken: {told}");
}

/// Every task of everybody, typed by the first who is told it.
fn all_are_taken(scene: &Scene) -> usize {
    let mut typed: Vec<String> = Vec::new();
    for (who, _) in body::ROSTER {
        for task in of(scene, who) {
            let key = format!("{} {}", task["kind"], task["command"]["text"]);
            if !typed.contains(&key) {
                is_taken(scene, who, &task);
                typed.push(key);
            }
        }
    }
    typed.len()
}

#[test]
fn what_a_room_full_of_tasks_prints_is_taken() {
    let scene = room();
    scene.write(".git/draft.md", "A text.\n");
    let typed = all_are_taken(&scene);
    assert!(typed >= 8, "{typed}");
}

#[test]
fn what_a_call_prints_is_taken_from_its_opening_to_its_decision() {
    let mut scene = body::proposed("policy");
    let mut typed = all_are_taken(&scene);
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    object(&scene);
    typed += all_are_taken(&scene);
    scene.ok(&["respond", "cid.cost", "It will cost less.", "--as", "ann"]);
    supported(&scene);
    typed += all_are_taken(&scene);
    scene.now("2026-05-12T10:00:00Z");
    typed += all_are_taken(&scene);
    scene.ok(&[
        "dispose",
        "cid.cost",
        "set-aside",
        "--reason",
        "Another text.",
    ]);
    typed += all_are_taken(&scene);
    scene.ok(&DECIDE);
    typed += all_are_taken(&scene);
    assert!(typed >= 8, "{typed}");
}

#[test]
fn after_the_close_a_disposition_leads_to_nothing_that_is_refused() {
    let mut scene = body::called("policy");
    scene.tell("tasks/after_the_close_a_disposition_leads_to_nothing_that_is_refused");
    object(&scene);
    supported(&scene);
    scene.now("2026-05-12T10:00:00Z");
    let dispose = ["dispose", "cid.cost", "accommodated", "--reason", "Met."];
    let hint = scene.refused(1, &dispose);
    assert!(!hint.contains("plenary revise"), "{hint}");
}
