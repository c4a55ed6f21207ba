//! Reads the values of keys: true or false, numbers, times, days, words, names and lists of them, tables
//! inside a table, lists of tables, and tables whose keys are free names.

use toml::Spanned;
use toml::de::DeValue;

use crate::record::keys::{Keys, TomlTable, example_of};
use crate::value::clock::{Instant, InstantError};
use crate::value::code::{self, CheckCode};
use crate::value::finding::Finding;
use crate::value::id::{self, IdError, ObjectionId, RevisionName};
use crate::value::sentence::any_of;
use crate::value::{did_you_mean, text};

impl Keys<'_> {
    /// True or false.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong_kind(key, value, "true or false"),
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
        number.or_else(|| self.wrong_kind(key, value, "a whole number from 0"))
    }

    /// A time, with its offset from UTC.
    pub fn instant(&mut self, key: &'static str) -> Option<Instant> {
        let value = self.take(key)?;
        let written = match value.get_ref() {
            DeValue::Datetime(time) => time.to_string().replace(' ', "T"),
            DeValue::String(text) => text.trim().to_owned(),
            _ => return self.wrong_kind(key, value, "a date and time with an offset"),
        };
        let fault = match Instant::parse(&written) {
            Ok(at) => return Some(at),
            Err(fault) => fault,
        };
        let sentence = format!("the time \"{}{key}\" {fault}", self.within);
        let shown = text::shortened(&written, 40);
        let hint = match fault {
            InstantError::NoOffset => {
                format!("{key} = {shown}Z, or with your offset: {shown}+02:00")
            }
            InstantError::DateOnly => format!("{key} = {shown}T23:59:00Z"),
            _ => format!("{key} = 2026-05-21T23:59:00Z"),
        };
        let place = self.at(value.span().start);
        self.note(Finding::new(code::S122, place, sentence).hint(hint));
        None
    }

    /// A day without a time, as it is written.
    pub fn date(&mut self, key: &'static str) -> Option<String> {
        let value = self.take(key)?;
        self.as_date(key, value)
    }

    fn as_date(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let date = match value.get_ref() {
            DeValue::Datetime(day) if day.time.is_none() => day.date.map(|date| date.to_string()),
            _ => None,
        };
        date.or_else(|| self.wrong_kind(key, value, "a date"))
    }

    /// A list of days without a time, as they are written; empty where the key is missing.
    pub fn dates(&mut self, key: &'static str) -> Vec<String> {
        let items = self.items(key, "a list of dates");
        let date = |item| self.as_date(key, item);
        items.iter().filter_map(date).collect()
    }

    /// A value that `parse` reads from a text; `expected` says what is needed.
    pub fn parsed<T>(
        &mut self,
        key: &'static str,
        code: &'static CheckCode,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(key)?;
        parse(&text)
            .or_else(|| self.unexpected(key, code, &text, expected, example_of(key, expected)))
    }

    /// One of several words, or of their former words; for another word the error names the nearest.
    pub fn word<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
        former: &[(&str, T)],
    ) -> Option<T> {
        let names = || words.iter().map(|(word, _)| *word);
        let value = self.take(key)?;
        let DeValue::String(text) = value.get_ref() else {
            let quoted: Vec<String> = names().map(|word| format!("\"{word}\"")).collect();
            return self.wrong_kind(key, value, &any_of(quoted.iter().map(String::as_str)));
        };
        let text = self.clean(text, value.span().start);
        if let Some((_, value)) = words.iter().chain(former).find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let listed = any_of(names());
        let meant = did_you_mean::nearest(&text, names())
            .or_else(|| names().next())
            .unwrap_or("");
        let hint = format!("{key} = \"{meant}\"");
        self.unexpected(key, code::S114, &text, &listed, hint)
    }

    /// Notes that a text is not what is expected, and returns `None`.
    fn unexpected<T>(
        &self,
        key: &str,
        code: &'static CheckCode,
        text: &str,
        expected: &str,
        hint: String,
    ) -> Option<T> {
        let shown = text::shortened(text, 60);
        let within = &self.within;
        let sentence = format!("\"{within}{key}\" is \"{shown}\", but {expected} is expected");
        self.fault(code, key, sentence, hint);
        None
    }
}

impl<'d> Keys<'d> {
    /// A name of some kind: `keys.name("group", GroupId::parse)`.
    pub fn name<T>(
        &mut self,
        key: &'static str,
        parse: fn(&str) -> Result<T, IdError>,
    ) -> Option<T> {
        let value = self.take(key)?;
        self.as_name(key, value, parse)
    }

    /// A required name.
    pub fn need_name<T>(
        &mut self,
        key: &'static str,
        parse: fn(&str) -> Result<T, IdError>,
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
        parse: fn(&str) -> Result<T, IdError>,
    ) -> Option<T> {
        let DeValue::String(text) = value.get_ref() else {
            return self.wrong_kind(key, value, "a name");
        };
        parse(text)
            .map_err(|fault| self.bad_id(key, text, value.span().start, fault))
            .ok()
    }

