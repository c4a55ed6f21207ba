//! Defines the parts of a rule: one type for each rule of the grammar, with its canonical text. Those that an error can
//! point at know the bytes from which they were read.

use std::fmt;

pub(super) use super::count_word::{CountKind, CountWord};
use crate::value::class::CountsAs;
pub(super) use crate::value::dimension::Dimension;
use crate::value::ratio::Fraction;
use crate::value::words;

/// The bytes of the rule that a part was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// Offset of the first byte.
    pub(super) start: usize,
    /// Offset of the byte after the last.
    pub(super) end: usize,
}

impl Span {
    /// From the start of this to the end of the other.
    pub(super) fn to(self, other: Span) -> Span {
        Span {
            start: self.start,
            end: other.end.max(self.start),
        }
    }
}

/// A word of the rule's author: a position, a weight, or a place.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Span,
}

/// `criterion = conjunct { "or" conjunct }`: met if one of its conjuncts is.
#[derive(Debug, Clone)]
pub(super) struct Alternatives {
    pub(super) conjuncts: Vec<Conjunct>,
}

impl Alternatives {
    /// Whether a comparison counts units, or places with some, in the group of this name.
    pub(super) fn counts_units_in(&self, group: &str, around: Option<&Scope>) -> bool {
        let mut clauses = self.conjuncts.iter().flat_map(|each| &each.clauses);
        clauses.any(|clause| match clause {
            Clause::Bracket(bracket) => {
                let scope = bracket.scope.as_ref().or(around);
                bracket.inner.counts_units_in(group, scope)
            }
            Clause::Test(test) => {
                let scope = test.scope.as_ref().or(around);
                let is_of_units = !matches!(test.subject.what(), Some(Measure::Count(_)));
                is_of_units && scope.is_some_and(|scope| scope.names_group(group))
            }
        })
    }
}

/// `conjunct = unit { "and" unit }`: met if all its clauses are.
#[derive(Debug, Clone)]
pub(super) struct Conjunct {
    pub(super) clauses: Vec<Clause>,
}

/// `unit = "(" criterion ")" [ "in" scope ] | comparison`.
#[derive(Debug, Clone)]
pub(super) enum Clause {
    Bracket(Bracket),
    Test(ComparisonNode),
}

/// `"(" criterion ")" [ "in" scope ]`.
#[derive(Debug, Clone)]
pub(super) struct Bracket {
    pub(super) inner: Alternatives,
    pub(super) scope: Option<Scope>,
}

/// `comparison = amount relation amount [ "in" scope ]`, turned so that the plain quantity comes first.
#[derive(Debug, Clone)]
pub(super) struct ComparisonNode {
    pub(super) subject: Quantity,
    /// How the subject must compare with the amount, after turning.
    pub(super) relation: Relation,
    pub(super) amount: Amount,
    pub(super) order: Order,
    pub(super) scope: Option<Scope>,
    pub(super) span: Span,
}

impl ComparisonNode {
    /// The same comparison without its scope.
    pub(super) fn bare(&self) -> Self {
        Self {
            scope: None,
            ..self.clone()
        }
    }
}

/// Which side of a comparison its subject was written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    SubjectFirst,
    AmountFirst,
}

words! {
    /// How the two sides of a comparison must compare.
    pub enum Relation {
        /// As many or more.
        AtLeast = ">=",
        /// More.
        MoreThan = ">",
        /// As many or fewer.
        AtMost = "<=",
        /// Fewer.
        LessThan = "<",
        /// As many.
        Exactly = "==",
    }
}

impl Relation {
    /// The relation with its two sides exchanged.
    pub(super) fn turned(self) -> Self {
        match self {
            Relation::AtLeast => Relation::AtMost,
            Relation::MoreThan => Relation::LessThan,
            Relation::AtMost => Relation::AtLeast,
            Relation::LessThan => Relation::MoreThan,
            Relation::Exactly => Relation::Exactly,
        }
    }

    /// Whether more can only help to meet it.
    pub fn is_at_least(self) -> bool {
        matches!(self, Relation::AtLeast | Relation::MoreThan)
    }

    /// Whether two sides that compare like this meet the relation.
    pub(super) fn holds(self, found: std::cmp::Ordering) -> bool {
        match self {
            Relation::AtLeast => found.is_ge(),
            Relation::MoreThan => found.is_gt(),
            Relation::AtMost => found.is_le(),
            Relation::LessThan => found.is_lt(),
            Relation::Exactly => found.is_eq(),
        }
    }
}

/// `amount = fraction "of" quantity | quantity | whole number`.
#[derive(Debug, Clone)]
pub(super) enum Amount {
    Share(Fraction, Quantity),
    Quantity(Quantity),
    Number(u64),
}

/// `quantity = [ "all" ] term { "+" term } [ "by" weight ] [ "besides" … ]`.
#[derive(Debug, Clone)]
pub(super) struct Quantity {
    pub(super) reach: Reach,
    pub(super) terms: Vec<Term>,
    pub(super) weight: Option<Name>,
    pub(super) besides: Option<Exclusion>,
    pub(super) span: Span,
}

impl Quantity {
    /// What its first term counts; all are of one kind.
    pub(super) fn what(&self) -> Option<&Measure> {
        self.terms.first().map(|term| &term.what)
    }
}

