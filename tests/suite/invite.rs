//! Tests invitations: letters with links to the pages of a hosting service on which participants answer.

use crate::body::{self, at, give};
use crate::scene::Scene;

const ORIGIN: &str = "ssh://git@github.com:22/acme/register.git";

fn with_origin(track: &str, origin: &str) -> Scene {
    let scene = body::called(track);
    scene.git(&["config", "remote.origin.url", origin]);
    scene
}

fn letters(scene: &Scene, arguments: &[&str]) -> Vec<serde_json::Value> {
    let (value, exit) = scene.json(&[&["invite", "retention"], arguments].concat());
    assert_eq!(exit, Some(0), "{value}");
    value["invitations"].as_array().expect("letters").clone()
}

/// What a browser makes of the query of a link.
fn decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let pair = [bytes.next().unwrap(), bytes.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&pair).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(out).unwrap()
}

/// Path and content that the forge's page would have.
fn filled(link: &str, name: &str, value: &str) -> (String, String) {
    let (_, query) = link.split_once('?').expect("a query");
    let (path, content) = query.split_once('&').expect("two parameters");
    let path = path.strip_prefix(&format!("{name}=")).expect("a path");
    let content = content.strip_prefix(&format!("{value}=")).expect("content");
    (decoded(path), decoded(content))
}

#[test]
fn a_letter_has_a_link_for_every_answer() {
    let scene = with_origin("policy", ORIGIN);
    scene.tell("invite/a_letter_has_a_link_for_every_answer");
    scene.ok(&["invite", "retention", "--for", "ben"]);
    let letters = letters(&scene, &["--for", "ben"]);
    let answers = letters[0]["answers"].as_array().expect("answers");
    let names: Vec<&str> = answers
        .iter()
        .map(|a| a["answer"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "support", "accept", "disagree", "object", "abstain", "recuse"
        ]
    );
    let text = letters[0]["text"].as_str().expect("the text of the mail");
    for answer in answers {
        let link = answer["link"].as_str().expect("a link");
        assert!(text.contains(&format!("\n{link}\n")), "{text}");
        let (path, content) = filled(link, "filename", "value");
        assert_eq!(
            (&path[..], &content[..]),
            (
                answer["path"].as_str().unwrap(),
                answer["content"].as_str().unwrap()
            )
        );
        assert_eq!(path, at("positions/ben.toml"));
        assert!(content.contains(&format!(
            "position = \"{}\"",
            answer["answer"].as_str().unwrap()
        )));
    }
}

#[test]
fn what_a_link_fills_in_passes_the_check_of_a_request_and_an_empty_objection_does_not() {
    let scene = with_origin("policy", ORIGIN);
    scene.tell(
        "invite/what_a_link_fills_in_passes_the_check_of_a_request_and_an_empty_objection_does_not",
    );
    let letters = letters(&scene, &["--for", "ben"]);
    for answer in letters[0]["answers"].as_array().expect("answers") {
        let name = answer["answer"].as_str().unwrap();
        scene.git(&["switch", "--quiet", "-c", &format!("by-{name}"), "main"]);
        let (path, content) = (
            answer["path"].as_str().unwrap(),
            answer["content"].as_str().unwrap(),
        );
        scene.write(path, content);
        scene.commit("Answer", "2026-05-03T09:00:00Z");
        let range = format!("main...by-{name}");
        match name {
            "object" => {
                let (found, exit) = scene.json(&["check", "--changed", &range]);
                assert_eq!(exit, Some(1), "{found}");
                let content = content
                    .replace("about = \"\"", "about = \"cost\"")
                    .replace("problem = '''\n", "problem = '''\nIt costs.\n")
                    .replace("resolve = '''\n", "resolve = '''\nLess.\n");
                scene.write(path, &content);
                scene.commit("Say what it is", "2026-05-03T09:00:00Z");
                scene.ok(&["check", "--changed", &range]);
            }
            _ => drop(scene.ok(&["check", "--changed", &range])),
        }
    }
}

