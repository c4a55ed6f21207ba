//! Tests a new id for a participant: records about the present name the new id, and everything else still belongs
//! to the participant.

use crate::appeals;
use crate::body::{self, at, called, founded, give};
use crate::gate::{self, judged, request};
use crate::scene::Scene;

const RENAME: [&str; 2] = ["participant", "rename"];

/// Types the command, as a chair where nobody is named.
fn rename(scene: &Scene, old: &str, new: &str, who: &str) -> String {
    scene.ok(&[&RENAME[..], &[old, new, "--as", who]].concat())
}

fn file(who: &str) -> String {
    format!("participants/{who}.toml")
}

/// Whether every check of the tree, of each commit and of each decision passes.
#[track_caller]
fn is_sound(scene: &Scene) {
    for command in ["check", "verify"] {
        let (report, exit) = scene.json(&[command]);
        assert_eq!(exit, Some(0), "{command}: {report}");
    }
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
}

/// Whether the last commit passes as a pull request.
#[track_caller]
fn passes(scene: &Scene) {
    scene.git(&["branch", "--force", "request", "HEAD"]);
    let (report, exit) = scene.json(&["check", "--changed", "HEAD~1...request"]);
    assert_eq!(exit, Some(0), "{report}");
}

#[test]
fn the_only_chair_keeps_every_right_under_another_id() {
    let mut scene = founded();
    scene.tell("renaming/the_only_chair_keeps_every_right_under_another_id");
    let charter = scene.read("charter.toml");
    let one = "[\"maya\"] # until May";
    let charter = charter.replace("[\"maya\", \"idris\"]", one).replace(
        "representatives = [\"ann\"]",
        "representatives = [ \"ann\", \"maya\" ]",
    );
    let track = "[track.policy.roles]\nchair = [\"maya\"]\n\n[track.strict]";
    scene.write("charter.toml", &charter.replace("[track.strict]", track));
    let text = format!("# Maya\n{}", scene.read(&file("maya")));
    scene.write(&file("maya"), &text);
    scene.write(
        &file("alt"),
        &scene
            .read(&file("alt"))
            .replace("\"eve\"", "\"maya\" # her seat"),
    );
    scene.commit("One chair", "2026-05-01T08:30:00Z");
    rename(&scene, "maya", "maya-chen", "maya");
    assert!(!scene.path(&file("maya")).exists());
    assert_eq!(
        scene.read(&file("maya-chen")),
        format!("{text}also = [\"maya\"]\n")
    );
    let charter = scene.read("charter.toml");
    assert!(charter.contains("chair = [\"maya-chen\"] # until May"));
    assert!(charter.contains("representatives = [ \"ann\", \"maya-chen\" ]"));
    assert!(charter.contains("[track.policy.roles]\nchair = [\"maya-chen\"]"));
    assert!(!charter.contains("\"maya\""));
    assert!(
        scene
            .read(&file("alt"))
            .contains("\"maya-chen\" # her seat")
    );
    let changed = scene.git(&["diff", "--name-status", "--find-renames", "HEAD~1", "HEAD"]);
    assert!(changed.contains("participants/maya.toml\tparticipants/maya-chen.toml"));
    is_sound(&scene);
    passes(&scene);
    // Under either id she does what only a chair does.
    scene.now("2026-05-01T10:00:00Z");
    for (who, role) in [("maya-chen", "editor"), ("maya", "clerk")] {
        scene.ok(&["participant", "set", "ben", "--role", role, "--as", who]);
    }
    scene.git(&["config", "plenary.participant", "maya"]);
    scene.ok(&["participant", "set", "maya", "--region", "asia"]);
    assert!(scene.read(&file("maya-chen")).contains("\"asia\""));
    is_sound(&scene);
}

