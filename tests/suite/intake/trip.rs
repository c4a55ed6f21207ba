//! Tests export and import of the same table, large tables, and random bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use plenary::act::actor::{Actor, IdentitySource};
use plenary::act::intake::{ImportMode, ImportTable, Intake, intake, table};
use plenary::procedure::intake::Received;
use plenary::record::import_map::ImportMap;
use plenary::record::participant::Participant;
use plenary::record::position::Position;
use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::value::clock::Instant;
use plenary::value::id::ProposalId;
use proptest::prelude::{ProptestConfig, any, prop_oneof, proptest};
use proptest::strategy::Strategy;
use serde_json::Value;

use crate::blessed::project;
use crate::body::{self, at, give, said};
use crate::documents;
use crate::intake::{bring, commits, put};
use crate::processor::spent;
use crate::scene::Scene;

/// For how many seconds a debug build may work on ten thousand rows.
const LIMIT: u32 = 5;

/// A register with every kind of answer in it.
fn answered() -> Scene {
    let scene = body::called("policy");
    body::object(&scene);
    give(
        &scene,
        &[("cid", "object"), ("ann", "recuse"), ("eve", "accept")],
    );
    let words = "=1+1, \"so\"; and\n\n@more\n'''quoted''' \\ 'as' is";
    scene.ok(&[
        "position",
        "retention",
        "support",
        "--as",
        "maya",
        "--reason",
        words,
    ]);
    let joins = [
        "position",
        "retention",
        "object",
        "--joins",
        "cid.cost",
        "--as",
        "ben",
    ];
    scene.ok(&[&joins[..], &["--interest=-1", "--reason", "'tis dear"]].concat());
    let relay = [
        "position",
        "retention",
        "disagree",
        "--for",
        "dee",
        "--as",
        "sec",
    ];
    let given = ["--received", "2026-05-02T12:00Z", "--evidence", "@list/1"];
    scene.ok(&[&relay[..], &given].concat());
    give(
        &scene,
        &[("idris", "abstain"), ("obs", "support"), ("alt", "accept")],
    );
    scene.ok(&["position", "retention", "--withdraw", "--as", "idris"]);
    scene
}

/// The tally without what names commits.
fn tally(scene: &Scene) -> Value {
    let (mut tally, _) = scene.json(&["tally", "retention"]);
    let map = tally.as_object_mut().expect("a tally");
    assert!(map.remove("commit").is_some() && map.remove("basis").is_some());
    // An objection in a table has no name of its own.
    let open = map["open-objections"].as_array_mut().expect("a list");
    for objection in open {
        assert!(
            objection
                .as_object_mut()
                .expect("an objection")
                .remove("id")
                .is_some()
        );
    }
    tally
}

/// A register with the same charter, and of the roster only whom the charter and the proposal name.
fn founded_anew() -> Scene {
    let mut scene = Scene::repository();
    let named = ["maya", "idris", "sec", "ann", "cid", "eve"];
    for (path, text) in body::files() {
        let id = path
            .strip_prefix("participants/")
            .and_then(|id| id.strip_suffix(".toml"));
        if id.is_none_or(|id| named.contains(&id)) {
            scene.write(&path, &text);
        }
    }
    scene.commit("Found the register", "2026-05-01T08:00:00Z");
    scene.now("2026-05-01T09:00:00Z");
    scene.write(".git/draft.md", "The first text.\n");
    let propose = [
        "propose",
        "Retention",
        "--text",
        ".git/draft.md",
        "--track",
        "policy",
    ];
    scene.ok(&[&propose[..], &["--as", "ann"]].concat());
    scene
}

