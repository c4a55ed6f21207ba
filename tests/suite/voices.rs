//! Tests what is said and not counted: the advice of people without a seat, rules about it, its screens, and the
//! decision that records it.

use crate::body::{self, at, give};
use crate::scene::Scene;

/// The body with two requirements on the track `policy`: an adviser in the south was asked, and each comment has an
/// answer. Its call is open; two members agree.
fn heard() -> Scene {
    let mut scene = body::founded();
    let charter = scene.read("charter.toml");
    let gates = "[[track.policy.gate]]\nname = \"advisers-asked\"\nwhen = \"asked >= 1 in group south\"\n\n\
                 [[track.policy.gate]]\nname = \"comments-answered\"\nwhen = \"unanswered-comments == 0\"\n\n\
                 [[track.policy.level]]\n";
    scene.write(
        "charter.toml",
        &charter.replacen("[[track.policy.level]]\n", gates, 1),
    );
    scene.commit("Hear advisers", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md", "--track"];
    scene.ok(&[&draft[..], &["policy", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    give(
        &scene,
        &[
            ("ann", "accept"),
            ("ben", "accept"),
            ("eve", "accept"),
            ("dee", "accept"),
        ],
    );
    scene
}

/// A comment of the observer, who has no seat.
fn commented(scene: &Scene) {
    let comment = ["comment", "retention", "--about", "cost", "--problem"];
    scene.ok(&[&comment[..], &["Who pays?", "--id", "cost", "--as", "obs"]].concat());
}

#[test]
fn an_adviser_is_asked_and_heard_and_not_counted() {
    let mut scene = heard();
    scene.tell("voices/an_adviser_is_asked_and_heard_and_not_counted");
    scene.refused(1, &["ready", "retention"]);
    scene.ok(&[
        "invite",
        "retention",
        "--for",
        "obs",
        "--record",
        "--as",
        "sec",
    ]);
    scene.ok(&["tally", "retention"]);
    commented(&scene);
    scene.ok(&[
        "position",
        "retention",
        "disagree",
        "--reason",
        "Too dear.",
        "--as",
        "obs",
    ]);
    scene.ok(&["tally", "retention"]);
    scene.refused(1, &["ready", "retention"]);
    scene.ok(&["due"]);
    scene.ok(&["mine", "--as", "maya"]);
    scene.now("2026-05-13T09:00:00Z");
    scene.ok(&["list"]);
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--reason",
        "Four of seven agree.",
    ];
    let decide = [&decide[..], &["--sign-off", "--as", "maya"]].concat();
    scene.refused(1, &decide);
    scene.ok(&["respond", "obs.cost", "The members do.", "--as", "maya"]);
    scene.ok(&decide);
    let decision = scene.read(&at("calls/1/decision.toml"));
    let advice = decision.split("[[advice]]").nth(1).expect("advice");
    let advice = advice
        .split("\n\n")
        .take(2)
        .collect::<Vec<_>>()
        .join("\n\n");
    scene.show(&advice);
    scene.ok(&["verify", "retention"]);
}

/// A requirement of several parts says what each of them needs: letters, and answers to comments.
#[test]
fn a_requirement_of_several_parts_waits_for_each() {
    let mut scene = heard();
    scene.ok(&["call", "withdraw", "retention", "--reason", "Other rules."]);
    let charter = scene.read("charter.toml");
    let (first, second) = (
        "when = \"asked >= 1 in group south\"",
        "when = \"unanswered-comments == 0\"",
    );
    let joined =
        "when = \"asked >= 1 in group south and spoke >= 1 in group south and open-comments == 0\"";
    let charter = charter.replacen(first, joined, 1);
    scene.write(
        "charter.toml",
        &charter.replacen(second, "when = \"seats >= 1\"", 1),
    );
    scene.commit("Join two requirements", "2026-05-03T10:00:00Z");
    scene.now("2026-05-03T11:00:00Z");
    scene.tell("voices/a_requirement_of_several_parts_waits_for_each");
    scene.ok(&["ready", "retention"]);
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-14T09:00Z"]);
    scene.refused(1, &["ready", "retention"]);
    let command = requirement(&scene);
    assert_eq!(command, "plenary invite retention --for obs --record");
    commented(&scene);
    scene.refused(1, &["ready", "retention"]);
    let command = requirement(&scene);
    assert!(
        command.starts_with("plenary dispose obs.cost "),
        "{command}"
    );
    scene.ok(&["mine", "--as", "maya"]);
    scene.ok(&["due"]);
}

/// The command that meets the requirement which is not met.
fn requirement(scene: &Scene) -> String {
    let (ready, _) = scene.json(&["ready", "retention"]);
    let lines = ready["lines"].as_array().expect("lines").iter();
    let mut tasks = lines.map(|line| &line["task"]);
    let task = tasks.find(|task| task["kind"] == "requirement");
    let task = task.expect("a requirement");
    task["command"]["text"]
        .as_str()
        .expect("a command")
        .to_owned()
}

/// What an adviser withdrew, or said would come later, is not advice.
#[test]
fn a_withdrawn_answer_is_not_advice() {
    let scene = heard();
    let advice = || {
        let (tally, _) = scene.json(&["tally", "retention"]);
        tally["advice"].as_array().map_or(0, Vec::len)
    };
    let own = |rest: &[&str]| {
        scene.ok(&[&["position", "retention"], rest, &["--as", "obs"]].concat());
    };
    own(&["disagree", "--reason", "Too dear."]);
    assert_eq!(advice(), 1);
    own(&["--withdraw"]);
    assert_eq!(advice(), 0);
}

/// Comments are closed with words of their own, and a requirement can demand that each is closed.
#[test]
fn a_comment_is_closed_as_changed_or_not() {
    let mut scene = heard();
    let charter = scene.read("charter.toml");
    let closed = charter.replacen("unanswered-comments == 0", "open-comments == 0", 1);
    scene.tell("voices/a_comment_is_closed_as_changed_or_not");
    scene.ok(&["call", "withdraw", "retention", "--reason", "Other rules."]);
    scene.write("charter.toml", &closed);
    scene.commit("Close comments", "2026-05-03T10:00:00Z");
    scene.now("2026-05-03T11:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-14T09:00Z"]);
    commented(&scene);
    scene.ok(&["respond", "obs.cost", "The members do.", "--as", "maya"]);
    scene.refused(1, &["ready", "retention"]);
    scene.ok(&["due"]);
    let end = ["dispose", "obs.cost"];
    let why = ["--reason", "The members pay.", "--as", "maya"];
    let with = |word: &'static str| [&end[..], &[word], &why[..]].concat();
    for word in ["outweighed", "unresolved"] {
        scene.refused(2, &with(word));
    }
    scene.ok(&with("not-changed"));
    scene.ok(&["matrix", "retention"]);
    let (due, _) = scene.json(&["due"]);
    let tasks = due["undated"].as_array().expect("undated").iter();
    let kinds: Vec<_> = tasks.map(|task| task["kind"].clone()).collect();
    assert!(!kinds.contains(&"dispose".into()), "{kinds:?}");
    let object = ["object", "retention", "--about", "a", "--problem", "b"];
    scene.ok(&[
        &object[..],
        &["--resolve", "c", "--id", "dear", "--as", "cid"],
    ]
    .concat());
    let dear = ["dispose", "cid.dear", "not-changed", "--reason", "No."];
    scene.refused(2, &[&dear[..], &["--as", "maya"]].concat());
}

/// A person without a seat is recorded as a visitor: shown, answered, and counted nowhere.
#[test]
fn a_visitor_is_shown_and_answered_and_counts_nowhere() {
    let scene = heard();
    let comment = ["comment", "retention", "--about", "cost", "--problem"];
    let given = ["Who pays?", "--id", "cost", "--as", "sec", "--visitor"];
    let of = |name: &'static str| [&comment[..], &given[..], &[name]].concat();
    scene.tell("voices/a_visitor_is_shown_and_answered_and_counts_nowhere");
    scene.refused(1, &of("Lee Park"));
    let charter = scene.read("charter.toml");
    let visitors = charter.replacen("call-name", "visitors = \"south\"\ncall-name", 1);
    let visitors = match charter == visitors {
        true => charter.replacen("identity", "visitors = \"south\"\nidentity", 1),
        false => visitors,
    };
    assert_ne!(charter, visitors);
    scene.write("charter.toml", &visitors);
    scene.commit("Visitors", "2026-05-03T08:30:00Z");
    let whose = ["--on-behalf", "Customers of a small registrar."];
    let how = ["--evidence", "https://example.org/comments/7"];
    scene.ok(&[&of("Lee Park")[..], &whose, &how].concat());
    scene.ok(&of(""));
    scene.show(&scene.read("participants/lee-park.toml"));
    scene.show(&scene.read(&at("objections/lee-park.cost.toml")));
    scene.ok(&["tally", "retention"]);
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["electorate"]["seats"], 7, "{tally}");
    scene.ok(&[
        "respond",
        "lee-park.cost",
        "The members do.",
        "--as",
        "maya",
    ]);
    scene.ok(&["matrix", "retention"]);
    let (check, _) = scene.json(&["check"]);
    assert_eq!(check["findings"], serde_json::json!([]), "{check}");
    scene.refused(2, &[&of("Ann")[..], &["--for", "ann"]].concat());
}

/// A forum ends with messages that are noted: no screen says that anything was adopted or is in force.
#[test]
fn what_is_noted_is_not_adopted() {
    let mut scene = body::founded();
    let charter = scene.read("charter.toml");
    let settled = "name = \"settled\"\nwhen = \"open-objections == 0 and days-open >= 7\"\noutcome = \"adopted\"";
    assert!(charter.contains(settled));
    let noted = "name = \"received\"\nwhen = \"spoke >= 2 and unanswered-comments == 0\"\noutcome = \"noted\"";
    let charter = charter.replacen(settled, noted, 1);
    let after = "[track.policy]\nafter = \"forum\"\n";
    scene.write(
        "charter.toml",
        &charter.replacen("[track.policy]\n", after, 1),
    );
    scene.commit("Note", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "The messages.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md", "--track"];
    scene.ok(&[&draft[..], &["forum", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    let comment = [
        "comment",
        "retention",
        "--about",
        "all",
        "--problem",
        "So it is.",
        "--as",
    ];
    scene.ok(&[&comment[..], &["obs", "--id", "so"]].concat());
    scene.now("2026-05-13T09:00:00Z");
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["levels"][0]["met"], false, "one participant spoke");
    scene.now("2026-05-11T09:00:00Z");
    scene.ok(&[&comment[..], &["cid", "--id", "so"]].concat());
    for id in ["obs.so", "cid.so"] {
        scene.ok(&["respond", id, "Thank you.", "--as", "ann"]);
    }
    scene.now("2026-05-13T09:00:00Z");
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["levels"][0]["met"], true, "{tally}");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "received",
        "--reason",
    ];
    scene.ok(&[
        &decide[..],
        &["These are the messages.", "--sign-off", "--as", "maya"],
    ]
    .concat());
    for screen in ["status", "show", "list", "decisions", "ready", "balance"] {
        let of_proposal = !["list", "decisions"].contains(&screen);
        let typed: Vec<&str> = std::iter::once(screen)
            .chain(of_proposal.then_some("retention"))
            .collect();
        let shown = scene.plenary(&typed);
        let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
        if screen != "balance" {
            assert!(shown.contains("noted"), "{screen}: {shown}");
        }
        for word in ["adopted", "in force", "agreed"] {
            assert!(!shown.contains(word), "{screen} says {word}: {shown}");
        }
    }
    scene.ok(&["verify", "retention"]);
    // What a forum noted, a council can adopt.
    scene.tell("voices/what_is_noted_is_not_adopted");
    let council = ["call", "open", "retention", "--track", "policy"];
    let closes = ["--closes", "2026-05-23T09:00Z"];
    let same = [&council[..], &closes].concat();
    scene.ok(&[&same[..], &["--dry-run"]].concat());
    // It does so on the same text, unless the charter allows a later one.
    scene.write(".git/later.md", "The messages, with a change.\n");
    scene.ok(&[
        "revise",
        "retention",
        "--text",
        ".git/later.md",
        "--material",
        "--as",
        "ann",
    ]);
    scene.ok(&["status", "retention"]);
    scene.refused(1, &same);
    let charter = scene.read("charter.toml");
    let later =
        "[track.policy]\nafter = { track = \"forum\", outcome = [\"noted\"], text = \"later\" }\n";
    scene.write(
        "charter.toml",
        &charter.replacen("[track.policy]\nafter = \"forum\"\n", later, 1),
    );
    scene.commit("Later", "2026-05-13T08:30:00Z");
    let own = ["--question", "Shall the council adopt these messages?"];
    let own = [&own[..], &["--title", "Messages, in the council"]].concat();
    scene.ok(&[&same[..], &own].concat());
    scene.ok(&["verify", "retention"]);
}

/// A track that comes before another one needs a reason where it does not come before the proposal's own.
#[test]
fn the_first_of_several_tracks_is_not_the_first_of_others() {
    let scene = body::founded();
    let charter = scene.read("charter.toml");
    let after = "[track.policy]\nafter = \"forum\"\n";
    let charter = charter.replacen("[track.policy]\n", after, 1);
    scene.write("charter.toml", &charter);
    scene.commit("Order the tracks", "2026-05-01T08:30:00Z");
    scene.write(".git/draft.md", "A text.\n");
    for (id, track) in [("one", "policy"), ("two", "hall")] {
        let draft = ["propose", id, "--text", ".git/draft.md", "--track", track];
        scene.ok(&[&draft[..], &["--as", "ann"]].concat());
    }
    let open = |id| {
        let call = ["call", "open", id, "--track", "forum"];
        [&call[..], &["--closes", "2026-05-12T09:00Z"]].concat()
    };
    scene.ok(&[&open("one")[..], &["--dry-run"]].concat());
    scene.refused(2, &open("two"));
}

/// A further call says what changed since the last one, and the charter can demand that something did.
#[test]
fn a_further_call_says_what_changed() {
    let mut scene = body::called("policy");
    scene.tell("voices/a_further_call_says_what_changed");
    let charter = scene.read("charter.toml");
    let demands = "[track.policy]\nfurther-call = \"changed\"\n";
    let demands = charter.replacen("[track.policy]\n", demands, 1);
    let object = ["object", "retention", "--about", "a", "--problem", "b"];
    scene.ok(&[
        &object[..],
        &["--resolve", "c", "--id", "dear", "--as", "cid"],
    ]
    .concat());
    give(
        &scene,
        &[
            ("ann", "accept"),
            ("ben", "disagree"),
            ("eve", "disagree"),
            ("dee", "abstain"),
        ],
    );
    scene.now("2026-06-13T09:00:00Z");
    let dispose = ["dispose", "cid.dear", "unresolved", "--reason", "No."];
    scene.ok(&[&dispose[..], &["--as", "maya"]].concat());
    let decide = [
        "decide",
        "retention",
        "--reason",
        "Not now.",
        "--as",
        "maya",
    ];
    scene.ok(&[&decide[..], &["--designation", "divided", "--sign-off"]].concat());
    scene.write("charter.toml", &demands);
    scene.commit("Demand a change", "2026-06-13T08:30:00Z");
    scene.now("2026-06-14T09:00:00Z");
    let again = ["call", "open", "retention", "--closes", "2026-06-25T09:00Z"];
    scene.refused(1, &again);
    scene.refused(1, &["ready", "retention"]);
    by_hand(&scene);
    scene.ok(&[
        "participant",
        "add",
        "new-person",
        "--name",
        "New Person",
        "--group",
        "north",
        "--as",
        "sec",
    ]);
    scene.ok(&again);
    scene.ok(&["status", "retention"]);
}

/// A call that is written by hand, on a branch of its own, follows the same rule.
fn by_hand(scene: &Scene) {
    let base = scene.git(&["rev-parse", "HEAD"]);
    let base = base.trim();
    let first = scene.read(&at("calls/1/call.toml"));
    let again = |line: &str| match line.split(" = ").next() {
        Some("opens") => "opens = 2026-06-14T09:00:00Z".to_owned(),
        Some("closes") => "closes = 2026-06-25T09:00:00Z".to_owned(),
        Some("frozen") => format!("frozen = \"{base}\""),
        _ => line.to_owned(),
    };
    let lines = first.lines().take_while(|line| !line.starts_with('['));
    let lines: Vec<String> = lines.map(again).collect();
    scene.git(&["checkout", "-q", "-b", "by-hand"]);
    scene.write(
        &at("calls/2/call.toml"),
        &format!("{}\n", lines.join("\n").trim_end()),
    );
    scene.commit("Ask again by hand", "2026-06-14T09:00:00Z");
    let change = format!("{base}...HEAD");
    let (found, _) = scene.json(&["check", "--changed", &change]);
    let found = found["findings"].as_array().expect("findings").clone();
    assert!(found.iter().any(|it| it["code"] == "P224"), "{found:?}");
    scene.refused(1, &["verify"]);
    scene.git(&["checkout", "-q", "main"]);
}

/// A translation is pinned to a revision, and shown as one of an earlier revision when the text has changed.
#[test]
fn a_translation_is_of_a_revision() {
    let scene = body::called("policy");
    scene.tell("voices/a_translation_is_of_a_revision");
    scene.write(".git/fr.md", "Le premier texte.\n");
    let translate = ["translate", "retention", "--text", ".git/fr.md"];
    let fr = [
        "--language",
        "fr",
        "--question",
        "Le groupe adopte-t-il la règle ?",
    ];
    let fr = [&translate[..], &fr, &["--as", "ann"]].concat();
    scene.ok(&fr);
    scene.ok(&["call", "notice", "retention"]);
    scene.ok(&fr);
    scene.refused(1, &[&fr[..fr.len() - 1], &["cid"]].concat());
    let bad = [&translate[..], &["--language", "f_r", "--as", "ann"]].concat();
    scene.refused(2, &bad);
    let withdraw = ["call", "withdraw", "retention", "--reason", "Another text."];
    scene.ok(&withdraw);
    scene.write(".git/later.md", "The second text.\n");
    let revise = [
        "revise",
        "retention",
        "--text",
        ".git/later.md",
        "--material",
    ];
    scene.ok(&[&revise[..], &["--as", "ann"]].concat());
    scene.ok(&["show", "retention"]);
    let (show, _) = scene.json(&["show", "retention"]);
    assert!(show.to_string().contains("\"behind\":true"), "{show}");
    scene.write(&at("text.fr.md"), "Autre chose.\n");
    scene.commit("Change a translation", "2026-05-03T12:00:00Z");
    let (check, _) = scene.json(&["check"]);
    assert_eq!(check["findings"][0]["code"], "S150", "{check}");
}
