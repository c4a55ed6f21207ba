//! The values of keys: true or false, numbers, moments, days, words; names and lists of them;
//! tables inside a table, lists of tables, and tables whose keys are names of the writer's own.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::record::keys::{Keys, example_of};
use crate::value::clock::{Instant, InstantFault};
use crate::value::code::{self, Code};
use crate::value::finding::Finding;
use crate::value::id::{self, IdFault, ObjectionId, RevisionName};
use crate::value::{suggest, text};

impl Keys<'_> {
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
}

impl<'d> Keys<'d> {
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

    pub(super) fn items(
        &mut self,
        key: &'static str,
        expected: &str,
    ) -> &'d [Spanned<DeValue<'d>>] {
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
}

impl<'d> Keys<'d> {
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

    pub(super) fn inner(&self, table: &'d DeTable<'d>, start: usize, key: &str) -> Keys<'d> {
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