#[test]
fn what_is_exported_can_be_brought_in_with_the_same_tally() {
    let from = answered();
    let exported = from.ok(&["export", "csv", "retention", "--roster"]);
    let mut to = founded_anew();
    to.now("2026-05-03T09:00:00Z");
    let (report, exit) = bring(&to, exported.as_bytes(), &["--roster", "--write"]);
    assert_eq!(exit, Some(0), "{report:#}");
    let open = ["call", "open", "retention", "--closes", "2026-05-12T09:00Z"];
    to.now("2026-05-02T09:00:00Z");
    to.ok(&open);
    to.now("2026-05-03T09:00:00Z");
    assert_eq!(tally(&to), tally(&from));
    for (path, _) in body::files() {
        let parsed = |scene: &Scene| scene.read(&path).parse::<toml::Table>().expect("TOML");
        assert_eq!(parsed(&to), parsed(&from), "{path}");
    }
    let maya = to
        .read(&at("positions/maya.toml"))
        .parse::<toml::Table>()
        .expect("TOML");
    let before = from
        .read(&at("positions/maya.toml"))
        .parse::<toml::Table>()
        .expect("TOML");
    assert_eq!(maya["reason"], before["reason"]);
    assert_eq!(to.json(&["check"]).0["findings"], serde_json::json!([]));

    let landed = commits(&to);
    let (report, exit) = bring(&to, exported.as_bytes(), &["--roster", "--write"]);
    assert_eq!(
        (exit, &report["written"]),
        (Some(0), &false.into()),
        "{report:#}"
    );
    assert_eq!(commits(&to), landed);
    let (report, exit) = bring(&from, exported.as_bytes(), &["--roster"]);
    assert_eq!(
        (exit, &report["counts"]["accepted"]),
        (Some(0), &0.into()),
        "{report:#}"
    );
    let again = to.ok(&["export", "csv", "retention", "--roster"]);
    let without_relayers = |table: &str| {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let relayed = reader
            .headers()
            .expect("headings")
            .iter()
            .position(|h| h == "relayed-by");
        let rows = reader.records().map(|row| row.expect("a row"));
        rows.map(|row| {
            let cells = row.iter().enumerate().filter(|(n, _)| Some(*n) != relayed);
            cells.map(|(_, cell)| cell.to_owned()).collect::<Vec<_>>()
        })
        .collect::<Vec<_>>()
    };
    let (again, first) = (without_relayers(&again), without_relayers(&exported));
    // The objection that ben joins has another name inside its position's file.
    let expected: Vec<Vec<String>> = first
        .into_iter()
        .map(|row| {
            row.into_iter()
                .map(|cell| cell.replace("cid.cost", "cid.position"))
                .collect()
        })
        .collect();
    assert_eq!(again, expected);
}

#[test]
fn an_export_guards_formulas_and_is_stable() {
    let scene = answered();
    scene.tell("intake/trip/an_export_guards_formulas_and_is_stable");
    let table = scene.ok(&["export", "csv", "retention"]);
    assert!(table.starts_with("\"participant\",\"name\",\"group\",\"position\",\"on\",\"reason\""));
    let (json, exit) = scene.json(&["export", "json", "retention", "--roster"]);
    assert_eq!((exit, &json["format"]), (Some(0), &1.into()));
    assert_eq!(json["commit"], scene.git(&["rev-parse", "HEAD"]));
    let ids: Vec<&str> = json["positions"]
        .as_array()
        .expect("positions")
        .iter()
        .map(|position| position["participant"].as_str().expect("an id"))
        .collect();
    assert_eq!(
        ids,
        [
            "alt", "ann", "ben", "cid", "dee", "eve", "idris", "maya", "obs"
        ]
    );
    assert_eq!(json["positions"][3]["problem"], "It costs.");
    assert_eq!(json["positions"][4]["evidence"], "@list/1");
    assert_eq!(
        json["participants"].as_array().map(Vec::len),
        Some(body::ROSTER.len())
    );
    let (plain, _) = scene.json(&["export", "json", "retention"]);
    assert!(plain.get("participants").is_none());
    let again = scene.ok(&["export", "csv", "retention"]);
    assert_eq!(table, again);
}

