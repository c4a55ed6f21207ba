//! Counts the positions of a tally by group, by house and by organisation.

use serde::Serialize;

use crate::record::charter::Group;
use crate::record::dimension::OwnDimension;
use crate::record::track::AtMost;
use crate::render::page::Page;
use crate::report::counts::{Counts, HasHouse};
use crate::report::dimensions::{ValueUnits, by_value, open_dimensions};
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::criterion::{Answer, OverLimit, Unit, over_limit};
use crate::tally::electorate::uses_dimension;
use crate::tally::voice::Voice;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::id::{DimensionName, DimensionValue, GroupId, HouseId};

/// A group with its counts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct GroupCount {
    group: GroupId,
    house: Option<HouseId>,
    #[serde(skip)]
    house_name: Option<String>,
    members: u64,
    positions: Counts,
    #[serde(skip)]
    pub(crate) answers: Counts,
    pub(crate) name: String,
    pub(crate) seats: u64,
    pub(crate) recused: u64,
    stale: u64,
    voice: Option<Voice>,
}

impl HasHouse for GroupCount {
    fn house(&self) -> Option<&HouseId> {
        self.house.as_ref()
    }

    fn house_name(&self) -> Option<&str> {
        self.house_name.as_deref()
    }
}

/// A house with its counts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HouseCount {
    house: HouseId,
    members: u64,
    positions: Counts,
    seats: u64,
    recused: u64,
    stale: u64,
    voice: Option<Voice>,
}

/// A dimension of the charter's own with its counts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DimensionCount {
    dimension: DimensionName,
    pub(crate) name: String,
    pub(crate) values: Vec<ValueCount>,
}

/// A value of a dimension with its counts; without a value those who did not declare one.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ValueCount {
    value: Option<DimensionValue>,
    pub(crate) name: String,
    members: u64,
    positions: Counts,
    #[serde(skip)]
    pub(crate) answers: Counts,
    pub(crate) seats: u64,
    pub(crate) recused: u64,
    voice: Option<Voice>,
}

/// What an organisation and its affiliates answered together.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FamilyAnswer {
    family: String,
    groups: Vec<GroupId>,
    answer: String,
    class: Option<CountsAs>,
}

/// How many positions of one place count, and where there are more.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Limited {
    #[serde(flatten)]
    limit: AtMost,
    over: Vec<OverLimit>,
}

impl Limited {
    /// The limit of a tally, if its track has one.
    pub(crate) fn of(tally: &Tally) -> Option<Self> {
        let limit = tally.track.at_most.clone()?;
        let over = over_limit(&tally.ballot);
        Some(Self { limit, over })
    }

    /// The same in one line; empty if no place has more.
    pub(crate) fn in_words(&self) -> String {
        let over: Vec<String> = self.over.iter().map(OverLimit::in_words).collect();
        match over.is_empty() {
            true => String::new(),
            false => format!("{} {}", self.limit.in_words(), over.join(" ")),
        }
    }

    /// What counts in each place with more; nothing if there is none.
    pub(crate) fn page(&self) -> Page {
        match self.over.as_slice() {
            [] => Page::new(),
            over => Page::new()
                .line(self.limit.in_words())
                .bullets(over.iter().map(OverLimit::in_words)),
        }
    }
}

/// Whether something that is counted has a seat in more than one group.
pub(crate) fn has_several_groups(tally: &Tally) -> bool {
    tally.ballot.units.iter().any(|unit| unit.groups.len() > 1)
}

/// Why the groups can add up to more than the total; none if they cannot.
pub(crate) fn more_than_once(count: CountUnit, several_groups: bool) -> Option<&'static str> {
    match count {
        CountUnit::Affiliations => Some(
            "An organisation is counted in every group in which it has a seat. So the groups can add up to more than \
             the total.",
        ),
        CountUnit::Participants if several_groups => Some(
            "A participant is counted in every group of their memberships. So the groups can add up to more than the \
             total.",
        ),
        CountUnit::Participants | CountUnit::Groups | CountUnit::None => None,
    }
}

/// Every group with a seat.
pub(crate) fn groups(tally: &Tally) -> Vec<GroupCount> {
    let counted = |group: &Group| {
        let count = tally.count_in_group(group.id.as_str());
        (count.seats > 0).then(|| GroupCount {
            group: group.id.clone(),
            house: group.house.clone(),
            house_name: tally.charter.house_name_of(group).map(str::to_owned),
            members: count.members,
            positions: Counts::of(&tally.track, &count),
            answers: Counts::given(&tally.track, &count),
            name: group.name.clone(),
            seats: count.seats,
            recused: count.recused,
            stale: count.stale(),
            voice: tally.voices.groups.get(group.id.as_str()).copied(),
        })
    };
    tally.charter.groups.iter().filter_map(counted).collect()
}

/// Every house.
pub(crate) fn house_counts(tally: &Tally) -> Vec<HouseCount> {
    let counted = |house: HouseId| {
        let count = tally.count_in_house(Some(&house));
        HouseCount {
            members: count.members,
            positions: Counts::of(&tally.track, &count),
            seats: count.seats,
            recused: count.recused,
            stale: count.stale(),
            voice: tally.voices.houses.get(house.as_str()).copied(),
            house,
        }
    };
    tally.charter.houses().into_iter().map(counted).collect()
}

/// The dimensions of the charter's own that a rule of the track uses.
pub(crate) fn dimension_counts(tally: &Tally) -> Vec<DimensionCount> {
    let used = open_dimensions(tally).filter(|own| uses_dimension(&tally.track, own));
    let counted = |each: ValueUnits<'_>| {
        let count = Count::of(&tally.track, each.units.iter().copied());
        ValueCount {
            value: each.value.cloned(),
            name: each.name.to_owned(),
            members: count.members,
            positions: Counts::of(&tally.track, &count),
            answers: Counts::given(&tally.track, &count),
            seats: count.seats,
            recused: count.recused,
            voice: each.voice,
        }
    };
    let dimension = |own: &OwnDimension| DimensionCount {
        dimension: own.id.clone(),
        name: own.name.clone(),
        values: by_value(tally, own).into_iter().map(counted).collect(),
    };
    used.map(dimension).collect()
}

/// Every organisation, on a track that counts organisations.
pub(crate) fn families(tally: &Tally) -> Vec<FamilyAnswer> {
    if tally.track.count != CountUnit::Affiliations {
        return Vec::new();
    }
    let answer = |unit: &Unit| {
        let (answer, class) = match &unit.answer {
            Answer::Given(position, class) => (position.to_string(), Some(*class)),
            Answer::InClass(class) => ("in-several-positions".to_owned(), Some(*class)),
            Answer::SilentAs(_, class) => ("silent".to_owned(), Some(*class)),
            Answer::Silent => ("silent".to_owned(), None),
            Answer::Split => ("split".to_owned(), None),
            Answer::Recused => ("recused".to_owned(), Some(CountsAs::Recused)),
        };
        FamilyAnswer {
            family: unit.name.clone(),
            groups: unit.groups.clone(),
            answer,
            class,
        }
    };
    tally.ballot.units.iter().map(answer).collect()
}
