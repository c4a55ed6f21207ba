//! Reads and writes the totals of a call: how many people of a group have which value of a personal dimension. They
//! name nobody, and no rule can use them.

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Part, key, record};
use crate::record::dimension::inline;
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::value::clock::Instant;
use crate::value::id::{DimensionName, DimensionValue, GroupId, ParticipantId};

record! {
    /// How many people of one group have which value of one dimension.
    pub struct GroupTotals {
        /// A dimension of the charter that is marked as personal.
        pub dimension: DimensionName = key("dimension"),
        /// The group.
        pub group: GroupId = key("group"),
        /// How many have each value.
        pub values: Vec<(DimensionValue, u64)> = NumbersOfValues,
        /// Who entered them.
        pub by: ParticipantId = key("by"),
        /// When.
        pub at: Instant = key("at"),
    }
}

record! {
    /// What the file of a call's totals says.
    #[derive(Default)]
    pub struct Totals {
        /// The totals, oldest first. The last ones for a group and a dimension are shown.
        pub totals: Vec<GroupTotals> = key("totals").grows(),
    }
}

impl GroupTotals {
    /// How many people have one of the values.
    pub fn sum(&self) -> u64 {
        let numbers = self.values.iter().map(|(_, number)| *number);
        numbers.fold(0, u64::saturating_add)
    }

    /// How many have this value.
    pub fn of(&self, value: &DimensionValue) -> u64 {
        let found = self.values.iter().find(|(known, _)| known == value);
        found.map_or(0, |(_, number)| *number)
    }
}

impl Totals {
    /// The last totals of a group in a dimension.
    pub fn last(&self, dimension: &DimensionName, group: &GroupId) -> Option<&GroupTotals> {
        let mut newest = self.totals.iter().rev();
        newest.find(|each| each.dimension == *dimension && each.group == *group)
    }
}

/// A table of whole numbers by the names of values.
struct NumbersOfValues;

impl Part<Vec<(DimensionValue, u64)>> for NumbersOfValues {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Vec<(DimensionValue, u64)>> {
        if !keys.has("values") {
            keys.missing("values", "{ women = 4, men = 5 }");
        }
        keys.table("values", |keys| {
            keys.each(|entry| {
                let value = entry.name(DimensionValue::parse);
                let number = entry.whole();
                Some((value?, number?))
            })
        })
    }

    fn write(&self, values: &Vec<(DimensionValue, u64)>, sheet: &mut CanonicalToml) {
        let items = values
            .iter()
            .map(|(value, number)| format!("{value} = {number}"));
        inline(sheet, "values", items);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let numbers = Shape::Named(Box::new(Shape::Whole));
        vec![KeyShape::new("values", numbers, true, says)]
    }
}