#[test]
fn who_answered_is_not_invited_and_who_is_named_gets_a_link_to_their_file() {
    let scene = with_origin("policy", ORIGIN);
    scene.tell("invite/who_answered_is_not_invited_and_who_is_named_gets_a_link_to_their_file");
    let all = letters(&scene, &["--all"]);
    give(&scene, &[("ben", "accept"), ("alt", "accept")]);
    let of = |letters: &[serde_json::Value]| -> Vec<String> {
        let names = letters.iter().map(|l| l["participant"].as_str().unwrap());
        names.map(str::to_owned).collect()
    };
    assert_eq!(
        of(&all),
        ["ann", "ben", "cid", "dee", "eve", "idris", "maya"]
    );
    // Eve's alternate has answered for her.
    let missing = ["ann", "cid", "dee", "idris", "maya"];
    assert_eq!(of(&letters(&scene, &[])), missing);
    assert_eq!(of(&letters(&scene, &["--missing"])), missing);
    let named = letters(&scene, &["--for", "ben", "dora"]);
    assert_eq!(of(&named), ["ben", "dee"]);
    let answers = named[0]["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 1);
    assert_eq!(
        answers[0]["link"],
        "https://github.com/acme/register/edit/main/proposals/retention/positions/ben.toml"
    );
    scene.ok(&["invite", "retention", "--for", "obs"]);
}

#[test]
fn forges_are_known_by_their_host_or_named() {
    let scene = with_origin(
        "policy",
        "https://ben:secret@gitlab.com/acme/sub/register.git",
    );
    scene.tell("invite/forges_are_known_by_their_host_or_named");
    let page = scene.ok(&[
        "invite",
        "retention",
        "--for",
        "ben",
        "--branch",
        "next/one",
    ]);
    assert!(!page.contains("secret"), "{page}");
    let base = [
        "invite",
        "retention",
        "--for",
        "ben",
        "--url",
        "https://code.example.org/acme/reg",
    ];
    scene.refused(2, &base);
    scene.ok(&[&base[..], &["--forge", "Forgejo"]].concat());
    scene.refused(
        2,
        &[
            "invite",
            "retention",
            "--url",
            "/srv/git",
            "--forge",
            "gitlab",
        ],
    );
    scene.refused(2, &["invite", "retention", "--forge", "sourcehut"]);
    scene.refused(2, &["invite", "retention", "--all", "--missing"]);
}

#[test]
fn markdown_has_links_to_follow() {
    let scene = with_origin("policy", ORIGIN);
    scene.tell("invite/markdown_has_links_to_follow");
    let invite = ["invite", "retention", "--for", "ben"];
    scene.ok(&[&invite[..], &["--format", "markdown"]].concat());
    scene.refused(2, &[&invite[..], &["--format", "html"]].concat());
}

#[test]
fn without_a_forge_the_letter_asks_for_a_mail() {
    let scene = body::called("policy");
    scene.tell("invite/without_a_forge_the_letter_asks_for_a_mail");
    scene.ok(&["invite", "retention", "--for", "ben"]);
    scene.git(&["config", "remote.origin.url", "/srv/git/register.git"]);
    scene.ok(&["invite", "retention"]);
}

#[test]
fn groups_are_asked_by_who_speaks_for_them() {
    let scene = with_origin("groups", ORIGIN);
    let letters = letters(&scene, &["--all"]);
    let whom: Vec<(&str, &str)> = letters
        .iter()
        .map(|l| {
            (
                l["participant"].as_str().unwrap(),
                l["group"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(whom, [("ann", "north"), ("cid", "south"), ("eve", "east")]);
    let answer = &letters[0]["answers"][0];
    assert_eq!(answer["path"], at("positions/@north.toml"));
    let link = answer["link"].as_str().unwrap();
    assert!(link.contains("positions%2F%40north.toml&value="), "{link}");
}

#[test]
fn a_register_in_a_folder_has_its_files_there() {
    let mut scene = Scene::repository();
    scene.tell("invite/a_register_in_a_folder_has_its_files_there");
    scene.git(&["config", "remote.origin.url", ORIGIN]);
    scene.enter("records");
    for (path, text) in body::files() {
        scene.write(&path, &text);
    }
    scene.commit("Found", "2026-05-01T08:00:00Z");
    scene.now("2026-05-01T09:00:00Z");
    scene.write("../draft.md", "Text.\n");
    scene.ok(&[
        "propose",
        "Retention",
        "--text",
        "../draft.md",
        "--track",
        "policy",
        "--as",
        "ann",
    ]);
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    let letters = letters(&scene, &["--for", "ben"]);
    assert_eq!(
        letters[0]["answers"][0]["path"],
        "records/proposals/retention/positions/ben.toml"
    );
}

#[test]
fn nobody_is_invited_to_a_call_that_is_not_open() {
    let mut scene = body::proposed("policy");
    scene.tell("invite/nobody_is_invited_to_a_call_that_is_not_open");
    scene.refused(1, &["invite", "retention"]);
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-06-12T09:00:00Z");
    scene.refused(1, &["invite", "retention"]);
    scene.refused(2, &["invite", "retnetion"]);
}
