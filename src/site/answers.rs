//! What the pages about many decisions show of one: how its places and its participants answered. It is kept in the list
//! of files, so that a decision whose records are the same need not be tallied again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::dimension::OwnDimension;
use crate::record::participant::Participant;
use crate::record::path::Owner;
use crate::record::totals::Totals;
use crate::record::track::Track;
use crate::report::caveats::DeciderLines;
use crate::report::dimensions::{by_value, open_dimensions};
use crate::site::advice_given::AdviceGiven;
use crate::site::answered::Answered;
use crate::site::marks::Marks;
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::count_positions::Counted;
use crate::tally::criterion::Unit;
use crate::tally::deciders::PartyKind;
use crate::tally::totals::DimensionTotals;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::id::{DimensionName, DimensionValue, ParticipantId, PositionName, ProposalId};

/// The counts of the places of one dimension, by their names.
pub(crate) type Places = BTreeMap<String, Row>;

/// The numbers of a count, without the zeros at the end: seats, members and silent, those who gave each position, then
/// what is rare.
pub(crate) type Row = Box<[u32]>;

/// Who answered what in a decided call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub struct CallAnswers {
    /// What the track counts.
    pub(crate) unit: CountUnit,
    /// The positions of the track.
    pub(crate) positions: Vec<(PositionName, CountsAs)>,
    /// The count of all.
    pub(crate) all: Count,
    /// How many objections count.
    pub(crate) objections: u64,
    /// The count of each group, region and organisation, as numbers in a row.
    pub(crate) groups: Places,
    pub(crate) regions: Places,
    pub(crate) organisations: Places,
    /// The same of each value of the charter's own dimensions, by the dimension; of those without a value under the empty
    /// name.
    pub(crate) own: BTreeMap<String, Places>,
    /// The totals of personal dimensions for all groups together.
    pub(crate) totals: BTreeMap<String, PersonalRow>,
    /// What each participant with a seat did.
    pub(crate) people: BTreeMap<ParticipantId, Answered>,
    /// What was said without a seat.
    pub(crate) advice: Vec<AdviceGiven>,
    /// The parties on whom alone the result depended, and whether each is a participant.
    pub(crate) alone: Vec<(String, bool)>,
}

/// How many people with a seat have each value of a personal dimension, and last how many have none; none where it is
/// hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonalRow {
    /// How many people have a seat.
    pub(crate) seats: u64,
    /// The numbers, in the order of the charter.
    pub(crate) cells: Vec<Option<u64>>,
}

/// The answers to each decided call, by proposal and call.
pub type SiteAnswers = BTreeMap<ProposalId, BTreeMap<u32, CallAnswers>>;

