//! Reads tables that are not separated values: those in Markdown, as minutes and comments have them, and the
//! JSON that the program exports.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::record::table::{BETWEEN, Row, TOP, TableFault, guarded};

/// The rows of a text in Markdown; `None` where it has no line such as `|---|---|` near its top.
pub(super) fn markdown(text: &str) -> Option<Result<Vec<Row>, TableFault>> {
    let is_rule = |line: &&str| {
        let mut cells = line.trim().trim_matches('|').split(['|', '+']);
        line.contains(['|', '+'])
            && cells
                .all(|cell| cell.contains("--") && cell.trim_matches([' ', ':', '-']).is_empty())
    };
    text.lines().take(TOP).find(is_rule)?;
    let lines = text.lines().zip(1..).filter(|(line, _)| !is_rule(line));
    let rows = lines.map(|(line, number)| Row {
        number,
        cells: cells(line),
    });
    Some(Ok(rows.filter(|row| !row.first().is_empty()).collect()))
}

/// The cells of a line, without the marks of bold type and of code around them.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim().replace("\\|", "\0");
    let inner = line.strip_prefix('|').unwrap_or(&line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let cells = inner.split('|').map(|cell| {
        let cell = cell.trim().replace('\0', "|").replace("<br>", "\n");
        let marks = ["**", "__", "`"].iter();
        let mut bare = marks.filter_map(|mark| cell.strip_prefix(mark)?.strip_suffix(mark));
        bare.next().unwrap_or(&cell).to_owned()
    });
    cells.collect()
}

/// The rows of an export in JSON: each participant with their position. `None` where the text is not JSON.
pub(super) fn json(text: &str) -> Option<Result<Vec<Row>, TableFault>> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace());
    text.starts_with('{')
        .then(|| exported(text).ok_or(TableFault::Json))
}

fn exported(text: &str) -> Option<Vec<Row>> {
    let whole: Map<String, Value> = serde_json::from_str(text).ok()?;
    let list = |key| whole.get(key).and_then(Value::as_array);
    let (people, positions) = (list("participants"), list("positions"));
    people.or(positions)?;
    let mut records: Vec<Map<String, Value>> = Vec::new();
    // A position can be under a former id of its participant.
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for record in people.into_iter().chain(positions).flatten() {
        let record = record.as_object()?;
        let id = record.get("participant")?.as_str()?;
        let at = places.get(id).copied().unwrap_or(records.len());
        let former = record.get("also").and_then(Value::as_array);
        let former = former.into_iter().flatten().filter_map(Value::as_str);
        places.extend(former.chain([id]).map(|id| (id.to_owned(), at)));
        match records.get_mut(at) {
            None => records.push(record.clone()),
            Some(known) => {
                for (key, value) in record {
                    known.entry(key).or_insert_with(|| value.clone());
                }
            }
        }
    }
    let flat: Vec<BTreeMap<String, String>> = records.iter().map(flat).collect();
    let mut headings: Vec<String> = flat.iter().flat_map(BTreeMap::keys).cloned().collect();
    headings.sort();
    headings.dedup();
    let cells = |record: &BTreeMap<String, String>| {
        let cells = headings
            .iter()
            .map(|key| record.get(key).cloned().unwrap_or_default());
        cells.collect()
    };
    let rows = std::iter::once(headings.clone()).chain(flat.iter().map(cells));
    Some(
        rows.zip(1..)
            .map(|(cells, number)| Row { number, cells })
            .collect(),
    )
}

/// The keys of a record as headings, those of a table within it with its key before: `weight:population`.
fn flat(record: &Map<String, Value>) -> BTreeMap<String, String> {
    let mut cells = BTreeMap::new();
    for (key, value) in record {
        match value {
            Value::Object(inner) => cells.extend(
                inner
                    .iter()
                    .map(|(name, value)| (format!("{key}:{name}"), words(value))),
            ),
            value => {
                cells.insert(key.clone(), words(value));
            }
        }
    }
    cells
}

fn words(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::String(text) => guarded(text),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(BETWEEN),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{json, markdown};
    use crate::record::table::{Row, TableFault};

    fn cells(rows: &[Row]) -> Vec<Vec<&str>> {
        let cells = |row: &Row| row.cells.len();
        assert!(rows.iter().all(|row| cells(row) > 0));
        rows.iter()
            .map(|row| row.cells.iter().map(String::as_str).collect())
            .collect()
    }

    #[test]
    fn tables_in_markdown_are_known_by_their_rule() {
        let text = "Votes:\n\n| Name | **Vote** |\n|:---|---:|\n| `ann` | yes \\| no<br>later |\n| ben |\n";
        let rows = markdown(text).unwrap().unwrap();
        let expected = [
            vec!["Votes:"],
            vec!["Name", "Vote"],
            vec!["ann", "yes | no\nlater"],
            vec!["ben"],
        ];
        assert_eq!(cells(&rows), expected);
        assert_eq!(rows[2].number, 5);
        // As psql prints it.
        let rows = markdown(" name | vote \n------+------\n ann  | -- \n")
            .unwrap()
            .unwrap();
        assert_eq!(cells(&rows), [vec!["name", "vote"], vec!["ann", "--"]]);
        assert_eq!(markdown("name|vote\nann|yes\n"), None);
    }

    #[test]
    fn an_export_has_a_row_for_each_participant() {
        let text = r#"{"format": 1,
            "positions": [{"participant": "anna", "position": "+1", "withdrawn": true, "reason": null},
                          {"participant": "@north", "position": "no"}],
            "participants": [{"participant": "ann", "also": ["anna"], "emails": ["a@x", "b@x"], "weight": {"p": 3}},
                             {"participant": "ben", "withdrawn": false}]}"#;
        let rows = json(text).unwrap().unwrap();
        let expected = [
            vec![
                "also",
                "emails",
                "participant",
                "position",
                "reason",
                "weight:p",
                "withdrawn",
            ],
            vec!["anna", "a@x; b@x", "ann", "'+1", "", "3", "true"],
            vec!["", "", "ben", "", "", "", ""],
            vec!["", "", "'@north", "no", "", "", ""],
        ];
        assert_eq!(cells(&rows), expected);
        for broken in [
            "{",
            "{}",
            "{\"positions\": 1}",
            "{\"positions\": [1]}",
            "{\"positions\": [{}]}",
        ] {
            assert_eq!(json(broken), Some(Err(TableFault::Json)), "{broken}");
        }
        assert_eq!(json("name,vote"), None);
    }
}
