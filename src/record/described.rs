//! A record described once: the list of its keys gives reading with places, canonical writing, the
//! participants that it names, and the description of it that editors and the reference read.

use std::ops::Deref;

use crate::record::item::{Item, Listed};
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Way};
use crate::record::shape::{KeyShape, Shape};
use crate::record::sheet::Sheet;

/// A record, or a table of one.
pub trait Described: Sized {
    /// Takes its keys; every fault is noted. `None` where a key is missing or cannot be read.
    fn take(keys: &mut Keys<'_>) -> Option<Self>;

    /// Writes its keys in canonical form, but for tables.
    fn fill(&self, sheet: &mut Sheet);

    /// Writes its tables, which come after all other keys.
    fn fill_tables(&self, sheet: &mut Sheet);

    /// Visits every participant that it names.
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>);

    /// Its keys, in the order in which they are written.
    fn keys() -> Vec<KeyShape>;
}

/// How one part of a record is read and written: most often a key.
pub(crate) trait Part<T> {
    /// What the file says; `None` where that is no value, which was noted as a fault.
    fn read(&self, keys: &mut Keys<'_>) -> Option<T>;

    /// Writes it, unless it is a table; nothing where nothing needs saying.
    fn write(&self, value: &T, sheet: &mut Sheet);

    /// Writes it, if it is a table.
    fn write_tables(&self, _value: &T, _sheet: &mut Sheet) {}

    /// Visits every participant that it names.
    fn people_mut(&self, _value: &mut T, _way: &Way<'_>, _each: &mut Each<'_>) {}

    /// The keys that it takes. `says` is what they say.
    fn shapes(&self, says: &str) -> Vec<KeyShape>;
}

/// A key of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    /// Whether a text is written as prose.
    pub(crate) prose: bool,
    /// What it should look like, where a list must be there.
    pub(crate) needed: Option<&'static str>,
}

/// A key whose type says everything.
pub(crate) const fn key(name: &'static str) -> Key {
    Key {
        name,
        prose: false,
        needed: None,
    }
}

/// A key of prose, which is written between `'''` marks.
pub(crate) const fn prose(name: &'static str) -> Key {
    Key {
        prose: true,
        ..key(name)
    }
}

impl Key {
    /// The same, where it must be there although it is a list, or where the line to type is not
    /// the one that its type suggests.
    pub(crate) const fn needed(self, example: &'static str) -> Self {
        Self {
            needed: Some(example),
            ..self
        }
    }

    fn shape(&self, says: &str, shape: Shape, needed: bool) -> Vec<KeyShape> {
        vec![KeyShape::new(self.name, shape, needed, says)]
    }
}

/// What a type can be as the whole value of a key.
pub(crate) trait Field: Sized {
    fn read(key: &Key, keys: &mut Keys<'_>) -> Option<Self>;
    fn write(&self, key: &Key, sheet: &mut Sheet);
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>);
    fn shape(key: &Key) -> (Shape, bool);
    /// Whether it is written as a table.
    const IS_TABLE: bool = false;
}

impl<T: Field> Part<T> for Key {
    fn read(&self, keys: &mut Keys<'_>) -> Option<T> {
        T::read(self, keys)
    }

    fn write(&self, value: &T, sheet: &mut Sheet) {
        if !T::IS_TABLE {
            value.write(self, sheet);
        }
    }

    fn write_tables(&self, value: &T, sheet: &mut Sheet) {
        if T::IS_TABLE {
            value.write(self, sheet);
        }
    }

    fn people_mut(&self, value: &mut T, way: &Way<'_>, each: &mut Each<'_>) {
        value.people_mut(&way.key(self.name), each);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let (shape, needed) = T::shape(self);
        self.shape(says, shape, needed)
    }
}

/// A value that must be there.
impl<T: Item> Field for T {
    const IS_TABLE: bool = T::IS_TABLE;

    fn read(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        if !keys.has(key.name) {
            T::optional(key, keys);
            keys.missing(key.name, key.needed.unwrap_or(T::EXAMPLE));
            return None;
        }
        T::needed(key, keys)
    }

