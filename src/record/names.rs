//! Names of a table, and lists of them.

use toml::Spanned;
use toml::de::DeValue;

use crate::record::keys::Keys;
use crate::value::code;
use crate::value::finding::Finding;
use crate::value::id::{self, IdFault, ObjectionId, RevisionName};
use crate::value::text;

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

    pub(super) fn as_name<T>(
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

    pub(super) fn bad_id(&self, key: &str, text: &str, offset: usize, fault: IdFault) {
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
