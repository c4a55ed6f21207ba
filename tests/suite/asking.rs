//! Tests prompts in a terminal: the program asks for what is missing, and a person who cancels writes nothing.

mod confirm;
mod somebody;
#[cfg(target_os = "linux")]
mod terminal;

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use plenary::cli::world::Edited;
use plenary::value::clock::Instant;
use somebody::Somebody;

use crate::body::{self, at, said};
use crate::scene::{Scene, hermetic};

const HANDLING: &str = "proposals/retention/handling/cid.cost.toml";

fn objected() -> Scene {
    let scene = body::called("policy");
    body::object(&scene);
    scene
}

#[test]
fn a_position_is_asked_for() {
    let scene = body::called("policy");
    scene.tell("asking/a_position_is_asked_for");
    let mut ann = Somebody::types(&["retire", "ret", "acc", "It is workable."]);
    ann.ok(&scene, &["position", "--as", "ann"]);
    let written = scene.read(&at("positions/ann.toml"));
    said(&written, &["\"accept\"", "It is workable."]);
    let mut ben = Somebody::types(&["1", "1", ""]);
    ben.ok(&scene, &["position", "--as", "ben"]);
    let written = scene.read(&at("positions/ben.toml"));
    assert!(!written.contains("reason"), "{written}");
    let mut dee = Somebody::types(&["e"]).writes("# One\n\nIt is *workable*.");
    dee.types.insert(0, "sup".to_owned());
    dee.ok(&scene, &["position", "retention", "--as", "dee"]);
    let written = scene.read(&at("positions/dee.toml"));
    said(&written, &["# One\n\nIt is *workable*."]);
    scene.ok(&["check"]);
}

#[test]
fn whoever_has_said_everything_is_asked_nothing() {
    let scene = body::called("policy");
    scene.tell("asking/whoever_has_said_everything_is_asked_nothing");
    let mut ann = Somebody::types(&[]);
    let asked = ann.ok(&scene, &["position", "ret", "accept", "--as", "ann"]);
    assert_eq!(asked, "", "nothing was missing");
    let mut nobody = Somebody::types(&["retention"]);
    let tally = nobody.asked(&scene, &["tally"]);
    assert_eq!(tally.code, "2");
    assert_eq!(
        tally.left_over, 1,
        "a command that does not ask says what is missing"
    );
}

#[test]
fn whoever_leaves_has_written_nothing() {
    let scene = objected();
    let leaves = |lines: &[&str], arguments: &[&str]| {
        Somebody::types(lines).leaves(&scene, arguments);
        // Enter alone cancels, if it does not mean anything else.
        if arguments.first() != Some(&"decide") {
            Somebody::types(&[lines, &[""]].concat()).asked(&scene, arguments);
        }
    };
    let before = scene.everything();
    leaves(&[], &["position", "--as", "ann"]);
    leaves(&["retention"], &["position", "--as", "ann"]);
    leaves(&[], &["object", "--as", "ann"]);
    leaves(&["retention"], &["object", "--as", "ann"]);
    leaves(&[], &["respond"]);
    leaves(&[], &["dispose"]);
    leaves(&["cid.cost"], &["dispose"]);
    leaves(&[], &["propose"]);
    leaves(&["Another"], &["propose"]);
    leaves(&["Another", "policy"], &["propose"]);
    leaves(&[], &["participant", "add"]);
    leaves(&["new-one"], &["participant", "add"]);
    leaves(&["new-one", "New One"], &["participant", "add"]);
    leaves(&[], &["call", "open"]);
    leaves(&[], &["decide"]);
    assert!(scene.everything() == before, "something was written");
    scene.tell("asking/whoever_leaves_has_written_nothing");
    Somebody::types(&["", "retention"]).leaves(&scene, &["position", "--as", "ann"]);
}

#[test]
fn a_response_is_written_in_the_editor() {
    let scene = objected();
    scene.tell("asking/a_response_is_written_in_the_editor");
    let mut maya = Somebody::types(&["1"]).edits(|file| {
        let page = std::fs::read_to_string(file)?;
        said(&page, &["cid.cost", "retention", "It costs."]);
        std::fs::write(file, format!("# Less\n\nr2 lowers it.\n{page}"))?;
        Ok(Edited::Saved)
    });
    maya.ok(&scene, &["respond"]);
    let handling = scene.read(HANDLING);
    said(&handling, &["# Less\n\nr2 lowers it.\n"]);
    assert!(!handling.contains(">8"), "{handling}");
    assert!(!handling.contains("It costs."), "{handling}");
}

