//! The count: how many units gave each position, in the whole electorate and in each place.

use std::collections::BTreeMap;

use crate::record::track::Track;
use crate::tally::criterion::{Answer, Unit};
use crate::value::class::Class;
use crate::value::id::PositionName;

/// How many units of one place, or of all, gave which answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Units that have a seat there.
    pub seats: u64,
    /// Units that are not recused.
    pub members: u64,
    /// Units that are.
    pub recused: u64,
    /// Units that gave each position, in the charter's order; recusals are left out.
    pub positions: Vec<(PositionName, Class, u64)>,
    /// Units whose electors agree in class, not in position; only where families are counted.
    pub in_class: BTreeMap<Class, u64>,
    /// Units whose electors do not agree; only where families are counted.
    pub split: u64,
    /// Units that gave none, whatever their silence means.
    pub silent: u64,
    /// Units whose latest position was given on an earlier material revision; these are counted
    /// above as well.
    pub stale: u64,
}

impl Count {
    /// Counts some units.
    pub fn of<'u>(track: &Track, units: impl IntoIterator<Item = &'u Unit>) -> Self {
        let counted = track
            .positions
            .iter()
            .filter(|position| position.class != Class::Recused);
        let mut count = Self {
            seats: 0,
            members: 0,
            recused: 0,
            positions: counted.map(|p| (p.name.clone(), p.class, 0)).collect(),
            in_class: BTreeMap::new(),
            split: 0,
            silent: 0,
            stale: 0,
        };
        for unit in units {
            count.add(unit);
        }
        count
    }

    fn add(&mut self, unit: &Unit) {
        self.seats += 1;
        self.stale += u64::from(unit.stale);
        if unit.answer == Answer::Recused {
            self.recused += 1;
            return;
        }
        self.members += 1;
        match &unit.answer {
            Answer::Given(position, _) => {
                for (name, _, count) in &mut self.positions {
                    *count += u64::from(name == position);
                }
            }
            Answer::InClass(class) => *self.in_class.entry(*class).or_default() += 1,
            Answer::Split => self.split += 1,
            Answer::Silent | Answer::SilentAs(..) => self.silent += 1,
            Answer::Recused => {}
        }
    }

    /// Units that gave a position, were it split.
    pub fn answered(&self) -> u64 {
        self.members - self.silent
    }

    /// How many gave this position.
    pub fn given(&self, name: &PositionName) -> u64 {
        self.positions
            .iter()
            .find(|(other, _, _)| other == name)
            .map_or(0, |(_, _, n)| *n)
    }
}