#[test]
fn a_draft_gets_the_new_id_and_a_proposal_in_a_call_keeps_the_former_one() {
    let mut scene = called("policy");
    scene.write(".git/draft.md", "Another text.\n");
    let draft = ["propose", "Storage", "--text", ".git/draft.md", "--track"];
    scene.ok(&[&draft[..], &["policy", "--as", "ann"]].concat());
    let draft = "proposals/storage/proposal.toml";
    let next = "shepherd = \"ann\"\n\n[next]\naction = \"Ask\"\nowner = \"ann\"\n";
    let authored = scene
        .read(draft)
        .replacen("\n[[", &format!("{next}\n[["), 1);
    scene.write(draft, &authored);
    scene.commit("Next", "2026-05-03T08:00:00Z");
    let (proposal, text) = (at("proposal.toml"), scene.read(&at("proposal.toml")));
    rename(&scene, "ann", "ann-lee", "maya");
    assert_eq!(scene.read(&proposal), text);
    assert_eq!(
        scene.read(draft),
        authored.replace("\"ann\"", "\"ann-lee\"")
    );
    is_sound(&scene);
    passes(&scene);
    // She wrote what is put to the group, and edits her own draft.
    let (report, _) = scene.json(&["show", "retention"]);
    assert_eq!(report["authors"][0], "ann-lee", "{report}");
    let revise = [
        "revise",
        "storage",
        "--text",
        ".git/draft.md",
        "--as",
        "ann",
    ];
    scene.write(".git/draft.md", "A third text.\n");
    scene.ok(&[&revise[..], &["--editorial"]].concat());
    give(&scene, &appeals::MOST[1..]);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&appeals::CONSENSUS);
    is_sound(&scene);
    // After the decision as well, and the chair who made it.
    rename(&scene, "ann-lee", "ann-k-lee", "idris");
    rename(&scene, "maya", "maya-chen", "maya");
    assert_eq!(scene.read(&proposal), text);
    is_sound(&scene);
}

#[test]
fn an_objector_keeps_position_objection_and_the_files_they_are_in() {
    let mut scene = called("policy");
    give(&scene, &[("ann", "support"), ("ben", "support")]);
    body::object(&scene);
    scene.ok(&["respond", "cid.cost", "It costs little.", "--as", "ann"]);
    rename(&scene, "cid", "cid-ng", "sec");
    rename(&scene, "ben", "ben-lee", "sec");
    let representative = "representatives = [\"cid\"]";
    assert!(scene.read("charter.toml").contains(representative));
    is_sound(&scene);
    passes(&scene);
    scene.now("2026-05-05T09:00:00Z");
    scene.ok(&["position", "retention", "disagree", "--as", "ben-lee"]);
    assert!(scene.read(&at("positions/ben.toml")).contains("disagree"));
    assert!(!scene.path(&at("positions/ben-lee.toml")).exists());
    scene.ok(&["reply", "cid-ng.cost", "maintained", "--as", "cid"]);
    let objection = scene.read(&at("objections/cid.cost.toml"));
    assert!(objection.contains("maintained"), "{objection}");
    let how = [
        "--received",
        "2026-05-05T08:00Z",
        "--evidence",
        "A mail",
        "--as",
        "sec",
        "--for",
    ];
    scene.ok(&[&["position", "retention", "accept"][..], &how, &["ben"]].concat());
    assert!(scene.read(&at("positions/ben.toml")).contains("accept"));
    let (shown, exit) = scene.json(&["show", "ben"]);
    assert_eq!(
        (exit, &shown["id"]),
        (Some(0), &"ben-lee".into()),
        "{shown}"
    );
    let dispose = ["dispose", "cid.cost", "outweighed", "--reason", "Cheap."];
    scene.ok(&[&dispose[..], &["--alternatives", "None.", "--as", "maya"]].concat());
    give(&scene, &[("maya", "support"), ("dee", "support")]);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&appeals::CONSENSUS);
    is_sound(&scene);
}

#[test]
fn an_id_changes_twice_and_back_again() {
    let scene = called("policy");
    give(&scene, &[("ben", "support")]);
    let text = scene.read(&file("ben"));
    rename(&scene, "ben", "ben-lee", "maya");
    rename(&scene, "ben", "benjamin", "maya");
    let also = "also = [\"ben\", \"ben-lee\"]\n";
    assert_eq!(scene.read(&file("benjamin")), format!("{text}{also}"));
    is_sound(&scene);
    for name in ["ben", "ben-lee", "benjamin"] {
        scene.ok(&["position", "retention", "disagree", "--as", name]);
        scene.ok(&["position", "retention", "support", "--as", name]);
    }
    rename(&scene, "benjamin", "ben", "maya");
    let also = "also = [\"ben-lee\", \"benjamin\"]\n";
    assert_eq!(scene.read(&file("ben")), format!("{text}{also}"));
    assert!(!scene.path(&file("benjamin")).exists());
    scene.ok(&["position", "retention", "disagree", "--as", "benjamin"]);
    assert!(scene.read(&at("positions/ben.toml")).contains("disagree"));
    is_sound(&scene);
    passes(&scene);
}

