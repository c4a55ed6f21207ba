//! Tests tables of participants: before there is a proposal, and the answers of the same people later.

use crate::body::{self, said};
use crate::intake::{bring, commits, put, rows, verdicts};
use crate::scene::Scene;

/// Seen: a membership list with numbers, names in two columns, and memberships in the body's own words.
const MEMBERS: &str = "Member;First name;Last name;E-mail;Role;GitHub\n\
    1042;Wei;Zhang;Wei Zhang <wei@example.org>;Voting Member;WeiZ\n\
    1043;Wei;Zhang;mailto:wei2@example.org;Voting Member;https://github.com/wz2\n\
    MFuhrmann;Maria;Fuhrmann;n/a;Member;@mf\n\
    0044;Zoë;de la Cruz;zoe@example.org;Observer;\n";

const MAP: &str = "service = \"github\"\n[columns]\nstanding = \"Role\"\n";

fn founded() -> Scene {
    let mut scene = Scene::repository();
    scene.now("2026-05-01T09:00:00Z");
    let init = ["init", "--preset", "plain-consensus", "--register", "club"];
    scene.ok(&[&init[..], &["--as", "maya"]].concat());
    scene.asks_for_no_proof();
    scene
}

#[test]
fn participants_come_before_the_first_proposal() {
    let mut scene = founded();
    let table = put(&scene, "members.csv", MEMBERS.as_bytes());
    let map = put(&scene, "map.toml", MAP.as_bytes());
    scene.tell("intake/people/participants_come_before_the_first_proposal");
    let before = commits(&scene);
    let import = ["participant", "import", &table, "--map", &map];
    scene.ok(&import);
    assert_eq!(
        commits(&scene),
        before,
        "nothing is written without --write"
    );
    scene.ok(&[&import[..], &["--write"]].concat());
    scene.ok(&[&import[..], &["--write"]].concat());
    scene.ok(&["participant", "list"]);
    scene.ok(&["check"]);
    said(
        &scene.read("participants/wei-zhang-2.toml"),
        &[
            "\"github:wz2\"",
            "\"wei2@example.org\"",
            "known-as = [\"1043\"]",
        ],
    );
    let (report, exit) = scene.json(&import);
    assert_eq!(
        (exit, &report["proposal"]),
        (Some(0), &serde_json::Value::Null)
    );

    scene.write(".git/draft.md", "The first text.\n");
    scene.ok(&[
        "propose",
        "2026 Übersicht",
        "--text",
        ".git/draft.md",
        "--as",
        "maya",
    ]);
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&[
        "call",
        "open",
        "uebersicht-2026",
        "--closes",
        "2026-05-20T09:00Z",
    ]);
    scene.now("2026-05-03T09:00:00Z");
    let votes = "member,position\n1042,accept\n@mf,accept\nmfuhrmann,accept\n0044,accept\n";
    let votes = put(&scene, "votes.csv", votes.as_bytes());
    let (report, exit) = scene.json(&["import", "csv", &votes, "--proposal", "uebersicht-2026"]);
    scene.show(&rows(&report));
    let expected = [
        "2 wei-zhang accepted",
        "3 mfuhrmann accepted",
        "4 mfuhrmann duplicate",
        "5 zoe-de-la-cruz accepted",
    ];
    assert_eq!(
        (verdicts(&report), exit),
        (expected.map(str::to_owned).to_vec(), Some(0))
    );
}

#[test]
fn an_answer_that_will_not_be_counted_says_so_at_once() {
    let scene = body::called("policy");
    scene.tell("intake/people/an_answer_that_will_not_be_counted_says_so_at_once");
    let table = "participant,position\nobs,support\nalt,support\nann,support\n";
    let (report, _) = bring(&scene, table.as_bytes(), &[]);
    let why = |at: usize| report["rows"][at]["because"].as_str().expect("a reason");
    assert!(why(0).contains("not counted"), "{}", why(0));
    assert!(why(1).contains("eve"), "{}", why(1));
    assert!(!why(2).contains("counted"), "{}", why(2));
}

#[test]
fn only_who_keeps_the_list_brings_a_table_in() {
    let scene = body::founded();
    scene.tell("intake/people/only_who_keeps_the_list_brings_a_table_in");
    let table = put(
        &scene,
        "members.csv",
        b"name,group\nZed Zoom,east\nAnn,nowhere-at-all\n",
    );
    scene.refused(1, &["participant", "import", &table, "--as", "obs"]);
    scene.refused(
        1,
        &["participant", "import", &table, "--write", "--as", "sec"],
    );
    scene.refused(2, &["participant", "import", "absent.csv", "--as", "sec"]);
}

#[test]
fn somebody_renamed_by_hand_changes_their_answer_by_the_command() {
    let mut scene = body::called("policy");
    scene.tell("intake/people/somebody_renamed_by_hand_changes_their_answer_by_the_command");
    body::give(&scene, &[("ann", "support")]);
    let own = scene.read("participants/ann.toml");
    scene.git(&["mv", "participants/ann.toml", "participants/ann-lee.toml"]);
    scene.write(
        "participants/ann-lee.toml",
        &format!("{own}also = [\"ann\"]\n"),
    );
    scene.commit("Rename ann", "2026-05-03T10:00:00Z");
    scene.now("2026-05-04T09:00:00Z");
    scene.ok(&["position", "retention", "abstain", "--as", "ann-lee"]);
    said(&scene.read(&body::at("positions/ann.toml")), &["abstain"]);
}
