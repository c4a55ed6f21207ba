//! Reads the keys of one table one by one, and reports those that nothing has read. Also says in words what
//! a value is, and what is expected instead.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::record::canonical_toml;
use crate::record::scanner::Entry;
use crate::value::code::{self, CheckCode};
use crate::value::did_you_mean;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::text::{self, UnsafeText};

#[derive(Clone, Copy)]
pub(super) struct TomlSource<'d> {
    pub(super) path: &'d str,
    pub(super) text: &'d str,
    pub(super) findings: &'d RefCell<Vec<Finding>>,
}

impl TomlSource<'_> {
    fn is_full(&self) -> bool {
        self.findings.borrow().len() >= MOST_FAULTS
    }

    /// The place of a byte; the file, where nothing more is noted of it.
    pub(super) fn at(&self, offset: usize) -> SourceLocation {
        match self.is_full() {
            true => SourceLocation::file(self.path),
            false => SourceLocation::at(self.path, self.text, offset),
        }
    }
}

/// The keys of a table with their values, as the full reader or the scanner has them.
#[derive(Clone, Copy)]
pub(super) enum TomlTable<'d> {
    Full(&'d DeTable<'d>),
    Scanned(&'d [Entry<'d>]),
}

impl<'d> TomlTable<'d> {
    pub(super) fn get(self, key: &str) -> Option<&'d Spanned<DeValue<'d>>> {
        match self {
            TomlTable::Full(table) => table.get(key),
            TomlTable::Scanned(entries) => {
                let mut entries = entries.iter();
                let found = entries.find(|(name, _)| name.get_ref() == key);
                found.map(|(_, value)| value)
            }
        }
    }

    /// All of them, in the order of the file.
    pub(super) fn iter(
        self,
    ) -> impl Iterator<Item = (&'d Spanned<DeString<'d>>, &'d Spanned<DeValue<'d>>)> {
        let (full, scanned) = match self {
            TomlTable::Full(table) => (Some(table), &[][..]),
            TomlTable::Scanned(entries) => (None, entries),
        };
        let scanned = scanned.iter().map(|(key, value)| (key, value));
        full.into_iter().flat_map(DeTable::iter).chain(scanned)
    }
}

/// The keys of one table, read one by one; a key that nothing has read is unknown.
pub struct Keys<'d> {
    pub(super) source: TomlSource<'d>,
    pub(super) table: TomlTable<'d>,
    pub(super) start: usize,
    /// The prefix of the keys of this table in messages: `track.policy.`.
    pub(super) within: String,
    pub(super) taken: Vec<&'static str>,
    pub(super) open: bool,
}

impl<'d> Keys<'d> {
    pub(super) fn new(
        source: TomlSource<'d>,
        table: TomlTable<'d>,
        start: usize,
        within: String,
    ) -> Self {
        Self {
            source,
            table,
            start,
            within,
            // A record has as many keys.
            taken: Vec::with_capacity(16),
            open: false,
        }
    }

    /// The name of this table, as it is written.
    pub(super) fn own_name(&self) -> &str {
        let path = self.within.trim_end_matches('.');
        path.rsplit('.').next().unwrap_or(path)
    }

    /// The place where this table begins.
    pub fn place(&self) -> SourceLocation {
        self.source.at(self.start)
    }

    /// The place of a key's value, or of the table where the key is missing.
    pub fn place_of(&self, key: &str) -> SourceLocation {
        let value = self.table.get(key);
        self.at(value.map_or(self.start, |value| value.span().start))
    }

    /// Notes an error at the value of `key`.
    pub fn fault(
        &self,
        code: &'static CheckCode,
        key: &str,
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.note(Finding::new(code, self.place_of(key), sentence).hint(hint));
    }

    /// Notes an error at a key of a table within this one.
    pub(super) fn fault_within(
        &self,
        code: &'static CheckCode,
        [table, key]: [&str; 2],
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let inner = self
            .table
            .get(table)
            .and_then(|inner| inner.get_ref().as_table());
        let keys = inner.into_iter().flat_map(|inner| inner.iter());
        let mut found = keys.filter(|(own, _)| own.get_ref() == key);
        let place = match found.next() {
            Some((own, _)) => self.at(own.span().start),
            None => self.place_of(table),
        };
        self.note(Finding::new(code, place, sentence).hint(hint));
    }

