//! Reads and writes the memberships of a participant: those without an end, and terms, each in a group and from one day
//! to another.

use serde::Serialize;

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Day, Described, Part, key, record};
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::{GroupId, StandingName};
use crate::value::span::Span;

record! {
    /// A membership in one group, or for a time.
    #[derive(Serialize)]
    pub struct Term {
        /// The membership.
        pub standing: StandingName = key("standing"),
        /// The group in which it counts; by default the participant's.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub group: Option<GroupId> = key("group"),
        /// The first day.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub since: Option<String> = Day(key("since")),
        /// The last day.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub until: Option<String> = Day(key("until")),
    }
    checked by checked_term;
}

record! {
    /// How long a membership can be, and how often a participant can have it.
    pub struct TermLimit {
        /// The membership.
        pub standing: StandingName = key("standing"),
        /// How long one term can be.
        pub longest: Option<Span> = key("longest"),
        /// How many terms a participant can have.
        pub most: Option<u64> = key("most"),
    }
}

fn checked_term(keys: &Keys<'_>, term: &Term) {
    if let (Some(since), Some(until)) = (&term.since, &term.until)
        && until < since
    {
        let sentence = format!("the membership ends on {until}, before it begins on {since}");
        keys.fault(
            code::S122,
            "until",
            sentence,
            "write a later day in \"until\"",
        );
    }
}

/// Whether a day is in a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Before the first day.
    Before,
    /// Between the first and the last day.
    Within,
    /// After the last day.
    After,
}

impl Term {
    /// Whether the day of a time, in UTC, is in this term.
    pub fn phase(&self, at: Instant) -> Phase {
        let day = at.date();
        match (&self.since, &self.until) {
            (Some(since), _) if day < *since => Phase::Before,
            (_, Some(until)) if day > *until => Phase::After,
            _ => Phase::Within,
        }
    }
}

/// All memberships of a participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Memberships {
    /// Those in the participant's own group, without an end.
    pub standing: Vec<StandingName>,
    /// Those in another group, or for a time.
    #[serde(rename = "membership", skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
}

impl Default for Memberships {
    fn default() -> Self {
        Self {
            standing: StandingName::parse("member").into_iter().collect(),
            terms: Vec::new(),
        }
    }
}

impl Memberships {
    /// The names of all, also of past and of future ones.
    pub fn names(&self) -> impl Iterator<Item = &StandingName> {
        let terms = self.terms.iter().map(|term| &term.standing);
        self.standing.iter().chain(terms)
    }

    /// The names of those at a time, once each.
    pub fn at(&self, at: Instant) -> Vec<StandingName> {
        let mut names = self.standing.clone();
        let terms = self.terms.iter();
        for term in terms.filter(|term| term.phase(at) == Phase::Within) {
            if !names.contains(&term.standing) {
                names.push(term.standing.clone());
            }
        }
        names
    }

    /// The groups in which one of these memberships counts at a time, `own` for those that name none; at any time if
    /// none is given.
    pub fn groups<'m>(
        &'m self,
        standings: &[StandingName],
        own: &'m GroupId,
        at: Option<Instant>,
    ) -> Vec<&'m GroupId> {
        let mut groups = Vec::new();
        if self.standing.iter().any(|name| standings.contains(name)) {
            groups.push(own);
        }
        for term in &self.terms {
            let group = term.group.as_ref().unwrap_or(own);
            let is_within = at.is_none_or(|at| term.phase(at) == Phase::Within);
            if is_within && standings.contains(&term.standing) && !groups.contains(&group) {
                groups.push(group);
            }
        }
        groups
    }
}

/// The first and the last day of a membership; none is without limit.
type Days<'t> = (Option<&'t String>, Option<&'t String>);

fn overlap(one: Days<'_>, other: Days<'_>) -> bool {
    let ends_before = |(_, until): Days<'_>, (since, _): Days<'_>| matches!((until, since), (Some(until), Some(since)) if until < since);
    !ends_before(one, other) && !ends_before(other, one)
}

impl Memberships {
    /// Two groups in which memberships of these names count at the same time, if there are any.
    pub fn several_groups<'m>(
        &'m self,
        standings: &[StandingName],
        own: &'m GroupId,
    ) -> Option<(&'m GroupId, &'m GroupId)> {
        let lasting = self.standing.iter().map(|name| (name, own, (None, None)));
        let terms = self.terms.iter().map(|term| {
            let days = (term.since.as_ref(), term.until.as_ref());
            (&term.standing, term.group.as_ref().unwrap_or(own), days)
        });
        let all = lasting.chain(terms);
        let all: Vec<_> = all.filter(|(name, ..)| standings.contains(name)).collect();
        let pairs = all.iter().enumerate();
        let mut pairs =
            pairs.flat_map(|(n, one)| all.iter().skip(n + 1).map(move |two| (one, two)));
        pairs
            .find(|(one, two)| one.1 != two.1 && overlap(one.2, two.2))
            .map(|(one, two)| (one.1, two.1))
    }
}

/// A list that is `member` by default if there are no terms, and the terms.
pub(super) struct StandingsAndTerms;

const TERMS: &str = "membership";

impl Part<Memberships> for StandingsAndTerms {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Memberships> {
        let mut standing = keys.names("standing", StandingName::parse);
        if !keys.has("standing") && !keys.has(TERMS) {
            standing = Memberships::default().standing;
        }
        let terms = Part::read(&key(TERMS), keys)?;
        Some(Memberships { standing, terms })
    }

    fn write(&self, all: &Memberships, sheet: &mut CanonicalToml) {
        let is_default = match all.terms.as_slice() {
            [] => *all == Memberships::default(),
            _ => all.standing.is_empty(),
        };
        if !is_default {
            sheet.list("standing", &all.standing);
        }
    }

    fn write_tables(&self, all: &Memberships, sheet: &mut CanonicalToml) {
        Part::write_tables(&key(TERMS), &all.terms, sheet);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let list = Shape::List(Box::new(Shape::Id));
        let terms = Shape::List(Box::new(Shape::Table(Term::keys())));
        let of_terms = "Memberships in another group, or for a time.";
        vec![
            KeyShape::new("standing", list, false, says),
            KeyShape::new(TERMS, terms, false, of_terms),
        ]
    }
}
