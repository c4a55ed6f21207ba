//! Tests pages of large bodies: many groups under their houses, what paper has of them, and many names.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::scene::Scene;
use crate::site::{page, site};

/// A body whose call is closed: so many groups in so many houses, so many members in each. The first group is wholly
/// against, the second is silent, and of the others the first member is for.
fn congress(groups: usize, houses: usize, members: usize) -> Scene {
    let mut scene = Scene::repository();
    let init = [
        "init",
        "--preset",
        "plain-consensus",
        "--standing",
        "member",
    ];
    scene.quietly(&[&init[..], &["--register", "congress", "--name", "Congress"]].concat());
    let mut charter = scene.read("charter.toml");
    charter = charter.replace("identity = \"author\"", "identity = \"none\"");
    for group in 1..=groups {
        charter += &format!("\n[[group]]\nid = \"group-{group}\"\nname = \"Group {group}\"\n");
        if houses > 0 {
            charter += &format!("house = \"house-{}\"\n", group % houses + 1);
        }
        for member in 1..=members {
            let who = format!("participants/m-{group}-{member}.toml");
            let name =
                format!("name = \"Member {member} of {group}\"\ngroup = \"group-{group}\"\n");
            scene.write(&who, &format!("{name}standing = [\"member\"]\n"));
        }
    }
    scene.write("charter.toml", &charter);
    scene.write(".git/info/exclude", "/public*/\n");
    scene.write(".git/one.md", "One text.\n");
    scene.commit("Everybody", "2026-05-01T09:00:00Z");
    scene.now("2026-05-01T10:00:00Z");
    let author = ["--author", "m-1-1", "--as", "m-1-1"];
    let propose = [
        "propose",
        "One text",
        "--id",
        "one",
        "--text",
        ".git/one.md",
    ];
    scene.quietly(&[&propose[..], &author].concat());
    scene.quietly(&["call", "open", "one", "--closes", "2026-05-12T09:00Z"]);
    for group in 1..=groups {
        let (word, answering) = match group {
            1 => ("disagree", members),
            2 => ("support", 0),
            _ => ("support", 1),
        };
        for member in 1..=answering {
            let path = format!("proposals/one/positions/m-{group}-{member}.toml");
            scene.write(&path, &format!("position = \"{word}\"\non = \"r1\"\n"));
        }
    }
    scene.commit("Answers", "2026-05-10T09:00:00Z");
    scene.now("2026-05-13T09:00:00Z");
    scene
}

/// The page of the proposal, whose call is closed and not decided.
fn shown(scene: &Scene) -> String {
    page(&site(scene, "public", &[]), "p/one/index.html")
}

/// What is between two pieces of a page.
fn between<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    let (_, rest) = page
        .split_once(start)
        .unwrap_or_else(|| panic!("no {start}"));
    rest.split(end).next().unwrap_or(rest)
}

/// The numbers of a row: for with its base, against, neither, no answer.
fn numbers(row: &str) -> Vec<&str> {
    let cells = row.split("<td>").skip(2);
    cells
        .map(|cell| cell.split('<').next().unwrap_or(""))
        .collect()
}

/// The rows of a table, by what their first cell begins with.
fn rows(table: &str) -> BTreeMap<&str, &str> {
    let rows = table
        .split("<tr>")
        .filter(|row| row.starts_with("<th scope=\"row\">"));
    rows.map(|row| (between(row, "<th scope=\"row\">", "<"), row))
        .collect()
}

