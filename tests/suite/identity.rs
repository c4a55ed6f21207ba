//! Tests one person with several ids: rights, records and counts are those of the person.

use crate::appeals;
use crate::body::{self, at, called, founded, give, said, tallied};
use crate::gate::{self, judged, request};
use crate::scene::Scene;

/// Moves somebody's record to a new id, which has the former one in `also`.
fn rename(scene: &Scene, old: &str, new: &str, date: &str) {
    let (from, to) = (
        format!("participants/{old}.toml"),
        format!("participants/{new}.toml"),
    );
    let text = scene.read(&from);
    scene.git(&["mv", &from, &to]);
    scene.write(&to, &format!("{text}also = [\"{old}\"]\n"));
    scene.commit(&format!("Rename {old}"), date);
}

/// The codes that a check of everything finds.
fn found(scene: &Scene, command: &str) -> Vec<String> {
    let words: Vec<&str> = command.split(' ').collect();
    let (report, exit) = scene.json(&words);
    let findings = report
        .pointer("/check/findings")
        .unwrap_or(&report["findings"]);
    let findings = findings.as_array().expect("findings").iter();
    let said = findings.map(|finding| {
        let word = |key: &str| finding[key].as_str().unwrap_or_default();
        format!("{} {} {}", word("code"), word("path"), word("message"))
    });
    let all: Vec<String> = said.collect();
    assert_eq!(exit, Some(i32::from(!all.is_empty())), "{report}");
    all
}

/// How many support, disagree, and were not counted.
fn count(scene: &Scene) -> [u64; 3] {
    let number = |pointer: &str| tallied(scene, pointer).as_u64().expect("a number");
    let aside = tallied(scene, "/set-aside");
    let aside = aside.as_array().map_or(0, Vec::len);
    let of = |word: &str| number(&format!("/positions/{word}"));
    [of("support"), of("disagree"), aside as u64]
}

const DRAFT: [&str; 6] = [
    "propose",
    "Retention",
    "--text",
    ".git/draft.md",
    "--track",
    "policy",
];
const OPEN: [&str; 5] = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];

/// Maya, a chair, has proposed and then changed her id; the charter has the former one.
fn author_renamed() -> Scene {
    let mut scene = founded();
    scene.write(".git/draft.md", "The first text.\n");
    scene.ok(&[&DRAFT[..], &["--as", "maya"]].concat());
    rename(&scene, "maya", "maya-chen", "2026-05-01T10:00:00Z");
    scene.now("2026-05-02T09:00:00Z");
    scene
}

#[test]
fn an_author_who_changed_her_id_is_still_the_author() {
    let mut scene = author_renamed();
    said(
        &scene.refused(1, &[&OPEN[..], &["--as", "maya-chen"]].concat()),
        &["maya-chen"],
    );
    scene.ok(&[&OPEN[..], &["--as", "idris"]].concat());
    scene.now("2026-05-03T09:00:00Z");
    give(&scene, &appeals::MOST[1..]);
    scene.now("2026-05-12T10:00:00Z");
    let decide = |who| [&appeals::CONSENSUS[..], &["--as", who]].concat();
    said(&scene.refused(1, &decide("maya-chen")), &["maya-chen"]);
    scene.ok(&decide("idris"));
    scene.ok(&["verify"]);
    // A decision that names her as its chair is found, no matter who wrote it.
    let path = at("calls/1/decision.toml");
    let forged = scene
        .read(&path)
        .replace("\nby = \"idris\"", "\nby = \"maya-chen\"");
    scene.write(&path, &forged);
    scene.commit("Take it over", "2026-05-12T11:00:00Z");
    let faults = found(&scene, "verify").concat();
    said(&faults, &["D412", "maya-chen"]);
}