#[test]
fn an_editor_that_saves_nothing_records_nothing() {
    let scene = objected();
    scene.tell("asking/an_editor_that_saves_nothing_records_nothing");
    let respond = ["respond", "cid.cost"];
    Somebody::types(&[])
        .edits(|_| Ok(Edited::Saved))
        .leaves(&scene, &respond);
    let failed = Somebody::types(&[]).edits(|file| {
        std::fs::write(file, "half a sen")?;
        Ok(Edited::Failed)
    });
    { failed }.leaves(&scene, &respond);
    Somebody::types(&[])
        .edits(|_| Err(io::Error::from(io::ErrorKind::NotFound)))
        .leaves(&scene, &respond);
    let emptied = Somebody::types(&[]).edits(|file| {
        std::fs::write(file, "")?;
        Ok(Edited::Saved)
    });
    { emptied }.leaves(&scene, &respond);
    let removed = Somebody::types(&[]).edits(|file| {
        std::fs::remove_file(file)?;
        Ok(Edited::Saved)
    });
    { removed }.refused(&scene, "2", &respond);
}

#[test]
fn who_may_not_write_is_told_before_they_do() {
    let scene = objected();
    scene.tell("asking/who_may_not_write_is_told_before_they_do");
    let mut ben = Somebody::types(&[]);
    ben.refused(&scene, "1", &["respond", "cid.cost", "--as", "ben"]);
    ben.refused(&scene, "1", &["dispose", "cid.cost", "--as", "ben"]);
    ben.refused(&scene, "1", &["decide", "retention"]);
    ben.refused(&scene, "1", &["call", "open", "retention", "--as", "ann"]);
}

#[test]
fn a_text_that_is_refused_is_kept_and_named() {
    let scene = objected();
    scene.tell("asking/a_text_that_is_refused_is_kept_and_named");
    let mut maya = Somebody::types(&[]).writes("Long and well \u{202e}thought.");
    let refused = maya.refused(&scene, "2", &["respond", "cid.cost"]);
    assert_eq!(maya.drafts(), 1);
    let file = refused
        .split("kept in ")
        .nth(1)
        .and_then(|rest| rest.lines().next());
    let file = file.expect("a file");
    assert!(file.ends_with("the-response.md"), "{file}");
    let kept = std::fs::read_to_string(file).expect("the draft");
    assert_eq!(kept, "Long and well \u{202e}thought.");
    // Under a name that is the same at every run.
    let file = ".git/the-response.md";
    scene.write(file, &kept.replace('\u{202e}', ""));
    scene.ok(&["respond", "cid.cost", "--text-file", file]);
    let handling = scene.read(HANDLING);
    said(&handling, &["Long and well thought."]);
}

#[cfg(unix)]
#[test]
fn nobody_else_reads_a_draft() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = objected();
    let mut maya = Somebody::types(&[]).edits(|file| {
        let folder = file.parent().expect("a folder").metadata()?;
        assert_eq!(folder.permissions().mode() & 0o777, 0o700);
        Ok(Edited::Saved)
    });
    maya.leaves(&scene, &["respond", "cid.cost"]);
}

const PROBLEM: &str = "------ The problem and why it matters ------";
const RESOLVE: &str = "------ What would resolve it ------";

