//! The units of a tally, what a track counts as one, with the answer of each; and their count: how
//! many gave each position, in the whole electorate and in each place.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::meeting::Meeting;
use crate::record::path::Owner;
use crate::record::track::{Silence, Track};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::tally::count_positions::{Counted, CountedPositions, UnitName};
use crate::tally::criterion::{Answer, Unit};
use crate::tally::electorate::{Electorate, Seat};
use crate::tally::exclusion::Exclusions;
use crate::tally::reason::NotCountedReason;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::dimension::OwnPlaces;
use crate::value::id::{GroupId, HouseId, ParticipantId, PositionName, WeightName};

/// How many units of one place, or of all, gave which answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// Units that have a seat there.
    pub seats: u64,
    /// Units that are not recused.
    pub members: u64,
    /// Units that are.
    pub recused: u64,
    /// Units that gave each position, in the charter's order; recusals are left out.
    pub positions: Vec<(PositionName, CountsAs, u64)>,
    /// Units whose seats agree in class but not in position; only if organisations are counted.
    pub in_class: BTreeMap<CountsAs, u64>,
    /// Units whose seats do not agree; only if organisations are counted.
    pub split: u64,
    /// Units that gave none, whatever no answer means on the track.
    pub silent: u64,
    /// The same of the units whose latest position was given on an earlier material revision; these are counted above as
    /// well. Nothing where there are none.
    pub earlier: Option<Box<Count>>,
}

impl Count {
    /// Counts some units.
    pub fn of<'u>(track: &Track, units: impl IntoIterator<Item = &'u Unit>) -> Self {
        let mut count = Self::of_nobody(track);
        for unit in units {
            count.add(track, unit, 1);
        }
        count
    }

    /// The weights of some units instead of their number.
    pub fn of_weight<'u>(
        track: &Track,
        weight: &WeightName,
        units: impl IntoIterator<Item = &'u Unit>,
    ) -> Self {
        let mut count = Self::of_nobody(track);
        for unit in units {
            count.add(track, unit, unit.weights.get(weight).copied().unwrap_or(0));
        }
        count
    }

    fn of_nobody(track: &Track) -> Self {
        let counted = track.positions.iter();
        let counted = counted.filter(|position| position.class != CountsAs::Recused);
        Self {
            positions: counted.map(|p| (p.name.clone(), p.class, 0)).collect(),
            ..Self::default()
        }
    }

    /// Adds a unit that counts as so much.
    fn add(&mut self, track: &Track, unit: &Unit, amount: u64) {
        if unit.stale {
            let nobody = || Box::new(Self::of_nobody(track));
            self.earlier
                .get_or_insert_with(nobody)
                .add_answer(unit, amount);
        }
        self.add_answer(unit, amount);
    }

    fn add_answer(&mut self, unit: &Unit, amount: u64) {
        let more = |number: &mut u64| *number = number.saturating_add(amount);
        more(&mut self.seats);
        if unit.answer == Answer::Recused {
            return more(&mut self.recused);
        }
        more(&mut self.members);
        match &unit.answer {
            Answer::Given(position, _) => {
                let positions = self.positions.iter_mut();
                let own = positions.filter(|(name, ..)| name == position);
                own.for_each(|(_, _, count)| more(count));
            }
            Answer::InClass(class) => more(self.in_class.entry(*class).or_default()),
            Answer::Split => more(&mut self.split),
            Answer::Silent | Answer::SilentAs(..) => more(&mut self.silent),
            Answer::Recused => {}
        }
    }

    /// Units that count as this, in one position or in several.
    pub fn of_class(&self, class: CountsAs) -> u64 {
        let own = self.positions.iter().filter(|(_, own, _)| *own == class);
        let several = self.in_class.get(&class).copied().unwrap_or(0);
        own.fold(several, |sum, (_, _, units)| sum.saturating_add(*units))
    }

    /// Units whose latest position was given on an earlier material revision.
    pub fn stale(&self) -> u64 {
        self.earlier.as_ref().map_or(0, |earlier| earlier.seats)
    }

    /// Units that gave a position, even if split.
    pub fn answered(&self) -> u64 {
        self.members - self.silent
    }

    /// How many gave this position.
    pub fn given(&self, name: &PositionName) -> u64 {
        let found = self.positions.iter().find(|(other, ..)| other == name);
        found.map_or(0, |(_, _, n)| *n)
    }
}