#[test]
fn a_secretary_leaves_what_only_chairs_change() {
    let scene = body::proposed("policy");
    scene.tell("renaming/a_secretary_leaves_what_only_chairs_change");
    let (charter, draft) = (scene.read("charter.toml"), scene.read(&at("proposal.toml")));
    rename(&scene, "ann", "ann-lee", "sec");
    assert_eq!(scene.read("charter.toml"), charter);
    assert_eq!(scene.read(&at("proposal.toml")), draft);
    is_sound(&scene);
    // A later chair continues both.
    rename(&scene, "ann-lee", "ann-k-lee", "maya");
    assert!(scene.read("charter.toml").contains("[\"ann-k-lee\"]"));
    assert!(scene.read(&at("proposal.toml")).contains("[\"ann-k-lee\"]"));
    is_sound(&scene);
}

#[test]
fn who_may_rename_is_the_same_at_both_doors() {
    let scene = gate::called("account");
    let main = scene.git(&["rev-parse", "main"]);
    for (who, account, may) in [
        ("maya", "github:maya-c", true),
        ("sec", "github:sec-x", true),
        ("ben", "github:ben-x", false),
        ("ann", "github:ann-x", false),
    ] {
        let command = [&RENAME[..], &["ben", "ben-lee", "--as", who]].concat();
        match may {
            true => drop(scene.ok(&command)),
            false => drop(scene.refused(1, &command)),
        }
        // The same change, typed by hand and brought as a request.
        scene.git(&["reset", "--quiet", "--hard", &main]);
        let (old, new) = (file("ben"), file("ben-lee"));
        let text = scene.read(&old);
        let renamed = format!("{text}also = [\"ben\"]\n");
        request(&scene, &[(&old, ""), (&new, &renamed)]);
        let expected = match may {
            true => Vec::new(),
            false => vec![format!("P207 {new}"), format!("P207 {old}")],
        };
        assert_eq!(judged(&scene, account), expected, "{who}");
    }
    // Who is in the charter: a chair renames there as well, and a secretary does not.
    scene.git(&["checkout", "--quiet", "-B", "request", "main"]);
    rename(&scene, "maya", "maya-chen", "maya");
    scene.git(&["checkout", "--quiet", "main"]);
    assert_eq!(judged(&scene, "github:maya-c"), [""; 0]);
    assert_eq!(judged(&scene, "github:sec-x"), ["P207 charter.toml"]);
    // Without the former id it is a deletion, no matter who submits it.
    request(&scene, &[(&file("ben"), "")]);
    let gone = judged(&scene, "github:maya-c");
    assert!(gone.contains(&format!("P202 {}", file("ben"))), "{gone:?}");
}

#[test]
fn what_cannot_be_renamed_is_refused_and_nothing_is_written() {
    let scene = founded();
    let ben = scene.read(&file("ben"));
    scene.write(&file("ben"), &format!("{ben}known-as = [\"BJ\"]\n"));
    scene.write(&file("broken"), "name = \n");
    let head = scene.commit("Names", "2026-05-01T08:30:00Z");
    scene.tell("renaming/what_cannot_be_renamed_is_refused_and_nothing_is_written");
    for (exit, old, new) in [
        (2, "anm", "ann-lee"),
        (2, "ann", "ann"),
        (2, "ann", "Ann Lee"),
        (1, "ann", "cid"),
        (1, "ann", "dora"),
        (1, "ann", "bj"),
        (1, "ann", "broken"),
        (2, "dora", "dee"),
    ] {
        scene.refused(exit, &[&RENAME[..], &[old, new, "--as", "maya"]].concat());
        assert_eq!(scene.git(&["rev-parse", "HEAD"]), head);
        assert_eq!(scene.git(&["status", "--porcelain"]), "");
    }
    scene.refused(
        1,
        &[&RENAME[..], &["ann", "ann-lee", "--as", "ann"]].concat(),
    );
    scene.write(&file("ann"), "name = \"Ann, not committed\"\n");
    scene.refused(
        1,
        &[&RENAME[..], &["ann", "ann-lee", "--as", "maya"]].concat(),
    );
    assert_eq!(scene.read(&file("ann")), "name = \"Ann, not committed\"\n");
    assert!(!scene.path(&file("ann-lee")).exists());
}

