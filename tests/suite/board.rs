//! The board of a body: every proposal on a line, and what the line is made of.

use crate::body::{self, said};
use crate::room::room;

const BOARD: &str = r#"proposal        stage                               days  open  next                                                                                        due         note
storage
  deletion      discussion                            12     ·  maya or idris: open a call                                                                  2026-05-10  OVERDUE
    first text  milestone                                                                                                                                   2026-05-10  OVERDUE
    outline     milestone                                                                                                                                   2026-05-02  done 2026-05-02
  backups       call 1 over                            1     ·  maya or idris: decide                                                                                   no shepherd, East silent
no workstream
  retention     call 1 open                           12     1  maya or idris: dispose of cid.cost, which was answered 12 d 1 h ago and has no reply since  2026-05-20  East silent
  archive       adopted, in force, appealed by cid     3     ·  idris: rule on the appeal of cid                                                            2026-06-09  appealed

4 proposals: 1 in discussion, 1 in an open call, 1 waiting for a decision, 1 decided. Overdue on 1 proposal.

Now is 2026-05-13T10:00:00Z, by PLENARY_NOW
"#;

const OPEN: &str = r#"proposal   stage        days  open  next                                                                                        due         note
retention  call 1 open    12     1  maya or idris: dispose of cid.cost, which was answered 12 d 1 h ago and has no reply since  2026-05-20  East silent

1 proposal: 1 in an open call.

Now is 2026-05-13T10:00:00Z, by PLENARY_NOW
"#;

#[test]
fn every_proposal_is_on_a_line() {
    let scene = room();
    assert_eq!(scene.ok(&["board"]), BOARD);
    assert_eq!(scene.ok(&["board", "--stage", "open"]), OPEN);
    let storage = scene.ok(&["board", "--workstream", "Storage"]);
    said(
        &storage,
        &[
            "  backups       call 1 over",
            "  deletion      discussion",
            "2 proposals: ",
        ],
    );
    assert!(!storage.contains("retention"), "{storage}");
    let nothing = scene.ok(&["board", "--stage", "designated"]);
    said(&nothing, &["No proposal."]);
}

#[test]
fn programs_get_the_board_in_fields() {
    let (board, exit) = room().json(&["board"]);
    assert_eq!(exit, Some(0));
    let lines = board["proposals"].as_array().expect("proposals");
    let ids: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["proposal"].as_str())
        .collect();
    assert_eq!(ids, ["deletion", "backups", "retention", "archive"]);
    let stages: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["stage"].as_str())
        .collect();
    assert_eq!(stages, ["discussion", "over", "open", "decided"]);
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
    assert_eq!(retention["next"]["whose"], "maya or idris");
    assert_eq!(retention["notes"], serde_json::json!(["East silent"]));
    let archive = &lines[3];
    assert_eq!(
        archive["stage-in-words"],
        "adopted, in force, appealed by cid"
    );
    assert_eq!(archive["next"]["whose"], "idris");
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
    let (board, _) = scene.json(&["board", "--stage", "discussion"]);
    let archive = &board["proposals"][1];
    assert_eq!(archive["proposal"], "archive");
    assert_eq!(archive["since"], "2026-05-12T09:00:00Z");
    assert_eq!(
        archive["next"]["what"],
        "revise the text (plenary revise archive), or open a new call on it"
    );
    assert_eq!(
        archive["next"]["command"],
        "plenary call open archive --closes TIME"
    );
    assert_eq!(
        archive["notes"],
        serde_json::json!(["no shepherd", "remanded"])
    );
}

#[test]
fn a_record_with_a_fault_hides_no_other_proposal() {
    let scene = room();
    scene.write("proposals/deletion/proposal.toml", "title = \"Deletion\"\n");
    scene.commit("Spoil it", "2026-05-12T10:00:00Z");
    let board = scene.ok(&["board"]);
    said(
        &board,
        &[
            "cannot be read: plenary check",
            "cannot be counted: plenary check",
            "retention",
            "4 proposals",
        ],
    );
}

#[test]
fn words_that_are_no_stage_are_refused_with_the_stages() {
    let scene = body::founded();
    said(&scene.ok(&["board"]), &["No proposal."]);
    let refused = scene.refused(2, &["board", "--stage", "closed"]);
    said(
        &refused,
        &["discussion, open, over, designated or decided was expected"],
    );
}

#[test]
fn every_form_holds_every_proposal() {
    let scene = room();
    for form in ["table", "lines", "markdown", "csv"] {
        let text = scene.ok(&["board", "--format", form]);
        said(
            &text,
            &["retention", "backups", "archive", "2026-05-20", "storage"],
        );
    }
}
