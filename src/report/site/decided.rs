//! Lists the decisions that the site shows, with the answers of a group, a region, an organisation or a value of a dimension of
//! the charter's own to each. Only
//! those who had a seat in the call are counted, as the call fixed them.

use std::collections::BTreeMap;

use crate::record::decision::Decision;
use crate::record::track::Outcome;
use crate::report::dimensions::open_dimensions;
use crate::report::site::page::Site;
use crate::report::site::said::Sides;
use crate::report::site::source::Counted;
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::criterion::Unit;
use crate::tally::voice::Voice;
use crate::value::class::CountUnit;
use crate::value::id::{DimensionName, DimensionValue, GroupId, ProposalId, RegionId};

/// A call with its decision.
pub(crate) struct DecidedCall<'s> {
    /// The proposal.
    pub(crate) id: &'s ProposalId,
    /// The number of the call.
    pub(crate) call: u32,
    /// The title of the proposal.
    pub(crate) title: &'s str,
    /// The decision.
    pub(crate) decision: &'s Decision,
    /// The tally that it was made on, where it can be made again.
    pub(crate) counted: Option<&'s Counted>,
}

/// Every decision, the oldest first.
pub(crate) fn decided_calls<'s>(site: &'s Site<'_>) -> Vec<DecidedCall<'s>> {
    let mut all = Vec::new();
    for (id, folder) in &site.source.register.proposals {
        if !site.options.has(id) {
            continue;
        }
        let title = folder
            .proposal
            .as_ref()
            .map_or(id.as_str(), |own| &own.title);
        for (call, filed) in &folder.calls {
            all.extend(filed.decision.as_ref().map(|decision| DecidedCall {
                id,
                call: *call,
                title,
                decision,
                counted: site.source.counted(id, Some(*call)),
            }));
        }
    }
    all.sort_by_key(|each| (each.decision.judgement.at, each.id, each.call));
    all
}

/// A part of the body that has seats.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'p> {
    /// A group.
    Group(&'p GroupId),
    /// A region.
    Region(&'p RegionId),
    /// An organisation with its affiliates.
    Organisation(&'p str),
    /// A value of a dimension of the charter's own; without one, those who did not declare it.
    Own(&'p DimensionName, Option<&'p DimensionValue>),
}

/// How a place answered in a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlaceAnswers {
    /// The count of its units.
    pub(crate) count: Count,
    /// The same by side.
    pub(crate) sides: Sides,
    /// Whether anybody there answered or spoke; none where all are recused.
    pub(crate) voice: Option<Voice>,
    /// Whether the call counts answers at all.
    pub(crate) is_counted: bool,
}

impl PlaceAnswers {
    /// The answers of a place; nothing where it had no seat.
    pub(crate) fn of(tally: &Tally, place: Place<'_>) -> Option<Self> {
        let is_there = |unit: &&Unit| match place {
            Place::Group(group) => unit.groups.contains(group),
            Place::Region(region) => unit.regions.contains(region),
            Place::Organisation(name) => unit.affiliations.iter().any(|own| own == name),
            Place::Own(dimension, Some(value)) => unit.own.values(dimension).contains(value),
            Place::Own(dimension, None) => unit.own.values(dimension).is_empty(),
        };
        if let Place::Own(dimension, _) = place {
            let mut known = open_dimensions(tally);
            known.find(|own| own.id == *dimension)?;
        }
        let count = Count::of(&tally.track, tally.ballot.units.iter().filter(is_there));
        let voice = match place {
            Place::Group(group) => tally.voices.groups.get(group.as_str()),
            Place::Region(region) => tally.voices.regions.get(region.as_str()),
            Place::Organisation(name) => tally.voices.families.get(name),
            Place::Own(dimension, value) => {
                let voices = tally.voices.own.get(dimension);
                voices
                    .zip(value)
                    .and_then(|(voices, value)| voices.get(value.as_str()))
            }
        };
        (count.seats > 0).then(|| Self {
            sides: Sides::of(&count),
            voice: voice.copied(),
            is_counted: tally.track.count != CountUnit::None,
            count,
        })
    }

    /// Whether most of those who took a side there agreed with an outcome. None where as many were for as against,
    /// where nothing is counted, and where the outcome says neither yes nor no.
    pub(crate) fn is_with(&self, outcome: Outcome) -> Option<bool> {
        let adopted = match outcome {
            Outcome::Adopted => true,
            Outcome::Rejected | Outcome::NoConsensus => false,
            Outcome::Noted | Outcome::Inquorate | Outcome::Deferred | Outcome::Withdrawn => {
                return None;
            }
        };
        let Sides {
            for_it, against, ..
        } = self.sides;
        let takes_a_side = self.is_counted && for_it != against;
        takes_a_side.then_some((for_it > against) == adopted)
    }
}

/// What a place did over several decisions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// Answers that it gave.
    pub(crate) answered: u64,
    /// Answers that it could give: seats that were not recused.
    pub(crate) eligible: u64,
    /// Decisions in which it had a seat.
    pub(crate) decisions: u64,
    /// Of these, those in which it took a side.
    pub(crate) sides: u64,
    /// Of these, those in which the outcome was the same.
    pub(crate) with: u64,
}

impl Record {
    /// Adds one decision.
    pub(crate) fn add(&mut self, answers: &PlaceAnswers, outcome: Outcome) {
        self.decisions += 1;
        self.answered += answers.count.answered();
        self.eligible += answers.count.members;
        if let Some(with) = answers.is_with(outcome) {
            self.sides += 1;
            self.with += u64::from(with);
        }
    }

    /// The same in words: `24 of 24 answers given; with the outcome in 5 of 6`.
    pub(crate) fn in_words(&self) -> String {
        let (answered, eligible) = (self.answered, self.eligible);
        match (self.answered, self.sides) {
            (0, _) => format!("0 of {eligible} answers given"),
            (_, 0) => format!("{answered} of {eligible} answers given; took no side"),
            (_, sides) => format!(
                "{answered} of {eligible} answers given; with the outcome in {} of {sides}",
                self.with
            ),
        }
    }
}

/// One place over all decisions.
pub(crate) struct PlaceRecord<'s> {
    /// Its name.
    pub(crate) name: String,
    /// Its id, for a group.
    pub(crate) group: Option<&'s GroupId>,
    /// What it did.
    pub(crate) record: Record,
    /// Its answers to each decision in which it had a seat, by the decision's place.
    pub(crate) answers: BTreeMap<usize, PlaceAnswers>,
}

impl PlaceRecord<'_> {
    /// A place over these decisions.
    pub(crate) fn over(decided: &[DecidedCall<'_>], name: String, place: Place<'_>) -> Self {
        let mut record = Record::default();
        let mut all = BTreeMap::new();
        for (number, each) in decided.iter().enumerate() {
            let tally = each.counted.map(|counted| &counted.tally);
            if let Some(answers) = tally.and_then(|tally| PlaceAnswers::of(tally, place)) {
                record.add(&answers, each.decision.judgement.outcome);
                all.insert(number, answers);
            }
        }
        Self {
            name,
            group: None,
            record,
            answers: all,
        }
    }
}

/// What is meant by "with the outcome".
pub(crate) const WITH_THE_OUTCOME: &str = "With the outcome: more members for than against where the proposal was \
    adopted, or more against than for where it was not. Decisions without such a majority are left out.";
