//! Tables inside a table, lists of tables, and tables whose keys are names of the writer's own.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::record::keys::Keys;
use crate::value::code::Code;
use crate::value::finding::Finding;
use crate::value::id::IdFault;

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