impl Tally {
    /// The count of the units that have a seat in a group.
    pub fn count_in_group(&self, group: &str) -> Count {
        let within = |unit: &&Unit| unit.groups.iter().any(|id| id.as_str() == group);
        Count::of(&self.track, self.ballot.units.iter().filter(within))
    }

    /// The count of the units that have a seat in a group of this house; of `None`, in a group without one.
    pub fn count_in_house(&self, house: Option<&HouseId>) -> Count {
        let without = |id: &GroupId| {
            let group = self.charter.group(id);
            group.is_none_or(|group| group.house.is_none())
        };
        let within = |unit: &&Unit| match house {
            Some(house) => unit.houses.contains(house),
            None => unit.groups.iter().any(without),
        };
        Count::of(&self.track, self.ballot.units.iter().filter(within))
    }
}

/// What became of each unit's files: the one that is counted, and why others are not.
pub(crate) struct UnitFile<'t> {
    counted: BTreeMap<&'t UnitName, &'t Counted>,
    set_aside: BTreeMap<&'t UnitName, Vec<NotCountedReason>>,
}

impl<'t> UnitFile<'t> {
    /// Looks up what a canvass found.
    pub(crate) fn of(canvass: &'t CountedPositions) -> Self {
        let mut set_aside: BTreeMap<&UnitName, Vec<NotCountedReason>> = BTreeMap::new();
        for file in &canvass.set_aside {
            if let Some(unit) = &file.unit {
                set_aside.entry(unit).or_default().push(file.reason);
            }
        }
        let counted = canvass
            .counted
            .iter()
            .map(|counted| (&counted.unit, counted))
            .collect();
        Self { counted, set_aside }
    }

    fn was_set_aside(&self, unit: &UnitName, why: impl Fn(NotCountedReason) -> bool) -> bool {
        self.set_aside
            .get(unit)
            .is_some_and(|reasons| reasons.iter().any(|reason| why(*reason)))
    }
}

/// Everything that making units needs to know.
pub(crate) struct Units<'t> {
    pub(crate) moments: &'t TallyInputs,
    pub(crate) authors: &'t [ParticipantId],
    pub(crate) track: &'t Track,
    pub(crate) electorate: &'t Electorate,
    pub(crate) excluded: &'t Exclusions,
    /// What became of each unit's files.
    pub(crate) filed: UnitFile<'t>,
    pub(crate) meeting: Option<&'t Meeting>,
}

