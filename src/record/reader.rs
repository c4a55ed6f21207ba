//! Reads files with places: finds every error of a file in one run, each with line, column and a fix.

use std::cell::RefCell;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

use crate::record::keys::{Keys, MOST_FAULTS, TomlSource, TomlTable, hostile_finding};
use crate::record::{scanner, toml_typo};
use crate::value::code::{self, CheckCode, Severity};
use crate::value::finding::{Finding, SourceLocation};
use crate::value::text;

/// How deep tables and arrays can be nested.
pub const DEEPEST: usize = 32;
/// So many bytes a record can have.
pub const LARGEST: usize = 256 * 1024;
/// So many bytes a decision can have, which names every position that it counts.
pub const LONGEST: usize = 16 * 1024 * 1024;

/// The result of reading a file: the record, or every reason why there is none.
pub type Read<T> = Result<T, Vec<Finding>>;

/// Reads the record at `path`: `record` reads the keys that it knows and returns the record. A file with an
/// error is not a record.
///
/// # Errors
/// Every error in the file, each with its place.
pub fn read<T>(
    path: &str,
    bytes: &[u8],
    record: impl FnOnce(&mut Keys<'_>) -> Option<T>,
) -> Read<T> {
    read_up_to(LARGEST, path, bytes, record)
}

/// The same for a record that this program writes, and that grows with the number of positions.
///
/// # Errors
/// Every error in the file, each with its place.
pub fn read_long<T>(
    path: &str,
    bytes: &[u8],
    record: impl FnOnce(&mut Keys<'_>) -> Option<T>,
) -> Read<T> {
    read_up_to(LONGEST, path, bytes, record)
}

fn read_up_to<T>(
    most: usize,
    path: &str,
    bytes: &[u8],
    record: impl FnOnce(&mut Keys<'_>) -> Option<T>,
) -> Read<T> {
    let text = decoded(most, path, bytes)?;
    let findings = RefCell::new(hostile_characters(path, text));
    let taken = |table: TomlTable<'_>| {
        let source = TomlSource {
            path,
            text,
            findings: &findings,
        };
        let mut keys = Keys::new(source, table, 0, String::new());
        let value = record(&mut keys);
        keys.finish();
        value
    };
    if let Some(entries) = scanner::scan(text) {
        let value = taken(TomlTable::Scanned(&entries));
        return settled(path, findings.into_inner(), false, value);
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    let broken = !errors.is_empty();
    findings
        .borrow_mut()
        .extend(toml_typo::findings(path, text, &errors));
    if let Some(at) = too_deep(document.get_ref(), 1) {
        let place = SourceLocation::at(path, text, at);
        let sentence = format!("tables or arrays are nested more than {DEEPEST} deep here");
        let hint = "use at most four tables or arrays inside each other";
        return Err(vec![Finding::new(code::S105, place, sentence).hint(hint)]);
    }
    let value = taken(TomlTable::Full(document.get_ref()));
    settled(path, findings.into_inner(), broken, value)
}

fn settled<T>(path: &str, mut findings: Vec<Finding>, broken: bool, value: Option<T>) -> Read<T> {
    if findings.len() >= MOST_FAULTS {
        let code = findings.last().map_or(code::S101, |finding| finding.code);
        let sentence = format!("only the first {MOST_FAULTS} errors in this file are listed");
        findings.push(Finding::new(code, SourceLocation::file(path), sentence));
    }
    if broken {
        findings = without_consequences(findings);
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup();
    match value {
        Some(value) if findings.iter().all(|f| f.severity() < Severity::Error) => Ok(value),
        _ => Err(findings),
    }
}

/// In a file with a syntax error, a key can seem to be missing, and a line can seem to be wrong, only
/// because of that error: such findings would mislead. And a line can be wrong only because of a control
/// character, for which there is a better finding.
fn without_consequences(findings: Vec<Finding>) -> Vec<Finding> {
    let lines = |code: &'static CheckCode| -> Vec<Option<u32>> {
        let of_code = findings.iter().filter(|f| f.code == code);
        of_code.map(|f| f.place.line).collect()
    };
    let (broken, controlled) = (lines(code::S101), lines(code::S107));
    findings
        .into_iter()
        .filter(|f| match f.code.id {
            "S101" => !controlled.contains(&f.place.line),
            "S107" | "S108" => true,
            "S109" => false,
            _ => !broken.contains(&f.place.line),
        })
        .collect()
}

fn decoded<'t>(most: usize, path: &str, bytes: &'t [u8]) -> Result<&'t str, Vec<Finding>> {
    if bytes.len() > most {
        let sentence = format!(
            "the record has {} bytes; at most {most} are allowed",
            bytes.len()
        );
        let hint = "put long texts in the proposal's own text file";
        return Err(vec![
            Finding::new(code::S104, SourceLocation::file(path), sentence).hint(hint),
        ]);
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let place = SourceLocation::at(path, &before, before.len());
        let sentence = "the file is not UTF-8 text from here on";
        vec![Finding::new(code::S106, place, sentence).hint("save the file again as UTF-8")]
    })
}

