//! Reads and writes the parts of a record that are more than a key with its value: keys of another table,
//! default values, and values that must follow a rule.

use std::ops::Deref;
use std::str::FromStr;

use crate::record::canonical_toml::CanonicalToml;
use crate::record::item::{Item, Key, key};
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Way};
use crate::record::shape::{KeyShape, Mark, Shape};
use crate::value::id::IdError;

/// A record, or a table of one.
pub trait Described: Sized {
    /// Reads its keys and notes every error. `None` where a key is missing or cannot be read.
    fn take(keys: &mut Keys<'_>) -> Option<Self>;

    /// Writes its keys in canonical form, without tables.
    fn fill(&self, sheet: &mut CanonicalToml);

    /// Writes its tables, which come after all other keys.
    fn fill_tables(&self, sheet: &mut CanonicalToml);

    /// Visits every participant that it names.
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>);

    /// Its keys, in the order in which they are written.
    fn keys() -> Vec<KeyShape>;

    /// What has changed, without additions that its mark allows.
    fn moved(before: &Self, after: &Self) -> Vec<Moved>;
}

/// Something in a record that has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The key; empty where it is more than one.
    pub key: &'static str,
    /// How it can change.
    pub mark: Mark,
    /// Which entry of a list that only grows, from 0, and whether it was removed.
    pub entry: Option<(usize, bool)>,
}

impl Moved {
    /// A key that has changed.
    pub(crate) fn of(key: &Key) -> Self {
        Self {
            key: key.name,
            mark: key.mark,
            entry: None,
        }
    }
}

/// How one part of a record is read and written: most often a key.
pub(crate) trait Part<T> {
    /// What the file says; `None` where that is not a valid value, which is noted as an error.
    fn read(&self, keys: &mut Keys<'_>) -> Option<T>;

    /// Writes it, unless it is a table or a default.
    fn write(&self, _value: &T, _sheet: &mut CanonicalToml) {}

    /// Writes it, if it is a table.
    fn write_tables(&self, _value: &T, _sheet: &mut CanonicalToml) {}

    /// Visits every participant that it names.
    fn people_mut(&self, _value: &mut T, _way: &Way<'_>, _each: &mut Each<'_>) {}

    /// The keys that it reads. `says` is what they say.
    fn shapes(&self, says: &str) -> Vec<KeyShape>;

    /// What was changed or removed in a value that is not the same.
    fn moved(&self, _before: &T, _after: &T) -> Vec<Moved> {
        vec![Moved::of(&key(""))]
    }
}

/// The keys of another table, among those of this one.
pub(crate) struct Inside;

impl<T: Described> Part<T> for Inside {
    fn read(&self, keys: &mut Keys<'_>) -> Option<T> {
        T::take(keys)
    }

    fn write(&self, value: &T, sheet: &mut CanonicalToml) {
        value.fill(sheet);
    }

    fn write_tables(&self, value: &T, sheet: &mut CanonicalToml) {
        value.fill_tables(sheet);
    }

    fn people_mut(&self, value: &mut T, way: &Way<'_>, each: &mut Each<'_>) {
        value.people_mut(way, each);
    }

    fn shapes(&self, _: &str) -> Vec<KeyShape> {
        T::keys()
    }

    fn moved(&self, before: &T, after: &T) -> Vec<Moved> {
        T::moved(before, after)
    }
}

/// A record whose id is the name of its table.
pub(crate) trait ByName: Described {
    /// The grammar of that name.
    type Name: FromStr<Err = IdError>;