#[test]
fn an_author_who_changed_her_id_is_found_by_the_check_of_a_request() {
    let mut scene = author_renamed();
    // What idris would write, and the same written by the author under each of her ids.
    let brought = |scene: &Scene, command: &[&str], paths: &[&str], by: &str| {
        let copy = scene.copy();
        copy.ok(&[command, &["--as", "idris"]].concat());
        let named = format!("\nby = \"{by}\"");
        let text = |path: &&str| copy.read(&at(path)).replace("\nby = \"idris\"", &named);
        let texts: Vec<(String, String)> =
            paths.iter().map(|path| (at(path), text(path))).collect();
        let files: Vec<(&str, &str)> = texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        request(scene, &files);
        judged(scene, "")
    };
    let call = ["calls/1/call.toml"];
    assert_eq!(brought(&scene, &OPEN, &call, "idris"), [""; 0]);
    for by in ["maya", "maya-chen"] {
        let refused = brought(&scene, &OPEN, &call, by);
        assert_eq!(refused, [format!("P201 {}", at(call[0]))], "{by}");
    }
    scene.ok(&[&OPEN[..], &["--as", "idris"]].concat());
    scene.now("2026-05-03T09:00:00Z");
    give(&scene, &appeals::MOST[1..]);
    scene.now("2026-05-12T10:00:00Z");
    let decision = ["calls/1/decision.toml", "calls/1/inputs.sha256"];
    let decided = |by| brought(&scene, &appeals::CONSENSUS, &decision, by);
    assert_eq!(decided("idris"), [""; 0]);
    for by in ["maya", "maya-chen"] {
        let refused = decided(by);
        let expected = format!("P201 {}", at(decision[0]));
        assert!(refused.contains(&expected), "{by}: {refused:?}");
    }
}

#[test]
fn a_chair_acts_while_the_charter_has_the_former_id() {
    let scene = author_renamed();
    let charter = scene.read("charter.toml");
    scene.write(
        "charter.toml",
        &charter.replace("[\"maya\", \"idris\"]", "[\"maya\"]"),
    );
    scene.commit("One chair", "2026-05-02T08:00:00Z");
    scene.ok(&[
        "participant",
        "set",
        "ben",
        "--region",
        "asia",
        "--as",
        "maya-chen",
    ]);
    scene.ok(&[
        "participant",
        "set",
        "ben",
        "--region",
        "africa",
        "--as",
        "maya",
    ]);
    let (check, exit) = scene.json(&["check"]);
    assert_eq!(exit, Some(0), "{check}");
}

#[test]
fn an_objector_who_changed_the_id_does_not_dispose_of_the_objection() {
    let mut scene = gate::called("account");
    scene.tell("identity/an_objector_who_changed_the_id_does_not_dispose_of_the_objection");
    let charter = scene.read("charter.toml");
    let chairs = "[\"maya\", \"idris\", \"cid\"]";
    scene.write(
        "charter.toml",
        &charter.replace("[\"maya\", \"idris\"]", chairs),
    );
    scene.commit("Three chairs", "2026-05-03T08:00:00Z");
    body::object(&scene);
    scene.ok(&["respond", "cid.cost", "It costs little.", "--as", "ann"]);
    rename(&scene, "cid", "cid-ng", "2026-05-04T08:00:00Z");
    scene.now("2026-05-05T09:00:00Z");
    let dispose = ["dispose", "cid.cost", "set-aside", "--reason", "Enough."];
    said(
        &scene.refused(1, &[&dispose[..], &["--as", "cid-ng"]].concat()),
        &["cid-ng", "maya", "idris"],
    );
    // What is written by hand is refused at the gate.
    let handling = at("handling/cid.cost.toml");
    let before = scene.read(&handling);
    let ended = |by: &str| {
        let disposition = "[disposition]\nvalue = \"set-aside\"\nat = 2026-05-05T09:00:00Z\n";
        format!("{before}\n{disposition}by = \"{by}\"\nreason = '''Enough.'''\n")
    };
    for by in ["cid", "cid-ng"] {
        request(&scene, &[(&handling, &ended(by))]);
        let refused = judged(&scene, "github:cid-x");
        assert_eq!(refused, [format!("P216 {handling}")], "{by}");
    }
    request(&scene, &[(&handling, &ended("maya"))]);
    assert_eq!(judged(&scene, "github:maya-c"), [""; 0]);
    // And found if it is committed all the same.
    scene.write(&handling, &ended("cid-ng"));
    scene.commit("Dispose of it myself", "2026-05-05T09:30:00Z");
    said(&found(&scene, "verify").concat(), &["H305", "P216"]);
}

