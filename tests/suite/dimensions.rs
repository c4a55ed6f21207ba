//! Tests the dimensions of a charter's own: values with participants, rules over them, the balance, and the totals of
//! those that are personal.

use serde_json::{Value, json};

use crate::body::give;
use crate::scene::Scene;

const CHARTER: &str = r#"format = 1
register = "committee"
name = "Committee"
identity = "none"

[[group]]
id = "civil"
name = "Civil society"

[[group]]
id = "business"
name = "Business"

[dimension.income-class]
name = "Income class"
values = { low = "Low income", middle = "Middle income", high = "High income" }

[dimension.gender]
name = "Gender"
personal = true
values = { women = "Women", men = "Men" }

[roles]
chair = ["maya"]
secretary = ["sec"]

[track.vote]
title = "Vote"
source = "a test"
electorate = ["member"]
count = "participants"
silence = "silent"
stale = "carry"
designates = "computed"
undisposed = "record"

[track.vote.positions]
yes = "for"
no = "against"

[[track.vote.gate]]
name = "each-class-answers"
when = "answered >= 1 in each income-class"

[[track.vote.level]]
name = "carried"
when = "yes > no and income-classes with yes >= 2"
outcome = "adopted"

[[track.vote.level]]
name = "lost"
outcome = "rejected"
"#;

/// The members of the group civil, with their income class.
const CIVIL: &[(&str, &str)] = &[
    ("ann", "low"),
    ("ben", "low"),
    ("cid", "high"),
    ("dee", "high"),
    ("eve", ""),
    ("fay", ""),
];

fn founded() -> Scene {
    let mut scene = Scene::repository();
    scene.write("charter.toml", CHARTER);
    let person = |id: &str, group: &str, rest: &str| {
        let text = format!("name = \"{id}\"\ngroup = \"{group}\"\n{rest}");
        scene.write(&format!("participants/{id}.toml"), &text);
    };
    person("maya", "civil", "standing = [\"staff\"]\n");
    person("sec", "civil", "standing = [\"staff\"]\n");
    for (id, value) in CIVIL {
        let rest = match *value {
            "" => String::new(),
            value => format!("dimensions = {{ income-class = \"{value}\" }}\n"),
        };
        person(id, "civil", &rest);
    }
    for n in 1..=8 {
        person(&format!("biz-{n}"), "business", "");
    }
    scene.commit("Found the register", "2026-05-01T08:00:00Z");
    scene.now("2026-05-01T09:00:00Z");
    scene
}

/// A call on the track `vote`.
pub(crate) fn called() -> Scene {
    let mut scene = founded();
    scene.write(".git/draft.md", "The text.\n");
    let draft = ["propose", "Retention", "--text", ".git/draft.md"];
    scene.quietly(&[&draft[..], &["--track", "vote", "--as", "ann"]].concat());
    scene.now("2026-05-02T09:00:00Z");
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    scene.quietly(&[&open[..], &["--as", "maya"]].concat());
    scene.now("2026-05-03T09:00:00Z");
    scene
}

fn totals(scene: &Scene, group: &str, numbers: &[&str], exit: i32) -> String {
    let enter = ["call", "totals", "retention", "--dimension", "gender"];
    let of = ["--group", group, "--as", "sec"];
    let all = [&enter[..], &of, numbers].concat();
    match exit {
        0 => scene.ok(&all),
        exit => scene.refused(exit, &all),
    }
}

#[test]
fn a_rule_is_taken_in_each_value_and_people_without_one_are_in_none() {
    let mut scene = called();
    scene.tell("dimensions/a_rule_is_taken_in_each_value");
    scene.ok(&["charter", "explain", "vote"]);
    give(&scene, &[("ann", "yes"), ("eve", "yes"), ("biz-1", "no")]);
    scene.refused(1, &["ready", "retention"]);
    let (tally, _) = scene.json(&["tally", "retention"]);
    // Nobody of the middle class has a seat, and the ten without a value are in no class.
    let gate = &tally["gates"][0];
    assert_eq!(
        (&gate["met"], &gate["comparisons"][0]["base"]),
        (&json!(false), &json!(2))
    );
    give(&scene, &[("cid", "yes")]);
    scene.ok(&["tally", "retention"]);
    scene.ok(&["balance", "retention"]);
    let (tally, _) = scene.json(&["tally", "retention"]);
    assert_eq!(tally["gates"][0]["met"], true);
    assert_eq!(tally["computed"], "carried");
    let classes = &tally["dimensions"][0]["values"];
    let seats: Vec<&Value> = (0..3).map(|n| &classes[n]["seats"]).collect();
    assert_eq!(seats, [&json!(2), &json!(2), &json!(10)]);
    assert_eq!(
        (&classes[2]["value"], &classes[0]["value"]),
        (&Value::Null, &json!("low"))
    );
    scene.now("2026-05-13T09:00:00Z");
    scene.quietly(&["call", "close", "retention", "--as", "maya"]);
    let decide = ["decide", "retention", "--designation", "carried"];
    scene.ok(&[&decide[..], &["--sign-off", "--as", "maya"]].concat());
    let decision = scene.read("proposals/retention/calls/1/decision.toml");
    assert!(
        decision.contains("dimension-income-class-heard = [\"low\", \"high\"]"),
        "{decision}"
    );
    // What participants are afterwards changes nothing in the decision.
    let set = [
        "participant",
        "set",
        "cid",
        "--dimension",
        "income-class=middle",
    ];
    scene.ok(&[&set[..], &["--as", "sec"]].concat());
    scene.ok(&["verify"]);
    scene.ok(&["check"]);
}