/// Errors of single characters in the file. A carriage return before a line feed and a byte-order mark at
/// the beginning are harmless and ignored.
fn hostile_characters(path: &str, text: &str) -> Vec<Finding> {
    text::hostile_in(text)
        .filter(|(at, c, _)| {
            let line_end = *c == '\r' && text[at + 1..].starts_with('\n');
            let mark = *c == '\u{feff}' && *at == 0;
            !line_end && !mark
        })
        .take(20)
        .map(|(at, c, kind)| hostile_finding(SourceLocation::at(path, text, at), c, kind))
        .collect()
}

fn too_deep(table: &DeTable<'_>, depth: usize) -> Option<usize> {
    table.iter().find_map(|(key, value)| match depth > DEEPEST {
        true => Some(key.span().start),
        false => value_too_deep(value, depth),
    })
}

fn value_too_deep(value: &Spanned<DeValue<'_>>, depth: usize) -> Option<usize> {
    if depth > DEEPEST {
        return Some(value.span().start);
    }
    match value.get_ref() {
        DeValue::Array(items) => items
            .iter()
            .find_map(|item| value_too_deep(item, depth + 1)),
        DeValue::Table(table) => too_deep(table, depth + 1),
        _ => None,
    }
}

/// The place of a value in a record: `keys` is the way to it, an index for a list's item
/// (`["track", "policy", "gate", "1", "when"]`). If the way ends early, the nearest place above it.
pub fn place_in(path: &str, bytes: &[u8], keys: &[&str]) -> SourceLocation {
    KeyPositions::of(path, bytes).at(&keys.join("/"))
}

/// The record as plain TOML, for tests and for programs that show a record as data.
pub fn plain(bytes: &[u8]) -> Option<Value> {
    toml::from_str(std::str::from_utf8(bytes).ok()?).ok()
}

/// A record, open for looking up places in it.
pub struct KeyPositions<'t> {
    path: &'t str,
    text: Option<&'t str>,
    document: Option<Spanned<DeTable<'t>>>,
}

impl<'t> KeyPositions<'t> {
    /// Opens the record at `path`. In a file that is not TOML, every place is the file.
    pub fn of(path: &'t str, bytes: &'t [u8]) -> Self {
        let text = std::str::from_utf8(bytes).ok();
        Self {
            path,
            text,
            document: text.map(|text| DeTable::parse_recoverable(text).0),
        }
    }

    /// The place of the value to which the keys in `way` lead, separated by `/`, an index for an item of a
    /// list: `track/policy/gate/1/when`. If the way ends early, the last value on it.
    pub fn at(&self, way: &str) -> SourceLocation {
        match (self.text, self.value(way)) {
            (Some(text), Some(value)) => SourceLocation::at(self.path, text, value.span().start),
            _ => SourceLocation::file(self.path),
        }
    }

    /// The place of the byte `at` of the text to which `way` leads, if that text is in the file in the same
    /// form; or else the place where it begins.
    pub fn inside(&self, way: &str, at: usize) -> SourceLocation {
        let spot = || {
            let (text, value) = (self.text?, self.value(way)?);
            let inner = value.get_ref().as_str()?;
            let start = text.get(value.span())?.find(inner)?;
            let offset = value.span().start + start + at;
            Some(SourceLocation::at(self.path, text, offset))
        };
        spot().unwrap_or_else(|| self.at(way))
    }

    fn value(&self, way: &str) -> Option<&Spanned<DeValue<'t>>> {
        let mut keys = way.split('/');
        let mut value = self.document.as_ref()?.get_ref().get(keys.next()?)?;
        for key in keys {
            let next = match value.get_ref() {
                DeValue::Table(table) => table.get(key),
                DeValue::Array(items) => key.parse::<usize>().ok().and_then(|n| items.get(n)),
                _ => None,
            };
            match next {
                Some(found) => value = found,
                None => break,
            }
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::KeyPositions;

    #[test]
    fn a_way_leads_to_its_value_or_as_near_as_it_can() {
        let text = b"joins = [\"a.b\", \"c.d\"]\n\n[[gate]]\nwhen = \"for > 1\"\n";
        let places = KeyPositions::of("f.toml", text);
        assert_eq!(places.at("joins/1").to_string(), "f.toml:1:17");
        assert_eq!(places.at("gate/0/when").to_string(), "f.toml:4:8");
        assert_eq!(places.inside("gate/0/when", 4).to_string(), "f.toml:4:13");
        assert_eq!(places.at("gate/0/name").to_string(), "f.toml:3:1");
        assert_eq!(places.at("other").to_string(), "f.toml");
        assert_eq!(
            KeyPositions::of("f.toml", b"\xff").at("on").to_string(),
            "f.toml"
        );
    }
}
