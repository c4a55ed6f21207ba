//! Tests the description of each record: its schema fits every record of the examples, its output reads back the
//! same, and the reference names the same keys.

use std::collections::BTreeSet;
use std::path::PathBuf;

use plenary::record::charter::Charter;
use plenary::record::kind::{ALL, Kind, schema};
use plenary::record::path::RecordPath;
use plenary::record::preset;
use plenary::record::shape::{KeyShape, Shape};
use plenary::register::snapshot::Content;
use serde_json::{Value, json};

use crate::blessed::project;
use crate::broken::archive::Files;
use crate::broken::{self};
use crate::documents;
use crate::scene::Scene;

/// The records among the files of a register.
fn records(files: &Files) -> impl Iterator<Item = (&str, &'static Kind, &[u8])> {
    files.iter().filter_map(|(path, content)| {
        let record = RecordPath::identify(path).and_then(Result::ok);
        let kind = record.as_ref().and_then(Kind::of)?;
        match content {
            Content::Plain(bytes) => Some((path.as_str(), kind, bytes.as_ref())),
            _ => None,
        }
    })
}

/// The registers of the examples, and the correct ones among the broken registers: each
/// by its name, with its files.
fn registers() -> Vec<(String, Files)> {
    let folders = std::fs::read_dir(project("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = folders
        .filter(|path| path.join("charter.toml").exists())
        .collect();
    folders.sort();
    let examples = folders.into_iter().map(|path| {
        let plain = |(path, bytes)| (path, Content::Plain(Vec::into(bytes)));
        (
            path.display().to_string(),
            documents::files(&path).into_iter().map(plain).collect(),
        )
    });
    examples.chain(broken::mended()).collect()
}

/// A value of TOML as editors hand it to a schema: dates and times are strings.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(moment) => json!(moment.to_string()),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(keys) => {
            let keys = keys
                .iter()
                .map(|(key, value)| (key.clone(), as_json(value)));
            Value::Object(keys.collect())
        }
    }
}

