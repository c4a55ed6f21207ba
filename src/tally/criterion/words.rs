//! Quantities in plain words.

use super::grammar::{
    ClassWord, CountSubject, CountWord, Dimension, Exclusion, Measure, Quantity, Reach, Term,
};
use crate::value::sentence::{all_of, any_of};

/// The parts as a list in a sentence: `a, b or c`.
pub(super) fn either(parts: &[String]) -> String {
    any_of(parts.iter().map(String::as_str))
}

/// The parts as a list in a sentence: `a, b and c`.
pub(super) fn both(parts: &[String]) -> String {
    all_of(parts.iter().map(String::as_str))
}

/// What a quantity counts, as it stands behind a number: "for or against", "open objections".
pub(super) fn counted(quantity: &Quantity) -> String {
    let kind = match quantity.what() {
        None => return String::new(),
        Some(Measure::Count(_)) => return counts(&quantity.terms),
        Some(Measure::Places(dimension, who)) => with_somebody(*dimension, who),
        Some(Measure::Units(_)) => match &quantity.weight {
            None => attributes(&quantity.terms),
            Some(weight) => format!("{} of {}", weight.text, those(&quantity.terms)),
        },
    };
    kind + left_out(quantity.besides)
}

/// The base of a share in plain words, as it stands behind a count: "of the 20 for or against".
pub(super) fn base(quantity: &Quantity, number: u64, place: &str) -> String {
    let place = match (quantity.reach, place) {
        (_, "") => String::new(),
        (Reach::Here, place) => format!(" in {place}"),
        (Reach::Everywhere, _) => " in the whole electorate".to_owned(),
    };
    format!("of the {number} {}{place}", counted(quantity))
}

/// The units of some terms: "the eligible seats", "those for or against".
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
        ] => format!("the {}", attribute(*class)),
        _ => format!("those {}", attributes(terms)),
    }
}

/// What is said of units behind the word for them: "for or against", "who have answered".
pub(super) fn attributes(terms: &[Term]) -> String {
    // Positions come last, so that no class reads as one of them.
    let classes = classes(terms).map(|class| attribute(class).to_owned());
    let parts: Vec<String> = classes.chain(positions(terms)).collect();
    either(&parts)
}

/// What is said of one kind of unit.
pub(super) fn attribute_of(who: &CountSubject) -> String {
    match who {
        CountSubject::Position(name, _) => format!("in position {name}"),
        CountSubject::Class(class) => attribute(*class).to_owned(),
    }
}

fn attribute(class: ClassWord) -> &'static str {
    match class {
        ClassWord::Cast => "for or against",
        ClassWord::Answered => "who have answered",
        ClassWord::Stale => "whose position is stale",
        ClassWord::Eligible => "eligible seats",
        other => other.word(),
    }
}

/// The positions among some terms: "in position a or b".
fn positions(terms: &[Term]) -> Option<String> {
    let names: Vec<String> = terms
        .iter()
        .filter_map(|term| match &term.what {
            Measure::Units(CountSubject::Position(name, _)) => Some(name.clone()),
            _ => None,
        })
        .collect();
    (!names.is_empty()).then(|| format!("in position {}", either(&names)))
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
    let positions = positions(terms).map(|positions| ("are", positions));
    let classes = classes(terms).map(|class| (verb(class), complement(class).to_owned()));
    let mut last = "";
    for (verb, complement) in classes.chain(positions) {
        if verb == last {
            parts.push(complement);
        } else {
            let verb_form = match verb {
                "are" => number.pick("is", "are"),
                "have" => number.pick("has", "have"),
                _ => number.pick("holds", "hold"),
            };
            parts.push(format!("{verb_form} {complement}"));
        }
        last = verb;
    }
    either(&parts)
}

/// What a quantity says of the units that it counts: "are for"; none where it counts weights or
/// something else than units, or leaves some out.
pub(super) fn is_so(quantity: &Quantity, count: u64) -> Option<String> {
    let units = matches!(quantity.what(), Some(Measure::Units(_)));
    let plain = units && quantity.weight.is_none() && quantity.besides.is_none();
    plain.then(|| predicate(&quantity.terms, Number::of(count)))
}

fn verb(class: ClassWord) -> &'static str {
    match class {
        ClassWord::Answered | ClassWord::Stale => "have",
        ClassWord::Seats => "hold",
        _ => "are",
    }
}

fn complement(class: ClassWord) -> &'static str {
    match class {
        ClassWord::Cast => "for or against",
        ClassWord::Answered => "answered",
        ClassWord::Stale => "a stale position",
        ClassWord::Seats => "a seat",
        ClassWord::Eligible => "not recused",
        other => other.word(),
    }
}

/// The places of a dimension that a quantity counts: "groups with somebody for".
fn with_somebody(dimension: Dimension, who: &CountSubject) -> String {
    format!("{} with somebody {}", dimension.plural(), attribute_of(who))
}

/// Objections or days, as they stand behind a number.
fn counts(terms: &[Term]) -> String {
    let words: Vec<CountWord> = count_words(terms).collect();
    match words.as_slice() {
        [CountWord::DaysOpen, ..] => "days since the opening".to_owned(),
        [CountWord::DaysUnchanged, ..] => "days without a material change".to_owned(),
        [CountWord::Objections] => "objections".to_owned(),
        _ => {
            let states: Vec<String> = words.iter().map(|word| state(*word).to_owned()).collect();
            format!("{} objections", either(&states))
        }
    }
}

/// The words for objections and days among some terms.
fn count_words(terms: &[Term]) -> impl Iterator<Item = CountWord> + '_ {
    terms.iter().filter_map(|term| match term.what {
        Measure::Count(word) => Some(word),
        _ => None,
    })
}

/// What is said of an objection.
fn state(word: CountWord) -> &'static str {
    let word = word.word();
    word.strip_suffix("-objections").unwrap_or(word)
}

/// What objections must be for a rule to count them: "are open or unresolved".
pub(super) fn objections_are(terms: &[Term], number: Number) -> String {
    let parts: Vec<String> = count_words(terms)
        .map(|word| match word {
            CountWord::Unanswered => format!("{} no response", number.pick("has", "have")),
            CountWord::Undisposed => format!("{} no disposition", number.pick("has", "have")),
            CountWord::Unresolved => format!("{} unresolved", number.pick("is", "are")),
            CountWord::Objections => format!("{} raised", number.pick("is", "are")),
            other => format!("{} {}", number.pick("is", "are"), state(other)),
        })
        .collect();
    either(&parts)
}

/// Whom a quantity leaves out, as an aside.
pub(super) fn left_out(besides: Option<Exclusion>) -> &'static str {
    match besides {
        None => "",
        Some(Exclusion::Authors) => " (the authors left out)",
        Some(Exclusion::AuthorFamilies) => " (the authors' organisations left out)",
    }
}
