//! What a value is, and what was expected in its place, in words.

use toml::de::DeValue;

pub(super) fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with decimals",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

pub(super) fn example_of(key: &str, expected: &str) -> String {
    match expected {
        "a text" => format!("{key} = \"…\""),
        "true or false" => format!("{key} = true"),
        "a whole number from 0" => format!("{key} = 1"),
        "a list of names" | "a list of texts" => format!("{key} = [\"…\"]"),
        "a list of tables" => format!("[[{key}]]"),
        "a table" => format!("[{key}]"),
        "a date" => format!("{key} = 2026-05-21"),
        "a date and time with an offset" => format!("{key} = 2026-05-21T23:59:00Z"),
        "a name" => format!("{key} = \"ruth-adeyemi\""),
        other => match other.split('"').nth(1) {
            Some(example) => format!("{key} = \"{example}\""),
            None => format!("write {other}"),
        },
    }
}