/// What of `value` does not fit `schema`, by the words of JSON Schema that the schemas use. Any other
/// word fails: nothing is passed over.
fn misfits(schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    let mut no = |why: String| out.push(format!("{at}: {why}"));
    let empty = serde_json::Map::new();
    let keys = value.as_object().unwrap_or(&empty);
    for (word, wanted) in schema.as_object().unwrap() {
        match word.as_str() {
            "$schema" | "title" | "description" | "format" | "pattern" | "propertyNames" => {}
            "type" => {
                let is = match wanted.as_str().unwrap() {
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "integer" => value.is_u64(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    other => panic!("{other}"),
                };
                if !is {
                    no(format!("{value} is no {wanted}"));
                }
            }
            "enum" if !wanted.as_array().unwrap().contains(value) => {
                no(format!("{value} is none of {wanted}"));
            }
            "maxLength" if longer(value, wanted) => {
                no(format!("{value} is too long"));
            }
            "required" => {
                for key in wanted.as_array().unwrap() {
                    if !keys.contains_key(key.as_str().unwrap()) {
                        no(format!("{key} is missing"));
                    }
                }
            }
            "anyOf" => {
                let fits = |one: &Value| {
                    let mut found = Vec::new();
                    misfits(one, value, at, &mut found);
                    found.is_empty()
                };
                if !wanted.as_array().unwrap().iter().any(fits) {
                    no(format!("{value} fits none of {wanted}"));
                }
            }
            "enum" | "maxLength" | "minimum" | "properties" | "items" | "additionalProperties" => {}
            other => panic!("{other}"),
        }
    }
    let items = value.as_array().filter(|_| schema["items"].is_object());
    for (n, item) in items.into_iter().flatten().enumerate() {
        misfits(&schema["items"], item, &format!("{at}/{n}"), out);
    }
    for (key, inner) in keys {
        let at = format!("{at}/{key}");
        match (&schema["properties"][key], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => out.push(format!("{at}: unknown")),
            (Value::Null, Value::Null) => {}
            (Value::Null, more) => misfits(more, inner, &at, out),
            (own, _) => misfits(own, inner, &at, out),
        }
    }
}

/// Whether a text is longer than it may be.
fn longer(value: &Value, most: &Value) -> bool {
    let length = value.as_str().map_or(0, str::len);
    most.as_u64().is_some_and(|most| length as u64 > most)
}

fn misfits_of(kind: &Kind, text: &str) -> Vec<String> {
    let value = as_json(&toml::Value::Table(toml::from_str(text).unwrap()));
    let mut found = Vec::new();
    misfits(&schema(kind), &value, "", &mut found);
    found
}

#[test]
fn every_record_of_the_examples_fits_its_schema() {
    let mut kinds = BTreeSet::new();
    for (register, files) in registers() {
        for (name, kind, bytes) in records(&files) {
            let text = std::str::from_utf8(bytes).unwrap();
            assert_eq!(misfits_of(kind, text), [""; 0], "{register} {name}");
            kinds.insert(kind.name);
        }
    }
    for preset in preset::ALL {
        let charter = ALL.iter().find(|kind| kind.name == "charter").unwrap();
        assert_eq!(misfits_of(charter, preset.text), [""; 0], "{}", preset.name);
    }
    // No register of the examples has a second sign-off.
    let digest = "0".repeat(64);
    let sign_off = format!("sha256 = \"{digest}\"\nat = 2026-05-22T10:00:00Z\n");
    let kind = ALL.iter().find(|kind| kind.name == "sign-off").unwrap();
    assert_eq!(misfits_of(kind, &sign_off), [""; 0]);
    kinds.insert(kind.name);
    let unseen: Vec<&str> = ALL.iter().map(|kind| kind.name).collect();
    let unseen: Vec<&&str> = unseen
        .iter()
        .filter(|name| !kinds.contains(*name))
        .collect();
    assert!(unseen.is_empty(), "no example has one: {unseen:?}");
}

#[test]
fn what_does_not_fit_a_schema_is_found() {
    let position = ALL.iter().find(|kind| kind.name == "position").unwrap();
    let found = misfits_of(
        position,
        "postion = \"accept\"\njoins = \"a.b\"\nwithdrawn = 1\n",
    );
    let mut places: Vec<&str> = found
        .iter()
        .filter_map(|one| one.split(':').next())
        .collect();
    places.sort_unstable();
    assert_eq!(
        places,
        ["", "/joins", "/postion", "/withdrawn"],
        "{found:?}"
    );
}

#[test]
fn a_charter_reads_back_as_it_is_written() {
    let registers = registers();
    let charters = registers.iter().flat_map(|(_, files)| records(files));
    let charters =
        charters.filter_map(|(name, _, bytes)| (name == "charter.toml").then_some(bytes));
    let presets = preset::ALL.iter().map(|preset| preset.text.as_bytes());
    for bytes in charters.chain(presets) {
        let charter = Charter::read("charter.toml", bytes).unwrap();
        let written = charter.sheet().finish();
        let again = Charter::read("charter.toml", written.as_bytes());
        assert_eq!(again, Ok(charter), "{written}");
    }
}

/// Every key of a record and of the tables in it.
fn all_keys(keys: &[KeyShape], out: &mut BTreeSet<&'static str>) {
    for key in keys {
        out.insert(key.name);
        let mut shapes = vec![&key.shape];
        while let Some(shape) = shapes.pop() {
            match shape {
                Shape::Table(keys) => all_keys(keys, out),
                Shape::List(inner) | Shape::Named(inner) | Shape::Words(inner) => {
                    shapes.push(inner)
                }
                Shape::Either(all) => shapes.extend(all),
                _ => {}
            }
        }
    }
}

#[test]
fn the_reference_names_every_key_of_every_record() {
    let page = std::fs::read_to_string(project("docs/reference/records.md")).unwrap();
    for kind in ALL {
        let mut keys = BTreeSet::new();
        all_keys(&(kind.keys)(), &mut keys);
        let heading = match kind.name {
            "minority" => "minority statement".to_owned(),
            name => name.to_owned(),
        };
        let own = match kind.name {
            // How decisions can be appealed is explained with the appeal.
            "charter" => sections(&page, "charter") + &sections(&page, "appeal"),
            _ => sections(&page, &heading),
        };
        assert!(!own.is_empty(), "no section on {heading}");
        let named = |key: &&&str| {
            let ways = [
                format!("`{key}`"),
                format!("`{key} = "),
                format!("[{key}]"),
                format!("[{key}."),
                format!(".{key}]"),
                format!("\n{key} = "),
                format!(" {key} = "),
            ];
            ways.iter().any(|way| own.contains(way))
        };
        let missing: Vec<&&str> = keys.iter().filter(|key| !named(key)).collect();
        assert!(missing.is_empty(), "{heading}: {missing:?}");
        let known = keys.into_iter().chain(kind.computed.iter().copied());
        let known: BTreeSet<&str> = known.collect();
        for key in first_cells(&sections(&page, &heading)) {
            assert!(known.contains(key.as_str()), "{heading} has no key {key}");
        }
    }
}

/// The sections below the heading of a record, up to the heading of the next.
fn sections(page: &str, heading: &str) -> String {
    let mut own = String::new();
    let mut within = false;
    let kinds: Vec<&str> = ALL.iter().map(|kind| kind.name).collect();
    for line in page.lines() {
        if line.starts_with('#') {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let of_a_record = kinds.contains(&title.as_str())
                || ["minority statement", "manifest", "signatures and keys"]
                    .contains(&title.as_str())
                || line.starts_with("## ");
            within = match title == heading {
                true => true,
                false => within && !of_a_record,
            };
        }
        if within {
            own.push('\n');
            own.push_str(line);
        }
    }
    own
}

/// The keys in the first cells of the tables whose first column is headed `key`.
fn first_cells(section: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut of_keys = false;
    for line in section.lines() {
        match line.strip_prefix('|') {
            None => of_keys = false,
            Some(row) if row.trim_start().starts_with("key |") => of_keys = true,
            Some(row) if of_keys && !row.starts_with("--") => {
                let cell = row.split('|').next().unwrap();
                let quoted = cell.split('`').skip(1).step_by(2);
                keys.extend(quoted.map(|key| key.trim_matches(['[', ']']).to_owned()));
            }
            Some(_) => {}
        }
    }
    keys
}

#[test]
fn a_register_can_have_what_editors_need() {
    let scene = Scene::repository();
    scene.ok(&["init", "--editor"]);
    let rules: toml::Table = toml::from_str(&scene.read(".taplo.toml")).unwrap();
    let rules = rules["rule"].as_array().unwrap();
    assert_eq!(rules.len(), ALL.len());
    for (rule, kind) in rules.iter().zip(ALL) {
        assert_eq!(rule["include"][0].as_str(), Some(kind.files));
        let path = rule["schema"]["path"].as_str().unwrap();
        let written: Value = serde_json::from_str(&scene.read(path)).unwrap();
        assert_eq!(written, schema(kind));
    }
    let (found, exit) = scene.json(&["check"]);
    let elsewhere = |one: &&Value| one["path"] != "charter.toml";
    let findings = found["findings"].as_array().unwrap();
    assert_eq!((findings.iter().find(elsewhere), exit), (None, Some(0)));
    scene.ok(&["verify"]);
}

#[test]
fn schemas_are_listed_and_printed() {
    let scene = Scene::folder();
    scene.tell("schemas/schemas_are_listed_and_printed");
    scene.ok(&["schema"]);
    let printed: Value = serde_json::from_str(&scene.ok(&["schema", "sign-off"])).unwrap();
    assert_eq!(printed["required"], json!(["sha256", "at"]));
    assert_eq!(printed["properties"]["at"]["format"], "date-time");
    scene.refused(2, &["schema", "sing-off"]);
}
