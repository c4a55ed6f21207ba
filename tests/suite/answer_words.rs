//! Tests that a word means the same at every door, by the charter that was fixed when the call opened.

use crate::scene::Scene;

/// A register of a preset with an open call on `item`, and these members.
fn of_preset(preset: &str, track: &str, member: &str, people: &[&str]) -> Scene {
    let mut scene = Scene::repository();
    scene.now("2026-05-01T00:00:00Z");
    let init = ["init", "--preset", preset, "--name", "T", "--register", "t"];
    let group = member.split('"').nth(1).expect("a group");
    scene.ok(&[&init[..], &["--group", group, "--as", "maya"]].concat());
    for id in people {
        let file = format!("name = \"{id} of the list\"\n{member}");
        scene.write(&format!("participants/{id}.toml"), &file);
    }
    scene.asks_for_no_proof();
    scene.commit("Members", "2026-05-01T01:00:00Z");
    scene.now("2026-05-01T02:00:00Z");
    scene.write(".git/draft.md", "The text.\n");
    let propose = [
        "propose",
        "Item",
        "--text",
        ".git/draft.md",
        "--question",
        "Adopt?",
    ];
    scene.ok(&[&propose[..], &["--track", track, "--as", "maya"]].concat());
    scene.now("2026-05-02T00:00:00Z");
    let open = ["call", "open", "item", "--closes", "2026-05-12T00:00Z"];
    scene.ok(&[&open[..], &["--as", "maya"]].concat());
    scene.now("2026-05-03T00:00:00Z");
    scene
}

/// What a table becomes that has these words for these people, row by row.
fn read(scene: &Scene, words: &[(&str, &str)]) -> Vec<String> {
    let rows = words
        .iter()
        .map(|(who, word)| format!("{who},\"{word}\"\n"));
    let table = format!("participant,vote\n{}", rows.collect::<String>());
    scene.write(".git/table.csv", &table);
    let (report, _) = scene.json(&[
        "import",
        "csv",
        ".git/table.csv",
        "--proposal",
        "item",
        "--as",
        "maya",
    ]);
    let rows = report["rows"].as_array().expect("rows").iter();
    rows.map(|row| format!("{} {}", row["verdict"], row["because"]).replace('"', ""))
        .collect()
}

/// The votes of Apache projects, in the words of "Expressing votes".
#[test]
fn a_vote_of_a_scale_is_read_at_both_ends() {
    let pmc = "group = \"project\"\nstanding = [\"pmc\"]\n";
    let release = of_preset(
        "apache",
        "release",
        pmc,
        &["ann", "ben", "cid", "dee", "eve"],
    );
    let votes = [
        ("ann", "+1 (binding)"),
        ("ben", "\u{2212}1"),
        ("cid", "0"),
        ("dee", "+0"),
        ("eve", "-0"),
    ];
    let expected = ["yes", "no", "abstain", "abstain", "abstain"];
    let expected = expected.map(|name| format!("accepted gives {name}"));
    assert_eq!(read(&release, &votes), expected);
    let code = of_preset(
        "apache",
        "code-change",
        pmc,
        &["ann", "ben", "cid", "dee", "eve"],
    );
    let expected = [
        "accepted gives yes",
        "refused \\veto\\ needs an objection, and the row has none",
        "accepted gives accept",
        "accepted gives accept",
        "accepted gives doubt",
    ];
    assert_eq!(read(&code, &votes), expected);
}

/// The reactions that GitVote counts.
#[test]
fn thumbs_are_read_up_and_down() {
    let scene = of_preset(
        "cncf-gitvote",
        "of-all-voters",
        "group = \"tsc\"\n",
        &["ann", "ben", "cid", "dee"],
    );
    let votes = [("ann", "👍🏽"), ("ben", "👎"), ("cid", "👀"), ("dee", "🔕")];
    let expected = [
        "accepted gives in-favor",
        "accepted gives opposed",
        "accepted gives abstain",
        "set-aside the row has no position",
    ];
    assert_eq!(read(&scene, &votes), expected);
}

