//! What a tally says of answers beside their numbers, for programs: the class of each position, who
//! has not answered, and the answers on a track that counts nothing.

use serde::{Serialize, Serializer};

use crate::record::track::Track;
use crate::report::counts::Counts;
use crate::tally::Tally;
use crate::tally::voice::Voice;
use crate::value::class::{Class, CountUnit};
use crate::value::id::{GroupId, PositionName};

/// Every position of a track with its class, in the charter's order.
#[derive(Debug, Clone)]
pub(super) struct Classes(Vec<(PositionName, Class)>);

impl Classes {
    /// The positions of a track.
    pub(super) fn of(track: &Track) -> Self {
        let positions = track.positions.iter();
        Self(
            positions
                .map(|each| (each.name.clone(), each.class))
                .collect(),
        )
    }
}

impl Serialize for Classes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0
                .iter()
                .map(|(name, class)| (name.as_str(), class.word())),
        )
    }
}

/// A unit without a counted answer.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Unanswered {
    unit: String,
    groups: Vec<GroupId>,
    voice: Voice,
}

/// The units of a tally without a counted answer, by name; the recused are not among them.
pub(super) fn unanswered(tally: &Tally) -> Vec<Unanswered> {
    let units = tally.ballot.units.iter();
    let unit = units.filter_map(|unit| {
        let voice = *tally.voices.units.get(&unit.name)?;
        (voice != Voice::Answered).then(|| Unanswered {
            unit: unit.name.clone(),
            groups: unit.groups.clone(),
            voice,
        })
    });
    unit.collect()
}

/// The answers on a track that counts nothing.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NotCounted {
    positions: Counts,
    groups: Vec<InGroup>,
}

#[derive(Debug, Clone, Serialize)]
struct InGroup {
    group: GroupId,
    positions: Counts,
}

impl NotCounted {
    /// None where answers are counted.
    pub(super) fn of(tally: &Tally) -> Option<Self> {
        if tally.track.count != CountUnit::None {
            return None;
        }
        let in_group = |group: &crate::record::charter::Group| {
            let count = tally.count_in_group(group.id.as_str());
            (count.seats > 0).then(|| InGroup {
                group: group.id.clone(),
                positions: Counts::given(&tally.track, &count),
            })
        };
        Some(Self {
            positions: Counts::given(&tally.track, &tally.count),
            groups: tally.charter.groups.iter().filter_map(in_group).collect(),
        })
    }
}