#[test]
fn an_export_of_a_closed_call_leaves_out_what_came_late() {
    let mut scene = body::called("policy");
    scene.tell("intake/trip/an_export_of_a_closed_call_leaves_out_what_came_late");
    give(&scene, &[("ann", "support"), ("ben", "support")]);
    scene.now("2026-05-12T10:00:00Z");
    scene.ok(&["call", "close", "retention"]);
    scene.write(&at("positions/ann.toml"), "position = \"disagree\"\n");
    scene.write(&at("positions/eve.toml"), "position = \"support\"\n");
    scene.commit("Too late", "2026-05-13T00:00:00Z");
    let (json, _) = scene.json(&["export", "json", "retention", "--call", "1"]);
    let answers: Vec<&str> = json["positions"]
        .as_array()
        .expect("positions")
        .iter()
        .map(|answer| answer["position"].as_str().expect("a name"))
        .collect();
    assert_eq!(answers, ["support", "support"]);
    let left: Vec<String> = json["left-out"]
        .as_array()
        .expect("files")
        .iter()
        .map(|file| format!("{} {}", file["path"], file["reason"]))
        .collect();
    let late = |who: &str| format!("\"{}\" \"late\"", at(&format!("positions/{who}.toml")));
    assert_eq!(left, [late("ann"), late("eve")]);
    let output = scene.plenary(&["export", "csv", "retention"]);
    said(&String::from_utf8_lossy(&output.stderr), &["2"]);
}

#[test]
fn positions_of_groups_make_the_trip_too() {
    let from = body::called("groups");
    from.ok(&[
        "position",
        "retention",
        "support",
        "--group",
        "north",
        "--as",
        "ann",
    ]);
    let exported = from.ok(&["export", "csv", "retention"]);
    let to = body::called("groups");
    let (report, exit) = bring(&to, exported.as_bytes(), &["--write"]);
    assert_eq!(exit, Some(0), "{report:#}");
    assert_eq!(tally(&to), tally(&from));
}

/// Whether a file of an example is not there before people answer.
fn is_later(path: &str) -> bool {
    let later = [
        "/positions/",
        "/calls/",
        "/decision",
        "/follow-up",
        "/appeal",
    ];
    later.iter().any(|part| path.contains(part))
}

/// An example's register without some of its files.
fn example(files: &BTreeMap<String, Vec<u8>>, keep: impl Fn(&str) -> bool) -> Register {
    let kept = files.iter().filter(|(path, _)| keep(path));
    let files = kept.map(|(path, bytes)| (path.clone(), Content::Plain(bytes.clone().into())));
    let files: BTreeMap<String, Content> = files.collect();
    let inside = files
        .keys()
        .filter_map(|path| path.strip_prefix("proposals/"));
    let proposals = inside.filter_map(|path| Some(path.split_once('/')?.0.to_owned()));
    Register::read(Snapshot {
        moment: Moment::WorkTree,
        extent: Extent::Everything,
        proposals: proposals.collect(),
        files: files.into_iter().collect(),
    })
}

/// What the owner of a record said, without who entered it.
fn own_words(path: &str, bytes: &[u8], like: Option<&Position>) -> Position {
    let mut own = Position::read(path, bytes).expect(path);
    own.relayed_by = None;
    if like.is_some_and(|like| like.on.is_none()) {
        own.on = None;
    }
    own
}

