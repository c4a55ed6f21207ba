//! Finds who decides alone: for each organisation, and each participant or group without one, what the rules give
//! without its answers. Its seats stay, and count as seats without an answer.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::track::Outcome;
use crate::tally::Tally;
use crate::tally::conflict::{Computed, TrackRules};
use crate::tally::count::silence;
use crate::tally::criterion::{Ballot, ObjectionMark, Unit};
use crate::value::class::CountUnit;
use crate::value::id::{GateName, ParticipantId};
use crate::value::words;

/// Whether the result depends on a single party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeciderTest {
    /// Every party that said something was left out in turn.
    Tested {
        /// The kinds of parties that there were.
        of: BTreeSet<PartyKind>,
        /// Those without which something else is computed, in the order of their names.
        deciders: Vec<Decider>,
    },
    /// It was not tested.
    NotTested(NotTestedReason),
}

/// Why it was not tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTestedReason {
    /// The track counts nothing, so no level is computed.
    NothingCounted,
    /// Nobody has said anything.
    NobodySpoke,
}

impl NotTestedReason {
    /// Why, as a clause.
    pub fn in_words(self) -> &'static str {
        match self {
            NotTestedReason::NothingCounted => "this track counts nothing, so no level is computed",
            NotTestedReason::NobodySpoke => "nobody has answered or objected",
        }
    }
}

words! {
    /// What a party is.
    pub enum PartyKind {
        /// An organisation with its affiliates.
        Organisation = "organisation",
        /// A participant without an organisation.
        Participant = "participant",
        /// A group, if groups are counted.
        Group = "group",
    }
}

/// One who can decide alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party {
    /// What it is.
    pub kind: PartyKind,
    /// Its name or id.
    pub name: String,
}

/// A party without whose answers and objections something else is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decider {
    /// The party.
    pub party: Party,
    /// What depends on it.
    pub effect: Effect,
    /// What the rules give without it.
    pub without: Computed,
    /// The requirements that are met only with it, or only without it.
    pub gates: Vec<GateName>,
}

words! {
    /// What depends on a party.
    pub enum Effect {
        /// Without it, the proposal is adopted: a veto.
        Prevents = "prevents",
        /// It is adopted only with it.
        Carries = "carries",
        /// The outcome is another one without it, and neither is `adopted`.
        Turns = "turns",
        /// The level is another one, and the outcome is not.
        ChangesLevel = "changes-level",
    }
}

impl Party {
    fn new(kind: PartyKind, name: impl ToString) -> Self {
        let name = name.to_string();
        Self { kind, name }
    }
}

impl Effect {
    /// Whether the party decides alone: the outcome changes, not just the level.
    pub fn decides(self) -> bool {
        self != Effect::ChangesLevel
    }

    fn of(now: &Computed, without: &Computed) -> Option<Self> {
        match (now.outcome, without.outcome) {
            (now, without) if now != without => Some(match (now, without) {
                (_, Some(Outcome::Adopted)) => Effect::Prevents,
                (Some(Outcome::Adopted), _) => Effect::Carries,
                _ => Effect::Turns,
            }),
            _ if now.level != without.level => Some(Effect::ChangesLevel),
            _ => None,
        }
    }
}

/// What belongs to a party: the places of its units and of its objections in the ballot.
#[derive(Default)]
struct Part {
    units: Vec<usize>,
    objections: Vec<usize>,
}

/// Leaves out every party in turn.
pub fn test_deciders(tally: &Tally) -> DeciderTest {
    if tally.track.count == CountUnit::None {
        return DeciderTest::NotTested(NotTestedReason::NothingCounted);
    }
    let parties = parties(tally);
    if parties.is_empty() {
        return DeciderTest::NotTested(NotTestedReason::NobodySpoke);
    }
    let rules = TrackRules::of(&tally.track, &tally.vocabulary);
    let now = rules.computed(&tally.ballot);
    let mut trial = Trial {
        tally,
        by_affiliation: rules.name_affiliations() || tally.track.at_most.is_some(),
        rules,
        ballot: tally.ballot.clone(),
        known: BTreeMap::new(),
    };
    let of = parties.keys().map(|party| party.kind).collect();
    let mut deciders = Vec::new();
    for (party, part) in parties {
        let without = trial.without(&part);
        let Some(effect) = Effect::of(&now, &without) else {
            continue;
        };
        deciders.push(Decider {
            gates: changed(&now, &without),
            party,
            effect,
            without,
        });
    }
    deciders.sort_by(|a, b| (a.effect, &a.party.name).cmp(&(b.effect, &b.party.name)));
    DeciderTest::Tested { of, deciders }
}

fn changed(now: &Computed, without: &Computed) -> Vec<GateName> {
    let both = now.unmet.iter().chain(&without.unmet);
    both.filter(|name| now.unmet.contains(name) != without.unmet.contains(name))
        .cloned()
        .collect()
}

