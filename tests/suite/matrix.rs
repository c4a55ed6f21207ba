//! Tests the table of comments that committees know: its columns, its order, its formats.

use crate::body;
use crate::scene::Scene;

const MATRIX: &[&str] = &["matrix", "retention"];

/// Raises an objection or a comment.
fn raise(scene: &Scene, how: &str, id: &str, about: &str, kind: &str, who: &str, more: &[&str]) {
    let words = [
        how,
        "retention",
        "--about",
        about,
        "--problem",
        "It costs.",
        "--id",
        id,
        "--as",
        who,
    ];
    let kind = if kind.is_empty() {
        vec![]
    } else {
        vec!["--kind", kind]
    };
    scene.ok(&[&words[..], &kind, more].concat());
}

const LESS: &[&str] = &["--resolve", "Less."];

/// Seven comments of every kind, some closed.
fn commented() -> Scene {
    let scene = body::called("policy");
    raise(
        &scene,
        "object",
        "ten",
        "§10 cost",
        "technical",
        "cid",
        LESS,
    );
    raise(
        &scene,
        "object",
        "two",
        "§2, Table 1, line 17",
        "process",
        "cid",
        LESS,
    );
    raise(&scene, "object", "again", "§2", "scope", "dee", LESS);
    raise(&scene, "comment", "comma", "§9", "editorial", "ann", &[]);
    raise(&scene, "comment", "lost", "§9", "", "dee", &[]);
    scene.ok(&[
        "respond",
        "cid.ten",
        "r2 costs less.\nMuch less.",
        "--as",
        "ann",
    ]);
    scene.ok(&[
        "dispose",
        "cid.ten",
        "outweighed",
        "--reason",
        "Cheap enough.",
        "--alternatives",
        "Less of it.",
    ]);
    scene.ok(&[
        "dispose",
        "dee.again",
        "duplicate",
        "--of",
        "cid.two",
        "--reason",
        "The same.",
    ]);
    scene.ok(&["respond", "cid.two", "No."]);
    scene.ok(&[
        "reply",
        "cid.ten",
        "maintained",
        "--reason",
        "Not to us.",
        "--as",
        "cid",
    ]);
    scene.ok(&[
        "reply",
        "cid.two",
        "maintained",
        "--reason",
        "Still.",
        "--as",
        "cid",
    ]);
    scene
}

/// The rows of the table as a spreadsheet reads them.
fn rows(scene: &Scene, arguments: &[&str]) -> Vec<Vec<String>> {
    let text = scene.ok(&[MATRIX, arguments, &["--format", "csv"]].concat());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let row = |row: Result<csv::StringRecord, _>| -> Vec<String> {
        row.expect("as many cells as columns")
            .iter()
            .map(str::to_owned)
            .collect()
    };
    reader.records().map(row).collect()
}

#[test]
fn our_own_layout_has_everything_in_the_order_of_the_text() {
    let rows = rows(&commented(), &[]);
    let expected: [[&str; 11]; 6] = [
        [
            "id",
            "who",
            "group",
            "about",
            "kind",
            "problem",
            "resolve",
            "state",
            "responses",
            "disposition",
            "reason",
        ],
        [
            "dee.again",
            "DEE of the roster",
            "south",
            "§2",
            "scope",
            "It costs.",
            "Less.",
            "duplicate",
            "",
            "duplicate of cid.two",
            "The same.",
        ],
        [
            "cid.two",
            "CID of the roster",
            "south",
            "§2, Table 1, line 17",
            "process",
            "It costs.",
            "Less.",
            "answered, maintained: Still.",
            "maya (2026-05-03): No.",
            "",
            "",
        ],
        [
            "ann.comma",
            "ANN of the roster",
            "north",
            "§9",
            "editorial",
            "It costs.",
            "",
            "comment, open, no response",
            "",
            "",
            "",
        ],
        [
            "dee.lost",
            "DEE of the roster",
            "south",
            "§9",
            "",
            "It costs.",
            "",
            "comment, open, no response",
            "",
            "",
            "",
        ],
        [
            "cid.ten",
            "CID of the roster",
            "south",
            "§10 cost",
            "technical",
            "It costs.",
            "Less.",
            "outweighed; maintained by the objector: Not to us.",
            "ann (2026-05-03): r2 costs less. Much less.",
            "outweighed",
            "Cheap enough. Alternatives considered: Less of it.",
        ],
    ];
    assert_eq!(rows, expected);
}

