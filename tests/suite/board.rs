//! Tests the list of proposals: one line each, and the parts of the line.

use crate::body;
use crate::room::room;

#[test]
fn every_proposal_is_on_a_line() {
    let scene = room();
    scene.tell("board/every_proposal_is_on_a_line");
    scene.ok(&["board"]);
    scene.ok(&["board", "--stage", "open"]);
    let storage = scene.ok(&["board", "--workstream", "Storage"]);
    assert!(!storage.contains("retention"), "{storage}");
    scene.ok(&["board", "--stage", "designated"]);
}

#[test]
fn programs_get_the_board_in_fields() {
    let (board, exit) = room().json(&["board"]);
    assert_eq!(exit, Some(0));
    let lines = board["proposals"].as_array().expect("proposals");
    let fields = |key: &str| -> Vec<&str> {
        let fields = lines.iter().filter_map(|line| line[key].as_str());
        fields.collect()
    };
    // First what is overdue, then what somebody must do, by the next date.
    assert_eq!(
        fields("proposal"),
        ["deletion", "backups", "retention", "archive"]
    );
    assert_eq!(fields("stage"), ["discussion", "over", "open", "decided"]);
    let deletion = &lines[0];
    assert_eq!(deletion["milestones"][0]["overdue"], true);
    assert_eq!(deletion["milestones"][1]["done"], "2026-05-02T00:00:00Z");
    assert_eq!(
        (&deletion["overdue"], &deletion["days"]),
        (&true.into(), &12.into())
    );
    let retention = &lines[2];
    assert_eq!(retention["open-objections"], 1);
    assert_eq!(retention["due"], "2026-05-20T09:00:00Z");
    assert_eq!(
        retention["next"]["who"],
        serde_json::json!(["maya", "idris"])
    );
    let silent = serde_json::json!(["ben", "dee", "eve", "idris"]);
    assert_eq!(retention["not-answered"], silent);
    let notes = retention["notes"].as_array().expect("notes");
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].to_string().contains("East"), "{notes:?}");
    let archive = &lines[3];
    let stage = archive["stage-in-words"].as_str().expect("its words");
    assert!(
        stage.contains("adopted") && stage.contains("cid"),
        "{stage}"
    );
    assert_eq!(archive["next"]["who"], serde_json::json!(["idris"]));
}

#[test]
fn a_decision_that_an_appeal_took_back_is_in_discussion_again() {
    let scene = room();
    scene.write(
        "proposals/archive/calls/1/rulings/cid.toml",
        "[ruling]\nvalue = \"remanded\"\nby = \"idris\"\nat = 2026-05-12T09:00:00Z\n\
         reason = '''Nobody answered.'''\n",
    );
    scene.commit("Rule", "2026-05-12T09:00:00Z");
    scene.tell("board/a_decision_that_an_appeal_took_back_is_in_discussion_again");
    scene.ok(&["board", "--stage", "discussion"]);
    let (board, _) = scene.json(&["board", "--stage", "discussion"]);
    let proposals = board["proposals"].as_array().expect("proposals");
    let mut archive = proposals.iter().filter(|it| it["proposal"] == "archive");
    let archive = archive.next().expect("the archive");
    assert_eq!(archive["since"], "2026-05-12T09:00:00Z");
    assert_eq!(
        archive["next"]["command"]["text"],
        "plenary call open archive --closes TIME"
    );
    assert_eq!(archive["notes"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_record_with_a_fault_hides_no_other_proposal() {
    let scene = room();
    scene.tell("board/a_record_with_a_fault_hides_no_other_proposal");
    scene.write("proposals/deletion/proposal.toml", "title = \"Deletion\"\n");
    scene.commit("Spoil it", "2026-05-12T10:00:00Z");
    scene.ok(&["board"]);
}

/// A commit that a call names by a slip, or against the rules, and that nobody has.
#[test]
fn a_call_that_names_no_commit_stops_no_other_proposal() {
    let scene = room();
    scene.tell("board/a_call_that_names_no_commit_stops_no_other_proposal");
    let call = "proposals/retention/calls/1/call.toml";
    let text = scene.read(call);
    let frozen = text
        .lines()
        .find(|line| line.starts_with("frozen"))
        .expect("a commit");
    let nowhere = format!("frozen = \"{}\"", "a".repeat(40));
    scene.write(call, &text.replace(frozen, &nowhere));
    scene.commit("Name another commit", "2026-05-12T10:00:00Z");
    let (list, exit) = scene.json(&["list"]);
    assert_eq!(exit, Some(0), "{list}");
    assert!(
        list["proposals"]
            .as_array()
            .is_some_and(|all| all.len() > 2),
        "{list}"
    );
    scene.ok(&["list"]);
    scene.ok(&["mine", "--for", "cid"]);
    scene.refused(3, &["tally", "retention"]);
    scene.refused(3, &["status", "retention"]);
}

#[test]
fn words_that_are_no_stage_are_refused_with_the_stages() {
    let scene = body::founded();
    scene.tell("board/words_that_are_no_stage_are_refused_with_the_stages");
    scene.ok(&["board"]);
    scene.refused(2, &["board", "--stage", "closed"]);
}

#[test]
fn every_form_holds_every_proposal() {
    let scene = room();
    scene.tell("board/every_form_holds_every_proposal");
    for form in ["table", "lines", "markdown", "csv"] {
        scene.ok(&["board", "--format", form]);
    }
}