/// Whether a quantity is limited to its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// It is taken within the scope.
    Here,
    /// It is marked `all`: taken in the whole electorate.
    Everywhere,
}

/// `term = position | class | count | dimensions "with" ( position | class )`.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) what: Measure,
    pub(super) span: Span,
}

/// What a term counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Measure {
    /// Units of some kind.
    Units(CountSubject),
    /// Objections, or days.
    Count(CountWord),
    /// Places that have a unit of some kind.
    Places(Dimension, CountSubject),
}

/// Which units are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CountSubject {
    /// Those with the position of this name; the class is that of the track, none for a name that the track does not
    /// have.
    Position(String, Option<CountsAs>),
    /// Those in a class.
    Class(ClassWord),
}

words! {
    /// Whom a quantity leaves out.
    pub(super) enum Exclusion {
        /// The proposal's authors.
        Authors = "authors",
        /// Every unit of their organisations, themselves among them.
        AuthorFamilies = "author-families",
    }
}

words! {
    /// The grammar's `class`: kinds of units that every track has.
    pub(super) enum ClassWord {
        For = "for",
        Against = "against",
        Neutral = "neutral",
        /// For and against.
        Cast = "cast",
        /// Eligible units whose position is counted.
        Answered = "answered",
        /// Eligible units without a counted position.
        Silent = "silent",
        Recused = "recused",
        /// Seats that are not recused.
        Eligible = "eligible" was "members",
        /// The electorate.
        Seats = "seats",
        /// Units whose latest position was given on an earlier material revision.
        Stale = "stale",
        /// Units that the call's meeting lists as present.
        Present = "present",
    }
}

/// `scope`: the places that a comparison or a bracket is taken in.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) places: Places,
    pub(super) dimension: Dimension,
    pub(super) span: Span,
}

impl Scope {
    fn names_group(&self, group: &str) -> bool {
        let Places::Named(names) = &self.places else {
            return false;
        };
        self.dimension == Dimension::Group && names.iter().any(|name| name.text == group)
    }
}

impl Places {
    /// In how many of so many places it must be met.
    pub(super) fn needed(&self, of: u64) -> u64 {
        match self {
            Places::Any => 1,
            Places::AtLeast(least) => *least,
            Places::Each | Places::Every | Places::Named(_) => of,
        }
    }
}

/// The places of a dimension in a scope.
#[derive(Debug, Clone)]
pub(super) enum Places {
    /// All that have a seat in the electorate must meet it.
    Each,
    /// All that the charter has must meet it.
    Every,
    /// One that has a seat must meet it.
    Any,
    /// So many that have a seat must meet it.
    AtLeast(u64),
    /// These, taken together as one place.
    Named(Vec<Name>),
}

impl fmt::Display for Alternatives {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(f, &self.conjuncts, " or ")
    }
}

impl fmt::Display for Conjunct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(f, &self.clauses, " and ")
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clause::Bracket(bracket) => bracket.fmt(f),
            Clause::Test(test) => test.fmt(f),
        }
    }
}

impl fmt::Display for Bracket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({})", self.inner)?;
        after(f, self.scope.as_ref())
    }
}

impl fmt::Display for ComparisonNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = self.relation.word();
        match self.order {
            Order::SubjectFirst => write!(f, "{} {sign} {}", self.subject, self.amount)?,
            Order::AmountFirst => {
                let sign = self.relation.turned().word();
                write!(f, "{} {sign} {}", self.amount, self.subject)?;
            }
        }
        after(f, self.scope.as_ref())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Share(fraction, base) => write!(f, "{fraction} of {base}"),
            Amount::Quantity(quantity) => quantity.fmt(f),
            Amount::Number(number) => number.fmt(f),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.reach == Reach::Everywhere {
            f.write_str("all ")?;
        }
        joined(f, &self.terms, " + ")?;
        if let Some(weight) = &self.weight {
            write!(f, " by {}", weight.text)?;
        }
        match self.besides {
            Some(besides) => write!(f, " besides {}", besides.word()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            Measure::Units(who) => who.fmt(f),
            Measure::Count(count) => f.write_str(count.word()),
            Measure::Places(dimension, who) => write!(f, "{} with {who}", dimension.plural()),
        }
    }
}

impl fmt::Display for CountSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CountSubject::Position(name, _) => f.write_str(name),
            CountSubject::Class(class) => f.write_str(class.word()),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.dimension.word();
        match &self.places {
            Places::Each => write!(f, "each {word}"),
            Places::Every => write!(f, "every {word}"),
            Places::Any => write!(f, "any {word}"),
            Places::AtLeast(n) => write!(f, "at least {n} {}", self.dimension.plural()),
            Places::Named(names) => {
                let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
                write!(f, "{word} {}", names.join(", "))
            }
        }
    }
}

fn joined<T: fmt::Display>(f: &mut fmt::Formatter<'_>, parts: &[T], by: &str) -> fmt::Result {
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            f.write_str(by)?;
        }
        part.fmt(f)?;
    }
    Ok(())
}

fn after(f: &mut fmt::Formatter<'_>, scope: Option<&Scope>) -> fmt::Result {
    match scope {
        Some(scope) => write!(f, " in {scope}"),
        None => Ok(()),
    }
}
