//! Tests what the pages of a site lead to, what is in its data, and whom it names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::body;
use crate::documents::files;
use crate::examples::demonstration;
use crate::scene::Scene;
use crate::site::{register, site};

/// The registers of the examples.
const EXAMPLES: [&str; 7] = [
    "assembly-water",
    "gnso-retention",
    "ietf-rough",
    "iso-29500",
    "lake-council",
    "tiny",
    "un-security-council",
];

/// An example in a repository of its own.
pub(crate) fn example(name: &str) -> Scene {
    let scene = Scene::repository();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    for (path, bytes) in files(&folder) {
        let place = scene.path(&path);
        std::fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        std::fs::write(place, bytes).expect("a file");
    }
    scene.write(".git/info/exclude", "/public*/\n");
    scene.commit("The example", "2026-08-01T08:00:00Z");
    scene
}

/// The values of an attribute.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let begin = format!(" {attribute}=\"");
    let parts = page.split(begin.as_str()).skip(1);
    parts
        .map(|rest| rest.split('"').next().unwrap_or(""))
        .collect()
}

/// The file to which a link leads from a page, and the part of it.
fn meant<'l>(page: &str, link: &'l str) -> (String, &'l str) {
    let (file, part) = link.split_once('#').unwrap_or((link, ""));
    if file.is_empty() {
        return (page.to_owned(), part);
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for step in file.split('/') {
        match step {
            ".." => assert!(
                parts.pop().is_some(),
                "{link} on {page} leads out of the site"
            ),
            step => parts.push(step),
        }
    }
    (parts.join("/"), part)
}

/// Every link leads to a file of the site, and to a part that is there; no name of a part is used twice.
fn links_resolve(site: &BTreeMap<String, Vec<u8>>) {
    let text = |path: &str| String::from_utf8_lossy(&site[path]).into_owned();
    let mut links = 0;
    for path in site.keys().filter(|path| path.ends_with(".html")) {
        let page = text(path);
        let ids = values(&page, "id");
        let once: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(once.len(), ids.len(), "an id is used twice on {path}");
        for link in values(&page, "href") {
            let outside = ["https:", "http:", "mailto:"];
            if outside.iter().any(|scheme| link.starts_with(scheme)) {
                continue;
            }
            let (file, part) = meant(path, link);
            assert!(site.contains_key(&file), "{link} on {path} leads nowhere");
            let known = part.is_empty() || values(&text(&file), "id").contains(&part);
            assert!(known, "{link} on {path} leads to no part");
            links += 1;
        }
    }
    assert!(links > 10, "{links}");
}

#[test]
fn every_link_of_every_example_leads_somewhere() {
    for name in EXAMPLES {
        let scene = example(name);
        for names in ["full", "ids", "none"] {
            let arguments = ["--names", names, "--base-url", "https://example.org/record"];
            let folder = format!("public-{names}");
            links_resolve(&site(&scene, &folder, &arguments));
        }
    }
    let scene = register();
    links_resolve(&site(&scene, "public", &[]));
    links_resolve(&site(&scene, "public-one", &["--only", "retention"]));
}

#[test]
fn a_register_without_decisions_answers_or_proposals_has_a_site() {
    for scene in [
        body::founded(),
        body::proposed("policy"),
        body::called("policy"),
        body::called("groups"),
    ] {
        scene.write(".git/info/exclude", "/public*/\n");
        let site = site(&scene, "public", &["--base-url", "http://localhost:8000/"]);
        links_resolve(&site);
        for path in [
            "index.html",
            "balance/index.html",
            "decisions/decisions.csv",
            "feed.atom",
            ".nojekyll",
        ] {
            assert!(site.contains_key(path), "{path}");
        }
    }
}

/// Every file in which one of these words is found, in letters of any case.
fn found(site: &BTreeMap<String, Vec<u8>>, words: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for (path, bytes) in site {
        let text = format!("{path}\n{}", String::from_utf8_lossy(bytes)).to_lowercase();
        let named = words
            .iter()
            .filter(|word| text.contains(&word.to_lowercase()));
        all.extend(named.map(|word| format!("{word} in {path}")));
    }
    all
}

/// The ids, names and addresses of the participants of a scene.
fn people(scene: &Scene) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (mut ids, mut names, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
    for (path, bytes) in files(&scene.path("participants")) {
        let record: toml::Value =
            toml::from_str(&String::from_utf8_lossy(&bytes)).expect("a record");
        ids.extend(path.strip_suffix(".toml").map(str::to_owned));
        names.extend(
            record
                .get("name")
                .and_then(|name| name.as_str())
                .map(str::to_owned),
        );
        let own = record.get("emails").and_then(|all| all.as_array());
        addresses.extend(
            own.into_iter()
                .flatten()
                .filter_map(|one| one.as_str().map(str::to_owned)),
        );
    }
    assert!(names.len() > 3, "{names:?}");
    (ids, names, addresses)
}

#[test]
fn no_address_and_only_the_names_that_are_wanted() {
    let scene = demonstration("decided");
    let (ids, names, addresses) = people(&scene);
    assert!(!addresses.is_empty());
    scene.write(".git/info/exclude", "/public*/\n");
    let here = |folder: &str, names: &str| {
        let base = ["--base-url", "https://example.org/"];
        let place = format!("public-{folder}");
        scene.quietly(&[&["report", &place, "--names", names], &base[..]].concat());
        files(&scene.path(&place))
    };
    let (full, only_ids, none) = (
        here("full", "full"),
        here("ids", "ids"),
        here("none", "none"),
    );
    assert_eq!(found(&full, &addresses), Vec::<String>::new());
    assert!(found(&full, &names).len() > names.len());
    assert_eq!(
        found(&only_ids, &[names.clone(), addresses.clone()].concat()),
        Vec::<String>::new()
    );
    assert!(found(&only_ids, &ids).len() > ids.len());
    assert_eq!(
        found(&none, &[names, addresses, ids].concat()),
        Vec::<String>::new()
    );
    links_resolve(&none);
}

#[test]
fn the_charter_says_which_names_are_shown() {
    let scene = register();
    let charter = scene.read("charter.toml");
    scene.write(
        "charter.toml",
        &charter.replace("identity =", "publish-names = \"ids\"\nidentity ="),
    );
    scene.commit("Show no names", "2026-05-13T08:00:00Z");
    let by_default = site(&scene, "public", &[]);
    let names = ["ANN of the roster".to_owned()];
    assert_eq!(found(&by_default, &names), Vec::<String>::new());
    assert_eq!(
        by_default.get("index.html"),
        site(&scene, "public-ids", &["--names", "ids"]).get("index.html")
    );
    assert!(!found(&site(&scene, "public-full", &["--names", "full"]), &names).is_empty());
}

#[test]
fn data_is_what_the_commands_give() {
    let scene = register();
    let site = site(&scene, "public", &[]);
    let read = |path: &str| -> Value { serde_json::from_slice(&site[path]).expect(path) };
    let decision = read("p/retention/1/decision.json");
    assert_eq!(decision["outcome"], "adopted");
    assert_eq!(decision["pins"]["charter"].as_str().map(str::len), Some(64));
    // The first columns are all that have a word here.
    let export = scene.quietly(&["export", "csv", "retention"]);
    let columns = |line: &str| line.split(',').take(5).collect::<Vec<_>>().join(",") + "\n";
    let short: String = export.lines().map(columns).collect();
    let table = String::from_utf8_lossy(&site["p/retention/1/positions.csv"]).into_owned();
    assert_eq!(table, short);
    assert!(table.starts_with("\"participant\",\"name\",\"group\",\"position\",\"on\"\n"));
    let answers = String::from_utf8_lossy(&site["g/north/answers.csv"]).into_owned();
    let row = answers.lines().nth(1).expect("a row");
    assert!(row.contains("\"retention\",1,\"adopted\""), "{row}");
    let person = read("who/eve/index.json");
    assert_eq!(person["decisions"][0]["answer"]["position"], "disagree");
    assert_eq!(site["p/retention/r1/text.md"], b"The first text.\n");
}

#[test]
fn only_calls_with_a_seat_are_counted() {
    let scene = register();
    // Somebody who came later had no seat in what was decided before.
    let late = "name = \"Late Comer\"\ngroup = \"north\"\nstanding = [\"member\"]\n";
    scene.write("participants/late.toml", late);
    scene.commit("Add a participant", "2026-05-13T08:00:00Z");
    let site = site(&scene, "public", &[]);
    let person: Value = serde_json::from_slice(&site["who/late/index.json"]).expect("JSON");
    assert_eq!(person["decisions"], Value::Array(Vec::new()));
    let (tally, _) = scene.json(&["tally", "retention", "--call", "1"]);
    let group = tally["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .find(|group| group["group"] == "north");
    let seats = group.expect("the group")["seats"]
        .as_u64()
        .expect("a number");
    let answers = String::from_utf8_lossy(&site["g/north/answers.csv"]).into_owned();
    let row: Vec<&str> = answers.lines().nth(1).expect("a row").split(',').collect();
    assert_eq!(row[4], seats.to_string(), "{answers}");
}

#[test]
fn a_decision_that_does_not_recompute_is_said_first() {
    let scene = register();
    let path = body::at("calls/1/decision.toml");
    let sealed = scene
        .read(&path)
        .replace("outcome = \"adopted\"", "outcome = \"rejected\"");
    let (body, _) = sealed.trim_end().rsplit_once('\n').expect("a last line");
    scene.write(
        &path,
        &plenary::record::decision::sealed(format!("{body}\n")),
    );
    scene.commit("Tamper with a decision", "2026-05-13T08:00:00Z");
    let output = scene.plenary(&["report", "public"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.starts_with("The decision on retention, call 1 does not recompute."),
        "{said}"
    );
    for page in ["index.html", "p/retention/1/index.html"] {
        let page = scene.read(&format!("public/{page}"));
        let main = page
            .split("<main id=\"main\">")
            .nth(1)
            .expect("a main part");
        assert!(
            main.starts_with("<p class=\"alarm\"><strong>This decision does not recompute: "),
            "{main}"
        );
    }
    let other = scene.read("public/balance/index.html");
    assert!(!other.contains("does not recompute"));
    // What this clone remembers is said again.
    assert_eq!(scene.plenary(&["report", "public"]).status.code(), Some(1));
}

#[test]
fn the_feed_has_whole_addresses_and_names_that_stay() {
    let scene = register();
    let feed = |folder: &str, more: &[&str]| {
        let arguments = [&["--base-url", "https://example.org/r"], more].concat();
        let site = site(&scene, folder, &arguments);
        String::from_utf8_lossy(&site["feed.atom"]).into_owned()
    };
    let now = feed("public", &[]);
    assert!(
        now.contains(
            "<link rel=\"alternate\" href=\"https://example.org/r/p/retention/1/index.html\"/>"
        ),
        "{now}"
    );
    assert!(
        now.contains("<title>Retention: decided, adopted (consensus)</title>"),
        "{now}"
    );
    let ids = |feed: &str| -> Vec<String> {
        feed.split("<id>")
            .skip(1)
            .filter_map(|rest| Some(rest.split_once("</id>")?.0.to_owned()))
            .collect()
    };
    let later = feed("public-later", &["--now", "2026-06-01T00:00Z"]);
    let (now, later): (Vec<String>, Vec<String>) = (ids(&now), ids(&later));
    assert!(now.iter().all(|id| later.contains(id)) && later.len() > now.len());
    let once: BTreeSet<&String> = now.iter().collect();
    assert_eq!(once.len(), now.len());
    assert!(!site(&scene, "public-without", &[]).contains_key("feed.atom"));
}
