//! Says quantities of rules in plain words.

use super::grammar::{
    ClassWord, CountKind, CountSubject, CountWord, Dimension, Exclusion, Measure, Quantity, Reach,
    Term,
};
use crate::value::dimension::plural;
use crate::value::sentence::{all_of, any_of};

/// The parts as a list in a sentence: `a, b or c`.
pub(super) fn either(parts: &[String]) -> String {
    any_of(parts.iter().map(String::as_str))
}

/// The parts as a list in a sentence: `a, b and c`.
pub(super) fn both(parts: &[String]) -> String {
    all_of(parts.iter().map(String::as_str))
}

/// What a quantity counts, after a number: "for or against", "open objections".
pub(super) fn counted(quantity: &Quantity) -> String {
    let kind = match quantity.what() {
        None => return String::new(),
        Some(Measure::Count(_)) => return counts(&quantity.terms, Number::Many),
        Some(Measure::Places(dimension, who)) => with_somebody(dimension, who),
        Some(Measure::Units(_)) => match &quantity.weight {
            None => attributes(&quantity.terms),
            Some(weight) => format!("{} of {}", weight.text, those(&quantity.terms)),
        },
    };
    kind + left_out(quantity.besides)
}

/// The base of a share in plain words, after a count: "of the 20 for or against".
pub(super) fn base(quantity: &Quantity, number: u64, place: &str) -> String {
    let place = match (quantity.reach, place) {
        (_, "") => String::new(),
        (Reach::Here, place) => format!(" in {place}"),
        (Reach::Everywhere, _) => " in the whole electorate".to_owned(),
    };
    format!("of the {number} {}{place}", counted(quantity))
}

/// The units of some terms: "those eligible", "those for or against".
pub(super) fn those(terms: &[Term]) -> String {
    match terms {
        [
            Term {
                what:
                    Measure::Units(CountSubject::Class(
                        class @ (ClassWord::Eligible | ClassWord::Seats),
                    )),
                ..
            },
        ] => those_of(*class).to_owned(),
        _ => format!("those {}", attributes(terms)),
    }
}

/// The units of a class that has a noun of its own.
fn those_of(class: ClassWord) -> &'static str {
    match class {
        ClassWord::Seats => "all seats",
        _ => "those eligible",
    }
}

/// What is said of units after the word for them: "for or against", "who have answered".
pub(super) fn attributes(terms: &[Term]) -> String {
    // Positions come last, so that no class reads as one of them.
    let classes = classes(terms).map(|class| attribute(class).to_owned());
    let positions = positions(terms).map(|positions| format!("with {positions}"));
    let parts: Vec<String> = classes.chain(positions).collect();
    either(&parts)
}

fn attribute(class: ClassWord) -> &'static str {
    match class {
        ClassWord::Cast => "for or against",
        ClassWord::Answered => "who have answered",
        ClassWord::Silent => "who have not answered",
        ClassWord::Stale => "with a position on an earlier revision",
        ClassWord::Eligible => "eligible",
        other => other.word(),
    }
}

/// The positions among some terms: "position a or b".
fn positions(terms: &[Term]) -> Option<String> {
    let names: Vec<String> = terms
        .iter()
        .filter_map(|term| match &term.what {
            Measure::Units(CountSubject::Position(name, _)) => Some(name.clone()),
            _ => None,
        })
        .collect();
    (!names.is_empty()).then(|| format!("position {}", either(&names)))
}

fn classes(terms: &[Term]) -> impl Iterator<Item = ClassWord> + '_ {
    terms.iter().filter_map(|term| match term.what {
        Measure::Units(CountSubject::Class(class)) => Some(class),
        _ => None,
    })
}

/// How many are meant by a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    One,
    Many,
}

impl Number {
    /// The number that a count takes.
    pub(super) fn of(count: u64) -> Self {
        if count == 1 {
            Number::One
        } else {
            Number::Many
        }
    }

    /// The form of a word for it.
    pub(super) fn pick<'w>(self, one: &'w str, many: &'w str) -> &'w str {
        match self {
            Number::One => one,
            Number::Many => many,
        }
    }
}

/// What units must be for a quantity to count them: "are for or have answered".
pub(super) fn predicate(terms: &[Term], number: Number) -> String {
    let mut parts = Vec::new();
    let positions = positions(terms).map(|positions| ("have", positions));
    let classes = classes(terms).map(|class| (verb(class), complement(class).to_owned()));
    let mut last = "";
    for (verb, complement) in classes.chain(positions) {
        if verb == "are" && verb == last {
            parts.push(complement);
        } else {
            let verb_form = match verb {
                "are" => number.pick("is", "are"),
                _ => number.pick("has", "have"),
            };
            parts.push(format!("{verb_form} {complement}"));
        }
        last = verb;
    }
    either(&parts)
}

/// What is said after a number of this quantity: "are for", "objections are open"; none if it counts
/// weights or places, or leaves some units out.
pub(super) fn after_count(quantity: &Quantity, count: u64) -> Option<String> {
    let number = Number::of(count);
    match quantity.what() {
        Some(Measure::Count(CountWord::Objections | CountWord::Comments))
            if quantity.terms.len() == 1 =>
        {
            Some(counts(&quantity.terms, number))
        }
        Some(Measure::Count(word)) if !word.kind().is_everywhere() => {
            let noun = noun(word.kind(), number);
            Some(format!("{noun} {}", things_are(&quantity.terms, number)))
        }
        Some(Measure::Count(_)) => Some(counts(&quantity.terms, number)),
        Some(Measure::Units(_)) if quantity.weight.is_none() && quantity.besides.is_none() => {
            Some(predicate(&quantity.terms, number))
        }
        _ => None,
    }
}

