//! Finds declared interests in counted positions, and the level that the rules give without them. Also applies the
//! rules of a track to a ballot other than the tally's.

use crate::record::path::Owner;
use crate::record::track::{Level, Outcome, Track};
use crate::tally::TallyBuilder;
use crate::tally::count_positions::{Counted, CountedPositions, UnitName};
use crate::tally::criterion::{self, Ballot, Criterion, Vocabulary};
use crate::tally::electorate::Electorate;
use crate::tally::objection::TrackedObjection;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::id::{GateName, LevelName, PositionName, RevisionName};

/// A counted position whose author declared an interest in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Whose answer it is: a seat's holder, or a group.
    pub unit: UnitName,
    /// Who gave it.
    pub owner: Owner,
    /// The position.
    pub position: PositionName,
    /// What it counts as.
    pub class: CountsAs,
    /// The interest, in its author's words.
    pub interest: String,
}

/// What would be computed without those who declared an interest, and without their objections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutConflicted {
    /// The first level that is met; `None` if none is.
    pub computed: Option<LevelName>,
}

/// The interests that were declared with counted positions, by path.
pub(crate) fn conflicts(canvass: &CountedPositions) -> Vec<Conflict> {
    let conflict = |counted: &Counted| {
        let interest = counted.interest.clone()?;
        Some(Conflict {
            unit: counted.unit.clone(),
            owner: counted.owner.clone(),
            position: counted.position.clone(),
            class: counted.class,
            interest,
        })
    };
    canvass.counted.iter().filter_map(conflict).collect()
}

impl TallyBuilder<'_> {
    /// The level without the seats of those who declared an interest; `None` if nobody did, or if nothing is
    /// counted.
    pub(super) fn without_conflicted(
        &self,
        seats: &Electorate,
        canvass: &CountedPositions,
        objections: &[TrackedObjection],
        vocabulary: &Vocabulary,
        revision: RevisionName,
    ) -> Option<WithoutConflicted> {
        let conflicts = conflicts(canvass);
        if conflicts.is_empty() || self.track.count == CountUnit::None {
            return None;
        }
        let mut rest = seats.clone();
        rest.seats.retain(|holder, seat| {
            !conflicts.iter().any(|conflict| match &conflict.unit {
                UnitName::Seat(conflicted) => conflicted == holder,
                UnitName::Group(group) => seat.groups.contains(group),
            })
        });
        let theirs =
            |followed: &&TrackedObjection| !self.is_conflicted(&conflicts, seats, followed);
        let objections: Vec<TrackedObjection> = objections.iter().filter(theirs).cloned().collect();
        let units = self.units(&rest, canvass);
        let said = (&rest, canvass, objections.as_slice());
        let ballot = self.ballot(said, vocabulary, units, revision);
        let rules = TrackRules::of(self.track, vocabulary);
        Some(WithoutConflicted {
            computed: rules.computed(&ballot).level,
        })
    }

    /// Whether the seat or the group of an objector has a declared interest.
    fn is_conflicted(
        &self,
        conflicts: &[Conflict],
        seats: &Electorate,
        followed: &TrackedObjection,
    ) -> bool {
        let register = self.moments.frozen();
        let by = &followed.id.participant;
        let seat = seats.seat_of(by);
        conflicts.iter().any(|conflict| match &conflict.unit {
            UnitName::Seat(holder) => seat.is_some_and(|seat| seat.holder == *holder),
            UnitName::Group(group) => register.participant(by).is_some_and(|who| who.is_in(group)),
        })
    }
}

/// The rules of a track, read once. A rule that is not valid is never met; no tally is made with one.
pub(crate) struct TrackRules<'t> {
    gates: Vec<(&'t GateName, Option<Criterion>)>,
    levels: Vec<(&'t Level, Option<Criterion>)>,
}

/// The result of the rules for a ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// The requirements that are not met.
    pub unmet: Vec<GateName>,
    /// The computed level; `None` if no level is met.
    pub level: Option<LevelName>,
    /// The outcome of that level; also `None` if a requirement is not met.
    pub outcome: Option<Outcome>,
}

impl<'t> TrackRules<'t> {
    /// The rules of a track.
    pub(crate) fn of(track: &'t Track, vocabulary: &Vocabulary) -> Self {
        let read = |when: &str| criterion::parse(when, vocabulary).ok();
        let gates = track.gates.iter();
        let levels = track.levels.iter();
        Self {
            gates: gates.map(|gate| (&gate.name, read(&gate.when))).collect(),
            levels: levels
                .map(|level| (level, level.when.as_deref().and_then(read)))
                .collect(),
        }
    }

    /// Their result for a ballot.
    pub(crate) fn computed(&self, ballot: &Ballot) -> Computed {
        let is_met = |rule: &Option<Criterion>| {
            let rule = rule.as_ref();
            rule.is_some_and(|rule| criterion::evaluate(rule, ballot).met)
        };
        let unmet = self.gates.iter().filter(|(_, rule)| !is_met(rule));
        let unmet: Vec<GateName> = unmet.map(|(name, _)| (*name).clone()).collect();
        let level = self
            .levels
            .iter()
            .find(|(level, rule)| level.when.is_none() || is_met(rule))
            .map(|(level, _)| *level);
        Computed {
            outcome: level
                .filter(|_| unmet.is_empty())
                .map(|level| level.outcome),
            level: level.map(|level| level.name.clone()),
            unmet,
        }
    }

    /// Whether a rule uses affiliations.
    pub(crate) fn name_affiliations(&self) -> bool {
        let gates = self.gates.iter().map(|(_, rule)| rule);
        let rules = gates.chain(self.levels.iter().map(|(_, rule)| rule));
        let mut rules = rules.flatten();
        rules.any(|rule| rule.text().contains("affiliation"))
    }
}
