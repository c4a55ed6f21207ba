//! Reading the sides of a comparison: numbers and shares of quantities.

use crate::value::ratio::{Fraction, LARGEST};
use crate::value::text;

use super::grammar::Amount;
use super::parse::Parser;
use super::slip;
use super::token::Kind;

const SHARES: &str = "write a share as \"2/3 of members\" or \"66.7% of members\"";

impl Parser<'_> {
    /// `amount = fraction "of" quantity | quantity | whole number`.
    pub(super) fn amount(&mut self) -> Option<Amount> {
        match self.kind() {
            Kind::Whole(digits) => self.number(&digits),
            Kind::Decimal(whole, part) => self.decimal(&whole, &part),
            Kind::Word(_) => self.quantity().map(Amount::Quantity),
            Kind::Open => self.fail(
                "a bracket opens here where a quantity or a number is expected".to_owned(),
                "brackets hold whole comparisons; a sum is written without them, such as \"for + against >= 3\"",
            ),
            found => self.fail(
                format!("a quantity or a number is expected here, and {} was found", found.shown()),
                "write a comparison such as \"for > 1/2 of cast\"",
            ),
        }
    }

    /// A number, or the share that begins with it.
    fn number(&mut self, digits: &str) -> Option<Amount> {
        let value = self.whole(digits)?;
        match self.kind_ahead(1) {
            Kind::Slash => self.fraction(value),
            Kind::Percent => self.share(Fraction::percent(value, ""), 2),
            Kind::Word(word) if word == "of" => self.fail(
                format!("{value} is a number, and \"of\" follows a share"),
                SHARES,
            ),
            _ => {
                self.advance();
                Some(Amount::Number(value))
            }
        }
    }

    fn fraction(&mut self, numerator: u64) -> Option<Amount> {
        match self.kind_ahead(2) {
            Kind::Whole(digits) => {
                let denominator = digits.parse::<u64>().unwrap_or(u64::MAX);
                self.share(Fraction::new(numerator, denominator), 3)
            }
            _ => self.fail(
                "the share that begins here is not complete".to_owned(),
                SHARES,
            ),
        }
    }

    fn decimal(&mut self, whole: &str, part: &str) -> Option<Amount> {
        let shown = text::shortened(&format!("{whole}.{part}"), 40);
        match self.kind_ahead(1) {
            Kind::Percent => {
                let whole = self.whole(whole)?;
                self.share(Fraction::percent(whole, part), 2)
            }
            Kind::Word(word) if word == "of" => self.fail(
                format!("{shown} is not how a share is written"),
                format!(
                    "write \"{} of\"",
                    text::shortened(&slip::percent(whole, part), 40)
                ),
            ),
            _ => self.fail(
                format!("{shown} is not a whole number, and counts are whole"),
                SHARES,
            ),
        }
    }

    /// The share whose fraction is the next so many tokens.
    fn share(&mut self, fraction: Option<Fraction>, tokens: usize) -> Option<Amount> {
        let Some(fraction) = fraction else {
            return self.fail(
                format!("this is no share: nothing is divided by 0, and no part of a share is above {LARGEST}"),
                SHARES,
            );
        };
        for _ in 0..tokens {
            self.advance();
        }
        if !self.take("of") {
            let sentence = format!("the share {fraction} does not say what it is a share of");
            return self.fail(
                sentence,
                format!("write \"{fraction} of members\", or of what it is a share of"),
            );
        }
        let base = self.quantity()?;
        Some(Amount::Share(fraction, base))
    }

    /// The number that digits are.
    pub(super) fn whole(&mut self, digits: &str) -> Option<u64> {
        match digits.parse() {
            Ok(value) => Some(value),
            Err(_) => self.fail(
                format!(
                    "{} is larger than a rule can say",
                    text::shortened(digits, 40)
                ),
                format!("no number is above {}", u64::MAX),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::blessed::screen;
    use crate::tally::criterion::fixture::{faults, instead, page, rule, vocabulary};

    #[test]
    fn shares_are_read_as_they_are_written() {
        for (text, canonical) in [
            ("yes >= 2 / 3 of members", "yes >= 2/3 of members"),
            ("yes >= 66.70 % of members", "yes >= 66.70% of members"),
            ("yes >= 3/2 of no or no == 0", "yes >= 3/2 of no or no == 0"),
            ("yes>=007", "yes >= 7"),
            ("1/2 of cast<for", "1/2 of cast < for"),
            ("18446744073709551615 >= yes", "18446744073709551615 >= yes"),
        ] {
            assert_eq!(rule(text).to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn slips_with_numbers() {
        let table = [
            ("yes >= 50%", 10, Some("50% of members")),
            ("yes >= 2/3 and no == 0", 11, Some("2/3 of members")),
            ("yes >= 66,7% of members", 7, Some("66.7%")),
            ("yes >= 0.5 of members", 7, Some("50% of")),
            ("yes >= 1.5", 7, Some("2/3 of members")),
            ("50 of members <= yes", 0, Some("2/3 of members")),
            ("yes >= 1/0 of members", 7, Some("2/3 of members")),
            ("yes >= 2/ of members", 7, Some("2/3 of members")),
            (
                "yes >= 3/99999999999999999999 of cast",
                7,
                Some("2/3 of members"),
            ),
            ("yes >= 18446744073709551616", 7, None),
            ("yes >= (2)", 7, Some("for + against >= 3")),
            ("yes >= ", 7, Some("for > 1/2 of cast")),
            ("yes >= > 3", 7, Some("for > 1/2 of cast")),
        ];
        let rules = table.map(|(text, ..)| text);
        screen("criterion/numbers", &page(rules, &vocabulary()));
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
