//! Reading with places: every fault of a file in one run, each with line, column and a remedy.

use std::cell::RefCell;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

use crate::record::{sheet, slip};
use crate::value::clock::{Instant, InstantFault};
use crate::value::code::{self, Code, Severity};
use crate::value::finding::{Finding, Place};
use crate::value::id::{IdFault, ObjectionId, RevisionName};
use crate::value::text::{self, Hostile};
use crate::value::{id, suggest};

/// How deep tables and arrays may be nested.
pub const DEEPEST: usize = 32;
/// The most bytes that a record may have.
pub const LARGEST: usize = 256 * 1024;
/// The most faults that are noted of one file: one made of faults shall not keep anybody busy.
pub(crate) const MOST_FAULTS: usize = 100;

/// What reading a file gave: the record, or every reason why there is none.
pub type Read<T> = Result<T, Vec<Finding>>;

/// Reads the record at `path`: `record` takes the keys that it knows and gives the record.
/// A file with any fault in it is no record.
pub fn read<T>(
    path: &str,
    bytes: &[u8],
    record: impl FnOnce(&mut Keys<'_>) -> Option<T>,
) -> Read<T> {
    let text = decoded(path, bytes)?;
    let findings = RefCell::new(hostile_characters(path, text));
    let (document, errors) = DeTable::parse_recoverable(text);
    let broken = !errors.is_empty();
    findings
        .borrow_mut()
        .extend(slip::findings(path, text, &errors));
    if let Some(at) = too_deep(document.get_ref(), 1) {
        let place = Place::at(path, text, at);
        let sentence = format!("tables or arrays are nested more than {DEEPEST} deep here");
        let hint = "no record has more than four tables or arrays inside one another";
        return Err(vec![Finding::new(code::S105, place, sentence).hint(hint)]);
    }
    let source = Source {
        path,
        text,
        findings: &findings,
    };
    let mut keys = Keys::new(source, document.get_ref(), 0, String::new());
    let value = record(&mut keys);
    keys.finish();
    settled(path, findings.into_inner(), broken, value)
}

fn settled<T>(path: &str, mut findings: Vec<Finding>, broken: bool, value: Option<T>) -> Read<T> {
    if findings.len() >= MOST_FAULTS {
        let code = findings.last().map_or(code::S101, |finding| finding.code);
        let sentence = format!("more faults may stand in this file than the {MOST_FAULTS} listed");
        findings.push(Finding::new(code, Place::file(path), sentence));
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

/// In a file whose grammar is broken, a key may seem to be missing, and a line may seem to hold
/// the wrong thing, only because of the broken line: such findings would lead astray. And a line
/// may be broken only by a control character, which its own finding says better.
fn without_consequences(findings: Vec<Finding>) -> Vec<Finding> {
    let lines = |code: &'static Code| -> Vec<Option<u32>> {
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

fn decoded<'t>(path: &str, bytes: &'t [u8]) -> Result<&'t str, Vec<Finding>> {
    if bytes.len() > LARGEST {
        let sentence = format!(
            "the record has {} bytes, and at most {LARGEST} may stand in one",
            bytes.len()
        );
        let hint = "put long texts into the proposal's own text file";
        return Err(vec![
            Finding::new(code::S104, Place::file(path), sentence).hint(hint),
        ]);
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let place = Place::at(path, &before, before.len());
        let sentence = "the file is not UTF-8 text from here on";
        vec![Finding::new(code::S106, place, sentence).hint("save the file again as UTF-8")]
    })
}

/// Faults of single characters in the file as it lies there. A carriage return before a line
/// feed, and a byte-order mark at the very beginning, harm nobody and are read over.
fn hostile_characters(path: &str, text: &str) -> Vec<Finding> {
    text::hostile_in(text)
        .filter(|(at, c, _)| {
            let line_end = *c == '\r' && text[at + 1..].starts_with('\n');
            let mark = *c == '\u{feff}' && *at == 0;
            !line_end && !mark
        })
        .take(20)
        .map(|(at, c, kind)| hostile_finding(Place::at(path, text, at), c, kind))
        .collect()
}

fn hostile_finding(place: Place, c: char, kind: Hostile) -> Finding {
    let name = text::named(c);
    match kind {
        Hostile::Control => Finding::new(
            code::S107,
            place,
            format!("{name} stands here, and control characters may not stand in a record"),
        ),
        Hostile::Invisible => Finding::new(
            code::S108,
            place,
            format!("{name} stands here, and it hides or reorders what stands beside it"),
        ),
    }
    .hint("remove the character; retyping the line does it")
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

#[derive(Clone, Copy)]
struct Source<'d> {
    path: &'d str,
    text: &'d str,
    findings: &'d RefCell<Vec<Finding>>,
}

impl Source<'_> {
    fn is_full(&self) -> bool {
        self.findings.borrow().len() >= MOST_FAULTS
    }

    /// The place of a byte; the file, where nothing more is noted of it.
    fn at(&self, offset: usize) -> Place {
        match self.is_full() {
            true => Place::file(self.path),
            false => Place::at(self.path, self.text, offset),
        }
    }
}

