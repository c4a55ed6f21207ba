//! Finds who has answered: each unit, group, house, region and organisation has answered, said something without a
//! counted answer, or said nothing. Every screen takes it from here; so does the balance of a tally.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use crate::record::asked::Asked;
use crate::record::dimension::OwnDimension;
use crate::record::path::Owner;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::tally::count_positions::{CountedPositions, UnitName};
use crate::tally::criterion::{Answer, Ballot, ObjectionMark, PersonMark, Unit};
use crate::tally::electorate::{Electorate, Seat};
use crate::tally::objection::{TrackedObjection, mark, person};
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::id::{DimensionName, ParticipantId};

/// What a unit or place has said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// It said nothing before the close.
    Silent,
    /// It raised an objection or a comment before the close, or gave an answer that is not counted.
    Spoke,
    /// An answer is counted.
    Answered,
}

/// The voice of every place of one dimension, by its name. Places without a seat, and places in which everybody is
/// recused, are left out.
pub type PlaceVoices = BTreeMap<String, Voice>;

/// Who has said something in a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Voices {
    /// Every unit that is not recused, by its name.
    pub units: BTreeMap<String, Voice>,
    /// By group.
    pub groups: PlaceVoices,
    /// By house.
    pub houses: PlaceVoices,
    /// By region.
    pub regions: PlaceVoices,
    /// By organisation, its affiliates with it.
    pub families: PlaceVoices,
    /// By the values of each dimension of the charter's own.
    pub own: BTreeMap<DimensionName, PlaceVoices>,
}

impl Voices {
    /// Who has said something, by the counted answers, the files that are not counted, and the objections and comments.
    pub(crate) fn of(
        moments: &TallyInputs,
        electorate: &Electorate,
        count: CountUnit,
        canvass: &CountedPositions,
        objections: &[TrackedObjection],
        ballot: &Ballot,
    ) -> Self {
        let raised = objections
            .iter()
            .filter(|followed| followed.on_roster && (!followed.late || followed.admitted));
        let raised: Vec<ObjectionMark> = raised
            .map(|followed| mark(moments, electorate, followed))
            .collect();
        let spoke = spoke(electorate, count, canvass, &raised);
        let mut voices = Self::default();
        for unit in &ballot.units {
            voices.add(unit, &spoke);
        }
        for mark in &raised {
            voices.add_objector(mark);
        }
        voices
    }

    fn add(&mut self, unit: &Unit, spoke: &BTreeSet<String>) {
        let voice = match &unit.answer {
            Answer::Recused => return,
            answer if answer.is_given() => Voice::Answered,
            _ if spoke.contains(&unit.name) => Voice::Spoke,
            _ => Voice::Silent,
        };
        self.units.insert(unit.name.clone(), voice);
        raise(&mut self.groups, &unit.groups, voice);
        raise(&mut self.houses, &unit.houses, voice);
        raise(&mut self.regions, &unit.regions, voice);
        raise(&mut self.families, &unit.affiliations, voice);
        for dimension in unit.own.dimensions() {
            let places = self.own.entry(dimension.clone()).or_default();
            raise(places, unit.own.values(dimension), voice);
        }
    }

    /// A participant without a seat counts for their own places, because rules count their objection there. A place
    /// without a seat is left out.
    fn add_objector(&mut self, mark: &ObjectionMark) {
        let known = |places: &mut PlaceVoices, names: Vec<String>| {
            for name in names {
                if let Some(voice) = places.get_mut(&name) {
                    *voice = (*voice).max(Voice::Spoke);
                }
            }
        };
        known(&mut self.groups, names(&mark.groups));
        known(&mut self.houses, names(&mark.houses));
        known(&mut self.regions, names(&mark.regions));
        known(&mut self.families, mark.affiliations.clone());
        for (dimension, places) in &mut self.own {
            known(places, names(mark.own.values(dimension)));
        }
    }
}

