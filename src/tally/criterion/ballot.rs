//! Defines what a rule can count: the units of an electorate with their answers, the objections, and the days.

use std::collections::BTreeMap;

use super::grammar::{ClassWord, CountSubject, Dimension, Measure, Quantity, Term};
use super::vocabulary::Vocabulary;
use crate::record::track::AtMost;
use crate::value::class::CountsAs;
use crate::value::dimension::OwnPlaces;
use crate::value::id::{
    DimensionValue, GroupId, HouseId, ParticipantId, PositionName, RegionId, WeightName,
};

/// Everything that a rule can count, at one time.
#[derive(Debug, Clone, Default)]
pub struct Ballot {
    /// The seats of the electorate, each with its answer.
    pub units: Vec<Unit>,
    /// All groups of the charter, in its order.
    pub groups: Vec<GroupId>,
    /// All houses of the charter, in its order.
    pub houses: Vec<HouseId>,
    /// All regions of the register.
    pub regions: Vec<RegionId>,
    /// All organisations.
    pub affiliations: Vec<String>,
    /// All values of the charter's own dimensions, in its order.
    pub own: OwnPlaces,
    /// How many answers of one place count, if that is limited.
    pub at_most: Option<AtMost>,
    /// The objections, without comments.
    pub objections: Vec<ObjectionMark>,
    /// The comments.
    pub comments: Vec<ObjectionMark>,
    /// The participants, with or without a seat; nobody where no rule counts participants.
    pub people: Vec<PersonMark>,
    /// Whole days from the opening of the call to its close or to now, whichever is earlier.
    pub days_open: u64,
    /// Whole days since the last material revision.
    pub days_unchanged: u64,
    /// Earlier calls on the same track, since the last material revision, whose decision settled nothing.
    pub failed_calls: u64,
}

/// One seat: a participant, an organisation, or a group.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    /// Its name, for people.
    pub name: String,
    /// The groups in which it has a seat; more than one only for an organisation.
    pub groups: Vec<GroupId>,
    /// The houses of those groups.
    pub houses: Vec<HouseId>,
    /// The regions of its seats.
    pub regions: Vec<RegionId>,
    /// Its organisation.
    pub affiliations: Vec<String>,
    /// Its values in the charter's own dimensions.
    pub own: OwnPlaces,
    /// What it answered.
    pub answer: Answer,
    /// Its weights, by the names of the charter; a missing weight is 0.
    pub weights: BTreeMap<WeightName, u64>,
    /// Whether its latest position was given on an earlier material revision.
    pub stale: bool,
    /// Whether the call's meeting lists it as present.
    pub present: bool,
    /// Whether it is an author of the proposal.
    pub author: bool,
    /// Whether it is of an author's organisation.
    pub author_family: bool,
}

/// What a unit answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Answer {
    /// Nothing, and no answer has no meaning.
    #[default]
    Silent,
    /// Nothing, which counts as this position: the unit counts in it and in its class, and still has no answer.
    SilentAs(PositionName, CountsAs),
    /// This position, counted in this class.
    Given(PositionName, CountsAs),
    /// Its seats agree in this class, but not in position.
    InClass(CountsAs),
    /// Its seats answered in different classes: it has answered, and is in no class.
    Split,
    /// It is excluded by a conflict of interest.
    Recused,
}

/// One participant, as rules count those who spoke and those who were asked.
#[derive(Debug, Clone)]
pub struct PersonMark {
    /// Who.
    pub id: ParticipantId,
    /// The groups of the participant.
    pub groups: Vec<GroupId>,
    /// The houses of those groups.
    pub houses: Vec<HouseId>,
    /// The region.
    pub regions: Vec<RegionId>,
    /// The organisation.
    pub affiliations: Vec<String>,
    /// The values in the charter's own dimensions.
    pub own: OwnPlaces,
    /// Whether they gave a position, an objection or a comment by the close.
    pub spoke: bool,
    /// Whether a letter asked them for an answer by the close.
    pub asked: bool,
}

/// One objection or comment, as rules count it: the places of who raised it, and its state.
#[derive(Debug, Clone, Default)]
pub struct ObjectionMark {
    /// The holder of the seat that it comes from; none for an objector without one.
    pub holder: Option<ParticipantId>,
    /// Who joined it.
    pub joined_by: Vec<ParticipantId>,
    /// The groups of the objector.
    pub groups: Vec<GroupId>,
    /// The houses of the objector.
    pub houses: Vec<HouseId>,
    /// The regions of the objector.
    pub regions: Vec<RegionId>,
    /// The organisations of the objector.
    pub affiliations: Vec<String>,
    /// The values of the objector in the charter's own dimensions.
    pub own: OwnPlaces,
    /// Neither satisfied, nor withdrawn, nor closed.
    pub open: bool,
    /// Without a response.
    pub unanswered: bool,
    /// Without a disposition, and not withdrawn.
    pub undisposed: bool,
    /// Not withdrawn, not satisfied, and not closed as accommodated, withdrawn or duplicate.
    pub maintained: bool,
    /// Closed as unresolved.
    pub standing: bool,
}

impl Ballot {
    /// The limit for a quantity: no rule of a track with a limit counts weights.
    pub(super) fn limit(&self, quantity: &Quantity) -> Option<&AtMost> {
        self.at_most.as_ref().filter(|_| quantity.weight.is_none())
    }
}

/// Whether one of the terms counts the unit.
pub(super) fn speaks_of(terms: &[Term], unit: &Unit) -> bool {
    terms.iter().any(|term| match &term.what {
        Measure::Units(who) => unit.is(who),
        Measure::Count(_) | Measure::Places(..) => false,
    })
}

