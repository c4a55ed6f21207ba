//! Parses quantities: their terms, their weights, and whom they leave out. Parses scopes: where a
//! comparison or a bracket is taken, such as `in each group` or `in house a, b`.

use super::grammar::{
    ClassWord, CountSubject, CountWord, Dimension, Exclusion, Measure, Name, Places, Quantity,
    Reach, Scope, Term,
};
use super::parse::Parser;
use super::token::{Kind, amount_hint, near_or, quoted};
use super::vocabulary::is_word;
use crate::value::did_you_mean::nearest;
use crate::value::sentence::any_of;

impl Parser<'_> {
    /// `quantity = [ "all" ] term { "+" term } [ "by" weight ] [ "besides" … ]`.
    pub(super) fn quantity(&mut self) -> Option<Quantity> {
        let start = self.span();
        let reach = match self.take("all") {
            true => Reach::Everywhere,
            false => Reach::Here,
        };
        let mut terms = vec![self.term()?];
        while self.kind() == Kind::Plus {
            self.advance();
            terms.push(self.term()?);
        }
        let weight = match self.take("by") {
            true => Some(self.weight()?),
            false => None,
        };
        let besides = match self.take("besides") {
            true => Some(self.besides()?),
            false => None,
        };
        let span = start.to(self.last());
        if besides.is_some() && self.word().as_deref() == Some("by") {
            return self.fail(
                "\"by\" must come before \"besides\"",
                "write \"by\" before \"besides\"",
            );
        }
        Some(Quantity {
            reach,
            terms,
            weight,
            besides,
            span,
        })
    }

    fn term(&mut self) -> Option<Term> {
        let start = self.span();
        let possible = self.vocabulary.what_can_be_counted();
        let Some(word) = self.word() else {
            return self.no_term(possible);
        };
        let what = if let Some(count) = CountWord::parse(&word) {
            self.advance();
            Measure::Count(count)
        } else if let Some(dimension) = self.vocabulary.dimension(&word) {
            self.advance();
            self.with(dimension, &word)?
        } else {
            Measure::Units(self.who(possible)?)
        };
        Some(Term {
            what,
            span: start.to(self.last()),
        })
    }

    /// `dimensions "with" ( position | class )`, after the dimension.
    fn with(&mut self, dimension: Dimension, word: &str) -> Option<Measure> {
        if self.take("with") {
            let possible = self.vocabulary.who_can_be_counted();
            return self
                .who(possible)
                .map(|who| Measure::Places(dimension, who));
        }
        let plural = dimension.plural();
        let hint = format!(
            "write \"{plural} with for\" to count {plural} in which a participant is for, or \"in each {}\" after the comparison",
            dimension.word()
        );
        let sentence = format!("\"{word}\" is not followed by \"with\"");
        self.fail_at(self.last(), sentence, hint)
    }

    /// A position or a class; `possible` is the hint if it is neither.
    fn who(&mut self, possible: String) -> Option<CountSubject> {
        let Some(word) = self.word() else {
            return self.no_term(possible);
        };
        if let Some(class) = ClassWord::parse(&word) {
            self.advance();
            return Some(CountSubject::Class(class));
        }
        let known = self.vocabulary.class_of(&word);
        if known.is_none() && is_word(&word) {
            return self.no_term(possible);
        }
        if known.is_none()
            && let Some(hint) = self.slip(&word)
        {
            return self.fail(format!("{} is not a quantity", quoted(&word)), hint);
        }
        self.advance();
        Some(CountSubject::Position(word, known))
    }

    fn slip(&self, word: &str) -> Option<&'static str> {
        let next = match self.kind_ahead(1) {
            Kind::Word(next) => Some(next),
            _ => None,
        };
        amount_hint(word, next.as_deref())
    }

    fn no_term<T>(&mut self, possible: String) -> Option<T> {
        let found = self.kind();
        let hint = match found {
            Kind::Whole(_) | Kind::Decimal(..) => {
                "a number cannot be added to a quantity. More than half is \"> 1/2 of eligible\""
                    .to_owned()
            }
            Kind::Word(word) if word == "all" => {
                "write \"all\" once, before the whole sum".to_owned()
            }
            Kind::Word(word) if word == "at" || word == "least" => {
                "write the sign between the two sides, such as \"yes >= 9\"".to_owned()
            }
            Kind::Open => "write the quantity without brackets".to_owned(),
            _ => possible,
        };
        let shown = self.kind().shown();
        let sentence = format!("a quantity is expected here, not {shown}");
        self.fail(sentence, hint)
    }

    fn weight(&mut self) -> Option<Name> {
        let span = self.span();
        if let Some(text) = self.word().filter(|word| !is_word(word)) {
            self.advance();
            return Some(Name { text, span });
        }
        let found = self.kind().shown();
        let names = any_of(self.vocabulary.weight_names());
        let sentence = format!("the name of a weight is expected after \"by\", not {found}");
        self.fail(sentence, format!("possible here: {names}"))
    }

    fn besides(&mut self) -> Option<Exclusion> {
        let found = self.word().and_then(|word| Exclusion::parse(&word));
        if found.is_some() {
            self.advance();
            return found;
        }
        let shown = self.kind().shown();
        self.fail(
            format!(
                "\"authors\" or \"author-families\" is expected after \"besides\", not {shown}"
            ),
            "only authors or their whole organisations can be left out",
        )
    }
}