#[test]
fn problem_and_remedy_are_written_in_one_sitting() {
    let scene = body::called("policy");
    scene.tell("asking/problem_and_remedy_are_written_in_one_sitting");
    let mut cid = Somebody::types(&["retention", "§4 storage cost"])
        .writes_under(&[(PROBLEM, "It costs.\n\nMuch."), (RESOLVE, "Two years.")]);
    cid.ok(&scene, &["object", "--as", "cid"]);
    let written = scene.read(&at("objections/cid.storage-cost.toml"));
    said(
        &written,
        &["It costs.\n\nMuch.", "Two years.", "§4 storage cost"],
    );
    // Only what is missing is asked for.
    let mut dee = Somebody::types(&[]).writes("One year.");
    let given = [
        "object",
        "retention",
        "--about",
        "x",
        "--problem",
        "y",
        "--as",
        "dee",
    ];
    dee.ok(&scene, &given);
    said(
        &scene.read(&at("objections/dee.x.toml")),
        &["'''y'''", "One year."],
    );
    let mut eve = Somebody::types(&["the title"]).writes("It is long.");
    eve.ok(&scene, &["comment", "retention", "--as", "eve"]);
    said(
        &scene.read(&at("objections/eve.the-title.toml")),
        &["It is long.", "blocking = false"],
    );
    scene.ok(&["check"]);
}

#[test]
fn half_an_objection_is_kept_and_not_recorded() {
    let scene = body::called("policy");
    scene.tell("asking/half_an_objection_is_kept_and_not_recorded");
    let object = ["object", "retention", "--about", "cost", "--as", "cid"];
    let mut cid = Somebody::types(&[]).writes_under(&[(PROBLEM, "It costs.")]);
    cid.refused(&scene, "2", &object);
    assert_eq!(cid.drafts(), 1);
    let mut cid = Somebody::types(&[]).edits(|file| {
        let page = std::fs::read_to_string(file)?.replace(RESOLVE, "");
        std::fs::write(
            file,
            page.replace(PROBLEM, &format!("{PROBLEM}\nIt costs.")),
        )?;
        Ok(Edited::Saved)
    });
    cid.refused(&scene, "2", &object);
    assert_eq!(cid.drafts(), 1);
}

#[test]
fn a_disposition_is_asked_for_with_what_it_owes() {
    let scene = objected();
    scene.tell("asking/a_disposition_is_asked_for_with_what_it_owes");
    let texts = &[
        ("------ The reason ------", "It was heard."),
        ("------ The alternatives considered ------", "One year."),
    ];
    let mut maya = Somebody::types(&["cid", "outw", "q"]).writes_under(texts);
    maya.refused(&scene, "2", &["dispose"]);
    let mut maya = Somebody::types(&["cid", "outw", ""]).writes_under(texts);
    maya.ok(&scene, &["dispose"]);
    let handling = scene.read(HANDLING);
    said(&handling, &["\"outweighed\"", "It was heard.", "One year."]);
    let again = [
        "--reason",
        "She wrote again.",
        "--evidence",
        "https://example.org/mail/0",
    ];
    scene.ok(&[&["reopen", "cid.cost"], &again[..]].concat());
    let mut maya = Somebody::types(&["https://example.org/mail/1", ""])
        .writes("She said so.")
        .now("2026-05-03T10:00:00Z");
    maya.ok(&scene, &["dispose", "cid.cost", "withdrawn"]);
    let handling = scene.read(HANDLING);
    said(&handling, &["https://example.org/mail/1", "She said so."]);
    scene.ok(&["check"]);
}

#[test]
fn a_decision_is_asked_for() {
    let mut scene = body::called("policy");
    scene.tell("asking/a_decision_is_asked_for");
    let positions = [
        ("maya", "support"),
        ("ann", "accept"),
        ("ben", "support"),
        ("dee", "support"),
    ];
    body::give(&scene, &positions);
    scene.now("2026-05-12T10:00:00Z");
    let after = "2026-05-12T10:00:00Z";
    let by = |lines: &[&str]| Somebody::types(lines).now(after);
    by(&["", "", "q"]).refused(&scene, "2", &["decide", "retention"]);
    by(&["", ""]).leaves(&scene, &["decide", "retention"]);
    by(&["div", "q"])
        .writes("Too few came.")
        .refused(&scene, "2", &["decide", "ret"]);
    by(&["", ""]).asked(&scene, &["decide", "ret", "--dry-run"]);
    by(&["ret", "", "", "", "sign"]).ok(&scene, &["decide"]);
    said(
        &scene.read(&at("calls/1/decision.toml")),
        &["designation = \"consensus\""],
    );
    scene.ok(&["verify"]);
    Somebody::types(&["retention"]).asked(&scene, &["position"]);
}