    pub(super) fn note(&self, finding: Finding) {
        if !self.source.is_full() {
            self.source.findings.borrow_mut().push(finding);
        }
    }

    pub(super) fn at(&self, offset: usize) -> SourceLocation {
        self.source.at(offset)
    }

    pub(super) fn take(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.taken.push(key);
        self.table.get(key)
    }

    /// Whether the key exists, with any value.
    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// Whether the value of a key is a table.
    pub fn is_table(&self, key: &str) -> bool {
        let value = self.table.get(key).map(Spanned::get_ref);
        matches!(value, Some(DeValue::Table(_)))
    }

    /// Notes that a required key is missing, with a line to type.
    pub fn missing(&self, key: &str, example: &str) {
        let sentence = format!("the key \"{}{key}\" is missing", self.within);
        self.note(
            Finding::new(code::S109, self.place(), sentence).hint(format!("{key} = {example}")),
        );
    }

    /// Notes that a value is of another kind than its key needs, and returns `None`.
    pub(super) fn wrong_kind<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &str,
    ) -> Option<T> {
        let found = kind_of(value.get_ref());
        let within = &self.within;
        let sentence = format!("\"{within}{key}\" is {found}, but {expected} is expected");
        let hint = match value.get_ref() {
            DeValue::String(text) if expected.starts_with("a list of") && text.len() < 60 => {
                format!("{key} = [{}]", canonical_toml::quoted(text))
            }
            _ => example_of(key, expected),
        };
        self.note(Finding::new(code::S111, self.at(value.span().start), sentence).hint(hint));
        None
    }

    pub(super) fn clean(&self, value: &str, offset: usize) -> String {
        // An escape such as "\u001b" is invisible in the file and real in the value.
        let raw = &self.source.text[offset..];
        let hostile = text::hostile_in(value).find(|(_, c, _)| *c != '\r');
        if let Some((_, c, kind)) = hostile.filter(|(_, c, _)| !raw.contains(*c)) {
            self.note(hostile_finding(self.at(offset), c, kind));
        }
        match value.contains('\r') {
            true => value.replace("\r\n", "\n"),
            false => value.to_owned(),
        }
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(self.clean(text, value.span().start)),
            _ => self.wrong_kind(key, value, "a text"),
        }
    }

    /// A required text that must not be empty.
    pub fn need_text(&mut self, key: &'static str) -> Option<String> {
        if !self.has(key) {
            self.taken.push(key);
            self.missing(key, "\"…\"");
            return None;
        }
        let text = self.text(key)?;
        if text.trim().is_empty() {
            let sentence = format!("\"{}{key}\" is empty", self.within);
            self.fault(code::S114, key, sentence, format!("{key} = \"…\""));
            return None;
        }
        Some(text)
    }

    /// Keys whose values are computed, and checked by computing them again.
    pub fn let_alone(&mut self, keys: &'static [&'static str]) {
        self.taken.extend(keys);
    }

    pub(super) fn finish(self) {
        if self.open {
            return;
        }
        let is_taken = |key: &str| self.taken.contains(&key);
        let keys = self.table.iter().map(|(key, _)| key);
        let unknown = keys.filter(|key| !is_taken(key.get_ref()));
        for key in unknown.take(MOST_FAULTS) {
            let name = text::shortened(key.get_ref(), 60);
            let sentence = format!("unknown key \"{}{name}\"", self.within);
            let hint = match did_you_mean::nearest(&name, self.taken.iter().copied()) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("known keys: {}", self.taken.join(", ")),
            };
            self.note(Finding::new(code::S102, self.at(key.span().start), sentence).hint(hint));
        }
    }
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
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

/// So many errors are noted of one file: a file full of errors must not stop the program.
pub(crate) const MOST_FAULTS: usize = 100;

pub(super) fn hostile_finding(place: SourceLocation, c: char, kind: UnsafeText) -> Finding {
    let name = text::named(c);
    let (code, why) = match kind {
        UnsafeText::Control => (code::S107, "control characters are not allowed"),
        UnsafeText::Invisible => (code::S108, "it hides or reorders the text next to it"),
    };
    Finding::new(code, place, format!("{name} is not allowed: {why}"))
        .hint("remove the character, or type the line again")
}
