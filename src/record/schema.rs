//! The shape of a record as JSON Schema, for editors and for programs that write records.

use serde_json::{Map, Value, json};

use crate::record::kind::{ALL, Kind};
use crate::record::shape::{KeyShape, Shape};
use crate::value::id::LONGEST;

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
    value["description"] = key.says.as_str().into();
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
        Shape::Either(shapes) => {
            json!({ "anyOf": shapes.iter().map(of_shape).collect::<Vec<_>>() })
        }
    }
}

/// The files that let editors complete and check the records of a register: a schema for each kind,
/// and the rules of Taplo, on which the editors' support of TOML rests, for where it is used.
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