#[test]
fn a_judge_who_changed_her_id_does_not_hear_the_appeal() {
    let mut scene = appeals::adopted(appeals::RULE);
    let appeal = ["appeal", "open", "retention", "--ground", "process"];
    let why = [
        "--problem",
        "Late text.",
        "--asks",
        "A new call.",
        "--as",
        "cid",
    ];
    scene.now("2026-05-20T10:00:00Z");
    scene.ok(&[&appeal[..], &why].concat());
    rename(&scene, "maya", "maya-chen", "2026-05-21T08:00:00Z");
    scene.now("2026-05-22T10:00:00Z");
    let close = ["appeal", "close", "retention", "cid", "dismissed"];
    let close = [&close[..], &["--reason", "We read it.", "--as"]].concat();
    said(
        &scene.refused(1, &[&close[..], &["maya-chen"]].concat()),
        &["maya-chen"],
    );
    let ruling = at("calls/1/rulings/cid.toml");
    let text = "[ruling]\nvalue = \"dismissed\"\nby = \"maya-chen\"\nat = 2026-05-22T10:00:00Z\n\
                reason = '''We read it.'''\n";
    request(&scene, &[(&ruling, text)]);
    let refused = judged(&scene, "");
    assert!(refused.contains(&format!("P201 {ruling}")), "{refused:?}");
    scene.write(&ruling, text);
    scene.commit("Rule on it myself", "2026-05-22T11:00:00Z");
    said(&found(&scene, "verify").concat(), &["H305", "P201"]);
    scene.git(&["reset", "--quiet", "--hard", "HEAD^"]);
    scene.ok(&[&close[..], &["eve"]].concat());
    // The decision was made under the former id, and is the same to the byte.
    scene.ok(&["verify"]);
}

#[test]
fn somebody_renamed_during_a_call_keeps_seat_position_and_objections() {
    let mut scene = called("policy");
    give(
        &scene,
        &[("ann", "support"), ("ben", "support"), ("alt", "support")],
    );
    body::object(&scene);
    scene.ok(&["respond", "cid.cost", "It costs little.", "--as", "ann"]);
    rename(&scene, "ben", "ben-lee", "2026-05-04T08:00:00Z");
    rename(&scene, "cid", "cid-ng", "2026-05-04T08:10:00Z");
    rename(&scene, "eve", "eve-oz", "2026-05-04T08:20:00Z");
    scene.now("2026-05-05T09:00:00Z");
    assert_eq!(count(&scene), [3, 0, 0]);
    // The answer changes by command, in the file that is there.
    scene.ok(&["position", "retention", "disagree", "--as", "ben-lee"]);
    assert!(scene.read(&at("positions/ben.toml")).contains("disagree"));
    assert!(!scene.path(&at("positions/ben-lee.toml")).exists());
    assert_eq!(count(&scene), [2, 1, 0]);
    // The objector answers for the objection, under either name of it.
    scene.ok(&["reply", "cid.cost", "maintained", "--as", "cid-ng"]);
    said(
        &scene.ok(&["trace", "cid-ng.cost"]),
        &["cid-ng.cost", "maintained"],
    );
    assert!(
        scene
            .read(&at("objections/cid.cost.toml"))
            .contains("maintained")
    );
    let dispose = ["dispose", "cid-ng.cost", "outweighed", "--reason", "Cheap."];
    scene.ok(&[&dispose[..], &["--alternatives", "None.", "--as", "maya"]].concat());
    assert!(!scene.path(&at("handling/cid-ng.cost.toml")).exists());
    give(
        &scene,
        &[
            ("maya", "support"),
            ("dee", "support"),
            ("eve-oz", "support"),
        ],
    );
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&appeals::CONSENSUS);
    let decision = scene.read(&at("calls/1/decision.toml"));
    said(&decision, &["\"cid-ng.cost\"", "positions/ben.toml"]);
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
}

