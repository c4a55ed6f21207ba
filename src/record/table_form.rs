//! Reads tables in their forms: values with a separator, as spreadsheets save them, Markdown, as minutes and
//! comments have it, and the JSON that the program exports.

use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::Encoding;
use serde_json::{Map, Value};

use crate::record::table::{
    BETWEEN, LARGEST, MOST_ROWS, Row, TOP, Table, TableFault, decoded, guarded,
};

/// The possible separators of cells, the most likely first.
const SEPARATORS: &[char] = &[',', ';', '\t', '|'];

/// So many different keys the records of an export can have.
const MOST_KEYS: usize = 200;

/// The key of an answer.
const POSITION: &str = "position";

/// Reads a table, in the encoding that is said or found. The separator is the one with which a row among the
/// first [`TOP`] looks most like headings: `headings` says how many cells of a row are headings.
///
/// # Errors
/// It is not a text, or not a table.
pub fn read(
    bytes: &[u8],
    said: Option<&'static Encoding>,
    headings: impl Fn(&Row) -> usize,
) -> Result<Table, TableFault> {
    if bytes.len() > LARGEST {
        return Err(TableFault::TooLarge);
    }
    let (text, encoding) = decoded(bytes, said)?;
    let is_json = text.trim_start().starts_with('{');
    let table = match markdown(&text) {
        _ if is_json => Table::of(rows_of(&text).ok_or(TableFault::Json)?),
        Some(rows) => Table::of(rows),
        None => separated(&text, headings)?,
    };
    match table.rows.len() + table.empty {
        _ if table.rows.is_empty() => Err(TableFault::Empty),
        rows if rows >= MOST_ROWS => Err(TableFault::TooLong),
        _ => Ok(Table { encoding, ..table }),
    }
}

fn separated(text: &str, headings: impl Fn(&Row) -> usize) -> Result<Table, TableFault> {
    let (said, text) = separator_said(text);
    let separator = said.unwrap_or_else(|| separator(text, &headings));
    let (read, fault) = rows(text, separator, 1 + usize::from(said.is_some()), MOST_ROWS);
    let table = Table {
        separator,
        empty: read.empty,
        ..Table::of(read.rows)
    };
    fault.map_or(Ok(table), Err)
}

/// Some spreadsheets write and read a first line that names the separator.
fn separator_said(text: &str) -> (Option<char>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let sign = line.trim_matches('"').strip_prefix("sep=");
    let sign = sign.and_then(|sign| sign.chars().next());
    match sign.filter(|sign| SEPARATORS.contains(sign)) {
        Some(sign) => (Some(sign), rest),
        None => (None, text),
    }
}

fn separator(text: &str, headings: &impl Fn(&Row) -> usize) -> char {
    let score = |sign: char| {
        let (top, _) = rows(text, sign, 1, TOP);
        let most = top
            .rows
            .iter()
            .map(|row| (headings(row), row.cells.len()))
            .max();
        most.unwrap_or_default()
    };
    let scored = SEPARATORS.iter().rev().map(|sign| (score(*sign), *sign));
    scored
        .max_by_key(|(score, _)| *score)
        .map_or(',', |(_, sign)| sign)
}

/// Rows that were read.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    empty: usize,
}

/// The rows of a text, the first with the number `first`, and no more than `most` of them; down to the first
/// quotation mark that is not clear.
fn rows(text: &str, separator: char, first: usize, most: usize) -> (Rows, Option<TableFault>) {
    let (mut read, mut rest, mut number) = (Rows::default(), text, first);
    while !rest.is_empty() && number < first + most {
        let mut cells = Vec::new();
        loop {
            let (cell, after) = match cell(rest, separator) {
                Ok(read) => read,
                Err(why) => {
                    let fault = TableFault::Mark(number, cells.len() + 1, why);
                    return (read, Some(fault));
                }
            };
            cells.push(cell);
            rest = after.get(1..).unwrap_or("");
            if !after.starts_with(separator) {
                break;
            }
        }
        match cells.iter().all(|cell| cell.trim().is_empty()) {
            true => read.empty += 1,
            false => read.rows.push(Row { number, cells }),
        }
        number += 1;
    }
    (read, None)
}