    fn bad_id(&self, key: &str, text: &str, offset: usize, fault: IdError) {
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
        let value = self.take(key);
        let read = |value: &'d Spanned<DeValue<'d>>| match value.get_ref() {
            DeValue::Array(items) => Some(&items[..]),
            _ => self.wrong_kind(key, value, expected),
        };
        value.and_then(read).unwrap_or_default()
    }

    /// A list of names; empty where the key is missing.
    pub fn names<T>(&mut self, key: &'static str, parse: fn(&str) -> Result<T, IdError>) -> Vec<T> {
        let items = self.items(key, "a list of names");
        items
            .iter()
            .filter_map(|item| self.as_name(key, item, parse))
            .collect()
    }

    /// A text, or a list of texts.
    pub fn some_texts(&mut self, key: &'static str) -> Vec<String> {
        match self.table.get(key).map(Spanned::get_ref) {
            Some(DeValue::Array(_)) => self.texts(key),
            _ => self.text(key).into_iter().collect(),
        }
    }

    /// A list of texts; empty where the key is missing.
    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        let items = self.items(key, "a list of texts");
        let text = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::String(text) => Some(self.clean(text, item.span().start)),
            _ => self.wrong_kind(key, item, "a text"),
        };
        items.iter().filter_map(text).collect()
    }

    /// A list of ids of objections; empty where the key is missing.
    pub fn objections(&mut self, key: &'static str) -> Vec<ObjectionId> {
        let texts = self.texts(key);
        let read = |text: &String| {
            let id = ObjectionId::parse(text);
            if id.is_none() {
                let (shown, within) = (text::shortened(text, 60), &self.within);
                let sentence =
                    format!("\"{shown}\" in \"{within}{key}\" is not the id of an objection");
                self.fault(
                    code::S110,
                    key,
                    sentence,
                    "write an id such as carla-nunes.cost",
                );
            }
            id
        };
        texts.iter().filter_map(read).collect()
    }

    /// A revision's name.
    pub fn revision(&mut self, key: &'static str) -> Option<RevisionName> {
        let expected = "a revision such as \"r1\"";
        self.parsed(key, code::S110, expected, RevisionName::parse)
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
        self.as_table(key, value, read)
    }

    /// A list of tables: `[[group]]`. A table that cannot be read is left out.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&mut Keys<'d>) -> Option<T>,
    ) -> Vec<T> {
        let items = self.items(key, "a list of tables");
        let tables = items.iter();
        tables
            .filter_map(|item| self.as_table(key, item, &read)?)
            .collect()
    }

    fn as_table<T>(
        &self,
        key: &str,
        value: &'d Spanned<DeValue<'d>>,
        read: impl FnOnce(&mut Keys<'d>) -> T,
    ) -> Option<T> {
        let DeValue::Table(table) = value.get_ref() else {
            return self.wrong_kind(key, value, "a table");
        };
        let within = format!("{}{key}.", self.within);
        let mut inner = Keys::new(
            self.source,
            TomlTable::Full(table),
            value.span().start,
            within,
        );
        let out = read(&mut inner);
        inner.finish();
        Some(out)
    }

    /// Every key of this table with what `read` makes of it; the keys are free names, such as roles and
    /// tracks.
    pub fn each<T>(&mut self, mut read: impl FnMut(&TableEntry<'_, 'd>) -> Option<T>) -> Vec<T> {
        self.open = true;
        self.table
            .iter()
            .filter_map(|(key, value)| {
                read(&TableEntry {
                    keys: self,
                    name: key.get_ref(),
                    at: key.span().start,
                    value,
                })
            })
            .collect()
    }
}

/// One key of a table whose keys are free names.
pub struct TableEntry<'k, 'd> {
    keys: &'k Keys<'d>,
    name: &'d str,
    at: usize,
    value: &'d Spanned<DeValue<'d>>,
}

impl<'d> TableEntry<'_, 'd> {
    /// The key as it is written.
    pub fn key(&self) -> &'d str {
        self.name
    }

    /// The key as a name of some kind.
    pub fn name<T>(&self, parse: fn(&str) -> Result<T, IdError>) -> Option<T> {
        parse(self.name)
            .map_err(|fault| self.keys.bad_id(self.name, self.name, self.at, fault))
            .ok()
    }

    /// The value as a list of names.
    pub fn names<T>(&self, parse: fn(&str) -> Result<T, IdError>) -> Vec<T> {
        match self.value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| self.keys.as_name(self.name, item, parse))
                .collect(),
            _ => {
                let keys = self.keys;
                let wrong = keys.wrong_kind(self.name, self.value, "a list of names");
                wrong.unwrap_or_default()
            }
        }
    }

    /// The value as a name of some kind.
    pub fn value_name<T>(&self, parse: fn(&str) -> Result<T, IdError>) -> Option<T> {
        self.keys.as_name(self.name, self.value, parse)
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
        self.keys.as_table(self.name, self.value, read)
    }

    /// Notes an error at the key itself.
    pub fn fault(
        &self,
        code: &'static CheckCode,
        sentence: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.keys
            .note(Finding::new(code, self.keys.at(self.at), sentence).hint(hint));
    }
}