#[test]
fn what_it_would_write_is_shown_staged_and_told() {
    let scene = founded();
    scene.tell("renaming/what_it_would_write_is_shown_staged_and_told");
    let command = [&RENAME[..], &["dee", "dee-ray", "--as", "maya"]].concat();
    scene.ok(&[&command[..], &["--dry-run"]].concat());
    assert_eq!(scene.git(&["status", "--porcelain"]), "");
    let staged = scene.copy();
    staged.ok(&[&command[..], &["--no-commit"]].concat());
    let status = staged.git(&["status", "--porcelain", "--no-renames"]);
    let mut lines: Vec<&str> = status.lines().collect();
    lines.sort_unstable();
    let expected = ["A  participants/dee-ray.toml", "D  participants/dee.toml"];
    assert_eq!(lines, expected);
    let (receipt, exit) = scene.json(&command);
    assert_eq!(exit, Some(0), "{receipt}");
    assert_eq!(receipt["removed"], serde_json::json!([file("dee")]));
    assert_eq!(receipt["files"][0]["path"], file("dee-ray"));
    assert!(scene.read(&file("dee-ray")).contains("[\"dora\", \"dee\"]"));
    is_sound(&scene);
}

#[test]
fn a_register_inside_a_project_is_renamed_in() {
    let mut scene = Scene::repository();
    scene.write("README.md", "A project.\n");
    scene.write("participants/ben.toml", "not a register's\n");
    scene.enter("groups/logs");
    for (path, text) in body::files() {
        scene.write(&path, &text);
    }
    scene.commit("Found the register", "2026-05-01T08:00:00Z");
    scene.now("2026-05-01T09:00:00Z");
    scene.write("draft.md", "The first text.\n");
    let draft = ["propose", "Retention", "--text", "draft.md", "--track"];
    scene.ok(&[&draft[..], &["policy", "--as", "ann"]].concat());
    std::fs::remove_file(scene.path("draft.md")).expect("a file to remove");
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    give(&scene, appeals::MOST);
    rename(&scene, "ben", "ben-lee", "maya");
    let changed = scene.git(&["diff", "--name-only", "--no-renames", "HEAD~1", "HEAD"]);
    let inside = |who: &str| format!("groups/logs/{}", file(who));
    assert_eq!(changed, [inside("ben-lee"), inside("ben")].join("\n"));
    scene.ok(&["position", "retention", "accept", "--as", "ben-lee"]);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&appeals::CONSENSUS);
    is_sound(&scene);
    let beside = scene.git_in("", &["show", "HEAD:participants/ben.toml"]);
    assert_eq!(beside, "not a register's");
}

#[test]
fn one_that_was_interrupted_is_done_again_from_the_beginning() {
    let scene = called("policy");
    let before = scene.git(&["rev-parse", "HEAD"]);
    let (old, new) = (file("ben"), file("ben-lee"));
    let text = scene.read(&old);
    // The state between index and branch, as a kill there leaves it.
    scene.write(&new, &format!("{text}also = [\"ben\"]\n"));
    let id = scene.git(&["hash-object", "-w", &new]);
    scene.git(&["rm", "--quiet", &old]);
    scene.git(&["add", &new]);
    let journal = format!("fi {} {old}\nfi {id} {new}\n", "0".repeat(40));
    scene.write(".git/plenary/journal", &journal);
    // Another write finds the old state again.
    scene.ok(&["position", "retention", "support", "--as", "ben"]);
    assert_eq!(
        scene.git(&["diff", "--name-only", &before, "HEAD"]),
        at("positions/ben.toml")
    );
    assert_eq!(scene.read(&old), text);
    is_sound(&scene);
    scene.write(".git/plenary/journal", &journal);
    scene.git(&["rm", "--quiet", &old]);
    rename(&scene, "ben", "ben-lee", "maya");
    assert!(!scene.path(&old).exists() && scene.path(&new).exists());
    is_sound(&scene);
}
