//! Lists the decisions that the site shows, with the answers of a group, a region, an organisation or a value of a dimension of
//! the charter's own to each. Only
//! those who had a seat in the call are counted, as the call fixed them.

use std::collections::BTreeMap;

use crate::record::decision::Decision;
use crate::record::track::Outcome;
use crate::register::folder::CallFolder;
use crate::site::answered::Answered;
use crate::site::answers::CallAnswers;
use crate::site::marks::Marks;
use crate::site::page::Site;
use crate::site::said::Sides;
use crate::tally::count::Count;
use crate::tally::side::{is_with, side};
use crate::value::class::CountsAs;
use crate::value::id::{DimensionName, DimensionValue, GroupId, ProposalId};

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
    /// The records of the call.
    pub(crate) filed: &'s CallFolder,
    /// Who answered what, where the tally can be made again.
    pub(crate) answers: Option<&'s CallAnswers>,
}

impl DecidedCall<'_> {
    /// The marks of its track.
    pub(crate) fn marks(&self) -> Option<Marks> {
        self.answers.map(CallAnswers::marks)
    }
}

/// Every decision, the oldest first.
pub(crate) fn decided_calls<'s>(site: &Site<'s>) -> Vec<DecidedCall<'s>> {
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
                filed,
                answers: site.source.answers_to(id, *call),
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
    Region(&'p str),
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
    /// The side of most there who took one.
    pub(crate) side: Option<CountsAs>,
}

impl PlaceAnswers {
    /// The answers of a place; nothing where it had no seat.
    pub(crate) fn of(answers: &CallAnswers, place: Place<'_>) -> Option<Self> {
        let count = answers.count_of(match place {
            Place::Group(group) => answers.groups.get(group.as_str()),
            Place::Region(region) => answers.regions.get(region),
            Place::Organisation(name) => answers.organisations.get(name),
            Place::Own(dimension, value) => answers.own_place(dimension, value),
        })?;
        Some(Self {
            sides: Sides::of(&count),
            side: side(answers.unit, &count),
            count,
        })
    }
}

/// What a place or a participant did over several decisions.
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
        self.add_side(answers.side, outcome);
    }

    /// Adds one decision of one participant: what they gave, or that they were recused.
    pub(crate) fn add_one(&mut self, answered: &Answered, call: &CallAnswers, outcome: Outcome) {
        self.decisions += 1;
        self.answered += u64::from(answered.position().is_some());
        self.eligible += u64::from(*answered != Answered::Recused);
        self.add_side(call.side(answered), outcome);
    }

    fn add_side(&mut self, side: Option<CountsAs>, outcome: Outcome) {
        if let Some(with) = side.and_then(|side| is_with(side, outcome)) {
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
    pub(crate) fn over(decided: &[DecidedCall<'_>], name: &str, place: Place<'_>) -> Self {
        let mut record = Record::default();
        let mut all = BTreeMap::new();
        for (number, each) in decided.iter().enumerate() {
            let answers = each.answers;
            if let Some(answers) = answers.and_then(|answers| PlaceAnswers::of(answers, place)) {
                record.add(&answers, each.decision.judgement.outcome);
                all.insert(number, answers);
            }
        }
        Self {
            name: name.to_owned(),
            group: None,
            record,
            answers: all,
        }
    }
}

/// What is meant by "with the outcome".
pub(crate) const WITH_THE_OUTCOME: &str = "With the outcome: more members for than against where the proposal was \
    adopted, or more against than for where it was not. Decisions without such a majority are left out.";

/// The same of one participant.
pub(crate) const ONE_WITH_THE_OUTCOME: &str = "With the outcome: for what was adopted, or against what was not. Decisions \
    that say neither, and answers on neither side, are left out.";