#[test]
fn a_call_is_asked_for() {
    let mut scene = body::proposed("policy");
    scene.tell("asking/a_call_is_asked_for");
    scene.now("2026-05-03T09:00:00Z");
    let lines = [
        "ret",
        "2026-05-12",
        "2026-05-04T09:00Z",
        "2026-05-12T09:00Z",
        "",
    ];
    Somebody::types(&lines).ok(&scene, &["call", "open"]);
    said(
        &scene.read(&at("calls/1/call.toml")),
        &["closes = 2026-05-12T09:00:00Z"],
    );
}

#[test]
fn proposals_revisions_and_people_are_asked_for() {
    let mut scene = body::founded();
    scene.tell("asking/proposals_revisions_and_people_are_asked_for");
    scene.now("2026-05-03T09:00:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let lines = [
        "Retention",
        "pol",
        ".git/nothing.md",
        ".git/draft.md",
        "Shall we?",
    ];
    Somebody::types(&lines).ok(&scene, &["propose", "--as", "ann"]);
    let written = scene.read(&at("proposal.toml"));
    said(
        &written,
        &["track = \"policy\"", "Shall we?", "title = \"Retention\""],
    );
    let revise = ["revise", "--as", "ann"];
    Somebody::types(&["ret"]).refused(&scene, "2", &revise);
    scene.write(&at("text.md"), "The second text.\n");
    Somebody::types(&["ret", "mat", "shorter"]).ok(&scene, &revise);
    said(
        &scene.read(&at("proposal.toml")),
        &["name = \"r2\"", "material = true\nnote = \"shorter\""],
    );
    let lines = ["New One", "new-one", "New One", "south"];
    Somebody::types(&lines).ok(&scene, &["participant", "add"]);
    let written = scene.read("participants/new-one.toml");
    said(&written, &["name = \"New One\"", "group = \"south\""]);
    scene.ok(&["check"]);
}

#[test]
fn a_reply_is_asked_for_from_the_objector_alone() {
    let scene = objected();
    scene.tell("asking/a_reply_is_asked_for_from_the_objector_alone");
    scene.ok(&["respond", "cid.cost", "r2 lowers it."]);
    Somebody::types(&["cid.cost"]).refused(&scene, "2", &["reply", "--as", "ben"]);
    let lines = ["cid", "main", "It still costs."];
    Somebody::types(&lines).ok(&scene, &["reply", "--as", "cid"]);
    let written = scene.read(&at("objections/cid.cost.toml"));
    said(&written, &["answer = \"maintained\"", "It still costs."]);
    scene.write(".git/why.md", "Now it is well.\n");
    let file = ["--reason-file", ".git/why.md", "--as", "cid"];
    scene.ok(&[&["reply", "cid.cost", "satisfied"][..], &file].concat());
    said(
        &scene.read(&at("objections/cid.cost.toml")),
        &["Now it is well."],
    );
}

#[test]
fn what_was_written_while_others_landed_is_kept() {
    let scene = objected();
    scene.tell("asking/what_was_written_while_others_landed_is_kept");
    let folder = scene.dir();
    let mut maya = Somebody::types(&[]).edits(move |file| {
        std::fs::write(file, "r2 lowers it.")?;
        let commit = ["commit", "--quiet", "--allow-empty", "-m", "Meanwhile"];
        let done = hermetic("git", &folder).args(commit).status()?;
        assert!(done.success());
        Ok(Edited::Saved)
    });
    let ended = maya.asked(&scene, &["respond", "cid.cost"]);
    assert_eq!(ended.code, "4", "{}", ended.err);
    assert_eq!(maya.drafts(), 1);
    assert!(!scene.path(HANDLING).exists());
}

#[test]
fn a_dry_run_asks_and_writes_nothing() {
    let scene = objected();
    scene.tell("asking/a_dry_run_asks_and_writes_nothing");
    let before = scene.everything();
    let mut maya = Somebody::types(&["cid"]).writes("r2 lowers it.");
    let shown = maya.asked(&scene, &["respond", "--dry-run"]);
    assert_eq!(shown.code, "0", "{}", shown.err);
    assert!(scene.everything() == before, "a dry run wrote");
    assert_eq!(maya.drafts(), 0);
}