    fn write(&self, key: &Key, sheet: &mut Sheet) {
        self.put(key, sheet);
    }

    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        Item::people_mut(self, way, each);
    }

    fn shape(_: &Key) -> (Shape, bool) {
        (T::shape(), true)
    }
}

/// A value that can be left out.
impl<T: Item> Field for Option<T> {
    const IS_TABLE: bool = T::IS_TABLE;

    fn read(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        Some(T::optional(key, keys))
    }

    fn write(&self, key: &Key, sheet: &mut Sheet) {
        if let Some(value) = self {
            value.put(key, sheet);
        }
    }

    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        if let Some(value) = self {
            Item::people_mut(value, way, each);
        }
    }

    fn shape(_: &Key) -> (Shape, bool) {
        (T::shape(), false)
    }
}

/// A list, which may be empty, and which is left out then unless it is needed.
impl<T: Listed> Field for Vec<T> {
    const IS_TABLE: bool = T::IS_TABLE;

    fn read(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        if let Some(example) = key.needed.filter(|_| !keys.has(key.name)) {
            keys.missing(key.name, example);
        }
        Some(T::list(key, keys))
    }

    fn write(&self, key: &Key, sheet: &mut Sheet) {
        if !self.is_empty() || key.needed.is_some() {
            T::put_list(self, key, sheet);
        }
    }

    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        T::people_of_list(self, way, each);
    }

    fn shape(key: &Key) -> (Shape, bool) {
        (Shape::List(Box::new(T::shape())), key.needed.is_some())
    }
}

/// False where nothing is said.
impl Field for bool {
    fn read(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        Some(keys.flag(key.name).unwrap_or(false))
    }

    fn write(&self, key: &Key, sheet: &mut Sheet) {
        if *self {
            sheet.flag(key.name, true);
        }
    }

    fn people_mut(&mut self, _: &Way<'_>, _: &mut Each<'_>) {}

    fn shape(_: &Key) -> (Shape, bool) {
        (Shape::Flag, false)
    }
}

/// The keys of another table, among those of this one.
pub(crate) struct Inside;

impl<T: Described> Part<T> for Inside {
    fn read(&self, keys: &mut Keys<'_>) -> Option<T> {
        T::take(keys)
    }

    fn write(&self, value: &T, sheet: &mut Sheet) {
        value.fill(sheet);
    }

    fn write_tables(&self, value: &T, sheet: &mut Sheet) {
        value.fill_tables(sheet);
    }

    fn people_mut(&self, value: &mut T, way: &Way<'_>, each: &mut Each<'_>) {
        value.people_mut(way, each);
    }

    fn shapes(&self, _: &str) -> Vec<KeyShape> {
        T::keys()
    }
}