#[test]
fn a_limit_can_be_of_a_value() {
    let scene = called();
    let limited = CHARTER.replacen(
        "count = \"participants\"\n",
        "count = \"participants\"\nat-most = { positions = 1, per = \"income-class\" }\n",
        1,
    );
    let mut scene = scene;
    scene.write("charter.toml", &limited);
    scene.commit("Limit the classes", "2026-05-03T10:00:00Z");
    scene.now("2026-05-03T11:00:00Z");
    scene.write(".git/draft.md", "Another text.\n");
    let draft = ["propose", "Storage", "--text", ".git/draft.md"];
    scene.quietly(&[&draft[..], &["--track", "vote", "--as", "ann"]].concat());
    let open = ["call", "open", "storage", "--closes", "2026-05-12T09:00Z"];
    scene.quietly(&[&open[..], &["--as", "maya"]].concat());
    for who in ["ann", "ben", "cid", "eve", "fay"] {
        scene.quietly(&["position", "storage", "yes", "--as", who]);
    }
    let (tally, _) = scene.json(&["tally", "storage"]);
    // One of the two of the low class, one of the high class, and each without a class.
    assert_eq!(
        tally["at-most"]["over"],
        json!([{ "place": "low", "given": { "for": 2, "against": 0 }, "counted": { "for": 1, "against": 0 } }])
    );
    assert_eq!(tally["levels"][0]["comparisons"][0]["count"], 4);
}