impl Tally {
    /// What a participant has said for their seat, or for its organisation if organisations are counted, or a group if
    /// groups are. `None` without a seat, or if recused.
    pub fn voice_of(&self, owner: &Owner) -> Option<Voice> {
        let unit = match (owner, self.track.count) {
            (Owner::Participant(who), CountUnit::Affiliations) => {
                self.electorate.seat_of(who)?.own_family()
            }
            (Owner::Participant(who), _) => self.electorate.seat_of(who)?.holder.to_string(),
            (Owner::Group(group), _) => group.to_string(),
        };
        self.voices.units.get(&unit).copied()
    }
}

impl Tally {
    /// Everybody who can answer for one of what is counted: a seat, an organisation or a group.
    pub fn people_of(&self, unit: &str) -> Vec<ParticipantId> {
        let count = self.track.count;
        let is_own = |seat: &&Seat| match count {
            CountUnit::Affiliations => seat.own_family() == unit,
            _ => *seat.holder.as_str() == *unit,
        };
        let seats = self.electorate.seats.values().filter(is_own);
        let seats = seats.flat_map(|seat| std::iter::once(&seat.holder).chain(&seat.alternates));
        let groups = self.charter.groups.iter();
        let groups = groups.filter(|group| *group.id.as_str() == *unit);
        let groups = groups.flat_map(|group| &group.representatives);
        match count {
            CountUnit::Groups => groups.cloned().collect(),
            _ => seats.cloned().collect(),
        }
    }
}

fn names<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn raise<T: Borrow<str>>(places: &mut PlaceVoices, ids: &[T], voice: Voice) {
    for id in ids {
        match places.get_mut(id.borrow()) {
            Some(there) => *there = (*there).max(voice),
            None => drop(places.insert(id.borrow().to_owned(), voice)),
        }
    }
}

/// The names of the units that said something before the close, counted or not.
fn spoke(
    electorate: &Electorate,
    count: CountUnit,
    canvass: &CountedPositions,
    raised: &[ObjectionMark],
) -> BTreeSet<String> {
    let filed = canvass.set_aside.iter().filter(|file| file.reason.spoke());
    let filed = filed.filter_map(|file| file.unit.clone());
    let raised = raised.iter().filter_map(|mark| match count {
        CountUnit::Groups => mark.groups.first().cloned().map(UnitName::Group),
        _ => mark.holder.clone().map(UnitName::Seat),
    });
    let name = |unit: UnitName| match (unit, count) {
        (UnitName::Group(group), _) => group.to_string(),
        (UnitName::Seat(holder), CountUnit::Affiliations) => {
            let seat = electorate.seats.get(&holder);
            seat.map_or(holder.to_string(), Seat::own_family)
        }
        (UnitName::Seat(holder), _) => holder.to_string(),
    };
    filed.chain(raised).map(name).collect()
}

/// The electorate, each position file, and each objection and comment of a call.
pub(crate) type Said<'s> = (&'s Electorate, &'s CountedPositions, &'s [TrackedObjection]);

/// All participants but visitors, with or without a seat: who said something by the close, and whom a letter asked by `end`. The
/// answer of a group is not one of a participant.
pub(crate) fn people(
    moments: &TallyInputs,
    (electorate, canvass, objections): Said<'_>,
    asked: Option<&Asked>,
    end: Instant,
) -> Vec<PersonMark> {
    let counted = canvass.counted.iter().map(|file| &file.owner);
    let filed = canvass.set_aside.iter().filter(|file| file.reason.spoke());
    let gave = counted.chain(filed.map(|file| &file.owner));
    let gave = gave.filter_map(|owner| match owner {
        Owner::Participant(who) => Some(who),
        Owner::Group(_) => None,
    });
    let raised = objections.iter().filter(|each| each.is_in_time());
    let spoke: BTreeSet<_> = gave
        .chain(raised.map(|each| &each.id.participant))
        .collect();
    let asked: BTreeSet<_> = asked_by(asked, end).collect();
    let lists = [moments.frozen(), &moments.asked];
    let all = lists.iter().flat_map(|list| list.participants.iter());
    let all = all.filter(|(_, who)| !who.is_visitor());
    let all: BTreeSet<_> = all.map(|(id, _)| id).collect();
    let mark = |id| PersonMark {
        spoke: spoke.contains(id),
        asked: asked.contains(id),
        ..person(moments, electorate, id)
    };
    all.into_iter().map(mark).collect()
}

