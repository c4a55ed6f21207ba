//! Tests how the site marks answers that were given on an earlier text.

use serde_json::Value;

use crate::body::{at, give, proposed};
use crate::scene::Scene;
use crate::site::{page, site};

/// A call on the second text of a proposal. Ann and Eve answered only on the first one, Ben on the second.
fn called_again(track: &str) -> Scene {
    let mut scene = proposed(track);
    scene.write(".git/info/exclude", "/public*/\n");
    scene.now("2026-05-01T12:00:00Z");
    give(&scene, &[("ann", "accept"), ("eve", "disagree")]);
    scene.now("2026-05-01T15:00:00Z");
    scene.write(&at("text.md"), "The second text.\n");
    scene.quietly(&["revise", "retention", "--material", "--as", "ann"]);
    scene.now("2026-05-02T09:00:00Z");
    scene.quietly(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    give(&scene, &[("ben", "accept")]);
    scene.now("2026-05-12T10:00:00Z");
    scene
}

/// What begins so, up to an end.
fn part<'p>(page: &'p str, begin: &str, end: &str) -> &'p str {
    let (_, rest) = page
        .split_once(begin)
        .unwrap_or_else(|| panic!("no {begin}: {page}"));
    rest.split(end).next().unwrap_or(rest)
}

/// The number of a mark in the key of a page, by what it means.
fn marked<'p>(page: &'p str, meaning: &str) -> &'p str {
    let mut items = page.split("<li><svg").skip(1);
    let item = items.find(|item| item.contains(&format!("</svg>\n {meaning}</li>")));
    let item = item.unwrap_or_else(|| panic!("no {meaning} in the key: {page}"));
    part(item, "<g id=\"", "\"")
}

/// How often a row of a table has a mark.
fn drawn(page: &str, row: &str, mark: &str) -> usize {
    let rows = page.split("<tr>").filter(|each| each.contains("<use "));
    let own: Vec<&str> = rows.filter(|each| each.contains(row)).collect();
    assert_eq!(own.len(), 1, "{row}: {own:?}");
    own[0].matches(&format!("href=\"#{mark}\"")).count()
}

#[test]
fn an_answer_on_an_earlier_text_has_a_stroke() {
    let scene = called_again("carry");
    let shown = page(&site(&scene, "public", &[]), "p/retention/index.html");
    let now = marked(&shown, "accept");
    let earlier = marked(&shown, "accept, on an earlier text");
    assert_eq!(drawn(&shown, ">North<", now), 1);
    assert_eq!(drawn(&shown, ">North<", earlier), 1);
    let against = marked(&shown, "disagree, on an earlier text");
    assert_eq!(drawn(&shown, ">East<", against), 1);
    let key = part(&shown, "<ul class=\"key\">", "</ul>");
    assert_eq!(key.matches("class=\"st\"").count(), 2, "{key}");
    let rows: Vec<&str> = shown.split("<tr>").collect();
    let said = |row: &&&str| row.contains("1 answer is on an earlier text");
    assert_eq!(rows.iter().filter(said).count(), 2);
    assert!(shown.contains("All<span class=\"sub\">2 answers are on an earlier text</span>"));
}

#[test]
fn an_answer_that_expired_is_no_answer_with_a_stroke() {
    let scene = called_again("policy");
    let shown = page(&site(&scene, "public", &[]), "p/retention/index.html");
    let expired = marked(&shown, "no answer on this text, but on an earlier one");
    assert_eq!(drawn(&shown, ">North<", expired), 1);
    assert_eq!(drawn(&shown, ">North<", marked(&shown, "no answer")), 1);
    assert!(!shown.contains("accept, on an earlier text"));
}

#[test]
fn the_pages_of_groups_and_participants_have_the_same_strokes() {
    let scene = called_again("carry");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "divided",
        "--sign-off",
    ];
    let why = ["--override", "quorum=Few came.", "--reason", "They differ."];
    scene.quietly(&[&decide[..], &why, &["--as", "maya"]].concat());
    let first = site(&scene, "public", &[]);
    // The second time, what was answered is read from the list of files.
    scene.write(
        "participants/obs.toml",
        "name = \"OBS\"\ngroup = \"south\"\nstanding = [\"observer\"]\n",
    );
    scene.commit("A shorter name", "2026-05-12T11:00:00Z");
    for site in [first, site(&scene, "public", &[])] {
        let north = page(&site, "g/north/index.html");
        let earlier = marked(&north, "accept, on an earlier text");
        assert_eq!(drawn(&north, "p/retention/1/index.html", earlier), 1);
        assert_eq!(drawn(&north, "who/ann/index.html", earlier), 1);
        assert_eq!(drawn(&north, "who/ben/index.html", earlier), 0);
        assert!(north.contains("1 answer is on an earlier text"), "{north}");
        let ann = page(&site, "who/ann/index.html");
        let earlier = marked(&ann, "accept, on an earlier text");
        assert_eq!(drawn(&ann, "p/retention/1/index.html", earlier), 1);
        assert!(
            ann.contains("</svg>\n accept, on an earlier text</td>"),
            "{ann}"
        );
        let ben = page(&site, "who/ben/index.html");
        assert!(!ben.contains("earlier text") && !ben.contains("class=\"st\""));
        let data: Value = serde_json::from_slice(&site["who/ann/index.json"]).expect("JSON");
        let text = data.to_string();
        assert!(text.contains("\"earlier-text\":true"), "{text}");
    }
}
