//! Tests how large the files of a site are. The numbers are those of docs/performance.md, for registers that can be made
//! in a test.

use std::collections::BTreeMap;

use crate::body;
use crate::documents::files;
use crate::scene::Scene;
use crate::site::pages::example;
use crate::site::site;

/// What participants answer: as long as in real registers.
const REASON: &str = "The period is workable for small operators if an incident is defined by its effect and not by its size, \
    since the costs of storage grow with the traffic, not with their number.";

/// The answers, in turn.
const ANSWERS: [&str; 6] = [
    "support", "accept", "support", "disagree", "support", "abstain",
];

/// The files of a register whose one proposal was decided with so many answers.
fn decided(people: usize) -> BTreeMap<String, Vec<u8>> {
    let mut scene = body::founded();
    for n in 0..people {
        let group = ["north", "south", "east"][n % 3];
        let record = format!("name = \"Participant Number {n}\"\ngroup = \"{group}\"\n");
        scene.write(&format!("participants/number-{n}.toml"), &record);
    }
    scene.commit("More participants", "2026-05-01T08:30:00Z");
    scene.write(".git/info/exclude", "/public*/\n");
    scene.write(".git/draft.md", "The first text.\n");
    let propose = [
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
    ];
    scene.quietly(&[&propose[..], &["--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    scene.quietly(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    for n in 0..people {
        let answer = ANSWERS[n % ANSWERS.len()];
        let record = format!("position = \"{answer}\"\non = \"r1\"\nreason = \"{REASON}\"\n");
        scene.write(&body::at(&format!("positions/number-{n}.toml")), &record);
    }
    scene.commit("The answers", "2026-05-10T08:00:00Z");
    scene.now("2026-05-12T10:00:00Z");
    let decide = [
        "decide",
        "retention",
        "--designation",
        "consensus",
        "--sign-off",
    ];
    scene.quietly(
        &[
            &decide[..],
            &["--reason", "Most are for it.", "--as", "maya"],
        ]
        .concat(),
    );
    let site = site(&scene, "public", &[]);
    let page = String::from_utf8_lossy(&site[RECORD]).into_owned();
    assert_eq!(page.matches("since the costs of storage").count(), people);
    site
}

const RECORD: &str = "p/retention/1/index.html";

#[test]
fn the_record_of_a_hundred_answers_is_small() {
    let (few, many) = (decided(24), decided(100));
    let of = |site: &BTreeMap<String, Vec<u8>>, path: &str| site[path].len();
    assert!(of(&few, RECORD) <= 25_000, "{}", of(&few, RECORD));
    assert!(of(&many, RECORD) <= 35_000, "{}", of(&many, RECORD));
    // The reasons are on the page, and not in the table as well.
    let table = of(&many, "p/retention/1/positions.csv");
    assert!(table <= 10_000, "{table}");
    // 300 such proposals, with their rows on 100 pages of participants, fit into 20 MB.
    let folder = many.iter().filter(|(path, _)| path.starts_with("p/"));
    let folder: usize = folder.map(|(_, bytes)| bytes.len()).sum();
    assert!(folder <= 55_000, "{folder}");
    let person = |site| of(site, "who/number-1/index.html") + of(site, "who/number-1/index.json");
    assert!(person(&many) <= 5_000, "{}", person(&many));
    let list = of(&many, "report.json");
    assert!(list <= 80_000, "{list}");
    assert!(of(&many, "style.css") <= 11_000);
}

#[test]
fn the_records_of_a_real_working_group_are_small() {
    let site = site(&example("gnso-retention"), "public", &[]);
    let records = site
        .iter()
        .filter(|(path, _)| path.ends_with("/1/index.html"));
    let records: Vec<usize> = records.map(|(_, bytes)| bytes.len()).collect();
    assert_eq!(records.len(), 6);
    assert!(records.iter().all(|bytes| *bytes <= 25_000), "{records:?}");
}

/// The bytes of the record of a call with so many answers in sixty groups.
fn in_sixty_groups(people: usize) -> usize {
    let scene: Scene = example("tiny");
    let mut charter = scene.read("charter.toml");
    for n in 0..60 {
        let group = format!(
            "[[group]]\nid = \"group-{n}\"\nname = \"Group With a Long Name {n}\"\n\n[roles]"
        );
        charter = charter.replacen("[roles]", &group, 1);
    }
    scene.write("charter.toml", &charter);
    for n in 0..people {
        let record = format!(
            "name = \"Participant Number {n}\"\ngroup = \"group-{}\"\n",
            n % 60
        );
        scene.write(&format!("participants/number-{n}.toml"), &record);
        let answer = format!("position = \"{}\"\n", ANSWERS[n % ANSWERS.len()]);
        scene.write(&body::at(&format!("positions/number-{n}.toml")), &answer);
    }
    scene.commit("Many members", "2026-05-10T09:00:00Z");
    // The decision of the example does not recompute with more answers, which the exit code says.
    scene.plenary(&["report", "public", "--only", "retention"]);
    let page = &files(&scene.path("public"))[RECORD];
    let words = String::from_utf8_lossy(page);
    assert!(words.contains("Group With a Long Name 59"), "{words}");
    page.len()
}

#[test]
fn a_page_of_two_thousand_members_in_sixty_groups_is_small() {
    let (some, more) = (in_sixty_groups(180), in_sixty_groups(360));
    // Every name needs the same, so a page of 2,000 is a page of 360 with 1,640 more.
    let each = (more - some).div_ceil(180);
    let all = more + 1_640 * each;
    assert!(
        all <= 150_000,
        "{all} bytes: {more} and {each} for each name"
    );
}