/// The cell at the beginning of a text, and the text from its end on. A quotation mark opens only a whole
/// cell, and closes only before a separator or the end of the line; one inside a cell without is text.
fn cell(text: &str, separator: char) -> Result<(String, &str), &'static str> {
    let ends = |c: char| c == separator || c == '\n';
    let Some(mut rest) = text.strip_prefix('"') else {
        let (cell, after) = text.split_at(text.find(ends).unwrap_or(text.len()));
        // Excel keeps zeros before a number by a formula that is a text: ="007".
        let formula = cell.strip_prefix("=\"");
        return match cell.trim_start() {
            _ if formula.is_some_and(|text| !text.ends_with('"')) => Err("that is not closed"),
            words if words.len() < cell.len() && words.starts_with('"') => Err("after a space"),
            _ => Ok((cell.to_owned(), after)),
        };
    };
    let mut cell = String::new();
    while let Some((words, after)) = rest.split_once('"') {
        cell.push_str(words);
        rest = match after.chars().next() {
            Some('"') => after.get(1..).unwrap_or(""),
            Some(c) if !ends(c) => return Err("that is closed before the end of its cell"),
            _ => return Ok((cell, after)),
        };
        cell.push('"');
    }
    Err("that is not closed")
}

/// The rows of a text in Markdown; `None` where it has no line such as `|---|---|` near its top.
fn markdown(text: &str) -> Option<Vec<Row>> {
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
    Some(rows.filter(|row| !row.first().is_empty()).collect())
}

/// The cells of a line, without the marks of bold type, code and links around them.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim().replace("\\|", "\0");
    let inner = line.strip_prefix('|').unwrap_or(&line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let cells = inner.split('|').map(|cell| {
        let cell = cell.trim().replace('\0', "|").replace("<br>", "\n");
        let marks = ["**", "__", "`"].iter();
        let mut bare = marks.filter_map(|mark| cell.strip_prefix(mark)?.strip_suffix(mark));
        let bare = bare.next().unwrap_or(&cell);
        let link = bare
            .strip_prefix('[')
            .and_then(|link| link.split_once("]("));
        link.map_or(bare, |(text, _)| text).to_owned()
    });
    cells.collect()
}

/// The rows of an export in JSON; `None` where it is not one.
fn rows_of(text: &str) -> Option<Vec<Row>> {
    let records = records(&serde_json::from_str(text).ok()?)?;
    let headings: BTreeSet<&String> = records.iter().flat_map(BTreeMap::keys).collect();
    let cells = |record: &Record| {
        let cells = headings.iter().map(|key| record.get(*key));
        cells
            .map(|cell| cell.map_or(String::new(), |words| guarded(words)))
            .collect()
    };
    // Records with keys of their own would fill the memory with empty cells.
    (headings.len() <= MOST_KEYS && records.len() < MOST_ROWS).then_some(())?;
    let first = headings.iter().map(|key| (*key).clone()).collect();
    let rows = std::iter::once(first).chain(records.iter().map(cells));
    Some(
        rows.zip(1..)
            .map(|(cells, number)| Row { number, cells })
            .collect(),
    )
}

/// What a row of an export has under each heading.
pub type Record = BTreeMap<String, String>;

/// The records of an export: each participant with their position, and then the other positions. `None` where
/// it is not an export.
pub fn records(export: &Value) -> Option<Vec<Record>> {
    let list = |key| export.get(key).and_then(Value::as_array);
    let (people, positions) = (list("participants"), list("positions"));
    people.or(positions)?;
    let mut records: Vec<Record> = Vec::new();
    // A position can be under a former id of its participant.
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for value in people.into_iter().chain(positions).flatten() {
        let id = value.get("participant")?.as_str()?;
        let at = places.get(id).copied().unwrap_or(records.len());
        let former = value.get("also").and_then(Value::as_array);
        let former = former.into_iter().flatten().filter_map(Value::as_str);
        places.extend(former.chain([id]).map(|id| (id.to_owned(), at)));
        let mut record = flat(value.as_object()?);
        let is_answer = record.contains_key(POSITION);
        let known = records.get_mut(at);
        match known.filter(|known| is_answer && !known.contains_key(POSITION)) {
            None => records.push(record),
            Some(known) => {
                record.append(known);
                *known = record;
            }
        }
    }
    Some(records)
}

