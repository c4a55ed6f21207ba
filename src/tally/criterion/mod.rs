//! The rule language of charters: reads a rule, explains it, and evaluates it on a ballot.
//! `docs/reference/criteria.md` is its reference.

mod at_most;
mod ballot;
mod check;
mod count;
mod count_word;
mod empty_base;
mod evaluate;
mod explain;
#[cfg(test)]
mod fixture;
mod grammar;
mod missing;
mod parse;
mod parse_quantity;
mod reach;
mod reading;
mod settled;
mod token;
mod vocabulary;
mod words;

use std::fmt;

pub use at_most::{OverLimit, Sides, over_limit};
pub use ballot::{Answer, Ballot, ObjectionMark, PersonMark, Unit};
pub use evaluate::{Comparison, Description, PlaceResult, RuleResult, Side, evaluate};
pub use explain::{describe, explain};
pub use grammar::Relation;
pub use missing::{
    CommentsNeed, days_until_met, letters_missing, waits_for_comments, waits_for_objections,
};
pub use parse::DEEPEST;
pub use reach::unreachable;
pub use settled::{StillPossible, settled};
pub use token::RuleFault;
pub use vocabulary::{Vocabulary, is_word};

use crate::tally::criterion::count_word::{CountKind, CountWord};
use crate::value::class::CountsAs;
use crate::value::id::{GroupId, PositionName};

/// The most bytes that a rule can have.
pub const LONGEST: usize = 4096;

/// The most errors that are reported for one rule.
const MOST_FAULTS: usize = 20;

/// A valid rule. Displayed, it is its canonical text.
#[derive(Debug, Clone)]
pub struct Criterion {
    text: String,
    root: grammar::Alternatives,
    positions: Vec<(PositionName, CountsAs)>,
    warnings: Vec<RuleFault>,
}

impl Criterion {
    /// The rule as the charter has it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What `and` joins, each as a rule: all must be met. A rule with `or` is one part.
    fn parts(&self) -> Vec<Criterion> {
        let [all] = self.root.conjuncts.as_slice() else {
            return vec![self.clone()];
        };
        let part = |clause: &grammar::Clause| Criterion {
            root: grammar::Alternatives {
                conjuncts: vec![grammar::Conjunct {
                    clauses: vec![clause.clone()],
                }],
            },
            ..self.clone()
        };
        all.clauses.iter().map(part).collect()
    }

    /// Whether a comparison counts seats, or what they answered, in this group by its name.
    pub fn counts_seats_in(&self, group: &GroupId) -> bool {
        self.root.counts_units_in(group.as_str(), None)
    }

    /// Whether it can count participants who said something, or whom a letter asked. A name that contains one of the
    /// words is taken for it.
    pub fn counts_participants(&self) -> bool {
        let mut words = CountWord::WORDS.iter();
        words.any(|(text, word)| word.kind() == CountKind::Participants && self.text.contains(text))
    }

    /// The shares whose base can be empty, each with a way to write it.
    pub fn warnings(&self) -> Vec<RuleFault> {
        self.warnings.clone()
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

/// Reads a rule of a track.
///
/// # Errors
/// Every error that was found in one reading, in the order of the text: of form, of names, and of what does not go
/// together.
pub fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Criterion, Vec<RuleFault>> {
    if text.len() > LONGEST {
        let sentence = format!("the rule has {} bytes, and may have {LONGEST}", text.len());
        let fault = RuleFault::new(LONGEST, sentence).hint("write it as several gates or levels");
        return Err(vec![fault]);
    }
    let (root, mut faults) = parse::parse(text, vocabulary);
    faults.extend(check::check(&root, vocabulary));
    if faults.is_empty() {
        return Ok(Criterion {
            text: text.to_owned(),
            warnings: empty_base::warnings(&root, vocabulary),
            root,
            positions: vocabulary.positions.clone(),
        });
    }
    faults.sort_by_key(|fault| fault.at);
    faults.truncate(MOST_FAULTS);
    Err(faults)
}

#[cfg(test)]
mod tests {
    use super::fixture::rule;
    use crate::value::id::GroupId;

    #[test]
    fn only_what_is_counted_of_seats_needs_seats() {
        let group = GroupId::parse("empty").unwrap();
        for (text, expected) in [
            ("answered >= 1 in group empty", true),
            ("(yes >= 1 and asked >= 1) in group empty", true),
            ("yes >= 1 and (no >= 2 in group empty or yes > no)", true),
            ("affiliations with yes >= 1 in group empty", true),
            ("asked >= 1 in group empty and yes >= 1", false),
            ("(spoke >= 1 and open-comments == 0) in group empty", false),
            ("answered >= 1 in group permanent", false),
            ("yes >= 1 in each group", false),
        ] {
            assert_eq!(rule(text).counts_seats_in(&group), expected, "{text}");
        }
    }
}
