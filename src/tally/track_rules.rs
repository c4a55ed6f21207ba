//! What the rules of a track make of a ballot, also of one that is not the tally's: what would be
//! computed if somebody had not answered.

use crate::record::track::{Level, Outcome, Track};
use crate::tally::criterion::{self, Ballot, Criterion, Vocabulary};
use crate::value::id::{GateName, LevelName};

/// The rules of a track, read once. A rule that cannot be read is met by nothing; no tally gets so
/// far with one.
pub(crate) struct TrackRules<'t> {
    gates: Vec<(&'t GateName, Option<Criterion>)>,
    levels: Vec<(&'t Level, Option<Criterion>)>,
}

/// What rules make of a ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// The gates that are not met.
    pub unmet: Vec<GateName>,
    /// The computed level; `None` where no level is met.
    pub level: Option<LevelName>,
    /// The outcome of that level; `None` as well where a gate is not met.
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

    /// What they make of a ballot.
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

    /// Whether a rule speaks of affiliations.
    pub(crate) fn name_affiliations(&self) -> bool {
        let gates = self.gates.iter().map(|(_, rule)| rule);
        let rules = gates.chain(self.levels.iter().map(|(_, rule)| rule));
        let mut rules = rules.flatten();
        rules.any(|rule| rule.text().contains("affiliation"))
    }
}