#[test]
fn two_files_of_one_person_are_found_in_a_tree() {
    let mut scene = called("policy");
    give(&scene, &[("dee", "support")]);
    body::object(&scene);
    rename(&scene, "cid", "cid-ng", "2026-05-04T08:00:00Z");
    scene.now("2026-05-05T09:00:00Z");
    let (dora, own) = (at("positions/dora.toml"), at("positions/dee.toml"));
    scene.write(&dora, "position = \"disagree\"\n");
    let (old, new) = (
        at("objections/cid.cost.toml"),
        at("objections/cid-ng.cost.toml"),
    );
    let text = scene.read(&old).replace("It costs.", "It costs more.");
    scene.write(&new, &text);
    scene.commit("File twice", "2026-05-05T08:00:00Z");
    let twice = found(&scene, "check");
    for path in [&dora, &own, &old, &new] {
        let this = format!("S116 {path} ");
        assert!(
            twice.iter().any(|fault| fault.starts_with(&this)),
            "{twice:?}"
        );
    }
    // The file under the present id counts.
    assert_eq!(count(&scene), [1, 0, 1]);
    said(&scene.ok(&["show", "cid-ng.cost"]), &["It costs more."]);
}

#[test]
fn two_participants_of_a_call_are_not_made_one_while_it_is_open() {
    let mut scene = called("policy");
    give(&scene, &[("ann", "support"), ("ben", "disagree")]);
    let ann = scene.read("participants/ann.toml");
    std::fs::remove_file(scene.path("participants/ben.toml")).expect("a file to remove");
    scene.write("participants/ann.toml", &format!("{ann}also = [\"ben\"]\n"));
    scene.commit("Make one of two", "2026-05-04T08:00:00Z");
    scene.now("2026-05-05T09:00:00Z");
    assert_eq!(count(&scene), [1, 1, 0]);
}

/// A participant's record with more lines at its end.
fn add(scene: &Scene, who: &str, lines: &str) {
    let path = format!("participants/{who}.toml");
    let text = scene.read(&path);
    scene.write(&path, &format!("{text}{lines}"));
}

#[test]
fn a_name_means_one_person_however_it_is_typed() {
    let mut scene = called("policy");
    add(&scene, "ann", "known-as = [\"4711\", \"In\u{e9}s G.\"]\n");
    add(&scene, "ben", "accounts = [\"github:ben-gh\"]\n");
    scene.commit("Other names", "2026-05-03T08:00:00Z");
    scene.now("2026-05-04T09:00:00Z");
    let said_for = |typed: &str| {
        let how = ["--received", "2026-05-04T08:00Z", "--as", "sec"];
        scene.ok(&[
            &["position", "retention", "support", "--for", typed][..],
            &how,
        ]
        .concat());
    };
    said_for("4711");
    assert!(scene.path(&at("positions/ann.toml")).exists());
    said_for("@ben-gh");
    assert!(scene.path(&at("positions/ben.toml")).exists());
    said_for("CID of the Roster");
    assert!(scene.path(&at("positions/cid.toml")).exists());
    // Composed otherwise, and as the participant who acts.
    scene.ok(&[
        "position",
        "retention",
        "disagree",
        "--as",
        "ine\u{301}s g.",
    ]);
    assert!(scene.read(&at("positions/ann.toml")).contains("disagree"));
    scene.ok(&[
        "position",
        "retention",
        "support",
        "--as",
        "EVE of the roster",
    ]);
    said(
        &scene.refused(
            2,
            &[
                "position",
                "retention",
                "support",
                "--for",
                "idirs",
                "--as",
                "sec",
            ],
        ),
        &["idirs", "idris"],
    );
    // Tables understand the same.
    let table = "participant,position\n@dora,support\n@idris,support\n";
    scene.write(".git/table.csv", table);
    let intake = ["intake", "csv", ".git/table.csv", "--proposal", "retention"];
    scene.ok(&[&intake[..], &["--as", "sec", "--write"]].concat());
    assert!(scene.path(&at("positions/dee.toml")).exists());
    assert!(scene.path(&at("positions/idris.toml")).exists());
    add(&scene, "ben", "known-as = [\"iN\u{e9}s  g.\", \"cid\"]\n");
    let twice = found(&scene, "check --worktree");
    assert_eq!(
        twice
            .iter()
            .filter(|one| one.starts_with("S112 participants/ben"))
            .count(),
        2
    );
}

