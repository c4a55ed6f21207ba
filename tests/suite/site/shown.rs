//! Tests what the pages of a site say and draw, that no word of a record becomes markup, and how large pages are.

use std::collections::{BTreeMap, BTreeSet};

use crate::body::{self, give};
use crate::documents::files;
use crate::site::pages::example;
use crate::site::{page, register, site};

/// The bars of a page: what each is called, with its markup.
fn bars(page: &str) -> Vec<(String, String)> {
    let bars = page.split("<svg class=\"bar\"").skip(1);
    bars.map(|rest| {
        let svg = rest.split("</svg>").next().expect("its end");
        let label = svg.split("aria-label=\"").nth(1).expect("a label");
        (
            label.split(':').next().unwrap_or("").to_owned(),
            svg.to_owned(),
        )
    })
    .collect()
}

/// What is not met, as paragraphs.
fn unmet(page: &str) -> Vec<&str> {
    let parts = page.split("<p class=\"unmet\">").skip(1);
    parts
        .map(|rest| rest.split("</p>").next().unwrap_or(""))
        .collect()
}

#[test]
fn a_line_is_only_on_the_bar_of_its_own_base() {
    let site = site(&example("iso-29500"), "public", &[]);
    let page = page(&site, "p/dis-29500-2007/index.html");
    let bars = bars(&page);
    let names: Vec<&str> = bars.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["All", "P-members of JTC 1"]);
    // 22 of the P-members are needed; on the bar of all 87, the 51 would look like enough.
    assert!(!bars[0].1.contains(">22 for"), "{}", bars[0].1);
    assert!(bars[1].1.contains(">22 for approved<"), "{}", bars[1].1);
    assert!(bars[0].1.contains(">at most 17 against<"), "{}", bars[0].1);
    let unmet = unmet(&page);
    assert!(
        unmet[0].contains("for &gt;= 2/3 of cast in group p-members</code> (17 of 32, needs 22)")
    );
    assert!(unmet[0].contains("against &lt;= 1/4 of cast</code> (18 of 69, at most 17)"));
}

/// Two of one organisation are for, and one of them counts: the bar of all three would look like enough.
#[test]
fn no_line_is_on_a_bar_whose_answers_do_not_all_count() {
    let mut scene = body::proposed("policy");
    let charter = scene.read("charter.toml");
    let limit = "[track.policy]\nat-most = { positions = 1, per = \"affiliation\" }\n";
    let limited = charter.replacen("[track.policy]\n", limit, 1);
    scene.write("charter.toml", &limited);
    scene.write(".gitignore", "/public\n");
    scene.commit("Limit organisations", "2026-05-01T10:00:00Z");
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    scene.now("2026-05-03T09:00:00Z");
    give(
        &scene,
        &[("ann", "accept"), ("ben", "accept"), ("cid", "disagree")],
    );
    let page = page(&site(&scene, "public", &[]), "p/retention/index.html");
    let bars = bars(&page);
    assert_eq!(bars.len(), 1, "{bars:?}");
    assert!(!bars[0].1.contains("for consensus"), "{}", bars[0].1);
    assert!(page.contains("2 are for, and 1 of them counts"), "{page}");
    let unmet = unmet(&page);
    let says = |line: &&str| line.contains("(1 of 2, needs 2)");
    assert!(unmet.iter().any(says), "{unmet:?}");
}

#[test]
fn groups_that_add_up_to_more_than_all_say_so() {
    let mut scene = body::proposed("policy");
    let charter = scene.read("charter.toml");
    let several = "[track.policy]\nseveral-groups = true\n";
    let several = charter.replacen("[track.policy]\n", several, 1);
    scene.write("charter.toml", &several);
    let ann = scene.read("participants/ann.toml");
    let south =
        "standing = [\"member\"]\n\n[[membership]]\nstanding = \"member\"\ngroup = \"south\"\n";
    scene.write("participants/ann.toml", &format!("{ann}{south}"));
    scene.write(".gitignore", "/public\n");
    scene.commit("Several groups", "2026-05-01T10:00:00Z");
    scene.now("2026-05-02T09:00:00Z");
    scene.ok(&["call", "open", "retention", "--closes", "2026-05-12T09:00Z"]);
    let page = page(&site(&scene, "public", &[]), "p/retention/index.html");
    assert!(
        page.contains("A participant is counted in every group"),
        "{page}"
    );
}

#[test]
fn one_veto_among_eleven_for_is_said() {
    let site = site(&example("un-security-council"), "public", &[]);
    let page = page(&site, "p/ukraine-aggression-2022/index.html");
    let unmet = unmet(&page);
    assert!(unmet[0].contains("<b>carried</b>"), "{unmet:?}");
    assert!(
        unmet[0].contains("no == 0 in group permanent</code> (1, must be 0)"),
        "{unmet:?}"
    );
}