const SCOPES: &str = "write \"in each group\", \"in every group\", \"in any group\", \"in at least 2 groups\" or \"in group\" with its name. The same works for house, affiliation and region";

impl Parser<'_> {
    /// `[ "in" scope ]`; the outer `None` is an error.
    pub(super) fn scope(&mut self) -> Option<Option<Scope>> {
        if !self.take("in") {
            return Some(None);
        }
        let start = self.span();
        let (places, dimension) = self.places()?;
        let span = start.to(self.last());
        Some(Some(Scope {
            places,
            dimension,
            span,
        }))
    }

    fn places(&mut self) -> Option<(Places, Dimension)> {
        let Some(word) = self.word() else {
            return self.no_scope();
        };
        let named = self.vocabulary.dimension(&word);
        if named.is_none() && !matches!(word.as_str(), "each" | "every" | "any" | "at") {
            return self.no_scope();
        }
        self.advance();
        match (named, word.as_str()) {
            (Some(dimension), _) => Some((Places::Named(self.names(&dimension)?), dimension)),
            (None, "each") => Some((Places::Each, self.dimension(&word)?)),
            (None, "every") => Some((Places::Every, self.dimension(&word)?)),
            (None, "any") => Some((Places::Any, self.dimension(&word)?)),
            (None, _) => self.at_least(),
        }
    }

    fn at_least(&mut self) -> Option<(Places, Dimension)> {
        if !self.take("least") {
            return self.no_scope();
        }
        let Kind::Whole(digits) = self.kind() else {
            return self.no_scope();
        };
        let least = self.whole(&digits)?;
        if least == 0 {
            return self.fail(
                "a rule for at least 0 places has no effect",
                "write at least 1, or remove the comparison",
            );
        }
        self.advance();
        let dimension = self.dimension(&format!("at least {least}"))?;
        Some((Places::AtLeast(least), dimension))
    }

    fn dimension(&mut self, after: &str) -> Option<Dimension> {
        let found = self
            .word()
            .and_then(|word| self.vocabulary.dimension(&word));
        if found.is_some() {
            self.advance();
            return found;
        }
        let shown = self.kind().shown();
        let known: Vec<Dimension> = self.vocabulary.dimensions().collect();
        let known = || known.iter().map(Dimension::word);
        let kinds = format!("possible here: {}", any_of(known()));
        let word = self.word().unwrap_or_default();
        let hint = near_or(nearest(&word, known()), kinds);
        let sentence = format!("a kind of place is expected after \"{after}\", not {shown}");
        self.fail(sentence, hint)
    }

    fn names(&mut self, dimension: &Dimension) -> Option<Vec<Name>> {
        let mut names = vec![self.place(dimension)?];
        while self.kind() == Kind::Comma {
            self.advance();
            names.push(self.place(dimension)?);
        }
        Some(names)
    }

    fn place(&mut self, dimension: &Dimension) -> Option<Name> {
        let span = self.span();
        let all = self.vocabulary.places(dimension);
        let named = |word: &String| !is_word(word) || all.contains(&word.as_str());
        if let Some(text) = self.word().filter(named) {
            self.advance();
            return Some(Name { text, span });
        }
        let word = dimension.word();
        let names = any_of(all);
        let hint = format!("possible here: {names}. For all, write \"in each {word}\"");
        let found = self.kind().shown();
        let sentence = format!("the name of the {word} is expected here, not {found}");
        self.fail(sentence, hint)
    }

    fn no_scope<T>(&mut self) -> Option<T> {
        let found = self.kind();
        let hint = match &found {
            Kind::Word(word) if word == "all" || word == "both" => {
                "write \"in each group\" for those with a seat in the electorate, or \"in every group\" for all of the charter. The same works for house, affiliation and region".to_owned()
            }
            Kind::Word(word) => self.vocabulary.dimension_of(word).map_or_else(
                || SCOPES.to_owned(),
                |dimension| format!("write \"in {} {word}\"", dimension.word()),
            ),
            _ => SCOPES.to_owned(),
        };
        let shown = match &found {
            Kind::Word(word) => quoted(word),
            other => other.shown(),
        };
        let sentence = format!("places are expected after \"in\", not {shown}");
        self.fail(sentence, hint)
    }
}