#[test]
fn names_in_parts_may_be_begun_in_each() {
    let scene = called("policy");
    body::object(&scene);
    let more = [
        "object",
        "retention",
        "--about",
        "cost",
        "--problem",
        "More.",
        "--resolve",
    ];
    scene.ok(&[&more[..], &["Less.", "--id", "cost-of-all", "--as", "cid"]].concat());
    said(&scene.ok(&["show", "ci.cost"]), &["It costs."]);
    scene.ok(&["respond", "c.cost-", "Yes.", "--as", "ann"]);
    assert!(scene.path(&at("handling/cid.cost-of-all.toml")).exists());
    said(
        &scene.refused(2, &["respond", "c.co", "Yes.", "--as", "ann"]),
        &["cid.cost"],
    );
    said(
        &scene.refused(2, &["respond", "cid.csot", "Yes.", "--as", "ann"]),
        &["cid.cost"],
    );
    scene.ok(&[
        "position",
        "retention",
        "disagree",
        "--joins",
        "c.cost",
        "--as",
        "ben",
    ]);
    assert!(
        scene
            .read(&at("positions/ben.toml"))
            .contains("joins = [\"cid.cost\"]")
    );
    scene.ok(&["participant", "set", "be", "--group", "so"]);
    assert!(
        scene
            .read("participants/ben.toml")
            .contains("group = \"south\"")
    );
}

#[test]
fn the_record_of_a_participant_can_be_taken_back_in_parts() {
    let scene = founded();
    let text = || scene.read("participants/ben.toml");
    scene.ok(&[
        "participant",
        "set",
        "ben",
        "--standing",
        "observer",
        "--known-as",
        "B-7",
    ]);
    assert!(text().contains("standing = [\"observer\"]"));
    scene.ok(&[
        "participant",
        "set",
        "B-7",
        "--standing",
        "member",
        "--clear",
        "affiliation",
    ]);
    assert_eq!(
        text(),
        "name = \"BEN of the roster\"\ngroup = \"north\"\nregion = \"europe\"\nknown-as = \
         [\"B-7\"]\n"
    );
    scene.ok(&[
        "participant",
        "set",
        "ben",
        "--clear",
        "known-as",
        "--role",
        "editor",
    ]);
    scene.ok(&[
        "participant",
        "set",
        "ben",
        "--no-role",
        "editor",
        "--role",
        "co-chair",
    ]);
    let charter = scene.read("charter.toml");
    said(&charter, &["editor = []", "co-chair = [\"ben\"]"]);
    said(
        &scene.refused(2, &["participant", "set", "ben", "--no-role", "editor"]),
        &["ben", "editor"],
    );
    said(
        &scene.refused(2, &["participant", "set", "ben", "--clear", "regoin"]),
        &["region"],
    );
}

#[test]
fn one_organisation_in_several_spellings_is_one_or_is_warned_of() {
    let mut scene = body::proposed("policy");
    scene.tell("identity/one_organisation_in_several_spellings_is_one_or_is_warned_of");
    for (who, name) in [
        ("maya", "Google"),
        ("idris", "GOOGLE"),
        ("eve", "Google LLC"),
    ] {
        add(&scene, who, &format!("affiliation = \"{name}\"\n"));
    }
    let charter = scene.read("charter.toml");
    let regions = "regions = [\"africa\", \"asia\", \"europe\"]\n\n[[group]]\nid = \"north\"";
    let with = charter.replacen("[[group]]\nid = \"north\"", regions, 1);
    scene.write("charter.toml", &with);
    scene.commit("Affiliations", "2026-05-01T10:00:00Z");
    let (report, _) = scene.json(&["check"]);
    assert_eq!(report["warnings"], 2, "{report}");
    scene.now("2026-05-02T09:00:00Z");
    said(&scene.ok(&["ready", "retention"]), &["Google"]);
    let output = scene.plenary(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    let remarks = String::from_utf8(output.stderr).expect("text");
    assert!(output.status.success(), "{remarks}");
    said(&remarks, &["\"Google LLC\""]);
    let (balance, _) = scene.json(&["balance", "retention"]);
    let families = balance["families"].as_array().expect("families").iter();
    let google = families.filter(|one| {
        let name = one["name"].as_str().or(one["family"].as_str());
        name.is_some_and(|name| name.to_lowercase().starts_with("google"))
    });
    assert_eq!(google.count(), 2, "{balance}");
    add(&scene, "sec", "region = \"euorpe\"\n");
    scene.commit("Another region", "2026-05-02T10:00:00Z");
    let unknown = found(&scene, "check");
    assert!(
        unknown
            .iter()
            .any(|one| one.starts_with("S141 participants/sec")),
        "{unknown:?}"
    );
}