impl Answer {
    /// The class that it counts in.
    pub(super) fn class(&self) -> Option<CountsAs> {
        match self {
            Answer::SilentAs(_, class) | Answer::Given(_, class) | Answer::InClass(class) => {
                Some(*class)
            }
            Answer::Recused => Some(CountsAs::Recused),
            Answer::Silent | Answer::Split => None,
        }
    }

    /// Whether a position was given, even if its seats are split.
    pub fn is_given(&self) -> bool {
        matches!(self, Answer::Given(..) | Answer::InClass(_) | Answer::Split)
    }
}

impl Unit {
    /// Whether a rule counts it.
    pub(super) fn is(&self, who: &CountSubject) -> bool {
        match who {
            CountSubject::Class(class) => self.is_in(*class),
            CountSubject::Position(name, class) => match &self.answer {
                Answer::Given(position, _) | Answer::SilentAs(position, _) => {
                    position.as_str() == name
                }
                Answer::Recused => *class == Some(CountsAs::Recused),
                Answer::Silent | Answer::InClass(_) | Answer::Split => false,
            },
        }
    }

    fn is_in(&self, word: ClassWord) -> bool {
        let class = self.answer.class();
        let member = class != Some(CountsAs::Recused);
        match word {
            ClassWord::For => class == Some(CountsAs::For),
            ClassWord::Against => class == Some(CountsAs::Against),
            ClassWord::Neutral => class == Some(CountsAs::Neutral),
            ClassWord::Cast => matches!(class, Some(CountsAs::For | CountsAs::Against)),
            ClassWord::Answered => member && self.answer.is_given(),
            ClassWord::Silent => member && !self.answer.is_given(),
            ClassWord::Recused => !member,
            ClassWord::Eligible => member,
            ClassWord::Seats => true,
            ClassWord::Stale => self.stale,
            ClassWord::Present => self.present,
        }
    }
}

/// What has places in every dimension.
macro_rules! with_places {
    ($($name:ident),*) => {$(
        impl $name {
            /// The names of its places in a dimension.
            pub(super) fn places(&self, dimension: &Dimension) -> Vec<&str> {
                match dimension {
                    Dimension::Group => self.groups.iter().map(GroupId::as_str).collect(),
                    Dimension::House => self.houses.iter().map(HouseId::as_str).collect(),
                    Dimension::Affiliation => self.affiliations.iter().map(String::as_str).collect(),
                    Dimension::Region => self.regions.iter().map(RegionId::as_str).collect(),
                    Dimension::Own(name) => {
                        let values = self.own.values(name).iter();
                        values.map(DimensionValue::as_str).collect()
                    }
                }
            }
        }
    )*};
}

with_places!(Ballot, Unit, ObjectionMark, PersonMark, Vocabulary);

#[cfg(test)]
mod tests {
    use super::{Answer, Unit};
    use crate::tally::criterion::grammar::{ClassWord, CountSubject};
    use crate::value::class::CountsAs;
    use crate::value::id::PositionName;

    fn unit(answer: Answer) -> Unit {
        Unit {
            name: "a".to_owned(),
            answer,
            ..Unit::default()
        }
    }

    fn classes(answer: Answer) -> Vec<&'static str> {
        let unit = unit(answer);
        let all = ClassWord::WORDS.iter().map(|(_, class)| class);
        all.filter(|word| unit.is(&CountSubject::Class(**word)))
            .map(|word| word.word())
            .collect()
    }

    #[test]
    fn every_answer_is_in_its_classes() {
        let yes = PositionName::parse("yes").unwrap();
        assert_eq!(
            classes(Answer::Given(yes.clone(), CountsAs::For)),
            ["for", "cast", "answered", "eligible", "seats"]
        );
        assert_eq!(
            classes(Answer::Given(yes.clone(), CountsAs::Against)),
            ["against", "cast", "answered", "eligible", "seats"]
        );
        assert_eq!(
            classes(Answer::Given(yes.clone(), CountsAs::Neutral)),
            ["neutral", "answered", "eligible", "seats"]
        );
        assert_eq!(classes(Answer::Silent), ["silent", "eligible", "seats"]);
        assert_eq!(
            classes(Answer::SilentAs(yes.clone(), CountsAs::For)),
            ["for", "cast", "silent", "eligible", "seats"]
        );
        assert_eq!(
            classes(Answer::InClass(CountsAs::Against)),
            ["against", "cast", "answered", "eligible", "seats"]
        );
        assert_eq!(classes(Answer::Split), ["answered", "eligible", "seats"]);
        assert_eq!(classes(Answer::Recused), ["recused", "seats"]);
        assert_eq!(
            classes(Answer::Given(yes, CountsAs::Recused)),
            ["recused", "seats"]
        );
    }

    #[test]
    fn a_position_is_found_by_its_name() {
        let yes = PositionName::parse("yes").unwrap();
        let is = |answer: &Answer, name: &str, class| {
            unit(answer.clone()).is(&CountSubject::Position(name.to_owned(), Some(class)))
        };
        let given = Answer::Given(yes.clone(), CountsAs::For);
        assert!(is(&given, "yes", CountsAs::For));
        assert!(!is(&given, "no", CountsAs::Against));
        assert!(is(
            &Answer::SilentAs(yes, CountsAs::For),
            "yes",
            CountsAs::For
        ));
        assert!(is(&Answer::Recused, "recuse", CountsAs::Recused));
        assert!(!is(&Answer::Recused, "yes", CountsAs::For));
        assert!(!is(&Answer::Split, "yes", CountsAs::For));
    }
}
