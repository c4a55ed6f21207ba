//! Implements the rule language a second time, as plainly as possible: rules as data, their text, and their result,
//! with filtered lists and cross multiplication.

use std::collections::BTreeSet;

use plenary::record::track::AtMost;
use plenary::tally::criterion::{Answer, Ballot, ObjectionMark, PersonMark, Unit};
use plenary::value::class::CountsAs;
use plenary::value::dimension::OwnPlaces;
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;

use super::electorate::{FAMILIES, GROUPS, HOUSES, INCOMES, OWN, REGIONS, votes};

#[derive(Debug, Clone)]
pub(super) enum Rule {
    Or(Vec<Rule>),
    And(Vec<Rule>),
    Bracket(Box<Rule>, Option<Scope>),
    Compare(Compare),
}

#[derive(Debug, Clone)]
pub(super) struct Compare {
    pub(super) left: Quantity,
    pub(super) sign: &'static str,
    pub(super) right: Right,
    /// Written with its sides exchanged.
    pub(super) turned: bool,
    pub(super) scope: Option<Scope>,
}

#[derive(Debug, Clone)]
pub(super) enum Right {
    Number(u64),
    Share(u64, u64, Quantity),
    Percent(u64, Quantity),
    Quantity(Quantity),
}

#[derive(Debug, Clone)]
pub(super) struct Quantity {
    pub(super) all: bool,
    pub(super) terms: Terms,
    pub(super) by_votes: bool,
    pub(super) besides: &'static str,
}