#[test]
fn who_takes_too_long_answers_when_they_answer() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let scene = body::called("policy");
    scene.tell("asking/who_takes_too_long_answers_when_they_answer");
    let mut ann = Somebody::types(&["accept", ""]);
    ann.now = None;
    ann.clock = || {
        let day = if ASKED.fetch_add(1, Ordering::SeqCst) == 0 {
            "11"
        } else {
            "13"
        };
        Some((Instant::parse(&format!("2026-05-{day}T09:00:00Z")).ok()?, 0))
    };
    ann.refused(&scene, "1", &["position", "retention", "--as", "ann"]);
}

#[test]
fn an_answer_that_acts_on_a_terminal_is_said_back_harmless() {
    let scene = body::called("policy");
    scene.tell("asking/an_answer_that_acts_on_a_terminal_is_said_back_harmless");
    let lines = ["\u{1b}[2J", "\u{202e}"];
    let asked = Somebody::types(&lines).leaves(&scene, &["position", "--as", "ann"]);
    assert!(!asked.contains('\u{1b}'), "{asked:?}");
    let asked = Somebody::types(&["Ti\u{1b}tle", "policy", "\u{1b}]0;x"]);
    let asked = { asked }.leaves(&scene, &["propose", "--as", "ann"]);
    assert!(!asked.contains('\u{1b}'), "{asked:?}");
}

#[test]
fn without_a_terminal_what_is_missing_is_a_fault_of_usage() {
    let scene = body::called("policy");
    scene.tell("asking/without_a_terminal_what_is_missing_is_a_fault_of_usage");
    let missing = |arguments: &[&str]| {
        scene.refused(2, arguments);
    };
    missing(&["position"]);
    missing(&["position", "retention"]);
    missing(&["object"]);
    missing(&["propose", "--track", "policy"]);
    missing(&["decide", "retention"]);
    missing(&["call", "open", "retention"]);
    missing(&["participant", "add"]);
    missing(&["participant", "add", "x"]);
    missing(&["revise", "retention"]);
    body::object(&scene);
    missing(&["respond", "cid.cost"]);
    missing(&["dispose", "cid.cost"]);
    missing(&["dispose", "cid.cost", "stands"]);
    missing(&["reply", "cid.cost"]);
}

#[test]
fn what_follows_a_decision_is_written_in_an_editor() {
    const NOW: &str = "2026-05-13T10:00:00Z";
    let mut scene = crate::appeals::adopted("appeal = \"30d\"\n");
    scene.tell("asking/what_follows_a_decision_is_written_in_an_editor");
    scene.now(NOW);
    let appeal = ["appeal", "open", "retention", "--as", "cid"];
    // Who may not do it is told before they write.
    let decided = Somebody::types(&[]).now("2026-07-13T10:00:00Z");
    { decided }.refused(&scene, "1", &appeal);
    let texts: &[(&str, &str)] = &[
        ("------ The problem ------", "It came too late."),
        ("------ What you ask for ------", "A new call."),
    ];
    let mut cid = Somebody::types(&[]).writes_under(texts).now(NOW);
    cid.ok(&scene, &appeal);
    let written = scene.read(&at("calls/1/appeals/cid.toml"));
    said(&written, &["It came too late.", "A new call."]);
    for (text, arguments) in [
        ("We look.", &["appeal", "answer", "retention", "cid"][..]),
        ("No.", &["appeal", "close", "retention", "cid", "dismissed"]),
    ] {
        let arguments = [arguments, &["--as", "idris"]].concat();
        let mut idris = Somebody::types(&[]).writes(text).now(NOW);
        idris.ok(&scene, &arguments);
        said(&scene.read(&at("calls/1/rulings/cid.toml")), &[text]);
    }
    let report = ["implement", "report", "retention", "--progress", "done"];
    let answer = ["implement", "answer", "retention", "noted", "--from", "C"];
    let review = ["review", "retention", "kept"];
    for (text, arguments) in [
        ("It is built.", &report[..]),
        ("We saw it.", &answer),
        ("It works.", &review),
    ] {
        let mut maya = Somebody::types(&[]).writes(text).now(NOW);
        maya.ok(&scene, arguments);
        said(&scene.read(&at("calls/1/follow-up.toml")), &[text]);
    }
    scene.ok(&["check"]);
}