/// The keys of a record as headings, those of a table within it after its own: `weight:population`.
fn flat(record: &Map<String, Value>) -> Record {
    let mut cells = Record::new();
    for (key, value) in record {
        match value {
            Value::Object(inner) => {
                let inner = inner.iter();
                cells.extend(inner.map(|(name, value)| (format!("{key}:{name}"), words(value))));
            }
            value => cells.extend([(key.clone(), words(value))]),
        }
    }
    cells
}

fn words(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(BETWEEN),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{markdown, rows_of};
    use crate::record::table::{Encoding, Row, Table, TableFault};

    fn read(bytes: &[u8]) -> Result<Table, TableFault> {
        let heading = |cell: &&String| ["name", "vote"].contains(&cell.trim());
        super::read(bytes, None, |row: &Row| {
            row.cells.iter().filter(heading).count()
        })
    }

    fn numbered(table: &Table) -> Vec<(usize, Vec<&str>)> {
        let cells = |row| -> Vec<&str> { Row::cells_of(row) };
        table
            .rows
            .iter()
            .map(|row| (row.number, cells(row)))
            .collect()
    }

    impl Row {
        fn cells_of(&self) -> Vec<&str> {
            self.cells.iter().map(String::as_str).collect()
        }
    }

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
        let rows = markdown(text).unwrap();
        let expected = [
            vec!["Votes:"],
            vec!["Name", "Vote"],
            vec!["ann", "yes | no\nlater"],
            vec!["ben"],
        ];
        assert_eq!(cells(&rows), expected);
        assert_eq!(rows[2].number, 5);
        // As psql prints it.
        let rows = markdown(" name | vote \n------+------\n ann  | -- \n").unwrap();
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
        let rows = rows_of(text).unwrap();
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
            assert_eq!(read(broken.as_bytes()), Err(TableFault::Json), "{broken}");
        }
        // Two answers of one participant stay two.
        let twice = r#"{"positions": [{"participant": "a", "position": "x"}, {"participant": "a", "position": "y"}]}"#;
        assert_eq!(rows_of(twice).unwrap().len(), 3);
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        let table =
            read(b"\xef\xbb\xbf\r\n;;\r\nname;vote\r\n\r\n\r\n\"a\r\nb\";1,5\r\nc;2").unwrap();
        assert_eq!(table.separator, ';');
        assert_eq!(table.encoding, Encoding::UTF_8);
        assert_eq!(table.empty, 4);
        let expected = [
            (3, vec!["name", "vote"]),
            (6, vec!["a\nb", "1,5"]),
            (7, vec!["c", "2"]),
        ];
        assert_eq!(numbered(&table), expected);
    }

    #[test]
    fn the_sign_between_cells_is_found_or_said() {
        for (text, sign) in [
            ("a, b, c\nname\tvote\n", '\t'),
            ("name|vote\nx|y\n", '|'),
            ("name,vote\nx;y;z;w,1\n", ','),
            ("sep=;\nname;vote\n", ';'),
        ] {
            assert_eq!(read(text.as_bytes()).unwrap().separator, sign, "{text}");
        }
        assert_eq!(read(b"sep=;\nname;vote\n").unwrap().rows[0].number, 2);
    }

    #[test]
    fn other_encodings_are_read_and_named() {
        let latin = read(b"name,vote\nJos\xe9,\x93yes\x94\n").unwrap();
        assert_eq!(latin.encoding.name(), "Windows-1252");
        assert!(latin.encoding.is_guess && !latin.is_doubtful(&latin.rows[1]));
        assert_eq!(latin.rows[1].cells, ["José", "“yes”"]);
        let text: Vec<u8> = "name\tvote\nŁukasz\tyes\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let wide = read(&[b"\xff\xfe", &text[..]].concat()).unwrap();
        assert_eq!(
            (wide.encoding.name(), wide.separator),
            ("UTF-16".to_owned(), '\t')
        );
        assert_eq!(wide.rows[1].cells, ["Łukasz", "yes"]);
    }

    #[test]
    fn words_that_depend_on_a_guess_are_in_doubt_unless_they_are_western() {
        for (bytes, encoding, said) in [
            (
                &b"a,\xd1\xee\xe3\xeb\xe0\xf1\xed\xe0"[..],
                "Windows-1251",
                "Согласна",
            ),
            (b"a,\x8e^\x90\xac\x82\xb7\x82\xe9", "Shift_JIS", "賛成する"),
        ] {
            let table = read(&[b"name,vote\n", bytes].concat()).unwrap();
            let found = (table.encoding.name(), table.rows[1].cell(1).to_owned());
            assert_eq!(found, (encoding.to_owned(), said.to_owned()));
            assert!(table.is_doubtful(&table.rows[1]) && !table.is_doubtful(&table.rows[0]));
        }
        let said = Some(encoding_rs::WINDOWS_1251);
        let table = super::read(b"name,vote\na,\xd1", said, |_| 2).unwrap();
        assert_eq!(
            (table.rows[1].cell(1), table.is_doubtful(&table.rows[1])),
            ("С", false)
        );
        let said = Some(encoding_rs::SHIFT_JIS);
        let broken = super::read(b"name,vote\na,\xff", said, |_| 2);
        assert_eq!(broken, Err(TableFault::NotIn(encoding_rs::SHIFT_JIS)));
    }

    #[test]
    fn a_mark_is_around_a_cell_or_doubled_in_one_or_text() {
        for (line, cells) in [
            ("a,\"b\"", vec!["a", "b"]),
            ("a,\"b, \"\"c\"\"\"", vec!["a", "b, \"c\""]),
            ("a,\"\",", vec!["a", "", ""]),
            ("a,5\" disk", vec!["a", "5\" disk"]),
            ("a,=\"007\"", vec!["a", "=\"007\""]),
            ("a,\"b\nc\"", vec!["a", "b\nc"]),
        ] {
            let table = read(format!("name,vote\n{line}").as_bytes()).unwrap();
            assert_eq!(table.rows[1].cells, cells, "{line}");
        }
        for (line, column) in [
            ("a,\"b\nc,\"d\"", 2),
            ("a,\"b\"c", 2),
            ("\"a\" ,b", 1),
            ("a, \"b\"", 2),
            ("a,b,\"c", 3),
            ("a,=\"0,7\"", 2),
            ("a,\"", 2),
        ] {
            let found = read(format!("name,vote\n{line}\nx,y\n").as_bytes());
            assert!(
                matches!(found, Err(TableFault::Mark(2, at, _)) if at == column),
                "{line}: {found:?}"
            );
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(read(b""), Err(TableFault::Empty));
        assert_eq!(read(b"\n \n"), Err(TableFault::Empty));
        assert_eq!(read(b"PK\x03\x04\0"), Err(TableFault::Workbook));
        assert_eq!(read(b"name\0,vote\n"), Err(TableFault::Binary));
        assert_eq!(read(b"{\"a\": 1}"), Err(TableFault::Json));
        assert_eq!(read(b"\xff\xfea"), Err(TableFault::Binary));
        assert_eq!(read(&b"x\n".repeat(100_000)), Err(TableFault::TooLong));
        assert!(read(b"name,vote\nx,5\" disk\n").is_ok());
        assert!(read(b"name,vote\nx,\"a \"\"b\"\"\nc\"\n").is_ok());
    }

    #[test]
    fn a_table_is_turned_without_its_empty_columns() {
        let table = read(b"name,,ann,ben\nvote,,yes\n")
            .unwrap()
            .turned()
            .unwrap();
        let rows = [
            (1, vec!["name", "vote"]),
            (3, vec!["ann", "yes"]),
            (4, vec!["ben", ""]),
        ];
        assert_eq!(numbered(&table), rows);
        assert!(table.is_turned);
    }
}
