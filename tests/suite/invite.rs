//! Invitations: letters with links to the pages at which a forge takes an answer.

use crate::body::{self, at, give, said};
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

const LETTER: &str = r#"
To ben
To       BEN of the roster (ben)
Subject  Retention: your answer until Tue 12 May 2026 09:00 UTC

Test body asks for your answer on: Retention
Question:
  | Shall the group adopt "Retention" as it stands in text.md?
Text    Retention (revision r1)
Closes  Tue 12 May 2026 09:00 UTC

Answer with one click: each link opens your file in a web browser, filled in. Look at it, commit it, and propose the change. Of an objection, write between the marks first.
support — for:
    https://github.com/acme/register/new/main?filename=proposals%2Fretention%2Fpositions%2Fben.toml&value=position%20%3D%20%22support%22%0Aon%20%3D%20%22r1%22%0A
"#;

#[test]
fn a_letter_has_a_link_for_every_answer() {
    let scene = with_origin("policy", ORIGIN);
    let page = scene.ok(&["invite", "retention", "--for", "ben"]);
    said(
        &page,
        &[
            LETTER.trim_start_matches('\n'),
            "    Proposal: retention\n    Position: ANSWER\n",
            "Or answer by mail to SEC of the roster (sec)",
            "Nothing was sent",
        ],
    );
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
    said(
        &scene.ok(&["invite", "retention", "--for", "obs"]),
        &["obs has no seat in this call"],
    );
}

#[test]
fn forges_are_known_by_their_host_or_named() {
    let scene = with_origin(
        "policy",
        "https://ben:secret@gitlab.com/acme/sub/register.git",
    );
    let page = scene.ok(&[
        "invite",
        "retention",
        "--for",
        "ben",
        "--branch",
        "next/one",
    ]);
    assert!(!page.contains("secret"), "{page}");
    said(
        &page,
        &["https://gitlab.com/acme/sub/register/-/new/next/one?file_name=proposals%2F"],
    );
    let base = [
        "invite",
        "retention",
        "--for",
        "ben",
        "--url",
        "https://code.example.org/acme/reg",
    ];
    said(
        &scene.refused(2, &base),
        &["is at code.example.org", "hint: --url"],
    );
    let page = scene.ok(&[&base[..], &["--forge", "Forgejo"]].concat());
    said(
        &page,
        &["https://code.example.org/acme/reg/_new/main?filename=proposals%2F"],
    );
    said(
        &scene.refused(
            2,
            &[
                "invite",
                "retention",
                "--url",
                "/srv/git",
                "--forge",
                "gitlab",
            ],
        ),
        &["what --url says is no address of the web"],
    );
    scene.refused(2, &["invite", "retention", "--forge", "sourcehut"]);
    scene.refused(2, &["invite", "retention", "--all", "--missing"]);
}

#[test]
fn markdown_and_html_have_links_to_follow() {
    let scene = with_origin("policy", ORIGIN);
    let invite = ["invite", "retention", "--for", "ben"];
    let markdown = scene.ok(&[&invite[..], &["--format", "markdown"]].concat());
    said(
        &markdown,
        &["- [support — for](<https://github.com/acme/register/new/main?filename="],
    );
    let html = scene.ok(&[&invite[..], &["--format", "html"]].concat());
    let link = "<p><a href=\"https://github.com/acme/register/new/main?filename=proposals%2F";
    said(&html, &[link]);
}

#[test]
fn without_a_forge_the_letter_asks_for_a_mail() {
    let scene = body::called("policy");
    let page = scene.ok(&["invite", "retention", "--for", "ben"]);
    said(
        &page,
        &[
            "There are no links, because this repository has no remote origin",
            "    proposals/retention/positions/ben.toml\n    position = \"support\"\n",
            "Position: ANSWER\n",
            "one of support, accept, disagree, object, abstain or recuse",
        ],
    );
    scene.git(&["config", "remote.origin.url", "/srv/git/register.git"]);
    let page = scene.ok(&["invite", "retention"]);
    said(&page, &["its remote origin is no address of a forge"]);
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
    said(
        &scene.refused(1, &["invite", "retention"]),
        &[
            "no call is open on retention",
            "plenary call open retention",
        ],
    );
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-06-12T09:00:00Z");
    said(
        &scene.refused(1, &["invite", "retention"]),
        &["takes no answers now"],
    );
    said(
        &scene.refused(2, &["invite", "retnetion"]),
        &["did you mean retention?"],
    );
}