#[test]
fn values_are_written_by_those_who_keep_the_participant_list() {
    let scene = founded();
    scene.tell("dimensions/values_are_written");
    let set = |who: &str, value: &str, by: &str, exit: i32| {
        let words = ["participant", "set", who, "--dimension", value, "--as", by];
        match exit {
            0 => scene.ok(&words),
            exit => scene.refused(exit, &words),
        };
    };
    set("eve", "income-class=middle", "sec", 0);
    set("eve", "income-class=midle", "sec", 1);
    set("eve", "income=low", "sec", 1);
    set("eve", "gender=women", "sec", 1);
    set("eve", "income-class=low", "eve", 1);
    set("eve", "income-class", "sec", 2);
    let add = [
        "participant",
        "add",
        "gil",
        "--name",
        "Gil",
        "--group",
        "civil",
    ];
    scene.ok(&[
        &add[..],
        &["--dimension", "income-class=high", "--as", "sec"],
    ]
    .concat());
    scene.ok(&["participant", "list", "--group", "civil"]);
    scene.ok(&["show", "gil"]);
    scene.ok(&["charter", "show"]);
    scene.ok(&[
        "participant",
        "set",
        "gil",
        "--clear",
        "dimensions",
        "--as",
        "sec",
    ]);
    let (list, _) = scene.json(&["participant", "list"]);
    let people = list["participants"].as_array().cloned().unwrap_or_default();
    let of = |id: &str| {
        people
            .iter()
            .find(|who| who["id"] == id)
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(of("eve")["dimensions"], json!({ "income-class": "middle" }));
    assert_eq!(of("gil").get("dimensions"), None);
    assert!(!scene.read("participants/gil.toml").contains("dimensions"));
}

#[test]
fn a_table_has_a_column_for_a_dimension_and_none_for_a_personal_one() {
    let scene = called();
    scene.tell("dimensions/a_table_has_a_column");
    scene.write(
        ".git/people.csv",
        "id,Income class,gender\nann,Middle income,women\nfay,hi,men\neve,high,\n",
    );
    let import = ["participant", "import", ".git/people.csv", "--as", "sec"];
    scene.refused(1, &import);
    scene.write(".git/map.toml", "[columns.dimensions]\nincome-class = \"Einkommen\"\n[dimensions.income-class]\nniedrig = \"low\"\nhoch = \"high\"\n");
    scene.write(".git/people.csv", "id,Einkommen\nfay,hoch\neve,niedrig\n");
    let map = ["--map", ".git/map.toml", "--write"];
    scene.ok(&[&import[..], &map].concat());
    assert!(
        scene
            .read("participants/fay.toml")
            .contains("income-class = \"high\"")
    );
    // What is exported is read again without a change.
    give(&scene, &[("ann", "yes")]);
    let table = scene.quietly(&["export", "csv", "retention", "--roster"]);
    assert!(table.contains("dimensions:income-class"), "{table}");
    scene.write(".git/all.csv", &table);
    let again = ["participant", "import", ".git/all.csv", "--as", "sec"];
    assert!(!scene.ok(&again).contains("changes the participant"));
    // The column is read: a value that was removed comes back.
    let clear = ["participant", "set", "cid", "--clear", "dimensions"];
    scene.quietly(&[&clear[..], &["--as", "sec"]].concat());
    scene.quietly(&[&again[..], &["--write"]].concat());
    assert!(
        scene
            .read("participants/cid.toml")
            .contains("income-class = \"high\"")
    );
}

#[test]
fn totals_name_nobody_and_small_numbers_are_hidden() {
    let scene = called();
    scene.tell("dimensions/totals_name_nobody");
    scene.ok(&["balance", "retention"]);
    totals(&scene, "civil", &["women=4", "men=2"], 0);
    totals(&scene, "business", &["women=3", "men=5"], 0);
    scene.ok(&["balance", "retention"]);
    let (balance, _) = scene.json(&["balance", "retention"]);
    let gender = &balance["totals"][0];
    // Four, three and two are small, and five would follow from three and eight.
    assert_eq!(
        gender["groups"][0]["values"],
        json!({ "men": null, "women": null })
    );
    assert_eq!(
        gender["groups"][1]["values"],
        json!({ "men": null, "women": null })
    );
    assert_eq!(
        gender["groups"][2]["values"],
        json!({ "men": 7, "women": 7 })
    );
    // A correction is a new entry, and the last one counts.
    totals(&scene, "business", &["women=2", "men=5"], 0);
    totals(&scene, "business", &["men=5", "women=2"], 0);
    let (balance, _) = scene.json(&["balance", "retention"]);
    assert_eq!(balance["totals"][0]["groups"][2]["seats"], 14);
    totals(&scene, "civil", &["women=4", "men=4"], 2);
    totals(&scene, "civil", &["woman=4"], 2);
    totals(&scene, "civil", &["women=1", "women=2"], 2);
    let enter = ["call", "totals", "retention", "--group", "civil"];
    scene.refused(
        2,
        &[
            &enter[..],
            &["--dimension", "income-class", "low=1", "--as", "sec"],
        ]
        .concat(),
    );
    scene.refused(
        1,
        &[
            &enter[..],
            &["--dimension", "gender", "men=1", "--as", "ann"],
        ]
        .concat(),
    );
    scene.ok(&["check"]);
    scene.ok(&["verify"]);
    assert_eq!(
        scene
            .read("proposals/retention/calls/1/totals.toml")
            .matches("[[totals]]")
            .count(),
        3
    );
}

#[test]
fn no_rule_can_use_a_personal_dimension() {
    let scene = founded();
    let charter = CHARTER.replacen("in each income-class", "in each gender", 1);
    scene.write("charter.toml", &charter);
    scene.commit("Use the gender", "2026-05-01T10:00:00Z");
    scene.tell("dimensions/no_rule_can_use_a_personal_dimension");
    scene.refused(1, &["check"]);
    let (found, _) = scene.json(&["check"]);
    assert_eq!(found["findings"][0]["code"], "S124", "{found}");
}

#[test]
fn the_site_shows_the_values_and_the_totals_of_decided_calls() {
    let mut scene = called();
    totals(&scene, "civil", &["women=4", "men=2"], 0);
    totals(&scene, "business", &["women=3", "men=5"], 0);
    give(&scene, &[("ann", "yes"), ("cid", "yes"), ("biz-1", "no")]);
    scene.now("2026-05-13T09:00:00Z");
    scene.quietly(&["call", "close", "retention", "--as", "maya"]);
    let decide = ["decide", "retention", "--designation", "carried"];
    scene.quietly(&[&decide[..], &["--sign-off", "--as", "maya"]].concat());
    scene.write(".git/info/exclude", "/public/\n");
    scene.quietly(&["report", "public"]);
    let classes = scene.read("public/balance/income-classes.csv");
    let rows: Vec<&str> = classes.lines().collect();
    assert_eq!(rows.len(), 4, "{classes}");
    assert!(rows[1].starts_with("\"Low income\","), "{classes}");
    assert!(rows[3].starts_with("\"not declared\","), "{classes}");
    let page = scene.read("public/balance/index.html");
    assert!(page.contains("id=\"dimension-income-class\""), "{page}");
    let gender = page.split("id=\"dimension-gender\"").nth(1);
    let gender = gender.and_then(|rest| rest.split("</section>").next());
    let gender = gender.unwrap_or_default();
    // Seven women and seven men of fourteen; the groups are not there.
    assert!(
        gender.contains(">14<") && gender.contains(">7<"),
        "{gender}"
    );
    assert!(!gender.contains("Business"), "{gender}");
    // Totals are fixed with the decision.
    totals(&scene, "civil", &["women=3", "men=2"], 1);
}