#[test]
fn the_layout_of_the_template_has_its_columns_and_types() {
    let rows = rows(&commented(), &["--layout", "iso"]);
    let expected: [[&str; 8]; 6] = [
        [
            "MB/NC",
            "Line number",
            "Clause/Subclause",
            "Paragraph/Figure/Table",
            "Type of comment",
            "Comments",
            "Proposed change",
            "Observations of the secretariat",
        ],
        [
            "south (dee.again)",
            "",
            "§2",
            "",
            "ge",
            "It costs.",
            "Less.",
            "Duplicate of cid.two. The same.",
        ],
        [
            "bolt (cid.two)",
            "17",
            "§2",
            "Table 1",
            "ge",
            "It costs.",
            "Less.",
            "maya (2026-05-03): No. Answered, maintained: Still.",
        ],
        [
            "acme (ann.comma)",
            "",
            "§9",
            "",
            "ed",
            "It costs.",
            "",
            "Comment, open, no response.",
        ],
        [
            "south (dee.lost)",
            "",
            "§9",
            "",
            "ge",
            "It costs.",
            "",
            "Comment, open, no response.",
        ],
        [
            "bolt (cid.ten)",
            "",
            "§10 cost",
            "",
            "te",
            "It costs.",
            "Less.",
            "ann (2026-05-03): r2 costs less. Much less. Outweighed. Cheap enough. Alternatives considered: Less of it.",
        ],
    ];
    assert_eq!(rows, expected);
}

#[test]
fn on_a_screen_each_comment_stands_by_itself() {
    let scene = commented();
    scene.tell("matrix/on_a_screen_each_comment_stands_by_itself");
    scene.ok(&[MATRIX, &["--layout", "iso"]].concat());
    scene.ok(&[MATRIX, &["--format", "lines"]].concat());
    for format in ["html", "markdown"] {
        let table = scene.ok(&[MATRIX, &["--format", format]].concat());
        for column in [
            "id",
            "who",
            "group",
            "about",
            "kind",
            "problem",
            "resolve",
            "state",
            "responses",
            "disposition",
            "reason",
        ] {
            assert!(table.contains(column), "{column}: {table}");
        }
    }
    let html = scene.ok(&[MATRIX, &["--layout", "iso", "--format", "html"]].concat());
    assert_eq!(html.matches("<th scope=\"col\"").count(), 8, "{html}");
    assert_eq!(html.matches("<th scope=\"row\">").count(), 5, "{html}");
}

#[test]
fn programs_get_both_layouts_and_whole_texts() {
    let scene = commented();
    let (value, exit) = scene.json(MATRIX);
    assert_eq!((exit, value["format"].as_u64()), (Some(0), Some(1)));
    assert_eq!(value["layout"], "plain");
    let two = &value["comments"][1];
    assert_eq!(two["id"], "cid.two");
    assert_eq!(
        two["place"],
        serde_json::json!({"line": "17", "clause": "§2", "paragraph": "Table 1"})
    );
    assert_eq!(two["type"], "ge");
    assert_eq!(two["affiliation"], "bolt");
    assert_eq!(value["comments"][0]["disposition"]["of"], "cid.two");
    assert_eq!(
        value["comments"][4]["responses"][0]["text"],
        "r2 costs less.\nMuch less.\n"
    );
}

#[test]
fn nobodys_words_are_computed_or_pass_for_a_column() {
    let scene = body::called("policy");
    scene.tell("matrix/nobodys_words_are_computed_or_pass_for_a_column");
    raise(
        &scene,
        "comment",
        "sum",
        "=SUM(A1:A9), \"x\";1",
        "",
        "cid",
        &[],
    );
    raise(&scene, "comment", "at", "@x | y", "", "cid", &[]);
    scene.write(
        &body::at("objections/stranger.odd.toml"),
        "about = \"§1\"\nproblem = '''-1+1\n<b>x</b>'''\nblocking = false\n",
    );
    scene.commit("By a stranger", "2026-05-03T09:00:00Z");
    let plain = rows(&scene, &[]);
    assert_eq!(plain.len(), 4);
    assert_eq!(plain[1][..2], ["stranger.odd", "stranger"]);
    assert_eq!(plain[1][5], "'-1+1 <b>x</b>");
    assert_eq!(plain[2][3], "'=SUM(A1:A9), \"x\";1");
    assert_eq!(plain[3][3], "'@x | y");
    scene.ok(&[MATRIX, &["--format", "html"]].concat());
}

#[test]
fn a_proposal_without_comments_and_words_that_mean_nothing() {
    let scene = body::proposed("policy");
    scene.tell("matrix/a_proposal_without_comments_and_words_that_mean_nothing");
    scene.ok(MATRIX);
    assert_eq!(rows(&scene, &["--layout", "iso"]).len(), 1);
    scene.refused(2, &[MATRIX, &["--layout", "isso"]].concat());
    scene.refused(2, &["matrix", "retentoin"]);
    scene.ok(&[MATRIX, &["--at", "HEAD"]].concat());
    scene.ok(&[MATRIX, &["--worktree"]].concat());
}