/// Whom letters asked for an answer by `end`, once for each letter.
pub(crate) fn asked_by(
    asked: Option<&Asked>,
    end: Instant,
) -> impl Iterator<Item = &ParticipantId> {
    let letters = asked.into_iter().flat_map(|asked| &asked.letters);
    let letters = letters.filter(move |letters| letters.at <= end);
    letters.flat_map(|letters| &letters.participants)
}

/// Places by their voice, by name. Places in which everybody is recused are in no list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnsweredBy {
    /// Places with at least one counted answer.
    pub answered: Vec<String>,
    /// Places that said something before the close, without a counted answer.
    pub spoke: Vec<String>,
    /// Places that said nothing.
    pub silent: Vec<String>,
}

/// The part of an organisation in a tally.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Share {
    /// The organisation.
    pub family: String,
    /// How many of its units answered.
    pub answered: u64,
}

/// The balance of a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// By group, in the charter's order, but first those without an answer that represent the public interest.
    pub groups: AnsweredBy,
    /// By region.
    pub regions: AnsweredBy,
    /// By organisation.
    pub families: AnsweredBy,
    /// By the values of each dimension of the charter's own that rules can use, in the charter's order.
    pub own: Vec<(DimensionName, AnsweredBy)>,
    /// The organisation with the most units that answered, the first by name among equals.
    pub largest: Option<Share>,
}

/// The balance of a tally.
pub fn balance(tally: &Tally) -> Balance {
    let (ballot, voices) = (&tally.ballot, &tally.voices);
    Balance {
        groups: group_breadth(tally),
        regions: breadth(&ballot.regions, &voices.regions),
        families: breadth(&ballot.affiliations, &voices.families),
        own: own_breadth(tally),
        largest: largest(ballot),
    }
}

/// The groups by their voice; among those without a counted answer, the ones that represent the public interest come
/// first.
pub fn group_breadth(tally: &Tally) -> AnsweredBy {
    let mut groups = breadth(&tally.ballot.groups, &tally.voices.groups);
    let is_public = |name: &String| {
        let mut groups = tally.charter.groups.iter();
        groups.any(|group| group.public_interest && group.id.as_str() == name)
    };
    groups.silent.sort_by_key(|name| !is_public(name));
    groups.spoke.sort_by_key(|name| !is_public(name));
    groups
}

fn own_breadth(tally: &Tally) -> Vec<(DimensionName, AnsweredBy)> {
    let nobody = PlaceVoices::new();
    let answered = |own: &OwnDimension| {
        let voices = tally.voices.own.get(&own.id).unwrap_or(&nobody);
        let values: Vec<&str> = own.value_names().collect();
        (own.id.clone(), breadth(&values, voices))
    };
    tally.charter.open_dimensions().map(answered).collect()
}

fn breadth<T: ToString>(names: &[T], voices: &PlaceVoices) -> AnsweredBy {
    let mut breadth = AnsweredBy::default();
    for name in names.iter().map(ToString::to_string) {
        match voices.get(&name) {
            Some(Voice::Answered) => breadth.answered.push(name),
            Some(Voice::Spoke) => breadth.spoke.push(name),
            Some(Voice::Silent) => breadth.silent.push(name),
            None => {}
        }
    }
    breadth
}

fn largest(ballot: &Ballot) -> Option<Share> {
    let mut shares: BTreeMap<&str, u64> = BTreeMap::new();
    let answered = ballot.units.iter().filter(|unit| unit.answer.is_given());
    for family in answered.flat_map(|unit| &unit.affiliations) {
        *shares.entry(family).or_default() += 1;
    }
    let largest = shares
        .into_iter()
        .max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0)));
    largest.map(|(family, answered)| Share {
        family: family.to_owned(),
        answered,
    })
}
