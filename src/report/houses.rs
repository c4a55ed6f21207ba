//! Groups under their houses, as tables show them.

use crate::value::id::HouseId;

/// Some groups, and what stands over them.
pub(crate) struct Section<'g, T> {
    /// The house; none where the charter has no houses at all.
    pub(crate) heading: Option<String>,
    /// Its groups in their order.
    pub(crate) groups: Vec<&'g T>,
}

/// What stands over the total, where there are houses.
pub(crate) const ALL: &str = "ALL HOUSES";

/// Something that may be in a house.
pub(crate) trait Housed {
    /// Its house.
    fn house(&self) -> Option<&HouseId>;
}

/// Groups by house: the houses in the order in which groups name them, then those without one.
pub(crate) fn by_house<T: Housed>(groups: &[T]) -> Vec<Section<'_, T>> {
    let mut houses: Vec<Option<&HouseId>> = Vec::new();
    for group in groups {
        if !houses.contains(&group.house()) {
            houses.push(group.house());
        }
    }
    houses.sort_by_key(Option::is_none);
    let named = houses.iter().any(Option::is_some);
    let section = |house: Option<&HouseId>| Section {
        heading: named.then(|| heading(house)),
        groups: groups
            .iter()
            .filter(|group| group.house() == house)
            .collect(),
    };
    houses.into_iter().map(section).collect()
}

fn heading(house: Option<&HouseId>) -> String {
    match house {
        Some(house) => house.as_str().to_uppercase(),
        None => "NO HOUSE".to_owned(),
    }
}