#[test]
fn a_departure_and_a_group_without_an_answer_are_said_first() {
    let site = site(&example("gnso-retention"), "public", &[]);
    let page = page(&site, "p/rec-2/1/index.html");
    let (first, _) = page.split_once("<section").expect("a first part");
    for part in [
        "href=\"#designation\"",
        "Not-for-Profit",
        "Registrars",
        "18 for (13 support, 5 accept)",
    ] {
        assert!(first.contains(part), "{part}");
    }
    let table = page
        .split("<table class=\"groups\"")
        .nth(1)
        .expect("the groups");
    let row = table
        .split("</tr>")
        .find(|row| row.contains("Registrars"))
        .expect("a row");
    // Four squares left of the axis, and none elsewhere.
    assert_eq!(row.matches("<use ").count(), 4);
}

#[test]
fn an_open_call_says_how_to_answer_and_computes_no_decision() {
    let site = site(&register(), "public", &[]);
    let open = page(&site, "p/access-to-logs/index.html");
    assert!(open.contains("id=\"answer\""), "{open}");
    assert!(!site.contains_key("p/access-to-logs/1/index.html"));
    let decided = page(&site, "p/retention/index.html");
    assert!(decided.contains("href=\"1/index.html\""), "{decided}");
    assert!(
        !decided.contains("id=\"count\""),
        "the record has the count"
    );
    let draft = page(&site, "p/who-pays/index.html");
    assert!(!draft.contains("<svg class=\"bar\""), "{draft}");
    for (path, id) in [
        ("index.html", "open"),
        ("index.html", "decided"),
        ("index.html", "drafts"),
        ("index.html", "dates"),
    ] {
        assert!(
            page(&site, path).contains(&format!("<section id=\"{id}\"")),
            "{id}"
        );
    }
}

/// Words that would be an element, an attribute or an address, if one place did not escape them.
const HOSTILE: &str = "<script src=x>alert(1)</script> & ' <b onclick=x> javascript:alert(1) \\\" <img src=x onerror=y>";

/// A record in which every text of people has hostile words before its end.
fn hostile(record: &str) -> String {
    let keys = [
        "name",
        "title",
        "question",
        "reason",
        "problem",
        "about",
        "resolve",
        "note",
        "affiliation",
        "interests",
        "text",
        "addressee",
        "alternatives",
        "evidence",
        "interest",
        "does-not-mean",
        "asks",
        "statement",
    ];
    let line = |line: &str| {
        let is_text = line
            .split_once(" = ")
            .is_some_and(|(key, _)| keys.contains(&key));
        match (line.strip_suffix('"'), line.ends_with(" = '''")) {
            (Some(open), _) if is_text && line.contains(' ') => format!("{open} {HOSTILE}\""),
            (_, true) => format!("{line}\n{HOSTILE}"),
            _ => line.to_owned(),
        }
    };
    let own: Vec<String> = record.lines().map(line).collect();
    own.join("\n") + "\n"
}

/// Every element, attribute and address of the pages of a site.
fn markup(site: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for path in site.keys().filter(|path| path.ends_with(".html")) {
        let page = page(site, path);
        for tag in page.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or("");
            let mut parts = tag.split('"');
            let mut words = parts.next().unwrap_or("").split_whitespace();
            all.insert(words.next().unwrap_or("").to_owned());
            let mut named = words.next().map(str::to_owned);
            while let Some(name) = named.take() {
                let value = parts.next().unwrap_or("");
                if ["href=", "src="].contains(&name.as_str()) {
                    all.insert(format!("{name}{value}"));
                }
                all.insert(name);
                named = parts
                    .next()
                    .map(str::trim)
                    .filter(|next| !next.is_empty())
                    .map(str::to_owned);
            }
        }
    }
    all
}

#[test]
fn no_word_of_a_record_becomes_markup() {
    for name in ["gnso-retention", "ietf-rough", "assembly-water"] {
        let scene = example(name);
        let before = markup(&site(&scene, "public-before", &[]));
        for (path, bytes) in files(&scene.path("")) {
            let is_written = path.ends_with(".toml")
                && !path.starts_with('.')
                && !path.ends_with("decision.toml");
            if is_written {
                scene.write(&path, &hostile(&String::from_utf8_lossy(&bytes)));
            }
        }
        scene.commit("Hostile words", "2026-08-01T09:00:00Z");
        // Its decisions do not recompute any more, which the exit code says.
        scene.plenary(&["report", "public-after"]);
        let after = files(&scene.path("public-after"));
        let texts = after
            .values()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let seen =
            texts.filter(|text| text.contains("&lt;script src=x&gt;alert(1)&lt;/script&gt;"));
        assert!(
            seen.count() > 20,
            "the hostile words are on few pages of {name}"
        );
        let new: Vec<String> = markup(&after).difference(&before).cloned().collect();
        let known = ["p/", "rel=", "\"", "strong", "code"];
        let new: Vec<&String> = new
            .iter()
            .filter(|new| !known.contains(&new.as_str()))
            .collect();
        assert!(new.is_empty(), "{name}: {new:?}");
    }
}