/// Every party that answered or objected, with what it said.
fn parties(tally: &Tally) -> BTreeMap<Party, Part> {
    let mut parties: BTreeMap<Party, Part> = BTreeMap::new();
    let ballot = &tally.ballot;
    for (n, unit) in ballot.units.iter().enumerate() {
        if unit.answer.is_given() {
            let part = parties.entry(of_unit(tally, unit)).or_default();
            part.units.push(n);
        }
    }
    for (n, mark) in ballot.objections.iter().enumerate() {
        let Some(party) = of_mark(tally, mark) else {
            continue;
        };
        let others = mark
            .joined_by
            .iter()
            .filter_map(|who| of_person(tally, who));
        if others.into_iter().all(|other| other == party) {
            parties.entry(party).or_default().objections.push(n);
        }
    }
    parties
}

fn of_unit(tally: &Tally, unit: &Unit) -> Party {
    match (tally.track.count, unit.affiliations.first()) {
        (CountUnit::Groups, _) => Party::new(PartyKind::Group, &unit.name),
        (CountUnit::Affiliations, _) if is_person(tally, &unit.name) => {
            Party::new(PartyKind::Participant, &unit.name)
        }
        (_, Some(family)) => Party::new(PartyKind::Organisation, family),
        (_, None) => Party::new(PartyKind::Participant, &unit.name),
    }
}

/// Whether it is a participant without an organisation.
fn is_person(tally: &Tally, name: &str) -> bool {
    let id = ParticipantId::parse(name).ok();
    let seat = id.and_then(|id| tally.electorate.seats.get(&id));
    seat.is_some_and(|seat| seat.family.is_none())
}

fn of_mark(tally: &Tally, mark: &ObjectionMark) -> Option<Party> {
    match (tally.track.count, &mark.holder) {
        (CountUnit::Groups, _) => Some(Party::new(PartyKind::Group, mark.groups.first()?)),
        (_, Some(holder)) => of_person(tally, holder),
        (_, None) => Some(Party::new(
            PartyKind::Organisation,
            mark.affiliations.first()?,
        )),
    }
}

fn of_person(tally: &Tally, who: &ParticipantId) -> Option<Party> {
    let seat = tally.electorate.seat_of(who)?;
    Some(match (tally.track.count, &seat.family) {
        (CountUnit::Groups, _) => Party::new(PartyKind::Group, seat.groups.first()?),
        (_, Some(family)) => Party::new(PartyKind::Organisation, family),
        (_, None) => Party::new(PartyKind::Participant, &seat.holder),
    })
}

/// A ballot from which parties are left out in turn.
struct Trial<'t> {
    tally: &'t Tally,
    rules: TrackRules<'t>,
    by_affiliation: bool,
    ballot: Ballot,
    /// What was found for single units: most of a large electorate differ in nothing but name.
    known: BTreeMap<String, Computed>,
}

impl Trial<'_> {
    fn without(&mut self, part: &Part) -> Computed {
        let Some(kind) = self.kind(part) else {
            return self.evaluated(part);
        };
        if let Some(known) = self.known.get(&kind) {
            return known.clone();
        }
        let found = self.evaluated(part);
        self.known.insert(kind, found.clone());
        found
    }

    /// What a party of one unit is to the rules.
    fn kind(&self, part: &Part) -> Option<String> {
        let ([n], true) = (part.units.as_slice(), part.objections.is_empty()) else {
            return None;
        };
        let unit = self.ballot.units.get(*n)?;
        let nameless = Unit {
            name: String::new(),
            affiliations: Vec::new(),
            ..unit.clone()
        };
        (!self.by_affiliation).then(|| format!("{nameless:?}"))
    }

    fn evaluated(&mut self, part: &Part) -> Computed {
        for n in &part.units {
            if let Some(unit) = self.ballot.units.get_mut(*n) {
                unit.answer = silence(&self.tally.track);
                unit.stale = false;
            }
        }
        if !part.objections.is_empty() {
            let all = self.tally.ballot.objections.iter().enumerate();
            let rest = all.filter(|(n, _)| !part.objections.contains(n));
            self.ballot.objections = rest.map(|(_, mark)| mark.clone()).collect();
        }
        let found = self.rules.computed(&self.ballot);
        self.restore(part);
        found
    }

    fn restore(&mut self, part: &Part) {
        let whole = &self.tally.ballot;
        for n in &part.units {
            if let (Some(unit), Some(was)) = (self.ballot.units.get_mut(*n), whole.units.get(*n)) {
                unit.clone_from(was);
            }
        }
        if !part.objections.is_empty() {
            self.ballot.objections.clone_from(&whole.objections);
        }
    }
}
