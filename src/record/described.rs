//! Describes a record once, as a list of its keys. From this list come reading with places, canonical
//! writing, the participants that it names, and its description for editors and the reference.

use crate::record::canonical_toml::CanonicalToml;
use crate::record::item::{Item, Listed};
pub(crate) use crate::record::item::{Key, key, prose};
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Mentions, Way};
pub(crate) use crate::record::part::{Checked, Day, Inside, OrElse, Part, TrueUnlessSaid};
pub use crate::record::part::{Described, Moved};
pub use crate::record::shape::Mark;
use crate::record::shape::{KeyShape, Shape};

/// What a type can be as the whole value of a key.
pub(crate) trait Field: Sized {
    fn read(key: &Key, keys: &mut Keys<'_>) -> Option<Self>;
    fn write(&self, key: &Key, sheet: &mut CanonicalToml);
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>);
    fn shape(key: &Key) -> (Shape, bool);

    /// What was changed or removed in a value that is not the same.
    fn moved(key: &Key, _: &Self, _: &Self) -> Vec<Moved> {
        vec![Moved::of(key)]
    }

    /// Whether it is written as a table.
    const IS_TABLE: bool = false;
}

impl<T: Field> Part<T> for Key {
    fn read(&self, keys: &mut Keys<'_>) -> Option<T> {
        T::read(self, keys)
    }

    fn write(&self, value: &T, sheet: &mut CanonicalToml) {
        if !T::IS_TABLE {
            value.write(self, sheet);
        }
    }

    fn write_tables(&self, value: &T, sheet: &mut CanonicalToml) {
        if T::IS_TABLE {
            value.write(self, sheet);
        }
    }

    fn people_mut(&self, value: &mut T, way: &Way<'_>, each: &mut Each<'_>) {
        value.people_mut(&way.key(self.name), each);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let (shape, needed) = T::shape(self);
        let mark = self.mark;
        vec![KeyShape {
            mark,
            ..KeyShape::new(self.name, shape, needed, says)
        }]
    }

    fn moved(&self, before: &T, after: &T) -> Vec<Moved> {
        T::moved(self, before, after)
    }
}

/// A required value.
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

    fn write(&self, key: &Key, sheet: &mut CanonicalToml) {
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

    fn write(&self, key: &Key, sheet: &mut CanonicalToml) {
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

    fn moved(key: &Key, before: &Self, _: &Self) -> Vec<Moved> {
        match (key.mark, before) {
            (Mark::Once, None) => Vec::new(),
            _ => vec![Moved::of(key)],
        }
    }
}

/// A list, which can be empty, and is then left out unless it is required.
impl<T: Listed + PartialEq> Field for Vec<T> {
    const IS_TABLE: bool = T::IS_TABLE;

    fn read(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        if let Some(example) = key.needed.filter(|_| !keys.has(key.name)) {
            keys.missing(key.name, example);
        }
        Some(T::list(key, keys))
    }

    fn write(&self, key: &Key, sheet: &mut CanonicalToml) {
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

    fn moved(key: &Key, before: &Self, after: &Self) -> Vec<Moved> {
        if key.mark != Mark::Grows {
            return vec![Moved::of(key)];
        }
        let entries = before.iter().enumerate();
        let moved = entries.filter(|(n, entry)| after.get(*n) != Some(entry));
        moved
            .map(|(n, _)| Moved {
                entry: Some((n, n >= after.len())),
                ..Moved::of(key)
            })
            .collect()
    }
}

/// False by default.
impl Field for bool {
    fn read(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        Some(keys.flag(key.name).unwrap_or(false))
    }

    fn write(&self, key: &Key, sheet: &mut CanonicalToml) {
        if *self {
            sheet.flag(key.name, true);
        }
    }

    fn people_mut(&mut self, _: &Way<'_>, _: &mut Each<'_>) {}

    fn shape(_: &Key) -> (Shape, bool) {
        (Shape::Flag, false)
    }
}

/// A record as a part of another: a table under its key.
impl<T: Described> Item for T {
    const EXAMPLE: &'static str = "… as a table";
    const IS_TABLE: bool = true;

    fn optional(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        keys.table(key.name, T::take).flatten()
    }

    fn put(&self, key: &Key, sheet: &mut CanonicalToml) {
        sheet.table(key.name);
        put_inside(self, key, sheet);
    }

    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        Described::people_mut(self, way, each);
    }

    fn shape() -> Shape {
        Shape::Table(T::keys())
    }
}

/// A list of tables.
impl<T: Described> Listed for T {
    fn list(key: &Key, keys: &mut Keys<'_>) -> Vec<Self> {
        keys.tables(key.name, T::take)
    }

    fn put_list(all: &[Self], key: &Key, sheet: &mut CanonicalToml) {
        for one in all {
            sheet.item(key.name);
            put_inside(one, key, sheet);
        }
    }
}

fn put_inside(record: &impl Described, key: &Key, sheet: &mut CanonicalToml) {
    sheet.inside(key.name, |sheet| {
        record.fill(sheet);
        record.fill_tables(sheet);
    });
}

impl<T: Described> Mentions for T {
    fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
        Described::people_mut(self, way, each);
    }
}