#[cfg(test)]
mod tests {
    use crate::blessed::screen;
    use crate::tally::criterion::fixture::{faults, instead, page, rule, vocabulary};

    #[test]
    fn quantities_are_read_as_they_are_written() {
        for (text, canonical) in [
            ("group with yes >= 3", "groups with yes >= 3"),
            (
                "affiliation with for besides author-families >= 1",
                "affiliations with for besides author-families >= 1",
            ),
            (
                "yes+no+abstain by votes besides authors>=3",
                "yes + no + abstain by votes besides authors >= 3",
            ),
            (
                "eligible <= 1/3 of all eligible in each group",
                "eligible <= 1/3 of all eligible in each group",
            ),
        ] {
            assert_eq!(rule(text).to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn slips_with_quantities() {
        let table = [
            ("yes > a majority of eligible", 6, Some("> 1/2 of cast")),
            ("yes > majority of eligible", 6, Some("> 1/2 of cast")),
            ("yes >= two thirds of eligible", 7, Some("2/3 of eligible")),
            ("yes >= 2/3 of the eligible", 14, Some("eligible")),
            ("not yes >= 1", 0, Some("not")),
            ("at least 9 yes", 0, Some("yes >= 9")),
            ("yes > 1/2 of eligible + 1", 24, Some("> 1/2 of eligible")),
            ("for + all no >= 1", 6, Some("all")),
            ("yes >= 2/3 of (eligible)", 14, None),
            ("groups >= 3", 0, Some("groups with for")),
            ("groups with >= 3", 12, None),
            ("yes by >= 3", 7, None),
            ("yes by eligible >= 3", 7, None),
            ("yes besides friends >= 1", 12, None),
            ("yes besides authors by votes >= 1", 20, Some("by")),
            ("any >= 1", 0, None),
        ];
        let rules = table.map(|(text, ..)| text);
        screen("criterion/quantities", &page(rules, &vocabulary()));
        for (text, at, shown) in table {
            let found = faults(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(
                (found[0].at, instead(&found[0])),
                (at, shown),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn objections_are_not_named_where_units_are_meant() {
        let hint = faults("groups with objections >= 3")
            .remove(0)
            .hint
            .unwrap();
        assert!(hint.contains("present"), "{hint}");
        assert!(!hint.contains("objections"), "{hint}");
    }

    #[test]
    fn singular_and_plural_are_both_read() {
        for (text, canonical) in [
            ("yes >= 1 in each groups", "yes >= 1 in each group"),
            ("yes >= 1 in every houses", "yes >= 1 in every house"),
            ("yes >= 1 in any affiliation", "yes >= 1 in any affiliation"),
            (
                "yes >= 1 in at least 2 region",
                "yes >= 1 in at least 2 regions",
            ),
            (
                "yes >= 1 in groups empty,permanent",
                "yes >= 1 in group empty, permanent",
            ),
            (
                "yes >= 1 in each income-classes",
                "yes >= 1 in each income-class",
            ),
            (
                "yes >= 1 in at least 2 income-class",
                "yes >= 1 in at least 2 income-classes",
            ),
            ("income-class with yes >= 2", "income-classes with yes >= 2"),
            (
                "yes >= 1 in income-class low,high",
                "yes >= 1 in income-class low, high",
            ),
        ] {
            assert_eq!(rule(text).to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn slips_with_places() {
        let table = [
            ("yes >= 1 in all groups", 12, Some("in each group")),
            ("yes >= 1 in both houses", 12, Some("in each group")),
            ("yes >= 1 in permanent", 12, Some("in group permanent")),
            ("yes >= 1 in example", 12, Some("in affiliation example")),
            ("yes >= 1 in low", 12, Some("in income-class low")),
            ("yes >= 1 in income-class lo", 25, Some("low")),
            ("yes >= 1 in each gender", 12, None),
            ("yes >= 1 in gender women", 12, None),
            ("yes >= 1 in group", 17, Some("in each group")),
            ("yes >= 1 in group permanent,", 28, Some("in each group")),
            ("yes >= 1 in group each", 18, Some("in each group")),
            ("yes >= 1 in each grup", 17, Some("group")),
            ("yes >= 1 in each", 16, None),
            ("yes >= 1 in at least 0 groups", 21, None),
            ("yes >= 1 in at least two groups", 21, Some("in each group")),
            ("yes >= 1 in at most 3 groups", 15, Some("in each group")),
            ("yes >= 1 in", 11, Some("in each group")),
        ];
        let rules = table.map(|(text, ..)| text);
        screen("criterion/places", &page(rules, &vocabulary()));
        for (text, at, shown) in table {
            let found = faults(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(
                (found[0].at, instead(&found[0])),
                (at, shown),
                "{text}: {found:?}"
            );
        }
    }
}