#[test]
fn what_every_example_exports_comes_back_whole() {
    let (mut positions, mut participants) = (0, 0);
    for name in [
        "assembly-water",
        "gnso-retention",
        "ietf-rough",
        "iso-29500",
        "lake-council",
        "open-forum",
        "tiny",
        "un-security-council",
    ] {
        let folder = project(&format!("examples/{name}"));
        let files = documents::files(&folder);
        let whole = example(&files, |_| true);
        for (id, records) in &whole.proposals {
            let place = folder.to_string_lossy();
            let export = |form| {
                let command = ["-C", &place, "export", form, id.as_str(), "--roster"];
                Scene::folder().ok(&command)
            };
            let (json, csv) = (export("json"), export("csv"));
            let exported: Value = serde_json::from_str(&json).expect("JSON");
            let chair = whole.charter.as_ref().expect("a charter").role_holders()[0].clone();
            let own = format!("participants/{chair}.toml");
            let emptied = example(&files, |path| {
                !is_later(path) && (path == own || !path.starts_with("participants/"))
            });
            let bring = |table: &str| {
                let now = Instant::parse("2030-01-01T00:00Z").expect("a moment");
                judged_by(&emptied, id, chair.as_str(), table.as_bytes(), now).expect(name)
            };
            let brought = bring(&json);
            assert_eq!(brought, bring(&csv), "{name} {id}");
            let open = brought.rows.iter().filter(|row| row.verdict.is_open());
            assert_eq!(
                open.collect::<Vec<_>>(),
                Vec::<&Received>::new(),
                "{name} {id}"
            );
            let entry = brought.entry.expect("an entry");
            let mut given = 0;
            for (path, bytes) in &entry.files {
                if path.starts_with("participants/") {
                    let before = Participant::read(path, &files[path]);
                    assert_eq!(Participant::read(path, bytes), before, "{name} {path}");
                    participants += 1;
                    continue;
                }
                let before = own_words(path, &files[path], None);
                assert_eq!(
                    own_words(path, bytes, Some(&before)),
                    before,
                    "{name} {path}"
                );
                given += 1;
            }
            assert_eq!(
                exported["positions"].as_array().map(Vec::len),
                Some(given),
                "{name} {id}"
            );
            assert!(given <= records.positions.len());
            positions += given;
        }
    }
    assert!(
        positions > 200 && participants > 200,
        "{positions} {participants}"
    );
}

/// The body's register with a proposal, as plain values.
fn register() -> Register {
    let mut files: BTreeMap<String, Content> = body::files()
        .into_iter()
        .map(|(path, text)| (path, Content::Plain(text.into_bytes().into())))
        .collect();
    let digest = "0".repeat(64);
    let proposal = format!(
        "title = \"T\"\nquestion = \"Q?\"\ntrack = \"policy\"\ntext = \"text.md\"\nauthors = [\"ann\"]\n\
         [[revision]]\nname = \"r1\"\nat = 2026-01-01T00:00:00Z\nsha256 = \"{digest}\"\n"
    );
    let held = [
        ("proposal.toml", proposal.as_str()),
        (
            "positions/ben.toml",
            "position = \"support\"\nrelayed-by = \"sec\"\n",
        ),
        ("positions/cid.toml", "position = "),
    ];
    for (path, text) in held {
        files.insert(at(path), Content::Plain(text.as_bytes().into()));
    }
    Register::read(Snapshot {
        moment: Moment::WorkTree,
        extent: Extent::Everything,
        files: files.into_iter().collect(),
        proposals: BTreeSet::from(["retention".to_owned()]),
    })
}

/// The result of a table in a register; nothing if it is not a table.
fn judged(
    register: &Register,
    bytes: &[u8],
    mapping: ImportMap,
    take: ImportMode,
) -> Option<Intake> {
    let id = ProposalId::parse("retention").expect("an id");
    let now = Instant::parse("2026-05-03T09:00Z").expect("a moment");
    judged_as(register, (&id, "sec"), bytes, (mapping, take), now)
}

/// The result of a table with the participant list.
fn judged_by(
    register: &Register,
    id: &ProposalId,
    by: &str,
    bytes: &[u8],
    now: Instant,
) -> Option<Intake> {
    let all = (ImportMap::default(), ImportMode::PositionsAndRoster);
    judged_as(register, (id, by), bytes, all, now)
}

fn judged_as(
    register: &Register,
    (id, by): (&ProposalId, &str),
    bytes: &[u8],
    (mapping, take): (ImportMap, ImportMode),
    now: Instant,
) -> Option<Intake> {
    let source = IdentitySource::Named(by.to_owned(), "--as");
    let actor = Actor::of(register, &source).expect("who enters it");
    let input = ImportTable {
        proposal: id.clone(),
        table: table(register, bytes, &mapping).ok()?,
        mapping,
        take,
        on: None,
        relayed_by: None,
        received: None,
        evidence: None,
        service: None,
    };
    intake(register, &input, &actor, now).ok()
}