#[test]
fn a_command_and_a_file_read_the_words_of_a_table() {
    let scene = of_preset(
        "plain-consensus",
        "decision",
        "group = \"general\"\n",
        &["ann", "ben"],
    );
    let given = scene.ok(&["position", "item", "+1", "--as", "ann"]);
    assert!(
        given.contains("Position recorded on item: support."),
        "{given}"
    );
    let refused = scene.refused(2, &["position", "item", "+1 if it is short", "--as", "ben"]);
    assert!(
        refused.contains("is not a position on track decision"),
        "{refused}"
    );
    let file = "proposals/item/positions/ben.toml";
    scene.write(file, "position = \"-1\"\n");
    scene.ok(&["fix"]);
    assert_eq!(scene.read(file), "position = \"disagree\"\n");
}

const MAIL: &str = "From ann@example.org Sun May  3 10:00:00 2026\nFrom: Ann <ann@example.org>\n\
    To: list@example.org\nSubject: Re: Item\nDate: Sun, 03 May 2026 00:00:00 +0000\nMessage-ID: <1@example.org>\n\n\
    -1 (binding)\n\nThe text is too long.\n";

/// What becomes of a mail of ann that begins with `-1`.
fn mailed(scene: &Scene, more: &[&str]) -> (String, Option<i32>) {
    scene.write(".git/in.mbox", MAIL);
    let import = [
        "import",
        "mail",
        ".git/in.mbox",
        "--proposal",
        "item",
        "--as",
        "maya",
    ];
    let (report, exit) = scene.json(&[&import[..], more].concat());
    let because = report["rows"][0]["because"].as_str().expect("why");
    (because.to_owned(), exit)
}

const WITH_ADDRESS: &str = "group = \"general\"\nemails = [\"ann@example.org\"]\n";

/// A list votes by the first line of a mail. A map does not turn it round.
#[test]
fn a_mail_reads_the_words_of_a_table() {
    let scene = of_preset("plain-consensus", "decision", WITH_ADDRESS, &["ann"]);
    assert_eq!(mailed(&scene, &[]), ("gives disagree".to_owned(), Some(0)));
    scene.write(
        ".git/map.toml",
        "[positions]\n\"-1 (binding)\" = \"support\"\n",
    );
    let (because, exit) = mailed(&scene, &["--map", ".git/map.toml"]);
    assert!(
        because.starts_with("the map cannot say this: "),
        "{because}"
    );
    assert_eq!(exit, Some(1));
}

/// A call is answered in the words of the charter at its opening.
#[test]
fn words_are_fixed_with_the_call() {
    let scene = of_preset("plain-consensus", "decision", WITH_ADDRESS, &["ann"]);
    let charter = scene
        .read("charter.toml")
        .replace("\"-1\" = \"disagree\"", "\"-1\" = \"object\"");
    let (before, rest) = charter.split_once("\"+1\" = \"support\"").expect("a word");
    scene.write(
        "charter.toml",
        &format!("{before}\"+1\" = \"accept\"{rest}"),
    );
    scene.commit("Other words", "2026-05-03T00:00:00Z");
    assert_eq!(read(&scene, &[("ann", "+1")]), ["accepted gives support"]);
    assert_eq!(mailed(&scene, &[]).0, "gives disagree");
    let given = scene.ok(&["position", "item", "+1", "--as", "ann"]);
    assert!(given.contains(": support."), "{given}");
}

/// A map cannot say that a no is a yes.
#[test]
fn a_map_does_not_cross_for_and_against() {
    let scene = of_preset(
        "plain-consensus",
        "decision",
        "group = \"general\"\n",
        &["ann"],
    );
    scene.write(".git/table.csv", "participant,vote\nann,nay\n");
    scene.write(".git/map.toml", "[positions]\nnay = \"support\"\n");
    let import = [
        "import",
        "csv",
        ".git/table.csv",
        "--proposal",
        "item",
        "--map",
        ".git/map.toml",
    ];
    let (report, exit) = scene.json(&[&import[..], &["--as", "maya"]].concat());
    assert_eq!(exit, Some(1));
    let because = report["rows"][0]["because"].as_str().expect("why");
    assert_eq!(
        because,
        "the map cannot say this: \"nay\" is an answer against, and \"support\" counts in favour"
    );
}