#[test]
fn many_groups_are_folded_under_their_houses() {
    let scene = congress(45, 3, 2);
    let page = shown(&scene);
    let table = between(&page, "<table class=\"groups\">", "</table>");
    let rows = rows(table);
    let (tally, _) = scene.json(&["tally", "one"]);
    let houses = tally["houses"].as_array().expect("houses");
    assert_eq!(houses.len(), 3);
    for house in houses {
        let name = house["house"].as_str().expect("a name");
        let positions = |name: &str| house["positions"][name].as_u64().expect("a number");
        let expected = [
            format!("{} of {}", positions("support"), house["members"]),
            positions("disagree").to_string(),
            positions("abstain").to_string(),
            positions("silent").to_string(),
        ];
        assert_eq!(numbers(rows[name]), expected, "{name}");
    }
    assert!(rows["house-2"].contains("All against: Group 1."), "{table}");
    assert!(rows["house-3"].contains("No answer: Group 2."), "{table}");
    let folds: Vec<&str> = page.split("<details>").skip(1).collect();
    let folds = folds
        .iter()
        .filter(|fold| fold.starts_with("<summary>House house-"));
    let groups: Vec<usize> = folds
        .map(|fold| {
            let fold = fold.split("</details>").next().expect("its end");
            fold.matches("href=\"../../g/group-").count()
        })
        .collect();
    assert_eq!(groups, [15, 15, 15]);
}

/// Rules speak of a house by its id, and people by its name. A house without a name is shown by its id.
#[test]
fn a_house_has_the_name_that_the_charter_gives_it() {
    let scene = congress(45, 3, 2);
    let named = "\n[[house]]\nid = \"house-1\"\nname = \"House of <Lakes>\"\n";
    let charter = scene.read("charter.toml") + named;
    scene.write("charter.toml", &charter);
    scene.commit("Name a house", "2026-05-13T10:00:00Z");
    let again = |scene: &Scene, id: &str| {
        scene.write(".git/one.md", "Another text.\n");
        let propose = ["propose", "Another", "--id", id, "--text", ".git/one.md"];
        scene.quietly(&[&propose[..], &["--author", "m-1-1", "--as", "m-1-1"]].concat());
    };
    again(&scene, "two");
    scene.quietly(&["call", "open", "two", "--closes", "2026-05-25T09:00Z"]);
    let files = site(&scene, "public", &[]);
    let page = page(&files, "p/two/index.html");
    let table = between(&page, "<table class=\"groups\">", "</table>");
    assert!(
        rows(table).contains_key("House of &lt;Lakes&gt;"),
        "{table}"
    );
    assert!(rows(table).contains_key("house-2"), "{table}");
    assert!(
        page.contains("<summary>House of &lt;Lakes&gt;: 15 groups"),
        "{page}"
    );
    assert!(page.contains("<summary>House house-2: 15 groups"), "{page}");
    let groups = crate::site::page(&files, "g/index.html");
    assert_eq!(groups.matches("(House of &lt;Lakes&gt;)").count(), 15);
    let tally = scene.ok(&["tally", "two"]);
    assert!(
        tally.contains("HOUSE OF <LAKES>") && tally.contains("HOUSE-2"),
        "{tally}"
    );
    let (balance, _) = scene.json(&["balance", "two"]);
    assert_eq!(balance["houses"][0]["name"], "house-2");
    assert_eq!(balance["houses"][2]["name"], "House of <Lakes>");
    let (data, _) = scene.json(&["tally", "two"]);
    assert_eq!(data["groups"][3]["house"], "house-1");
}

#[test]
fn many_groups_without_houses_are_folded_together() {
    let page = shown(&congress(45, 0, 1));
    let table = between(&page, "<table class=\"groups\">", "</table>");
    assert!(table.contains("No answer: Everybody, Group 2."), "{table}");
    let fold = between(&page, "<summary>All 46 groups</summary>", "</details>");
    assert_eq!(fold.matches("href=\"../../g/group-").count(), 45);
}

/// Paper has the houses from the thirteenth group on, and says where the groups are. The founder has a group, too.
#[test]
fn paper_has_the_houses_of_more_than_twelve_groups() {
    let few = shown(&congress(11, 2, 1));
    assert!(!few.contains("class=\"paper\""), "{few}");
    let more = shown(&congress(12, 2, 1));
    let screen = between(&more, "<div class=\"screen\">", "</table>");
    assert_eq!(screen.matches("href=\"../../g/group-").count(), 12);
    let paper = between(&more, "<div class=\"paper\">", "</div>");
    assert_eq!(paper.matches("<a ").count(), 0);
    assert!(rows(paper).contains_key("house-1"), "{paper}");
    assert!(paper.contains("each of the 13 groups"), "{paper}");
}

