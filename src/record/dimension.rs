//! Reads and writes the dimensions of a charter's own, the values that a participant has in them, and the dimension
//! that a limit names.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::record::canonical_toml::{CanonicalToml, quoted};
use crate::record::described::{Checked, Part, key, record};
use crate::record::item::{Item, Key};
use crate::record::keys::Keys;
use crate::record::part::{ByName, OwnName};
use crate::record::shape::{KeyShape, Shape};
use crate::value::code;
use crate::value::dimension::Dimension;
use crate::value::id::{DimensionName, DimensionValue};

/// Other programs read values by their names, in the order in which they are shown.
fn in_order<K: Serialize, V: Serialize, S: Serializer>(
    all: &[(K, V)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(all.len()))?;
    for (key, value) in all {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

record! {
    /// A dimension of the charter's own.
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub struct OwnDimension {
        /// Its name in rules.
        pub id: DimensionName = OwnName,
        /// Its name for people.
        pub name: String = key("name"),
        /// Whether it is kept as totals of each group and call, and never with a participant. No rule can use it.
        pub personal: bool = key("personal"),
        /// Its values, each with its name for people, in the order in which they are shown.
        #[serde(serialize_with = "in_order")]
        pub values: Vec<(DimensionValue, String)> = Checked(ValueNames, has_values),
    }
}

impl ByName for OwnDimension {
    type Name = DimensionName;

    fn own_name(&self) -> &str {
        self.id.as_str()
    }
}

impl OwnDimension {
    /// The name of a value for people.
    pub fn value(&self, value: &DimensionValue) -> Option<&str> {
        let found = self.values.iter().find(|(known, _)| known == value);
        found.map(|(_, name)| name.as_str())
    }

    /// Every value, with the name of the dimension.
    pub fn places(&self) -> impl Iterator<Item = (&DimensionName, &DimensionValue)> {
        self.values.iter().map(|(value, _)| (&self.id, value))
    }

    /// The values, as rules name them.
    pub fn value_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.values.iter().map(|(value, _)| value.as_str())
    }
}

fn has_values(keys: &Keys<'_>, values: &[(DimensionValue, String)]) {
    if values.is_empty() && !keys.has("values") {
        keys.missing("values", "{ low = \"Low income\" }");
    } else if values.is_empty() {
        let sentence = "a dimension needs at least one value";
        keys.fault(code::S114, "values", sentence, "{ low = \"Low income\" }");
    }
}

/// A table of names for people, by the names in rules.
struct ValueNames;

impl Part<Vec<(DimensionValue, String)>> for ValueNames {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Vec<(DimensionValue, String)>> {
        let names = keys.table("values", |keys| {
            keys.each(|entry| {
                let value = entry.name(DimensionValue::parse);
                let name = entry.text().filter(|name| !name.trim().is_empty());
                if name.is_none() {
                    let sentence = format!("the value \"{}\" has no name for people", entry.key());
                    entry.fault(code::S114, sentence, format!("{} = \"…\"", entry.key()));
                }
                Some((value?, name?.to_owned()))
            })
        });
        Some(names.unwrap_or_default())
    }

    fn write(&self, values: &Vec<(DimensionValue, String)>, sheet: &mut CanonicalToml) {
        let items = values
            .iter()
            .map(|(value, name)| format!("{value} = {}", quoted(name)));
        inline(sheet, "values", items);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let names = Shape::Named(Box::new(Shape::Text));
        vec![KeyShape::new("values", names, true, says)]
    }
}

/// Writes a table on one line, if it has anything.
pub(super) fn inline(sheet: &mut CanonicalToml, key: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if !items.is_empty() {
        sheet.raw(key, &format!("{{ {} }}", items.join(", ")));
    }
}

/// What a participant has in the dimensions of the charter's own: one value in each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnValues(pub Vec<(DimensionName, DimensionValue)>);

impl OwnValues {
    /// The value in a dimension.
    pub fn of(&self, dimension: &DimensionName) -> Option<&DimensionValue> {
        let found = self.iter().find(|(known, _)| *known == dimension);
        found.map(|(_, value)| value)
    }

    /// Every dimension with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&DimensionName, &DimensionValue)> {
        self.0.iter().map(|(dimension, value)| (dimension, value))
    }

    /// Whether none is declared.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets the value in a dimension.
    pub fn put(&mut self, dimension: &DimensionName, value: &DimensionValue) {
        match self.0.iter_mut().find(|(known, _)| known == dimension) {
            Some((_, before)) => *before = value.clone(),
            None => self.0.push((dimension.clone(), value.clone())),
        }
    }
}

/// Other programs read values by the names of their dimensions.
impl Serialize for OwnValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        in_order(&self.0, serializer)
    }
}

/// A table of values by the names of dimensions.
pub(super) struct ValuesOfDimensions;

impl Part<OwnValues> for ValuesOfDimensions {
    fn read(&self, keys: &mut Keys<'_>) -> Option<OwnValues> {
        let values = keys.table("dimensions", |keys| {
            keys.each(|entry| {
                let dimension = entry.name(DimensionName::parse);
                let value = entry.value_name(DimensionValue::parse);
                Some((dimension?, value?))
            })
        });
        Some(OwnValues(values.unwrap_or_default()))
    }

    fn write(&self, values: &OwnValues, sheet: &mut CanonicalToml) {
        let items = values
            .iter()
            .map(|(dimension, value)| format!("{dimension} = \"{value}\""));
        inline(sheet, "dimensions", items);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let values = Shape::Named(Box::new(Shape::Id));
        vec![KeyShape::new("dimensions", values, false, says)]
    }
}

impl Item for Dimension {
    const EXAMPLE: &'static str = "\"affiliation\"";

    fn optional(key: &Key, keys: &mut Keys<'_>) -> Option<Self> {
        let name = keys.name(key.name, DimensionName::parse)?;
        let mut known = Self::BUILT_IN.iter();
        let known = known.find(|(word, _)| *word == name.as_str());
        Some(known.map_or_else(|| Self::Own(name.clone()), |(_, found)| found.clone()))
    }

    fn put(&self, key: &Key, sheet: &mut CanonicalToml) {
        sheet.text(key.name, self.word());
    }

    fn shape() -> Shape {
        let words = Self::BUILT_IN.iter().map(|(word, _)| *word);
        Shape::Either(vec![Shape::Word(words.collect()), Shape::Id])
    }
}