/// A flag that is true where nothing is said.
pub(crate) struct TrueUnlessSaid(pub(crate) &'static str);

impl Part<bool> for TrueUnlessSaid {
    fn read(&self, keys: &mut Keys<'_>) -> Option<bool> {
        Some(keys.flag(self.0).unwrap_or(true))
    }

    fn write(&self, value: &bool, sheet: &mut Sheet) {
        if !value {
            sheet.flag(self.0, false);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new(self.0, Shape::Flag, false, says)]
    }
}

/// A key with a value of its own where nothing is said.
pub(crate) struct OrElse<T>(pub(crate) &'static str, pub(crate) T);

impl<T: Item + Clone + PartialEq> Part<T> for OrElse<T> {
    fn read(&self, keys: &mut Keys<'_>) -> Option<T> {
        Some(T::optional(&key(self.0), keys).unwrap_or_else(|| self.1.clone()))
    }

    fn write(&self, value: &T, sheet: &mut Sheet) {
        if !T::IS_TABLE && *value != self.1 {
            value.put(&key(self.0), sheet);
        }
    }

    fn write_tables(&self, value: &T, sheet: &mut Sheet) {
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
pub(crate) struct Day(pub(crate) &'static str);

impl Part<Option<String>> for Day {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Option<String>> {
        Some(keys.date(self.0))
    }

    fn write(&self, value: &Option<String>, sheet: &mut Sheet) {
        sheet.maybe_date(self.0, value.as_deref());
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new(self.0, Shape::Day, false, says)]
    }
}

/// A part that must keep to a rule of its own, once it can be read.
pub(crate) struct Checked<W, T: ?Sized>(pub(crate) W, pub(crate) fn(&Keys<'_>, &T));

impl<T: Deref, W: Part<T>> Part<T> for Checked<W, T::Target> {
    fn read(&self, keys: &mut Keys<'_>) -> Option<T> {
        let value = self.0.read(keys)?;
        (self.1)(keys, &value);
        Some(value)
    }

    fn write(&self, value: &T, sheet: &mut Sheet) {
        self.0.write(value, sheet);
    }

    fn write_tables(&self, value: &T, sheet: &mut Sheet) {
        self.0.write_tables(value, sheet);
    }

    fn people_mut(&self, value: &mut T, way: &Way<'_>, each: &mut Each<'_>) {
        self.0.people_mut(value, way, each);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        self.0.shapes(says)
    }
}

/// Describes a record: a struct whose fields say, beside their type, how they are read and
/// written. `checked by` names a function that notes what several keys together break.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        $(#[derive($($derived:ident),*)])?
        pub struct $name:ident {
            $( $(#[doc = $says:literal])* pub $field:ident: $type:ty = $part:expr, )*
        }
        $(checked by $check:expr;)?
        $(read by $read:path;)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, $($($derived),*)?)]
        pub struct $name {
            $( $(#[doc = $says])* pub $field: $type, )*
        }

        impl $crate::record::described::Described for $name {
            fn take(keys: &mut $crate::record::keys::Keys<'_>) -> Option<Self> {
                use $crate::record::described::Part;
                $( let $field: Option<$type> = Part::<$type>::read(&$part, keys); )*
                let record = Self { $( $field: $field?, )* };
                $( $check(&*keys, &record); )?
                Some(record)
            }

            fn fill(&self, sheet: &mut $crate::record::sheet::Sheet) {
                use $crate::record::described::Part;
                $( Part::<$type>::write(&$part, &self.$field, sheet); )*
            }

            fn fill_tables(&self, sheet: &mut $crate::record::sheet::Sheet) {
                use $crate::record::described::Part;
                $( Part::<$type>::write_tables(&$part, &self.$field, sheet); )*
            }

            fn people_mut(
                &mut self,
                way: &$crate::record::mentions::Way<'_>,
                each: &mut $crate::record::mentions::Each<'_>,
            ) {
                use $crate::record::described::Part;
                $( Part::<$type>::people_mut(&$part, &mut self.$field, way, each); )*
            }

            fn keys() -> Vec<$crate::record::shape::KeyShape> {
                use $crate::record::described::Part;
                let mut keys = Vec::new();
                $( keys.extend(Part::<$type>::shapes(&$part, concat!($($says),*))); )*
                keys
            }
        }

        impl $name {
            /// Reads one from the bytes of a file.
            ///
            /// # Errors
            /// Every fault of the file, each with its place.
            pub fn read(path: &str, bytes: &[u8]) -> $crate::record::reader::Read<Self> {
                $crate::record::described::reading!(path, bytes $(, $read)?)
            }

            /// The keys in canonical form.
            pub fn sheet(&self) -> $crate::record::sheet::Sheet {
                let mut sheet = $crate::record::sheet::Sheet::new();
                $crate::record::described::Described::fill(self, &mut sheet);
                $crate::record::described::Described::fill_tables(self, &mut sheet);
                sheet
            }
        }

        $crate::record::item::item_of_table!($name);

        impl $crate::record::mentions::Mentions for $name {
            fn people_mut(
                &mut self,
                way: &$crate::record::mentions::Way<'_>,
                each: &mut $crate::record::mentions::Each<'_>,
            ) {
                $crate::record::described::Described::people_mut(self, way, each);
            }
        }
    };
}

/// How a file of the record is read, where that is not as any other.
macro_rules! reading {
    ($path:expr, $bytes:expr) => {
        $crate::record::reader::read($path, $bytes, $crate::record::described::Described::take)
    };
    ($path:expr, $bytes:expr, $read:path) => {
        $read($path, $bytes)
    };
}

pub(crate) use {reading, record};
