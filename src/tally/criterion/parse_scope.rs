//! Reading where a comparison or a bracket is taken: `in each group`, `in house a, b`.

use crate::value::suggest::{listed, nearest};

use super::fault::quoted;
use super::grammar::{Dimension, Name, Places, Scope};
use super::parse::Parser;
use super::token::Kind;
use super::vocabulary::is_word;

const SCOPES: &str = "write \"in each group\", \"in every group\", \"in any group\", \"in at least 2 groups\" or \"in group\" with its name; and so for house, affiliation and region";

impl Parser<'_> {
    /// `[ "in" scope ]`; the outer `None` is a fault.
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
        let one_word = match word.as_str() {
            "each" => Some(Places::Each),
            "every" => Some(Places::Every),
            "any" => Some(Places::Any),
            _ => None,
        };
        if let Some(places) = one_word {
            self.advance();
            return Some((places, self.dimension(&word)?));
        }
        if word == "at" {
            self.advance();
            return self.at_least();
        }
        match Dimension::parse_any(&word) {
            Some(dimension) => {
                self.advance();
                Some((Places::Named(self.names(dimension)?), dimension))
            }
            None => self.no_scope(),
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
                "a rule for at least 0 places asks for nothing".to_owned(),
                "write at least 1, or leave the comparison out",
            );
        }
        self.advance();
        Some((
            Places::AtLeast(least),
            self.dimension(&format!("at least {least}"))?,
        ))
    }

    fn dimension(&mut self, after: &str) -> Option<Dimension> {
        let found = self.word().and_then(|word| Dimension::parse_any(&word));
        if found.is_some() {
            self.advance();
            return found;
        }
        let shown = self.kind().shown();
        let kinds = "here may stand group, house, affiliation or region";
        let word = self.word().unwrap_or_default();
        let known = Dimension::ALL.iter().map(|dimension| dimension.word());
        let hint = match nearest(&word, known) {
            Some(near) => format!("write \"{near}\"; {kinds}"),
            None => kinds.to_owned(),
        };
        self.fail(
            format!("a kind of place is expected after \"{after}\", and {shown} was found"),
            hint,
        )
    }

    fn names(&mut self, dimension: Dimension) -> Option<Vec<Name>> {
        let mut names = vec![self.place(dimension)?];
        while self.kind() == Kind::Comma {
            self.advance();
            names.push(self.place(dimension)?);
        }
        Some(names)
    }

    fn place(&mut self, dimension: Dimension) -> Option<Name> {
        let span = self.span();
        let all = self.vocabulary.places(dimension);
        let named = |word: &String| !is_word(word) || all.contains(&word.as_str());
        if let Some(text) = self.word().filter(named) {
            self.advance();
            return Some(Name { text, span });
        }
        let word = dimension.word();
        let hint = format!(
            "here may stand {}; or write \"in each {word}\"",
            listed(all)
        );
        let found = self.kind().shown();
        self.fail(
            format!("the name of the {word} is expected here, and {found} was found"),
            hint,
        )
    }

    fn no_scope<T>(&mut self) -> Option<T> {
        let found = self.kind();
        let hint = match &found {
            Kind::Word(word) if word == "all" || word == "both" => {
                "write \"in each group\" for those with a seat in the electorate, or \"in every group\" for all of the charter; and so for house, affiliation and region".to_owned()
            }
            Kind::Word(word) => self.kind_of_place(word).map_or_else(
                || SCOPES.to_owned(),
                |dimension| format!("write \"in {} {word}\"", dimension.word()),
            ),
            _ => SCOPES.to_owned(),
        };
        let shown = match &found {
            Kind::Word(word) => quoted(word),
            other => other.shown(),
        };
        self.fail(
            format!("places are expected after \"in\", and {shown} was found"),
            hint,
        )
    }

    /// The dimension that has a place of this name.
    fn kind_of_place(&self, name: &str) -> Option<Dimension> {
        let mut all = Dimension::ALL.iter().copied();
        all.find(|dimension| self.vocabulary.places(*dimension).contains(&name))
    }
}

#[cfg(test)]
mod tests {
    use crate::blessed::screen;
    use crate::tally::criterion::fixture::{faults, instead, page, rule, vocabulary};

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