impl CallAnswers {
    /// What the tally of a decided call says of these participants and of all places.
    pub(crate) fn of<'p>(
        tally: &Tally,
        alone: &DeciderLines,
        people: impl Iterator<Item = &'p ParticipantId>,
    ) -> Self {
        let counted = tally.canvass.counted.iter();
        let counted: BTreeMap<&Owner, &Counted> = counted.map(|file| (&file.owner, file)).collect();
        let answered =
            |who: &ParticipantId| Some((who.clone(), Answered::of(tally, &counted, who)?));
        let ballot = &tally.ballot;
        let alone = alone.who_decide();
        let positions = tally.track.positions.iter();
        Self {
            unit: tally.track.count,
            positions: positions
                .map(|each| (each.name.clone(), each.class))
                .collect(),
            all: tally.count.clone(),
            objections: number(tally.objections.iter().filter(|each| each.counts()).count()),
            groups: places(tally, &ballot.groups, |unit| &unit.groups),
            regions: places(tally, &ballot.regions, |unit| &unit.regions),
            organisations: places(tally, &ballot.affiliations, |unit| &unit.affiliations),
            own: open_dimensions(tally)
                .map(|own| own_places(tally, own))
                .collect(),
            totals: BTreeMap::new(),
            people: people.filter_map(answered).collect(),
            advice: Vec::new(),
            alone: alone
                .map(|each| (each.name.clone(), each.kind == PartyKind::Participant))
                .collect(),
        }
    }

    /// The same without anybody of these. A participant without an organisation is one of their own, under their id.
    #[must_use]
    pub(crate) fn without_people(mut self, who: &BTreeMap<ParticipantId, Participant>) -> Self {
        self.people.clear();
        self.advice.clear();
        self.organisations
            .retain(|name, _| !who.contains_key(name.as_str()));
        let people = self.alone.iter_mut().filter(|(_, is_person)| *is_person);
        people.for_each(|(name, _)| name.clear());
        self
    }

    /// The count of a place, if it had a seat.
    pub(crate) fn count_of(&self, row: Option<&Row>) -> Option<Count> {
        count(&self.positions, row?).filter(|count| count.seats > 0)
    }

    /// The numbers of a value of a dimension of the charter's own, or of those without one.
    pub(crate) fn own_place(
        &self,
        dimension: &DimensionName,
        value: Option<&DimensionValue>,
    ) -> Option<&Row> {
        let places = self.own.get(dimension.as_str())?;
        places.get(value.map_or("", DimensionValue::as_str))
    }

    /// The same with the totals that were entered for the call.
    #[must_use]
    pub(crate) fn with_totals(mut self, tally: &Tally, entered: Option<&Totals>) -> Self {
        for own in DimensionTotals::all(tally, entered) {
            let row = own.rows.last().map(|all| PersonalRow {
                seats: all.seats,
                cells: all.cells.clone(),
            });
            let name = own.dimension.id.to_string();
            self.totals.extend(row.map(|row| (name, row)));
        }
        self
    }

    /// The marks of the track.
    pub(crate) fn marks(&self) -> Marks {
        Marks::of_positions(&self.positions, self.unit)
    }

    /// On which side a participant was; nothing on a track that counts nothing.
    pub(crate) fn side(&self, answered: &Answered) -> Option<CountsAs> {
        let given = answered.position()?;
        let mut positions = self.positions.iter();
        let (_, class) = positions.find(|(name, _)| name == given)?;
        (self.unit != CountUnit::None).then_some(*class)
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The count of each place of one dimension.
fn places<P: PartialEq + ToString>(
    tally: &Tally,
    all: &[P],
    own: impl Fn(&Unit) -> &Vec<P>,
) -> Places {
    let count = |place: &P| {
        let units = tally.ballot.units.iter();
        let count = Count::of(&tally.track, units.filter(|unit| own(unit).contains(place)));
        (place.to_string(), row(&count))
    };
    all.iter().map(count).collect()
}

/// The numbers of each value of a dimension of the charter's own.
fn own_places(tally: &Tally, own: &OwnDimension) -> (String, Places) {
    let values = by_value(tally, own).into_iter().map(|each| {
        let name = each.value.map_or("", DimensionValue::as_str);
        let count = Count::of(&tally.track, each.units);
        (name.to_owned(), row(&count))
    });
    (own.id.to_string(), values.collect())
}

/// The same as it is written: numbers in a row, and the ids of those who gave each answer.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    count: String,
    positions: Vec<(String, String)>,
    all: Row,
    objections: u32,
    groups: Places,
    regions: Places,
    organisations: Places,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    own: BTreeMap<String, Places>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    totals: BTreeMap<String, PersonalRow>,
    answers: BTreeMap<String, Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    advice: Vec<AdviceGiven>,
    alone: Vec<(String, bool)>,
}

/// The classes in which an organisation can answer with several positions.
const CLASSES: [CountsAs; 3] = [CountsAs::For, CountsAs::Against, CountsAs::Neutral];

impl From<CallAnswers> for Written {
    fn from(own: CallAnswers) -> Self {
        let mut answers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (who, answered) in &own.people {
            let given = answers.entry(answered.written()).or_default();
            given.push(who.to_string());
        }
        let positions = own.positions.iter();
        Self {
            count: own.unit.word().to_owned(),
            positions: positions
                .map(|(name, class)| (name.to_string(), class.word().to_owned()))
                .collect(),
            all: row(&own.all),
            objections: short(own.objections),
            groups: own.groups,
            regions: own.regions,
            organisations: own.organisations,
            answers,
            own: own.own,
            totals: own.totals,
            advice: own.advice,
            alone: own.alone,
        }
    }
}

fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn row(count: &Count) -> Row {
    let Count {
        seats,
        members,
        recused,
        silent,
        split,
        earlier,
        positions,
        in_class,
    } = count;
    let several = CLASSES.map(|class| in_class.get(&class).copied().unwrap_or(0));
    let given = positions.iter().map(|(_, _, number)| *number);
    let all = [*seats, *members, *silent].into_iter().chain(given);
    let all = all.chain([*recused, *split, count.stale()]).chain(several);
    let mut row: Vec<u32> = all.map(short).collect();
    row.extend(earlier.iter().flat_map(|earlier| self::row(earlier)));
    while row.last() == Some(&0) {
        row.pop();
    }
    row.into()
}

/// The count of a row; nothing where its numbers contradict each other.
fn count(positions: &[(PositionName, CountsAs)], row: &[u32]) -> Option<Count> {
    let at = |place: usize| u64::from(row.get(place).copied().unwrap_or(0));
    let counted = positions
        .iter()
        .filter(|(_, class)| *class != CountsAs::Recused);
    let rare = 3 + counted.clone().count();
    let counted = counted.zip(3..);
    let several = CLASSES.iter().zip(rare + 3..);
    let several = several.filter(|(_, place)| at(*place) > 0);
    let stale = at(rare + 2);
    let earlier = row.get(rare + 6..).filter(|_| stale > 0);
    let count = Count {
        seats: at(0),
        members: at(1),
        silent: at(2),
        recused: at(rare),
        split: at(rare + 1),
        in_class: several.map(|(class, place)| (*class, at(place))).collect(),
        positions: counted
            .map(|((name, class), place)| (name.clone(), *class, at(place)))
            .collect(),
        earlier: earlier.and_then(|row| Some(Box::new(self::count(positions, row)?))),
    };
    (count.silent <= count.members && count.stale() == stale).then_some(count)
}

impl TryFrom<Written> for CallAnswers {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        written.read().ok_or("these are not the answers to a call")
    }
}

impl Written {
    fn read(self) -> Option<CallAnswers> {
        let positions = self.positions.iter();
        let positions = positions
            .map(|(name, class)| Some((PositionName::parse(name).ok()?, CountsAs::parse(class)?)));
        let positions: Vec<_> = positions.collect::<Option<_>>()?;
        let places = [&self.groups, &self.regions, &self.organisations];
        let rows = places.into_iter().flat_map(BTreeMap::values);
        let read: Option<Vec<Count>> = rows.map(|row| count(&positions, row)).collect();
        read?;
        let mut people = BTreeMap::new();
        for (answer, given) in &self.answers {
            let answered = Answered::read(answer)?;
            for who in given {
                people.insert(ParticipantId::parse(who).ok()?, answered.clone());
            }
        }
        Some(CallAnswers {
            unit: CountUnit::parse(&self.count)?,
            all: count(&positions, &self.all)?,
            objections: self.objections.into(),
            groups: self.groups,
            regions: self.regions,
            organisations: self.organisations,
            people,
            own: self.own,
            totals: self.totals,
            advice: self.advice,
            alone: self.alone,
            positions,
        })
    }
}

impl Marks {
    /// The marks of a track.
    pub(crate) fn of(track: &Track) -> Self {
        let positions = track.positions.iter();
        let positions: Vec<_> = positions
            .map(|each| (each.name.clone(), each.class))
            .collect();
        Self::of_positions(&positions, track.count)
    }
}

#[cfg(test)]
mod tests {
    use super::{CallAnswers, DeciderLines};
    use crate::report::sample::{counted, retention};

    fn answers() -> CallAnswers {
        let moments = retention().open();
        let tally = counted(&moments, "retention");
        let alone = DeciderLines::of(&tally);
        CallAnswers::of(&tally, &alone, moments.asked.participants.keys())
    }

    #[test]
    fn what_is_written_is_read() {
        let own = answers();
        let text = serde_json::to_string(&own).unwrap();
        assert_eq!(serde_json::from_str::<CallAnswers>(&text).unwrap(), own);
        assert!(own.all.seats > 0 && !own.people.is_empty());
    }

    #[test]
    fn numbers_that_contradict_each_other_are_not_read() {
        let mut text = serde_json::to_value(answers()).unwrap();
        text["all"] = serde_json::json!([4, 2, 3]);
        assert!(serde_json::from_value::<CallAnswers>(text.clone()).is_err());
        text["all"] = serde_json::json!([4, 2, -1]);
        assert!(serde_json::from_value::<CallAnswers>(text).is_err());
    }
}
