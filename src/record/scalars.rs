//! Single values of a table: true or false, numbers, moments, days, words.

use toml::Spanned;
use toml::de::DeValue;

use crate::record::expected::example_of;
use crate::record::keys::Keys;
use crate::value::clock::{Instant, InstantFault};
use crate::value::code::{self, Code};
use crate::value::finding::Finding;
use crate::value::suggest;
use crate::value::text;

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

    pub(super) fn as_whole(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<u64> {
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
}