#[test]
fn many_names_have_a_page_of_their_own() {
    for (members, is_apart) in [(166, false), (167, true)] {
        let scene = congress(3, 0, members);
        let site = site(&scene, "public", &[]);
        let own = page(&site, "p/one/index.html");
        assert_eq!(site.contains_key("p/one/names.html"), is_apart);
        assert_eq!(own.contains("href=\"names.html\""), is_apart);
        assert_eq!(own.contains("Member 1 of 3"), !is_apart);
    }
    let scene = congress(3, 0, 167);
    let files = site(&scene, "public", &[]);
    let names = page(&files, "p/one/names.html");
    let against = between(&names, "<section id=\"g-group-1\"", "</section>");
    assert!(against.contains("Disagree (167)"), "{against}");
    let silent = between(&names, "<section id=\"g-group-2\"", "</section>");
    assert!(silent.contains("No answer (167)"), "{silent}");
    assert_eq!(names.matches("Member 5 of 2<").count(), 1);
    // Where nobody answered yet, no page has names.
    scene.write(".git/one.md", "Another text.\n");
    let propose = ["propose", "Two", "--id", "two", "--text", ".git/one.md"];
    scene.quietly(&[&propose[..], &["--author", "m-1-1", "--as", "m-1-1"]].concat());
    scene.quietly(&["call", "open", "two", "--closes", "2026-05-25T09:00Z"]);
    let files = site(&scene, "public", &[]);
    assert!(files.contains_key("p/two/index.html") && files.contains_key("p/one/names.html"));
    assert!(!files.contains_key("p/two/names.html"));
    scene.quietly(&[
        "decide",
        "one",
        "--designation",
        "no-consensus",
        "--reason",
        "They differ.",
        "--override",
        "quorum=Nobody expected more.",
        "--sign-off",
    ]);
    let files = site(&scene, "public", &[]);
    assert!(files.contains_key("p/one/1/names.html"));
    assert!(!files.contains_key("p/one/names.html"));
    let nameless = site(&scene, "public-none", &["--names", "none"]);
    assert!(!nameless.contains_key("p/one/1/names.html"));
    let list: Value = serde_json::from_slice(&files["report.json"]).expect("a list");
    assert!(list["files"]["p/one/1/names.html"]["sha256"].is_string());
}

/// The first page has a card for twelve open calls and twenty drafts; the others are on it as well, folded.
#[test]
fn the_first_page_folds_what_is_too_much() {
    let mut scene = congress(2, 0, 1);
    for n in 1..=36 {
        let (from, to) = ("proposals/one", format!("proposals/number-{n}"));
        for file in ["proposal.toml", "text.md"] {
            scene.write(
                &format!("{to}/{file}"),
                &scene.read(&format!("{from}/{file}")),
            );
        }
        if n <= 14 {
            let call = scene.read(&format!("{from}/calls/1/call.toml"));
            let later = call.replace("2026-05-12T09:00", "2026-05-25T09:00");
            scene.write(&format!("{to}/calls/1/call.toml"), &later);
        }
    }
    scene.commit("Many proposals", "2026-05-13T10:00:00Z");
    scene.now("2026-05-13T11:00:00Z");
    let home = page(&site(&scene, "public", &[]), "index.html");
    let part = |id: &str| between(&home, &format!("<section id=\"{id}\""), "</section>");
    let numbers = |part: &str| {
        let (shown, folded) = part.split_once("<details>").expect("a fold");
        [shown, folded].map(|part| part.matches("href=\"p/number-").count())
    };
    assert_eq!(numbers(part("open")), [12, 2]);
    assert!(part("open").contains("<summary>2 more open calls</summary>"));
    assert_eq!(numbers(part("drafts")), [20, 2]);
    assert!(part("drafts").contains("<summary>2 more proposals</summary>"));
    let few = congress(2, 0, 1);
    let home = page(&site(&few, "public", &[]), "index.html");
    assert!(!home.contains("more open call") && !home.contains("more proposal"));
}