/// The keys of one table, taken one by one; what nobody took is unknown.
pub struct Keys<'d> {
    source: Source<'d>,
    table: &'d DeTable<'d>,
    start: usize,
    /// What stands before the keys of this table in messages: `track.policy.`.
    within: String,
    taken: Vec<&'static str>,
    open: bool,
}

impl<'d> Keys<'d> {
    fn new(source: Source<'d>, table: &'d DeTable<'d>, start: usize, within: String) -> Self {
        Self {
            source,
            table,
            start,
            within,
            taken: Vec::new(),
            open: false,
        }
    }

    /// The place where this table begins.
    pub fn place(&self) -> Place {
        self.source.at(self.start)
    }

    /// The place of a key's value, or of the table where the key is not there.
    pub fn place_of(&self, key: &str) -> Place {
        let start = self
            .table
            .get(key)
            .map_or(self.start, |value| value.span().start);
        self.source.at(start)
    }

    /// Notes a fault at the value of `key`.
    pub fn fault(
        &self,
        code: &'static Code,
        key: &str,
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.note(Finding::new(code, self.place_of(key), sentence).hint(hint));
    }

    fn note(&self, finding: Finding) {
        if !self.source.is_full() {
            self.source.findings.borrow_mut().push(finding);
        }
    }

    fn at(&self, offset: usize) -> Place {
        self.source.at(offset)
    }

    fn take(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.taken.push(key);
        self.table.get(key)
    }

    /// Whether the key is there, whatever its value.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Notes that a key that must be there is missing, with a line to type.
    pub fn missing(&self, key: &str, example: &str) {
        let sentence = format!("the key \"{}{key}\" is missing", self.within);
        self.note(
            Finding::new(code::S109, self.place(), sentence).hint(format!("{key} = {example}")),
        );
    }

    fn wrong_kind(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = kind_of(value.get_ref());
        let sentence = format!(
            "\"{}{key}\" is {found}, and {expected} was expected",
            self.within
        );
        let hint = match value.get_ref() {
            DeValue::String(text) if expected.starts_with("a list of") && text.len() < 60 => {
                format!("{key} = [{}]", sheet::quoted(text))
            }
            _ => example_of(key, expected),
        };
        self.note(Finding::new(code::S111, self.at(value.span().start), sentence).hint(hint));
    }