/// Describes a record: a struct whose fields say, next to their type, how they are read and written.
/// `checked by` names a function that notes what is wrong in several keys together.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        $(#[derive($($derived:ident),*)])?
        $(#[serde($($shown:tt)*)])?
        pub struct $name:ident {
            $(
                $(#[doc = $says:literal])*
                $(#[serde($($how:tt)*)])?
                pub $field:ident: $type:ty = $part:expr,
            )*
        }
        $(checked by $check:expr;)?
        $(read by $read:path;)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, $($($derived),*)?)]
        $(#[serde($($shown)*)])?
        pub struct $name {
            $( $(#[doc = $says])* $(#[serde($($how)*)])? pub $field: $type, )*
        }

        const _: () = {
            use $crate::record::described::{Described, Moved, Part};
            use $crate::record::keys::Keys;
            use $crate::record::mentions::{Each, Way};
            use $crate::record::shape::KeyShape;
            use $crate::record::canonical_toml::CanonicalToml;

            impl Described for $name {
                fn take(keys: &mut Keys<'_>) -> Option<Self> {
                    $( let $field: Option<$type> = Part::<$type>::read(&$part, keys); )*
                    let record = Self { $( $field: $field?, )* };
                    $( $check(&*keys, &record); )?
                    Some(record)
                }

                fn fill(&self, sheet: &mut CanonicalToml) {
                    $( Part::<$type>::write(&$part, &self.$field, sheet); )*
                }

                fn fill_tables(&self, sheet: &mut CanonicalToml) {
                    $( Part::<$type>::write_tables(&$part, &self.$field, sheet); )*
                }

                fn people_mut(&mut self, way: &Way<'_>, each: &mut Each<'_>) {
                    $( Part::<$type>::people_mut(&$part, &mut self.$field, way, each); )*
                }

                fn moved(before: &Self, after: &Self) -> Vec<Moved> {
                    let mut moved = Vec::new();
                    $( if before.$field != after.$field {
                        let part = $part;
                        let own = Part::<$type>::moved(&part, &before.$field, &after.$field);
                        moved.extend(own);
                    } )*
                    moved
                }

                fn keys() -> Vec<KeyShape> {
                    let mut keys = Vec::new();
                    $( keys.extend(Part::<$type>::shapes(&$part, concat!($($says),*))); )*
                    keys
                }
            }
        };

        impl $name {
            /// Reads one from the bytes of a file.
            ///
            /// # Errors
            /// Every error in the file, each with its place.
            pub fn read(path: &str, bytes: &[u8]) -> $crate::record::reader::Read<Self> {
                $crate::record::described::reading!(path, bytes $(, $read)?)
            }

            /// The keys in canonical form.
            pub fn sheet(&self) -> $crate::record::canonical_toml::CanonicalToml {
                let mut sheet = $crate::record::canonical_toml::CanonicalToml::new();
                $crate::record::described::Described::fill(self, &mut sheet);
                $crate::record::described::Described::fill_tables(self, &mut sheet);
                sheet
            }
        }
    };
}

/// How a file of the record is read, where it is read in a special way.
macro_rules! reading {
    ($path:expr, $bytes:expr) => {
        $crate::record::reader::read($path, $bytes, $crate::record::described::Described::take)
    };
    ($path:expr, $bytes:expr, $read:path) => {
        $read($path, $bytes)
    };
}

pub(crate) use reading;
pub(crate) use record;