#[derive(Debug, Clone)]
pub(super) enum Terms {
    Units(&'static [&'static str]),
    With(&'static str, &'static str),
    Objections(&'static str),
    People(&'static str),
    Days(&'static str),
}

#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// `each`, `every`, `any`, a number for `at least`, or names.
    pub(super) which: Which,
    /// In the singular.
    pub(super) dimension: &'static str,
}

#[derive(Debug, Clone)]
pub(super) enum Which {
    Each,
    Every,
    Any,
    AtLeast(usize),
    Named(Vec<&'static str>),
}

// Text.

impl Rule {
    pub(super) fn text(&self) -> String {
        let joined =
            |parts: &[Rule], by: &str| parts.iter().map(Rule::text).collect::<Vec<_>>().join(by);
        match self {
            Rule::Or(parts) => joined(parts, " or "),
            Rule::And(parts) => joined(parts, " and "),
            Rule::Bracket(inner, scope) => format!("({}){}", inner.text(), scope_text(scope)),
            Rule::Compare(compare) => compare.text(),
        }
    }
}

impl Compare {
    fn text(&self) -> String {
        let right = match &self.right {
            Right::Number(n) => n.to_string(),
            Right::Share(p, q, base) => format!("{p}/{q} of {}", base.text()),
            Right::Percent(p, base) => format!("{p}% of {}", base.text()),
            Right::Quantity(other) => other.text(),
        };
        let scope = scope_text(&self.scope);
        if self.turned {
            let sign = self
                .sign
                .replace('>', "?")
                .replace('<', ">")
                .replace('?', "<");
            format!("{right} {sign} {}{scope}", self.left.text())
        } else {
            format!("{} {} {right}{scope}", self.left.text(), self.sign)
        }
    }
}

impl Quantity {
    fn text(&self) -> String {
        let all = if self.all { "all " } else { "" };
        let terms = match &self.terms {
            Terms::Units(words) => words.join(" + "),
            Terms::With(dimension, who) => format!("{} with {who}", several(dimension)),
            Terms::Objections(word) | Terms::People(word) | Terms::Days(word) => (*word).to_owned(),
        };
        let by = if self.by_votes { " by votes" } else { "" };
        let besides = match self.besides {
            "" => String::new(),
            whom => format!(" besides {whom}"),
        };
        format!("{all}{terms}{by}{besides}")
    }
}

fn scope_text(scope: &Option<Scope>) -> String {
    let Some(scope) = scope else {
        return String::new();
    };
    let dimension = scope.dimension;
    match &scope.which {
        Which::Each => format!(" in each {dimension}"),
        Which::Every => format!(" in every {dimension}"),
        Which::Any => format!(" in any {dimension}"),
        Which::AtLeast(n) => format!(" in at least {n} {}", several(dimension)),
        Which::Named(names) => format!(" in {dimension} {}", names.join(", ")),
    }
}

// Meaning.

fn is(unit: &Unit, who: &str) -> bool {
    let (position, class, answered) = match &unit.answer {
        Answer::Silent => ("", "", false),
        Answer::SilentAs(name, class) => (name.as_str(), word(*class), false),
        Answer::Given(name, class) => (name.as_str(), word(*class), true),
        Answer::InClass(class) => ("", word(*class), true),
        Answer::Split => ("", "", true),
        Answer::Recused => ("recuse", "recused", false),
    };
    match who {
        "seats" => true,
        "stale" => unit.stale,
        "present" => unit.present,
        "eligible" | "members" => class != "recused",
        "answered" => answered && class != "recused",
        "silent" => !answered && class != "recused",
        "cast" => class == "for" || class == "against",
        "for" | "against" | "neutral" | "recused" => class == who,
        _ => position == who,
    }
}

fn word(class: CountsAs) -> &'static str {
    match class {
        CountsAs::For => "for",
        CountsAs::Against => "against",
        CountsAs::Neutral => "neutral",
        CountsAs::Recused => "recused",
    }
}

fn several(dimension: &str) -> String {
    match dimension {
        OWN => "income-classes".to_owned(),
        other => format!("{other}s"),
    }
}

fn values(own: &OwnPlaces) -> Vec<String> {
    let all = own.iter();
    all.map(|(_, value)| value.to_string()).collect()
}

fn places_of_unit(unit: &Unit, dimension: &str) -> Vec<String> {
    match dimension {
        "group" => unit.groups.iter().map(ToString::to_string).collect(),
        "house" => unit.houses.iter().map(ToString::to_string).collect(),
        "region" => unit.regions.iter().map(ToString::to_string).collect(),
        OWN => values(&unit.own),
        _ => unit.affiliations.clone(),
    }
}

fn places_of_mark(mark: &ObjectionMark, dimension: &str) -> Vec<String> {
    match dimension {
        "group" => mark.groups.iter().map(ToString::to_string).collect(),
        "house" => mark.houses.iter().map(ToString::to_string).collect(),
        "region" => mark.regions.iter().map(ToString::to_string).collect(),
        OWN => values(&mark.own),
        _ => mark.affiliations.clone(),
    }
}

fn places_of_person(person: &PersonMark, dimension: &str) -> Vec<String> {
    match dimension {
        "group" => person.groups.iter().map(ToString::to_string).collect(),
        "house" => person.houses.iter().map(ToString::to_string).collect(),
        "region" => person.regions.iter().map(ToString::to_string).collect(),
        OWN => values(&person.own),
        _ => person.affiliations.clone(),
    }
}

/// The dimension and the names that are looked at; none for everything.
type Here = Option<(&'static str, Vec<String>)>;

fn inside(here: &Here, places: impl Fn(&'static str) -> Vec<String>) -> bool {
    match here {
        None => true,
        Some((dimension, names)) => places(dimension).iter().any(|place| names.contains(place)),
    }
}

/// The limit is of one affiliation or of one value of the charter's own dimension. What counts for or against is what
/// each of these may have; everything else counts as without a limit.
fn limited(words: &[&str], units: &[&Unit], limit: Option<&AtMost>) -> u64 {
    let (most, apart) = limit.map_or((0, false), |limit| (limit.positions, limit.each_side));
    let per = limit.map_or("", |limit| limit.per.word());
    let of = |unit: &Unit| match places_of_unit(unit, per).first() {
        Some(name) => format!("place {name}"),
        None => format!("participant {}", unit.name),
    };
    let is_cast = |word: &&&str| matches!(**word, "yes" | "no" | "for" | "against" | "cast");
    let (cast, other): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_cast(word));
    let by_any = |unit: &Unit, words: &[&str]| words.iter().any(|word| is(unit, word));
    let others = units.iter().filter(|unit| by_any(unit, &other)).count() as u64;
    let names: BTreeSet<String> = units.iter().map(|unit| of(unit)).collect();
    let each = names.iter().map(|name| {
        let theirs = || units.iter().filter(|unit| of(unit) == *name);
        let all = theirs().filter(|unit| is(unit, "cast")).count() as u64;
        let side = |side: &str| {
            let wanted = theirs().filter(|unit| is(unit, side) && !by_any(unit, &other));
            let wanted = wanted.filter(|unit| by_any(unit, &cast)).count() as u64;
            match (apart, all > most) {
                (true, _) => wanted.min(most),
                (false, true) => wanted * most / all,
                (false, false) => wanted,
            }
        };
        side("for") + side("against")
    });
    others + each.sum::<u64>()
}

impl Quantity {
    fn is_presence(&self) -> bool {
        matches!(&self.terms, Terms::Units(words) if words.iter().all(|word| *word == "present"))
    }

    fn speaks_of(&self, unit: &Unit) -> bool {
        let kept = match self.besides {
            "authors" => !unit.author,
            "author-families" => !unit.author && !unit.author_family,
            _ => true,
        };
        matches!(&self.terms, Terms::Units(words) if kept && words.iter().any(|word| is(unit, word)))
    }

    fn count(&self, ballot: &Ballot, here: &Here) -> u64 {
        let everywhere = None;
        let here = if self.all { &everywhere } else { here };
        let kept = |unit: &&Unit| match self.besides {
            "authors" => !unit.author,
            "author-families" => !unit.author && !unit.author_family,
            _ => true,
        };
        let units: Vec<&Unit> = ballot
            .units
            .iter()
            .filter(|unit| inside(here, |dimension| places_of_unit(unit, dimension)))
            .filter(kept)
            .collect();
        match &self.terms {
            Terms::Units(words) if ballot.at_most.is_some() && !self.by_votes => {
                limited(words, &units, ballot.at_most.as_ref())
            }
            Terms::Units(words) => {
                let each = words.iter().map(|word| {
                    let meant = units.iter().filter(|unit| is(unit, word));
                    meant.map(|unit| self.weight(unit)).sum::<u64>()
                });
                each.sum()
            }
            Terms::With(dimension, who) => {
                let meant = units.iter().filter(|unit| is(unit, who));
                let mut names: BTreeSet<String> = meant
                    .flat_map(|unit| places_of_unit(unit, dimension))
                    .collect();
                if let Some((own, wanted)) = here
                    && own == dimension
                {
                    names.retain(|name| wanted.contains(name));
                }
                names.len() as u64
            }
            Terms::Objections(word) => {
                let marks = match word.ends_with("comments") {
                    true => ballot.comments.iter(),
                    false => ballot.objections.iter(),
                };
                let meant = marks
                    .filter(|mark| inside(here, |dimension| places_of_mark(mark, dimension)))
                    .filter(|mark| match *word {
                        "open-objections" | "open-comments" => mark.open,
                        "unanswered-objections" | "unanswered-comments" => mark.unanswered,
                        "undisposed-objections" => mark.undisposed,
                        "maintained-objections" => mark.maintained,
                        "unresolved-objections" | "standing-objections" => mark.standing,
                        _ => true,
                    });
                meant.count() as u64
            }
            Terms::People(word) => {
                let people = ballot.people.iter();
                let meant = people
                    .filter(|person| inside(here, |dimension| places_of_person(person, dimension)))
                    .filter(|person| match *word {
                        "spoke" => person.spoke,
                        _ => person.asked,
                    });
                meant.count() as u64
            }
            Terms::Days("days-open") => ballot.days_open,
            Terms::Days("failed-calls") => ballot.failed_calls,
            Terms::Days(_) => ballot.days_unchanged,
        }
    }

    fn weight(&self, unit: &Unit) -> u64 {
        match self.by_votes {
            true => unit.weights.get(&votes()).copied().unwrap_or(0),
            false => 1,
        }
    }
}

fn compared(left: u128, sign: &str, right: u128) -> bool {
    match sign {
        ">=" => left >= right,
        ">" => left > right,
        "<=" => left <= right,
        "<" => left < right,
        _ => left == right,
    }
}

impl Compare {
    fn met(&self, ballot: &Ballot, here: &Here) -> bool {
        // Those who are present are compared with nobody who is absent.
        let among = match &self.right {
            Right::Share(_, _, base) | Right::Percent(_, base) => {
                let units = matches!(base.terms, Terms::Units(_));
                (base.is_presence() || units && self.left.is_presence()).then_some(base)
            }
            Right::Quantity(other) => other.is_presence().then_some(other),
            Right::Number(_) => None,
        };
        let narrowed = among.map(|base| {
            let mut ballot = ballot.clone();
            ballot.units.retain(|unit| base.speaks_of(unit));
            ballot
        });
        let left = self.left.count(narrowed.as_ref().unwrap_or(ballot), here);
        let left = u128::from(left);
        let share = |p: u64, q: u64, base: &Quantity| {
            let base = base.count(ballot, here);
            base > 0 && compared(left * u128::from(q), self.sign, u128::from(p * base))
        };
        match &self.right {
            Right::Number(n) => compared(left, self.sign, u128::from(*n)),
            Right::Quantity(other) => {
                compared(left, self.sign, u128::from(other.count(ballot, here)))
            }
            Right::Share(p, q, base) => share(*p, *q, base),
            Right::Percent(p, base) => share(*p, 100, base),
        }
    }
}

fn in_scope(scope: &Scope, ballot: &Ballot, met: impl Fn(&Here) -> bool) -> bool {
    let dimension = scope.dimension;
    if let Which::Named(names) = &scope.which {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        return met(&Some((dimension, names)));
    }
    let seated: BTreeSet<String> = ballot
        .units
        .iter()
        .flat_map(|unit| places_of_unit(unit, dimension))
        .collect();
    let listed: BTreeSet<String> = all_places(dimension)
        .iter()
        .map(|n| (*n).to_owned())
        .collect();
    let places = match scope.which {
        Which::Every => &seated | &listed,
        _ => seated,
    };
    let held = places
        .iter()
        .filter(|name| met(&Some((dimension, vec![(*name).clone()]))))
        .count();
    let wanted = match scope.which {
        Which::Any => 1,
        Which::AtLeast(n) => n,
        _ => places.len(),
    };
    !places.is_empty() && held >= wanted
}

fn all_places(dimension: &str) -> &'static [&'static str] {
    match dimension {
        "group" => &GROUPS,
        "house" => &HOUSES,
        "region" => &REGIONS,
        OWN => &INCOMES,
        _ => &FAMILIES,
    }
}

impl Rule {
    pub(super) fn met(&self, ballot: &Ballot) -> bool {
        self.met_in(ballot, &None)
    }

    fn met_in(&self, ballot: &Ballot, here: &Here) -> bool {
        match self {
            Rule::Or(parts) => parts.iter().any(|part| part.met_in(ballot, here)),
            Rule::And(parts) => parts.iter().all(|part| part.met_in(ballot, here)),
            Rule::Bracket(inner, None) => inner.met_in(ballot, here),
            Rule::Bracket(inner, Some(scope)) => {
                in_scope(scope, ballot, |place| inner.met_in(ballot, place))
            }
            Rule::Compare(compare) => match &compare.scope {
                None => compare.met(ballot, here),
                Some(scope) => in_scope(scope, ballot, |place| compare.met(ballot, place)),
            },
        }
    }
}

// Rules of all sorts.

const SUMS: &[&[&str]] = &[
    &["yes", "no"],
    &["against", "abstain"],
    &["for", "against", "neutral"],
    &["eligible", "recused"],
    &["answered", "silent"],
];
const WHO: &[&[&str]] = &[
    &["yes"],
    &["no"],
    &["abstain"],
    &["recuse"],
    &["for"],
    &["against"],
    &["neutral"],
    &["cast"],
    &["answered"],
    &["silent"],
    &["recused"],
    &["eligible"],
    &["members"],
    &["seats"],
    &["stale"],
    &["present"],
];
const ONE: &[&str] = &[
    "yes", "no", "for", "cast", "answered", "silent", "eligible", "members", "seats", "present",
];
const OBJECTIONS: &[&str] = &[
    "objections",
    "open-objections",
    "unanswered-objections",
    "undisposed-objections",
    "maintained-objections",
    "unresolved-objections",
    "standing-objections",
    "comments",
    "open-comments",
    "unanswered-comments",
];
const DIMENSIONS: &[&str] = &["group", "house", "region", "affiliation", OWN];

fn of_units(by_votes: bool) -> BoxedStrategy<Quantity> {
    let terms = prop_oneof![4 => select(WHO), 1 => select(SUMS)].prop_map(Terms::Units);
    let besides = prop_oneof![6 => Just(""), 1 => Just("authors"), 1 => Just("author-families")];
    (all(), terms, besides)
        .prop_map(move |(all, terms, besides)| Quantity {
            all,
            terms,
            by_votes,
            besides,
        })
        .boxed()
}

fn of_things() -> BoxedStrategy<Quantity> {
    let terms = prop_oneof![
        2 => (select(DIMENSIONS), select(ONE)).prop_map(|(dimension, who)| Terms::With(dimension, who)),
        2 => select(OBJECTIONS).prop_map(Terms::Objections),
        1 => select(vec!["days-open", "days-unchanged", "failed-calls"]).prop_map(Terms::Days),
        1 => select(vec!["spoke", "asked"]).prop_map(Terms::People),
    ];
    (all(), terms)
        .prop_map(|(all, terms)| Quantity {
            all,
            terms,
            by_votes: false,
            besides: "",
        })
        .boxed()
}

fn all() -> BoxedStrategy<bool> {
    prop_oneof![5 => Just(false), 1 => Just(true)].boxed()
}

fn right(base: BoxedStrategy<Quantity>) -> BoxedStrategy<Right> {
    prop_oneof![
        3 => (0_u64..6).prop_map(Right::Number),
        3 => (0_u64..8, 1_u64..6, base.clone()).prop_map(|(p, q, base)| Right::Share(p, q, base)),
        1 => (0_u64..120, base.clone()).prop_map(|(p, base)| Right::Percent(p, base)),
        2 => base.prop_map(Right::Quantity),
    ]
    .boxed()
}

fn scopes() -> BoxedStrategy<Scope> {
    select(DIMENSIONS)
        .prop_flat_map(|dimension| {
            let named = proptest::sample::subsequence(all_places(dimension).to_vec(), 1..=2);
            let which = prop_oneof![
                2 => Just(Which::Each),
                1 => Just(Which::Every),
                1 => Just(Which::Any),
                1 => (1_usize..4).prop_map(Which::AtLeast),
                2 => named.prop_map(Which::Named),
            ];
            which.prop_map(move |which| Scope { which, dimension })
        })
        .boxed()
}

fn compares(scoped: bool) -> BoxedStrategy<Rule> {
    let sides = prop_oneof![
        4 => (of_units(false), right(of_units(false))),
        1 => (of_units(true), right(of_units(true))),
        1 => (of_things(), right(of_things())),
        1 => (of_units(false), right(of_things())),
    ];
    let scope = match scoped {
        true => proptest::option::of(scopes()).boxed(),
        false => Just(None).boxed(),
    };
    let sign = select(vec![">=", ">", "<=", "<", "=="]);
    (sides, sign, any::<bool>(), scope)
        .prop_map(|((left, right), sign, turned, scope)| {
            // Two quantities are compared as they stand: the first is the one that is counted.
            let turned = turned && !matches!(right, Right::Quantity(_));
            Rule::Compare(Compare {
                left,
                sign,
                right,
                turned,
                scope,
            })
        })
        .boxed()
}

/// Rules whose comparisons are joined by `and` and `or`, with brackets around some of them.
fn joined(leaf: BoxedStrategy<Rule>) -> BoxedStrategy<Rule> {
    leaf.prop_recursive(3, 8, 3, |inner| {
        let bracketed = inner.prop_map(|rule| match rule {
            Rule::Compare(_) => rule,
            other => Rule::Bracket(Box::new(other), None),
        });
        let parts = vec(bracketed, 1..4);
        prop_oneof![parts.clone().prop_map(Rule::Or), parts.prop_map(Rule::And)]
    })
    .boxed()
}

/// Rules of every form that the grammar has.
pub(super) fn rules() -> BoxedStrategy<Rule> {
    let place = (joined(compares(false)), scopes())
        .prop_map(|(rule, scope)| Rule::Bracket(Box::new(rule), Some(scope)));
    joined(prop_oneof![3 => compares(true), 1 => place].boxed())
}
