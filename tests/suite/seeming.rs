//! Tests what looks like an answer or a record and is none: each is an error, and what only looks alike is not.

use std::fs;

use crate::body::{at, charter};
use crate::gate::{called, founded, judged, put, request, verdict};
use crate::scene::Scene;

const BEN: &str = "github:ben-x";
const SEC: &str = "github:sec-x";
const YES: &str = "position = \"support\"\n";

/// The register with a position that TC39 calls a block.
fn with_block() -> Scene {
    let mut scene = founded("account");
    let block = "block = { counts = \"against\", requires = \"objection\" }\n";
    let text = scene.read("charter.toml");
    let (head, rules) = text
        .split_once("\n[track.policy]\n")
        .expect("the track of this name");
    let at = rules.find("\n[").expect("a table");
    let (own, rest) = rules.split_at(at);
    let positions = format!("\n[track.policy.positions]\nsupport = \"for\"\n{block}");
    scene.write(
        "charter.toml",
        &format!("{head}\n[track.policy]\n{own}\n{positions}{rest}"),
    );
    scene.commit("Block", "2026-05-01T09:00:00Z");
    scene.now("2026-05-01T10:00:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md"];
    crate::gate::own(
        &scene,
        "ann",
        &[&draft[..], &["--track", "policy"]].concat(),
    );
    scene.now("2026-05-02T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    crate::gate::own(&scene, "maya", &open);
    scene.now("2026-05-03T09:00:00Z");
    scene
}

#[test]
fn a_block_alone_is_an_error_at_the_door() {
    assert!(charter().contains("[track.policy]"));
    let scene = with_block();
    let (position, objection) = (at("positions/ben.toml"), at("objections/ben.cost.toml"));
    let block = "position = \"block\"\n";
    let why = "about = \"cost\"\nproblem = \"It costs.\"\nresolve = \"Pay for it.\"\n";
    let wrong = [format!("P231 {position}")];
    request(&scene, &[(&position, block)]);
    assert_eq!(judged(&scene, BEN), wrong);
    // A comment, and an objection that was withdrawn, do not carry it.
    for not_live in ["blocking = false\n", "withdrawn = true\n"] {
        let filed = format!("{why}{not_live}");
        request(&scene, &[(&position, block), (&objection, &filed)]);
        assert_eq!(judged(&scene, BEN), wrong, "{not_live}");
    }
    // Nobody else's objection carries it without joining.
    request(
        &scene,
        &[(&position, &format!("{block}joins = [\"cid.cost\"]\n"))],
    );
    assert!(judged(&scene, BEN).contains(&wrong[0]));
    for good in [
        vec![(position.as_str(), format!("{block}{why}"))],
        vec![
            (&*position, block.to_owned()),
            (&*objection, why.to_owned()),
        ],
        vec![(&*position, YES.to_owned())],
    ] {
        let good: Vec<(&str, &str)> = good
            .iter()
            .map(|(path, text)| (*path, text.as_str()))
            .collect();
        request(&scene, &good);
        assert_eq!(judged(&scene, BEN), [""; 0], "{good:?}");
    }
    scene.refused(1, &["position", "retention", "block", "--as", "ben"]);
}

#[test]
fn an_objection_that_is_withdrawn_later_makes_no_error() {
    let scene = with_block();
    let position = at("positions/ben.toml");
    let objection = at("objections/ben.cost.toml");
    let why = "about = \"cost\"\nproblem = \"It costs.\"\nresolve = \"Pay for it.\"\n";
    put(
        &scene,
        &[(&position, "position = \"block\"\n"), (&objection, why)],
    );
    scene.commit("Block", "2026-05-03T08:30:00Z");
    request(&scene, &[(&objection, &format!("{why}withdrawn = true\n"))]);
    assert_eq!(judged(&scene, BEN), [format!("S132 {position}")]);
}

#[test]
fn a_record_elsewhere_is_an_error_with_its_place() {
    let scene = called("account");
    let meant = at("positions/ben.toml");
    for path in [
        "ben.toml",
        "positions/ben.toml",
        "Proposals/retention/positions/ben.toml",
        "proposal/retention/positions/ben.toml",
        "proposals/retention/ben.toml",
        "proposals/retention/position/ben.toml",
        "proposals/retention/positions/ben.tml",
        "proposals/retention/positions/ben.toml.txt",
    ] {
        request(&scene, &[(path, YES)]);
        let found = judged(&scene, SEC);
        assert!(found.contains(&format!("S145 {path}")), "{path}: {found:?}");
        let (report, _) = verdict(&scene, SEC);
        let findings = report["findings"].as_array().expect("findings");
        let own = findings.iter().find(|each| each["code"] == "S145");
        let hint = own.expect("the finding")["hint"].to_string();
        let place = meant.replace("retention", "PROPOSAL");
        assert!(hint.contains(&meant) || hint.contains(&place), "{hint}");
        assert!(hint.contains("In a browser"), "{hint}");
    }
}

#[test]
fn files_of_other_tools_raise_no_alarm() {
    let scene = called("account");
    let cargo = "[package]\nname = \"x\"\nversion = \"1.0.0\"\n";
    for (path, text) in [
        ("Cargo.toml", cargo),
        ("pyproject.toml", "[project]\nname = \"x\"\n"),
        ("README.toml", "text = \"Read me.\"\n"),
        ("docs/ben.toml", YES),
        ("docs/proposals/retention/positions/ben.toml", YES),
        (
            "positions/queen.toml",
            "position = \"d4\"\npiece = \"queen\"\n",
        ),
        ("calls/phone.toml", "number = 12\n"),
    ] {
        request(&scene, &[(path, text)]);
        assert_eq!(judged(&scene, SEC), [""; 0], "{path}");
    }
}

/// The same register in a folder of a repository.
fn in_a_folder() -> Scene {
    let scene = Scene::repository();
    for (path, text) in crate::body::files() {
        scene.write(&format!("docs/register/{path}"), &text);
    }
    scene.commit("Begin", "2026-05-01T08:00:00Z");
    scene
}

#[test]
fn attributes_above_the_register_are_judged_as_well() {
    let mut scene = in_a_folder();
    scene.enter("docs/register");
    scene.now("2026-05-03T09:00:00Z");
    let codes = |report: &serde_json::Value| -> Vec<String> {
        let findings = report["findings"].as_array().expect("findings").iter();
        let told = findings.map(|each| format!("{} {}", each["code"], each["path"]));
        told.map(|each| each.replace('"', "")).collect()
    };
    let check = ["check", "--changed", "main...request"];
    for (path, text, found) in [
        ("../../.gitattributes", "*.toml merge=union\n", true),
        ("../.gitattributes", "register/** export-ignore\n", true),
        (
            "../../.gitattributes",
            "/docs/register/*.toml -diff\n",
            true,
        ),
        (
            "../../.gitattributes",
            "src/** merge=union\n*.png binary\n",
            false,
        ),
        ("../.gitattributes", "guide/** export-ignore\n", false),
    ] {
        scene.git(&["checkout", "-q", "-B", "request", "main"]);
        let place = scene.dir().join(path);
        fs::write(&place, text).expect("write");
        scene.git(&["add", "-A", "../.."]);
        scene.git(&["commit", "-q", "-m", "Attributes"]);
        let expected = match found {
            true => vec![format!("S118 {path}")],
            false => Vec::new(),
        };
        assert_eq!(codes(&scene.json(&check).0), expected, "{text}");
        let (whole, _) = scene.json(&["check"]);
        assert_eq!(codes(&whole), expected, "{text}");
    }
    scene.git(&["checkout", "-q", "main"]);
    let (whole, _) = scene.json(&["check"]);
    assert_eq!(codes(&whole), [""; 0]);
    let info = scene.dir().join("../../.git/info");
    fs::create_dir_all(&info).expect("a folder");
    fs::write(info.join("attributes"), "docs/register/*.toml ident\n").expect("write");
    let (whole, exit) = scene.json(&["check"]);
    assert_eq!(codes(&whole), ["S118 ../../.git/info/attributes"]);
    assert_eq!(exit, Some(1));
}