/// The processor time for a table of so many rows of people whom nobody knows: with the participant list, and without,
/// where every row is put to a person.
fn time_for(rows: usize) -> Duration {
    let mut table = "participant,name,group,position,reason\n".to_owned();
    for n in 0..rows {
        table.push_str(&format!(
            "p{n},Person Number {n},north,support,Because of {n}.\n"
        ));
    }
    let register = register();
    let judge = |take| judged(&register, table.as_bytes(), ImportMap::default(), take);
    let (intake, with_roster) = spent(|| judge(ImportMode::PositionsAndRoster));
    let entry = intake.and_then(|intake| intake.entry).expect("an entry");
    assert_eq!(entry.files.len(), 2 * rows);
    let (unknown, without) = spent(|| judge(ImportMode::Positions));
    let unknown = unknown.expect("a table").rows;
    assert!(unknown.iter().all(|row| row.verdict.is_open()));
    with_roster + without
}

#[test]
fn the_time_for_a_table_grows_with_its_rows() {
    // The system counts short work roughly, so the same number of rows is measured in short tables and in a long one.
    let short: Duration = (0..8).map(|_| time_for(1_000)).sum();
    let long = time_for(8_000);
    // Eight times as long would be every row looked up in all others.
    assert!(long < short * 3, "{short:?} {long:?}");
}

#[test]
fn a_command_with_ten_thousand_rows_ends_soon() {
    let mut scene = body::called("policy");
    scene.tell("intake/trip/a_command_with_ten_thousand_rows_ends_soon");
    let mut rows = "participant,position\nann,support\n".to_owned();
    rows.push_str(&"ann,support\n".repeat(9_999));
    let file = put(&scene, "table.csv", rows.as_bytes());
    scene.limit(LIMIT);
    let command = [
        "intake",
        "csv",
        &file,
        "--proposal",
        "retention",
        "--as",
        "sec",
        "--write",
    ];
    scene.ok(&command);
}

/// Tables made of what tables are made of, and of anything.
fn tables() -> impl Strategy<Value = Vec<u8>> {
    let cell = prop_oneof![
        "(ann|ben|cid|dora|@north|support|object|hold|r1|total|2026-05-02T10:00Z|\"|'|=|\n|,|;|\t)",
        any::<String>(),
    ];
    let headings = prop_oneof![
        "participant,position(,(name|group|emails|reason|on|joins|until|problem|resolve|also))*\n",
        any::<String>(),
    ];
    let cells = proptest::collection::vec(cell, 0..40);
    let made = (headings, cells)
        .prop_map(|(headings, cells)| format!("{headings}{}", cells.join(",")).into_bytes());
    prop_oneof![made, any::<Vec<u8>>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_judged_without_a_panic(bytes in tables(), map in any::<String>()) {
        let register = register();
        let mapping = ImportMap::read("map.toml", map.as_bytes()).unwrap_or_default();
        for take in [ImportMode::Positions, ImportMode::PositionsAndRoster] {
            let Some(intake) = judged(&register, &bytes, mapping.clone(), take) else { continue };
            let accepted = intake.rows.iter().any(|row| {
                row.verdict == plenary::procedure::intake::RowOutcome::Accepted
            });
            assert_eq!(accepted, intake.entry.is_some());
            for (path, bytes) in intake.entry.iter().flat_map(|entry| &entry.files) {
                let record = plenary::record::path::RecordPath::identify(path);
                assert!(matches!(record, Some(Ok(_))), "{path}");
                let faults = match path.contains("/positions/") {
                    true => Position::read(path, bytes).err(),
                    false => Participant::read(path, bytes).err(),
                };
                assert!(faults.is_none(), "{path}: {faults:?}");
            }
        }
    }
}