    fn clean(&self, value: &str, offset: usize) -> String {
        // An escape such as "\u001b" is invisible in the file and real in the value.
        let raw = &self.source.text[offset..];
        for (_, c, kind) in text::hostile_in(value)
            .filter(|(_, c, _)| *c != '\r')
            .take(1)
        {
            if !raw.starts_with(c) && !raw.contains(c) {
                self.note(hostile_finding(self.at(offset), c, kind));
            }
        }
        value.replace("\r\n", "\n")
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(self.clean(text, value.span().start)),
            _ => {
                self.wrong_kind(key, value, "a text");
                None
            }
        }
    }

    /// A text that must be there and must say something.
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

    /// True or false.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => {
                self.wrong_kind(key, value, "true or false");
                None
            }
        }
    }

    /// A whole number from 0.
    pub fn whole(&mut self, key: &'static str) -> Option<u64> {
        let value = self.take(key)?;
        self.as_whole(key, value)
    }

    fn as_whole(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<u64> {
        let number = match value.get_ref() {
            DeValue::Integer(n) => u64::from_str_radix(n.as_str(), n.radix()).ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_kind(key, value, "a whole number from 0");
        }
        number
    }

    /// A moment, with its offset from UTC.
    pub fn instant(&mut self, key: &'static str) -> Option<Instant> {
        let value = self.take(key)?;
        let written = match value.get_ref() {
            DeValue::Datetime(time) => time.to_string().replace(' ', "T"),
            DeValue::String(text) => text.trim().to_owned(),
            _ => {
                self.wrong_kind(key, value, "a date and time with an offset");
                return None;
            }
        };
        let fault = match Instant::parse(&written) {
            Ok(at) => return Some(at),
            Err(fault) => fault,
        };
        let sentence = format!("the time \"{}{key}\" {fault}", self.within);
        let shown = text::shortened(&written, 40);
        let hint = match fault {
            InstantFault::NoOffset => {
                format!("{key} = {shown}Z, or with your offset: {shown}+02:00")
            }
            InstantFault::DateOnly => format!("{key} = {shown}T23:59:00Z"),
            InstantFault::Unreadable => format!("{key} = 2026-05-21T23:59:00Z"),
        };
        let place = self.at(value.span().start);
        self.note(Finding::new(code::S122, place, sentence).hint(hint));
        None
    }

    /// A day without a time, as it is written.
    pub fn date(&mut self, key: &'static str) -> Option<String> {
        let value = self.take(key)?;
        let date = match value.get_ref() {
            DeValue::Datetime(day) if day.time.is_none() => day.date.map(|date| date.to_string()),
            _ => None,
        };
        if date.is_none() {
            self.wrong_kind(key, value, "a date");
        }
        date
    }

    /// A moment that must be there.
    pub fn need_instant(&mut self, key: &'static str) -> Option<Instant> {
        if !self.has(key) {
            self.taken.push(key);
            self.missing(key, "2026-05-21T23:59:00Z");
            return None;
        }
        self.instant(key)
    }

    /// A value that `parse` reads from a text; `expected` says what it should have been.
    pub fn parsed<T>(
        &mut self,
        key: &'static str,
        code: &'static Code,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let offset = self
            .table
            .get(key)
            .map_or(self.start, |value| value.span().start);
        let text = self.text(key)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            let shown = text::shortened(&text, 60);
            let sentence = format!(
                "\"{}{key}\" is \"{shown}\", and {expected} was expected",
                self.within
            );
            self.note(
                Finding::new(code, self.at(offset), sentence).hint(example_of(key, expected)),
            );
        }
        parsed
    }

    /// One of several words; another word is answered with the nearest.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let offset = self
            .table
            .get(key)
            .map_or(self.start, |value| value.span().start);
        let text = self.text(key)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let names = || words.iter().map(|(word, _)| *word);
        let listed = suggest::listed(names());
        let shown = text::shortened(&text, 60);
        let sentence = format!(
            "\"{}{key}\" is \"{shown}\", and {listed} was expected",
            self.within
        );
        let meant = suggest::nearest(&text, names())
            .or_else(|| names().next())
            .unwrap_or("");
        self.note(
            Finding::new(code::S114, self.at(offset), sentence)
                .hint(format!("{key} = \"{meant}\"")),
        );
        None
    }

    /// One of several words that must be there.
    pub fn need_word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        if !self.has(key) {
            self.taken.push(key);
            self.missing(
                key,
                &format!("\"{}\"", words.first().map_or("", |(word, _)| word)),
            );
            return None;
        }
        self.word(key, words)
    }

    /// A name of some kind: `keys.name("group", GroupId::parse)`.
    pub fn name<T>(
        &mut self,
        key: &'static str,
        parse: fn(&str) -> Result<T, IdFault>,
    ) -> Option<T> {
        let value = self.take(key)?;
        self.as_name(key, value, parse)
    }

    /// A name that must be there.
    pub fn need_name<T>(
        &mut self,
        key: &'static str,
        parse: fn(&str) -> Result<T, IdFault>,
    ) -> Option<T> {
        if !self.has(key) {
            self.taken.push(key);
            self.missing(key, "\"a-name\"");
            return None;
        }
        self.name(key, parse)
    }

    fn as_name<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        parse: fn(&str) -> Result<T, IdFault>,
    ) -> Option<T> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_kind(key, value, "a name");
            return None;
        };
        parse(text)
            .map_err(|fault| self.bad_id(key, text, value.span().start, fault))
            .ok()
    }

    fn bad_id(&self, key: &str, text: &str, offset: usize, fault: IdFault) {
        let shown = text::shortened(text, 60);
        let sentence = format!("the id \"{shown}\" in \"{}{key}\" {fault}", self.within);
        let meant = id::slug(text);
        let hint = if meant.is_empty() {
            "write a name such as ruth-adeyemi".to_owned()
        } else {
            format!("\"{meant}\"")
        };
        self.note(Finding::new(code::S110, self.at(offset), sentence).hint(hint));
    }

    fn items(&mut self, key: &'static str, expected: &str) -> &'d [Spanned<DeValue<'d>>] {
        match self.take(key) {
            None => &[],
            Some(value) => match value.get_ref() {
                DeValue::Array(items) => items,
                _ => {
                    self.wrong_kind(key, value, expected);
                    &[]
                }
            },
        }
    }

    /// A list of names; nothing where the key is not there.
    pub fn names<T>(&mut self, key: &'static str, parse: fn(&str) -> Result<T, IdFault>) -> Vec<T> {
        let items = self.items(key, "a list of names");
        items
            .iter()
            .filter_map(|item| self.as_name(key, item, parse))
            .collect()
    }

    /// A list of texts; nothing where the key is not there.
    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        let items = self.items(key, "a list of texts");
        let text = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::String(text) => Some(self.clean(text, item.span().start)),
            _ => {
                self.wrong_kind(key, item, "a text");
                None
            }
        };
        items.iter().filter_map(text).collect()
    }

    /// A list of objections' ids; nothing where the key is not there.
    pub fn objections(&mut self, key: &'static str) -> Vec<ObjectionId> {
        let place = self.place_of(key);
        let read = |text: &String| {
            let id = ObjectionId::parse(text);
            if id.is_none() {
                let shown = text::shortened(text, 60);
                let sentence = format!(
                    "\"{shown}\" in \"{}{key}\" is not an objection's id",
                    self.within
                );
                self.note(
                    Finding::new(code::S110, place.clone(), sentence).hint("carla-nunes.cost"),
                );
            }
            id
        };
        // Two steps, because reading the list needs the keys for itself.
        let texts = Keys::texts(&mut self.again(), key);
        let read = texts.iter().filter_map(read).collect();
        self.taken.push(key);
        read
    }

    /// A revision's name.
    pub fn revision(&mut self, key: &'static str) -> Option<RevisionName> {
        self.parsed(
            key,
            code::S110,
            "a revision such as \"r1\"",
            RevisionName::parse,
        )
    }

    /// Keys whose values are computed, and checked by computing them again.
    pub fn let_alone(&mut self, keys: &'static [&'static str]) {
        self.taken.extend(keys);
    }

    fn again(&self) -> Keys<'d> {
        Keys::new(self.source, self.table, self.start, self.within.clone())
    }

    /// A table inside this one.
    pub fn table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Keys<'d>) -> T,
    ) -> Option<T> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::Table(table) => {
                let mut inner = self.inner(table, value.span().start, key);
                let out = read(&mut inner);
                inner.finish();
                Some(out)
            }
            _ => {
                self.wrong_kind(key, value, "a table");
                None
            }
        }
    }

    /// A list of tables: `[[group]]`. What cannot be read of one leaves it out.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&mut Keys<'d>) -> Option<T>,
    ) -> Vec<T> {
        let items = self.items(key, "a list of tables");
        let mut out = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => {
                    let mut inner = self.inner(table, item.span().start, key);
                    out.extend(read(&mut inner));
                    inner.finish();
                }
                _ => self.wrong_kind(key, item, "a table"),
            }
        }
        out
    }

    fn inner(&self, table: &'d DeTable<'d>, start: usize, key: &str) -> Keys<'d> {
        Keys::new(self.source, table, start, format!("{}{key}.", self.within))
    }

    /// Every key of this table with what `read` makes of it; the keys are names of the writer's
    /// own, such as roles and tracks.
    pub fn each<T>(&mut self, mut read: impl FnMut(&Entry<'_, 'd>) -> Option<T>) -> Vec<T> {
        self.open = true;
        self.table
            .iter()
            .filter_map(|(key, value)| {
                read(&Entry {
                    keys: self,
                    name: key.get_ref(),
                    at: key.span().start,
                    value,
                })
            })
            .collect()
    }

    fn finish(self) {
        if self.open {
            return;
        }
        for (key, _) in self
            .table
            .iter()
            .filter(|(key, _)| !self.taken.contains(&key.get_ref().as_ref()))
            .take(MOST_FAULTS)
        {
            let name = text::shortened(key.get_ref(), 60);
            let sentence = format!("the key \"{}{name}\" is unknown here", self.within);
            let hint = match suggest::nearest(&name, self.taken.iter().copied()) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("known here: {}", self.taken.join(", ")),
            };
            self.note(Finding::new(code::S102, self.at(key.span().start), sentence).hint(hint));
        }
    }
}

