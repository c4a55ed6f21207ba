//! Lists every kind of record that is a TOML file, with its keys, and makes its JSON Schema for editors and
//! for programs that write records.

use serde_json::{Map, Value, json};

use crate::record::acknowledgement::Acknowledgement;
use crate::record::appeal::{Appeal, Ruling};
use crate::record::asked::Asked;
use crate::record::call::Call;
use crate::record::charter::Charter;
use crate::record::decision::{ACCOUNT, Decision, MinorityStatement, SignOff};
use crate::record::described::Described;
use crate::record::designation::{Challenge, Designation};
use crate::record::erratum::Erratum;
use crate::record::follow_up::FollowUp;
use crate::record::handling::Handling;
use crate::record::meeting::Meeting;
use crate::record::objection::Objection;
use crate::record::participant::Participant;
use crate::record::path::RecordPath;
use crate::record::position::Position;
use crate::record::proposal::Proposal;
use crate::record::shape::{KeyShape, Shape};
use crate::record::totals::Totals;
use crate::value::id::LONGEST;

/// A kind of record.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Kind {
    /// What it is called.
    #[serde(rename = "record")]
    pub name: &'static str,
    /// Where its files are, from the register's root, as a pattern in which `*` is any name.
    pub files: &'static str,
    /// Its keys, in the order in which they are written.
    #[serde(skip)]
    pub keys: fn() -> Vec<KeyShape>,
    /// Further keys, which the program computes.
    #[serde(skip)]
    pub computed: &'static [&'static str],
}

macro_rules! kinds {
    ($($name:literal $files:literal $record:ident $computed:expr;)*) => {
        /// All of them, in the order of the reference.
        pub const ALL: &[Kind] = &[$(Kind {
            name: $name,
            files: $files,
            keys: $record::keys,
            computed: $computed,
        }),*];
    };
}

kinds! {
    "charter" "charter.toml" Charter &[];
    "participant" "participants/*.toml" Participant &[];
    "acknowledgement" "acknowledged/*.toml" Acknowledgement &[];
    "meeting" "meetings/*.toml" Meeting &[];
    "proposal" "proposals/*/proposal.toml" Proposal &[];
    "position" "proposals/*/positions/*.toml" Position &[];
    "objection" "proposals/*/objections/*.toml" Objection &[];
    "handling" "proposals/*/handling/*.toml" Handling &[];
    "call" "proposals/*/calls/*/call.toml" Call &[];
    "asked" "proposals/*/calls/*/asked.toml" Asked &[];
    "totals" "proposals/*/calls/*/totals.toml" Totals &[];
    "designation" "proposals/*/calls/*/designation.toml" Designation &[];
    "challenge" "proposals/*/calls/*/challenges/*.toml" Challenge &[];
    "minority" "proposals/*/calls/*/minority/*.toml" MinorityStatement &[];
    "decision" "proposals/*/calls/*/decision.toml" Decision ACCOUNT;
    "erratum" "proposals/*/calls/*/errata/*.toml" Erratum &[];
    "sign-off" "proposals/*/calls/*/sign-offs/*.toml" SignOff &[];
    "appeal" "proposals/*/calls/*/appeals/*.toml" Appeal &[];
    "ruling" "proposals/*/calls/*/rulings/*.toml" Ruling &[];
    "follow-up" "proposals/*/calls/*/follow-up.toml" FollowUp &[];
}

impl Kind {
    /// The kind of the record at a path; `None` for a file that is not TOML.
    pub fn of(path: &RecordPath) -> Option<&'static Kind> {
        let path = path.to_string();
        ALL.iter().find(|kind| kind.has(&path))
    }

    fn has(&self, path: &str) -> bool {
        let fits = |(pattern, part): (&str, &str)| match pattern.strip_prefix('*') {
            Some(end) => part.ends_with(end),
            None => part == pattern,
        };
        let (pattern, parts) = (self.files.split('/'), path.split('/'));
        pattern.clone().count() == parts.clone().count() && pattern.zip(parts).all(fits)
    }
}

/// The draft that editors of TOML understand.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";
/// The grammar of ids.
const ID: &str = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
/// The folder of a register in which editors look for schemas.
const FOLDER: &str = "schemas";

/// The JSON Schema of a kind of record.
pub fn schema(kind: &Kind) -> Value {
    let mut schema = table(&(kind.keys)());
    for key in kind.computed {
        let says = "Computed, and checked by computing it again.";
        schema["properties"][*key] = json!({ "description": says });
    }
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), DRAFT.into());
    whole.insert("title".to_owned(), kind.name.into());
    if let Value::Object(keys) = schema {
        whole.extend(keys);
    }
    Value::Object(whole)
}

fn table(keys: &[KeyShape]) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| (key.name.to_owned(), described(key)))
        .collect();
    let needed = keys.iter().filter(|key| key.needed);
    json!({
        "type": "object",
        "properties": properties,
        "required": needed.map(|key| key.name).collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}

fn described(key: &KeyShape) -> Value {
    let mut value = of_shape(&key.shape);
    value["description"] = key.told().into();
    value
}

fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Id => {
            json!({ "type": "string", "pattern": ID, "maxLength": LONGEST })
        }
        Shape::Like(_) => json!({ "type": "string" }),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Whole => json!({ "type": "integer", "minimum": 0 }),
        Shape::Instant => json!({ "type": "string", "format": "date-time" }),
        Shape::Day => json!({ "type": "string", "format": "date" }),
        Shape::List(item) => json!({ "type": "array", "items": of_shape(item) }),
        Shape::Table(keys) => table(keys),
        Shape::Named(item) => json!({
            "type": "object",
            "propertyNames": { "pattern": ID },
            "additionalProperties": of_shape(item),
        }),
        Shape::Words(item) => json!({
            "type": "object",
            "additionalProperties": of_shape(item),
        }),
        Shape::Either(shapes) => {
            json!({ "anyOf": shapes.iter().map(of_shape).collect::<Vec<_>>() })
        }
    }
}

/// The files with which editors complete and check records: a schema for each kind, and the rules of Taplo,
/// which most editors use for TOML, for where each schema applies.
pub fn for_editors() -> Vec<(String, String)> {
    let mut rules = String::from("# For editors: which schema a record has.\n");
    let mut files = Vec::new();
    for kind in ALL {
        let path = format!("{FOLDER}/{}.json", kind.name);
        rules.push_str(&format!(
            "\n[[rule]]\ninclude = [\"{}\"]\n\n[rule.schema]\npath = \"{path}\"\n",
            kind.files
        ));
        files.push((path, format!("{:#}\n", schema(kind))));
    }
    files.push((".taplo.toml".to_owned(), rules));
    files
}