fn verb(class: ClassWord) -> &'static str {
    match class {
        ClassWord::Answered | ClassWord::Silent | ClassWord::Stale | ClassWord::Seats => "have",
        _ => "are",
    }
}

fn complement(class: ClassWord) -> &'static str {
    match class {
        ClassWord::Cast => "for or against",
        ClassWord::Answered => "answered",
        ClassWord::Silent => "not answered",
        ClassWord::Stale => "a position on an earlier revision",
        ClassWord::Seats => "a seat",
        ClassWord::Eligible => "eligible",
        other => other.word(),
    }
}

/// The places of a dimension that a quantity counts: "groups with at least one who is for".
fn with_somebody(dimension: &Dimension, who: &CountSubject) -> String {
    let places = places_of(dimension, Number::Many);
    format!("{places} with at least one who {}", is(who))
}

/// What one unit must be: "is for", "has position yes".
pub(super) fn is(who: &CountSubject) -> String {
    match who {
        CountSubject::Position(name, _) => format!("has position {name}"),
        CountSubject::Class(class) => match verb(*class) {
            "have" => format!("has {}", complement(*class)),
            _ => format!("is {}", complement(*class)),
        },
    }
}

/// The places of a dimension in plain words: an affiliation with its affiliates is an organisation.
pub(super) fn places_of(dimension: &Dimension, number: Number) -> String {
    let word = match dimension {
        Dimension::Affiliation => "organisation",
        other => other.word(),
    };
    match number {
        Number::One => word.to_owned(),
        Number::Many => plural(word),
    }
}

/// The word for so many of what a count counts.
pub(super) fn noun(kind: CountKind, number: Number) -> &'static str {
    match kind {
        CountKind::Objections => number.pick("objection", "objections"),
        CountKind::Comments => number.pick("comment", "comments"),
        CountKind::Participants => number.pick("participant", "participants"),
        CountKind::Days => number.pick("day", "days"),
        CountKind::Calls => number.pick("call", "calls"),
    }
}

/// What is not a unit, as it is said after a number.
fn counts(terms: &[Term], number: Number) -> String {
    let words: Vec<CountWord> = count_words(terms).collect();
    let Some(first) = words.first() else {
        return String::new();
    };
    let noun = noun(first.kind(), number);
    match words.as_slice() {
        [CountWord::DaysOpen, ..] => format!("{noun} since the opening"),
        [CountWord::DaysUnchanged, ..] => format!("{noun} without a material change"),
        [CountWord::FailedCalls, ..] => format!("failed {noun} on this text"),
        [CountWord::Objections | CountWord::Comments] => noun.to_owned(),
        [CountWord::Spoke | CountWord::Asked, ..] => {
            format!("{noun} who {}", things_are(terms, number))
        }
        _ => {
            let states: Vec<String> = words.iter().map(|word| state(*word).to_owned()).collect();
            format!("{} {noun}", either(&states))
        }
    }
}

/// The words for what is not a unit among some terms.
fn count_words(terms: &[Term]) -> impl Iterator<Item = CountWord> + '_ {
    terms.iter().filter_map(|term| match term.what {
        Measure::Count(word) => Some(word),
        _ => None,
    })
}

/// What is said of an objection or a comment.
fn state(word: CountWord) -> &'static str {
    match word {
        CountWord::Open | CountWord::OpenComments => "open",
        CountWord::Unanswered | CountWord::UnansweredComments => "unanswered",
        CountWord::Undisposed => "not yet closed",
        CountWord::Maintained => "maintained",
        CountWord::Unresolved => "unresolved",
        other => other.word(),
    }
}

/// What objections, comments or participants must be for a rule to count them: "are open or maintained".
pub(super) fn things_are(terms: &[Term], number: Number) -> String {
    let parts: Vec<String> = count_words(terms)
        .map(|word| match word {
            CountWord::Unanswered | CountWord::UnansweredComments => {
                format!("{} no response", number.pick("has", "have"))
            }
            CountWord::Undisposed => format!("{} not closed yet", number.pick("is", "are")),
            CountWord::Unresolved => format!("{} closed as unresolved", number.pick("is", "are")),
            CountWord::Objections => format!("{} raised", number.pick("is", "are")),
            CountWord::Comments => format!("{} given", number.pick("is", "are")),
            CountWord::Spoke => "said something".to_owned(),
            CountWord::Asked => {
                format!("{} asked for an answer", number.pick("was", "were"))
            }
            other => format!("{} {}", number.pick("is", "are"), state(other)),
        })
        .collect();
    either(&parts)
}

/// Whom a quantity leaves out, in brackets.
pub(super) fn left_out(besides: Option<Exclusion>) -> &'static str {
    match besides {
        None => "",
        Some(Exclusion::Authors) => " (without the authors)",
        Some(Exclusion::AuthorFamilies) => " (without the authors' organisations)",
    }
}