impl Units<'_> {
    /// The units of the track, in the order of their names.
    pub(crate) fn all(&self) -> Vec<Unit> {
        let authors = self.author_families();
        let seats = self.electorate.seats.values();
        let seats = seats.map(|seat| self.of_seat(seat, &authors));
        match self.track.count {
            CountUnit::Participants | CountUnit::None => seats.collect(),
            CountUnit::Affiliations => families(seats),
            CountUnit::Groups => self.groups(&authors),
        }
    }

    fn of_seat(&self, seat: &Seat, author_families: &BTreeSet<String>) -> Unit {
        let family = seat.own_family();
        let affiliations = match self.track.count {
            CountUnit::Affiliations => vec![family.clone()],
            _ => seat.family.iter().cloned().collect(),
        };
        let name = UnitName::Seat(seat.holder.clone());
        let voice = self.voice(&name);
        let own = |author: &ParticipantId| *author == seat.holder || Some(author) == voice;
        Unit {
            name: seat.holder.to_string(),
            groups: seat.groups.clone(),
            houses: seat.houses.clone(),
            regions: seat.region.iter().cloned().collect(),
            affiliations,
            own: seat.own.clone(),
            answer: self.answer(&name),
            weights: seat.weights.clone(),
            stale: self.is_stale(&name),
            present: self.is_present(seat, voice),
            author: self.authors.iter().any(own),
            author_family: author_families.contains(&family),
        }
    }

    fn author_families(&self) -> BTreeSet<String> {
        let seat = |author| self.electorate.seat_of(author);
        let of_roster = |author: &ParticipantId| {
            let who = self.moments.frozen().participant(author)?;
            Some(self.electorate.families.family(who.affiliation.as_deref()?))
        };
        let families = self.authors.iter();
        let family = |author| {
            seat(author)
                .map(Seat::own_family)
                .or_else(|| of_roster(author))
        };
        families.filter_map(family).collect()
    }

    /// What a unit answered. No answer has a meaning only if the unit said nothing before the close.
    fn answer(&self, name: &UnitName) -> Answer {
        if self.is_excluded(name) {
            return Answer::Recused;
        }
        if let Some(counted) = self.filed.counted.get(name) {
            return match counted.class {
                CountsAs::Recused => Answer::Recused,
                class => Answer::Given(counted.position.clone(), class),
            };
        }
        if self.filed.was_set_aside(name, NotCountedReason::spoke) {
            Answer::Silent
        } else {
            silence(self.track)
        }
    }

    fn is_excluded(&self, name: &UnitName) -> bool {
        match name {
            UnitName::Seat(holder) => self.excluded.of_participant(holder).is_some(),
            UnitName::Group(_) => false,
        }
    }

    fn is_stale(&self, name: &UnitName) -> bool {
        let counted = self.filed.counted.get(name);
        counted.is_some_and(|counted| counted.stale && counted.class != CountsAs::Recused)
            || self
                .filed
                .was_set_aside(name, |reason| reason == NotCountedReason::Expired)
    }

    /// Whose answer counts for a seat: the member's, or an alternate's. An answer by proxy is the member's, and so is
    /// one that a secretary entered.
    fn voice(&self, name: &UnitName) -> Option<&ParticipantId> {
        match &self.filed.counted.get(name)?.owner {
            Owner::Participant(who) => Some(who),
            Owner::Group(_) => None,
        }
    }

    /// Whether the participant who gave a seat's answer is present; without an answer, whether anybody is who can give
    /// it.
    fn is_present(&self, seat: &Seat, voice: Option<&ParticipantId>) -> bool {
        let mut could = std::iter::once(&seat.holder).chain(&seat.alternates);
        match voice {
            Some(voice) => self.was_there(voice),
            None => could.any(|who| self.was_there(who)),
        }
    }

    fn was_there(&self, who: &ParticipantId) -> bool {
        self.meeting
            .is_some_and(|meeting| meeting.present.contains(who))
    }

    fn groups(&self, authors: &BTreeSet<String>) -> Vec<Unit> {
        let charter = self.moments.frozen().charter.as_ref();
        let groups = charter.map_or(&[][..], |charter| charter.groups.as_slice());
        groups
            .iter()
            .filter_map(|group| self.of_group((&group.id, group.house.as_ref()), authors))
            .collect()
    }

    fn of_group(
        &self,
        (group, house): (&GroupId, Option<&HouseId>),
        authors: &BTreeSet<String>,
    ) -> Option<Unit> {
        let seats = self.electorate.seats.values();
        let seats = seats.filter(|seat| seat.groups.contains(group));
        let electors: Vec<Unit> = seats.map(|seat| self.of_seat(seat, authors)).collect();
        if electors.is_empty() {
            return None;
        }
        let name = UnitName::Group(group.clone());
        Some(Unit {
            groups: vec![group.clone()],
            houses: house.into_iter().cloned().collect(),
            regions: Vec::new(),
            affiliations: Vec::new(),
            own: OwnPlaces::default(),
            answer: self.answer(&name),
            stale: self.is_stale(&name),
            ..joined(group.to_string(), &electors)
        })
    }
}