    /// The name.
    fn own_name(&self) -> &str;
}

/// Records in a table of this name, each in a table of its own name: `[track.recommendation]`.
pub(crate) struct TablesByName(pub(crate) &'static str);

impl<T: ByName> Part<Vec<T>> for TablesByName {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Vec<T>> {
        let all = keys.table(self.0, |keys| {
            keys.each(|entry| {
                let name = entry.name(T::Name::from_str);
                let one = entry.table(T::take).flatten();
                one.filter(|_| name.is_some())
            })
        });
        Some(all.unwrap_or_default())
    }

    fn write_tables(&self, all: &Vec<T>, sheet: &mut CanonicalToml) {
        sheet.inside(self.0, |sheet| {
            for one in all {
                sheet.table(one.own_name());
                sheet.inside(one.own_name(), |sheet| {
                    one.fill(sheet);
                    one.fill_tables(sheet);
                });
            }
        });
    }

    fn people_mut(&self, all: &mut Vec<T>, way: &Way<'_>, each: &mut Each<'_>) {
        for one in all {
            let name = one.own_name().to_owned();
            one.people_mut(&way.key(self.0).key(&name), each);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let named = Shape::Named(Box::new(Shape::Table(T::keys())));
        vec![KeyShape::new(self.0, named, false, says)]
    }
}

/// The name of the table itself, which its list has read.
pub(crate) struct OwnName;

impl<T: FromStr<Err = IdError>> Part<T> for OwnName {
    fn read(&self, keys: &mut Keys<'_>) -> Option<T> {
        keys.own_name().parse().ok()
    }

    fn shapes(&self, _: &str) -> Vec<KeyShape> {
        Vec::new()
    }
}

/// A flag that is true by default.
pub(crate) struct TrueUnlessSaid(pub(crate) &'static str);

impl Part<bool> for TrueUnlessSaid {
    fn read(&self, keys: &mut Keys<'_>) -> Option<bool> {
        Some(keys.flag(self.0).unwrap_or(true))
    }

    fn write(&self, value: &bool, sheet: &mut CanonicalToml) {
        if !value {
            sheet.flag(self.0, false);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new(self.0, Shape::Flag, false, says)]
    }
}

/// A key with a default value.
pub(crate) struct OrElse<T>(pub(crate) &'static str, pub(crate) T);

impl<T: Item + Clone + PartialEq> Part<T> for OrElse<T> {
    fn read(&self, keys: &mut Keys<'_>) -> Option<T> {
        Some(T::optional(&key(self.0), keys).unwrap_or_else(|| self.1.clone()))
    }

    fn write(&self, value: &T, sheet: &mut CanonicalToml) {
        if !T::IS_TABLE && *value != self.1 {
            value.put(&key(self.0), sheet);
        }
    }

    fn write_tables(&self, value: &T, sheet: &mut CanonicalToml) {
        if T::IS_TABLE && *value != self.1 {
            value.put(&key(self.0), sheet);
        }
    }

    fn people_mut(&self, value: &mut T, way: &Way<'_>, each: &mut Each<'_>) {
        value.people_mut(&way.key(self.0), each);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new(self.0, T::shape(), false, says)]
    }
}

/// A day without a time, as it is written.
pub(crate) struct Day(pub(crate) Key);

impl Part<Option<String>> for Day {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Option<String>> {
        Some(keys.date(self.0.name))
    }

    fn write(&self, value: &Option<String>, sheet: &mut CanonicalToml) {
        // The reader has made sure that it is a date.
        if let Some(day) = value {
            sheet.raw(self.0.name, day);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new(self.0.name, Shape::Day, false, says)]
    }

    fn moved(&self, _: &Option<String>, _: &Option<String>) -> Vec<Moved> {
        vec![Moved::of(&self.0)]
    }
}

/// A part that must follow a rule of its own.
pub(crate) struct Checked<W, T: ?Sized>(pub(crate) W, pub(crate) fn(&Keys<'_>, &T));

impl<T: Deref, W: Part<T>> Part<T> for Checked<W, T::Target> {
    fn read(&self, keys: &mut Keys<'_>) -> Option<T> {
        let value = self.0.read(keys)?;
        (self.1)(keys, &value);
        Some(value)
    }

    fn write(&self, value: &T, sheet: &mut CanonicalToml) {
        self.0.write(value, sheet);
    }

    fn write_tables(&self, value: &T, sheet: &mut CanonicalToml) {
        self.0.write_tables(value, sheet);
    }

    fn people_mut(&self, value: &mut T, way: &Way<'_>, each: &mut Each<'_>) {
        self.0.people_mut(value, way, each);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        self.0.shapes(says)
    }

    fn moved(&self, before: &T, after: &T) -> Vec<Moved> {
        self.0.moved(before, after)
    }
}