/// One key of a table whose keys are names of the writer's own.
pub struct Entry<'k, 'd> {
    keys: &'k Keys<'d>,
    name: &'d str,
    at: usize,
    value: &'d Spanned<DeValue<'d>>,
}

impl<'d> Entry<'_, 'd> {
    /// The key as it is written.
    pub fn key(&self) -> &'d str {
        self.name
    }

    /// The key as a name of some kind.
    pub fn name<T>(&self, parse: fn(&str) -> Result<T, IdFault>) -> Option<T> {
        parse(self.name)
            .map_err(|fault| self.keys.bad_id(self.name, self.name, self.at, fault))
            .ok()
    }

    /// The value as a list of names.
    pub fn names<T>(&self, parse: fn(&str) -> Result<T, IdFault>) -> Vec<T> {
        match self.value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| self.keys.as_name(self.name, item, parse))
                .collect(),
            _ => {
                self.keys
                    .wrong_kind(self.name, self.value, "a list of names");
                Vec::new()
            }
        }
    }

    /// The value as a whole number.
    pub fn whole(&self) -> Option<u64> {
        self.keys.as_whole(self.name, self.value)
    }

    /// The value as a text, where it is one.
    pub fn text(&self) -> Option<&'d str> {
        self.value.get_ref().as_str()
    }

    /// The value as a table.
    pub fn table<T>(&self, read: impl FnOnce(&mut Keys<'d>) -> T) -> Option<T> {
        match self.value.get_ref() {
            DeValue::Table(table) => {
                let mut inner = self.keys.inner(table, self.value.span().start, self.name);
                let out = read(&mut inner);
                inner.finish();
                Some(out)
            }
            _ => {
                self.keys.wrong_kind(self.name, self.value, "a table");
                None
            }
        }
    }

    /// Notes a fault at the key itself.
    pub fn fault(&self, code: &'static Code, sentence: impl Into<String>, hint: impl Into<String>) {
        self.keys
            .note(Finding::new(code, self.keys.at(self.at), sentence).hint(hint));
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

fn example_of(key: &str, expected: &str) -> String {
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

/// The place of a value in a record that was read before: `keys` is the way to it, an index for
/// a list's item (`["track", "policy", "gate", "1", "when"]`). The nearest place above it where
/// the way ends early.
pub fn place_in(path: &str, bytes: &[u8], keys: &[&str]) -> Place {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Place::file(path);
    };
    let (document, _) = DeTable::parse_recoverable(text);
    let Some((first, rest)) = keys.split_first() else {
        return Place::file(path);
    };
    let Some(mut value) = document.get_ref().get(*first) else {
        return Place::file(path);
    };
    for key in rest {
        let next = match value.get_ref() {
            DeValue::Table(table) => table.get(*key),
            DeValue::Array(items) => key.parse::<usize>().ok().and_then(|n| items.get(n)),
            _ => None,
        };
        match next {
            Some(found) => value = found,
            None => break,
        }
    }
    Place::at(path, text, value.span().start)
}

/// The record as plain TOML, for tests and for programs that show a record as data.
pub fn plain(bytes: &[u8]) -> Option<Value> {
    toml::from_str(std::str::from_utf8(bytes).ok()?).ok()
}