/// One unit for each organisation: in the class and position in which its seats agree.
fn families(seats: impl Iterator<Item = Unit>) -> Vec<Unit> {
    let mut families: BTreeMap<String, Vec<Unit>> = BTreeMap::new();
    for unit in seats {
        let family = unit.affiliations.first().unwrap_or(&unit.name).clone();
        families.entry(family).or_default().push(unit);
    }
    let families = families.into_iter();
    families
        .map(|(family, electors)| joined(family, &electors))
        .collect()
}

/// What it counts as on a track to have said nothing.
pub(super) fn silence(track: &Track) -> Answer {
    match &track.silence {
        Silence::NoMeaning => Answer::Silent,
        Silence::Means(position) => match track.position(position) {
            Some(allowed) => Answer::SilentAs(position.clone(), allowed.class),
            None => Answer::Silent,
        },
    }
}

/// Several seats as one unit, which counts in every place of any of them.
fn joined(name: String, electors: &[Unit]) -> Unit {
    let mut weights = BTreeMap::new();
    for (weight, amount) in electors.iter().flat_map(|unit| &unit.weights) {
        let sum: &mut u64 = weights.entry(weight.clone()).or_default();
        *sum = sum.saturating_add(*amount);
    }
    let all = electors.iter();
    Unit {
        groups: distinct(all.clone().flat_map(|unit| &unit.groups)),
        houses: distinct(all.clone().flat_map(|unit| &unit.houses)),
        regions: distinct(all.clone().flat_map(|unit| &unit.regions)),
        affiliations: vec![name.clone()],
        own: OwnPlaces::joined(all.clone().map(|unit| &unit.own)),
        answer: agreed(electors.iter().map(|unit| &unit.answer)),
        weights,
        stale: electors.iter().any(|unit| unit.stale),
        present: are_present(electors),
        author: electors.iter().any(|unit| unit.author),
        author_family: electors.iter().any(|unit| unit.author_family),
        name,
    }
}

/// Whether anybody of these is present whose answer counts; if nobody has answered, whether anybody is present.
fn are_present(electors: &[Unit]) -> bool {
    let answered = |unit: &&Unit| matches!(unit.answer, Answer::Given(..));
    let mut voices = electors.iter().filter(answered).peekable();
    match voices.peek() {
        Some(_) => voices.any(|unit| unit.present),
        None => electors.iter().any(|unit| unit.present),
    }
}

fn distinct<'a, T: Ord + Clone + 'a>(items: impl Iterator<Item = &'a T>) -> Vec<T> {
    let items: BTreeSet<&T> = items.collect();
    items.into_iter().cloned().collect()
}

/// What several seats answer together, without those that have no answer or are recused: their common position, else
/// their common class, else split. Recused only if all are.
fn agreed<'a>(answers: impl Iterator<Item = &'a Answer> + Clone) -> Answer {
    let mut given = answers.clone().filter_map(|answer| match answer {
        Answer::Given(position, class) => Some((position, *class)),
        _ => None,
    });
    let Some((position, class)) = given.next() else {
        return unanswered(answers);
    };
    let rest: Vec<_> = given.collect();
    if rest.iter().any(|(_, other)| *other != class) {
        return Answer::Split;
    }
    match rest.iter().all(|(other, _)| *other == position) {
        true => Answer::Given(position.clone(), class),
        false => Answer::InClass(class),
    }
}

fn unanswered<'a>(answers: impl Iterator<Item = &'a Answer> + Clone) -> Answer {
    if answers.clone().all(|answer| *answer == Answer::Recused) {
        return Answer::Recused;
    }
    // If one of them said something that is not counted, the missing answers of all have no meaning.
    let mut silent = answers.filter(|answer| **answer != Answer::Recused);
    let meaning = silent.next().cloned().unwrap_or(Answer::Silent);
    if silent.all(|answer| *answer == meaning) {
        meaning
    } else {
        Answer::Silent
    }
}
